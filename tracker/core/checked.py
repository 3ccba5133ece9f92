"""What is found when something typed is checked: the value to keep, what is wrong with it, what was set right."""

from dataclasses import dataclass
from typing import Literal, Self


@dataclass(frozen=True)
class Problem:
    """A sentence for the person who typed; `refuse` stops the form, `warn` is shown and may be confirmed."""

    message: str
    severity: Literal["refuse", "warn"] = "refuse"


@dataclass(frozen=True)
class Checked:
    """The value in the form that is kept, with problems and repairs in words; blank when it was refused."""

    value: str
    problems: tuple[Problem, ...] = ()
    repairs: tuple[str, ...] = ()

    @classmethod
    def refused(cls, message: str) -> Self:
        """Nothing to keep, and why."""
        return cls("", (Problem(message),))

    @property
    def ok(self) -> bool:
        """Whether the value may be kept."""
        return not self.refusals

    @property
    def refusals(self) -> tuple[str, ...]:
        """Why the value may not be kept."""
        return tuple(one.message for one in self.problems if one.severity == "refuse")

    @property
    def warnings(self) -> tuple[str, ...]:
        """What to look at again before keeping it."""
        return tuple(one.message for one in self.problems if one.severity == "warn")
