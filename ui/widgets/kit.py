"""Small parts every screen uses: titles, cards, tables, a search box."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractItemModel, QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QLabel,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QTableView,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

_LINE = 17  # pixels: the height of a line of text at 100%
_LEAST = 170  # pixels at 100%: what a column that stretches keeps in a narrow window
_ROWS = 3  # how many a table shows in the lowest window
_PAUSE = 120  # milliseconds without a key before a search runs


def label(text: str, name: str = "") -> QLabel:
    """Return a label; `name` picks its look in the theme."""
    made = QLabel(text)
    made.setObjectName(name)
    made.setWordWrap(True)
    return made


def scrolled(name: str, *widgets: QWidget) -> QScrollArea:
    """Return widgets one below the other in an area that scrolls when they are too long."""
    inside = QWidget()
    column = QVBoxLayout(inside)
    column.setContentsMargins(0, 0, 0, 0)
    for widget in widgets:
        column.addWidget(widget)
    column.addStretch(1)
    area = QScrollArea()
    area.setAccessibleName(name)
    area.setObjectName("bare")
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidgetResizable(True)
    inside.setObjectName("bare")
    area.setWidget(inside)
    return area


class Card(QFrame):
    """A framed block with a vertical layout, `column`."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        """Build a card, with a heading if it has a title."""
        super().__init__(parent)
        self.setObjectName("card")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(16, 12, 16, 12)
        self.column.setSpacing(8)
        if title:
            self.column.addWidget(label(f"<b>{title}</b>"))

    @override
    def event(self, event: QEvent) -> bool:
        """Never be lower than what is written in it takes at this width."""
        done = super().event(event)
        if event.type() in {QEvent.Type.Resize, QEvent.Type.LayoutRequest}:
            self.setMinimumHeight(max(self.column.minimumHeightForWidth(self.width()), 0))
        return done


class Line(QLineEdit):
    """A line of text; while it is empty, Ctrl+Z is the window's and not the text's."""

    @override
    def event(self, event: QEvent) -> bool:
        """Leave Ctrl+Z to the window when there is no text to undo."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.matches(QKeySequence.StandardKey.Undo)
            and not self.text()
        ):
            event.ignore()
            return False
        return super().event(event)


class SearchBox(Line):
    """A box that asks to search a moment after the last key."""

    search_wanted = Signal(str)

    def __init__(self, hint: str, parent: QWidget | None = None) -> None:
        """Build the box with its hint."""
        super().__init__(parent)
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        self.setClearButtonEnabled(True)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self._want)
        self.textEdited.connect(self._timer.start)
        self.returnPressed.connect(self._want)

    def _want(self) -> None:
        self._timer.stop()
        self.search_wanted.emit(self.text())


class Table(QTableView):
    """A table whose rows and columns follow the size of the text."""

    def __init__(self, widths: tuple[int, ...]) -> None:
        """Take the widths in pixels at 100%, 0 for the column that stretches."""
        super().__init__()
        self._widths = widths
        self._line = 0

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self.fit()

    def spread(self, widths: Sequence[int]) -> None:
        """Give the columns other widths, in pixels at 100%, 0 for the one that stretches."""
        self._widths = tuple(widths)
        self._line = 0
        self.fit()

    def fit(self) -> None:
        """Set heights and widths by the text, unless its size is what it was."""
        line = self.fontMetrics().height()
        if line == self._line or self.model() is None:
            return
        self._line = line
        self.verticalHeader().setDefaultSectionSize(line + 14)
        for column, width in enumerate(self._widths):
            if width:
                self.setColumnWidth(column, width * line // _LINE)
        self._stretch()

    @override
    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    @override
    def minimumSizeHint(self) -> QSize:
        high = _ROWS * self.verticalHeader().defaultSectionSize()
        head, bar = self.horizontalHeader(), self.horizontalScrollBar()
        if not head.isHidden():
            high += head.sizeHint().height()
        return QSize(super().minimumSizeHint().width(), high + bar.sizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._stretch()

    @override
    def setColumnHidden(self, column: int, hide: bool) -> None:
        """Hide or show a column, and share out its room."""
        super().setColumnHidden(column, hide)
        self._stretch()

    def _stretch(self) -> None:
        """Let a column stretch that has room to; in a narrow window the table scrolls instead."""
        header = self.horizontalHeader()
        for column, width in enumerate(self._widths):
            if width or header.isSectionHidden(column):
                continue
            others = sum(
                header.sectionSize(other)
                for other in range(header.count())
                if other != column and not header.isSectionHidden(other)
            )
            least = _LEAST * self._line // _LINE
            if self.viewport().width() - others >= least:
                header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
            else:
                header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
                header.resizeSection(column, least)


def table(model: QAbstractItemModel, name: str, widths: tuple[int, ...]) -> Table:
    """Return a table over a model; widths in pixels, 0 for the column that stretches."""
    view = Table(widths)
    view.setModel(model)
    view.setAccessibleName(name)
    view.setAlternatingRowColors(True)
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    rows = view.verticalHeader()
    rows.setVisible(False)
    rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    header = view.horizontalHeader()
    header.setHighlightSections(False)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setMinimumSectionSize(48)
    view.fit()
    return view
