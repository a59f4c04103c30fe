"""Files from outside that lie or swell, brought to every door that would read them.

Each is read, or refused with one sentence, within 10 s and 300 MB; what is refused leaves every
row as it was, and what is read leaves a book that adds up.
"""

from __future__ import annotations

import hashlib
import random
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from torture.campaign import Wish
from torture.doors import BACKUP, KEPT, LAYOUT, LISTS, PASTE, Door, Told, attempt, small_school
from torture.files import BACKUPS, CUTS, LAYOUTS, PICTURES, TEXTS
from torture.proof import look
from torture.workbooks import CANARY, WORKBOOKS, Make

_SECONDS, _MEMORY = 10.0, 230 << 20  # beside the 70 MB of the program itself
_PLAN: tuple[tuple[dict[str, Make], dict[str, Door], str], ...] = (
    ({**WORKBOOKS, **CUTS}, LISTS, ".xlsx"),
    (TEXTS, {**LISTS, **PASTE}, ".csv"),
    (PICTURES, KEPT, ".png"),
    ({**LAYOUTS, "a workbook that is cut": CUTS["cut at 50 %"]}, LAYOUT, ".stblayout"),
    (BACKUPS, BACKUP, ".stb"),
)


def torture(wish: Wish) -> int:
    """Bring every file to every door, or `times` files by chance."""
    chance = random.Random(wish.seed)
    bench = Bench(wish.folder, small_school(wish.folder))
    every = [(name, make, doors, suffix)
             for makes, doors, suffix in _PLAN for name, make in makes.items()]  # fmt: skip
    chosen = every if wish.times is None else chance.sample(every, min(wish.times, len(every)))
    found = 0
    for name, make, doors, suffix in chosen:
        path = bench.bring(make, suffix)
        for called, door in doors.items():
            for wrong in bench.wrong(door, path):
                wish.say(f"  {name}, {called}: {wrong}")
                found += 1
        wish.say(f"{name}: {bench.told()}")
    wish.say(bench.whole())
    return found


class Bench:
    """A book that files are brought to, renewed whenever one was taken."""

    def __init__(self, home: Path, start: Path) -> None:
        """Take the folder to work in and the book to begin from."""
        self._home, self._start = home, start
        self._book, self._spare = home / "trial", home / "spare"
        self._spare.mkdir()
        self._ends: Counter[str] = Counter()
        self._latest: list[Told] = []
        self._slowest, self._largest, self._tries = 0.0, 0, 0
        self._before = look(start).rows
        self._renew()

    def _renew(self) -> None:
        shutil.rmtree(self._book, ignore_errors=True)
        shutil.copytree(self._start, self._book)
        self._digest = _digest(self._book)

    def bring(self, make: Make, suffix: str) -> Path:
        """Make a file, in place of the last."""
        for path in self._home.glob("hostile*"):
            path.unlink()
        self._latest = []
        path = self._home / f"hostile{suffix}"
        make(path)
        return path

    def wrong(self, door: Door, path: Path) -> Iterator[str]:
        """Yield what was not as it should be when the file came to a door."""
        told = attempt(door, self._book, path, self._spare)
        self._count(told)
        if told.crash:
            yield told.crash.strip().splitlines()[-1] + "\n" + told.crash
        if told.seconds > _SECONDS or told.memory > _MEMORY:
            yield f"{told.seconds:.1f} s and {told.memory >> 20} MB"
        for left in self._spare.iterdir():
            yield f"{left.name} was left"
            shutil.rmtree(left) if left.is_dir() else left.unlink()
        if told.said and _digest(self._book) == self._digest:
            return
        yield from self._taken(told)
        self._renew()

    def _taken(self, told: Told) -> Iterator[str]:
        """Yield what is wrong with a book that took a file, or was written to by one refused."""
        state = look(self._book)
        yield from state.faults
        if told.said and state.rows != self._before:
            yield f"rows were written, and yet: {told.said}"
        if CANARY.encode() in (self._book / "book.db").read_bytes():
            yield "what stands in another file came into the book"

    def _count(self, told: Told) -> None:
        self._latest.append(told)
        self._ends["crashed" if told.crash else "refused" if told.said else "read"] += 1
        self._slowest = max(self._slowest, told.seconds)
        self._largest = max(self._largest, told.memory)

    def told(self) -> str:
        """Return how the doors answered to the last file."""
        said = Counter(one.said.split(".")[0] or "it was read" for one in self._latest)
        slowest = max(one.seconds for one in self._latest)
        largest = max(one.memory for one in self._latest)
        words = "; ".join(f"{count} {words}" for words, count in said.most_common(2))
        return f"{slowest:.1f} s, {largest >> 20} MB: {words}"

    def whole(self) -> str:
        """Return how all went."""
        ends = ", ".join(f"{count} {end}" for end, count in sorted(self._ends.items()))
        return f"{ends}; at most {self._slowest:.1f} s and {self._largest >> 20} MB"


def _digest(book: Path) -> str:
    return hashlib.sha256((book / "book.db").read_bytes()).hexdigest()
