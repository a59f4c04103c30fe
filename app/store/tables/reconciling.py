"""The tables of a reconciliation: the list as it was brought, and what was decided of it."""

from __future__ import annotations

from sqlalchemy import Index

from app.store.tables.columns import key, link, number, table, text, texts

reconciliation = table(
    "reconciliation",
    key(),
    *texts("origin", "file", "sheet", "sha256", "headings", "day", "note", "finished_on"),
    link("slip_id", "document", nullable=True),
    text("status"),
)

# A row of the list as it was read; only a person's word on which device it is may change.
reconciliation_row = table(
    "reconciliation_row",
    key(),
    link("reconciliation_id", "reconciliation"),
    number("number"),
    text("content"),
    link("device_id", "device", nullable=True),
    text("way"),
    text("status"),
    Index("reconciliation_row_of", "reconciliation_id"),
)

reconciliation_decision = table(
    "reconciliation_decision",
    key(),
    link("reconciliation_id", "reconciliation"),
    link("device_id", "device", nullable=True),
    link("row_id", "reconciliation_row", nullable=True),
    *texts("field", "ours", "theirs", "choice", "reason", "decided_by", "day"),
    text("status"),
    Index("reconciliation_decision_of", "reconciliation_id"),
)
