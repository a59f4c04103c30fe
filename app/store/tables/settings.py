"""The tables of what the school sets from a day on; a day of "" is the beginning."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, Integer, Text

from app.store.tables.columns import key, link, number, table, text, texts


def _from_day() -> Column[str]:
    return Column("valid_from", Text, nullable=False, unique=True)


governing = table(
    "governing", key(), Column("school_year", Integer, nullable=False, unique=True),
    *texts("kind", "number", "day", "body", "title", "status"),
)  # fmt: skip

letterhead = table(
    "letterhead", key(), _from_day(),
    *texts("superior", "name", "place", "abbreviation", "recipients", "status"),
)  # fmt: skip

signer = table(
    "signer", key(), _from_day(),
    *texts("principal", "deputy", "keeper", "accountant", "heads", "status"),
)  # fmt: skip

time_limit = table(
    "time_limit", key(), text("name"), text("valid_from"), number("value"), text("status"),
    CheckConstraint("value >= 0", name="time_limit_value"),
    Index("time_limit_one", "name", "valid_from", unique=True),
)  # fmt: skip

month_confirmation = table(
    "month_confirmation", key(), text("month"), link("document_id", "document"),
    *texts("confirmed_by", "role", "day", "note", "status"),
    Index("month_confirmation_sheet", "document_id"),
)  # fmt: skip
