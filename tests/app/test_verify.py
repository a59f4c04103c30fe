"""A book changed behind the program's back: verify finds it and names the entry."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from app.domain.fault import Damaged
from app.domain.loan import Result
from app.services.lending import Item, Lend, ReturnItem, TakeBack
from app.services.photos import AddPhoto
from app.services.queries import OneDevice, Verify
from app.services.room import Room
from app.services.undoing import Undo


@pytest.fixture
def worked(school: Room) -> Room:
    """Lend (entry 11), take back in parts (12), lend again (13) and undo it (14)."""
    school.run(Lend((Item("TB00001"), Item("TB00003", 30)), "3A"))
    school.run(
        TakeBack((ReturnItem("TB00003", 10), ReturnItem("TB00003", 1, Result.DAMAGED)), note="x")
    )
    school.run(Lend((Item("TB00002"),), "4B"))
    school.run(Undo("Ghi nhầm"))
    return school


def _tamper(room: Room, *statements: str) -> None:
    """Take the guards away, change the file, put them back, and leave."""
    with closing(sqlite3.connect(room.folder / "book.db", isolation_level=None)) as raw:
        guards = raw.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall()
        for name, _sql in guards:
            raw.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            raw.execute(statement)
        for _name, sql in guards:
            raw.execute(sql)


def test_a_worked_book_is_whole(worked: Room) -> None:
    verdict = worked.ask(Verify())
    assert verdict.ok
    assert verdict.entries == 14
    assert len(verdict.head) == 64


_SWAP = (
    "UPDATE entry SET id = 1000 WHERE id = 11",
    "UPDATE entry SET id = 11 WHERE id = 12",
    "UPDATE entry SET id = 12 WHERE id = 1000",
)
_COPY = (
    'INSERT INTO entry (id, kind, day, recorded_at, actor, text, "values", reason, corrects, '
    'images, previous_hash, hash) SELECT 15, kind, day, recorded_at, actor, text, "values", '
    "reason, corrects, images, hash, 'made up' FROM entry WHERE id = 14"
)


@pytest.mark.parametrize(
    ("entry", "statements"),
    [
        (11, ("UPDATE entry SET text = replace(text, 'L', 'l') WHERE id = 11",)),
        (11, ("UPDATE entry SET \"values\" = replace(\"values\", '31', '30') WHERE id = 11",)),
        (12, ("UPDATE entry SET day = '2026-11-23' WHERE id = 12",)),
        (12, ("UPDATE entry SET reason = 'y' WHERE id = 12",)),
        (12, ("UPDATE entry SET corrects = '2026-10-01' WHERE id = 12",)),
        (12, ("UPDATE entry SET recorded_at = '2026-11-24T09:00:00' WHERE id = 12",)),
        (12, ("UPDATE entry SET actor = 'ai' WHERE id = 12",)),
        (14, ("UPDATE entry SET reverses = NULL WHERE id = 14",)),
        (5, ("UPDATE entry SET images = replace(images, '3A', '3B') WHERE id = 5",)),
        (5, ("UPDATE entry SET images = 'not json' WHERE id = 5",)),
        (5, ("UPDATE entry SET hash = replace(hash, substr(hash, 1, 4), 'beef') WHERE id = 5",)),
        (12, ("UPDATE posting SET quantity = 9 WHERE entry_id = 12 AND quantity = 10",)),
        (12, ("UPDATE posting SET result = 'lost' WHERE entry_id = 12 AND quantity = 1",)),
        (12, ("UPDATE posting SET note = 'x' WHERE entry_id = 12 AND quantity = 1",)),
        (12, ("DELETE FROM posting WHERE entry_id = 12 AND quantity = 1",)),
        (13, ("UPDATE posting SET entry_id = 12 WHERE entry_id = 13",)),
        (12, (("INSERT INTO posting (entry_id, device_id, quantity, source, target, result, note) "
              "VALUES (12, 3, 1, 'in_store', 'outside', '', '')"),)),
        (12, (("UPDATE posting SET damage_id = NULL, target = 'in_store' "
              "WHERE entry_id = 12 AND damage_id IS NOT NULL"),)),
        (12, ("DELETE FROM entry WHERE id = 12",)),
        (11, _SWAP),
        (15, (_COPY,)),
    ],
)  # fmt: skip
def test_a_change_of_the_ledger_is_found_and_named(
    worked: Room, entry: int, statements: tuple[str, ...]
) -> None:
    _tamper(worked, *statements)
    verdict = worked.ask(Verify())
    assert not verdict.ok
    assert entry in {problem.entry for problem in verdict.problems}


@pytest.mark.parametrize(
    ("entry", "statement"),
    [
        (7, "UPDATE device SET name = 'Máy in' WHERE id = 1"),
        (11, "UPDATE loan SET due = '2027-01-01' WHERE id = 1"),
        (11, "DELETE FROM loan_line WHERE id = 2"),
        (0, "INSERT INTO subject (id, name, status, sort_key) VALUES (50, 'x', 'active', 'x')"),
        (0, "UPDATE balance SET quantity = quantity + 1 WHERE device_id = 3 AND state = 'damaged'"),
        (0, "UPDATE damage_balance SET quantity = quantity + 1 WHERE damage_id = 1"),
        (0, "UPDATE line_balance SET outstanding = 18 WHERE line_id = 2"),
        (0, "DELETE FROM balance WHERE device_id = 4"),
        (0, "INSERT INTO balance (device_id, state, quantity) VALUES (1, 'lost', 0)"),
        (0, "UPDATE line_balance SET loan_id = 2 WHERE line_id = 1"),
        (0, "UPDATE damage_balance SET device_id = 4 WHERE damage_id = 2"),
        (0, "UPDATE device SET sort_key = '0' WHERE id = 1"),
        (0, "UPDATE device_search SET folded = 'may in' WHERE rowid = 1"),
        (0, "UPDATE device_search_content SET c0 = 'may in' WHERE id = 1"),
        (0, "UPDATE alembic_version SET version_num = '0000'"),
        (0, "DROP INDEX entry_day"),
        (12, "UPDATE posting SET id = 500 WHERE entry_id = 12 AND quantity = 1"),
    ],
)
def test_a_change_of_what_stands_beside_the_ledger_is_found(
    worked: Room, entry: int, statement: str
) -> None:
    _tamper(worked, statement)
    verdict = worked.ask(Verify())
    assert not verdict.ok
    assert entry in {problem.entry for problem in verdict.problems}


def test_a_guard_that_is_gone_is_told_by_its_name(worked: Room) -> None:
    with closing(sqlite3.connect(worked.folder / "book.db", isolation_level=None)) as raw:
        raw.execute("DROP TRIGGER entry_unchanged")
    (problem,) = worked.ask(Verify()).problems
    assert "entry_unchanged" in str(problem.sentence)


def test_a_byte_that_makes_no_letter_is_told(worked: Room) -> None:
    _tamper(worked, "UPDATE device SET name = CAST(x'c3' AS TEXT) WHERE id = 1")
    assert not worked.ask(Verify()).ok
    with pytest.raises(Damaged):
        worked.ask(OneDevice("TB00001"))


def test_a_photo_that_changed_or_went_is_told(worked: Room, tmp_path: Path) -> None:
    picture = tmp_path / "a.jpg"
    picture.write_bytes(b"\xff\xd8\xff picture")
    kept = worked.run(AddPhoto("TB00001", picture)).value
    kept.write_bytes(b"\xff\xd8\xff another")
    (problem,) = worked.ask(Verify()).problems
    assert "was changed since it was kept" in str(problem.sentence)
    kept.unlink()
    (problem,) = worked.ask(Verify()).problems
    assert "is missing" in str(problem.sentence)


def test_entries_moved_far_away_are_told_as_one_gap(worked: Room) -> None:
    _tamper(worked, "UPDATE entry SET id = 2000000000 WHERE id = 14")
    said = [str(problem.sentence) for problem in worked.ask(Verify()).problems]
    assert "Entries 14 to 1999999999 are missing." in said
    assert len(said) < 20


def test_a_cut_tail_cannot_be_seen_but_changes_the_head(worked: Room) -> None:
    head = worked.ask(Verify()).head
    _tamper(
        worked,
        "DELETE FROM posting WHERE entry_id = 14",
        "DELETE FROM entry WHERE id = 14",
        "UPDATE balance SET quantity = 0 WHERE device_id = 2 AND state = 'in_store'",
        "UPDATE balance SET quantity = 1 WHERE device_id = 2 AND state = 'on_loan'",
        "UPDATE line_balance SET outstanding = 1 WHERE line_id = 3",
    )
    assert worked.ask(Verify()).head != head
