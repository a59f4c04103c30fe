"""Today: what is overdue and what is out, at one look."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton
from typing_extensions import override

from app.domain.calendar import class_on, show_day
from app.domain.change import Touched
from app.domain.deadline import SOON
from app.domain.text import fold
from app.domain.view import LoanView
from app.services.backups import BackupWatch
from app.services.care import CareCount
from app.services.cases import LONG, CaseFigures
from app.services.deadlines import CountDue
from app.services.first_steps import NAMES, FirstSteps, Step
from app.services.limits import LimitsOn
from app.services.months import MonthToSign
from app.services.queries import Loans
from app.services.showing import Shown
from ui.models.tables import RowsModel
from ui.runner import Runner
from ui.screens.screen import Screen
from ui.widgets.banner import Banner
from ui.widgets.flow import Flow
from ui.widgets.kit import Card, SearchBox, label, table


class Today(Screen):
    """The loans that need a look. `print_wanted` carries the slip to print."""

    shows = frozenset({
        Touched.LOANS, Touched.CARE, Touched.DEVICES, Touched.SETTINGS, Touched.MONTHS,
        Touched.BACKUPS, Touched.UPLOADS, Touched.PEOPLE, Touched.CLASSES, Touched.CALENDAR,
        Touched.DEADLINES, Touched.ACCOUNTS,
    })  # fmt: skip
    print_wanted = Signal(int)
    extend_wanted = Signal()
    reminders_wanted = Signal()
    care_wanted = Signal()
    month_wanted = Signal()
    backups_wanted = Signal()
    deadlines_wanted = Signal()
    accounts_wanted = Signal()
    steps_wanted = Signal()

    def __init__(self, runner: Runner) -> None:
        """Build two figures over the list of slips."""
        super().__init__(runner, runner.words("Today"))
        words = self.words
        self.overdue = label("", "figure")
        self.out = label("", "figure")
        self.cases = label("", "figure")
        self.repairs = label("", "figure")
        self.care = label("", "figure")
        self.due = label("", "figure")
        self.due_said = label("", "quiet")
        self.due_button = QPushButton(words("Deadlines (Ctrl+Shift+I)"))
        self.accounts_button = QPushButton(words("Set up accounts…"))
        self.accounts_button.setToolTip(
            words("Let the history say who did what; until then anybody here may do everything")
        )
        self.care_button = QPushButton(words("Show it (Ctrl+Shift+C)"))
        self.model = RowsModel(
            (words("Slip"), words("Class"), words("Teacher"), words("Team"),
             words("Lent on"), words("Due"),
             words("Days late"), words("Still out"), words("Devices")),
            figures=(0, 6, 7),
        )  # fmt: skip
        self.list = table(self.model, words("Slips that are out"),
                          (60, 130, 170, 90, 100, 100, 90, 90, 0))  # fmt: skip
        self.list.setSortingEnabled(True)
        self.list.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.empty = label("", "quiet")
        self.print_button = QPushButton(words("Print the slip"))
        self.extend_button = QPushButton(words("Extend (F7)"))
        self.reminders_button = QPushButton(words("Print the reminders (F8)"))
        self.search = SearchBox(words("Search by class, teacher or device"))
        self.month = label("", "bad")
        self.month_button = QPushButton(words("Go to the month"))
        self.backups = Banner(words("Go to the backups"))
        self.steps = Banner(words("Go on with the first steps"))
        self._loans: list[LoanView] = []
        self._arrange()
        self._connect()

    def _connect(self) -> None:
        self.search.search_wanted.connect(self.search_for)
        self.print_button.clicked.connect(self._want_print)
        self.backups.wanted.connect(self.backups_wanted)
        self.steps.wanted.connect(self.steps_wanted)
        for button, wish in (
            (self.care_button, self.care_wanted), (self.due_button, self.deadlines_wanted),
            (self.month_button, self.month_wanted), (self.extend_button, self.extend_wanted),
            (self.reminders_button, self.reminders_wanted),
            (self.accounts_button, self.accounts_wanted),
        ):  # fmt: skip
            button.clicked.connect(wish)

    def _arrange(self) -> None:
        row = Flow(self.search, self.extend_button, self.print_button, self.reminders_button,
                   self.care_button, self.due_button, self.accounts_button)  # fmt: skip
        month = QHBoxLayout()
        month.addWidget(self.month, 1)
        month.addWidget(self.month_button)
        self.column.addLayout(self._figures())
        self.column.addLayout(month)
        self.column.addWidget(self.steps)
        self.column.addWidget(self.backups)
        self.column.addLayout(row)
        self.column.addWidget(self.empty)
        self.column.addWidget(self.list, 1)

    def _figures(self) -> Flow:
        """Return a card for each figure, side by side."""
        words = self.words
        figures = Flow()
        for title, figure in ((words("Overdue slips"), self.overdue),
                              (words("Slips that are out"), self.out),
                              (words("Open damage reports"), self.cases),
                              (words("Repairs over {days} days", days=LONG), self.repairs),
                              (words("Care that is due"), self.care),
                              (words("Updates past their time"), self.due)):  # fmt: skip
            card = Card(title)
            row = QHBoxLayout()
            row.addWidget(figure)
            if figure is self.due:
                row.addWidget(self.due_said, 1)
            card.column.addLayout(row)
            figures.addWidget(card)
        return figures

    def search_for(self, query: str) -> None:
        """Show the slips that hold what was typed: a class, a teacher or a device."""
        if self.search.text() != query:
            self.search.setText(query)
        self.reload()

    @override
    def listing(self) -> Callable[[], Shown]:
        """Return what reads the list as it stands."""
        return partial(self.model.shown, self.words("Slips that are out"))

    @override
    def reload(self) -> None:
        """Read the slips that are out, the first due first."""
        self._show_month()
        self._show_backups()
        self._show_steps()
        room = self.runner.room
        self.accounts_button.setVisible(room.signed is None and not room.needs_sign_in)
        today = self.runner.room.today()
        out = sorted(self.runner.ask(Loans(open_only=True)), key=lambda loan: loan.due)
        spared = self.runner.ask(LimitsOn()).overdue_days
        overdue = sum(_late(loan, today) > spared for loan in out)
        care = self.runner.ask(CareCount())
        due = self.runner.ask(CountDue())
        self.due_said.setText(
            self.words("{soon} in {days} days, {rest} later", soon=due.soon, days=SOON,
                       rest=due.rest)
        )  # fmt: skip
        for figure, count in ((self.overdue, overdue), (self.care, care), (self.due, due.late)):
            figure.setText(str(count))
            figure.setProperty("bad", count > 0)
            figure.style().polish(figure)
        self.care_button.setVisible(care > 0)
        self.out.setText(str(len(out)))
        cases, late = self.runner.ask(CaseFigures())
        self.cases.setText(str(cases))
        self.repairs.setText(str(late))
        wanted = fold(self.search.text()).split()
        rows = [(loan, _row(loan, _late(loan, today), today)) for loan in out]
        fitting = [
            (loan, row) for loan, row in rows
            if all(word in fold(" ".join(map(str, row))) for word in wanted)
        ]  # fmt: skip
        self._loans = [loan for loan, _row in fitting]
        self.model.show([row for _loan, row in fitting])
        self.empty.setText(
            self.words("No slip fits. Try fewer letters.") if out
            else self.words("Nothing is out. Lend at the counter (Ctrl+1).")
        )  # fmt: skip
        self.empty.setVisible(not fitting)
        self.print_button.setEnabled(bool(fitting))

    @override
    def focus(self) -> None:
        """Put the cursor in the list."""
        self.list.setFocus()

    def chosen(self) -> int | None:
        """Return the slip chosen in the list, the first one unless another is."""
        row = max(self.list.currentIndex().row(), 0)
        return self._loans[self.model.origin(row)].loan if self._loans else None

    def _show_backups(self) -> None:
        said = [self.words.render(line) for line in self.runner.ask(BackupWatch()).lines]
        self.backups.tell("\n".join(said))

    def _show_steps(self) -> None:
        """Say which of the first steps wait, as long as nothing was ever lent."""
        waiting = [one.step for one in self.runner.ask(FirstSteps()) if one.waits()]
        names = "; ".join(self.words.render(NAMES[step]) for step in waiting)
        self.steps.tell(
            self.words("First steps that wait: {steps}.", steps=names)
            if Step.LOAN in waiting
            else ""
        )

    def _show_month(self) -> None:
        waits = self.runner.ask(MonthToSign())
        self.month.setText(self.words.render(waits) if waits else "")
        self.month.setVisible(waits is not None)
        self.month_button.setVisible(waits is not None)

    def _want_print(self) -> None:
        loan = self.chosen()
        if loan is not None:
            self.print_wanted.emit(loan)


def _late(loan: LoanView, today: date) -> int:
    return max((today - date.fromisoformat(loan.due)).days, 0)


def _row(loan: LoanView, late: int, today: date) -> tuple[str | int, ...]:
    left = [line for line in loan.lines if line.outstanding]
    return (
        loan.loan,
        class_on(loan.class_name, loan.day, today),
        loan.teacher_name,
        loan.team,
        show_day(loan.day),
        show_day(loan.due),
        late or "",
        sum(line.outstanding for line in left),
        ", ".join(f"{line.name} ({line.outstanding})" for line in left),
    )
