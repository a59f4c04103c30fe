"""A file somebody named, or one that goes with an entry: read and written, or said why not."""

from __future__ import annotations

from pathlib import Path

from app.domain.fault import Unavailable
from app.domain.file import not_opened
from app.domain.sentence import Sentence
from app.store.desk import Desk
from app.store.files import write_whole


def read_file(path: Path, most: int = -1) -> bytes:
    """Return the bytes of a file somebody named, or refuse one that cannot be opened.

    No more than the first `most` are read where a longer file is of no use.
    """
    try:
        with path.open("rb") as file:
            return file.read(most)
    except OSError:
        raise not_opened(path) from None


def write_file(path: Path, data: bytes) -> None:
    """Write a file whole, or say why it cannot be."""
    try:
        write_whole(path, data)
    except OSError as error:
        raise not_written(path, error) from error


def keep_at(desk: Desk, path: Path, data: bytes) -> None:
    """Write a file that goes with the entry being drafted: without the one, not the other."""
    if not path.exists():
        desk.files.append(path)
    try:
        if path.is_relative_to(desk.folder):
            path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, data)
    except OSError as error:
        raise not_written(path, error) from error


def not_written(path: Path, error: OSError) -> Unavailable:
    """Return why a file cannot be written, and how to mend it."""
    return Unavailable(
        Sentence(
            "{file} cannot be written ({cause}). Close it if it is open, and check the disk.",
            {"file": str(path), "cause": str(error)},
        )
    )
