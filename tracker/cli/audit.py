"""`tracker audit`: check the memory of the house."""

import click
from flask.cli import with_appcontext

from tracker.audit import queries


@click.group()
def audit() -> None:
    """The audit book."""


@audit.command()
@with_appcontext
def verify() -> None:
    """Recompute the whole chain; exit 1 and name the first entry that does not fit."""
    verdict = queries.verify()
    if verdict.broken_at is not None:
        raise click.ClickException(f"Chuỗi nhật ký đứt ở dòng {verdict.broken_at}, sau {verdict.entries} dòng đúng.")
    click.echo(f"Nhật ký nguyên vẹn: {verdict.entries} dòng, mã cuối {verdict.last_digest[:16]}")
