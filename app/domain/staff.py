"""The sector's lists of staff: statuses (DM_TRANG_THAI_CAN_BO) and types (DM_LOAI_CAN_BO)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from app.domain.person import PersonStatus
from app.domain.sentence import Sentence
from app.domain.text import clean, fold

T = TypeVar("T")

_CODE = re.compile(r"(\d{1,2})?[\s.:)-]*(.*)")


@dataclass(frozen=True, slots=True)
class Listed:
    """A row of one of the sector's lists; its code is text."""

    code: str
    name: str


STATUSES: Mapping[PersonStatus, Listed] = {
    PersonStatus.ACTIVE: Listed("01", "Đang làm việc"),
    PersonStatus.TRANSFERRED: Listed("02", "Đã chuyển đi"),
    PersonStatus.REASSIGNED: Listed("03", "Đã điều động"),
    PersonStatus.RETIRING: Listed("04", "Chờ nghỉ hưu"),
    PersonStatus.RETIRED: Listed("05", "Đã nghỉ hưu"),
    PersonStatus.SECONDED: Listed("06", "Đã biệt phái"),
    PersonStatus.ARRIVED: Listed("07", "Chuyển đến"),
    PersonStatus.LEFT: Listed("08", "Thôi việc"),
}
STATUS_SAID: Mapping[PersonStatus, Sentence] = {
    PersonStatus.ACTIVE: Sentence("Working"),
    PersonStatus.TRANSFERRED: Sentence("Moved to another school"),
    PersonStatus.REASSIGNED: Sentence("Reassigned"),
    PersonStatus.RETIRING: Sentence("About to retire"),
    PersonStatus.RETIRED: Sentence("Retired"),
    PersonStatus.SECONDED: Sentence("Seconded"),
    PersonStatus.ARRIVED: Sentence("Come from another school"),
    PersonStatus.LEFT: Sentence("Left the profession"),
}
HEAD_OF_TEAM = "Tổ trưởng chuyên môn"
# Teachers have no code that we know of; the sector's list is known in part only, so other
# words are kept as they are written.
TYPES = (
    Listed("01", "Hiệu trưởng"),
    Listed("02", "Phó hiệu trưởng"),
    Listed("03", HEAD_OF_TEAM),
    Listed("04", "Tổ phó"),
    Listed("", "Giáo viên"),
    Listed("09", "Nhân viên thư viện"),
    Listed("10", "Nhân viên thiết bị"),
    Listed("13", "Nhân viên thí nghiệm"),
    Listed("15", "Nhân viên kế toán"),
    Listed("16", "Nhân viên văn thư"),
    Listed("32", "Nhân viên CNTT"),
)
_STATUS_OF = {
    key: status
    for status, listed in STATUSES.items()
    for key in (listed.code, fold(listed.name))
}  # fmt: skip
_TYPE_OF = {
    key: listed.name for listed in TYPES for key in (listed.code, fold(listed.name)) if key
} | {"to truong": HEAD_OF_TEAM}


def read_status(text: str) -> PersonStatus | None:
    """Return the status that a code, its words or both name, None when they name none."""
    return _read(text, _STATUS_OF)


def read_staff_type(text: str) -> str | None:
    """Return a staff type in the sector's words; other words stay, an unknown code is None."""
    text = clean(text)
    known = _read(text, _TYPE_OF)
    if known is not None:
        return known
    return None if text[:1].isdigit() else text


def status_key(text: str) -> str:
    """Return what two ways of writing one status have in common."""
    status = read_status(text)
    return fold(text) if status is None else status.value


def _read(text: str, known: Mapping[str, T]) -> T | None:
    found = _CODE.fullmatch(clean(text))
    if found is None:
        return None
    code, name = found.group(1) or "", fold(found.group(2))
    return known.get(name) if name else known.get(code.zfill(2) if code else "")
