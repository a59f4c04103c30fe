"""A month: its figures, its changes, what was late, and how far its signature is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt, Signal, SignalInstance
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton
from typing_extensions import override

from app.domain.calendar import show_day
from app.domain.change import Touched
from app.domain.month import MonthRow, MonthStatus, last_day, show_month
from app.domain.sentence import Words
from app.services.months import MonthOf, Months, MonthView
from app.services.showing import Shown
from ui.models.tables import RowsModel
from ui.runner import Runner
from ui.screens.screen import Screen
from ui.theme import colours
from ui.widgets.days import DaysPicture
from ui.widgets.flow import Flow
from ui.widgets.kit import Card, label, table


class MonthScreen(Screen):
    """One month. The signals are wishes the window answers; they carry the month or an entry."""

    shows = frozenset(Touched)
    submit_wanted = Signal(str)
    confirm_wanted = Signal(str)
    approve_wanted = Signal(str)
    return_wanted = Signal(str)
    print_wanted = Signal(str)
    scan_wanted = Signal(str)
    reason_wanted = Signal(int)

    def __init__(self, runner: Runner) -> None:
        """Build the month that waits for its signature, or this one."""
        super().__init__(runner, runner.words("Month"))
        words = self.words
        self.month = ""
        self.choice = QComboBox()
        self.choice.setAccessibleName(words("Month"))
        self.badge = label("", "badge")
        self.badge.setWordWrap(False)
        self.said = label("", "quiet")
        self.submit_button = QPushButton(words("Submit for approval"))
        self.approve_button = QPushButton(words("Approve…"))
        self.return_button = QPushButton(words("Return…"))
        self.print_button = QPushButton(words("Print the sheet"))
        self.scan_button = QPushButton(words("Keep the signed paper…"))
        self.reason_button = QPushButton(words("Why it was late…"))
        self.states = RowsModel(
            (words("State"), words("At the beginning"), words("More"), words("Less"),
             words("At the end")),
            figures=(1, 2, 3, 4),
        )  # fmt: skip
        self.states_list = table(self.states, words("Quantities by state"), (0, 90, 70, 70, 80))
        self.figures = label("")
        self.figures.setTextFormat(Qt.TextFormat.RichText)
        self.picture = DaysPicture()
        self.picture.setAccessibleName(words("The month at a glance"))
        self.legend = label("", "quiet")
        self.legend.setTextFormat(Qt.TextFormat.RichText)
        self.model = RowsModel(
            (words("Happened on"), words("Code"), words("Device"), words("Change"),
             words("Quantity"), words("Written on"), words("Write by"), words("In time"),
             words("Note")),
            figures=(4,),
        )  # fmt: skip
        self.list = table(self.model, words("Changes of the month"),
                          (96, 80, 0, 160, 88, 96, 96, 84, 110))  # fmt: skip
        self.empty = label(words("Nothing changed in this month."), "quiet")
        self._view: MonthView | None = None
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        self.confirm_button = QPushButton(self.words("Confirm…"))
        self.list.setSortingEnabled(True)
        self.list.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        glance = Card()
        glance.column.addWidget(self.figures)
        glance.column.addWidget(self.picture, 1)
        glance.column.addWidget(self.legend)
        row = QHBoxLayout()
        row.addWidget(self.states_list, 1)
        row.addWidget(glance, 1)
        self.column.addLayout(
            Flow(self.choice, self.badge, self.submit_button, self.confirm_button,
                 self.approve_button, self.return_button, self.print_button,
                 self.scan_button, self.reason_button)
        )  # fmt: skip
        self.column.addWidget(self.said)
        self.column.addLayout(row, 5)
        self.column.addWidget(self.empty)
        self.column.addWidget(self.list, 6)

    def _connect(self) -> None:
        self.choice.currentIndexChanged.connect(self._choose)
        self.submit_button.clicked.connect(partial(self._want, self.submit_wanted))
        self.confirm_button.clicked.connect(partial(self._want, self.confirm_wanted))
        self.approve_button.clicked.connect(partial(self._want, self.approve_wanted))
        self.return_button.clicked.connect(partial(self._want, self.return_wanted))
        self.print_button.clicked.connect(partial(self._want, self.print_wanted))
        self.scan_button.clicked.connect(partial(self._want, self.scan_wanted))
        self.reason_button.clicked.connect(self.want_reason)
        self.list.activated.connect(self.want_reason)

    @override
    def listing(self) -> Callable[[], Shown]:
        """Return what reads the list as it stands."""
        title = self.words("Changes of month {month}", month=show_month(self.month))
        return partial(self.model.shown, title)

    @override
    def focus(self) -> None:
        """Put the cursor where the month is chosen."""
        self.choice.setFocus()

    @override
    def reload(self) -> None:
        """Read the months and the chosen one again."""
        months = self.runner.ask(Months())
        if self.month not in {one.month for one in months}:
            waiting = next((one for one in months if one.over and not one.closed), months[0])
            self.month = waiting.month
        with QSignalBlocker(self.choice):
            self.choice.clear()
            for one in months:
                said = status_words(self.words, one.status, closed=one.closed)
                self.choice.addItem(f"{show_month(one.month)} · {said}", one.month)
            self.choice.setCurrentIndex(self.choice.findData(self.month))
        self._show(self.runner.ask(MonthOf(self.month)))

    @override
    def redraw(self) -> None:
        """Draw the month in the colours that are worn now."""
        if self._view is not None:
            self._draw(self._view)

    def chosen(self) -> MonthRow | None:
        """Return the change chosen in the list, None when there is none."""
        row = self.list.currentIndex().row()
        if self._view is None or not 0 <= row < self.model.rowCount():
            return None
        return self._view.rows[self.model.origin(row)]

    def want_reason(self) -> None:
        """Wish to say why the chosen change was late, else the first without a reason."""
        if self._view is None:
            return
        row = self.chosen()
        if row is None or not (row.late or row.sent_late):
            late = [*self._view.late, *self._view.sent_late]
            open_ones = [one for one in late if one.entry not in self._view.reasons]
            row = next(iter(open_ones or late), None)
        if row is not None:
            self.reason_wanted.emit(row.entry)

    def _choose(self) -> None:
        self.month = str(self.choice.currentData())
        self._show(self.runner.ask(MonthOf(self.month)))

    def _want(self, wish: SignalInstance) -> None:
        wish.emit(self.month)

    def _show(self, view: MonthView) -> None:
        self._view = view
        words = self.words
        self.badge.setText(status_words(words, view.status, closed=view.closed))
        self.badge.setProperty("state", view.status.value)
        self.badge.style().polish(self.badge)
        self.said.setText(" ".join(_said(words, view)))
        self.said.setVisible(bool(self.said.text()))
        waits = view.status is MonthStatus.SUBMITTED
        self.submit_button.setVisible(
            view.stale if waits else view.status is not MonthStatus.APPROVED
        )
        self.confirm_button.setVisible(waits and view.two_step)
        self.approve_button.setVisible(waits)
        self.approve_button.setEnabled(not view.unconfirmed)
        self.approve_button.setToolTip(
            words("The head of a team or a deputy confirms it first.") if view.unconfirmed else ""
        )
        self.return_button.setVisible(waits)
        self.scan_button.setVisible(view.status is MonthStatus.APPROVED)
        self.reason_button.setVisible(bool(view.late or view.sent_late))
        self.print_button.setText(_print_words(words, view))
        names = (words("In store"), words("On loan"), words("Damaged"), words("In repair"),
                 words("Lost"), words("Disposed"))  # fmt: skip
        self.states.show(
            [
                (name, one.opening, one.increase, one.decrease, one.closing)
                for name, one in zip(names, view.totals.states.values(), strict=True)
            ]
        )
        self.model.show([_row(words, view, row) for row in view.rows])
        self.empty.setVisible(not view.rows)
        self._draw(view)

    def _draw(self, view: MonthView) -> None:
        words, worn, totals = self.words, colours(), view.totals
        told = (
            (words("Loan slips"), totals.loans), (words("Lent"), totals.lent),
            (words("Came back"), totals.returned), (words("Found damaged"), totals.damaged),
            (words("Found lost"), totals.lost), (words("Written late"), totals.late),
        )  # fmt: skip
        self.figures.setText("  ·  ".join(f"{name} <b>{figure}</b>" for name, figure in told))
        changes = Counter(row.day for row in view.rows)
        month = view.month
        days = [f"{month}-{day:02d}" for day in range(1, last_day(month).day + 1)]
        lent, changed = QColor(worn.accent), QColor(worn.warn)
        self.picture.show_days(
            [(view.loans_by_day.get(day, 0), changes[day]) for day in days], (lent, changed)
        )
        said = ((lent, words("Slips of each day")), (changed, words("Changes of each day")))
        self.legend.setText(
            "   ".join(f'<span style="color:{one.name()}">■</span> {text}' for one, text in said)
        )


def status_words(words: Words, status: MonthStatus, *, closed: bool) -> str:
    """Return what has become of a month; one that was never signed may still be closed."""
    if status is MonthStatus.APPROVED:
        return words("Approved")
    if status is MonthStatus.SUBMITTED:
        return words("Waits for approval")
    if status is MonthStatus.RETURNED:
        return words("Returned")
    return words("Closed, not signed") if closed else words("Open")


def _print_words(words: Words, view: MonthView) -> str:
    if view.sheet is None:
        return words("Print a draft")
    return words("Print again") if view.printed else words("Print the sheet")


def _said(words: Words, view: MonthView) -> list[str]:
    """Return the sentences that stand under the buttons."""
    said = []
    row = view.record.row if view.record else None
    if row is not None and row.status == MonthStatus.APPROVED:
        said.append(
            words("Sheet {number}, signed by {signer} on {day}.", number=view.number or 0,
                  signer=row.signer or "…", day=show_day(row.approved_on))
        )  # fmt: skip
        said.append(words("The signed paper is kept.") if row.scan else "")
    elif row is not None and row.status == MonthStatus.RETURNED:
        said.append(words("Returned: {note}", note=row.note))
    elif row is not None:
        said.append(words("Sheet {number} waits for its signature.", number=view.number or 0))
        if view.stale:
            said.append(words("Something was written since: submit it again."))
    said += [
        words("Confirmed by {name} ({role}) on {day}.", name=one.confirmed_by, role=one.role,
              day=show_day(one.day))
        for one in view.confirmations
    ]  # fmt: skip
    if view.unconfirmed:
        said.append(words("It waits for a confirmation before the principal approves it."))
    if view.by and view.status is not MonthStatus.APPROVED:
        said.append(words("To be signed by {day} at the latest.", day=show_day(view.by)))
    if view.unapproved and view.status is not MonthStatus.APPROVED:
        months = ", ".join(show_month(one) for one in view.unapproved)
        said.append(words("Not signed before it: {months}.", months=months))
    return [one for one in said if one]


def _row(words: Words, view: MonthView, row: MonthRow) -> tuple[str | int, ...]:
    late = row.late or row.sent_late
    batch = words("Batch {batch}", batch=row.batch) if row.batch else ""
    notes = (row.paper, view.reasons.get(row.entry, "") if late else "", row.note, batch)
    return (
        show_day(row.happened),
        row.code,
        row.name,
        words.render(row.what),
        row.quantity or "",
        show_day(row.recorded),
        show_day(row.due) if row.due else "",
        _in_time(words, row),
        "; ".join(note for note in notes if note),
    )


def _in_time(words: Words, row: MonthRow) -> str:
    """Return whether a change was written down and sent in time, as far as is known."""
    if not row.due:
        return ""
    if row.late or row.sent_late:
        return words("Late")
    return words("In time") if row.batch or row.settled else words("Still in time")
