"""People of the demo who were registered twice: first with a CMND, later at another desk with a CCCD, as it happens."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from random import Random

from tracker.core.text import fold
from tracker.demo.lives import Life
from tracker.demo.numbers import SECOND_SERIALS
from tracker.demo.published import facts
from tracker.people.person import Person

QUIET = ("", "in_time")


def registered_twice(lives: Sequence[Life], *, seed: int) -> list[Life]:
    """As many lives, but two of them are people met before, where enough were drawn to find such.

    One was registered again with the contract already known. The other came home and is registered with the next
    contract, his name typed without accents, with a new passport and a new number.
    """
    chance = Random(f"{seed}:doubles")  # noqa: S311  (repeatable, not secret)
    again = dict(_with_the_same_contract(lives, chance))
    again |= dict(_with_the_next_contract([life for life in lives if life.number not in again], chance))
    return [again.get(life.number, life) for life in lives]


def _with_the_same_contract(lives: Sequence[Life], chance: Random) -> Iterator[tuple[int, Life]]:
    """The last quiet life becomes a second file of somebody abroad."""
    slots = [life for life in lives if life.behaviour in QUIET]
    first = [life for life in slots[:-1] if _bore_a_cmnd(life) and life.contract.is_abroad]
    if first:
        known, slot = chance.choice(first), slots[-1]
        person = _with_a_cccd(known.person, SECOND_SERIALS[0])
        yield slot.number, replace(known, number=slot.number, person=person, relatives=())


def _with_the_next_contract(lives: Sequence[Life], chance: Random) -> Iterator[tuple[int, Life]]:
    """The quiet life that begins last becomes the second file of somebody who was home before."""
    slots = sorted((life for life in lives if life.behaviour in QUIET), key=lambda life: life.contract.drawn_start)
    for slot in slots[-1:]:
        begins = slot.contract.terms.starts_on
        first = [life for life in lives if _bore_a_cmnd(life) and _was_home_by(life, begins)]
        if first:
            person = _with_a_cccd(chance.choice(first).person, SECOND_SERIALS[1])
            plain = " ".join(word.capitalize() for word in fold(person.full_name).split())
            told = replace(person, full_name=plain, passport=slot.person.passport, contacts=slot.person.contacts)
            yield slot.number, replace(slot, person=told)


def _was_home_by(life: Life, day: date) -> bool:
    return life.contract.returned_on is not None and life.contract.returned_on < day


def _bore_a_cmnd(life: Life) -> bool:
    home = f"vn.{facts('places')['home_province']}."
    return life.person.id_kind == "cmnd" and life.person.office_path.startswith(home)


def _with_a_cccd(person: Person, serial: int) -> Person:
    """The same person with the card instead of the old paper."""
    century_and_sex = 2 * (person.birth_date.year // 100 - 19) + (person.sex == "female")
    province = person.office_path.split(".")[1]
    number = f"0{province}{century_and_sex}{person.birth_date.year % 100:02d}{serial}"
    return replace(person, id_kind="cccd", id_number=number)
