"""What leaves the book is for a purpose, which the log of data provision tells (Điều 3.2, 9.5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from app.domain.archive import Archived, ArchivedView, ArchiveKind, Filing, Provision
from app.domain.calendar import show_moment
from app.domain.fault import Refused
from app.domain.sentence import Sentence
from app.domain.text import clean
from app.services.showing import Shown
from app.store.desk import Desk

# What each kind is issued for where nobody says otherwise; it stands on a printed log.
USUAL: Mapping[str, str] = {
    ArchiveKind.REPORT: "Báo cáo trong trường",
    ArchiveKind.MONTH: "In để trình Hiệu trưởng ký",
    ArchiveKind.SLIP: "In để ký, lưu hồ sơ",
    ArchiveKind.MINUTES: "In để ký, lưu hồ sơ",
    ArchiveKind.ASSET_SHEET: "Gửi kế toán",
    ArchiveKind.LIST: "Dùng trong trường",
    ArchiveKind.REMINDER: "Nhắc trả thiết bị",
    ArchiveKind.UPLOAD: "Đưa lên thietbi.hcm.edu.vn",
}


def settle(provision: Provision, kind: str) -> Provision:
    """Return what is kept of a purpose: the usual one where none is said."""
    check_provision(provision)
    return Provision(
        clean(provision.purpose) or USUAL.get(kind, ""),
        clean(provision.recipient),
        clean(provision.approved_by),
    )


def check_provision(provision: Provision) -> None:
    """Refuse to give anything to somebody outside the school whom nobody of it allowed."""
    recipient = clean(provision.recipient)
    if recipient and not clean(provision.approved_by):
        raise Refused(
            Sentence(
                "Data goes to {recipient} outside the school only with the principal's consent. "
                "Write who approved it.",
                {"recipient": recipient},
            ),
            where="approved_by",
        )


class Filed(Protocol):
    """What the archive can file."""

    def filing(self, desk: Desk) -> Filing:
        """Return how the archive files it."""
        ...


@dataclass(frozen=True, slots=True)
class LastProvision:
    """What a workbook of the same kind was issued for last, offered for the next one."""

    workbook: Filed

    def answer(self, desk: Desk) -> Provision:
        """Return the last purpose within the school, or the usual one."""
        kind = self.workbook.filing(desk).kind
        for record in reversed(desk.every(Archived, kind=kind)):
            row = record.row
            if row.file.endswith(".xlsx") and row.purpose and not row.recipient:
                return Provision(row.purpose)
        return Provision(USUAL.get(kind, ""))


def provision_log(views: Iterable[ArchivedView]) -> Shown:
    """Return what was issued as the log of data provision, as it stands on paper."""
    return Shown(
        "Sổ theo dõi cung cấp dữ liệu",
        ("Ngày giờ", "Người thực hiện", "Nội dung", "Mục đích", "Cung cấp cho", "Người duyệt",
         "Tệp"),
        tuple(
            (show_moment(view.recorded_at), view.actor, view.row.title, view.row.purpose,
             view.row.recipient or "Trong trường", view.row.approved_by or "Không cần",
             view.row.file.rpartition("/")[2])
            for view in views
        ),
    )  # fmt: skip
