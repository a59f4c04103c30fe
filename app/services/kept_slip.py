"""The slip that lies on the counter, kept on disk so that a closed window loses nothing."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

from app.domain.device import Quality
from app.domain.term import Term
from app.services.counter import CounterLine, Lesson, Slip
from app.store.files import discard, write_whole

T = TypeVar("T", CounterLine, Lesson)

_FILE = "counter.json"


def keep_slip(folder: Path, slip: Slip) -> None:
    """Write an unfinished slip beside the book, or take the file away when it is empty.

    One that cannot be written stays on the screen alone: confirming it says what is wrong.
    """
    path = folder / _FILE
    if slip == Slip():
        discard(path)
        return
    with suppress(OSError):
        write_whole(path, json.dumps(asdict(slip), ensure_ascii=False).encode(), synced=False)


def kept_slip(folder: Path) -> Slip:
    """Return the slip that was kept, an empty one when there is none that can be read."""
    try:
        said = json.loads((folder / _FILE).read_text(encoding="utf-8"))
        return Slip(
            str(said["class_name"]),
            str(said["teacher"]),
            str(said["teacher_name"]),
            tuple(_line(line) for line in said["lines"]),
            Term(said["term"]),
            _of(Lesson, said["lesson"]),
        )
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return Slip()


def _line(said: dict[str, Any]) -> CounterLine:
    line = _of(CounterLine, said)
    if line.quality:
        Quality(line.quality)  # a word that is none raises `ValueError`
    return line


def _of(kind: type[T], said: dict[str, Any]) -> T:
    """Return a part of a slip, every value of its type; raise `TypeError` for any other."""
    for name, wanted in get_type_hints(kind).items():
        if name in said and not isinstance(said[name], wanted):
            raise TypeError(name)
    return kind(**said)
