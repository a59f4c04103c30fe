"""A report on wide pages: tables under one title, the rule they were counted by, signers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Spacer

from app.documents.listing import Column
from app.documents.page import (
    WIDE,
    Letterhead,
    build,
    letterhead,
    number_and_day,
    register_fonts,
    ruled_table,
    signatures,
    style,
    text,
)

_SIZE = 11  # points: a dozen columns of figures stand side by side
_ROOM = 50 * mm  # a table begins on the next page when less is left


@dataclass(frozen=True, slots=True)
class Part:
    """One table; with `totals` its last row is set in bold."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    totals: bool = False


@dataclass(frozen=True, slots=True)
class ReportSheet:
    """All that the pages say; `lines` stand under the title, `closing` under the tables.

    `symbol` is its kind of document as the decree abbreviates it; its number is left to the
    office that gives it. A book has neither. `grounds` names the document the book is kept by,
    blank without one.
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


def draw_report(sheet: ReportSheet) -> bytes:
    """Return the report as a PDF of A4 pages on their side; the same sheet, the same bytes."""
    register_fonts()
    story: list[Flowable] = [
        letterhead(sheet.letterhead, WIDE),
        Spacer(1, 2 * mm),
        number_and_day(_number(sheet), sheet.letterhead.place, sheet.day, WIDE),
        Spacer(1, 4 * mm),
        text(sheet.title, style("Serif-Bold", 14, centred=True)),
        *(
            [text(f"({sheet.grounds})", style("Serif-Italic", 12, centred=True))]
            if sheet.grounds
            else []
        ),
        *(text(line, style(centred=True)) for line in sheet.lines),
    ]
    for number, part in enumerate(sheet.parts, start=1):
        story.append(CondPageBreak(_ROOM))
        story.append(Spacer(1, 4 * mm))
        if part.title:
            story.append(text(f"{number}. {part.title}", style("Serif-Bold")))
            story.append(Spacer(1, 2 * mm))
        story.append(_table(part))
    end = [Spacer(1, 6 * mm), signatures(*sheet.signers, width=WIDE)]
    if sheet.closing:
        end[:0] = [Spacer(1, 3 * mm), text(sheet.closing, style("Serif-Italic", 12))]
    story.append(KeepTogether(end))  # nobody signs a page on which nothing stands
    return build(story, title=sheet.title, created=datetime.combine(sheet.day, time()), wide=True)


def _number(sheet: ReportSheet) -> str:
    return sheet.letterhead.number(None, sheet.symbol) if sheet.symbol else ""


def _table(part: Part) -> Flowable:
    whole = sum(column.share for column in part.columns)
    return ruled_table(
        [column.heading for column in part.columns],
        part.rows,
        [WIDE * column.share / whole for column in part.columns],
        centred=frozenset(at for at, column in enumerate(part.columns) if column.centred),
        size=_SIZE,
        totals=part.totals,
    )
