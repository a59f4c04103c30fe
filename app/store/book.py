"""A book: one SQLite file in its folder, its connections and its transactions."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Self

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DatabaseError

from app.domain.backup import Why
from app.domain.fault import Damaged, Unavailable
from app.domain.sentence import Sentence
from app.store.backup import LOCK, make_backup
from app.store.files import discard, sweep_parts
from app.store.lock import Lock
from app.store.place import check_place
from app.store.swap import is_swapping, settle
from app.store.upgrade import upgrade

FILE_NAME = "book.db"
APPLICATION_ID = 0x536F5442  # "SoTB"
REVISION = "0002"
# Pages (16 MiB) from which an act moves the journal into the file itself; `tidy` comes before.
_JOURNAL = 4096


class Book:
    """An open book. `reading` and `writing` are its only transactions."""

    def __init__(self, folder: Path) -> None:
        """Prepare the book in `folder`; `create` or `open` make one fit for use."""
        self.folder = folder
        self.path = folder / FILE_NAME
        self._lock = Lock(folder / LOCK)
        self._engine = _engine(self.path)

    @classmethod
    def create(cls, folder: Path) -> Self:
        """Make a new, empty book; refuse a folder that holds one."""
        if cls.stands_in(folder):
            raise Unavailable(
                Sentence(
                    "There is a book in {folder} already. Choose another folder, or open that one.",
                    {"folder": str(folder)},
                )
            )
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _unreachable(folder, error) from error
        check_place(folder)
        book = cls(folder)
        book._upgrade()
        return book

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open the book in `folder`, brought up to this program's version."""
        if not cls.stands_in(folder):
            raise Unavailable(
                Sentence(
                    "There is no book in {folder}. Make one with “new”, or choose its folder.",
                    {"folder": str(folder)},
                )
            )
        check_place(folder)
        settle(folder)
        book = cls(folder)
        revision = book._revision()
        if revision > REVISION:
            raise Unavailable(
                Sentence(
                    "The book in {folder} was written by a newer version of this program. "
                    "Install that version to open it.",
                    {"folder": str(folder)},
                )
            )
        if revision < REVISION:
            book._bring_up()
        return book

    @staticmethod
    def stands_in(folder: Path) -> bool:
        """Return whether `folder` holds a book."""
        return (folder / FILE_NAME).is_file() or is_swapping(folder)

    def hold(self) -> None:
        """Be the only window over this book until `close`; refuse where there is one already."""
        try:
            held = self._lock.take(patience=2)
        except OSError as error:
            raise _unreachable(self.folder, error) from error
        if not held:
            raise Unavailable(
                Sentence(
                    "The book in {folder} is open in another window of this program. Go on "
                    "there, or close it first.",
                    {"folder": str(self.folder)},
                )
            )

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the book for one act, if it is not held for good."""
        before = self._lock.held
        self.hold()
        try:
            yield
        finally:
            if not before:
                self._lock.release()

    def check(self) -> None:
        """Have SQLite look through the pages of the file; raise `Damaged` for what it finds."""
        with self.reading() as connection:
            found = connection.execute(text("PRAGMA quick_check(1)")).scalar()
        if found != "ok":
            raise _foreign(self.path)

    def sweep(self) -> None:
        """Take away what a crash has left half written beside the book; nobody writes meanwhile."""
        with self.writing():
            sweep_parts(self.folder)

    def tidy(self) -> None:
        """Move what the journal holds into the file, waiting for nobody: for when nothing is done.

        An act is on disk in the journal already; to move it is several times as much work.
        """
        with _said(self.path), closing(self._engine.raw_connection()) as raw:
            raw.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)").close()

    def rest(self) -> None:
        """Let go of the file and keep holding the book; the next transaction opens it again."""
        self._engine.dispose()

    def close(self) -> None:
        """Let go of the file."""
        self.rest()
        self._lock.release()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Read one state of the book."""
        with _said(self.path), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self, files: Sequence[Path] = ()) -> Iterator[Connection]:
        """Write to the book: all of it, or nothing; `files` written beside it go with it."""
        try:
            with (
                _said(self.path),
                self._engine.connect().execution_options(immediate=True) as connection,
                connection.begin(),
            ):
                yield connection
        except BaseException:
            self._forget(files)
            raise

    def _forget(self, files: Sequence[Path]) -> None:
        """Take away files whose entry was not written, unless a journal may still bring it back.

        It may when the disk failed just as the entry was written, and the program dies next.
        """
        if not files:
            return
        self.rest()
        journal = self.path.with_name(f"{FILE_NAME}-wal")
        if not journal.exists() or not journal.stat().st_size:
            for path in files:
                discard(path)

    def _revision(self) -> str:
        """Return the schema's revision; refuse a file that is not a book."""
        with self.reading() as connection:
            if connection.execute(text("PRAGMA application_id")).scalar() != APPLICATION_ID:
                raise _foreign(self.path)
            return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar())

    def _upgrade(self) -> None:
        with self.writing() as connection:
            upgrade(connection)
            connection.execute(text(f"PRAGMA application_id = {APPLICATION_ID}"))
        # The next connection finds a book, and sets its journal.
        self.rest()

    def _bring_up(self) -> None:
        """Bring an older book up to this version, behind a backup that is the way back."""
        from alembic.util import CommandError  # noqa: PLC0415 - as slow as the rest of it

        made = make_backup(self.folder, datetime.now(), Why.UPGRADE, "", _without_steps)  # noqa: DTZ005 - local time, as everywhere in the book
        try:
            self._upgrade()
        except CommandError as error:
            raise Unavailable(
                Sentence(
                    "The book in {folder} cannot be brought up to this version ({cause}). It "
                    "stands as it was; a backup of it is {file}.",
                    {"folder": str(self.folder), "cause": str(error), "file": made.path.name},
                )
            ) from error


# What an operational error says when it is the file that is at fault: SQLite's words, the driver's.
_DAMAGE = ("no such", "malformed", "decode to UTF-8")


def _without_steps(_done: int, _whole: int) -> None:
    pass


def _engine(path: Path) -> Engine:
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": 5}, query_cache_size=500)

    @event.listens_for(engine, "connect")
    def prepare(raw: sqlite3.Connection, _record: object) -> None:
        # Transactions are begun by `begin` below, never by the driver behind our back.
        raw.isolation_level = None
        for pragma in (
            "synchronous = FULL",
            "foreign_keys = ON",
            "trusted_schema = OFF",
            "cell_size_check = ON",
            "busy_timeout = 5000",
            f"wal_autocheckpoint = {_JOURNAL}",
            "cache_size = -32768",  # KiB: sorting a large register reads it in every order
        ):
            raw.execute(f"PRAGMA {pragma}")
        # The journal's mode is written into the file: nobody else's file is touched.
        if raw.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,):
            raw.execute("PRAGMA journal_mode = WAL")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        immediate = connection.get_execution_options().get("immediate")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

    return engine


@contextmanager
def _said(path: Path) -> Iterator[None]:
    """Turn what the surroundings do to the file into a sentence."""
    try:
        yield
    except (DatabaseError, sqlite3.DatabaseError) as error:
        cause = error.orig if isinstance(error, DatabaseError) else error
        if isinstance(cause, sqlite3.IntegrityError):
            raise
        damaged = any(words in str(cause) for words in _DAMAGE)
        if isinstance(cause, sqlite3.OperationalError) and not damaged:
            raise _unreachable(path, cause) from error
        raise _foreign(path) from error


def _unreachable(path: Path, cause: BaseException) -> Unavailable:
    return Unavailable(
        Sentence(
            "The book at {path} cannot be reached ({cause}). Check the disk and its free space, "
            "and that no other program holds the file, then try again.",
            {"path": str(path), "cause": str(cause)},
        )
    )


def _foreign(path: Path) -> Damaged:
    return Damaged(
        Sentence(
            "{path} is not a book of this program, or it is damaged. "
            "Restore a backup, or choose another folder.",
            {"path": str(path)},
        )
    )
