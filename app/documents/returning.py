"""The return slip (phiếu trả) and the reminder slips (phiếu nhắc)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, HRFlowable, KeepTogether, PageBreak, Spacer

from app.documents.page import (
    WIDTH,
    Letterhead,
    build,
    heading,
    pair,
    register_fonts,
    signatures,
    style,
    text,
)
from app.documents.table import ruled_table

_RETURN = "PHIẾU TRẢ THIẾT BỊ DẠY HỌC"
_HEADINGS = ("Mã", "Tên thiết bị", "ĐVT", "Mượn", "Tốt", "Hỏng", "Mất", "Thiếu", "Chưa trả")
_WIDTHS = (22 * mm, WIDTH - 118 * mm, 12 * mm, *(14 * mm,) * 6)
_OWED_HEADINGS = ("Phiếu", "Lớp", "Tên thiết bị", "SL", "Hẹn trả", "Quá hạn")
_OWED_WIDTHS = (16 * mm, 14 * mm, WIDTH - 90 * mm, 14 * mm, 25 * mm, 21 * mm)


@dataclass(frozen=True, slots=True)
class ReturnLine:
    """What became of one device on the slip."""

    code: str
    name: str
    unit: str
    lent: int
    good: int
    damaged: int
    lost: int
    incomplete: int
    outstanding: int
    note: str


@dataclass(frozen=True, slots=True)
class ReturnSlip:
    """All that the return slip says; `day` is when it is printed."""

    letterhead: Letterhead
    number: int
    day: date
    lent_on: date
    class_name: str
    teacher: str
    keeper: str
    lines: tuple[ReturnLine, ...]


@dataclass(frozen=True, slots=True)
class Owed:
    """One device a teacher still has; `late` in days."""

    slip: int
    class_name: str
    device: str
    quantity: int
    due: date
    late: int


@dataclass(frozen=True, slots=True)
class Reminder:
    """What one teacher is reminded of."""

    team: str
    teacher: str
    owed: tuple[Owed, ...]


def draw_return_slips(slips: Sequence[ReturnSlip]) -> bytes:
    """Return slips as one PDF, each from the top of an A4 page."""
    register_fonts()
    story: list[Flowable] = []
    for slip in slips:
        if story:
            story.append(PageBreak())
        story += _return_slip(slip)
    return build(story, title=_RETURN, created=_midnight(slips[0].day))


def _return_slip(slip: ReturnSlip) -> list[Flowable]:
    rows = [
        (
            line.code, line.name, line.unit,
            *(_figure(count) for count in (
                line.lent, line.good, line.damaged, line.lost, line.incomplete, line.outstanding,
            )),
        )
        for line in slip.lines
    ]  # fmt: skip
    notes = [f"{line.code}: {line.note}" for line in slip.lines if line.note]
    left = sum(line.outstanding for line in slip.lines)
    closing = f"Còn chưa trả: {left}." if left else "Đã trả đủ."
    return [
        *heading(slip.letterhead, slip.number, slip.day, _RETURN),
        pair(
            [
                (f"Giáo viên trả: {slip.teacher}", f"Lớp: {slip.class_name}"),
                (f"Theo phiếu mượn số {slip.number:02d}", f"Ngày mượn: {slip.lent_on:%d/%m/%Y}"),
            ]
        ),
        Spacer(1, 4 * mm),
        ruled_table(_HEADINGS, rows, _WIDTHS, centred=frozenset({0, *range(2, 9)})),
        Spacer(1, 3 * mm),
        *(text(note, style(size=12)) for note in notes),
        text(closing, style()),
        Spacer(1, 6 * mm),
        signatures(("Người trả", slip.teacher), ("Cán bộ phụ trách thiết bị", slip.keeper)),
    ]


def draw_reminders(
    letterhead_: Letterhead, day: date, keeper: str, reminders: Sequence[Reminder]
) -> bytes:
    """Return one reminder for each teacher, by team, to be cut apart."""
    register_fonts()
    title = "PHIẾU NHẮC TRẢ THIẾT BỊ DẠY HỌC"
    story: list[Flowable] = []
    for reminder in reminders:
        rows = [
            (
                f"{one.slip:02d}", one.class_name, one.device, str(one.quantity),
                f"{one.due:%d/%m/%Y}", f"{one.late} ngày" if one.late else "",
            )
            for one in reminder.owed
        ]  # fmt: skip
        story.append(
            KeepTogether(
                [
                    text(letterhead_.school.upper(), style("Serif-Bold", 12)),
                    text(f"{title}", style("Serif-Bold", 13, centred=True)),
                    Spacer(1, 2 * mm),
                    pair([(f"Kính gửi: {reminder.teacher}", reminder.team)]),
                    ruled_table(
                        _OWED_HEADINGS, rows, _OWED_WIDTHS, centred=frozenset({0, 1, 3, 4, 5})
                    ),
                    Spacer(1, 2 * mm),
                    text(
                        f"Ngày {day:%d/%m/%Y}. Kính đề nghị thầy/cô trả hoặc gia hạn. {keeper}",
                        style("Serif-Italic", 12),
                    ),
                    Spacer(1, 4 * mm),
                    HRFlowable(width="100%", thickness=0.5, dash=(3, 3)),
                    Spacer(1, 4 * mm),
                ]
            )
        )
    return build(story, title=title, created=_midnight(day))


def _figure(count: int) -> str:
    return str(count) if count else ""


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())
