"""The slips of what leaves the book and of what moves to another place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer

from app.documents.page import (
    WIDTH,
    Letterhead,
    build,
    heading,
    register_fonts,
    ruled_table,
    signatures,
    style,
    text,
)


@dataclass(frozen=True, slots=True)
class MovementSlip:
    """All a slip says; a line is code, name, unit, quantity, and why or from where."""

    letterhead: Letterhead
    leaves: bool
    number: int
    day: date
    lines: tuple[tuple[str, ...], ...]
    council: tuple[str, ...]
    method: str
    decision: str
    value: int
    place: str
    note: str
    keeper: str


def draw_movement(slip: MovementSlip, *, created: datetime) -> bytes:
    """Return the slip as a PDF; the same slip gives the same bytes."""
    register_fonts()
    title = "PHIẾU GHI GIẢM THIẾT BỊ" if slip.leaves else "PHIẾU ĐIỀU CHUYỂN THIẾT BỊ"
    last = "Lý do" if slip.leaves else "Từ nơi"
    shares = (0.07, 0.15, 0.38, 0.1, 0.1, 0.2)
    rows = [(str(number), *line) for number, line in enumerate(slip.lines, start=1)]
    whole = sum(int(line[3]) for line in slip.lines)
    story: list[Flowable] = [
        *heading(slip.letterhead, slip.number, slip.day, title),
        *(text(fact, style()) for fact in _facts(slip)),
        Spacer(1, 3 * mm),
        ruled_table(
            ("STT", "Mã", "Tên thiết bị", "ĐVT", "Số lượng", last),
            rows,
            [WIDTH * share for share in shares],
            centred=frozenset({0, 1, 3, 4}),
        ),
        Spacer(1, 2 * mm),
        text(f"Cộng: {len(rows)} loại thiết bị, số lượng {whole}.", style()),
        Spacer(1, 6 * mm),
        signatures(*_signers(slip)),
    ]
    return build(story, title=title, created=created)


def _facts(slip: MovementSlip) -> list[str]:
    if not slip.leaves:
        return [f"Chuyển đến: {slip.place}", *([f"Ghi chú: {slip.note}"] if slip.note else [])]
    facts = [f"Hội đồng: {'; '.join(slip.council)}", f"Hình thức xử lý: {slip.method}"]
    if slip.decision:
        facts.append(f"Quyết định số: {slip.decision}")
    if slip.value:
        facts.append(f"Giá trị thu hồi: {slip.value:,} đồng".replace(",", "."))
    return facts


def _signers(slip: MovementSlip) -> tuple[tuple[str, str], ...]:
    if slip.leaves:
        return (("Người lập phiếu", slip.keeper), ("Kế toán", ""), ("Hiệu trưởng", ""))
    return (("Người giao", slip.keeper), ("Người nhận", ""), ("Hiệu trưởng", ""))
