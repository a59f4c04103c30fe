"""A ruled table whose headings come back on every page and whose cells never clip."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from reportlab.lib.colors import black
from reportlab.platypus import Table

from app.documents.text import Align, Look, paragraph

_RULE: Final = 0.5
_SMALLEST_PIECE: Final = 40


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, its share of the width, and how its cells stand."""

    heading: str
    share: float
    align: Align = Align.LEFT


def grid(
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    width: float,
    size: float = 12,
) -> Table:
    """Set the rows below the headings, over the whole width."""
    whole = sum(column.share for column in columns)
    bold = Look(size=size, bold=True, align=Align.CENTRE)
    looks = [Look(size=size, align=column.align) for column in columns]
    cells = [[paragraph(column.heading, bold) for column in columns]]
    cells += [
        [paragraph(text, look) for text, look in zip(row, looks, strict=True)] for row in rows
    ]
    table = Table(
        cells,
        colWidths=[width * column.share / whole for column in columns],
        repeatRows=1,
        splitInRow=_SMALLEST_PIECE,
    )
    table.setStyle(
        [
            ("GRID", (0, 0), (-1, -1), _RULE, black),
            ("VALIGN", (0, 0), (-1, 0), "MIDDLE"),
            ("VALIGN", (0, 1), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 4),
            ("RIGHTPADDING", (0, 0), (-1, -1), 4),
            ("TOPPADDING", (0, 0), (-1, -1), 2),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
        ],
    )
    return table
