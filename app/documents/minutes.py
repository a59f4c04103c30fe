"""The minutes of a stocktake, per Nghị định 30/2020, and the sheets to count on by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Spacer, Table, TableStyle

from app.documents.page import (
    WIDE,
    WIDTH,
    Letterhead,
    build,
    letterhead,
    marked,
    number_and_day,
    register_fonts,
    style,
    text,
)
from app.documents.table import ruled_table

_BASIS = "Căn cứ quy định của trường về quản lý, sử dụng thiết bị giáo dục và nhiệm vụ năm học;"
_COLUMNS = (
    ("STT", 0.05), ("Mã", 0.1), ("Tên thiết bị", 0.27), ("ĐVT", 0.07),
    ("Trước (sổ sách)", 0.08), ("Sau (thực tế)", 0.08), ("Thừa", 0.06), ("Thiếu", 0.06),
    ("Hỏng", 0.06), ("Ghi chú, lý do", 0.17),
)  # fmt: skip
_REASONS = (
    ("STT", 0.05), ("Mã", 0.1), ("Tên thiết bị", 0.25), ("Chênh lệch", 0.15),
    ("Số lượng", 0.07), ("Lý do", 0.2), ("Cách xử lý", 0.18),
)  # fmt: skip
_SHEET = (
    ("STT", 0.07), ("Mã", 0.13), ("Tên thiết bị", 0.36), ("ĐVT", 0.09), ("Cần có", 0.08),
    ("Đếm được", 0.09), ("Trong đó hỏng", 0.09), ("Ghi chú", 0.09),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class MinutesLine:
    """A device before and after: quantities in its unit, `price` in đồng for one.

    `before` is all that the book has of it, wherever it is; `after` what the count leaves.
    """

    code: str
    name: str
    unit: str
    place: str
    price: int | None
    before: int
    after: int
    over: int
    short: int
    damaged: int
    note: str


@dataclass(frozen=True, slots=True)
class MinutesGroup:
    """The devices of a subject, or of a place."""

    title: str
    lines: tuple[MinutesLine, ...]


@dataclass(frozen=True, slots=True)
class Reasoned:
    """A difference, why it is, and what becomes of it."""

    code: str
    name: str
    finding: str
    quantity: int
    why: str
    settled: str


@dataclass(frozen=True, slots=True)
class Minutes:
    """All that the papers of a stocktake say; `number` is 0 while it is a draft.

    `opened` and `closed` are ISO days; `committee` holds roles and names; `asset_price` in
    đồng is from where on a device is a fixed asset.
    """

    stocktake: int
    letterhead: Letterhead
    number: int
    scope: str
    opened: str
    closed: str
    committee: tuple[tuple[str, str], ...]
    note: str
    groups: tuple[MinutesGroup, ...]
    differences: tuple[Reasoned, ...]
    keeper: str
    asset_price: int
    asset_form: str
    asset_form_source: str
    budget_code: str


def draw_minutes(minutes: Minutes, mark: str = "") -> bytes:
    """Return the minutes as a PDF of A4 pages on their side; `mark` stands under the title.

    The same minutes give the same bytes.
    """
    register_fonts()
    day = date.fromisoformat(minutes.closed)
    title = "BIÊN BẢN KIỂM KÊ THIẾT BỊ"
    story: list[Flowable] = [
        *_top(minutes, day),
        text(title, style("Serif-Bold", 14, centred=True)),
        *marked(mark),
        text(f"Phạm vi kiểm kê: {minutes.scope}", style("Serif-Bold", 13, centred=True)),
        Spacer(1, 4 * mm),
        *_opening(minutes),
        text("I. KẾT QUẢ KIỂM KÊ", style("Serif-Bold")),
        Spacer(1, 2 * mm),
        _result(minutes),
        Spacer(1, 4 * mm),
        *_differences(minutes),
        # Nobody signs a page on which nothing stands.
        KeepTogether([*_conclusion(minutes), Spacer(1, 6 * mm), _signers(minutes)]),
    ]
    return build(story, title=title, created=datetime.combine(day, time()), wide=True)


def _top(minutes: Minutes, day: date) -> list[Flowable]:
    head = minutes.letterhead
    number = head.number(minutes.number or None, "BB")
    if not minutes.number:
        number += " (dự thảo)"
    return [
        letterhead(head, WIDE),
        Spacer(1, 2 * mm),
        number_and_day(number, head.place, day, WIDE),
        Spacer(1, 3 * mm),
    ]


def _opening(minutes: Minutes) -> list[Flowable]:
    facts = [
        _BASIS,
        f"Thời gian: {_time(minutes)}.",
        f"Địa điểm: {minutes.letterhead.school}, {minutes.scope}.",
        "Ban kiểm kê gồm:",
        *_members(minutes.committee),
    ]
    if minutes.note:
        facts.append(f"Ghi chú: {minutes.note}")
    return [*(text(fact, style()) for fact in facts), Spacer(1, 3 * mm)]


def _members(committee: Sequence[tuple[str, str]]) -> list[str]:
    if not committee:
        return ["1. …………………………………………, Trưởng ban", "2. …………………………………………, Thư ký"]
    return [f"{at}. {name}, {role}" for at, (role, name) in enumerate(committee, start=1)]


def _time(minutes: Minutes) -> str:
    if minutes.opened == minutes.closed:
        return f"ngày {_day(minutes.closed)}"
    return f"từ ngày {_day(minutes.opened)} đến ngày {_day(minutes.closed)}"


def _day(iso: str) -> str:
    return f"{date.fromisoformat(iso):%d/%m/%Y}"


def _result(minutes: Minutes) -> Table:
    """Return the table with a heading for each group, its sum, and the sum of all."""
    rows: list[tuple[str, ...]] = []
    strong: list[int] = []
    number = 0
    for at, group in enumerate(minutes.groups):
        strong.append(len(rows))
        rows.append((letter(at), "", group.title, *[""] * 7))
        for line in group.lines:
            number += 1
            rows.append(
                (str(number), line.code, line.name, line.unit, str(line.before), str(line.after),
                 *map(_figure, (line.over, line.short, line.damaged)), line.note)
            )  # fmt: skip
        strong.append(len(rows))
        rows.append(_sum("Cộng", group.lines))
    everything = [line for group in minutes.groups for line in group.lines]
    strong.append(len(rows))
    rows.append(_sum("Tổng cộng", everything))
    return ruled_table(
        [heading for heading, _share in _COLUMNS],
        rows,
        [WIDE * share for _heading, share in _COLUMNS],
        centred=frozenset({0, 1, 3, 4, 5, 6, 7, 8}),
        shaded=frozenset(strong),
    )


def letter(at: int) -> str:
    """Return the letter a group is numbered by: A, B, … Z, AA, …."""
    found = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


def _figure(count: int) -> str:
    return str(count) if count else ""


def _sum(title: str, lines: Sequence[MinutesLine]) -> tuple[str, ...]:
    sums = [sum(getattr(line, name) for line in lines)
            for name in ("before", "after", "over", "short", "damaged")]  # fmt: skip
    return ("", "", title, "", *map(str, sums), "")


def _differences(minutes: Minutes) -> list[Flowable]:
    head = text("II. CHÊNH LỆCH VÀ CÁCH XỬ LÝ", style("Serif-Bold"))
    if not minutes.differences:
        return [head, text("Không có chênh lệch giữa sổ sách và thực tế.", style())]
    rows = [
        (str(at), one.code, one.name, one.finding, str(one.quantity), one.why, one.settled)
        for at, one in enumerate(minutes.differences, start=1)
    ]
    table = ruled_table(
        [heading for heading, _share in _REASONS],
        rows,
        [WIDE * share for _heading, share in _REASONS],
        centred=frozenset({0, 1, 4}),
    )
    return [head, Spacer(1, 2 * mm), table]


def _conclusion(minutes: Minutes) -> list[Flowable]:
    lines = [line for group in minutes.groups for line in group.lines]
    before, after = sum(line.before for line in lines), sum(line.after for line in lines)
    said = (
        f"Đã kiểm kê {len(lines)} loại thiết bị, số lượng theo sổ {before}, "
        f"thực tế {after}; có {len(minutes.differences)} chênh lệch."
    )
    last = (
        "Sổ sách được điều chỉnh theo kết quả trên."
        if minutes.number
        else "Bản dự thảo: sổ sách chưa điều chỉnh, kiểm kê chưa chốt."
    )
    return [
        Spacer(1, 4 * mm),
        text("III. KẾT LUẬN", style("Serif-Bold")),
        text(said, style()),
        text(last, style()),
    ]


def _signers(minutes: Minutes) -> Table:
    """Return the secretary on the left and the chair on the right, as the decree has them."""
    names = {role.lower(): name for role, name in minutes.committee}
    secretary = names.get("thư ký", minutes.keeper)
    chair = names.get("trưởng ban", names.get("chủ toạ", ""))
    blocks = [
        [
            text(role, style("Serif-Bold", centred=True)),
            text("(Ký, ghi rõ họ tên)", style("Serif-Italic", 12, centred=True)),
            Spacer(1, 22 * mm),
            text(name, style("Serif-Bold", centred=True)),
        ]
        for role, name in (("THƯ KÝ", secretary), ("TRƯỞNG BAN KIỂM KÊ", chair))
    ]
    return Table(
        [blocks],
        colWidths=[WIDE / 2] * 2,
        style=TableStyle(
            [("FONTNAME", (0, 0), (-1, -1), "Serif"), ("VALIGN", (0, 0), (-1, -1), "TOP")]
        ),
    )


@dataclass(frozen=True, slots=True)
class CountSheet:
    """A sheet to count on by hand; a line is code, name, unit and what should be there."""

    letterhead: Letterhead
    scope: str
    day: date
    groups: tuple[tuple[str, tuple[tuple[str, str, str, int], ...]], ...]


def draw_count_sheet(sheet: CountSheet) -> bytes:
    """Return the sheet as a PDF, with empty cells for what is counted."""
    register_fonts()
    title = "PHIẾU KIỂM KÊ THIẾT BỊ"
    rows: list[tuple[str, ...]] = []
    strong: list[int] = []
    number = 0
    for at, (group, lines) in enumerate(sheet.groups):
        strong.append(len(rows))
        rows.append((letter(at), "", group, "", "", "", "", ""))
        for code, name, unit, expected in lines:
            number += 1
            rows.append((str(number), code, name, unit, str(expected), "", "", ""))
    story: list[Flowable] = [
        letterhead(sheet.letterhead),
        Spacer(1, 3 * mm),
        text(title, style("Serif-Bold", 14, centred=True)),
        text(f"Phạm vi: {sheet.scope}, in ngày {sheet.day:%d/%m/%Y}", style(centred=True)),
        Spacer(1, 2 * mm),
        text("Người đếm: ……………………………………   Ngày đếm: ……/……/…………", style()),
        Spacer(1, 3 * mm),
        ruled_table(
            [heading for heading, _share in _SHEET],
            rows,
            [WIDTH * share for _heading, share in _SHEET],
            centred=frozenset({0, 1, 3, 4}),
            shaded=frozenset(strong),
        ),
    ]
    return build(story, title=title, created=datetime.combine(sheet.day, time()), tight=True)
