"""Damage, loss and repair: the cases that are open, and what was done about each."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
)
from typing_extensions import override

from app.domain.calendar import show_day
from app.domain.change import Touched
from app.domain.sentence import Words
from app.domain.text import fold
from app.services.cases import Cases, CaseStory, CaseView, OneCase, Stage
from app.services.showing import Shown
from ui.damage_kinds import kind_names
from ui.models.tables import RowsModel
from ui.runner import Runner
from ui.screens.screen import Screen
from ui.widgets.flow import Flow
from ui.widgets.kit import Card, SearchBox, label, scrolled, table

_SLIP = Qt.ItemDataRole.UserRole
# What can be done with a case at each stage, by the names of the actions.
ACTS = {
    Stage.WAITING: ("describe", "mend", "send_repair", "lose", "propose"),
    Stage.IN_REPAIR: ("describe", "back_repair"),
    Stage.LOST: ("describe", "find", "propose"),
    Stage.PROPOSED: ("decide", "withdraw"),
    Stage.SETTLED: ("describe",),
}
BUTTONS = ("describe", "send_repair", "back_repair", "mend", "find", "lose", "propose", "decide",
           "withdraw")  # fmt: skip


def stage_names(words: Words) -> dict[Stage, str]:
    """Return how far a case can be, in words."""
    return {
        Stage.WAITING: words("To be dealt with"),
        Stage.IN_REPAIR: words("In repair"),
        Stage.LOST: words("Lost"),
        Stage.PROPOSED: words("Waits for disposal"),
        Stage.SETTLED: words("Settled"),
    }


class Damages(Screen):
    """The cases. `act_wanted` carries the name of the action wished for the chosen one."""

    shows = frozenset({Touched.DEVICES, Touched.DOCUMENTS})
    act_wanted = Signal(str)
    print_wanted = Signal(int)
    opened = Signal()

    def __init__(self, runner: Runner) -> None:
        """Build the list beside an empty detail."""
        super().__init__(runner, runner.words("Damage, loss, repair"))
        words = self.words
        self.search = SearchBox(words("Search by device, person or class"))
        self.stage = QComboBox()
        self.stage.setAccessibleName(words("Which cases"))
        self.stage.addItem(words("All open cases"), "")
        for stage, name in stage_names(words).items():
            self.stage.addItem(name, stage)
        self.report_button = QPushButton(words("Report damage or loss…"))
        self.model = RowsModel(
            (words("Code"), words("Name"), words("State"), words("How bad"), words("Quantity"),
             words("Days"), words("Since"), words("Class"), words("Found by"),
             words("Who answers for it"), words("Cost (đồng)")),
            figures=(4, 5, 10),
        )  # fmt: skip
        self.list = table(self.model, words("Damage, loss, repair"),
                          (88, 150, 105, 112, 84, 76, 100, 90, 140, 140, 110))  # fmt: skip
        self.list.setSortingEnabled(True)
        self.list.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.empty = label("", "quiet")
        self.name = label("", "figure")
        self.facts = label("")
        self.story = QListWidget()
        self.story.setWordWrap(True)
        self.story.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.story.setAccessibleName(words("History"))
        self.print_button = QPushButton(words("Print the slip"))
        self._add_buttons()
        self._all: list[CaseView] = []
        self._cases: list[CaseView] = []
        self._arrange()
        self._connect()

    def _add_buttons(self) -> None:
        words = self.words
        said = (
            words("Complete…"), words("Send to be repaired…"), words("Back from the repair…"),
            words("Mended here…"), words("Found again…"), words("It was lost…"),
            words("Propose a disposal…"), words("Decide a disposal…"),
            words("Withdraw the proposal"),
        )  # fmt: skip
        self.buttons = {name: QPushButton(text) for name, text in zip(BUTTONS, said, strict=True)}
        for name, button in self.buttons.items():
            button.clicked.connect(partial(self.act_wanted.emit, name))

    def _connect(self) -> None:
        self.search.search_wanted.connect(self.search_for)
        self.stage.activated.connect(self.reload)
        self.report_button.clicked.connect(partial(self.act_wanted.emit, "report"))
        self.list.selectionModel().currentRowChanged.connect(self._row_changed)
        self.list.activated.connect(partial(self.act_wanted.emit, "describe"))
        self.print_button.clicked.connect(self.print_slip)

    def _arrange(self) -> None:
        self.detail = Card()
        self.detail.column.addWidget(self.name)
        self.detail.column.addWidget(scrolled(self.words("What is known"), self.facts), 3)
        self.detail.column.addLayout(Flow(*self.buttons.values()))
        self.detail.column.addWidget(label(f"<b>{self.words('History')}</b>"))
        self.detail.column.addWidget(self.story, 2)
        self.detail.column.addWidget(self.print_button)
        self.detail.hide()
        split = self.split = QSplitter()
        split.addWidget(self.list)
        split.addWidget(self.detail)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        self.column.addLayout(Flow(self.search, self.stage, self.report_button))
        self.column.addWidget(self.empty)
        self.column.addWidget(split, 1)

    def search_for(self, query: str) -> None:
        """Show the cases that hold what was typed."""
        if self.search.text() != query:
            self.search.setText(query)
        self._fill()

    def chosen(self) -> CaseView | None:
        """Return the case chosen in the list."""
        row = self.list.currentIndex().row()
        return self._cases[self.model.origin(row)] if 0 <= row < len(self._cases) else None

    def print_slip(self) -> None:
        """Print the slip of the chosen step of the history, or else the case's own."""
        steps = self.story.selectedItems()
        slip = steps[0].data(_SLIP) if steps else None
        case = self.chosen()
        if slip is None and case is not None:
            slip = case.slip
        if slip is not None:
            self.print_wanted.emit(slip)
        else:
            self.runner.refused.emit(
                self.words("This case has no slip yet. Complete its report first.")
            )

    @override
    def listing(self) -> Callable[[], Shown]:
        """Return what reads the list as it stands."""
        return partial(self.model.shown, self.words("Damage, loss, repair"))

    @override
    def reload(self) -> None:
        """Read the cases again."""
        settled = self.stage.currentData() == Stage.SETTLED
        self._all = self.runner.ask(Cases(settled))
        self._fill()

    @override
    def focus(self) -> None:
        """Put the cursor in the search box."""
        self.search.setFocus()

    def _fill(self) -> None:
        """Show the cases that fit, and keep the row that was chosen."""
        row = self.list.currentIndex().row()
        wanted, stage = fold(self.search.text()).split(), self.stage.currentData()
        found = [(case, self._row(case)) for case in self._all if stage in {"", case.stage}]
        fitting = [
            (case, cells) for case, cells in found
            if all(word in fold(" ".join(map(str, cells))) for word in wanted)
        ]  # fmt: skip
        self._cases = [case for case, _cells in fitting]
        self.model.show([cells for _case, cells in fitting])
        self.empty.setText(
            self.words("No case fits. Try fewer letters, or another state.") if self._all
            else self.words("Nothing is broken or lost. Choose devices on the devices screen "
                            "(Ctrl+2) and report what is (Ctrl+H).")
        )  # fmt: skip
        self.empty.setVisible(not fitting)
        self.detail.setVisible(bool(fitting))
        if fitting:
            self.list.selectRow(min(max(row, 0), len(fitting) - 1))
        else:
            self.opened.emit()

    def _row(self, case: CaseView) -> tuple[str | int, ...]:
        words, row, device = self.words, case.row, case.device
        return (
            device.code, device.name, stage_names(words)[case.stage],
            kind_names(words)[case.kind] if case.kind else words("In store"),
            case.quantity, case.days, show_day(case.since),
            case.origin.class_name if case.origin else "", row.found_by if row else "",
            row.responsible if row else "", "" if case.cost is None else case.cost,
        )  # fmt: skip

    def _row_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        case = self.chosen()
        if current.isValid() and case is not None:
            self._show(case)

    def _show(self, case: CaseView) -> None:
        words, device = self.words, case.device
        self.name.setText(device.name)
        stage = stage_names(words)[case.stage]
        lines = [f"{device.code} · {stage}: {case.quantity} {device.unit}"]
        story = self.runner.ask(OneCase(case.damage)) if case.damage is not None else None
        if case.row is not None and story is not None:
            lines += self._facts(case, story)
        self.facts.setText("\n".join(lines))
        for name, button in self.buttons.items():
            button.setVisible(name in ACTS[case.stage])
        self._tell(story)
        if self.split.sizes()[1] < self.split.width() // 4:
            whole = self.split.width()
            self.split.setSizes([whole * 3 // 5, whole * 2 // 5])
        self.opened.emit()

    def _facts(self, case: CaseView, story: CaseStory) -> list[str]:
        """Return what is known of a case, a line for each thing."""
        words, row = self.words, story.row
        kind = kind_names(words)[case.kind] if case.kind else ""
        said = [(words("How bad"), f"{kind}, {show_day(row.day)}")]
        if story.origin is not None:
            origin = story.origin
            said.append((words("Came back from"),
                         words("slip {loan}, {class_name}, {teacher}", loan=origin.loan,
                               class_name=origin.class_name, teacher=origin.teacher)))  # fmt: skip
        said += [
            (words("Found by"), row.found_by), (words("Who answers for it"), row.responsible),
            (words("Cause"), row.cause), (words("Handling"), row.handling),
            (words("Compensation (đồng)"), _amount(row.compensation)), (words("Note"), row.note),
        ]  # fmt: skip
        for record in story.repairs:
            repair = record.row
            told = [repair.repairer, show_day(repair.day), repair.fund, repair.result]
            cost = repair.expected if repair.cost is None else repair.cost
            if cost is not None:
                told.append(f"{_amount(cost)} đ")
            said.append((words("Repair"), ", ".join(filter(None, told))))
        return [f"{title}: {text}" for title, text in said if text]

    def _tell(self, story: CaseStory | None) -> None:
        """Show the history of a case, the newest step first."""
        self.story.clear()
        for step in reversed(story.steps if story else ()):
            entry = step.entry
            item = QListWidgetItem(
                f"{show_day(entry.day)}  {self.words(entry.text, **entry.values)}"
            )
            item.setData(_SLIP, step.slip)
            self.story.addItem(item)


def _amount(value: int | None) -> str:
    return "" if value is None else f"{value:,}".replace(",", ".")
