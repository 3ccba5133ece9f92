"""Part 1: who the worker is, by papers, home and ways to be reached."""

from datetime import date
from typing import Any, cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from tracker.core import clock
from tracker.intake.cells.names import read_worker_name
from tracker.intake.registration.forms.fields import (
    CHOOSE,
    NEEDED,
    DayField,
    PartForm,
    TidyField,
    named,
    words_of,
)
from tracker.people import words
from tracker.people.identity import Bearer, check_id_number, check_passport
from tracker.people.person import NewContact, Person
from tracker.people.phones import check_phone
from tracker.people.queries import office_for
from tracker.places.search import search_communes
from tracker.places.units import path_of, unit
from tracker.web.addresses import mail_address

OLDEST = 1930
SHOWN = 10


class PersonForm(PartForm):
    """A person as the papers and the person say."""

    full_name = TidyField(_l("Họ và tên"), [NEEDED, Length(max=80)])
    sex = RadioField(_l("Giới tính"), [CHOOSE], choices=lambda: named(words.SEXES))
    birth_date = DayField(_l("Ngày sinh"), [NEEDED])
    id_kind = RadioField(_l("Loại giấy tờ"), [CHOOSE], choices=lambda: named(words.ID_KINDS))
    id_number = StringField(_l("Số CMND hoặc CCCD"), [NEEDED, Length(max=30)])
    passport = StringField(_l("Số hộ chiếu"), [Optional(), Length(max=20)])
    passport_expires_on = DayField(_l("Hộ chiếu hết hạn ngày"), [Optional()])
    ethnic_group = SelectField(
        _l("Dân tộc"), choices=lambda: words_of("ethnic_group", first=_("Chọn dân tộc")), default=""
    )
    household = SelectField(
        _l("Diện hộ"), choices=lambda: named(words.HOUSEHOLDS, first=_("không thuộc diện nào")), default=""
    )
    qualification = SelectField(
        _l("Trình độ"), choices=lambda: words_of("education", first=_("Chọn trình độ")), default=""
    )
    phone = StringField(_l("Điện thoại"), [InputRequired(_l("Cần ít nhất một số để liên lạc.")), Length(max=30)])
    phone_2 = StringField(_l("Điện thoại khác"), [Optional(), Length(max=30)])
    email = StringField(_l("Thư điện tử"), [Optional(), Length(max=120), mail_address])
    commune = TidyField(_l("Tìm xã nơi thường trú"), [Length(max=80)])
    commune_code = RadioField(_l("Xã nơi thường trú"), [CHOOSE], validate_choice=False)
    village = TidyField(_l("Thôn, bản, số nhà"), [Optional(), Length(max=120)])

    def __init__(self, *args: Any, province: str | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        self.notes: dict[str, tuple[str, ...]] = {}
        self.commune_code.choices = commune_choices(
            self.commune.data or "", self.commune_code.data or "", province=province
        )
        if not self.commune_code.data and len(self.commune_code.choices) == 1:
            (self.commune_code.data,) = self.commune_code.choices
            self.commune_code.raw_data = [self.commune_code.data]

    def validate_full_name(self, field: TidyField) -> None:
        """A whole name in Unicode. Raises ValidationError."""
        if problem := read_worker_name(field.data).problem:
            raise ValidationError(problem)

    def validate_birth_date(self, field: DayField) -> None:
        """A day in the past of a living person. Raises ValidationError."""
        if field.data and (field.data.year < OLDEST or field.data >= clock.today()):
            raise ValidationError(_("Ngày sinh này không hợp lý. Xem lại giấy tờ."))

    def validate_id_number(self, field: StringField) -> None:
        """The digits its kind of paper bears. Raises ValidationError."""
        self._checked(field, check_id_number(field.data, self.id_kind.data or "cccd", bearer=self._bearer()))

    def validate_passport(self, field: StringField) -> None:
        """A letter and seven or eight digits. Raises ValidationError."""
        self._checked(field, check_passport(field.data))

    def validate_phone(self, field: StringField) -> None:
        """A number that can be called. Raises ValidationError."""
        self._checked(field, check_phone(field.data))

    validate_phone_2 = validate_phone

    def validate_commune_code(self, field: RadioField) -> None:
        """A commune of today that this office, or one below it, looks after. Raises ValidationError."""
        today = clock.today()
        if unit(field.data, today) is None:
            raise ValidationError(_("Không có xã này. Gõ tên xã rồi chọn trong danh sách."))
        if office_for(field.data, on=today) is None:
            raise ValidationError(_("Xã này ngoài địa bàn của đơn vị bạn. Hồ sơ do đơn vị nơi thường trú đăng ký."))

    def person(self) -> Person:
        """The person; the form must be valid."""
        return Person(
            full_name=read_worker_name(self.full_name.data).value or self.full_name.data,
            sex=self.sex.data,
            birth_date=cast(date, self.birth_date.data),
            id_kind=self.id_kind.data,
            id_number=check_id_number(self.id_number.data, self.id_kind.data, bearer=self._bearer()).value,
            office_path=office_for(self.commune_code.data, on=clock.today()) or "",
            passport=check_passport(self.passport.data).value if self.passport.data else "",
            passport_expires_on=self.passport_expires_on.data,
            ethnic_group=self.ethnic_group.data or "",
            commune_code=self.commune_code.data,
            village=self.village.data or "",
            household=self.household.data or "",
            qualification=self.qualification.data or "",
            contacts=self._contacts(),
        )

    def as_kept(self) -> dict[str, str]:
        """The words that are kept otherwise than they were typed, as they will stand; the form must be valid."""
        person = self.person()
        return {"full_name": person.full_name, "id_number": person.id_number, "passport": person.passport}

    def phones(self) -> tuple[str, ...]:
        """The numbers typed that can be read, as they are kept."""
        read = (check_phone(field.data) for field in (self.phone, self.phone_2) if field.data)
        return tuple(checked.value for checked in read if checked.ok)

    def _contacts(self) -> tuple[NewContact, ...]:
        phones = tuple(NewContact(number) for number in dict.fromkeys(self.phones()))
        return phones + ((NewContact(self.email.data.strip(), kind="email"),) if self.email.data else ())

    def _bearer(self) -> Bearer:
        return Bearer(birth_date=self.birth_date.data, sex=self.sex.data or "")

    def _checked(self, field: StringField, checked: Any) -> None:
        if notes := (*checked.warnings, *checked.repairs):
            self.notes[field.name] = notes
        if not checked.ok:
            raise ValidationError(" ".join(checked.refusals))


def commune_choices(text: str, chosen: str, *, province: str | None) -> dict[str, str]:
    """Communes that the words typed may mean, with the chosen one among them: {code: "Xã …, Huyện …, Tỉnh …"}."""
    today = clock.today()
    found = search_communes(text, on=today, province=province, limit=SHOWN) if text else []
    codes = [one.code for one in found]
    if chosen and chosen not in codes and unit(chosen, today):
        codes.insert(0, chosen)
    return {code: ", ".join(path_of(code, today)) for code in codes}
