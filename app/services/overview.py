"""The school year at a glance: each figure as its report counts it, with what stands behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.deadline import DueStatus
from app.domain.month import month_of
from app.domain.period import Period, school_year_period
from app.domain.quality import BROKEN, KEPT, Happening, Stock
from app.domain.sentence import Sentence
from app.services.behind import (
    DEVICES,
    QUANTITY,
    USES,
    BehindQuestion,
    CountedBehind,
    HappenedBehind,
    Lead,
    LateBehind,
    MissingBehind,
    OverdueBehind,
    QualityBehind,
    ShortBehind,
    StockBehind,
    UsesBehind,
)
from app.services.deadline_report import RECORDED_LATE, DeadlineReport
from app.services.grouping import Grouping
from app.services.months import MonthHead, Months
from app.services.quality_report import HAPPENINGS, QUALITIES, STANDINGS, QualityReport, QualityView
from app.services.reports import Drawn, Tone
from app.services.shortage import ENOUGH, SHORT, Shortage
from app.services.shortage_report import SAID, by_subject
from app.services.team_duties import LACKS, lacking_devices
from app.services.usage_figures import by_month
from app.store.desk import Desk

_TREND = {
    Sentence("Damaged").text: BROKEN,
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure by its name; `behind` is what adds up to it, None where nothing stands behind.

    `note` is a line of words beside it.
    """

    name: Sentence
    value: int
    behind: BehindQuestion | None
    tone: Tone = Tone.ACCENT
    note: Sentence | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """A bar or a group of columns: a name, and the figure of each part."""

    name: str | Sentence
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """A chart: its parts with their tones, and its points; without points nothing is drawn."""

    title: Sentence
    drawn: Drawn
    parts: tuple[tuple[Sentence, Tone], ...]
    points: tuple[Point, ...]
    empty: Sentence


@dataclass(frozen=True, slots=True)
class OverviewView:
    """A school year: figures to read, charts to look at, and what became of its months."""

    year: int
    figures: tuple[Figure, ...]
    panels: tuple[Panel, ...]
    months: tuple[MonthHead, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """A school year at a glance, by its first calendar year.

    Of the year that runs now, what is overdue, missing and short is as of today.
    """

    year: int

    def answer(self, desk: Desk) -> OverviewView:
        """Return the figures, each counted by the function its report takes it from."""
        reader = _Reader(desk, self.year)
        first, last = month_of(reader.period.first.isoformat()), month_of(reader.period.last.isoformat())
        months = [one for one in Months().answer(desk) if first <= one.month <= last]
        return OverviewView(
            self.year, tuple(reader.figures()), tuple(reader.panels()), tuple(reversed(months))
        )


class _Reader:
    """Reads what several figures are taken from once."""

    def __init__(self, desk: Desk, year: int) -> None:
        self._desk, self._year = desk, year
        self.period = school_year_period(year)
        self._day = min(self.period.last, desk.today)
        self._quality: QualityView = QualityReport(self.period, Grouping.SCHOOL).answer(desk)
        borrowed = desk.usage(self.period).borrowed()
        self._uses = [(part, said) for part, said in by_month(self.period, borrowed, {})
                      if part.first <= self._day]  # fmt: skip
        self._lacking = lacking_devices(desk)
