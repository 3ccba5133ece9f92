"""Checks across the cells of one line: order of days, state against days, age. A past fact is kept with a flag."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from flask_babel import gettext as _

from tracker.intake.cells.words import title
from tracker.intake.entry import Kind, Person, Remarks, Terms

DAYS = ("ngay_ky", "ngay_xuat_canh", "ngay_het_han", "ngay_ve_nuoc")
NOT_YET_GONE = "CHO_XUAT_CANH"
HOME_AGAIN = ("HET_HAN_VE_NUOC", "VE_TRUOC_HAN")
TERM_TOLERANCE = timedelta(days=31)
FULL_AGE, YOUNGEST, OLDEST = 18, 14, 75  # 69/2020 Điều 44; beyond the outer two a birth date is a slip of the pen


@dataclass(frozen=True, slots=True)
class Dates:
    """The days of a contract as read, and its term in months."""

    signed_on: date | None
    departed_on: date | None
    ends_on: date | None
    returned_on: date | None
    months: int | None


@dataclass(frozen=True, slots=True)
class Words:
    """The contract's other cells as read."""

    number: str
    form: str | None
    sender: str
    employer: str
    host_country: str | None
    place: str
    occupation: str
    wage: Decimal | None
    wage_currency: str
    state: str


def terms_of(remarks: Remarks, words: Words, dates: Dates, *, today: date) -> Terms | None:
    """The contract of a line when its days fit together; else none, with the reason at the cell."""
    if any(issue.kind is Kind.REFUSED and issue.column in (*DAYS, "thoi_han_thang") for issue in remarks.issues):
        return None
    _not_in_the_future(remarks, words, dates, today)
    _state_against_days(remarks, words, dates)
    _order(remarks, dates)
    begins, ends = _span(remarks, dates)
    if begins is None or ends is None or words.form is None or words.host_country is None:
        return None
    if words.form == "SERVICE_ENTERPRISE" and not words.sender:
        remarks.add(Kind.WARNED, "ma_doanh_nghiep", _("Đi qua doanh nghiệp dịch vụ nhưng thiếu mã doanh nghiệp."))
    return Terms(
        number=words.number,
        form=words.form,
        sender=words.sender,
        employer=words.employer,
        host_country=words.host_country,
        place=words.place,
        occupation=words.occupation,
        signed_on=dates.signed_on,
        starts_on=begins,
        ends_on=ends,
        term_months=dates.months or _months_between(begins, ends),
        wage=words.wage,
        wage_currency=words.wage_currency,
        departed_on=dates.departed_on,
        returned_on=dates.returned_on,
        claimed_state=words.state,
        departure_flag=_flag(dates),
    )


def compare(remarks: Remarks, person: Person, terms: Terms) -> None:
    """What only person and contract together show: the age on the day of departure or signing."""
    on = terms.departed_on or terms.signed_on or terms.starts_on
    age = age_on(person.birth_date, on)
    if not YOUNGEST <= age <= OLDEST:
        remarks.add(
            Kind.REFUSED,
            "ngay_sinh",
            _("Tính ra %(age)s tuổi vào ngày %(day)s. Xem lại ngày sinh.", age=age, day=shown(on)),
        )
    elif age < FULL_AGE:
        remarks.add(
            Kind.WARNED,
            "ngay_sinh",
            _("Mới %(age)s tuổi vào ngày %(day)s; luật đòi đủ 18. Cần xem lại hồ sơ.", age=age, day=shown(on)),
        )


def age_on(birth: date, on: date) -> int:
    """Full years lived by a day."""
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def last_day(begins: date, months: int) -> date:
    """The last day of a term that begins on a day: 04/10/2018 and 24 months give 03/10/2020."""
    years, month = divmod(begins.month - 1 + months, 12)
    year = begins.year + years
    return date(year, month + 1, min(begins.day, monthrange(year, month + 1)[1])) - timedelta(days=1)


def shown(day: date) -> str:
    """A day as officers write it."""
    return f"{day:%d/%m/%Y}"


def _not_in_the_future(remarks: Remarks, words: Words, dates: Dates, today: date) -> None:
    facts = (("ngay_ky", dates.signed_on), ("ngay_xuat_canh", dates.departed_on), ("ngay_ve_nuoc", dates.returned_on))
    for column, day in facts:
        if day and day > today:
            remarks.add(
                Kind.REFUSED,
                column,
                _(
                    "Ngày %(day)s chưa tới (hôm nay %(today)s). Chỉ ghi việc đã xảy ra; chưa có thì để trống.",
                    day=shown(day),
                    today=shown(today),
                ),
            )


def _state_against_days(remarks: Remarks, words: Words, dates: Dates) -> None:
    if not words.state:
        return
    said = title("state", words.state)
    if words.state == NOT_YET_GONE and dates.departed_on:
        remarks.add(
            Kind.REFUSED,
            "ngay_xuat_canh",
            _("Trạng thái là “%(state)s” nhưng đã có ngày xuất cảnh. Sửa một trong hai.", state=said),
        )
    if words.state != NOT_YET_GONE and not dates.departed_on:
        remarks.add(
            Kind.REFUSED,
            "ngay_xuat_canh",
            _("Trạng thái là “%(state)s” nhưng thiếu ngày xuất cảnh. Ghi ngày xuất cảnh.", state=said),
        )
    if words.state in HOME_AGAIN and not dates.returned_on:
        remarks.add(
            Kind.REFUSED,
            "ngay_ve_nuoc",
            _("Trạng thái là “%(state)s” nhưng thiếu ngày về nước. Ghi ngày về nước.", state=said),
        )
    if words.state not in HOME_AGAIN and dates.returned_on:
        remarks.add(
            Kind.REFUSED,
            "ngay_ve_nuoc",
            _("Có ngày về nước nhưng trạng thái là “%(state)s”. Sửa một trong hai.", state=said),
        )


def _order(remarks: Remarks, dates: Dates) -> None:
    signed, left, back, ends = dates.signed_on, dates.departed_on, dates.returned_on, dates.ends_on
    if back and not left:
        remarks.add(Kind.REFUSED, "ngay_ve_nuoc", _("Có ngày về nước nhưng thiếu ngày xuất cảnh. Ghi ngày xuất cảnh."))
    if back and left and back < left:
        remarks.add(
            Kind.REFUSED,
            "ngay_ve_nuoc",
            _("Về nước %(back)s trước khi xuất cảnh %(left)s. Xem lại hai ngày.", back=shown(back), left=shown(left)),
        )
    begins = left or signed
    if ends and begins and ends <= begins:
        remarks.add(
            Kind.REFUSED,
            "ngay_het_han",
            _(
                "Hết hạn %(ends)s không sau ngày bắt đầu %(begins)s. Xem lại hai ngày.",
                ends=shown(ends),
                begins=shown(begins),
            ),
        )
    if signed and left and left < signed:
        remarks.add(
            Kind.WARNED,
            "ngay_xuat_canh",
            _(
                "Xuất cảnh %(left)s trước khi ký hợp đồng %(signed)s. Vẫn ghi nhận, hồ sơ được đánh dấu để xem lại.",
                left=shown(left),
                signed=shown(signed),
            ),
        )


def _span(remarks: Remarks, dates: Dates) -> tuple[date | None, date | None]:
    """First and last day of the contract; a missing last day follows from the term."""
    begins = dates.departed_on or dates.signed_on
    if begins is None:
        remarks.add(Kind.REFUSED, "ngay_ky", _("Thiếu cả ngày ký và ngày xuất cảnh. Ghi ít nhất một ngày."))
        return None, None
    counted = last_day(begins, dates.months) if dates.months else None
    if dates.ends_on is None and counted is None:
        remarks.add(Kind.REFUSED, "ngay_het_han", _("Thiếu ngày hết hạn và thời hạn. Ghi ít nhất một trong hai."))
        return begins, None
    if dates.ends_on is None and dates.departed_on:
        remarks.add(Kind.REPAIRED, "ngay_het_han", _("Đã sửa: tính từ ngày xuất cảnh và thời hạn."))
    in_order = dates.ends_on is not None and dates.ends_on > begins
    if dates.ends_on and counted and in_order and abs(dates.ends_on - counted) > TERM_TOLERANCE:
        remarks.add(
            Kind.WARNED,
            "thoi_han_thang",
            _(
                "Thời hạn %(months)s tháng lệch với ngày hết hạn %(ends)s. Ngày hết hạn được giữ.",
                months=dates.months,
                ends=shown(dates.ends_on),
            ),
        )
    return begins, dates.ends_on or counted


def _flag(dates: Dates) -> str:
    early = dates.signed_on and dates.departed_on and dates.departed_on < dates.signed_on
    return str(_("Xuất cảnh trước ngày ký")) if early else ""


def _months_between(begins: date, ends: date) -> int:
    return max(1, round((ends - begins).days / 30.44))
