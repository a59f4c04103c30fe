"""What actions and queries may ask of the book inside their transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, bindparam, func, select

from app.domain.archive import ArchivedView
from app.domain.damage import OpenDamage, Proposed, Repair
from app.domain.device import Device, State
from app.domain.filter import DeviceFilter
from app.domain.ledger import CANCELLED, Entry, Image
from app.domain.month import Flow, first_day, last_day, month_of
from app.domain.period import Period, month_period
from app.domain.person import Place, Team
from app.domain.quality import Move, Regraded, ToldMove
from app.domain.record import Record
from app.domain.setting import EVERY_ASSET, AssetRule
from app.domain.stocktake import LaterMove
from app.domain.view import DeviceView, LoanView, OpenLine, Returned, Verdict
from app.store import (
    archive,
    care,
    damages,
    history,
    loans,
    months,
    moves,
    recount,
    stocktakes,
    tables,
    usage,
)
from app.store.among import among, packed
from app.store.chronicle import Chronicle
from app.store.deadlines import Times
from app.store.kinds import KINDS, TABLES, R
from app.store.loan_book import LoanBook
from app.store.ready import Ready
from app.store.search import Query, device_ids, fitting
from app.store.stock import StockBook


def _span(month: str) -> months.Span:
    return months.Span(first_day(month).isoformat(), last_day(month).isoformat())


P = TypeVar("P", OpenDamage, Proposed)


def _by_device(parts: Sequence[P]) -> dict[int, list[P]]:
    found: dict[int, list[P]] = defaultdict(list)
    for part in parts:
        found[part.device].append(part)
    return found


@cache
def _rows_of(table: str, *given: str) -> Ready:
    """Return the query for the rows of a kind by what is `given`."""
    column = tables.DESCRIBED[table].c
    names = [item.name for item in fields(KINDS[table])]
    rows = select(column.id, *(column[name] for name in names)).order_by(column.id)
    return Ready(
        rows.where(*(column[name].is_not_distinct_from(bindparam(name)) for name in given))
    )


@cache
def _first_of(table: str, *given: str) -> Ready:
    """Return the query for the id of any row of a kind by what is `given`."""
    column = tables.DESCRIBED[table].c
    held = (column[name].is_not_distinct_from(bindparam(name)) for name in given)
    return Ready(select(column.id).where(*held).limit(1))


@cache
def _rows_among(table: str, name: str) -> Ready:
    """Return the query for the rows of a kind that say one of some values, oldest first."""
    column = tables.DESCRIBED[table].c
    names = [item.name for item in fields(KINDS[table])]
    rows = select(column.id, *(column[name] for name in names)).order_by(column.id)
    return Ready(rows.where(among(column[name], bindparam("wanted"))))


@cache
def _last_of(table: str) -> Ready:
    return Ready(select(func.max(tables.DESCRIBED[table].c.id)))


_BALANCE = tables.balance.c
_BALANCES = Ready(
    select(_BALANCE.device_id, _BALANCE.state, _BALANCE.quantity).where(
        among(_BALANCE.device_id, bindparam("wanted")), _BALANCE.quantity > 0
    )
)


def _as_row(row: R) -> dict[str, Any]:
    """Return a row by its columns: they hold plain values, so nothing need be copied deep."""
    return {name: getattr(row, name) for name in row.__dataclass_fields__}


class Desk:
    """The book as one transaction sees it; nothing here writes."""

    def __init__(
        self,
        connection: Connection,
        today: date,
        folder: Path,
        known: Verdict | None = None,
        files: list[Path] | None = None,
    ) -> None:
        """Look at the book through `connection`; `folder` is where its files live.

        `known` is what a recount found a moment ago; `files` is told what is written beside the
        book for the entry being drafted.
        """
        self._connection = connection
        self.today = today
        self.folder = folder
        self.files = [] if files is None else files
        self._known = known
        self._next_ids: dict[str, int] = {}

    def find(self, kind: type[R], /, **values: str | int | None) -> Record[R] | None:
        """Return the first record of a kind whose columns equal `values`."""
        return next(iter(self.every(kind, **values)), None)

    def has(self, kind: type[R], /, **values: str | int | None) -> bool:
        """Return whether there is a record of a kind whose columns equal `values`."""
        row = _first_of(TABLES[kind], *values).row(self._connection, **values)
        return row is not None

    def every(self, kind: type[R], /, **values: str | int | None) -> list[Record[R]]:
        """Return the records of a kind whose columns equal `values`, oldest first."""
        rows = _rows_of(TABLES[kind], *values).rows(self._connection, **values)
        return [Record(row[0], kind(*row[1:])) for row in rows]

    def get(self, kind: type[R], number: int) -> R:
        """Return the row with an id that is known to exist."""
        return self.every(kind, id=number)[0].row

    def new(self, row: R) -> tuple[int, Image]:
        """Return the id and the image of a row to be."""
        name = TABLES[type(row)]
        if name not in self._next_ids:
            self._next_ids[name] = (_last_of(name).value(self._connection) or 0) + 1
        number = self._next_ids[name]
        self._next_ids[name] += 1
        return number, Image(name, number, None, _as_row(row))

    def changed(self, record: Record[R], row: R) -> Image:
        """Return the image of a row that changes."""
        return Image(TABLES[type(row)], record.id, _as_row(record.row), _as_row(row))

    def row(self, table: str, number: int) -> dict[str, Any] | None:
        """Return a row as an image shows it."""
        chosen = tables.DESCRIBED[table]
        row = self._connection.execute(select(chosen).where(chosen.c.id == number)).mappings()
        found = row.first()
        if found is None:
            return None
        return {key: found[key] for key in found if key not in {"id", "sort_key"}}

    def codes(self, kind: type[R], prefix: str) -> Iterator[str]:
        """Yield the next free local codes of a kind: `prefix` and a number."""
        table = tables.DESCRIBED[TABLES[kind]]
        width = 5 if kind is Device else 3
        taken = self._connection.execute(
            select(table.c.code).where(table.c.code.like(f"{prefix}%"))
        ).scalars()
        numbers = [int(code[len(prefix) :]) for code in taken if code[len(prefix) :].isdigit()]
        number = max(numbers, default=0)
        while True:
            number += 1
            yield f"{prefix}{number:0{width}d}"

    def next_number(self, kind: str, school_year: int) -> int:
        """Return the number of the next document of a kind; none is ever used twice."""
        column = tables.document.c
        last = self._connection.execute(
            select(func.max(column.number)).where(
                column.kind == kind, column.school_year == school_year
            )
        ).scalar()
        return (last or 0) + 1

    def devices_by_code(self, codes: Sequence[str]) -> list[Record[Device]]:
        """Return the devices with these codes, oldest first."""
        rows = _rows_among("device", "code").rows(self._connection, wanted=packed(codes))
        return [Record(row[0], Device(*row[1:])) for row in rows]

    def words_of(self, name: str) -> list[str]:
        """Return the words that stand in a column of the devices, each once."""
        chosen = tables.device.c[name]
        return [word for word in self._connection.execute(select(chosen).distinct()).scalars()
                if word]  # fmt: skip

    def devices_by(self, name: str) -> dict[str | int | None, int]:
        """Return how many devices name each value of a column: a place, a subject, a fund."""
        chosen = tables.device.c[name]
        rows = select(chosen, func.count()).where(tables.device.c.status != CANCELLED)
        return {row[0]: row[1] for row in self._connection.execute(rows.group_by(chosen))}

    def held_by_people(self) -> dict[int, int]:
        """Return how much each person, by id, has out."""
        return loans.held(self._connection, "teacher_id")

    def held_by_classes(self) -> dict[int, int]:
        """Return how much each class, by id, has out."""
        return loans.held(self._connection, "class_id")

    def balances(self, devices: Sequence[int]) -> dict[int, dict[State, int]]:
        """Return the quantity of some devices in each state that holds any."""
        found: dict[int, dict[State, int]] = defaultdict(dict)
        rows = _BALANCES.rows(self._connection, wanted=packed(devices))
        for device, state, quantity in rows:
            found[device][State(state)] = quantity
        return found

    def device_ids(
        self,
        wanted: str | DeviceFilter = "",
        order: str = "name",
        *,
        limit: int | None = None,
        descending: bool = False,
        rule: AssetRule = EVERY_ASSET,
    ) -> list[int]:
        """Return the ids of the devices that fit a filter, or hold every word of a query.

        `order` is one of `ORDERS`; words sort in Vietnamese order. `limit` keeps the first by
        name; `rule` says which device is a fixed asset.
        """
        if isinstance(wanted, str):
            wanted = DeviceFilter(wanted)
        found = device_ids(self._connection, wanted, order, rule, limit)
        return found[::-1] if descending else found

    def active_codes(self, wanted: DeviceFilter) -> list[str]:
        """Return the codes of the devices in use that fit a filter, in Vietnamese order of name."""
        device = tables.device.c
        query = Query.of(self._connection, wanted.query)
        rows = fitting(query, wanted, EVERY_ASSET).where(device.status == "active")
        rows = rows.with_only_columns(device.code, maintain_column_froms=True)
        return list(self._connection.execute(rows).scalars())

    def devices(self, ids: Sequence[int]) -> list[DeviceView]:
        """Return some devices with their balances, in the order of `ids`."""
        rows = _rows_among("device", "id").rows(self._connection, wanted=packed(ids))
        found = {row[0]: Device(*row[1:]) for row in rows}
        balances = self.balances(ids)
        places = {record.id: record.row.name for record in self.every(Place)}
        teams = {record.id: record.row.name for record in self.every(Team)}
        cases, waiting = _by_device(self.open_damages(ids)), _by_device(self.proposed(ids))
        return [
            DeviceView(
                number,
                found[number],
                balances.get(number, {}),
                places.get(found[number].place_id or 0, ""),
                damages=tuple(cases.get(number, ())),
                proposed=tuple(waiting.get(number, ())),
                team=teams.get(found[number].team_id or 0, ""),
            )
            for number in ids
        ]

    def open_lines(
        self,
        devices: Sequence[int] | None = None,
        *,
        loan: int | None = None,
        kit: int | None = None,
    ) -> list[OpenLine]:
        """Return the lines that are still out, of some devices, a slip or a kit, oldest first."""
        return loans.open_lines(self._connection, devices, loan=loan, kit=kit)

    def open_damages(self, devices: Sequence[int] | None = None) -> list[OpenDamage]:
        """Return what is damaged, in repair or lost, of some devices or of all, by case."""
        return damages.open_damages(self._connection, devices)

    def proposed(self, devices: Sequence[int] | None = None) -> list[Proposed]:
        """Return what waits for a council's decision, of some devices or of all."""
        return damages.proposed(self._connection, devices)

    def open_repairs(self) -> list[Record[Repair]]:
        """Return the repairs that have not all come back, oldest first."""
        return damages.open_repairs(self._connection)

    def first_days(self, devices: Sequence[int]) -> dict[int, str]:
        """Return the ISO day on which some of each device first came into the book."""
        return care.first_days(self._connection, devices)

    def expiring(self, last: str) -> list[int]:
        """Return the ids of the devices whose use-by date is an ISO day or earlier."""
        return care.expiring(self._connection, last)

    def state_moves(self, last: str) -> list[Move]:
        """Return what changed its state up to an ISO day."""
        return moves.state_moves(self._connection, last)

    def told_moves(self, period: Period) -> list[ToldMove]:
        """Return what changed its state in a period, each with the entry that tells it."""
        first, last = period.first.isoformat(), period.last.isoformat()
        return moves.told_moves(self._connection, first, last)

    @property
    def stock_book(self) -> StockBook:
        """What reports of the stock read."""
        return StockBook(self._connection)

    @property
    def loan_book(self) -> LoanBook:
        """What the book of loans reads."""
        return LoanBook(self._connection)

    def usage(self, period: Period) -> usage.Usage:
        """Return what was used in a period, to be asked for its figures."""
        return usage.Usage(self._connection, period)

    def regraded(self, after: str) -> list[Regraded]:
        """Return the changes of devices' quality dated after an ISO day, newest first."""
        return moves.regraded(self._connection, after)

    def loans(
        self,
        *,
        loan: int | None = None,
        open_only: bool = False,
        overdue_on: str | None = None,
        on: str | None = None,
    ) -> list[LoanView]:
        """Return slips with their lines, newest first."""
        return loans.loans(
            self._connection, loan=loan, open_only=open_only, overdue_on=overdue_on, on=on
        )

    def loans_of_device(self, device: int) -> list[tuple[int, str]]:
        """Return the id and the day of each slip that lent a device and still stands."""
        posting, line, loan = tables.posting.c, tables.loan_line.c, tables.loan.c
        lines = select(posting.line_id).where(
            posting.device_id == device, posting.line_id.is_not(None)
        )
        slips = select(line.loan_id).where(line.id.in_(lines))
        rows = select(loan.id, loan.day).where(loan.id.in_(slips), loan.status == "active")
        return [(row.id, row.day) for row in self._connection.execute(rows)]

    def moves_since(self, entry: int, devices: Sequence[int] | None = None) -> list[LaterMove]:
        """Return what was posted after an entry, of some devices or of all."""
        return stocktakes.moves_since(self._connection, entry, devices)

    def classes_with_open_loans(self) -> set[int]:
        """Return the ids of the classes that still hold something."""
        line, loan = tables.line_balance.c, tables.loan.c
        rows = select(loan.class_id).join_from(
            tables.line_balance, tables.loan, loan.id == line.loan_id
        )
        return set(self._connection.execute(rows.where(line.outstanding > 0)).scalars())

    def returned(self, loan: int) -> list[Returned]:
        """Return how the lines of a slip came back, undone returns left out."""
        return loans.returned(self._connection, loan)

    def entries(self, first: int = 1, last: int | None = None) -> Iterator[Entry]:
        """Yield the entries numbered `first` to `last`, oldest first."""
        return history.entries(self._connection, first, last)

    @property
    def chronicle(self) -> Chronicle:
        """The history as it is looked through, and the seals at its end."""
        return Chronicle(self._connection)

    def actors(self, entries: Sequence[int]) -> dict[int, str]:
        """Return who wrote some entries."""
        column = tables.entry.c
        found: dict[int, str] = {}
        for start in range(0, len(entries), 500):
            chosen = column.id.in_(entries[start : start + 500])
            rows = self._connection.execute(select(column.id, column.actor).where(chosen))
            found.update((row.id, row.actor) for row in rows)
        return found

    def entries_of_device(self, device: int) -> list[Entry]:
        """Return every entry that moved or described a device, oldest first."""
        return history.entries_of_device(self._connection, device)

    def entries_of_case(self, damage: int) -> list[Entry]:
        """Return every entry that opened, moved or described a damage case, oldest first."""
        return history.entries_of_case(self._connection, damage)

    def entries_of_kinds(self, kinds: frozenset[str]) -> list[Entry]:
        """Return every entry of kinds that move nothing, with what undid them, oldest first."""
        return history.entries_of_kinds(self._connection, kinds)

    def reversal_of(self, entry: int) -> int | None:
        """Return the entry that reverses an entry, if any."""
        column = tables.entry.c
        return self._connection.execute(select(column.id).where(column.reverses == entry)).scalar()

    def last_undoable(self, kinds: frozenset[str]) -> int | None:
        """Return the last entry of these kinds that still stands."""
        column = tables.entry.c
        reversing = tables.entry.alias("reversing")
        return self._connection.execute(
            select(column.id)
            .outerjoin(reversing, reversing.c.reverses == column.id)
            .where(reversing.c.id.is_(None), column.kind.in_(kinds), column.reverses.is_(None))
            .order_by(column.id.desc())
            .limit(1)
        ).scalar()

    def is_closed(self, day: str) -> bool:
        """Return whether an ISO day lies in or before an approved month."""
        return month_of(day) <= months.last_approved(self._connection)

    def closed_to(self) -> str:
        """Return the last month that is approved, blank when none is."""
        return months.last_approved(self._connection)

    def open_day(self) -> date:
        """Return today, or the first open day should the clock stand in a closed month."""
        closed = months.last_approved(self._connection)
        return max(self.today, last_day(closed) + timedelta(1)) if closed else self.today

    def flows(self, month: str) -> list[Flow]:
        """Return what moved in a month and after it, by states and result."""
        return months.read_flows(self._connection, _span(month))

    def held(self) -> dict[State, int]:
        """Return the quantity of all devices in each state, as of the last entry."""
        return months.read_held(self._connection)

    def loans_by_day(self, month: str) -> list[tuple[str, int]]:
        """Return how many slips were made on each day of a month, undone ones taken off."""
        return self.usage(month_period(int(month[:4]), int(month[5:]))).slips_by_day()

    def changes(self, month: str) -> list[months.Changed]:
        """Return every device that was changed in a month, by day and entry."""
        return months.read_changes(self._connection, _span(month))

    def images(self, month: str) -> dict[int, list[Any]]:
        """Return the images of a month's entries that describe a device or make a document."""
        return months.read_images(self._connection, _span(month))

    @property
    def times(self) -> Times:
        """What is to be sent outside, and by when."""
        return Times(self._connection)

    def uploads_made(self) -> list[months.UploadMade]:
        """Return the upload batches with their entries, oldest first."""
        return months.read_uploads(self._connection)

    def written_after(self, entry: int, month: str) -> bool:
        """Return whether anything dated in or before a month was written after an entry."""
        return months.written_after(self._connection, entry, last_day(month).isoformat())

    def months_with_entries(self) -> list[str]:
        """Return the months in which anything happened, oldest first."""
        return months.months_with_entries(self._connection)

    def archived(self) -> list[ArchivedView]:
        """Return the archive's index, the newest first."""
        return archive.read_archive(self._connection)

    def head(self) -> tuple[int, str]:
        """Return the number and the hash of the last entry."""
        return history.head(self._connection)

    def verify(self) -> Verdict:
        """Recount the whole book, unless that was done already to this very head of its chain."""
        if self._known is not None and (self._known.entries, self._known.head) == self.head():
            return self._known
        return recount.verify(self._connection)
