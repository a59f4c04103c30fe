"""The counter: what a scan means, and the slip it builds. Nobody chooses a mode."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.domain.calendar import school_year_of, show_day
from app.domain.device import Device, Kind, Quality, State
from app.domain.fault import Refused
from app.domain.kit import Kit
from app.domain.loan import Loan, Result
from app.domain.person import WORKING, Person, SchoolClass
from app.domain.record import Record
from app.domain.sentence import Sentence
from app.domain.term import Term
from app.domain.text import clean, fold
from app.domain.view import OpenLine
from app.services.kits import contents
from app.services.lending import Item, Lend, ReturnItem, TakeBack
from app.store.desk import Desk

SLIP_PREFIX = "PM"
_TIMES = re.compile(r"(\d{1,6})\s*[*x]\s*(.+)", re.IGNORECASE)
_SLIP = re.compile(rf"{SLIP_PREFIX}0*(\d{{1,12}})")
_MOST_CHOICES = 12
_CODES = re.compile(r"(?:[B-Y]{2}\d{3,})+")
_CODE = re.compile(r"[B-Y]{2}\d{3,}")
_ADJUSTED = re.compile(r"([hmtc]?)\s*(\d{1,3})", re.IGNORECASE)
_QUALITY = "c"
_PARTS = {"": "quantity", "h": "damaged", "m": "lost", "t": "incomplete"}


def codes_in(text: str) -> list[str]:
    """Return the local codes a scan is made of, none when it holds anything else.

    A scanner that ends its codes with nothing runs them together.
    """
    folded = fold(clean(text)).upper()
    return _CODE.findall(folded) if _CODES.fullmatch(folded) else []


def split_times(text: str) -> tuple[int | None, str]:
    """Return the quantity and the rest of `20*CODE`, None when no quantity stands before it."""
    text = clean(text)
    times = _TIMES.fullmatch(text)
    return (int(times.group(1)), times.group(2)) if times else (None, text)


@dataclass(frozen=True, slots=True)
class FoundClass:
    """A class of this school year, with its homeroom teacher if it has one."""

    code: str
    name: str
    teacher: str = ""
    teacher_name: str = ""


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """A person who can borrow, with the class they are homeroom teacher of."""

    code: str
    name: str
    class_name: str = ""


@dataclass(frozen=True, slots=True)
class FoundDevice:
    """A device as it stands; `holder`, `loan` and `outstanding` when it is out.

    `expired` is its use-by date when that has passed.
    """

    code: str
    name: str
    unit: str
    kind: str
    in_store: int
    quantity: int | None = None
    loan: int | None = None
    holder: str = ""
    outstanding: int = 0
    kit: str = ""
    expired: str = ""


@dataclass(frozen=True, slots=True)
class FoundSeveral:
    """A kit, or a whole slip on its way back: several devices at one scan."""

    code: str
    name: str
    devices: tuple[FoundDevice, ...]


Found = FoundClass | FoundPerson | FoundDevice | FoundSeveral


@dataclass(frozen=True, slots=True)
class Recognise:
    """What a scan or a few typed letters may mean; `20*CODE` asks for twenty.

    Codes are compared without marks or case, so neither Caps Lock nor a Vietnamese
    keyboard driver changes what a scan means.
    """

    text: str

    def answer(self, desk: Desk) -> list[Found]:
        """Return what it means: one when it is a code, else names that fit, best first."""
        quantity, text = split_times(self.text)
        coded = _coded(desk, text, quantity)
        if coded is not None:
            return coded
        classes, people = _borrowers(desk)
        borrowers: list[FoundClass | FoundPerson] = [*classes, *people]
        folded = fold(text)
        exact = [one for one in borrowers if folded in {fold(one.code), fold(one.name)}]
        if len(exact) == 1:
            return list(exact)
        named: list[Found] = [one for one in borrowers if fold(one.name).startswith(folded)]
        named += [one for one in people if f" {folded}" in fold(one.name) and one not in named]
        named += [
            _kit(desk, kit) for kit in desk.every(Kit, status="active")
            if folded in fold(kit.row.name)
        ]  # fmt: skip
        for number in desk.device_ids(text, limit=_MOST_CHOICES):
            named += _holders(desk, number, quantity)
        return named[:_MOST_CHOICES]


def _coded(desk: Desk, text: str, quantity: int | None) -> list[Found] | None:
    """Return what a code names: a device, a kit or a slip; None when it is no code."""
    code = fold(text).upper()
    device = desk.find(Device, code=code)
    if device is None and text:
        device = desk.find(Device, official_code=text)
    if device is not None:
        return _holders(desk, device.id, quantity)
    kit = desk.find(Kit, code=code, status="active")
    if kit is not None:
        return [_kit(desk, kit)]
    slip = _SLIP.fullmatch(code)
    if slip is not None and desk.find(Loan, id=int(slip.group(1))) is not None:
        return [_slip(desk, code, int(slip.group(1)))]
    return None


def _borrowers(desk: Desk) -> tuple[list[FoundClass], list[FoundPerson]]:
    people = {
        record.id: record.row for record in desk.every(Person) if record.row.status in WORKING
    }
    homes: dict[int, str] = {}
    classes = []
    year = school_year_of(desk.today)
    for record in desk.every(SchoolClass, school_year=year, status="active"):
        teacher = people.get(record.row.homeroom_id or 0)
        if record.row.homeroom_id is not None:
            homes[record.row.homeroom_id] = record.row.name
        classes.append(
            FoundClass(
                record.row.code, record.row.name,
                teacher.code if teacher else "", teacher.name if teacher else "",
            )
        )  # fmt: skip
    return classes, [
        FoundPerson(person.code, person.name, homes.get(number, ""))
        for number, person in people.items()
    ]


def _device(desk: Desk, number: int) -> FoundDevice:
    device = desk.get(Device, number)
    in_store = desk.balances([number]).get(number, {}).get(State.IN_STORE, 0)
    return FoundDevice(device.code, device.name, device.unit, device.kind, in_store,
                       expired=_expired(desk, device))  # fmt: skip


def _expired(desk: Desk, device: Device) -> str:
    return device.use_by if "" < device.use_by < desk.today.isoformat() else ""


def _out(desk: Desk, lines: Sequence[OpenLine], kit: str = "") -> tuple[FoundDevice, ...]:
    """Return lines that are out, each as the device on its way back."""
    return tuple(
        replace(
            _device(desk, line.device), loan=line.loan, holder=line.class_name,
            outstanding=line.outstanding, kit=kit,
        )
        for line in lines
    )  # fmt: skip


def _holders(desk: Desk, number: int, quantity: int | None) -> list[Found]:
    """Return a device once in store, or once for each slip that holds it."""
    out = _out(desk, desk.open_lines([number]))
    found = out or (_device(desk, number),)
    return [replace(one, quantity=quantity) for one in found]


def _kit(desk: Desk, kit: Record[Kit]) -> FoundSeveral:
    """Return a kit: on its way back when any of it is out under its name."""
    code, name = kit.row.code, kit.row.name
    out = _out(desk, desk.open_lines(kit=kit.id), code)
    here = tuple(
        replace(
            FoundDevice(device.code, device.name, device.unit, device.kind, 0),
            expired=_expired(desk, device), quantity=item.quantity, kit=code,
            in_store=desk.balances([item.device_id]).get(item.device_id, {}).get(
                State.IN_STORE, 0
            ),
        )
        for item, device in contents(desk, kit.id)
    )  # fmt: skip
    return FoundSeveral(code, name, out or here)


def _slip(desk: Desk, code: str, loan: int) -> FoundSeveral:
    return FoundSeveral(code, code, _out(desk, desk.open_lines(loan=loan)))


@dataclass(frozen=True, slots=True)
class CounterLine:
    """A device on the counter's slip; on its way back when `loan` is set."""

    code: str
    name: str
    unit: str
    quantity: int
    most: int
    loan: int | None = None
    holder: str = ""
    damaged: int = 0
    lost: int = 0
    incomplete: int = 0
    note: str = ""
    kit: str = ""
    quality: str = ""

    @property
    def good(self) -> int:
        """Return how many came back good."""
        return self.quantity - self.damaged - self.lost - self.incomplete

    def returned(self) -> list[ReturnItem]:
        """Return the parts that came back.

        The note belongs to what is not good, the quality that was seen to what is.
        """
        parts = (
            (self.good, Result.GOOD), (self.damaged, Result.DAMAGED), (self.lost, Result.LOST),
            (self.incomplete, Result.INCOMPLETE),
        )  # fmt: skip
        worse = self.good < self.quantity
        return [
            ReturnItem(
                self.code,
                count,
                result,
                "" if worse and result is Result.GOOD else self.note,
                Quality(self.quality) if self.quality and result is Result.GOOD else None,
            )
            for count, result in parts
            if count
        ]


@dataclass(frozen=True, slots=True)
class Lesson:
    """What may be said of the lesson; schools leave it blank nearly always."""

    period: str = ""
    subject: str = ""
    lesson: str = ""
    ppct: str = ""
    fetched_by: str = ""


@dataclass(frozen=True, slots=True)
class Slip:
    """What lies on the counter between two confirmations."""

    class_name: str = ""
    teacher: str = ""
    teacher_name: str = ""
    lines: tuple[CounterLine, ...] = ()
    term: Term = Term.WEEK
    lesson: Lesson = Lesson()

    def take(self, found: Found) -> tuple[Slip, Sentence]:
        """Return the slip with what was scanned, and one calm sentence about it."""
        if isinstance(found, FoundClass):
            return self._take_class(found)
        if isinstance(found, FoundPerson):
            return self._take_person(found)
        if isinstance(found, FoundSeveral):
            return self._take_several(found)
        return self._take_device(found)

    def without(self, index: int) -> Slip:
        """Return the slip without a line."""
        return replace(self, lines=self.lines[:index] + self.lines[index + 1 :])

    def without_loan(self, loan: int | None) -> Slip:
        """Return the slip without what came back from a loan."""
        return replace(self, lines=tuple(line for line in self.lines if line.loan != loan))

    def with_line(self, index: int, line: CounterLine) -> Slip:
        """Return the slip with a line changed, kept within what can be."""
        quantity = min(max(line.quantity, 1), line.most)
        damaged = min(max(line.damaged, 0), quantity)
        lost = min(max(line.lost, 0), quantity - damaged)
        incomplete = min(max(line.incomplete, 0), quantity - damaged - lost)
        line = replace(line, quantity=quantity, damaged=damaged, lost=lost, incomplete=incomplete)
        return replace(self, lines=(*self.lines[:index], line, *self.lines[index + 1 :]))

    def adjust(self, text: str) -> Slip | None:
        """Return the slip with the last line's figure typed; None when it is no figure.

        `20` is the quantity; `h1`, `m1` and `t1` are one hỏng, mất or thiếu chi tiết; `c1` to
        `c4` is the quality seen: tốt, khá, trung bình, kém.
        """
        typed = _ADJUSTED.fullmatch(clean(text))
        if typed is None or not self.lines:
            return None
        line = self.lines[-1]
        if typed.group(1).lower() == _QUALITY:
            return self._with_quality(line, int(typed.group(2)))
        name = _PARTS[typed.group(1).lower()]
        if (name == "quantity" and line.most == 1) or (name != "quantity" and line.loan is None):
            return None
        figure: dict[str, Any] = {name: int(typed.group(2))}
        return self.with_line(len(self.lines) - 1, replace(line, **figure))

    def _with_quality(self, line: CounterLine, rank: int) -> Slip | None:
        if line.loan is None or not 1 <= rank <= len(Quality):
            return None
        seen = replace(line, quality=list(Quality)[rank - 1].value)
        return self.with_line(len(self.lines) - 1, seen)

    def lending(self) -> Lend | None:
        """Return the loan on the slip, None when nothing goes out."""
        items = tuple(
            Item(one.code, one.quantity, one.kit) for one in self.lines if one.loan is None
        )
        if not items:
            return None
        if not self.class_name:
            raise Refused(Sentence("Who borrows? Scan or type the class or the teacher."))
        said = self.lesson
        return Lend(
            items, self.class_name, self.teacher, period=said.period, lesson=said.lesson,
            subject=said.subject, ppct=said.ppct, fetched_by=said.fetched_by, term=self.term,
        )  # fmt: skip

    def returning(self) -> list[TakeBack]:
        """Return what comes back, by the slip it went out on."""
        loans = dict.fromkeys(one.loan for one in self.lines if one.loan is not None)
        return [
            TakeBack(
                tuple(part for one in self.lines if one.loan == loan for part in one.returned()),
                loan,
            )
            for loan in loans
        ]

    def _take_class(self, found: FoundClass) -> tuple[Slip, Sentence]:
        slip = replace(
            self, class_name=found.name, teacher=found.teacher, teacher_name=found.teacher_name
        )
        return slip, Sentence(
            "Class {name}, {teacher}", {"name": found.name, "teacher": found.teacher_name}
        )

    def _take_person(self, found: FoundPerson) -> tuple[Slip, Sentence]:
        class_name = self.class_name or found.class_name
        slip = replace(self, class_name=class_name, teacher=found.code, teacher_name=found.name)
        if not class_name:
            return slip, Sentence("{name}: for which class?", {"name": found.name})
        return slip, Sentence(
            "Class {name}, {teacher}", {"name": class_name, "teacher": found.name}
        )

    def _take_several(self, found: FoundSeveral) -> tuple[Slip, Sentence]:
        slip, missing = self, []
        for device in found.devices:
            taken, _sentence = slip._take_device(device)
            if taken is slip and all(line.code != device.code for line in slip.lines):
                missing.append(device.code)
            slip = taken
        said = {"code": found.code, "name": found.name}
        if not found.devices:
            return slip, Sentence("Nothing of {code} is out any more", said)
        if missing:
            return slip, Sentence(
                "{code} {name} without {missing}: not in store",
                {**said, "missing": ", ".join(missing)},
            )
        if found.devices[0].loan is not None:
            return slip, Sentence("{code} {name} comes back", said)
        expired = [device.code for device in found.devices if device.expired]
        if expired:
            return slip, Sentence(
                "{code} {name} goes out. Past their use-by date: {expired}. Look at them first.",
                {**said, "expired": ", ".join(expired)},
            )
        return slip, Sentence("{code} {name} goes out", said)

    def _take_device(self, found: FoundDevice) -> tuple[Slip, Sentence]:
        said = {"code": found.code, "name": found.name}
        # A lot that is out may also go out again: the borrower on the slip decides.
        more = found.kind == Kind.LOT and bool(self.class_name) and found.in_store > 0
        loan = None if more else found.loan
        for index, line in enumerate(self.lines):
            if line.code == found.code and line.loan == loan:
                return self._take_again(index, line, found)
        if loan is None and found.in_store == 0:
            return self, Sentence("{code} {name} is not in store and not on loan", said)
        most = found.in_store if loan is None else found.outstanding
        wanted = found.quantity or (1 if loan is None else most)
        line = CounterLine(
            found.code, found.name, found.unit, min(wanted, most), most, loan, found.holder,
            kit=found.kit,
        )  # fmt: skip
        if wanted > most:
            sentence = Sentence("{code} {name}: only {count} here", {**said, "count": most})
        elif loan is None and found.expired:
            sentence = Sentence(
                "{code} {name} goes out. Its use-by date {day} has passed: look at it first.",
                {**said, "day": show_day(found.expired)},
            )
        elif loan is None:
            sentence = Sentence("{code} {name} goes out", said)
        else:
            sentence = Sentence(
                "{code} {name} comes back from {holder}", {**said, "holder": found.holder}
            )
        return replace(self, lines=(*self.lines, line)), sentence

    def _take_again(
        self, index: int, line: CounterLine, found: FoundDevice
    ) -> tuple[Slip, Sentence]:
        said = {"code": found.code, "name": found.name}
        if found.kind == Kind.PIECE:
            return self, Sentence("{code} {name} is on the slip already", said)
        quantity = found.quantity or line.quantity + 1
        return (
            self.with_line(index, replace(line, quantity=quantity)),
            Sentence("{code} {name}: {count}", {**said, "count": min(quantity, line.most)}),
        )
