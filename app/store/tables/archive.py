"""The index of the archive."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, Integer, Text

from app.store.tables.columns import key, link, number, table, text

archive = table(
    "archive",
    key(),
    text("kind"),
    Column("number", Integer),
    text("title"),
    text("first"),
    text("last"),
    number("school_year"),
    Column("file", Text, nullable=False, unique=True),
    text("sha256"),
    number("size"),
    link("document_id", "document", nullable=True),
    number("entry"),
    text("purpose"),
    text("submitted_on"),
    text("status"),
    CheckConstraint("size >= 0", name="archive_size"),
    Index("archive_document", "document_id"),
)
