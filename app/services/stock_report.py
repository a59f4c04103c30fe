"""The stock report: what there was, what came and left, what is there (Điều 8.1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from app.domain.device import HELD, Device, State
from app.domain.month import Tally, add_up
from app.domain.period import Period, name_of
from app.domain.sentence import Sentence
from app.domain.stock import COUNTED, ON_BOOK, UNSAID, Loss, StockLine, by_month, count_back
from app.domain.text import clean
from app.services.grouping import NAMES, Grouping, called_group, group_rank, groups_of
from app.services.increase import FUNDS, Source
from app.services.reports import (
    MOST_LISTED,
    Cell,
    Kind,
    Point,
    Report,
    ReportTable,
    Told,
    Tone,
    Trend,
    check_begun,
    school_years,
    too_many,
)
from app.store.desk import Desk

DEVICE = "device"  # a row for each device, beside the groupings
STATES: Mapping[State, Sentence] = {
    State.IN_STORE: Sentence("In store"),
    State.ON_LOAN: Sentence("On loan"),
    State.DAMAGED: Sentence("Damaged"),
    State.IN_REPAIR: Sentence("In repair"),
    State.LOST: Sentence("Lost"),
    State.DISPOSED: Sentence("Disposed"),
}
GAINS: Mapping[str, Sentence] = {
    Source.GRANTED: Sentence("Granted"),
    Source.BOUGHT: Sentence("Bought"),
    Source.DONATED: Sentence("Donated"),
    Source.SELF_MADE: Sentence("Made here"),
    Source.TRANSFERRED: Sentence("From another school"),
    Source.OTHER: Sentence("Other source"),
    UNSAID: Sentence("No source written"),
    COUNTED: Sentence("Found by a stocktake"),
}
LOSSES: Mapping[Loss, Sentence] = {
    Loss.BROKEN: Sentence("Written off broken"),
    Loss.LOST: Sentence("Written off lost"),
    Loss.USABLE: Sentence("Written off usable"),
    Loss.GIVEN: Sentence("Given to another school"),
}
_ORIGINS = {fund: source for source, fund in FUNDS.items()}
_ALL = Sentence("The whole school")


@dataclass(frozen=True, slots=True)
class StockRow:
    """A group or a device: what it is called, in as many cells as it takes, and its figures."""

    called: tuple[str | Sentence, ...]
    line: StockLine


@dataclass(frozen=True, slots=True)
class StockView:
    """The figures by group in order, of the school, by state, and month by month."""

    by: str
    period: Period
    called: Sentence
    rows: tuple[StockRow, ...]
    total: StockLine
    states: Mapping[State, Tally]
    start: Mapping[State, int]
    months: Mapping[str, StockLine]


@dataclass(frozen=True, slots=True)
class StockReport:
    """What stood on the book at the start and the end of a period, and what moved it.

    `by` is one of `Grouping`, or `DEVICE`. A device is counted in the group, and as of the
    source, that the book says it is of now.
    """

    period: Period
    by: str = DEVICE

    def answer(self, desk: Desk) -> Report:
        """Return the report, or refuse a period that has not begun."""
        return show_stock(self.view(desk))

    def view(self, desk: Desk) -> StockView:
        """Return the figures."""
        check_begun(desk, self.period)
        first, last = self.period.first.isoformat(), self.period.last.isoformat()
        devices = {record.id: record.row for record in desk.every(Device)}
        origins = {number: _origin(device) for number, device in devices.items()}
        shifts = desk.stock_book.shifts(first, last)
        lines = count_back(desk.stock_book.held(), shifts, origins)
        total = StockLine()
        for line in lines.values():
            total.add(line)
        names = [f"{part.first:%Y-%m}" for part in self.period.months()]
        start, months = by_month(total, shifts, origins, names)
        return StockView(
            self.by,
            self.period,
            name_of(self.period, school_years(desk)),
            tuple(self._rows(desk, devices, lines)),
            total,
            add_up(desk.held(), desk.stock_book.flows(first, last), 0, 0).states,
            start,
            months,
        )

    def _rows(
        self, desk: Desk, devices: Mapping[int, Device], lines: Mapping[int, StockLine]
    ) -> list[StockRow]:
        if self.by == DEVICE:
            numbers = [number for number, line in lines.items() if not line.is_empty()]
            numbers.sort(key=desk.stock_book.order().__getitem__)
            return [
                StockRow((devices[one].code, devices[one].name, devices[one].unit), lines[one])
                for one in numbers
            ]
        by = Grouping(self.by)
        groups = groups_of(desk, devices, by)
        found: dict[str, StockLine] = {}
        for number, line in lines.items():
            found.setdefault(groups[number], StockLine()).add(line)
        return [
            StockRow((called_group(by, name),), found[name])
            for name in sorted(found, key=group_rank)
            if not found[name].is_empty()
        ]


def _origin(device: Device) -> str:
    """Return which source a device's fund is, as far as it is one of those of a slip."""
    fund = clean(device.fund)
    return _ORIGINS.get(fund, Source.OTHER) if fund else UNSAID


def show_stock(view: StockView) -> Report:
    """Return the figures as a report."""
    many = len(view.rows) > MOST_LISTED
    whole = (_state_table(view.states), _month_table(view))
    by_row = () if many else (_stock_table(view), _gain_table(view), _loss_table(view))
    return Report(
        Sentence("Report on the stock of teaching devices"),
        view.period,
        view.called,
        _summary(view.total),
        Sentence(
            "Counted from the ledger. On the book is what is in store, on loan, damaged, in "
            "repair, or lost and not yet written off: at the start + came - left = at the end. "
            "What was undone is taken off on the day of the undo. Devices are grouped, and their "
            "source told, as the book describes them now."
        ),
        (*by_row, *whole),
        _trend(view),
        _told(view),
        lacks=too_many(len(view.rows)) if many else None,
    )


def _summary(total: StockLine) -> Sentence:
    standing = {state.value: total.closing[state] for state in ON_BOOK}
    return Sentence(
        "At the start {opening}; came {gained}, left {lost_from}; at the end {closing}: in store "
        "{in_store}, on loan {on_loan}, damaged {damaged}, in repair {in_repair}, lost {lost}.",
        {"opening": total.at_start, "gained": total.gained, "lost_from": total.lost,
         "closing": total.at_end, **standing},
    )  # fmt: skip


def _stock_table(view: StockView) -> ReportTable:
    def cells(line: StockLine) -> tuple[Cell, ...]:
        return (
            line.at_start, line.gained, line.lost, line.at_end,
            *(line.closing[state] for state in ON_BOOK),
        )  # fmt: skip

    return _by_row(
        view,
        Sentence("What was on the book, came, left, and is there"),
        (Sentence("At the start"), Sentence("Came"), Sentence("Left"), Sentence("At the end"),
         *(STATES[state] for state in ON_BOOK)),
        cells,
    )  # fmt: skip


def _gain_table(view: StockView) -> ReportTable:
    def cells(line: StockLine) -> tuple[Cell, ...]:
        return (*(line.gains[gain] for gain in GAINS), line.gained)

    return _by_row(
        view,
        Sentence("What came, by source"),
        (*GAINS.values(), Sentence("In all")),
        cells,
        lambda line: any(line.gains.values()),
    )


def _loss_table(view: StockView) -> ReportTable:
    def cells(line: StockLine) -> tuple[Cell, ...]:
        return (*(line.losses[loss] for loss in Loss), line.lost)

    return _by_row(
        view,
        Sentence("What left, by reason"),
        (*LOSSES.values(), Sentence("In all")),
        cells,
        lambda line: any(line.losses.values()),
    )


def _by_row(
    view: StockView,
    title: Sentence,
    headings: Sequence[Sentence],
    cells: Callable[[StockLine], tuple[Cell, ...]],
    kept: Callable[[StockLine], bool] = lambda _line: True,
) -> ReportTable:
    """Return a table with the figures of each group or device that is kept, and of all."""
    names, kinds, total = _called(view.by)
    return ReportTable(
        title,
        (*names, *headings),
        tuple((*row.called, *cells(row.line)) for row in view.rows if kept(row.line)),
        () if view.by == Grouping.SCHOOL else (*total, *cells(view.total)),
        (*kinds, *(Kind.FIGURE for _one in headings)),
    )


def _called(by: str) -> tuple[tuple[Sentence, ...], tuple[Kind, ...], tuple[Cell, ...]]:
    """Return the headings of what rows are called, their kinds, and what all is called."""
    if by == DEVICE:
        names = (Sentence("Code"), Sentence("Name"), Sentence("Unit"))
        return names, (Kind.CODE, Kind.NAME, Kind.SHORT), ("", _ALL, "")
    return (NAMES[Grouping(by)],), (Kind.NAME,), (_ALL,)


def _state_table(states: Mapping[State, Tally]) -> ReportTable:
    rows = tuple(
        (STATES[state], states[state].opening, states[state].increase, states[state].decrease,
         states[state].closing)
        for state in HELD
    )  # fmt: skip
    return ReportTable(
        Sentence("Reconciliation of the whole school: start + added - taken off = end"),
        (Sentence("State"), Sentence("At the start"), Sentence("Added"), Sentence("Taken off"),
         Sentence("At the end")),
        rows,
    )  # fmt: skip


_MONTHLY: Mapping[State, Sentence] = {
    State.IN_STORE: Sentence("End: usable"),
    State.DAMAGED: Sentence("End: damaged"),
    State.IN_REPAIR: Sentence("End: in repair"),
    State.LOST: Sentence("End: lost"),
}


def _month_table(view: StockView) -> ReportTable:
    rows: list[tuple[Cell, ...]] = [
        (_month(month), line.at_start, line.gained, line.lost, line.at_end,
         *(line.closing[state] for state in _MONTHLY))
        for month, line in view.months.items()
    ]  # fmt: skip
    return ReportTable(
        Sentence("The whole school, month by month"),
        (Sentence("Month"), Sentence("At the start"), Sentence("Came"), Sentence("Left"),
         Sentence("At the end"), *_MONTHLY.values()),
        tuple(rows),
    )  # fmt: skip


def _month(month: str) -> str:
    return f"{month[5:]}/{month[:4]}"


def _trend(view: StockView) -> Trend:
    """Draw what cannot be used; what can is a hundred times as much, and stands in figures."""
    shown = tuple(state for state in _MONTHLY if state is not State.IN_STORE)

    def point(name: str | Sentence, held: Mapping[State, int]) -> Point:
        return name, tuple(held[state] for state in shown), str(held[State.IN_STORE])

    return Trend(
        tuple(STATES[state] for state in shown),
        (point(Sentence("At the start"), view.start),
         *(point(_month(month), line.closing) for month, line in view.months.items())),
        Sentence("Under each month: what is usable at its end."),
        (Tone.WARN, Tone.ACCENT, Tone.BAD),
    )  # fmt: skip


def _told(view: StockView) -> Told:
    keys = ("code", "name", "unit") if view.by == DEVICE else ("group",)
    states = {
        state.value: {"opening": one.opening, "increase": one.increase, "decrease": one.decrease,
                      "closing": one.closing}
        for state, one in view.states.items()
    }  # fmt: skip
    return Told(
        tuple({**dict(zip(keys, row.called, strict=True)), **_figures(row.line)}
              for row in view.rows),
        _figures(view.total),
        {"states": states,
         "months": [{"month": month, **_figures(line)} for month, line in view.months.items()]},
    )  # fmt: skip


def _figures(line: StockLine) -> dict[str, object]:
    def counted(figures: Counter[str], names: Sequence[str]) -> dict[str, int]:
        return {str(name): figures[name] for name in names}

    return {
        "opening": line.at_start, "increase": line.gained, "decrease": line.lost,
        "closing": line.at_end,
        "by_source": counted(line.gains, tuple(GAINS)),
        "by_reason": counted(line.losses, tuple(LOSSES)),
        "by_state": {state.value: line.closing[state] for state in ON_BOOK},
    }  # fmt: skip
