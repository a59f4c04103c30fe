"""A delivery written into the book (ghi tăng): many lines, one entry, one numbered slip."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from app.documents.movement import Delivery
from app.domain.device import Device, Kind
from app.domain.document import SlipKind
from app.domain.draft import Draft
from app.domain.fault import Refused
from app.domain.ledger import Image
from app.domain.sentence import Sentence
from app.domain.text import clean
from app.services.arriving import PREFIX, Arrival, bring_more, bring_new, write_increase
from app.services.devices import find_place
from app.services.finding import check_day, find_device
from app.services.numbered import CHANGE
from app.store.desk import Desk

MOST_PIECES = 500  # of one line: each is a row, a label and a code


class Source(StrEnum):
    """Where a delivery comes from (nguồn hình thành)."""

    GRANTED = "granted"
    BOUGHT = "bought"
    DONATED = "donated"
    SELF_MADE = "self_made"
    TRANSFERRED = "transferred"
    OTHER = "other"


FUNDS = {
    Source.GRANTED: "Được cấp",
    Source.BOUGHT: "Mua sắm theo kế hoạch",
    Source.DONATED: "Viện trợ, cho tặng",
    Source.SELF_MADE: "Tự làm",
    Source.TRANSFERRED: "Điều chuyển đến",
    Source.OTHER: "Khác",
}


@dataclass(frozen=True, slots=True)
class IncreaseLine:
    """So many of a new device, or more of the lot whose code `device` has.

    Of a new piece as many are made as `quantity` says, each with a code of its own. Of a lot
    that exists only the code, the unit price and the note are looked at.
    """

    device: Device
    quantity: int = 1
    place: str = ""


@dataclass(frozen=True, slots=True)
class Increased:
    """The slip that was written, and the codes of what came on it."""

    slip: int
    number: int
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Increase:
    """Write a delivery into the book on one numbered slip; it is undone whole.

    From another school, `giver` is the school that gives.
    """

    lines: tuple[IncreaseLine, ...]
    source: Source
    document: str = ""
    document_date: date | None = None
    giver: str = ""
    note: str = ""
    day: date | None = None

    def draft(self, desk: Desk) -> Draft[Increased]:
        """Draft the devices' rows, what comes in, and the slip."""
        day = check_day(desk, self.day)
        self._check()
        delivery = self._delivery()
        truck = _Truck(desk, day, delivery, desk.codes(Device, PREFIX))
        lines = [truck.unload(line) for line in self.lines]
        slip = write_increase(desk, day, lines, delivery)
        arrived = [arrival for line in lines for arrival in line]
        codes = tuple(arrival.device.code for arrival in arrived)
        return Draft(
            kind=SlipKind.INCREASE,
            day=day.isoformat(),
            sentence=Sentence(
                "Increase slip {number}: {count} devices came",
                {"number": slip.number, "count": sum(one.quantity for one in arrived)},
            ),
            change=CHANGE,
            value=Increased(slip.slip, slip.number, codes),
            images=(*truck.places, *(image for one in arrived for image in one.images),
                    slip.image),
            postings=tuple(posting for one in arrived for posting in one.postings),
        )  # fmt: skip

    def _check(self) -> None:
        if not self.lines:
            raise Refused(
                Sentence("There is nothing on the slip yet. Add what came first."), where="name"
            )
        if self.source is Source.TRANSFERRED and not clean(self.giver):
            raise Refused(Sentence("Say which school gives them."), where="giver")

    def _delivery(self) -> Delivery:
        day = self.document_date.isoformat() if self.document_date else ""
        return Delivery(
            FUNDS[self.source], clean(self.document), day, clean(self.giver), clean(self.note)
        )


@dataclass(slots=True)
class _Truck:
    """What is being unloaded; codes and new places run on from line to line."""

    desk: Desk
    day: date
    delivery: Delivery
    codes: Iterator[str]
    places: list[Image] = field(default_factory=list)
    _known: dict[str, int | None] = field(default_factory=dict)
    _received: set[str] = field(default_factory=set)

    def unload(self, line: IncreaseLine) -> list[Arrival]:
        """Return what arrives on a line: one of a lot, several of a piece."""
        if line.device.code:
            return [self._more(line)]
        delivery = self.delivery
        device = replace(
            line.device,
            unit=clean(line.device.unit),
            fund=line.device.fund or delivery.source,
            document_number=delivery.document,
            document_date=delivery.document_date,
            place_id=self._place(line.place),
            self_made="yes" if delivery.source == FUNDS[Source.SELF_MADE] else "",
        )
        if device.kind == Kind.LOT:
            coded = replace(device, code=next(self.codes))
            return [bring_new(self.desk, coded, line.quantity, 0, self.day)]
        self._check_pieces(line)
        return [
            bring_new(self.desk, replace(device, code=next(self.codes)), 1, 0, self.day)
            for _piece in range(line.quantity)
        ]

    def _more(self, line: IncreaseLine) -> Arrival:
        record = find_device(self.desk, line.device.code)
        code = record.row.code
        if code in self._received:
            raise Refused(
                Sentence(
                    "{code} {name} stands on two lines. Put it on one line.",
                    {"code": code, "name": record.row.name},
                ),
                where=code,
            )
        self._received.add(code)
        arrival = bring_more(self.desk, record, line.quantity, self.delivery.document, self.day)
        price = line.device.unit_price
        shown = replace(
            arrival.device,
            unit_price=arrival.device.unit_price if price is None else price,
            note=line.device.note,
        )
        return replace(arrival, device=shown)

    def _place(self, name: str) -> int | None:
        name = clean(name)
        if name not in self._known:
            images, self._known[name] = find_place(self.desk, name)
            self.places.extend(images)
        return self._known[name]

    def _check_pieces(self, line: IncreaseLine) -> None:
        if not 1 <= line.quantity <= MOST_PIECES:
            raise Refused(
                Sentence(
                    "{name}: {quantity} pieces with a code each cannot be. Write from 1 to "
                    "{most}, or count them as a lot.",
                    {"name": line.device.name, "quantity": line.quantity, "most": MOST_PIECES},
                ),
                where="quantity",
            )
