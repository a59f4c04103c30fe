"""A ruled table: its cells broken into lines, its rows laid out a page at a time."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import accumulate

from reportlab.lib import colors
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.platypus import Flowable, Paragraph
from typing_extensions import override

from app.documents.page import LEADING, style, text

_USUAL = 12  # points: the text of a table; smaller text stands closer
_LOOSE, _CLOSE = 3, 2  # points above and below what stands in a cell
_CELL = 3  # points left and right of what stands in a cell
_TALL = 60 * mm  # a row that is taller goes on in another: it might not fit under the headings
_ENDLESS = 1e6  # points: room that no paragraph fills
_GREY = "#EDEDED"
_THIN = 0.5  # points: a rule

Row = list[Paragraph | str]


@dataclass(frozen=True, slots=True)
class _Line:
    """A row as it is laid out: its cells, how high it is in points, what sets it apart."""

    cells: Row
    height: float
    face: str = "Serif"
    shaded: bool = False


@dataclass(frozen=True, slots=True)
class _Look:
    """How the cells of a table lie: widths and type in points, columns counted from 0."""

    widths: Sequence[float]
    size: float
    centred: frozenset[int]
    right: frozenset[int]

    @property
    def leading(self) -> float:
        """Return how far apart two lines of a cell stand, in points."""
        return self.size * LEADING

    def height(self, row: Row) -> float:
        """Return how high a row is: its highest cell and what is free above and below."""
        tallest = max(
            (cell.count("\n") + 1) * self.leading
            if isinstance(cell, str)
            else cell.wrap(width - 2 * _CELL, _ENDLESS)[1]
            for cell, width in zip(row, self.widths, strict=True)
        )
        return float(tallest) + 2 * (_CLOSE if self.size < _USUAL else _LOOSE)

    def styles(self, face: str) -> list[ParagraphStyle]:
        """Return the style of each column."""
        return [
            style(face, self.size, centred=column in self.centred, right=column in self.right)
            for column in range(len(self.widths))
        ]


class RuledTable(Flowable):  # type: ignore[misc]  # reportlab ships no types
    """Rows under headings that come back on each page.

    reportlab's own table lays all that is left out again for each page, and asks for every cell
    how it looks: a list of thousands takes it minutes. Here a row is laid out once.
    """

    hAlign = "CENTER"  # noqa: N815 - reportlab's

    def __init__(self, head: _Line, lines: Sequence[_Line], look: _Look) -> None:
        """Take all rows, as high as they are."""
        super().__init__()
        self._head, self._lines, self._look = head, lines, look
        self._ends = list(accumulate((line.height for line in lines), initial=head.height))
        self.width, self.height = sum(look.widths), self._ends[-1]

    @override
    def wrap(self, _across: float, _down: float) -> tuple[float, float]:
        """Return how wide and high it is, in points."""
        return self.width, self.height

    @override
    def split(self, _across: float, down: float) -> list[Flowable]:
        """Return the rows that fit `down` points and those that don't; nothing when none fits."""
        fit = bisect_right(self._ends, down) - 1
        if fit < 1:
            return []
        parts = (self._lines[:fit], self._lines[fit:])
        return [RuledTable(self._head, part, self._look) for part in parts]

    @override
    def draw(self) -> None:
        """Draw the rows from the top, then the rules over them."""
        tops = [self.height]
        for line in (self._head, *self._lines):
            self._draw_line(line, tops[-1])
            tops.append(tops[-1] - line.height)
        self.canv.setLineWidth(_THIN)
        for x in accumulate(self._look.widths, initial=0):
            self.canv.line(x, 0, x, self.height)
        for y in tops:
            self.canv.line(0, y, self.width, y)

    def _draw_line(self, line: _Line, top: float) -> None:
        if line.shaded:
            self.canv.setFillColor(_GREY)
            self.canv.rect(0, top - line.height, self.width, line.height, stroke=0, fill=1)
            self.canv.setFillColor(colors.black)
        self.canv.setFont(line.face, self._look.size)
        left = 0.0
        for column, (cell, width) in enumerate(zip(line.cells, self._look.widths, strict=True)):
            if isinstance(cell, str):
                self._draw_lines(cell.split("\n"), column, left, top - line.height / 2)
            else:
                _across, high = cell.wrap(width - 2 * _CELL, line.height)
                cell.drawOn(self.canv, left + _CELL, top - (line.height + high) / 2)
            left += width

    def _draw_lines(self, lines: list[str], column: int, left: float, middle: float) -> None:
        """Draw the lines of a cell around the middle of its row."""
        look, width = self._look, self._look.widths[column]
        draw, x = self.canv.drawString, left + _CELL
        if column in look.centred:
            draw, x = self.canv.drawCentredString, left + width / 2
        elif column in look.right:
            draw, x = self.canv.drawRightString, left + width - _CELL
        y = middle + len(lines) * look.leading / 2 - look.size
        for line in lines:
            if line:
                draw(x, y, line)
            y -= look.leading


def ruled_table(
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
    *,
    centred: frozenset[int],
    right: frozenset[int] = frozenset(),
    size: float = _USUAL,
    totals: bool = False,
    shaded: frozenset[int] = frozenset(),
) -> RuledTable:
    """Return a ruled table; `widths` in points.

    `size` is that of its text, in points; with `totals` the last row is set in bold. Rows
    that are `shaded`, counted from 0 under the headings, stand on a grey ground.
    """
    look = _Look(widths, size, centred, right)
    styles = {face: look.styles(face) for face in ("Serif", "Serif-Bold")}
    head: Row = [text(heading, style("Serif-Bold", size, centred=True)) for heading in headings]
    lines: list[_Line] = []
    for number, row in enumerate(rows):
        face = "Serif-Bold" if totals and number == len(rows) - 1 else "Serif"
        cells = [
            _cell(cell, width, one)
            for cell, width, one in zip(row, widths, styles[face], strict=True)
        ]
        plain = all(isinstance(cell, str) for cell in cells)
        lines += [
            _Line(part, look.height(part), face, number in shaded)
            for part in ([cells] if plain else unfold(cells, widths, _CELL))
        ]
    return RuledTable(_Line(head, look.height(head)), lines, look)


def unfold(row: Row, widths: Sequence[float], pad: float) -> list[Row]:
    """Return a row, or the rows it goes on in where it is too tall to stand on a page.

    `pad` is what a cell leaves free on each side, in points.
    """
    found: list[Row] = []
    left: Row = row
    while any(left):
        now: Row = []
        later: Row = []
        for cell, width in zip(left, widths, strict=True):
            parts = [cell] if isinstance(cell, str) else cell.split(width - 2 * pad, _TALL)
            now.append(parts[0] if parts else "")
            later.append(parts[1] if len(parts) > 1 else "")
        found.append(now)
        left = later
    return found


def _cell(words: str, width: float, look: ParagraphStyle) -> Paragraph | str:
    """Return words broken into plain lines.

    A paragraph costs twenty times a plain line: only what is too tall for a page, or has a word
    too long for its column, is one.
    """
    line = " ".join(unicodedata.normalize("NFC", words).split())
    room = width - 2 * _CELL
    measure = partial(_width, look.fontName, look.fontSize)
    if measure(line) <= room:
        return line
    guess = measure(line) / room * look.leading  # knows no word breaks
    if guess > _TALL or any(measure(word) > room for word in line.split()):
        return text(words, look)
    return "\n".join(_break(line, room, measure))


@lru_cache(maxsize=10_000)  # the words of a long list come again and again
def _width(face: str, size: float, words: str) -> float:
    return float(pdfmetrics.stringWidth(words, face, size))


def _break(line: str, room: float, measure: Callable[[str], float]) -> list[str]:
    """Return a line broken between its words, each part as long as `room` lets it be."""
    lines: list[str] = []
    for word in line.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and measure(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
