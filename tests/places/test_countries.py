"""Countries, their money and the numbers to call there."""

import pytest

from tracker.places.cards import country_card
from tracker.places.countries import (
    COUNTRIES,
    UnknownCountry,
    country,
    country_choices,
    country_name,
    find_country,
    time_zone_of,
)
from tracker.places.currencies import currencies, currency, currency_choices


@pytest.mark.parametrize(
    ("iso3", "name"),
    [
        ("TWN", "Đài Loan (Trung Quốc)"),
        ("MAC", "Ma Cao (Trung Quốc)"),
        ("HKG", "Hồng Kông (Trung Quốc)"),
        ("JPN", "Nhật Bản"),
        ("ROU", "Ru-ma-ni"),
    ],
)
def test_countries_bear_the_names_official_papers_use(iso3, name):
    assert country_name(iso3) == name


def test_names_come_in_english_too_and_an_unknown_code_shows_itself():
    assert country_name("KOR", "en") == "South Korea"
    assert country_name("QQQ") == "QQQ"
    with pytest.raises(UnknownCountry):
        country("QQQ")


@pytest.mark.parametrize(
    ("text", "iso3"),
    [
        ("Nhật", "JPN"), ("nhat ban", "JPN"), ("Japan", "JPN"), ("JP", "JPN"), ("jpn", "JPN"),
        ("Korea, South", "KOR"), ("Republic of Korea", "KOR"), ("Hàn Quốc", "KOR"),
        ("LB Nga", "RUS"), ("Nga", "RUS"), ("Xinh-ga-po", "SGP"), ("Ả rập - Xê út", "SAU"), ("Ả rập Xê út", "SAU"),
        ("Arab Saudi", "SAU"), ("U.A.E", "ARE"), ("Taiwan*", "TWN"), ("Đài Loan", "TWN"), ("Rumania", "ROU"),
        ("Romania", "ROU"), ("Macau", "MAC"), ("Hong Kong", "HKG"), ("Mỹ", "USA"), ("US", "USA"), ("Áo", "AUT"),
        ("Ghi-nê xích đạo", "GNQ"), ("Turkey", "TUR"), ("Anh", "GBR"), ("Cộng hòa Séc", "CZE"), ("Kosovo", "RKS"),
    ],
)  # fmt: skip
def test_every_spelling_met_in_lists_and_the_press_finds_its_country(text, iso3):
    found = find_country(text)

    assert found is not None
    assert found.iso3 == iso3


@pytest.mark.parametrize("text", ["MY", "NGA", "Atlantis", "", "  "])
def test_a_word_that_means_two_countries_or_none_finds_nothing(text):
    assert find_country(text) is None


def test_every_country_finds_itself_by_its_names_and_its_code_is_unique():
    assert len({one.iso2 for one in COUNTRIES.values()}) == len(COUNTRIES) == 250
    for one in COUNTRIES.values():
        assert find_country(one.name()) == one
        assert find_country(one.name("en")) == one


def test_every_market_has_a_place_on_the_map_money_and_a_time_zone():
    for iso3 in country_choices():
        one = country(iso3)
        if one.calling_code:
            assert one.latitude is not None
            assert -90 <= one.latitude <= 90
            assert -180 <= (one.longitude or 0) <= 180
            assert len(one.currency) == 3
            assert time_zone_of(iso3).key


def test_the_main_markets_lead_the_choices_and_vietnam_is_not_abroad():
    codes = list(country_choices())

    assert codes[:3] == ["JPN", "TWN", "KOR"]
    assert "VNM" not in codes
    assert len(codes) == len(set(codes))


def test_wages_in_yen_won_and_taiwan_dollars_have_no_decimals():
    digits = {one.code: one.digits for one in currencies()}

    assert [digits[code] for code in ("JPY", "KRW", "TWD", "VND", "SAR", "KWD")] == [0, 0, 0, 0, 2, 3]
    assert {"MOP", "AED", "MYR", "USD", "DZD"} <= set(currency_choices())
    assert currency("JPY").name == "Yên Nhật"


def test_the_card_of_a_country_has_only_numbers_that_are_known():
    taiwan, nowhere = country_card("TWN"), country_card("TUV")

    assert (taiwan.police, taiwan.ambulance, taiwan.worker_hotline) == ("110", "119", "1955")
    assert taiwan.checked == "memory"
    assert (nowhere.police, nowhere.mission_phone) == ("", "")
    assert nowhere.citizen_protection == "+84 981 84 84 84"
