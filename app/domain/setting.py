"""What the book knows of its school, by key."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Setting:
    """One value; keys are those of `School`, and a change of it is an entry."""

    key: str
    value: str


@dataclass(frozen=True, slots=True)
class School:
    """The school as its letterhead names it."""

    name: str = ""
    superior: str = "UBND XÃ NHÀ BÈ"
    place: str = "Nhà Bè"
    keeper: str = ""
    signer: str = ""  # who signs the school's papers; blank is whoever is its Hiệu trưởng
    signs_as: str = ""  # "deputy" signs for the principal (KT. HIỆU TRƯỞNG)
    recipients: str = "Hiệu trưởng (để duyệt); Các tổ chuyên môn; Lưu: VT, TV."
    print_slips: str = ""  # "yes" prints each loan slip as it is lent
    asset_price: str = "10000000"  # đồng; from here on a device is a fixed asset
    asset_source: str = "TT 23/2023/TT-BTC, Điều 3.2"
