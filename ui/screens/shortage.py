"""The minimum list against the store: what is short, by subject and row by row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QComboBox, QPushButton
from typing_extensions import override

from app.domain.change import Touched
from app.domain.norm import GRADES
from app.domain.text import fold, sort_key
from app.services.class_flags import FLAGGED, FlagsOfClasses
from app.services.shortage import (
    ENOUGH,
    SHORT,
    UNKNOWN,
    Shortage,
    ShortageRow,
    show_shortage,
)
from app.services.showing import Shown
from ui.models.tables import RowsModel
from ui.runner import Runner
from ui.screens.screen import Screen
from ui.theme import colours
from ui.widgets.bars import Bars
from ui.widgets.flow import Flow
from ui.widgets.kit import Card, SearchBox, label, table


class Norms(Screen):
    """The list with its figures. The signals are wishes the window answers with a form."""

    shows = frozenset({Touched.CATALOGUE, Touched.DEVICES, Touched.CLASSES, Touched.LOANS})
    counts_wanted = Signal()
    confirm_wanted = Signal(object)
    links_wanted = Signal()
    link_wanted = Signal(object)
    flags_wanted = Signal()

    def __init__(self, runner: Runner) -> None:
        """Build the chart over the list."""
        super().__init__(runner, runner.words("Minimum list"))
        words = self.words
        self.bars = Bars()
        self.bars.setAccessibleName(words("Enough, short and unknown by subject"))
        self.legend = label("", "quiet")
        self.legend.setTextFormat(Qt.TextFormat.RichText)
        self.flags = label("", "quiet")
        self.search = SearchBox(words("Search by name, number or subject"))
        self._add_choices()
        self.counts_button = QPushButton(words("Classes, pupils, teachers…"))
        self.confirm_button = QPushButton(words("Confirm from the circular…"))
        self.model = RowsModel(
            (words("Number"), words("Name"), words("Subject"), words("Grades"), words("Norm"),
             words("Needed"), words("There are"), words("Short by"), words("What is said")),
            figures=(5, 6, 7),
        )  # fmt: skip
        self.list = table(self.model, words("Minimum list"),
                          (80, 0, 120, 80, 85, 55, 75, 95, 255))  # fmt: skip
        self.list.setSortingEnabled(True)
        self.list.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.empty = label("", "quiet")
        self._rows: list[ShortageRow] = []
        self._all: tuple[ShortageRow, ...] = ()
        self._arrange()
        self.search.search_wanted.connect(self._fill_again)
        for choice in (self.status, self.subject, self.grade):
            choice.activated.connect(self._fill_again)
        self.links_button.clicked.connect(self.links_wanted)
        self.link_button.clicked.connect(self._want_link)
        self.flags_button.clicked.connect(self.flags_wanted)
        self.counts_button.clicked.connect(self.counts_wanted)
        self.confirm_button.clicked.connect(self._want_confirm)
        self.list.activated.connect(self._want_confirm)

    def _add_choices(self) -> None:
        words = self.words
        self.status = QComboBox()
        self.status.setAccessibleName(words("Which rows"))
        said = (("", words("All rows")), (SHORT, words("Short")), (ENOUGH, words("Enough")),
                (UNKNOWN, words("Cannot be said")))  # fmt: skip
        for value, text in said:
            self.status.addItem(text, value)
        self.subject = QComboBox()
        self.subject.setAccessibleName(words("Subject"))
        self.subject.addItem(words("Any subject"), "")
        self.grade = QComboBox()
        self.grade.setAccessibleName(words("Grades"))
        self.grade.addItem(words("Any grade"), 0)
        for grade in GRADES:
            self.grade.addItem(words("Grade {grade}", grade=grade), grade)
        self.links_button = QPushButton(words("Suggest links…"))
        self.link_button = QPushButton(words("Link devices to this row…"))
        self.flags_button = QPushButton(words("By class…"))

    def _arrange(self) -> None:
        card = Card()
        card.column.addWidget(self.bars)
        card.column.addWidget(self.legend)
        card.column.addWidget(self.flags)
        self.chart = card
        self.column.addWidget(card)
        self.column.addLayout(
            Flow(
                self.search, self.subject, self.grade, self.status, self.counts_button,
                self.links_button, self.link_button, self.confirm_button, self.flags_button,
            )
        )  # fmt: skip
        self.column.addWidget(self.empty)
        self.column.addWidget(self.list, 1)

    def search_for(self, query: str) -> None:
        """Show the rows of all subjects and grades that fit a query."""
        for choice in (self.status, self.subject, self.grade):
            choice.setCurrentIndex(0)
        self.search.setText(query)
        self._fill_again()

    @override
    def listing(self) -> Callable[[], Shown]:
        """Return what reads the whole list for paper."""
        return self._whole

    @override
    def reload(self) -> None:
        """Count again."""
        view = self.runner.ask(Shortage())
        self._all = view.rows
        self.empty.setText(
            self.words("The minimum list is not in the book yet. Import it (Ctrl+I).")
        )
        self.empty.setVisible(not view.rows)
        self.chart.setVisible(bool(view.rows))
        self._offer_subjects()
        self._draw()
        self._fill_again()

    @override
    def redraw(self) -> None:
        """Draw the bars in the colours that are worn now."""
        if self._all:
            self._draw()

    @override
    def focus(self) -> None:
        """Put the cursor in the search box."""
        self.search.setFocus()

    def chosen(self) -> ShortageRow | None:
        """Return the row chosen in the list."""
        row = self.list.currentIndex().row()
        return self._rows[self.model.origin(row)] if 0 <= row < len(self._rows) else None

    def _whole(self) -> Shown:
        return show_shortage(self.runner.ask(Shortage()))

    def _fill_again(self) -> None:
        wanted, status = fold(self.search.text()).split(), self.status.currentData()
        subject, grade = self.subject.currentData(), self.grade.currentData()
        self._rows = [
            row for row in self._all
            if status in {"", row.status}
            and subject in {"", row.subject}
            and (not grade or grade in row.grades)
            and all(word in fold(f"{row.number} {row.name} {row.subject}") for word in wanted)
        ]  # fmt: skip
        self.model.show([self._cells(row) for row in self._rows])
        for button in (self.link_button, self.confirm_button):
            button.setEnabled(bool(self._rows))
            button.setToolTip("" if self._rows else self.words("No row fits."))

    def _offer_subjects(self) -> None:
        chosen = self.subject.currentData()
        found = sorted({row.subject for row in self._all if row.subject}, key=sort_key)
        while self.subject.count() > 1:
            self.subject.removeItem(1)
        for name in found:
            self.subject.addItem(name, name)
        self.subject.setCurrentIndex(max(self.subject.findData(chosen), 0))

    def _cells(self, row: ShortageRow) -> tuple[str | int, ...]:
        words = self.words
        said = {ENOUGH: words("Enough"), SHORT: words("Short"), UNKNOWN: words("Cannot be said")}
        why = words.render(row.why) if row.why else said[row.status]
        if row.group and row.need is not None:
            why = words("{said}, by groups of {group}", said=why, group=row.group)
        return (
            row.number, row.name, row.subject, ";".join(map(str, row.grades)), row.rule,
            "" if row.need is None else row.need, row.have, row.short or "", why,
        )  # fmt: skip

    def _draw(self) -> None:
        words, worn = self.words, colours()
        by_subject: dict[str, Counter[str]] = {}
        for row in self._all:
            by_subject.setdefault(row.subject, Counter())[row.status] += 1
        told = [name for name, said in by_subject.items() if said[ENOUGH] or said[SHORT]]
        shades = (QColor(worn.good), QColor(worn.bad), QColor(worn.quiet))
        self.bars.show_bars(
            [(name, tuple(by_subject[name][one] for one in (ENOUGH, SHORT, UNKNOWN)))
             for name in sorted(told, key=sort_key)],
            shades,
        )  # fmt: skip
        names = (words("Enough"), words("Short"), words("Cannot be said"))
        self.legend.setText(
            "   ".join(
                f'<span style="color:{shade.name()}">■</span> {name}'
                for shade, name in zip(shades, names, strict=True)
            )
        )
        self.flags.setText(self._flags())

    def _flags(self) -> str:
        words = self.words
        lines = []
        flags = self.runner.ask(FlagsOfClasses())
        for subject in FLAGGED:
            said = {value: [one.name for one in flags if one.enough[subject] is value]
                    for value in (True, False, None)}  # fmt: skip
            lines.append(
                words("{subject}: enough in {enough} classes, not in {short}, cannot be said of "
                      "{unknown}.", subject=subject, enough=len(said[True]),
                      short=len(said[False]), unknown=len(said[None]))
            )  # fmt: skip
        return "\n".join(lines)

    def _want_link(self) -> None:
        row = self.chosen()
        if row is not None:
            self.link_wanted.emit(row)

    def _want_confirm(self) -> None:
        row = self.chosen()
        if row is not None:
            self.confirm_wanted.emit(row)
