"""What moves (điều chuyển): to another place of the school, or to another school."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from app.documents.movement import MovedLine, Parting, parting_paper, transfer_paper
from app.domain.device import Device, DeviceId, State
from app.domain.document import SlipKind
from app.domain.draft import Draft
from app.domain.fault import Refused
from app.domain.ledger import Posting
from app.domain.person import Place
from app.domain.record import Record
from app.domain.sentence import Sentence
from app.domain.text import clean
from app.services.arriving import described
from app.services.damages import check_way
from app.services.devices import find_place
from app.services.finding import check_day, find_device
from app.services.lending import Item
from app.services.letterheads import read_issuer
from app.services.numbered import CHANGE, write_slip
from app.store.desk import Desk


@dataclass(frozen=True, slots=True)
class Transfer:
    """Move whole devices to another place of the school, on a numbered slip."""

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
        paper = transfer_paper(
            read_issuer(desk, day), _from_where(desk, moved), clean(self.place), clean(self.note)
        )
        slip = write_slip(desk, SlipKind.TRANSFER, day, paper)
        changes = (desk.changed(one, replace(one.row, place_id=place)) for one in moved)
        return Draft(
            kind=SlipKind.TRANSFER,
            day=day.isoformat(),
            sentence=Sentence(
                "Transfer slip {number}: {count} devices to {place}",
                {"number": slip.number, "count": len(moved), "place": clean(self.place)},
            ),
            change=CHANGE,
            value=slip.slip,
            images=(*images, *changes, slip.image),
        )


@dataclass(frozen=True, slots=True)
class TransferOut:
    """Give devices to another school, on a numbered slip: they leave the book for outside.

    A lot may go in part. Only what is in store can go.
    """

    items: tuple[Item, ...]
    school: str
    decision: str = ""
    decision_date: date | None = None
    note: str = ""
    day: date | None = None

    def draft(self, desk: Desk) -> Draft[int]:
        """Draft the postings and the slip; the value is the slip's id."""
        day = check_day(desk, self.day)
        school = clean(self.school)
        if not school:
            raise Refused(Sentence("Say which school receives them."), where="school")
        if not self.items:
            raise Refused(Sentence("There is nothing on the slip yet. Choose devices first."))
        records = [find_device(desk, item.code) for item in self.items]
        _check_there(desk, records, self.items)
        decided = self.decision_date.isoformat() if self.decision_date else ""
        parting = Parting(school, clean(self.decision), decided, clean(self.note))
        said = [_said(one.row, item) for one, item in zip(records, self.items, strict=True)]
        paper = parting_paper(read_issuer(desk, day), said, parting)
        slip = write_slip(desk, SlipKind.TRANSFER_OUT, day, paper)
        return Draft(
            kind=SlipKind.TRANSFER_OUT,
            day=day.isoformat(),
            sentence=Sentence(
                "Transfer slip {number}: {count} devices given to {school}",
                {"number": slip.number, "count": paper.quantity, "school": school},
            ),
            change=CHANGE,
            value=slip.slip,
            images=(slip.image,),
            postings=tuple(
                Posting(DeviceId(one.id), item.quantity, State.IN_STORE, State.OUTSIDE)
                for one, item in zip(records, self.items, strict=True)
            ),
        )


def _check_there(desk: Desk, records: list[Record[Device]], items: tuple[Item, ...]) -> None:
    balances = desk.balances([record.id for record in records])
    seen: set[int] = set()
    for record, item in zip(records, items, strict=True):
        said = {"code": record.row.code, "name": record.row.name}
        if record.id in seen:
            raise Refused(
                Sentence("{code} {name} stands on two lines. Put it on one line.", said),
                where=item.code,
            )
        seen.add(record.id)
        check_way(desk, record, (State.IN_STORE, State.OUTSIDE))
        held = balances.get(record.id, {})
        there = held.get(State.IN_STORE, 0)
        if not 1 <= item.quantity <= there:
            raise Refused(
                Sentence(
                    "{code} {name}: {there} in store can go, {asked} asked for; {out} on loan, "
                    "{damaged} damaged. Take back or mend those first, or give fewer.",
                    {**said, "there": there, "asked": item.quantity,
                     "out": held.get(State.ON_LOAN, 0),
                     "damaged": held.get(State.DAMAGED, 0) + held.get(State.IN_REPAIR, 0)},
                ),
                where=item.code,
            )  # fmt: skip


def _said(device: Device, item: Item) -> MovedLine:
    return MovedLine(
        (device.code,), device.name, device.unit, item.quantity, device.unit_price,
        described(device), device.year_in_use,
    )  # fmt: skip


def _from_where(desk: Desk, moved: list[Record[Device]]) -> list[MovedLine]:
    names = {record.id: record.row.name for record in desk.every(Place)}
    held = desk.balances([record.id for record in moved])
    gone = {State.DISPOSED, State.LOST}
    return [
        MovedLine(
            (record.row.code,), record.row.name, record.row.unit,
            sum(count for state, count in held.get(record.id, {}).items() if state not in gone),
            note=names.get(record.row.place_id or 0, ""),
        )
        for record in moved
    ]  # fmt: skip
