"""The card for the wall at the counter: what to scan, type and press, in large type."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from xml.sax.saxutils import escape

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, Spacer, Table, TableStyle

from app.documents.page import WIDTH, build, register_fonts, style, text

TITLE = "Thẻ treo ở quầy mượn trả"
_USUAL = 15  # points
_GREY = "#EDEDED"
_KEYS = 46 * mm  # the column of what is pressed or typed

# What is pressed or typed, and what it does.
_LEND = (
    "Quét (hoặc gõ) **lớp**",
    "Quét từng **thiết bị**",
    "Nhấn **Enter** ở dòng trống để xác nhận",
)
_BACK = ("Quét **thiết bị đang mượn** (hay mã phiếu PM…)", "Nhấn **Enter** ở dòng trống")
CODES = (
    ("20*", "trước mã: hai mươi cái của một lô"),
    ("h1  m1  t1", "sau khi quét: 1 cái hỏng, mất, thiếu chi tiết"),
    ("c1 c2 c3 c4", "sau khi quét: tốt, khá, trung bình, kém"),
)
KEYS = (
    ("Ctrl+Z", "Hoàn tác khi ghi nhầm"),
    ("Esc", "Làm lại phiếu từ đầu (chưa ghi gì)"),
    ("F6", "Đổi hạn trả"),
    ("Ctrl+1", "Về quầy"),
    ("F12", "Khóa màn hình khi rời máy"),
    ("F1", "Hướng dẫn cho màn hình đang mở"),
)
_FAILING = (
    "Gõ mã in trên nhãn (ví dụ TB00001) rồi nhấn Enter.",
    "Không thấy mã: gõ vài chữ trong tên, không cần dấu, rồi chọn bằng phím mũi tên.",
    "Rút dây máy quét, đợi 5 giây, cắm lại; bấm vào ô quét rồi quét thử.",
)


def draw_counter_card(*, created: datetime) -> bytes:
    """Return the card as a PDF of one A4 page."""
    register_fonts()
    story = [
        text("QUẦY MƯỢN TRẢ", style("Serif-Bold", 30, centred=True)),
        Spacer(1, 4 * mm),
        *_part("CHO MƯỢN", _steps(_LEND)),
        *_part("NHẬN TRẢ", _steps(_BACK)),
        *_part("GÕ THÊM", _keys(CODES)),
        *_part("PHÍM", _keys(KEYS)),
        *_part("MÁY QUÉT KHÔNG CHẠY?", _steps(_FAILING, "–", _USUAL)),
    ]
    return build(story, title=TITLE, created=created, tight=True)


def _part(title: str, body: Flowable) -> list[Flowable]:
    band = Table(
        [[text(title, style("Serif-Bold", 17))]],
        colWidths=[WIDTH],
        style=TableStyle(
            [("BACKGROUND", (0, 0), (-1, -1), _GREY), ("BOTTOMPADDING", (0, 0), (-1, -1), 6)]
        ),
    )
    return [band, Spacer(1, 1 * mm), body, Spacer(1, 3 * mm)]


def _steps(steps: Sequence[str], mark: str = "", size: float = 20) -> Table:
    rows = [
        [text(mark or f"{number}.", style("Serif-Bold", size)), _bold(step, size)]
        for number, step in enumerate(steps, start=1)
    ]
    return _rows(rows, 10 * mm)


def _keys(keys: Sequence[tuple[str, str]]) -> Table:
    rows = [
        [text(pressed.replace(" ", "\u00a0"), style("Serif-Bold", 18)), text(does, style(size=16))]
        for pressed, does in keys
    ]
    return _rows(rows, _KEYS)


def _rows(rows: list[list[Paragraph]], first: float) -> Table:
    return Table(
        rows,
        colWidths=[first, WIDTH - first],
        style=TableStyle(
            [("VALIGN", (0, 0), (-1, -1), "TOP"), ("BOTTOMPADDING", (0, 0), (-1, -1), 3)]
        ),
    )


def _bold(said: str, size: float) -> Paragraph:
    """Return a line in which what stands between `**` is bold."""
    parts = escape(said).split("**")
    marked = [
        f'<font name="Serif-Bold">{part}</font>' if at % 2 else part
        for at, part in enumerate(parts)
    ]
    return Paragraph("".join(marked), style(size=size))
