"""The window: how long it takes to stand there, what it holds in memory, a list's first paint.

Each time is of a process of its own, offscreen, as it is begun by a person.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

from bench.measuring import Measure

_ROOT = Path(__file__).parents[1]
# An installed program has its bytecode; the first round, which is not counted, makes it here.
_BYTECODE = {
    "PYTHONDONTWRITEBYTECODE": "",
    "PYTHONPYCACHEPREFIX": str(_ROOT / "build" / "bench" / "bytecode"),
}


def measures(book: Path, rounds: int) -> list[Measure]:
    """Return the measures of the window on a book."""
    ours, bare = (str(book.resolve()),), ()
    return [
        Measure("cold_start", 2.5, partial(_start, ours), partial(_start, bare), rounds),
        Measure("memory_idle", 2.0, partial(_memory, ours), partial(_memory, bare), rounds, "MB"),
        Measure("list_first_paint", 3.0, partial(_paint, ours), partial(_paint, bare), rounds),
    ]


def _start(book: tuple[str, ...]) -> float:
    """Return the milliseconds from the start of the process until the window can be used."""
    begun = time.perf_counter()
    return (_run("start", book)["stood"] - begun) * 1000


def _memory(book: tuple[str, ...]) -> float:
    return _run("start", book)["memory"]


def _paint(book: tuple[str, ...]) -> float:
    return _run("paint", book)["painted"]


def _run(what: str, book: tuple[str, ...]) -> dict[str, float]:
    process = subprocess.run(  # noqa: S603 - this very program
        [sys.executable, "-m", "bench.started", what, *book],
        cwd=_ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", **_BYTECODE},
        capture_output=True,
        check=True,
        text=True,
    )
    said: dict[str, float] = json.loads(process.stdout.splitlines()[-1])
    return said
