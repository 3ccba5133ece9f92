"""Reads names of people: capitals to ordinary letters, and no name from a broken encoding."""

import re

from flask_babel import gettext as _

from tracker.intake.cells.cell import Cell, Raw, text_of
from tracker.intake.cells.letters import are_vietnamese

PARTS = re.compile(r"[^\s'’\-.]+")
SIGNS_OF_A_NAME = " '’-."
LONGEST_NAME = 80


def read_worker_name(raw: Raw) -> Cell[str]:
    """A worker's full name: at least two words."""
    cell = read_name(raw)
    if cell.value and " " not in cell.value:
        return Cell(
            problem=_(
                "Họ và tên “%(found)s” chỉ có một từ. Ghi đủ họ, chữ đệm và tên như trên giấy tờ.", found=cell.value
            )
        )
    return cell


def read_name(raw: Raw) -> Cell[str]:
    """A name as on papers: "LÒ THỊ ÁNH" and "lò thị ánh" become "Lò Thị Ánh"."""
    text = text_of(raw)
    if text.problem or not text.value:
        return text
    problem = _problem_of(text.value)
    if problem:
        return Cell(problem=problem)
    name = PARTS.sub(_capital_first, text.value)
    if name == text.value:
        return text
    return Cell(name, (*text.repairs, _("đổi kiểu viết hoa")))


def _problem_of(name: str) -> str:
    if any(sign.isdigit() for sign in name):
        return str(_("Tên “%(found)s” có chữ số. Xem lại, có thể nhập lệch cột.", found=name))
    if any(not sign.isalpha() and sign not in SIGNS_OF_A_NAME for sign in name) or not are_vietnamese(name):
        return _wrong_font(name)
    if any(_is_mixed(word) for word in PARTS.findall(name)):
        return _wrong_font(name)
    if len(name) > LONGEST_NAME:
        return str(_("Tên dài %(count)s ký tự; nhiều nhất 80. Xem lại, có thể nhập lệch cột.", count=len(name)))
    return ""


def _wrong_font(name: str) -> str:
    words = _(
        "Tên “%(found)s” có ký tự lạ (tệp dùng phông chữ cũ như TCVN3, VNI, hoặc mất dấu). "
        "Chuyển danh sách sang Unicode rồi gửi lại.",
        found=name,
    )
    return str(words)


def _is_mixed(word: str) -> bool:
    """Capitals inside a word ("NguyÔn"): the mark of a font that is not Unicode."""
    return not (word.isupper() or word.islower() or word[1:].islower())


def _capital_first(word: re.Match[str]) -> str:
    letters = word.group()
    return letters[0].upper() + letters[1:].lower()
