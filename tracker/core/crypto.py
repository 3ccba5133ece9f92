"""Sealed fields, blind indexes, signed links and references. Keys live outside the database."""

import base64
import hashlib
import hmac
import secrets
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tracker.core.settings import settings

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
NONCE = 12
SIGNATURE = 16


class BadToken(Exception):
    """A signed link that was altered, cut or made for another purpose."""


class BrokenSeal(Exception):
    """A sealed field that does not open: wrong key, altered, or moved from another row."""


def seal(value: str, *, table: str, row: str, column: str) -> bytes:
    """Encrypt one field with AES-256-GCM, bound to its table, row reference and column."""
    return seal_bytes(value.encode(), table=table, row=row, column=column)


def unseal(sealed: bytes, *, table: str, row: str, column: str) -> str:
    """The text of a sealed field. Raises BrokenSeal when it was altered or belongs elsewhere."""
    return unseal_bytes(sealed, table=table, row=row, column=column).decode()


def seal_bytes(value: bytes, *, table: str, row: str, column: str) -> bytes:
    """Encrypt bytes, such as an uploaded file, bound to their place."""
    nonce = secrets.token_bytes(NONCE)
    return nonce + _cipher().encrypt(nonce, value, _place(table, row, column))


def unseal_bytes(sealed: bytes, *, table: str, row: str, column: str) -> bytes:
    """Decrypt bytes sealed for this place. Raises BrokenSeal."""
    try:
        return _cipher().decrypt(sealed[:NONCE], sealed[NONCE:], _place(table, row, column))
    except InvalidTag as error:
        raise BrokenSeal(f"{table}.{column} of {row}") from error


def blind(kind: str, value: str) -> bytes:
    """A keyed fingerprint by which a sealed value can be found but not read; 16 bytes."""
    return hmac.new(_key("index"), f"{kind}:{value}".encode(), hashlib.sha256).digest()[:SIGNATURE]


def fingerprint(secret: str) -> str:
    """What is stored of a random secret (session, code, set-up link): its SHA-256."""
    return hashlib.sha256(secret.encode()).hexdigest()


def sign(purpose: str, value: str) -> str:
    """A short, URL-safe token that carries a value and proves that we made it for this purpose."""
    return f"{value}.{_signature(purpose, value)}"


def unsign(purpose: str, token: str) -> str:
    """The value of a signed token. Raises BadToken."""
    value, _, signature = token.rpartition(".")
    if not value or not hmac.compare_digest(signature, _signature(purpose, value)):
        raise BadToken(purpose)
    return value


def conceal(purpose: str, value: str) -> str:
    """Text sealed for an address bar: what was searched for can be passed on without being readable."""
    sealed = seal(value, table="address", row="", column=purpose)
    return base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def reveal(purpose: str, token: str) -> str:
    """The text of a concealed token. Raises BadToken."""
    try:
        sealed = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        return unseal(sealed, table="address", row="", column=purpose)
    except (ValueError, BrokenSeal) as error:
        raise BadToken(purpose) from error


def new_secret(bits: int = 160) -> str:
    """A random secret in readable letters and digits (no I, L, O, U), 5 bits a character."""
    return "".join(ALPHABET[byte & 31] for byte in secrets.token_bytes(-(-bits // 5)))


def new_ref(prefix: str = "") -> str:
    """A random reference such as "NLD-7K3Q92XWA4": 45 random bits and a check character."""
    body = new_secret(45)
    return f"{prefix}{'-' if prefix else ''}{body}{check_character(body)}"


def check_character(body: str) -> str:
    """The character that reveals one mistyped or two swapped characters of a reference."""
    total = sum((place + 2) * ALPHABET.index(letter) for place, letter in enumerate(body))
    return ALPHABET[total % 31]


def _cipher() -> AESGCM:
    return _cipher_of(_key("field"))


@lru_cache(maxsize=4)
def _cipher_of(key: bytes) -> AESGCM:
    return AESGCM(key)


def _key(name: str) -> bytes:
    return _derived(name, settings().keys[name])


@lru_cache(maxsize=16)
def _derived(name: str, key: str) -> bytes:
    return hashlib.sha256(f"{name}:{key}".encode()).digest()


def _place(table: str, row: str, column: str) -> bytes:
    return f"{table}:{row}:{column}".encode()


def _signature(purpose: str, value: str) -> str:
    digest = hmac.new(_key("link"), f"{purpose}:{value}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest[:SIGNATURE]).decode().rstrip("=")
