"""How alerts are told apart that more than one room has to find: one is open for each key."""


def of_event(event_id: int, worker_id: int | str = "") -> str:
    """The key of the single alert of a worker under an event; without a worker, how all keys of the event begin."""
    return f"event:{event_id}:w:{worker_id}"
