"""A full disk: a small drive of its own is filled to the last byte, and every act is tried on it.

Mounting a drive in memory needs root. After room is made again, everything works.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from torture.acts import BOOK, PLACE, Ready, acts, ready, school, warming
from torture.campaign import Wish
from torture.faults import ill_said
from torture.proof import leavings, look
from torture.trial import Anvil

_ROWS = 20
_SIZE = 64 << 20  # bytes of the drive
_ROOM = (0, 8 << 10, 64 << 10, 256 << 10, 1 << 20, 2 << 20, 4 << 20)  # bytes left free, in turn
_BALLAST = "ballast"


def torture(wish: Wish) -> int:
    """Try every act with ever more room left, at most `times` of the steps, then with enough."""
    with small_drive(wish.folder / "home") as drive:
        made = list(ready(wish.folder, start := school(wish.folder), acts(start, _ROWS)))
        lines, sweep = warming(made)
        found = 0
        with Anvil(lines) as anvil:
            sweep()
            for one in made:
                for fault in try_full(one, anvil, drive, _ROOM[: wish.times]):
                    wish.say(f"  {one.act.name}: {fault}")
                    found += 1
                wish.say(f"{one.act.name}: tried with {len(_ROOM[: wish.times])} amounts of room")
    return found


@contextmanager
def small_drive(place: Path) -> Iterator[Path]:
    """Lend a drive in memory, taken away after."""
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={_SIZE}", "none", str(place)]
    subprocess.run(mount, check=True)
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)  # noqa: S607 - where the system keeps it


def try_full(one: Ready, anvil: Anvil, drive: Path, rooms: tuple[int, ...]) -> Iterator[str]:
    """Yield what is wrong after an act on a drive with so many bytes left, each in turn."""
    for room in rooms:
        folder = drive / "trial"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(one.start, folder)
        before = look(folder / BOOK)
        fill(drive, room)
        reply = anvil.do(one.act.arguments(folder))
        (drive / _BALLAST).unlink()
        state = look(folder / BOOK)
        wrong = [*ill_said(reply), *state.faults, *leavings(folder / PLACE)]
        wrong += [f"{name} is unknown to the book" for name in state.strays]
        if reply.status and state.rows != before.rows:
            wrong.append("it was refused, and the book is another")
        if reply.status and anvil.do(one.act.arguments(folder)).status != 0:
            wrong.append("it does not work when there is room again")
        yield from (f"{room} bytes free: {said}" for said in wrong)


def fill(drive: Path, room: int) -> None:
    """Fill a drive until so many bytes are free."""
    with (drive / _BALLAST).open("wb", buffering=0) as ballast:
        free = os.statvfs(drive)
        left = free.f_bavail * free.f_frsize - room
        with suppress(OSError):
            os.posix_fallocate(ballast.fileno(), 0, max(left, 1))
