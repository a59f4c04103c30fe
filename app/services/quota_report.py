"""Required lesson hours against those that were taught with devices, by team and teacher."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.domain.period import Period, name_of
from app.domain.person import ACTIVE, WORKING, Person, Team
from app.domain.quota import Quota, asked_of
from app.domain.sentence import Sentence
from app.domain.text import sort_key
from app.domain.usage import UsedBy, Uses
from app.services.quality_report import DASH, share
from app.services.quotas import term_of
from app.services.reports import (
    Cell,
    Drawn,
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

TEAM = "team"
GROUPINGS: Mapping[str, Sentence] = {TEAM: Sentence("By team and teacher")}
_IN_NO_TEAM = Sentence("In no team")


@dataclass(frozen=True, slots=True)
class QuotaRow:
    """A teacher: the hours asked, None when none are, and what the slips say."""

    code: str
    name: str
    team: str
    asked: int | None
    said: Uses

    @property
    def short(self) -> int:
        """How many hours are wanting."""
        return max((self.asked or 0) - self.said.hours, 0)


@dataclass(frozen=True, slots=True)
class QuotaReport:
    """What each teacher was asked for and did. Hours are asked by semester or school year."""

    period: Period

    def answer(self, desk: Desk) -> Report:
        """Return the report, or refuse a period that has not begun."""
        check_begun(desk, self.period)
        rows = self._rows(desk)
        asked = [row for row in rows if row.asked is not None]
        reached = sum(not row.short for row in asked)
        return Report(
            Sentence("Required lesson hours with teaching devices"),
            self.period,
            name_of(self.period, school_years(desk)),
            Sentence(
                "{reached} of {asked} teachers reached what is required ({share}); {hours} "
                "lesson hours in all, {blank} slips name none.",
                {"reached": reached, "asked": len(asked), "share": share(reached, len(asked)),
                 "hours": sum(row.said.hours for row in rows),
                 "blank": sum(row.said.blank for row in rows)},
            ),
            Sentence(
                "A teacher's lesson hours are the hours of a class on a day that the teacher's "
                "slips name, each once; an hour without a session is one of the morning. Slips "
                "that were undone do not count, and slips that name no hour are counted beside. "
                "What is required of a teacher goes before what is required of the team, and "
                "that before what is required of all; a school year without a figure of its own "
                "asks both semesters together."
            ),
            (_teachers(rows), _teams(rows)),
            _trend(rows),
            _told(rows),
            None if asked else self._lacks(desk),
        )  # fmt: skip

    def _rows(self, desk: Desk) -> list[QuotaRow]:
        teams = {record.id: record.row.name for record in desk.every(Team)}
        usage = desk.usage(self.period)
        said: dict[int, Uses] = defaultdict(Uses)
        for one in usage.borrowed():
            said[one.teacher_id] += one.said
        hours = usage.hours(UsedBy.TEACHER)
        asked = self._asked(desk)
        rows = []
        for record in desk.every(Person):
            number, person = record.id, record.row
            wanted = asked.get(number)
            taught = said.get(number, Uses()) + Uses(hours=hours.get(number, 0))
            if wanted is not None or taught != Uses():
                team = teams.get(person.team_id or 0, "")
                rows.append(QuotaRow(person.code, person.name, team, wanted, taught))
        return sorted(rows, key=_by_team)

    def _asked(self, desk: Desk) -> dict[int, int]:
        """Return the hours asked of each teacher who works here, by id."""
        term = term_of(desk, self.period)
        if term is None:
            return {}
        rows = [
            record.row for record in desk.every(Quota, school_year=term[0], status=ACTIVE)
        ]  # fmt: skip
        found = {
            record.id: asked_of(rows, term[1], record.id, record.row.team_id)
            for record in desk.every(Person)
            if record.row.status in WORKING
        }
        return {number: hours for number, hours in found.items() if hours is not None}

    def _lacks(self, desk: Desk) -> Sentence:
        if term_of(desk, self.period) is None:
            return Sentence(
                "Lesson hours are required by semester or school year: choose one of those to "
                "compare with what is required."
            )
        return Sentence(
            "Nothing is required in this period yet. Write it down with “Required lesson "
            "hours…” in the Edit menu, or import it."
        )


def _by_team(row: QuotaRow) -> tuple[bool, str, str, str]:
    return not row.team, sort_key(row.team), sort_key(row.name), row.code


def _figures(rows: Sequence[QuotaRow]) -> tuple[Cell, ...]:
    """Return the figures of some rows: hours of those asked for none are no part of the share."""
    asked = [row for row in rows if row.asked is not None]
    wanted = sum(row.asked or 0 for row in asked)
    counted = sum(min(row.said.hours, row.asked or 0) for row in asked)
    return (
        wanted if asked else DASH, sum(row.said.hours for row in rows),
        sum(row.short for row in asked) if asked else DASH, share(counted, wanted),
    )  # fmt: skip


_HEADINGS = (
    Sentence("Required"), Sentence("Taught"), Sentence("Wanting"), Sentence("Reached"),
)  # fmt: skip


def _teachers(rows: Sequence[QuotaRow]) -> ReportTable:
    def slips(of: Sequence[QuotaRow]) -> tuple[Cell, ...]:
        return sum(row.said.slips for row in of), sum(row.said.blank for row in of)

    return ReportTable(
        Sentence("Required and taught, by team and teacher"),
        (Sentence("Team"), Sentence("Code"), Sentence("Teacher"), *_HEADINGS,
         Sentence("Loan slips"), Sentence("Slips naming no hour")),
        tuple(
            (row.team or _IN_NO_TEAM, row.code, row.name, *_figures([row]), *slips([row]))
            for row in rows
        ),
        (Sentence("The whole school"), "", "", *_figures(rows), *slips(rows)),
        (Kind.TEXT, Kind.CODE, Kind.NAME, *[Kind.FIGURE] * 6),
        numbered=True,
    )  # fmt: skip


def _by_teams(rows: Sequence[QuotaRow]) -> dict[str, list[QuotaRow]]:
    """Return the rows of each team, in order."""
    found: dict[str, list[QuotaRow]] = defaultdict(list)
    for row in rows:
        found[row.team].append(row)
    return found


def _teams(rows: Sequence[QuotaRow]) -> ReportTable:
    def cells(of: Sequence[QuotaRow]) -> tuple[Cell, ...]:
        asked = [row for row in of if row.asked is not None]
        return len(of), len(asked), sum(not row.short for row in asked), *_figures(of)

    return ReportTable(
        Sentence("Required and taught, by team"),
        (Sentence("Team"), Sentence("Teachers"), Sentence("Asked"), Sentence("Who reached it"),
         *_HEADINGS),
        tuple((team or _IN_NO_TEAM, *cells(of)) for team, of in _by_teams(rows).items()),
        (Sentence("The whole school"), *cells(rows)),
    )  # fmt: skip


def _trend(rows: Sequence[QuotaRow]) -> Trend:
    """Return what each team taught of what it was asked, and what is wanting."""
    points = tuple(
        (team or _IN_NO_TEAM, (sum(row.said.hours for row in of), sum(row.short for row in of)), "")
        for team, of in _by_teams(rows).items()
    )
    parts = (Sentence("Taught"), Sentence("Wanting"))
    return Trend(parts, points, None, (Tone.GOOD, Tone.WARN), Drawn.BARS)


def _told(rows: Sequence[QuotaRow]) -> Told:
    return Told(
        tuple(
            {"teacher": row.code, "name": row.name, "team": row.team, "required": row.asked,
             "periods": row.said.hours, "short": row.short if row.asked is not None else None,
             "slips": row.said.slips, "slips_without_period": row.said.blank}
            for row in rows
        ),
        {"teachers": len(rows), "asked": sum(row.asked is not None for row in rows),
         "reached": sum(row.asked is not None and not row.short for row in rows),
         "required": sum(row.asked or 0 for row in rows),
         "periods": sum(row.said.hours for row in rows)},
    )  # fmt: skip
