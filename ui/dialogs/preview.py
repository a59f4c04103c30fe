"""A paper looked at before it is printed, saved elsewhere or opened in another program."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.domain.fault import Fault
from app.domain.sentence import Words
from app.services.files import write_file
from ui.printing import Step, make_printer, print_pages, wanted_pages
from ui.widgets.flow import Flow
from ui.widgets.kit import label
from ui.widgets.pages import ZOOMS, Fit, PageView
from ui.worker import work_in_steps

_SHARE = 0.94  # of the screen's height; a page is tall


class Preview(QDialog):
    """Shows one paper; `open_file` shows a file in the desktop's own way."""

    def __init__(
        self,
        words: Words,
        path: Path,
        paper: bytes,
        open_file: Callable[[Path], None],
        parent: QWidget | None,
    ) -> None:
        """Show a PDF that is kept at `path`, as wide as the window."""
        super().__init__(parent)
        self.words, self._path, self.paper, self._open_file = words, path, paper, open_file
        self.setWindowTitle(words("Print preview"))
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.view = PageView(self.paper, words("The pages of {file}", file=path.name))
        self.refusal = label("", "bad")
        self.refusal.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 12)
        column.addLayout(self._bar())
        column.addWidget(self.refusal)
        column.addWidget(self.view, 1)
        self._connect()
        room = self.screen().availableSize()
        self.resize(min(room.width(), 1100), round(room.height() * _SHARE))
        self.view.setFocus()

    def _bar(self) -> Flow:
        """Return the buttons over the pages, in as many lines as they need."""
        words = self.words
        count = self.view.pages
        self.page_box = QSpinBox()
        self.page_box.setRange(1, count)
        self.page_box.setPrefix(words("Page") + " ")
        self.page_box.setSuffix(f" / {count}")
        self.page_box.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.page_box.setAccessibleName(words("Page"))
        self.page_box.setToolTip(words("The page in sight (Ctrl+G)"))
        self.zoom_box = QComboBox()
        self.zoom_box.setAccessibleName(words("Zoom"))
        for fit, title in ((Fit.WIDTH, words("Fit the width")), (Fit.PAGE, words("Fit the page"))):
            self.zoom_box.addItem(title, fit)
        for zoom in ZOOMS:
            self.zoom_box.addItem(f"{zoom:.0%}", zoom)
        self.print_button = self._button(words("Print…"), "Ctrl+P", self.print_paper)
        self.print_button.setDefault(True)
        return Flow(
            label(self._path.name, "quiet"),
            self.page_box,
            self._button("−", "Ctrl+-", partial(self.view.step, -1), words("Smaller")),
            self.zoom_box,
            self._button("+", "Ctrl++", partial(self.view.step, 1), words("Larger")),
            self.print_button,
            self._button(words("Save a copy…"), "Ctrl+S", self.save_copy),
            self._button(words("Open in another program"), "Ctrl+O", self.open_elsewhere),
            self._button(words("Close"), "Esc", self.close),
        )

    def _button(
        self, text: str, keys: str, act: Callable[[], object], name: str = ""
    ) -> QPushButton:
        button = QPushButton(text)
        button.setAccessibleName(name or text)
        button.setToolTip(f"{name or text} ({keys})")
        button.setAutoDefault(False)
        button.clicked.connect(act)
        if keys != "Esc":  # that is the dialog's own
            QShortcut(QKeySequence(keys), self).activated.connect(act)
        return button

    def _connect(self) -> None:
        self.view.moved.connect(self.page_box.setValue)
        self.view.zoomed.connect(self._show_zoom)
        self.page_box.valueChanged.connect(self._go)
        self.zoom_box.activated.connect(self._choose_zoom)
        for keys, act in (
            ("Ctrl+=", partial(self.view.step, 1)),
            ("Ctrl+0", partial(self.view.follow, Fit.WIDTH)),
            ("Ctrl+9", partial(self.view.follow, Fit.PAGE)),
            ("Ctrl+G", self._ask_page),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    def print_paper(self) -> None:
        """Ask which printer and which pages, and print them."""
        printer = make_printer(self.paper, self._path.stem)
        dialog = QPrintDialog(printer, self)
        dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintPageRange)
        dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintCurrentPage)
        dialog.setMinMax(1, self.view.pages)
        dialog.setFromTo(1, self.view.pages)
        chosen = dialog.exec()
        dialog.deleteLater()
        if chosen:
            self.print_on(printer)

    def print_on(self, printer: QPrinter) -> None:
        """Print what the printer was asked for."""
        pages = wanted_pages(printer, self.view.pages, self.view.page)
        job = partial(_print, printer, self.paper, pages)
        self.refusal.hide()
        try:
            work_in_steps(self, self.words("Printing…"), job, self.words("Cancel"))
        except Fault as fault:
            self._refuse(fault)

    def save_copy(self) -> None:
        """Save the paper where the keeper wants it too."""
        chosen, _filter = QFileDialog.getSaveFileName(
            self, self.words("Save a copy…"), self._path.name, "PDF (*.pdf)"
        )
        if chosen:
            self.refusal.hide()
            try:
                write_file(Path(chosen), self.paper)
            except Fault as fault:
                self._refuse(fault)

    def open_elsewhere(self) -> None:
        """Show the file in the desktop's own way."""
        self._open_file(self._path)

    def _refuse(self, fault: Fault) -> None:
        self.refusal.setText(self.words.render(fault.sentence))
        self.refusal.show()

    def _go(self, page: int) -> None:
        if page != self.view.page:
            self.view.go(page)

    def _ask_page(self) -> None:
        self.page_box.setFocus()
        self.page_box.selectAll()

    def _show_zoom(self) -> None:
        wanted = self.view.fit if self.view.fit is not Fit.NOTHING else self.view.zoom
        self.zoom_box.setCurrentIndex(self.zoom_box.findData(wanted))

    def _choose_zoom(self) -> None:
        chosen = self.zoom_box.currentData()
        if isinstance(chosen, Fit):
            self.view.follow(chosen)
        else:
            self.view.follow(Fit.NOTHING, chosen)


def _print(printer: QPrinter, paper: bytes, pages: list[int], step: Step) -> bool:
    print_pages(printer, paper, pages, step)
    return True
