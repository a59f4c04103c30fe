"""A list from elsewhere beside the book: matched, different, decided, learnt from, signed."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook
from pypdf import PdfReader

from app.domain.device import Device, Kind, State
from app.domain.fault import Refused
from app.domain.reconciliation import Choice, Comparison, Key, Line, Origin, Standing
from app.services.devices import CorrectDevice, ReceiveMore, RegisterDevice
from app.services.importing import read_list
from app.services.queries import OneDevice, Verify
from app.services.reconcile_deciding import Decide, FinishReconciliation, LearnCodes
from app.services.reconcile_papers import PrintReconciliation
from app.services.reconciliations import (
    BringList,
    CancelReconciliation,
    CompareList,
    ComparisonOf,
    PairRows,
    Reconciliations,
    fingerprint,
)
from app.services.room import Room
from app.services.undoing import Undo

HEADINGS = ("Mã thiết bị", "Mã định danh", "Tên thiết bị", "ĐVT", "Số lượng", "Kho", "Năm sử dụng")
EXACT = (
    ("TB00001", "", "Máy chiếu", "Cái", 1, "Kho", ""),
    ("TB00002", "", "Loa cầm tay", "Cái", 1, "", ""),
    ("TB00003", "", "Bộ thực hành Toán", "Bộ", 35, "", ""),
    ("TB00004", "", "Bảng con", "Cái", 20, "", ""),
)
Cells = Sequence[str | int]


def _write(path: Path, rows: Sequence[Cells], headings: Sequence[str] = HEADINGS) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("DANH SÁCH THIẾT BỊ",), (), headings, *rows):
        sheet.append(row)
    book.save(path)
    return path


def _bring(
    room: Room, tmp_path: Path, *rows: Cells, headings: Sequence[str] = HEADINGS
) -> int:
    path = _write(tmp_path / "he-thong.xlsx", rows, headings)
    source = read_list("devices", path)
    return room.run(BringList(source, fingerprint(path))).value


def _of(room: Room, number: int) -> Comparison:
    return room.ask(ComparisonOf(number))


def _said(comparison: Comparison, standing: Standing) -> list[tuple[str, str, str, str, str]]:
    return [
        (line.code, line.name, line.field, line.ours, line.theirs)
        for line in comparison.of(standing)
    ]


def _key(comparison: Comparison, standing: Standing, field: str = "") -> Key:
    return next(line.key for line in comparison.of(standing) if line.field == field)


def _line(comparison: Comparison, standing: Standing, field: str = "") -> Line:
    return next(line for line in comparison.of(standing) if line.field == field)


def test_a_list_that_says_the_same_matches_whole(school: Room, tmp_path: Path) -> None:
    found = _of(school, _bring(school, tmp_path, *EXACT))
    assert found.counts() == {
        Standing.MATCHED: 4, Standing.DIFFERENT: 0, Standing.ONLY_HERE: 0,
        Standing.ONLY_THERE: 0, Standing.TO_CONFIRM: 0,
    }  # fmt: skip
    assert found.left() == 0
    assert school.ask(Verify()).ok
