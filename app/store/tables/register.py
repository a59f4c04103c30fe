"""The tables of the register: devices, what they are norms of, and their papers."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Text

from app.store.tables.columns import key, link, number, table, text, texts

catalogue_item = table(
    "catalogue_item",
    key(),
    Column("code", Text, nullable=False, unique=True),
    text("name"),
    text("number"),
    text("circular"),
    text("subject"),
    text("grade"),
    text("unit"),
    text("quantity"),
    text("per"),
    text("user"),
    text("source"),
    text("confidence"),
    text("status"),
    text("sort_key"),
)

device = table(
    "device",
    key(),
    Column("code", Text, nullable=False, unique=True),
    text("name"),
    text("kind"),
    text("unit"),
    text("official_code"),
    text("subject"),
    text("grades"),
    text("specification"),
    text("maker"),
    text("country"),
    Column("year_made", Integer),
    Column("year_in_use", Integer),
    text("fund"),
    Column("unit_price", Integer),
    text("document_number"),
    text("document_date"),
    text("book_page"),
    text("user"),
    text("self_made"),
    text("use_by"),
    text("category"),
    text("note"),
    text("condition"),
    link("place_id", "place", nullable=True),
    link("catalogue_id", "catalogue_item", nullable=True),
    link("team_id", "team", nullable=True),
    Column("life_years", Integer),
    text("status"),
    text("sort_key"),
    CheckConstraint("kind IN ('piece', 'lot')", name="device_kind"),
    Index("device_order", "sort_key", "id", "status"),
    Index("device_subject_order", "subject", "sort_key", "id", "status"),
    Index("device_official_code", "official_code"),
)

kit = table(
    "kit",
    key(),
    Column("code", Text, nullable=False, unique=True),
    text("name"),
    text("status"),
    text("sort_key"),
)

kit_item = table(
    "kit_item",
    key(),
    link("kit_id", "kit"),
    link("device_id", "device"),
    number("quantity"),
    text("status"),
    CheckConstraint("quantity > 0", name="kit_item_quantity"),
    Index("kit_item_kit", "kit_id"),
)

photo = table(
    "photo",
    key(),
    link("device_id", "device"),
    text("kind"),
    text("file"),
    text("sha256"),
    text("status"),
    Index("photo_device", "device_id"),
)

document = table(
    "document",
    key(),
    text("kind"),
    number("school_year"),
    number("number"),
    text("day"),
    text("content"),
    text("status"),
    Index("document_number", "kind", "school_year", "number", unique=True),
)

month = table(
    "month", key(), Column("month", Text, nullable=False, unique=True), text("status"),
    number("entry"), text("head"), link("document_id", "document"),
    *texts("signer", "approved_on", "note", "scan", "scan_sha256"),
)  # fmt: skip

lateness = table(
    "lateness",
    key(),
    Column("entry_id", Integer, ForeignKey("entry.id"), nullable=False, unique=True),
    text("reason"),
    text("status"),
)
