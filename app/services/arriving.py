"""What comes into the book: a new device or more of a lot, and the slip it comes on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.documents.movement import Delivery, MovedLine, increase_paper
from app.domain.device import Device, Kind, check_code
from app.domain.document import SlipKind
from app.domain.fault import Refused
from app.domain.ledger import Image, Posting
from app.domain.record import Record
from app.domain.sentence import Sentence
from app.domain.text import clean
from app.services.damages import arrive
from app.services.letterheads import read_issuer
from app.services.numbered import Written, write_slip
from app.store.desk import Desk

PREFIX = "TB"


@dataclass(frozen=True, slots=True)
class Arrival:
    """A device as it will stand, how much of it comes, and what writes that down."""

    device: Device
    quantity: int
    damaged: int
    images: tuple[Image, ...]
    postings: tuple[Posting, ...]


def bring_new(desk: Desk, device: Device, quantity: int, damaged: int, day: date) -> Arrival:
    """Return the arrival of a new device that has its code, or refuse it."""
    if not clean(device.name):
        raise Refused(Sentence("A device needs a name. Type its name."), where="name")
    check_quantity(device.kind, quantity, damaged)
    if desk.find(Device, code=check_code(device.code)):
        raise Refused(
            Sentence(
                "The code {code} is another device's already. Leave it empty for a new one.",
                {"code": device.code},
            ),
            where="code",
        )
    device = replace(device, name=clean(device.name))
    number, image = desk.new(device)
    postings, cases = arrive(desk, number, quantity, damaged, day.isoformat())
    return Arrival(device, quantity, damaged, (image, *cases), postings)


def bring_more(
    desk: Desk, record: Record[Device], quantity: int, document_number: str, day: date
) -> Arrival:
    """Return the arrival of more of a lot, which then names its last document, or refuse it."""
    device = record.row
    if device.kind == Kind.PIECE:
        raise Refused(
            Sentence(
                "{code} {name} is a piece with its own label. Register another piece instead.",
                {"code": device.code, "name": device.name},
            ),
            where=device.code,
        )
    check_quantity(device.kind, quantity, 0)
    changed = replace(device, document_number=clean(document_number) or device.document_number)
    images = (desk.changed(record, changed),) if changed != device else ()
    postings, _cases = arrive(desk, record.id, quantity, 0, day.isoformat())
    return Arrival(changed, quantity, 0, images, postings)


def write_increase(
    desk: Desk, day: date, lines: Sequence[Sequence[Arrival]], delivery: Delivery
) -> Written:
    """Return the increase slip of what comes; what stands together is one line of it."""
    paper = increase_paper(read_issuer(desk, day), [_line(line) for line in lines], delivery)
    return write_slip(desk, SlipKind.INCREASE, day, paper)


def _line(arrived: Sequence[Arrival]) -> MovedLine:
    device = arrived[0].device
    damaged = sum(one.damaged for one in arrived)
    return MovedLine(
        tuple(one.device.code for one in arrived),
        device.name,
        device.unit,
        sum(one.quantity for one in arrived),
        device.unit_price,
        described(device),
        device.year_in_use,
        "; ".join(filter(None, (f"trong đó hỏng {damaged}" if damaged else "", device.note))),
    )


def described(device: Device) -> str:
    """Return how a slip tells devices apart: specification and country."""
    return ", ".join(filter(None, (device.specification, device.country)))


def check_quantity(kind: str, quantity: int, damaged: int) -> None:
    """Refuse a quantity that cannot be."""
    if quantity < 1:
        raise Refused(
            Sentence(
                "The quantity {quantity} cannot be. Write a whole number from 1 up.",
                {"quantity": quantity},
            ),
            where="quantity",
        )
    if kind == Kind.PIECE and quantity != 1:
        raise Refused(
            Sentence(
                "A piece is one device, not {quantity}. Register a lot, or one piece at a time.",
                {"quantity": quantity},
            ),
            where="quantity",
        )
    if not 0 <= damaged <= quantity:
        raise Refused(
            Sentence(
                "{damaged} damaged of {quantity} cannot be. Write at most {quantity}.",
                {"damaged": damaged, "quantity": quantity},
            ),
            where="damaged",
        )
