"""By when each change must be outside: what is late, what runs out, and what each team owes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.domain.calendar import show_day
from app.domain.change import Touched
from app.domain.deadline import OPEN, SOON, Deadline, DueStatus
from app.domain.sentence import Words
from app.domain.text import fold
from app.services.deadline_report import SHARED
from app.services.deadlines import STATUSES, TOPICS, CountDue
from app.services.showing import Shown
from app.services.team_duties import LACKS, ClockOfToday, TeamDuties
from ui.models.deadlines import LEFT, DeadlinesModel
from ui.models.tables import RowsModel
from ui.runner import Runner
from ui.screens.screen import Screen
from ui.widgets.badge import Badge
from ui.widgets.flow import Flow
from ui.widgets.kit import SearchBox, label, table
from ui.worker import work

OPEN_ONES, RUNS_OUT, ALL = "open", "soon", "all"
EVERY_TEAM = "*"
_LARGE = 2_000  # changes: they take longer to read than a window may be held
_MOST = 500  # things a team owes that are listed one by one


class DeadlinesScreen(Screen):
    """Changes over teams. The signals are wishes; they carry changes, or a team or None for all."""

    shows = frozenset(Touched)
    settle_wanted = Signal(object)
    explain_wanted = Signal(object)
    note_wanted = Signal()
    open_wanted = Signal(object)
    remind_wanted = Signal(object)

    def __init__(self, runner: Runner) -> None:
        """Build the list of changes over the teams and what each owes."""
        super().__init__(runner, runner.words("Deadlines"))
        words = self.words
        self.count = label("", "quiet")
        self.search = SearchBox(words("Search by code, name or what was written"))
        self.status = self._choice(words("How it stands"))
        self.team = self._choice(words("Team"))
        self.topic = self._choice(words("What changed"))
        self.model = DeadlinesModel(words)
        self.list = table(self.model, words("Changes and their times"),
                          (100, 92, 145, 125, 84, 0, 88, 100, 280, 50, 180))  # fmt: skip
        self.teams_model = RowsModel(
            (words("Team"), words("Head of the team"), words("Devices late"),
             words("Staff and classes late"), words("Not returned"), words("Data missing")),
            figures=(2, 3, 4, 5),
        )  # fmt: skip
        self.teams = table(self.teams_model, words("What each team has to be reminded of"),
                           (0, 115, 68, 78, 78, 72))  # fmt: skip
        self.owed_model = RowsModel(
            (words("What is owed"), words("Code"), words("Name"), words("Due or missing")),
        )
        self.owed = table(self.owed_model, words("What the chosen team owes"), (104, 86, 0, 160))
        self.empty = label("", "quiet")
        self._changes: list[Deadline] = []
        self._duties: list[TeamDuties] = []
        self._add_buttons()
        self._arrange()
        self._connect()

    @staticmethod
    def _choice(name: str) -> QComboBox:
        made = QComboBox()
        made.setAccessibleName(name)
        made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        return made

    def _add_buttons(self) -> None:
        words = self.words
        self.settle_button = QPushButton(words("Entered in the sector's database…"))
        self.explain_button = QPushButton(words("Why it was late…"))
        self.open_button = QPushButton(words("Go there"))
        self.note_button = QPushButton(words("Note a change…"))
        self.remind_button = QPushButton(words("Print this team's reminder"))
        self.remind_all_button = QPushButton(words("Print all reminders"))
        for value, text in (
            (OPEN_ONES, words("Not settled yet")), (DueStatus.LATE, words("Past its time")),
            (RUNS_OUT, words("Running out: {days} working days or fewer", days=SOON)),
            (DueStatus.SENT, words.render(STATUSES[DueStatus.SENT])),
            (DueStatus.ON_TIME, words("Settled in time")),
            (DueStatus.SETTLED_LATE, words("Settled late")), (ALL, words("Everything")),
        ):  # fmt: skip
            self.status.addItem(text, str(value))
        self.topic.addItem(words("Everything that changed"), ALL)
        self.topic.addItem(words("Devices only"), "devices")
        self.topic.addItem(words("Staff, classes and lessons only"), "notices")
        for topic, said in TOPICS.items():
            self.topic.addItem(words.render(said), topic.value)

    def _arrange(self) -> None:
        self.list.setSortingEnabled(True)
        self.list.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setItemDelegateForColumn(LEFT, Badge(self.list))
        pair = QSplitter(Qt.Orientation.Horizontal)
        pair.setChildrenCollapsible(False)
        pair.addWidget(self.teams)
        pair.addWidget(self.owed)
        below = QWidget()
        rest = QVBoxLayout(below)
        rest.setContentsMargins(0, 8, 0, 0)
        rest.addLayout(
            Flow(label(f"<b>{self.words('What each team has to be reminded of')}</b>"),
                 self.remind_button, self.remind_all_button)
        )  # fmt: skip
        rest.addWidget(pair, 1)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.addWidget(self.list)
        split.addWidget(below)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        self.column.addLayout(Flow(self.search, self.status, self.team, self.topic))
        self.column.addLayout(
            Flow(self.count, self.open_button, self.settle_button, self.explain_button,
                 self.note_button)
        )  # fmt: skip
        self.column.addWidget(self.empty)
        self.column.addWidget(split, 1)

    def _connect(self) -> None:
        self.search.search_wanted.connect(self._fill)
        for choice in (self.status, self.team, self.topic):
            choice.activated.connect(self._fill)
        self.list.activated.connect(self._want_open)
        self.list.selectionModel().selectionChanged.connect(self._explain)
        self.open_button.clicked.connect(self._want_open)
        self.settle_button.clicked.connect(self._want_settle)
        self.explain_button.clicked.connect(self._want_reason)
        self.note_button.clicked.connect(self.note_wanted)
        self.remind_button.clicked.connect(self._want_reminder)
        self.remind_all_button.clicked.connect(partial(self.remind_wanted.emit, None))
        self.teams.selectionModel().currentRowChanged.connect(self._list_owed)
        self.teams.activated.connect(self._show_team)

    def choose(self, status: str) -> None:
        """Show the changes that stand in one way, of all teams."""
        self.status.setCurrentIndex(self.status.findData(status))
        self.team.setCurrentIndex(0)
        self._fill()

    def chosen(self) -> list[Deadline]:
        """Return the changes chosen in the list."""
        rows = sorted(index.row() for index in self.list.selectionModel().selectedRows())
        return [one for row in rows if (one := self.model.at(row)) is not None]

    def chosen_team(self) -> TeamDuties | None:
        """Return the team chosen below, None when there is none."""
        row = self.teams.currentIndex().row()
        if not 0 <= row < len(self._duties):
            return None
        return self._duties[self.teams_model.origin(row)]

    @override
    def listing(self) -> Callable[[], Shown]:
        """Return what reads the changes as they stand."""
        return partial(self.model.shown, self.words("Deadlines of updates"))

    @override
    def reload(self) -> None:
        """Read every change, and what each team owes; of a large book beside the window."""
        due = self.runner.ask(CountDue())
        ask = partial(self.runner.ask, ClockOfToday())
        if max(due.late + due.soon + due.rest, len(self._changes)) < _LARGE:
            self._changes, self._duties = ask()
        else:
            read = work(self.window(), self.words("Counting…"), ask)
            self._changes, self._duties = read or ([], [])
        self._offer_teams()
        self._fill_teams()
        self._fill()

    @override
    def redraw(self) -> None:
        """Draw the badges in the colours that are worn now."""
        self.list.viewport().update()

    @override
    def focus(self) -> None:
        """Put the cursor in the list."""
        self.list.setFocus()

    def _offer_teams(self) -> None:
        chosen = self.team.currentData()
        with QSignalBlocker(self.team):
            self.team.clear()
            self.team.addItem(self.words("All teams"), EVERY_TEAM)
            for one in self._duties:
                self.team.addItem(one.team or self.words.render(SHARED), one.team)
            self.team.setCurrentIndex(max(self.team.findData(chosen), 0))

    def _fill(self) -> None:
        wanted, words = fold(self.search.text()).split(), self.words
        status, team = str(self.status.currentData()), str(self.team.currentData())
        topic = str(self.topic.currentData())
        fitting = [
            one for one in self._changes
            if _stands(one, status) and team in {EVERY_TEAM, one.team} and _is_of(one, topic)
        ]  # fmt: skip
        if wanted:
            fitting = [
                one for one in fitting
                if all(word in fold(f"{one.code} {one.name} {words.render(one.what)}")
                       for word in wanted)
            ]  # fmt: skip
        self.model.show_changes(fitting)
        late = sum(one.status is DueStatus.LATE for one in self._changes)
        soon = sum(_stands(one, RUNS_OUT) for one in self._changes)
        waiting = sum(one.status is DueStatus.SENT for one in self._changes)
        self.count.setText(
            words("Past their time: {late}. In {days} working days or fewer: {soon}. Waiting for "
                  "an answer: {waiting}. Shown: {shown}.", late=late, days=SOON, soon=soon,
                  waiting=waiting, shown=len(fitting))
        )  # fmt: skip
        self.empty.setText(
            words("No change stands so. Choose everything, or fewer letters.") if self._changes
            else words("Nothing has changed yet that has to be sent outside.")
        )  # fmt: skip
        self.empty.setVisible(not fitting)
        self._explain()

    def _fill_teams(self) -> None:
        words = self.words
        self.teams_model.show(
            [
                (one.team or words.render(SHARED), one.head, len(one.updates), len(one.notices),
                 sum(owed.quantity for owed in one.returns), len(one.devices) + len(one.people))
                for one in self._duties
            ]
        )  # fmt: skip
        owing = any(not one.is_empty() for one in self._duties)
        self.remind_all_button.setEnabled(owing)
        self.remind_all_button.setToolTip("" if owing else words("No team owes anything."))
        self.teams.selectRow(0)
        self._list_owed()

    def _list_owed(self) -> None:
        """List what the chosen team owes, one by one."""
        team, words = self.chosen_team(), self.words
        rows = _owed(team, self.words) if team is not None else []
        more = len(rows) - _MOST
        if more > 0:
            rows = [*rows[:_MOST], ("…", "", words("{count} more", count=more), "")]
        self.owed_model.show(rows)
        self.remind_button.setEnabled(bool(rows))
        self.remind_button.setToolTip("" if rows else words("This team owes nothing."))

    def _explain(self) -> None:
        """Make the buttons grey, with a reason, that fit nothing chosen."""
        words, chosen = self.words, self.chosen()
        nothing = words("Choose a row first.")
        settles = any(one.is_notice and not one.settled for one in chosen)
        late = any(one.is_late for one in chosen)
        for button, fits, why in (
            (self.open_button, bool(chosen), nothing),
            (self.settle_button, settles, words("Choose changes of staff, classes or lessons.")),
            (self.explain_button, late, words("Choose a change that was late.")),
        ):
            button.setEnabled(fits)
            button.setToolTip("" if fits else why if chosen else nothing)

    def _show_team(self) -> None:
        team = self.chosen_team()
        if team is not None:
            self.team.setCurrentIndex(self.team.findData(team.team))
            self._fill()

    def _want_open(self) -> None:
        for one in self.chosen()[:1]:
            self.open_wanted.emit(one)

    def _want_settle(self) -> None:
        self.settle_wanted.emit(self.chosen())

    def _want_reason(self) -> None:
        late = [one for one in self.chosen() if one.is_late]
        if late:
            self.explain_wanted.emit(late[0])

    def _want_reminder(self) -> None:
        team = self.chosen_team()
        if team is not None:
            self.remind_wanted.emit(team.team)


def _stands(one: Deadline, status: str) -> bool:
    if status == OPEN_ONES:
        return one.status in OPEN or one.status is DueStatus.SENT
    if status == RUNS_OUT:
        return one.status is DueStatus.DUE and one.left <= SOON
    return status in {ALL, one.status.value}


def _is_of(one: Deadline, topic: str) -> bool:
    if topic == "devices":
        return not one.is_notice
    if topic == "notices":
        return one.is_notice
    return topic in {ALL, one.topic.value}


def _owed(team: TeamDuties, words: Words) -> list[tuple[str, str, str, str]]:
    """Return all that a team owes, the changes first."""
    changes = [
        (words.render(TOPICS[one.topic]), one.code, one.name or words.render(one.what),
         words("{day}, {days} late", day=show_day(one.due), days=-one.left))
        for one in (*team.updates, *team.notices)
    ]  # fmt: skip
    returns = [
        (words("Not returned"), words("Slip {number}", number=one.loan),
         f"{one.device} ({one.quantity}): {one.teacher}",
         words("{day}, {days} late", day=show_day(one.due), days=one.late))
        for one in team.returns
    ]  # fmt: skip
    lacking = [
        (words("Data missing"), one.code, one.name,
         ", ".join(words.render(LACKS[field]) for field in one.fields))
        for one in (*team.people, *team.devices)
    ]  # fmt: skip
    return [*changes, *returns, *lacking]
