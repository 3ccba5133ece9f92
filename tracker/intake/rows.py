"""Reads one line into a person, a relative and a contract; a cell that cannot be read is refused where it stands."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, TypeVar

from flask_babel import gettext as _

from tracker.intake import checks, day_order
from tracker.intake.cells import Cell, Raw, papers, places, text_of
from tracker.intake.cells.dates import read_day
from tracker.intake.cells.letters import are_lost
from tracker.intake.cells.names import read_name, read_worker_name
from tracker.intake.cells.numbers import read_money, read_months
from tracker.intake.cells.words import read_choice
from tracker.intake.columns import title
from tracker.intake.entry import NUMBERS, Entry, Issue, Kin, Kind, Person, Remarks, as_written
from tracker.people.identity import Bearer, sex_in
from tracker.places.countries import find_country

LONGEST_CODE = 20

T = TypeVar("T")
Reader = Callable[[Raw], Cell[T]]

HOUSEHOLDS = {"yes": "poor", "no": "", "near_poor": "near_poor", "newly_escaped": "newly_escaped"}


def read_row(
    line: int, raw: Mapping[str, Raw], *, today: date, doubtful: frozenset[str] = frozenset()
) -> tuple[Entry | None, list[Issue]]:
    """The entry of a line (none when it is refused) and every remark on its cells. Writes nothing.

    `doubtful` are the columns whose days may stand month first.
    """
    row = Row(line, raw, today, doubtful)
    person, kin, dates = row.person(), row.kin(), row.dates()
    terms = checks.terms_of(row.remarks, row.contract_words(), dates, today=today)
    if person and terms:
        checks.compare(row.remarks, person, terms)
    if person is None or terms is None or row.remarks.refused:
        return None, row.remarks.issues
    return Entry(line, person, kin, terms), row.remarks.issues


class Row:
    """One line while it is read: takes a cell, keeps its remarks, gives the value."""

    def __init__(self, line: int, raw: Mapping[str, Raw], today: date, doubtful: frozenset[str]) -> None:
        self.remarks = Remarks(line, dict(raw))
        self.today = today
        self.doubtful = doubtful

    def person(self) -> Person | None:
        """The worker, or none when a needed cell was refused."""
        name = self.needed("ho_ten", read_worker_name)
        birth = self.needed("ngay_sinh", lambda raw: self._day(raw, "ngay_sinh"))
        sex = self.optional("gioi_tinh", lambda raw: read_choice(raw, "sex"), refuses=True)
        home, lost_zeros = self.home()
        bearer = Bearer(birth, sex or "", home.codes[0] if home else "")
        kind = self.optional("loai_giay_to", lambda raw: read_choice(raw, "id_kind"), refuses=True)
        paper = self.needed("so_giay_to", lambda raw: papers.read_id_number(raw, kind, bearer, lost_zeros=lost_zeros))
        sex = sex or self._sex_from(paper)
        others = self._other_words()
        if not (name and birth and home and paper and sex) or self.remarks.refused:
            return None
        return Person(
            full_name=name,
            sex=sex,
            birth_date=birth,
            commune_code=home.commune,
            commune_on=home.on,
            home_path=home.office_path,
            id_kind=paper.kind,
            id_number=paper.number,
            **others,
        )

    def _other_words(self) -> dict[str, Any]:
        """What the line says of the worker that may be missing; read even when the line is refused, to say it all."""
        return {
            "list_ref": self.text("worker_ref", 40) or "",
            "ethnic_group": self.optional("dan_toc", lambda raw: read_choice(raw, "ethnic_group")) or "",
            "household": HOUSEHOLDS.get(self.optional("ho_ngheo", lambda raw: read_choice(raw, "yes_no")) or ""),
            "qualification": self.optional("trinh_do", lambda raw: read_choice(raw, "education")) or "",
            "passport": self.optional("so_ho_chieu", papers.read_passport) or "",
            "phones": self.optional("dien_thoai", papers.read_phones) or (),
        }

    def home(self) -> tuple[places.Home | None, bool]:
        """Where the worker lives, and whether this line's codes had lost their zeros."""
        codes: dict[str, str] = {}
        lost = False
        for key in places.DIGITS:
            cell = places.read_code(self.remarks.raw.get(key), key)
            codes[key] = self.settle(key, cell, refuses=True) or ""
            lost = lost or len(codes[key]) > len(text_of(self.remarks.raw.get(key)).value or codes[key])
        if self.remarks.refused and any(issue.column in codes for issue in self.remarks.issues):
            return None, lost
        written = places.Written(
            codes["ma_tinh"], codes["ma_huyen"], codes["ma_xa"], self.text("ten_huyen") or "", self.text("ten_xa") or ""
        )
        return self.settle("ma_xa", places.find_home(written, self.today), refuses=True), lost

    def kin(self) -> Kin | None:
        """The relative, when the line names one."""
        name = self.optional("nguoi_than", read_name)
        kinship = self.optional("quan_he", lambda raw: read_choice(raw, "kinship"))
        numbers = self.optional("dien_thoai_nguoi_than", papers.read_phones)
        if not name:
            if numbers:
                self.remarks.add(
                    Kind.WARNED, "nguoi_than", _("Có điện thoại người thân nhưng thiếu tên; số này chưa được ghi.")
                )
            return None
        return Kin(name, kinship or "Khác", numbers or ())

    def dates(self) -> checks.Dates:
        """The days of the contract, each as far as its cell could be read."""
        read = {key: self.settle(key, self._day(self.remarks.raw.get(key), key), refuses=True) for key in checks.DAYS}
        months = self.optional("thoi_han_thang", read_months, refuses=True)
        return checks.Dates(read["ngay_ky"], read["ngay_xuat_canh"], read["ngay_het_han"], read["ngay_ve_nuoc"], months)

    def contract_words(self) -> checks.Words:
        """What the line says of the contract besides its days."""
        currency = self.optional("loai_tien", lambda raw: read_choice(raw, "currency"))
        wage = self.optional("luong", lambda raw: read_money(raw, currency=currency))
        return checks.Words(
            number=self.text("so_hop_dong", 60) or "",
            form=self.needed("hinh_thuc", lambda raw: read_choice(raw, "form")),
            sender=party(self.text("ma_doanh_nghiep")),
            employer=party(self.text("ma_nsdld")),
            host_country=self.needed("nuoc", read_country),
            place=self.words("noi_lam_viec", 80),
            occupation=self.words("nganh_nghe", 200),
            wage=self._wage_with(wage, currency),
            wage_currency=currency or "",
            state=self.optional("trang_thai", lambda raw: read_choice(raw, "state")) or "",
        )

    def needed(self, key: str, reader: Reader[T]) -> T | None:
        """The value of a cell without which the line cannot be taken."""
        cell = reader(self.remarks.raw.get(key))
        if cell.value in (None, "") and not cell.problem:
            self.remarks.add(Kind.REFUSED, key, _("Thiếu %(column)s. Ghi rõ rồi gửi lại.", column=title(key).lower()))
            return None
        return self.settle(key, cell, refuses=True)

    def optional(self, key: str, reader: Reader[T], *, refuses: bool = False) -> T | None:
        """The value of a cell that may be empty; one that cannot be read is left out, or refuses the line."""
        return self.settle(key, reader(self.remarks.raw.get(key)), refuses=refuses)

    def text(self, key: str, longest: int = 200) -> str | None:
        """A cell of free text."""
        return self.settle(key, _short(text_of(self.remarks.raw.get(key)), longest))

    def words(self, key: str, longest: int) -> str:
        """A cell of free text that people read; lost letters are warned of."""
        text = self.text(key, longest) or ""
        if are_lost(text):
            words = _("“%(found)s” có vẻ mất chữ có dấu. Lưu danh sách dạng Unicode (UTF-8) rồi gửi lại.", found=text)
            self.remarks.add(Kind.WARNED, key, words)
        return text

    def settle(self, key: str, cell: Cell[T], *, refuses: bool = False) -> T | None:
        """Keep the remarks of a cell that was read and give its value."""
        if cell.problem and refuses:
            self.remarks.add(Kind.REFUSED, key, cell.problem)
        elif cell.problem:
            self.remarks.add(Kind.WARNED, key, _("Ô này chưa được ghi: %(why)s", why=cell.problem))
        elif cell.repairs:
            self.remarks.add(Kind.REPAIRED, key, _repaired(key, cell))
        for warning in cell.warnings:
            self.remarks.add(Kind.WARNED, key, warning)
        return cell.value

    def _day(self, raw: Raw, key: str) -> Cell[date]:
        if key in self.doubtful and (why := day_order.doubt(raw)):
            return Cell(problem=why)
        return read_day(raw, near=self.today)

    def _sex_from(self, paper: papers.IdNumber | None) -> str | None:
        if self.remarks.refused or paper is None:
            return None
        if paper.kind == "cccd":
            self.remarks.add(Kind.REPAIRED, "gioi_tinh", _("Đã sửa: lấy giới tính theo số CCCD."))
            return sex_in(paper.number)
        self.remarks.add(Kind.REFUSED, "gioi_tinh", _("Thiếu giới tính. Ghi Nam hoặc Nữ."))
        return None

    def _wage_with(self, wage: Decimal | None, currency: str | None) -> Decimal | None:
        if wage is not None and not currency:
            self.remarks.add(Kind.WARNED, "loai_tien", _("Có lương nhưng thiếu loại tiền; lương chưa được ghi."))
            return None
        return wage


def _repaired(key: str, cell: Cell[Any]) -> str:
    """What was repaired, with the value it led to unless that is a number of a person."""
    repairs = ", ".join(cell.repairs)
    if key in NUMBERS or not isinstance(cell.value, (str, int, Decimal, date)):
        return str(_("Đã sửa: %(repairs)s.", repairs=repairs))
    return str(_("Đã sửa thành “%(value)s”: %(repairs)s.", value=as_written(cell.value), repairs=repairs))


def read_country(raw: Raw) -> Cell[str]:
    """The ISO code of a host country, however it is written."""
    text = text_of(raw)
    if text.problem or not text.value:
        return text
    return _country(text.value)


@lru_cache(maxsize=1024)
def _country(written: str) -> Cell[str]:
    country = find_country(written)
    if country is None:
        return Cell(
            problem=_(
                "Không nhận ra nước “%(found)s”. Ghi tên nước hoặc mã 3 chữ, ví dụ Nhật Bản hoặc JPN.",
                found=written,
            )
        )
    if country.iso3 == "VNM":
        return Cell(problem=_("Nước đến làm việc không thể là Việt Nam. Xem lại, có thể nhập lệch cột."))
    return Cell(country.iso3)


def _short(cell: Cell[str], longest: int) -> Cell[str]:
    if cell.value and len(cell.value) > longest:
        return Cell(problem=_("Ô dài %(count)s ký tự; nhiều nhất %(longest)s.", count=len(cell.value), longest=longest))
    return cell


def party(written: str | None) -> str:
    """A sender or an employer as lists name it: a code in capitals, or a name as it is."""
    text = written or ""
    return text.upper() if is_code(text) else text


def is_code(text: str) -> bool:
    """Whether a sender or an employer is given by a code ("DN308", "COLAB") rather than by its name."""
    return len(text) <= LONGEST_CODE and " " not in text and (text.isupper() or any(sign.isdigit() for sign in text))
