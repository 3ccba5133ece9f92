"""The fence of the post room: every template renders in both languages, is counted, and holds nothing personal."""

import string
from itertools import product

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from tracker.core import crypto
from tracker.messages.sms import Size, plain, size
from tracker.messages.templates import (
    LANGUAGES,
    LINK_PATHS,
    VARIABLES,
    Template,
    UnknownTemplate,
    current,
    render,
    templates,
)

VALUES = {
    "number": "CB-2020-000123",
    "count": "12",
    "deadline": "15/07/2020 14:05",
    "office_phone": "+842153000001",
}
REF = "0123456789ABCDEF"
ADDRESS = "https://diemdanh.dienbien.gov.vn"
PERSONAL = ("name", "phone", "birth", "passport", "wage", "debt", "health", "place", "country", "contract", "employer")
ALL = sorted(templates().values(), key=lambda one: one.key)
each = pytest.mark.parametrize("template", ALL, ids=[one.key for one in ALL])


def test_every_template_renders_in_both_languages(house: Flask) -> None:
    for template, language in product(ALL, LANGUAGES):
        words = render(template.key, language=language, values=VALUES, about_ref=REF, public_url=ADDRESS)

        assert words.subject, template.key
        assert words.text.endswith("\n"), template.key
        assert "{" not in words.subject + words.text + words.sms, template.key


def test_every_template_has_an_accent_free_twin_of_one_part(house: Flask) -> None:
    for template, language in product(ALL, LANGUAGES):
        words = render(template.key, language=language, values=VALUES, about_ref=REF, public_url=ADDRESS)

        assert size(words.sms).alphabet == "GSM-7", template.key
        assert size(words.sms).parts == 1, template.key


@each
def test_no_template_asks_for_anything_personal(template: Template) -> None:
    assert set(template.variables) <= VARIABLES
    assert not VARIABLES & set(PERSONAL)
    for wording in template.wordings.values():
        used = {
            field
            for text in (wording.subject, wording.text, wording.sms)
            for _, field, _, _ in string.Formatter().parse(text)
            if field is not None
        }
        assert used <= set(template.variables)


@each
def test_a_template_with_a_link_says_for_what_it_is_signed(template: Template) -> None:
    assert ("link" in template.variables) == (template.link in LINK_PATHS)


def test_the_link_carries_a_signature_and_no_number_that_could_be_counted_up(house: Flask) -> None:
    words = render("check_in_ask/1", language="vi", values={}, about_ref="7F00AA", public_url="https://dd.example.vn")
    token = words.sms.rpartition("/t/")[2]

    assert crypto.unsign("check-in", token) == "7F00AA"
    with pytest.raises(crypto.BadToken):
        crypto.unsign("check-in", token.replace("7F00AA", "7F00AB"))


def test_an_unknown_template_is_refused_by_name() -> None:
    with pytest.raises(UnknownTemplate):
        current("check_in_nag")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a" * 160, Size("GSM-7", 160, 1)),
        ("a" * 161, Size("GSM-7", 161, 2)),
        ("a" * 306, Size("GSM-7", 306, 2)),
        ("€" * 80, Size("GSM-7", 160, 1)),
        ("a" * 152 + "€" + "a" * 152, Size("GSM-7", 306, 3)),
        ("ổ" * 70, Size("UCS-2", 70, 1)),
        ("ổ" * 71, Size("UCS-2", 71, 2)),
        ("ổ" * 134, Size("UCS-2", 134, 2)),
        ("😀" * 35, Size("UCS-2", 70, 1)),
        ("", Size("GSM-7", 0, 1)),
    ],
)
def test_parts_are_counted_as_networks_count_them(text: str, expected: Size) -> None:
    assert size(text) == expected


def test_the_twin_reads_like_the_original() -> None:
    assert plain("Đề nghị cho biết tình hình – Điện Biên") == "De nghi cho biet tinh hinh - Dien Bien"


@given(st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ ĐÊ"))
def test_any_vietnamese_text_without_marks_fits_the_cheap_alphabet(text: str) -> None:
    assert size(plain(text)).alphabet == "GSM-7"
    assert len(plain(text)) == len(text)
