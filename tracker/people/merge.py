"""Two files that become one, as every room that keeps rows about workers is told of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Merge:
    """What is about `other_id` is from now on about `kept_id`, under the office of the kept file.

    `contracts`: contracts of the other file that are the same as one of the kept file, {other: kept}.
    """

    kept_id: int
    other_id: int
    office_path: str
    contracts: Mapping[int, int] = field(default_factory=dict)
