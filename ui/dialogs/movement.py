"""Forms of what moves or is handed on: to a place, to another school, to another person."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtWidgets import QAbstractItemView, QWidget
from typing_extensions import override

from app.domain.calendar import read_day
from app.domain.device import State
from app.domain.fault import Refused
from app.domain.sentence import Sentence
from app.domain.view import DeviceView
from app.services.handover import Handover
from app.services.lending import Item
from app.services.queries import Borrowers, FilterWords, TheSchool
from app.services.room import Action
from app.services.transfer import Transfer, TransferOut
from ui.dialogs.form import Form
from ui.models.quantities import QuantitiesModel
from ui.runner import Runner
from ui.widgets.kit import label, table

Done = Callable[[int], None]


class SlipForm(Form):
    """A form over the devices chosen that writes a numbered slip and prints it."""

    def __init__(
        self, runner: Runner, parent: QWidget | None, title: str, views: Sequence[DeviceView],
        done: Done,
    ) -> None:  # fmt: skip
        """Build the form; `done` takes the slip that was written."""
        super().__init__(runner.words, title, runner.words("Write the slip"), parent)
        self._runner, self._views, self._done = runner, views, done

    def add_day(self, name: str, title: str) -> Callable[[], date | None]:
        """Add a day that may stay blank; return what reads it."""
        field = self.add_text(name, title, hint=self.words("day/month/year"))

        def read() -> date | None:
            said = read_day(field.text(), name)
            return date.fromisoformat(said) if said else None

        return read

    def add_quantities(self, name: str, model: QuantitiesModel, widths: tuple[int, ...]) -> None:
        """Add the rows whose last figure is typed, over the buttons."""
        self.list = table(model, name, widths)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.AllEditTriggers)
        place = self.column.indexOf(self.refusal)
        self.column.insertWidget(
            place, label(self.words("Type in the last column how many of each leave."), "quiet")
        )
        self.column.insertWidget(place + 1, self.list, 10)

    def write(self, action: Action[int]) -> None:
        """Run the action, print its slip, and then offer the undo."""
        outcome = self._runner.room.run(action)
        self._done(outcome.value)
        self._runner.announce(outcome)  # last, so that the toast offers its undo


class TransferForm(SlipForm):
    """Moves the chosen devices to another place."""

    def __init__(
        self, runner: Runner, parent: QWidget | None, views: Sequence[DeviceView], done: Done
    ) -> None:
        """Build the form over the devices chosen."""
        words = runner.words
        title = words("Transfer {count} devices", count=len(views))
        super().__init__(runner, parent, title, views, done)
        places = runner.ask(FilterWords())["place"]
        self.place = self.add_text("place", words("To"), offer=places)
        self.note = self.add_text("note", words("Note"))

    @override
    def submit(self) -> None:
        """Write the slip."""
        codes = tuple(view.device.code for view in self._views)
        self.write(Transfer(codes, self.place.text(), self.note.text()))


class TransferOutForm(SlipForm):
    """Gives the chosen devices to another school, a lot in part if need be."""

    def __init__(
        self, runner: Runner, parent: QWidget | None, views: Sequence[DeviceView], done: Done
    ) -> None:
        """Build the form over the devices chosen; all that is in store goes unless said."""
        words = runner.words
        title = words("Transfer to another school: {count} devices", count=len(views))
        super().__init__(runner, parent, title, views, done)
        self.resize(860, 600)
        self.school = self.add_text("school", words("Receiving school"))
        self.note = self.add_text("note", words("Note"))
        self.start_side()
        self.decision = self.add_text("decision", words("Decision number"))
        self.decided = self.add_day("decision_date", words("Decision of"))
        rows = [
            (view.device.code, view.device.name, view.device.unit, held, held)
            for view in views
            for held in (view.balances.get(State.IN_STORE, 0),)
        ]
        self.model = QuantitiesModel(
            (words("Code"), words("Name"), words("Unit"), words("In store"), words("To give")),
            rows, 0,
        )  # fmt: skip
        self.add_quantities(words("What leaves"), self.model, (90, 0, 100, 100, 110))

    @override
    def submit(self) -> None:
        """Write the slip."""
        items = tuple(
            Item(view.device.code, count)
            for view, count in zip(self._views, self.model.quantities(), strict=True)
            if count
        )
        if not items:
            raise Refused(
                Sentence("None of the chosen devices has any in store. Take back first what is "
                         "out, or choose others.")
            )  # fmt: skip
        self.write(
            TransferOut(
                items, self.school.text(), self.decision.text(), self.decided(), self.note.text()
            )
        )


class HandoverForm(SlipForm):
    """Writes the minutes of handing devices from one person to another."""

    def __init__(
        self, runner: Runner, parent: QWidget | None, views: Sequence[DeviceView], done: Done
    ) -> None:
        """Build the form; without chosen devices a whole place is handed over."""
        words = runner.words
        super().__init__(runner, parent, words("Hand devices over"), views, done)
        staff = [one.name for one in runner.ask(Borrowers())[1]]
        chosen = [("", words("The {count} devices chosen", count=len(views)))] if views else []
        places = [(name, words("All that is kept in {place}", place=name))
                  for name in runner.ask(FilterWords())["place"]]  # fmt: skip
        self.what = self.add_choice("place", words("What"), (*chosen, *places))
        keeper = runner.ask(TheSchool()).keeper
        self.giver = self.add_text("giver", words("Handed over by"), keeper, offer=staff)
        self.receiver = self.add_text("receiver", words("Taken over by"), offer=staff)
        self.basis = self.add_text("basis", words("On the basis of"))
        self.reason = self.add_text(
            "reason", words("Reason"),
            offer=("Đổi người phụ trách thiết bị", "Giao cho giáo viên chủ nhiệm sử dụng",
                   "Giao cho phòng bộ môn quản lý"),
        )  # fmt: skip
        self.receiver.setFocus()

    @override
    def submit(self) -> None:
        """Write the minutes."""
        place = self.what.currentData() or ""
        codes = () if place else tuple(view.device.code for view in self._views)
        self.write(
            Handover(
                self.giver.text(), self.receiver.text(), codes, place, self.basis.text(),
                self.reason.text(),
            )
        )  # fmt: skip
