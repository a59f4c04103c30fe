"""What the file itself refuses, whoever writes to it: the invariants as triggers.

SQLite's REPLACE deletes a row without asking the delete triggers, so every guarded
table also refuses an insert over a row that stands.
"""

from __future__ import annotations

from app.domain.damage import CASE_STATES
from app.store.tables import DESCRIBED

SEARCH = "CREATE VIRTUAL TABLE device_search USING fts5(folded, tokenize = 'unicode61')"

_CODED = ("person", "school_class", "catalogue_item", "kit", "place")
_FIXED = {
    "device": "code, kind",
    **dict.fromkeys(_CODED, "code"),
    "setting": "key",
    "loan": "class_id, teacher_id, day",
    "kit_item": "kit_id, device_id",
    "loan_line": "loan_id, device_id, quantity, kit_id",
    "damage": "device_id, line_id, quantity, day",
    "repair": "damage_id, quantity, day",
    "disposal": "day",
    "disposal_line": "disposal_id, device_id, quantity, state, damage_id",
    "assessment": "device_id, day, good, fair, average, poor, found_by, occasion, line_id, note, "
    "photo_id",
    "care_plan": "catalogue_id, device_id, category, kind",
    "care_done": "plan_id, device_id, day",
    "month": "month",
    "lateness": "entry_id",
    "notice": "entry_id, topic, said, team_id",
    "photo": "device_id, kind, file, sha256",
    "city_account": "username",
    "account": "person_id",
    "school_year": "year",
    "special_day": "day",
    "calendar_year": "year",
    "headcount": "school_year, grade",
    "quota": "school_year, term, team_id, teacher_id",
    "document": "kind, school_year, number, day, content",
    "layout": "name",
    "upload_batch": "layout, choice, first, last, head, rows, file, sha256, day",
    "upload_row": "batch_id, device_id, number, through",
    "stocktake": "scope, place_id, subject, day, entry",
    "stocktake_row": "stocktake_id, device_id, place_id, in_store, on_loan, damaged, in_repair",
    "stocktake_count": "stocktake_id, device_id, typed, way, quantity, damaged, quality, "
    "place_id, counted_by, day, entry",
    "stocktake_finding": "stocktake_id, device_id, typed, kind",
    "backup": "act, file, place, day, entries, head, sha256, size, sealed",
    "archive": "kind, number, title, first, last, school_year, file, sha256, size, document_id, "
    "entry",
    "governing": "school_year",
    **dict.fromkeys(("letterhead", "signer"), "valid_from"),
    "time_limit": "name, valid_from",
    "month_confirmation": "month, document_id, confirmed_by, role, day, note",
    "timetable": "class_id, weekday, session, period, first_day",
    "teaching": "teacher_id, class_id, subject, first_day",
    "intake": "entry, day, kind, file, sheet, period, read, added, updated, skipped, errors, gone",
    "reconciliation": "origin, file, sheet, sha256, headings, day",
    "reconciliation_row": "reconciliation_id, number, content",
    "reconciliation_decision": "reconciliation_id, device_id, row_id, field",
}


# Columns that together name one row.
_TOGETHER = {
    "document": ("kind", "school_year", "number"),
    "time_limit": ("name", "valid_from"),
}


def _refuse(name: str, when: str, table: str, words: str) -> str:
    return (
        f"CREATE TRIGGER {name} BEFORE {when} ON {table} BEGIN SELECT RAISE(ABORT, '{words}'); END"
    )


def _kept(table: str) -> list[str]:
    key = "OLD.{0} IS NOT NEW.{0}"
    unique = {
        "entry": ("hash", "reverses"), "setting": ("key",), "month": ("month",),
        "city_account": ("username",),
        "lateness": ("entry_id",), "notice": ("entry_id",),
        "school_year": ("year",), "special_day": ("day",), "calendar_year": ("year",),
        "archive": ("file",),
        "governing": ("school_year",), "letterhead": ("valid_from",), "signer": ("valid_from",),
    }  # fmt: skip
    unique |= dict.fromkeys(("device", *_CODED), ("code",))
    other = "".join(f" OR {column} = NEW.{column}" for column in unique.get(table, ()))
    if table in _TOGETHER:
        same = _TOGETHER[table]
        other = " OR (" + " AND ".join(f"{column} = NEW.{column}" for column in same) + ")"
    triggers = [
        _refuse(f"{table}_kept", "DELETE", table, f"a row of {table} is never deleted"),
        (
            f"CREATE TRIGGER {table}_not_replaced BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id{other}) "
            f"BEGIN SELECT RAISE(ABORT, 'a row of {table} is never replaced'); END"
        ),
    ]
    fixed = ["id", *_FIXED.get(table, "").split(", ")] if table in _FIXED else ["id"]
    changed = " OR ".join(key.format(column) for column in fixed)
    triggers.append(
        f"CREATE TRIGGER {table}_fixed BEFORE UPDATE ON {table} WHEN {changed} "
        f"BEGIN SELECT RAISE(ABORT, '{', '.join(fixed)} of {table} never change'); END"
    )
    return triggers


def _of(row: str, columns: tuple[str, ...]) -> str:
    return ", ".join(f"{row}.{column}" for column in columns)


_CASES = ", ".join(f"'{state}'" for state in CASE_STATES)
# What the signature of a month is about; a scan of the paper may come later.
_SIGNED = ("status", "entry", "head", "document_id", "signer", "approved_on")
_LEDGER = [
    _refuse("entry_unchanged", "UPDATE", "entry", "an entry is never changed"),
    _refuse("posting_unchanged", "UPDATE", "posting", "a posting is never changed"),
    (
        "CREATE TRIGGER entry_chained BEFORE INSERT ON entry "
        "WHEN NEW.id <> coalesce((SELECT max(id) FROM entry), 0) + 1 "
        "OR NEW.previous_hash <> coalesce("
        "(SELECT hash FROM entry ORDER BY id DESC LIMIT 1), "
        f"'{'0' * 64}') "
        "BEGIN SELECT RAISE(ABORT, 'an entry follows the last one'); END"
    ),
    (
        "CREATE TRIGGER entry_month_open BEFORE INSERT ON entry "
        "WHEN EXISTS (SELECT 1 FROM month "
        "WHERE month >= substr(NEW.day, 1, 7) AND status = 'approved') "
        "BEGIN SELECT RAISE(ABORT, 'the month is approved'); END"
    ),
    (
        "CREATE TRIGGER month_stays_approved BEFORE UPDATE ON month "
        f"WHEN OLD.status = 'approved' AND ({_of('OLD', _SIGNED)}) IS NOT ({_of('NEW', _SIGNED)}) "
        "BEGIN SELECT RAISE(ABORT, 'what was approved stays as it was signed'); END"
    ),
    (
        "CREATE TRIGGER posting_of_last_entry BEFORE INSERT ON posting "
        "WHEN NEW.entry_id IS NOT (SELECT max(id) FROM entry) "
        "BEGIN SELECT RAISE(ABORT, 'a posting belongs to the last entry'); END"
    ),
    """CREATE TRIGGER posting_moves_balance AFTER INSERT ON posting BEGIN
INSERT INTO balance (device_id, state, quantity)
SELECT NEW.device_id, NEW.target, NEW.quantity WHERE NEW.target <> 'outside'
ON CONFLICT (device_id, state) DO UPDATE SET quantity = quantity + NEW.quantity;
SELECT RAISE(ABORT, 'a balance would fall below zero')
WHERE NEW.source <> 'outside' AND NEW.quantity > coalesce((SELECT quantity FROM balance
WHERE device_id = NEW.device_id AND state = NEW.source), 0);
UPDATE balance SET quantity = quantity - NEW.quantity
WHERE device_id = NEW.device_id AND state = NEW.source;
SELECT RAISE(ABORT, 'a piece is in exactly one state')
WHERE (SELECT kind FROM device WHERE id = NEW.device_id) = 'piece'
AND (SELECT sum(quantity) FROM balance WHERE device_id = NEW.device_id) > 1;
END""",
    """CREATE TRIGGER posting_moves_line AFTER INSERT ON posting
WHEN NEW.line_id IS NOT NULL BEGIN
SELECT RAISE(ABORT, 'the line is of another device')
WHERE NEW.device_id IS NOT (SELECT device_id FROM loan_line WHERE id = NEW.line_id);
INSERT INTO line_balance (line_id, loan_id, device_id, outstanding)
SELECT id, loan_id, device_id, 0 FROM loan_line WHERE id = NEW.line_id
ON CONFLICT (line_id) DO NOTHING;
SELECT RAISE(ABORT, 'more would come back than is out')
WHERE NEW.source = 'on_loan' AND NEW.quantity >
(SELECT outstanding FROM line_balance WHERE line_id = NEW.line_id);
UPDATE line_balance SET outstanding = outstanding
+ CASE NEW.target WHEN 'on_loan' THEN NEW.quantity ELSE -NEW.quantity END
WHERE line_id = NEW.line_id;
SELECT RAISE(ABORT, 'more would be out than was lent')
WHERE (SELECT outstanding FROM line_balance WHERE line_id = NEW.line_id)
> (SELECT quantity FROM loan_line WHERE id = NEW.line_id);
END""",
    f"""CREATE TRIGGER posting_moves_damage AFTER INSERT ON posting
WHEN NEW.damage_id IS NOT NULL BEGIN
SELECT RAISE(ABORT, 'the damage is of another device')
WHERE NEW.device_id IS NOT (SELECT device_id FROM damage WHERE id = NEW.damage_id);
INSERT INTO damage_balance (damage_id, state, device_id, quantity)
SELECT NEW.damage_id, NEW.target, NEW.device_id, NEW.quantity WHERE NEW.target IN ({_CASES})
ON CONFLICT (damage_id, state) DO UPDATE SET quantity = quantity + NEW.quantity;
SELECT RAISE(ABORT, 'more would be settled than the damage is')
WHERE NEW.source IN ({_CASES}) AND NEW.quantity > coalesce((SELECT quantity
FROM damage_balance WHERE damage_id = NEW.damage_id AND state = NEW.source), 0);
UPDATE damage_balance SET quantity = quantity - NEW.quantity
WHERE damage_id = NEW.damage_id AND state = NEW.source;
SELECT RAISE(ABORT, 'more would be damaged than was found')
WHERE (SELECT sum(quantity) FROM damage_balance WHERE damage_id = NEW.damage_id)
> (SELECT quantity FROM damage WHERE id = NEW.damage_id);
END""",
]

GUARDS = [
    SEARCH,
    *_LEDGER,
    *(guard for table in (*DESCRIBED, "entry", "posting") for guard in _kept(table)),
]
