"""The times the regulation sets, which the school may amend from a day on (Điều 17.2)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from app.domain.workday import DUE_AFTER


class LimitName(StrEnum):
    """What a time limit is about; each value is a field of `Limits`."""

    REPORT_DAYS = "report_days"
    MONTH_BY = "month_by"
    COPY_MONTHS = "copy_months"
    COPY_WARNING = "copy_warning"
    OVERDUE_DAYS = "overdue_days"


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """A limit as it is from an ISO day on."""

    name: str
    valid_from: str
    value: int
    status: str = "active"


@dataclass(frozen=True, slots=True)
class Limits:
    """All limits as they are on a day; the defaults are the regulation's.

    A change is written down within `report_days` working days (Điều 7.2), a month is signed by
    the working day `month_by` of the next (Điều 7.6), a copy is made every `copy_months` months
    and warned of from day `copy_warning` on (Điều 12.1). A loan is overdue when more than
    `overdue_days` days have gone by since its due day.
    """

    report_days: int = DUE_AFTER
    month_by: int = 5
    copy_months: int = 3
    copy_warning: int = 75
    overdue_days: int = 0


def limits_on(rows: Iterable[TimeLimit], day: date) -> Limits:
    """Return the limits of a day by the versions that are in force."""
    iso = day.isoformat()
    begun = sorted((row.valid_from, row.name, row.value) for row in rows if row.valid_from <= iso)
    return replace(Limits(), **{name: value for _from, name, value in begun})
