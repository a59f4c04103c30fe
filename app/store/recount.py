"""Proving a book: its chain hashed again, all it keeps recounted from the ledger."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError

from app.domain.damage import CASE_STATES
from app.domain.device import DeviceId, State
from app.domain.ledger import (
    DESCRIBING,
    GENESIS,
    SEALED,
    Image,
    described_device,
    first_shortfall,
    seal,
)
from app.domain.sentence import Sentence
from app.domain.view import Problem, Verdict
from app.store import tables
from app.store.book import REVISION
from app.store.changes import broken_rows
from app.store.derived import derived_faults
from app.store.history import hashes, head
from app.store.ledger import past_movements

# What reading a damaged file comes to: a page that is none, a word that is none.
_UNREADABLE = (ValueError, TypeError, KeyError, OverflowError, sqlite3.Error, DatabaseError)
_CHUNK = 500  # entries read at once: a book of any size is proved in the same memory
_ENTRY = tuple(column.name for column in tables.entry.columns)
_ENTRIES = (
    f'SELECT {", ".join(f""" "{name}" """ for name in _ENTRY)} FROM entry '  # noqa: S608 - the names are the tables' own
    f"WHERE id > ? ORDER BY id LIMIT {_CHUNK}"
)
_POSTINGS = (
    f"SELECT entry_id, id, {', '.join(SEALED)} FROM posting "  # noqa: S608 - as above
    "WHERE entry_id BETWEEN ? AND ? ORDER BY entry_id, id"
)


def verify(connection: Connection) -> Verdict:
    """Recount the whole book from its ledger; never raise for what it finds."""
    recount = _Recount(connection)
    with recount.surviving():
        for sentence in derived_faults(connection, REVISION):
            recount.say(0, sentence)
    if recount.read():
        with recount.surviving():
            recount.compare()
    return Verdict(recount.number, recount.hash, tuple(recount.problems))


def check_tail(connection: Connection, count: int) -> tuple[Problem, ...]:
    """Return what is wrong with the seals of the last entries; never raise for it."""
    before = max(head(connection)[0] - count, 0)
    recount = _Recount(connection)
    recount.number = before
    recount.hash = hashes(connection, [before]).get(before, GENESIS)
    recount.skip_postings(before)
    recount.read()
    return tuple(recount.problems)


class _Recount:
    """What the ledger says, added up entry by entry."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        # The driver's own: of a large book millions of rows pass through here.
        self._cursor: Any = connection.connection.cursor()
        self.number = 0
        self.hash = GENESIS
        self.problems: list[Problem] = []
        self._balances: Counter[tuple[int, str]] = Counter()
        self._lines: dict[int, int] = {}
        self._damages: Counter[tuple[int, str]] = Counter()
        self._last_days: dict[int, str] = {}
        self._out_of_order: set[int] = set()
        self._rows = _Rows(self._cursor)
        self._postings = 0
        self._row = 0  # the number of the posting read last
        self._described: set[tuple[int, int]] = set()

    def say(self, entry: int, sentence: Sentence) -> None:
        self.problems.append(Problem(entry, sentence))

    def skip_postings(self, entry: int) -> None:
        """Begin after the postings of an entry and of those before it."""
        last = "SELECT id FROM posting WHERE entry_id <= ? ORDER BY entry_id DESC, id DESC LIMIT 1"
        row = self._cursor.execute(last, (entry,)).fetchone()
        self._row = row[0] if row else 0

    def read(self) -> bool:
        """Add up the entries from here on; return whether each could be read."""
        try:
            self._take_all()
        except _UNREADABLE as error:
            self.say(
                self.number + 1,
                Sentence("Entry {entry} cannot be read: {cause}.",
                         {"entry": self.number + 1, "cause": str(error)}),
            )  # fmt: skip
            return False
        return True

    @contextmanager
    def surviving(self) -> Iterator[None]:
        """Take what cannot be read for what is wrong."""
        try:
            yield
        except _UNREADABLE as error:
            self.say(0, Sentence("The book cannot be compared: {cause}.", {"cause": str(error)}))

    def _take_all(self) -> None:
        while rows := self._cursor.execute(_ENTRIES, (self.number,)).fetchall():
            first, last = rows[0][0], rows[-1][0]
            postings: dict[int, list[Sequence[Any]]] = defaultdict(list)
            for number, row, *posting in self._cursor.execute(_POSTINGS, (first, last)):
                self._number(number, row)
                postings[number].append(posting)
            for row in rows:
                self._take(dict(zip(_ENTRY, row, strict=True)), postings.get(row[0], ()))
            self._rows.look()

    def _number(self, entry: int, row: int) -> None:
        """Hold that postings are numbered one after another, whatever entry they are of."""
        if row != self._row + 1:
            self.say(entry, Sentence("Entry {entry} was changed after it was written.",
                                     {"entry": entry}))  # fmt: skip
        self._row = row

    def _take(self, entry: dict[str, Any], postings: Sequence[Sequence[Any]]) -> None:
        number: int = entry["id"]
        if number <= self.number:  # pages that changed places: it would be read for ever
            raise ValueError(number)
        missing = self.number + 1
        if missing == number - 1:
            self.say(missing, Sentence("Entry {entry} is missing.", {"entry": missing}))
        elif missing < number:
            said = {"first": missing, "last": number - 1}
            self.say(missing, Sentence("Entries {first} to {last} are missing.", said))
        if entry["previous_hash"] != self.hash:
            self.say(
                number,
                Sentence("Entry {entry} does not follow the one before it.", {"entry": number}),
            )
        if seal(entry, postings) != entry["hash"]:
            self.say(
                number,
                Sentence("Entry {entry} was changed after it was written.", {"entry": number}),
            )
        for table, row, before, after in json.loads(entry["images"]):
            self._rows.take(table, row, after, number, new=before is None)
            if table in DESCRIBING:
                device = described_device(Image(table, row, before, after))
                if device is not None:
                    self._described.add((device, number))
        self.number, self.hash = number, entry["hash"]
        self._count(entry["day"], postings)

    def _count(self, day: str, postings: Sequence[Sequence[Any]]) -> None:
        self._postings += len(postings)
        for device, quantity, source, target, line, damage, _result, _note in postings:
            self._balances[device, target] += quantity
            left = self._balances[device, source] = self._balances[device, source] - quantity
            # Where the days go forward and nothing dips, no day can close below zero.
            if day < self._last_days.get(device, "") or (left < 0 and source != State.OUTSIDE):
                self._out_of_order.add(device)
            self._last_days[device] = day
            if line is not None:
                out = self._lines.pop(line, 0)
                out += quantity if target == State.ON_LOAN else -quantity
                if out:
                    self._lines[line] = out
            if damage is not None:
                self._damages[damage, target] += quantity
                self._damages[damage, source] -= quantity

    def compare(self) -> None:
        """Hold the recount against what the file keeps beside the ledger."""
        self._compare_balances()
        self._compare_lines()
        self._compare_damages()
        self.problems.extend(self._rows.problems())
        self._compare_described()
        for sentence in broken_rows(self._connection):
            self.say(0, sentence)
        doubtful = [DeviceId(device) for device in sorted(self._out_of_order)]
        shortfall = first_shortfall(past_movements(self._connection, doubtful))
        if shortfall:
            self.say(
                0,
                Sentence(
                    "Device {device} falls below zero in {state} on {day}.",
                    {"device": shortfall[1], "state": shortfall[2].value, "day": shortfall[0]},
                ),
            )
        stray = self._ask("SELECT count(*) FROM posting")[0][0] - self._postings
        if stray:
            self.say(0, Sentence("{count} postings belong to no entry.", {"count": stray}))

    def _ask(self, statement: str) -> list[Any]:
        return list(self._cursor.execute(statement))

    def _compare_balances(self) -> None:
        rows = self._ask("SELECT device_id, state, quantity FROM balance")
        kept = {(device, state): quantity for device, state, quantity in rows}
        counted = {key: left for key, left in self._balances.items() if key[1] != State.OUTSIDE}
        for (device, state), said, count in _differences(kept, counted):
            self.say(
                0,
                Sentence(
                    "Device {device}: the book keeps {kept} in {state}, the ledger {counted}.",
                    {"device": device, "state": state, "kept": said, "counted": count},
                ),
            )

    def _compare_lines(self) -> None:
        rows = self._ask("SELECT line_id, outstanding FROM line_balance WHERE outstanding <> 0")
        for line, said, count in _differences(dict(rows), self._lines):
            self.say(
                0,
                Sentence(
                    "Loan line {line}: the book keeps {kept} out, the ledger {counted}.",
                    {"line": line, "kept": said, "counted": count},
                ),
            )

    def _compare_damages(self) -> None:
        rows = self._ask("SELECT damage_id, state, quantity FROM damage_balance")
        kept = {(damage, state): quantity for damage, state, quantity in rows}
        counted = {key: left for key, left in self._damages.items() if key[1] in CASE_STATES}
        for (damage, state), said, count in _differences(kept, counted):
            self.say(
                0,
                Sentence(
                    "Damage {damage}: the book keeps {kept} in {state}, the ledger {counted}.",
                    {"damage": damage, "state": state, "kept": said, "counted": count},
                ),
            )

    def _compare_described(self) -> None:
        kept = set(self._ask("SELECT device_id, entry_id FROM described"))
        for _device, number in sorted(kept ^ self._described):
            self.say(
                number,
                Sentence(
                    "Entry {entry} is not filed under the devices it describes.",
                    {"entry": number},
                ),
            )


def _differences(
    kept: dict[Any, int], counted: dict[Any, int]
) -> Iterator[tuple[Any, int | str, int | str]]:
    """Yield each key with what is kept and what was counted, where these differ; "–" is nothing."""
    for key in sorted({*kept, *counted}):
        said, count = kept.get(key), counted.get(key)
        if said != count:
            yield key, "–" if said is None else said, "–" if count is None else count


class _Rows:
    """The rows that entries' images describe, each held against its last image.

    They are looked up while the ledger goes by. A row that differs may still be explained by
    a later image; what differs in the end is wrong.
    """

    def __init__(self, cursor: Any) -> None:  # noqa: ANN401 - the driver's cursor
        self._cursor = cursor
        self._images: dict[str, dict[int, tuple[Any, int]]] = defaultdict(dict)
        self._made: Counter[str] = Counter()
        self._wrong: dict[tuple[str, int], int] = {}
        self._missing: dict[tuple[str, int], int] = {}

    def take(self, table: str, row: int, after: Any, entry: int, *, new: bool) -> None:  # noqa: ANN401 - a row as JSON has it
        """Take note of an image; a later one of the same row stands for it."""
        self._images[table][row] = after, entry
        self._made[table] += new

    def look(self) -> None:
        """Hold the images taken since the last look against the rows as they are."""
        for name, images in self._images.items():
            names = _columns(name)
            there = {number: row for number, *row in self._read(name, names, list(images))}
            for number, (after, entry) in images.items():
                row = there.get(number)
                if row is None:
                    self._missing[name, number] = entry
                elif dict(zip(names, row, strict=True)) != after:
                    self._wrong[name, number] = entry
                elif self._wrong:
                    self._wrong.pop((name, number), None)
        self._images.clear()

    def _read(self, name: str, names: Sequence[str], ids: Sequence[int]) -> Any:  # noqa: ANN401 - the driver's rows
        if not names:
            return ()
        columns = ", ".join(f'"{one}"' for one in ("id", *names))
        statement = f"SELECT {columns} FROM {name} WHERE id IN (SELECT value FROM json_each(?))"  # noqa: S608 - the names are the tables' own
        return self._cursor.execute(statement, (json.dumps(ids),))

    def problems(self) -> Iterator[Problem]:
        """Yield what is wrong, missing, or written by no entry."""
        for name in tables.DESCRIBED:
            wrong = {number: entry for (table, number), entry in self._wrong.items()
                     if table == name}  # fmt: skip
            wrong |= dict.fromkeys(self._strays(name), 0)
            for number, entry in sorted(wrong.items()):
                yield Problem(
                    entry,
                    Sentence(
                        "Row {row} of {table} is not what entry {entry} wrote.",
                        {"row": number, "table": name, "entry": entry},
                    ),
                )
        for (name, number), entry in sorted(self._missing.items()):
            yield Problem(
                entry,
                Sentence(
                    "Row {row} of {table}, written by entry {entry}, is missing.",
                    {"row": number, "table": name, "entry": entry},
                ),
            )

    def _strays(self, name: str) -> list[int]:
        missing = sum(table == name for table, _number in self._missing)
        count = f"SELECT count(*) FROM {name}"  # noqa: S608 - the name is the table's own
        if self._cursor.execute(count).fetchone()[0] == self._made[name] - missing:
            return []
        stray = (
            f"SELECT id FROM {name} WHERE id NOT IN (SELECT json_extract(one.value, '$[1]') "  # noqa: S608 - as above
            "FROM entry, json_each(entry.images) one WHERE json_extract(one.value, '$[0]') = ?)"
        )
        return [number for (number,) in self._cursor.execute(stray, (name,))]


def _columns(name: str) -> list[str]:
    """Return the columns an image shows of a table; none of a table the book has not."""
    table = tables.DESCRIBED.get(name)
    if table is None:
        return []
    return [column.name for column in table.columns if column.name not in {"id", "sort_key"}]
