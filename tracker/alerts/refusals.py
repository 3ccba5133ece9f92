"""Why a step on an alert is refused, in words that say what is allowed instead."""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from tracker.alerts.models import OPEN_STATES, Alert
from tracker.web.words import ngay


class Refused(Exception):
    """A step that may not be taken; `field` is where the form shows why."""

    field = ""

    def words(self) -> str:
        """What is wrong and what is allowed."""
        return str(_("Không làm được bước này."))


class NotFromHere(Refused):
    """A step that does not follow from the alert's state."""

    def __init__(self, alert: Alert, step: str) -> None:
        super().__init__(alert.ref, alert.state, step)
        self.alert, self.step = alert, step

    def words(self) -> str:
        """What is wrong and what is allowed."""
        return str(_("Cảnh báo này đã chuyển sang bước khác. Hãy xem dòng thời gian rồi chọn bước tiếp theo."))


class EditedMeanwhile(Refused):
    """Someone else changed the alert while this person was writing; carries what was written."""

    def __init__(self, alert_ref: str, mine: str) -> None:
        super().__init__(alert_ref)
        self.alert_ref, self.mine = alert_ref, mine

    def words(self) -> str:
        """What is wrong and what is allowed."""
        return str(
            _("Có người vừa sửa cảnh báo này trước bạn. Chữ bạn viết vẫn còn; hãy đọc dòng mới nhất rồi gửi lại.")
        )


class NeedsSupervisor(Refused):
    """A step that is the supervisor's to decide."""

    def __init__(self, step: str) -> None:
        super().__init__(step)
        self.step = step

    def words(self) -> str:
        """What is wrong and what is allowed."""
        if self.step == "snooze":
            return str(_("Lần hoãn thứ ba do lãnh đạo đơn vị quyết định. Hãy bấm “Báo lên cấp trên”."))
        return str(_("Cảnh báo S1 và S2 do lãnh đạo đơn vị đóng, sau khi người phụ trách đã ghi kết quả."))


class NeedsReason(Refused):
    """A step that must say why."""

    field = "reason"

    def words(self) -> str:
        """What is wrong and what is allowed."""
        return str(_("Hãy ghi lý do: người đọc sau cần biết vì sao."))


class TooLong(Refused):
    """A snooze beyond what the severity allows, or until an instant gone by."""

    field = "until"

    def __init__(self, latest: datetime | None) -> None:
        super().__init__(latest)
        self.latest = latest

    def words(self) -> str:
        """What is wrong and what is allowed."""
        if self.latest is None:
            return str(_("Cảnh báo S1 không hoãn được."))
        return str(_("Chỉ hoãn được đến ngày %(day)s với mức này, và phải sau hôm nay.", day=ngay(self.latest)))


class WaitTooLong(TooLong):
    """A wait beyond what the severity allows, or until an instant gone by."""

    def words(self) -> str:
        """What is wrong and what is allowed."""
        return str(_("Mức này chỉ chờ được đến ngày %(day)s, và phải sau lúc này.", day=ngay(self.latest)))


class TakenMeanwhile(Refused):
    """An alert cannot be reopened while another about the same thing is open."""

    def __init__(self, other: Any) -> None:
        super().__init__(str(other))
        self.other = other

    def words(self) -> str:
        """What is wrong and what is allowed."""
        return str(_("Đã có cảnh báo khác đang mở về cùng việc này: %(number)s.", number=self.other))


class TooLate(Refused):
    """An alert closed longer ago than it may be reopened; a new one is opened instead."""

    def words(self) -> str:
        """What is wrong and what is allowed."""
        return str(_("Đã đóng quá 14 ngày. Hãy mở cảnh báo mới từ hồ sơ người lao động."))


class NotTheirs(Refused):
    """An alert cannot be given to a person whose office does not cover it, or who cannot sign in."""

    field = "to"

    def words(self) -> str:
        """What is wrong and what is allowed."""
        return str(_("Người này không phụ trách địa bàn của cảnh báo, hoặc đang nghỉ. Hãy chọn người khác."))


class NoSuchAlert(Refused):
    """A reference under which the asking office sees no alert."""

    field = "of"

    def words(self) -> str:
        """What is wrong and what is allowed."""
        return str(_("Không thấy cảnh báo nào có mã này. Mã nằm ở cuối địa chỉ trang của cảnh báo."))


class NoDuplicate(Refused):
    """An alert that another one cannot stand for: it is over, about somebody else, or less grave."""

    field = "of"

    def __init__(self, alert: Alert, of: Alert) -> None:
        super().__init__(alert.ref, of.ref)
        self.alert, self.of = alert, of

    def words(self) -> str:
        """What is wrong and what is allowed."""
        if self.of.id == self.alert.id:
            return str(_("Đây chính là mã của cảnh báo này. Hãy ghi mã của cảnh báo kia."))
        if self.of.state not in OPEN_STATES:
            return str(_("Cảnh báo kia không còn đang mở, nên không ai làm tiếp việc này. Hãy ghi kết quả ở đây."))
        if self.of.severity > self.alert.severity:
            return str(
                _("Cảnh báo kia nhẹ hơn. Chỉ gộp vào cảnh báo nặng bằng hoặc nặng hơn; hãy gộp cảnh báo kia vào đây.")
            )
        return str(_("Cảnh báo kia không phải về người này. Chỉ gộp hai cảnh báo về cùng một người lao động."))
