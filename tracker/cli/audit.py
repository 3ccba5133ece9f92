"""`tracker audit`: check the memory of the house."""

import click
from flask.cli import with_appcontext

from tracker.audit import queries

SHORTEST = 16


@click.group()
def audit() -> None:
    """The audit book."""


@audit.command()
@click.option("--expect", metavar="COUNT:DIGEST", help="What an earlier run printed: shows a cut or a rewritten book.")
@with_appcontext
def verify(expect: str | None) -> None:
    """Recompute the whole chain; exit 1 and name the first entry that does not fit."""
    verdict = queries.verify(_kept(expect) if expect else None)
    if verdict.broken_at is not None:
        raise click.ClickException(f"Chuỗi nhật ký đứt ở dòng {verdict.broken_at}, sau {verdict.entries} dòng đúng.")
    if not verdict.expected:
        raise click.ClickException(f"Không còn dòng {expect}: nhật ký đã bị cắt đuôi hoặc viết lại.")
    click.echo(f"Nhật ký nguyên vẹn: {verdict.entries} dòng, mã cuối {verdict.last_digest[:16]}")
    click.echo(f"Ghi lại ở nơi khác để lần sau đối chiếu: --expect {verdict.entries}:{verdict.last_digest[:16]}")


def _kept(told: str) -> tuple[int, str]:
    count, _, digest = told.partition(":")
    if not count.isdigit() or len(digest) < SHORTEST:
        raise click.BadParameter("COUNT:DIGEST, như lần kiểm tra trước đã in.")
    return int(count), digest
