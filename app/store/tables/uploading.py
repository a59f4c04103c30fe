"""The tables of what goes to the city's system: layouts of its workbooks, and what was sent."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Index

from app.store.tables.columns import key, link, number, table, text, texts

layout = table(
    "layout",
    key(),
    text("name"),
    text("sheet"),
    number("header_row"),
    number("first_row"),
    text("columns"),
    text("date_format"),
    text("file"),
    text("sha256"),
    text("status"),
)

upload_batch = table(
    "upload_batch",
    key(),
    text("layout"),
    text("choice"),
    *texts("first", "last"),
    number("head"),  # the last entry before it was made; the next one made it
    number("rows"),
    *texts("file", "sha256", "day"),
    *texts("uploaded_on", "receipt", "receipt_sha256"),
    text("status"),
    CheckConstraint("rows > 0", name="upload_batch_rows"),
)

# What a batch says of a device, and from which entry to which it settles the changes.
upload_row = table(
    "upload_row",
    key(),
    link("batch_id", "upload_batch"),
    link("device_id", "device"),
    number("number"),
    number("after"),
    number("through"),
    text("status"),
    text("reason"),
    CheckConstraint("after <= through", name="upload_row_span"),
    Index("upload_row_batch", "batch_id"),
    Index("upload_row_device", "device_id"),
)
