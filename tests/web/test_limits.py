"""Limits that hold across threads and processes."""

from concurrent.futures import ThreadPoolExecutor

from flask import Flask

from tracker.core import clock
from tracker.web.limits import too_often


def test_exactly_twenty_of_eighty_tries_pass(app: Flask) -> None:
    def one_try(_number: int) -> bool:
        with app.app_context():
            return not too_often("20/hour", "family", "code")

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(one_try, range(80))) == 20


def test_a_new_window_begins_after_the_old_one(house: Flask) -> None:
    assert not too_often("1/minute", "x")
    assert too_often("1/minute", "x")

    with clock.stopped_at("2020-07-15T12:02+07:00"):
        assert not too_often("1/minute", "x")
