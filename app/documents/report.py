"""A report on wide pages: tables under one title, the rule they were counted by, signers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, PageBreak, Spacer

from app.documents.listing import Column
from app.documents.page import (
    WIDE,
    Letterhead,
    build,
    letterhead,
    place_and_day,
    register_fonts,
    ruled_table,
    signatures,
    style,
    text,
)

_SIZE = 11  # points: a dozen columns of figures stand side by side
_SMALL, _MANY = 9, 13  # points, and from how many columns on
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

    With lines for a `cover` the letterhead and the title stand on a page before the rest.
    """

    letterhead: Letterhead
    day: date
    title: str
    lines: tuple[str, ...]
    parts: tuple[Part, ...]
    closing: str
    signers: tuple[tuple[str, str], ...]
    cover: tuple[str, ...] = ()


def draw_report(sheet: ReportSheet) -> bytes:
    """Return the report as a PDF of A4 pages on their side; the same sheet, the same bytes."""
    register_fonts()
    together = [part for part in sheet.parts if not part.apart]
    story = [*_head(sheet)]
    for number, part in enumerate(together, start=1):
        title = f"{number}. {part.title}" if part.title and len(together) > 1 else part.title
        story += [CondPageBreak(_ROOM), Spacer(1, 4 * mm), *_titled(title)]
        for block in part.all_blocks():
            story += _block(part.columns, block)
    if sheet.closing:
        story += [Spacer(1, 3 * mm), text(sheet.closing, style("Serif-Italic", 12))]
    story += [CondPageBreak(_ROOM), Spacer(1, 6 * mm), signatures(*sheet.signers, width=WIDE)]
    for part in sheet.parts:
        if part.apart:
            story += _apart(part, sheet)
    return build(story, title=sheet.title, created=datetime.combine(sheet.day, time()), wide=True)


def _head(sheet: ReportSheet) -> list[Flowable]:
    """Return the top of the first page, or a cover and the top of the page after it."""
    top = letterhead(sheet.letterhead, WIDE)
    day = text(place_and_day(sheet.letterhead.place, sheet.day), style("Serif-Italic", right=True))
    title = text(sheet.title, style("Serif-Bold", 14, centred=True))
    lines = [text(line, style(centred=True)) for line in sheet.lines]
    if not sheet.cover:
        return [top, Spacer(1, 3 * mm), day, Spacer(1, 4 * mm), title, *lines]
    large = [text(line, style("Serif-Bold", 16, centred=True)) for line in sheet.cover]
    return [
        top,
        Spacer(1, _ABOVE),
        text(sheet.title, style("Serif-Bold", 26, centred=True)),
        Spacer(1, 8 * mm),
        *(flow for line in large for flow in (line, Spacer(1, 3 * mm))),
        PageBreak(),
        day, Spacer(1, 2 * mm), title, *lines,
    ]  # fmt: skip


def _apart(part: Part, sheet: ReportSheet) -> list[Flowable]:
    """Return a table whose blocks each begin a page, under the title of the whole."""
    story: list[Flowable] = []
    for block in part.blocks:
        story += [
            PageBreak(),
            text(part.title.upper(), style("Serif-Bold", 14, centred=True)),
            text(sheet.lines[0], style(centred=True)),
            Spacer(1, 2 * mm),
            *_block(part.columns, block),
        ]
    return story


def _titled(title: str) -> list[Flowable]:
    return [text(title, style("Serif-Bold")), Spacer(1, 2 * mm)] if title else []


def _block(columns: Sequence[Column], block: Block) -> list[Flowable]:
    story: list[Flowable] = []
    if block.lines:
        story = [CondPageBreak(_ROOM), Spacer(1, 2 * mm)]
        story += [text(line, style("Serif-Bold")) for line in block.lines]
        story.append(Spacer(1, 2 * mm))
    story.append(_table(columns, block))
    if block.signers:
        signers = signatures(*block.signers, width=WIDE)
        story += [CondPageBreak(_ROOM), Spacer(1, 6 * mm), signers]
    return story


def _table(columns: Sequence[Column], block: Block) -> Flowable:
    whole = sum(column.share for column in columns)
    return ruled_table(
        [column.heading for column in columns],
        block.rows,
        [WIDE * column.share / whole for column in columns],
        centred=frozenset(at for at, column in enumerate(columns) if column.centred),
        right=frozenset(at for at, column in enumerate(columns) if column.right),
        size=_SMALL if len(columns) > _MANY else _SIZE,
        totals=block.totals,
    )
