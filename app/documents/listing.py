"""A list on wide pages: what a month's slips, or any other list, look like on paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer

from app.documents.page import (
    WIDE,
    Letterhead,
    build,
    letterhead,
    number_and_day,
    register_fonts,
    style,
    text,
)
from app.documents.table import ruled_table


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, its share of the page's width, and how its cells stand."""

    heading: str
    share: float
    centred: bool = False
    right: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """All that the list says; `closing` is the line under it."""

    letterhead: Letterhead
    title: str
    day: date
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    closing: str


def draw_listing(listing: Listing) -> bytes:
    """Return the list as a PDF of A4 pages on their side."""
    register_fonts()
    story: list[Flowable] = [
        letterhead(listing.letterhead, WIDE),
        Spacer(1, 2 * mm),
        number_and_day("", listing.letterhead.place, listing.day, WIDE),
        Spacer(1, 4 * mm),
        text(listing.title, style("Serif-Bold", 14, centred=True)),
        Spacer(1, 4 * mm),
        _table(listing.columns, listing.rows),
        Spacer(1, 3 * mm),
        text(listing.closing, style()),
    ]
    created = datetime.combine(listing.day, time())
    return build(story, title=listing.title, created=created, wide=True)


def _table(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> Flowable:
    whole = sum(column.share for column in columns)
    return ruled_table(
        [column.heading for column in columns],
        rows,
        [WIDE * column.share / whole for column in columns],
        centred=frozenset(at for at, column in enumerate(columns) if column.centred),
    )
