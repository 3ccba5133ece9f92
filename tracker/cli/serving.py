"""`tracker serve`: the web server and the scheduler as two processes under one command."""

import errno
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

import click

from tracker.app import TOP
from tracker.cli.installing import install
from tracker.core.settings import Settings, read_settings

GRACE_SECONDS = 10
LOOK_EVERY = 0.2
WORKERS = 2
ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
TAKEN = (
    "Cổng {port} đang có chương trình khác dùng. Chọn cổng khác, ví dụ: PORT={other} make run\n"
    "Port {port} is in use. Choose another one, for instance: PORT={other} make run"
)


@click.command()
@click.option("--workers", default=WORKERS, show_default=True, help="Web processes: as many as cores.")
@click.pass_context
def serve(context: click.Context, workers: int) -> None:
    """Bring the tables up to date, serve on PORT (8000 unless set) and keep the timetable. Ctrl-C ends both."""
    refuse_taken_port()
    context.invoke(install)
    raise SystemExit(keep_house(read_settings(), workers=workers))


def refuse_taken_port() -> None:
    """Say so at once when another program listens where we are to serve."""
    host, port = _place()
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
            raise click.ClickException(TAKEN.format(port=port, other=port + 1)) from error


def keep_house(told: Settings, *, workers: int = WORKERS, log: Path | None = None) -> int:
    """Run web and scheduler until one ends or a signal comes, then end the other; the exit code.

    `log` takes what the scheduler prints; without it that goes where our own output goes.
    """
    host, port = _place()
    web = [sys.executable, "-m", "gunicorn", "--chdir", str(TOP), "--bind", f"{host}:{port}"]
    web += ["--workers", str(workers), "--worker-tmp-dir", str(told.instance), "--log-level", "warning", "wsgi:app"]
    engine = [str(Path(sys.executable).with_name("tracker")), "jobs", "start"]
    environ = {**os.environ, "TRACKER_INSTANCE": str(told.instance)}
    for name in ENDINGS:  # SIGINT too: a shell starts what runs in the background with it ignored
        signal.signal(name, _stop)
    with (log or Path(os.devnull)).open("ab") as kept:
        processes = [
            subprocess.Popen(web, env=environ),  # noqa: S603  (our own two commands)
            subprocess.Popen(engine, env=environ, stdout=kept if log else None),  # noqa: S603
        ]
        try:
            _tell_when_open(processes, told.public_url)
            return _first_to_end(processes)
        except KeyboardInterrupt:
            return 0
        finally:
            _end(processes)


def _place() -> tuple[str, int]:
    return os.environ.get("HOST", "127.0.0.1"), int(os.environ.get("PORT", "8000"))


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _tell_when_open(processes: list[subprocess.Popen[bytes]], address: str) -> None:
    while all(process.poll() is None for process in processes):
        with socket.socket() as visitor:
            if visitor.connect_ex(_place()) == 0:
                click.echo(f"Đang phục vụ tại {address} – Ctrl-C để dừng (serving, Ctrl-C to stop)")
                return
        time.sleep(LOOK_EVERY)


def _first_to_end(processes: list[subprocess.Popen[bytes]]) -> int:
    while True:
        for process in processes:
            if process.poll() is not None:
                return process.returncode
        time.sleep(LOOK_EVERY)


def _end(processes: list[subprocess.Popen[bytes]]) -> None:
    """End what still runs; a second Ctrl-C meanwhile must not leave one behind."""
    for name in ENDINGS:
        signal.signal(name, signal.SIG_IGN)
    for process in processes:
        if process.poll() is None:
            process.terminate()
    for process in processes:
        try:
            process.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
