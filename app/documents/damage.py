"""What the papers of damage, repair and disposal say (forms of practice, no decree's)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.documents.page import Issuer
from app.domain.calendar import show_day
from app.domain.damage import DamageKind
from app.domain.document import Paper, PaperColumn, Stands

KINDS = {
    DamageKind.MINOR: "Hư nhẹ",
    DamageKind.MAJOR: "Hư nặng",
    DamageKind.INCOMPLETE: "Thiếu chi tiết",
    DamageKind.LOST: "Mất",
}
_MIDDLE = Stands.CENTRE
_NUMBER = PaperColumn("STT", 12, _MIDDLE)
_DEVICE = (
    PaperColumn("Tên thiết bị", 46),
    PaperColumn("Mã", 24, _MIDDLE),
    PaperColumn("ĐVT", 15, _MIDDLE),
)
_COUNT = PaperColumn("SL", 12, _MIDDLE)


@dataclass(frozen=True, slots=True)
class HurtLine:
    """So many of a device on a paper; `cells` are what the paper's own columns say of it."""

    code: str
    name: str
    unit: str
    quantity: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What a report says beside its lines; `day` is ISO, `compensation` in đồng.

    `loan` tells the loan it came back from, `replaces` is the number of the report that this
    one stands for, 0 if none; `head` leads the team of whoever borrowed.
    """

    day: str
    found_by: str
    responsible: str
    loan: str
    compensation: int | None
    note: str
    replaces: int
    head: str = ""


def report_paper(issuer: Issuer, lines: Sequence[HurtLine], report: Report) -> Paper:
    """Return the minutes of what was found broken or lost; cells: state, cause, who, handling."""
    closing = _sum(lines)
    if report.compensation is not None:
        closing.append(f"Bồi thường: {dong(report.compensation)}.")
    if report.note:
        closing.append(f"Ghi chú: {report.note}.")
    columns = (
        _NUMBER,
        *_DEVICE,
        _COUNT,
        PaperColumn("Tình trạng", 26),
        PaperColumn("Nguyên nhân", 36),
        PaperColumn("Người liên quan", 34),
        PaperColumn("Biện pháp xử lý", 36),
    )
    signers = (
        ("Nhân viên thiết bị", issuer.keeper),
        ("Người mượn", report.responsible),
        ("Tổ trưởng", report.head),
        issuer.signs,
    )
    return _paper(
        issuer,
        "BIÊN BẢN HƯ HỎNG, MẤT MÁT THIẾT BỊ",
        facts=_found(issuer, report),
        columns=columns,
        lines=lines,
        closing=closing,
        signers=signers,
    )


def _found(issuer: Issuer, report: Report) -> list[str]:
    """Return when, where and by whom it was found, and where it came from."""
    facts = [
        f"Thời gian: ngày {show_day(report.day)}. Địa điểm: {issuer.letterhead.school}.",
        f"Người phát hiện: {report.found_by}.",
    ]
    if report.responsible:
        facts.append(f"Người liên quan: {report.responsible}.")
    if report.loan:
        facts.append(f"Trả về từ {report.loan}.")
    if report.replaces:
        facts.append(f"Thay cho biên bản số {report.replaces:02d}.")
    return facts


def mend_paper(issuer: Issuer, lines: Sequence[HurtLine], how: str, cost: int | None) -> Paper:
    """Return the slip of what was mended or made whole in the school; cells: what it was."""
    closing = _sum(lines)
    if cost is not None:
        closing.append(f"Chi phí: {dong(cost)}.")
    return _paper(
        issuer,
        "PHIẾU SỬA CHỮA TẠI CHỖ",
        facts=[f"Đã sửa, bổ sung: {how}." if how else "Đã sửa, bổ sung tại trường."],
        columns=(_NUMBER, *_DEVICE, _COUNT, PaperColumn("Tình trạng trước khi sửa", 60)),
        lines=lines,
        closing=closing,
        signers=(("Người lập phiếu", issuer.keeper), ("Người sửa", ""), issuer.signs),
    )


def found_paper(issuer: Issuer, lines: Sequence[HurtLine], note: str) -> Paper:
    """Return the slip of what was lost and is found again; cells: lost since, and as what."""
    return _paper(
        issuer,
        "PHIẾU TÌM THẤY THIẾT BỊ BÁO MẤT",
        facts=[f"Tìm thấy: {note}."] if note else [],
        columns=(
            _NUMBER,
            *_DEVICE,
            _COUNT,
            PaperColumn("Báo mất ngày", 26, _MIDDLE),
            PaperColumn("Tình trạng khi tìm thấy", 34),
        ),
        lines=lines,
        closing=_sum(lines),
        signers=(("Người lập phiếu", issuer.keeper), ("Người tìm thấy", ""), issuer.signs),
    )


@dataclass(frozen=True, slots=True)
class Sent:
    """Who repairs, paid from what, and what is expected in đồng."""

    repairer: str
    fund: str
    expected: int | None
    note: str


def repair_paper(issuer: Issuer, lines: Sequence[HurtLine], sent: Sent) -> Paper:
    """Return the slip of what is sent to be repaired; cells: what it is."""
    facts = [f"Đơn vị, người sửa chữa: {sent.repairer}."]
    if sent.fund:
        facts.append(f"Nguồn kinh phí: {sent.fund}.")
    if sent.expected is not None:
        facts.append(f"Chi phí dự kiến: {dong(sent.expected)}.")
    closing = _sum(lines)
    if sent.note:
        closing.append(f"Ghi chú: {sent.note}.")
    return _paper(
        issuer,
        "PHIẾU GỬI SỬA CHỮA THIẾT BỊ",
        facts=facts,
        columns=(_NUMBER, *_DEVICE, _COUNT, PaperColumn("Tình trạng hư hỏng", 60)),
        lines=lines,
        closing=closing,
        signers=(("Người giao", issuer.keeper), ("Người nhận sửa chữa", ""), issuer.signs),
    )


@dataclass(frozen=True, slots=True)
class Back:
    """What came back from a repair; `day` is the ISO day it was sent, `cost` in đồng."""

    repairer: str
    day: str
    fund: str
    cost: int | None
    result: str
    left: int


def repaired_paper(issuer: Issuer, lines: Sequence[HurtLine], back: Back) -> Paper:
    """Return the acceptance of a repair; cells: how many are mended, and how many are not."""
    facts = [f"Đơn vị, người sửa chữa: {back.repairer}, gửi ngày {show_day(back.day)}."]
    if back.fund:
        facts.append(f"Nguồn kinh phí: {back.fund}.")
    closing = _sum(lines)
    if back.result:
        closing.append(f"Kết quả: {back.result}.")
    if back.cost is not None:
        closing.append(f"Chi phí: {dong(back.cost)}.")
    if back.left:
        closing.append(f"Còn đang sửa: {back.left}.")
    return _paper(
        issuer,
        "BIÊN BẢN NGHIỆM THU SỬA CHỮA THIẾT BỊ",
        facts=facts,
        columns=(
            _NUMBER,
            *_DEVICE,
            _COUNT,
            PaperColumn("Sửa được", 24, _MIDDLE),
            PaperColumn("Không sửa được", 28, _MIDDLE),
        ),
        lines=lines,
        closing=closing,
        signers=(
            ("Người nhận lại", issuer.keeper),
            ("Người sửa chữa", ""),
            ("Kế toán", issuer.accountant),
            issuer.signs,
        ),
    )


_DISPOSAL = (
    _NUMBER,
    *_DEVICE[:2],
    PaperColumn("Năm đưa vào SD", 20, _MIDDLE),
    _DEVICE[2],
    _COUNT,
    PaperColumn("Nguyên giá (đ)", 26, Stands.RIGHT),
    PaperColumn("Giá trị còn lại (đ)", 26, Stands.RIGHT),
    PaperColumn("Tình trạng", 32),
    PaperColumn("Hình thức xử lý", 32),
)


def proposal_paper(
    issuer: Issuer, lines: Sequence[HurtLine], reason: str, council: Sequence[tuple[str, str]]
) -> Paper:
    """Return the minutes that propose a disposal; cells: year in use to handling."""
    return _paper(
        issuer,
        "BIÊN BẢN HỌP ĐỀ NGHỊ THANH LÝ THIẾT BỊ",
        facts=[f"Lý do: {reason}."],
        columns=_DISPOSAL,
        lines=lines,
        closing=[*_sum(lines), "Đề nghị Hiệu trưởng xem xét, quyết định."],
        signers=(("Người đề nghị", issuer.keeper), ("Kế toán", issuer.accountant), issuer.signs),
        council=council,
    )


@dataclass(frozen=True, slots=True)
class Decided:
    """What a council decided; `day` is ISO, `value` what was recovered in đồng."""

    reason: str
    decision: str
    day: str
    method: str
    value: int
    council: tuple[tuple[str, str], ...]


def disposal_paper(issuer: Issuer, lines: Sequence[HurtLine], decided: Decided) -> Paper:
    """Return the minutes of a disposal; cells: year in use to handling."""
    facts = [f"Căn cứ Quyết định số {decided.decision} ngày {show_day(decided.day)}.",
             f"Lý do: {decided.reason}.", f"Hình thức xử lý: {decided.method}."]  # fmt: skip
    closing = [*_sum(lines), f"Giá trị thu hồi: {dong(decided.value)}."]
    chair = decided.council[0][0]
    return _paper(
        issuer,
        "BIÊN BẢN THANH LÝ THIẾT BỊ",
        facts=facts,
        columns=_DISPOSAL,
        lines=lines,
        closing=closing,
        signers=(
            ("Thư ký", issuer.keeper),
            ("Kế toán", issuer.accountant),
            ("Chủ tịch hội đồng", chair),
        ),
        council=decided.council,
    )


def dong(value: int) -> str:
    """Return an amount as people read it: 1.250.000 đồng."""
    return f"{value:,} đồng".replace(",", ".")


def _sum(lines: Sequence[HurtLine]) -> list[str]:
    whole = sum(line.quantity for line in lines)
    return [f"Cộng: {len(lines)} dòng, số lượng {whole}."]


def _paper(
    issuer: Issuer, title: str, *, facts: Sequence[str], columns: tuple[PaperColumn, ...],
    lines: Sequence[HurtLine], closing: Sequence[str], signers: tuple[tuple[str, str], ...],
    council: Sequence[tuple[str, str]] = (),
) -> Paper:  # fmt: skip
    # On the papers of a disposal the year stands between the code and the unit.
    early = 1 if columns is _DISPOSAL else 0
    rows = [
        (str(at), line.name, line.code, *line.cells[:early], line.unit, str(line.quantity),
         *line.cells[early:])
        for at, line in enumerate(lines, start=1)
    ]  # fmt: skip
    says = "; ".join(f"{line.name} ({line.quantity} {line.unit})" for line in lines)
    return Paper(
        issuer.head(), title, says, tuple(facts), columns, tuple(rows),
        sum(line.quantity for line in lines), tuple(closing), signers,
        tuple(dict.fromkeys(line.code for line in lines)), tuple(council), wide=True,
    )  # fmt: skip
