"""What the archive holds: its index, what is noted in it, and whether its files are whole."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from app.domain.archive import ROOT, Archived, ArchivedView, ArchiveKind, Filing
from app.domain.calendar import show_day
from app.domain.change import Touched
from app.domain.document import Document
from app.domain.draft import Draft
from app.domain.fault import Refused
from app.domain.record import Record
from app.domain.sentence import Sentence
from app.domain.text import clean, fold
from app.domain.view import Problem
from app.services.archive import Issuable
from app.services.finding import check_day
from app.services.month_acts import PrintMonth
from app.services.numbered import PrintSlip
from app.services.stocktake_papers import PrintAssetSheet, PrintMinutes
from app.store.desk import Desk


@dataclass(frozen=True, slots=True)
class InArchive:
    """What was issued: all of it, or what holds every word of a query."""

    query: str = ""

    def answer(self, desk: Desk) -> list[ArchivedView]:
        """Return the index, the newest first."""
        wanted = fold(self.query).split()
        found = [(view, searched(view)) for view in desk.archived()]
        return [view for view, said in found if all(word in said for word in wanted)]


def searched(view: ArchivedView) -> str:
    """Return what a search of the archive looks through, folded."""
    row = view.row
    return fold(
        f"{row.title} {row.file} {view.actor} {row.purpose} {show_day(row.first)} "
        f"{show_day(row.last)} {show_day(view.recorded_at[:10])}"
    )


@dataclass(frozen=True, slots=True)
class NoteArchived:
    """Write down when something issued was entered in the city's system, and what it was for.

    Without a day it was not entered yet (Điều 3.2, 8.1).
    """

    archived: int
    submitted_on: date | None
    purpose: str = ""

    def draft(self, desk: Desk) -> Draft[str]:
        """Draft the index's row; the value is the ISO day, or blank."""
        record = _find(desk, self.archived)
        day = self.submitted_on
        if day is not None:
            check_day(desk, day)
        submitted, purpose = day.isoformat() if day else "", clean(self.purpose)
        row = replace(record.row, submitted_on=submitted, purpose=purpose)
        said = {"title": row.title, "day": show_day(day) if day else ""}
        sentence = Sentence("Noted what “{title}” was issued for", said)
        if submitted != record.row.submitted_on:
            sentence = (
                Sentence("Noted that “{title}” was entered in the city's system on {day}", said)
                if submitted
                else Sentence("Noted that “{title}” is not in the city's system", said)
            )
        return Draft(
            kind="archive_note",
            day=desk.open_day().isoformat(),
            sentence=sentence,
            change=frozenset({Touched.ARCHIVE}),
            value=submitted,
            images=(desk.changed(record, row),) if row != record.row else (),
        )


@dataclass(frozen=True, slots=True)
class PrintAgain:
    """A paper of the archive drawn again from what the book keeps, marked as a reprint."""

    archived: int

    def answer(self, desk: Desk) -> bytes:
        """Return the PDF's bytes, or refuse what is kept as a file alone."""
        return self._paper(desk).answer(desk)

    def filing(self, desk: Desk) -> Filing:
        """Return how the archive files it: as the paper itself."""
        return self._paper(desk).filing(desk)

    def _paper(self, desk: Desk) -> Issuable:
        row = _find(desk, self.archived).row
        if row.document_id is None:
            raise Refused(
                Sentence(
                    "“{title}” is kept as a file alone. Open the file, and print that.",
                    {"title": row.title},
                ),
                where=row.file,
            )
        return _paper_of(desk, row, row.document_id)


def _paper_of(desk: Desk, row: Archived, number: int) -> Issuable:
    kind, document = ArchiveKind(row.kind), desk.get(Document, number)
    if kind is ArchiveKind.SLIP:
        return PrintSlip(number)
    said = json.loads(document.content)
    if kind is ArchiveKind.MONTH:
        _check_valid(document, row.file)
        return PrintMonth(said["month"])
    _check_valid(document, row.file)
    stocktake: int = said["stocktake"]
    return PrintMinutes(stocktake) if kind is ArchiveKind.MINUTES else PrintAssetSheet(stocktake)


def _check_valid(document: Document, file: str) -> None:
    if document.status != "active":
        raise Refused(
            Sentence(
                "Document {number} is valid no more: another took its place, or it was undone. "
                "Open the file that was kept.",
                {"number": document.number},
            ),
            where=file,
        )


def _find(desk: Desk, number: int) -> Record[Archived]:
    found = desk.find(Archived, id=number)
    if found is None:
        raise Refused(
            Sentence("The archive has no file {number}.", {"number": number}), where=str(number)
        )
    return found


@dataclass(frozen=True, slots=True)
class ArchiveCheck:
    """What became of the archive's files: `problems` are damage, `notes` are not."""

    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...]


def check_archive(desk: Desk) -> ArchiveCheck:
    """Return which archived files are missing or changed, and which nobody indexed.

    A file beside the index is no damage: power may have failed between the two.
    """
    problems, known = [], set()
    for record in desk.every(Archived):
        known.add(record.row.file)
        sentence = _fault_of(desk.folder, record.row)
        if sentence is not None:
            problems.append(Problem(record.row.entry, sentence))
    notes = [
        Problem(0, Sentence("{file} lies in the archive but not in its index.", {"file": file}))
        for file in _files(desk.folder)
        if file not in known
    ]
    return ArchiveCheck(tuple(problems), tuple(notes))


def _fault_of(folder: Path, row: Archived) -> Sentence | None:
    said: dict[str, str | int] = {"file": row.file, "entry": row.entry}
    path = folder / row.file
    try:
        if path.stat().st_size == row.size:
            with path.open("rb") as file:
                if hashlib.file_digest(file, "sha256").hexdigest() == row.sha256:
                    return None
    except FileNotFoundError:
        return Sentence("Archived file {file}, kept by entry {entry}, is missing.", said)
    except OSError as error:
        return Sentence(
            "Archived file {file} cannot be read ({cause}).", {**said, "cause": str(error)}
        )
    return Sentence("Archived file {file} is not what entry {entry} kept.", said)


def _files(folder: Path) -> list[str]:
    """Return every file of the archive's folder, relative to the book's, in order."""
    return sorted(
        (Path(place) / name).relative_to(folder).as_posix()
        for place, _folders, names in os.walk(folder / ROOT)
        for name in names
    )
