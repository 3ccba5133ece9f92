"""Offices as commands name them, by unit codes; what is missing is founded from the list of units. `tracker office`."""

import click
import sqlalchemy as sa
from flask.cli import with_appcontext

from tracker.auth.actions import found_offices, set_office_phone
from tracker.auth.models import Office
from tracker.core import clock
from tracker.core.db import db, transaction
from tracker.law.authority import authority
from tracker.people.phones import check_phone, shown_phone
from tracker.places import units

ROOT = "vn"
BEFORE_THE_MERGERS = clock.at("2020-07-01").date()


@click.group()
def office() -> None:
    """The labour offices."""


@office.command("phone")
@click.argument("codes")
@click.argument("number", default="")
@with_appcontext
def set_phone(codes: str, number: str) -> None:
    """Write down the telephone of the office with these unit codes (11 or 11.094); without NUMBER it has none."""
    found = db.session.get(Office, f"{ROOT}.{codes}")
    if found is None:
        raise click.ClickException(f"Chưa có đơn vị mã {codes}.")
    checked = check_phone(number)
    if number and not checked.ok:
        raise click.ClickException(" ".join(checked.refusals))
    kept = shown_phone(checked.value) if number else ""
    with transaction():
        set_office_phone(found, kept, by=None, now=clock.now())
    click.echo(f"{found.name}: {kept or 'chưa có số điện thoại'}")


def office_of(code: str | None) -> str:
    """The path of the office that serves a unit (none: the ministry); founded with those above it when missing."""
    known = Office.unit_code == code if code else Office.path == ROOT
    path = db.session.scalar(sa.select(Office.path).where(known).order_by(Office.path))
    return path or found_office(_codes_down_to(code) if code else ())


def found_office(codes: tuple[str, ...]) -> str:
    """The office of a unit given by its codes from the province down, the ministry for none; founded when missing."""
    today = clock.today()
    ministry = authority("ministry", today)
    rows: list[dict[str, str | None]] = [_row(ROOT, None, "ministry", None, ministry.name if ministry else "Bộ")]
    path = ROOT
    for code in codes:
        unit = units.unit(code, today) or units.unit(code, BEFORE_THE_MERGERS)
        if unit is None:
            raise click.ClickException(f"Không có đơn vị hành chính mã {code}.")
        parent, path = path, f"{path}.{code}"
        body = authority(unit.level, today) or authority(unit.level, BEFORE_THE_MERGERS)
        name = f"{body.short if body else ''} {unit.name[:1].lower()}{unit.name[1:]}".strip()
        rows.append(_row(path, parent, unit.level, code, name))
    found_offices(rows)
    return path


def _codes_down_to(code: str) -> tuple[str, ...]:
    """The codes from the province down to a unit. Raises ClickException for one that is on no map."""
    line = units.lineage(code, clock.today()) or units.lineage(code, BEFORE_THE_MERGERS)
    if not line:
        raise click.ClickException(f"Không có đơn vị hành chính mã {code}.")
    return tuple(unit.code for unit in reversed(line))


def _row(path: str, parent: str | None, level: str, code: str | None, name: str) -> dict[str, str | None]:
    return {"path": path, "parent_path": parent, "level": level, "unit_code": code, "name": name}
