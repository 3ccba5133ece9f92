"""Numbers of papers and telephones: valid in form, in ranges that nobody is likely to have, each used once."""

from collections.abc import Callable
from datetime import date
from random import Random

CMND_TOP = 40_999_999  # Điện Biên's series 040, from its end downwards
CMND_SPAN = 900_000
SERIALS = (900_000, 999_990)  # of a CCCD: above any that a province reaches
SECOND_SERIALS = (999_990, 999_991)  # and above those, for people whom the demo registers a second time
PHONES = {"worker": "+84599", "relative": "+84569"}


class Numbers:
    """Draws numbers without drawing one twice. Room for 900,000 workers."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._used: set[str] = set()

    def cmnd(self) -> str:
        """Nine digits of the series 040."""
        return self._once(lambda: f"{CMND_TOP - self._chance.randrange(CMND_SPAN):09d}")

    def cccd(self, *, born: date, female: bool, province: str) -> str:
        """Twelve digits: province, century and sex, year of birth, and a number above any that a province reaches."""
        century_and_sex = 2 * (born.year // 100 - 19) + female
        head = f"0{province}{century_and_sex}{born.year % 100:02d}"
        return self._once(lambda: f"{head}{self._chance.randrange(*SERIALS)}")

    def passport(self) -> str:
        """A letter and seven digits."""
        return self._once(lambda: f"{self._chance.choice('BC')}{self._chance.randrange(8_000_000, 10_000_000)}")

    def phone(self, whose: str) -> str:
        """A mobile number as it is kept; several people may share one, as they do."""
        return f"{PHONES[whose]}{self._chance.randrange(1_000_000):06d}"

    def _once(self, draw: Callable[[], str]) -> str:
        while (number := draw()) in self._used:
            pass
        self._used.add(number)
        return number
