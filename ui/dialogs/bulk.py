"""Correcting many devices at once, with a look at each before anything is written."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.domain.fault import Refused
from app.domain.sentence import Sentence
from app.domain.view import DeviceView
from app.services.devices import CorrectDevices
from app.services.queries import FilterWords
from ui.dialogs.form import Form
from ui.models.devices import field_names
from ui.models.tables import RowsModel
from ui.runner import Runner
from ui.widgets.kit import label, table

_FIELDS = ("place", "team", "life_years", "subject", "grades", "unit", "category", "fund",
           "country", "maker", "year_in_use", "document_number", "user", "note")  # fmt: skip
_LINKS = ("place", "team")  # what the book keeps as a link, shown by its name


class BulkForm(Form):
    """Gives one field of the chosen devices another value, in one entry."""

    def __init__(self, runner: Runner, parent: QWidget | None, views: Sequence[DeviceView]) -> None:
        """Build the form over the devices chosen."""
        words = runner.words
        title = words("Correct {count} devices at once", count=len(views))
        super().__init__(words, title, words("Save"), parent)
        self.resize(820, 560)
        self._runner, self._views = runner, tuple(views)
        names = field_names(words)
        self.field = self.add_choice("field", words("What is corrected"),
                                     [(name, names[name]) for name in _FIELDS])  # fmt: skip
        offered = {word for found in runner.ask(FilterWords()).values() for word in found}
        self.value = self.add_text("value", words("New value"), offer=sorted(offered))
        self.changes = label("", "quiet")
        self.model = RowsModel((words("Code"), words("Name"), words("Now"), words("Then")))
        self.preview = table(self.model, words("What will change"), (90, 0, 180, 180))
        place = self.column.indexOf(self.refusal)
        self.column.insertWidget(place, self.changes)
        self.column.insertWidget(place + 1, self.preview, 10)
        self.field.currentIndexChanged.connect(self.show_changes)
        self.value.textChanged.connect(self.show_changes)
        self.show_changes()

    def show_changes(self) -> None:
        """Show each device that would change, before and after."""
        name, value = self.field.currentData(), " ".join(self.value.text().split())
        rows = []
        for view in self._views:
            now = getattr(view if name in _LINKS else view.device, name)
            said = "" if now is None else str(now)
            if said != value:
                rows.append((view.device.code, view.device.name, said, value))
        self.model.show(rows)
        self.changes.setText(
            self.words("{count} of {all} devices will change.",
                       count=len(rows), all=len(self._views))
        )  # fmt: skip
        self.ready_button.setEnabled(bool(rows))
        self.ready_button.setToolTip("" if rows else self.words("Nothing would change."))

    @override
    def submit(self) -> None:
        """Correct them all in one entry."""
        codes = tuple(view.device.code for view in self._views)
        name, text = self.field.currentData(), self.value.text()
        if name == "place":
            self._runner.attempt(CorrectDevices(codes, {}, text))
        elif name == "team":
            self._runner.attempt(CorrectDevices(codes, {}, team=text))
        elif name == "life_years":
            self._runner.attempt(CorrectDevices(codes, {name: self._life(text)}))
        elif name == "year_in_use":
            self._runner.attempt(CorrectDevices(codes, {name: self._year(text)}))
        else:
            self._runner.attempt(CorrectDevices(codes, {name: text}))

    @staticmethod
    def _life(text: str) -> int | None:
        text = text.strip()
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and len(text) < 3):  # noqa: PLR2004 - 0 to 99
            raise Refused(
                Sentence("“{value}” is no number of years. Write digits, for example 5; 0 is less "
                         "than a year.", {"value": text}),
                where="value",
            )  # fmt: skip
        return int(text)

    @staticmethod
    def _year(text: str) -> int | None:
        text = text.strip()
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and len(text) == 4):  # noqa: PLR2004 - a year
            raise Refused(
                Sentence("“{value}” is no year. Write four digits, for example 2026.",
                         {"value": text}),
                where="value",
            )  # fmt: skip
        return int(text)
