"""Decides, line by line, what is to be done in the register: new, filled in, changed, left as it is, or refused."""

from collections.abc import Mapping
from datetime import date

from flask_babel import gettext as _

from tracker.core.text import fold
from tracker.intake.entry import Entry, Issue, Kind, Outcome
from tracker.intake.known import KnownWorker, Namesake
from tracker.intake.steps import Step, compared
from tracker.people import secrets


class Register:
    """What is known before the first line is decided; several lines may speak of one worker."""

    def __init__(
        self,
        workers: Mapping[bytes, KnownWorker],
        passports: Mapping[bytes, int],
        namesakes: Mapping[tuple[str, date], list[Namesake]],
        offices: Mapping[str, str],
        office_path: str,
    ) -> None:
        self.workers = workers
        self.passports = passports
        self.namesakes = namesakes
        self.offices = offices
        self.office_path = office_path
        self.spoken_of: dict[int, tuple[bytes, int]] = {}  # by worker: under which number, in which line, at first

    def decide(self, entry: Entry) -> tuple[Step | None, list[Issue]]:
        """The step for a line and remarks on it; no step when the line is refused."""
        index = secrets.id_index(entry.person.id_number)
        office = self._office_of(entry)
        refusal = self._outside(entry, office) or self._someone_else(entry, index)
        if refusal or office is None:
            return None, [refusal] if refusal else []
        worker = self.workers.get(index)
        if worker is None:
            return Step(entry, Outcome.NEW, office), self._namesake(entry, index)
        first_index, first_line = self.spoken_of.setdefault(worker.id, (index, entry.line))
        if first_index != index:
            return None, [_under_another_number(entry, worker, first_line)]
        return compared(entry, worker, office)

    def _office_of(self, entry: Entry) -> str | None:
        """The nearest office of the home, from the commune up, that lies inside the area of this list."""
        codes = entry.person.home_path.split(".")
        for code in reversed(codes):
            path = self.offices.get(code)
            if path is not None:
                return path if self._is_inside(path) else None
        return None

    def _outside(self, entry: Entry, office: str | None) -> Issue | None:
        known = self.workers.get(secrets.id_index(entry.person.id_number))
        if office is None:
            message = _("Nơi thường trú nằm ngoài địa bàn của cơ quan nhận danh sách. Gửi dòng này cho cơ quan ở đó.")
            return Issue(entry.line, "ma_xa", Kind.REFUSED, message)
        if known and not self._is_inside(known.office_path):
            return Issue(entry.line, "so_giay_to", Kind.REFUSED, known_elsewhere())
        return None

    def _someone_else(self, entry: Entry, index: bytes) -> Issue | None:
        known = self.workers.get(index)
        if known and _differs_in_name_and_birth(entry, known):
            message = _(
                "Số giấy tờ này trong hồ sơ %(ref)s là của người khác tên, khác ngày sinh. Đối chiếu giấy tờ.",
                ref=known.ref,
            )
            return Issue(entry.line, "so_giay_to", Kind.REFUSED, message)
        if entry.person.passport:
            holder = self.passports.get(secrets.passport_index(entry.person.passport))
            if holder is not None and holder != (known.id if known else None):
                return self._passport_known(entry, holder)
        return None

    def _passport_known(self, entry: Entry, holder: int) -> Issue:
        """The refusal of a passport that another file bears: somebody else's, or one person's under an older number."""
        same = next((one for one in self._of_one_name(entry) if one.id == holder), None)
        if same is None:
            message = _("Số hộ chiếu này đã có trong hồ sơ của người khác. Đối chiếu hộ chiếu.")
            return Issue(entry.line, "so_ho_chieu", Kind.REFUSED, message)
        message = _(
            "Hồ sơ %(ref)s có cùng họ tên, ngày sinh và hộ chiếu nhưng khác số giấy tờ: có vẻ là người này với CMND "
            "hoặc CCCD cũ. Đối chiếu; nếu đúng, mở hồ sơ, bấm “Đổi số giấy tờ”, rồi gửi lại danh sách.",
            ref=same.ref,
        )
        return Issue(entry.line, "so_giay_to", Kind.REFUSED, message)

    def _of_one_name(self, entry: Entry) -> list[Namesake]:
        """Whoever of this name and birth date lies in the area of this list; others are not spoken of."""
        found = self.namesakes.get((fold(entry.person.full_name), entry.person.birth_date), [])
        return [one for one in found if self._is_inside(one.office_path)]

    def _is_inside(self, path: str) -> bool:
        return f"{path}.".startswith(f"{self.office_path}.")

    def _namesake(self, entry: Entry, index: bytes) -> list[Issue]:
        others = [one for one in self._of_one_name(entry) if one.id_index != index]
        if not others:
            return []
        message = _(
            "Nghi trùng với hồ sơ %(ref)s: cùng họ tên và ngày sinh, khác số giấy tờ. Cần xem lại.", ref=others[-1].ref
        )
        return [Issue(entry.line, "ho_ten", Kind.WARNED, message)]


def known_elsewhere() -> str:
    """The refusal for a person whose file lies with another office: only the fact is told."""
    return str(_("Số giấy tờ này đã có trong hồ sơ của cơ quan khác. Liên hệ cơ quan cấp trên để chuyển hồ sơ."))


def _under_another_number(entry: Entry, worker: KnownWorker, line: int) -> Issue:
    """The refusal of a line that names by an earlier number whom another line names by a later one."""
    message = _(
        "Cùng người với dòng %(line)s: hồ sơ %(ref)s có cả hai số giấy tờ. Giữ một dòng, dùng số mới.",
        line=line,
        ref=worker.ref,
    )
    return Issue(entry.line, "so_giay_to", Kind.REFUSED, message)


def _differs_in_name_and_birth(entry: Entry, known: KnownWorker) -> bool:
    return (
        fold(entry.person.full_name) != fold(known.values["full_name"])
        and entry.person.birth_date != known.values["birth_date"]
    )
