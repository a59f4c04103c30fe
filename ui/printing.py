"""Pages put on a printer, exactly as large as they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

from app.domain.fault import Cancelled, Unavailable
from app.domain.picture import POINTS, PageSize
from app.domain.sentence import Sentence
from app.services.viewing import page_picture, page_sizes

# Dots to an inch: more is not seen, and a page in colours would take half a gigabyte.
_FINEST, _FINEST_IN_COLOURS = 600, 300
_ALIKE = 0.99  # paper that is so much of the page or more is of its size

Step = Callable[[int, int], None]


def make_printer(paper: bytes, title: str) -> QPrinter:
    """Return the desktop's usual printer, set to the size and way of a paper's first page."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    printer.setFullPage(True)
    _turn(printer, page_sizes(paper)[0])
    return printer


def wanted_pages(printer: QPrinter, count: int, seen: int) -> list[int]:
    """Return the pages a person chose of `count`, from 0, in the order they come out.

    `seen` is the page in sight, from 1.
    """
    chosen = list(range(count))
    if printer.printRange() == QPrinter.PrintRange.CurrentPage:
        chosen = [seen - 1]
    elif printer.printRange() == QPrinter.PrintRange.PageRange:
        ranges = printer.pageRanges().toRangeList()
        spans = [(span.from_, span.to) for span in ranges] or [(printer.fromPage(),
                                                               printer.toPage())]  # fmt: skip
        chosen = [page for page in chosen if any(a <= page + 1 <= b for a, b in spans)]
    if printer.pageOrder() == QPrinter.PageOrder.LastPageFirst:
        chosen.reverse()
    times = 1 if printer.supportsMultipleCopies() else printer.copyCount()
    return chosen * times


def print_pages(printer: QPrinter, paper: bytes, pages: Sequence[int], step: Step) -> None:
    """Draw pages, from 0, at the printer's own resolution; raise `Unavailable` if it refuses.

    It may run on any thread. `step` hears of each page and may call the rest off.
    """
    sizes = page_sizes(paper)
    painter = QPainter()
    try:
        for done, page in enumerate(pages, start=1):
            _turn(printer, sizes[page])
            begun = printer.newPage() if painter.isActive() else painter.begin(printer)
            if not begun:
                raise Unavailable(
                    Sentence(
                        "{printer} does not print. See that it is switched on and has paper, "
                        "or choose another.",
                        {"printer": printer.printerName() or "—"},
                    )
                )
            _draw(painter, printer, paper, page, sizes[page])
            step(done, len(pages))
    except Cancelled:
        printer.abort()
        raise
    finally:
        if painter.isActive():
            painter.end()


def print_whole(printer: QPrinter, paper: bytes) -> None:
    """Draw all pages, without anybody watching."""
    print_pages(printer, paper, range(len(page_sizes(paper))), _go_on)


def _go_on(_done: int, _whole: int) -> None:
    """Never call it off."""


def _turn(printer: QPrinter, size: PageSize) -> None:
    """Lay the paper upright or on its side, as the page is; its size too where that is known."""
    short, long = sorted((size.width, size.height))
    known = QPageSize(QSizeF(short, long), QPageSize.Unit.Point)
    ways = QPageLayout.Orientation
    way = ways.Landscape if size.width > size.height else ways.Portrait
    printer.setPageLayout(QPageLayout(known, way, QMarginsF()))


def _draw(painter: QPainter, printer: QPrinter, paper: bytes, page: int, size: PageSize) -> None:
    dots = printer.resolution()
    grey = printer.colorMode() == QPrinter.ColorMode.GrayScale
    made = page_picture(
        paper, page, min(dots, _FINEST if grey else _FINEST_IN_COLOURS), grey=grey
    )  # fmt: skip
    form = QImage.Format.Format_Grayscale8 if grey else QImage.Format.Format_RGB32
    image = QImage(made.pixels, made.width, made.height, made.stride, form)
    room = printer.paperRect(QPrinter.Unit.DevicePixel)
    width, height = size.width * dots / POINTS, size.height * dots / POINTS
    # A label must stay as large as it is: only on paper that is too small a page shrinks.
    shrink = min(room.width() / width, room.height() / height, 1)
    shrink = 1 if shrink >= _ALIKE else shrink
    painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
    painter.drawImage(QRectF(0, 0, width * shrink, height * shrink), image)
