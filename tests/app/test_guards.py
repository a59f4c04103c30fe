"""What the file itself refuses, tried straight in SQLite, and that each guard is needed."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column, Integer

from app.domain.device import Quality
from app.domain.quota import QuotaTerm
from app.services.assessments import Assess
from app.services.disposals import ProposalLine, ProposeDisposal
from app.services.kits import MakeKit
from app.services.lending import Item, Lend
from app.services.photos import AddPhoto
from app.services.plans import RegisterPlan
from app.services.quotas import SetQuota, Whose
from app.services.repairs import SendToRepair
from app.services.room import Room
from app.services.undoing import Undo
from app.services.uploading import MakeUpload
from app.store.tables import DESCRIBED
from tests.conftest import TODAY

_FIXED = {
    "device": ("code", "kind"),
    "person": ("code",),
    "school_class": ("code",),
    "catalogue_item": ("code",),
    "kit": ("code",),
    "kit_item": ("kit_id", "device_id"),
    "setting": ("key",),
    "loan": ("class_id", "teacher_id", "day"),
    "loan_line": ("loan_id", "device_id", "quantity", "kit_id"),
    "care_plan": ("catalogue_id", "device_id", "category", "kind"),
    "care_done": ("plan_id", "device_id", "day"),
    "month": ("month",),
    "lateness": ("entry_id",),
    "notice": ("entry_id", "topic", "said", "team_id"),
    "place": ("code",),
    "school_year": ("year",),
    "special_day": ("day",),
    "calendar_year": ("year",),
    "headcount": ("school_year", "grade"),
    "quota": ("school_year", "term", "team_id", "teacher_id"),
    "damage": ("device_id", "line_id", "quantity", "day"),
    "repair": ("damage_id", "quantity", "day"),
    "disposal": ("day",),
    "disposal_line": ("disposal_id", "device_id", "quantity", "state", "damage_id"),
    "assessment": (
        "device_id",
        "day",
        "good",
        "fair",
        "average",
        "poor",
        "found_by",
        "occasion",
        "line_id",
        "note",
        "photo_id",
    ),
    "document": ("kind", "school_year", "number", "day", "content"),
    "photo": ("device_id", "kind", "file", "sha256"),
    "upload_batch": (
        "layout",
        "choice",
        "first",
        "last",
        "head",
        "rows",
        "file",
        "sha256",
        "day",
    ),
    "upload_row": ("batch_id", "device_id", "number", "through"),
    "stocktake": ("scope", "place_id", "subject", "day", "entry"),
    "stocktake_row": (
        "stocktake_id",
        "device_id",
        "place_id",
        "in_store",
        "on_loan",
        "damaged",
        "in_repair",
    ),
    "stocktake_count": (
        "stocktake_id",
        "device_id",
        "typed",
        "way",
        "quantity",
        "damaged",
        "quality",
        "place_id",
        "counted_by",
        "day",
        "entry",
    ),
    "stocktake_finding": ("stocktake_id", "device_id", "typed", "kind"),
}
_TABLES = (*DESCRIBED, "entry", "posting")
_POSTING = (
    "INSERT INTO posting (entry_id, device_id, quantity, source, target, line_id, damage_id, "
    "result, note)"
)
_LAST = "(SELECT max(id) FROM entry)"
_ENTRY = (
    'INSERT INTO entry (id, kind, day, recorded_at, actor, text, "values", reason, corrects, '
    "images, previous_hash, hash) SELECT id + 1, 'x', '{day}', 'x', 'x', 'x', '{{}}', '', '', "
    "'[]', {hash}, 'new' FROM entry ORDER BY id DESC LIMIT 1"
)
_APPROVED = (
    "INSERT INTO month (id, month, status, entry, head, document_id, signer, "
    "approved_on, note, scan, scan_sha256) "
    "VALUES ({id}, '{month}', 'approved', 1, 'x', 1, '', '', '', '', '')"
)

# Each guard of the ledger: what must stand first, and what it alone refuses.
_LEDGER = {
    "entry_unchanged": ("", "UPDATE entry SET reason = 'x' WHERE id = 1"),
    "posting_unchanged": ("", "UPDATE posting SET quantity = 2 WHERE id = 1"),
    "entry_chained": ("", _ENTRY.format(day="2026-11-24", hash="'wrong'")),
    "entry_month_open": (
        _APPROVED.format(id=9, month="2026-12"),
        _ENTRY.format(day="2026-11-24", hash="hash"),
    ),
    "month_stays_approved": ("", "UPDATE month SET status = 'open'"),
    "posting_of_last_entry": (
        "", f"{_POSTING} VALUES (1, 3, 1, 'outside', 'in_store', NULL, NULL, '', '')",
    ),
    "posting_moves_balance": (
        "", f"{_POSTING} VALUES ({_LAST}, 3, 99, 'in_store', 'outside', NULL, NULL, '', '')",
    ),
    "posting_moves_damage": (
        "", f"{_POSTING} VALUES ({_LAST}, 3, 1, 'damaged', 'in_store', NULL, 1, '', '')",
    ),
    "posting_moves_line": (
        "", f"{_POSTING} VALUES ({_LAST}, 3, 31, 'on_loan', 'in_store', 2, NULL, 'good', '')",
    ),
}  # fmt: skip


def _some(column: Column[Any]) -> str:
    if column.nullable:
        return "NULL"
    return "1" if isinstance(column.type, Integer) else "'x'"


@pytest.fixture
def book(school: Room) -> Path:
    """Return the file of a book with a row in every table."""
    school.run(Lend((Item("TB00001"), Item("TB00003", 30)), "3A"))
    school.run(MakeKit("Bộ", (Item("TB00002"),)))
    school.run(RegisterPlan("GV001", "3A", TODAY, (Item("TB00002"),)))
    school.run(MakeUpload())
    picture = school.folder / "vo.png"
    picture.write_bytes(b"\x89PNG")
    school.run(AddPhoto("TB00001", picture))
    school.run(SendToRepair("TB00004", "Cửa hàng Minh", 1))
    school.run(ProposeDisposal((ProposalLine("TB00004", 1),), "Hỏng"))
    school.run(Assess("TB00002", {Quality.FAIR: 1}))
    school.run(SetQuota(2026, Whose(), {QuotaTerm.YEAR: 70}))
    path = school.folder / "book.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute(_APPROVED.format(id=1, month="2025-01"))
        for name, table in DESCRIBED.items():
            if not raw.execute(f"SELECT 1 FROM {name}").fetchone():
                columns = ", ".join(f'"{column.name}"' for column in table.columns)
                values = ", ".join(_some(column) for column in table.columns)
                raw.execute(f"INSERT INTO {name} ({columns}) VALUES ({values})")
    return path


@pytest.fixture
def raw(book: Path) -> Iterator[sqlite3.Connection]:
    """Open the file past the program."""
    with closing(sqlite3.connect(book, isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        yield connection


def _cases(raw: sqlite3.Connection) -> dict[str, tuple[str, str]]:
    cases = dict(_LEDGER)
    for table in _TABLES:
        cases[f"{table}_kept"] = ("", f"DELETE FROM {table}")
        cases[f"{table}_not_replaced"] = (
            "", f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
        )  # fmt: skip
        cases[f"{table}_fixed"] = ("", f"UPDATE {table} SET id = id + 1000")
    assert raw.execute("SELECT count(*) FROM sqlite_master WHERE type = 'trigger'").fetchone()
    return cases


def test_every_guard_of_the_file_has_a_case(raw: sqlite3.Connection) -> None:
    named = {row[0] for row in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
    assert named == set(_cases(raw))


def test_each_guard_refuses_and_nothing_else_says_it(
    raw: sqlite3.Connection, book: Path, tmp_path: Path
) -> None:
    for name, (before, offence) in _cases(raw).items():
        copy = tmp_path / f"{name}.db"
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copy(book, copy)
        with closing(sqlite3.connect(copy, isolation_level=None)) as tried:
            if before:
                tried.execute(before)
            said = _refusal(tried, offence)
            assert said, f"{name} let {offence} through"
            tried.execute(f"DROP TRIGGER {name}")
            if name in {f"{table}_fixed" for table in ("entry", "posting")}:
                continue  # the guard against any change stands before these two
            assert _refusal(tried, offence) != said, f"{name} is not what refused {offence}"


def _refusal(raw: sqlite3.Connection, statement: str) -> str:
    raw.execute("SAVEPOINT tried")
    try:
        raw.execute(statement)
    except sqlite3.IntegrityError as error:
        return str(error)
    finally:
        raw.execute("ROLLBACK TO tried")
        raw.execute("RELEASE tried")
    return ""


@pytest.mark.parametrize(
    ("table", "column"), [(table, column) for table, fixed in _FIXED.items() for column in fixed]
)
def test_what_names_a_row_never_changes(raw: sqlite3.Connection, table: str, column: str) -> None:
    new = f"{column} || 'x'" if column in _TEXT else f"coalesce({column}, 0) + 1"
    raw.execute("PRAGMA foreign_keys = OFF")
    assert "never change" in _refusal(raw, f'UPDATE {table} SET "{column}" = {new}')


_TEXT = {"code", "kind", "category", "key", "day", "month", "layout", "file", "sha256",
         "content", "state", "found_by", "occasion", "note", "scope", "subject", "typed", "way",
         "quality", "counted_by"}  # fmt: skip


@pytest.mark.parametrize(
    "values",
    [
        f"({_LAST}, 3, 0, 'in_store', 'damaged', NULL, 1, '', '')",  # nothing moved
        f"({_LAST}, 3, -1, 'in_store', 'damaged', NULL, 1, '', '')",
        f"({_LAST}, 3, 1, 'in_store', 'in_store', NULL, NULL, '', '')",  # nowhere
        f"({_LAST}, 3, 1, 'in_store', 'on_loan', NULL, NULL, '', '')",  # out on no line
        f"({_LAST}, 3, 1, 'in_store', 'damaged', 2, 1, '', '')",  # a line, but not out
        f"({_LAST}, 3, 1, 'in_store', 'sold', NULL, NULL, '', '')",  # no such state
        f"({_LAST}, 3, 'two', 'in_store', 'damaged', NULL, 1, '', '')",  # STRICT
        f"({_LAST}, 99, 1, 'outside', 'in_store', NULL, NULL, '', '')",  # no such device
        f"({_LAST}, 1, 1, 'outside', 'in_store', NULL, NULL, '', '')",  # a piece twice
        f"({_LAST}, 4, 1, 'in_store', 'on_loan', 2, NULL, '', '')",  # a line of another device
        f"({_LAST}, 3, 1, 'in_store', 'on_loan', 2, NULL, '', '')",  # more out than was lent
        f"({_LAST}, 3, 1, 'in_store', 'damaged', NULL, NULL, '', '')",  # damaged, of no case
        f"({_LAST}, 3, 1, 'outside', 'in_store', NULL, 1, '', '')",  # a case, but sound
        f"({_LAST}, 4, 1, 'outside', 'damaged', NULL, 1, '', '')",  # a case of another device
        f"({_LAST}, 3, 2, 'damaged', 'in_repair', NULL, 1, '', '')",  # more than the case has
        f"({_LAST}, 3, 5, 'in_store', 'lost', NULL, 1, '', '')",  # more than was found
    ],
)
def test_a_posting_that_cannot_be_is_refused(raw: sqlite3.Connection, values: str) -> None:
    assert _refusal(raw, f"{_POSTING} VALUES {values}")


def test_a_balance_below_zero_cannot_be_written(raw: sqlite3.Connection) -> None:
    assert _refusal(raw, "UPDATE balance SET quantity = -1")
    assert _refusal(raw, "UPDATE line_balance SET outstanding = -1")


def test_a_due_day_before_the_loan_cannot_be_written(raw: sqlite3.Connection) -> None:
    assert _refusal(raw, "UPDATE loan SET due = '2020-01-01'")


def test_an_undo_is_not_replaced_by_another_of_the_same_entry(
    school: Room, raw: sqlite3.Connection
) -> None:
    school.run(Undo("Nhầm"))
    second = (
        'INSERT OR REPLACE INTO entry (id, kind, day, recorded_at, actor, text, "values", reason, '
        "reverses, corrects, images, previous_hash, hash) SELECT id + 1, kind, day, recorded_at, "
        "actor, text, \"values\", reason, reverses, corrects, images, hash, 'new' FROM entry "
        "ORDER BY id DESC LIMIT 1"
    )
    assert "never replaced" in _refusal(raw, second)


@pytest.mark.parametrize(
    ("day", "closed"), [("2025-01-31", True), ("2024-12-31", True), ("2025-02-01", False)]
)
def test_an_approved_month_closes_every_day_up_to_its_end(
    raw: sqlite3.Connection, day: str, *, closed: bool
) -> None:
    assert bool(_refusal(raw, _ENTRY.format(day=day, hash="hash"))) is closed


def test_what_was_signed_stays_and_its_scan_may_come_later(raw: sqlite3.Connection) -> None:
    for column in ("status", "head", "signer", "approved_on"):
        assert _refusal(raw, f"UPDATE month SET {column} = 'y'"), column
    for column in ("entry", "document_id"):
        assert _refusal(raw, f"UPDATE month SET {column} = 7"), column
    assert not _refusal(raw, "UPDATE month SET scan = 'scans/x.pdf'")
