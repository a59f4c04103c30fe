"""The first steps of a book: what a school does before its first loan, and what waits if not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.domain.account import Account
from app.domain.calendar import CalendarYear
from app.domain.device import Device
from app.domain.draft import Draft
from app.domain.loan import Loan
from app.domain.person import Person, SchoolClass
from app.domain.sentence import Sentence, told
from app.domain.setting import Setting
from app.services.backups import PLACE
from app.services.settings import CODE, set_value
from app.store.desk import Desk

_SKIPPED = "first_steps"  # a setting: the steps that were skipped, a comma between


class Step(StrEnum):
    """One of the first steps, in the order they are best taken."""

    SCHOOL = "school"
    CALENDAR = "calendar"
    PEOPLE = "people"
    CLASSES = "classes"
    DEVICES = "devices"
    BACKUP = "backup"
    ACCOUNTS = "accounts"
    LOAN = "loan"


NAMES: Mapping[Step, Sentence] = {
    Step.SCHOOL: Sentence("The school's code, letterhead and signers"),
    Step.CALENDAR: Sentence("The days off of this year"),
    Step.PEOPLE: Sentence("The list of teachers"),
    Step.CLASSES: Sentence("The list of classes"),
    Step.DEVICES: Sentence("The list of devices"),
    Step.BACKUP: Sentence("A place for copies of the book"),
    Step.ACCOUNTS: Sentence("Personal accounts"),
    Step.LOAN: Sentence("The first loan"),
}
WITHOUT: Mapping[Step, Sentence] = {
    Step.SCHOOL: Sentence("Without it papers and uploads go out without the school's code."),
    Step.CALENDAR: Sentence("Without it due days are counted with a warning beside them."),
    Step.PEOPLE: Sentence("Without it no loan can name who borrows."),
    Step.CLASSES: Sentence("Without it nothing can be lent: every loan is a class's."),
    Step.DEVICES: Sentence("Without it there is nothing to lend; devices can be typed one by one."),
    Step.BACKUP: Sentence("Without it the book is lost when this PC breaks (Điều 12.1)."),
    Step.ACCOUNTS: Sentence("Without them the history can't say who did what (Điều 2.1)."),
    Step.LOAN: Sentence("Scan or type a class at the counter, then a device."),
}


@dataclass(frozen=True, slots=True)
class StepView:
    """A step as the book has it: done is read from the book itself, skipped was said."""

    step: Step
    done: bool
    skipped: bool

    def waits(self) -> bool:
        """Return whether it is still to be done."""
        return not (self.done or self.skipped)


@dataclass(frozen=True, slots=True)
class FirstSteps:
    """How far a book has come."""

    def answer(self, desk: Desk) -> tuple[StepView, ...]:
        """Return every step in order."""
        skipped = _skipped(desk)
        year = desk.today.year
        done = {
            Step.SCHOOL: bool(_value(desk, CODE)),
            Step.CALENDAR: desk.has(CalendarYear, year=year, confirmed="yes"),
            Step.PEOPLE: desk.has(Person),
            Step.CLASSES: desk.has(SchoolClass),
            Step.DEVICES: desk.has(Device),
            Step.BACKUP: bool(_value(desk, PLACE)),
            Step.ACCOUNTS: desk.has(Account),
            Step.LOAN: desk.has(Loan),
        }
        return tuple(StepView(step, done[step], step in skipped) for step in Step)


@dataclass(frozen=True, slots=True)
class SkipStep:
    """Leave a step for later, or take it up again."""

    step: Step
    skipped: bool = True

    def draft(self, desk: Desk) -> Draft[str]:
        """Draft which steps are skipped."""
        skipped = _skipped(desk) - {self.step} | ({self.step} if self.skipped else set())
        name = NAMES[self.step]
        said = told(name.text, name.values)
        sentence = (
            Sentence("Skipped a first step: {step}", {"step": said})
            if self.skipped
            else Sentence("Took a first step up again: {step}", {"step": said})
        )
        return set_value(desk, _SKIPPED, ",".join(sorted(skipped)), sentence)


def _value(desk: Desk, key: str) -> str:
    record = desk.find(Setting, key=key)
    return record.row.value if record else ""


def _skipped(desk: Desk) -> set[str]:
    return set(filter(None, _value(desk, _SKIPPED).split(",")))
