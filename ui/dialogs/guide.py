"""The guide in a window of its own, beside the work it is about."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QUrl
from PySide6.QtGui import QKeySequence, QShortcut, QTextCursor
from PySide6.QtWidgets import (
    QFileDialog,
    QPushButton,
    QSplitter,
    QTextBrowser,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.domain.fault import Fault
from app.domain.guide import Chapter, Section
from app.domain.sentence import Words
from app.services.files import write_file
from app.services.guide import pictures
from ui.theme import colours
from ui.widgets.flow import Flow
from ui.widgets.guide_text import section_text
from ui.widgets.kit import SearchBox, label
from ui.worker import work

_CONTENTS = 0.42  # of the window's width, at most and at first
_MARGIN = 24  # pixels beside the longest title of a chapter
_WIDTH = 1100  # pixels, where the screen has them
_HEIGHT = 0.9  # of the screen's
_SECTION = Qt.ItemDataRole.UserRole


class GuideWindow(QWidget):
    """Shows the guide. It is no dialog: work goes on beside it.

    `draw` draws all of it as a PDF; `print_card` prints the card, None where nothing can be yet.
    """

    def __init__(
        self, words: Words, chapters: tuple[Chapter, ...], draw: Callable[[], bytes],
        print_card: Callable[[], object] | None, parent: QWidget,
    ) -> None:  # fmt: skip
        """Build the window over `parent`, at the first section."""
        super().__init__(parent, Qt.WindowType.Window)
        self.words, self._draw, self._print_card = words, draw, print_card
        self._sections = [one for chapter in chapters for one in chapter.sections]
        self._section = self._sections[0]
        self.items: dict[str, QTreeWidgetItem] = {}
        self.setObjectName("guide")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(words("Guide"))
        self.search = SearchBox(words("Search the guide (Ctrl+F)"))
        self.contents = self._make_contents(chapters)
        self.text = QTextBrowser()
        self.text.setAccessibleName(words("Text of the guide"))
        self.text.setOpenLinks(False)
        self.nothing = label(words("No section says that. Type fewer words."), "quiet")
        self.nothing.hide()
        self.said = label("")
        self.said.hide()
        self._arrange()
        self._connect()
        self._tell()
        room = self.screen().availableSize()
        self.resize(min(room.width(), _WIDTH), round(room.height() * _HEIGHT))
        wanted = self.contents.sizeHintForColumn(0) + _MARGIN
        left = min(wanted, round(self.width() * _CONTENTS))
        self._sides.setSizes([left, self.width() - left])
        self.text.setFocus()

    def _make_contents(self, chapters: tuple[Chapter, ...]) -> QTreeWidget:
        tree = QTreeWidget()
        tree.setHeaderHidden(True)
        tree.setAccessibleName(self.words("Contents of the guide"))
        for number, chapter in enumerate(chapters, start=1):
            head = QTreeWidgetItem(tree, [f"{number}. {chapter.title}"])
            head.setData(0, _SECTION, chapter.sections[0].anchor)
            for section in chapter.sections:
                item = QTreeWidgetItem(head, [section.title])
                item.setToolTip(0, section.title)
                item.setData(0, _SECTION, section.anchor)
                self.items[section.anchor] = item
        return tree

    def _arrange(self) -> None:
        words = self.words
        self.back_button = self._button(words("Section before"), "Alt+Left", partial(self.step, -1))
        self.next_button = self._button(words("Section after"), "Alt+Right", partial(self.step, 1))
        bar = Flow(
            self.back_button,
            self.next_button,
            self._button(words("Save the guide as PDF…"), "Ctrl+S", self.save),
        )
        if self._print_card is not None:
            card = words("Print the card for the counter")
            bar.addWidget(self._button(card, "Ctrl+P", self._print_card))
        bar.addWidget(self._button(words("Close"), "Esc", self.close))
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.search)
        column.addWidget(self.nothing)
        column.addWidget(self.contents, 1)
        self._sides = QSplitter()
        self._sides.addWidget(left)
        self._sides.addWidget(self.text)
        self._sides.setStretchFactor(1, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(12, 10, 12, 12)
        whole.addLayout(bar)
        whole.addWidget(self.said)
        whole.addWidget(self._sides, 1)

    def _button(self, text: str, keys: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(text)
        button.setToolTip(f"{text} ({keys})")
        button.clicked.connect(act)
        QShortcut(QKeySequence(keys), self).activated.connect(act)
        return button

    def _connect(self) -> None:
        self.search.search_wanted.connect(self.search_for)
        self.contents.currentItemChanged.connect(self._choose)
        self.text.anchorClicked.connect(self._follow)
        QShortcut(QKeySequence("Ctrl+F"), self).activated.connect(self.search.setFocus)

    @property
    def section(self) -> Section:
        """The section in sight."""
        return self._section

    def show_section(self, anchor: str) -> None:
        """Show the section with an anchor."""
        self.contents.setCurrentItem(self.items[anchor])
        self.contents.scrollToItem(self.items[anchor])

    def step(self, way: int) -> None:
        """Go to the section after this one, or before it with a negative `way`."""
        at = self._sections.index(self._section) + way
        if 0 <= at < len(self._sections):
            self.show_section(self._sections[at].anchor)

    def search_for(self, query: str) -> None:
        """Leave in the contents what says all words of a query, and show the first of them."""
        fitting = [one.anchor for one in self._sections if one.fits(query)]
        self.nothing.setVisible(not fitting)
        for anchor, item in self.items.items():
            item.setHidden(anchor not in fitting)
        for head in self._heads():
            inside = [item for item in self.items.values() if item.parent() is head]
            head.setHidden(all(item.isHidden() for item in inside))
            head.setExpanded(bool(query.strip()))
        if fitting and self._section.anchor not in fitting:
            self.show_section(fitting[0])
        if query.strip():
            self.text.moveCursor(QTextCursor.MoveOperation.Start)
            self.text.find(query.strip())

    def save(self) -> None:
        """Save the whole guide as a PDF where the user says."""
        words = self.words
        chosen, _filter = QFileDialog.getSaveFileName(
            self, words("Save the guide as PDF…"), words("guide.pdf"), "PDF (*.pdf)"
        )
        if not chosen:
            return
        paper = work(self, words("Drawing the pages…"), self._draw)
        if paper is None:
            return
        try:
            write_file(Path(chosen), paper)
        except Fault as fault:
            self.said.setText(words.render(fault.sentence))
        else:
            self.said.setText(words("Saved {file}", file=chosen))
        self.said.show()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._tell()

    def _choose(self, item: QTreeWidgetItem | None) -> None:
        if item is None:
            return
        item.setExpanded(True)
        anchor = item.data(0, _SECTION)
        self._section = next(one for one in self._sections if one.anchor == anchor)
        self._tell()

    def _heads(self) -> list[QTreeWidgetItem]:
        found = (self.contents.topLevelItem(at) for at in range(self.contents.topLevelItemCount()))
        return [one for one in found if one is not None]

    def _tell(self) -> None:
        self.text.setHtml(section_text(self._section, colours(), pictures()))
        at = self._sections.index(self._section)
        self.back_button.setEnabled(at > 0)
        self.next_button.setEnabled(at + 1 < len(self._sections))

    def _follow(self, link: QUrl) -> None:
        self.show_section(link.fragment())
