"""The loan slip: phiếu mượn thiết bị dạy học."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, HRFlowable, KeepTogether, PageBreak, Spacer, Table

from app.documents.page import (
    WIDTH,
    Letterhead,
    build,
    count_pages,
    heading,
    pair,
    register_fonts,
    signatures,
    style,
    text,
)
from app.documents.table import ruled_table

_TITLE = "PHIẾU MƯỢN THIẾT BỊ DẠY HỌC"
_SHORT = 4  # lines of a slip that may fit twice on a page
_CLOSE = 0.4  # of the usual room between its parts, for that
_HEADINGS = ("STT", "Mã", "Tên thiết bị", "ĐVT", "SL", "Ghi chú")
_WIDTHS = (11 * mm, 24 * mm, WIDTH - 98 * mm, 16 * mm, 14 * mm, 33 * mm)


@dataclass(frozen=True, slots=True)
class SlipLine:
    """One device on the slip."""

    code: str
    name: str
    unit: str
    quantity: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class LoanSlip:
    """All that the slip says."""

    letterhead: Letterhead
    number: int
    day: date
    due: date
    class_name: str
    teacher: str
    keeper: str
    period: str
    lesson: str
    subject: str
    ppct: str
    fetched_by: str
    lines: tuple[SlipLine, ...]


def draw_loan_slip(slip: LoanSlip, *, created: datetime) -> bytes:
    """Return the slip as a PDF of A4 pages: a short one twice on a page, one to keep."""
    register_fonts()
    title = f"{_TITLE} {slip.number:02d}"
    if len(slip.lines) > _SHORT:
        return build(_copy(slip), title=title, created=created)
    if count_pages(_twice(slip), tight=True) == 1:
        return build(_twice(slip), title=title, created=created, tight=True)
    story = [*_copy(slip), PageBreak(), *_copy(slip)]
    return build(story, title=title, created=created, restart=1)


def _twice(slip: LoanSlip) -> list[Flowable]:
    cut = HRFlowable(width="100%", thickness=0.5, dash=(3, 3), spaceAfter=3 * mm)
    first, second = _copy(slip, _CLOSE), _copy(slip, _CLOSE)
    return [KeepTogether(first), Spacer(1, 2 * mm), KeepTogether([cut, *second])]


def _copy(slip: LoanSlip, air: float = 1) -> list[Flowable]:
    return [
        *heading(slip.letterhead, slip.number, slip.day, _TITLE, air=air),
        pair(_facts(slip)),
        Spacer(1, 2 * mm * air),
        _lines(slip.lines),
        Spacer(1, 2 * mm * air),
        text(
            f"Cộng: {len(slip.lines)} loại thiết bị, "
            f"số lượng {sum(line.quantity for line in slip.lines)}.",
            style(),
        ),
        Spacer(1, 2 * mm * air),
        signatures(
            ("Cán bộ phụ trách thiết bị", slip.keeper),
            ("Giáo viên nhận bàn giao", slip.teacher),
            room=11 * mm if air < 1 else 22 * mm,
        ),
    ]


def _facts(slip: LoanSlip) -> list[tuple[str, str]]:
    facts = [
        (f"Giáo viên mượn: {slip.teacher}", f"Lớp: {slip.class_name}"),
        (f"Ngày mượn: {slip.day:%d/%m/%Y}", f"Ngày hẹn trả: {slip.due:%d/%m/%Y}"),
    ]
    told = [
        f"{title}: {value}"
        for title, value in (
            ("Môn", slip.subject), ("Tiết", slip.period), ("Tên bài dạy", slip.lesson),
            ("Tiết PPCT", slip.ppct), ("Người nhận", slip.fetched_by),
        )
        if value
    ]  # fmt: skip
    told += [""] * (len(told) % 2)
    return facts + list(zip(told[::2], told[1::2], strict=True))


def _lines(lines: tuple[SlipLine, ...]) -> Table:
    rows = [
        (str(number), line.code, line.name, line.unit, str(line.quantity), line.note)
        for number, line in enumerate(lines, start=1)
    ]
    return ruled_table(_HEADINGS, rows, _WIDTHS, centred=frozenset({0, 1, 3, 4}))
