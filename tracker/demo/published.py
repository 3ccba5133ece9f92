"""What is published and assumed about workers abroad, read from facts/*.toml, as wheels that chance can turn."""

import tomllib
from collections.abc import Mapping
from functools import cache
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Any

FACTS = Path(__file__).parent / "facts"


class Wheel:
    """Things to draw by weight."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self._things = list(weights)
        self._weights = list(accumulate(weights.values()))

    def turn(self, chance: Random) -> str:
        """One of the things, the heavier the likelier."""
        return chance.choices(self._things, cum_weights=self._weights)[0]


@cache
def facts(name: str) -> dict[str, Any]:
    """One file of facts: "names", "places", "markets", "work" or "policies"."""
    return tomllib.loads((FACTS / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def wheel(name: str, *path: str) -> Wheel:
    """The wheel for a table of weights, by the file and the keys that lead to it."""
    weights: Any = facts(name)
    for key in path:
        weights = weights[key]
    return Wheel(weights)


@cache
def markets() -> Wheel:
    """The host countries by how many workers they take."""
    return Wheel({country: market["weight"] for country, market in facts("markets").items()})


def share(name: str) -> float:
    """An assumed share of all workers, from 0 to 1."""
    found: float = facts("work")["shares"][name]
    return found
