"""What stands behind a figure of the overview: the rows that add up to exactly that figure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from app.domain.calendar import show_day
from app.domain.device import Device
from app.domain.period import Period
from app.domain.quality import KEPT, Happening, Move, Stock, tally
from app.domain.sentence import Sentence, told
from app.domain.stocktake import Status
from app.domain.text import sort_key
from app.services.deadline_report import figures_of, within
from app.services.deadlines import Deadlines
from app.services.happened_report import called, happened
from app.services.holders_report import HoldersReport
from app.services.quality_report import quality_on
from app.services.reports import MOST_LISTED, Cell, Kind, ReportTable, too_many
from app.services.shortage import Shortage
from app.services.stocktakes import Stocktakes
from app.services.team_duties import LACKS, lacking_devices
from app.store.desk import Desk

DEVICES, QUANTITY, USES = "devices", "quantity", "uses"
CLOSED: Mapping[str, Sentence] = {
    Status.OPEN: Sentence("Open"),
    Status.CLOSED: Sentence("Closed"),
    Status.CANCELLED: Sentence("Called off"),
}
_DAY, _CODE, _NAME = Sentence("Day"), Sentence("Code"), Sentence("Device name")
_QUANTITY, _WHO = Sentence("Quantity"), Sentence("Written by")


@dataclass(frozen=True, slots=True)
class Lead:
    """Where a row or a figure leads: a screen, and what to look at there, blank for all of it."""

    screen: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Behind:
    """The rows of a figure: their column `adds` adds up to it; `leads` says where each leads.

    `lacks` says why there are none, where they are too many to list.
    """

    figure: int
    table: ReportTable
    adds: int
    leads: tuple[Lead, ...]
    lacks: Sentence | None = None


class BehindQuestion(Protocol):
    """A question that the rows behind a figure answer."""

    def answer(self, desk: Desk) -> Behind:
        """Return the rows."""
        ...


@dataclass(frozen=True, slots=True)
class StockBehind:
    """The devices of which some stood in one of the standings at the end of a day.

    With `count` `DEVICES` each counts as one, else as much as stood so.
    """

    on: date
    standings: tuple[Stock, ...] = KEPT
    count: str = QUANTITY

    def answer(self, desk: Desk) -> Behind:
        """Return the devices by name."""
        devices = {record.id: record.row for record in desk.every(Device)}
        held = {
            number: sum(one[standing] for standing in self.standings)
            for number, one in standing_on(desk, devices, self.on).items()
        }
        return _of_devices(_on_day(self.on), devices, held, self.count)


@dataclass(frozen=True, slots=True)
class QualityBehind:
    """The devices that could be used and were of a quality at the end of a day."""

    on: date
    quality: str

    def answer(self, desk: Desk) -> Behind:
        """Return the devices by name."""
        devices = {record.id: record.row for record in desk.every(Device)}
        qualities = quality_on(desk, devices, self.on)
        found = tally(
            _moves(desk, self.on), Period(self.on, self.on), _each(devices), ({}, qualities)
        )
        held = {number: found[str(number)].graded[1][self.quality] for number in devices}
        return _of_devices(_on_day(self.on), devices, held, QUANTITY)


@dataclass(frozen=True, slots=True)
class HappenedBehind:
    """What of some kinds happened in a period."""

    period: Period
    kinds: tuple[Happening, ...]

    def answer(self, desk: Desk) -> Behind:
        """Return the moves by day, each with what tells it and who wrote that."""
        devices = {record.id: record.row for record in desk.every(Device)}
        moves = happened(desk, self.period, self.kinds)
        rows = [
            (show_day(one.move.day), called(one), one.what, devices[one.move.device].code,
             devices[one.move.device].name, one.move.quantity, one.actor)
            for one in moves
        ]  # fmt: skip
        return _behind(
            Sentence("What happened, day by day"),
            ((_DAY, Kind.DAY), (Sentence("What happened"), Kind.TEXT),
             (Sentence("As it was written down"), Kind.NAME), (_CODE, Kind.CODE),
             (_NAME, Kind.NAME), (_QUANTITY, Kind.FIGURE), (_WHO, Kind.TEXT)),
            rows, 5, [Lead("devices", devices[one.move.device].code) for one in moves],
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class UsesBehind:
    """The lines of slips that the uses of a period are counted of; `count` `USES` or `QUANTITY`."""

    period: Period
    count: str = USES

    def answer(self, desk: Desk) -> Behind:
        """Return the lines by day; a slip that was undone counts against itself."""
        asked = desk.usage(self.period)
        lines = asked.lines(MOST_LISTED + 1)
        rows: list[tuple[Cell, ...]] = [
            (show_day(one.day), _slip(one.loan, one.sign), one.class_name, one.teacher, one.code,
             one.name, one.sign, one.sign * one.quantity)
            for one in lines
        ]  # fmt: skip
        columns = (
            (_DAY, Kind.DAY), (Sentence("Slip"), Kind.TEXT), (Sentence("Class"), Kind.SHORT),
            (Sentence("Teacher"), Kind.TEXT), (_CODE, Kind.CODE), (_NAME, Kind.NAME),
            (Sentence("Uses"), Kind.FIGURE), (_QUANTITY, Kind.FIGURE),
        )  # fmt: skip
        title, adds = Sentence("Lines of the slips, day by day"), 6 + (self.count == QUANTITY)
        if len(lines) <= MOST_LISTED:
            return _behind(title, columns, rows, adds, [Lead("devices", one.code) for one in lines])
        said = [one.said for one in asked.borrowed()]
        uses = sum(one.uses for one in said)
        whole = uses if self.count == USES else sum(one.quantity for one in said)
        return Behind(whole, _table(title, columns, ()), adds, (), too_many(uses))


@dataclass(frozen=True, slots=True)
class OverdueBehind:
    """What is overdue at the end of a day."""

    on: date

    def answer(self, desk: Desk) -> Behind:
        """Return the lines of slips, each holder's together."""
        period = Period(self.on, self.on)
        lines = HoldersReport(period, overdue=True).lines(desk, self.on)
        rows = [
            (one.team, one.teacher_name, one.class_name, one.code, one.name, one.quantity,
             show_day(one.day), show_day(one.due))
            for one in lines
        ]  # fmt: skip
        return _behind(
            Sentence("What is overdue, by whom"),
            ((Sentence("Team"), Kind.TEXT), (Sentence("Teacher"), Kind.NAME),
             (Sentence("Class"), Kind.SHORT), (_CODE, Kind.CODE), (_NAME, Kind.NAME),
             (_QUANTITY, Kind.FIGURE), (Sentence("Day lent"), Kind.DAY),
             (Sentence("Due"), Kind.DAY)),
            rows, 5, [Lead("devices", one.code) for one in lines],
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class LateBehind:
    """The changes of a period that the report on deadlines counts in one of its figures."""

    period: Period
    name: str

    def answer(self, desk: Desk) -> Behind:
        """Return the changes, the first due first."""
        changes = [
            one for one in within(Deadlines().answer(desk), self.period)
            if figures_of(one).get(self.name)
        ]  # fmt: skip
        rows = [
            (show_day(one.happened), one.what, one.code, one.name, one.team, show_day(one.due),
             show_day(one.recorded), 1, one.reason)
            for one in changes
        ]  # fmt: skip
        return _behind(
            Sentence("Changes and their times"),
            ((Sentence("Happened on"), Kind.DAY), (Sentence("What changed"), Kind.NAME),
             (_CODE, Kind.CODE), (Sentence("Name"), Kind.NAME), (Sentence("Team"), Kind.TEXT),
             (Sentence("Update by"), Kind.DAY), (Sentence("Written on"), Kind.DAY),
             (Sentence("Changes"), Kind.FIGURE), (Sentence("Reason"), Kind.TEXT)),
            rows, 7,
            [Lead("deadlines") if one.is_notice else Lead("devices", one.code) for one in changes],
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ShortBehind:
    """The rows of the minimum list, of a subject, of which the same is said."""

    school_year: int
    subject: str
    status: str

    def answer(self, desk: Desk) -> Behind:
        """Return the rows in the order of the list."""
        found = [
            one for one in Shortage(self.school_year).answer(desk).rows
            if (one.subject, one.status) == (self.subject, self.status)
        ]  # fmt: skip
        rows = [
            (one.number, one.name, one.unit, "" if one.need is None else one.need, one.have,
             one.short or "", one.why or "", 1)
            for one in found
        ]  # fmt: skip
        return _behind(
            Sentence("Row by row"),
            ((Sentence("Number"), Kind.SHORT), (Sentence("Name"), Kind.NAME),
             (Sentence("Unit"), Kind.SHORT), (Sentence("Needed"), Kind.FIGURE),
             (Sentence("There are"), Kind.FIGURE), (Sentence("Short by"), Kind.FIGURE),
             (Sentence("What is said"), Kind.TEXT), (Sentence("Rows"), Kind.FIGURE)),
            rows, 7, [Lead("norms", one.name) for one in found],
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class MissingBehind:
    """The devices that lack a field the layout in use asks for; any of them when it is blank."""

    name: str = ""

    def answer(self, desk: Desk) -> Behind:
        """Return the devices, with all the fields each lacks."""
        found = [one for one in lacking_devices(desk) if not self.name or self.name in one.fields]
        rows = [(one.code, one.name, _lacks(one.fields), 1) for one in found]
        return _behind(
            Sentence("Devices that lack data"),
            ((_CODE, Kind.CODE), (_NAME, Kind.NAME), (Sentence("Missing"), Kind.NAME),
             (Sentence("Devices"), Kind.FIGURE)),
            rows, 3, [Lead("devices", one.code) for one in found],
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class CountedBehind:
    """The stocktakes that were opened in a period and not called off."""

    period: Period

    def answer(self, desk: Desk) -> Behind:
        """Return them, the newest first."""
        found = [
            one for one in Stocktakes().answer(desk)
            if one.row.status != Status.CANCELLED
            and self.period.first.isoformat() <= one.row.day <= self.period.last.isoformat()
        ]  # fmt: skip
        rows = [
            (show_day(one.row.day), one.scope, CLOSED[one.row.status],
             show_day(one.row.closed_on) if one.row.closed_on else "", 1)
            for one in found
        ]  # fmt: skip
        return _behind(
            Sentence("Stocktakes of the year"),
            ((Sentence("Opened on"), Kind.DAY), (Sentence("What was counted"), Kind.NAME),
             (Sentence("How it stands"), Kind.TEXT), (Sentence("Closed on"), Kind.DAY),
             (Sentence("Stocktakes"), Kind.FIGURE)),
            rows, 4, [Lead("stocktake") for _one in found],
        )  # fmt: skip


def standing_on(desk: Desk, devices: Iterable[int], on: date) -> dict[int, Counter[str]]:
    """Return how much of each device stood how at the end of a day."""
    found = tally(_moves(desk, on), Period(on, on), _each(devices))
    return {int(number): one.closing for number, one in found.items()}


def _on_day(on: date) -> Sentence:
    return Sentence("Devices and quantities at the end of {day}", {"day": f"{on:%d/%m/%Y}"})


def _moves(desk: Desk, on: date) -> list[Move]:
    return desk.state_moves(on.isoformat())


def _each(devices: Iterable[int]) -> dict[int, str]:
    """Return every device as a group of its own."""
    return {number: str(number) for number in devices}


def _of_devices(
    title: Sentence, devices: Mapping[int, Device], held: Mapping[int, int], count: str
) -> Behind:
    """Return the devices that are held, by name."""
    found = sorted(
        (number for number, quantity in held.items() if quantity),
        key=lambda number: (sort_key(devices[number].name), number),
    )
    rows = [
        (devices[number].code, devices[number].name, devices[number].subject,
         devices[number].unit, 1, held[number])
        for number in found
    ]  # fmt: skip
    return _behind(
        title,
        ((_CODE, Kind.CODE), (_NAME, Kind.NAME), (Sentence("Subject"), Kind.TEXT),
         (Sentence("Unit"), Kind.SHORT), (Sentence("Devices"), Kind.FIGURE),
         (_QUANTITY, Kind.FIGURE)),
        rows, 4 + (count == QUANTITY), [Lead("devices", devices[number].code) for number in found],
    )  # fmt: skip


def _slip(loan: int, sign: int) -> Sentence:
    said = {"loan": f"{loan:04d}"}
    return Sentence("Slip {loan}", said) if sign > 0 else Sentence("Slip {loan}, undone", said)


def _lacks(fields: tuple[str, ...]) -> Sentence:
    """Return the fields side by side."""
    first, *rest = fields
    if not rest:
        return LACKS[first]
    said = {"field": told(LACKS[first].text, {}), "fields": _told(_lacks(tuple(rest)))}
    return Sentence("{field}, {fields}", said)


def _told(sentence: Sentence) -> Mapping[str, object]:
    return told(sentence.text, sentence.values)


_Columns = tuple[tuple[Sentence, Kind], ...]


def _table(title: Sentence, columns: _Columns, rows: Iterable[tuple[Cell, ...]]) -> ReportTable:
    headings, kinds = tuple(one for one, _kind in columns), tuple(kind for _one, kind in columns)
    return ReportTable(title, headings, tuple(rows), kinds=kinds)


def _behind(
    title: Sentence, columns: _Columns, rows: Iterable[tuple[Cell, ...]], adds: int,
    leads: Iterable[Lead],
) -> Behind:  # fmt: skip
    table = _table(title, columns, rows)
    figure = sum(count for row in table.rows if isinstance(count := row[adds], int))
    return Behind(figure, table, adds, tuple(leads))
