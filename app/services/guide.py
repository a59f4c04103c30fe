"""The guide that travels with the program: read, and drawn as papers. It asks for no book."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path

import resources
from app.documents.counter_card import draw_counter_card
from app.documents.guide import draw_guide
from app.domain.guide import Chapter, read_chapter


@cache
def read_guide() -> tuple[Chapter, ...]:
    """Return the chapters in their order, which is that of their files."""
    files = sorted(resources.path("guide").glob("*.md"))
    return tuple(read_chapter(file.read_text(encoding="utf-8")) for file in files)


def pictures() -> Path:
    """Return where the pictures of the guide lie, if `make guide` has put any there."""
    return resources.path("guide", "pictures")


def print_guide(now: datetime) -> bytes:
    """Return the whole guide as a PDF, with the pictures there are."""
    return draw_guide(read_guide(), pictures(), created=now)


def print_counter_card(now: datetime) -> bytes:
    """Return the card for the wall at the counter as a PDF of one page."""
    return draw_counter_card(created=now)
