"""Command `import`: lists of workers, and policies."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click
from flask.cli import with_appcontext
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
from rich.progress import Progress as Bar

from tracker.cli.disruptions import import_policies
from tracker.cli.offices import office_of
from tracker.core import clock
from tracker.core.db import db, transaction
from tracker.core.scope import Scope, use_scope
from tracker.intake import actions, issues_sheet, queries
from tracker.intake.columns import known
from tracker.intake.entry import Issue, Kind
from tracker.intake.preview import Preview, Progress

SHOWN = 40
OUTCOMES = (
    ("new", "mới"),
    ("update", "cập nhật"),
    ("unchanged", "như cũ"),
    ("duplicate", "trùng trong tệp"),
    ("refused", "từ chối"),
)
CELLS = (
    ("cells_repaired", "đã sửa"),
    ("cells_warned", "cần xem"),
    ("cells_changes", "cập nhật"),
    ("cells_differs", "khác hồ sơ"),
    ("cells_refused", "từ chối"),
)


class JustLooking(Exception):
    """Ends a dry run, so that its transaction leaves nothing behind."""


@click.group("import")
def importing() -> None:
    """Take in lists of workers, and policies."""


importing.add_command(import_policies)


@importing.command("workers")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--office", "code", help="Code of the office's unit, such as 11; rows from elsewhere are refused.")
@click.option("--dry-run", is_flag=True, help="Only say what would happen.")
@click.option("--issues", type=click.Path(dir_okay=False, path_type=Path), help="Write the error sheet (.xlsx, .csv).")
@with_appcontext
def workers(file: Path, code: str | None, dry_run: bool, issues: Path | None) -> None:
    """Take in a list of workers (.csv or .xlsx). The same file twice changes nothing."""
    use_scope(db.session(), Scope.everything())
    try:
        _take(file, code, issues, dry_run=dry_run)
    except JustLooking:
        click.echo("Chạy thử: chưa ghi gì.")
    except actions.SheetRefused as refused:
        raise click.ClickException(str(refused)) from refused
    except actions.RegisterMoved as moved:
        raise click.ClickException("Một hồ sơ vừa được sửa trong lúc nhập; chưa ghi gì. Chạy lại lệnh.") from moved


def _take(file: Path, code: str | None, issues: Path | None, *, dry_run: bool) -> None:
    """Read, say what would happen, and write it in one transaction."""
    content, now = file.read_bytes(), clock.now()
    with transaction():
        office = office_of(code)
        with _shown("Đọc") as progress:
            preview = actions.read_list(
                file.name, content, office_path=office, today=clock.day_of(now), progress=progress
            )
        if dry_run:
            _report(preview.counts, preview.issues)
            _write_issues(issues, preview, preview.issues)
            raise JustLooking
        run = actions.take_in(file.name, content, office_path=office, by=None, now=now)
        with _shown("Ghi") as progress:
            counts = actions.apply_list(run, preview, by=None, now=now, progress=progress)
        ref = run.ref
    _report(counts, preview.issues)
    _write_issues(issues, preview, preview.issues)
    click.echo(f"Mã lần nhập: {ref}")


@contextmanager
def _shown(what: str) -> Iterator[Progress]:
    """Progress as a bar on a terminal, as plain lines elsewhere."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda done, total: click.echo(f"{what}: {done}/{total}", err=True) if done == total else None
        return
    with Bar(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), console=console) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _report(counts: dict[str, int], issues: Sequence[Issue]) -> None:
    click.echo("Dòng: " + ", ".join(f"{counts[key]} {word}" for key, word in OUTCOMES))
    click.echo("Ô: " + ", ".join(f"{counts[key]} {word}" for key, word in CELLS))
    told = [issue for issue in issues if issue.kind is not Kind.REPAIRED]
    for issue in told[:SHOWN]:
        column = known()[issue.column].title if issue.column in known() else issue.column
        click.echo(f"  dòng {issue.line}, {column}: {issue.message}")
    if len(told) > SHOWN:
        click.echo(f"  … và {len(told) - SHOWN} điều nữa (--issues FILE.xlsx để xem hết)")


def _write_issues(path: Path | None, preview: Preview, issues: Sequence[Issue]) -> None:
    if path is None:
        return
    remarks = [
        queries.Remark(
            issue.line, issue.column, known()[issue.column].title, issue.kind.value, issue.found, issue.message
        )
        for issue in issues
    ]
    as_file = issues_sheet.as_csv if path.suffix.lower() == ".csv" else issues_sheet.as_xlsx
    path.write_bytes(as_file(preview.sheet, remarks))
