"""A departure or a return that was recorded wrongly is put right, with what follows for the check-ins."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.auth.door import asking_user
from tracker.checkins import actions as checkins
from tracker.checkins.queries import turn_of
from tracker.contracts import actions
from tracker.contracts.models import Contract
from tracker.contracts.words import end_reason
from tracker.core import clock
from tracker.core.db import transaction
from tracker.core.versions import ChangedMeanwhile
from tracker.home.rhythm import next_question
from tracker.home.travel_forms import DepartureDayForm, ReturnDayForm, TakeBackForm
from tracker.home.travel_pages import contract_at, departure_page, return_page
from tracker.web.forms import VersionedForm
from tracker.web.routes import OFFICERS, Blueprint
from tracker.web.words import ngay

bp = Blueprint("travel_corrected", __name__)


@bp.post("/contracts/<ref>/departure/day", allow=OFFICERS)
def correct_departure(ref: str) -> ResponseReturnValue:
    """Put the departure on another day; a first question that nobody was asked moves with it."""
    contract, form = contract_at(ref), DepartureDayForm()
    if not form.validate():
        return departure_page(contract, day=form), 422
    now, on = clock.now(), form.departed_on.data
    try:
        with transaction():
            checkins.hold_turn(contract.worker_id)
            changed = actions.correct_departure(
                contract, on, proof=form.proof.data, version=form.seen_version, by=asking_user(), now=now
            )
            checkins.follow_departure(contract, now=now)
    except actions.NotYet:
        form.blame("departed_on", _("Ngày này chưa đến. Ghi ngày người lao động đã đi."))
        return departure_page(contract_at(ref), day=form), 422
    except actions.OutOfOrder:
        form.blame("departed_on", _("Ngày xuất cảnh không thể sau ngày về nước đã ghi nhận. Sửa ngày về nước trước."))
        return departure_page(contract_at(ref), day=form), 422
    except ChangedMeanwhile as error:
        _show_both(form, error)
        return departure_page(contract_at(ref), day=form), 409
    _tell_of_departure(contract, changed=changed)
    return _to_departure(ref)


@bp.post("/contracts/<ref>/departure/take-back", allow=OFFICERS)
def take_back_departure(ref: str) -> ResponseReturnValue:
    """Take the departure back; the plan closes and nobody is asked any more."""
    contract, form = contract_at(ref), TakeBackForm()
    if not form.validate():
        return departure_page(contract, back=form), 422
    now, left_on = clock.now(), contract.departed_on
    try:
        with transaction():
            checkins.hold_turn(contract.worker_id)
            actions.take_back_departure(
                contract, proof=form.why.data, version=form.seen_version, by=asking_user(), now=now
            )
            checkins.call_off(contract, now=now)
    except actions.OutOfOrder:
        flash(_("Chưa bỏ được: không có xuất cảnh nào đang ghi nhận, hoặc cần bỏ ghi nhận về nước trước."), "warning")
        return _to_departure(ref)
    except ChangedMeanwhile as error:
        _show_both(form, error)
        return departure_page(contract_at(ref), back=form), 409
    flash(_("Đã bỏ ghi nhận xuất cảnh ngày %(day)s. Kế hoạch điểm danh đã đóng.", day=ngay(left_on)), "success")
    flash(_("Khi người lao động đi thật, ghi nhận xuất cảnh ở trang này."))
    return _to_departure(ref)


@bp.post("/contracts/<ref>/return/day", allow=OFFICERS)
def correct_return(ref: str) -> ResponseReturnValue:
    """Put the return on another day, or give it another reason; the plan stays closed."""
    contract, form = contract_at(ref), ReturnDayForm()
    if not form.validate():
        return return_page(contract, day=form), 422
    now, on = clock.now(), form.returned_on.data
    try:
        with transaction():
            checkins.hold_turn(contract.worker_id)
            changed = actions.correct_return(
                contract,
                on,
                form.reason.data,
                proof=form.proof.data,
                version=form.seen_version,
                by=asking_user(),
                now=now,
            )
    except actions.NotYet:
        form.blame("returned_on", _("Ngày này chưa đến. Ghi ngày người lao động đã về."))
        return return_page(contract_at(ref), day=form), 422
    except actions.OutOfOrder:
        form.blame("returned_on", _("Ngày về nước không thể trước ngày xuất cảnh đã ghi nhận."))
        return return_page(contract_at(ref), day=form), 422
    except ChangedMeanwhile as error:
        _show_both(form, error)
        return return_page(contract_at(ref), day=form), 409
    if changed:
        reason = end_reason(contract.end_reason)
        flash(_("Đã sửa: về nước ngày %(day)s, lý do: %(reason)s.", day=ngay(on), reason=reason), "success")
    else:
        flash(_("Không có gì thay đổi."))
    return _to_return(ref)


@bp.post("/contracts/<ref>/return/take-back", allow=OFFICERS)
def take_back_return(ref: str) -> ResponseReturnValue:
    """Take the return back; the plan runs again from a turn that lies ahead."""
    contract, form = contract_at(ref), TakeBackForm()
    if not form.validate():
        return return_page(contract, back=form), 422
    now, came_on = clock.now(), contract.returned_on
    try:
        with transaction():
            checkins.hold_turn(contract.worker_id)
            actions.take_back_return(
                contract, proof=form.why.data, version=form.seen_version, by=asking_user(), now=now
            )
            checkins.run_on(contract, now=now)
    except actions.OutOfOrder:
        flash(_("Chưa bỏ được: không có lần về nước nào đang ghi nhận."), "warning")
        return _to_return(ref)
    except ChangedMeanwhile as error:
        _show_both(form, error)
        return return_page(contract_at(ref), back=form), 409
    flash(_("Đã bỏ ghi nhận về nước ngày %(day)s. Kế hoạch điểm danh chạy lại.", day=ngay(came_on)), "success")
    flash(next_question(turn_of(contract.worker_id)))
    return _to_return(ref)


def _tell_of_departure(contract: Contract, *, changed: bool) -> None:
    """What happened, what comes next, and what the law objects to."""
    if not changed:
        flash(_("Không có gì thay đổi."))
        return
    flash(_("Đã sửa ngày xuất cảnh thành %(day)s.", day=ngay(contract.departed_on)), "success")
    if contract.departure_flag:
        flash(_("Chuyến đi có nội dung trái quy định; đã gắn cờ: %(flag)s.", flag=contract.departure_flag), "warning")
    if contract.is_abroad(clock.today()):
        flash(next_question(turn_of(contract.worker_id)))


def _show_both(form: VersionedForm, error: ChangedMeanwhile) -> None:
    """Keep what was typed, and beside it what somebody else has written meanwhile. Sent again, it wins."""
    form.blame("", _("Người khác vừa sửa hợp đồng này. Đọc lại; nếu vẫn đúng thì gửi lần nữa."))
    days = {field: ngay(day) for field, day in error.now_stands.items() if field in ("departed_on", "returned_on")}
    stands = {**days, "reason": end_reason(error.now_stands.get("end_reason", ""))}
    form.show_both({field: text for field, text in stands.items() if text and field in form}, version=error.version)


def _to_departure(ref: str) -> ResponseReturnValue:
    return redirect(url_for("travel.departure", ref=ref), 303)


def _to_return(ref: str) -> ResponseReturnValue:
    return redirect(url_for("travel.homecoming", ref=ref), 303)
