"""Making backups: a snapshot of the book, packed with what lies beside it, then renamed."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from app.domain.backup import SUFFIX, Made, Manifest, kept_of
from app.domain.fault import Damaged, Fault, Unavailable
from app.domain.ledger import GENESIS
from app.domain.sentence import Sentence
from app.store.container import (
    BOOK,
    Step,
    copy_bytes,
    hash_of,
    is_plain_name,
    is_sealed,
    manifest_of,
    opened,
    pack,
)
from app.store.files import to_disk
from app.store.lock import Lock

FOLDER = "backups"
LOCK = "book.lock"
CHECKED = "book.checked"  # the day SQLite last looked through the file
PROVEN = "book.proven"  # the day the whole book was last proven
NOTED = "head.json"  # how far the book reached when it was last written
# What is no part of the book: papers printed to be used, reports of faults, the slip that lies
# on the counter, and the backups themselves.
_LEFT_OUT = {FOLDER, "documents", "errors.log", "counter.json", LOCK, CHECKED, PROVEN, NOTED}
_NAME = "so-thiet-bi-"  # how names of backups begin; the moment follows
_PART = ".part-"  # how names of unfinished work begin
_PAGES = 4096  # copied at once


def beside(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield the names and paths of what lies beside the book and belongs to it."""
    for top in sorted(folder.iterdir()):
        if top.name in _LEFT_OUT or top.name.startswith((BOOK, ".")) or top.is_symlink():
            continue
        for path in sorted(top.rglob("*")) if top.is_dir() else [top]:
            name = path.relative_to(folder).as_posix()
            real = path.is_file() and not path.is_symlink()
            if real and path.suffix != ".part" and is_plain_name(name):
                yield name, path


def make_backup(folder: Path, made_at: datetime, why: str, version: str, step: Step) -> Made:
    """Back the book in `folder` up beside it and return the backup, proven whole.

    The snapshot is reopened and checked, and every byte packed is read back; only then does
    the file take its name. Raise `Unavailable` when the surroundings do not let it.
    """
    home = folder / FOLDER
    with _said(home), _alone(home):
        with _working_place(home) as work:
            snapshot = work / BOOK
            manifest = _snapshot(folder / BOOK, snapshot, Manifest(
                "", made_at.isoformat(timespec="seconds"), why, 0, GENESIS, "", version
            ))  # fmt: skip
            packed = work / "packed"
            manifest = pack(packed, [(BOOK, snapshot), *beside(folder)], manifest, step)
            path = _free_name(home, made_at)
            packed.replace(path)
            to_disk(home)
        return made_of(path, manifest, hash_of(path))


def made_of(path: Path, manifest: Manifest, sha256: str, *, sealed: bool = False) -> Made:
    """Return a backup that stands."""
    return Made(path, manifest, sha256, path.stat().st_size, sealed)


def _snapshot(source: Path, target: Path, manifest: Manifest) -> Manifest:
    """Copy one state of a book with SQLite's own means, prove the copy, and describe it."""
    with closing(
        sqlite3.connect(f"{source.absolute().as_uri()}?mode=rw", uri=True, timeout=5)
    ) as live:
        live.isolation_level = None
        live.execute("BEGIN")
        wanted = head_of(live)
        with closing(sqlite3.connect(target)) as copy:
            live.backup(copy, pages=_PAGES)
            copy.execute("PRAGMA journal_mode = DELETE")
        live.execute("ROLLBACK")
    with closing(sqlite3.connect(target)) as copy:
        if check_file(copy) or head_of(copy) != wanted:
            raise _damaged_book()
        (entries, head), revision = wanted, revision_of(copy)
        return replace(manifest, school=_school(copy), entries=entries, head=head,
                       revision=revision)  # fmt: skip


def _damaged_book() -> Damaged:
    return Damaged(
        Sentence(
            "The backup would not be whole: the book itself is damaged. Open the program "
            "again and follow what it says."
        )
    )


def check_file(raw: sqlite3.Connection) -> str:
    """Return what SQLite finds wrong with a file's pages and keys, blank when it is whole."""
    raw.execute("PRAGMA cell_size_check = ON")
    found = [str(row[0]) for row in raw.execute("PRAGMA integrity_check(5)")]
    found += [f"{row[0]} {row[1]}" for row in raw.execute("PRAGMA foreign_key_check").fetchmany(5)]
    return "" if found == ["ok"] else "; ".join(found)


def head_of(raw: sqlite3.Connection) -> tuple[int, str]:
    """Return the number and the hash of the last entry."""
    row = raw.execute("SELECT id, hash FROM entry ORDER BY id DESC LIMIT 1").fetchone()
    return (int(row[0]), str(row[1])) if row else (0, GENESIS)


def revision_of(raw: sqlite3.Connection) -> str:
    """Return the schema's revision."""
    return str(raw.execute("SELECT version_num FROM alembic_version").fetchone()[0])


def _school(raw: sqlite3.Connection) -> str:
    """Return the school's name as its last letterhead has it; an older book may have none."""
    try:
        row = raw.execute(
            "SELECT name FROM letterhead WHERE status = 'active' ORDER BY valid_from DESC LIMIT 1"
        ).fetchone()
    except sqlite3.OperationalError:
        return ""
    return str(row[0]) if row else ""


def _free_name(home: Path, made_at: datetime) -> Path:
    path = home / f"{_NAME}{made_at:%Y-%m-%d-%H%M%S}{SUFFIX}"
    number = 1
    while path.exists():
        number += 1
        path = home / f"{_NAME}{made_at:%Y-%m-%d-%H%M%S}-{number}{SUFFIX}"
    return path


def place_copy(source: Path, target: Path, step: Step) -> str:
    """Copy a file to another place under a name that appears only when it is whole.

    What arrived is read back; return its SHA-256. Raise `Unavailable` when it cannot be.
    """
    part = target.with_name(f".{target.name}.part")
    size = max(source.stat().st_size, 1)
    done = 0

    def count(some: int) -> None:
        nonlocal done
        done += some
        step(min(done, size - 1), size)

    with _said(target.parent):
        try:
            with source.open("rb") as file, part.open("wb") as into:
                wanted = copy_bytes(file, into, count)
                into.flush()
                os.fsync(into.fileno())
            _check_arrived(part, wanted)
            part.replace(target)
            to_disk(target.parent)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    return wanted


def _check_arrived(part: Path, wanted: str) -> None:
    if hash_of(part) != wanted:
        raise Unavailable(
            Sentence(
                "What was written to {folder} came back different: the drive may be worn out. "
                "Use another one.",
                {"folder": str(part.parent)},
            ),
            where="place",
        )


def list_backups(home: Path) -> list[Made]:
    """Return the backups in a folder that say what they are, the newest first."""
    paths = home.glob(f"*{SUFFIX}") if home.is_dir() else ()
    found = [made for made in map(read_backup, paths) if made is not None]
    return sorted(found, key=lambda one: (one.manifest.made, one.path.name), reverse=True)


def newest_backup(home: Path) -> Made | None:
    """Return the newest backup in a folder that says what it is; the others are not opened."""
    for path in sorted(home.glob(f"{_NAME}*{SUFFIX}"), reverse=True):
        made = read_backup(path)
        if made is not None:
            return made
    return None


def read_backup(path: Path) -> Made | None:
    """Return what a backup says of itself, None when nothing good can be said; no hash is made."""
    try:
        with opened(path) as packed:
            return made_of(path, manifest_of(packed).cover(), "", sealed=is_sealed(packed))
    except (Fault, ValueError):
        return None


def prune(home: Path, school: str, fresh: Path | None = None) -> None:
    """Take away the backups in a folder that the rule does not keep; another school's stay.

    A file that somebody named is nobody's to take away either, nor is the `fresh` one: on a
    PC whose clock was set back it looks older than the others.
    """
    found = [
        one
        for one in list_backups(home)
        if one.manifest.school == school and one.path.name.startswith(_NAME)
    ]
    kept = kept_of(found, lambda one: one.manifest.made, lambda one: one.manifest.why)
    for one in found:
        if one not in kept and one.path != fresh:
            one.path.unlink(missing_ok=True)


@contextmanager
def working_place(folder: Path) -> Iterator[Path]:
    """Lend an empty folder of our own beside the backups; nothing of it stays."""
    home = folder / FOLDER
    with _said(home), _alone(home), _working_place(home) as work:
        yield work


@contextmanager
def _working_place(home: Path) -> Iterator[Path]:
    work = home / f"{_PART}{os.getpid()}"
    work.mkdir()
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    """Be the only one who works among the backups, and sweep what a crash has left."""
    home.mkdir(parents=True, exist_ok=True)
    lock = Lock(home / ".lock")
    if not lock.take(patience=20):
        raise Unavailable(Sentence("Another backup is being made just now. Try again in a minute."))
    try:
        for left in home.glob(f"{_PART}*"):
            shutil.rmtree(left, ignore_errors=True)
        yield
    finally:
        lock.release()


def sweep(folder: Path) -> None:
    """Take away the unfinished work that a crash has left among the backups."""
    home = folder / FOLDER
    if any(home.glob(f"{_PART}*")):
        with _said(home), _alone(home):
            pass


def _is_of_disk(error: sqlite3.DatabaseError) -> bool:
    """Return whether it is the surroundings that fail, not the file itself."""
    return isinstance(error, sqlite3.OperationalError) and "no such table" not in str(error)


@contextmanager
def _said(home: Path) -> Iterator[None]:
    """Turn what the surroundings do to a backup into a sentence."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        if isinstance(error, sqlite3.DatabaseError) and not _is_of_disk(error):
            raise _damaged_book() from error
        cause = error.strerror or str(error) if isinstance(error, OSError) else str(error)
        raise Unavailable(
            Sentence(
                "The backup cannot be written to {folder} ({cause}). Check that the drive is "
                "there, may be written to and has room, then try again.",
                {"folder": str(home), "cause": cause},
            ),
            where="place",
        ) from error
