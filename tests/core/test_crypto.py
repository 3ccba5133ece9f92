"""Sealed fields, blind indexes, signed links, references."""

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tracker.core import crypto

PLACE = {"table": "worker", "row": "NLD-1", "column": "id_number"}
eased = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50)


@pytest.fixture
def engine_name() -> str:
    return "sqlite"


@eased
@given(text=st.text())
def test_what_was_sealed_opens_in_its_own_place(house: Flask, text: str) -> None:
    assert crypto.unseal(crypto.seal(text, **PLACE), **PLACE) == text


@pytest.mark.parametrize("changed", [{"table": "relative"}, {"row": "NLD-2"}, {"column": "passport"}])
def test_a_field_moved_elsewhere_does_not_open(house: Flask, changed: dict[str, str]) -> None:
    sealed = crypto.seal("040123456", **PLACE)

    with pytest.raises(crypto.BrokenSeal):
        crypto.unseal(sealed, **{**PLACE, **changed})


def test_the_same_value_is_sealed_differently_each_time_but_found_by_one_index(house: Flask) -> None:
    assert crypto.seal("1", **PLACE) != crypto.seal("1", **PLACE)
    assert crypto.blind("id_number", "040123456") == crypto.blind("id_number", "040123456")
    assert crypto.blind("id_number", "040123456") != crypto.blind("passport", "040123456")


def test_a_signed_link_opens_for_its_purpose_alone(house: Flask) -> None:
    token = crypto.sign("check-in", "CK-1")

    assert crypto.unsign("check-in", token) == "CK-1"
    for bad in (token[:-1] + "x", "CK-2." + token.partition(".")[2], "", "CK-1"):
        with pytest.raises(crypto.BadToken):
            crypto.unsign("check-in", bad)
    with pytest.raises(crypto.BadToken):
        crypto.unsign("family", token)


def test_a_search_is_concealed_in_an_address(house: Flask) -> None:
    token = crypto.conceal("search", "Lò Thị Ánh")

    assert "L" not in token or "Ánh" not in token
    assert crypto.reveal("search", token) == "Lò Thị Ánh"
    with pytest.raises(crypto.BadToken):
        crypto.reveal("search", "not-a-token")


@given(st.integers(0, 8), st.sampled_from(crypto.ALPHABET))
def test_one_mistyped_character_of_a_reference_shows(place: int, wrong: str) -> None:
    body, check = (ref := crypto.new_ref())[:-1], ref[-1]
    typed = body[:place] + wrong + body[place + 1 :]

    if typed != body and (crypto.ALPHABET.index(wrong) - crypto.ALPHABET.index(body[place])) % 31:
        assert crypto.check_character(typed) != check


def test_references_do_not_repeat(house: Flask) -> None:
    assert len({crypto.new_ref("NLD") for _ in range(5000)}) == 5000
