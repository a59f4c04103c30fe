"""What the book knows of its school, by key."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.device import Device


@dataclass(frozen=True, slots=True)
class Setting:
    """One value; keys are those of `School`, and a change of it is an entry."""

    key: str
    value: str


@dataclass(frozen=True, slots=True)
class LetterheadVersion:
    """How the school's pages are headed from an ISO day on, "" from the beginning.

    `abbreviation` ends the number of a document (BTK in 05/BC-BTK), blank leaves it off.
    """

    valid_from: str = ""
    superior: str = "UBND XÃ NHÀ BÈ"
    name: str = ""
    place: str = "Nhà Bè"
    abbreviation: str = ""
    recipients: str = "Hiệu trưởng (để duyệt); Các tổ chuyên môn; Lưu: VT, TV."
    status: str = "active"


@dataclass(frozen=True, slots=True)
class Signers:
    """Who signs the school's papers from an ISO day on, "" from the beginning.

    A blank `principal` is whoever of the staff is Hiệu trưởng; a `deputy` signs in the
    principal's place (KT.). `heads` says whether the heads of the teams sign the month's sheet.
    """

    valid_from: str = ""
    principal: str = ""
    deputy: str = ""
    keeper: str = ""
    accountant: str = ""
    heads: str = "yes"
    status: str = "active"


@dataclass(frozen=True, slots=True)
class School:
    """The school as its letterhead names it, and its ways of working.

    What the letterhead and the signers say is that of a day; the rest holds at any time.
    """

    name: str = ""
    superior: str = "UBND XÃ NHÀ BÈ"
    place: str = "Nhà Bè"
    keeper: str = ""
    principal: str = ""  # blank is whoever of the staff is Hiệu trưởng
    deputy: str = ""  # who signs for the principal (KT. HIỆU TRƯỞNG), if anybody does
    recipients: str = "Hiệu trưởng (để duyệt); Các tổ chuyên môn; Lưu: VT, TV."
    abbreviation: str = ""
    accountant: str = ""
    heads: str = "yes"  # whether the heads of the teams sign the month's sheet
    two_step: str = ""  # "yes" has a month confirmed before the principal approves it
    print_slips: str = ""  # "yes" prints each loan slip as it is lent
    asset_price: str = "10000000"  # đồng; from here on a device is a fixed asset
    asset_source: str = "TT 23/2023/TT-BTC, Điều 3.2"
    asset_life: str = "1"  # years; a device meant to serve less is no fixed asset
    use_by_days: str = "30"  # days; so long before a use-by date it is told
    budget_code: str = ""  # mã quan hệ ngân sách
    asset_form: str = "Mẫu số: C53-HD"  # the accountant's sheet of a stocktake
    asset_form_source: str = (
        "(Ban hành kèm theo Thông tư số 107/2017/TT-BTC ngày 10/10/2017 của Bộ Tài chính)"
    )


@dataclass(frozen=True, slots=True)
class AssetRule:
    """From which unit price in đồng, and from how many years of service, one is an asset."""

    price: int
    years: int

    def holds(self, device: Device) -> bool:
        """Return whether a device is a fixed asset; a life nobody has said is long enough."""
        long = device.life_years is None or device.life_years >= self.years
        return long and (device.unit_price or 0) >= self.price


EVERY_ASSET = AssetRule(0, 0)  # where nobody asks which is one
