"""Reading the city's result workbook: which devices were rejected, and why (Điều 10.2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from app.domain.fault import Refused
from app.domain.heading import Field, find_header
from app.domain.sentence import Sentence
from app.domain.text import fold
from app.services.uploads import find_batch
from app.spreadsheets.reading import read_sheets
from app.store.desk import Desk

_FIELDS = (
    Field(
        "code",
        ("Mã thiết bị", "Mã TB", "Mã định danh", "Mã tài sản", "Mã nội bộ", "Mã", "Code"),
        required=True,
    ),
    Field(
        "reason",
        ("Lý do", "Lý do từ chối", "Lý do lỗi", "Lỗi", "Mô tả lỗi", "Nội dung lỗi", "Chi tiết lỗi",
         "Thông báo lỗi", "Thông báo", "Kết quả", "Trạng thái", "Error", "Message"),
        required=True,
    ),
)  # fmt: skip
_TAKEN = frozenset(
    {"", "ok", "dat", "thanh cong", "hop le", "da nhan", "chap nhan", "success", "nhap thanh cong"}
)


@dataclass(frozen=True, slots=True)
class Results:
    """What a result workbook says: reasons by device code, what was taken, and unknown codes."""

    rejected: Mapping[str, str]
    accepted: tuple[str, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadResults:
    """The city's answer to a batch, from a workbook with a column of codes and one of reasons."""

    batch: int
    path: Path

    def answer(self, desk: Desk) -> Results:
        """Return the reasons of the rows of the batch; nothing is written."""
        views = desk.times.rows_of(find_batch(desk, self.batch).id)
        codes = {one.code: one.code for one in views}
        codes |= {one.official_code: one.code for one in views if one.official_code}
        rejected: dict[str, str] = {}
        accepted: list[str] = []
        unknown: list[str] = []
        for said, reason in _read(self.path):
            code = codes.get(said) or codes.get(said.upper())
            if code is None:
                unknown.append(said)
            elif fold(reason) in _TAKEN:
                accepted.append(code)
            else:
                rejected[code] = reason
        taken = tuple(code for code in dict.fromkeys(accepted) if code not in rejected)
        return Results(rejected, taken, tuple(unknown))


def _read(path: Path) -> list[tuple[str, str]]:
    """Return each code with what is said of it."""
    for sheet in read_sheets(path):
        header = find_header(sheet.rows, _FIELDS, {})
        if header is not None:
            code, reason = header.columns["code"], header.columns["reason"]
            return [
                (row[code], row[reason] if reason < len(row) else "")
                for row in sheet.rows[header.last + 1 :]
                if code < len(row) and row[code]
            ]
    raise Refused(
        Sentence(
            "{file} has no column of device codes beside one of reasons. Name them “Mã thiết bị” "
            "and “Lý do”, or type the reasons by hand.",
            {"file": path.name},
        ),
        where=path.name,
    )
