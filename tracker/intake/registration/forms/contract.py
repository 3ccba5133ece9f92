"""Part 2: the contract, with the fields that its form of going abroad knows and no others."""

from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional, ValidationError

from tracker.contracts.queries import contract_numbered
from tracker.contracts.terms import Terms
from tracker.intake.registration.forms.fields import (
    CHOOSE,
    NEEDED,
    DayField,
    MoneyField,
    MonthsField,
    PartForm,
    RateField,
    TidyField,
)
from tracker.law.facts import whole_months
from tracker.law.forms import FORM_NAMES, SendingForm
from tracker.people.queries import worker_by_ref
from tracker.places.countries import country_choices
from tracker.places.currencies import currency_choices
from tracker.senders.numbers import check_enterprise_code
from tracker.senders.queries import sender_by_ref, senders_like
from tracker.web.forms import Form

NEW = "new"
LONGEST = 120
LEAST_FOR_A_DOLLAR = 1_000
SENDER = ("sender_search", "sender", "sender_code")
CHARGES = ("service_charge", "service_charge_currency", "paid_by_foreign_side")
BROKERAGE = ("brokerage_fee", "brokerage_currency")
DEPOSIT = ("deposit", "deposit_currency", "usd_rate_vnd")
ORIENTATION = ("orientation_no", "orientation_issued_on")
CONFIRMATION = ("confirmation_no", "confirmation_on")
# What only some forms know; everything else stands on every contract.
ONLY_OF: dict[str, frozenset[str]] = {
    SendingForm.SERVICE_ENTERPRISE: frozenset((*SENDER, *CHARGES, *BROKERAGE, *DEPOSIT, *ORIENTATION)),
    SendingForm.PUBLIC_UNIT: frozenset((*SENDER, *CHARGES, *DEPOSIT, *ORIENTATION)),
    SendingForm.CONTRACTOR: frozenset((*SENDER, *CHARGES, *ORIENTATION)),
    SendingForm.INVESTOR: frozenset((*SENDER, *CHARGES, *ORIENTATION)),
    SendingForm.TRAINEE: frozenset((*SENDER, *CHARGES, *ORIENTATION)),
    SendingForm.DIRECT: frozenset(CONFIRMATION),
    SendingForm.POST_EXIT: frozenset(),
}
SPECIAL = frozenset((*SENDER, *CHARGES, *BROKERAGE, *DEPOSIT, *ORIENTATION, *CONFIRMATION))


class ContractForm(PartForm):
    """The terms as the contract says them. Without a form of going abroad it asks for that alone."""

    form = HiddenField()
    number = TidyField(_l("Số hợp đồng"), [Optional(), Length(max=60)])
    signed_on = DayField(_l("Ngày ký"), [NEEDED])
    sender_search = TidyField(_l("Tìm bên đưa đi"), [Length(max=120)])
    sender = RadioField(_l("Bên đưa đi"), [CHOOSE], validate_choice=False)
    sender_code = StringField(_l("Mã số doanh nghiệp"), [Optional(), Length(max=20)])
    host_country = SelectField(_l("Nước đến làm việc"), [CHOOSE], choices=lambda: _countries())
    employer = TidyField(_l("Người sử dụng lao động"), [NEEDED, Length(max=200)], render_kw={"list": "employers"})
    place = TidyField(_l("Nơi làm việc"), [Optional(), Length(max=80)])
    occupation = TidyField(_l("Công việc"), [NEEDED, Length(max=120)])
    starts_on = DayField(_l("Hợp đồng từ ngày"), [NEEDED])
    ends_on = DayField(_l("Hợp đồng đến ngày"), [NEEDED])
    term_months = MonthsField(_l("Thời hạn (tháng)"), [Optional()])
    wage = MoneyField(_l("Tiền lương mỗi tháng"), [Optional()], currency_in="wage_currency")
    wage_currency = SelectField(_l("Loại tiền lương"), choices=lambda: _currencies(_("Chọn loại tiền")), default="")
    wage_rate_vnd = RateField(_l("Tỷ giá tiền lương sang VND"), [Optional()])
    service_charge = MoneyField(_l("Tiền dịch vụ"), [Optional()], currency_in="service_charge_currency")
    service_charge_currency = SelectField(_l("Loại tiền dịch vụ"), choices=lambda: _currencies(), default="VND")
    paid_by_foreign_side = MoneyField(
        _l("Phần bên nước ngoài đã trả"), [Optional()], currency_in="service_charge_currency"
    )
    brokerage_fee = MoneyField(_l("Tiền môi giới"), [Optional()], currency_in="brokerage_currency")
    brokerage_currency = SelectField(_l("Loại tiền môi giới"), choices=lambda: _currencies(), default="VND")
    deposit = MoneyField(_l("Tiền ký quỹ"), [Optional()], currency_in="deposit_currency")
    deposit_currency = SelectField(_l("Loại tiền ký quỹ"), choices=lambda: _currencies(), default="VND")
    usd_rate_vnd = RateField(_l("Tỷ giá USD sang VND"), [Optional()])
    orientation_no = TidyField(_l("Số giấy chứng nhận giáo dục định hướng"), [Optional(), Length(max=60)])
    orientation_issued_on = DayField(_l("Ngày cấp giấy chứng nhận"), [Optional()])
    confirmation_no = TidyField(_l("Số văn bản xác nhận đăng ký hợp đồng"), [Optional(), Length(max=60)])
    confirmation_on = DayField(_l("Ngày văn bản xác nhận"), [Optional()])

    def __init__(self, *args: Any, worker: str = "", **more: Any) -> None:
        super().__init__(*args, **more)
        self.worker = worker
        self.known = self.form.data if self.form.data in FORM_NAMES else ""
        self.sender.choices = sender_choices(self.sender_search.data or "", self.sender.data or "")
        for name in SPECIAL - ONLY_OF.get(self.known, SPECIAL):
            del self[name]

    @property
    def form_name(self) -> str:
        """The form of going abroad in words; empty when none was chosen."""
        return str(FORM_NAMES[SendingForm(self.known)]) if self.known else ""

    def has(self, name: str) -> bool:
        """Whether this form of going abroad knows the field."""
        return name in self._fields

    def validate_form(self, field: HiddenField) -> None:
        """One of the seven. Raises ValidationError."""
        if not self.known:
            raise ValidationError(_("Cần chọn hình thức đi làm việc."))

    def validate_number(self, field: TidyField) -> None:
        """One that the file of a worker known already does not have. Raises ValidationError."""
        worker = worker_by_ref(self.worker) if self.worker else None
        known = contract_numbered(worker.id, field.data) if worker else None
        if known:
            words = _(
                "Hồ sơ đã có hợp đồng số %(number)s, từ %(first)s đến %(last)s. Xem lại số, hoặc bỏ bản nháp này nếu "
                "là một hợp đồng.",
                number=known.number,
                first=f"{known.starts_on:%d/%m/%Y}",
                last=f"{known.ends_on:%d/%m/%Y}",
            )
            raise ValidationError(words)

    def validate_sender(self, field: RadioField) -> None:
        """One of the register, or a new one with a name. Raises ValidationError."""
        if field.data == NEW and not self.sender_search.data:
            raise ValidationError(_("Cần ghi tên bên đưa đi mới."))
        if field.data != NEW and sender_by_ref(field.data) is None:
            raise ValidationError(_("Không có bên đưa đi này. Gõ tên rồi chọn trong danh sách."))

    def validate_sender_code(self, field: StringField) -> None:
        """Ten digits. Raises ValidationError."""
        checked = check_enterprise_code(field.data)
        if not checked.ok:
            raise ValidationError(" ".join(checked.refusals))

    def validate_wage_currency(self, field: SelectField) -> None:
        """A wage has its money. Raises ValidationError."""
        if self.wage.data and not field.data:
            raise ValidationError(_("Cần chọn loại tiền của tiền lương."))

    def validate_wage_rate_vnd(self, field: RateField) -> None:
        """A dollar for a dollar's rate, where the wage is in USD. Raises ValidationError."""
        if self.wage_currency.data == "USD":
            self.validate_usd_rate_vnd(field)

    def validate_usd_rate_vnd(self, field: RateField) -> None:
        """No dollar was ever worth less than a thousand đồng. Raises ValidationError."""
        if field.data and field.data < LEAST_FOR_A_DOLLAR:
            rate = _as_told(field.data)
            raise ValidationError(_("Một USD đổi ra %(rate)s đồng? Xem lại tỷ giá, ví dụ 23.200.", rate=rate))

    def validate_ends_on(self, field: DayField) -> None:
        """The end after the start, within reason. Raises ValidationError."""
        first: date | None = self.starts_on.data
        if not field.data or not first:
            return
        if field.data <= first:
            raise ValidationError(_("Ngày kết thúc cần sau ngày bắt đầu %(day)s.", day=f"{first:%d/%m/%Y}"))
        if whole_months(first, field.data) > LONGEST:
            raise ValidationError(_("Hợp đồng dài quá 10 năm. Xem lại hai ngày."))

    def validate_starts_on(self, field: DayField) -> None:
        """Not before the signing. Raises ValidationError."""
        signed: date | None = self.signed_on.data
        if field.data and signed and field.data < signed:
            day = f"{signed:%d/%m/%Y}"
            raise ValidationError(_("Hợp đồng bắt đầu trước ngày ký %(day)s. Xem lại hai ngày.", day=day))

    def told(self) -> dict[str, Any]:
        """What can be read so far, by the names of Terms; fields with errors or without a value are left out."""
        names = {field.name for field in fields(Terms)} & set(self._fields)
        known = {name: self[name].data for name in names if _is_said(self[name])}
        if "term_months" not in known and (months := self._months_by_dates()):
            known["term_months"] = months
        return known if self.known else {}

    def terms(self, *, sender_id: int | None, employer_id: int | None) -> Terms:
        """The terms; the form must be valid."""
        return Terms(**{"term_months": 0, **self.told()}, sender_id=sender_id, employer_id=employer_id)

    def _months_by_dates(self) -> int | None:
        first, last = self.starts_on.data, self.ends_on.data
        return max(whole_months(first, last), 1) if first and last and last > first else None


class OverrideForm(Form):
    """Why a supervisor lets a registration go on that the law stops unless a supervisor decides."""

    override = TextAreaField(_l("Lý do của lãnh đạo"), [Optional(), Length(max=1000)])


def sender_choices(text: str, chosen: str) -> dict[str, str]:
    """Senders that the words typed may mean, with the chosen one among them and a new one at the end."""
    found = list(senders_like(text))
    known = sender_by_ref(chosen) if chosen and chosen != NEW else None
    if known is not None and known not in found:
        found.insert(0, known)
    listed = {one.ref: f"{one.name} ({one.code})" if one.code else one.name for one in found}
    if text:
        listed[NEW] = _("Không có trong danh sách: thêm “%(name)s”", name=text)
    return listed


def form_choices() -> dict[str, str]:
    """The seven forms of going abroad."""
    return {str(form): str(name) for form, name in FORM_NAMES.items()}


def _is_said(field: Any) -> bool:
    return not field.process_errors and (isinstance(field.data, Decimal) or bool(field.data))


def _as_told(rate: Decimal) -> str:
    return f"{rate.normalize():f}".replace(".", ",")


def _countries() -> dict[str, str]:
    return {"": _("Chọn nước"), **country_choices(locale=_language())}


def _currencies(first: str = "") -> dict[str, str]:
    return {**({"": first} if first else {}), **currency_choices(locale=_language())}


def _language() -> str:
    return str(get_locale() or "vi")
