"""The head of a document and its signers, laid out as Nghị định 30/2020 asks."""

import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Final

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Spacer, Table

from app.documents.text import DOTS, Align, Look, clean, paragraph, place_and_day

NATION: Final = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO: Final = "Độc lập - Tự do - Hạnh phúc"

_BODY: Final = Look(size=12, align=Align.CENTRE)
_NAME: Final = Look(size=12, bold=True, align=Align.CENTRE)
_MOTTO_LOOK: Final = Look(size=13, bold=True, align=Align.CENTRE)
_NUMBER: Final = Look(size=13, align=Align.CENTRE)
_DAY: Final = Look(size=13, italic=True, align=Align.CENTRE)
_ROLE: Final = Look(size=13, bold=True, align=Align.CENTRE)
_HINT: Final = Look(size=12, italic=True, align=Align.CENTRE)
_TITLE: Final = Look(size=14, bold=True, align=Align.CENTRE)

_LEFT_SHARE: Final = 0.41
_GUTTER: Final = 3 * mm
_RULE_GAP: Final = 3.0
_RULE_WIDTH: Final = 0.6
_SIGNING_SPACE: Final = 22 * mm
_BREAKS_AFTER: Final = ("TRƯỜNG TIỂU HỌC ", "ỦY BAN NHÂN DÂN ", "UỶ BAN NHÂN DÂN ")


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who issues a document, and where. A line end in a name is kept on paper."""

    superior: str
    school: str
    place: str


class Ruled(Flowable):
    """A centred text with a rule below it, a given share of the text's width."""

    def __init__(self, text: str, look: Look, share: float) -> None:
        """Prepare the text; ``share`` is 1 for a rule as long as the text."""
        super().__init__()
        self._paragraph = paragraph(text, look)
        self._share = share

    @override
    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:
        """Measure the text and leave room for the rule."""
        _width, height = self._paragraph.wrap(availWidth, availHeight)
        self.width = availWidth
        self.height = height + _RULE_GAP + _RULE_WIDTH
        return self.width, self.height

    @override
    def draw(self) -> None:
        """Draw the text and its rule."""
        self._paragraph.drawOn(self.canv, 0, _RULE_GAP + _RULE_WIDTH)
        lengths: list[float] = self._paragraph.getActualLineWidths0()
        half = max(lengths, default=0.0) * self._share / 2
        middle = self.width / 2
        self.canv.setLineWidth(_RULE_WIDTH)
        self.canv.line(middle - half, 0, middle + half, 0)


def capitals(name: str, look: Look, width: float) -> str:
    """Write a name in capitals, broken after its kind when it needs two lines."""
    text = unicodedata.normalize("NFC", clean(name).strip().upper())
    if paragraph(text, look).minWidth() > width or _fits(text, look, width):
        return text
    for start in _BREAKS_AFTER:
        if text.startswith(start):
            return f"{start.rstrip()}\n{text.removeprefix(start)}"
    return text


def _fits(text: str, look: Look, width: float) -> bool:
    """Say whether the text stands on one line (or has its own line ends)."""
    if "\n" in text:
        return True
    _width, height = paragraph(text, look).wrap(width, 10_000)
    return bool(height < 2 * look.size)


def head(letterhead: Letterhead, width: float, day: date, number: str | None) -> list[Flowable]:
    """Set issuer and nation, then number, place and day; ``number`` None leaves it out."""
    left = width * _LEFT_SHARE
    room = left - _GUTTER
    school = capitals(letterhead.school, _NAME, room)
    issuer: list[Flowable] = [Ruled(school, _NAME, 0.4)]
    if letterhead.superior.strip():
        issuer.insert(0, paragraph(capitals(letterhead.superior, _BODY, room), _BODY))
    nation = [paragraph(NATION, _NAME), Ruled(MOTTO, _MOTTO_LOOK, 1)]
    numbered = "" if number is None else f"Số: {number.strip() or DOTS}"
    rows = [
        [issuer, nation],
        [paragraph(numbered, _NUMBER), paragraph(place_and_day(letterhead.place, day), _DAY)],
    ]
    table = Table(rows, colWidths=[left, width - left])
    table.setStyle(
        [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (0, -1), _GUTTER),
            ("RIGHTPADDING", (1, 0), (1, -1), 0),
            ("TOPPADDING", (0, 0), (-1, 0), 0),
            ("TOPPADDING", (0, 1), (-1, 1), 6),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
        ],
    )
    return [table]


def title_block(title: str, subtitle: str = "") -> list[Flowable]:
    """Set the document's title and, if any, the line below it."""
    parts: list[Flowable] = [Spacer(1, 18), paragraph(title, _TITLE)]
    if subtitle.strip():
        parts.append(paragraph(subtitle, Look(size=13, italic=True, align=Align.CENTRE)))
    parts.append(Spacer(1, 12))
    return parts


def signers(width: float, *people: tuple[str, str]) -> Flowable:
    """Set each role, room to sign, and the name, side by side on one page."""
    share = width / len(people)
    rows = [
        [paragraph(role, _ROLE) for role, _name in people],
        [paragraph("(Ký, ghi rõ họ tên)", _HINT) for _person in people],
        [Spacer(1, _SIGNING_SPACE) for _person in people],
        [paragraph(name, _ROLE) for _role, name in people],
    ]
    table = Table(rows, colWidths=[share] * len(people))
    table.setStyle(
        [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("TOPPADDING", (0, 0), (-1, -1), 0),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
        ],
    )
    return KeepTogether([Spacer(1, 12), table])
