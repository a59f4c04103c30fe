"""A calendar month: open until the principal approves it (Điều 7.6)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.domain.calendar import show_day
from app.domain.device import HELD, State
from app.domain.fault import Refused
from app.domain.sentence import Sentence

_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
_LONGEST = 31  # days


class MonthStatus(StrEnum):
    """What has become of a month: chờ duyệt, đã duyệt, trả lại."""

    OPEN = "open"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class Month:
    """A month that was submitted, and what the principal said of it.

    `entry` and `head` are the last entry its sheet counts and that entry's hash; `document_id`
    is the sheet. `approved_on` is an ISO day; `scan` is the signed paper, a path relative to the
    book's folder.
    """

    month: str
    status: str
    entry: int
    head: str
    document_id: int
    signer: str = ""
    approved_on: str = ""
    note: str = ""
    scan: str = ""
    scan_sha256: str = ""


@dataclass(frozen=True, slots=True)
class MonthConfirmation:
    """Who looked a submitted month through before the principal (Điều 14.3), by its sheet."""

    month: str
    document_id: int
    confirmed_by: str
    role: str
    day: str
    note: str = ""
    status: str = "active"


@dataclass(frozen=True, slots=True)
class Lateness:
    """Why an entry was written down after its due day (Điều 7.2)."""

    entry_id: int
    reason: str
    status: str = "active"


@dataclass(frozen=True, slots=True)
class Tally:
    """The quantity of a state: at the month's beginning, what came, what went, at its end."""

    opening: int = 0
    increase: int = 0
    decrease: int = 0

    @property
    def closing(self) -> int:
        """The quantity at the end."""
        return self.opening + self.increase - self.decrease


@dataclass(frozen=True, slots=True)
class MonthTotals:
    """The figures of a month.

    An entry counts in the month of its day; an undo counts against what it undoes in the month
    of its own day, so the figures of an approved month never change. `results` says how the
    returned quantity came back.
    """

    states: Mapping[State, Tally]
    loans: int
    lent: int
    returned: int
    results: Mapping[str, int]
    late: int

    @property
    def damaged(self) -> int:
        """The quantity that was found damaged or incomplete."""
        return self.states[State.DAMAGED].increase

    @property
    def lost(self) -> int:
        """The quantity that was found lost."""
        return self.states[State.LOST].increase


@dataclass(frozen=True, slots=True)
class MonthRow:
    """One change of a device in a month's sheet; days are ISO.

    `happened` is the day of the change, or of what an adjustment corrects; `due` is blank where
    no time was set. `late` says that it was written down after it, `sent_late` that it reached the
    city's system after it, or has still to; `settled` is the day it did, `batch` the upload that
    took it along. `quantity` is 0 where nothing moved.
    """

    entry: int
    day: str
    happened: str
    code: str
    name: str
    what: Sentence
    quantity: int
    paper: str
    recorded: str
    due: str
    late: bool
    sent_late: bool
    settled: str
    batch: int | None
    note: str
    target: State | None


@dataclass(frozen=True, slots=True)
class Flow:
    """How much of all devices went from one state to another, undone quantities taken off.

    `after` says that it did so after the month in question.
    """

    after: bool
    source: State
    target: State
    result: str
    quantity: int


def add_up(held: Mapping[State, int], flows: Iterable[Flow], loans: int, late: int) -> MonthTotals:
    """Return the totals of a month from what is held now, and what moved in it and after it."""
    opening = Counter(held)
    increase: Counter[State] = Counter()
    decrease: Counter[State] = Counter()
    lent = returned = 0
    results: Counter[str] = Counter()
    for flow in flows:
        opening[flow.target] -= flow.quantity
        opening[flow.source] += flow.quantity
        if flow.after:
            continue
        increase[flow.target] += flow.quantity
        decrease[flow.source] += flow.quantity
        if flow.target is State.ON_LOAN:
            lent += flow.quantity
        if flow.source is State.ON_LOAN:
            returned += flow.quantity
            results[flow.result] += flow.quantity
    states: dict[State, Tally] = {
        state: Tally(opening[state], increase[state], decrease[state]) for state in HELD
    }
    return MonthTotals(states, loans, lent, returned, results, late)


class MonthClosed(Refused):
    """The day lies in or before an approved month; an adjustment says how to go on."""

    def __init__(self, day: str) -> None:
        """Refuse an ISO day."""
        super().__init__(
            Sentence(
                "{day} lies in a month that is approved and closed. Write it as an adjustment: "
                "dated today, it names the day it corrects.",
                {"day": show_day(day)},
            ),
            where="day",
        )


def month_of(day: str) -> str:
    """Return the month YYYY-MM of an ISO day."""
    return day[:7]


def first_day(month: str) -> date:
    """Return the first day of a month YYYY-MM."""
    return date.fromisoformat(f"{month}-01")


def last_day(month: str) -> date:
    """Return the last day of a month YYYY-MM."""
    return first_day(month_of((first_day(month) + timedelta(_LONGEST)).isoformat())) - timedelta(1)


def show_month(month: str) -> str:
    """Return a month as people read it: 10/2025."""
    year, number = month.split("-")
    return f"{number}/{year}"


def parse_month(text: str) -> str:
    """Return the month that YYYY-MM names, or refuse it."""
    if not _MONTH.fullmatch(text) or text.startswith("0000"):
        raise Refused(
            Sentence(
                "“{text}” is not a month. Write it as year-month, for example 2026-09.",
                {"text": text},
            ),
            where="month",
        )
    return text
