"""What a family types or presses."""

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import InputRequired, Length, Regexp

from tracker.web.forms import Form


class CodeForm(Form):
    """The code of the slip and four digits of the family's own phone."""

    code = StringField(_l("Mã trên phiếu"), [InputRequired(_l("Cần nhập mã in trên phiếu.")), Length(max=40)])
    last4 = StringField(
        _l("Bốn số cuối điện thoại của gia đình"),
        [InputRequired(_l("Cần nhập bốn số cuối.")), Regexp(r"^\s*\d{4}\s*$", message=_l("Cần đúng bốn chữ số."))],
    )


class ButtonForm(Form):
    """A button: nothing to type."""
