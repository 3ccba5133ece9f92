"""Whose address counts: the visitor's where our own proxy tells it, else the caller's."""

import dataclasses

import pytest
from flask import Flask, request

from tracker.app import create_app
from tracker.core.db import db


@pytest.mark.parametrize(("proxies", "seen"), [(0, "127.0.0.1"), (1, "203.0.113.9")])
def test_a_forwarded_address_is_believed_only_from_our_own_proxy(app: Flask, proxies: int, seen: str) -> None:
    behind = create_app(dataclasses.replace(app.extensions["tracker"], proxies=proxies))
    addresses: list[str | None] = []
    behind.before_request(lambda: addresses.append(request.remote_addr))

    behind.test_client().get("/sign-in", headers={"X-Forwarded-For": "198.51.100.1, 203.0.113.9"})

    assert addresses == [seen]
    with behind.app_context():
        db.engine.dispose()
