"""The report by team: whole data, changes in time, loans and what is not back (Điều 7.5, 15.1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from app.domain.deadline import DueStatus
from app.domain.filter import ANY_MISSING, DeviceFilter
from app.domain.period import Period, name_of
from app.domain.person import WORKING, Person, Team, lacking
from app.domain.sentence import Sentence
from app.domain.text import sort_key
from app.services.deadline_report import CHANGES, SHARED, figures_of, told_figures, within
from app.services.deadlines import Deadlines
from app.services.layouts import settled
from app.services.limits import read_limits
from app.services.quality_report import share
from app.services.reports import (
    Cell,
    Drawn,
    Report,
    ReportTable,
    Told,
    Tone,
    Trend,
    check_begun,
    school_years,
)
from app.store.desk import Desk

DEVICES, COMPLETE, PEOPLE, COMPLETE_PEOPLE = "devices", "complete", "people", "complete_people"
SLIPS, LENT, OUT, OVERDUE = "slips", "lent", "out", "overdue"
# What is counted of a team; each adds up to the whole school's.
FIGURES = (DEVICES, COMPLETE, PEOPLE, COMPLETE_PEOPLE, CHANGES, *DueStatus, SLIPS, LENT, OUT,
           OVERDUE)  # fmt: skip


GROUPINGS: Mapping[str, Sentence] = {"team": Sentence("By team")}


@dataclass(frozen=True, slots=True)
class TeamView:
    """The figures of each team, as `FIGURES` names them, "" for what all share; and of all."""

    period: Period
    called: Sentence
    rows: tuple[tuple[str, Counter[str]], ...]
    total: Counter[str]


@dataclass(frozen=True, slots=True)
class TeamReport:
    """How whole and how timely the data of each team is, and what it borrows, in a period.

    Data, what is out and what is overdue are as of today. A device and its changes are of the
    team that answers for it, a loan of its teacher's team.
    """

    period: Period

    def answer(self, desk: Desk) -> TeamView:
        """Return the figures of every team in use, and of any other that has some."""
        names = {record.id: record.row.name for record in desk.every(Team)}
        groups: dict[str, Counter[str]] = {
            record.row.name: Counter() for record in desk.every(Team, status="active")
        }
        groups[""] = Counter()
        for name, figures in (
            *_devices(desk, names), *_people(desk, names), *_changes(desk, self.period),
            *_loans(desk, names, self.period),
        ):  # fmt: skip
            groups.setdefault(name, Counter()).update(figures)
        total: Counter[str] = Counter()
        for figures in groups.values():
            total.update(figures)
        called = name_of(self.period, school_years(desk))
        told = (name for name in sorted(groups, key=_rank) if name or any(groups[name].values()))
        rows = tuple((name, groups[name]) for name in told)
        return TeamView(self.period, called, rows, total)


Figures = list[tuple[str, Mapping[str, int]]]


def _devices(desk: Desk, names: Mapping[int, str]) -> Figures:
    incomplete = set(desk.device_ids(settled(desk, DeviceFilter(missing=ANY_MISSING))))
    return [
        (names.get(one.team or 0, ""), {DEVICES: 1, COMPLETE: int(number not in incomplete)})
        for number, one in desk.times.called(desk.device_ids()).items()
        if one.status == "active"
    ]


def _people(desk: Desk, names: Mapping[int, str]) -> Figures:
    return [
        (names.get(one.row.team_id or 0, ""),
         {PEOPLE: 1, COMPLETE_PEOPLE: int(not lacking(one.row))})
        for one in desk.every(Person)
        if one.row.status in WORKING
    ]  # fmt: skip


def _changes(desk: Desk, period: Period) -> Figures:
    return [(one.team, figures_of(one)) for one in within(Deadlines().answer(desk), period)]


def _loans(desk: Desk, names: Mapping[int, str], period: Period) -> Figures:
    last = desk.today - timedelta(days=read_limits(desk, desk.today).overdue_days)
    lent = desk.times.loans_by_team(period.first.isoformat(), period.last.isoformat())
    out = desk.times.unreturned_by_team(last.isoformat())
    return [
        *((names.get(team, ""), {SLIPS: slips, LENT: quantity})
          for team, (slips, quantity) in lent.items()),
        *((names.get(team, ""), {OUT: held, OVERDUE: overdue})
          for team, (held, overdue) in out.items()),
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class TeamsOf:
    """The report by team as values to show."""

    period: Period

    def answer(self, desk: Desk) -> Report:
        """Return the report, or refuse a period that has not begun."""
        check_begun(desk, self.period)
        return show_teams(TeamReport(self.period).answer(desk))


def show_teams(view: TeamView) -> Report:
    """Return the figures as a report."""
    total = view.total
    return Report(
        Sentence("Report on the work of the teams"),
        view.period,
        view.called,
        Sentence(
            "{complete} of {devices} devices have all their data ({share}). In the period "
            "{changes} changes, {late} of them late or past their time; {slips} loan slips. "
            "Overdue now: {overdue} devices.",
            {"complete": total[COMPLETE], "devices": total[DEVICES],
             "share": share(total[COMPLETE], total[DEVICES]), "changes": total[CHANGES],
             "late": _late(total), "slips": total[SLIPS], "overdue": total[OVERDUE]},
        ),
        Sentence(
            "A device is of the team that answers for it, a loan of its teacher's team; what no "
            "team alone answers for is shared by all. The teams add up to the whole school. "
            "Whole data means that no field the city's list asks for is blank. Data and what is "
            "out are as of the day of the report."
        ),
        (_data_table(view), _change_table(view), _loan_table(view)),
        Trend(
            (Sentence("In time or waiting"), Sentence("Late")),
            tuple(
                (name or SHARED, (one[CHANGES] - _late(one), _late(one)), "")
                for name, one in view.rows
            ),
            tones=(Tone.GOOD, Tone.BAD),
            drawn=Drawn.BARS,
        ),
        Told(
            tuple({"team": name, **told_figures(one, FIGURES)} for name, one in view.rows),
            told_figures(view.total, FIGURES),
        ),
    )  # fmt: skip


def _data_table(view: TeamView) -> ReportTable:
    def cells(one: Counter[str]) -> tuple[Cell, ...]:
        return (
            one[DEVICES], one[COMPLETE], one[DEVICES] - one[COMPLETE],
            share(one[COMPLETE], one[DEVICES]), one[PEOPLE], one[COMPLETE_PEOPLE],
            one[PEOPLE] - one[COMPLETE_PEOPLE],
        )  # fmt: skip

    return ReportTable(
        Sentence("How whole the data is"),
        (Sentence("Team"), Sentence("Devices"), Sentence("Whole data"), Sentence("Data missing"),
         Sentence("Whole, share"), Sentence("Staff"), Sentence("Staff: whole data"),
         Sentence("Staff: data missing")),
        tuple((name or SHARED, *cells(one)) for name, one in view.rows),
        (Sentence("The whole school"), *cells(view.total)),
    )  # fmt: skip


def _change_table(view: TeamView) -> ReportTable:
    def cells(one: Counter[str]) -> tuple[Cell, ...]:
        return (one[CHANGES], *(one[status] for status in DueStatus),
                share(one[CHANGES] - _late(one), one[CHANGES]))  # fmt: skip

    return ReportTable(
        Sentence("Changes of the period"),
        (Sentence("Team"), Sentence("Changes"), Sentence("Not due yet"), Sentence("Overdue"),
         Sentence("Waiting"), Sentence("In time"), Sentence("Late"), Sentence("Not late, share")),
        tuple((name or SHARED, *cells(one)) for name, one in view.rows),
        (Sentence("The whole school"), *cells(view.total)),
    )  # fmt: skip


def _loan_table(view: TeamView) -> ReportTable:
    def cells(one: Counter[str]) -> tuple[Cell, ...]:
        return one[SLIPS], one[LENT], one[OUT], one[OVERDUE]

    return ReportTable(
        Sentence("Loans of the period, and what is out now"),
        (Sentence("Team"), Sentence("Loan slips"), Sentence("Lent"), Sentence("Still out"),
         Sentence("Past the due day")),
        tuple((name or SHARED, *cells(one)) for name, one in view.rows),
        (Sentence("The whole school"), *cells(view.total)),
    )  # fmt: skip


def _late(one: Counter[str]) -> int:
    return one[DueStatus.LATE] + one[DueStatus.SETTLED_LATE]


def _rank(team: str) -> tuple[bool, str]:
    """Return what a team sorts by: what is shared last."""
    return not team, sort_key(team)
