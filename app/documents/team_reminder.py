"""The reminder of a team's head: what of the team is overdue or lacks data (Điều 8.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, PageBreak, Spacer

from app.documents.page import (
    WIDTH,
    Letterhead,
    build,
    heading,
    register_fonts,
    signatures,
    style,
    text,
)
from app.documents.table import ruled_table

Lines = tuple[tuple[str, ...], ...]

_TITLE = "PHIẾU NHẮC CẬP NHẬT DỮ LIỆU THIẾT BỊ"
_SIZE = 11  # points
_ROOM = 35 * mm  # a table begins on the next page when less is left


@dataclass(frozen=True, slots=True)
class Listed:
    """The rows of a table, and how many there are in all: too many are not printed."""

    rows: Lines
    whole: int


@dataclass(frozen=True, slots=True)
class TeamSheet:
    """What one team is reminded of; each list has the columns of its table.

    `shared` says that it is of what all teams answer for.
    """

    team: str
    head: str
    shared: bool
    counts: tuple[tuple[str, int], ...]
    updates: Listed
    notices: Listed
    returns: Listed
    missing: Listed


def draw_team_reminders(
    letterhead: Letterhead, day: date, keeper: str, sheets: Sequence[TeamSheet]
) -> bytes:
    """Return one reminder for each team, each from the top of an A4 page."""
    register_fonts()
    story: list[Flowable] = []
    for sheet in sheets:
        if story:
            story.append(PageBreak())
        story += _sheet(letterhead, day, keeper, sheet)
    return build(story, title=_TITLE, created=datetime.combine(day, time()))


def _sheet(letterhead: Letterhead, day: date, keeper: str, sheet: TeamSheet) -> list[Flowable]:
    head = f"thầy/cô {sheet.head}, tổ trưởng" if sheet.head else "Tổ trưởng"
    whom = "Các tổ trưởng (thiết bị dùng chung)" if sheet.shared else f"{head} {sheet.team}"
    return [
        *heading(letterhead, None, day, _TITLE),
        text(f"Kính gửi: {whom}", style()),
        text(
            "Căn cứ Điều 7 và Điều 8.2 của Quy chế, tính đến hết ngày "
            f"{day:%d/%m/%Y}, còn các việc sau quá hạn hoặc thiếu dữ liệu. Kính đề nghị "
            "tổ trưởng đôn đốc, hướng dẫn các thành viên hoàn thành.",
            style(),
        ),
        Spacer(1, 3 * mm),
        ruled_table(
            ("Nội dung", "Số"),
            [(name, str(count)) for name, count in sheet.counts],
            _widths(85, 15),
            centred=frozenset({1}),
        ),
        *_tables(sheet),
        CondPageBreak(_ROOM + 20 * mm),
        Spacer(1, 6 * mm),
        signatures(
            ("Người nhận", "" if sheet.shared else sheet.head),
            ("Cán bộ phụ trách thiết bị", keeper),
        ),
    ]


def _tables(sheet: TeamSheet) -> list[Flowable]:
    return [
        *_part(
            "Thay đổi thiết bị chưa cập nhật (Điều 7.2)",
            ("Ngày", "Mã", "Tên thiết bị", "Nội dung", "Hạn", "Trễ"),
            sheet.updates, (14, 13, 29, 22, 14, 8), frozenset({0, 1, 4, 5}),
        ),
        *_part(
            "Thay đổi nhân sự, lớp, phân công, thời khóa biểu chưa nhập CSDL ngành (Điều 7.3)",
            ("Ngày", "Nội dung", "Hạn", "Trễ"),
            sheet.notices, (14, 64, 14, 8), frozenset({0, 2, 3}),
        ),
        *_part(
            "Thiết bị quá hạn trả",
            ("Phiếu", "Giáo viên", "Lớp", "Tên thiết bị", "SL", "Hẹn trả", "Trễ"),
            sheet.returns, (9, 24, 9, 28, 7, 15, 8), frozenset({0, 2, 4, 5, 6}),
        ),
        *_part(
            "Hồ sơ còn thiếu thông tin (Điều 3.7)", ("Mã", "Tên", "Còn thiếu"),
            sheet.missing, (15, 40, 45), frozenset({0}),
        ),
    ]  # fmt: skip


def _part(
    title: str, headings: tuple[str, ...], listed: Listed, shares: tuple[int, ...],
    centred: frozenset[int],
) -> list[Flowable]:  # fmt: skip
    """Return a table under its title, nothing where it has no rows."""
    if not listed.rows:
        return []
    more = listed.whole - len(listed.rows)
    return [
        CondPageBreak(_ROOM),
        Spacer(1, 4 * mm),
        text(f"{title}: {listed.whole}", style("Serif-Bold")),
        Spacer(1, 1 * mm),
        ruled_table(headings, listed.rows, _widths(*shares), centred=centred, size=_SIZE),
        *([text(f"… và {more} dòng khác, xem trên màn hình.", style(size=12))] if more else []),
    ]


def _widths(*shares: float) -> list[float]:
    return [WIDTH * share / sum(shares) for share in shares]
