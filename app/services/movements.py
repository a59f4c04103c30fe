"""Numbered slips of what leaves the book and what moves to another place."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from app.documents.movement import MovementSlip, draw_movement
from app.domain.calendar import school_year_of
from app.domain.change import Touched
from app.domain.device import Device, DeviceId, State
from app.domain.document import MONTH, Document
from app.domain.draft import Draft
from app.domain.fault import Refused
from app.domain.ledger import Image, Posting, canonical
from app.domain.person import Place
from app.domain.record import Record
from app.domain.sentence import Sentence
from app.domain.text import clean
from app.services.damages import settle
from app.services.devices import find_place
from app.services.finding import check_day, find_device
from app.services.letterheads import read_letterhead
from app.services.people import read_school
from app.store.desk import Desk

DECREASE, TRANSFER = "decrease", "transfer"
_CHANGE = frozenset({Touched.DEVICES, Touched.DOCUMENTS, Touched.PLACES})


class Why(StrEnum):
    """Why a quantity leaves the book."""

    BROKEN = "broken"
    LOST = "lost"
    USABLE = "usable"


_FROM = {Why.BROKEN: State.DAMAGED, Why.LOST: State.LOST, Why.USABLE: State.IN_STORE}
_SAID = {Why.BROKEN: "Hỏng", Why.LOST: "Mất", Why.USABLE: "Còn dùng được"}


@dataclass(frozen=True, slots=True)
class DecreaseLine:
    """So many of a device that leave, and why."""

    code: str
    quantity: int
    why: Why


@dataclass(frozen=True, slots=True)
class Decrease:
    """Take devices out of the book (ghi giảm) by a council's decision, on a numbered slip.

    What is out on loan must come back first. `value` is what was recovered, in đồng.
    """

    lines: tuple[DecreaseLine, ...]
    council: tuple[str, ...]
    method: str
    decision: str = ""
    value: int = 0
    day: date | None = None

    def draft(self, desk: Desk) -> Draft[int]:
        """Draft the postings and the slip; the value is the slip's id."""
        day = check_day(desk, self.day)
        council = tuple(name for one in self.council if (name := clean(one)))
        _check(self.lines, bool(council), clean(self.method))
        postings, said = self._leaving(desk)
        content = {"lines": said, "council": list(council), "method": clean(self.method),
                   "decision": clean(self.decision), "value": self.value}  # fmt: skip
        slip, number, image = new_document(desk, DECREASE, day, content)
        return Draft(
            kind=DECREASE,
            day=day.isoformat(),
            sentence=Sentence(
                "Decrease slip {number}: {count} devices left the book",
                {"number": number, "count": sum(line.quantity for line in self.lines)},
            ),
            change=_CHANGE,
            value=slip,
            images=(image,),
            postings=tuple(postings),
        )

    def _leaving(self, desk: Desk) -> tuple[list[Posting], list[list[str | int]]]:
        """Return the postings, and each line as the slip says it."""
        postings: list[Posting] = []
        said: list[list[str | int]] = []
        asked: Counter[tuple[int, State]] = Counter()
        for line in self.lines:
            record = find_device(desk, line.code)
            row, state = record.row, _FROM[line.why]
            asked[record.id, state] += line.quantity
            there = desk.balances([record.id]).get(record.id, {}).get(state, 0)
            if line.quantity < 1 or asked[record.id, state] > there:
                raise Refused(
                    Sentence(
                        "{code} {name}: {there} can leave for this reason, {asked} asked for. "
                        "Take back first what is out, and report first what is broken or lost.",
                        {"code": row.code, "name": row.name, "there": there,
                         "asked": asked[record.id, state]},
                    ),
                    where=line.code,
                )  # fmt: skip
            postings.extend(_leave(desk, record, line, state))
            said.append([row.code, row.name, row.unit, line.quantity, _SAID[line.why]])
        return postings, said


def _leave(desk: Desk, record: Record[Device], line: DecreaseLine, state: State) -> list[Posting]:
    device = DeviceId(record.id)
    if state is State.IN_STORE:
        return [Posting(device, line.quantity, state, State.DISPOSED, note=line.why)]
    return [
        Posting(device, part, state, State.DISPOSED, note=line.why, damage=case)
        for case, part in settle(desk, record, state, line.quantity)
    ]


@dataclass(frozen=True, slots=True)
class Transfer:
    """Move whole devices to another place of the school (điều chuyển), on a numbered slip."""

    codes: tuple[str, ...]
    place: str
    note: str = ""
    day: date | None = None

    def draft(self, desk: Desk) -> Draft[int]:
        """Draft the devices' rows and the slip; the value is the slip's id."""
        day = check_day(desk, self.day)
        images, place = find_place(desk, self.place)
        if place is None:
            raise Refused(Sentence("Say where the devices go."), where="place")
        records = desk.devices_by_code([find_device(desk, code).row.code for code in self.codes])
        moved = [record for record in records if record.row.place_id != place]
        if not moved:
            raise Refused(Sentence("All of them are there already."), where="place")
        names = {record.id: record.row.name for record in desk.every(Place)}
        changes = tuple(
            desk.changed(record, replace(record.row, place_id=place)) for record in moved
        )
        held = desk.balances([record.id for record in moved])
        said = [
            [record.row.code, record.row.name, record.row.unit, _kept(held.get(record.id, {})),
             names.get(record.row.place_id or 0, "")]
            for record in moved
        ]  # fmt: skip
        content = {"lines": said, "place": clean(self.place), "note": clean(self.note)}
        slip, number, image = new_document(desk, TRANSFER, day, content)
        return Draft(
            kind=TRANSFER,
            day=day.isoformat(),
            sentence=Sentence(
                "Transfer slip {number}: {count} devices to {place}",
                {"number": number, "count": len(moved), "place": clean(self.place)},
            ),
            change=_CHANGE,
            value=slip,
            images=(*images, *changes, image),
        )


@dataclass(frozen=True, slots=True)
class Slips:
    """The numbered slips, newest first."""

    def answer(self, desk: Desk) -> list[Record[Document]]:
        """Return the slips that stand."""
        found = desk.every(Document, status="active")[::-1]
        return [one for one in found if one.row.kind != MONTH]


@dataclass(frozen=True, slots=True)
class PrintSlip:
    """A numbered slip as a PDF; it says what it said when it was written."""

    slip: int

    def answer(self, desk: Desk) -> bytes:
        """Return the PDF's bytes."""
        row = desk.get(Document, self.slip)
        content: dict[str, Any] = json.loads(row.content)
        slip = MovementSlip(
            read_letterhead(desk),
            row.kind == DECREASE,
            row.number,
            date.fromisoformat(row.day),
            tuple(tuple(map(str, line)) for line in content["lines"]),
            tuple(content.get("council", ())),
            content.get("method", ""),
            content.get("decision", ""),
            content.get("value", 0),
            content.get("place", ""),
            content.get("note", ""),
            read_school(desk).keeper,
        )
        return draw_movement(slip, created=datetime.combine(slip.day, time()))


def _check(lines: tuple[DecreaseLine, ...], council: object, method: str) -> None:
    if not lines:
        raise Refused(Sentence("There is nothing on the slip yet. Choose devices first."))
    if not council:
        raise Refused(
            Sentence("A decrease needs its council. Name at least one member."), where="council"
        )
    if not method:
        raise Refused(Sentence("Say what becomes of the devices."), where="method")


def new_document(
    desk: Desk, kind: str, day: date, content: dict[str, Any]
) -> tuple[int, int, Image]:
    """Return the id, the number and the image of the next slip of a kind in its school year."""
    year = school_year_of(day)
    taken = [one.row.number for one in desk.every(Document, kind=kind, school_year=year)]
    number = max(taken, default=0) + 1
    row = Document(kind, year, number, day.isoformat(), canonical(content))
    slip, image = desk.new(row)
    return slip, number, image


def _kept(held: dict[State, int]) -> int:
    gone = {State.DISPOSED, State.LOST}
    return sum(count for state, count in held.items() if state not in gone)
