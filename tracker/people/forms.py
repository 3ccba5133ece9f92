"""What an officer types to correct a file: shape only. Numbers are read the way registration reads them."""

import re
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from tracker.core import clock
from tracker.core.checked import Checked
from tracker.core.text import fold, tidy
from tracker.people import words
from tracker.people.identity import Bearer, check_id_number, check_passport
from tracker.people.models import MAY_SEE, Worker
from tracker.people.person import Correction, NewContact, NewRelative, Papers
from tracker.people.phones import check_phone
from tracker.places.search import search_communes
from tracker.places.units import path_of
from tracker.web.addresses import mail_address
from tracker.web.forms import Form, VersionedForm

DAYS = ["%d/%m/%Y", "%Y-%m-%d"]
NEEDED = InputRequired(_l("Cần điền ô này."))
CHOOSE = InputRequired(_l("Cần chọn một mục."))
OLDEST = date(1930, 1, 1)
SHOWN = 5
LONG_NUMBER = re.compile(r"(?:\d[ .\-]?){8,}")
SHORT, LONG = Length(max=120), Length(max=2000)


def _named(names: dict[str, Any]) -> dict[str, str]:
    return {code: str(name) for code, name in names.items()}


class PersonForm(VersionedForm):
    """The fields of a worker that may be corrected."""

    full_name = StringField(_l("Họ và tên"), [NEEDED, SHORT])
    sex = RadioField(_l("Giới tính"), [NEEDED], choices=lambda: _named(words.SEXES))
    birth_date = DateField(_l("Ngày sinh"), [NEEDED], format=DAYS)
    ethnic_group = StringField(_l("Dân tộc"), [Optional(), Length(max=40)])
    commune = StringField(_l("Xã nơi thường trú"), [Optional(), SHORT])
    village = StringField(_l("Thôn, bản, số nhà"), [Optional(), SHORT])
    note = TextAreaField(_l("Ghi chú"), [Optional(), LONG])

    def __init__(self, *args: Any, kept: Worker, **more: Any) -> None:
        """`kept` is the worker whose home stands until another is typed."""
        super().__init__(*args, **more)
        self.kept = home_text(kept)
        self.commune_code, self.commune_on = kept.commune_code, kept.commune_on

    @classmethod
    def of(cls, worker: Worker) -> "PersonForm":
        """The form as the file stands now, or as it was sent."""
        return cls(obj=worker, commune=home_text(worker), kept=worker)

    def validate_birth_date(self, field: DateField) -> None:
        """A day in the past of a living person. Raises ValidationError."""
        if field.data and not OLDEST <= field.data < clock.today():
            raise ValidationError(_("Ngày sinh này không hợp lý. Xem lại giấy tờ."))

    def validate_commune(self, field: StringField) -> None:
        """One commune of today, or the one that stood there. Raises ValidationError that names the likely ones."""
        typed = tidy(field.data or "")
        if typed == self.kept:
            return
        today = clock.today()
        found = search_communes(typed, on=today, limit=SHOWN) if typed else []
        named = {", ".join(path_of(one.code, today)): one.code for one in found}
        exact = [code for name, code in named.items() if fold(name) == fold(typed)]
        if typed and len(exact or found) != 1:
            raise ValidationError(_why_no_commune(list(named)))
        self.commune_code, self.commune_on = ((exact or [found[0].code])[0], today) if typed else ("", None)

    def correction(self) -> Correction:
        """The fields as they should stand; the form must be valid."""
        return Correction(
            full_name=tidy(self.full_name.data),
            sex=self.sex.data,
            birth_date=self.birth_date.data,
            ethnic_group=tidy(self.ethnic_group.data or ""),
            commune_code=self.commune_code,
            commune_on=self.commune_on,
            village=tidy(self.village.data or ""),
            note=(self.note.data or "").strip(),
        )


class PapersForm(VersionedForm):
    """The numbers of a worker's papers. What stands is never shown in a field: empty means that it stays."""

    id_kind = RadioField(_l("Loại giấy tờ"), [NEEDED], choices=lambda: _named(words.ID_KINDS))
    id_number = StringField(_l("Số CMND hoặc CCCD mới"), [Length(max=30)])
    passport = StringField(_l("Số hộ chiếu mới"), [Optional(), Length(max=20)])
    passport_expires_on = DateField(_l("Hộ chiếu hết hạn ngày"), [Optional()], format=DAYS)
    why = RadioField(_l("Vì sao đổi"), [CHOOSE], choices=lambda: _named(words.WHY_PAPERS))
    proof = StringField(_l("Căn cứ"), [NEEDED, SHORT])

    def __init__(self, *args: Any, kept: Worker, **more: Any) -> None:
        """`kept` is the worker whose papers stand until others are typed."""
        super().__init__(*args, data={"id_kind": kept.id_kind, "version": kept.version}, **more)
        self.kept, self.notes = kept, ""

    def validate_id_number(self, field: StringField) -> None:
        """The digits its kind of paper bears; a new kind comes with its number. Raises ValidationError."""
        if not field.data and self.id_kind.data != self.kept.id_kind:
            raise ValidationError(_("Đổi loại giấy tờ thì nhập cả số của giấy tờ ấy."))
        if field.data:
            read = self._read_id()
            _refuse(read)
            self.notes = " ".join((*read.repairs, *read.warnings))

    def validate_passport(self, field: StringField) -> None:
        """A letter and seven or eight digits. Raises ValidationError."""
        _refuse(check_passport(field.data))

    def validate_passport_expires_on(self, _field: DateField) -> None:
        """The last day of a passport whose number is known. Raises ValidationError."""
        if not self.passport.data and self.kept.passport_index is None:
            raise ValidationError(_("Hồ sơ chưa có số hộ chiếu. Nhập số hộ chiếu trước."))

    def validate_proof(self, field: StringField) -> None:
        """Which paper was seen, without its number: the audit book keeps these words. Raises ValidationError."""
        if LONG_NUMBER.search(field.data):
            raise ValidationError(_("Không ghi số giấy tờ ở ô này. Chỉ ghi loại giấy tờ và ngày cấp."))

    def papers(self) -> Papers:
        """The papers as typed; the form must be valid."""
        return Papers(
            id_kind=self.id_kind.data,
            id_number=self._read_id().value if self.id_number.data else "",
            passport=check_passport(self.passport.data).value if self.passport.data else "",
            passport_expires_on=self.passport_expires_on.data,
            renewed=self.why.data == "renewed",
            proof=tidy(self.proof.data),
        )

    def _read_id(self) -> Checked:
        bearer = Bearer(birth_date=self.kept.birth_date, sex=self.kept.sex)
        kind = self.id_kind.data or self.kept.id_kind
        return check_id_number(self.id_number.data, kind, bearer=bearer, today=clock.today())


class NumberForm(Form):
    """A phone number or an e-mail address of the worker."""

    kind = RadioField(
        _l("Loại"), choices=lambda: {"phone": str(_("Điện thoại")), "email": str(_("Thư điện tử"))}, default="phone"
    )
    value = StringField(_l("Số hoặc địa chỉ"), [NEEDED, SHORT])

    def validate_value(self, field: StringField) -> None:
        """A number that can be called, or an address. Raises ValidationError."""
        if self.kind.data == "email":
            mail_address(self, field)
        else:
            _refuse_bad_phone(field.data)

    def contact(self, *, preferred: bool = False) -> NewContact:
        """The number as it is kept; the form must be valid."""
        value = self.value.data if self.kind.data == "email" else check_phone(self.value.data).value
        return NewContact(value, kind=self.kind.data, preferred=preferred)


class ConsentForm(Form):
    """What a relative may see, and how the worker agreed to it."""

    may_see = SelectField(_l("Được xem"), choices=lambda: _named({each: words.MAY_SEE[each] for each in MAY_SEE}))
    consent_on = DateField(_l("Người lao động đồng ý ngày"), [Optional()], format=DAYS)
    consent_how = StringField(_l("Đồng ý bằng cách nào"), [Optional(), SHORT])

    def validate_may_see(self, field: SelectField) -> None:
        """Whoever may see something needs a consent with its day and its way. Raises ValidationError."""
        if field.data != "nothing" and not (self.consent_on.data and tidy(self.consent_how.data or "")):
            raise ValidationError(_("Muốn cho xem cần ngày người lao động đồng ý và cách đồng ý."))


class RelativeForm(ConsentForm):
    """A new relative with one phone number."""

    full_name = StringField(_l("Họ và tên thân nhân"), [NEEDED, SHORT])
    kinship = StringField(_l("Quan hệ với người lao động"), [NEEDED, Length(max=40)])
    phone = StringField(_l("Điện thoại"), [Optional(), Length(max=30)])

    def validate_phone(self, field: StringField) -> None:
        """A number that can be called. Raises ValidationError."""
        _refuse_bad_phone(field.data)

    def relative(self, *, order: int) -> NewRelative:
        """The relative as typed; the form must be valid."""
        return NewRelative(
            full_name=self.full_name.data,
            kinship=self.kinship.data,
            contacts=(NewContact(check_phone(self.phone.data).value),) if self.phone.data else (),
            contact_order=order,
            may_see=self.may_see.data,
            consent_on=self.consent_on.data,
            consent_how=tidy(self.consent_how.data or ""),
        )


def home_text(worker: Worker) -> str:
    """A worker's commune with district and province, as the form shows and reads it."""
    return ", ".join(worker.home)


def _refuse_bad_phone(text: str) -> None:
    _refuse(check_phone(text))


def _refuse(checked: Checked) -> None:
    if not checked.ok:
        raise ValidationError(" ".join(checked.refusals))


def _why_no_commune(names: list[str]) -> str:
    if not names:
        return str(_("Không có xã nào tên như vậy. Gõ tên xã, thêm tên huyện nếu cần."))
    return str(_("Có nhiều xã như vậy. Gõ đủ một dòng: %(likely)s", likely="; ".join(names)))
