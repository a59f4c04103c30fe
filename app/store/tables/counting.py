"""The tables of a stocktake."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Index

from app.store.tables.columns import key, link, number, table, text

stocktake = table(
    "stocktake",
    key(),
    text("scope"),
    link("place_id", "place", nullable=True),
    text("subject"),
    text("day"),
    number("entry"),  # the last one before it was opened
    text("committee"),
    text("note"),
    text("closed_on"),
    number("closed_entry"),
    text("status"),
)

# What is expected of a device, frozen when the stocktake was opened.
stocktake_row = table(
    "stocktake_row",
    key(),
    link("stocktake_id", "stocktake"),
    link("device_id", "device"),
    link("place_id", "place", nullable=True),
    number("in_store"),
    number("on_loan"),
    number("damaged"),
    number("in_repair"),
    text("status"),
    Index("stocktake_row_device", "stocktake_id", "device_id"),
)

stocktake_count = table(
    "stocktake_count",
    key(),
    link("stocktake_id", "stocktake"),
    link("device_id", "device", nullable=True),
    text("typed"),
    text("way"),
    number("quantity"),
    number("damaged"),
    text("quality"),
    link("place_id", "place", nullable=True),
    text("counted_by"),
    text("day"),
    number("entry"),
    text("status"),
    CheckConstraint("quantity >= 0", name="stocktake_count_quantity"),
    CheckConstraint("damaged BETWEEN 0 AND quantity", name="stocktake_count_damaged"),
    Index("stocktake_count_device", "stocktake_id", "device_id"),
)

stocktake_finding = table(
    "stocktake_finding",
    key(),
    link("stocktake_id", "stocktake"),
    link("device_id", "device", nullable=True),
    text("typed"),
    text("kind"),
    number("quantity"),
    text("explanation"),
    text("resolution"),
    link("loan_id", "loan", nullable=True),
    text("name"),
    text("status"),
    Index("stocktake_finding_device", "stocktake_id", "device_id"),
)
