"""The reports there are, for whoever offers them to choose from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from app.domain.period import Period
from app.domain.sentence import Sentence
from app.services.deadline_report import DeadlineKind
from app.services.quality_report import Grouping, QualityReport, show_quality
from app.services.reports import Report
from app.services.team_report import TeamKind
from app.store.desk import Desk


class ReportQuestion(Protocol):
    """A question that a whole report answers."""

    def answer(self, desk: Desk) -> Report:
        """Return the report."""
        ...


class ReportKind(Protocol):
    """A report to choose: its name, what it can be grouped by, and how it is asked for."""

    title: Sentence
    groupings: Mapping[str, Sentence]

    def of(self, period: Period, by: str) -> ReportQuestion:
        """Return the question for a period and a grouping."""
        ...


@dataclass(frozen=True, slots=True)
class QualityOf:
    """The quality report as values to show."""

    period: Period
    by: Grouping

    def answer(self, desk: Desk) -> Report:
        """Return the report."""
        return show_quality(QualityReport(self.period, self.by).answer(desk))


class QualityKind:
    """Quality: states, damage and repair, by subject, place, team, grade."""

    title = Sentence("Quality of the devices")
    groupings: Mapping[str, Sentence] = {
        Grouping.SUBJECT: Sentence("By subject"),
        Grouping.PLACE: Sentence("By place"),
        Grouping.TEAM: Sentence("By team"),
        Grouping.GRADE: Sentence("By grade"),
        Grouping.SCHOOL: Sentence("The whole school"),
    }

    def of(self, period: Period, by: str) -> ReportQuestion:
        """Return the question for a period and a grouping."""
        return QualityOf(period, Grouping(by))


KINDS: Mapping[str, ReportKind] = {
    "quality": QualityKind(),
    "deadlines": DeadlineKind(),
    "teams": TeamKind(),
}
