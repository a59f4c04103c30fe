"""The covers of a month's pack: what it holds, and what each team finds in its part."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import count

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Spacer

from app.documents.page import (
    WIDTH,
    Letterhead,
    build,
    letterhead,
    number_and_day,
    register_fonts,
    signatures,
    style,
    text,
)
from app.documents.table import ruled_table

_ABOVE = 30 * mm  # of a title that stands on a page almost alone
_CENTRED = frozenset({0, 2, 3})
_SIGN = 18 * mm
_SMALL = 11  # points: the list of a school with many teams fits a page


@dataclass(frozen=True, slots=True)
class Bound:
    """A part of the pack: its name, how many pages it has, and on which of the file it begins.

    One that is `whole` is a team's section: the rows after it, up to the next one, are its parts.
    """

    name: str
    pages: int
    first: int
    whole: bool = False


@dataclass(frozen=True, slots=True)
class PackCover:
    """All that the first page says; `lines` stand under the title, `notes` under the table.

    `pages` is how many follow it.
    """

    letterhead: Letterhead
    day: date
    title: str
    lines: tuple[str, ...]
    parts: tuple[Bound, ...]
    pages: int
    notes: tuple[str, ...]
    signers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class TeamCover:
    """The page before a team's part: the team, its head, and the names and pages of its papers."""

    letterhead: Letterhead
    day: date
    title: str
    team: str
    lines: tuple[str, ...]
    parts: tuple[tuple[str, int], ...]
    keeper: str
    head: str


def draw_pack_cover(cover: PackCover) -> bytes:
    """Return the cover with the list of the parts, as a PDF."""
    register_fonts()
    numbers = count(1)
    rows = [
        ("" if part.whole else str(next(numbers)), part.name, str(part.pages), str(part.first))
        for part in cover.parts
    ]
    rows.append(("", "Cộng (không kể bìa)", str(cover.pages), ""))
    story: list[Flowable] = [
        letterhead(cover.letterhead),
        Spacer(1, 2 * mm),
        number_and_day("", cover.letterhead.place, cover.day, WIDTH),
        Spacer(1, 8 * mm),
        text(cover.title, style("Serif-Bold", 18, centred=True)),
        Spacer(1, 2 * mm),
        *(text(line, style(centred=True)) for line in cover.lines),
        Spacer(1, 6 * mm),
        ruled_table(
            ("STT", "Nội dung", "Số trang", "Từ trang"),
            rows,
            _widths(10, 62, 14, 14),
            centred=_CENTRED,
            size=_SMALL,
            totals=True,
            shaded=frozenset(at for at, part in enumerate(cover.parts) if part.whole),
        ),
        Spacer(1, 3 * mm),
        *(text(note, style("Serif-Italic", 12)) for note in cover.notes),
        KeepTogether([Spacer(1, 5 * mm), signatures(*cover.signers, room=_SIGN)]),
    ]
    return build(story, title=cover.title, created=datetime.combine(cover.day, time()))


def draw_team_cover(cover: TeamCover) -> bytes:
    """Return the page that stands before a team's papers, as a PDF."""
    register_fonts()
    rows = [
        (str(number), name, str(pages))
        for number, (name, pages) in enumerate(cover.parts, start=1)
    ]  # fmt: skip
    story: list[Flowable] = [
        letterhead(cover.letterhead),
        Spacer(1, _ABOVE),
        text(cover.title, style("Serif-Bold", 16, centred=True)),
        Spacer(1, 6 * mm),
        text(cover.team.upper(), style("Serif-Bold", 26, centred=True)),
        Spacer(1, 6 * mm),
        *(text(line, style(centred=True)) for line in cover.lines),
        Spacer(1, 10 * mm),
        ruled_table(
            ("STT", "Nội dung", "Số trang"), rows, _widths(10, 74, 16), centred=frozenset({0, 2})
        ),
        Spacer(1, 8 * mm),
        signatures(("Cán bộ phụ trách thiết bị", cover.keeper), ("Người nhận", cover.head)),
    ]
    return build(story, title=cover.title, created=datetime.combine(cover.day, time()))


def _widths(*shares: float) -> list[float]:
    return [WIDTH * share / sum(shares) for share in shares]
