"""What a line of a delivery may be, offered while its name is typed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.catalogue import CatalogueItem
from app.domain.device import Device, Kind
from app.domain.text import fold
from app.store.desk import Desk


@dataclass(frozen=True, slots=True)
class Offer:
    """A device to take over: with a code it is more of that lot, without one it is new.

    `label` is what is chosen by, `held` how much of the lot there is.
    """

    label: str
    device: Device
    held: int = 0
    place: str = ""


@dataclass(frozen=True, slots=True)
class DeliveryOffers:
    """The lots and pieces of the register and the items of the minimum list that fit a text."""

    text: str
    limit: int = 12

    def answer(self, desk: Desk) -> list[Offer]:
        """Return the offers, those of the register first; each label once."""
        found: dict[str, Offer] = {}
        for offer in (*self._register(desk), *self._list(desk)):
            found.setdefault(offer.label, offer)
        return list(found.values())[: self.limit]

    def _register(self, desk: Desk) -> Iterator[Offer]:
        for view in desk.devices(desk.device_ids(self.text, limit=self.limit)):
            device = view.device
            if device.kind == Kind.LOT:
                held = sum(view.balances.values())
                yield Offer(f"{device.code} {device.name}", device, held, view.place)
            else:
                yield Offer(device.name, _another(device), 0, view.place)

    def _list(self, desk: Desk) -> Iterator[Offer]:
        wanted = fold(self.text).split()
        for record in desk.every(CatalogueItem, status="active"):
            item = record.row
            if all(word in fold(item.name) for word in wanted):
                yield Offer(
                    item.name,
                    Device("", item.name, unit=item.unit or "Bộ", subject=item.subject,
                           grades=item.grade, user=item.user),
                )  # fmt: skip


def _another(device: Device) -> Device:
    """Return a new piece described as one that is there."""
    return Device(
        "", device.name, device.kind, device.unit, subject=device.subject, grades=device.grades,
        specification=device.specification, maker=device.maker, country=device.country,
        unit_price=device.unit_price, user=device.user, category=device.category,
        catalogue_id=device.catalogue_id,
    )  # fmt: skip
