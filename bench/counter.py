"""What happens at the counter: lending, taking back, searching, who has what, a page of a list."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from itertools import count
from pathlib import Path
from random import Random

from app.services.lending import Item, Lend, ReturnItem, TakeBack
from app.services.queries import Devices, DevicesById, Loans
from app.services.room import Room
from bench.books import TODAY, bare, enter, unguarded
from bench.measuring import Measure, Side, timed

FRAME = 5  # devices on the slip that is measured
OUT = 40  # slips that are out while the counter is measured
PAGE = 200
TYPED = ("ma", "may", "tranh", "bo", "kinh", "toan 1")
_CLASS = "3A"
_PIECES = """SELECT d.id, d.code FROM device d JOIN balance b ON b.device_id = d.id
WHERE d.kind = 'piece' AND d.status = 'active' AND b.state = 'in_store' AND b.quantity = 1
ORDER BY d.id % 7919, d.id"""


class Counter:
    """The counter of a book that may be written in, and the bare file it is held against."""

    def __init__(self, folder: Path, other: Path) -> None:
        """Open a copy as the program does, and another by the driver alone."""
        self.room = enter(folder)
        self.raw = unguarded(other)
        with closing(bare(folder)) as raw:
            pieces = raw.execute(_PIECES).fetchall()
        codes = [code for _number, code in pieces]
        out = min(OUT * FRAME, len(codes) // 2)
        for slip in _fives(codes[:out]):
            self.room.run(Lend(tuple(map(Item, slip)), _CLASS))
        self._free = codes[out:]
        self.reads = Reads(self.room)
        self._turn = 0
        self._out: tuple[str, ...] = ()
        self._bare = BareLoans(self.raw, [number for number, _code in pieces])

    def measures(self, rounds: int) -> list[Measure]:
        """Return the measures of the counter."""
        return [
            Measure("lend_5", 3.0, timed(self._lend), timed(self._bare.lend), rounds),
            Measure(
                "take_back_5", 3.0, timed(self._take_back), timed(self._bare.take_back), rounds
            ),
            *self.reads.measures(rounds),
        ]

    def lend(self) -> Side:
        """Return the side that lends five devices."""
        return timed(self._lend)

    def close(self) -> None:
        """Let go of both files."""
        self.reads.close()
        self.room.leave()
        self.raw.close()

    def _next(self) -> tuple[str, ...]:
        start = self._turn * FRAME % (len(self._free) - FRAME)
        self._turn += 1
        return tuple(self._free[start : start + FRAME])

    def _lend(self) -> Callable[[], object]:
        if self._out:
            self._take_back()()
        self._out = self._next()
        return partial(self.room.run, Lend(tuple(map(Item, self._out)), _CLASS))

    def _take_back(self) -> Callable[[], object]:
        if not self._out:
            self._lend()()
        back, self._out = self._out, ()
        return partial(self.room.run, TakeBack(tuple(map(ReturnItem, back))))


def _fives(codes: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(codes), FRAME):
        yield codes[start : start + FRAME]


class BareLoans:
    """The same rows as a loan and a return write, by the driver alone."""

    def __init__(self, raw: sqlite3.Connection, devices: list[int]) -> None:
        """Write into a file without triggers; the balances are kept by statements of its own."""
        self._raw = raw
        self._devices = devices
        (entry,) = raw.execute("SELECT max(id) FROM entry").fetchone()
        (loan,) = raw.execute("SELECT max(id) FROM loan").fetchone()
        (line,) = raw.execute("SELECT max(id) FROM loan_line").fetchone()
        self._entries, self._loans, self._lines = count(entry + 1), count(loan + 1), count(line + 1)
        self._turn = 0
        self._out: list[tuple[int, int]] = []

    def lend(self) -> Callable[[], object]:
        """Return a loan of five devices, ready to be written."""
        if self._out:
            self.take_back()()
        start = self._turn * FRAME % (len(self._devices) - FRAME)
        self._turn += 1
        devices = self._devices[start : start + FRAME]
        loan = next(self._loans)
        self._out = [(next(self._lines), device) for device in devices]
        entry = next(self._entries)
        return partial(self._write_loan, entry, loan, list(self._out))

    def take_back(self) -> Callable[[], object]:
        """Return the way back of what is out, ready to be written."""
        if not self._out:
            self.lend()()
        out, self._out = self._out, []
        return partial(self._write_return, next(self._entries), out)

    def _write_loan(self, entry: int, loan: int, lines: list[tuple[int, int]]) -> None:
        day, raw = TODAY.isoformat(), self._raw
        raw.execute("BEGIN IMMEDIATE")
        raw.execute(
            "INSERT INTO loan (id, class_id, teacher_id, day, due, period, lesson, note, subject, "
            "ppct, fetched_by, term, status) "
            "VALUES (?, 1, 1, ?, ?, '', '', '', '', '', '', 'week', 'active')",
            (loan, day, day),
        )
        raw.executemany(
            "INSERT INTO loan_line (id, loan_id, device_id, quantity) VALUES (?, ?, ?, 1)",
            [(line, loan, device) for line, device in lines],
        )
        self._write_entry(entry, "lend", 900)
        self._write_postings(entry, lines, ("in_store", "on_loan"))
        raw.executemany(
            "INSERT INTO line_balance (line_id, loan_id, device_id, outstanding) "
            "VALUES (?, ?, ?, 1)",
            [(line, loan, device) for line, device in lines],
        )
        raw.execute("COMMIT")

    def _write_return(self, entry: int, lines: list[tuple[int, int]]) -> None:
        self._raw.execute("BEGIN IMMEDIATE")
        self._write_entry(entry, "take_back", 2)
        self._write_postings(entry, lines, ("on_loan", "in_store"))
        self._raw.executemany(
            "UPDATE line_balance SET outstanding = outstanding - 1 WHERE line_id = ?",
            [(line,) for line, _device in lines],
        )
        self._raw.execute("COMMIT")

    def _write_entry(self, entry: int, kind: str, images: int) -> None:
        """Write an entry whose images are so many characters long."""
        self._raw.execute(
            'INSERT INTO entry (id, kind, day, recorded_at, actor, text, "values", reason, '
            "corrects, images, previous_hash, hash) "
            "VALUES (?, ?, ?, ?, 'bench', ?, '{}', '', '', ?, ?, ?)",
            (entry, kind, TODAY.isoformat(), TODAY.isoformat(), kind * 8, "x" * images,
             f"{entry - 1:064x}", f"{entry:064x}"),
        )  # fmt: skip

    def _write_postings(
        self, entry: int, lines: list[tuple[int, int]], way: tuple[str, str]
    ) -> None:
        source, target = way
        self._raw.executemany(
            "INSERT INTO posting (entry_id, device_id, quantity, source, target, line_id, result, "
            "note) VALUES (?, ?, 1, ?, ?, ?, '', '')",
            [(entry, device, source, target, line) for line, device in lines],
        )
        for state, step in ((source, -1), (target, 1)):
            self._raw.executemany(
                "INSERT INTO balance (device_id, state, quantity) VALUES (?, ?, max(?, 0)) "
                "ON CONFLICT (device_id, state) DO UPDATE SET quantity = max(quantity + ?, 0)",
                [(device, state, step, step) for _line, device in lines],
            )


class Reads:
    """What the counter asks of the book while somebody waits."""

    def __init__(self, room: Room) -> None:
        """Ask a room; the floor reads its very file by the driver alone."""
        self._room = room
        self._raw = bare(room.folder)
        self._random = Random(9)  # noqa: S311 - which page is shown is no secret
        self._ids: tuple[int, ...] = tuple(
            number for (number,) in self._raw.execute("SELECT id FROM device ORDER BY sort_key, id")
        )

    def measures(self, rounds: int) -> list[Measure]:
        """Return the measures of reading."""
        return [
            Measure("search_type", 2.0, timed(self._search), timed(self._bare_search), rounds),
            Measure("list_jump", 2.0, timed(self._jump), timed(self._bare_jump), rounds),
            Measure("open_loans", 2.0, timed(self._open), timed(self._bare_open), rounds),
        ]

    def close(self) -> None:
        """Let go of the file."""
        self._raw.close()

    def search(self) -> Side:
        """Return the side that answers a keystroke."""
        return timed(self._search)

    def _search(self) -> Callable[[], object]:
        return partial(self._room.ask, Devices(self._random.choice(TYPED), limit=50))

    def _bare_search(self) -> Callable[[], object]:
        words = " ".join(f'"{word}"*' for word in self._random.choice(TYPED).split())
        return partial(
            self._fetch,
            "SELECT d.* FROM device d WHERE d.id IN "
            "(SELECT rowid FROM device_search WHERE device_search MATCH ?) "
            "ORDER BY d.sort_key, d.id LIMIT 50",
            (words,),
        )

    def _jump(self) -> Callable[[], object]:
        start = self._random.randrange(max(len(self._ids) - PAGE, 1))
        return partial(self._room.ask, DevicesById(self._ids[start : start + PAGE]))

    def _bare_jump(self) -> Callable[[], object]:
        number = self._random.choice(self._ids)
        key = self._raw.execute(
            "SELECT sort_key, id FROM device WHERE id = ?", (number,)
        ).fetchone()
        return partial(
            self._fetch,
            "SELECT * FROM device WHERE (sort_key, id) > (?, ?) ORDER BY sort_key, id LIMIT ?",
            (*key, PAGE),
        )

    def _open(self) -> Callable[[], object]:
        return partial(self._room.ask, Loans(open_only=True))

    def _bare_open(self) -> Callable[[], object]:
        return partial(
            self._fetch,
            "SELECT b.line_id, b.loan_id, b.outstanding, l.quantity, s.day, s.due, c.name, p.code, "
            "p.name, d.code, d.name, d.unit FROM line_balance b "
            "JOIN loan_line l ON l.id = b.line_id JOIN loan s ON s.id = b.loan_id "
            "JOIN school_class c ON c.id = s.class_id JOIN person p ON p.id = s.teacher_id "
            "JOIN device d ON d.id = b.device_id WHERE b.outstanding > 0 "
            "ORDER BY s.day DESC, s.id DESC, b.line_id",
            (),
        )

    def _fetch(self, statement: str, values: tuple[object, ...]) -> object:
        return self._raw.execute(statement, values).fetchall()
