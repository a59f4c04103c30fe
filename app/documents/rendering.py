"""Pages of finished PDFs: measured, drawn as pictures, and put together into one."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from io import BytesIO
from threading import Lock

from pypdfium2 import PdfDocument

from app.domain.picture import POINTS, PageSize, Picture

_ONE_AT_A_TIME = Lock()  # the library keeps one state for all threads


def measure_pages(paper: bytes) -> tuple[PageSize, ...]:
    """Return the size of each page, in points, without drawing any."""
    with _ONE_AT_A_TIME, closing(PdfDocument(paper)) as document:
        return tuple(PageSize(*document.get_page_size(at)) for at in range(len(document)))


def render_page(paper: bytes, page: int, dots: float, *, grey: bool = False) -> Picture:
    """Return one page, counted from 0, drawn on white with so many dots to an inch."""
    with (
        _ONE_AT_A_TIME,
        closing(PdfDocument(paper)) as document,
        closing(document[page]) as drawn,
        closing(drawn.render(dots / POINTS, grayscale=grey, prefer_bgrx=not grey)) as bitmap,
    ):
        return Picture(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer), grey)


def join_pages(papers: Sequence[bytes]) -> bytes:
    """Return the pages of some papers in one PDF, which is called as the first of them."""
    joined = BytesIO()
    with _ONE_AT_A_TIME, closing(PdfDocument(papers[0])) as whole:
        for paper in papers[1:]:
            with closing(PdfDocument(paper)) as added:
                whole.import_pages(added)
        whole.save(joined)
    return joined.getvalue()
