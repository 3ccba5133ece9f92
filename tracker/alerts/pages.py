"""The page of one alert and how a step is taken on it: what the views share, with those that stand above this room."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.alerts import listing, queries
from tracker.alerts.forms import STEP_FORMS, StepForm
from tracker.alerts.models import Alert
from tracker.alerts.refusals import EditedMeanwhile, Refused
from tracker.alerts.severity import GRADES
from tracker.auth.models import UserAccount
from tracker.core import clock
from tracker.core.db import transaction

Step = Callable[[Alert], object]


def take(ref: str, form: StepForm, step: Step, said: str, **fields: str) -> ResponseReturnValue:
    """Take one step, which is called as the view is; to the page of the alert, or back to its form.

    `fields` tells where a refusal stands when the form calls its field otherwise.
    """
    name = str(request.endpoint).partition(".")[2]
    alert_of(ref)
    if form.validate_on_submit():
        try:
            with transaction():
                step(alert_of(ref))
        except Refused as error:
            form.blame(fields.get(error.field, error.field), error.words())
            return page(ref, name, form), 409 if isinstance(error, EditedMeanwhile) else 422
        flash(said, "success")
        return redirect(url_for("alerts.show", ref=ref, **listing.place(request.args)), 303)
    return page(ref, name, form), 422


def page(ref: str, failed: str = "", form: StepForm | None = None, asked: str = "") -> str:
    """The page of one alert; `failed` is the step whose form came back, `asked` the one that a link opens."""
    found = queries.page_of(ref, now=clock.now())
    if found is None:
        abort(404)
    forms = {name: kind(formdata=None) for name, kind in STEP_FORMS.items()}
    forms["assign"].to.choices = {user.ref: user.display_name for user in may_own(found.alert)}
    opened = failed or _prepare(forms, found.alert, asked)
    if form is not None:
        forms[failed] = form
    for one in forms.values():
        # Also on the form that failed: whoever sends it again has read the newest line.
        one.version.data = found.alert.version
    return render_template(
        "alerts/show.html",
        page=found,
        forms=forms,
        failed=failed,
        opened=opened,
        **listing.names(request.args, short=True),
        **listing.furniture(),
    )


def step_form(name: str) -> Any:
    """The form of one step as it was sent."""
    return STEP_FORMS[name]()


def alert_of(ref: str) -> Alert:
    """The alert of this address; 404 for whoever may not see it."""
    return queries.alert_by_ref(ref) or abort(404)


def may_own(alert: Alert) -> list[UserAccount]:
    """To whom the alert may be given."""
    return queries.may_own(alert.office_path, clock.now())


def _prepare(forms: dict[str, Any], alert: Alert, asked: str) -> str:
    """The step that a button of the page leads to, with what it already knows filled in; its name."""
    if asked == "relatives":
        forms["call"].reached.data = "relative"
        return "call"
    if asked == "sender":
        tomorrow = clock.today() + timedelta(days=1)
        latest = clock.today() + GRADES[alert.severity].longest_wait
        forms["wait_on"].whom.data = "sender"
        forms["wait_on"].wait_until.data = min(max(tomorrow, clock.day_of(alert.act_by)), latest)
        return "wait_on"
    return ""
