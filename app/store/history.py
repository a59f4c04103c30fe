"""Reading the ledger back, and proving it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, func, literal, select

from app.domain.damage import CASE_STATES, DamageId
from app.domain.device import DeviceId, State
from app.domain.ledger import (
    GENESIS,
    Entry,
    EntryId,
    Image,
    LineId,
    Movement,
    Posting,
    canonical,
    described_device,
    first_shortfall,
    movements,
    seal,
)
from app.domain.sentence import Sentence
from app.domain.view import Problem, Verdict
from app.store import tables
from app.store.changes import broken_rows

_CHUNK = 500


def entries(connection: Connection, first: int = 1, last: int | None = None) -> Iterator[Entry]:
    """Yield the entries numbered `first` to `last`, oldest first."""
    columns = tables.entry.c
    while True:
        wanted = select(tables.entry).where(columns.id >= first).order_by(columns.id)
        if last is not None:
            wanted = wanted.where(columns.id <= last)
        rows = connection.execute(wanted.limit(_CHUNK)).mappings().all()
        if not rows:
            return
        among = tables.posting.c.entry_id.between(rows[0]["id"], rows[-1]["id"])
        postings = _postings(connection, among)
        for row in rows:
            yield _entry(dict(row), postings.get(row["id"], ()))
        first = rows[-1]["id"] + 1


def entries_of_device(connection: Connection, device: int) -> list[Entry]:
    """Return every entry that moved or described a device, oldest first, as its own story.

    Of what an entry did only the device's own postings are read, and no images: an import of
    thousands of devices is one entry of each of them.
    """
    column, posting = tables.described.c, tables.posting.c
    described = select(column.entry_id).where(column.device_id == device)
    moved = select(posting.entry_id).where(posting.device_id == device)
    numbers = sorted(set(connection.execute(described.union(moved)).scalars()))
    columns = tables.entry.c
    told = [literal("[]").label("images") if one is columns.images else one for one in columns]
    postings = _postings(connection, posting.device_id == device)
    found: list[Entry] = []
    for start in range(0, len(numbers), _CHUNK):
        chunk = columns.id.in_(numbers[start : start + _CHUNK])
        rows = connection.execute(select(*told).where(chunk).order_by(columns.id)).mappings()
        found += [_entry(dict(row), postings.get(row["id"], ())) for row in rows]
    return found


def entries_of_case(connection: Connection, damage: int) -> list[Entry]:
    """Return every entry that opened, moved or described a damage case, oldest first.

    Of an import, which opens many at once, the images are not read.
    """
    posting, filed, columns = tables.posting.c, tables.described.c, tables.entry.c
    held = tables.damage.c
    device = connection.execute(select(held.device_id).where(held.id == damage)).scalar_one()
    moving = (posting.device_id == device) & (posting.damage_id == damage)
    told = (
        select(filed.entry_id)
        .join(tables.entry, columns.id == filed.entry_id)
        .where(filed.device_id == device, columns.kind.in_(("describe", "undo")))
    )
    numbers = select(posting.entry_id).where(moving).union(told)
    images = case((columns.kind == "import", "[]"), else_=columns.images).label("images")
    shown = [images if one is columns.images else one for one in columns]
    rows = connection.execute(
        select(*shown).where(columns.id.in_(numbers)).order_by(columns.id)
    ).mappings()
    postings = _postings(connection, moving)
    found = [_entry(dict(row), postings.get(row["id"], ())) for row in rows]
    return [
        entry
        for entry in found
        if entry.postings
        or any((image.table, image.id) == ("damage", damage) for image in entry.images)
    ]


def entries_of_kinds(connection: Connection, kinds: frozenset[str]) -> list[Entry]:
    """Return every entry of some kinds, and every one that undid such an entry, oldest first."""
    columns = tables.entry.c
    own = select(columns.id).where(columns.kind.in_(kinds))
    wanted = columns.id.in_(own) | columns.reverses.in_(own)
    rows = connection.execute(select(tables.entry).where(wanted).order_by(columns.id)).mappings()
    return [_entry(dict(row), ()) for row in rows]


def head(connection: Connection) -> tuple[int, str]:
    """Return the number and the hash of the last entry."""
    row = connection.execute(
        select(tables.entry.c.id, tables.entry.c.hash).order_by(tables.entry.c.id.desc()).limit(1)
    ).first()
    return (row.id, row.hash) if row else (0, GENESIS)


def _postings(connection: Connection, among: ColumnElement[bool]) -> dict[int, tuple[Posting, ...]]:
    columns = tables.posting.c
    rows = connection.execute(
        select(tables.posting).where(among).order_by(columns.entry_id, columns.id)
    )
    gathered: dict[int, list[Posting]] = {}
    for row in rows:
        posting = Posting(
            DeviceId(row.device_id),
            row.quantity,
            State(row.source),
            State(row.target),
            LineId(row.line_id) if row.line_id is not None else None,
            row.result,
            row.note,
            DamageId(row.damage_id) if row.damage_id is not None else None,
        )
        gathered.setdefault(row.entry_id, []).append(posting)
    return {number: tuple(postings) for number, postings in gathered.items()}


def _entry(row: dict[str, Any], postings: tuple[Posting, ...]) -> Entry:
    images = tuple(Image(*image) for image in json.loads(row["images"]))
    return Entry(**{**row, "values": json.loads(row["values"]), "images": images},
                 postings=postings)  # fmt: skip


def verify(connection: Connection) -> Verdict:
    """Recount the whole book from its ledger; never raise for what it finds."""
    recount = _Recount()
    try:
        for entry in entries(connection):
            recount.take(entry)
    except (ValueError, TypeError, KeyError) as error:
        recount.say(
            recount.number + 1,
            Sentence("Entry {entry} cannot be read: {cause}.",
                     {"entry": recount.number + 1, "cause": str(error)}),
        )  # fmt: skip
    else:
        recount.compare(connection)
    return Verdict(recount.number, recount.hash, tuple(recount.problems))


class _Recount:
    """What the ledger says, added up entry by entry."""

    def __init__(self) -> None:
        self.number = EntryId(0)
        self.hash = GENESIS
        self.problems: list[Problem] = []
        self._moved: list[Movement] = []
        self._balances: Counter[tuple[int, str]] = Counter()
        self._lines: Counter[int] = Counter()
        self._damages: Counter[tuple[int, str]] = Counter()
        self._rows: dict[tuple[str, int], tuple[Any, int]] = {}
        self._postings = 0
        self._described: set[tuple[int, int]] = set()

    def say(self, entry: int, sentence: Sentence) -> None:
        self.problems.append(Problem(entry, sentence))

    def take(self, entry: Entry) -> None:
        for missing in range(self.number + 1, entry.id):
            self.say(missing, Sentence("Entry {entry} is missing.", {"entry": missing}))
        if entry.previous_hash != self.hash:
            self.say(
                entry.id,
                Sentence("Entry {entry} does not follow the one before it.", {"entry": entry.id}),
            )
        if seal(replace(entry, hash="")) != entry.hash:
            self.say(
                entry.id,
                Sentence("Entry {entry} was changed after it was written.", {"entry": entry.id}),
            )
        self.number, self.hash = entry.id, entry.hash
        self._postings += len(entry.postings)
        self._moved.extend(movements(entry.day, entry.postings))
        for posting in entry.postings:
            self._balances[posting.device, posting.target.value] += posting.quantity
            self._balances[posting.device, posting.source.value] -= posting.quantity
            if posting.line is not None:
                out = posting.target is State.ON_LOAN
                self._lines[posting.line] += posting.quantity if out else -posting.quantity
            if posting.damage is not None:
                self._damages[posting.damage, posting.target.value] += posting.quantity
                self._damages[posting.damage, posting.source.value] -= posting.quantity
        for image in entry.images:
            self._rows[image.table, image.id] = image.after, entry.id
            device = described_device(image)
            if device is not None:
                self._described.add((device, entry.id))

    def compare(self, connection: Connection) -> None:
        """Hold the recount against what the file keeps beside the ledger."""
        kept = Counter(
            {(row.device_id, row.state): row.quantity
             for row in connection.execute(select(tables.balance))}
        )  # fmt: skip
        counted = {key: value for key, value in self._balances.items() if key[1] != State.OUTSIDE}
        for device, state in sorted({*kept, *counted}):
            if kept[device, state] != counted.get((device, state), 0):
                self.say(
                    0,
                    Sentence(
                        "Device {device}: the book keeps {kept} in {state}, the ledger {counted}.",
                        {"device": device, "state": state, "kept": kept[device, state],
                         "counted": counted.get((device, state), 0)},
                    ),
                )  # fmt: skip
        self._compare_lines(connection)
        self._compare_damages(connection)
        self._compare_rows(connection)
        self._compare_described(connection)
        for sentence in broken_rows(connection):
            self.say(0, sentence)
        shortfall = first_shortfall(self._moved)
        if shortfall:
            self.say(
                0,
                Sentence(
                    "Device {device} falls below zero in {state} on {day}.",
                    {"device": shortfall[1], "state": shortfall[2].value, "day": shortfall[0]},
                ),
            )
        stray = connection.execute(select(func.count()).select_from(tables.posting)).scalar_one()
        if stray != self._postings:
            self.say(
                0,
                Sentence("{count} postings belong to no entry.", {"count": stray - self._postings}),
            )

    def _compare_lines(self, connection: Connection) -> None:
        kept = {row.line_id: row.outstanding
                for row in connection.execute(select(tables.line_balance))}  # fmt: skip
        for line in sorted({*kept, *self._lines}):
            if kept.get(line, 0) != self._lines[line]:
                self.say(
                    0,
                    Sentence(
                        "Loan line {line}: the book keeps {kept} out, the ledger {counted}.",
                        {"line": line, "kept": kept.get(line, 0), "counted": self._lines[line]},
                    ),
                )

    def _compare_damages(self, connection: Connection) -> None:
        kept = Counter(
            {(row.damage_id, row.state): row.quantity
             for row in connection.execute(select(tables.damage_balance))}
        )  # fmt: skip
        counted = {key: count for key, count in self._damages.items() if key[1] in CASE_STATES}
        for damage, state in sorted({*kept, *counted}):
            if kept[damage, state] != counted.get((damage, state), 0):
                self.say(
                    0,
                    Sentence(
                        "Damage {damage}: the book keeps {kept} in {state}, the ledger {counted}.",
                        {"damage": damage, "state": state, "kept": kept[damage, state],
                         "counted": counted.get((damage, state), 0)},
                    ),
                )  # fmt: skip

    def _compare_described(self, connection: Connection) -> None:
        kept = {(row.device_id, row.entry_id)
                      for row in connection.execute(select(tables.described))}  # fmt: skip
        for _device, number in sorted(kept ^ self._described):
            self.say(
                number,
                Sentence(
                    "Entry {entry} is not filed under the devices it describes.",
                    {"entry": number},
                ),
            )

    def _compare_rows(self, connection: Connection) -> None:
        for name, table in tables.DESCRIBED.items():
            for row in connection.execute(select(table)).mappings():
                shown = {key: row[key] for key in row if key not in {"id", "sort_key"}}
                said, entry = self._rows.pop((name, row["id"]), (None, 0))
                if said is None or canonical(said) != canonical(shown):
                    self.say(
                        entry,
                        Sentence(
                            "Row {row} of {table} is not what entry {entry} wrote.",
                            {"row": row["id"], "table": name, "entry": entry},
                        ),
                    )
        for (name, number), (_row, entry) in sorted(self._rows.items()):
            self.say(
                entry,
                Sentence(
                    "Row {row} of {table}, written by entry {entry}, is missing.",
                    {"row": number, "table": name, "entry": entry},
                ),
            )
