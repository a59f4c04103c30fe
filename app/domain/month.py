"""A calendar month: open until the principal approves it (Điều 7.6)."""

from __future__ import annotations

import re
from enum import StrEnum

from app.domain.fault import Refused
from app.domain.sentence import Sentence

_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")


class MonthStatus(StrEnum):
    """What the principal has said of a month."""

    OPEN = "open"
    APPROVED = "approved"


def month_of(day: str) -> str:
    """Return the month YYYY-MM of an ISO day."""
    return day[:7]


def parse_month(text: str) -> str:
    """Return the month that YYYY-MM names, or refuse it."""
    if not _MONTH.fullmatch(text):
        raise Refused(
            Sentence(
                "“{text}” is not a month. Write it as year-month, for example 2026-09.",
                {"text": text},
            ),
            where="month",
        )
    return text
