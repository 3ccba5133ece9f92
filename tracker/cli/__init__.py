"""Roof: the commands of the house, all under `tracker`."""

from importlib import import_module

import click
from flask.cli import FlaskGroup

from tracker.app import create_app

COMMANDS = (
    "tracker.cli.audit:audit",
    "tracker.cli.importing:importing",
    "tracker.cli.disruptions:episodes",
    "tracker.cli.disruptions:affected",
    "tracker.cli.jobs:jobs",
    "tracker.cli.demo:demo",
    "tracker.cli.installing:install",
    "tracker.cli.installing:user",
    "tracker.cli.serving:serve",
)


@click.group(cls=FlaskGroup, create_app=create_app, add_version_option=False)
def main() -> None:
    """The tracker: register workers abroad, keep in touch with them, notice who is in trouble."""


for _place in COMMANDS:
    _module, _, _name = _place.partition(":")
    main.add_command(getattr(import_module(_module), _name))
