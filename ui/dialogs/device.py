"""Forms for a device: registering it, correcting it, receiving more of a lot."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import Any

from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from app.domain.calendar import read_day, show_day
from app.domain.device import Device, Kind
from app.domain.fault import Refused
from app.domain.sentence import Sentence
from app.domain.text import as_figure
from app.services.devices import CorrectDevice, ReceiveMore, RegisterDevice
from app.services.lists import PickLists
from app.services.queries import OneDevice, Suggestions, TeamNames
from ui.dialogs.form import Form
from ui.runner import Runner

_MOST = 1_000_000
_YEARS = (1945, 2100)
_LIMITS = {"year_made": _YEARS, "year_in_use": _YEARS, "unit_price": (0, 10**11),
           "life_years": (0, 100)}  # fmt: skip
_WIDTH = 940  # pixels: two columns of fields
_DAYS = ("document_date", "use_by")


class DeviceForm(Form):
    """Registers a device, or corrects the one whose code is given."""

    def __init__(self, runner: Runner, parent: QWidget | None, code: str = "") -> None:
        """Build the form, filled when it corrects."""
        words = runner.words
        title = words("Correct a device") if code else words("Register a device")
        super().__init__(words, title, words("Save"), parent)
        self.setMinimumWidth(_WIDTH)
        self._runner = runner
        self._corrected = code
        view = runner.ask(OneDevice(code)).view if code else None
        device = view.device if view else Device("", "")
        items, places = runner.ask(Suggestions())
        self._offered = runner.ask(PickLists())
        self.name = self.add_text("name", words("Name"), device.name, offer=items)
        if not code:
            self._add_count()
        self.texts: dict[str, QLineEdit] = {}
        self._add_texts(device, self._described())
        self.place = self.add_text("place", words("Place"), view.place if view else "",
                                   offer=places)  # fmt: skip
        self.team = self.add_text("team", words("Answers for it"), view.team if view else "",
                                  offer=runner.ask(TeamNames()),
                                  hint=words("empty: shared by all"))  # fmt: skip
        self.start_side()
        self._add_texts(device, self._supplied())
        self.self_made = self.add_choice(
            "self_made", words("Self-made"), (("", words("No")), ("yes", words("Yes")))
        )
        self.self_made.setCurrentIndex(self.self_made.findData(device.self_made))
        self._add_texts(device, self._noted())

    def _add_texts(
        self, device: Device, wanted: tuple[tuple[str, str, tuple[str, ...]], ...]
    ) -> None:
        for name, title, offered in wanted:
            said = getattr(device, name)
            text = show_day(said) if said and name in _DAYS else str("" if said is None else said)
            hint = self.words("day/month/year") if name in _DAYS else ""
            self.texts[name] = self.add_text(name, title, text, offer=offered, hint=hint)

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
            ("subject", words("Subject"), self._offered.subjects),
            ("grades", words("Grades"), ()),
            ("official_code", words("Official code"), ()),
            ("category", words("Category"), ()),
            ("specification", words("Specification"), ()),
            ("user", words("Used by"), ("GV", "HS", "GV;HS")),
        )

    def _supplied(self) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
        words = self.words
        return (
            ("maker", words("Maker"), ()),
            ("country", words("Country"), ("Việt Nam", "Trung Quốc", "Nhật Bản")),
            ("year_made", words("Made in (year)"), ()),
            ("year_in_use", words("In use since (year)"), ()),
            ("fund", words("Paid from"),
             self._offered.funds
             or ("Được cấp", "Mua sắm theo kế hoạch", "Viện trợ, cho tặng", "Tự làm")),
            ("unit_price", words("Unit price (đồng)"), ()),
            ("document_number", words("Voucher"), ()),
            ("document_date", words("Voucher of"), ()),
            ("book_page", words("Page in the paper book"), ()),
        )  # fmt: skip

    def _noted(self) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
        words = self.words
        return (
            ("use_by", words("Use by"), ()),
            ("life_years", words("Life (years)"), ()),
            ("note", words("Note"), ()),
        )

    @override
    def submit(self) -> None:
        """Register or correct the device."""
        values = {name: self._value(name, field.text()) for name, field in self.texts.items()}
        values["self_made"] = str(self.self_made.currentData())
        if self._corrected:
            values["name"] = self.name.text()
            self._runner.attempt(
                CorrectDevice(self._corrected, values, self.place.text(), self.team.text())
            )
            return
        known = {field.name for field in fields(Device)}
        described: dict[str, Any] = {
            name: value
            for name, value in values.items()
            if name in known and value not in {"", None}
        }
        device = Device(self.code.text(), self.name.text(), self.kind.currentData(), **described)
        self._runner.attempt(
            RegisterDevice(
                device,
                self.quantity.value(),
                self.damaged.value(),
                self.place.text(),
                team=self.team.text(),
            )
        )

    def _value(self, name: str, text: str) -> str | int | None:
        if name in _DAYS:
            return read_day(text, name)
        if name not in _LIMITS:
            return text
        digits = text.replace(".", "").replace(" ", "")
        if not digits:
            return None
        lowest, highest = _LIMITS[name]
        figure = as_figure(digits)
        if figure is None or not lowest <= figure <= highest:
            raise Refused(
                Sentence(
                    "“{value}” is not a whole number from {lowest} to {highest}. "
                    "Write digits only.",
                    {"value": text, "lowest": lowest, "highest": highest},
                ),
                where=name,
            )
        return figure

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
        self.day = self.add_text(
            "day", words("Day"), show_day(runner.room.today()), hint=words("day/month/year")
        )
        self.document = self.add_text("document_number", words("Voucher"))

    @override
    def submit(self) -> None:
        """Receive the quantity."""
        day = read_day(self.day.text(), "day")
        action = ReceiveMore(
            self._code, self.quantity.value(), date.fromisoformat(day) if day else None,
            self.document.text(),
        )  # fmt: skip
        self._runner.attempt(self.adjusted(action))
