"""Wall 1: every route says who may enter; one table for pages, menus and tests."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, NoReturn, TypeVar

from flask import Blueprint as FlaskBlueprint
from flask import abort, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

View = TypeVar("View", bound=Callable[..., Any])

ANONYMOUS = "anonymous"
PUBLIC = frozenset({"anonymous", "family", "officer", "supervisor", "admin", "auditor"})
FAMILY = frozenset({"family"})
OFFICERS = frozenset({"officer", "supervisor"})
SUPERVISORS = frozenset({"supervisor"})
ADMINS = frozenset({"admin"})
AUDITORS = frozenset({"auditor", "supervisor"})
STAFF = frozenset({"officer", "supervisor", "admin", "auditor"})

ALLOWED: dict[str, frozenset[str]] = {"static": PUBLIC}


class Blueprint(FlaskBlueprint):
    """A Flask blueprint whose routes cannot be declared without `allow=`."""

    def get(self, rule: str, *, allow: frozenset[str], **options: Any) -> Callable[[View], View]:  # type: ignore[override]
        """Declare a page that reads."""
        return self._route(rule, allow, ["GET"], options)

    def post(self, rule: str, *, allow: frozenset[str], **options: Any) -> Callable[[View], View]:  # type: ignore[override]
        """Declare an address that writes."""
        return self._route(rule, allow, ["POST"], options)

    def route(self, rule: str, **options: Any) -> NoReturn:
        """Refused: a route without a verb and `allow` would be a door without a lock. Raises TypeError."""
        raise TypeError("use .get(rule, allow=…) or .post(rule, allow=…)")

    def _route(
        self, rule: str, allow: frozenset[str], methods: list[str], options: dict[str, Any]
    ) -> Callable[[View], View]:
        def keep(view: View) -> View:
            endpoint = options.pop("endpoint", view.__name__)
            ALLOWED[f"{self.name}.{endpoint}"] = allow
            self.add_url_rule(rule, endpoint, view, methods=methods, **options)
            return view

        return keep


def allowed(endpoint: str) -> frozenset[str]:
    """The roles that may enter; nobody for an endpoint that never said."""
    return ALLOWED.get(endpoint, frozenset())


def may(endpoint: str) -> bool:
    """Whether whoever is asking may enter: for menus and buttons."""
    return role_now() in allowed(endpoint)


def role_now() -> str:
    """The role in which this request is made."""
    found: str = g.get("role", ANONYMOUS)
    return found


def refuse_strangers() -> ResponseReturnValue | None:
    """Before each request: send the unknown to the right door, refuse the known who may not enter."""
    if request.endpoint is None or role_now() in allowed(request.endpoint):
        return None
    if role_now() != ANONYMOUS:
        abort(403)
    if request.headers.get("HX-Request"):  # a look-up behind a page that somebody still types into: it stays as it is
        return "", HTTPStatus.UNAUTHORIZED
    door = "family.enter" if allowed(request.endpoint) == FAMILY else "auth.sign_in"
    if door == "auth.sign_in":
        return redirect(url_for(door, next=request.full_path.rstrip("?")))
    return redirect(url_for(door))


def sent_in_vain() -> bool:
    """Whether this is a form of somebody whose session has ended."""
    may_not = request.endpoint is not None and role_now() not in allowed(request.endpoint)
    return request.method == "POST" and role_now() == ANONYMOUS and may_not and not request.headers.get("HX-Request")
