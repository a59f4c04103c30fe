"""Forms for a device: registering it, correcting it, receiving more of a lot."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.domain.device import Device, Kind
from app.domain.fault import Refused
from app.domain.sentence import Sentence
from app.services.devices import CorrectDevice, ReceiveMore, RegisterDevice
from app.services.queries import OneDevice, Suggestions
from ui.dialogs.form import Form
from ui.runner import Runner

_MOST = 1_000_000
_YEARS = (1945, 2100)


class DeviceForm(Form):
    """Registers a device, or corrects the one whose code is given."""

    def __init__(self, runner: Runner, parent: QWidget | None, code: str = "") -> None:
        """Build the form, filled when it corrects."""
        words = runner.words
        title = words("Correct a device") if code else words("Register a device")
        super().__init__(words, title, words("Save"), parent)
        self._runner = runner
        self._corrected = code
        view = runner.ask(OneDevice(code)).view if code else None
        device = view.device if view else Device("", "")
        items, places = runner.ask(Suggestions())
        self.name = self.add_text("name", words("Name"), device.name, offer=items)
        if not code:
            self._add_count()
        self.texts = {
            name: self.add_text(name, title, str(getattr(device, name) or ""), offer=offered)
            for name, title, offered in self._described()
        }
        self.place = self.add_text("place", words("Place"), view.place if view else "",
                                   offer=places)  # fmt: skip

    def _add_count(self) -> None:
        words = self.words
        self.kind = self.add_choice(
            "kind", words("Counted as"),
            ((Kind.PIECE, words("A piece with its own label")),
             (Kind.LOT, words("A lot with a quantity"))),
        )  # fmt: skip
        self.quantity = self.add_number("quantity", words("Quantity"), 1, 1, _MOST)
        self.damaged = self.add_number("damaged", words("Of which damaged"), 0, 0, _MOST)
        self.code = self.add_text("code", words("Local code"), hint=words("empty: the next one"))
        self.kind.currentIndexChanged.connect(self._fit_quantity)
        self._fit_quantity()

    def _described(self) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
        words = self.words
        return (
            ("unit", words("Unit"), ("Bộ", "Cái", "Chiếc", "Quả", "Tờ", "Tập")),
            ("subject", words("Subject"), ()),
            ("grades", words("Grades"), ()),
            ("official_code", words("Official code"), ()),
            ("year_in_use", words("In use since (year)"), ()),
            ("country", words("Country"), ()),
            ("fund", words("Paid from"), ()),
            ("unit_price", words("Unit price (đồng)"), ()),
            ("document_number", words("Voucher"), ()),
            ("note", words("Note"), ()),
        )

    @override
    def submit(self) -> None:
        """Register or correct the device."""
        values = {name: self._value(name, field.text()) for name, field in self.texts.items()}
        if self._corrected:
            values["name"] = self.name.text()
            self._runner.attempt(CorrectDevice(self._corrected, values, self.place.text()))
            return
        known = {field.name for field in fields(Device)}
        described: dict[str, Any] = {
            name: value for name, value in values.items() if name in known and value
        }
        device = Device(self.code.text(), self.name.text(), self.kind.currentData(), **described)
        self._runner.attempt(
            RegisterDevice(device, self.quantity.value(), self.damaged.value(), self.place.text())
        )

    def _value(self, name: str, text: str) -> str | int | None:
        if name not in {"year_in_use", "unit_price"}:
            return text
        digits = text.replace(".", "").replace(" ", "")
        if not digits:
            return None
        lowest, highest = _YEARS if name == "year_in_use" else (0, 10**11)
        if not (digits.isascii() and digits.isdigit() and lowest <= int(digits) <= highest):
            raise Refused(
                Sentence(
                    "“{value}” is not a whole number from {lowest} to {highest}. "
                    "Write digits only.",
                    {"value": text, "lowest": lowest, "highest": highest},
                ),
                where=name,
            )
        return int(digits)

    def _fit_quantity(self) -> None:
        piece = self.kind.currentData() == Kind.PIECE
        if piece:
            self.quantity.setValue(1)
        self.quantity.setEnabled(not piece)
        self.quantity.setToolTip(self.words("A piece is one device.") if piece else "")


class ReceiveForm(Form):
    """Receives more of a lot."""

    def __init__(self, runner: Runner, parent: QWidget | None, code: str) -> None:
        """Build the form for the lot with a code."""
        words = runner.words
        device = runner.ask(OneDevice(code)).view.device
        title = words("Receive more: {name}", name=device.name)
        super().__init__(words, title, words("Save"), parent)
        self._runner, self._code = runner, code
        self.quantity = self.add_number("quantity", words("Quantity"), 1, 1, _MOST)
        self.document = self.add_text("document_number", words("Voucher"))

    @override
    def submit(self) -> None:
        """Receive the quantity."""
        self._runner.attempt(
            ReceiveMore(self._code, self.quantity.value(), document_number=self.document.text())
        )
