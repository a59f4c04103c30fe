"""The reports there are, for whoever offers them to choose from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from app.domain.fault import Refused
from app.domain.period import Period
from app.domain.sentence import Sentence
from app.domain.usage import UsedBy
from app.services import deadline_report, quota_report, team_report, unused_report, usage_report
from app.services.deadline_report import DeadlineGrouping, DeadlinesOf
from app.services.equipment_book import EquipmentBook
from app.services.grouping import SAID, Grouping
from app.services.holders_report import HoldersReport
from app.services.loans_report import LoansBy, LoansReport
from app.services.quality_report import QualityReport, show_quality
from app.services.quota_report import QuotaReport
from app.services.reports import Report
from app.services.shortage import SHORT
from app.services.shortage_report import ALL, ShortageReport
from app.services.stock_report import DEVICE, StockReport
from app.services.team_report import TeamsOf
from app.services.unused_report import UnusedReport
from app.services.usage_report import UsageReport
from app.store.desk import Desk


class ReportQuestion(Protocol):
    """A question that a whole report answers."""

    def answer(self, desk: Desk) -> Report:
        """Return the report."""
        ...


class ReportKind(Protocol):
    """A report to choose: its name, what it can be grouped by, and how it is asked for."""

    @property
    def title(self) -> Sentence:
        """What the report is called."""
        ...

    @property
    def groupings(self) -> Mapping[str, Sentence]:
        """What its rows can be of, the usual one first."""
        ...

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


@dataclass(frozen=True, slots=True)
class Asked:
    """A report whose question is made from a period and a grouping."""

    title: Sentence
    groupings: Mapping[str, Sentence]
    make: Callable[[Period, str], ReportQuestion]

    def of(self, period: Period, by: str) -> ReportQuestion:
        """Return the question for a period and a grouping."""
        return self.make(period, by)


def _usage(period: Period, by: str) -> ReportQuestion:
    return UsageReport(period, UsedBy(by))


def _unused(period: Period, by: str) -> ReportQuestion:
    return UnusedReport(period, Grouping(by))


def _quota(period: Period, _by: str) -> ReportQuestion:
    return QuotaReport(period)


def _deadlines(period: Period, by: str) -> ReportQuestion:
    return DeadlinesOf(period, DeadlineGrouping(by))


def _teams(period: Period, _by: str) -> ReportQuestion:
    return TeamsOf(period)


def _quality(period: Period, by: str) -> ReportQuestion:
    return QualityOf(period, Grouping(by))


def _loans(period: Period, by: str) -> ReportQuestion:
    return LoansReport(period, LoansBy(by))


def _book(period: Period, by: str) -> ReportQuestion:
    return EquipmentBook(period, Grouping(by))


def _holders(period: Period, by: str, *, overdue: bool) -> ReportQuestion:
    return HoldersReport(period, LoansBy(by), overdue=overdue)


_HOLDERS: Mapping[str, Sentence] = {
    LoansBy.TEACHER: Sentence("By team and teacher"),
    LoansBy.CLASS: Sentence("By class"),
}
_STOCK: Mapping[str, Sentence] = {
    DEVICE: Sentence("By device"),
    **{by: SAID[by] for by in (Grouping.SUBJECT, Grouping.PLACE, Grouping.TEAM, Grouping.SCHOOL)},
}
_BOOK: Mapping[str, Sentence] = {
    by: SAID[by] for by in (Grouping.SUBJECT, Grouping.PLACE, Grouping.TEAM, Grouping.SCHOOL)
}
_SHORTAGE: Mapping[str, Sentence] = {
    ALL: Sentence("All rows"),
    SHORT: Sentence("Only what is short"),
}

KINDS: Mapping[str, ReportKind] = {
    "quality": Asked(
        Sentence("Quality of the devices"), {by: SAID[by] for by in Grouping}, _quality
    ),
    "usage": Asked(Sentence("Use of the devices"), usage_report.SAID, _usage),
    "unused": Asked(Sentence("Devices nobody used"), unused_report.GROUPINGS, _unused),
    "quota": Asked(Sentence("Required lesson hours"), quota_report.GROUPINGS, _quota),
    "stock": Asked(Sentence("Stock: came, left, there is"), _STOCK, StockReport),
    "loans": Asked(Sentence("Book of loans"), _HOLDERS, _loans),
    "holders": Asked(Sentence("What is out"), _HOLDERS, partial(_holders, overdue=False)),
    "overdue": Asked(Sentence("What is overdue"), _HOLDERS, partial(_holders, overdue=True)),
    "deadlines": Asked(Sentence("Deadlines of updates"), deadline_report.GROUPINGS, _deadlines),
    "teams": Asked(Sentence("Teams: data, updates and loans"), team_report.GROUPINGS, _teams),
    "shortage": Asked(Sentence("Minimum list: what is short"), _SHORTAGE, ShortageReport),
    "book": Asked(Sentence("Book of educational equipment"), _BOOK, _book),
}


def usual_grouping(name: str) -> str:
    """Return what a report's rows are of unless somebody asks otherwise."""
    return str(next(iter(KINDS[name].groupings)))


def find_report(name: str, period: Period, by: str = "") -> ReportQuestion:
    """Return the question of a report by its name; the usual grouping unless one is named."""
    kind = KINDS[name]
    by = by or usual_grouping(name)
    if by not in kind.groupings:
        raise Refused(
            Sentence(
                "The report {name} cannot be grouped by “{by}”. Choose one of: {choices}.",
                {"name": name, "by": by, "choices": ", ".join(kind.groupings)},
            ),
            where="by",
        )
    return kind.of(period, by)
