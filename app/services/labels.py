"""Labels to stick on devices, places and kits, and cards for the staff."""

from __future__ import annotations

from dataclasses import dataclass

from app.documents.labels import bar_width, draw_labels, draw_test_page
from app.domain.device import Device
from app.domain.fault import Refused
from app.domain.filter import DeviceFilter
from app.domain.kit import Kit
from app.domain.label import STRAIGHT, Label, Offsets, Symbol, check_start, find_stock
from app.domain.person import WORKING, Person, Place
from app.domain.sentence import Sentence
from app.domain.text import clean, sort_key
from app.services.people import read_school
from app.store.desk import Desk


@dataclass(frozen=True, slots=True)
class LabelsFor:
    """The codes to label: devices of a place or subject, or all places, kits or staff.

    `kind` is device, place, kit or person.
    """

    place: str = ""
    subject: str = ""
    kind: str = "device"

    def answer(self, desk: Desk) -> list[str]:
        """Return the codes, in the Vietnamese order of the names."""
        if self.kind == "place":
            found = [(one.row.name, one.row.code) for one in desk.every(Place, status="active")]
        elif self.kind == "kit":
            found = [(one.row.name, one.row.code) for one in desk.every(Kit, status="active")]
        elif self.kind == "person":
            people = [one.row for one in desk.every(Person)]
            found = [(one.name, one.code) for one in people if one.status in WORKING]
        else:
            wanted = DeviceFilter(place=clean(self.place), subject=clean(self.subject))
            return desk.active_codes(wanted)
        return [code for _name, code in sorted(found, key=lambda one: (sort_key(one[0]), one[1]))]


@dataclass(frozen=True, slots=True)
class PrintLabels:
    """Label sheets as a PDF: `copies` of each code, from position `start`; no code means all."""

    codes: tuple[str, ...] = ()
    stock: str = "a4-65"
    start: int = 1
    symbol: Symbol = Symbol.QR
    offsets: Offsets = STRAIGHT
    copies: int = 1

    def answer(self, desk: Desk) -> bytes:
        """Return the PDF's bytes, or refuse a code that is nobody's."""
        stock = find_stock(self.stock)
        check_start(stock, self.start)
        if self.copies < 1:
            raise Refused(
                Sentence(
                    "The quantity {quantity} cannot be. Write a whole number from 1 up.",
                    {"quantity": self.copies},
                ),
                where="copies",
            )
        codes = self.codes or tuple(LabelsFor().answer(desk))
        if not codes:
            raise Refused(Sentence("There is nothing to label yet. Register a device first."))
        labels = [label for code in codes for label in [_label(desk, code)] * self.copies]
        school = read_school(desk).name
        return draw_labels(
            labels, stock, self.start, symbol=self.symbol, offsets=self.offsets, school=school
        )


@dataclass(frozen=True, slots=True)
class LabelsWithoutBars:
    """How many of some labels get no Code 128 though it was asked for: a QR code alone."""

    codes: tuple[str, ...]
    stock: str
    symbol: Symbol

    def answer(self, _desk: Desk) -> int:
        """Return the number of codes."""
        if self.symbol == Symbol.QR:
            return 0
        stock = find_stock(self.stock)
        return sum(not bar_width(code, stock, self.symbol) for code in self.codes)


@dataclass(frozen=True, slots=True)
class PrintTestPage:
    """A page of frames with a ruler cross, to measure how far a printer is off."""

    stock: str = "a4-65"
    offsets: Offsets = STRAIGHT

    def answer(self, _desk: Desk) -> bytes:
        """Return the PDF's bytes."""
        return draw_test_page(find_stock(self.stock), self.offsets)


def _label(desk: Desk, text: str) -> Label:
    """Return the label of a code, or refuse one that is nobody's."""
    code = clean(text).upper()
    if device := desk.find(Device, code=code):
        row = device.row
        return Label(row.code, row.name, row.subject, row.kind)
    if place := desk.find(Place, code=code):
        return Label(place.row.code, place.row.name, place.row.kind, "place")
    if kit := desk.find(Kit, code=code, status="active"):
        return Label(kit.row.code, kit.row.name, "", "kit")
    if person := desk.find(Person, code=code):
        return Label(person.row.code, person.row.name, person.row.staff_type, "person")
    raise Refused(
        Sentence(
            "Nothing has the code “{code}”. Write the code of a device, place, kit or person.",
            {"code": text},
        ),
        where=text,
    )
