"""The first steps of a book on one sheet: what is done, what waits, what can wait."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.services.first_steps import NAMES, WITHOUT, FirstSteps, SkipStep, Step, StepView
from ui.runner import Runner
from ui.widgets.kit import label, scrolled


class FirstStepsSheet(QDialog):
    """Shows every step; `chosen` is the one somebody goes on with."""

    def __init__(self, runner: Runner, parent: QWidget | None) -> None:
        """Read how far the book has come."""
        super().__init__(parent)
        self._runner, self._words = runner, runner.words
        self.setWindowTitle(self._words("First steps"))
        self.chosen: Step | None = None
        self.begin: dict[Step, QPushButton] = {}
        self.later: dict[Step, QPushButton] = {}
        self._marks = {step: label("", "badge") for step in Step}
        steps = QWidget()
        grid = QGridLayout(steps)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(1, 1)
        for row, step in enumerate(Step):
            self._add(grid, row, step)
        self.close_button = QPushButton(self._words("Close"))
        self.close_button.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addWidget(
            label(self._words("They wait for you under Help, “First steps”."), "quiet"), 1
        )
        buttons.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.addWidget(label(self._words("From a new book to the first loan"), "title"))
        column.addWidget(scrolled(self._words("First steps"), steps), 1)
        column.addLayout(buttons)
        self.resize(860, 640)
        self._tell()

    def _add(self, grid: QGridLayout, row: int, step: Step) -> None:
        words = self._words
        name = words.render(NAMES[step])
        self.begin[step] = QPushButton(words("Do it…"))
        self.later[step] = QPushButton()
        for button in (self.begin[step], self.later[step]):
            button.setAutoDefault(False)
        self.begin[step].clicked.connect(partial(self._choose, step))
        self.later[step].clicked.connect(partial(self._skip, step))
        said = label(f"<b>{name}</b><br>{words.render(WITHOUT[step])}")
        said.setWordWrap(True)
        self._marks[step].setAccessibleName(name)
        grid.addWidget(self._marks[step], row, 0, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(said, row, 1)
        grid.addWidget(self.begin[step], row, 2)
        grid.addWidget(self.later[step], row, 3)

    def _choose(self, step: Step) -> None:
        self.chosen = step
        self.accept()

    def _skip(self, step: Step) -> None:
        view = next(one for one in self._runner.ask(FirstSteps()) if one.step is step)
        self._runner.run(SkipStep(step, not view.skipped))
        self._tell()

    def _tell(self) -> None:
        """Show what the book says of every step, and put the cursor on the first that waits."""
        views = self._runner.ask(FirstSteps())
        for view in views:
            self._tell_one(view)
        waiting = [view.step for view in views if view.waits()]
        (self.begin[waiting[0]] if waiting else self.close_button).setFocus()

    def _tell_one(self, view: StepView) -> None:
        words, name = self._words, self._words.render(NAMES[view.step])
        if view.done:
            state = words("Done")
        elif view.skipped:
            state = words("Skipped")
        else:
            state = words("Waits")
        self._marks[view.step].setText(state)
        begin, skip = self.begin[view.step], self.later[view.step]
        begin.setText(words("Look…") if view.done else words("Do it…"))
        begin.setAccessibleName(f"{begin.text()} {name}")
        skip.setText(words("Take it up again") if view.skipped else words("Skip"))
        skip.setAccessibleName(f"{skip.text()} {name}")
        skip.setVisible(not view.done)
