"""The English catalogue is complete: no text without it, none guessed, every placeholder kept."""

import re

from tracker.web import catalogue

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


def test_every_text_has_its_english() -> None:
    assert catalogue.missing() == []


def test_placeholders_are_the_same_in_both_languages() -> None:
    wrong = []
    for message in catalogue.english():
        ids = message.id if isinstance(message.id, tuple | list) else [message.id]
        texts = message.string if isinstance(message.string, tuple | list) else [message.string]
        told = {name for text in ids for name in PLACEHOLDER.findall(text)}
        for text in texts:
            if text and set(PLACEHOLDER.findall(text)) != told:
                wrong.append(ids[0])
    assert wrong == []
