"""A list on landscape pages: any headings, any rows."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from reportlab.platypus import Flowable, Spacer

from app.documents.fonts import register_fonts
from app.documents.grid import Column, grid
from app.documents.letterhead import Letterhead, head, title_block
from app.documents.page import LANDSCAPE, Imprint, render
from app.documents.text import Align, Look, paragraph

_FIGURE: Final = re.compile(r"-?\d{1,3}(\.?\d{3})*(,\d+)?%?")
_EMPTY: Final = "Không có dòng nào."


def draw_list(
    letterhead: Letterhead,
    title: str,
    subtitle: str,
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
    *,
    created: datetime,
    mark: str = "",
) -> bytes:
    """Draw a list on A4 landscape, dated ``created``.

    ``widths`` are shares of the page's width. Columns of figures stand to the right, and a
    first column of figures (the row number) in the middle.
    """
    register_fonts()
    width = LANDSCAPE.inner_width
    columns = [
        Column(heading, share, _align(at, [row[at] for row in rows]))
        for at, (heading, share) in enumerate(zip(headings, widths, strict=True))
    ]
    story: list[Flowable] = [
        *head(letterhead, width, created.date(), None),
        *title_block(title, subtitle),
        grid(columns, rows, width),
    ]
    if not rows:
        look = Look(italic=True, align=Align.CENTRE)
        story += [Spacer(1, 6), paragraph(_EMPTY, look)]
    return render(story, LANDSCAPE, Imprint(title, letterhead.school, created, mark))


def _align(at: int, cells: Sequence[str]) -> Align:
    """Say how a column stands, by what is written in it."""
    written = [cell.strip() for cell in cells if cell.strip()]
    if not written or not all(_FIGURE.fullmatch(cell) for cell in written):
        return Align.LEFT
    return Align.RIGHT if at else Align.CENTRE
