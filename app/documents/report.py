"""A report on wide pages: tables under one title, the rule they were counted by, signers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, PageBreak, Spacer

from app.documents.listing import Column
from app.documents.page import (
    WIDE,
    Letterhead,
    build,
    letterhead,
    number_and_day,
    register_fonts,
    signatures,
    style,
    text,
)
from app.documents.table import ruled_table

_SIZES = (11.0, 10.0, 9.0, 8.0)  # points: the more columns stand side by side, the smaller
_LONGEST = 26 * mm  # a word wider than that is broken
_CROWDED = 0.8  # of the width taken by single words: texts would stand in too many lines
_PADDING = 7  # points: what a cell keeps left and right of its text
_ROOM = 50 * mm  # a table begins on the next page when less is left
_ABOVE = 45 * mm  # of a cover's title


@dataclass(frozen=True, slots=True)
class Block:
    """Rows under lines of their own; with `totals` the last is set in bold. `signers` sign."""

    lines: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    totals: bool = False
    signers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One table; with `totals` its last row is set in bold.

    Its rows may stand in `blocks` instead; `apart`, each of these begins a page.
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    totals: bool = False
    blocks: tuple[Block, ...] = ()
    apart: bool = False

    def all_blocks(self) -> tuple[Block, ...]:
        """Return the rows in blocks, in one if they stand in none."""
        return self.blocks or (Block((), self.rows, self.totals),)


@dataclass(frozen=True, slots=True)
class ReportSheet:
    """All that the pages say; `lines` stand under the title, `closing` under the tables.

    With lines for a `cover`, the last of them the keeper's, the letterhead and the title stand
    on a page before the rest. `symbol` is its kind of document as the decree abbreviates it; its
    number is left to the office that gives it, and a book has neither. `grounds` names the
    document the book is kept by, blank without one.
    """

    letterhead: Letterhead
    day: date
    title: str
    lines: tuple[str, ...]
    parts: tuple[Part, ...]
    closing: str
    signers: tuple[tuple[str, str], ...]
    symbol: str = ""
    grounds: str = ""
    cover: tuple[str, ...] = ()


def draw_report(sheet: ReportSheet) -> bytes:
    """Return the report as a PDF of A4 pages on their side; the same sheet, the same bytes."""
    register_fonts()
    together = [part for part in sheet.parts if not part.apart]
    story = [*_head(sheet)]
    for number, part in enumerate(together, start=1):
        title = f"{number}. {part.title}" if part.title and len(together) > 1 else part.title
        story += [CondPageBreak(_ROOM), Spacer(1, 4 * mm), *_titled(title)]
        laid = _lay(part)
        for block in part.all_blocks():
            story += _block(laid, block)
    end = [Spacer(1, 6 * mm), signatures(*sheet.signers, width=WIDE)]
    if sheet.closing:
        end[:0] = [Spacer(1, 3 * mm), text(sheet.closing, style("Serif-Italic", 12))]
    story.append(KeepTogether(end))  # nobody signs a page on which nothing stands
    for part in sheet.parts:
        if part.apart:
            story += _apart(part, sheet)
    return build(story, title=sheet.title, created=datetime.combine(sheet.day, time()), wide=True)


def _head(sheet: ReportSheet) -> list[Flowable]:
    """Return the top of the first page, or a cover and the top of the page after it."""
    top = letterhead(sheet.letterhead, WIDE)
    number = sheet.letterhead.number(None, sheet.symbol) if sheet.symbol else ""
    day = number_and_day(number, sheet.letterhead.place, sheet.day, WIDE)
    title = text(sheet.title, style("Serif-Bold", 14, centred=True))
    lines = [text(line, style(centred=True)) for line in sheet.lines]
    if sheet.grounds:
        lines.insert(0, text(f"({sheet.grounds})", style("Serif-Italic", 12, centred=True)))
    if not sheet.cover:
        return [top, Spacer(1, 2 * mm), day, Spacer(1, 4 * mm), title, *lines]
    *said, keeper = sheet.cover
    large = [text(line, style("Serif-Bold", 16, centred=True)) for line in said]
    return [
        top,
        Spacer(1, _ABOVE),
        text(sheet.title, style("Serif-Bold", 26, centred=True)),
        Spacer(1, 8 * mm),
        *(flow for line in large for flow in (line, Spacer(1, 3 * mm))),
        Spacer(1, _ABOVE / 3),
        text(keeper, style()),
        PageBreak(),
        day, Spacer(1, 2 * mm), title, *lines,
    ]  # fmt: skip


def _apart(part: Part, sheet: ReportSheet) -> list[Flowable]:
    """Return a table whose blocks each begin a page, under the title of the whole."""
    story: list[Flowable] = []
    laid = _lay(part)
    for block in part.blocks:
        story += [
            PageBreak(),
            text(part.title.upper(), style("Serif-Bold", 14, centred=True)),
            text(sheet.lines[0], style(centred=True)),
            Spacer(1, 2 * mm),
            *_block(laid, block),
        ]
    return story


def _titled(title: str) -> list[Flowable]:
    return [text(title, style("Serif-Bold")), Spacer(1, 2 * mm)] if title else []


def _block(laid: Laid, block: Block) -> list[Flowable]:
    story: list[Flowable] = []
    if block.lines:
        story = [CondPageBreak(_ROOM), Spacer(1, 2 * mm)]
        story += [text(line, style("Serif-Bold")) for line in block.lines]
        story.append(Spacer(1, 2 * mm))
    story.append(_table(laid, block))
    if block.signers:
        # Who signs on the next page sees there what is signed.
        said = text(f"Đã đối chiếu: {'; '.join(block.lines)}.", style("Serif-Italic", 12))
        signers = signatures(*block.signers, width=WIDE)
        story.append(KeepTogether([Spacer(1, 3 * mm), said, Spacer(1, 4 * mm), signers]))
    return story


@dataclass(frozen=True, slots=True)
class Laid:
    """How a table's columns lie: their widths and the size of their text, in points."""

    columns: tuple[Column, ...]
    widths: tuple[float, ...]
    size: float


def _lay(part: Part) -> Laid:
    """Return the largest text at which no day, code or figure of a table is broken."""
    rows = [row for block in part.all_blocks() for row in block.rows]
    least: list[float] = []
    size = _SIZES[0]
    for size in _SIZES:
        least = [_least(column, {row[at] for row in rows}, size)
                 for at, column in enumerate(part.columns)]  # fmt: skip
        if sum(least) <= WIDE * _CROWDED:
            break
    return Laid(part.columns, _share_out(part.columns, least), size)


def _least(column: Column, cells: set[str], size: float) -> float:
    """Return how narrow a column may be, in points: its longest word stays whole, up to a point."""
    words = {word for cell in cells for word in cell.split()}
    said = [*((word, "Serif") for word in words),
            *((word, "Serif-Bold") for word in column.heading.split())]  # fmt: skip
    longest = max((stringWidth(word, face, size) for word, face in said), default=0.0)
    return float(min(longest, _LONGEST)) + _PADDING


def _share_out(columns: Sequence[Column], least: Sequence[float]) -> tuple[float, ...]:
    """Return the columns' shares of the page, none below its least; the others give way."""
    widths = [column.share for column in columns]
    short: set[int] = set()
    while True:
        room = WIDE - sum(least[at] for at in short)
        whole = sum(column.share for at, column in enumerate(columns) if at not in short)
        widths = [least[at] if at in short else room * column.share / whole
                  for at, column in enumerate(columns)]  # fmt: skip
        more = {at for at, width in enumerate(widths) if width < least[at]} - short
        if not more or len(short) + len(more) == len(columns):
            return tuple(width * WIDE / sum(widths) for width in widths)
        short |= more


def _table(laid: Laid, block: Block) -> Flowable:
    return ruled_table(
        [column.heading for column in laid.columns],
        block.rows,
        laid.widths,
        centred=frozenset(at for at, column in enumerate(laid.columns) if column.centred),
        right=frozenset(at for at, column in enumerate(laid.columns) if column.right),
        size=laid.size,
        totals=block.totals,
    )
