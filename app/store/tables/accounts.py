"""The tables of the people's accounts at the PC, and of wrong tries to sign in."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, Text

from app.store.tables.columns import key, link, number, table, texts

account = table(
    "account",
    key(),
    link("person_id", "person"),
    *texts("role", "secret", "recovery", "changed_on", "status"),
)

# No part of the history: a count that goes back to nothing when the right secret is typed.
attempt = table(
    "attempt",
    Column("account_id", Integer, ForeignKey("account.id"), primary_key=True),
    number("wrong"),
    Column("wait_until", Text, nullable=False),
)
