"""How an event stands to the feed it was made from, after the feed was revised."""

from datetime import date

from tracker.disruptions.episodes import known_end
from tracker.disruptions.models import Disruption


def stands_to_feed(disruption: Disruption, *, today: date) -> str:
    """ "withdrawn", "followed" or "kept" while a revision is to be looked at, else nothing.

    withdrawn: the feed has taken the episode back · followed: the event has its dates · kept: it has an officer's.
    """
    episode = disruption.episode
    if episode is None or not disruption.revision_note or disruption.status == "closed":
        return ""
    if episode.state == "withdrawn":
        return "withdrawn"
    said = (episode.start_on, known_end(episode.end_on, episode.end_reason, today=today))
    return "followed" if (disruption.from_on, disruption.to_on) == said else "kept"
