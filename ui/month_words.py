"""What has become of a month, in words."""

from __future__ import annotations

from app.domain.month import MonthStatus
from app.domain.sentence import Words


def status_words(words: Words, status: MonthStatus, *, closed: bool) -> str:
    """Return what has become of a month; one that was never signed may still be closed."""
    if status is MonthStatus.APPROVED:
        return words("Approved")
    if status is MonthStatus.SUBMITTED:
        return words("Waits for approval")
    if status is MonthStatus.RETURNED:
        return words("Returned")
    return words("Closed, not signed") if closed else words("Open")
