"""The world map: whole shapes, Vietnam's archipelagos named, bubbles where the workers are."""

import json
import re

import pytest

from tests.web.seen import STATIC, a_window

MAP = (STATIC / "map.js").read_text(encoding="utf-8")
PAGE = """<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>.</title>
<link rel="stylesheet" href="/static/tracker.css">
<link rel="stylesheet" href="/static/figures.css">
<script src="/static/vendor/echarts.min.js" defer></script>
<script src="/static/vendor/topojson-client.min.js" defer></script>
<script src="/static/map.js" defer></script></head><body>
<div class="world" data-map data-src="/countries.json" data-shapes="/static/vendor/countries-110m.json"
 data-points="/static/points.json" data-workers="người lao động" data-alerts="cảnh báo"></div></body></html>"""
COUNTRIES = [
    {"code": "TWN", "name": "Đài Loan (Trung Quốc)", "workers": 412, "alerts": 31, "severity": 1, "url": "/tw"},
    {"code": "SGP", "name": "Singapore", "workers": 8, "alerts": 0, "severity": None, "url": "/sg"},
    {"code": "JPN", "name": "Nhật Bản", "workers": 0, "alerts": 0, "severity": None, "url": "/jp"},
]
DRAWN = "echarts.getInstanceByDom(document.querySelector('[data-map]'))"


def test_the_map_names_both_archipelagos_as_vietnams_at_their_place():
    for name, lon, lat in (("Hoàng Sa (Việt Nam)", 112.0, 16.5), ("Trường Sa (Việt Nam)", 114.0, 10.0)):
        placed = re.search(rf'text: "{re.escape(name)}", at: \[([\d.]+), ([\d.]+)\]', MAP)

        assert placed, f"{name} is not on the map"
        assert abs(float(placed[1]) - lon) < 1
        assert abs(float(placed[2]) - lat) < 1


@pytest.mark.browser
def test_the_browser_draws_the_archipelagos_and_the_bubbles_under_the_content_policy():
    with a_window() as window:
        page = window.show(PAGE, answers={"/countries.json": json.dumps({"countries": COUNTRIES})})
        page.wait_for_function(f"{DRAWN} && {DRAWN}.getOption().series.length === 3")
        isles, labels, bubbles = page.evaluate(f"{DRAWN}.getOption().series.map(s => s.data)")

        assert [entry["label"]["formatter"] for entry in labels] == [
            "Việt Nam",
            "Hoàng Sa (Việt Nam)",
            "Trường Sa (Việt Nam)",
        ]
        assert all(entry["label"]["show"] for entry in labels)
        assert len(isles) > 2
        assert [bubble["name"] for bubble in bubbles] == ["Đài Loan (Trung Quốc)", "Singapore"]
        assert page.locator("[data-map] canvas").count() == 1
        assert window.complaints == []


@pytest.mark.browser
def test_the_near_view_of_an_event_keeps_the_archipelagos_and_every_bubble_in_sight():
    near = PAGE.replace('class="world" data-map', 'class="world world--near" data-map data-near')
    with a_window() as window:
        page = window.show(near, answers={"/countries.json": json.dumps({"countries": COUNTRIES})})
        page.wait_for_function(f"{DRAWN} && {DRAWN}.getOption().series.length === 3")
        places = page.evaluate(
            f"""() => {{
              const chart = {DRAWN};
              const inside = ([x, y]) => x > 0 && y > 0 && x < chart.getWidth() && y < chart.getHeight();
              const drawn = chart.getOption().series.flatMap((s) => s.data);
              return drawn.map((one) => inside(chart.convertToPixel("geo", one.value)));
            }}"""
        )

        assert len(places) > 10
        assert all(places)


@pytest.mark.browser
def test_no_line_of_the_land_runs_across_the_whole_map():
    with a_window() as window:
        page = window.show(PAGE, answers={"/countries.json": json.dumps({"countries": COUNTRIES})})
        page.wait_for_function(DRAWN)
        longest, outside = page.evaluate(
            """() => {
                let longest = 0, outside = 0;
                for (const land of echarts.getMap("world").geoJSON.features)
                    for (const polygon of land.geometry.coordinates)
                        for (const ring of polygon)
                            ring.forEach(([lon], i) => {
                                outside = Math.max(outside, Math.abs(lon));
                                if (i) longest = Math.max(longest, Math.abs(lon - ring[i - 1][0]));
                            });
                return [longest, outside];
            }"""
        )

        assert outside <= 180
        assert 0 < longest < 60


@pytest.mark.browser
def test_a_map_that_cannot_load_says_where_the_numbers_are():
    page_with_words = PAGE.replace('data-workers="', 'data-failed="Các số nằm trong bảng bên dưới." data-workers="')
    with a_window() as window:
        page = window.show(page_with_words)

        assert page.locator("[data-map]").inner_text() == "Các số nằm trong bảng bên dưới."


def test_every_labour_receiving_country_too_small_for_the_shapes_has_a_point():
    points = json.loads((STATIC / "points.json").read_text())

    assert {"SGP", "HKG", "MAC", "BHR", "TWN", "JPN", "KOR", "SAU"} <= points.keys()
    assert all(-180 <= lon <= 180 and -90 <= lat <= 90 for lon, lat in points.values())
