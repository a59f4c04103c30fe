"""The table of the lesson hours a school asks of its teachers."""

from __future__ import annotations

from sqlalchemy import CheckConstraint

from app.domain.quota import QuotaTerm
from app.store.tables.columns import key, link, number, table, text

_TERMS = ", ".join(f"'{term}'" for term in QuotaTerm)

quota = table(
    "quota",
    key(),
    number("school_year"),
    text("term"),
    link("team_id", "team", nullable=True),
    link("teacher_id", "person", nullable=True),
    number("hours"),
    text("status"),
    CheckConstraint(f"term IN ({_TERMS})", name="quota_term"),
    CheckConstraint("team_id IS NULL OR teacher_id IS NULL", name="quota_of_one"),
    CheckConstraint("hours >= 0", name="quota_hours"),
)
