"""Lists that a user keeps: under a name, with the filters of the address, his own alone."""

import re
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from tests.cast import inside, post, signed_in, the_cast
from tracker.audit.models import AuditEntry
from tracker.auth.actions import MOST_LISTS
from tracker.auth.models import SavedList
from tracker.core.db import db


@pytest.fixture
def cast(app: Flask) -> None:
    with inside(app):
        the_cast()


pytestmark = pytest.mark.usefixtures("cast")
SILENT = "/workers?country=TWN&silent=30"


def keep(client: FlaskClient, **changes: str) -> Any:
    told = {"page": "workers.index", "name": "Đài Loan im lặng", "filters": "country=TWN&silent=30", **changes}
    return post(client, "/me/lists", **told)


def kept(app: Flask) -> list[tuple[str, dict[str, str]]]:
    with inside(app):
        return [(one.name, one.filters) for one in db.session.scalars(sa.select(SavedList).order_by(SavedList.id))]


def test_a_list_is_kept_under_a_name_and_opened_by_one_click(app: Flask) -> None:
    lan = signed_in(app, "lan")
    page = lan.get(SILENT).text
    offered = re.search(r'name="filters" value="([^"]+)"', page)
    assert offered

    answer = post(
        lan,
        "/me/lists",
        page="workers.index",
        name=" Đài Loan  im lặng ",
        filters=offered[1].replace("&amp;", "&"),
    )

    assert answer.location.endswith(SILENT.replace("/workers", ""))
    assert kept(app) == [("Đài Loan im lặng", {"country": "TWN", "silent": "30"})]
    opened = re.search(r'href="([^"]+)"[^>]*>Đài Loan im lặng</a>', lan.get("/workers").text)
    assert opened
    assert "Im lặng &gt; 30 ngày" in lan.get(opened[1].replace("&amp;", "&")).text


def test_the_same_name_again_takes_the_new_filters(app: Flask) -> None:
    lan = signed_in(app, "lan")
    keep(lan)
    keep(lan, filters="country=JPN")

    assert kept(app) == [("Đài Loan im lặng", {"country": "JPN"})]


def test_a_list_is_seen_and_forgotten_by_its_owner_alone(app: Flask) -> None:
    keep(signed_in(app, "lan"))
    with inside(app):
        ref = db.session.scalars(sa.select(SavedList.ref)).one()

    assert "Đài Loan im lặng" not in signed_in(app, "binh").get("/workers").text
    assert post(signed_in(app, "binh"), f"/me/lists/{ref}/forget").status_code == 404
    assert post(signed_in(app, "lan"), f"/me/lists/{ref}/forget").status_code == 303
    assert kept(app) == []
    with inside(app):
        steps = set(db.session.scalars(sa.select(AuditEntry.what).where(AuditEntry.what.like("list.%"))))
    assert steps == {"list.keep", "list.forget"}


@pytest.mark.parametrize(
    "changes", [{"name": ""}, {"filters": ""}, {"filters": "s=sealed&after=NLD-1"}, {"name": "x" * 61}]
)
def test_without_a_name_or_a_filter_nothing_is_kept(app: Flask, changes: dict[str, str]) -> None:
    keep(signed_in(app, "lan"), **changes)

    assert kept(app) == []


def test_only_pages_with_filters_can_be_kept(app: Flask) -> None:
    assert keep(signed_in(app, "lan"), page="audit.index").status_code == 400


def test_there_are_no_more_lists_than_fit_above_the_page(app: Flask) -> None:
    lan = signed_in(app, "lan")
    for number in range(MOST_LISTS + 1):
        keep(lan, name=f"Danh sách {number}")

    assert len(kept(app)) == MOST_LISTS


def test_the_queue_of_alerts_keeps_lists_of_its_own(app: Flask) -> None:
    lan = signed_in(app, "lan")
    keep(lan, page="alerts.index", name="S1 chưa nhận", filters="severity=1&state=new")

    assert "S1 chưa nhận" in lan.get("/alerts").text
    assert "S1 chưa nhận" not in lan.get("/workers").text
