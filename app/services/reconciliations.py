"""Reconciliations: bringing a list, comparing it, saying which row is which device."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.domain.batch import SchoolList
from app.domain.change import Touched
from app.domain.draft import Draft
from app.domain.fault import Refused
from app.domain.ledger import CANCELLED, Image, canonical
from app.domain.pairing import compare, settled
from app.domain.reconciliation import (
    Comparison,
    Decision,
    ForeignRow,
    Key,
    Origin,
    Reconciliation,
    Status,
    Way,
)
from app.domain.record import Record
from app.domain.sentence import Sentence
from app.domain.text import clean
from app.services.files import read_file
from app.services.finding import find_device
from app.services.import_asking import Pairing
from app.services.reconcile_values import compared_fields, our_devices, read_row, their_rows
from app.store.desk import Desk

CHANGE = frozenset({Touched.RECONCILIATIONS})


def fingerprint(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, or refuse one that cannot be opened."""
    return hashlib.sha256(read_file(path)).hexdigest()


@dataclass(frozen=True, slots=True)
class CompareList:
    """How a list and the book differ; nothing is kept."""

    source: SchoolList

    def answer(self, desk: Desk) -> Comparison:
        """Return the comparison; the rows go by their place in the list, from 1."""
        rows = [read_row(at, row) for at, row in enumerate(self.source.rows, start=1)]
        return compare(our_devices(desk), rows, compared_fields(self.source.headings), {})


@dataclass(frozen=True, slots=True)
class BringList:
    """Keep a list to be reconciled with the book (Điều 3.8); its rows are frozen as read.

    `sha256` is of the file it was read from; `pairing` is remembered with it.
    """

    source: SchoolList
    sha256: str
    origin: Origin = Origin.CITY
    note: str = ""
    pairing: Pairing | None = None

    def draft(self, desk: Desk) -> Draft[int]:
        """Draft the reconciliation with every row; the value is its id."""
        source = self.source
        if not source.rows:
            raise Refused(
                Sentence("{file} is empty. Choose the file that holds the list.",
                         {"file": source.file}),
                where=source.file,
            )  # fmt: skip
        row = Reconciliation(
            self.origin, source.file, source.sheet, self.sha256,
            canonical(dict(source.headings)), desk.today.isoformat(), clean(self.note),
        )  # fmt: skip
        number, image = desk.new(row)
        rows = [
            desk.new(ForeignRow(number, one.number, canonical(dict(one.values))))[1]
            for one in source.rows
        ]
        remembered = self.pairing.images(desk) if self.pairing else ()
        return Draft(
            kind="reconcile",
            day=desk.today.isoformat(),
            sentence=Sentence(
                "Brought {file} to reconcile: {count} rows",
                {"file": source.file, "count": len(rows)},
            ),
            change=CHANGE,
            value=number,
            images=(image, *rows, *remembered),
        )


@dataclass(frozen=True, slots=True)
class Reconciliations:
    """The reconciliations, newest first; those whose bringing was undone are left out."""

    def answer(self, desk: Desk) -> list[Record[Reconciliation]]:
        """Return them, called off ones too."""
        undone = {
            record.id
            for record in desk.every(Reconciliation, status=Status.CANCELLED)
            if not record.row.finished_on
        }
        found = [record for record in desk.every(Reconciliation) if record.id not in undone]
        return found[::-1]


@dataclass(frozen=True, slots=True)
class ComparisonOf:
    """How the list of a reconciliation and the book differ now, or did when it was finished."""

    reconciliation: int

    def answer(self, desk: Desk) -> Comparison:
        """Return every line with what was decided of it."""
        return comparison_of(desk, find(desk, self.reconciliation))


def comparison_of(desk: Desk, record: Record[Reconciliation]) -> Comparison:
    """Return the lines of a reconciliation."""
    rows = desk.every(ForeignRow, reconciliation_id=record.id, status="active")
    decisions = {key: one.row for key, one in decisions_of(desk, record.id).items()}
    fields = compared_fields(headings_of(record.row))
    found = compare(our_devices(desk), their_rows(rows), fields, decisions)
    return found if record.row.status == Status.OPEN else settled(found, decisions)


def headings_of(row: Reconciliation) -> Mapping[str, str]:
    """Return what each field of the list is headed."""
    said: dict[str, str] = json.loads(row.headings)
    return said


def decisions_of(desk: Desk, reconciliation: int) -> dict[Key, Record[Decision]]:
    """Return what was decided, by what it is of."""
    found = desk.every(Decision, reconciliation_id=reconciliation, status="active")
    return {(one.row.device_id or 0, one.row.row_id or 0, one.row.field): one for one in found}


def find(desk: Desk, number: int) -> Record[Reconciliation]:
    """Return a reconciliation, or refuse."""
    found = desk.find(Reconciliation, id=number)
    if found is None:
        raise Refused(
            Sentence("There is no reconciliation {number}.", {"number": number}),
            where=str(number),
        )
    return found


def find_open(desk: Desk, number: int) -> Record[Reconciliation]:
    """Return a reconciliation that is open, or refuse."""
    found = find(desk, number)
    if found.row.status != Status.OPEN:
        raise Refused(
            Sentence(
                "The reconciliation with {file} is no longer open, so nothing more is decided in "
                "it. Undo its finishing, or bring the list again.",
                {"file": found.row.file},
            ),
            where=str(number),
        )
    return found


@dataclass(frozen=True, slots=True)
class PairRows:
    """Say which device rows of the list are about, by its code; a blank one says: none of ours.

    `pairs` are ids of rows with the device meant.
    """

    reconciliation: int
    pairs: tuple[tuple[tuple[int, ...], str], ...]

    def draft(self, desk: Desk) -> Draft[int]:
        """Draft what was said of each row; the value is how many rows that are."""
        record = find_open(desk, self.reconciliation)
        rows = desk.every(ForeignRow, reconciliation_id=record.id, status="active")
        known = {one.id: one for one in rows}
        images: list[Image] = []
        said: list[tuple[str, str]] = []
        codes = [clean(code).upper() for _numbers, code in self.pairs]
        devices = {one.row.code: one for one in desk.devices_by_code(codes)}
        for numbers, code in self.pairs:
            device = devices.get(clean(code).upper())
            if device is None and clean(code):
                device = find_device(desk, code)
            way = Way.NAME if device else Way.APART
            for number in numbers:
                row = known[number]
                changed = replace(row.row, device_id=device.id if device else None, way=way)
                images.append(desk.changed(row, changed))
                said.append((_name_of(row.row), device.row.code if device else ""))
        if not images:
            raise Refused(Sentence("Choose the rows in the list first."))
        return Draft(
            kind="reconcile_pair",
            day=desk.today.isoformat(),
            sentence=_paired(said),
            change=CHANGE,
            value=len(images),
            images=tuple(images),
        )


def _name_of(row: ForeignRow) -> str:
    return str(json.loads(row.content).get("name", ""))


def _paired(said: Sequence[tuple[str, str]]) -> Sentence:
    name, code = said[0]
    if len(said) > 1:
        return Sentence("Said of {count} rows which devices they are", {"count": len(said)})
    if code:
        return Sentence("“{name}” of the list is {code}", {"name": name, "code": code})
    return Sentence("“{name}” of the list is none of ours", {"name": name})


@dataclass(frozen=True, slots=True)
class CancelReconciliation:
    """Call a reconciliation off; what was decided and corrected stays as it is."""

    reconciliation: int
    reason: str = ""

    def draft(self, desk: Desk) -> Draft[int]:
        """Draft the reconciliation's row."""
        record = find_open(desk, self.reconciliation)
        today = desk.today.isoformat()
        row = replace(record.row, status=Status.CANCELLED, finished_on=today)
        return Draft(
            kind="reconcile_cancel",
            day=today,
            sentence=Sentence(
                "Called off the reconciliation with {file}; what was corrected stays",
                {"file": record.row.file},
            ),
            change=CHANGE,
            value=record.id,
            images=(desk.changed(record, row),),
            reason=clean(self.reason),
        )


def check_reconciliations(desk: Desk, images: Sequence[Image]) -> None:
    """Refuse an undo that would change what a finished reconciliation says.

    `images` are the rows as the undo would leave them.
    """
    inside = {"reconciliation_row", "reconciliation_decision"}
    freed = {image.id for image in images if image.table == "reconciliation"}
    touched = {int(str(image.after["reconciliation_id"])) for image in images
               if image.table in inside}  # fmt: skip
    for number in touched - freed:
        find_open(desk, number)
    for image in images:
        if image.table == "reconciliation" and image.after["status"] == CANCELLED:
            _check_untouched(desk, image)


def _check_untouched(desk: Desk, image: Image) -> None:
    """Refuse to undo the bringing of a list of which something was decided already."""
    if not image.after["finished_on"] and decisions_of(desk, image.id):
        raise Refused(
            Sentence(
                "Something of {file} was decided already. Undo that first, or call the "
                "reconciliation off.",
                {"file": str(image.after["file"])},
            ),
            where=str(image.id),
        )
