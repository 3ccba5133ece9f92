"""Page furniture: the filters and names that every template may use."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, g, has_request_context, request, session, url_for
from flask_babel import Babel
from flask_babel import gettext as _

from tracker.core import clock
from tracker.core.settings import settings
from tracker.web import words
from tracker.web.forms import new_form_token
from tracker.web.routes import may, role_now

FILTERS = (words.ngay, words.luc, words.gio, words.ago, words.span, words.so, words.tien, words.capped)


def furnish(app: Flask) -> None:
    """Give the application its languages, filters and template names."""
    Babel(app, default_locale="vi", default_timezone="Asia/Ho_Chi_Minh", locale_selector=language)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    for entry in FILTERS:
        app.add_template_filter(entry)
    app.add_template_filter(words.severity_name)
    app.jinja_env.globals.update(
        may=may,
        severity_name=words.severity_name,
        asset=asset,
        clock_now=clock.now,
        new_form_token=new_form_token,
    )
    app.context_processor(_names)


def language() -> str:
    """The language of this request: of the user, else of the visitor's choice, else Vietnamese."""
    if not has_request_context():
        return "vi"
    wanted = request.args.get("lang") or g.get("language") or session.get("language")
    return wanted if wanted in settings().languages else "vi"


def asset(name: str) -> str:
    """The address of a static file, with a fingerprint of its content so that it may be cached for good."""
    return url_for("static", filename=name, v=_fingerprint(name))


@cache
def _fingerprint(name: str) -> str:
    path = Path(__file__).parent.parent / "static" / name
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12] if path.exists() else "missing"


def _names() -> dict[str, Any]:
    return {
        "demo_mode": settings().demo,
        "role": role_now(),
        "language": language(),
        "language_url": url_for("auth.language"),
        "product_name": _("Theo dõi lao động ngoài nước"),
    }
