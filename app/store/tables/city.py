"""The table of the accounts at the city's system; no secret stands in it."""

from __future__ import annotations

from sqlalchemy import Column, Text

from app.store.tables.columns import key, link, table, text

city_account = table(
    "city_account",
    key(),
    Column("username", Text, nullable=False, unique=True),
    text("owner"),
    link("person_id", "person", nullable=True),
    text("changed_on"),
    text("status"),
)
