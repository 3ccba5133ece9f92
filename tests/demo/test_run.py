"""The two commands of a fresh machine, started for real: the demo serves, ends whole, and keeps its data."""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tracker.app import TOP

TRACKER = str(Path(sys.executable).with_name("tracker"))
PATIENCE = 180
pytestmark = pytest.mark.xdist_group("run")


@pytest.fixture
def place(tmp_path: Path) -> dict[str, str]:
    """The environment of an installation of its own on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TRACKER_")}
    return {**kept, "TRACKER_INSTANCE": str(tmp_path / "instance"), "PORT": port}


@contextmanager
def running(command: list[str], place: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """A command running in the background in a process group of its own; nothing of it is left afterwards."""
    process = subprocess.Popen(
        [TRACKER, *command],
        env=place,
        cwd=TOP,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        if still_there(process.pid):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        if process.stdout:
            process.stdout.close()


def test_the_demo_serves_ends_whole_and_starts_again_with_its_data(place: dict[str, str]) -> None:
    with running(["demo", "start", "--workers", "30"], place) as process:
        first = healthy(place, process)
        process.send_signal(signal.SIGINT)
        said = process.communicate(timeout=30)[0]
        left = still_there(process.pid)

    instance = Path(place["TRACKER_INSTANCE"])
    accounts = (instance / "demo-accounts.txt").read_text(encoding="utf-8")
    assert first["status"] == "ok"
    assert first["database"] == "sqlite"
    assert process.returncode == 0
    assert not left
    assert accounts.strip() in said
    assert (instance / "demo-accounts.txt").stat().st_mode & 0o777 == 0o600
    before = references(instance)

    with running(["demo", "start", "--workers", "30"], place) as process:
        healthy(place, process)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)

    assert references(instance) == before
    assert len(before) == 30


def test_a_port_that_is_taken_is_said_in_words(place: dict[str, str]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        done = subprocess.run(
            [TRACKER, "demo", "start"],
            env={**place, "PORT": port},
            cwd=TOP,
            capture_output=True,
            text=True,
            check=False,
        )

    assert done.returncode == 1
    assert f"Cổng {port} đang có chương trình khác dùng" in done.stderr
    assert f"Port {port} is in use" in done.stderr


def test_a_first_start_without_the_demo_prints_a_link_that_works_once(place: dict[str, str]) -> None:
    done = subprocess.run([TRACKER, "install"], env=place, cwd=TOP, capture_output=True, text=True, check=True)

    link = done.stdout.strip().splitlines()[-1].split()[-1]
    assert link.startswith(f"http://127.0.0.1:{place['PORT']}/set-up/")
    assert not (Path(place["TRACKER_INSTANCE"]) / "demo").exists()


def healthy(place: dict[str, str], process: "subprocess.Popen[str]") -> dict[str, str]:
    """What /healthz says once it says 200; fails when that takes too long or the command has ended."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if process.poll() is not None:
            pytest.fail(f"ended by itself:\n{process.stdout.read() if process.stdout else ''}")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{place['PORT']}/healthz", timeout=5) as answer:
                told: dict[str, str] = json.load(answer)
                return told
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    pytest.fail(f"not healthy within {PATIENCE} s")


def still_there(group: int) -> bool:
    """Whether any process of a group is alive."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def references(instance: Path) -> list[str]:
    with sqlite3.connect(instance / "tracker.db") as connection:
        rows = [row[0] for row in connection.execute("SELECT ref FROM worker ORDER BY id")]
    connection.close()
    return rows


def test_a_demo_is_loaded_into_an_instance_that_has_no_tables_yet(place: dict[str, str]) -> None:
    load = [TRACKER, "demo", "load", "--workers", "5"]

    done = subprocess.run(load, env=place, cwd=TOP, capture_output=True, text=True, check=True)

    assert done.stdout.startswith("5 người lao động")
