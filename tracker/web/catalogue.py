"""Collects the Vietnamese texts of code and templates, brings the English catalogue up to date, and compiles it."""

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[2]
ENGLISH = ROOT / "tracker" / "translations" / "en" / "LC_MESSAGES" / "messages.po"
KEYWORDS = {"_": None, "_l": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2)}


def collected() -> Catalog:
    """Every text that stands in code and templates today, with the places where it stands."""
    catalog = Catalog(project="tracker", charset="utf-8")
    methods = [("tracker/**.py", "python"), ("templates/**.html", "jinja2")]
    for name, line, text, _comments, _context in extract_from_dir(
        ROOT, methods, {"templates/**.html": {"trimmed": "true"}}, keywords=KEYWORDS
    ):
        catalog.add(text, locations=[(name, line)])
    return catalog


def english() -> Catalog:
    """The English catalogue as it is committed."""
    with ENGLISH.open("rb") as file:
        return read_po(file, locale="en")


def missing() -> list[str]:
    """Texts that have no English, or only a guessed one, or an English that stands for nothing."""
    catalog = english()
    wanting = []
    for message in collected():
        if not message.id:
            continue
        known = catalog.get(message.id)
        texts = known.string if known and isinstance(known.string, tuple | list) else [known.string if known else ""]
        if known is None or known.fuzzy or not all(texts):
            wanting.append(str(message.id))
    return wanting


def update() -> None:
    """Bring the English catalogue up to date with the texts; nothing is guessed, what is gone is dropped."""
    catalog = english() if ENGLISH.exists() else Catalog(locale="en", project="tracker", charset="utf-8")
    catalog.update(collected(), no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    ENGLISH.parent.mkdir(parents=True, exist_ok=True)
    with ENGLISH.open("wb") as file:
        write_po(file, catalog, width=110, sort_output=True, no_location=True)


def compile_catalogue() -> None:
    """Write the compiled catalogue that the application reads."""
    with ENGLISH.with_suffix(".mo").open("wb") as file:
        write_mo(file, english())


if __name__ == "__main__":
    update()
    compile_catalogue()
    print(f"{len(missing())} texts still want an English wording: {ENGLISH.relative_to(ROOT)}")
