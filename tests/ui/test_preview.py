"""The preview: turned, enlarged, printed and saved by keys; the counter never waits for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPageRanges
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QSpinBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.domain.label import STOCKS, Offsets, Symbol
from app.domain.setting import School
from app.services.labels import PrintLabels
from app.services.people import DescribeSchool
from app.services.room import Room
from app.services.showing import PrintShown, Shown
from app.services.viewing import page_picture, page_sizes
from app.services.wording import load_words
from tests.ui.hands import answering, back_to, control, enter, focused, press, type_text
from ui.dialogs.preview import Preview
from ui.printing import make_printer, print_whole, wanted_pages
from ui.runner import Runner
from ui.theme import DARK
from ui.viewer import Viewer
from ui.widgets.pages import Fit
from ui.window import Window

_INK = 160  # darker than that is drawn


class Desk:
    """The window as the program builds it, with a printer that writes a file."""

    def __init__(self, school: Room, folder: Path) -> None:
        """Have no printer yet."""
        self.opened: list[Path] = []
        self.printed = folder / "printed.pdf"
        self.plugged_in = False
        runner = Runner(school, load_words("en"))
        self.viewer = Viewer(runner, self.opened.append, self._find_printer)
        self.window = Window(runner, self.opened.append, lambda: self.viewer)

    def _find_printer(self, paper: bytes, title: str) -> QPrinter | None:
        return to_file(make_printer(paper, title), self.printed) if self.plugged_in else None


def to_file(printer: QPrinter, path: Path) -> QPrinter:
    """Have a printer write a file, with few dots: that is quick."""
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    printer.setResolution(150)
    return printer


def shown() -> Preview | None:
    """Return the preview that is on the screen."""
    found = [one for one in QApplication.topLevelWidgets() if isinstance(one, Preview)]
    return next((one for one in found if one.isVisible()), None)


@pytest.fixture
def desk(qtbot: QtBot, school: Room, tmp_path: Path) -> Iterator[Desk]:
    """Show the window with its viewer."""
    made = Desk(school, tmp_path)
    qtbot.addWidget(made.window)
    with qtbot.waitActive(made.window):
        made.window.show()
        made.window.activateWindow()
    yield made
    made.viewer.wait()
    made.window.close()


@pytest.fixture
def long_paper(school: Room) -> bytes:
    """Return a list of eight pages or more."""
    rows = tuple((f"Bộ thực hành số {number}", number) for number in range(200))
    return school.ask(PrintShown(Shown("Danh sách", ("Tên", "Số"), rows)))


@pytest.fixture
def preview(qtbot: QtBot, tmp_path: Path, long_paper: bytes) -> Iterator[Preview]:
    """Show a long paper at a known size."""
    path = tmp_path / "danh-sach.pdf"
    path.write_bytes(long_paper)
    opened: list[Path] = []
    made = Preview(load_words("en"), path, long_paper, opened.append, None)
    made.resize(1000, 700)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    yield made
    made.close()


def test_a_paper_is_looked_at_and_left_by_keys_alone(desk: Desk, qtbot: QtBot) -> None:
    enter("3A")
    enter("TB00001")
    enter()
    control(Qt.Key.Key_P)
    qtbot.waitUntil(lambda: shown() is not None)
    preview = shown()
    assert preview is not None
    qtbot.waitUntil(lambda: focused() is preview.view)
    assert preview.isModal()
    assert "phieu-muon-0001.pdf" in preview.view.accessibleName()
    control(Qt.Key.Key_O)
    assert [path.name for path in desk.opened] == ["phieu-muon-0001.pdf"]
    press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: shown() is None)
    back_to(desk.window)
    assert desk.window.counter.scan.hasFocus()


def test_a_paper_comes_though_the_window_is_not_in_front(desk: Desk, qtbot: QtBot) -> None:
    enter("3A")
    enter("TB00001")
    enter()
    elsewhere = QWidget()
    qtbot.addWidget(elsewhere)
    with qtbot.waitActive(elsewhere):
        elsewhere.show()
        elsewhere.activateWindow()
    desk.window.actions_["print"].trigger()
    qtbot.waitUntil(lambda: shown() is not None)
    preview = shown()
    assert preview is not None
    assert preview.parentWidget() is desk.window
    preview.close()


def test_the_queue_goes_on_while_a_slip_is_printed(desk: Desk, school: Room, qtbot: QtBot) -> None:
    school.run(DescribeSchool(School("Hoa Phượng", print_slips="yes")))
    desk.plugged_in = True
    enter("3A")
    enter("TB00001")
    enter()
    assert desk.window.toast.offers_undo()
    enter("4B")
    assert [desk.window.counter.scan.hasFocus(), shown(), desk.opened] == [True, None, []]
    qtbot.waitUntil(desk.printed.is_file)
    desk.viewer.wait()
    slip = (school.folder / "documents" / "phieu-muon-0001.pdf").read_bytes()
    assert _as_large(desk.printed.read_bytes(), 0, slip, 0)


def test_without_a_printer_the_queue_goes_on_and_is_told(desk: Desk, school: Room) -> None:
    school.run(DescribeSchool(School("Hoa Phượng", print_slips="yes")))
    enter("3A")
    enter("TB00001")
    enter()
    assert "No printer is set up" in desk.window.toast.label.text()
    assert [desk.window.counter.scan.hasFocus(), shown(), desk.opened] == [True, None, []]


def test_the_pages_are_turned_by_keys(preview: Preview) -> None:
    count = preview.view.pages
    assert count >= 4
    control(Qt.Key.Key_9)
    assert preview.view.fit is Fit.PAGE
    press(Qt.Key.Key_PageDown)
    press(Qt.Key.Key_PageDown)
    assert preview.page_box.value() == preview.view.page == 3
    press(Qt.Key.Key_PageUp)
    assert preview.view.page == 2
    press(Qt.Key.Key_End)
    assert preview.view.page == count
    press(Qt.Key.Key_Home)
    assert preview.view.page == 1
    control(Qt.Key.Key_G)
    type_text("4")
    assert preview.view.page == 4
    assert preview.page_box.text() == f"Page 4 / {count}"


def test_the_zoom_follows_the_window_or_stands(preview: Preview) -> None:
    view = preview.view
    assert (view.fit, preview.zoom_box.currentText()) == (Fit.WIDTH, "Fit the width")
    before = view.zoom
    preview.resize(700, 700)
    assert view.zoom < before
    control(Qt.Key.Key_Plus)
    larger = view.zoom
    assert (view.fit, larger > before * 0.7) == (Fit.NOTHING, True)
    assert preview.zoom_box.currentText() == f"{larger:.0%}"
    preview.resize(900, 700)
    assert view.zoom == larger
    control(Qt.Key.Key_Minus)
    assert view.zoom < larger
    preview.zoom_box.setFocus()
    press(Qt.Key.Key_End)
    assert view.zoom == 3.0
    assert view.horizontalScrollBar().maximum() > 0


def test_a_larger_page_stays_where_it_was_read(preview: Preview) -> None:
    view = preview.view
    view.go(3)
    bar = view.verticalScrollBar()
    bar.setValue(bar.value() + 100)
    page = view.page
    for _press in range(3):
        control(Qt.Key.Key_Plus)
    assert view.page == page == 3


def test_only_what_is_in_sight_is_drawn(preview: Preview) -> None:
    view = preview.view
    view.grab()
    assert view.drawn <= {1, 2}
    for page in range(1, view.pages + 1):
        view.go(page)
        view.grab()
    assert view.pages in view.drawn
    assert len(view.drawn) <= 8


def test_the_page_stays_white_in_the_dark(preview: Preview, qtbot: QtBot) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    palette = application.palette()
    dark = application.palette()
    dark.setColor(dark.ColorRole.Window, DARK.page)
    try:
        application.setPalette(dark)
        control(Qt.Key.Key_9)
        picture = preview.view.viewport().grab().toImage()
    finally:
        application.setPalette(palette)
    assert picture.pixelColor(2, 2).name() == DARK.line.lower()
    assert picture.pixelColor(picture.width() // 2, 24).name() == "#ffffff"
    qtbot.wait(1)


def test_every_button_has_a_name_and_can_be_reached(preview: Preview) -> None:
    buttons = preview.findChildren(QPushButton)
    assert len(buttons) == 6
    assert all(one.accessibleName() and one.toolTip() for one in buttons)
    reached = set()
    for _press in range(12):
        reached.add(focused())
        press(Qt.Key.Key_Tab)
    assert {*buttons, preview.view, preview.page_box, preview.zoom_box} <= reached


@pytest.mark.usefixtures("preview")
def test_what_was_chosen_is_printed_as_large_as_it_is(long_paper: bytes, tmp_path: Path) -> None:
    target = tmp_path / "out.pdf"

    def choose(dialog: QPrintDialog) -> None:
        to_file(dialog.printer(), target)
        dialog.findChildren(QLineEdit, "filename")[0].setText(str(target))
        dialog.findChildren(QRadioButton, "printRange")[0].setChecked(True)
        for name, page in (("from", 2), ("to", 3)):
            dialog.findChildren(QSpinBox, name)[0].setValue(page)
        dialog.accept()

    with answering(QPrintDialog, choose):
        control(Qt.Key.Key_P)
    printed = target.read_bytes()
    assert [_millimetres(printed), len(page_sizes(printed))] == [_millimetres(long_paper), 2]
    assert [_is_page(printed, at, long_paper) for at in (0, 1)] == [1, 2]
    assert _as_large(printed, 0, long_paper, 1)


@pytest.mark.qt_log_ignore("QPainter::begin", extend=True)
def test_a_printer_that_refuses_is_told_of_in_the_preview(preview: Preview, tmp_path: Path) -> None:
    printer = make_printer(preview.paper, "x")
    preview.print_on(to_file(printer, tmp_path / "nowhere" / "out.pdf"))
    assert "does not print" in preview.refusal.text()
    assert preview.refusal.isVisible()


def test_pages_are_printed_in_the_order_and_number_that_was_asked_for(long_paper: bytes) -> None:
    printer = make_printer(long_paper, "x")
    assert wanted_pages(printer, 4, 1) == [0, 1, 2, 3]
    printer.setPrintRange(QPrinter.PrintRange.CurrentPage)
    assert wanted_pages(printer, 4, 3) == [2]
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    ranges = QPageRanges()
    ranges.addPage(1)
    ranges.addRange(3, 4)
    printer.setPageRanges(ranges)
    assert wanted_pages(printer, 9, 1) == [0, 2, 3]
    printer.setPageOrder(QPrinter.PageOrder.LastPageFirst)
    assert wanted_pages(printer, 3, 1) == [2, 0]


def test_labels_come_out_as_large_as_they_are(school: Room, tmp_path: Path) -> None:
    codes = ("TB00001", "TB00002")
    labels = PrintLabels(codes, STOCKS[0].name, 1, Symbol.BOTH, Offsets(0, 0), 20)
    paper = school.ask(labels)
    printer = to_file(make_printer(paper, "x"), tmp_path / "labels.pdf")
    print_whole(printer, paper)
    printed = (tmp_path / "labels.pdf").read_bytes()
    assert _millimetres(printed) == _millimetres(paper)
    assert _as_large(printed, 0, paper, 0)


def test_a_copy_is_saved_elsewhere_or_why_not(
    preview: Preview, long_paper: bytes, tmp_path: Path
) -> None:
    def save_to(path: Path) -> None:
        def choose(dialog: QFileDialog) -> None:
            dialog.findChildren(QLineEdit)[0].setText(str(path))
            dialog.accept()

        with answering(QFileDialog, choose):
            control(Qt.Key.Key_S)

    save_to(tmp_path / "copy.pdf")
    assert (tmp_path / "copy.pdf").read_bytes() == long_paper
    assert preview.refusal.isHidden()


def _millimetres(paper: bytes) -> tuple[int, int]:
    size = page_sizes(paper)[0]
    return round(size.width / 72 * 25.4), round(size.height / 72 * 25.4)


def _is_page(printed: bytes, at: int, paper: bytes) -> int:
    """Return which page of a paper, from 0, a printed page is: of all, it differs least."""
    out = _dots(printed, at)
    off = [
        sum(abs(a - b) for a, b in zip(out, _dots(paper, page), strict=True))
        for page in range(len(page_sizes(paper)))
    ]
    return off.index(min(off))


def _dots(paper: bytes, page: int) -> bytes:
    """Return a page without its last rows and columns: a size is rounded here or there."""
    made = page_picture(paper, page, 72, grey=True)
    return b"".join(made.pixels[row * made.stride :][:830] for row in range(590))


def _lies(paper: bytes, page: int) -> tuple[int, int, int, int]:
    """Return where what is drawn begins and ends, across and down, in points."""
    made = page_picture(paper, page, 72, grey=True)
    rows = [made.pixels[row * made.stride :][: made.width] for row in range(made.height)]
    down = [at for at, row in enumerate(rows) if min(row) < _INK]
    across = [at for at in range(made.width) if min(row[at] for row in rows) < _INK]
    return across[0], across[-1], down[0], down[-1]


def _as_large(printed: bytes, at: int, paper: bytes, page: int) -> bool:
    """Return whether a printed page lies where the paper's does, to less than a millimetre."""
    pairs = zip(_lies(printed, at), _lies(paper, page), strict=True)
    return all(abs(a - b) <= 2 for a, b in pairs)
