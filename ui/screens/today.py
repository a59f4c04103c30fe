"""Today: what is overdue and what is out, at one look."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton

from app.domain.calendar import show_day
from app.domain.change import Touched
from app.domain.view import LoanView
from app.services.queries import Loans
from ui.models.tables import RowsModel
from ui.runner import Runner
from ui.screens.screen import Screen
from ui.widgets.kit import Card, label, table


class Today(Screen):
    """The loans that need a look. `print_wanted` carries the slip to print."""

    shows = frozenset({Touched.LOANS})
    print_wanted = Signal(int)

    def __init__(self, runner: Runner) -> None:
        """Build two figures over the list of slips."""
        super().__init__(runner, runner.words("Today"))
        words = self.words
        self.overdue = label("", "figure")
        self.out = label("", "figure")
        self.model = RowsModel(
            (words("Slip"), words("Class"), words("Teacher"), words("Lent on"), words("Due"),
             words("Days late"), words("Still out"), words("Devices"))
        )  # fmt: skip
        self.list = table(self.model, words("Slips that are out"),
                          (70, 70, 180, 110, 110, 100, 110, 0))  # fmt: skip
        self.empty = label(words("Nothing is out. Lend at the counter (Ctrl+1)."), "quiet")
        self.print_button = QPushButton(words("Print the slip"))
        self._loans: list[LoanView] = []
        figures = QHBoxLayout()
        for title, figure in ((words("Overdue slips"), self.overdue),
                              (words("Slips that are out"), self.out)):  # fmt: skip
            card = Card(title)
            card.column.addWidget(figure)
            figures.addWidget(card)
        row = QHBoxLayout()
        row.addWidget(self.empty, 1)
        row.addStretch(1)
        row.addWidget(self.print_button)
        self.column.addLayout(figures)
        self.column.addLayout(row)
        self.column.addWidget(self.list, 1)
        self.print_button.clicked.connect(self._want_print)

    def reload(self) -> None:
        """Read the slips that are out, the latest due first."""
        today = self.runner.room.today()
        self._loans = sorted(self.runner.ask(Loans(open_only=True)), key=lambda loan: loan.due)
        late = [max((today - _day(loan)).days, 0) for loan in self._loans]
        self.overdue.setText(str(sum(days > 0 for days in late)))
        self.overdue.setObjectName("bad" if any(late) else "figure")
        self.out.setText(str(len(self._loans)))
        self.model.show([_row(loan, days) for loan, days in zip(self._loans, late, strict=True)])
        self.empty.setVisible(not self._loans)
        self.print_button.setEnabled(bool(self._loans))

    def focus(self) -> None:
        """Put the cursor in the list."""
        self.list.setFocus()

    def _want_print(self) -> None:
        row = max(self.list.currentIndex().row(), 0)
        if self._loans:
            self.print_wanted.emit(self._loans[row].loan)


def _day(loan: LoanView) -> date:
    return date.fromisoformat(loan.due)


def _row(loan: LoanView, late: int) -> tuple[str | int, ...]:
    left = [line for line in loan.lines if line.outstanding]
    return (
        loan.loan,
        loan.class_name,
        loan.teacher_name,
        show_day(loan.day),
        show_day(loan.due),
        late or "",
        sum(line.outstanding for line in left),
        ", ".join(f"{line.name} ({line.outstanding})" for line in left),
    )
