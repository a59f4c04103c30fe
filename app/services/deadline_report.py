"""The report on deadlines: what reached the systems outside in time, and what was late."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.domain.calendar import show_day
from app.domain.deadline import Deadline, DueStatus
from app.domain.period import Period, name_of
from app.domain.sentence import Sentence
from app.domain.text import sort_key
from app.services.deadlines import TOPICS, Deadlines
from app.services.reports import (
    Cell,
    Kind,
    Report,
    ReportTable,
    Told,
    Tone,
    Trend,
    check_begun,
    school_years,
)
from app.store.desk import Desk

RECORDED_LATE, EXPLAINED, CHANGES = "recorded_late", "explained", "changes"
# What is counted of a group, in the order of the columns.
FIGURES = (CHANGES, *DueStatus, RECORDED_LATE, EXPLAINED)
_CALLED: Mapping[str, Sentence] = {
    CHANGES: Sentence("Changes"), DueStatus.DUE: Sentence("Not due yet"),
    DueStatus.LATE: Sentence("Overdue"), DueStatus.SENT: Sentence("Waiting"),
    DueStatus.ON_TIME: Sentence("In time"), DueStatus.SETTLED_LATE: Sentence("Late"),
    RECORDED_LATE: Sentence("Written late"),
    EXPLAINED: Sentence("Late with a reason"),
}  # fmt: skip
SHARED = Sentence("Shared by all")


class DeadlineGrouping(StrEnum):
    """What the rows are of."""

    TEAM = "team"
    TOPIC = "topic"


GROUPINGS: Mapping[str, Sentence] = {
    DeadlineGrouping.TEAM: Sentence("By team"),
    DeadlineGrouping.TOPIC: Sentence("By what changed"),
}


@dataclass(frozen=True, slots=True)
class LateUpdate:
    """An entry of which something was late: the first such change, and how many there are."""

    first: Deadline
    count: int


@dataclass(frozen=True, slots=True)
class DeadlineView:
    """The figures of each group and of all, as `FIGURES` names them, and what was late."""

    by: DeadlineGrouping
    period: Period
    called: Sentence
    rows: tuple[tuple[str | Sentence, Counter[str]], ...]
    total: Counter[str]
    months: tuple[tuple[str, Counter[str]], ...]
    late: tuple[LateUpdate, ...]


@dataclass(frozen=True, slots=True)
class DeadlineReport:
    """The changes of a period, and whether they reached the systems outside in time."""

    period: Period
    by: DeadlineGrouping = DeadlineGrouping.TEAM

    def answer(self, desk: Desk) -> DeadlineView:
        """Return the figures as of today, of what happened in the period."""
        changes = within(Deadlines().answer(desk), self.period)
        groups: dict[str, Counter[str]] = {}
        for one in changes:
            name = one.team if self.by is DeadlineGrouping.TEAM else one.topic
            groups.setdefault(name, Counter()).update(figures_of(one))
        months: dict[str, Counter[str]] = {
            f"{part.first:%Y-%m}": Counter() for part in self.period.months()
        }
        for one in changes:
            months[one.happened[:7]].update(figures_of(one))
        return DeadlineView(
            self.by,
            self.period,
            name_of(self.period, school_years(desk)),
            tuple((_called(self.by, name), groups[name]) for name in self._ordered(groups)),
            count(changes),
            tuple(months.items()),
            tuple(gather_late(changes)),
        )

    def _ordered(self, groups: Iterable[str]) -> list[str]:
        if self.by is DeadlineGrouping.TOPIC:
            return [topic for topic in TOPICS if topic in set(groups)]
        return sorted(groups, key=_rank)


@dataclass(frozen=True, slots=True)
class DeadlinesOf:
    """The report on deadlines as values to show."""

    period: Period
    by: DeadlineGrouping

    def answer(self, desk: Desk) -> Report:
        """Return the report, or refuse a period that has not begun."""
        check_begun(desk, self.period)
        return show_deadlines(DeadlineReport(self.period, self.by).answer(desk))


def within(changes: Iterable[Deadline], period: Period) -> list[Deadline]:
    """Return the changes that happened in a period."""
    first, last = period.first.isoformat(), period.last.isoformat()
    return [one for one in changes if first <= one.happened <= last]


def count(changes: Iterable[Deadline]) -> Counter[str]:
    """Return the figures of some changes, as `FIGURES` names them."""
    found: Counter[str] = Counter()
    for one in changes:
        found.update(figures_of(one))
    return found


def figures_of(one: Deadline) -> dict[str, int]:
    """Return what a change adds to each figure."""
    return {
        CHANGES: 1,
        one.status: 1,
        RECORDED_LATE: int(one.recorded_late),
        EXPLAINED: int(one.is_late and bool(one.reason)),
    }


def gather_late(changes: Iterable[Deadline]) -> list[LateUpdate]:
    """Return the entries of which something was late, the earliest due first."""
    found: dict[int, list[Deadline]] = {}
    for one in changes:
        if one.is_late:
            found.setdefault(one.entry, []).append(one)
    return [LateUpdate(some[0], len(some)) for some in found.values()]


def show_deadlines(view: DeadlineView) -> Report:
    """Return the figures as a report."""
    total = view.total
    return Report(
        Sentence("Report on the deadlines of updates"),
        view.period,
        view.called,
        Sentence(
            "{changes} changes: {on_time} settled in time, {late} settled late, {open} past their "
            "time, {waiting} not yet due or waiting for an answer.",
            {"changes": total[CHANGES], "on_time": total[DueStatus.ON_TIME],
             "late": total[DueStatus.SETTLED_LATE], "open": total[DueStatus.LATE],
             "waiting": total[DueStatus.DUE] + total[DueStatus.SENT]},
        ),
        Sentence(
            "A change of a device is one entry that touched it; loans are none. It is settled on "
            "the day it was uploaded, once the row with it is accepted; a change of people, "
            "classes or lessons on the day it was entered in the sector's database. The time "
            "runs in working days from the day after it happened (Điều 7.2, 7.3). What was undone "
            "before anybody heard of it does not count."
        ),
        (_group_table(view), _late_table(view.late), _month_table(view)),
        Trend(
            (Sentence("In time or waiting"), Sentence("Late")),
            tuple((_month(month), _in_time_and_late(one), "") for month, one in view.months),
            tones=(Tone.GOOD, Tone.BAD),
        ),
        _told(view),
    )  # fmt: skip


def _group_table(view: DeadlineView) -> ReportTable:
    head = Sentence("Team") if view.by is DeadlineGrouping.TEAM else Sentence("What changed")
    return ReportTable(
        Sentence("How the changes of the period stand"),
        (head, *_CALLED.values()),
        tuple((name, *_cells(one)) for name, one in view.rows),
        (Sentence("The whole school"), *_cells(view.total)),
    )


def _month_table(view: DeadlineView) -> ReportTable:
    return ReportTable(
        Sentence("Changes by month"),
        (Sentence("Month"), *_CALLED.values()),
        tuple((_month(month), *_cells(one)) for month, one in view.months),
        (Sentence("This period"), *_cells(view.total)),
    )


def _late_table(late: Sequence[LateUpdate]) -> ReportTable:
    rows = tuple(
        (
            one.what, show_day(one.happened), update.count, show_day(one.due),
            show_day(one.recorded), show_day(one.settled) if one.settled else "",
            max(-one.left, 0), late_where(one), one.reason,
        )
        for update in late
        for one in (update.first,)
    )  # fmt: skip
    return ReportTable(
        Sentence("What was late, with the reasons"),
        (Sentence("What changed"), Sentence("Happened on"), Sentence("Changes"),
         Sentence("Update by"),
         Sentence("Written on"), Sentence("Settled on"), Sentence("Working days late"),
         Sentence("Late where"), Sentence("Reason")),
        rows,
        kinds=(Kind.NAME, Kind.DAY, Kind.FIGURE, Kind.DAY, Kind.DAY, Kind.DAY, Kind.FIGURE,
               Kind.TEXT, Kind.TEXT),
    )  # fmt: skip


def _told(view: DeadlineView) -> Told:
    rows = tuple({"group": name, **told_figures(one, FIGURES)} for name, one in view.rows)
    months = [{"month": month, **told_figures(one, FIGURES)} for month, one in view.months]
    late = [
        {
            "entry": one.entry, "text": one.what, "changes": update.count, "day": one.happened,
            "due_day": one.due, "recorded": one.recorded, "settled_day": one.settled or None,
            "days_left": one.left, "recorded_late": one.recorded_late, "where": late_where(one),
            "reason": one.reason,
        }
        for update in view.late
        for one in (update.first,)
    ]  # fmt: skip
    return Told(rows, told_figures(view.total, FIGURES), {"months": months, "late": late})


def told_figures(figures: Counter[str], names: Iterable[str]) -> dict[str, object]:
    """Return figures by their names, for other programs."""
    return {str(name): figures[name] for name in names}


def late_where(one: Deadline) -> Sentence:
    """Return where a late change was late: in the book already, or on its way outside."""
    if one.recorded_late:
        return Sentence("Written into the book late")
    return Sentence("Sent outside late") if one.settled else Sentence("Not sent outside yet")


def _cells(one: Counter[str]) -> tuple[Cell, ...]:
    return tuple(one[name] for name in FIGURES)


def _in_time_and_late(one: Counter[str]) -> tuple[int, int]:
    late = one[DueStatus.LATE] + one[DueStatus.SETTLED_LATE]
    return one[CHANGES] - late, late


def _month(month: str) -> str:
    year, number = month.split("-")
    return f"{number}/{year}"


def _called(by: DeadlineGrouping, name: str) -> str | Sentence:
    if by is DeadlineGrouping.TOPIC:
        return next(said for topic, said in TOPICS.items() if topic == name)
    return name or SHARED


def _rank(team: str) -> tuple[bool, str]:
    """Return what a team sorts by: what is shared last."""
    return not team, sort_key(team)
