"""What was broken, lost, found, mended and disposed of in a period, one by one (Điều 8.1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from app.domain.calendar import show_day
from app.domain.device import Device
from app.domain.period import Period, name_of
from app.domain.quality import BROKEN, Happening, ToldMove
from app.domain.sentence import Sentence
from app.services.quality_report import HAPPENINGS
from app.services.reports import (
    MOST_LISTED,
    Kind,
    Report,
    ReportTable,
    Told,
    check_begun,
    school_years,
    too_many,
)
from app.store.desk import Desk

_SHOWN = (*BROKEN, Happening.LOST, Happening.FOUND, Happening.MENDED, Happening.DISPOSED)
WHOLE = "school"
GROUPINGS: Mapping[str, Sentence] = {WHOLE: Sentence("Only the whole school")}


@dataclass(frozen=True, slots=True)
class HappenedReport:
    """Every damage, loss, find, repair and disposal of a period, as the quality report counts."""

    period: Period

    def answer(self, desk: Desk) -> Report:
        """Return the report, or refuse a period that has not begun."""
        check_begun(desk, self.period)
        moves = happened(desk, self.period, _SHOWN)
        devices = {record.id: record.row for record in desk.every(Device)}
        return Report(
            Sentence("List of damage, loss and repair"),
            self.period,
            name_of(self.period, school_years(desk)),
            _summary(moves),
            Sentence(
                "Counted as the report on quality counts: on the day it happened; what was "
                "undone is taken off on the day of the undo."
            ),
            (*([_list(moves, devices)] if len(moves) <= MOST_LISTED else []), _totals(moves)),
            told=_told(moves, devices),
            lacks=None if len(moves) <= MOST_LISTED else too_many(len(moves)),
        )


def happened(desk: Desk, period: Period, wanted: Collection[Happening]) -> list[ToldMove]:
    """Return what of some kinds happened in a period, by day, with what tells it."""
    return [one for one in desk.told_moves(period) if one.move.happening() in wanted]


def called(one: ToldMove) -> Sentence:
    """Return what happened, in a word or two."""
    happening = one.move.happening()
    if happening is None:
        raise ValueError(one)
    return HAPPENINGS[happening]


def _count(moves: Collection[ToldMove]) -> Counter[str]:
    found: Counter[str] = Counter(dict.fromkeys(_SHOWN, 0))
    for one in moves:
        found[one.move.happening() or ""] += one.move.quantity
    return found


def _summary(moves: Collection[ToldMove]) -> Sentence:
    counted = _count(moves)
    return Sentence(
        "Damaged: {damaged}, lost: {lost}, found again: {found}, mended: {mended}, disposed: "
        "{disposed}.",
        {"damaged": sum(counted[one] for one in BROKEN), "lost": counted[Happening.LOST],
         "found": counted[Happening.FOUND], "mended": counted[Happening.MENDED],
         "disposed": counted[Happening.DISPOSED]},
    )  # fmt: skip


def _list(moves: Collection[ToldMove], devices: Mapping[int, Device]) -> ReportTable:
    rows = tuple(
        (show_day(one.move.day), device.code, device.name, device.unit, called(one),
         one.move.quantity, one.what)
        for one in moves
        for device in (devices[one.move.device],)
    )  # fmt: skip
    return ReportTable(
        Sentence("What happened, day by day"),
        (Sentence("Day"), Sentence("Code"), Sentence("Device name"), Sentence("Unit"),
         Sentence("What happened"), Sentence("Quantity"), Sentence("As it was written down")),
        rows,
        kinds=(Kind.DAY, Kind.CODE, Kind.NAME, Kind.SHORT, Kind.TEXT, Kind.FIGURE, Kind.TEXT),
        numbered=True,
    )  # fmt: skip


def _totals(moves: Collection[ToldMove]) -> ReportTable:
    counted = _count(moves)
    return ReportTable(
        Sentence("Totals by what happened"),
        (Sentence("What happened"), Sentence("Quantity")),
        tuple((HAPPENINGS[one], counted[one]) for one in _SHOWN),
    )


def _told(moves: Collection[ToldMove], devices: Mapping[int, Device]) -> Told:
    rows = tuple(
        {"entry": one.entry, "day": one.move.day, "device": devices[one.move.device].code,
         "name": devices[one.move.device].name, "what": str(one.move.happening()),
         "quantity": one.move.quantity, "text": one.what, "actor": one.actor}
        for one in moves
    )  # fmt: skip
    return Told(rows, {str(name): count for name, count in _count(moves).items()})
