"""Counting: a scan, a figure typed, a row of the list; each on disk before the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.change import Touched
from app.domain.device import Device, Kind, Quality
from app.domain.draft import Draft
from app.domain.fault import Refused
from app.domain.kit import Kit
from app.domain.ledger import Image
from app.domain.person import Person, Place
from app.domain.record import Record
from app.domain.sentence import Sentence, Value
from app.domain.stocktake import CountedDevice, Finding, StocktakeCount, Way
from app.domain.text import clean
from app.services.kits import contents
from app.services.stocktakes import find_open
from app.services.tallies import Sheet
from app.store.desk import Desk

Said = dict[str, Value]


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen of a device, by its code.

    Without `quantity` it is one more; with it, it is the whole figure, unless `more`: then
    so many more. `damaged` are among it.
    """

    code: str
    quantity: int | None = None
    damaged: int = 0
    more: bool = False


Pair = tuple[Seen, Record[Device] | None]


@dataclass(frozen=True, slots=True)
class Count:
    """Count devices of an open stocktake, in one entry that moves nothing.

    `place` is where they were seen, the scope's own place unless said; `quality` is one of
    `Quality` when somebody has looked. The value holds the ids of the devices counted.
    """

    stocktake: int
    seen: tuple[Seen, ...]
    counted_by: str = ""
    place: str = ""
    quality: str = ""

    def draft(self, desk: Desk) -> Draft[tuple[int, ...]]:
        """Draft a count for each; a piece counted twice is taken calmly and writes nothing."""
        if not self.seen:
            raise Refused(Sentence("There is nothing to count yet. Scan a device first."))
        return self.draft_of(desk, [part for one in self.seen for part in _meant(desk, one)])

    def draft_of(self, desk: Desk, found: Sequence[Pair]) -> Draft[tuple[int, ...]]:
        """Draft a count of devices that were looked up already."""
        stocktake = find_open(desk, self.stocktake)
        if self.quality and self.quality not in set(Quality):
            raise Refused(
                Sentence("“{quality}” is no quality.", {"quality": self.quality}), where="quality"
            )
        place = self._place(desk) or stocktake.row.place_id
        known = {record.id: record for _seen, record in found if record is not None}
        sheet = Sheet(desk, stocktake.id, tuple(known))
        images: list[Image] = []
        sentence = None
        for seen, record in found:
            count = self._count(desk, sheet, seen, record, place)
            if count is not None:
                images.append(desk.new(count)[1])
                sheet.take(count)
            if len(found) == 1:
                sentence = (
                    _said_again(sheet, record)
                    if record is not None and count is None
                    else _said(desk, sheet, seen, record)
                )
        return Draft(
            kind="count",
            day=desk.today.isoformat(),
            sentence=sentence or Sentence("Counted {count} devices", {"count": len(images)}),
            change=frozenset({Touched.STOCKTAKES}),
            value=tuple(known),
            images=tuple(images),
        )

    def _place(self, desk: Desk) -> int | None:
        name = clean(self.place)
        if not name:
            return None
        found = desk.find(Place, name=name)
        if found is None:
            raise Refused(
                Sentence("There is no place “{name}”. Check the name.", {"name": name}),
                where="place",
            )
        return found.id

    def _count(
        self, desk: Desk, sheet: Sheet, seen: Seen, record: Record[Device] | None,
        place: int | None,
    ) -> StocktakeCount | None:  # fmt: skip
        """Return the count to write, None when all of it is written already."""
        piece = record is not None and record.row.kind == Kind.PIECE
        quantity = 1 if seen.quantity is None else seen.quantity
        _check(seen, record, quantity)
        adds = (seen.quantity is None or seen.more) and not piece
        way = Way.ADD if adds else Way.SET
        count = StocktakeCount(
            sheet.id, None if record is None else record.id,
            clean(seen.code) if record is None else "", way, quantity, seen.damaged,
            self.quality, place, clean(self.counted_by), desk.today.isoformat(),
            sheet.next_entry,
        )  # fmt: skip
        before = sheet.counts.get(record.id, []) if record is not None else []
        if record is None or not piece or not before:
            return count
        last = before[-1]
        same = ("quantity", "damaged", "place_id", "quality")
        unmoved = all(move.entry < last.entry for move in sheet.moves.get(record.id, ()))
        again = all(getattr(last, name) == getattr(count, name) for name in same)
        return None if again and unmoved else count


def _check(seen: Seen, record: Record[Device] | None, quantity: int) -> None:
    most = 1 if record is not None and record.row.kind == Kind.PIECE else None
    if quantity < 0 or (most is not None and quantity > most):
        raise Refused(
            Sentence(
                "{code}: {quantity} cannot be counted. A piece is 0 or 1; a lot is 0 or more.",
                {"code": seen.code, "quantity": quantity},
            ),
            where=seen.code,
        )
    if not 0 <= seen.damaged <= quantity:
        raise Refused(
            Sentence(
                "{damaged} damaged of {quantity} cannot be. Write at most {quantity}.",
                {"damaged": seen.damaged, "quantity": quantity},
            ),
            where="damaged",
        )


def _meant(desk: Desk, seen: Seen) -> list[Pair]:
    """Return the devices a code means: one, those of a kit, or none that anybody knows."""
    text = clean(seen.code)
    if not text:
        raise Refused(Sentence("There is nothing to count yet. Scan a device first."))
    code = text.upper()
    record = desk.find(Device, code=code) or desk.find(Device, official_code=text)
    if record is not None:
        return [(seen, record)]
    kit = desk.find(Kit, code=code, status="active")
    if kit is None:
        return [(Seen(code, seen.quantity, seen.damaged), None)]
    return [
        (Seen(device.code, item.quantity, more=True),
         Record(item.device_id, device))
        for item, device in contents(desk, kit.id)
    ]  # fmt: skip


def _said_again(sheet: Sheet, record: Record[Device]) -> Sentence:
    by = sheet.of(record.id).by
    said: Said = {"code": record.row.code, "name": record.row.name, "by": by}
    if by:
        return Sentence("{code} {name} was counted already, by {by}", said)
    return Sentence("{code} {name} was counted already", said)


def _said(desk: Desk, sheet: Sheet, seen: Seen, record: Record[Device] | None) -> Sentence:
    """Return one calm sentence about the count just taken."""
    if record is None:
        return Sentence(
            "No device has the code “{code}”: kept as an unexpected find", {"code": seen.code}
        )
    device = sheet.of(record.id)
    said: Said = {
        "code": device.code, "name": device.name, "seen": device.tally.seen,
        "here": device.tally.here, "unit": device.unit, "place": device.place,
    }  # fmt: skip
    return _said_odd(desk, sheet, device, said) or _said_here(device, said)


def _said_odd(desk: Desk, sheet: Sheet, device: CountedDevice, said: Said) -> Sentence | None:
    """Return what is not as the book has it, None when all is."""
    if Finding.ON_LOAN in device.findings:
        out = desk.open_lines([device.device])
        who = ", ".join(dict.fromkeys(line.class_name for line in out))
        return Sentence(
            "{code} {name} is here, though the book has it out with {holder}",
            {**said, "holder": who},
        )
    if Finding.WRONG_PLACE in device.findings:
        return _said_misplaced(device, said)
    if Finding.SURPLUS in device.findings:
        return Sentence("{code} {name}: {seen} {unit} here, the book has {here} on the shelf", said)
    if device.device not in sheet.rows:
        return Sentence("{code} {name} is not part of this stocktake", said)
    return None


def _said_here(device: CountedDevice, said: Said) -> Sentence:
    if device.kind == Kind.LOT:
        return Sentence("{code} {name}: {seen} of {here} {unit}", said)
    if device.tally.seen == 0:
        return Sentence("{code} {name} is not here", said)
    if device.tally.damaged:
        return Sentence("{code} {name} is here, damaged", said)
    return Sentence("{code} {name} is here", said)


def _said_misplaced(device: CountedDevice, said: Said) -> Sentence:
    if not device.place:
        return Sentence("{code} {name}: the book does not say where it belongs", said)
    return Sentence("{code} {name} belongs in {place}", said)


@dataclass(frozen=True, slots=True)
class CountHere:
    """All that is expected of the chosen devices is here: their whole figure, in one entry."""

    stocktake: int
    devices: tuple[int, ...]
    counted_by: str = ""
    place: str = ""

    def draft(self, desk: Desk) -> Draft[tuple[int, ...]]:
        """Draft a count of what the book has on the shelf, for each."""
        sheet = Sheet(desk, self.stocktake, self.devices)
        found: list[Pair] = []
        for device in self.devices:
            here, row = sheet.of(device).tally.here, sheet.views[device].device
            if here:
                found.append((Seen(row.code, here), Record(device, row)))
        return Count(self.stocktake, (), self.counted_by, self.place).draft_of(desk, found)


@dataclass(frozen=True, slots=True)
class Label:
    """Whom or where a label names that is no device's: a card says who counts, a place where."""

    text: str

    def answer(self, desk: Desk) -> tuple[str, str]:
        """Return the person's name and the place's name, blank for none."""
        code = clean(self.text).upper()
        person, place = desk.find(Person, code=code), desk.find(Place, code=code)
        return (person.row.name if person else "", place.row.name if place else "")
