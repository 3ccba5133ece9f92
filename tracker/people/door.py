"""The door of a file: whoever sees a page of it is written down before the page is shown."""

from tracker.audit import actions as audit
from tracker.auth.door import asking_user
from tracker.core import clock
from tracker.core.db import transaction
from tracker.people.models import Worker
from tracker.web.forms import spare_form_token


def look(worker: Worker) -> Worker:
    """The worker, with a line in the audit book. A page that comes back with errors is a look as well."""
    spare_form_token()
    with transaction():
        audit.record("worker.read", ("worker", worker.ref), by=asking_user(), now=clock.now())
    return worker
