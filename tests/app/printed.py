"""A paper as it lies on the desk: every letter and every rule, measured on the page itself."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2
from pypdfium2 import raw

MM = 72 / 25.4
_HAIR = 2  # points: a path no thicker is a rule, anything else a box
_TOUCH = 0.6  # points a letter may reach over a rule: the tail of a slanted one does


@dataclass(frozen=True, slots=True)
class Box:
    """A letter or a rule, in points from the left and from the bottom of the page."""

    left: float
    bottom: float
    right: float
    top: float
    said: str = ""
    size: float = 0
    face: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """Letters that stand on one height, in reading order, with the blanks between them."""

    said: str
    left: float
    right: float
    size: float
    face: str


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """All that lies on a page of `width` × `height` points."""

    width: float
    height: float
    letters: tuple[Box, ...]
    rules: tuple[Box, ...]

    @property
    def said(self) -> str:
        """All letters in the order they were drawn, without blanks."""
        return "".join(letter.said for letter in self.letters)

    def edges(self) -> tuple[float, float, float, float]:
        """Return the free edges left, top, right and bottom, in mm; a page number is none."""
        number = self.number()
        drawn = [*self.rules, *(one for one in self.letters if one not in number)]
        return (
            min(one.left for one in drawn) / MM,
            (self.height - max(one.top for one in drawn)) / MM,
            (self.width - max(one.right for one in drawn)) / MM,
            min(one.bottom for one in drawn) / MM,
        )

    def number(self) -> tuple[Box, ...]:
        """Return the page number: digits in the middle of the top margin."""
        return tuple(
            one
            for one in self.letters
            if one.said.isdigit()
            and one.bottom > self.height - 14 * MM
            and abs(one.left - self.width / 2) < 5 * MM
        )

    def crossed(self) -> list[tuple[str, Box]]:
        """Return each letter that a rule of a table goes through, with the rule."""
        return [
            (letter.said, rule)
            for rule in self.rules
            for letter in self.letters
            if rule.left < letter.right - _TOUCH
            and rule.right > letter.left + _TOUCH
            and rule.bottom < letter.top - _TOUCH
            and rule.top > letter.bottom + _TOUCH
        ]

    def covered(self) -> list[tuple[str, str]]:
        """Return letters that stand on each other."""
        found = []
        standing = sorted(self.letters, key=_left)
        for at, one in enumerate(standing):
            for other in standing[at + 1 :]:
                if other.left >= one.right:
                    break
                across = min(one.right, other.right) - other.left
                down = min(one.top, other.top) - max(one.bottom, other.bottom)
                if across > 0.6 * (other.right - other.left) and down > 2:
                    found.append((one.said, other.said))
        return found

    def under(self, words: str) -> Box:
        """Return the rule right under some words, which stand on one line."""
        (first, last) = self.spot(words)
        rules = [
            rule for rule in self.rules
            if 0 < first.bottom - rule.top < 12 and first.left < rule.right
            and rule.left < last.right
        ]  # fmt: skip
        return max(rules, key=_top)

    def spot(self, words: str) -> tuple[Box, Box]:
        """Return the first and the last letter of some words."""
        bare = "".join(words.split())
        at = self.said.index(bare)
        return self.letters[at], self.letters[at + len(bare) - 1]


def _left(box: Box) -> float:
    return box.left


def _top(box: Box) -> float:
    return box.top


def read_pages(data: bytes) -> list[PrintedPage]:
    """Return the pages of a PDF as they are printed."""
    document = pypdfium2.PdfDocument(data)
    try:
        return [_read(document[at]) for at in range(len(document))]
    finally:
        document.close()


def _read(page: pypdfium2.PdfPage) -> PrintedPage:
    width, height = page.get_size()
    text = page.get_textpage()
    letters = tuple(_letters(text))
    rules = tuple(
        Box(*bounds)
        for thing in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH])
        if (bounds := thing.get_bounds())
        and min(bounds[2] - bounds[0], bounds[3] - bounds[1]) < _HAIR
    )
    text.close()
    page.close()
    return PrintedPage(width, height, letters, rules)


def _letters(text: pypdfium2.PdfTextPage) -> Iterator[Box]:
    buffer = ctypes.create_string_buffer(80)
    sides = [ctypes.c_double() for _side in range(4)]
    left, right, bottom, top = sides
    for at in range(text.count_chars()):
        said = chr(raw.FPDFText_GetUnicode(text, at))
        if said.isspace() or said == "\0":
            continue
        raw.FPDFText_GetCharBox(text, at, left, right, bottom, top)
        flags = ctypes.c_int()
        raw.FPDFText_GetFontInfo(text, at, buffer, 80, flags)
        yield Box(
            left.value, bottom.value, right.value, top.value, said,
            raw.FPDFText_GetFontSize(text, at), buffer.value.decode(),
        )  # fmt: skip
