"""What every form asks of an e-mail address."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms.validators import Email, ValidationError

WORDS = _l("Thư điện tử cần có dạng ten@noi.vn, viết không dấu.")


def mail_address(form: Any, field: Any) -> None:
    """An address that every mail server takes: without marks, before the @ and behind it. Raises ValidationError."""
    Email(WORDS, allow_smtputf8=False)(form, field)
    if not field.data.isascii():
        raise ValidationError(WORDS)
