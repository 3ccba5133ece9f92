"""Why two files may be one person's, as one number: more reasons make it greater, and it tells which they were."""

REASONS = ("phone", "name_and_birth_date", "passport")  # the weakest first
A_REASON = 1 << len(REASONS)
WEIGHTS = {reason: A_REASON + (1 << place) for place, reason in enumerate(REASONS)}


def reasons_in(likeness: int) -> tuple[str, ...]:
    """The reasons that a sum of weights is made of, the strongest first."""
    told = likeness % A_REASON
    return tuple(reason for place, reason in reversed(list(enumerate(REASONS))) if told & 1 << place)
