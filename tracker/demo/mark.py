"""What makes an installation a demo: the marker that stops it from sending, and the file with its accounts."""

import os

from tracker.core.settings import Settings
from tracker.demo.load import Loaded
from tracker.demo.staff import STAFF

ROLES = {"officer": "cán bộ", "supervisor": "lãnh đạo", "admin": "quản trị", "auditor": "kiểm tra"}


def mark_as_demo(told: Settings) -> None:
    """Leave the marker that every start reads: from here on this installation writes messages to files only."""
    told.instance.mkdir(parents=True, exist_ok=True)
    (told.instance / "demo").write_text("Bản mẫu: không gửi tin. Demo: sends nothing.\n", encoding="utf-8")


def is_marked(told: Settings) -> bool:
    """Whether this installation is a demo."""
    return (told.instance / "demo").exists()


def write_accounts(told: Settings, loaded: Loaded) -> str:
    """Write the accounts to instance/demo-accounts.txt, readable by the owner only; the text."""
    text = _accounts(told, loaded)
    handle = os.open(told.instance / "demo-accounts.txt", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    return text


def read_accounts(told: Settings) -> str:
    """The accounts as they were written when the demo was loaded; empty when the file is gone."""
    path = told.instance / "demo-accounts.txt"
    return path.read_text(encoding="utf-8") if path.exists() else ""


def _accounts(told: Settings, loaded: Loaded) -> str:
    lines = ["Tài khoản bản mẫu (demo accounts):"]
    for one in STAFF:
        password = loaded.passwords[one.username]
        lines.append(f"  {one.username:8} {password:20} {ROLES[one.role]:10} {one.office_path:12} {one.display_name}")
    if loaded.family:
        door = loaded.family
        lines.append(f"Gia đình (family): mã {door.code}, bốn số cuối điện thoại {door.last4}")
    return "\n".join(lines) + "\n"
