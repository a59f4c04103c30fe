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
    print_slips: str = ""  # "yes" prints each loan slip as it is lent
    asset_price: str = "10000000"  # đồng; from here on a device is a fixed asset
    asset_source: str = "TT 23/2023/TT-BTC, Điều 3.2"
    budget_code: str = ""  # mã quan hệ ngân sách
    asset_form: str = "Mẫu số: C53-HD"  # the accountant's sheet of a stocktake
    asset_form_source: str = (
        "(Ban hành kèm theo Thông tư số 107/2017/TT-BTC ngày 10/10/2017 của Bộ Tài chính)"
    )
