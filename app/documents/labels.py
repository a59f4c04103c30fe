"""Label sheets: codes as QR and Code 128, names cut only where they cannot fit."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache
from io import BytesIO
from typing import Any

from reportlab.graphics.barcode.code128 import Code128Auto
from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from app.documents.page import register_fonts
from app.domain.label import Label, Offsets, Stock, Symbol, place_labels

_PAD = 1 * mm
_QUIET = 4  # modules around a QR code
_BAR_QUIET = 10  # bars' widths on each side of a Code 128
# Points: 2 and 3 dots at 150 dpi, 4 and 6 at 300. A bar of whole dots is as wide wherever it
# lies; of another width some come out a dot wider than others, and the code is lost.
_BARS = (1.44, 0.96)
_LARGE = 40 * mm  # labels from this height on are read from a step away
_CUT = "…"  # ends what is cut
_LINE = 1.15  # of the size of the letters
_SMALLEST = 5.0  # points; smaller letters cannot be read
_LARGE_LETTERS = 11.0  # points, on labels that are read from a step away
_SAID_SHORTER = ("Trường Tiểu học", "TH")
_MOST_LINES = 4
_BARS_AND_QR = 25 * mm  # labels lower than this hold one of both


def draw_labels(
    labels: Sequence[Label],
    stock: Stock,
    start: int,
    *,
    symbol: Symbol,
    offsets: Offsets,
    school: str,
) -> bytes:
    """Return the sheets as a PDF; a Code 128 without room on its label becomes a QR code."""
    canvas, buffer = _canvas(stock)
    page = 0
    for label, spot in zip(labels, place_labels(stock, len(labels), start, offsets), strict=True):
        if spot.page != page:
            canvas.showPage()
            page = spot.page
        bottom = stock.page_height - spot.y - stock.height
        _draw_label(canvas, label, (spot.x * mm, bottom * mm), stock, symbol=symbol, school=school)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def bar_width(code: str, stock: Stock, symbol: Symbol) -> float:
    """Return the width in points of a label's thinnest bar, 0 where it gets no Code 128."""
    width, height = stock.width * mm - 2 * _PAD, stock.height * mm - 2 * _PAD
    if symbol == Symbol.QR or (symbol == Symbol.BOTH and height < _BARS_AND_QR):
        return 0
    modules = _modules("".join("0" if letter.isdigit() else "B" for letter in code))
    return next((bar for bar in _BARS if bar * (modules + 2 * _BAR_QUIET) <= width), 0)


@cache
def _modules(shape: str) -> int:
    """Return how many bars wide a Code 128 is: that depends on where its digits stand alone."""
    return int(Code128Auto(shape, barWidth=1, quiet=0).width)


def draw_test_page(stock: Stock, offsets: Offsets) -> bytes:
    """Return a page with each label's frame and number, and a ruler cross in mm."""
    canvas, buffer = _canvas(stock)
    canvas.setLineWidth(0.3)
    canvas.setFont("Serif", 7)
    height = stock.page_height
    for number, spot in enumerate(place_labels(stock, stock.on_page, 1, offsets), start=1):
        bottom = height - spot.y - stock.height
        canvas.rect(spot.x * mm, bottom * mm, stock.width * mm, stock.height * mm)
        canvas.drawString((spot.x + 1.5) * mm, (bottom + 1.5) * mm, str(number))
    middle_x, middle_y = stock.page_width / 2 + offsets.x, height / 2 - offsets.y
    arm = min(stock.page_width, height) // 2 - 5
    canvas.line((middle_x - arm) * mm, middle_y * mm, (middle_x + arm) * mm, middle_y * mm)
    canvas.line(middle_x * mm, (middle_y - arm) * mm, middle_x * mm, (middle_y + arm) * mm)
    for step in range(-int(arm), int(arm) + 1):
        tick = 2 if step % 10 == 0 else 1
        x, y = middle_x + step, middle_y + step
        canvas.line(x * mm, (middle_y - tick) * mm, x * mm, (middle_y + tick) * mm)
        canvas.line((middle_x - tick) * mm, y * mm, (middle_x + tick) * mm, y * mm)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def fit_lines(words: str, face: str, size: float, width: float, most: int) -> list[str]:
    """Return words on at most `most` lines of `width` points; an ellipsis ends what is cut."""
    lines: list[str] = []
    left = unicodedata.normalize("NFC", words).strip()
    while left and len(lines) < most:
        end = len(left)
        while end > 1 and stringWidth(left[:end], face, size) > width:
            end -= 1
        if end < len(left) and left[end] != " ":
            blank = left.rfind(" ", 0, end)
            end = blank if blank > 0 else end
        lines.append(left[:end].strip())
        left = left[end:].strip()
    if left and lines:
        last = lines[-1]
        while last and stringWidth(f"{last}{_CUT}", face, size) > width:
            last = last[:-1]
        lines[-1] = f"{last.rstrip()}{_CUT}"
    return lines


def _canvas(stock: Stock) -> tuple[Any, BytesIO]:
    register_fonts()
    buffer = BytesIO()
    canvas = Canvas(
        buffer,
        pagesize=(stock.page_width * mm, stock.page_height * mm),
        invariant=1,
        lang="vi-VN",
        initialFontName="Serif",
    )
    canvas.setTitle("Nhãn thiết bị")
    canvas.setCreator("Sổ Thiết Bị")
    return canvas, buffer


def _draw_label(
    canvas: Any,  # noqa: ANN401 - reportlab ships no types
    label: Label,
    corner: tuple[float, float],
    stock: Stock,
    *,
    symbol: Symbol,
    school: str,
) -> None:
    left, bottom = corner[0] + _PAD, corner[1] + _PAD
    width, height = stock.width * mm - 2 * _PAD, stock.height * mm - 2 * _PAD
    large = height >= _LARGE
    size = _LARGE_LETTERS if large else 6.5
    bar = bar_width(label.code, stock, symbol)
    tall = (12 if large else 7) * mm
    if bar:
        code = Code128Auto(label.code, barWidth=bar, barHeight=tall, quiet=0)
        code.drawOn(canvas, left + (width - code.width) / 2, bottom)
        bottom, height = bottom + tall + 1, height - tall - 1
    if symbol != Symbol.CODE128 or not bar:
        side = min(height, width * 0.5)
        _draw_qr(canvas, label.code, left, bottom + (height - side) / 2, side)
        left, width = left + side + 2, width - side - 2
    _draw_words(canvas, label, (left, bottom, width, height), size, school)


def _draw_words(
    canvas: Any,  # noqa: ANN401 - reportlab ships no types
    label: Label,
    room: tuple[float, float, float, float],
    size: float,
    school: str,
) -> None:
    """Write the code at the foot, then as much of name, detail and school as has room."""
    left, bottom, width, height = room
    code_size = size + 2.5
    code_size = min(code_size, code_size * width / stringWidth(label.code, "Serif-Bold", code_size))
    canvas.setFont("Serif-Bold", code_size)
    canvas.drawString(left, bottom + code_size * 0.3, label.code)
    y = bottom + height
    for face, points, line in _lay_words(label, school, (width, height - code_size * 1.3), size):
        y -= points * _LINE
        canvas.setFont(face, points)
        canvas.drawString(left, y + points * 0.25, line)


def _lay_words(
    label: Label, school: str, room: tuple[float, float], size: float
) -> list[tuple[str, float, str]]:
    """Return (face, points, text) of each line of a label.

    The name comes before the school and the detail. It is cut only where the smallest letters
    or `_MOST_LINES` are too few for it: a wall of words is read by nobody, and some scanners
    take it for bars.
    """
    width, height = room
    face = "Serif-Bold" if size >= _LARGE_LETTERS else "Serif"
    points = size
    while True:
        most = int(height / (points * _LINE))
        name = fit_lines(label.name, face, points, width, min(most, _MOST_LINES))
        if points <= _SMALLEST or (name and not name[-1].endswith(_CUT)):
            break
        points -= 0.5
    lines = [(face, points, one) for one in name]
    if len(lines) < most:
        lines.insert(0, _on_one_line(school, "Serif-Italic", size, width))
    if len(lines) < most and label.detail:
        lines.append(_on_one_line(label.detail, "Serif", points, width))
    return lines


def _on_one_line(words: str, face: str, size: float, width: float) -> tuple[str, float, str]:
    """Return words as one line, in smaller letters, then said shorter, before they are cut."""
    for said in (words, words.replace(*_SAID_SHORTER)):
        points = min(size, size * width / max(stringWidth(said, face, size), 1))
        if points >= _SMALLEST:
            return face, points, said
    return face, _SMALLEST, "".join(fit_lines(said, face, _SMALLEST, width, 1))


def _draw_qr(
    canvas: Any,  # noqa: ANN401 - reportlab ships no types
    code: str,
    left: float,
    bottom: float,
    side: float,
) -> None:
    """Draw runs of dark modules in one path; `side` in points holds the quiet zone."""
    matrix = QRCode(None, QRErrorCorrectLevel.M)
    matrix.addData(code)
    matrix.make()
    count = matrix.moduleCount
    unit = side / (count + 2 * _QUIET)
    path = canvas.beginPath()
    for row, modules in enumerate(matrix.modules):
        y = bottom + side - (row + 1 + _QUIET) * unit
        column = 0
        while column < count:
            first = column
            while column < count and modules[column]:
                column += 1
            if column > first:
                path.rect(left + (first + _QUIET) * unit, y, (column - first) * unit, unit)
            column += 1
    canvas.drawPath(path, stroke=0, fill=1)
