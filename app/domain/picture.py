"""A page as it is shown: how large it is on paper, and its picture as plain bytes."""

from __future__ import annotations

from dataclasses import dataclass

POINTS = 72  # to an inch


@dataclass(frozen=True, slots=True)
class PageSize:
    """How large a page is, in points."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Picture:
    """A page drawn in pixels; a row of them takes `stride` bytes.

    A pixel has four bytes, blue, green, red and one that says nothing; with `grey` it has one.
    """

    width: int
    height: int
    stride: int
    pixels: bytes
    grey: bool
