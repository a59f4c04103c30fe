"""Reading a month: its figures and its changes, each in one scan of the ledger."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select, text

from app.domain.device import State
from app.domain.month import Flow, MonthStatus
from app.store import tables
from app.store.ready import Ready
from app.store.tables.ledger import CHANGES
from app.store.turned import SIGN, SOURCE, TARGET, TURNED

_LAST_APPROVED = Ready(
    select(func.max(tables.month.c.month)).where(
        tables.month.c.status == MonthStatus.APPROVED.value
    )
)

_FLOWS = text(
    f"""{TURNED} SELECT e.day > :last, {SOURCE}, {TARGET}, p.result, sum({SIGN} * p.quantity)
FROM entry e CROSS JOIN posting p ON p.entry_id = e.id LEFT JOIN turned t ON t.id = e.id
WHERE e.day >= :first GROUP BY 1, 2, 3, 4"""  # noqa: S608 - the fragments are the store's own
)

_HELD = text("SELECT state, sum(quantity) FROM balance GROUP BY state")

# A loan is no change of a device's data, unless it corrects a closed month.
_MOVED = text(
    f"""{TURNED} SELECT e.id, e.day, e.corrects, e.recorded_at, e.kind, e.reason, e.reverses,
d.id AS device, d.code, d.name, d.document_number, {SOURCE} AS source, {TARGET} AS target,
p.result, max(p.note) AS note, sum(p.quantity) AS quantity
FROM entry e CROSS JOIN posting p ON p.entry_id = e.id JOIN device d ON d.id = p.device_id
LEFT JOIN turned t ON t.id = e.id
WHERE e.day BETWEEN :first AND :last AND (e.corrects <> '' OR {CHANGES})
GROUP BY e.id, d.id, 12, 13, p.result ORDER BY e.day, e.id, min(p.id)"""  # noqa: S608 - as above
)

_DESCRIBED = text(
    """SELECT e.id, e.day, e.corrects, e.recorded_at, e.kind, e.reason, e.reverses,
d.id AS device, d.code, d.name, d.document_number, NULL AS source, NULL AS target,
'' AS result, '' AS note, 0 AS quantity
FROM entry e JOIN described x ON x.entry_id = e.id JOIN device d ON d.id = x.device_id
WHERE e.day BETWEEN :first AND :last ORDER BY e.day, e.id, d.id"""
)

_IMAGES = text(
    """SELECT id, images FROM entry WHERE day BETWEEN :first AND :last
AND (id IN (SELECT entry_id FROM described) OR images LIKE '%["document",%')"""
)

_UPLOADS = text(
    """SELECT head + 1 AS entry, id AS batch, day, rows, sha256, status FROM upload_batch
WHERE status <> 'withdrawn' ORDER BY id"""
)

_LATER = text("SELECT 1 FROM entry WHERE id > :entry AND day <= :last LIMIT 1")

# From month to month by the index, not entry by entry. Where things were only printed,
# exported or copied, nothing happened.
_MONTHS = text(
    """WITH RECURSIVE found (month) AS (SELECT substr(min(day), 1, 7) FROM entry
WHERE kind NOT LIKE 'archive%' AND kind <> 'backup'
UNION ALL SELECT (SELECT substr(min(day), 1, 7) FROM entry
WHERE day > month || '-99' AND kind NOT LIKE 'archive%' AND kind <> 'backup')
FROM found WHERE month IS NOT NULL)
SELECT month FROM found WHERE month IS NOT NULL"""
)


@dataclass(frozen=True, slots=True)
class Changed:
    """A device that an entry moved or described; `source` is None where nothing moved."""

    entry: int
    day: str
    corrects: str
    recorded_at: str
    kind: str
    reason: str
    reverses: int | None
    device: int
    code: str
    name: str
    document_number: str
    source: State | None
    target: State | None
    result: str
    note: str
    quantity: int


@dataclass(frozen=True, slots=True)
class UploadMade:
    """An upload batch and the entry that made it; `sha256` is that of its file."""

    entry: int
    batch: int
    day: str
    rows: int
    sha256: str
    status: str


@dataclass(frozen=True, slots=True)
class Span:
    """The days of a month, ISO."""

    first: str
    last: str

    @property
    def bound(self) -> dict[str, str]:
        """The days as a statement takes them."""
        return {"first": self.first, "last": self.last}


def last_approved(connection: Connection) -> str:
    """Return the last month that is approved, blank when none is: all up to it is closed."""
    return str(_LAST_APPROVED.value(connection) or "")


def read_flows(connection: Connection, span: Span) -> list[Flow]:
    """Return what moved in a span and after it, by states and result.

    From what is held now it leads back to the span: most months asked for are recent.
    """
    return [
        Flow(bool(after), State(source), State(target), result, quantity)
        for after, source, target, result, quantity in connection.execute(_FLOWS, span.bound)
    ]


def read_held(connection: Connection) -> dict[State, int]:
    """Return the quantity of all devices in each state, as of the last entry."""
    return {State(state): quantity for state, quantity in connection.execute(_HELD)}


def read_changes(connection: Connection, span: Span) -> list[Changed]:
    """Return every device that was changed in a span, by day and entry."""
    moved = [_changed(row) for row in connection.execute(_MOVED, span.bound).mappings()]
    known = {(one.entry, one.device) for one in moved}
    described = [
        one
        for row in connection.execute(_DESCRIBED, span.bound).mappings()
        if ((one := _changed(row)).entry, one.device) not in known
    ]
    # Both are in order; sorting keeps each entry's devices in theirs.
    return sorted([*moved, *described], key=lambda one: (one.day, one.entry))


def _changed(row: Mapping[Any, Any]) -> Changed:
    values = dict(row)
    number = values.pop("id")
    for name in ("source", "target"):
        values[name] = None if values[name] is None else State(values[name])
    return Changed(entry=number, **values)


def read_images(connection: Connection, span: Span) -> dict[int, list[Any]]:
    """Return the images of the entries of a span that describe a device or make a document."""
    rows = connection.execute(_IMAGES, span.bound)
    return {number: json.loads(images) for number, images in rows}


def read_uploads(connection: Connection) -> list[UploadMade]:
    """Return the upload batches with their entries, oldest first."""
    return [UploadMade(**row) for row in connection.execute(_UPLOADS).mappings()]


def written_after(connection: Connection, entry: int, day: str) -> bool:
    """Return whether anything dated up to an ISO day was written after an entry."""
    return connection.execute(_LATER, {"entry": entry, "last": day}).first() is not None


def months_with_entries(connection: Connection) -> list[str]:
    """Return the months in which anything happened, oldest first."""
    return list(connection.execute(_MONTHS).scalars())
