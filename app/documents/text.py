"""Words on paper: clean text, dates, numbers and paragraph styles."""

import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Final
from xml.sax.saxutils import escape

from reportlab.lib.colors import black
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph

from app.documents.fonts import BOLD, BOLD_ITALIC, ITALIC, REGULAR

DOTS: Final = "…" * 10
_LEADING: Final = 1.2
_TWO_DIGITS: Final = 10
_PADDED_MONTHS: Final = 2


class Align(IntEnum):
    """Where the lines of a paragraph stand, by reportlab's numbers."""

    LEFT = 0
    CENTRE = 1
    RIGHT = 2
    JUSTIFY = 4


@dataclass(frozen=True, slots=True)
class Look:
    """How a piece of text looks."""

    size: float = 13
    bold: bool = False
    italic: bool = False
    align: Align = Align.LEFT

    @property
    def font(self) -> str:
        """Name the face."""
        if self.bold:
            return BOLD_ITALIC if self.italic else BOLD
        return ITALIC if self.italic else REGULAR

    def style(self) -> ParagraphStyle:
        """Give the same look as a reportlab style."""
        return ParagraphStyle(
            name=f"{self.font}-{self.size}-{self.align.name}",
            fontName=self.font,
            fontSize=self.size,
            leading=self.size * _LEADING,
            alignment=self.align.value,
            textColor=black,
            splitLongWords=1,
        )


def clean(text: str) -> str:
    """Compose the marks (NFC) and turn control characters into spaces; keep line ends."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(
        letter if letter == "\n" or unicodedata.category(letter) != "Cc" else " "
        for letter in composed
    )


def paragraph(text: str, look: Look) -> Paragraph:
    """Set plain text, whatever characters it holds."""
    marked = escape(clean(text)).strip().replace("\n", "<br/>")
    return Paragraph(marked, look.style(), encoding="utf-8")


def short_day(day: date) -> str:
    """Write 05/01/2026."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def place_and_day(place: str, day: date) -> str:
    """Write "Nhà Bè, ngày 05 tháng 01 năm 2026".

    A day below ten and the months one and two take a leading nought; no other month does.
    """
    day_number = f"0{day.day}" if day.day < _TWO_DIGITS else str(day.day)
    month = f"0{day.month}" if day.month <= _PADDED_MONTHS else str(day.month)
    written = f"ngày {day_number} tháng {month} năm {day.year}"
    return f"{clean(place).strip()}, {written}" if place.strip() else written.capitalize()


def number(value: int) -> str:
    """Write a whole number with the Vietnamese thousands mark: 1.234."""
    return f"{value:,}".replace(",", ".")
