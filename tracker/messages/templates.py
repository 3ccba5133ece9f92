"""What the post room may say: versioned texts in Vietnamese and English with a closed list of variables."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from tracker.core import crypto
from tracker.messages.sms import plain

LANGUAGES = ("vi", "en")
VARIABLES = frozenset({"link", "number", "count", "deadline", "office_phone"})
LINK_PATHS = MappingProxyType({"check-in": "t"})


class UnknownTemplate(LookupError):
    """No template has this name and version."""


@dataclass(frozen=True)
class Wording:
    """A template's words in one language; `sms` is still with accents."""

    subject: str
    text: str
    sms: str


@dataclass(frozen=True)
class Template:
    """One version of one template. `link` is the purpose for which its link is signed, if it has one."""

    name: str
    version: int
    variables: tuple[str, ...]
    link: str
    wordings: Mapping[str, Wording]

    @property
    def key(self) -> str:
        """What a message keeps: "check_in_ask/1"."""
        return f"{self.name}/{self.version}"


@dataclass(frozen=True)
class Rendered:
    """A message in words, ready for any channel; `sms` is free of accents."""

    subject: str
    text: str
    sms: str


def current(name: str) -> Template:
    """The newest version of a template. Raises UnknownTemplate."""
    versions = [one for one in templates().values() if one.name == name]
    if not versions:
        raise UnknownTemplate(name)
    return max(versions, key=lambda one: one.version)


def template(key: str) -> Template:
    """The template that a message was decided with, by "name/version". Raises UnknownTemplate."""
    try:
        return templates()[key]
    except KeyError:
        raise UnknownTemplate(key) from None


def render(key: str, *, language: str, values: Mapping[str, Any], about_ref: str, public_url: str) -> Rendered:
    """A message in words. Raises UnknownTemplate, or KeyError when a variable of the template has no value."""
    chosen = template(key)
    wording = chosen.wordings[language if language in LANGUAGES else LANGUAGES[0]]
    filled = {name: values[name] for name in chosen.variables if name != "link"}
    if chosen.link:
        filled["link"] = signed_link(chosen.link, about_ref, public_url)
    return Rendered(
        subject=wording.subject.format(**filled),
        text=wording.text.format(**filled),
        sms=plain(wording.sms).format(**filled),
    )


def signed_link(purpose: str, ref: str, public_url: str) -> str:
    """The address that opens without signing in, for one purpose and one thing."""
    return f"{public_url}/{LINK_PATHS[purpose]}/{crypto.sign(purpose, ref)}"


@lru_cache(maxsize=1)
def templates() -> Mapping[str, Template]:
    """Every version of every template by its key."""
    book = tomllib.loads(Path(__file__).with_name("templates.toml").read_text(encoding="utf-8"))
    listed = [
        _template(name, int(version), entry) for name, entries in book.items() for version, entry in entries.items()
    ]
    return MappingProxyType({one.key: one for one in listed})


def _template(name: str, version: int, entry: dict[str, Any]) -> Template:
    wordings = {
        language: Wording(words["subject"], words["text"].strip() + "\n", words["sms"])
        for language, words in entry.items()
        if language in LANGUAGES
    }
    return Template(name, version, tuple(entry["variables"]), entry.get("link", ""), MappingProxyType(wordings))
