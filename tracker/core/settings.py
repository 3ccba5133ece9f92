"""Settings of one installation: a frozen record read once from TRACKER_* variables."""

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from flask import Flask, current_app

KEY_NAMES = ("secret", "field", "index", "link")
WEAK_SECRET = 32
KEYS_LOST = (
    "Không có tệp khóa {path}, mà cơ sở dữ liệu này đã được cài đặt với một tệp khóa. "
    "Đặt lại tệp đó từ bản sao lưu, hoặc sửa TRACKER_KEYS_FILE; xem docs/running.md, mục “The keys file”.\n"
    "There is no keys file {path}, but this database was set up with one. "
    "Put that file back from its backup, or correct TRACKER_KEYS_FILE; see docs/running.md, “The keys file”."
)
NOBODY_TO_ASK = (
    "Chưa có tệp khóa và không hỏi được cơ sở dữ liệu, nên không tạo khóa mới. Kiểm tra TRACKER_DATABASE_URL.\n"
    "There is no keys file and the database cannot be asked, so no new keys are made. Check TRACKER_DATABASE_URL."
)


class SettingsRefused(Exception):
    """An installation whose settings would not be safe to start."""


@dataclass(frozen=True)
class Settings:
    """What this installation was told: where it lives, its database, keys, address and mail server."""

    instance: Path
    database_url: str
    keys: dict[str, str]
    demo: bool
    public_url: str
    languages: tuple[str, ...]
    smtp_host: str
    smtp_port: int
    smtp_user: str
    smtp_password: str
    smtp_tls: bool
    mail_from: str
    short_host: str
    behind_https: bool
    proxies: int = 0

    @property
    def spool(self) -> Path:
        """Folder in which the channel `file` leaves its messages."""
        return self.instance / "spool"


def read_settings(environ: dict[str, str] | None = None) -> Settings:
    """Read TRACKER_* variables. Raises SettingsRefused when keys are weak or lost, or a demo is to send mail."""
    env = dict(os.environ if environ is None else environ)
    instance = Path(env.get("TRACKER_INSTANCE", "instance")).resolve()
    instance.mkdir(parents=True, exist_ok=True)
    demo = env.get("TRACKER_DEMO", "") == "1" or (instance / "demo").exists()
    if demo and env.get("TRACKER_SMTP_HOST"):
        raise SettingsRefused("A demo installation never sends: unset TRACKER_SMTP_HOST or install without the demo.")
    database_url = _database_url(env.get("TRACKER_DATABASE_URL", f"sqlite:///{instance / 'tracker.db'}"))
    public_url = env.get("TRACKER_PUBLIC_URL", f"http://127.0.0.1:{env.get('PORT', '8000')}").rstrip("/")
    return Settings(
        instance=instance,
        database_url=database_url,
        keys=_keys(instance, env, database_url),
        demo=demo,
        public_url=public_url,
        languages=("vi", "en"),
        smtp_host=env.get("TRACKER_SMTP_HOST", ""),
        smtp_port=int(env.get("TRACKER_SMTP_PORT", "25")),
        smtp_user=env.get("TRACKER_SMTP_USER", ""),
        smtp_password=env.get("TRACKER_SMTP_PASSWORD", ""),
        smtp_tls=env.get("TRACKER_SMTP_TLS", "") == "1",
        mail_from=env.get("TRACKER_MAIL_FROM", "tracker@localhost"),
        short_host=public_url.split("://", 1)[-1],
        behind_https=public_url.startswith("https://"),
        proxies=int(env.get("TRACKER_PROXIES", "0")),
    )


def settings(app: Flask | None = None) -> Settings:
    """The settings of the running application."""
    found: Settings = (app or current_app).extensions["tracker"]
    return found


def _database_url(told: str) -> str:
    """The address with the driver that we bring: "postgresql://…" as people write it is enough."""
    scheme, separator, rest = told.partition("://")
    return f"postgresql+psycopg://{rest}" if scheme in ("postgres", "postgresql") and separator else told


def _keys(instance: Path, env: dict[str, str], database_url: str) -> dict[str, str]:
    """The installation's keys, kept in a file outside the database; made on the first start, for a new database."""
    path = Path(env.get("TRACKER_KEYS_FILE", str(instance / "keys.json")))
    if not path.exists():
        if _was_set_up(database_url):
            raise SettingsRefused(KEYS_LOST.format(path=path))
        _write_new_keys(path)
    keys = {str(name): str(key) for name, key in json.loads(path.read_text()).items()}
    if "TRACKER_SECRET_KEY" in env:
        keys["secret"] = env["TRACKER_SECRET_KEY"]
    for name in KEY_NAMES:
        if len(keys.get(name, "")) < WEAK_SECRET:
            raise SettingsRefused(f"The key '{name}' is missing or shorter than {WEAK_SECRET} characters ({path}).")
    return keys


def _was_set_up(database_url: str) -> bool:
    """Whether the database has its tables, made with keys. Raises SettingsRefused when it does not answer."""
    url = sa.make_url(database_url)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
        return False
    try:
        with sa.create_engine(url, poolclass=sa.NullPool, hide_parameters=True).connect() as connection:
            return sa.inspect(connection).has_table("alembic_version")
    except sa.exc.OperationalError as error:
        raise SettingsRefused(NOBODY_TO_ASK) from error


def _write_new_keys(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = json.dumps({name: secrets.token_hex(32) for name in KEY_NAMES})
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w") as file:
        file.write(fresh)
