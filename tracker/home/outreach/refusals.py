"""Why a message is not sent, in words that say what to do instead."""

from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _

from tracker.web.words import luc, ngay


class NotSent(Exception):
    """A message that may not be sent as it was chosen; `field` is where the form shows why."""

    field = "to"

    def words(self) -> str:
        """What is wrong and what to do."""
        return str(_("Chọn một trong các mục đang có trên trang."))


class UnknownKind(NotSent):
    """A message of a kind that the page does not offer."""

    field = "kind"


class NumberIsWrong(NotSent):
    """The number is known to be somebody else's."""

    def __init__(self, known_on: date | None) -> None:
        super().__init__(known_on)
        self.known_on = known_on

    def words(self) -> str:
        """What is wrong and what to do."""
        if self.known_on is None:
            return str(_("Đã biết là sai số. Hỏi thân nhân hoặc xã để có số mới."))
        return str(_("Đã biết là sai số từ %(day)s. Hỏi thân nhân hoặc xã để có số mới.", day=ngay(self.known_on)))


class FileIsSealed(NotSent):
    """A careless word to the family could do harm: in a sealed file only the worker is written to."""

    def words(self) -> str:
        """What is wrong and what to do."""
        return str(_("Hồ sơ niêm phong: không gửi tin cho thân nhân. Hỏi người phụ trách hồ sơ."))


class NotAgreed(NotSent):
    """The worker has not agreed that this relative is told anything."""

    def words(self) -> str:
        """What is wrong and what to do."""
        return str(_("Người lao động chưa đồng ý cho liên hệ với người này. Ghi sự đồng ý ở “Sửa quyền xem” trước."))


class OnlyTheWorkerIsAsked(NotSent):
    """How the worker is, is asked of the worker alone."""

    def words(self) -> str:
        """What is wrong and what to do."""
        return str(
            _("Lời hỏi thăm chỉ gửi cho chính người lao động. Chọn số khác, hoặc chọn “Đề nghị gọi lại cho cơ quan”.")
        )


@dataclass(frozen=True)
class Spoken:
    """A message that a number got or will get: when, and the name of the officer who wrote it, if one did."""

    at: datetime
    by: str


class TooSoon(NotSent):
    """The number got its share: `last` is the newest message, `free_at` when the next may go."""

    def __init__(self, last: Spoken, free_at: datetime, now: datetime) -> None:
        super().__init__(free_at)
        self.last, self.free_at, self.is_still_to_come = last, free_at, last.at > now

    def words(self) -> str:
        """What is wrong and what to do."""
        told = {"at": luc(self.last.at), "by": self.last.by or _("hệ thống"), "free": luc(self.free_at)}
        if self.is_still_to_come:
            return str(_("Đã có tin chờ gửi lúc %(at)s (%(by)s). Gửi tiếp được từ %(free)s.", **told))
        return str(_("Đã gửi tin lúc %(at)s (%(by)s). Gửi tiếp được từ %(free)s.", **told))


class NobodyIsAsked(NotSent):
    """There is no plan under which the worker could be asked; `state` is that of the latest one, if any."""

    field = "kind"

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state

    def words(self) -> str:
        """What is wrong and what to do."""
        if self.state == "closed":
            return str(_("Người lao động đã về nước, kế hoạch hỏi thăm đã đóng. Chỉ gửi được lời đề nghị gọi lại."))
        if self.state == "paused":
            return str(_("Kế hoạch hỏi thăm đang tạm dừng. Gọi điện, hoặc gửi lời đề nghị gọi lại."))
        if self.state == "active":
            return str(_("Kế hoạch hỏi thăm vừa được lập. Thử lại sau ít phút."))
        return str(
            _("Chưa có kế hoạch hỏi thăm: kế hoạch mở khi ghi nhận xuất cảnh. Ghi nhận ở mục Hợp đồng của hồ sơ trước.")
        )


class WorkerIsOutOfReach(NotSent):
    """None of the worker's own numbers may be written to at the moment."""

    field = "kind"

    def words(self) -> str:
        """What is wrong and what to do."""
        return str(_("Lúc này không gửi được tới số nào của chính người lao động; lý do ghi ở từng số."))


class NoPhoneToCall(NotSent):
    """Neither the office nor one above it has a telephone that could be called back."""

    field = "kind"

    def words(self) -> str:
        """What is wrong and what to do."""
        return str(_("Đơn vị chưa có số điện thoại. Lãnh đạo ghi số ở trang “Điện thoại các đơn vị”."))
