"""What leaves the book (ghi giảm): broken, lost or still usable, by a council's decision."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.documents.movement import Disposal, MovedLine, decrease_paper
from app.domain.device import Device, DeviceId, State
from app.domain.document import SlipKind
from app.domain.draft import Draft
from app.domain.fault import Refused
from app.domain.ledger import Posting
from app.domain.record import Record
from app.domain.sentence import Sentence
from app.domain.text import clean
from app.services.damages import settle
from app.services.finding import check_day, find_device
from app.services.letterheads import read_issuer
from app.services.numbered import CHANGE, write_slip
from app.store.desk import Desk


class Why(StrEnum):
    """Why a quantity leaves the book."""

    BROKEN = "broken"
    LOST = "lost"
    USABLE = "usable"


LEAVES = {Why.BROKEN: State.DAMAGED, Why.LOST: State.LOST, Why.USABLE: State.IN_STORE}
_SAID = {Why.BROKEN: "Hỏng", Why.LOST: "Mất", Why.USABLE: "Còn dùng được"}


@dataclass(frozen=True, slots=True)
class DecreaseLine:
    """So many of a device that leave, and why; `damage` is the case when it has several."""

    code: str
    quantity: int
    why: Why
    damage: int | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """Who sits in the council that decides, and as what."""

    name: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class Decrease:
    """Take devices out of the book by a council's decision, on a numbered slip.

    What is out on loan must come back first. `value` is what was recovered, in đồng.
    """

    lines: tuple[DecreaseLine, ...]
    council: tuple[Member, ...]
    method: str
    decision: str = ""
    value: int = 0
    day: date | None = None

    def draft(self, desk: Desk) -> Draft[int]:
        """Draft the postings and the slip; the value is the slip's id."""
        day = check_day(desk, self.day)
        disposal = self._disposal()
        records = [find_device(desk, line.code) for line in self.lines]
        self._check_there(desk, records)
        said = [_said(record.row, line) for record, line in zip(records, self.lines, strict=True)]
        slip = write_slip(
            desk, SlipKind.DECREASE, day, decrease_paper(read_issuer(desk, day), said, disposal)
        )
        return Draft(
            kind=SlipKind.DECREASE,
            day=day.isoformat(),
            sentence=Sentence(
                "Decrease slip {number}: {count} devices left the book",
                {"number": slip.number, "count": sum(line.quantity for line in self.lines)},
            ),
            change=CHANGE,
            value=slip.slip,
            images=(slip.image,),
            postings=tuple(
                posting
                for record, line in zip(records, self.lines, strict=True)
                for posting in _leave(desk, record, line)
            ),
        )  # fmt: skip

    def _disposal(self) -> Disposal:
        council = tuple(
            (name, clean(one.role)) for one in self.council if (name := clean(one.name))
        )
        method = clean(self.method)
        if not self.lines:
            raise Refused(Sentence("There is nothing on the slip yet. Choose devices first."))
        if not council:
            raise Refused(
                Sentence("A decrease needs its council. Name at least one member."),
                where="council",
            )
        if not method:
            raise Refused(Sentence("Say what becomes of the devices."), where="method")
        return Disposal(council, method, clean(self.decision), self.value)

    def _check_there(self, desk: Desk, records: list[Record[Device]]) -> None:
        balances = desk.balances([record.id for record in records])
        asked: Counter[tuple[int, State]] = Counter()
        for record, line in zip(records, self.lines, strict=True):
            state = LEAVES[line.why]
            asked[record.id, state] += line.quantity
            there = balances.get(record.id, {}).get(state, 0)
            if line.quantity < 1 or asked[record.id, state] > there:
                raise Refused(
                    Sentence(
                        "{code} {name}: {there} can leave for this reason, {asked} asked for. "
                        "Take back first what is out, and report first what is broken or lost.",
                        {"code": record.row.code, "name": record.row.name, "there": there,
                         "asked": asked[record.id, state]},
                    ),
                    where=line.code,
                )  # fmt: skip


def _leave(desk: Desk, record: Record[Device], line: DecreaseLine) -> list[Posting]:
    device, state = DeviceId(record.id), LEAVES[line.why]
    if state is State.IN_STORE:
        return [Posting(device, line.quantity, state, State.DISPOSED, note=line.why)]
    return [
        Posting(device, part, state, State.DISPOSED, note=line.why, damage=case)
        for case, part in settle(desk, record, state, line.quantity, line.damage)
    ]


def _said(device: Device, line: DecreaseLine) -> MovedLine:
    return MovedLine(
        (device.code,), device.name, device.unit, line.quantity, device.unit_price,
        year=device.year_in_use, note=_SAID[line.why],
    )  # fmt: skip
