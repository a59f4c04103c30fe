"""Lending to a class and taking back, whole or in parts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.domain.calendar import show_day
from app.domain.change import Touched
from app.domain.device import Device, DeviceId, Kind, Quality, State
from app.domain.draft import Draft
from app.domain.fault import Refused
from app.domain.kit import Kit
from app.domain.ledger import Image, LineId, Posting
from app.domain.loan import Loan, LoanLine, Result
from app.domain.person import WORKING, Person
from app.domain.record import Record
from app.domain.sentence import Sentence
from app.domain.term import Term
from app.domain.text import clean
from app.domain.view import OpenLine
from app.services.assessments import Returns
from app.services.calendars import TermEnds
from app.services.damages import Part, check_way, come_back
from app.services.finding import check_day, find_class, find_device, find_person
from app.store.desk import Desk

_CHANGE = frozenset({Touched.DEVICES, Touched.LOANS})


@dataclass(frozen=True, slots=True)
class Item:
    """So many of a device, by its code; `kit` is the code of the kit it goes out under."""

    code: str
    quantity: int = 1
    kit: str = ""


@dataclass(frozen=True, slots=True)
class LentLine:
    """A line as it was lent."""

    line: int
    device: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Lent:
    """The slip that was made."""

    loan: int
    lines: tuple[LentLine, ...]


@dataclass(frozen=True, slots=True)
class Lend:
    """Lend devices to a class; the teacher answers for them.

    Without a homeroom teacher or `teacher` it is refused. `term` says when it is due,
    unless `due` does.
    """

    items: tuple[Item, ...]
    class_name: str
    teacher: str = ""
    day: date | None = None
    due: date | None = None
    period: str = ""
    lesson: str = ""
    subject: str = ""
    ppct: str = ""
    fetched_by: str = ""
    term: Term = Term.WEEK

    def draft(self, desk: Desk) -> Draft[Lent]:
        """Draft the slip, its lines, and the way from the store to the class."""
        day = check_day(desk, self.day)
        school_class = find_class(desk, self.class_name, day)
        teacher = self._teacher(desk, school_class.row.homeroom_id)
        due = self._due(desk, day)
        wanted = _wanted(desk, self.items)
        head = Loan(
            school_class.id, teacher.id, day.isoformat(), due.isoformat(),
            clean(self.period), clean(self.lesson), subject=clean(self.subject),
            ppct=clean(self.ppct), fetched_by=clean(self.fetched_by), term=self.term,
        )  # fmt: skip
        return draft_loan(desk, head, school_class.row.name, teacher.row.name, wanted)

    def _teacher(self, desk: Desk, homeroom: int | None) -> Record[Person]:
        if self.teacher:
            teacher = find_person(desk, self.teacher)
        elif homeroom is not None:
            teacher = Record(homeroom, desk.get(Person, homeroom))
        else:
            raise Refused(
                Sentence(
                    "Class {class_name} has no homeroom teacher. Say which teacher answers for "
                    "the loan.",
                    {"class_name": self.class_name},
                ),
                where="teacher",
            )
        if teacher.row.status not in WORKING:
            raise Refused(
                Sentence(
                    "{code} {name} no longer works at the school, so cannot borrow. Choose a "
                    "teacher who does.",
                    {"code": teacher.row.code, "name": teacher.row.name},
                ),
                where=teacher.row.code,
            )
        return teacher

    def _due(self, desk: Desk, day: date) -> date:
        due = self.due or TermEnds(self.term, day).answer(desk)
        if due < day:
            raise Refused(
                Sentence(
                    "The due day {due} is before the day of the loan, {day}. Choose a later day.",
                    {"due": show_day(due), "day": show_day(day)},
                ),
                where="due",
            )
        return due


def draft_loan(
    desk: Desk,
    head: Loan,
    class_name: str,
    teacher: str,
    wanted: Sequence[tuple[Record[Device], int, int | None]],
) -> Draft[Lent]:
    """Return the draft of a slip with a line for each device, quantity and kit."""
    loan_id, image = desk.new(head)
    images, postings, lines = [image], [], []
    for record, quantity, kit in wanted:
        line, image = desk.new(LoanLine(loan_id, record.id, quantity, kit))
        images.append(image)
        lines.append(LentLine(line, record.row.code, quantity))
        postings.append(
            Posting(DeviceId(record.id), quantity, State.IN_STORE, State.ON_LOAN, LineId(line))
        )
    return Draft(
        kind="lend",
        day=head.day,
        sentence=Sentence(
            "Lent {count} devices to {class_name}, {teacher}, until {due}",
            {"count": sum(quantity for _record, quantity, _kit in wanted),
             "class_name": class_name, "teacher": teacher, "due": show_day(head.due)},
        ),
        change=_CHANGE,
        value=Lent(loan_id, tuple(lines)),
        images=tuple(images),
        postings=tuple(postings),
    )  # fmt: skip


def _wanted(desk: Desk, items: Sequence[Item]) -> list[tuple[Record[Device], int, int | None]]:
    """Return each device with the quantity asked and its kit, checked against the shelf."""
    if not items:
        raise Refused(Sentence("There is nothing to lend yet. Scan a device first."))
    records: dict[int, Record[Device]] = {}
    asked: Counter[int] = Counter()
    parts: Counter[tuple[int, int | None]] = Counter()
    for item in items:
        record = find_device(desk, item.code)
        if item.quantity < 1:
            raise Refused(
                Sentence(
                    "The quantity {quantity} cannot be. Write a whole number from 1 up.",
                    {"quantity": item.quantity},
                ),
                where=item.code,
            )
        records[record.id] = record
        asked[record.id] += item.quantity
        kit = desk.find(Kit, code=item.kit) if item.kit else None
        parts[record.id, kit.id if kit else None] += item.quantity
    balances = desk.balances(list(records))
    waiting = _waiting(desk, list(records))
    for number, record in records.items():
        in_store = balances.get(number, {}).get(State.IN_STORE, 0)
        _check_proposed(record, asked[number], in_store, waiting[number])
        if asked[number] > in_store:
            raise _not_in_store(desk, record, asked[number], in_store)
        if record.row.status != "active":
            raise Refused(
                Sentence(
                    "{code} {name} is no longer in use, so cannot be lent.",
                    {"code": record.row.code, "name": record.row.name},
                ),
                where=record.row.code,
            )
    return [(records[number], quantity, kit) for (number, kit), quantity in parts.items()]


def _waiting(desk: Desk, devices: Sequence[int]) -> Counter[int]:
    """Return how much of each device is in store and waits for a council's decision."""
    found: Counter[int] = Counter()
    for one in desk.proposed(devices):
        if one.state is State.IN_STORE and one.damage is None:
            found[one.device] += one.quantity
    return found


def _check_proposed(record: Record[Device], asked: int, in_store: int, waiting: int) -> None:
    """Refuse to lend what a council is to decide on."""
    if waiting and in_store - waiting < asked <= in_store:
        raise Refused(
            Sentence(
                "{code} {name}: {waiting} of the {in_store} in store wait for the council to "
                "decide on their disposal. Lend fewer, or withdraw the proposal.",
                {"code": record.row.code, "name": record.row.name, "waiting": waiting,
                 "in_store": in_store},
            ),
            where=record.row.code,
        )  # fmt: skip


def _not_in_store(desk: Desk, record: Record[Device], asked: int, in_store: int) -> Refused:
    device = record.row
    said = {"code": device.code, "name": device.name}
    holders = desk.open_lines([record.id])
    if device.kind == Kind.PIECE and holders:
        holder = holders[0]
        return Refused(
            Sentence(
                "{code} {name} is out already: {class_name}, {teacher}, since {day}. Take it "
                "back first.",
                {**said, "class_name": holder.class_name, "teacher": holder.teacher,
                 "day": show_day(holder.day)},
            ),
            where=device.code,
        )  # fmt: skip
    if not in_store and not holders:
        check_way(desk, record, (State.IN_STORE, State.ON_LOAN))
    return Refused(
        Sentence(
            "{code} {name}: {in_store} {unit} in store, {asked} asked for. Lend at most "
            "{in_store}.",
            {**said, "in_store": in_store, "unit": device.unit, "asked": asked},
        ),
        where=device.code,
    )


@dataclass(frozen=True, slots=True)
class ReturnItem:
    """What came back of a device and how; no `quantity` means all that is out.

    `quality` is how good it was found, None when nobody looked.
    """

    code: str
    quantity: int | None = None
    result: Result = Result.GOOD
    note: str = ""
    quality: Quality | None = None


@dataclass(frozen=True, slots=True)
class TakenLine:
    """A part that came back, and what is still out of its line."""

    line: int
    device: str
    quantity: int
    result: Result
    outstanding: int


@dataclass(frozen=True, slots=True)
class TakeBack:
    """Take devices back, in parts if need be.

    The code is enough; `loan` is needed only where several slips hold the same lot.
    Neither the borrower's status, the device's, nor a closed month stops a return.
    """

    items: tuple[ReturnItem, ...]
    loan: int | None = None
    day: date | None = None
    note: str = ""

    def draft(self, desk: Desk) -> Draft[tuple[TakenLine, ...]]:
        """Draft the way back of each part, by the line it went out on."""
        asked = check_day(desk, self.day)
        closed = desk.is_closed(asked.isoformat())
        if not self.items:
            raise Refused(Sentence("There is nothing to take back yet. Scan a device first."))
        records = [find_device(desk, item.code) for item in self.items]
        lines = desk.open_lines(list({record.id for record in records}))
        day = desk.open_day() if closed else self._day(lines, asked)
        left: dict[int, int] = {}
        postings: list[Posting] = []
        taken: list[TakenLine] = []
        images: list[Image] = []
        seen = Returns(desk, day.isoformat())
        for item, record in zip(self.items, records, strict=True):
            line = self._line(lines, record, day)
            out = left.get(line.line, line.outstanding)
            quantity = out if item.quantity is None else item.quantity
            _check_returned(record.row, quantity, out)
            left[line.line] = out - quantity
            part = Part(
                DeviceId(record.id), LineId(line.line), quantity, item.result, clean(item.note)
            )
            back, opened = come_back(desk, part, day.isoformat())
            postings.append(back)
            images.extend(opened)
            if item.quality is not None and item.result is not Result.LOST:
                seen.look(record, item.quality, quantity, part)
            taken.append(
                TakenLine(line.line, record.row.code, quantity, item.result, left[line.line])
            )
        images.extend(seen.images())
        draft = draft_return(day.isoformat(), postings, taken, tuple(images), clean(self.note))
        return replace(draft, corrects=asked.isoformat()) if closed else draft

    def _day(self, lines: Sequence[OpenLine], day: date) -> date:
        """Return the day it came back; a clock set back does not stop a return."""
        if self.day is not None:
            return day
        return max([day, *(date.fromisoformat(line.day) for line in lines)])

    def _line(self, out: Sequence[OpenLine], record: Record[Device], day: date) -> OpenLine:
        device = record.row
        said = {"code": device.code, "name": device.name}
        lines = [
            line for line in out if line.device == record.id and self.loan in {None, line.loan}
        ]
        if not lines:
            raise Refused(
                Sentence("{code} {name} is not out, so there is nothing to take back.", said),
                where=device.code,
            )
        if len(lines) > 1:
            holders = ", ".join(f"{line.class_name} ({line.loan})" for line in lines)
            raise Refused(
                Sentence(
                    "{code} {name} is out on several slips: {holders}. Say which slip comes back.",
                    {**said, "holders": holders},
                ),
                where=device.code,
            )
        if day.isoformat() < lines[0].day:
            raise Refused(
                Sentence(
                    "{code} {name} went out on {lent}, after {day}. Choose a later day.",
                    {**said, "lent": show_day(lines[0].day), "day": show_day(day)},
                ),
                where="day",
            )
        return lines[0]


def draft_return(
    day: str,
    postings: Sequence[Posting],
    taken: Sequence[TakenLine],
    images: tuple[Image, ...] = (),
    note: str = "",
) -> Draft[tuple[TakenLine, ...]]:
    """Return the draft of what came back on an ISO day."""
    return Draft(
        kind="take_back",
        day=day,
        sentence=_said(taken),
        change=_CHANGE,
        value=tuple(taken),
        images=images,
        postings=tuple(postings),
        reason=note,
    )


def _check_returned(device: Device, quantity: int, out: int) -> None:
    if 1 <= quantity <= out:
        return
    raise Refused(
        Sentence(
            "{code} {name}: {out} {unit} out, {quantity} cannot come back. Write 1 to {out}.",
            {"code": device.code, "name": device.name, "out": out, "unit": device.unit,
             "quantity": quantity},
        ),
        where=device.code,
    )  # fmt: skip


def _said(taken: Sequence[TakenLine]) -> Sentence:
    by_result: Counter[Result] = Counter()
    for line in taken:
        by_result[line.result] += line.quantity
    if set(by_result) == {Result.GOOD}:
        return Sentence("Took back {count} devices, all good", {"count": by_result[Result.GOOD]})
    return Sentence(
        "Took back {count} devices: {good} good, {damaged} damaged, {lost} lost, "
        "{incomplete} incomplete",
        {"count": by_result.total(), **{result.value: by_result[result] for result in Result}},
    )
