"""The accountant's sheet of a stocktake, in the shape of C53-HD (TT 107/2017/TT-BTC)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

from reportlab.lib import colors
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Spacer, Table, TableStyle

from app.documents.minutes import Minutes, MinutesLine, letter
from app.documents.page import (
    WIDE,
    build,
    marked,
    place_and_day,
    register_fonts,
    style,
    text,
)
from app.documents.table import Row, unfold

TITLE = "BIÊN BẢN KIỂM KÊ TÀI SẢN CỐ ĐỊNH, CÔNG CỤ DỤNG CỤ"
BLOCKS = ("Theo sổ kế toán", "Thực tế kiểm kê", "Chênh lệch")
FIGURES = ("Số lượng", "Nguyên giá", "Giá trị còn lại")
ASSETS, TOOLS = "Tài sản cố định", "Công cụ, dụng cụ"
_SHARES = (0.035, 0.145, 0.075, 0.085, *(0.05, 0.095, 0.045) * 3, 0.09)
_BODY = 10  # points: thirteen columns must fit
_PAD = 2  # points left and right of what stands in a cell

Asset = tuple[str | int | None, ...]


def asset_rows(minutes: Minutes) -> list[Asset]:
    """Return the rows: number, name, code, place, three times quantity and price, note.

    The value left is blank: the book knows no depreciation. Fixed assets come first.
    """
    lines = [line for group in minutes.groups for line in group.lines]
    fixed = [line for line in lines if (line.price or 0) >= minutes.asset_price]
    tools = [line for line in lines if (line.price or 0) < minutes.asset_price]
    rows: list[Asset] = []
    for at, (title, some) in enumerate(((ASSETS, fixed), (TOOLS, tools))):
        rows.append((letter(at), title, *[None] * 12))
        rows += [_row(number, line) for number, line in enumerate(some, start=1)]
        rows.append(_sum("Cộng", some))
    rows.append(_sum("Tổng cộng", lines))
    return rows


def _row(number: int, line: MinutesLine) -> Asset:
    change = line.after - line.before
    return (
        number, line.name, line.code, line.place,
        *_three(line.before, _worth(line, line.before)),
        *_three(line.after, _worth(line, line.after)),
        *_three(change or None, _worth(line, change) or None),
        line.note,
    )  # fmt: skip


def _worth(line: MinutesLine, quantity: int) -> int | None:
    return None if line.price is None else line.price * quantity


def _three(quantity: int | None, worth: int | None) -> tuple[int | None, int | None, None]:
    return quantity, worth, None


def _sum(title: str, lines: Sequence[MinutesLine]) -> Asset:
    before, after = sum(line.before for line in lines), sum(line.after for line in lines)
    worth = [sum(_worth(line, quantity(line)) or 0 for line in lines) for quantity in _QUANTITIES]
    return (
        None, title, None, None, before, worth[0], None, after, worth[1], None,
        after - before, worth[1] - worth[0], None, None,
    )  # fmt: skip


def _before(line: MinutesLine) -> int:
    return line.before


def _after(line: MinutesLine) -> int:
    return line.after


_QUANTITIES = (_before, _after)


def draw_asset_sheet(minutes: Minutes, mark: str = "") -> bytes:
    """Return the sheet as a PDF of A4 pages on their side; `mark` stands under the title."""
    register_fonts()
    day = date.fromisoformat(minutes.closed)
    story: list[Flowable] = [
        _top(minutes),
        Spacer(1, 4 * mm),
        text(TITLE, style("Serif-Bold", 14, centred=True)),
        *marked(mark),
        text(f"Thời điểm kiểm kê: ngày {day:%d/%m/%Y}", style("Serif-Italic", centred=True)),
        Spacer(1, 3 * mm),
        text("Ban kiểm kê gồm:", style(size=12)),
        *(text(f"- Ông/Bà: {name}, chức vụ: {role}", style(size=12))
          for role, name in minutes.committee or (("…………………", "……………………………………"),)),
        text(f"Đã kiểm kê {minutes.scope}, kết quả như sau:", style(size=12)),
        Spacer(1, 2 * mm),
        _table(asset_rows(minutes)),
        Spacer(1, 4 * mm),
        KeepTogether(
            [
                text(place_and_day(minutes.letterhead.place, day),
                     style("Serif-Italic", right=True)),
                _signers(minutes),
            ]
        ),
    ]  # fmt: skip
    return build(story, title=TITLE, created=datetime.combine(day, time()), wide=True)


def _top(minutes: Minutes) -> Table:
    left = [
        text(f"Đơn vị: {minutes.letterhead.school}", style("Serif-Bold", 12)),
        text(f"Mã QHNS: {minutes.budget_code or '…………………'}", style(size=12)),
    ]
    right = [
        text(minutes.asset_form, style("Serif-Bold", 12, centred=True)),
        text(minutes.asset_form_source, style("Serif-Italic", 11, centred=True)),
    ]
    return Table(
        [[left, right]],
        colWidths=[WIDE * 0.5] * 2,
        style=TableStyle(
            [("FONTNAME", (0, 0), (-1, -1), "Serif"), ("VALIGN", (0, 0), (-1, -1), "TOP")]
        ),
    )


def _table(rows: Sequence[Asset]) -> Table:
    """Return the table under its two lines of headings, which come back on each page."""
    head = style("Serif-Bold", _BODY, centred=True)
    single = ("STT", "Tên tài sản", "Mã số", "Nơi sử dụng")
    upper = [*single, *(one for block in BLOCKS for one in (block, "", "")), "Ghi chú"]
    lower = ["", "", "", "", *FIGURES * 3, ""]
    widths = [WIDE * share for share in _SHARES]
    cells: list[Row] = [[text(cell, head) for cell in line] for line in (upper, lower)]
    for row in rows:
        cells += unfold(_cells(row, strong=not isinstance(row[0], int)), widths, _PAD)
    spans = [("SPAN", (at, 0), (at, 1)) for at in (0, 1, 2, 3, 13)]
    spans += [("SPAN", (at, 0), (at + 2, 0)) for at in (4, 7, 10)]
    return Table(
        cells,
        colWidths=widths,
        repeatRows=2,
        style=TableStyle(
            [
                ("FONTNAME", (0, 0), (-1, -1), "Serif"),
                ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
                ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                ("LEFTPADDING", (0, 0), (-1, -1), _PAD),
                ("RIGHTPADDING", (0, 0), (-1, -1), _PAD),
                *spans,
            ]
        ),
    )


def _cells(row: Asset, *, strong: bool) -> Row:
    face = "Serif-Bold" if strong else "Serif"
    plain, figure = style(face, _BODY), style(face, _BODY, right=True)
    middle = style(face, _BODY, centred=True)
    return [
        text(_shown(cell), middle if at in {0, 2} else figure if isinstance(cell, int) else plain)
        for at, cell in enumerate(row)
    ]


def _shown(cell: str | int | None) -> str:
    if isinstance(cell, int):
        return f"{cell:,}".replace(",", ".")
    return cell or ""


def _signers(minutes: Minutes) -> Table:
    names = {role.lower(): name for role, name in minutes.committee}
    blocks = [
        [
            text(role, style("Serif-Bold", 12, centred=True)),
            text(hint, style("Serif-Italic", 11, centred=True)),
            Spacer(1, 20 * mm),
            text(name, style("Serif-Bold", 12, centred=True)),
        ]
        for role, hint, name in (
            ("Thủ trưởng đơn vị", "(Ý kiến giải quyết số chênh lệch)", ""),
            ("Kế toán trưởng", "(Ký, họ tên)", ""),
            ("Trưởng ban kiểm kê", "(Ký, họ tên)", names.get("trưởng ban", "")),
        )
    ]
    return Table(
        [blocks],
        colWidths=[WIDE / 3] * 3,
        style=TableStyle(
            [("FONTNAME", (0, 0), (-1, -1), "Serif"), ("VALIGN", (0, 0), (-1, -1), "TOP")]
        ),
    )
