"""Draws whole lives: a person, the contract abroad, the relatives, and how the worker answers when asked."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random

from tracker.demo.contracts import DrawnContract, Parties, draw_contract
from tracker.demo.days import Days
from tracker.demo.numbers import Numbers
from tracker.demo.people import Districts, draw_birth_date, draw_name, draw_person
from tracker.demo.published import facts, markets, share, wheel
from tracker.people.person import NewContact, NewRelative, Person

CONSENTS = ("Giấy đồng ý ký ngày đăng ký", "Đồng ý qua điện thoại", "Giấy đồng ý ký tại phòng")
SISTERS_AND_BROTHERS = {"Anh": "male", "Chị": "female", "Em": ""}
SEX_OF = {"Vợ": "female", "Chồng": "male", "Bố": "male", "Mẹ": "female", **SISTERS_AND_BROTHERS}


@dataclass(frozen=True)
class Life:
    """One made-up worker. `behaviour` says how a worker abroad answers; it is empty for those at home."""

    number: int
    person: Person
    contract: DrawnContract
    relatives: tuple[NewRelative, ...]
    behaviour: str = ""


class LifeDrawer:
    """Draws lives one after another; the same seed draws the same lives."""

    def __init__(self, *, seed: int, days: Days, parties: Parties) -> None:
        self._chance = Random(seed)  # noqa: S311  (a demo wants to be repeatable, not secret)
        self._days = days
        self._parties = parties
        self._numbers = Numbers(self._chance)
        self._districts = Districts(days.as_of)
        self._drawn = 0

    def draw(self, count: int) -> list[Life]:
        """The next lives."""
        lives = [self._one() for _ in range(count)]
        return list(self._with_behaviour(lives))

    def _one(self) -> Life:
        chance, days = self._chance, self._days
        number, self._drawn = self._drawn, self._drawn + 1
        country = markets().turn(chance)
        market = facts("markets")[country]
        female = chance.random() < market["women"]
        contract = draw_contract(chance, days, self._parties, country, female=female, number=number)
        leaves = contract.drawn_start
        born = draw_birth_date(chance, on=leaves, ages=tuple(market["ages"]))
        home = self._districts.draw(chance, number)
        person = draw_person(
            chance, self._numbers, days, home, female=female, born=born, country=country, leaves=leaves
        )
        return Life(number, person, contract, tuple(self._relatives(person, contract)))

    def _relatives(self, person: Person, contract: DrawnContract) -> Iterator[NewRelative]:
        chance = self._chance
        if chance.random() < share("no_relative"):
            return
        count = 2 if chance.random() < share("second_relative") else 1
        for order in range(1, count + 1):
            kinship = self._kinship(person)
            may_see = wheel("work", "may_see").turn(chance)
            agreed = may_see != "nothing"
            signed = contract.terms.signed_on or contract.terms.starts_on
            yield NewRelative(
                full_name=self._name_of(person, kinship),
                kinship=kinship,
                contacts=(NewContact(self._numbers.phone("relative"), preferred=True),),
                contact_order=order,
                may_see=may_see,
                consent_on=signed + timedelta(days=chance.randrange(1, 20)) if agreed else None,
                consent_how=chance.choice(CONSENTS) if agreed else "",
            )

    def _kinship(self, person: Person) -> str:
        other = "Vợ" if person.sex == "female" else "Chồng"
        while (kinship := wheel("work", "kinship").turn(self._chance)) == other:
            pass
        return kinship

    def _name_of(self, person: Person, kinship: str) -> str:
        """A name of the worker's group; of the worker's own family where it is inherited."""
        sex = SEX_OF[kinship] or self._chance.choice(["male", "female"])
        name = draw_name(self._chance, person.ethnic_group, female=sex == "female")
        if kinship in ("Bố", *SISTERS_AND_BROTHERS):
            return " ".join([person.full_name.split()[0], *name.split()[1:]])
        return name

    def _with_behaviour(self, lives: list[Life]) -> Iterator[Life]:
        """Share out who is late, silent or asks for help among those abroad; at least two of each kind."""
        abroad = [life.number for life in lives if life.contract.is_abroad]
        self._chance.shuffle(abroad)
        behaviours: dict[int, str] = {}
        for behaviour, part in facts("work")["behaviour"].items():
            for _ in range(min(max(2, round(part * len(abroad))), len(abroad))):
                behaviours[abroad.pop()] = behaviour
        behaviours |= dict.fromkeys(abroad, "in_time")
        return (replace(life, behaviour=behaviours.get(life.number, "")) for life in lives)
