"""What a list shows, on paper or as a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from app.domain.archive import ArchiveKind, Filing
from app.domain.fault import Refused
from app.domain.period import Period
from app.domain.sentence import Sentence
from app.domain.text import slug
from app.store.desk import Desk

MOST_ON_PAPER = 5_000  # rows: some two hundred pages
_SHORTEST, _LONGEST = 5, 40  # letters: what a narrow and a wide column hold


@dataclass(frozen=True, slots=True)
class Shown:
    """A list as it stands on the screen; figures are whole numbers."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str | int, ...], ...]


@dataclass(frozen=True, slots=True)
class PrintShown:
    """A list as a PDF of pages on their side."""

    shown: Shown

    def answer(self, desk: Desk) -> bytes:
        """Return the PDF's bytes, or refuse more rows than anybody would print."""
        shown = self.shown
        if len(shown.rows) > MOST_ON_PAPER:
            raise Refused(
                Sentence(
                    "{count} rows are too many to print; {most} fit. Search or filter for fewer, "
                    "or save the list as a spreadsheet.",
                    {"count": len(shown.rows), "most": MOST_ON_PAPER},
                )
            )
        # What draws is slow to import, and every list on the screen is a `Shown`.
        from app.documents.listing import Column, Listing, draw_listing  # noqa: PLC0415
        from app.services.letterheads import read_letterhead  # noqa: PLC0415

        columns = [
            Column(heading, share, centred=_is_figure(shown.rows, at))
            for at, (heading, share) in enumerate(
                zip(shown.headings, _shares(shown.headings, shown.rows), strict=True)
            )
        ]
        listing = Listing(
            read_letterhead(desk),
            shown.title.upper(),
            desk.today,
            (Column("STT", _SHORTEST, centred=True), *columns),
            tuple((str(number), *map(str, row)) for number, row in enumerate(shown.rows, start=1)),
            f"Cộng: {len(shown.rows)} dòng.",
        )
        return draw_listing(listing)

    def filing(self, desk: Desk) -> Filing:
        """Return how the archive files it."""
        return _filing(self.shown, desk.today)


@dataclass(frozen=True, slots=True)
class SaveShown:
    """A list as a spreadsheet."""

    shown: Shown

    def answer(self, desk: Desk) -> bytes:
        """Return the workbook's bytes."""
        from app.services.letterheads import read_letterhead  # noqa: PLC0415 - as slow as drawing
        from app.spreadsheets.writing import make_table  # noqa: PLC0415 - the same

        shown = self.shown
        title = (read_letterhead(desk).school, f"{shown.title}, {desk.today:%d/%m/%Y}")
        return make_table(
            title, shown.headings, shown.rows, sheet="Danh sách",
            created=datetime.combine(desk.today, time()),
        )  # fmt: skip

    def filing(self, desk: Desk) -> Filing:
        """Return how the archive files it."""
        return _filing(self.shown, desk.today)


def _filing(shown: Shown, today: date) -> Filing:
    return list_filing(shown.title, slug(shown.title), Period(today, today))


def list_filing(title: str, name: str, period: Period) -> Filing:
    """Return how the archive files a list of a day or a period; `name` without its days."""
    first, last = period.first.isoformat(), period.last.isoformat()
    days = first if first == last else f"{first}-{last}"
    return Filing(ArchiveKind.LIST, title, f"{name}-{days}", period)


def _is_figure(rows: Sequence[Sequence[str | int]], column: int) -> bool:
    return bool(rows) and all(isinstance(row[column], int) or not row[column] for row in rows)


def _shares(headings: Sequence[str], rows: Sequence[Sequence[str | int]]) -> list[int]:
    """Return how wide each column is, by what stands in it."""
    found = []
    for column, heading in enumerate(headings):
        words = [len(word) for word in heading.split()]
        cells = [len(str(row[column])) for row in rows]
        usual = sum(cells) // len(cells) * 3 // 2 if cells else 0
        found.append(min(max(usual, *words, _SHORTEST), _LONGEST))
    return found
