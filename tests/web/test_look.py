"""The look of the pages: light, calm, legible, the same everywhere, and nothing inline."""

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import html5lib
import pytest
from flask import Flask, render_template_string
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, DateField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms import Form as PlainForm
from wtforms.validators import InputRequired, Optional

from tests.web.seen import STATIC, a_window, barriers
from tracker.core import clock
from tracker.home.navigation import ROOMS
from tracker.web import vendor

ROOT = STATIC.parents[1]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
GALLERY = (Path(__file__).parent / "gallery.html").read_text(encoding="utf-8")
INLINE = {
    "inline style": re.compile(r"<[^>]*\sstyle\s*="),
    "inline handler": re.compile(r"<[^>]*\son[a-z]+\s*="),
    "inline script": re.compile(r"<script(?![^>]*\ssrc=)"),
    "inline sheet": re.compile(r"<style\b"),
    "unescaped value": re.compile(r"\|\s*safe\b|autoescape\s+false"),
    "foreign address": re.compile(r"(?:src|href|action)\s*=\s*[\"'](?:https?:)?//"),
}
PAIRS = [
    *(
        (ink, ground)
        for ink in ("ink", "muted", "accent", "s1", "s2", "s3", "s4", "ok")
        for ground in ("ground", "ground-2")
    ),
    *((f"{level}-ink", f"{level}-ground") for level in ("s1", "s2", "s3", "s4", "ok", "accent")),
    ("muted", "ground-3"),
    ("accent", "ground-3"),
    ("s1", "s1-soft"),
    ("s1", "ground-3"),
]


class ExampleForm(PlainForm):
    form_token = HiddenField(default="x" * 20)
    full_name = StringField("Họ và tên", [InputRequired("Hãy nhập họ và tên.")])
    starts_on = DateField("Từ ngày", format="%d/%m/%Y")
    country = SelectField("Nước", choices={"TWN": "Đài Loan (Trung Quốc)", "JPN": "Nhật Bản"})
    sex = RadioField("Giới tính", [InputRequired("Hãy chọn một.")], choices={"female": "Nữ", "male": "Nam"})
    shared = BooleanField("Điện thoại dùng chung")
    charge = StringField("Tiền dịch vụ", [Optional()])
    note = TextAreaField("Ghi chú", [Optional()])


def named(path: Path) -> str:
    return str(path.relative_to(ROOT / "templates"))


def tokens(scheme: str) -> dict[str, str]:
    """The colours of one scheme: {name: "#rrggbb"}."""
    sheet = (STATIC / "tracker.css").read_text(encoding="utf-8")
    light, _, rest = sheet.partition("@media screen and (prefers-color-scheme: dark)")
    dark = rest.partition("/* Ground */")[0]
    colours = dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{3,6});", light if scheme == "light" else dark))
    return {
        name: value if len(value) == 7 else "#" + "".join(c * 2 for c in value[1:]) for name, value in colours.items()
    }


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours by WCAG 2.2, 1 to 21."""

    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_sheet_of_family_and_worker_pages_is_at_most_four_kilobytes_packed():
    assert len(gzip.compress((STATIC / "public.css").read_bytes(), 9)) <= 4096


def test_the_family_layout_loads_one_sheet_and_no_script():
    layout = (ROOT / "templates" / "layout" / "public.html").read_text(encoding="utf-8")

    assert re.findall(r"asset\('([^']+)'\)", layout) == ["public.css"]
    assert "<script" not in layout


@pytest.mark.parametrize("what", INLINE)
def test_no_template_carries_anything_the_content_policy_would_refuse(what):
    found = [named(path) for path in TEMPLATES if INLINE[what].search(path.read_text(encoding="utf-8"))]

    assert found == []


def test_the_sweep_finds_each_kind_of_inline_code():
    bad = '<p style="x"><a onclick="x"><script>x</script><style>x</style>{{ x | safe }}<a href="//x">'

    assert all(pattern.search(bad) for pattern in INLINE.values())


def test_every_template_extends_a_layout_or_is_a_part_of_another():
    texts = {named(path): path.read_text(encoding="utf-8") for path in TEMPLATES}
    parts = {name for text in texts.values() for name in re.findall(r'(?:from|import|include) "([^"]+)"', text)}
    parts |= {name for name in texts if name.rpartition("/")[2].startswith("_")}
    pages = {name for name in texts if name.partition("/")[0] not in {"layout", "macros"}} - parts
    bases = r'({#.*?#}\s*)?{%-? extends "(layout/|[a-z/]+/_page.html)'

    assert [name for name in sorted(pages) if not re.match(bases, texts[name], re.S)] == []


def test_every_icon_asked_for_is_drawn():
    drawn = set(re.findall(r'^  "([a-z]+)":', (ROOT / "templates/macros/icon.html").read_text(encoding="utf-8"), re.M))
    asked = {name for path in TEMPLATES for name in re.findall(r'icon\("([a-z]+)"', path.read_text(encoding="utf-8"))}

    asked |= {icon for _endpoint, _label, icon in ROOMS}

    assert len(drawn) > 20
    assert asked - drawn == set()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_pair_of_ink_and_ground_has_the_contrast_the_standard_asks_for(scheme):
    colour = tokens(scheme)

    weak = {pair: round(ratio, 2) for pair in PAIRS if (ratio := contrast(colour[pair[0]], colour[pair[1]])) < 4.5}

    assert weak == {}


@pytest.fixture
def gallery(app: Flask) -> Iterator[str]:
    """One page with every macro on it, and a form sent with mistakes."""
    form = ExampleForm(MultiDict({"starts_on": "31/02/2020", "charge": "95.000.000", "country": "TWN"}))
    form.validate()
    rail = [
        {"label": "Hôm nay", "url": "#a", "count": 1800, "icon": "today", "active": True},
        {"label": "Cài đặt", "url": "#a", "icon": "settings", "below": True},
    ]
    account = SimpleNamespace(
        name="Quàng Văn Hặc",
        role="Cán bộ",
        sign_out_url="/out",
        links=[{"label": "Phiên", "url": "#a", "icon": "lock"}],
    )
    with app.test_request_context("/"):
        yield render_template_string(
            GALLERY,
            f=form,
            noon=clock.now(),
            nav=rail,
            user_menu=account,
            current_office_name="Sở LĐ-TBXH Điện Biên",
            law_line="Luật đang dùng: 72/2006",
            engine_late="Bộ máy nhắc việc trễ 12 phút.",
            demo_mode=True,
        )


one_database = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)


@one_database
def test_a_field_names_its_hint_and_its_error_for_those_who_listen(gallery):
    page = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(gallery)
    ids = [node.get("id") for node in page.iter() if node.get("id")]
    name = next(node for node in page.iter("input") if node.get("name") == "full_name")

    assert name.get("aria-describedby") == "full_name-hint full_name-error"
    assert name.get("aria-invalid") == "true"
    assert {"full_name-hint", "full_name-error"} <= set(ids)
    assert len(ids) == len(set(ids))
    summary = next(node for node in page.iter("div") if node.get("class") == "errors")
    assert [link.get("href") for link in summary.iter("a")] == ["#full_name", "#starts_on", "#sex"]


@one_database
def test_every_post_form_of_the_frame_carries_both_tokens(gallery):
    page = html5lib.parse(gallery, namespaceHTMLElements=False)
    forms = [node for node in page.iter("form") if node.get("method") == "post"]

    assert len(forms) > 3
    for form in forms:
        hidden = {node.get("name"): node.get("value") for node in form.iter("input") if node.get("type") == "hidden"}
        assert hidden.get("csrf_token"), form.get("action")
        assert len(hidden.get("form_token") or "") >= 16, form.get("action")


@one_database
@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_macro_stands_without_barriers_and_fits_a_small_phone(gallery, scheme):
    with a_window() as window:
        for width in (1366, 360):
            page = window.show(gallery, width=width, scheme=scheme)

            assert barriers(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            page.close()
        assert window.complaints == []


@one_database
@pytest.mark.browser
def test_slash_finds_the_search_box_and_arrows_walk_the_rows(gallery):
    with a_window() as window:
        page = window.show(gallery.replace(" autofocus", ""))
        here = "document.activeElement.closest('tr')?.rowIndex"

        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        second = page.evaluate(here)
        page.keyboard.press("ArrowUp")
        first = page.evaluate(here)
        page.keyboard.press("/")

        assert (second, first) == (2, 1)
        if "data-search" in gallery:
            assert page.evaluate("document.activeElement.name") == "q"


@one_database
@pytest.mark.browser
def test_the_summary_of_mistakes_takes_the_focus(gallery):
    with a_window() as window:
        page = window.show(gallery)

        assert page.evaluate("document.activeElement.className") == "errors"


def test_the_lock_file_names_hashes_and_no_addresses():
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    others = {name: package for name, package in packages.items() if name}

    assert all(package.get("integrity", "").startswith("sha512-") for package in others.values())
    assert not any("resolved" in package for package in others.values())


def test_set_up_names_the_front_end_file_that_is_missing(tmp_path):
    for name in vendor.WANTED:
        (tmp_path / name).write_text("x")
    assert [file.name for file in vendor.check(tmp_path)] == list(vendor.WANTED)
    (tmp_path / "htmx.min.js").unlink()

    with pytest.raises(vendor.Missing, match=r"htmx\.min\.js is missing"):
        vendor.check(tmp_path)
    with pytest.raises(vendor.Missing, match=r"node_modules/@tabler/core/dist/css/tabler\.min\.css is missing"):
        vendor.copy(tmp_path / "node_modules", tmp_path)
