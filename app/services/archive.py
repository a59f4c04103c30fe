"""The one way out of the book: what is issued is kept as it was (Điều 12.2)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from app.domain.archive import AS_USUAL, Archived, ArchiveKind, Filing, Provision, shelve
from app.domain.change import Touched
from app.domain.draft import Draft
from app.domain.ledger import Image
from app.domain.sentence import Sentence
from app.services.files import keep_at, not_written
from app.services.purposes import settle
from app.services.reports import school_years
from app.store.desk import Desk
from app.store.files import discard, write_whole

PAPERS = "documents"  # the folder of what was printed to be used; anybody may clear it
_PDF = b"%PDF"
_KEPT = 0o444  # nobody saves over a kept file by mistake


class Issuable(Protocol):
    """A paper or a workbook that can leave the book."""

    def answer(self, desk: Desk) -> bytes:
        """Return the file's bytes."""
        ...

    def filing(self, desk: Desk) -> Filing:
        """Return how the archive files it."""
        ...


@dataclass(frozen=True, slots=True)
class Issued:
    """What was issued: `path` is for whoever wanted it, `file` what is kept.

    `file` is relative to the book's folder.
    """

    path: Path
    file: str


@dataclass(frozen=True, slots=True)
class Archive:
    """Keep a paper that is drawn, and write it to `out`, or else among the book's papers.

    Nothing that is kept is ever written over: printed again, it is the next copy.
    """

    paper: Issuable
    data: bytes
    out: Path | None = None
    provision: Provision = AS_USUAL

    def draft(self, desk: Desk) -> Draft[Issued]:
        """Write both files, or neither, and draft the index's row."""
        filing = self.paper.filing(desk)
        image, issued = issue_file(desk, filing, self.data, self.out, self.provision)
        return Draft(
            kind="archive",
            day=desk.open_day().isoformat(),
            sentence=Sentence(
                "Issued “{title}”, kept as {file}", {"title": filing.title, "file": issued.file}
            ),
            change=frozenset({Touched.ARCHIVE}),
            value=issued,
            images=(image,),
        )


def issue_file(
    desk: Desk,
    filing: Filing,
    data: bytes,
    out: Path | None = None,
    provision: Provision = AS_USUAL,
) -> tuple[Image, Issued]:
    """Write a file into the archive and for whoever wants it; return the image of its row."""
    image, file = keep_file(desk, filing, data, provision)
    path = out or desk.folder / PAPERS / Path(file).name
    keep_at(desk, path, data)
    return image, Issued(path, file)


def keep_file(
    desk: Desk, filing: Filing, data: bytes, provision: Provision = AS_USUAL
) -> tuple[Image, str]:
    """Write a file into the archive; return the image of its row and its path in the book.

    The entry that is drafted now is the one after the last: nobody writes in between.
    """
    told = settle(provision, filing.kind)
    shelf = shelve(filing.period, school_years(desk))
    suffix = ".pdf" if data.startswith(_PDF) else ".xlsx"
    kept = _write_new(desk.folder / shelf.folder, filing.name, suffix, data)
    desk.files.append(kept)
    file = f"{shelf.folder}/{kept.name}"
    row = Archived(
        filing.kind,
        filing.number,
        filing.title,
        filing.period.first.isoformat(),
        filing.period.last.isoformat(),
        shelf.school_year,
        file,
        hashlib.sha256(data).hexdigest(),
        len(data),
        filing.document,
        desk.head()[0] + 1,
        told.purpose,
        told.recipient,
        told.approved_by,
    )
    return desk.new(row)[1], file


def _write_new(folder: Path, name: str, suffix: str, data: bytes) -> Path:
    """Write a file under the first name that is free, whole and on disk, or not at all.

    The name is taken by making the file, so two prints of one second get two names.
    """
    taken = folder / f"{name}{suffix}"
    named = False
    try:
        folder.mkdir(parents=True, exist_ok=True)
        taken, named = _take_name(folder, name, suffix), True
        write_whole(taken, data)
        taken.chmod(_KEPT)
    except OSError as error:
        if named:
            discard(taken)
        raise not_written(taken, error) from error
    return taken


def _take_name(folder: Path, name: str, suffix: str) -> Path:
    number = 1
    while True:
        again = f"-ban-{number}" if number > 1 else ""
        path = folder / f"{name}{again}{suffix}"
        try:
            path.open("xb").close()
        except FileExistsError:
            number += 1
        else:
            return path


def count_copies(desk: Desk, kind: ArchiveKind, document: int) -> int:
    """Return how often a document that the book keeps was printed in one of its shapes."""
    found = desk.every(Archived, kind=kind, document_id=document)
    return sum(record.row.file.endswith(".pdf") for record in found)


def reprint_mark(desk: Desk, kind: ArchiveKind, document: int) -> str:
    """Return what stands under the title of a document printed before, blank the first time."""
    printed = count_copies(desk, kind, document)
    return f"(Bản in lại lần {printed})" if printed else ""
