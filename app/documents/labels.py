"""Label sheets: codes as QR and Code 128, names cut only where they cannot fit."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
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
_BAR, _WIDEST_BAR = 0.85, 1.4  # points; thinner bars are lost at 150 dpi
_LARGE = 40 * mm  # labels from this height on are read from a step away
_MOST_LINES = 3


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
        while last and stringWidth(f"{last}…", face, size) > width:
            last = last[:-1]
        lines[-1] = f"{last.rstrip()}…"
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
    size = 11 if large else 6.5
    modules = Code128Auto(label.code, barWidth=1, quiet=0).width + 2 * _BAR_QUIET
    bar = min(width / modules, _WIDEST_BAR)
    fits = bar >= _BAR
    tall = (12 if large else 7) * mm
    if fits and (symbol == Symbol.CODE128 or (symbol == Symbol.BOTH and height >= 25 * mm)):
        code = Code128Auto(label.code, barWidth=bar, barHeight=tall, quiet=0)
        code.drawOn(canvas, left + (width - code.width) / 2, bottom)
        bottom, height = bottom + tall + 1, height - tall - 1
    if symbol != Symbol.CODE128 or not fits:
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
    left_over = int((height - code_size * 1.3) / (size * 1.15))
    lines: list[tuple[str, str]] = []
    if left_over > 1:
        lines = [("Serif-Italic", one) for one in fit_lines(school, "Serif-Italic", size, width, 1)]
    most = min(_MOST_LINES, left_over - len(lines))
    lines += [("Serif", one) for one in fit_lines(label.name, "Serif", size, width, most)]
    if len(lines) < left_over:
        lines += [("Serif", one) for one in fit_lines(label.detail, "Serif", size, width, 1)]
    y = bottom + height
    for face, line in lines:
        y -= size * 1.15
        canvas.setFont(face, size)
        canvas.drawString(left, y + size * 0.25, line)


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
