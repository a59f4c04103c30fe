"""A calendar month: open until the principal approves it (Điều 7.6)."""

from __future__ import annotations

from enum import StrEnum


class MonthStatus(StrEnum):
    """What the principal has said of a month."""

    OPEN = "open"
    APPROVED = "approved"


def month_of(day: str) -> str:
    """Return the month YYYY-MM of an ISO day."""
    return day[:7]
