"""`tracker install` and `tracker user`: the first start of an installation, and its users."""

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade

from tracker.auth import actions, queries
from tracker.auth.models import ROLES, UserAccount
from tracker.cli.offices import found_office
from tracker.core import clock
from tracker.core.db import db, transaction
from tracker.core.keys import keep_fingerprints
from tracker.core.settings import settings


@click.command()
@with_appcontext
def install() -> None:
    """Bring the tables up to date; on the first start print the one-time set-up link of the administrator."""
    upgrade()
    with transaction() as session:
        keep_fingerprints(session, settings(current_app).keys, now=clock.now())
        found_office(())
    if queries.nobody_can_sign_in():
        click.echo(f"Mở đường dẫn này một lần để đặt mật khẩu quản trị: {_first_link()}")


@click.group()
def user() -> None:
    """The users of the staff."""


@user.command("add")
@click.argument("username")
@click.argument("display_name")
@click.option("--role", type=click.Choice(ROLES), default="officer", show_default=True)
@click.option("--office", "codes", default="", help="Unit codes, province first: 11 or 11.094; none is the ministry.")
@click.option("--email", default="", help="Where alarms reach this user; the user may change it under own pages.")
@with_appcontext
def add_user(username: str, display_name: str, role: str, codes: str, email: str) -> None:
    """Add a user of an office and print the one-time set-up link."""
    if queries.user_named(username):
        raise click.ClickException(f"Đã có người dùng {username}. Đường dẫn mới: tracker user link {username}")
    with transaction():
        path = found_office(tuple(code for code in codes.split(".") if code))
        account = actions.add_user(
            username=username, display_name=display_name, role=role, office_path=path, now=clock.now(), email=email
        )
        link = _link(account)
    click.echo(link)


@user.command("link")
@click.argument("username")
@with_appcontext
def renew_link(username: str) -> None:
    """Print a new one-time link on which a user chooses a password; links printed before end."""
    with transaction():
        account = _named(username)
        if account.disabled_at:
            raise click.ClickException(f"{username} đã bị khóa. Mở lại trước: tracker user enable {username}")
        link = _link(account)
    click.echo(link)


@user.command("disable")
@click.argument("username")
@with_appcontext
def disable(username: str) -> None:
    """Shut the door to a user who has left; sessions end at once."""
    with transaction():
        actions.disable_user(_named(username), now=clock.now())
    click.echo(f"Đã khóa {username}; mọi phiên đã kết thúc.")


@user.command("enable")
@click.argument("username")
@with_appcontext
def enable(username: str) -> None:
    """Open the door again to a user who came back."""
    with transaction():
        actions.enable_user(_named(username), now=clock.now())
    click.echo(f"Đã mở lại {username}.")


@user.command("email")
@click.argument("username")
@click.argument("address")
@with_appcontext
def write_email(username: str, address: str) -> None:
    """Write down where alarms reach a user."""
    with transaction():
        actions.set_email(_named(username), address, by=None, now=clock.now())
    click.echo(f"Cảnh báo cho {username} gửi tới {address}.")


def _named(username: str) -> UserAccount:
    found = queries.user_named(username)
    if found is None:
        raise click.ClickException(f"Không có người dùng {username}.")
    return found


def _first_link() -> str:
    with transaction():
        admin = db.session.query(UserAccount).filter_by(role="admin").first()
        if admin is None:
            admin = actions.add_user(
                username="admin", display_name="Quản trị", role="admin", office_path="vn", now=clock.now()
            )
        return _link(admin)


def _link(account: UserAccount) -> str:
    secret = actions.set_up_link(account, now=clock.now())
    return f"{settings(current_app).public_url}/set-up/{secret}"
