"""The counter: one line, no modes. Scan or type; Enter on the empty line confirms."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QPushButton
from typing_extensions import override

from app.domain.change import Touched
from app.domain.fault import Refused
from app.domain.sentence import Sentence
from app.services.counter import Found, FoundClass, FoundPerson, Recognise, Slip
from ui.models.slip import RETURN_ONLY, SlipModel
from ui.runner import Runner
from ui.screens.screen import Screen
from ui.widgets.kit import Card, Line, label, table


class Counter(Screen):
    """Lending and taking back. `lent` carries the number of a new slip."""

    shows = frozenset({Touched.DEVICES, Touched.LOANS, Touched.PEOPLE, Touched.CLASSES})
    lent = Signal(int)

    def __init__(self, runner: Runner) -> None:
        """Lay an empty slip on the counter."""
        super().__init__(runner, runner.words("Counter"))
        words = self.words
        self.slip = Slip()
        self._choices: list[Found] = []
        self.scan = Line()
        self.scan.setObjectName("scan")
        self.scan.setPlaceholderText(words("Scan or type a class, a teacher or a device"))
        self.scan.setAccessibleName(words("Scan or type a class, a teacher or a device"))
        self.choices = QListWidget()
        self.choices.setAccessibleName(words("Choose one"))
        self.choices.hide()
        self.borrower = label("", "figure")
        self.hint = label("", "quiet")
        self.model = SlipModel(words)
        self.lines = table(self.model, words("The slip"), (150, 110, 0, 110, 90, 80, 80, 120))
        self.confirm_button = QPushButton(words("Confirm (Enter)"))
        self.clear_button = QPushButton(words("Start over (Esc)"))
        self.remove_button = QPushButton(words("Take the line off (Ctrl+Del)"))
        self._arrange()
        self.scan.returnPressed.connect(self.enter)
        self.scan.textEdited.connect(self._hide_choices)
        self.choices.itemActivated.connect(self._choose)
        self.choices.itemClicked.connect(self._choose)
        self.model.edited.connect(self.lay)
        self.confirm_button.clicked.connect(self.confirm)
        self.clear_button.clicked.connect(self.clear)
        self.remove_button.clicked.connect(self.remove)
        self.lay(self.slip)

    def _arrange(self) -> None:
        card = Card()
        card.column.addWidget(self.borrower)
        card.column.addWidget(self.hint)
        buttons = QHBoxLayout()
        buttons.addWidget(self.remove_button)
        buttons.addWidget(self.clear_button)
        buttons.addStretch(1)
        buttons.addWidget(self.confirm_button)
        self.column.addWidget(self.scan)
        self.column.addWidget(self.choices)
        self.column.addWidget(card)
        self.column.addWidget(self.lines, 1)
        self.column.addLayout(buttons)

    def enter(self) -> None:
        """Take what stands on the line; confirm when it is empty."""
        text = self.scan.text().strip()
        if not text:
            self.confirm()
            return
        found = self.runner.ask(Recognise(text))
        if not found:
            self.runner.refused.emit(
                self.words("Nothing here is called “{typed}”. Check the label or the name.",
                           typed=text)
            )  # fmt: skip
            self.scan.selectAll()
        elif len(found) == 1:
            self.take(found[0])
        else:
            self._offer(found)

    def take(self, found: Found) -> None:
        """Put what was found on the slip."""
        slip, sentence = self.slip.take(found)
        self.scan.clear()
        self._hide_choices()
        self.lay(slip)
        self.hint.setText(self.words.render(sentence))
        self.focus()

    def lay(self, slip: Slip) -> None:
        """Show a slip."""
        self.slip = slip
        who = " · ".join(part for part in (slip.class_name, slip.teacher_name) if part)
        self.borrower.setText(who or self.words("Nobody yet"))
        if not slip.lines and not who:
            self.hint.setText(
                self.words(
                    "Scan the class and its devices to lend; scan devices that are out to take "
                    "them back. Enter confirms."
                )
            )
        self.model.lay(slip)
        returning = any(line.loan is not None for line in slip.lines)
        for column in RETURN_ONLY:
            self.lines.setColumnHidden(column, not returning)
        self.confirm_button.setEnabled(bool(slip.lines))
        self.confirm_button.setToolTip(
            "" if slip.lines else self.words("There is nothing on the slip yet.")
        )
        self.remove_button.setEnabled(bool(slip.lines))

    def confirm(self) -> None:
        """Write what lies on the counter: first what comes back, then what goes out."""
        if not self.slip.lines:
            self.runner.say(Sentence("There is nothing on the slip yet."))
            return
        try:
            lending = self.slip.lending()
        except Refused as refused:
            self.runner.refused.emit(self.words.render(refused.sentence))
            return
        for action in self.slip.returning():
            if self.runner.run(action) is None:
                return
            gone = tuple(line for line in self.slip.lines if line.loan != action.loan)
            self.lay(Slip(self.slip.class_name, self.slip.teacher, self.slip.teacher_name, gone))
        if lending is not None:
            outcome = self.runner.run(lending)
            if outcome is None:
                return
            self.lent.emit(outcome.value.loan)
        self.clear()

    def clear(self) -> None:
        """Take everything off the counter; nothing was written."""
        self.scan.clear()
        self._hide_choices()
        self.lay(Slip())
        self.focus()

    def remove(self) -> None:
        """Take the chosen line, or the last one, off the slip."""
        if self.slip.lines:
            row = self.lines.currentIndex().row()
            self.lay(self.slip.without(row if row >= 0 else len(self.slip.lines) - 1))
        self.focus()

    @override
    def reload(self) -> None:
        """Nothing is cached here: every scan asks the book."""

    @override
    def focus(self) -> None:
        """Put the cursor on the line."""
        self.scan.setFocus()

    def _offer(self, found: list[Found]) -> None:
        self._choices = found
        self.choices.clear()
        for one in found:
            QListWidgetItem(self._describe(one), self.choices)
        self.choices.setCurrentRow(0)
        self.choices.show()
        self.choices.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self, _item: QListWidgetItem) -> None:
        self.take(self._choices[self.choices.currentRow()])

    def _hide_choices(self) -> None:
        self.choices.hide()

    def _describe(self, one: Found) -> str:
        words = self.words
        if isinstance(one, FoundClass):
            return words("Class {name} · {teacher}", name=one.name, teacher=one.teacher_name)
        if isinstance(one, FoundPerson):
            return words("{name} · teacher {code}", name=one.name, code=one.code)
        said = {"code": one.code, "name": one.name, "unit": one.unit}
        if one.loan is None:
            return words("{code} · {name} · {count} {unit} in store", **said, count=one.in_store)
        return words("{code} · {name} · {count} {unit} with {holder}", **said,
                     count=one.outstanding, holder=one.holder)  # fmt: skip
