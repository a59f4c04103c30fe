"""A file somebody named: read and written, or said why not."""

from __future__ import annotations

from pathlib import Path

from app.domain.fault import Refused, Unavailable
from app.domain.sentence import Sentence


def read_file(path: Path) -> bytes:
    """Return the bytes of a file somebody named, or refuse one that cannot be opened."""
    try:
        return path.read_bytes()
    except OSError:
        raise Refused(
            Sentence(
                "The file {file} cannot be opened. Check its name, and that no other program "
                "holds it.",
                {"file": path.name},
            ),
            where=path.name,
        ) from None


def write_file(path: Path, data: bytes) -> None:
    """Write a file, or say why it cannot be."""
    try:
        path.write_bytes(data)
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
