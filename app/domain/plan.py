"""A teacher's plan to use devices in one lesson hour (đăng ký sử dụng theo tuần)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

MORNING, AFTERNOON = "Sáng", "Chiều"
SESSIONS = (MORNING, AFTERNOON)


class PlanStatus(StrEnum):
    """What became of a plan."""

    PLANNED = "planned"
    LENT = "lent"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Plan:
    """One lesson hour of one teacher with one class; `day` is ISO, `period` the hour in it."""

    teacher_id: int
    class_id: int
    day: str
    session: str = MORNING
    period: int = 1
    subject: str = ""
    lesson: str = ""
    ppct: str = ""
    note: str = ""
    loan_id: int | None = None
    status: str = PlanStatus.PLANNED


@dataclass(frozen=True, slots=True)
class PlanItem:
    """So many of a device in a plan."""

    plan_id: int
    device_id: int
    quantity: int
    status: str = "active"


def week_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())
