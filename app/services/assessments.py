"""How good devices were found: tốt, khá, trung bình, kém, by piece and by quantity of a lot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from app.domain.change import Touched
from app.domain.condition import Assessment, Occasion, usual_quality
from app.domain.device import Device, Quality, State
from app.domain.draft import Draft
from app.domain.fault import Refused
from app.domain.ledger import Image
from app.domain.record import Record
from app.domain.sentence import Sentence
from app.domain.text import clean
from app.services.damages import Part
from app.services.finding import check_day, find_device
from app.services.people import read_school
from app.services.photos import keep_photo
from app.store.desk import Desk

_KEPT = (State.IN_STORE, State.ON_LOAN, State.DAMAGED, State.IN_REPAIR)


@dataclass(frozen=True, slots=True)
class Assess:
    """Write down how good a device was found: so many of each quality.

    `found_by` is the keeper unless said; `photo` is a picture that shows it.
    """

    code: str
    parts: Mapping[Quality, int]
    occasion: Occasion = Occasion.CHECK
    found_by: str = ""
    note: str = ""
    photo: Path | None = None
    day: date | None = None

    def draft(self, desk: Desk) -> Draft[str]:
        """Draft the assessment, its photo, and the device's quality from now on."""
        day = check_day(desk, self.day)
        record = find_device(desk, self.code)
        photo = None if self.photo is None else keep_photo(desk, record.id, self.photo)[0]
        found = Seen(
            self.parts, self.occasion, clean(self.found_by) or read_school(desk).keeper,
            clean(self.note), photo=photo,
        )  # fmt: skip
        device = record.row
        return Draft(
            kind="assess",
            day=day.isoformat(),
            sentence=Sentence(
                "Assessed {code} {name}: {good} good, {fair} fair, {average} average, {poor} poor",
                {"code": device.code, "name": device.name,
                 **{quality.value: self.parts.get(quality, 0) for quality in Quality}},
            ),
            change=frozenset({Touched.DEVICES}),
            value=device.code,
            images=assess(desk, record, found, day.isoformat()),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody saw of a device: so many of each quality, and when."""

    parts: Mapping[Quality, int]
    occasion: Occasion
    found_by: str
    note: str = ""
    line: int | None = None
    photo: Image | None = None


def assess(desk: Desk, record: Record[Device], seen: Seen, day: str) -> tuple[Image, ...]:
    """Return the images that write down how good a device was found on an ISO day.

    The device's quality becomes that of the greater part, unless fewer than half of it were
    looked at: a handful tells nothing of a lot.
    """
    counts = [seen.parts.get(quality, 0) for quality in Quality]
    held = desk.balances([record.id]).get(record.id, {})
    there, looked = sum(held.get(state, 0) for state in _KEPT), sum(counts)
    if min(counts) < 0 or not 1 <= looked <= there:
        raise Refused(
            Sentence(
                "{code} {name}: {there} {unit} there, {looked} cannot be assessed. Write 1 to "
                "{there} in all.",
                {"code": record.row.code, "name": record.row.name, "there": there,
                 "unit": record.row.unit, "looked": looked},
            ),
            where=record.row.code,
        )  # fmt: skip
    photo = seen.photo
    good, fair, average, poor = counts
    row = Assessment(
        record.id, day, good, fair, average, poor, seen.found_by, seen.occasion, seen.line,
        seen.note, photo.id if photo else None,
    )  # fmt: skip
    images = [*([photo] if photo else []), desk.new(row)[1]]
    device = replace(record.row, condition=usual_quality(row.parts()))
    if looked * 2 >= there and device != record.row:
        images.append(desk.changed(record, device))
    return tuple(images)


class Returns:
    """How good what comes back was found, gathered loan line by loan line."""

    def __init__(self, desk: Desk, day: str) -> None:
        """Gather for an ISO day; the keeper is who looks."""
        self._desk, self._day = desk, day
        self._lines: dict[int, tuple[Record[Device], Counter[Quality], list[str]]] = {}

    def look(self, record: Record[Device], quality: Quality, quantity: int, part: Part) -> None:
        """Take so many of a part as of a quality."""
        _record, counts, notes = self._lines.setdefault(part.line, (record, Counter(), []))
        counts[quality] += quantity
        if part.note:
            notes.append(part.note)

    def images(self) -> list[Image]:
        """Return what writes it down; a device that came back twice keeps the last quality."""
        keeper = read_school(self._desk).keeper
        images: list[Image] = []
        known: dict[int, Record[Device]] = {}
        for line, (record, counts, notes) in self._lines.items():
            seen = Seen(counts, Occasion.RETURN, keeper, "; ".join(notes), line)
            found = assess(self._desk, known.get(record.id, record), seen, self._day)
            images.extend(found)
            if found[-1].table == "device":
                row = replace(record.row, condition=str(found[-1].after["condition"]))
                known[record.id] = Record(record.id, row)
        return images


@dataclass(frozen=True, slots=True)
class AssessmentsOf:
    """How good a device was found over time."""

    code: str

    def answer(self, desk: Desk) -> list[Record[Assessment]]:
        """Return its assessments that stand, the newest first."""
        device = find_device(desk, self.code).id
        found = desk.every(Assessment, device_id=device, status="active")
        return sorted(found, key=_newest, reverse=True)


def _newest(record: Record[Assessment]) -> tuple[str, int]:
    return record.row.day, record.id
