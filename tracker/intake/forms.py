"""What an officer sends: a file."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from werkzeug.datastructures import FileStorage

from tracker.web.forms import Form


class ListForm(Form):
    """A list of workers as a file."""

    file = FileField(_l("Tệp danh sách"), [FileRequired(_l("Chọn tệp .xlsx hoặc .csv trước khi gửi."))])

    def sent(self) -> tuple[str, bytes]:
        """The name and the content of the file."""
        stored: FileStorage = self.file.data
        return stored.filename or "", stored.read()
