"""The table of notices for the sector's database."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer

from app.domain.notice import NOTICE_KINDS
from app.store.tables.columns import key, link, table, text
from app.store.tables.ledger import entry

notice = table(
    "notice",
    key(),
    # No foreign key: one that is written by hand names the entry it is about to be made by.
    Column("entry_id", Integer, nullable=False, unique=True),
    text("topic"),
    text("said"),
    link("team_id", "team", nullable=True),
    text("entered_on"),
    text("status"),
)

# The few entries that are notices, found without reading every loan; `store.notices` asks so.
Index("entry_notice", entry.c.id, sqlite_where=entry.c.kind.in_(NOTICE_KINDS))
