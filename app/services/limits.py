"""The time limits of a day, and setting one from a day on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.calendar import show_day
from app.domain.change import Touched
from app.domain.draft import Draft
from app.domain.fault import Refused
from app.domain.limit import LimitName, Limits, TimeLimit, limits_on
from app.domain.month import last_day, show_month
from app.domain.sentence import Sentence, told
from app.store.desk import Desk

NAMES = {
    LimitName.REPORT_DAYS: Sentence("Working days to write a change down"),
    LimitName.MONTH_BY: Sentence("Working day of the next month by which a month is signed"),
    LimitName.COPY_MONTHS: Sentence("Months between two copies of the book"),
    LimitName.COPY_WARNING: Sentence("Days without a copy before the warning"),
    LimitName.OVERDUE_DAYS: Sentence("Days after its due day before a loan is overdue"),
}
_LEAST = {LimitName.OVERDUE_DAYS: 0}  # of the others at least 1
_MOST = 1000


def read_limits(desk: Desk, day: date) -> Limits:
    """Return the limits as they are on a day, the regulation's where nothing was set."""
    return limits_by_day(desk)(day)


def overdue_from(desk: Desk, day: date) -> date:
    """Return the day before which a loan must have been due to be overdue on a day."""
    return day - timedelta(days=read_limits(desk, day).overdue_days)


def limits_by_day(desk: Desk) -> Callable[[date], Limits]:
    """Return what tells the limits of any day; the book is read once."""
    rows = [record.row for record in desk.every(TimeLimit, status="active")]

    def on(day: date) -> Limits:
        return limits_on(rows, day)

    return on


@dataclass(frozen=True, slots=True)
class LimitsOn:
    """The limits of a day, today's if None."""

    day: date | None = None

    def answer(self, desk: Desk) -> Limits:
        """Return the limits."""
        return read_limits(desk, self.day or desk.today)


@dataclass(frozen=True, slots=True)
class SetLimit:
    """Amend a limit from a day on (Điều 17.2); what happened before keeps the old one."""

    name: LimitName
    value: int
    valid_from: date

    def draft(self, desk: Desk) -> Draft[int]:
        """Draft the limit's row, or refuse a day in a closed month."""
        least = _LEAST.get(self.name, 1)
        if not least <= self.value <= _MOST:
            raise Refused(
                Sentence(
                    "A limit of {value} cannot be. Write a number from {least} to {most}.",
                    {"value": self.value, "least": least, "most": _MOST},
                ),
                where="value",
            )
        check_open(desk, self.valid_from)
        day = self.valid_from.isoformat()
        row = TimeLimit(self.name, day, self.value)
        record = desk.find(TimeLimit, name=self.name, valid_from=day)
        images = (desk.new(row)[1],) if record is None else (desk.changed(record, row),)
        said = NAMES[self.name]
        before = getattr(read_limits(desk, self.valid_from), self.name)
        return Draft(
            kind="limit",
            day=desk.open_day().isoformat(),
            sentence=Sentence(
                "{what}: {value} instead of {before}, from {day} on",
                {"what": told(said.text, said.values), "value": self.value, "before": before,
                 "day": show_day(day)},
            ),
            change=frozenset({Touched.SETTINGS, Touched.MONTHS}),
            value=self.value,
            images=() if record is not None and record.row == row else images,
        )  # fmt: skip


def check_open(desk: Desk, day: date) -> None:
    """Refuse a day from which a closed month would be counted otherwise."""
    closed = desk.closed_to()
    if closed and day <= last_day(closed):
        raise Refused(
            Sentence(
                "The months up to {month} are approved and closed, and stay as they were "
                "counted. Let it be valid from a later day on.",
                {"month": show_month(closed)},
            ),
            where="valid_from",
        )
