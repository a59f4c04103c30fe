"""Reading the stock: what is held now, and what led to it since a day, each in one scan."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import Connection, text

from app.domain.device import State
from app.domain.month import Flow
from app.domain.stock import Crossing, Held, Shift
from app.store.months import Span, read_flows
from app.store.turned import SIGN, SOURCE, TARGET, TURNED

_SHELF = "('in_store', 'on_loan')"

# The postings are read in the order they were written: `CROSS` and `+` keep SQLite from going
# through them device by device, which takes several times as long.
#
# Lending and taking back in good order move nothing on the book; after the period they are
# read too, so that what is held now leads back to what was in store and what was out.
_SHIFTS = text(
    f"""{TURNED} SELECT +p.device_id,
CASE WHEN e.day > :last THEN '' ELSE substr(e.day, 1, 7) END, {SOURCE}, {TARGET},
coalesce(t.kind, e.kind) = 'stocktake_close', sum({SIGN} * p.quantity)
FROM entry e CROSS JOIN posting p ON p.entry_id = e.id LEFT JOIN turned t ON t.id = e.id
WHERE e.day >= :first
AND (e.day > :last OR p.source NOT IN {_SHELF} OR p.target NOT IN {_SHELF})
GROUP BY 1, 2, 3, 4, 5"""  # noqa: S608 - the fragments are the store's own
)

_ORDER = text("SELECT id FROM device ORDER BY sort_key, id")

_HELD = text("SELECT device_id, state, quantity FROM balance WHERE quantity > 0")

# What came onto the book and left it, by day: the two sides of the equipment book.
_CROSSED = text(
    f"""{TURNED} SELECT +p.device_id, coalesce(t.day, e.day), {SOURCE}, {TARGET},
coalesce(t.kind, e.kind) = 'stocktake_close', sum({SIGN} * p.quantity)
FROM posting p JOIN entry e ON e.id = p.entry_id LEFT JOIN turned t ON t.id = e.id
WHERE e.day <= :last AND (p.source IN ('outside', 'disposed') OR p.target IN ('outside', 'disposed'))
GROUP BY 1, 2, 3, 4, 5 HAVING sum({SIGN} * p.quantity) <> 0 ORDER BY 2"""  # noqa: S608, E501 - as above
)


class StockBook:
    """What reports of the stock read inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        """Read through a connection."""
        self._connection = connection

    def shifts(self, first: str, last: str) -> list[Shift]:
        """Return what changed its state from an ISO day to another, by month, and after it."""
        rows = self._connection.execute(_SHIFTS, {"first": first, "last": last})
        return [
            Shift(device, month, State(source), State(target), bool(counted), quantity)
            for device, month, source, target, counted, quantity in rows
        ]

    def order(self) -> dict[int, int]:
        """Return the place of each device in the Vietnamese order of their names."""
        return {number: at for at, number in enumerate(self._connection.execute(_ORDER).scalars())}

    def held(self) -> Held:
        """Return how much of each device is in each state, as of the last entry."""
        held: dict[int, dict[State, int]] = defaultdict(dict)
        for device, state, quantity in self._connection.execute(_HELD):
            held[device][State(state)] = quantity
        return held

    def flows(self, first: str, last: str) -> list[Flow]:
        """Return what moved in the whole school from an ISO day to another, and after it."""
        return read_flows(self._connection, Span(first, last))

    def crossings(self, last: str) -> list[Crossing]:
        """Return what came onto the book and left it up to an ISO day, by day.

        What was undone by then is not there at all.
        """
        rows = self._connection.execute(_CROSSED, {"last": last})
        return [
            Crossing(day, Shift(device, day[:7], State(source), State(target), bool(counted),
                                quantity))
            for device, day, source, target, counted, quantity in rows
        ]  # fmt: skip
