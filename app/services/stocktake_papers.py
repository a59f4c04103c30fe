"""The papers of a stocktake: minutes, count sheets, and the accountant's sheet."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, time

from app.documents.asset_sheet import BLOCKS, FIGURES, TITLE, asset_rows, draw_asset_sheet
from app.documents.minutes import CountSheet, Minutes, draw_count_sheet, draw_minutes
from app.domain.archive import ArchiveKind, Filing
from app.domain.document import MINUTES, Document
from app.domain.period import Period
from app.domain.record import Record
from app.domain.stocktake import Status, Stocktake
from app.services.archive import reprint_mark
from app.services.differences import differences_of
from app.services.letterheads import read_letterhead
from app.services.minutes import day_of, minutes_of, read_minutes, scope_words
from app.services.showing import list_filing
from app.services.tallies import Sheet
from app.spreadsheets.writing import make_table
from app.store.desk import Desk

_NAMES = {
    ArchiveKind.MINUTES: ("Biên bản kiểm kê", "bien-ban-kiem-ke"),
    ArchiveKind.ASSET_SHEET: ("Bảng kiểm kê tài sản", "kiem-ke-tai-san"),
}


def _document(desk: Desk, stocktake: int) -> Record[Document] | None:
    """Return the minutes that a stocktake was closed with, None while it is open."""
    for record in reversed(desk.every(Document, kind=MINUTES, status="active")):
        if json.loads(record.row.content)["stocktake"] == stocktake:
            return record
    return None


def _minutes(desk: Desk, stocktake: int) -> Minutes:
    """Return the minutes as they were kept, or a draft of an open stocktake's."""
    sheet = Sheet(desk, stocktake)
    if sheet.row.status == Status.CLOSED:
        kept = _document(desk, stocktake)
        if kept is not None:
            return read_minutes(kept.row.content, kept.row.number)
    return minutes_of(desk, sheet, differences_of(desk, sheet))


def _mark(desk: Desk, stocktake: int, kind: ArchiveKind) -> str:
    kept = _document(desk, stocktake)
    return reprint_mark(desk, kind, kept.id) if kept else ""


def _filing(desk: Desk, stocktake: int, kind: ArchiveKind) -> Filing:
    """Return how the archive files a paper of a stocktake: by the day it was closed."""
    kept = _document(desk, stocktake)
    title, name = _NAMES[kind]
    title = f"{title} {_scope(desk, stocktake)}"
    if kept is None:
        today = Period(desk.today, desk.today)
        return Filing(kind, f"{title} (dự thảo)", f"{name}-{stocktake:03d}-du-thao", today)
    day, number = date.fromisoformat(kept.row.day), kept.row.number
    name = f"{name}-{stocktake:03d}-so-{number:02d}"
    return Filing(kind, title, name, Period(day, day), number, kept.id)


def _scope(desk: Desk, stocktake: int) -> str:
    return scope_words(desk, desk.get(Stocktake, stocktake))


@dataclass(frozen=True, slots=True)
class PrintMinutes:
    """The minutes of a stocktake as a PDF: a draft while it is open, then always the same."""

    stocktake: int

    def answer(self, desk: Desk) -> bytes:
        """Return the PDF's bytes."""
        mark = _mark(desk, self.stocktake, ArchiveKind.MINUTES)
        return draw_minutes(_minutes(desk, self.stocktake), mark)

    def filing(self, desk: Desk) -> Filing:
        """Return how the archive files it."""
        return _filing(desk, self.stocktake, ArchiveKind.MINUTES)


@dataclass(frozen=True, slots=True)
class PrintCountSheet:
    """Sheets to count on by hand, for those without a scanner."""

    stocktake: int

    def answer(self, desk: Desk) -> bytes:
        """Return the PDF's bytes."""
        sheet = Sheet(desk, self.stocktake)
        here = {one.code: one.tally.here for one in sheet.counted() if one.tally.expected}
        minutes = minutes_of(desk, sheet, ())
        groups = tuple(
            (group.title, tuple((line.code, line.name, line.unit, here[line.code])
                                for line in group.lines if here.get(line.code)))
            for group in minutes.groups
        )  # fmt: skip
        return draw_count_sheet(
            CountSheet(
                read_letterhead(desk), minutes.scope, desk.today,
                tuple(group for group in groups if group[1]),
            )
        )  # fmt: skip

    def filing(self, desk: Desk) -> Filing:
        """Return how the archive files it."""
        title = f"Phiếu kiểm kê {_scope(desk, self.stocktake)}"
        name = f"phieu-kiem-ke-{self.stocktake:03d}"
        return list_filing(title, name, Period(desk.today, desk.today))


@dataclass(frozen=True, slots=True)
class PrintAssetSheet:
    """The accountant's sheet as a PDF, in the shape of C53-HD."""

    stocktake: int

    def answer(self, desk: Desk) -> bytes:
        """Return the PDF's bytes."""
        mark = _mark(desk, self.stocktake, ArchiveKind.ASSET_SHEET)
        return draw_asset_sheet(_minutes(desk, self.stocktake), mark)

    def filing(self, desk: Desk) -> Filing:
        """Return how the archive files it."""
        return _filing(desk, self.stocktake, ArchiveKind.ASSET_SHEET)


@dataclass(frozen=True, slots=True)
class SaveAssetSheet:
    """The accountant's sheet as a spreadsheet."""

    stocktake: int

    def answer(self, desk: Desk) -> bytes:
        """Return the workbook's bytes."""
        minutes = _minutes(desk, self.stocktake)
        day = day_of(minutes)
        title = (
            f"Đơn vị: {minutes.letterhead.school}",
            f"{minutes.asset_form} {minutes.asset_form_source}",
            f"{TITLE}, ngày {day:%d/%m/%Y}, {minutes.scope}",
        )
        headings = (
            "STT", "Tên tài sản", "Mã số", "Nơi sử dụng",
            *(f"{block}: {figure}" for block in BLOCKS for figure in FIGURES), "Ghi chú",
        )  # fmt: skip
        return make_table(
            title, headings, asset_rows(minutes), sheet="Kiểm kê",
            created=datetime.combine(day, time()),
        )  # fmt: skip

    def filing(self, desk: Desk) -> Filing:
        """Return how the archive files it."""
        return _filing(desk, self.stocktake, ArchiveKind.ASSET_SHEET)
