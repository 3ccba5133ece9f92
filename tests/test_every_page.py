"""Every route × every role: allowed or refused as the committed table says; pages that need no key hold up."""

import re
from pathlib import Path

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.cast import in_house, signed_in, the_cast
from tracker.web.routes import ALLOWED

TABLE = Path(__file__).parent / "routes.txt"
ROLES = {"officer": "lan", "supervisor": "minh", "admin": "quan", "auditor": "kiem"}
HEAVIEST = 150 * 1024


def told() -> dict[str, frozenset[str]]:
    """The committed table: endpoint → roles."""
    rows = (line.split(":", 1) for line in TABLE.read_text().splitlines() if line and not line.startswith("#"))
    return {endpoint: frozenset(roles.split()) for endpoint, roles in rows}


def endpoints(app: Flask) -> list[str]:
    return sorted({rule.endpoint for rule in app.url_map.iter_rules()})


def pages(app: Flask) -> list[str]:
    """The addresses that can be opened without knowing a reference."""
    return sorted(
        rule.rule
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or set()) and not rule.arguments and not rule.rule.endswith(".json")
    )


@pytest.fixture
def engine_name() -> str:
    return "sqlite"


def test_the_table_of_routes_is_the_one_that_was_agreed(app: Flask) -> None:
    agreed = told()

    assert {name: sorted(ALLOWED[name]) for name in endpoints(app)} == {
        name: sorted(roles) for name, roles in agreed.items()
    }


def test_every_role_enters_what_the_table_allows_and_nothing_else(app: Flask) -> None:
    context = in_house(app)
    the_cast()
    context.pop()
    agreed = told()
    adapter = app.url_map.bind("localhost")
    for role, username in ROLES.items():
        client = signed_in(app, username)
        for address in pages(app):
            endpoint, _arguments = adapter.match(address)
            status = client.get(address).status_code
            if role in agreed[endpoint]:
                assert status not in (401, 403, 500), f"{role} at {address}: {status}"
            else:
                assert status in (302, 403), f"{role} at {address}: {status}"


def test_a_stranger_is_led_to_a_door(app: Flask) -> None:
    agreed = told()
    client = app.test_client()
    adapter = app.url_map.bind("localhost")
    for address in pages(app):
        endpoint, _arguments = adapter.match(address)
        if "anonymous" not in agreed[endpoint]:
            assert client.get(address).status_code == 302, address


def test_a_stranger_can_send_nothing(app: Flask) -> None:
    client = app.test_client()
    for rule in app.url_map.iter_rules():
        if "POST" in (rule.methods or set()):
            address = re.sub(r"<[^>]+>", "X", rule.rule)
            assert client.post(address).status_code in (302, 400, 404), address


def test_every_page_parses_and_has_one_heading_and_named_fields(app: Flask) -> None:
    context = in_house(app)
    the_cast()
    context.pop()
    agreed = told()
    adapter = app.url_map.bind("localhost")
    for role in ROLES:
        client = signed_in(app, ROLES[role])
        for address in pages(app):
            endpoint, _arguments = adapter.match(address)
            if role in agreed[endpoint] and agreed[endpoint] != {"family"}:
                hold_up(client, address)


def hold_up(client: FlaskClient, address: str) -> None:
    answer = client.get(address, follow_redirects=True)
    if "html" not in answer.content_type or "<html" not in answer.text:
        return  # numbers, or a part of a page that htmx puts in
    page = html5lib.HTMLParser(strict=False, namespaceHTMLElements=False).parse(answer.text)
    headings = page.findall(".//h1")
    ids = [node.get("id") for node in page.iter() if isinstance(node.tag, str) and node.get("id")]
    labels = {node.get("for") for node in page.findall(".//label")}
    fields = [
        node
        for node in page.iter()
        if node.tag in ("input", "select", "textarea") and node.get("type") not in ("hidden", "submit")
    ]
    nameless = [node.get("name") for node in fields if node.get("id") not in labels and not node.get("aria-label")]
    assert answer.status_code == 200, (address, answer.status_code)
    assert len(headings) == 1, address
    assert len(ids) == len(set(ids)), (address, [each for each in ids if ids.count(each) > 1])
    assert nameless == [], (address, nameless)
    assert len(answer.data) <= HEAVIEST, address
