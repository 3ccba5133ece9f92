"""Questions about alerts: the queue, its counts, and everything on the page of one alert."""

from tracker.alerts.queries.counts import (
    closed_by_others,
    counters,
    load_of_officers,
    open_by_country,
    open_by_office,
    open_counts,
)
from tracker.alerts.queries.filters import Filters
from tracker.alerts.queries.page import AlertPage, alert_by_ref, page_of, timeline_of
from tracker.alerts.queries.people import may_own, office_name, offices_below, supervised, user_name
from tracker.alerts.queries.queue import Line, count, for_worker, matching, queue, sample
from tracker.alerts.queries.senders import sender_name, senders_with_alerts

__all__ = [
    "AlertPage",
    "Filters",
    "Line",
    "alert_by_ref",
    "closed_by_others",
    "count",
    "counters",
    "for_worker",
    "load_of_officers",
    "matching",
    "may_own",
    "office_name",
    "offices_below",
    "open_by_country",
    "open_by_office",
    "open_counts",
    "page_of",
    "queue",
    "sample",
    "sender_name",
    "senders_with_alerts",
    "supervised",
    "timeline_of",
    "user_name",
]
