"""The house holds: storeys, private rooms, and where the clock, the session and dialects may stand."""

import ast
from functools import cache
from pathlib import Path

import pytest

TOP = Path(__file__).parent.parent
TRACKER = TOP / "tracker"
STOREYS = (
    {"core"},
    {"web"},
    {"law", "audit", "messages", "places"},
    {"auth"},
    {"people", "senders"},
    {"contracts"},
    {"alerts"},
    {"checkins"},
    {"disruptions"},
    {"family", "intake"},
    {"home"},
    {"app", "jobs", "cli", "demo"},
)
LEVEL = {room: number for number, rooms in enumerate(STOREYS) for room in rooms}
ROOF = len(STOREYS) - 1
PRIVATE = {"views", "forms"}
LONGEST = 400
NO_PERSONS = {"PolicyDay", "Episode"}
FILES = sorted(path for path in TRACKER.rglob("*.py") if "vendor" not in path.parts)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def room_of(path: Path) -> str:
    inside = path.relative_to(TRACKER).parts
    return inside[0].removesuffix(".py")


def imports(path: Path) -> list[str]:
    """Every module of ours that a file imports, as dotted names below `tracker`."""
    found = []
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found += [f"{node.module}.{alias.name}" for alias in node.names]
    return [name.removeprefix("tracker.") for name in found if name.startswith("tracker.")]


def stems(path: Path) -> set[str]:
    """The names of a file and its folders; "views_contract" and "bulk_views" are views."""
    names = [part.removesuffix(".py") for part in path.relative_to(TRACKER).parts]
    return {"views" if "views" in name.split("_") else name for name in names}


def named(path: Path) -> str:
    return str(path.relative_to(TOP))


def offenders(test: str, *, but: set[str] = frozenset()) -> list[str]:  # type: ignore[assignment]
    """Files whose code holds a dotted call such as "datetime.now", outside the named rooms or files."""
    bad = []
    for path in FILES:
        if room_of(path) in but or named(path) in but:
            continue
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Attribute | ast.Name) and ast.unparse(node) == test:
                bad.append(f"{named(path)}:{node.lineno}")
    return bad


def test_every_room_has_its_storey() -> None:
    assert {room_of(path) for path in FILES} - {"__init__"} <= set(LEVEL)


@pytest.mark.parametrize("path", FILES, ids=named)
def test_a_room_imports_only_rooms_below_it(path: Path) -> None:
    mine = room_of(path)
    for name in imports(path):
        other = name.partition(".")[0]
        if other == mine or mine == "__init__" or LEVEL[mine] == ROOF:
            continue
        assert LEVEL[other] < LEVEL[mine], f"{named(path)} imports {name}"


@pytest.mark.parametrize("path", FILES, ids=named)
def test_views_and_forms_are_private_to_their_room(path: Path) -> None:
    for name in imports(path):
        parts = name.split(".")
        shared = parts[0] in {"web", "law"}  # the base of all forms; the law's forms of going abroad
        if not shared and parts[0] != room_of(path) and room_of(path) != "app":
            assert not PRIVATE & set(parts[1:]), f"{named(path)} imports {name}"


@pytest.mark.parametrize("path", FILES, ids=named)
def test_every_file_says_in_one_line_what_it_is_for(path: Path) -> None:
    said = ast.get_docstring(tree(path))
    assert said, named(path)
    assert len(said.splitlines()[0]) <= 140, named(path)


def test_no_file_grows_past_four_hundred_lines() -> None:
    written = [*FILES, *(TOP / "tests").rglob("*.py"), *(TOP / "templates").rglob("*.html")]
    written += [*(TOP / "bench").rglob("*.py"), *(TOP / "migrations").rglob("*.py")]
    written += [path for path in (TRACKER / "static").iterdir() if path.suffix in {".css", ".js"}]
    assert [named(path) for path in written if len(path.read_text().splitlines()) > LONGEST] == []


def test_only_the_clock_asks_the_time() -> None:
    bad = [
        found for call in ("datetime.now", "date.today", "datetime.utcnow", "time.time") for found in offenders(call)
    ]
    assert [place for place in bad if "core/clock.py" not in place] == []


def test_raw_sql_text_stands_only_in_core_and_in_the_conditions_of_indexes() -> None:
    assert [place for place in offenders("sa.text", but={"core"}) if "/models" not in place] == []


def test_tables_are_not_asked_around_the_scope() -> None:
    bad = [
        f"{named(path)}:{node.lineno}"
        for path in FILES
        if room_of(path) not in {"core", "demo"}
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr == "__table__" and ast.unparse(node.value) not in NO_PERSONS
    ]
    assert bad == []


def test_dialects_are_told_apart_only_in_core() -> None:
    bad = []
    for path in FILES:
        if room_of(path) == "core":
            continue
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sqlalchemy.dialects"):
                bad.append(f"{named(path)}:{node.lineno}")
    assert bad == []


def test_only_views_jobs_and_commands_open_a_transaction() -> None:
    # Pages hold what views share; delivery commits before and after it calls a gateway.
    may = {"views", "pages", "jobs", "cli", "demo", "door", "delivery"}
    pages = {"home"}
    bad = []
    for path in FILES:
        if room_of(path) in {"core", "web", *may, *pages} or may & stems(path):
            continue
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("transaction"):
                bad.append(f"{named(path)}:{node.lineno}")
    assert bad == []


def test_only_the_transaction_commits() -> None:
    bad = [
        f"{named(path)}:{node.lineno}"
        for path in FILES
        if room_of(path) != "core"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr == "commit"
    ]
    assert bad == []


def test_only_pages_know_who_is_asking() -> None:
    may = {"views", "door", "navigation", "forms", "listing", "pages"}  # the last two hold what views share
    bad = []
    for path in FILES:
        if may & stems(path) or room_of(path) in {"app", "home"}:
            continue
        bad += [named(path) for name in imports(path) if name.endswith(("current_user", "asking_user"))]
    assert bad == []


def test_the_project_names_no_place_outside_itself() -> None:
    for path in [*FILES, *(TOP / "tests").rglob("*.py"), *(TOP / "docs").rglob("*.md"), TOP / "README.md"]:
        if path.exists() and path != Path(__file__):
            assert "/work/" not in path.read_text(), named(path)
