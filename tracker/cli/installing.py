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
@with_appcontext
def add_user(username: str, display_name: str, role: str, codes: str) -> None:
    """Add a user of an office and print the one-time set-up link."""
    with transaction():
        path = found_office(tuple(code for code in codes.split(".") if code))
        account = actions.add_user(
            username=username, display_name=display_name, role=role, office_path=path, now=clock.now()
        )
        link = _link(account)
    click.echo(link)


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
