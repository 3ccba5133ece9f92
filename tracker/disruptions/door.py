"""The room's blueprint, and what its pages share: the event of an address, and where a decision that was made leads."""

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from tracker.disruptions import words
from tracker.disruptions.models import Disruption
from tracker.disruptions.oxcgrt import ATTRIBUTION
from tracker.disruptions.queries import listed
from tracker.places.countries import country_name
from tracker.web.routes import Blueprint
from tracker.web.words import so

bp = Blueprint("disruptions", __name__, url_prefix="/events")


@bp.context_processor
def _names() -> dict[str, object]:
    locale = str(get_locale() or "vi")
    return {
        "words": words,
        "attribution": ATTRIBUTION,
        "country_of": lambda iso3: country_name(iso3, locale),
    }


def event_at(ref: str) -> Disruption:
    """The event of this address, or the page that nothing is there."""
    return listed.event(ref) or abort(404)


def lead_to(disruption: Disruption) -> ResponseReturnValue:
    """Somebody was quicker: to the event as it is."""
    flash(_("Việc này đã được quyết định trước đó. Đây là sự kiện đang có."), "warning")
    return redirect(url_for("disruptions.show", ref=disruption.ref), 303)


def started(disruption: Disruption, touched: int) -> ResponseReturnValue:
    """To the event that now runs, for all or for the first few."""
    if disruption.is_tried:
        told = _("Đang thử với %(count)s người. Xem họ trả lời ra sao rồi mới bắt đầu cho tất cả.", count=so(touched))
    else:
        told = _("Sự kiện đã bắt đầu: %(count)s người bị ảnh hưởng, mỗi người một cảnh báo.", count=so(touched))
    flash(told, "success")
    return redirect(url_for("disruptions.show", ref=disruption.ref), 303)
