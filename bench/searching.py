"""W3a: what officers type in a search box: names whole and in part, with gaps, numbers of papers and telephones."""

from functools import cache
from random import Random

import sqlalchemy as sa

from bench import by_hand as sql
from bench.measure import Timed
from bench.register import SEED, Register
from bench.undoing import by_driver, by_us
from tracker.core.db import db
from tracker.core.scope import AFTER, Scope
from tracker.core.text import fold
from tracker.people import search, secrets
from tracker.people.models import ContactPoint, Worker

OFFICE = "vn.11"
TYPED = 120
LIMIT = search.LIMIT


class Searching:
    """A hundred and twenty searches within one province, the same for both ways.

    The hand asks for the office once, in the join; the product's wall asks it of every table of people, which is the
    greater part of the difference. The rest is building statements.
    """

    name, title, goal = "W3a", "search", 2.5

    def by_hand(self, register: Register) -> Timed:
        """One statement where one is enough, chosen by the shape of the text as the product does."""
        typed = _typed()
        return by_driver(register, lambda: sum(len(_found_by_hand(register, text)) for text in typed))

    def ours(self, register: Register) -> Timed:
        """`people.search.find` under an officer's scope."""
        typed = _typed()
        work = lambda: sum(len(search.find(text).ids) for text in typed)  # noqa: E731
        return by_us(work, scope=Scope.office(OFFICE), writes=False)


@cache
def _typed() -> tuple[str, ...]:
    """Whole names, given names, first and last words, and numbers, of workers who are there."""
    chance = Random(SEED)
    inside = Worker.office_path >= OFFICE, Worker.office_path < OFFICE + AFTER
    ids = list(db.session.scalars(sa.select(Worker.id).where(*inside)))
    texts = []
    for place, number in enumerate(chance.sample(ids, min(TYPED, len(ids)))):
        worker = db.session.get_one(Worker, number)
        words = worker.full_name.split()
        texts.append(
            [
                worker.full_name,
                fold(" ".join(words[-2:])),
                f"{words[0]} {words[-1]}",
                secrets.open_id(worker),
                _phone_of(worker),
            ][place % 5]
        )
    return tuple(texts)


def _phone_of(worker: Worker) -> str:
    points = sa.select(ContactPoint).where(ContactPoint.worker_id == worker.id, ContactPoint.kind == "phone")
    return secrets.open_contact(db.session.scalars(points.order_by(ContactPoint.id)).all()[0])


def _found_by_hand(register: Register, text: str) -> list[int]:
    here = {"office": OFFICE, "above": OFFICE + AFTER, "most": LIMIT + 1}
    if text.lstrip("+").isdigit():
        keys = {"number": secrets.id_index(text), "phone": secrets.contact_index("phone", text)}
        return _first(register, sql.BY_NUMBER, {**here, **keys})
    words = fold(text).split()
    found = _first(register, sql.BY_RUN_OF_WORDS, {**here, **_range(" ".join(words)), "most": 2 * (LIMIT + 1)})
    if len(words) == 1 or len(found) > LIMIT:
        return found[:LIMIT]
    driving = search.rarest(words)
    told = {**here, **_range(words[driving]), "most": 2 * (LIMIT + 1)}
    conditions = []
    for place, word in enumerate(words[:driving] + words[driving + 1 :]):
        told[f"other_{place}"] = f"% {word}%"
        conditions.append(sql.HAS_WORD.format(place=place))
    more = _first(register, sql.BY_EACH_WORD.format(has_words=" ".join(conditions)), told)
    return list(dict.fromkeys([*found, *more]))[:LIMIT]


def _range(text: str) -> dict[str, str]:
    return {"low": text, "high": text + search.END}


def _first(register: Register, statement: str, told: dict[str, object]) -> list[int]:
    return list(dict.fromkeys(row[0] for row in register.by_driver(statement, told).fetchall()))
