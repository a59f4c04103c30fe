"""The sheet the principal signs each month: what changed, and figures that reconcile (Điều 7.6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Spacer, Table, TableStyle
from typing_extensions import override

from app.documents.page import (
    WIDE,
    Letterhead,
    build,
    heading,
    marked,
    register_fonts,
    signature,
    signatures,
    style,
    text,
)
from app.documents.table import ruled_table

Lines = tuple[tuple[str, ...], ...]

_SMALL = 10  # points: twelve columns stand side by side
_BOX = 10  # points
_SIGN = 22 * mm  # to sign in
_LINE = 13 * 1.25  # points: a line of a role
_HEADS_IN_ROW = 6
_ROOM = 35 * mm  # what a heading needs under it, or it goes to the next page
_GAP = 8 * mm
_HEADINGS = (
    "STT", "Ngày phát sinh", "Mã", "Tên thiết bị", "Nội dung thay đổi", "SL", "Chứng từ",
    "Ngày cập nhật", "Hạn ({within} ngày LV)", "Đúng/ Trễ hạn", "Đã đưa lên hệ thống (lô)",
    "Ghi chú",
)  # fmt: skip
_SHARES = (10, 19, 17, 46, 37, 9, 24, 19, 19, 12, 18, 22)
_CENTRED = frozenset({0, 1, 2, 5, 7, 8, 9, 10})


@dataclass(frozen=True, slots=True)
class MonthSheet:
    """All that the sheet says, in the words that stand on it; `day` is ISO.

    `rows` have the columns of the sheet, `states` are a state with its quantities at the
    beginning, more, less and at the end, `loans` are a name with a figure, `late` and
    `uploads` their lists. `heads` are teams with who heads them. `number` is
    None of a draft. `grounds` names the document the book is kept by, `within` the working
    days to write a change down, `confirmed` who looked the month through before the principal.
    """

    letterhead: Letterhead
    number: int | None
    day: str
    month: str
    rows: Lines
    states: Lines
    loans: Lines
    late: Lines
    uploads: Lines
    notes: tuple[str, ...]
    keeper: str
    heads: Lines
    signer: str
    deputy: bool
    recipients: tuple[str, ...]
    grounds: str = ""
    within: str = "10"
    confirmed: tuple[str, ...] = ()


class Opinion(Flowable):  # type: ignore[misc]  # reportlab ships no types
    """The principal's opinion: two boxes to tick, and room for a reason."""

    def __init__(self, across: float) -> None:
        """Draw over a width in points."""
        super().__init__()
        self.width, self.height = across, 18

    @override
    def draw(self) -> None:
        """Draw the words and the boxes."""
        canvas, left = self.canv, 0.0
        canvas.setLineWidth(0.8)
        for face, words, boxed in (
            ("Serif-Bold", "Ý kiến Hiệu trưởng:", False),
            ("Serif", "Duyệt", True),
            ("Serif", "Trả lại, lý do:", True),
        ):
            if boxed:
                canvas.rect(left, 3, _BOX, _BOX)
                left += _BOX + 5
            canvas.setFont(face, 13)
            canvas.drawString(left, 4, words)
            left += canvas.stringWidth(words, face, 13) + 24
        canvas.setDash(1, 2)
        canvas.line(left - 18, 3, self.width, 3)


def draw_month(sheet: MonthSheet, mark: str = "") -> bytes:
    """Return the sheet as a PDF of A4 pages on their side; `mark` stands under its title."""
    register_fonts()
    year, month = sheet.month.split("-")
    title = f"BẢNG TỔNG HỢP CẬP NHẬT DỮ LIỆU THIẾT BỊ THÁNG {int(month)} NĂM {year}"
    day = date.fromisoformat(sheet.day)
    story: list[Flowable] = heading(sheet.letterhead, sheet.number, day, title, WIDE, symbol="BC")
    under = (*marked(mark), *marked(sheet.grounds and f"({sheet.grounds})"))
    story[-1:] = [*under, story[-1]]
    story += _part("I. Thay đổi trong tháng", _changes(sheet))
    story.append(_figures(sheet))
    story += _part("IV. Cập nhật trễ hạn và lý do", _late(sheet.late))
    story += _part("V. Tệp đã lập để đưa lên hệ thống", _uploads(sheet.uploads))
    story += [text(note, style(size=11)) for note in sheet.notes]
    story.append(_closing(sheet))
    return build(story, title=title, created=datetime.combine(day, time()), wide=True)


def _part(title: str, body: Flowable) -> list[Flowable]:
    return [
        CondPageBreak(_ROOM),
        text(title, style("Serif-Bold", 13)),
        Spacer(1, 1 * mm),
        body,
        Spacer(1, 4 * mm),
    ]


def _changes(sheet: MonthSheet) -> Flowable:
    if not sheet.rows:
        return text("Không có thay đổi nào trong tháng.", style(size=12))
    headings = [one.format(within=sheet.within) for one in _HEADINGS]
    return ruled_table(headings, sheet.rows, _widths(_SHARES, WIDE), centred=_CENTRED, size=_SMALL)


def _figures(sheet: MonthSheet) -> Flowable:
    """Return the quantities beside what was lent and what was broken or lost."""
    left = (WIDE - _GAP) * 0.56
    right = WIDE - _GAP - left
    states = ruled_table(
        ("Tình trạng", "Đầu kỳ", "Tăng", "Giảm", "Cuối kỳ"),
        sheet.states,
        _widths((32, 17, 17, 17, 17), left),
        centred=frozenset({1, 2, 3, 4}),
        size=11,
    )
    facts = ruled_table(
        ("Nội dung", "Số"), sheet.loans, _widths((75, 25), right), centred=frozenset({1}), size=11
    )

    bold = style("Serif-Bold", 13)
    cells = [
        [text("II. Số lượng theo tình trạng", bold), Spacer(1, 1 * mm), states],
        "",
        [text("III. Mượn, trả, hỏng, mất", bold), Spacer(1, 1 * mm), facts],
    ]
    plain = [
        ("FONTNAME", (0, 0), (-1, -1), "Serif"),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 0),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 4 * mm),
    ]
    return Table([cells], colWidths=[left, _GAP, right], style=TableStyle(plain))


def _late(rows: Lines) -> Flowable:
    if not rows:
        return text("Không có cập nhật nào trễ hạn.", style(size=12))
    return ruled_table(
        (
            "Ngày phát sinh",
            "Mã",
            "Tên thiết bị",
            "Nội dung",
            "Hạn",
            "Ngày cập nhật",
            "Trễ ở khâu",
            "Lý do",
        ),
        rows,
        _widths((22, 20, 48, 40, 22, 22, 26, 52), WIDE),
        centred=frozenset({0, 1, 4, 5}),
        size=11,
    )


def _uploads(rows: Lines) -> Flowable:
    if not rows:
        return text("Không lập tệp nào trong tháng.", style(size=12))
    return ruled_table(
        ("Lô", "Ngày lập", "Số dòng", "Mã băm của tệp (16 ký tự đầu)", "Trạng thái"),
        rows,
        _widths((15, 30, 25, 80, 40), WIDE),
        centred=frozenset(range(5)),
        size=11,
    )


def _closing(sheet: MonthSheet) -> Flowable:
    """Return the opinion, the signatures and who receives the sheet, which stay together."""
    role = "KT. HIỆU TRƯỞNG\nPHÓ HIỆU TRƯỞNG" if sheet.deputy else "HIỆU TRƯỞNG"
    level = _SIGN + role.count("\n") * _LINE  # the names lie level
    recipients = [text("Nơi nhận:", style("Serif-BoldItalic", 12))]
    ends = [";"] * (len(sheet.recipients) - 1) + [""]
    recipients += [
        text(f"- {one}{end}", style(size=11))
        for one, end in zip(sheet.recipients, ends, strict=False)
    ]
    made = signature("NGƯỜI LẬP", sheet.keeper, level)
    last = Table(
        [[recipients, made, signature(role, sheet.signer, _SIGN)]],
        colWidths=_widths((30, 35, 35), WIDE),
        style=TableStyle(
            [("FONTNAME", (0, 0), (-1, -1), "Serif"), ("VALIGN", (0, 0), (-1, -1), "TOP"),
             ("LEFTPADDING", (0, 0), (-1, -1), 0)]
        ),
    )  # fmt: skip
    rows = [
        signatures(
            *((f"TỔ TRƯỞNG\n{team.upper()}", head) for team, head in part),
            room=16 * mm,
            width=WIDE,
        )
        for part in _rows_of(sheet.heads, _HEADS_IN_ROW)
    ]
    heads = [part for row in rows for part in (row, Spacer(1, 4 * mm))]
    confirmed = [
        text(f"Đã kiểm duyệt (Điều 14.3): {one}.", style(size=12)) for one in sheet.confirmed
    ]
    whole = [Spacer(1, 3 * mm), *confirmed, Opinion(WIDE), Spacer(1, 4 * mm), *heads, last]
    return KeepTogether(whole)


def _rows_of(items: Lines, most: int) -> list[Lines]:
    return [items[start : start + most] for start in range(0, len(items), most)]


def _widths(shares: Sequence[float], across: float) -> list[float]:
    whole = sum(shares)
    return [across * share / whole for share in shares]
