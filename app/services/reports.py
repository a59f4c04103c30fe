"""Reports of a period as values: shown on the screen, printed, saved, one way for all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from app.domain.calendar import SchoolYear, school_year_of
from app.domain.fault import Refused
from app.domain.period import Period, semester_period
from app.domain.sentence import Sentence, Words
from app.services.showing import Shown
from app.store.desk import Desk

Cell = str | int | Sentence
Point = tuple[str | Sentence, tuple[int, ...], str]
MOST_LISTED = 20_000  # rows of a list in a report: more than anybody reads


class Kind(StrEnum):
    """What stands in a column, and with it how wide the column is and how its cells stand."""

    NAME = "name"
    TEXT = "text"
    CODE = "code"
    DAY = "day"
    SHORT = "short"
    FIGURE = "figure"
    MONEY = "money"
    SIGN = "sign"


COUNTS = frozenset({Kind.FIGURE, Kind.MONEY})


@dataclass(frozen=True, slots=True)
class Chapter:
    """So many `rows` of a table that stand together on paper, under `lines` of their own.

    `totals` is its last row, and `signers` sign under it.
    """

    rows: int
    lines: tuple[Sentence, ...]
    totals: tuple[Cell, ...] = ()
    signers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ReportTable:
    """One table; `totals` is its last row, none where rows are not added up.

    `kinds` are those of its columns: a name and then figures unless they are given. With
    `chapters` the paper leaves off the first columns that their lines `tell`, and each begins a
    page of its own when they stand `apart`. `numbered` rows are counted on paper.
    """

    title: Sentence
    headings: tuple[Sentence, ...]
    rows: tuple[tuple[Cell, ...], ...]
    totals: tuple[Cell, ...] = ()
    kinds: tuple[Kind, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    tell: int = 0
    apart: bool = False
    numbered: bool = False

    def columns(self) -> tuple[Kind, ...]:
        """Return what stands in each column."""
        return self.kinds or (Kind.NAME, *(Kind.FIGURE for _one in self.headings[1:]))


class Drawn(StrEnum):
    """How a trend is drawn: columns over points of time, or a bar for each name."""

    COLUMNS = "columns"
    BARS = "bars"


class Tone(StrEnum):
    """What the colour of a part means."""

    WARN = "warn"
    BAD = "bad"
    GOOD = "good"
    QUIET = "quiet"
    ACCENT = "accent"


@dataclass(frozen=True, slots=True)
class Trend:
    """What a chart draws: for each point, a figure of each part and a line of words under it.

    `under` says what that line is. Without points nothing is drawn.
    """

    parts: tuple[Sentence, ...]
    points: tuple[Point, ...]
    under: Sentence | None = None
    tones: tuple[Tone, ...] = tuple(Tone)
    drawn: Drawn = Drawn.COLUMNS


NO_TREND = Trend((), ())


@dataclass(frozen=True, slots=True)
class Told:
    """A report's figures by names that do not change, for other programs."""

    rows: tuple[Mapping[str, object], ...] = ()
    totals: Mapping[str, object] = field(default_factory=dict)
    more: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report; `summary` says the most of it in a line, `rule` how it was counted.

    `lacks` says what it could not list. A `book` is printed behind a cover. `signers` are their
    roles and names, the keeper and the principal unless others are named.
    """

    title: Sentence
    period: Period
    called: Sentence
    summary: Sentence
    rule: Sentence
    tables: tuple[ReportTable, ...]
    trend: Trend = NO_TREND
    told: Told = Told()
    lacks: Sentence | None = None
    book: bool = False
    signers: tuple[tuple[str, str], ...] = ()


def render(words: Words, cell: Cell) -> str | int:
    """Return a cell in the words of a language."""
    return words.render(cell) if isinstance(cell, Sentence) else cell


def tell(words: Words, told: Told) -> dict[str, Any]:
    """Return a report's figures as JSON has them, its sentences in the words of a language."""
    return {
        "rows": [_plain(words, row) for row in told.rows],
        "totals": _plain(words, told.totals),
        **{name: _plain(words, value) for name, value in told.more.items()},
    }


def _plain(words: Words, value: object) -> Any:  # noqa: ANN401 - JSON is any
    if isinstance(value, Sentence):
        return words.render(value)
    if isinstance(value, Mapping):
        return {name: _plain(words, one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(words, one) for one in value]
    return value


def show_table(words: Words, table: ReportTable, title: str) -> Shown:
    """Return a table as a list to show, its totals last."""
    rows = (*table.rows, table.totals) if table.totals else table.rows
    return Shown(
        title,
        tuple(words.render(heading) for heading in table.headings),
        tuple(tuple(render(words, cell) for cell in row) for row in rows),
    )


@dataclass(frozen=True, slots=True)
class PeriodsToChoose:
    """The school years the book has something of, and the days it knows of them."""

    def answer(self, desk: Desk) -> tuple[Sequence[int], Mapping[int, SchoolYear]]:
        """Return the first calendar years, the newest first, and the years as they are known."""
        first = next(iter(desk.entries(1, 1)), None)
        day = date.fromisoformat(first.day) if first else desk.today
        # In August the new year's classes are there, but the year before is not over yet.
        newest = school_year_of(desk.today)
        oldest = min(school_year_of(day), newest) - 1
        return list(range(newest, oldest - 1, -1)), school_years(desk)


def school_years(desk: Desk) -> dict[int, SchoolYear]:
    """Return the school years whose days the book knows, by their first calendar year."""
    known = (record.row for record in desk.every(SchoolYear, status="active"))
    return {one.year: one for one in known if one.second_term and one.end}


def semesters(year: int, years: Mapping[int, SchoolYear]) -> tuple[Period, Period]:
    """Return both semesters of a school year."""
    return semester_period(year, 1, years), semester_period(year, 2, years)


def check_begun(desk: Desk, period: Period) -> None:
    """Refuse a period that has not begun."""
    if period.first > desk.today:
        raise Refused(
            Sentence("This period has not begun yet. Choose an earlier one."), where="first"
        )


def too_many(rows: int) -> Sentence:
    """Return why a report leaves its list off, and how to get one."""
    return Sentence(
        "{count} rows are too many to list ({most} are listed): the totals are here. Choose a "
        "shorter period or another grouping for the list.",
        {"count": rows, "most": MOST_LISTED},
    )
