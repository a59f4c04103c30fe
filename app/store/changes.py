"""Which entries change a device, and which upload rows carry them to the city's system."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, TextClause, text

from app.domain.sentence import Sentence
from app.domain.upload import DeviceChange, RowStatus, RowView, Sent, standing
from app.store.tables.ledger import CHANGES

_CARRIED = """SELECT device_id, max(through) FROM upload_row
WHERE status IN ('made', 'accepted') GROUP BY device_id"""
_TOUCHED = f"""WITH touched (device, entry) AS (
SELECT device_id, entry_id FROM posting WHERE {CHANGES}
UNION SELECT device_id, entry_id FROM described),
sent (device, through) AS (
{_CARRIED}) """  # noqa: S608 - the fragments are constants
_COLUMNS = """SELECT t.device, t.entry, e.kind, e.day, e.corrects, e.recorded_at, e.reverses,
r.batch_id AS batch, r.status, coalesce(b.uploaded_on, '') AS uploaded_on,
coalesce(r.after, s.through, 0) AS after, r.through
FROM touched t JOIN entry e ON e.id = t.entry LEFT JOIN sent s ON s.device = t.device
LEFT JOIN upload_row r ON r.device_id = t.device AND t.entry > r.after AND t.entry <= r.through
AND r.status IN ('made', 'accepted') LEFT JOIN upload_batch b ON b.id = r.batch_id """
_ORDER = " ORDER BY t.entry, t.device"

_DUE = text(f"{_TOUCHED}{_COLUMNS} WHERE t.entry > coalesce(s.through, 0){_ORDER}")
_BETWEEN = text(
    f"""{_TOUCHED}{_COLUMNS} WHERE CASE WHEN e.reverses IS NULL
AND e.corrects <> '' THEN e.corrects ELSE e.day END BETWEEN :first AND :last{_ORDER}"""
)
_WRITTEN = text(f"{_TOUCHED}{_COLUMNS} WHERE e.day BETWEEN :first AND :last{_ORDER}")
_OF_BATCH = text(f"{_TOUCHED}{_COLUMNS} WHERE r.batch_id = :batch{_ORDER}")
# Whoever undoes or is undone is looked at one by one; all others are counted where they lie.
_CHAIN = (
    "(SELECT id FROM entry WHERE reverses > 0 UNION SELECT reverses FROM entry WHERE reverses > 0)"
)
_DUE_IN_CHAIN = text(
    f"{_TOUCHED}{_COLUMNS} WHERE t.entry > coalesce(s.through, 0) AND t.entry IN {_CHAIN}{_ORDER}"
)
_DUE_DAYS = text(
    f"""{_TOUCHED} SELECT CASE e.corrects WHEN '' THEN e.day ELSE e.corrects END, count(*)
FROM touched t JOIN entry e ON e.id = t.entry LEFT JOIN sent s ON s.device = t.device
WHERE t.entry > coalesce(s.through, 0) AND t.entry NOT IN {_CHAIN} GROUP BY 1"""  # noqa: S608 - the fragments are constants
)
_UNDONE = text("SELECT reverses, id FROM entry WHERE reverses IS NOT NULL")

_MADE = text(
    """SELECT b.id AS batch, e.actor, e.recorded_at, e.reason, coalesce(r.waiting, 0) AS waiting,
coalesce(r.accepted, 0) AS accepted, coalesce(r.rejected, 0) AS rejected
FROM upload_batch b JOIN entry e ON e.id = b.head + 1 LEFT JOIN (SELECT batch_id,
sum(status = 'made') AS waiting, sum(status = 'accepted') AS accepted,
sum(status = 'rejected') AS rejected FROM upload_row GROUP BY batch_id) r ON r.batch_id = b.id"""
)
_ROWS = text(
    """SELECT r.device_id AS device, d.code, d.name, d.official_code, r.number, r.status, r.reason
FROM upload_row r JOIN device d ON d.id = r.device_id WHERE r.batch_id = :batch ORDER BY r.number"""
)
_WAITING = text(
    "SELECT device_id, batch_id FROM upload_row WHERE status = 'made' ORDER BY batch_id"
)
_GAPS = text(
    """SELECT device_id, batch_id FROM (SELECT device_id, batch_id, after,
lag(through, 1, 0) OVER (PARTITION BY device_id ORDER BY through) AS before
FROM upload_row WHERE status IN ('made', 'accepted')) WHERE after <> before"""
)
_SHORT = text(
    """SELECT id FROM upload_batch b
WHERE rows <> (SELECT count(*) FROM upload_row r WHERE r.batch_id = b.id)"""
)

_SENT = {None: Sent.DUE, "made": Sent.SENT, "accepted": Sent.SETTLED}


def due_changes(connection: Connection) -> list[DeviceChange]:
    """Return the changes that no row carries, oldest entry first."""
    return _read(connection, _DUE, {})


def due_by_day(connection: Connection) -> Counter[str]:
    """Return how many changes that no row carries happened on each day, ISO."""
    found = Counter({row[0]: row[1] for row in connection.execute(_DUE_DAYS)})
    for one in _read(connection, _DUE_IN_CHAIN, {}):
        # An undo happens on its own day, whatever day an adjustment would correct.
        found[one.day if one.reverses is not None else one.corrects or one.day] += 1
    return found


def changes_between(connection: Connection, first: str, last: str) -> list[DeviceChange]:
    """Return the changes that happened between two ISO days, oldest entry first."""
    return _read(connection, _BETWEEN, {"first": first, "last": last})


def changes_written(connection: Connection, first: str, last: str) -> list[DeviceChange]:
    """Return the changes of the entries dated between two ISO days, oldest entry first."""
    return _read(connection, _WRITTEN, {"first": first, "last": last})


def changes_of_batch(connection: Connection, batch: int) -> list[DeviceChange]:
    """Return the changes that the rows of a batch carry, oldest entry first."""
    return _read(connection, _OF_BATCH, {"batch": batch})


def carried_to(connection: Connection) -> dict[int, int]:
    """Return up to which entry the changes of each device are carried, 0 left out."""
    return {row[0]: row[1] for row in connection.execute(text(_CARRIED))}


def batches_made(connection: Connection) -> dict[int, dict[str, Any]]:
    """Return of each batch who made it when and why, and how many of its rows stand how."""
    rows = connection.execute(_MADE).mappings()
    return {row["batch"]: {name: row[name] for name in row if name != "batch"} for row in rows}


def rows_of_batch(connection: Connection, batch: int) -> list[RowView]:
    """Return the rows of a batch with their devices, as they stand in its sheet."""
    rows = connection.execute(_ROWS, {"batch": batch}).mappings()
    return [RowView(**{**row, "status": RowStatus(row["status"])}) for row in rows]


def waiting_in(connection: Connection) -> dict[int, int]:
    """Return the last batch in which each device waits for an answer."""
    return {row[0]: row[1] for row in connection.execute(_WAITING)}


def broken_rows(connection: Connection) -> list[Sentence]:
    """Return what is wrong with the rows kept: each change is carried once, no row is missing."""
    gaps = [
        Sentence(
            "Device {device}: its changes up to upload batch {batch} are carried twice or not "
            "at all.",
            {"device": row.device_id, "batch": row.batch_id},
        )
        for row in connection.execute(_GAPS)
    ]
    short = [
        Sentence("Upload batch {batch} does not hold as many rows as it says.", {"batch": row.id})
        for row in connection.execute(_SHORT)
    ]
    return gaps + short


def _read(
    connection: Connection, chosen: TextClause, bound: Mapping[str, Any]
) -> list[DeviceChange]:
    undone = {row[0]: row[1] for row in connection.execute(_UNDONE)}
    rows = []
    for row in connection.execute(chosen, bound).mappings():
        values = dict(row)
        sent = _SENT[values.pop("status")]
        rows.append(DeviceChange(**values, sent=sent))
    return standing(rows, undone)
