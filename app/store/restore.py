"""Unpacking a backup that may come from anywhere, and proving it before it is a book."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import create_engine

from app.domain.backup import Manifest
from app.domain.fault import Refused, Unavailable
from app.domain.sentence import Sentence
from app.domain.view import Verdict
from app.store import recount
from app.store.backup import check_file, head_of, revision_of
from app.store.book import APPLICATION_ID, REVISION
from app.store.container import BOOK, Step, damaged, opened, unpack
from app.store.shape import read_shape, shape_of
from app.store.upgrade import upgrade

_LARGEST = 512 << 20  # bytes of one value


def unpack_book(packed: Path, folder: Path, step: Step) -> tuple[Manifest, Verdict]:
    """Unpack a backup into an empty folder, prove it, and bring it up to this version.

    Every part is compared with the manifest, the book's file checked by SQLite, its tables and
    guards compared with those of its version, and every entry recounted. Raise `Refused` for
    what is no whole backup, `Unavailable` when it is newer than this program.
    """
    with opened(packed) as container:
        _check_room(packed, folder, sum(info.file_size for info in container.infolist()))
        manifest = unpack(container, folder, step)
    path = folder / BOOK
    try:
        _check_book(path, manifest)
        verdict = _bring_up(path)
    except (sqlite3.Error, ValueError) as error:
        raise damaged(packed) from error
    return manifest, verdict


def _check_room(packed: Path, folder: Path, wanted: int) -> None:
    if shutil.disk_usage(folder).free < wanted + (16 << 20):
        raise Unavailable(
            Sentence(
                "There is no room to unpack {file}: it needs {size} MB. Make room on the disk, "
                "then try again.",
                {"file": packed.name, "size": (wanted >> 20) + 16},
            )
        )


def _check_book(path: Path, manifest: Manifest) -> None:
    """Check a book from outside before any code of ours writes to it."""
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA trusted_schema = OFF")
        raw.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LARGEST)
        raw.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        if raw.execute("PRAGMA application_id").fetchone() != (APPLICATION_ID,):
            raise ValueError(path.name)
        revision = revision_of(raw)
        if revision > REVISION:
            raise Unavailable(
                Sentence(
                    "The backup was written by a newer version of this program. Install that "
                    "version to restore it."
                )
            )
        if read_shape(raw) != shape_of(revision):
            raise ValueError(revision)
        if check_file(raw) or head_of(raw) != (manifest.entries, manifest.head):
            raise ValueError(manifest.head)


def _bring_up(path: Path) -> Verdict:
    engine = create_engine(f"sqlite:///{path}")
    try:
        with engine.begin() as connection:
            upgrade(connection)
        with engine.connect() as connection:
            return recount.verify(connection)
    finally:
        engine.dispose()


def refuse_faults(verdict: Verdict, name: str) -> None:
    """Refuse a backup whose ledger does not add up, unless somebody takes it as it is."""
    if not verdict.ok:
        raise Refused(
            Sentence(
                "The book in {file} does not add up in {count} places: it was changed from "
                "outside before it was backed up. Choose another backup, or take it as it is.",
                {"file": name, "count": len(verdict.problems)},
            ),
            where="faults",
        )
