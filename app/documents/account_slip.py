"""The slip that hands over a first PIN or a recovery code: printed once, kept nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from reportlab.lib.units import mm
from reportlab.platypus import Spacer

from app.documents.page import Letterhead, build, heading, register_fonts, style, text
from app.domain.secret import Secret

_PIN = "PHIẾU GIAO MÃ PIN ĐẦU"
_RECOVERY = "PHIẾU GIỮ MÃ KHÔI PHỤC"
_SAID = {
    _PIN: (
        "Mã này chỉ dùng để đăng nhập lần đầu; người giữ phải đổi ngay mã khác (Điều 5.2). "
        "Hủy phiếu sau khi đã đổi."
    ),
    _RECOVERY: (
        "Mã này mở tài khoản một lần khi quên mã PIN, rồi được thay bằng mã mới. Cất phiếu cùng "
        "con dấu của trường; ai có phiếu này đều đăng nhập được."
    ),
}


@dataclass(frozen=True, slots=True)
class AccountSlip:
    """All that the slip says; `recovery` tells which of the two secrets it is."""

    letterhead: Letterhead
    code: str
    name: str
    secret: Secret
    recovery: bool


def draw_account_slip(slip: AccountSlip, *, created: datetime) -> bytes:
    """Return the slip as a PDF of one A4 page."""
    register_fonts()
    title = _RECOVERY if slip.recovery else _PIN
    story = [
        *heading(slip.letterhead, None, created.date(), title),
        text(f"Người giữ: {slip.name} (mã {slip.code})", style()),
        Spacer(1, 8 * mm),
        text(slip.secret.reveal(), style("Serif-Bold", 22, centred=True)),
        Spacer(1, 8 * mm),
        text(_SAID[title], style()),
        Spacer(1, 2 * mm),
        text("Tài khoản của Sổ Thiết Bị, không phải của thietbi.hcm.edu.vn (Điều 5.1).", style()),
    ]
    return build(story, title=title, created=created, tight=True)
