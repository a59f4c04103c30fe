"""The table of the batches that came in."""

from __future__ import annotations

from app.store.tables.columns import key, number, table, text

intake = table(
    "intake",
    key(),
    number("entry"),  # no foreign key: it names the entry it is about to be made by
    text("day"),
    text("kind"),
    text("file"),
    text("sheet"),
    text("period"),
    number("read"),
    number("added"),
    number("updated"),
    number("skipped"),
    number("errors"),
    text("gone"),
    text("status"),
)
