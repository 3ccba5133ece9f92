"""Puts the house together: settings, database, doors, rooms, walls. The only module that sees every room."""

from importlib import import_module
from pathlib import Path

import structlog
from flask import Flask, Response, g, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_migrate import Migrate
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from tracker.auth import door as staff_door
from tracker.core.db import db
from tracker.core.keys import refuse_other_keys
from tracker.core.settings import Settings, read_settings, settings
from tracker.family import door as family_door
from tracker.places import countries
from tracker.web import errors, forms, furniture, headers
from tracker.web.routes import FAMILY, PUBLIC, STAFF, allowed, refuse_strangers, role_now, sent_in_vain

TOP = Path(__file__).parent.parent
ROOMS = (
    "auth.views",
    "auth.views_saved",
    "audit.views",
    "people.views",
    "senders.views",
    "senders.views_markets",
    "alerts.views",
    "checkins.views",
    "disruptions.views",
    "family.views",
    "intake.views",
    "intake.registration.views",
    "intake.correction.views",
    "home.today",
    "home.uncertain",
    "home.workers",
    "home.senders",
    "home.file",
    "home.alert_calls",
    "home.rhythm",
    "home.outreach.views",
    "home.travel",
    "home.travel_corrected",
    "home.board",
    "home.offices",
    "home.health",
)
TABLES = (
    "core.keys",
    "core.runs",
    "web.limits",
    "auth.models",
    "audit.models",
    "messages.models",
    "people.models",
    "senders.models",
    "contracts.models",
    "alerts.models",
    "checkins.models",
    "disruptions.models",
    "family.models",
    "intake.models",
)
csrf = CSRFProtect()
migrate = Migrate()


def create_app(told: Settings | None = None) -> Flask:
    """The application. Raises SettingsRefused when this installation would not be safe to start."""
    told = told or read_settings()
    app = Flask(__name__, template_folder=str(TOP / "templates"), static_folder="static")
    app.config.update(
        SECRET_KEY=told.keys["secret"],
        SQLALCHEMY_DATABASE_URI=told.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=_engine_options(told),
        MAX_CONTENT_LENGTH=20 * 1024 * 1024 + 65536,
        SESSION_COOKIE_NAME="__Host-tracker" if told.behind_https else "tracker",
        SESSION_COOKIE_SECURE=told.behind_https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=told.behind_https,
    )
    app.extensions["tracker"] = told
    _write_logs()
    _open_database(app)
    _look_at_keys(app, told)
    _raise_walls(app)
    _furnish_rooms(app)
    return app


def _engine_options(told: Settings) -> dict[str, bool]:
    """A connection that a server ended meanwhile is noticed when it is taken, not by whoever asks for a page."""
    return {"hide_parameters": True, "pool_pre_ping": not told.database_url.startswith("sqlite")}


def _write_logs() -> None:
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=structlog.PrintLoggerFactory(),
    )


def _open_database(app: Flask) -> None:
    for name in TABLES:
        import_module(f"tracker.{name}")
    db.init_app(app)
    migrate.init_app(app, db, directory=str(TOP / "migrations"), render_as_batch=True, compare_type=True)


def _look_at_keys(app: Flask, told: Settings) -> None:
    with app.app_context():
        try:
            refuse_other_keys(db.engine, told.keys)
        finally:
            db.engine.dispose()  # a connection must not be shared by the processes that a web server makes of this one


def _raise_walls(app: Flask) -> None:
    staff_door.hang_door(app)
    app.before_request(_open_door)
    csrf.init_app(app)
    app.before_request(_keep_what_was_sent)
    app.before_request(refuse_strangers)
    app.before_request(forms.note_form_token)
    app.after_request(_note_where_the_form_led)
    app.after_request(headers.harden)
    errors.answer_errors(app)


def _open_door() -> ResponseReturnValue | None:
    """Say in which role this request is made and whose rows it may see."""
    may_enter = allowed(request.endpoint or "")
    if request.endpoint == "static":
        g.role = "anonymous"
    elif may_enter == FAMILY:
        family_door.enter()
    else:
        staff_door.enter(with_scope=may_enter != PUBLIC)
    return None


def _keep_what_was_sent() -> ResponseReturnValue | None:
    """A form sent after the session had ended meets the door with its words, not an empty one."""
    if not sent_in_vain():
        return None
    room = "family" if allowed(request.endpoint or "") == FAMILY else "auth"
    come_back: ResponseReturnValue = import_module(f"tracker.{room}.views").ask_to_sign_in()
    return come_back


def _note_where_the_form_led(response: Response) -> Response:
    if request.method == "POST" and response.status_code in (302, 303):
        forms.remember_where_it_led(response.location)
    return response


def _furnish_rooms(app: Flask) -> None:
    furniture.furnish(app)
    app.add_template_global(_country_name, "country_name")
    for name in ROOMS:
        app.register_blueprint(import_module(f"tracker.{name}").bp)
    from tracker.home.navigation import navigation

    app.context_processor(lambda: navigation() if current_user.is_authenticated and role_now() in STAFF else {})
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app, root=str(Path(app.root_path) / "static"), prefix="static/", max_age=31536000
    )
    proxies = settings(app).proxies
    if proxies:  # else whoever calls could name any address as his own
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies)  # type: ignore[method-assign]


def _country_name(iso3: str, locale: str = "") -> str:
    """A country's name in the language of the page."""
    return countries.country_name(iso3, locale or furniture.language())
