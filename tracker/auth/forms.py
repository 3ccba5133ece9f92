"""What people type at the doors."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from tracker.web.addresses import mail_address
from tracker.web.forms import Form

NEEDED = InputRequired(_l("Cần điền ô này."))


class SignInForm(Form):
    """Name and password; `sent` is the form that waits to be sent again, sealed."""

    username = StringField(_l("Tên đăng nhập"), [NEEDED, Length(max=60)])
    password = PasswordField(_l("Mật khẩu"), [NEEDED, Length(max=128)])
    sent = HiddenField()


class PasswordForm(Form):
    """A new password, typed twice."""

    password = PasswordField(_l("Mật khẩu mới"), [NEEDED])
    again = PasswordField(_l("Nhập lại mật khẩu"), [NEEDED])


class LanguageForm(Form):
    """The language of the pages."""

    language = SelectField(_l("Ngôn ngữ"), choices={"vi": "Tiếng Việt", "en": "English"})


class EmailForm(Form):
    """Where alarms reach the user."""

    email = StringField(_l("Thư điện tử nhận cảnh báo"), [Optional(), Length(max=120), mail_address])


class SavedListForm(Form):
    """The name of a list to keep, and the page and filters that it is."""

    name = StringField(_l("Tên danh sách"), [NEEDED, Length(max=60)])
    page = HiddenField()
    filters = HiddenField(validators=[Length(max=1000)])


class EmptyForm(Form):
    """A button: nothing to type."""
