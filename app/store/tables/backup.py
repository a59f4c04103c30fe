"""The log of the copies that were made of the book, and of the restores that proved them."""

from __future__ import annotations

from sqlalchemy import CheckConstraint

from app.store.tables.columns import key, number, table, texts

backup = table(
    "backup",
    key(),
    *texts("act", "file", "place", "day"),
    number("entries"),
    *texts("head", "sha256"),
    number("size"),
    *texts("sealed", "status"),
    CheckConstraint("size >= 0", name="backup_size"),
)
