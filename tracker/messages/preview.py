"""A message before it is written: word for word as it will go out, but for the link that is the reader's alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tracker.messages.sms import Size, size
from tracker.messages.templates import current, render, signed_link

STAND_IN = "0" * 16  # as long as the reference of a check-in, so that parts are counted right
HIDDEN = "••••••"


@dataclass(frozen=True)
class Preview:
    """What a phone shows, with its size as networks count it; or a mail's subject and text, which has none."""

    subject: str
    text: str
    size: Size | None
    hides_link: bool


def preview(name: str, *, as_mail: bool, values: Mapping[str, Any], public_url: str) -> Preview:
    """The newest version of a template in Vietnamese. Raises UnknownTemplate."""
    template = current(name)
    words = render(template.key, language="vi", values=values, about_ref=STAND_IN, public_url=public_url)
    text = words.text.strip() if as_mail else words.sms
    counted = None if as_mail else size(text)
    if template.link:
        link = signed_link(template.link, STAND_IN, public_url)
        text = text.replace(link, link.rpartition("/")[0] + f"/{HIDDEN}")
    return Preview(words.subject if as_mail else "", text, counted, hides_link=bool(template.link))
