"""The file's shape: migrations make what the tables say, and strange files are refused."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from app.domain.fault import Unavailable
from app.services.queries import Verify
from app.services.room import Room
from app.store.guards import GUARDS
from app.store.tables import metadata
from app.store.upgrade import downgrade, upgrade
from tests.conftest import Clock

_SHAPE = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE '%alembic%' AND sql NOTNULL"


def _shape(rows: list[tuple[str, str, str]]) -> set[tuple[str, str, str]]:
    return {(kind, name, " ".join(sql.split())) for kind, name, sql in rows}


def _shape_of(path: Path) -> set[tuple[str, str, str]]:
    with closing(sqlite3.connect(path)) as raw:
        return _shape(raw.execute(_SHAPE).fetchall())


def test_migrations_make_what_the_tables_and_guards_say(room: Room) -> None:
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        metadata.create_all(connection)
        for guard in GUARDS:
            connection.execute(text(guard.replace(":", "\\:")))
        said = [tuple(row) for row in connection.execute(text(_SHAPE))]
    engine.dispose()
    assert _shape_of(room.folder / "book.db") == _shape(said)


def test_down_and_up_again_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "book.db"
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        upgrade(connection)
    shape = _shape_of(path)
    with engine.begin() as connection:
        downgrade(connection, "base")
    assert _shape_of(path) == set()
    with engine.begin() as connection:
        upgrade(connection)
    engine.dispose()
    assert _shape_of(path) == shape


def _refused(folder: Path) -> str:
    before = (folder / "book.db").read_bytes()
    with pytest.raises(Unavailable) as refused:
        Room.enter(folder, Clock(), "thu")
    assert (folder / "book.db").read_bytes() == before
    return str(refused.value.sentence)


def test_a_book_of_a_newer_program_is_refused(room: Room) -> None:
    room.leave()
    with closing(sqlite3.connect(room.folder / "book.db", isolation_level=None)) as raw:
        raw.execute("PRAGMA journal_mode = DELETE")
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
        raw.execute("PRAGMA journal_mode = WAL")
    assert "newer version" in _refused(room.folder)


def test_a_text_under_the_books_name_is_refused(folder: Path) -> None:
    folder.mkdir()
    (folder / "book.db").write_text("Đây không phải là sổ thiết bị.\n" * 100, encoding="utf-8")
    assert "not a book" in _refused(folder)


def test_another_programs_file_is_refused(folder: Path) -> None:
    folder.mkdir()
    with closing(sqlite3.connect(folder / "book.db")) as raw:
        raw.execute("CREATE TABLE note (text TEXT)")
        raw.commit()
    assert "not a book" in _refused(folder)


def test_a_book_cut_short_is_refused(room: Room) -> None:
    room.leave()
    path = room.folder / "book.db"
    path.write_bytes(path.read_bytes()[:5000])
    with pytest.raises(Unavailable):
        Room.enter(room.folder, Clock(), "thu")


def test_no_book_and_a_second_book_are_said(folder: Path, tmp_path: Path, room: Room) -> None:
    with pytest.raises(Unavailable, match="no book"):
        Room.enter(tmp_path / "nowhere", Clock(), "thu")
    with pytest.raises(Unavailable, match="already"):
        Room.make(folder, Clock(), "thu")
    room.leave()


def test_a_book_that_another_program_holds_is_said_and_kept(room: Room) -> None:
    with closing(sqlite3.connect(room.folder / "book.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with (
            pytest.raises(Unavailable, match="cannot be reached"),
            room._book.writing() as connection,  # noqa: SLF001 - the one place that waits
        ):
            connection.execute(text("SELECT 1"))
        other.execute("ROLLBACK")


def test_a_new_book_keeps_its_journal_beside_it(room: Room) -> None:
    assert room.ask(Verify()).ok
    with closing(sqlite3.connect(room.folder / "book.db")) as raw:
        assert raw.execute("PRAGMA journal_mode").fetchone() == ("wal",)
