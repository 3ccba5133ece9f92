"""Roof: the commands of the house, all under `tracker`; each is loaded when it is asked for."""

from importlib import import_module
from typing import Any

import click
from flask.cli import FlaskGroup

from tracker.app import create_app
from tracker.core.settings import SettingsRefused

COMMANDS = {
    "affected": "disruptions:affected",
    "audit": "audit:audit",
    "demo": "demo:demo",
    "episodes": "disruptions:episodes",
    "import": "importing:importing",
    "install": "installing:install",
    "jobs": "jobs:jobs",
    "office": "offices:office",
    "serve": "serving:serve",
    "user": "installing:user",
}


class House(FlaskGroup):
    """The commands above beside those that Flask and its extensions bring (`tracker db upgrade`)."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command's name."""
        return sorted({*super().list_commands(ctx), *COMMANDS})

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """One command by its name."""
        if name not in COMMANDS:
            return super().get_command(ctx, name)
        module, _, command = COMMANDS[name].partition(":")
        found: click.Command = getattr(import_module(f"tracker.cli.{module}"), command)
        return found

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; an installation that would not be safe to start says why in plain words."""
        try:
            return super().invoke(ctx)
        except SettingsRefused as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=House, create_app=create_app, add_version_option=False)
def main() -> None:
    """The tracker: register workers abroad, keep in touch with them, notice who is in trouble."""
