"""What the numbered slips say: of what comes, leaves, moves, and is handed on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.documents.page import Issuer
from app.domain.calendar import show_day
from app.domain.document import Paper, PaperColumn, Stands

_CENTRE, _RIGHT = Stands.CENTRE, Stands.RIGHT
_NUMBER = PaperColumn("STT", 11, _CENTRE)
_CODE = PaperColumn("Mã", 23, _CENTRE)
_UNIT = PaperColumn("ĐVT", 14, _CENTRE)
_COUNT = PaperColumn("Số lượng", 16, _CENTRE)
_PRICE = PaperColumn("Đơn giá", 25, _RIGHT)
_AMOUNT = PaperColumn("Thành tiền", 28, _RIGHT)


@dataclass(frozen=True, slots=True)
class MovedLine:
    """A line of a slip; the price is in đồng for one, `year` when it came into use.

    Several codes stand on a line when as many pieces of one kind came together.
    """

    codes: tuple[str, ...]
    name: str
    unit: str
    quantity: int
    price: int | None = None
    specification: str = ""
    year: int | None = None
    note: str = ""

    def shown_code(self) -> str:
        """Return the code, or the first and the last."""
        first, last = self.codes[0], self.codes[-1]
        return first if first == last else f"{first} – {last}"

    def shown_amount(self) -> str:
        """Return the price of all, nothing while it is not known."""
        return "" if self.price is None else money(self.price * self.quantity)


@dataclass(frozen=True, slots=True)
class Delivery:
    """What an increase slip says beside its lines; the document's day is ISO or blank."""

    source: str
    document: str
    document_date: str
    giver: str
    note: str


@dataclass(frozen=True, slots=True)
class Disposal:
    """What a decrease slip says beside its lines; `value` in đồng was recovered."""

    council: tuple[tuple[str, str], ...]
    method: str
    decision: str
    value: int


@dataclass(frozen=True, slots=True)
class Parting:
    """What a transfer to another school says beside its lines; the day is ISO or blank."""

    school: str
    decision: str
    decision_date: str
    note: str


@dataclass(frozen=True, slots=True)
class Handing:
    """What the minutes of a handover say beside their lines."""

    giver: str
    receiver: str
    basis: str
    reason: str
    place: str


def money(amount: int) -> str:
    """Return an amount in đồng as people write it: 1.500.000."""
    return f"{amount:,}".replace(",", ".")


def increase_paper(issuer: Issuer, lines: Sequence[MovedLine], delivery: Delivery) -> Paper:
    """Return what an increase slip says."""
    rows = [
        (str(at), line.shown_code(), line.name, line.specification, line.unit, str(line.quantity),
         "" if line.price is None else money(line.price), line.shown_amount(), line.note)
        for at, line in enumerate(lines, start=1)
    ]  # fmt: skip
    facts = _said(
        ("Nguồn", delivery.source),
        ("Chứng từ", _dated(delivery.document, delivery.document_date)),
        ("Người, đơn vị giao", delivery.giver), ("Ghi chú", delivery.note),
    )  # fmt: skip
    return Paper(
        issuer.head(), "PHIẾU GHI TĂNG THIẾT BỊ", _told(lines, facts), facts,
        (_NUMBER, _CODE, PaperColumn("Tên thiết bị", 65), PaperColumn("Quy cách, nước SX", 38),
         _UNIT, _COUNT, _PRICE, _AMOUNT, PaperColumn("Ghi chú", 32)),
        (*rows, _total(lines, 9, count=5, amount=7)), _whole(lines),
        (_closing(lines), *_unpriced(lines)),
        (("Người giao", ""), ("Người lập phiếu", issuer.keeper), ("Kế toán", issuer.accountant),
         issuer.signs),
        _codes(lines), wide=True,
    )  # fmt: skip


def decrease_paper(issuer: Issuer, lines: Sequence[MovedLine], disposal: Disposal) -> Paper:
    """Return what a decrease slip says; its lines tell why in their notes."""
    rows = [
        (str(at), line.shown_code(), line.name, str(line.year or ""), line.unit,
         str(line.quantity), line.shown_amount(), line.note)
        for at, line in enumerate(lines, start=1)
    ]  # fmt: skip
    facts = _said(
        ("Hình thức xử lý", disposal.method), ("Quyết định số", disposal.decision),
        ("Giá trị thu hồi", f"{money(disposal.value)} đồng" if disposal.value else ""),
    )  # fmt: skip
    return Paper(
        issuer.head(), "PHIẾU GHI GIẢM THIẾT BỊ", _told(lines, facts), facts,
        (_NUMBER, _CODE, PaperColumn("Tên thiết bị", 48), PaperColumn("Năm SD", 14, _CENTRE),
         _UNIT, _COUNT, PaperColumn("Nguyên giá", 25, _RIGHT), PaperColumn("Lý do", 21)),
        tuple(rows), _whole(lines), (_closing(lines),),
        (("Người lập phiếu", issuer.keeper), ("Kế toán", issuer.accountant), issuer.signs),
        _codes(lines), council=disposal.council,
    )  # fmt: skip


def transfer_paper(issuer: Issuer, lines: Sequence[MovedLine], place: str, note: str) -> Paper:
    """Return what a slip of a move inside the school says; notes tell from where."""
    rows = [
        (str(at), line.shown_code(), line.name, line.unit, str(line.quantity), line.note)
        for at, line in enumerate(lines, start=1)
    ]
    facts = _said(("Chuyển đến", place), ("Ghi chú", note))
    return Paper(
        issuer.head(), "PHIẾU ĐIỀU CHUYỂN THIẾT BỊ", _told(lines, facts), facts,
        (_NUMBER, _CODE, PaperColumn("Tên thiết bị", 66), _UNIT, _COUNT,
         PaperColumn("Từ nơi", 35)),
        tuple(rows), _whole(lines), (_closing(lines),),
        (("Người giao", issuer.keeper), ("Người nhận", ""), issuer.signs), _codes(lines),
    )  # fmt: skip


def parting_paper(issuer: Issuer, lines: Sequence[MovedLine], parting: Parting) -> Paper:
    """Return what the slip of a transfer to another school says."""
    rows = [
        (str(at), line.shown_code(), line.name, line.specification, str(line.year or ""),
         line.unit, str(line.quantity), "" if line.price is None else money(line.price),
         line.shown_amount())
        for at, line in enumerate(lines, start=1)
    ]  # fmt: skip
    facts = _said(
        ("Đơn vị nhận", parting.school),
        ("Quyết định", _dated(parting.decision, parting.decision_date)),
        ("Ghi chú", parting.note),
    )  # fmt: skip
    return Paper(
        issuer.head(), "PHIẾU ĐIỀU CHUYỂN THIẾT BỊ ĐI ĐƠN VỊ KHÁC", _told(lines, facts), facts,
        (_NUMBER, _CODE, PaperColumn("Tên thiết bị", 70), PaperColumn("Quy cách, nước SX", 45),
         PaperColumn("Năm SD", 15, _CENTRE), _UNIT, _COUNT, _PRICE, _AMOUNT),
        (*rows, _total(lines, 9, count=6, amount=8)), _whole(lines),
        (_closing(lines), *_unpriced(lines)),
        (("Bên giao", issuer.keeper), ("Bên nhận", ""), ("Kế toán", issuer.accountant),
         issuer.signs),
        _codes(lines), wide=True,
    )  # fmt: skip


def handover_paper(issuer: Issuer, lines: Sequence[MovedLine], handing: Handing) -> Paper:
    """Return what the minutes of a handover say; specifications tell the condition."""
    rows = [
        (str(at), line.name, line.shown_code(), line.unit, str(line.quantity),
         line.specification, line.note)
        for at, line in enumerate(lines, start=1)
    ]  # fmt: skip
    facts = _said(
        ("Căn cứ", handing.basis), ("Lý do bàn giao", handing.reason),
        ("Bên giao", handing.giver), ("Bên nhận", handing.receiver),
        ("Nơi để thiết bị", handing.place),
    )  # fmt: skip
    copies = (
        "Hai bên đã kiểm đếm và giao, nhận đủ các thiết bị trên. Biên bản được lập thành "
        "02 bản có giá trị như nhau, mỗi bên giữ 01 bản."
    )
    return Paper(
        issuer.head(), "BIÊN BẢN BÀN GIAO THIẾT BỊ", _told(lines, facts), facts,
        (_NUMBER, PaperColumn("Tên thiết bị", 52), _CODE, _UNIT, PaperColumn("SL", 12, _CENTRE),
         PaperColumn("Tình trạng", 32), PaperColumn("Ghi chú", 21)),
        tuple(rows), _whole(lines), (_closing(lines), copies),
        (("Bên giao", handing.giver), ("Bên nhận", handing.receiver), issuer.signs),
        _codes(lines), copies=2,
    )  # fmt: skip


def _said(*facts: tuple[str, str]) -> tuple[str, ...]:
    return tuple(f"{title}: {value}" for title, value in facts if value)


def _dated(number: str, day: str) -> str:
    parts = (f"số {number}" if number else "", f"ngày {show_day(day)}" if day else "")
    return ", ".join(part for part in parts if part)


def _told(lines: Sequence[MovedLine], facts: Sequence[str]) -> str:
    """Return a slip in one line: its first devices, and the first thing said of it."""
    names = list(dict.fromkeys(line.name for line in lines))
    more = f" và {len(names) - 2} loại khác" if len(names) > 2 else ""  # noqa: PLR2004 - two are named
    return " · ".join((", ".join(names[:2]) + more, *facts[:1]))


def _whole(lines: Sequence[MovedLine]) -> int:
    return sum(line.quantity for line in lines)


def _codes(lines: Sequence[MovedLine]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for line in lines for code in line.codes))


def _closing(lines: Sequence[MovedLine]) -> str:
    return f"Cộng: {len(lines)} loại thiết bị, số lượng {_whole(lines)}."


def _total(lines: Sequence[MovedLine], cells: int, *, count: int, amount: int) -> tuple[str, ...]:
    """Return the last row: what all lines come to, as far as their prices are known."""
    priced = [line.price * line.quantity for line in lines if line.price is not None]
    row = [""] * cells
    row[2], row[count] = "Cộng", str(_whole(lines))
    row[amount] = money(sum(priced)) if priced else ""
    return tuple(row)


def _unpriced(lines: Sequence[MovedLine]) -> tuple[str, ...]:
    count = sum(line.price is None for line in lines)
    return (f"Chưa tính {count} dòng chưa có đơn giá.",) if 0 < count < len(lines) else ()
