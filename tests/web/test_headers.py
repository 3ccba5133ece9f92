"""What every answer says to the browser."""

from flask import Flask


def test_pages_carry_a_strict_policy_and_are_not_stored(app: Flask) -> None:
    headers = app.test_client().get("/sign-in").headers

    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_an_unknown_address_explains_itself_in_vietnamese(app: Flask) -> None:
    answer = app.test_client().get("/nowhere")

    assert answer.status_code == 404
    assert "Không có trang này" in answer.text


def test_health_says_503_until_the_engine_ticks(app: Flask) -> None:
    from tests.cast import in_house
    from tracker.core import clock
    from tracker.core.db import transaction
    from tracker.core.runs import Tick

    silent = app.test_client().get("/healthz")
    context = in_house(app)
    with transaction() as session:
        session.add(Tick(name="engine", at=clock.now()))
    context.pop()
    alive = app.test_client().get("/healthz")

    assert (silent.status_code, alive.status_code) == (503, 200)
    assert alive.json is not None
    assert set(alive.json) == {"status", "version", "database", "last_tick", "oldest_due"}
