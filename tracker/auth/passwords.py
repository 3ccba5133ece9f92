"""Passwords: argon2id, at most two hashes at a time, and which passwords are refused."""

import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from flask_babel import gettext as _

from tracker.core.text import fold

SHORTEST, LONGEST = 14, 128
COMMON = ("password", "matkhau", "123456", "qwerty", "abcdef", "111111", "iloveyou", "vietnam", "dienbien", "admin")

_hasher = PasswordHasher()
_at_once = threading.BoundedSemaphore(2)
_nobody = _hasher.hash("nobody has this password")


def hash_password(password: str) -> str:
    """The argon2id hash that is stored."""
    with _at_once:
        return _hasher.hash(password)


def password_fits(stored: str, password: str) -> bool:
    """Whether a password is the stored one. An empty `stored` (no such account) takes the same time."""
    with _at_once:
        try:
            return _hasher.verify(stored or _nobody, password) and bool(stored)
        except (VerifyMismatchError, InvalidHashError):
            return False


def weakness(password: str, *, names: tuple[str, ...] = ()) -> str:
    """Why a password is refused, as a sentence; empty when it is good."""
    if not SHORTEST <= len(password) <= LONGEST:
        return str(_("Mật khẩu cần từ 14 đến 128 ký tự; mật khẩu vừa nhập có %(count)s.", count=len(password)))
    plain = fold(password).replace(" ", "")
    if len(set(plain)) < 5 or any(plain.replace(word, "") == "" or len(plain.replace(word, "")) < 5 for word in COMMON):
        return str(_("Mật khẩu này quá dễ đoán. Hãy ghép bốn, năm từ không liên quan."))
    if any(fold(name).replace(" ", "") in plain for name in names if len(name) > 3):
        return str(_("Mật khẩu không nên chứa tên đăng nhập hoặc tên của bạn."))
    return ""
