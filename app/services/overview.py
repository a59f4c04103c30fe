"""The school year at a glance: each figure as its report counts it, with what stands behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.deadline import DueStatus
from app.domain.device import Device
from app.domain.month import month_of
from app.domain.period import Period, school_year_period
from app.domain.quality import BROKEN, KEPT, Happening, Tally
from app.domain.sentence import Sentence
from app.services.behind import (
    DEVICES,
    QUANTITY,
    USES,
    BehindQuestion,
    CountedBehind,
    HappenedBehind,
    LateBehind,
    MissingBehind,
    OverdueBehind,
    QualityBehind,
    ShortBehind,
    StockBehind,
    UsesBehind,
    standing_on,
)
from app.services.deadline_report import RECORDED_LATE, DeadlineReport
from app.services.grouping import Grouping
from app.services.months import MonthHead, Months
from app.services.quality_report import (
    HAPPENINGS,
    QUALITIES,
    STANDINGS,
    QualityReport,
    QualityView,
)
from app.services.reports import Drawn, Tone
from app.services.shortage import ENOUGH, SHORT, Shortage
from app.services.shortage_report import SAID, by_subject
from app.services.team_duties import LACKS, lacking_devices
from app.services.usage_figures import by_month
from app.store.desk import Desk

# What is drawn of the months, as the report on quality draws it.
_HAPPENED: tuple[tuple[Sentence, Tone, tuple[Happening, ...]], ...] = (
    (Sentence("Damaged"), Tone.WARN, BROKEN),
    (HAPPENINGS[Happening.LOST], Tone.BAD, (Happening.LOST,)),
    (HAPPENINGS[Happening.MENDED], Tone.GOOD, (Happening.MENDED,)),
    (HAPPENINGS[Happening.DISPOSED], Tone.QUIET, (Happening.DISPOSED,)),
)
_STANDING_TONES = (Tone.GOOD, Tone.WARN, Tone.ACCENT, Tone.BAD, Tone.QUIET)
_QUALITY_TONES = (Tone.GOOD, Tone.ACCENT, Tone.WARN, Tone.BAD, Tone.QUIET)
_NORM_TONES = (Tone.GOOD, Tone.BAD, Tone.QUIET)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure by its name; `behind` asks for the rows that add up to it."""

    name: Sentence
    value: int
    behind: BehindQuestion
    tone: Tone = Tone.ACCENT


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
        first, last = (
            month_of(day.isoformat()) for day in (reader.period.first, reader.period.last)
        )
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
        self._before = self.period.first - timedelta(days=1)
        self._quality: QualityView = QualityReport(self.period, Grouping.SCHOOL).answer(desk)
        self._uses = by_month(self.period, desk.usage(self.period).borrowed(), {})
        self._lacking = lacking_devices(desk)

    def figures(self) -> list[Figure]:
        """Return the figures to read, the most asked for first."""
        period, total = self.period, self._quality.total
        late = DeadlineReport(period).answer(self._desk).total
        held = sum(total.closing[one] for one in KEPT)
        overdue = OverdueBehind(self._day)
        counted = CountedBehind(period)
        happened = [self._happened(period, total, *part) for part in _HAPPENED[:3]]
        return [
            Figure(Sentence("Quantity in the book"), held, StockBehind(period.last)),
            Figure(Sentence("Uses"), sum(said.uses for _part, said in self._uses),
                   UsesBehind(period)),
            Figure(Sentence("Quantity lent"), sum(said.quantity for _part, said in self._uses),
                   UsesBehind(period, QUANTITY)),
            Figure(Sentence("Overdue, not returned"), overdue.answer(self._desk).figure, overdue,
                   Tone.BAD),
            Figure(Sentence("Updates past their time"), late[DueStatus.LATE],
                   LateBehind(period, DueStatus.LATE), Tone.BAD),
            Figure(Sentence("Written down late"), late[RECORDED_LATE],
                   LateBehind(period, RECORDED_LATE), Tone.WARN),
            *happened,
            Figure(Sentence("Devices that lack data"), len(self._lacking), MissingBehind(),
                   Tone.WARN),
            Figure(Sentence("Stocktakes"), counted.answer(self._desk).figure, counted),
        ]  # fmt: skip

    def panels(self) -> list[Panel]:
        """Return the charts, in the order they are looked at."""
        return [
            self._standings(), self._qualities(), self._use(), self._damage(), self._shortage(),
            self._missing(),
        ]  # fmt: skip

    def _standings(self) -> Panel:
        total, last = self._quality.total, self.period.last

        def point(name: Sentence, on: date, counted: Mapping[str, int], count: str) -> Point:
            return Point(
                name,
                tuple(
                    Figure(said, counted[one], StockBehind(on, (one,), count), tone)
                    for (one, said), tone in zip(STANDINGS.items(), _STANDING_TONES, strict=True)
                ),
            )

        devices: Counter[str] = Counter()
        numbers = [record.id for record in self._desk.every(Device)]
        for held in standing_on(self._desk, numbers, last).values():
            devices.update(one for one, quantity in held.items() if quantity)
        return Panel(
            Sentence("Quantities by state"),
            Drawn.BARS,
            tuple(zip(STANDINGS.values(), _STANDING_TONES, strict=True)),
            (
                point(Sentence("At the start of the year"), self._before, total.opening, QUANTITY),
                point(self._end(), last, total.closing, QUANTITY),
                point(Sentence("Devices, however many"), last, devices, DEVICES),
            ),
            Sentence("The book had no device yet."),
        )

    def _end(self) -> Sentence:
        over = self.period.last < self._desk.today
        return Sentence("At the end of the year") if over else Sentence("Now")

    def _use(self) -> Panel:
        parts = ((Sentence("Uses"), Tone.ACCENT), (Sentence("Quantity lent"), Tone.GOOD))
        points = tuple(
            Point(
                f"{part.first:%m/%Y}",
                (
                    Figure(parts[0][0], said.uses, UsesBehind(part, USES), Tone.ACCENT),
                    Figure(parts[1][0], said.quantity, UsesBehind(part, QUANTITY), Tone.GOOD),
                ),
            )
            for part, said in self._uses
        )
        empty = Sentence("Nothing was lent in this school year yet.")
        return Panel(Sentence("Use by month"), Drawn.COLUMNS, parts, points, empty)

    def _damage(self) -> Panel:
        points = tuple(
            Point(
                f"{part.first:%m/%Y}",
                tuple(self._happened(part, one, *kinds) for kinds in _HAPPENED),
            )
            for part, one in self._quality.months
        )
        return Panel(
            Sentence("Damage, loss and repair by month"),
            Drawn.COLUMNS,
            tuple((said, tone) for said, tone, _kinds in _HAPPENED),
            points,
            Sentence("Nothing was damaged or lost in this school year."),
        )

    @staticmethod
    def _happened(
        part: Period, one: Tally, said: Sentence, tone: Tone, kinds: tuple[Happening, ...]
    ) -> Figure:
        count = sum(one.happened[kind] for kind in kinds)
        return Figure(said, count, HappenedBehind(part, kinds), tone)

    def _qualities(self) -> Panel:
        start, end = self._quality.total.graded

        def point(name: Sentence, on: date, counted: Mapping[str, int]) -> Point:
            return Point(
                name,
                tuple(
                    Figure(said, counted[quality], QualityBehind(on, quality), tone)
                    for (quality, said), tone in zip(QUALITIES.items(), _QUALITY_TONES, strict=True)
                ),
            )

        return Panel(
            Sentence("Quality of what is usable"),
            Drawn.BARS,
            tuple(zip(QUALITIES.values(), _QUALITY_TONES, strict=True)),
            (
                point(Sentence("At the start of the year"), self._before, start),
                point(self._end(), self.period.last, end),
            ),
            Sentence("The book had no device yet."),
        )

    def _shortage(self) -> Panel:
        found = by_subject(Shortage(self._year).answer(self._desk))
        points = tuple(
            Point(
                name or Sentence("No subject written"),
                tuple(
                    Figure(said, counted[status], ShortBehind(self._year, name, status), tone)
                    for (status, said), tone in zip(SAID.items(), _NORM_TONES, strict=True)
                ),
            )
            for name, counted in found.items()
            if counted[ENOUGH] or counted[SHORT]
        )
        return Panel(
            Sentence("Minimum list: rows that are short, by subject"),
            Drawn.BARS,
            tuple(zip(SAID.values(), _NORM_TONES, strict=True)),
            points,
            Sentence("No row of the minimum list is confirmed yet, so nothing is said of it."),
        )

    def _missing(self) -> Panel:
        counted = Counter(field for one in self._lacking for field in one.fields)
        part = Sentence("Devices that lack it")
        points = tuple(
            Point(LACKS[field], (Figure(part, count, MissingBehind(field), Tone.WARN),))
            for field, count in counted.most_common()
        )
        return Panel(
            Sentence("Data that devices lack"),
            Drawn.BARS,
            ((part, Tone.WARN),),
            points,
            Sentence("Every device has all the data the upload layout asks for."),
        )
