"""What leaves the book is for a purpose, which the log of data provision tells (Điều 3.2, 9.5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.domain.archive import Archived, ArchivedView, ArchiveKind, Provision
from app.domain.fault import Refused
from app.domain.sentence import Sentence
from app.domain.text import clean
from app.services.chronicle import show_moment
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
    ArchiveKind.UPLOAD: "Đưa lên hệ thống thiết bị của thành phố",
}


def settle(provision: Provision, kind: str) -> Provision:
    """Return what is kept of a purpose: the usual one where none is said.

    Refuse to give anything to somebody outside the school whom nobody of it allowed.
    """
    settled = Provision(
        clean(provision.purpose) or USUAL.get(kind, ""),
        clean(provision.recipient),
        clean(provision.approved_by),
    )
    if settled.recipient and not settled.approved_by:
        raise Refused(
            Sentence(
                "Data goes to {recipient} outside the school only with the principal's consent. "
                "Write who approved it.",
                {"recipient": settled.recipient},
            ),
            where="approved_by",
        )
    return settled


@dataclass(frozen=True, slots=True)
class LastProvision:
    """What a kind of file was issued for last, offered for the next one."""

    kind: str

    def answer(self, desk: Desk) -> Provision:
        """Return the last purpose of a workbook of the kind within the school, or the usual."""
        for record in reversed(desk.every(Archived, kind=self.kind)):
            row = record.row
            if row.file.endswith(".xlsx") and row.purpose and not row.recipient:
                return Provision(row.purpose)
        return Provision(USUAL.get(self.kind, ""))


def provision_log(views: Iterable[ArchivedView]) -> Shown:
    """Return what was issued as the log of data provision, as it stands on paper."""
    return Shown(
        "Sổ theo dõi cung cấp dữ liệu",
        ("Ngày giờ", "Người thực hiện", "Nội dung", "Mục đích", "Cung cấp cho", "Người duyệt",
         "Tệp"),
        tuple(
            (show_moment(view.recorded_at), view.actor, view.row.title, view.row.purpose,
             view.row.recipient or "Trong trường", view.row.approved_by,
             view.row.file.rpartition("/")[2])
            for view in views
        ),
    )  # fmt: skip
