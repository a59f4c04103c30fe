"""The sheet of a reconciliation, to be signed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.documents.numbered import draw_numbered
from app.domain.archive import ArchiveKind, Filing
from app.domain.calendar import show_day
from app.domain.document import Paper, PaperColumn, Stands
from app.domain.period import Period
from app.domain.reconciliation import (
    Choice,
    Comparison,
    Line,
    Origin,
    Reconciliation,
    Standing,
)
from app.domain.record import Record
from app.services.letterheads import read_issuer
from app.services.numbered import PrintSlip
from app.services.reconcile_values import show_value, title_of
from app.services.reconciliations import comparison_of, find
from app.store.desk import Desk

ORIGINS: Mapping[str, str] = {
    Origin.CITY: "hệ thống của Thành phố",
    Origin.SECTOR: "cơ sở dữ liệu ngành",
    Origin.ACCOUNTANT: "sổ kế toán",
    Origin.OTHER: "danh sách khác",
}
_CHOICES: Mapping[str, str] = {
    Choice.OURS: "Sổ của trường đúng",
    Choice.THEIRS: "Danh sách đúng, đã sửa sổ",
    Choice.EXPLAINED: "Đã giải trình, giữ nguyên",
}
_REGISTERED = "Danh sách đúng, đã ghi tăng"
_ONLY: Mapping[Standing, str] = {
    Standing.ONLY_HERE: "Chỉ có ở trường",
    Standing.ONLY_THERE: "Chỉ có trong danh sách",
    Standing.TO_CONFIRM: "Trùng tên, chờ xác nhận",
}
_COLUMNS = (
    PaperColumn("STT", 13, Stands.CENTRE),
    PaperColumn("Mã", 25, Stands.CENTRE),
    PaperColumn("Tên thiết bị", 47),
    PaperColumn("Khác nhau ở", 29),
    PaperColumn("Sổ của trường", 30),
    PaperColumn("Danh sách", 30),
    PaperColumn("Quyết định", 31),
    PaperColumn("Lý do", 32),
    PaperColumn("Người quyết định", 30),
)
_ORDER = (Standing.DIFFERENT, Standing.TO_CONFIRM, Standing.ONLY_HERE, Standing.ONLY_THERE)
_TITLE = "BIÊN BẢN ĐỐI CHIẾU SỐ LIỆU THIẾT BỊ"
_HASH = 16  # letters of a file's hash that tell it from any other


@dataclass(frozen=True, slots=True)
class PrintReconciliation:
    """The sheet of a reconciliation as a PDF: a draft while it is open, then always the same."""

    reconciliation: int

    def answer(self, desk: Desk) -> bytes:
        """Return the PDF's bytes."""
        record = find(desk, self.reconciliation)
        if record.row.slip_id is not None:
            return PrintSlip(record.row.slip_id).answer(desk)
        return draw_numbered(sheet_of(desk, record, comparison_of(desk, record)), None, desk.today)

    def filing(self, desk: Desk) -> Filing:
        """Return how the archive files it."""
        record = find(desk, self.reconciliation)
        if record.row.slip_id is not None:
            return PrintSlip(record.row.slip_id).filing(desk)
        today = Period(desk.today, desk.today)
        title = f"Biên bản đối chiếu {record.row.file} (dự thảo)"
        return Filing(ArchiveKind.SLIP, title, f"bien-ban-doi-chieu-{record.id:03d}-du-thao", today)


def sheet_of(desk: Desk, record: Record[Reconciliation], comparison: Comparison) -> Paper:
    """Return the sheet: what differs, what was decided of each, the totals, who signs."""
    issuer, row, counts = read_issuer(desk), record.row, comparison.counts()
    lines = [line for standing in _ORDER for line in comparison.of(standing)]
    whose = ORIGINS[row.origin]
    received, told_by = show_day(row.day), row.sha256[:_HASH]
    facts = [
        f"Đối chiếu sổ thiết bị của trường với {whose} (Điều 3.8 của Quy chế).",
        f"Tệp: {row.file}, nhận ngày {received}; mã kiểm tra (SHA-256): {told_by}…",
    ]
    if row.note:
        facts.append(f"Ghi chú: {row.note}.")
    return Paper(
        issuer.head(),
        _TITLE,
        f"{row.file}: {len(lines)} dòng khác nhau",
        tuple(facts),
        _COLUMNS,
        tuple(_row(at, line) for at, line in enumerate(lines, start=1)),
        len(lines),
        tuple(_closing(counts, lines)),
        (("Nhân viên thiết bị", issuer.keeper), ("Kế toán", issuer.accountant), issuer.signs),
        tuple(dict.fromkeys(line.code for line in lines if line.device is not None)),
        wide=True,
    )


def _closing(counts: Mapping[Standing, int], lines: Iterable[Line]) -> list[str]:
    told = (
        ("Khớp", Standing.MATCHED), ("khác nhau", Standing.DIFFERENT),
        ("chỉ có ở trường", Standing.ONLY_HERE),
        ("chỉ có trong danh sách", Standing.ONLY_THERE),
    )  # fmt: skip
    said = ["; ".join(f"{name}: {counts[standing]}" for name, standing in told) + "."]
    decided = [line.decision.choice for line in lines if line.decision]
    if decided:
        said.append(
            f"Đã quyết định: {len(decided)} dòng, trong đó sổ của trường đúng: "
            f"{decided.count(Choice.OURS)}; danh sách đúng: {decided.count(Choice.THEIRS)}; "
            f"giải trình, giữ nguyên: {decided.count(Choice.EXPLAINED)}."
        )
    left = sum(line.is_open for line in lines)
    if left:
        said.append(f"Bản nháp: còn {left} dòng chưa quyết định.")
    return said


def _row(number: int, line: Line) -> tuple[str, ...]:
    decision = line.decision
    chosen = why = who = ""
    if decision is not None:
        taken_over = line.standing is Standing.ONLY_THERE and decision.choice == Choice.THEIRS
        chosen = _REGISTERED if taken_over else _CHOICES[decision.choice]
        why = decision.reason
        who = f"{decision.decided_by}, {show_day(decision.day)}"
    where = title_of(line.field) if line.field else _ONLY[line.standing]
    ours, theirs = (show_value(line.field or "quantity", text)
                    for text in (line.ours, line.theirs))  # fmt: skip
    return str(number), line.code, line.name, where, ours, theirs, chosen, why, who
