"""What a list of devices shows, and in which order."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields

from app.domain.device import Device

FIXED_ASSET, TOOL = "fixed_asset", "tool"
SHARED = "-"  # no team alone answers for it: dùng chung

ORDERS = (
    "name", "code", "official_code", "subject", "grades", "unit", "kind", "category", "maker",
    "country", "year_made", "year_in_use", "fund", "unit_price", "document_number",
    "document_date", "use_by", "user", "condition", "place", "team", "life_years",
    "total", "in_store", "on_loan", "damaged",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DeviceFilter:
    """Conditions that all must fit; a blank one fits everything.

    `query` holds the words typed, `state` a state that holds some of the device, `asset`
    `FIXED_ASSET` or `TOOL`, `missing` fields of the upload layout of which one is still blank,
    with commas between, or "any" for all it asks for, `team` the team that answers for it, or
    `SHARED`.
    """

    query: str = ""
    subject: str = ""
    grade: str = ""
    place: str = ""
    kind: str = ""
    state: str = ""
    fund: str = ""
    asset: str = ""
    missing: str = ""
    team: str = ""

    def kept(self) -> str:
        """Return the filter as text to keep."""
        return json.dumps({name: value for name, value in asdict(self).items() if value})


EVERYTHING = DeviceFilter()
ANY_MISSING = "any"


def filter_from(text: str) -> DeviceFilter:
    """Return the filter that was kept as text; what cannot be read is left out."""
    try:
        kept = json.loads(text)
    except ValueError:
        return EVERYTHING
    known = {field.name for field in fields(DeviceFilter)}
    if not isinstance(kept, dict):
        return EVERYTHING
    return DeviceFilter(**{name: str(kept[name]) for name in known & kept.keys()})


def missing(device: Device, asked: Sequence[str]) -> tuple[str, ...]:
    """Return which of the columns that a layout asks for a device still misses (Điều 3.7)."""
    return tuple(name for name in asked if getattr(device, name) in {"", None})
