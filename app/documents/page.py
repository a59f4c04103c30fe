"""What every page shares: the fonts, the margins and the letterhead of Nghị định 30/2020."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from io import BytesIO
from xml.sax.saxutils import escape

from reportlab import rl_config
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    Flowable,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
    TableStyle,
)
from typing_extensions import override

import resources

LEFT, RIGHT, TOP, BOTTOM = 30 * mm, 15 * mm, 20 * mm, 20 * mm
TIGHT = 10 * mm  # top and bottom of a slip of one page, which is none of the decree's documents
_FRAME = 6  # points a frame pads on each side
_NUMBER = 0.65  # of the top margin: how far down the page number stands
WIDTH = A4[0] - LEFT - RIGHT
WIDE = A4[1] - LEFT - RIGHT  # the same margins on a page turned on its side

# Without a face of its own a table names Helvetica, which is not embedded.
_FACE = ("FONTNAME", (0, 0), (-1, -1), "Serif")
_FACES = {
    "Serif": "Regular", "Serif-Bold": "Bold", "Serif-Italic": "Italic",
    "Serif-BoldItalic": "BoldItalic",
}  # fmt: skip
_BLANK = "\u00a0" * 7  # room for a number by hand
LEADING = 1.25  # of the size of the type


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The head of a page: the superior body, the school, the place for the date.

    `abbreviation` is the school's own in the number of a document, blank where it has none.
    """

    superior: str
    school: str
    place: str
    abbreviation: str = ""

    def number(self, number: int | None, symbol: str = "") -> str:
        """Return "Số: 05/BC-BTK": numbers under 10 get a 0, one yet to be given is blank.

        `symbol` is that of its kind by Nghị định 30/2020, blank of a kind without any; the
        school's abbreviation follows it where there is one.
        """
        said = "Số:" if number is None else f"Số: {number:02d}"
        if not symbol:
            return said
        room = _BLANK if number is None else ""
        school = f"-{self.abbreviation}" if self.abbreviation else ""
        return f"{said}{room}/{symbol}{school}"


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who writes a slip, and who signs it: `signs` is for whom and by what name."""

    letterhead: Letterhead
    keeper: str
    accountant: str = ""
    signs: tuple[str, str] = ("Hiệu trưởng", "")

    def head(self) -> tuple[str, ...]:
        """Return the letterhead as a paper keeps it."""
        head = self.letterhead
        return head.superior, head.school, head.place, head.abbreviation


def register_fonts() -> None:
    """Make the shipped faces known to reportlab; it keeps them for the process."""
    rl_config.useA85 = 0  # pages as bytes: a fifth smaller than as letters
    known = pdfmetrics.getRegisteredFontNames()
    for name, face in _FACES.items():
        if name not in known:
            file = resources.path("fonts", f"Tinos-{face}.ttf")
            pdfmetrics.registerFont(TTFont(name, str(file)))


def style(
    face: str = "Serif", size: float = 13, *, centred: bool = False, right: bool = False
) -> ParagraphStyle:
    """Return a paragraph style in a shipped face; `size` in points."""
    look = ParagraphStyle(
        f"{face} {size}", fontName=face, fontSize=size, leading=size * LEADING, splitLongWords=1
    )
    if centred:
        look.alignment = TA_CENTER
    if right:
        look.alignment = TA_RIGHT
    return look


def text(words: str, look: ParagraphStyle) -> Paragraph:
    """Return words as a paragraph, in NFC, with no markup of their own."""
    return Paragraph(escape(unicodedata.normalize("NFC", words)), look)


class Rule(Flowable):  # type: ignore[misc]  # reportlab ships no types
    """A centred line under a heading; `length` in points."""

    def __init__(self, length: float, across: float) -> None:
        """Draw a line of `length` in the middle of `across`."""
        super().__init__()
        self.width, self.height = across, 4
        self._length = length

    @override
    def draw(self) -> None:
        """Draw the line."""
        start = (self.width - self._length) / 2
        self.canv.setLineWidth(0.7)
        self.canv.line(start, 1, start + self._length, 1)


def letterhead(head: Letterhead, width: float = WIDTH) -> Table:
    """Return the two blocks at the top: the bodies left, the national motto right."""
    left, right = width * 0.42, width * 0.58
    motto = "Độc lập - Tự do - Hạnh phúc"
    nation = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    motto_width = pdfmetrics.stringWidth(motto, "Serif-Bold", 13)
    school = _broken(head.school.upper(), left - 12)
    longest = max(pdfmetrics.stringWidth(line, "Serif-Bold", 12) for line in school)
    school_width = min(longest, left)
    # The country's name must stand on one line: 12 points bold fits the block.
    cells = [
        [
            [
                text(head.superior.upper(), style(size=12, centred=True)),
                *(text(line, style("Serif-Bold", 12, centred=True)) for line in school),
                Rule(school_width * 0.4, left),
            ],
            [
                text(nation, style("Serif-Bold", 12, centred=True)),
                text(motto, style("Serif-Bold", 13, centred=True)),
                Rule(motto_width, right),
            ],
        ]
    ]
    return Table(
        cells,
        colWidths=[left, right],
        style=TableStyle(
            [
                _FACE,
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), 0),
            ]
        ),
    )


def heading(
    head: Letterhead,
    number: int | None,
    day: date,
    title: str,
    width: float = WIDTH,
    *,
    symbol: str = "",
    air: float = 1,
) -> list[Flowable]:
    """Return the top of a slip: letterhead, number if it has one, place and day, title.

    `symbol` is that of its kind in the number, `air` how much of the usual room between them
    there is.
    """
    return [
        letterhead(head, width),
        Spacer(1, 2 * mm * air),
        number_and_day(head.number(number, symbol), head.place, day, width),
        Spacer(1, 3 * mm * air),
        text(title, style("Serif-Bold", 14, centred=True)),
        Spacer(1, 4 * mm * air),
    ]


def number_and_day(number: str, place: str, day: date, width: float) -> Table:
    """Return the line under the letterhead, which stands alike on every paper."""
    return Table(
        [
            [
                text(number, style(centred=True)),
                text(place_and_day(place, day), style("Serif-Italic", centred=True)),
            ]
        ],
        colWidths=[width * 0.42, width * 0.58],
        style=TableStyle([_FACE]),
    )


def marked(mark: str) -> list[Flowable]:
    """Return what stands under a title of a draft or a reprint, nothing when it is neither."""
    return [text(mark, style("Serif-Italic", centred=True))] if mark else []


def pair(facts: Sequence[tuple[str, str]]) -> Table:
    """Return facts two on a line."""
    return Table(
        [[text(fact, style()) for fact in row] for row in facts],
        colWidths=[WIDTH * 0.58, WIDTH * 0.42],
        style=TableStyle(
            [
                _FACE,
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 0),
            ]
        ),
    )


def signatures(*signers: tuple[str, str], room: float = 22 * mm, width: float = WIDTH) -> Flowable:
    """Return each role with `room` to sign, in points, over the name, side by side."""
    widths = [width / len(signers)] * len(signers)
    # One row is never split, so role and name stay together.
    look = TableStyle([_FACE, ("VALIGN", (0, 0), (-1, -1), "TOP")])
    # A role of fewer lines gets more room, so that all names lie level.
    most = max(role.count("\n") for role, _name in signers)
    line = style().leading
    blocks = [
        signature(role, name, room + (most - role.count("\n")) * line) for role, name in signers
    ]
    return Table([blocks], colWidths=widths, style=look)


def signature(role: str, name: str, room: float = 22 * mm) -> list[Flowable]:
    """Return one block to sign in; a role may take several lines."""
    return [
        *(text(line, style("Serif-Bold", centred=True)) for line in role.splitlines()),
        text("(Ký, ghi rõ họ tên)", style("Serif-Italic", 12, centred=True)),
        Spacer(1, room),
        text(name, style("Serif-Bold", centred=True)),
    ]


def _broken(school: str, room: float) -> list[str]:
    """Return a school's name on one line, or broken after its kind when it needs two."""
    kind = "TRƯỜNG TIỂU HỌC "
    if school.startswith(kind) and pdfmetrics.stringWidth(school, "Serif-Bold", 12) > room:
        return [kind.strip(), school.removeprefix(kind)]
    return [school]


def place_and_day(place: str, day: date) -> str:
    """Return the line under the motto; days under 10 and months 1 and 2 get a 0."""
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)  # noqa: PLR2004 - the decree
    return f"{place}, ngày {day.day:02d} tháng {month} năm {day.year}"


def build(
    story: Sequence[Flowable],
    *,
    title: str,
    created: datetime,
    wide: bool = False,
    tight: bool = False,
    restart: int = 0,
) -> bytes:
    """Return the pages of a story; the same story gives the same bytes.

    `wide` turns the page on its side, `tight` takes the top and bottom margins in: a slip
    is none of the decree's documents. `restart` numbers each so many pages from 1 again.
    """
    buffer = BytesIO()
    document = make_document(buffer, title, created, wide=wide, tight=tight)
    document.build(list(story), onLaterPages=partial(number_page, restart))
    return buffer.getvalue()


def count_pages(story: Sequence[Flowable], *, wide: bool = False, tight: bool = False) -> int:
    """Return how many pages a story takes; it cannot be built again after that."""
    never = datetime(1, 1, 1)  # noqa: DTZ001 - no page shows it
    document = make_document(BytesIO(), "", never, wide=wide, tight=tight)
    document.build(list(story))
    pages: int = document.page
    return pages


def make_document(
    buffer: BytesIO,
    title: str,
    created: datetime,
    *,
    wide: bool = False,
    tight: bool = False,
    kind: type[SimpleDocTemplate] = SimpleDocTemplate,
) -> SimpleDocTemplate:
    """Return an empty document of a `kind`, with the margins and the language of all papers."""
    return kind(
        buffer,
        pagesize=landscape(A4) if wide else A4,
        leftMargin=LEFT - _FRAME,
        rightMargin=RIGHT - _FRAME,
        topMargin=(TIGHT if tight else TOP) - _FRAME,
        bottomMargin=(TIGHT if tight else BOTTOM) - _FRAME,
        title=title,
        author="",
        creator="Sổ Thiết Bị",
        lang="vi-VN",
        invariant=1,
        initialFontName="Serif",
        subject=created.isoformat(),
    )


def number_page(restart: int, canvas: Canvas, document: SimpleDocTemplate) -> None:
    """Write the number of a page at its top, anew after each `restart` pages unless that is 0."""
    page = canvas.getPageNumber()
    if restart:
        page = (page - 1) % restart + 1
    if page == 1:
        return  # the decree: no number on the first page
    width, height = document.pagesize
    canvas.setFont("Serif", 13)
    canvas.drawCentredString(width / 2, height - _NUMBER * (document.topMargin + _FRAME), str(page))
