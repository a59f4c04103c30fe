"""A numbered slip on paper: every kind is drawn alike from what it says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, PageBreak, Spacer, Table

from app.documents.page import (
    WIDE,
    WIDTH,
    Letterhead,
    build,
    count_pages,
    heading,
    marked,
    register_fonts,
    signatures,
    style,
    text,
)
from app.documents.table import ruled_table
from app.domain.document import Paper, Stands

_COUNCIL = (("STT", 0.08), ("Họ và tên", 0.42), ("Vai trò", 0.28), ("Ký tên", 0.22))


def draw_numbered(paper: Paper, number: int | None, day: date, mark: str = "") -> bytes:
    """Return the slip as a PDF; the same slip gives the same bytes. `mark` stands under its title.

    A draft has no number yet. Each copy begins on a page of its own and is numbered from 1.
    """
    register_fonts()
    created = datetime.combine(day, time())
    each = 0
    if paper.copies > 1:
        each = count_pages(_copy(paper, number, day, mark), wide=paper.wide)
    story = _copy(paper, number, day, mark)
    for _copy_number in range(1, paper.copies):
        story += [PageBreak(), *_copy(paper, number, day, mark)]
    title = paper.title if number is None else f"{paper.title} {number:02d}"
    return build(story, title=title, created=created, wide=paper.wide, restart=each)


def _copy(paper: Paper, number: int | None, day: date, mark: str) -> list[Flowable]:
    width = WIDE if paper.wide else WIDTH
    letterhead = Letterhead(*paper.letterhead)
    *head, space = heading(letterhead, number, day, paper.title, width, symbol=_symbol(paper))
    return [
        *head,
        *marked(mark),
        space,
        *(text(fact, style()) for fact in paper.facts),
        *_council(paper.council, width),
        Spacer(1, 3 * mm),
        _table(paper, width),
        # Nobody signs a page on which nothing stands.
        KeepTogether(
            [
                Spacer(1, 2 * mm),
                *(text(words, style()) for words in paper.closing),
                Spacer(1, 4 * mm),
                signatures(*paper.signers, room=(16 if paper.wide else 22) * mm, width=width),
            ]
        ),
    ]


def _symbol(paper: Paper) -> str:
    """Return the letters of a paper's kind; a slip is none of the decree's documents."""
    return "BB" if paper.title.startswith("BIÊN BẢN") else ""


def _table(paper: Paper, width: float) -> Table:
    whole = sum(column.width for column in paper.columns)
    return ruled_table(
        [column.heading for column in paper.columns],
        paper.rows,
        [width * column.width / whole for column in paper.columns],
        centred=_columns(paper, Stands.CENTRE),
        right=_columns(paper, Stands.RIGHT),
    )


def _columns(paper: Paper, stands: Stands) -> frozenset[int]:
    return frozenset(at for at, column in enumerate(paper.columns) if column.stands == stands)


def _council(members: Sequence[tuple[str, str]], width: float) -> list[Flowable]:
    """Return who decided, with room for each to sign."""
    if not members:
        return []
    rows = [(str(at), name, role, "") for at, (name, role) in enumerate(members, start=1)]
    return [
        Spacer(1, 3 * mm),
        text("Hội đồng:", style("Serif-Bold")),
        Spacer(1, 1 * mm),
        ruled_table(
            [title for title, _share in _COUNCIL],
            rows,
            [width * share for _title, share in _COUNCIL],
            centred=frozenset({0}),
        ),
    ]
