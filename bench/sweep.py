"""W1b: open every check-in that has fallen due; ours in batches of a thousand, as in an office's night."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from bench import by_hand as sql
from bench.measure import Timed
from bench.register import Register
from bench.undoing import audit_values, by_driver, by_us
from tracker.checkins.actions import open_due
from tracker.checkins.rhythms import ARRIVAL_LASTS, FIRST_DAYS, LAST_DAYS, RHYTHMS
from tracker.contracts.models import Contract
from tracker.core.clock import day_of
from tracker.core.db import db
from tracker.messages.hours import release_times
from tracker.messages.templates import current
from tracker.places.countries import time_zone_of


class Sweep:
    """The opening step of the sweep: plans, check-ins, questions, next due times, the audit book."""

    name, title, goal = "W1b", "sweep", 2.0

    def by_hand(self, register: Register) -> Timed:
        """Seven statements over everything that is due."""
        now, today = register.now, day_of(register.now)
        due = {"now": now}
        phases = {
            "arrived": today - timedelta(days=ARRIVAL_LASTS),
            "lately": today - timedelta(days=FIRST_DAYS),
            "ends_soon": today + timedelta(days=LAST_DAYS),
        }

        def work() -> int:
            register.by_driver(sql.TAKE, due)
            register.by_driver(sql.REPHASE, {**due, **phases})
            opened = register.by_driver(sql.OPEN.format(random_ref=sql.RANDOM_REF[register.engine]), due)
            register.by_driver(sql.ASK, {**due, "template": current("check_in_ask").key})
            register.by_driver(sql.MOVE_ON, due)
            register.by_driver(sql.NOTE_NEXT)
            register.by_driver(sql.AUDIT, audit_values(now, "check_ins.opened"))
            return int(opened.rowcount)

        return by_driver(register, work, rhythm_times=_rhythm_times(register), country_hours=_country_hours(register))

    def ours(self, register: Register) -> Timed:
        """The verb of the product, until nothing is due."""

        def work() -> int:
            opened = 0
            while done := open_due(now=register.now):
                opened += done
            return opened

        return by_us(work)


def _rhythm_times(register: Register) -> list[dict[str, Any]]:
    now = register.now
    return [
        {
            "name": rhythm.name,
            "remind_at": rhythm.times(now).remind_at,
            "late_at": rhythm.times(now).late_at,
            "missed_at": rhythm.times(now).missed_at,
            "next_open_at": now + rhythm.every,
        }
        for rhythm in RHYTHMS.values()
    ]


def _country_hours(register: Register) -> list[dict[str, Any]]:
    zones = {code: time_zone_of(code).key for code in db.session.scalars(sa.select(Contract.host_country).distinct())}
    times = release_times(register.now, set(zones.values()))
    return [{"country": code, "zone": zone, "release_at": times[zone]} for code, zone in zones.items()]
