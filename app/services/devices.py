"""Registering devices, describing them, and receiving more of a lot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from app.documents.movement import Delivery
from app.domain.calendar import parse_day
from app.domain.change import Touched
from app.domain.device import Device
from app.domain.draft import Draft
from app.domain.fault import Refused
from app.domain.ledger import Image
from app.domain.person import ACTIVE, PLACE_PREFIX, Place
from app.domain.sentence import Sentence
from app.domain.text import clean
from app.services.arriving import PREFIX, bring_more, bring_new, write_increase
from app.services.finding import check_day, find_device
from app.services.naming import named
from app.services.people import find_team
from app.store.desk import Desk

_FIXED = frozenset({"code", "kind", "status", "place_id", "catalogue_id", "team_id"})
_DAYS = frozenset({"document_date", "use_by"})
_ARRIVED = frozenset({Touched.DEVICES, Touched.DOCUMENTS})


@dataclass(frozen=True, slots=True)
class RegisterDevice:
    """Put a device into the book; without a code it gets the next one (Điều 6.3).

    `quantity` counts all of it, `damaged` those that came broken; `team` answers for it, none
    when all share it (Điều 7.5). It comes on an increase slip.
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
        code = self.device.code.upper() or next(desk.codes(Device, PREFIX))
        images, place = find_place(desk, self.place)
        team_images, team = find_team(desk, self.team)
        device = replace(self.device, code=code, place_id=place, team_id=team)
        arrival = bring_new(desk, device, self.quantity, self.damaged, day)
        device = arrival.device
        delivery = Delivery(device.fund, device.document_number, device.document_date, "", "")
        slip = write_increase(desk, day, ((arrival,),), delivery)
        return Draft(
            kind="register",
            day=day.isoformat(),
            sentence=Sentence(
                "Registered {code} {name}: {quantity} {unit}",
                {"code": code, "name": device.name, "quantity": self.quantity,
                 "unit": device.unit},
            ),
            change=_ARRIVED,
            value=code,
            images=(*images, *team_images, *arrival.images, slip.image),
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
        images, links = _linked(desk, self.place, self.team, record.row)
        changed = replace(corrected(record.row, self.values), **links)
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
            changed = replace(corrected(record.row, self.values), **links)
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
    desk: Desk, place: str | None, team: str | None, own: Device | None = None
) -> tuple[tuple[Image, ...], dict[str, Any]]:
    """Return the links to a place and a team by their names; None leaves one as it stands.

    `own` is the device when it is one: what it is linked to already stays as it is.
    """
    images: tuple[Image, ...] = ()
    links: dict[str, Any] = {}
    if place is not None:
        images, links["place_id"] = find_place(desk, place, own.place_id if own else None)
    if team is not None:
        team_images, links["team_id"] = find_team(desk, team, own.team_id if own else None)
        images = (*images, *team_images)
    return images, links


def corrected(device: Device, values: Mapping[str, str | int | None]) -> Device:
    """Return a device with other values, or refuse one that never changes or cannot be."""
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
    """Receive more of a lot, on an increase slip."""

    code: str
    quantity: int
    day: date | None = None
    document_number: str = ""

    def draft(self, desk: Desk) -> Draft[str]:
        """Draft what comes in from outside."""
        day = check_day(desk, self.day)
        record = find_device(desk, self.code)
        arrival = bring_more(desk, record, self.quantity, self.document_number, day)
        device = arrival.device
        delivery = Delivery(device.fund, clean(self.document_number), "", "", "")
        slip = write_increase(desk, day, ((arrival,),), delivery)
        return Draft(
            kind="receive",
            day=day.isoformat(),
            sentence=Sentence(
                "Received {quantity} {unit} more of {code} {name}",
                {"quantity": self.quantity, "unit": device.unit, "code": device.code,
                 "name": device.name},
            ),
            change=_ARRIVED,
            value=device.code,
            images=(*arrival.images, slip.image),
            postings=arrival.postings,
        )  # fmt: skip


def find_place(
    desk: Desk, name: str, own: int | None = None
) -> tuple[tuple[Image, ...], int | None]:
    """Return the place with this name, with the image that makes it, or takes it into use again.

    `own` is where the device is already: that place stays as it is.
    """
    name = clean(name)
    if not name:
        return (), None
    found = named(desk, Place, name)
    if found is None:
        number, image = desk.new(Place(next(desk.codes(Place, PLACE_PREFIX)), name))
        return (image,), number
    if found.row.status == ACTIVE or found.id == own:
        return (), found.id
    return (desk.changed(found, replace(found.row, status=ACTIVE)),), found.id
