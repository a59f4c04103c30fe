"""The files of upload batches: written once, and held against what the book says of them."""

from __future__ import annotations

import hashlib
from itertools import count
from pathlib import Path

from app.domain.sentence import Sentence
from app.domain.upload import UploadBatch
from app.services.files import not_written
from app.store.desk import Desk
from app.store.files import write_whole

FOLDER = "uploads"
RECEIPTS = f"{FOLDER}/receipts"


def keep_new(desk: Desk, name: str, data: bytes) -> str:
    """Write a file of the book's folder that was not there; return its name.

    A file that nobody knows, left when the program was killed, is never overwritten: the next
    free name is taken. All of it is on disk when this returns.
    """
    wanted = desk.folder / name
    try:
        wanted.parent.mkdir(exist_ok=True)
        for number in count(1):
            path = wanted if number == 1 else wanted.with_stem(f"{wanted.stem}-{number}")
            try:
                path.open("xb").close()
            except FileExistsError:
                continue
            desk.files.append(path)
            write_whole(path, data)
            return path.relative_to(desk.folder).as_posix()
    except OSError as error:
        raise not_written(wanted, error) from error
    raise AssertionError


def wrong_files(desk: Desk) -> list[Sentence]:
    """Return which files of batches are missing or not what they were."""
    found = []
    for record in desk.every(UploadBatch):
        row, batch = record.row, record.id
        kept = [(row.file, row.sha256), (row.receipt, row.receipt_sha256)]
        for name, digest in kept:
            if name and not (desk.folder / name).is_file():
                found.append(
                    Sentence(
                        "The file {file} of upload batch {batch} is missing. Put it back from a "
                        "backup.",
                        {"file": name, "batch": batch},
                    )
                )
            elif name and _digest(desk.folder / name) != digest:
                found.append(
                    Sentence(
                        "The file {file} of upload batch {batch} was changed since it was made. "
                        "Put it back from a backup.",
                        {"file": name, "batch": batch},
                    )
                )
    return found


def unknown_files(desk: Desk) -> list[Sentence]:
    """Return which files lie with the batches and are of none: the program was stopped then."""
    known = {desk.folder / record.row.file for record in desk.every(UploadBatch)}
    return [
        Sentence(
            "The file {file} belongs to no upload batch: the program was stopped while it was "
            "made. Do not upload it; it can be deleted.",
            {"file": f"{FOLDER}/{path.name}"},
        )
        for path in sorted((desk.folder / FOLDER).glob("*"))
        if path.is_file() and path not in known
    ]


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
