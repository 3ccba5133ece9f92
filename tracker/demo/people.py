"""Draws a person: ethnic group and home by district, a name of that group, an age, papers, telephones."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from tracker.core.text import fold
from tracker.demo.days import Days
from tracker.demo.numbers import Numbers
from tracker.demo.published import Wheel, facts, share, wheel
from tracker.people.person import NewContact, Person
from tracker.places import units

PASSPORT_YEARS = 10
FOREIGN = {"JPN": "+8190", "TWN": "+8869", "MYS": "+6011", "KOR": "+8210"}


@dataclass(frozen=True)
class Home:
    """Where a worker comes from: the path of the office in charge, the district and its people."""

    office_path: str
    province: str
    district: str
    people: Wheel
    communes: tuple[str, ...]


def homes(as_of: date) -> dict[str, Home]:
    """The districts that workers of the demo come from, by code, on the map of a day."""
    places = facts("places")
    province, neighbour = places["home_province"], places["neighbour"]
    of_province = {code: (province, told) for code, told in places["districts"].items()}
    of_neighbour = {code: (neighbour["province"], told) for code, told in neighbour["districts"].items()}
    return {
        code: Home(
            office_path=f"vn.{province}.{code}",
            province=province,
            district=code,
            people=Wheel(told["people"]),
            communes=tuple(unit.code for unit in units.communes_of(code, as_of)),
        )
        for code, (province, told) in {**of_province, **of_neighbour}.items()
    }


class Districts:
    """Draws the district a worker comes from."""

    def __init__(self, as_of: date) -> None:
        places = facts("places")
        self.homes = homes(as_of)
        self._here = Wheel({code: told["weight"] for code, told in places["districts"].items()})
        self._there = Wheel({code: told["weight"] for code, told in places["neighbour"]["districts"].items()})
        self._share = places["neighbour"]["share"]

    def draw(self, chance: Random, number: int) -> Home:
        """The home of the worker with this running number; every twentieth is a neighbour's."""
        every = round(1 / self._share)
        there = number % every == every - 1
        return self.homes[(self._there if there else self._here).turn(chance)]


def draw_name(chance: Random, group: str, *, female: bool) -> str:
    """A full name as that group bears it."""
    sex = "female" if female else "male"
    family = wheel("names", group, "family").turn(chance)
    middle = wheel("names", group, f"middle_{sex}").turn(chance)
    return f"{family} {middle} {chance.choice(facts('names')[group][sex])}"


def draw_birth_date(chance: Random, *, on: date, ages: tuple[int, int]) -> date:
    """A birth date such that the age on a day fits the market."""
    youngest, oldest = ages
    lower, upper = (int(end) for end in wheel("work", "ages").turn(chance).split("-"))
    age = min(max(chance.randint(lower, upper), youngest), oldest)
    return on - timedelta(days=round(age * 365.25) + chance.randrange(1, 364))


def draw_person(
    chance: Random, numbers: Numbers, days: Days, home: Home, *, female: bool, born: date, country: str, leaves: date
) -> Person:
    """A whole person; `born` and `leaves` are drawn days, what the person holds is told."""
    group = home.people.turn(chance)
    name = draw_name(chance, group, female=female)
    born = days.told(born)
    is_cccd = chance.random() < share("cccd")
    number = numbers.cccd(born=born, female=female, province=home.province) if is_cccd else numbers.cmnd()
    return Person(
        full_name=name,
        sex="female" if female else "male",
        birth_date=born,
        id_kind="cccd" if is_cccd else "cmnd",
        id_number=number,
        office_path=home.office_path,
        passport=numbers.passport(),
        passport_expires_on=days.told(_passport_end(chance, days, leaves)),
        ethnic_group=group,
        commune_code=chance.choice(home.communes),
        commune_on=days.as_of,
        village=chance.choice(facts("places")["villages"]),
        household=_household(chance, group),
        qualification=wheel("work", "schooling").turn(chance),
        contacts=tuple(_contacts(chance, numbers, name, country)),
        source="demo",
    )


def _passport_end(chance: Random, days: Days, leaves: date) -> date:
    if chance.random() < share("passport_ends_soon"):
        return days.as_of + timedelta(days=chance.randrange(-20, 90))
    issued = leaves - timedelta(days=chance.randrange(30, 900))
    return max(issued + timedelta(days=round(PASSPORT_YEARS * 365.25)), days.as_of + timedelta(days=120))


def _household(chance: Random, group: str) -> str:
    if chance.random() < facts("names")[group]["poor"]:
        return "poor"
    return chance.choices(["", "near_poor", "newly_escaped"], [80, 14, 6])[0]


def _contacts(chance: Random, numbers: Numbers, name: str, country: str) -> list[NewContact]:
    found = [NewContact(numbers.phone("worker"), preferred=True, quality=chance.choice(["good", "good", "unknown"]))]
    if country in FOREIGN and chance.random() < share("foreign_number"):
        found.append(NewContact(f"{FOREIGN[country]}{chance.randrange(10**7, 10**8)}"))
    if chance.random() < share("e_mail"):
        mailbox = fold(name).replace(" ", ".")
        found.append(NewContact(f"{mailbox}.{chance.randrange(100, 1000)}@thu.example", kind="email"))
    return found
