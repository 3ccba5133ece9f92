"""Counting a list without counting it all."""

import sqlalchemy as sa

from tests.cast import a_worker, offices
from tracker.core.db import db, transaction
from tracker.core.scope import Scope, use_scope
from tracker.people.models import Worker
from tracker.web.paging import capped_count

EVERYONE = sa.select(Worker.id).order_by(Worker.sort_key)
NOBODY = EVERYONE.where(Worker.full_name == "Không Có Ai")


def test_an_empty_list_counts_nobody(house):
    offices()

    assert capped_count(db.session(), EVERYONE) == 0


def test_a_count_follows_the_filters_stops_after_the_cap_and_stays_within_the_scope(house):
    offices()
    with transaction():
        for office in ("vn.11", "vn.11", "vn.11.099", "vn.40"):
            a_worker(office=office)

    assert capped_count(db.session(), EVERYONE) == 4
    assert capped_count(db.session(), NOBODY) == 0
    assert capped_count(db.session(), EVERYONE, cap=1) == 2

    db.session.remove()
    use_scope(db.session(), Scope.office("vn.40"))
    assert capped_count(db.session(), EVERYONE) == 1
