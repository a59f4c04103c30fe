"""What a list of devices shows, and in which order."""

from __future__ import annotations

import json
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
    `FIXED_ASSET` or `TOOL`, `missing` a field of the upload layout that is still blank, or
    "any", `team` the team that answers for it, or `SHARED`.
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


# What the city's list asks of each device, as far as a school fills it in (Điều 7.2).
WANTED = (
    "official_code", "subject", "grades", "unit", "year_in_use", "country", "fund", "unit_price",
    "place_id",
)  # fmt: skip


def missing(device: Device) -> tuple[str, ...]:
    """Return the fields of the upload layout that a device still misses."""
    return tuple(name for name in WANTED if getattr(device, name) in {"", None})
