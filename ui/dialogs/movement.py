"""Forms of the chosen devices: what leaves the book, and what moves to another place."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.domain.device import State
from app.domain.fault import Refused
from app.domain.sentence import Sentence
from app.domain.view import DeviceView
from app.services.movements import Decrease, DecreaseLine, Transfer, Why
from app.services.queries import FilterWords
from ui.dialogs.form import Form
from ui.runner import Runner

_STATES = {Why.BROKEN: State.DAMAGED, Why.LOST: State.LOST, Why.USABLE: State.IN_STORE}


class DecreaseForm(Form):
    """Takes what is broken, lost or still usable of the chosen devices out of the book."""

    def __init__(
        self, runner: Runner, parent: QWidget | None, views: Sequence[DeviceView],
        done: Callable[[int], None],
    ) -> None:  # fmt: skip
        """Build the form over the devices chosen; `done` takes the slip."""
        words = runner.words
        title = words("Decrease slip for {count} devices", count=len(views))
        super().__init__(words, title, words("Write the slip"), parent)
        self.setMinimumWidth(640)
        self._runner, self._views, self._done = runner, views, done
        said = {Why.BROKEN: words("What is damaged"), Why.LOST: words("What is lost"),
                Why.USABLE: words("What is in store and still usable")}  # fmt: skip
        self.why = self.add_choice(
            "why", words("Which leave"),
            [(why, words("{what}: {count}", what=said[why], count=self._count(why)))
             for why in Why],
        )  # fmt: skip
        self.method = self.add_text(
            "method", words("What becomes of them"),
            offer=("Thanh lý, bán", "Tiêu huỷ", "Chuyển giao đơn vị khác", "Ghi giảm do mất"),
        )  # fmt: skip
        self.council = self.add_text("council", words("Council (names, with commas)"))
        self.decision = self.add_text("decision", words("Decision number"))
        self.value = self.add_number("value", words("Recovered (đồng)"), 0, 0, 2_000_000_000)

    @override
    def submit(self) -> None:
        """Write the slip."""
        why = Why(self.why.currentData())
        lines = tuple(
            DecreaseLine(view.device.code, held, why)
            for view in self._views
            if (held := view.balances.get(_STATES[why], 0))
        )
        if not lines:
            raise Refused(Sentence("None of the chosen devices has any. Choose another reason."))
        outcome = self._runner.room.run(
            Decrease(
                lines, tuple(self.council.text().split(",")), self.method.text(),
                self.decision.text(), self.value.value(),
            )
        )  # fmt: skip
        self._done(outcome.value)
        self._runner.announce(outcome)  # last, so that the toast offers its undo

    def _count(self, why: Why) -> int:
        return sum(view.balances.get(_STATES[why], 0) for view in self._views)


class TransferForm(Form):
    """Moves the chosen devices to another place."""

    def __init__(
        self, runner: Runner, parent: QWidget | None, views: Sequence[DeviceView],
        done: Callable[[int], None],
    ) -> None:  # fmt: skip
        """Build the form over the devices chosen; `done` takes the slip."""
        words = runner.words
        title = words("Transfer {count} devices", count=len(views))
        super().__init__(words, title, words("Write the slip"), parent)
        self._runner, self._views, self._done = runner, views, done
        places = runner.ask(FilterWords())["place"]
        self.place = self.add_text("place", words("To"), offer=places)
        self.note = self.add_text("note", words("Note"))

    @override
    def submit(self) -> None:
        """Write the slip."""
        codes = tuple(view.device.code for view in self._views)
        outcome = self._runner.room.run(Transfer(codes, self.place.text(), self.note.text()))
        self._done(outcome.value)
        self._runner.announce(outcome)  # last, so that the toast offers its undo
