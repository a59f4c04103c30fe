"""The counter: what a scan means, and the slip it builds. Nobody chooses a mode."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from app.domain.calendar import school_year_of
from app.domain.device import Device, Kind, State
from app.domain.fault import Refused
from app.domain.loan import Result
from app.domain.person import WORKING, Person, SchoolClass
from app.domain.sentence import Sentence
from app.domain.text import clean, fold
from app.services.finding import find_device
from app.services.lending import Item, Lend, ReturnItem, TakeBack
from app.store.desk import Desk

_TIMES = re.compile(r"(\d+)\s*[*x]\s*(.+)", re.IGNORECASE)
_MOST_CHOICES = 12


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
    """A device as it stands; `holder`, `loan` and `outstanding` when it is out."""

    code: str
    name: str
    unit: str
    kind: str
    in_store: int
    quantity: int | None = None
    loan: int | None = None
    holder: str = ""
    outstanding: int = 0


Found = FoundClass | FoundPerson | FoundDevice


@dataclass(frozen=True, slots=True)
class Recognise:
    """What a scan or a few typed letters may mean; `20*CODE` asks for twenty."""

    text: str

    def answer(self, desk: Desk) -> list[Found]:
        """Return what it means: one when it is a code, else names that fit, best first."""
        text = clean(self.text)
        times = _TIMES.fullmatch(text)
        quantity = int(times.group(1)) if times else None
        text = times.group(2) if times else text
        try:
            return _holders(desk, find_device(desk, text).id, quantity)
        except Refused:
            pass
        classes, people = _borrowers(desk)
        borrowers: list[FoundClass | FoundPerson] = [*classes, *people]
        exact = [one for one in borrowers if text.upper() == one.code or text == one.name]
        if exact:
            return list(exact[:1])
        folded = fold(text)
        named: list[Found] = [one for one in borrowers if fold(one.name).startswith(folded)]
        named += [one for one in people if f" {folded}" in fold(one.name) and one not in named]
        for number in desk.device_ids(text, limit=_MOST_CHOICES):
            named += _holders(desk, number, quantity)
        return named[:_MOST_CHOICES]


def _borrowers(desk: Desk) -> tuple[list[FoundClass], list[FoundPerson]]:
    people = {record.id: record.row for record in desk.every(Person)}
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
        if person.status in WORKING
    ]


def _holders(desk: Desk, number: int, quantity: int | None) -> list[Found]:
    """Return a device once in store, or once for each slip that holds it."""
    device = desk.get(Device, number)
    in_store = desk.balances([number]).get(number, {}).get(State.IN_STORE, 0)
    base = FoundDevice(device.code, device.name, device.unit, device.kind, in_store, quantity)
    out = [
        replace(base, loan=line.loan, holder=line.class_name, outstanding=line.outstanding)
        for line in desk.open_lines([number])
    ]
    return [base] if not out else [*out]


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

    @property
    def good(self) -> int:
        """Return how many came back good."""
        return self.quantity - self.damaged - self.lost - self.incomplete

    def returned(self) -> list[ReturnItem]:
        """Return the parts that came back."""
        parts = (
            (self.good, Result.GOOD), (self.damaged, Result.DAMAGED), (self.lost, Result.LOST),
            (self.incomplete, Result.INCOMPLETE),
        )  # fmt: skip
        return [ReturnItem(self.code, count, result) for count, result in parts if count]


@dataclass(frozen=True, slots=True)
class Slip:
    """What lies on the counter between two confirmations."""

    class_name: str = ""
    teacher: str = ""
    teacher_name: str = ""
    lines: tuple[CounterLine, ...] = ()

    def take(self, found: Found) -> tuple[Slip, Sentence]:
        """Return the slip with what was scanned, and one calm sentence about it."""
        if isinstance(found, FoundClass):
            return self._take_class(found)
        if isinstance(found, FoundPerson):
            return self._take_person(found)
        return self._take_device(found)

    def without(self, index: int) -> Slip:
        """Return the slip without a line."""
        return replace(self, lines=self.lines[:index] + self.lines[index + 1 :])

    def with_line(self, index: int, line: CounterLine) -> Slip:
        """Return the slip with a line changed, kept within what can be."""
        quantity = min(max(line.quantity, 1), line.most)
        damaged = min(max(line.damaged, 0), quantity)
        lost = min(max(line.lost, 0), quantity - damaged)
        incomplete = min(max(line.incomplete, 0), quantity - damaged - lost)
        line = replace(line, quantity=quantity, damaged=damaged, lost=lost, incomplete=incomplete)
        return replace(self, lines=(*self.lines[:index], line, *self.lines[index + 1 :]))

    def lending(self) -> Lend | None:
        """Return the loan on the slip, None when nothing goes out."""
        items = tuple(Item(one.code, one.quantity) for one in self.lines if one.loan is None)
        if not items:
            return None
        if not self.class_name:
            raise Refused(Sentence("Who borrows? Scan or type the class or the teacher."))
        return Lend(items, self.class_name, self.teacher)

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
        return slip, Sentence("Class {name}, {teacher}",
                              {"name": class_name, "teacher": found.name})  # fmt: skip

    def _take_device(self, found: FoundDevice) -> tuple[Slip, Sentence]:
        said = {"code": found.code, "name": found.name}
        # A lot that is out may also go out again: the borrower on the slip decides.
        more = found.kind == Kind.LOT and bool(self.class_name) and found.in_store > 0
        loan = None if more else found.loan
        for index, line in enumerate(self.lines):
            if line.code == found.code and line.loan == loan:
                if found.kind == Kind.PIECE:
                    return self, Sentence("{code} {name} is on the slip already", said)
                quantity = found.quantity or line.quantity + 1
                return (
                    self.with_line(index, replace(line, quantity=quantity)),
                    Sentence("{code} {name}: {count}",
                             {**said, "count": min(quantity, line.most)}),
                )  # fmt: skip
        if loan is None and found.in_store == 0:
            return self, Sentence("{code} {name} is not in store and not on loan", said)
        most = found.in_store if loan is None else found.outstanding
        wanted = found.quantity or (1 if loan is None else most)
        line = CounterLine(
            found.code, found.name, found.unit, min(wanted, most), most, loan, found.holder
        )
        if wanted > most:
            sentence = Sentence("{code} {name}: only {count} here", {**said, "count": most})
        elif loan is None:
            sentence = Sentence("{code} {name} goes out", said)
        else:
            sentence = Sentence(
                "{code} {name} comes back from {holder}", {**said, "holder": found.holder}
            )
        return replace(self, lines=(*self.lines, line)), sentence
