"""The map of Vietnam by date."""

from datetime import date

import pytest

from tracker.places import search
from tracker.places.search import communes_named, search_communes
from tracker.places.units import communes_of, districts_of, lineage, map_on, office_path_of, path_of, successor_of, unit

SUMMER_2020 = date(2020, 7, 15)
LAST_DAY_OF_DISTRICTS = date(2025, 6, 30)
TWO_TIERS = date(2025, 7, 1)


def names(units):
    return [one.name for one in units]


def test_dien_bien_had_ten_districts_and_129_communes_and_has_45_communes_since_july_2025():
    assert len(districts_of("11", SUMMER_2020)) == 10
    assert len(communes_of("11", SUMMER_2020)) == 129
    assert districts_of("11", TWO_TIERS) == []
    assert len(communes_of("11", TWO_TIERS)) == 45


@pytest.mark.parametrize(
    ("on", "provinces", "communes"),
    [(date(2020, 2, 25), 63, 10767), (LAST_DAY_OF_DISTRICTS, 63, 10035), (TWO_TIERS, 34, 3321)],
)
def test_the_country_has_as_many_units_as_the_published_lists(on, provinces, communes):
    levels = [one.level for one in map_on(on).units.values()]

    assert (levels.count("province"), levels.count("commune")) == (provinces, communes)


def test_every_unit_stands_under_one_that_stood_on_the_same_day():
    for on in (date(2020, 2, 25), SUMMER_2020, date(2021, 2, 1), date(2023, 1, 1), LAST_DAY_OF_DISTRICTS, TWO_TIERS):
        units = map_on(on).units

        assert [one.code for one in units.values() if one.parent and one.parent not in units] == []


def test_the_same_code_names_another_commune_after_july_2025():
    assert path_of("03127", SUMMER_2020) == ("Phường Him Lam", "Thành phố Điện Biên Phủ", "Tỉnh Điện Biên")
    assert path_of("03127", TWO_TIERS) == ("Phường Điện Biên Phủ", "Tỉnh Điện Biên")


def test_an_unknown_code_has_no_path_and_no_office():
    assert unit("99999", SUMMER_2020) is None
    assert path_of("094", TWO_TIERS) == ()
    assert office_path_of("094", TWO_TIERS) is None


def test_the_office_in_charge_follows_the_tiers_of_the_day():
    assert office_path_of("03124", SUMMER_2020) == "vn.11.094.03124"
    assert office_path_of("03127", TWO_TIERS) == "vn.11.03127"


def test_a_merged_commune_is_followed_to_the_one_that_took_it_in():
    him_lam = unit("03127", SUMMER_2020)
    xin_chai = unit("03223", SUMMER_2020)

    assert names(successor_of(him_lam, TWO_TIERS)) == ["Phường Điện Biên Phủ"]
    assert names(successor_of(xin_chai, TWO_TIERS)) == ["Xã Sín Chải"]


def test_a_unit_that_still_stands_is_its_own_successor_and_a_district_of_2025_has_none():
    province, district = unit("11", SUMMER_2020), unit("098", SUMMER_2020)

    assert successor_of(province, TWO_TIERS) == (province,)
    assert successor_of(district, TWO_TIERS) == ()


def test_every_commune_of_june_2025_has_a_successor():
    for one in map_on(LAST_DAY_OF_DISTRICTS).units.values():
        assert one.level == "district" or successor_of(one, TWO_TIERS), one


def test_thu_duc_is_a_city_from_the_first_of_january_2021():
    assert path_of("26800", date(2020, 12, 31))[1] == "Quận Thủ Đức"
    assert path_of("26800", date(2021, 1, 1))[1] == "Thành phố Thủ Đức"
    assert all(one.certain for one in lineage("26800", date(2021, 1, 1)))


@pytest.mark.parametrize(
    "typed",
    ["sin chai, tua chua", "Xã Sín Chải, Huyện Tủa Chùa", "xin chai tua chua", "XÍN CHẢI", "x sin ch tua ch dien bien"],
)
def test_search_finds_a_commune_by_name_and_district_with_or_without_accents(typed):
    assert unit("03223", SUMMER_2020) in search_communes(typed, on=SUMMER_2020)


def test_the_commune_named_like_the_words_comes_before_those_that_only_contain_them():
    assert names(search_communes("xa dung", on=SUMMER_2020))[0] == "Xã Xa Dung"
    assert names(search_communes("muong nhe", on=SUMMER_2020))[0] == "Xã Mường Nhé"
    assert names(search_communes("sin chai", on=SUMMER_2020))[0] == "Xã Xín Chải"


def test_search_stays_in_the_province_and_keeps_to_the_limit():
    found = search_communes("muong", on=SUMMER_2020, province="11", limit=5)

    assert len(found) == 5
    assert {lineage(one.code, SUMMER_2020)[-1].code for one in found} == {"11"}


def test_nothing_typed_finds_nothing():
    assert search_communes(" ,. ", on=SUMMER_2020) == []


def test_a_line_of_a_list_resolves_to_one_commune():
    found = communes_named("sín chải", on=SUMMER_2020, district="Tủa Chùa", province="tỉnh điện biên")

    assert [one.code for one in found] == ["03223"]
    assert communes_named("Sín Chải", on=SUMMER_2020, district="Mường Nhé") == []


def test_accents_settle_which_of_two_communes_is_meant_and_without_them_both_are_found():
    def codes(name, **area):
        return sorted(one.code for one in communes_named(name, on=SUMMER_2020, **area))

    assert codes("Xã Na Tông", province="Điện Biên") == ["03365"]
    assert codes("Na Tong", province="Điện Biên") == ["03263", "03365"]
    assert codes("Na Tong", district="Huyện Điện Biên") == ["03365"]
    assert codes("Xã Xa Dung", district="Điện Biên Đông") == codes("xa dung", district="Điện Biên Đông") == ["03373"]


def test_the_maps_of_all_days_are_kept_at_hand_and_none_is_made_twice():
    days = (date(2020, 2, 29), date(2020, 5, 31), date(2020, 12, 31), date(2021, 2, 28), date(2024, 12, 31),
            LAST_DAY_OF_DISTRICTS, TWO_TIERS)  # fmt: skip
    first = [map_on(day) for day in days]
    for day in days:
        communes_named("Xã Xứ Mơ", on=day)
    made = search._by_name.cache_info().misses

    for day in days:
        communes_named("Xã Xứ Mơ", on=day)

    assert search._by_name.cache_info().misses == made
    assert all(one is another for one, another in zip(first, map(map_on, days), strict=True))


@pytest.mark.parametrize(
    ("commune", "district"),
    [
        ("X. Chiềng Sinh", "H. Tuần Giáo"),
        ("x.chiềng sinh", "h.tuần giáo"),
        ("X Chieng Sinh", "H Tuan Giao"),
        ("TT. Tuần Giáo", "Huyện Tuần Giáo"),
        ("T.T Tuần Giáo", "H. Tuần Giáo"),
        ("P. Him Lam", "TP Điện Biên Phủ"),
        ("p.Him Lam", "T.P. Điện Biên Phủ"),
        ("Him Lam", "tp.Điện Biên Phủ"),
        ("P Sông Đà", "TX. Mường Lay"),
    ],
)
def test_kinds_are_read_in_the_abbreviations_that_lists_write(commune, district):
    found = communes_named(commune, on=SUMMER_2020, district=district)

    assert len(found) == 1
    assert lineage(found[0].code, SUMMER_2020)[-1].code == "11"


def test_an_abbreviated_kind_keeps_a_number():
    assert names(communes_named("P.1", on=SUMMER_2020, district="Q. 3")) == ["Phường 01"]
    assert names(communes_named("P1", on=SUMMER_2020, district="Q3")) == ["Phường 01"]


def test_an_abbreviated_kind_does_not_hide_whose_accents_are_written():
    assert [one.code for one in communes_named("X. Na Tông", on=SUMMER_2020, province="Điện Biên")] == ["03365"]


def test_search_knows_abbreviated_kinds_and_still_the_beginnings_of_words():
    assert names(search_communes("tt tuần giáo, h. tuần giáo", on=SUMMER_2020))[0] == "Thị trấn Tuần Giáo"
    assert names(search_communes("him lam, tp dien bien phu", on=SUMMER_2020))[0] == "Phường Him Lam"
    assert "Xã Pa Tần" in names(search_communes("p tan", on=SUMMER_2020, province="11"))
