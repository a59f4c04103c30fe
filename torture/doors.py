"""Every door through which a file from outside comes in, and one try at it in its own process."""

from __future__ import annotations

import json
import os
import select
import signal
import tempfile
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from app.domain.fault import Fault
from app.domain.heading import FIELDS
from app.domain.upload import Choice
from app.services.clock import local_time
from app.services.demonstration import Demonstration, make_demonstration
from app.services.importing import (
    Import,
    OnDuplicate,
    open_list,
    read_list,
    read_pasted,
    sight_sheet,
)
from app.services.layout_files import BringLayout
from app.services.layout_making import GuessLayout, open_template
from app.services.layouts import AddLayout, layout_in_use
from app.services.photos import AddManual, AddPhoto
from app.services.reconcile_reading import read_by_layout
from app.services.reconciliations import BringList, ComparisonOf, fingerprint
from app.services.restoring import look, practise
from app.services.room import Room
from app.services.upload_answers import KeepReceipt
from app.services.upload_results import ReadResults
from app.services.uploading import MakeUpload, Selection
from app.store.desk import Desk

Door = Callable[[Room, Path], None]

_FIRST_DAY = date(2025, 9, 5)
_PATIENCE = 120  # seconds until a try is given up


@dataclass(frozen=True, slots=True)
class Told:
    """How a try ended: what was said, "" for a file that was read; what it took.

    The seconds are of the processor: what a PC takes that has nothing else to do. The memory is in
    bytes, beside what the asking program holds.
    """

    said: str
    crash: str
    seconds: float
    memory: int


def _import(kind: str, room: Room, path: Path) -> None:
    room.run(Import(read_list(kind, path), OnDuplicate.UPDATE, accept_valid=True))


def _sight(room: Room, path: Path) -> None:
    del room
    for sheet in open_list(path)[:50]:
        sight_sheet("devices", path.name, sheet)


def _paste(room: Room, path: Path) -> None:
    text = path.read_bytes().decode("utf-8", "replace")
    room.run(Import(read_pasted("devices", text), accept_valid=True))


def _layout(room: Room, path: Path) -> None:
    template = open_template(path)
    room.run(AddLayout(room.ask(GuessLayout(template)), path))
    room.run(MakeUpload(Selection(Choice.ALL, leave_out=True)))


def _bring_layout(room: Room, path: Path) -> None:
    room.run(BringLayout(path, "Lạ"))


def _results(room: Room, path: Path) -> None:
    room.ask(ReadResults(1, path))


def _reconcile(room: Room, path: Path) -> None:
    number = room.run(BringList(read_list("devices", path), fingerprint(path))).value
    room.ask(ComparisonOf(number))


@dataclass(frozen=True, slots=True)
class _ByLayout:
    """Reads a list that stands in the layout in use."""

    path: Path

    def answer(self, desk: Desk) -> int:
        """Return how many rows it has."""
        return len(read_by_layout(self.path, layout_in_use(desk)).rows)


def _by_layout(room: Room, path: Path) -> None:
    room.ask(_ByLayout(path))


def _receipt(room: Room, path: Path) -> None:
    room.run(KeepReceipt(1, path))


def _photo(room: Room, path: Path) -> None:
    room.run(AddPhoto("TB00001", path))


def _manual(room: Room, path: Path) -> None:
    room.run(AddManual("TB00001", path))


def _look(room: Room, path: Path) -> None:
    del room
    look(path)


def _practise(room: Room, path: Path) -> None:
    practise(room, path)


LISTS: dict[str, Door] = {
    **{f"import {kind}": partial(_import, kind) for kind in FIELDS},
    "sight": _sight,
    "layout": _layout,
    "results": _results,
    "reconcile": _reconcile,
    "reconcile by layout": _by_layout,
}
PASTE: dict[str, Door] = {"paste": _paste}
KEPT: dict[str, Door] = {"receipt": _receipt, "photo": _photo, "manual": _manual}
LAYOUT: dict[str, Door] = {"bring layout": _bring_layout}
BACKUP: dict[str, Door] = {"look": _look, "practise": _practise}


def small_school(folder: Path) -> Path:
    """Make a demonstration school to bring files to; return where it lies."""
    book = folder / "school"
    make_demonstration(book, Demonstration(devices=20, loans=20), _FIRST_DAY).leave()
    return book


def attempt(door: Door, book: Path, path: Path, spare: Path) -> Told:
    """Bring a file to a door in a fork; measure it with all processes that it starts.

    Temporary files go to the folder `spare`.
    """
    out, into = os.pipe()
    held = _resident()
    process = os.fork()
    if process == 0:
        os.close(out)
        tempfile.tempdir = str(spare)
        os.write(into, json.dumps(_tried(door, book, path)).encode()[-60_000:])
        os._exit(0)
    os.close(into)
    try:
        if not select.select([out], [], [], _PATIENCE)[0]:
            os.kill(process, signal.SIGKILL)
        _pid, status, used = os.wait4(process, 0)
        answer = b"".join(iter(partial(os.read, out, 1 << 16), b""))
    finally:
        os.close(out)
    said, crash = json.loads(answer) if answer else ("", f"it died with status {status}")
    memory = max((used.ru_maxrss << 10) - held, 0)
    return Told(said, crash, used.ru_utime + used.ru_stime, memory)


def _resident() -> int:
    """Return the bytes of this process in memory: a fork begins with as much."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def _tried(door: Door, book: Path, path: Path) -> tuple[str, str]:
    """Return the sentence of a refusal, and what crashed."""
    try:
        room = Room.enter(book, local_time, "torture")
        try:
            door(room, path)
        finally:
            room.leave()
    except Fault as fault:
        return fault.sentence.text, ""
    except BaseException:  # noqa: BLE001 - a crash is what is looked for
        return "", traceback.format_exc()
    return "", ""
