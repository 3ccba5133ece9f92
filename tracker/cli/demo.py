"""`tracker demo`: load the made-up province; set up, load and serve it in one command."""

import os
from datetime import datetime

import click
import sqlalchemy as sa
from flask.cli import with_appcontext
from flask_migrate import upgrade

from tracker.app import create_app
from tracker.cli.serving import keep_house, refuse_taken_port
from tracker.core import clock
from tracker.core.db import db, transaction
from tracker.core.keys import keep_fingerprints
from tracker.core.scope import Scope, use_scope
from tracker.core.settings import Settings, SettingsRefused, read_settings, settings
from tracker.demo.load import Loaded, NotEmpty, is_empty
from tracker.demo.load import load as fill
from tracker.demo.mark import is_marked, mark_as_demo, read_accounts, write_accounts

AS_OF = "2020-07-15"
workers_option = click.option("--workers", default=300, show_default=True, help="How many workers to make up.")
seed_option = click.option("--seed", default=1, show_default=True, help="The same seed makes up the same people.")
as_of_option = click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), default=AS_OF, show_default=True, help="The day that becomes today."
)


@click.group()
def demo() -> None:
    """A made-up province to look at the tracker with. It can send nothing."""


@demo.command()
@workers_option
@seed_option
@as_of_option
@with_appcontext
def load(workers: int, seed: int, as_of: datetime) -> None:
    """Load the demo into an empty database and mark the installation as a demo."""
    told = settings()
    if told.smtp_host:
        raise click.ClickException("Bản mẫu không gửi thư: bỏ TRACKER_SMTP_HOST rồi nạp lại (a demo sends no mail).")
    if not sa.inspect(db.engine).has_table("office"):
        upgrade()
    mark_as_demo(told)
    loaded = load_demo(told, workers=workers, seed=seed, as_of=as_of)
    click.echo(f"{loaded.workers} người lao động, {loaded.rows} dòng, {loaded.seconds:.1f} giây")
    click.echo(write_accounts(told, loaded))


@demo.command()
@workers_option
@seed_option
@as_of_option
def start(workers: int, seed: int, as_of: datetime) -> None:
    """Set up on the first start, then serve on PORT (8000 unless set). Later starts keep the data."""
    refuse_taken_port()
    try:
        told = read_settings({**os.environ, "TRACKER_DEMO": "1"})
    except SettingsRefused as error:
        raise click.ClickException(str(error)) from error
    _set_up(told, workers=workers, seed=seed, as_of=as_of)
    click.echo(read_accounts(told))
    raise SystemExit(keep_house(told, log=told.instance / "scheduler.log"))


def _set_up(told: Settings, *, workers: int, seed: int, as_of: datetime) -> None:
    """Bring the tables up to date and fill them when they are empty; refuse an installation with people in it."""
    app = create_app(told)
    with app.app_context():
        upgrade()
        with transaction() as session:
            keep_fingerprints(session, told.keys, now=clock.now())
        if is_empty():
            click.echo("Lần đầu: đang nạp bản mẫu… (first start: loading the demo)")
            mark_as_demo(told)
            load_demo(told, workers=workers, seed=seed, as_of=as_of)
        elif not is_marked(told):
            raise click.ClickException(f"{told.instance} đang có dữ liệu thật, không phải bản mẫu. Dùng: tracker serve")
        db.session.remove()
        db.engine.dispose()


def load_demo(told: Settings, *, workers: int, seed: int, as_of: datetime) -> Loaded:
    """Fill the empty register in one transaction; the accounts are written down before it ends."""
    use_scope(db.session(), Scope.everything())
    try:
        with transaction():
            loaded = fill(workers=workers, seed=seed, as_of=as_of.date(), now=clock.now(), told=_say_progress)
            write_accounts(told, loaded)
    except NotEmpty as error:
        raise click.ClickException("Cơ sở dữ liệu đã có dữ liệu; bản mẫu chỉ nạp vào cơ sở dữ liệu trống.") from error
    return loaded


def _say_progress(line: str) -> None:
    click.echo(f"  {line}", err=True)
