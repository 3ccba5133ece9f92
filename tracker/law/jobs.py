"""Which kind of work an occupation is, read from its words, and whether it looks like a job the law bars."""

from functools import lru_cache

from tracker.core.text import fold
from tracker.law.book import table


@lru_cache(maxsize=4096)
def job_kind(occupation: str, sector: str = "") -> str | None:
    """The kind of work (a key of tables/jobs.toml): the sector code if it is one, else by words of the occupation."""
    kinds = table("jobs")
    if sector in kinds:
        return sector
    said = fold(occupation)
    meant = (key for key, kind in kinds.items() if _mentions(said, kind["words"]))
    return next((key for key in meant if not _mentions(said, kinds[key].get("unless", []))), None)


def job_name(kind: str) -> str:
    """The Vietnamese name of a kind of work."""
    return str(table("jobs")[kind]["name"])


@lru_cache(maxsize=4096)
def banned_job(occupation: str) -> str | None:
    """The key of the barred job an occupation looks like; a person decides whether it is one."""
    said = fold(occupation)
    return next((key for key, words in table("banned_words").items() if _mentions(said, words)), None)


def _mentions(folded: str, words: list[str]) -> bool:
    padded = f" {folded} "
    return any(f" {fold(word)} " in padded for word in words)
