"""The guide as a booklet: a cover, the contents with page numbers, the chapters with pictures."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from copy import copy
from datetime import datetime
from functools import partial
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.platypus import (
    CondPageBreak,
    Flowable,
    Image,
    KeepTogether,
    ListFlowable,
    ListItem,
    PageBreak,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
    TableStyle,
)
from reportlab.platypus.tableofcontents import TableOfContents
from typing_extensions import override

from app.documents.page import (
    WIDTH,
    Rule,
    make_document,
    number_page,
    register_fonts,
    style,
    text,
)
from app.domain import guide
from app.domain.guide import Block, Chapter, Label, Link, Section, Typed, runs

TITLE = "Hướng dẫn sử dụng Sổ Thiết Bị"
_SIZE = 12  # points
_AIR = 5  # points after a paragraph
_INDENT = 18  # points
_GREY = "#EDEDED"
_INK = "#1D5FA8"
_PAD = 5  # points inside a cell or a note
_ROOM = 40 * mm  # what a heading must have under it on its page
_TALL = 98 * mm  # a picture is no taller: two fit on a page
_FEW = 12  # rows of a table that stays on one page
_FRAMED = [
    ("BOX", (0, 0), (-1, -1), 0.5, colors.grey),
    *((f"{side}PADDING", (0, 0), (-1, -1), 0) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")),
]
_HEADING = "heading"  # the attribute of a flowable that stands in the contents


class _Booklet(SimpleDocTemplate):  # type: ignore[misc]  # reportlab ships no types
    """Pages that tell the contents where each heading came to stand."""

    @override
    def afterFlowable(self, flowable: Flowable) -> None:
        found: tuple[int, str, str] | None = getattr(flowable, _HEADING, None)
        if found is None:
            return
        level, said, anchor = found
        self.canv.bookmarkPage(anchor)
        self.canv.addOutlineEntry(said, anchor, level, closed=level == 0)
        self.notify("TOCEntry", (level, escape(said), self.page, anchor))


def draw_guide(chapters: Sequence[Chapter], pictures: Path, *, created: datetime) -> bytes:
    """Return the booklet; a picture is drawn where `pictures` holds `NAME.png`."""
    register_fonts()
    buffer = BytesIO()
    document = make_document(buffer, TITLE, created, kind=_Booklet)
    story = [*_cover(), _contents(), PageBreak()]
    for number, chapter in enumerate(chapters, start=1):
        story += _chapter(number, chapter, pictures)
    document.multiBuild(story, onLaterPages=partial(number_page, 0))
    return buffer.getvalue()


def _cover() -> list[Flowable]:
    return [
        Spacer(1, 70 * mm),
        text("SỔ THIẾT BỊ", style("Serif-Bold", 30, centred=True)),
        Spacer(1, 6 * mm),
        Rule(60 * mm, WIDTH),
        Spacer(1, 6 * mm),
        text("Hướng dẫn sử dụng", style(size=20, centred=True)),
        Spacer(1, 4 * mm),
        text("Dành cho trường tiểu học", style("Serif-Italic", 14, centred=True)),
        PageBreak(),
        text("MỤC LỤC", style("Serif-Bold", 14, centred=True)),
        Spacer(1, 4 * mm),
    ]


def _contents() -> TableOfContents:
    contents = TableOfContents(dotsMinLevel=0)
    chapter, section = copy(style("Serif-Bold", _SIZE)), copy(style(size=_SIZE))
    chapter.spaceBefore = _AIR
    section.leftIndent = _INDENT
    contents.levelStyles = [chapter, section]
    return contents


def _chapter(number: int, chapter: Chapter, pictures: Path) -> list[Flowable]:
    title = f"{number}. {chapter.title}"
    story = [
        *([PageBreak()] if number > 1 else []),
        _heading(title, 0, f"chapter-{number}", _look("Serif-Bold", 17, after=10)),
    ]
    for at, section in enumerate(chapter.sections, start=1):
        story += _section(f"{number}.{at}. {section.title}", section, pictures)
    return story


def _section(title: str, section: Section, pictures: Path) -> list[Flowable]:
    story: list[Flowable] = [
        CondPageBreak(_ROOM),
        _heading(title, 1, section.anchor, _look("Serif-Bold", 14, before=8)),
    ]
    for block in section.blocks:
        story += _drawn(block, pictures)
    return story


def _heading(said: str, level: int, anchor: str, look: ParagraphStyle) -> Paragraph:
    made = text(said, look)
    setattr(made, _HEADING, (level, said, anchor))
    return made


def _drawn(block: Block, pictures: Path) -> Iterator[Flowable]:
    match block:
        case guide.Heading(said):
            yield CondPageBreak(_ROOM / 2)
            yield text(said, _look("Serif-Bold", _SIZE, before=4))
        case guide.Paragraph(said, note):
            yield _note(said) if note else _paragraph(said)
        case guide.Items(items, numbered):
            yield _list(items, numbered=numbered)
        case guide.Grid(rows):
            yield KeepTogether([_grid(rows)]) if len(rows) <= _FEW else _grid(rows)
        case guide.Picture(caption, name):
            yield from _picture(caption, pictures / f"{name}.png")


def _look(face: str, size: float, *, before: float = 0, after: float = _AIR) -> ParagraphStyle:
    look = copy(style(face, size))
    look.spaceBefore, look.spaceAfter = before, after
    return look


def _paragraph(said: str, size: float = _SIZE, after: float = _AIR) -> Paragraph:
    return Paragraph(_markup(said), _look("Serif", size, after=after))


def _markup(said: str) -> str:
    """Return a line of text with its labels in bold and what is typed on grey."""
    parts = []
    for run in runs(unicodedata.normalize("NFC", said)):
        words = escape(run.said)
        match run:
            case Label():
                parts.append(f'<font name="Serif-Bold">{words}</font>')
            case Typed():
                parts.append(f'<font backColor="{_GREY}">\u00a0{words}\u00a0</font>')
            case Link(anchor=anchor):
                parts.append(f'<a href="#{anchor}" color="{_INK}">{words}</a>')
            case _:
                parts.append(words)
    return "".join(parts)


def _list(items: Sequence[str], *, numbered: bool) -> ListFlowable:
    return ListFlowable(
        [ListItem(_paragraph(item, after=3)) for item in items],
        bulletType="1" if numbered else "bullet",
        bulletFormat="%s." if numbered else None,
        bulletFontName="Serif",
        bulletFontSize=_SIZE,
        start=None if numbered else "–",
        leftIndent=_INDENT,
        spaceAfter=_AIR,
    )


def _note(said: str) -> Table:
    return Table(
        [[_paragraph(said, after=0)]],
        colWidths=[WIDTH],
        spaceAfter=_AIR,
        style=TableStyle([
            ("BACKGROUND", (0, 0), (-1, -1), _GREY),
            ("LINEBEFORE", (0, 0), (0, -1), 2.5, _INK),
            ("LEFTPADDING", (0, 0), (-1, -1), 2 * _PAD),
            ("BOTTOMPADDING", (0, 0), (-1, -1), _PAD + 1),
        ]),
    )  # fmt: skip


def _grid(rows: Sequence[Sequence[str]]) -> Table:
    """Return a table whose columns share the page by what stands in them."""
    size = _SIZE - 1
    longest = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    shares = [max(min(length, 60), 11) for length in longest]
    cells = [[_paragraph(f"**{cell}**" if cell else "", size, 0) for cell in rows[0]]]
    cells += [[_paragraph(cell, size, 0) for cell in row] for row in rows[1:]]
    return Table(
        cells,
        colWidths=[WIDTH * share / sum(shares) for share in shares],
        repeatRows=1,
        spaceBefore=2,
        spaceAfter=_AIR + 3,
        style=TableStyle([
            ("GRID", (0, 0), (-1, -1), 0.5, colors.grey),
            ("BACKGROUND", (0, 0), (-1, 0), _GREY),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), _PAD),
            ("RIGHTPADDING", (0, 0), (-1, -1), _PAD),
        ]),
    )  # fmt: skip


def _picture(caption: str, file: Path) -> Iterator[Flowable]:
    if not file.exists():
        return
    wide, high = ImageReader(str(file)).getSize()
    scale = min(WIDTH / wide, _TALL / high)
    framed = Table([[Image(str(file), wide * scale, high * scale)]], style=TableStyle(_FRAMED))
    yield KeepTogether([
        Spacer(1, 3),
        framed,
        Spacer(1, 3),
        text(caption, style("Serif-Italic", _SIZE - 1, centred=True)),
        Spacer(1, _AIR + 3),
    ])  # fmt: skip
