"""Registering devices, describing them, and receiving more of a lot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from app.domain.calendar import parse_day
from app.domain.change import Touched
from app.domain.device import Device, Kind, check_code
from app.domain.draft import Draft
from app.domain.fault import Refused
from app.domain.ledger import Image
from app.domain.person import PLACE_PREFIX, Place
from app.domain.record import Record
from app.domain.sentence import Sentence
from app.domain.text import clean
from app.services.damages import arrive
from app.services.finding import check_day, find_device
from app.services.people import find_team
from app.store.desk import Desk

PREFIX = "TB"
_FIXED = frozenset({"code", "kind", "status", "place_id", "catalogue_id", "team_id"})
_DAYS = frozenset({"document_date", "use_by"})


@dataclass(frozen=True, slots=True)
class RegisterDevice:
    """Put a device into the book; without a code it gets the next one (Điều 6.3).

    `quantity` counts all of it, `damaged` those that came broken; `team` answers for it, none
    when all share it (Điều 7.5).
    """

    device: Device
    quantity: int = 1
    damaged: int = 0
    place: str = ""
    day: date | None = None
    team: str = ""

    def draft(self, desk: Desk) -> Draft[str]:
        """Draft the device's row and where its quantity comes from."""
        day = check_day(desk, self.day)
        device = self.device
        if not clean(device.name):
            raise Refused(Sentence("A device needs a name. Type its name."), where="name")
        check_quantity(device.kind, self.quantity, self.damaged)
        code = device.code.upper() or next(desk.codes(Device, PREFIX))
        if desk.find(Device, code=check_code(code)):
            raise Refused(
                Sentence(
                    "The code {code} is another device's already. Leave it empty for a new one.",
                    {"code": code},
                ),
                where="code",
            )
        images, place = find_place(desk, self.place)
        team_images, team = find_team(desk, self.team)
        device = replace(device, code=code, name=clean(device.name), place_id=place, team_id=team)
        number, image = desk.new(device)
        arrival = arrive(desk, number, self.quantity, self.damaged, day.isoformat())
        return Draft(
            kind="register",
            day=day.isoformat(),
            sentence=Sentence(
                "Registered {code} {name}: {quantity} {unit}",
                {"code": code, "name": device.name, "quantity": self.quantity,
                 "unit": device.unit},
            ),
            change=frozenset({Touched.DEVICES}),
            value=code,
            images=(*images, *team_images, image, *arrival.images),
            postings=arrival.postings,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class CorrectDevice:
    """Correct what the book says of a device; its code and kind never change."""

    code: str
    values: Mapping[str, str | int | None]
    place: str | None = None
    team: str | None = None

    def draft(self, desk: Desk) -> Draft[str]:
        """Draft the row's images before and after."""
        record = find_device(desk, self.code)
        images, links = _linked(desk, self.place, self.team)
        changed = replace(_corrected(record.row, self.values), **links)
        if changed != record.row:
            images = (*images, desk.changed(record, changed))
        return Draft(
            kind="correct",
            day=desk.today.isoformat(),
            sentence=Sentence(
                "Corrected {code} {name}", {"code": changed.code, "name": changed.name}
            ),
            change=frozenset({Touched.DEVICES}),
            value=changed.code,
            images=images,
        )


@dataclass(frozen=True, slots=True)
class CorrectDevices:
    """Correct the same fields of many devices, in one entry."""

    codes: tuple[str, ...]
    values: Mapping[str, str | int | None]
    place: str | None = None
    team: str | None = None

    def draft(self, desk: Desk) -> Draft[int]:
        """Draft the images of those that change; the value is how many they are."""
        images, links = _linked(desk, self.place, self.team)
        changes = []
        for record in desk.devices_by_code(self.codes):
            changed = replace(_corrected(record.row, self.values), **links)
            if changed != record.row:
                changes.append(desk.changed(record, changed))
        return Draft(
            kind="correct",
            day=desk.today.isoformat(),
            sentence=Sentence("Corrected {count} devices at once", {"count": len(changes)}),
            change=frozenset({Touched.DEVICES}),
            value=len(changes),
            images=(*images, *changes) if changes else (),
        )


def _linked(
    desk: Desk, place: str | None, team: str | None
) -> tuple[tuple[Image, ...], dict[str, Any]]:
    """Return the links to a place and a team by their names; None leaves one as it stands."""
    images: tuple[Image, ...] = ()
    links: dict[str, Any] = {}
    if place is not None:
        images, links["place_id"] = find_place(desk, place)
    if team is not None:
        team_images, links["team_id"] = find_team(desk, team)
        images = (*images, *team_images)
    return images, links


def _corrected(device: Device, values: Mapping[str, str | int | None]) -> Device:
    known = {field.name for field in fields(Device)} - _FIXED
    for name in values:
        if name not in known:
            raise Refused(
                Sentence("“{field}” of a device cannot be corrected.", {"field": name}),
                where=name,
            )
    cleaned: dict[str, Any] = {
        name: clean(value) if isinstance(value, str) else value for name, value in values.items()
    }
    changed: Device = replace(device, **cleaned)
    if not changed.name:
        raise Refused(Sentence("A device needs a name. Type its name."), where="name")
    for name in _DAYS & values.keys():
        if cleaned[name]:
            parse_day(str(cleaned[name]))
    return changed


@dataclass(frozen=True, slots=True)
class ReceiveMore:
    """Receive more of a lot."""

    code: str
    quantity: int
    day: date | None = None
    document_number: str = ""

    def draft(self, desk: Desk) -> Draft[str]:
        """Draft what comes in from outside."""
        record = find_device(desk, self.code)
        device = record.row
        if device.kind == Kind.PIECE:
            raise Refused(
                Sentence(
                    "{code} {name} is a piece with its own label. Register another piece instead.",
                    {"code": device.code, "name": device.name},
                ),
                where=device.code,
            )
        check_quantity(device.kind, self.quantity, 0)
        images: tuple[Image, ...] = ()
        if self.document_number:
            changed = replace(device, document_number=clean(self.document_number))
            images = (desk.changed(record, changed),)
        day = check_day(desk, self.day).isoformat()
        return Draft(
            kind="receive",
            day=day,
            sentence=Sentence(
                "Received {quantity} {unit} more of {code} {name}",
                {"quantity": self.quantity, "unit": device.unit, "code": device.code,
                 "name": device.name},
            ),
            change=frozenset({Touched.DEVICES}),
            value=device.code,
            images=images,
            postings=arrive(desk, record.id, self.quantity, 0, day).postings,
        )  # fmt: skip


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


def find_place(desk: Desk, name: str) -> tuple[tuple[Image, ...], int | None]:
    """Return the place with this name, with the image that makes it if it is new."""
    name = clean(name)
    if not name:
        return (), None
    found: Record[Place] | None = desk.find(Place, name=name)
    if found is not None:
        return (), found.id
    number, image = desk.new(Place(next(desk.codes(Place, PLACE_PREFIX)), name))
    return (image,), number
