"""Commands about policies and whom they touch: `import policies`, `episodes`, `affected`."""

import csv
import sys
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext

from tracker.core import clock
from tracker.core.db import db, transaction
from tracker.core.scope import Scope, use_scope
from tracker.disruptions import actions, queries
from tracker.disruptions.episodes import AT_LEAST, EXACTLY
from tracker.disruptions.oxcgrt import ATTRIBUTION, NotPolicyFile

EPISODE_COLUMNS = ("country", "indicator", "level", "start", "end", "days")
AFFECTED_COLUMNS = (
    *("worker_ref", "country", "indicator", "level", "episode_start", "first_day", "last_day"),
    "active",
)
INDICATORS = click.Choice(["C2", "C5", "C6", "C7", "C8", "E1"], case_sensitive=False)
readable_file = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("policies")
@click.argument("file", type=readable_file)
@with_appcontext
def import_policies(file: Path) -> None:
    """Take in an OxCGRT policy file (.csv or .csv.gz, any edition). Safe to run again with a revised file."""
    use_scope(db.session(), Scope.everything())
    try:
        with transaction():
            outcome = actions.import_policies(file, by=None, now=clock.now())
    except NotPolicyFile as refused:
        raise click.ClickException(refused.why) from refused
    _report(outcome)


def _report(outcome: actions.ImportOutcome) -> None:
    click.echo(f"Ấn bản: {outcome.edition.value}")
    click.echo(
        f"Ngày: {outcome.days_new} mới, {outcome.days_changed} sửa, {outcome.days_unchanged} như cũ, "
        f"{outcome.days_kept} giữ theo ấn bản mới hơn"
    )
    click.echo(
        f"Giai đoạn: {outcome.episodes_created} mới, {outcome.episodes_moved} đổi, "
        f"{outcome.episodes_withdrawn} rút, {outcome.episodes_unchanged} như cũ"
    )
    for note in outcome.notes:
        click.echo(f"Sự kiện đã xác nhận – {note}")
    click.echo(str(ATTRIBUTION))


RULES = {"at-least": AT_LEAST, "exactly": EXACTLY}


@click.command("episodes")
@click.option("--indicator", type=INDICATORS, help="Only this indicator, such as C8.")
@click.option("--level", type=click.IntRange(1, 4), help="Only this level.")
@click.option("--rule", type=click.Choice(["at-least", "exactly"]), help="Only days at or above the level, or exactly.")
@click.option("--csv", "as_csv", is_flag=True, help="Comma-separated values for other programs.")
@with_appcontext
def episodes(indicator: str | None, level: int | None, rule: str | None, as_csv: bool) -> None:
    """Print the episodes that the imported policies make, of every level that is watched (C8 = 3 among them)."""
    rows = queries.episodes(indicator=indicator, level=level, rule=RULES[rule] if rule else None)
    _print(EPISODE_COLUMNS, rows, as_csv=as_csv)


@click.command("affected")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The last day looked at; today if not given.")
@click.option("--indicator", type=INDICATORS, help="Only this indicator, such as C8.")
@click.option("--level", type=click.IntRange(1, 4), help="Only this level.")
@click.option("--csv", "as_csv", is_flag=True, help="Comma-separated values for other programs.")
@with_appcontext
def affected(as_of: datetime | None, indicator: str | None, level: int | None, as_csv: bool) -> None:
    """Print who was abroad in a country during its episodes, up to a day."""
    use_scope(db.session(), Scope.everything())
    day = as_of.date() if as_of else clock.today()
    rows = queries.affected(day, indicator=indicator, level=level)
    _print(AFFECTED_COLUMNS, rows, as_csv=as_csv)


def _print(columns: Sequence[str], rows: Iterable[Sequence[Any]], *, as_csv: bool) -> None:
    if as_csv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([_plain(value) for value in row] for row in rows)
        return
    _print_table(columns, [[_plain(value) for value in row] for row in rows])
    click.echo(str(ATTRIBUTION))


def _print_table(columns: Sequence[str], rows: list[list[str]]) -> None:
    widths = [max(len(line[place]) for line in [list(columns), *rows]) for place in range(len(columns))]
    for line in [list(columns), *rows]:
        click.echo("  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip())
    click.echo(f"({len(rows)})")


def _plain(value: Any) -> str:
    """A value as programs read it: days in ISO form, yes and no as 1 and 0."""
    if isinstance(value, bool):
        return str(int(value))
    return value.isoformat() if isinstance(value, date) else str(value)
