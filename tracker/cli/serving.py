"""`tracker serve`: the web server and the scheduler as two processes under one command."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

import click

from tracker.core.settings import read_settings

GRACE_SECONDS = 10


@click.command()
@click.option("--workers", default=2, show_default=True, help="Web processes: as many as cores.")
def serve(workers: int) -> None:
    """Serve on PORT (8000 unless set) and keep the timetable. Ctrl-C ends both."""
    port = os.environ.get("PORT", "8000")
    host = os.environ.get("HOST", "127.0.0.1")
    told = read_settings()
    web = [sys.executable, "-m", "gunicorn", "--bind", f"{host}:{port}", "--workers", str(workers)]
    web += ["--worker-tmp-dir", str(told.instance), "--log-level", "warning", "wsgi:app"]
    engine = [str(Path(sys.executable).with_name("tracker")), "jobs", "start"]
    raise SystemExit(_keep_both(web, engine, f"{told.public_url}"))


def _keep_both(web: list[str], engine: list[str], address: str) -> int:
    """Run both until one ends or a signal comes; end the other; the exit code of the one that ended by itself."""
    processes = [subprocess.Popen(web), subprocess.Popen(engine)]  # noqa: S603  (our own two commands)

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    click.echo(f"Đang phục vụ tại {address} – Ctrl-C để dừng")
    try:
        while all(process.poll() is None for process in processes):
            time.sleep(0.3)
        return next(process.returncode or 0 for process in processes if process.poll() is not None)
    except KeyboardInterrupt:
        return 0
    finally:
        _end(processes)


def _end(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        if process.poll() is None:
            process.terminate()
    for process in processes:
        try:
            process.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
