"""Moving up a school year: looked at class by class before anything is written."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QFormLayout, QScrollArea, QWidget
from typing_extensions import override

from app.domain.calendar import school_year_of
from app.services.moving_up import MoveUp, MovingUp, PreviewMovingUp
from app.services.queries import Borrowers
from ui.dialogs.form import Form
from ui.runner import Runner
from ui.widgets.kit import label


class MoveUpForm(Form):
    """Shows what each class becomes, and who will have it."""

    def __init__(self, runner: Runner, parent: QWidget | None) -> None:
        """Build the form for the school year of today."""
        words = runner.words
        super().__init__(words, words("Moving up a school year"), words("Move up"), parent)
        self.resize(640, 620)
        self._runner = runner
        self._year = school_year_of(runner.room.today())
        plan = runner.ask(PreviewMovingUp(self._year))
        self.summary = label(self._summary(plan))
        new = [move for move in plan.moves if not move.there]
        _classes, people = runner.ask(Borrowers())
        self.homerooms: dict[str, QComboBox] = {}
        inside = QWidget()
        rows = QFormLayout(inside)
        for move in new:
            choice = QComboBox()
            choice.addItem(words("No homeroom teacher yet"), "")
            for person in people:
                choice.addItem(f"{person.name} ({person.code})", person.code)
            choice.setCurrentIndex(max(choice.findData(move.homeroom), 0))
            title = f"{move.was} → {move.name}" if move.was else f"+ {move.name}"
            choice.setAccessibleName(title)
            self.homerooms[move.name] = choice
            rows.addRow(title, choice)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        place = self.column.indexOf(self.refusal)
        self.column.insertWidget(place, self.summary)
        self.column.insertWidget(place + 1, area, 10)
        self.ready_button.setEnabled(bool(new))
        self.ready_button.setToolTip("" if new else words("All classes are there already."))

    def _summary(self, plan: MovingUp) -> str:
        words = self.words
        after = f"{self._year + 1}-{self._year + 2}"
        new = [move for move in plan.moves if not move.there]
        said = [
            words("{count} classes of {year} will be written down; {there} are there already.",
                  count=len(new), year=after, there=len(plan.moves) - len(new)),
            words("Leaving: {classes}.", classes=", ".join(plan.leaving) or "0"),
        ]  # fmt: skip
        if plan.still_out:
            said.append(
                words("Still have devices out: {classes}. Take them back first, if you can.",
                      classes=", ".join(plan.still_out))
            )  # fmt: skip
        return "\n".join(said)

    @override
    def submit(self) -> None:
        """Write the classes of the next year."""
        chosen = {name: str(choice.currentData()) for name, choice in self.homerooms.items()}
        self._runner.attempt(MoveUp(self._year, chosen))
