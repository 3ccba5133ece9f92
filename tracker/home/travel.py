"""Departure and return: facts that happened, written down; what the law objects to is flagged, never refused."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.auth.door import asking_user
from tracker.checkins import actions as checkins
from tracker.contracts import actions
from tracker.core import clock
from tracker.core.db import transaction
from tracker.home.travel_forms import DepartureForm, ReturnForm
from tracker.home.travel_pages import contract_at, departure_page, return_page
from tracker.web.routes import OFFICERS, Blueprint
from tracker.web.words import ngay

bp = Blueprint("travel", __name__)


@bp.get("/contracts/<ref>/departure", allow=OFFICERS)
def departure(ref: str) -> ResponseReturnValue:
    """When did the worker leave?"""
    return departure_page(contract_at(ref))


@bp.post("/contracts/<ref>/departure", allow=OFFICERS)
def record_departure(ref: str) -> ResponseReturnValue:
    """Record the departure; the check-in plan opens in the same transaction."""
    contract, form = contract_at(ref), DepartureForm()
    if not form.validate():
        return departure_page(contract, record=form), 422
    now = clock.now()
    try:
        with transaction():
            broken = actions.depart(
                contract, form.departed_on.data, by=asking_user(), now=now, note=form.flight.data or ""
            )
            checkins.open_missing_plans(now=now, contract_id=contract.id)
    except actions.NotYet:
        form.blame("departed_on", _("Ngày này chưa đến. Ghi nhận khi người lao động đã đi."))
        return departure_page(contract_at(ref), record=form), 422
    except actions.OutOfOrder:
        flash(_("Chuyến đi này đã được ghi nhận trước đó."), "warning")
        return redirect(url_for("travel.departure", ref=ref), 303)
    flash(_("Đã ghi nhận xuất cảnh ngày %(day)s. Kế hoạch điểm danh đã mở.", day=ngay(contract.departed_on)), "success")
    if broken:
        flash(_("Chuyến đi có nội dung trái quy định; đã gắn cờ: %(flag)s.", flag=contract.departure_flag), "warning")
    return redirect(url_for("travel.departure", ref=ref), 303)


@bp.get("/contracts/<ref>/return", allow=OFFICERS, endpoint="homecoming")
def homecoming(ref: str) -> ResponseReturnValue:
    """When did the worker come home, and why?"""
    return return_page(contract_at(ref))


@bp.post("/contracts/<ref>/return", allow=OFFICERS)
def record_return(ref: str) -> ResponseReturnValue:
    """Record the return; the check-in plan closes in the same transaction."""
    contract, form = contract_at(ref), ReturnForm()
    if not form.validate():
        return return_page(contract, record=form), 422
    now = clock.now()
    try:
        with transaction():
            checkins.hold_turn(contract.worker_id)
            actions.come_home(
                contract,
                form.returned_on.data,
                form.reason.data,
                by=asking_user(),
                now=now,
                note=form.note.data or "",
            )
            checkins.close_plans(now=now, contract_id=contract.id)
    except actions.NotYet:
        form.blame("returned_on", _("Ngày này chưa đến. Ghi nhận khi người lao động đã về."))
        return return_page(contract_at(ref), record=form), 422
    except actions.OutOfOrder:
        form.blame("returned_on", _("Cần sau ngày xuất cảnh đã ghi nhận, và chưa có ngày về nào khác."))
        return return_page(contract_at(ref), record=form), 422
    flash(_("Đã ghi nhận về nước ngày %(day)s. Kế hoạch điểm danh đã đóng.", day=ngay(contract.returned_on)), "success")
    return redirect(url_for("travel.homecoming", ref=ref), 303)
