"""Kits: what lies together, and changing it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.domain.change import Touched
from app.domain.device import Device
from app.domain.draft import Draft
from app.domain.fault import Refused
from app.domain.kit import KIT_PREFIX, Kit, KitItem
from app.domain.ledger import Image
from app.domain.record import Record
from app.domain.sentence import Sentence
from app.domain.text import clean
from app.services.finding import find_device
from app.services.lending import Item
from app.store.desk import Desk

_CHANGE = frozenset({Touched.KITS})


@dataclass(frozen=True, slots=True)
class KitView:
    """A kit with its contents: (device code, device name, quantity)."""

    code: str
    name: str
    items: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class MakeKit:
    """Put devices together under one label."""

    name: str
    items: tuple[Item, ...]

    def draft(self, desk: Desk) -> Draft[str]:
        """Draft the kit and its items."""
        name = clean(self.name)
        if not name:
            raise Refused(Sentence("A kit needs a name. Type its name."), where="name")
        _check_items(self.items)
        code = next(desk.codes(Kit, KIT_PREFIX))
        number, image = desk.new(Kit(code, name))
        items = [
            desk.new(KitItem(number, find_device(desk, item.code).id, item.quantity))[1]
            for item in self.items
        ]
        return Draft(
            kind="kit",
            day=desk.today.isoformat(),
            sentence=Sentence(
                "Made kit {code} {name}: {count} devices",
                {"code": code, "name": name, "count": len(items)},
            ),
            change=_CHANGE,
            value=code,
            images=(image, *items),
        )


@dataclass(frozen=True, slots=True)
class ChangeKit:
    """Change what lies in a kit; loans it went out on keep what they say."""

    code: str
    items: tuple[Item, ...]

    def draft(self, desk: Desk) -> Draft[str]:
        """Draft the items that come, go, or change their quantity."""
        kit = find_kit(desk, self.code)
        _check_items(self.items)
        wanted = {find_device(desk, item.code).id: item.quantity for item in self.items}
        images: list[Image] = []
        for record in desk.every(KitItem, kit_id=kit.id):
            quantity = wanted.pop(record.row.device_id, None)
            status = "cancelled" if quantity is None else "active"
            changed = replace(record.row, quantity=quantity or record.row.quantity, status=status)
            if changed != record.row:
                images.append(desk.changed(record, changed))
        images += [
            desk.new(KitItem(kit.id, device, quantity))[1] for device, quantity in wanted.items()
        ]
        return Draft(
            kind="kit",
            day=desk.today.isoformat(),
            sentence=Sentence(
                "Changed kit {code} {name}", {"code": kit.row.code, "name": kit.row.name}
            ),
            change=_CHANGE,
            value=kit.row.code,
            images=tuple(images),
        )


@dataclass(frozen=True, slots=True)
class Kits:
    """The kits in use."""

    def answer(self, desk: Desk) -> list[KitView]:
        """Return each kit with its contents."""
        return [
            KitView(
                kit.row.code,
                kit.row.name,
                tuple(
                    (device.code, device.name, item.quantity)
                    for item, device in contents(desk, kit.id)
                ),
            )
            for kit in desk.every(Kit, status="active")
        ]


def contents(desk: Desk, kit: int) -> list[tuple[KitItem, Device]]:
    """Return what lies in a kit now."""
    items = [record.row for record in desk.every(KitItem, kit_id=kit, status="active")]
    return [(item, desk.get(Device, item.device_id)) for item in items]


def find_kit(desk: Desk, code: str) -> Record[Kit]:
    """Return the kit with this code, or refuse."""
    found = desk.find(Kit, code=clean(code).upper(), status="active")
    if found is None:
        raise Refused(
            Sentence(
                "No kit has the code “{code}”. Check the label, or search by name.",
                {"code": code},
            ),
            where=code,
        )
    return found


def _check_items(items: tuple[Item, ...]) -> None:
    if not items:
        raise Refused(Sentence("A kit holds at least one device. Scan a device first."))
    for item in items:
        if item.quantity < 1:
            raise Refused(
                Sentence(
                    "The quantity {quantity} cannot be. Write a whole number from 1 up.",
                    {"quantity": item.quantity},
                ),
                where=item.code,
            )
