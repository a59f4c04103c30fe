"""Care of devices: what is looked at or serviced every so many months, and when it was."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

USE_BY = "use_by"  # what falls due by the device's own use-by date, under no plan
SOON = 30  # days: what falls due so soon is shown with what is due


class CareKind(StrEnum):
    """What is done: kiểm tra, bảo dưỡng, hiệu chuẩn."""

    CHECK = "check"
    SERVICE = "service"
    CALIBRATE = "calibrate"


class CareResult(StrEnum):
    """How it came out: đạt, không đạt."""

    PASSED = "passed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class CarePlan:
    """Every `months` months, for the devices of an item, one device, or a category's word.

    Just one of `catalogue_id`, `device_id` and `category` is filled. A plan ends by its status.
    """

    catalogue_id: int | None
    device_id: int | None
    category: str
    kind: str
    months: int
    who: str = ""
    instruction: str = ""
    status: str = "active"


@dataclass(frozen=True, slots=True)
class CareDone:
    """A plan done for a device on an ISO day; `cost` in đồng, None where nobody has said."""

    plan_id: int
    device_id: int
    day: str
    who: str
    result: str
    note: str = ""
    cost: int | None = None
    status: str = "active"


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def first_counted(registered: date, year_in_use: int | None) -> date:
    """Return from when the months count for a device no plan was done for yet.

    Of an earlier year it was put into use only the year is known: its last day.
    """
    if year_in_use is None:
        return registered
    return min(registered, date(year_in_use, 12, 31))
