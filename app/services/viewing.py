"""A paper looked at: its pages measured and drawn one by one, as they come into sight."""

from __future__ import annotations

from app.documents.rendering import measure_pages, render_page
from app.domain.picture import PageSize, Picture


def page_sizes(paper: bytes) -> tuple[PageSize, ...]:
    """Return the size of each page of a PDF, in points."""
    return measure_pages(paper)


def page_picture(paper: bytes, page: int, dots: float, *, grey: bool = False) -> Picture:
    """Return one page of a PDF, counted from 0, with so many dots to an inch.

    It may be asked for on any thread.
    """
    return render_page(paper, page, dots, grey=grey)
