"""The quality report: how the devices stand, by subject, place, team and grade (Điều 8.1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.device import Device, Quality, State
from app.domain.period import Period, name_of, period_before
from app.domain.quality import KEPT, UNKNOWN, Happening, Move, Stock, Tally, tally
from app.domain.sentence import Sentence, told
from app.services.grouping import NAMES, Grouping, called_group, group_rank, groups_of
from app.services.reports import (
    Cell,
    Report,
    ReportTable,
    Told,
    Tone,
    Trend,
    check_begun,
    school_years,
)
from app.store.desk import Desk

DASH = "–"  # a share of nothing
_SCHOOL = ""
_ALL = 0  # stands for every device


STANDINGS: Mapping[Stock, Sentence] = {
    Stock.USABLE: Sentence("Usable"),
    Stock.DAMAGED: Sentence("Damaged"),
    Stock.IN_REPAIR: Sentence("In repair"),
    Stock.LOST: Sentence("Lost"),
    Stock.DISPOSED: Sentence("Disposed"),
}
HAPPENINGS: Mapping[Happening, Sentence] = {
    Happening.CAME: Sentence("Came into the book"),
    Happening.MINOR: Sentence("Slightly damaged"),
    Happening.MAJOR: Sentence("Badly damaged"),
    Happening.INCOMPLETE: Sentence("Parts missing"),
    Happening.LOST: Sentence("Lost"),
    Happening.FOUND: Sentence("Found again"),
    Happening.MENDED: Sentence("Mended"),
    Happening.DISPOSED: Sentence("Disposed"),
    Happening.LEFT: Sentence("Left the book otherwise"),
}
QUALITIES: Mapping[str, Sentence] = {
    Quality.GOOD: Sentence("Good"),
    Quality.FAIR: Sentence("Fair"),
    Quality.AVERAGE: Sentence("Average"),
    Quality.POOR: Sentence("Poor"),
    UNKNOWN: Sentence("Not assessed"),
}


@dataclass(frozen=True, slots=True)
class QualityView:
    """The figures: by group in order, of the school, month by month, and of the period before."""

    by: Grouping
    period: Period
    called: Sentence
    rows: tuple[tuple[str | Sentence, Tally], ...]
    total: Tally
    months: tuple[tuple[Period, Tally], ...]
    before: tuple[Sentence, Tally]


@dataclass(frozen=True, slots=True)
class QualityReport:
    """How the devices stood at the start and the end of a period, and what became of them.

    A device is counted in the group that the book says it is of now; one for several grades
    is counted once, among those.
    """

    period: Period
    by: Grouping = Grouping.SUBJECT

    def answer(self, desk: Desk) -> QualityView:
        """Return the figures, or refuse a period that has not begun."""
        period = self.period
        check_begun(desk, period)
        moves = desk.state_moves(period.last.isoformat())
        devices = {record.id: record.row for record in desk.every(Device)}
        qualities = (
            quality_on(desk, devices, period.first - timedelta(days=1)),
            quality_on(desk, devices, period.last),
        )
        years = school_years(desk)
        groups = tally(moves, period, groups_of(desk, devices, self.by), qualities)
        whole = dict.fromkeys(devices, _SCHOOL)
        summed = _sum_by_day(moves)

        def school(part: Period) -> Tally:
            return tally(summed, part, {_ALL: _SCHOOL})[_SCHOOL]

        before = period_before(period, years)
        return QualityView(
            self.by,
            period,
            name_of(period, years),
            tuple(
                (called_group(self.by, name), groups[name])
                for name in sorted(groups, key=group_rank)
                if not groups[name].is_empty()
            ),
            tally(moves, period, whole, qualities).get(_SCHOOL, Tally()),
            tuple((part, school(part)) for part in period.months()),
            (name_of(before, years), school(before)),
        )


def _sum_by_day(moves: Iterable[Move]) -> list[Move]:
    """Return moves of the whole school, added up: each of many months looks at all of them."""
    summed: Counter[tuple[str, State, State, str]] = Counter()
    for move in moves:
        summed[move.day, move.source, move.target, move.kind] += move.quantity
    return [
        Move(_ALL, day, source, target, kind, quantity)
        for (day, source, target, kind), quantity in summed.items()
    ]


def quality_on(desk: Desk, devices: Mapping[int, Device], day: date) -> dict[int, str]:
    """Return the quality of each device at the end of a day, as the book knew it.

    It is the quality that is written down now, with every later change taken back.
    """
    known = {number: device.condition for number, device in devices.items()}
    for change in desk.regraded(day.isoformat()):
        known[change.device] = change.before
    qualities = set(Quality)
    return {number: said if said in qualities else UNKNOWN for number, said in known.items()}


def share(part: int, whole: int) -> str:
    """Return a percentage as people write it, a dash of nothing."""
    return f"{100 * part / whole:.1f}%".replace(".", ",") if whole else DASH


def _usable_share(counted: Counter[str]) -> str:
    return share(counted[Stock.USABLE], sum(counted[one] for one in KEPT))


def show_quality(view: QualityView) -> Report:
    """Return the figures as a report."""
    return Report(
        Sentence("Report on the quality of teaching devices"),
        view.period,
        view.called,
        _summary(view),
        Sentence(
            "Counted from the ledger: everything that happened up to the last day, what was "
            "undone taken off on the day of the undo. Usable is what is in store or on loan; "
            "percentages are of all but what was disposed of. Devices are grouped as the book "
            "describes them now. Quality is that of what is usable; a device nobody has assessed "
            "counts as it was registered. What came in damaged counts as having come, not as "
            "damaged in the period."
        ),
        (_standing_table(view), _happening_table(view), _quality_table(view), _state_table(view),
         _month_table(view)),
        _trend(view),
        _told(view),
    )  # fmt: skip


def _summary(view: QualityView) -> Sentence:
    one = view.total
    return Sentence(
        "At the end {usable} of {kept} usable ({share}; at the start {before}). In the period "
        "damaged: {damaged}, lost: {lost}, mended: {mended}, disposed: {disposed}.",
        {
            "usable": one.closing[Stock.USABLE],
            "kept": sum(one.closing[standing] for standing in KEPT),
            "share": _usable_share(one.closing),
            "before": _usable_share(one.opening),
            "damaged": one.broken(),
            "lost": one.happened[Happening.LOST],
            "mended": one.happened[Happening.MENDED],
            "disposed": one.happened[Happening.DISPOSED],
        },
    )


def _standing_table(view: QualityView) -> ReportTable:
    def cells(one: Tally) -> tuple[Cell, ...]:
        return (
            *(one.opening[standing] for standing in KEPT), _usable_share(one.opening),
            *(one.closing[standing] for standing in Stock), _usable_share(one.closing),
        )  # fmt: skip

    return _by_group(
        view,
        Sentence("Numbers by state at the start and the end of the period"),
        (
            Sentence("Start: usable"), Sentence("Start: damaged"), Sentence("Start: in repair"),
            Sentence("Start: lost"), Sentence("Start: usable, share"),
            Sentence("End: usable"), Sentence("End: damaged"), Sentence("End: in repair"),
            Sentence("End: lost"), Sentence("End: disposed"), Sentence("End: usable, share"),
        ),
        [(name, cells(one)) for name, one in view.rows],
        cells(view.total),
    )  # fmt: skip


def _happening_table(view: QualityView) -> ReportTable:
    def cells(one: Tally) -> tuple[Cell, ...]:
        return tuple(one.happened[happening] for happening in Happening)

    return _by_group(
        view,
        Sentence("What became of the devices in the period"),
        tuple(HAPPENINGS.values()),
        [(name, cells(one)) for name, one in view.rows],
        cells(view.total),
    )


def _quality_table(view: QualityView) -> ReportTable:
    def cells(one: Tally) -> tuple[Cell, ...]:
        start, end = one.graded
        fine = end[Quality.GOOD] + end[Quality.FAIR]
        return (
            *(start[quality] for quality in QUALITIES), *(end[quality] for quality in QUALITIES),
            share(fine, sum(end.values())),
        )  # fmt: skip

    return _by_group(
        view,
        Sentence("Quality of what is usable"),
        (
            Sentence("Start: good"), Sentence("Start: fair"), Sentence("Start: average"),
            Sentence("Start: poor"), Sentence("Start: not assessed"),
            Sentence("End: good"), Sentence("End: fair"), Sentence("End: average"),
            Sentence("End: poor"), Sentence("End: not assessed"), Sentence("End: good or fair"),
        ),
        [(name, cells(one)) for name, one in view.rows],
        cells(view.total),
    )  # fmt: skip


def _by_group(
    view: QualityView,
    title: Sentence,
    headings: tuple[Sentence, ...],
    rows: list[tuple[str | Sentence, tuple[Cell, ...]]],
    total: tuple[Cell, ...],
) -> ReportTable:
    return ReportTable(
        title,
        (NAMES[view.by], *headings),
        tuple((name, *cells) for name, cells in rows),
        (Sentence("The whole school"), *total) if view.by is not Grouping.SCHOOL else (),
    )


def _state_table(view: QualityView) -> ReportTable:
    one = view.total
    kept = sum(one.closing[standing] for standing in KEPT)
    rows = tuple(
        (
            name, one.opening[standing], one.added[standing], one.taken[standing],
            one.closing[standing],
            share(one.closing[standing], kept) if standing in KEPT else DASH,
        )
        for standing, name in STANDINGS.items()
    )  # fmt: skip
    return ReportTable(
        Sentence("Reconciliation of the whole school: start + added - taken off = end"),
        (Sentence("State"), Sentence("At the start"), Sentence("Added"), Sentence("Taken off"),
         Sentence("At the end"), Sentence("Share")),
        rows,
    )  # fmt: skip


def _month_table(view: QualityView) -> ReportTable:
    def cells(one: Tally) -> tuple[Cell, ...]:
        return (
            *(one.closing[standing] for standing in KEPT), _usable_share(one.closing),
            one.broken(), *(one.happened[happening] for happening in _TREND[1:]),
        )  # fmt: skip

    called, before = view.before
    rows: list[tuple[Cell, ...]] = [
        (f"{part.first:%m/%Y}", *cells(one)) for part, one in view.months
    ]
    said = {"period": told(called.text, called.values)}
    rows.append((Sentence("The period before: {period}", said), *cells(before)))
    return ReportTable(
        Sentence("Trend of the whole school, by month"),
        (Sentence("Month"), Sentence("End: usable"), Sentence("End: damaged"),
         Sentence("End: in repair"), Sentence("End: lost"), Sentence("End: usable, share"),
         Sentence("Damaged"), *(HAPPENINGS[one] for one in _TREND[1:])),
        tuple(rows),
        (Sentence("This period"), *cells(view.total)),
    )  # fmt: skip


_TREND = (Happening.MINOR, Happening.LOST, Happening.MENDED, Happening.DISPOSED)


def _trend(view: QualityView) -> Trend:
    points = tuple(
        (
            f"{part.first:%m/%Y}",
            (one.broken(), *(one.happened[happening] for happening in _TREND[1:])),
            _usable_share(one.closing),
        )
        for part, one in view.months
    )
    return Trend(
        (Sentence("Damaged"), *(HAPPENINGS[one] for one in _TREND[1:])),
        points,
        Sentence("Under each month: the share that is usable at its end."),
        (Tone.WARN, Tone.BAD, Tone.GOOD, Tone.QUIET),
    )


def _told(view: QualityView) -> Told:
    months = [
        {"month": f"{part.first:%Y-%m}", **_show_tally(one, graded=False)}
        for part, one in view.months
    ]
    return Told(
        tuple({"group": name, **_show_tally(one, graded=True)} for name, one in view.rows),
        _show_tally(view.total, graded=True),
        {"months": months, "before": _show_tally(view.before[1], graded=False)},
    )


def _show_tally(one: Tally, *, graded: bool) -> dict[str, object]:
    def counted(figures: Counter[str], names: Iterable[str]) -> dict[str, int]:
        return {str(name): figures[name] for name in names}

    shown: dict[str, object] = {
        "opening": counted(one.opening, Stock), "closing": counted(one.closing, Stock),
        "increase": counted(one.added, Stock), "decrease": counted(one.taken, Stock),
        "happened": counted(one.happened, Happening),
    }  # fmt: skip
    if graded:
        shown["quality_opening"] = counted(one.graded[0], QUALITIES)
        shown["quality_closing"] = counted(one.graded[1], QUALITIES)
    return shown
