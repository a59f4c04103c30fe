"""The layouts there are: which is in use, and what can be done with them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QDialog, QFileDialog, QGridLayout, QPushButton, QVBoxLayout, QWidget

from app.domain.fault import Fault
from app.domain.layout import Layout
from app.domain.layout_rows import RowProblem
from app.domain.template import Template
from app.domain.text import show_hash
from app.services.layout_files import SUFFIX, BringLayout, SaveLayout
from app.services.layout_making import CompareTemplate, open_template, tell_comparison
from app.services.layouts import (
    LayoutProblems,
    Layouts,
    LayoutView,
    RetireLayout,
    TemplateOf,
    UseLayout,
)
from ui.dialogs.layout import LayoutForm
from ui.models.tables import RowsModel
from ui.runner import Runner
from ui.widgets.kit import label, table
from ui.worker import work

_WRAPPED = 500  # problems; a longer list is shown a line a row, for it would take long to measure


class LayoutsSheet(QDialog):
    """Lists the layouts; everything that is done here can be undone."""

    def __init__(self, runner: Runner, parent: QWidget | None) -> None:
        """List the layouts of the book and the built-in one."""
        super().__init__(parent)
        self.runner, self.words = runner, runner.words
        words = self.words
        self.setWindowTitle(words("Layouts of uploads"))
        self.resize(1000, 660)
        self.model = RowsModel(
            (words("Used now"), words("Layout"), words("Sheet"), words("Paired"), words("Workbook"))
        )
        self.list = table(self.model, words("Layouts of uploads"), (110, 0, 170, 90, 220))
        self.said = label("", "quiet")
        self.problems = RowsModel(
            (words("Device"), words("Heading"), words("Weight"), words("What is wrong"))
        )
        self.faults = table(self.problems, words("What is wrong"), (90, 160, 120, 0))
        self.faults.hide()
        self._views: list[LayoutView] = []
        self._buttons: dict[str, QPushButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(label(words("Layouts of uploads"), "title"))
        column.addWidget(label(words(
            "The file for https://thietbi.hcm.edu.vn is written in the layout in use, into a copy "
            "of the city's own workbook. Bring its blank workbook once, and pair its headings."
        ), "quiet"))  # fmt: skip
        column.addWidget(self.list, 1)
        column.addWidget(self.said)
        column.addWidget(self.faults, 2)
        column.addLayout(self._make_buttons())
        self.list.selectionModel().currentRowChanged.connect(self._explain)
        self.runner.changed.connect(self.reload)
        self.reload()

    def _make_buttons(self) -> QGridLayout:
        words = self.words
        grid = QGridLayout()
        named: tuple[tuple[str, str, Callable[[], object]], ...] = (
            ("add", words("Bring the city's workbook…"), self.ask_workbook),
            ("use", words("Use this layout"), self.use),
            ("check", words("Check the devices"), self.check),
            ("pair", words("Pair again…"), self.pair_again),
            ("change", words("The city changed it…"), self.ask_changed),
            ("retire", words("No longer use it"), self.retire),
            ("save", words("Save for another school…"), self.ask_save),
            ("bring", words("Take from another school…"), self.ask_bring),
            ("close", words("Close"), self.accept),
        )
        for at, (name, text, door) in enumerate(named):
            button = QPushButton(text)
            button.setAutoDefault(False)
            button.clicked.connect(door)
            grid.addWidget(button, at // 3, at % 3)
            self._buttons[name] = button
        return grid

    def button(self, name: str) -> QPushButton:
        """Return a button by what it does."""
        return self._buttons[name]

    def reload(self) -> None:
        """List the layouts as they are now; the one chosen stays so, until one comes or goes."""
        before = [view.layout.name for view in self._views]
        chosen = self.chosen.name if before else ""
        self._views = self.runner.ask(Layouts())
        words = self.words
        self.model.show([
            (words("in use") if view.in_use else "", view.layout.name, view.layout.sheet,
             f"{len(view.layout.filled)}/{len(view.layout.columns)}",
             words("came with the program") if view.is_built_in else show_hash(view.layout.sha256))
            for view in self._views
        ])  # fmt: skip
        names = [view.layout.name for view in self._views]
        used = next((at for at, view in enumerate(self._views) if view.in_use), 0)
        self.list.selectRow(names.index(chosen) if names == before else used)
        self._explain()

    @property
    def chosen(self) -> Layout:
        """The layout of the chosen row."""
        row = self.list.currentIndex().row()
        return self._views[row if 0 <= row < len(self._views) else 0].layout

    def _explain(self) -> None:
        self.faults.hide()
        view = next(one for one in self._views if one.layout == self.chosen)
        why = self.words("It came with the program and stays as it is.")
        for name in ("pair", "change", "retire"):
            self._buttons[name].setEnabled(not view.is_built_in)
            self._buttons[name].setToolTip(why if view.is_built_in else "")
        self._buttons["use"].setEnabled(not view.in_use)
        self._buttons["use"].setToolTip(self.words("It is in use.") if view.in_use else "")

    def ask_workbook(self) -> None:
        """Ask for a blank workbook, and pair it."""
        self._ask_file(self.words("Workbooks (*.xlsx)"), self.pair)

    def pair(self, path: Path) -> None:
        """Pair a blank workbook as a new layout."""
        template = self._read(path)
        if template is not None:
            self._show(LayoutForm(self.runner, self, path, template))

    def pair_again(self) -> None:
        """Pair the chosen layout anew, over the workbook that is kept."""
        layout = self.chosen
        try:
            path = self.runner.ask(TemplateOf(layout.name))
        except Fault as fault:
            self._refuse(fault)
            return
        template = self._read(path)
        if template is not None:
            self._show(LayoutForm(self.runner, self, path, template, like=layout))

    def ask_changed(self) -> None:
        """Ask for the workbook the city gives out now."""
        self._ask_file(self.words("Workbooks (*.xlsx)"), self.change)

    def change(self, path: Path) -> None:
        """Say how a workbook differs from the one before, and pair it."""
        layout, template = self.chosen, self._read(path)
        if template is None:
            return
        found = self.runner.ask(CompareTemplate(layout.name, template))
        notes = tell_comparison(found)
        self._show(LayoutForm(self.runner, self, path, template, like=layout, notes=notes))

    def use(self) -> None:
        """Write the uploads in the chosen layout."""
        self._attempt(UseLayout(self.chosen.name))

    def retire(self) -> None:
        """Take the chosen layout out of use."""
        self._attempt(RetireLayout(self.chosen.name))

    def check(self) -> None:
        """Say what the city would not take of the devices, in the chosen layout."""
        question = LayoutProblems(self.chosen)
        job = partial(self.runner.ask, question)
        problems = work(self, self.words("Looking at each row…"), job) or ()
        words, grave = self.words, sum(one.blocks for one in problems)
        self.problems.show([
            (one.code, one.heading, words("refused") if one.blocks else words("wanted"),
             words.render(one.message))
            for one in sorted(problems, key=_weight)
        ])  # fmt: skip
        self.faults.setVisible(bool(problems))
        self.faults.setWordWrap(len(problems) <= _WRAPPED)
        if self.faults.wordWrap():
            self.faults.resizeRowsToContents()
        self.said.setText(
            words("The city would refuse {grave} cells, and {others} more should be filled in.",
                  grave=grave, others=len(problems) - grave)
            if problems else words("Nothing stands in the way of an upload.")
        )  # fmt: skip

    def ask_save(self) -> None:
        """Ask where the chosen layout is saved for another school."""
        name = f"{self.chosen.name}{SUFFIX}"
        chosen, _filter = QFileDialog.getSaveFileName(
            self, self.words("Save"), name, self.words("Layouts (*.stblayout)")
        )
        if chosen:
            self._save(Path(chosen))

    def _save(self, path: Path) -> None:
        try:
            self.runner.ask(SaveLayout(self.chosen.name, path))
        except Fault as fault:
            self._refuse(fault)
        else:
            self.said.setText(self.words("Saved {file}", file=str(path)))

    def ask_bring(self) -> None:
        """Ask for a layout that another school has saved."""
        self._ask_file(self.words("Layouts (*.stblayout)"), self.bring)

    def bring(self, path: Path) -> None:
        """Add a layout that another school has saved."""
        self._attempt(BringLayout(path))

    def _ask_file(self, kinds: str, door: Callable[[Path], None]) -> None:
        chosen, _filter = QFileDialog.getOpenFileName(
            self, self.words("Choose the file"), "", kinds
        )
        if chosen:
            door(Path(chosen))

    def _read(self, path: Path) -> Template | None:
        text = self.words("Reading {file}…", file=path.name)
        try:
            return work(self, text, partial(open_template, path), self.words("Cancel"))
        except Fault as fault:
            self._refuse(fault)
            return None

    def _attempt(self, action: UseLayout | RetireLayout | BringLayout) -> None:
        try:
            outcome = self.runner.attempt(action)
        except Fault as fault:
            self._refuse(fault)
        else:
            self.said.setText(self.words.render(outcome.sentence))

    def _refuse(self, fault: Fault) -> None:
        self.said.setText(self.words.render(fault.sentence))

    def _show(self, form: LayoutForm) -> None:
        self.said.setText("")
        self.faults.hide()
        form.exec()
        form.deleteLater()


def _weight(problem: RowProblem) -> bool:
    return not problem.blocks
