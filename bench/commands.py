"""Whole commands beside an empty Python: `python -m bench.commands BOOK [--rounds N]`.

For each the median wall and processor time in milliseconds, and the peak memory in megabytes.
It imports nothing of the program: a child's peak begins with what its parent held.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

_DEVNULL = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run each command in turn, on a copy of a book, and print a table."""
    parser = argparse.ArgumentParser(prog="bench.commands", description=__doc__)
    parser.add_argument("book", type=Path)
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(options.book / "book.db", folder)
        commands = _commands(folder)
        taken = [[_run(one) for one in commands.values()] for _round in range(options.rounds)]
    sys.stdout.write(f"{'command':16}{'wall ms':>10}{'cpu ms':>10}{'peak MB':>10}\n")
    for name, rounds in zip(commands, zip(*taken, strict=True), strict=True):
        figures = (f"{statistics.median(one):10.1f}" for one in zip(*rounds, strict=True))
        sys.stdout.write(f"{name:16}{''.join(figures)}\n")
    return 0


def _commands(folder: str) -> dict[str, list[str]]:
    ours = ["-m", "app.cli", "--data", folder]
    return {
        "python -c pass": ["-c", "pass"],
        # What a round lends it takes back, so the next one finds it in store.
        "lend": [*ours, "lend", "TB00001", "--class", "3A"],
        "take-back": [*ours, "take-back", "TB00001"],
        "devices may": [*ours, "devices", "may"],
        "month show": [*ours, "month", "2026-05", "show"],
    }


def _run(command: list[str]) -> tuple[float, float, float]:
    """Return what a process took, in wall and processor time, and the most it held."""
    begun = time.perf_counter()
    child = os.posix_spawn(
        sys.executable, [sys.executable, *command], os.environ, file_actions=_DEVNULL
    )
    _child, status, used = os.wait4(child, 0)
    wall = (time.perf_counter() - begun) * 1000
    if status:
        raise SystemExit(status)
    return wall, (used.ru_utime + used.ru_stime) * 1000, used.ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())
