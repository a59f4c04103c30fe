"""The minimum list against the store as a report: what the Shortage screen shows, on paper."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.domain.calendar import school_year_of
from app.domain.period import Period, school_year_period
from app.domain.sentence import Sentence, told
from app.domain.text import sort_key
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
)
from app.services.shortage import ENOUGH, SHORT, UNKNOWN, Shortage, ShortageRow, ShortageView
from app.store.desk import Desk

ALL = "all"
_SAID: Mapping[str, Sentence] = {
    ENOUGH: Sentence("Enough"),
    SHORT: Sentence("Short"),
    UNKNOWN: Sentence("Cannot be said"),
}


@dataclass(frozen=True, slots=True)
class ShortageReport:
    """The list for the school year of a period's first day; with `SHORT` what is short alone."""

    period: Period
    rows: str = ALL

    def answer(self, desk: Desk) -> Report:
        """Return the report, or refuse a period that has not begun."""
        check_begun(desk, self.period)
        view = Shortage(school_year_of(self.period.first)).answer(desk)
        return show_list(view, short_only=self.rows == SHORT)


def show_list(view: ShortageView, *, short_only: bool) -> Report:
    """Return the list as a report."""
    rows = [row for row in view.rows if not short_only or row.status == SHORT]
    year = f"{view.school_year}-{view.school_year + 1}"
    return Report(
        Sentence("The minimum list of teaching devices against the store"),
        school_year_period(view.school_year),
        Sentence("School year {year}", {"year": year}),
        Sentence(
            "{enough} rows have enough, {short} are short, {unknown} cannot be said.",
            dict(view.totals),
        ),
        Sentence(
            "What is needed follows the minimum list and the school's classes, pupils and "
            "teachers; there are those that are in store or on loan today. A row nobody has "
            "confirmed from the circular never says enough or short."
        ),
        (_table(rows), _subjects(view)),
        _bars(view),
        Told(tuple(map(_tell, rows)), dict(view.totals)),
    )


def _by_subject(view: ShortageView) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = {}
    for row in view.rows:
        found.setdefault(row.subject, Counter())[row.status] += 1
    return {name: found[name] for name in sorted(found, key=lambda one: (not one, sort_key(one)))}


def _subjects(view: ShortageView) -> ReportTable:
    rows: list[tuple[Cell, ...]] = [
        (name or Sentence("No subject written"), *(said[status] for status in _SAID))
        for name, said in _by_subject(view).items()
    ]
    return ReportTable(
        Sentence("Enough, short and unknown by subject"),
        (Sentence("Subject"), *_SAID.values()),
        tuple(rows),
        (Sentence("The whole list"), *(view.totals[status] for status in _SAID)),
    )


def _table(rows: Sequence[ShortageRow]) -> ReportTable:
    return ReportTable(
        Sentence("Row by row"),
        (
            Sentence("Number"), Sentence("Name"), Sentence("Subject"), Sentence("Grades"),
            Sentence("Unit"), Sentence("Norm"), Sentence("Needed"), Sentence("There are"),
            Sentence("Short by"), Sentence("What is said"),
        ),
        tuple(
            (row.number, row.name, row.subject, ", ".join(map(str, row.grades)), row.unit,
             row.rule, "" if row.need is None else row.need, row.have,
             row.short if row.status == SHORT else "", _said(row))
            for row in rows
        ),
        kinds=(
            Kind.SHORT, Kind.NAME, Kind.TEXT, Kind.SHORT, Kind.SHORT, Kind.SHORT, Kind.FIGURE,
            Kind.FIGURE, Kind.FIGURE, Kind.TEXT,
        ),
    )  # fmt: skip


def _said(row: ShortageRow) -> Sentence:
    if row.why is not None:
        return row.why
    if row.group and row.need is not None:
        return Sentence("{said}, by groups of {group}",
                        {"said": told(_SAID[row.status].text, {}),
                         "group": row.group})  # fmt: skip
    return _SAID[row.status]


def _bars(view: ShortageView) -> Trend:
    points = tuple(
        (name or Sentence("No subject written"), tuple(said[status] for status in _SAID), "")
        for name, said in _by_subject(view).items()
        if said[ENOUGH] or said[SHORT]
    )
    return Trend(tuple(_SAID.values()), points, None, (Tone.GOOD, Tone.BAD, Tone.QUIET), Drawn.BARS)


def _tell(row: ShortageRow) -> dict[str, object]:
    return {
        "number": row.number, "name": row.name, "subject": row.subject,
        "grades": list(row.grades), "unit": row.unit, "rule": row.rule, "need": row.need,
        "have": row.have, "short": row.short, "status": row.status, "why": row.why or "",
    }  # fmt: skip
