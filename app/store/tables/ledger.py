"""The tables of the ledger, and the sums that are kept beside it."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text
from sqlalchemy import text as sql

from app.domain.damage import CASE_STATES
from app.domain.device import SHELF, State
from app.store.tables.columns import key, link, metadata, number, table, text

_STATES = ", ".join(f"'{state}'" for state in State)
_SHELF = ", ".join(f"'{state}'" for state in SHELF)
_CASES = ", ".join(f"'{state}'" for state in CASE_STATES)
_HELD = ", ".join(f"'{state}'" for state in State if state is not State.OUTSIDE)

entry = table(
    "entry",
    key(),
    text("kind"),
    text("day"),
    text("recorded_at"),
    text("actor"),
    text("text"),
    text("values"),
    text("reason"),
    Column("reverses", Integer, ForeignKey("entry.id"), unique=True),
    text("corrects"),
    text("images"),
    text("previous_hash"),
    Column("hash", Text, nullable=False, unique=True),
    Index("entry_day", "day"),
)

# The adjustments, which count in another month than their slip's.
Index("entry_corrects", entry.c.day, sqlite_where=entry.c.corrects != "")

posting = table(
    "posting",
    key(),
    link("entry_id", "entry"),
    link("device_id", "device"),
    number("quantity"),
    text("source"),
    text("target"),
    link("line_id", "loan_line", nullable=True),
    link("damage_id", "damage", nullable=True),
    text("result"),
    text("note"),
    CheckConstraint("quantity > 0", name="posting_quantity"),
    CheckConstraint("source <> target", name="posting_moves"),
    CheckConstraint(f"source IN ({_STATES}) AND target IN ({_STATES})", name="posting_states"),
    CheckConstraint(
        "(source = 'on_loan' OR target = 'on_loan') = (line_id IS NOT NULL)", name="posting_line"
    ),
    CheckConstraint(
        f"(source IN ({_CASES}) OR target IN ({_CASES})) = (damage_id IS NOT NULL)",
        name="posting_damage",
    ),
    Index("posting_entry", "entry_id"),
    Index("posting_device", "device_id"),
)

# What goes from the store to a class and back changes nothing that anybody outside is told.
# An index of all else, so that it is found without reading every loan: it serves who asks in
# these words.
CHANGES = f"(source NOT IN ({_SHELF}) OR target NOT IN ({_SHELF}))"
Index("posting_change", posting.c.device_id, posting.c.entry_id, sqlite_where=sql(CHANGES))

# The few that left the school, so that a list leaves them out without counting all balances.
Index("posting_left", posting.c.device_id, sqlite_where=posting.c.target == State.OUTSIDE.value)

# What came, left or was lost, so that what was held on a day is added up without the loans.
_NOT_HELD = (State.OUTSIDE.value, State.LOST.value, State.DISPOSED.value)
Index(
    "posting_held",
    posting.c.device_id, posting.c.entry_id, posting.c.source, posting.c.target,
    posting.c.quantity,
    sqlite_where=posting.c.source.in_(_NOT_HELD) | posting.c.target.in_(_NOT_HELD),
)  # fmt: skip

balance = Table(
    "balance",
    metadata,
    Column("device_id", Integer, ForeignKey("device.id"), primary_key=True),
    Column("state", Text, primary_key=True),
    number("quantity"),
    CheckConstraint("quantity >= 0", name="balance_quantity"),
    CheckConstraint(f"state IN ({_HELD})", name="balance_state"),
    sqlite_strict=True,
)

# Which entries describe a device, so that its history is found without reading all images.
described = Table(
    "described",
    metadata,
    Column("device_id", Integer, ForeignKey("device.id"), primary_key=True),
    Column("entry_id", Integer, ForeignKey("entry.id"), primary_key=True),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

line_balance = Table(
    "line_balance",
    metadata,
    Column("line_id", Integer, ForeignKey("loan_line.id"), primary_key=True),
    link("loan_id", "loan"),
    link("device_id", "device"),
    number("outstanding"),
    CheckConstraint("outstanding >= 0", name="line_outstanding"),
    sqlite_strict=True,
)
Index("line_open", line_balance.c.device_id, sqlite_where=line_balance.c.outstanding > 0)
Index("line_open_loan", line_balance.c.loan_id, sqlite_where=line_balance.c.outstanding > 0)

# How much of a damage case waits, is being repaired, or is lost.
damage_balance = Table(
    "damage_balance",
    metadata,
    Column("damage_id", Integer, ForeignKey("damage.id"), primary_key=True),
    Column("state", Text, primary_key=True),
    link("device_id", "device"),
    number("quantity"),
    CheckConstraint("quantity >= 0", name="damage_balance_quantity"),
    CheckConstraint(f"state IN ({_CASES})", name="damage_balance_state"),
    sqlite_strict=True,
)
Index("damage_open", damage_balance.c.device_id, sqlite_where=damage_balance.c.quantity > 0)
