"""The loan slip: phiếu mượn thiết bị dạy học."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Spacer, Table, TableStyle

from app.documents.page import (
    WIDTH,
    Letterhead,
    build,
    letterhead,
    place_and_day,
    register_fonts,
    ruled_table,
    style,
    text,
)

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
    lines: tuple[SlipLine, ...]


def draw_loan_slip(slip: LoanSlip, *, created: datetime) -> bytes:
    """Return the slip as a PDF of A4 pages."""
    register_fonts()
    heading = "PHIẾU MƯỢN THIẾT BỊ DẠY HỌC"
    story: list[Flowable] = [
        letterhead(slip.letterhead),
        Spacer(1, 3 * mm),
        _pair(
            text(f"Số: {slip.number:02d}", style(centred=True)),
            text(
                place_and_day(slip.letterhead.place, slip.day),
                style("Serif-Italic", centred=True),
            ),
        ),
        Spacer(1, 6 * mm),
        text(heading, style("Serif-Bold", 14, centred=True)),
        Spacer(1, 5 * mm),
        _facts(slip),
        Spacer(1, 4 * mm),
        _lines(slip.lines),
        Spacer(1, 3 * mm),
        text(
            f"Cộng: {len(slip.lines)} loại thiết bị, "
            f"số lượng {sum(line.quantity for line in slip.lines)}.",
            style(),
        ),
        Spacer(1, 6 * mm),
        KeepTogether([_signatures(slip)]),
    ]
    return build(story, title=f"{heading} {slip.number:02d}", created=created)


def _pair(left: Flowable, right: Flowable) -> Table:
    return Table([[left, right]], colWidths=[WIDTH * 0.42, WIDTH * 0.58])


def _facts(slip: LoanSlip) -> Table:
    facts = [
        (f"Giáo viên mượn: {slip.teacher}", f"Lớp: {slip.class_name}"),
        (f"Ngày mượn: {slip.day:%d/%m/%Y}", f"Ngày hẹn trả: {slip.due:%d/%m/%Y}"),
    ]
    lesson = (
        f"Tên bài dạy: {slip.lesson}" if slip.lesson else "",
        f"Tiết: {slip.period}" if slip.period else "",
    )
    if any(lesson):
        facts.append(lesson)
    return Table(
        [[text(fact, style()) for fact in row] for row in facts],
        colWidths=[WIDTH * 0.58, WIDTH * 0.42],
        style=TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 0),
            ]
        ),
    )


def _lines(lines: tuple[SlipLine, ...]) -> Table:
    rows = [
        (str(number), line.code, line.name, line.unit, str(line.quantity), line.note)
        for number, line in enumerate(lines, start=1)
    ]
    return ruled_table(_HEADINGS, rows, _WIDTHS, centred=frozenset({0, 1, 3, 4}))


def _signatures(slip: LoanSlip) -> Table:
    title, hint = style("Serif-Bold", centred=True), style("Serif-Italic", 12, centred=True)
    name = style("Serif-Bold", centred=True)

    def block(role: str, signer: str) -> list[Flowable]:
        return [
            text(role, title),
            text("(Ký, ghi rõ họ tên)", hint),
            Spacer(1, 22 * mm),
            text(signer, name),
        ]

    return Table(
        [[block("Cán bộ phụ trách thiết bị", slip.keeper),
          block("Giáo viên nhận bàn giao", slip.teacher)]],
        colWidths=[WIDTH / 2, WIDTH / 2],
    )  # fmt: skip
