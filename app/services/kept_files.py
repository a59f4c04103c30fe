"""Files that lie beside the book and are named by a row: scans, photos, manuals, workbooks."""

from __future__ import annotations

import hashlib
from pathlib import Path

from app.domain.layout import LayoutRow
from app.domain.month import Month
from app.domain.photo import Photo
from app.domain.sentence import Sentence
from app.store.desk import Desk


def spoilt_files(desk: Desk) -> list[Sentence]:
    """Return which of them are missing or not what they were."""
    found = (_spoilt(desk.folder / name, name, digest) for name, digest in sorted(_named(desk)))
    return [sentence for sentence in found if sentence is not None]


def _named(desk: Desk) -> set[tuple[str, str]]:
    photos = {(record.row.file, record.row.sha256) for record in desk.every(Photo)}
    scans = {(record.row.scan, record.row.scan_sha256) for record in desk.every(Month)}
    books = {(record.row.file, record.row.sha256) for record in desk.every(LayoutRow)}
    return {(name, digest) for name, digest in photos | scans | books if name}


def _spoilt(path: Path, name: str, digest: str) -> Sentence | None:
    try:
        with path.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() == digest:
                return None
    except FileNotFoundError:
        return Sentence("The file {file} is missing. Put it back from a backup.", {"file": name})
    except OSError as error:
        return Sentence(
            "The file {file} cannot be read ({cause}).", {"file": name, "cause": str(error)}
        )
    return Sentence(
        "The file {file} was changed since it was kept. Put it back from a backup.", {"file": name}
    )
