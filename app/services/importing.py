"""Importing a school's lists: one plan, previewed or written; undone whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import ClassVar

from app.domain.backup import Why
from app.domain.batch import ImportRefused, ImportReport, ListRow, SchoolList, understand
from app.domain.change import Touched
from app.domain.draft import Draft
from app.domain.fault import Refused
from app.domain.heading import FIELDS
from app.domain.sentence import Sentence, Value
from app.domain.sighting import Sighting, sight
from app.domain.text import clean
from app.domain.timetable_grid import unrolled
from app.services.import_asking import Pairing, pasted_sheet
from app.services.import_gone import intake_of, mark_gone
from app.services.import_plan import ImportPlan, in_order
from app.services.import_rows import READERS
from app.services.undoing import Undo
from app.spreadsheets.reading import Sheet, read_sheets
from app.store.desk import Desk

Watch = Callable[[int, int], None]
Sheets = tuple[Sheet, ...]
PASTED = "Excel"  # what a list is called that came by the clipboard
_STEP = 50  # rows between two words to whoever watches


class OnDuplicate(StrEnum):
    """What becomes of a row that the book has already."""

    SKIP = "skip"
    UPDATE = "update"
    REFUSE = "refuse"


def check_kind(kind: str) -> None:
    """Refuse a kind of list that no reader knows."""
    if kind not in FIELDS:
        raise Refused(
            Sentence(
                "“{kind}” cannot be imported. Choose one of: {kinds}.",
                {"kind": kind, "kinds": ", ".join(FIELDS)},
            )
        )


def read_list(
    kind: str, path: Path, *, sheet: str | None = None, chosen: Mapping[str, str] | None = None
) -> SchoolList:
    """Return the list in a file, found by its headings wherever they stand."""
    check_kind(kind)
    known = {one.name for one in FIELDS[kind]}
    for name in chosen or {}:
        if name not in known:
            raise Refused(
                Sentence(
                    "“{field}” is no field of {kind}. Choose one of: {fields}.",
                    {"field": name, "kind": kind, "fields": ", ".join(sorted(known))},
                ),
                where=name,
            )
    sheets = as_lists(kind, read_sheets(path, sheet))
    named = [(one.name, one.first_row, one.rows) for one in sheets]
    return understand(kind, path.name, named, chosen or {})


def list_of(kind: str, source: str, rows: Iterable[Mapping[str, str]]) -> SchoolList:
    """Return rows that did not come out of a file as a list, each a mapping of fields to text.

    This is where another way in joins: what reads the sector's database over the network hands
    its rows to this, and all that follows is the same as for a file (Điều 10.2).
    """
    check_kind(kind)
    headings = {one.name: one.headings[0] for one in FIELDS[kind]}
    listed = tuple(
        ListRow(number, {name: clean(text) for name, text in row.items() if name in headings})
        for number, row in enumerate(rows, start=1)
    )
    return SchoolList(kind, source, "", headings, listed)


def as_lists(kind: str, sheets: Sheets) -> Sheets:
    """Return the sheets of a file as lists of a kind: a timetable's grids are unrolled."""
    if kind != "timetable":
        return sheets
    found = unrolled([(one.name, one.first_row, one.rows) for one in sheets])
    return tuple(Sheet(name, first, tuple(map(tuple, rows))) for name, first, rows in found)


def open_list(path: Path) -> Sheets:
    """Return the sheets of a file as they are, for a person to choose from."""
    return read_sheets(path)


def read_pasted(kind: str, text: str) -> SchoolList:
    """Return the list in cells copied from a spreadsheet, headings among them."""
    check_kind(kind)
    sheet = pasted_sheet(text)
    return understand(kind, PASTED, [(sheet.name, sheet.first_row, sheet.rows)], {})


def sight_sheet(kind: str, file: str, sheet: Sheet, header_row: int | None = None) -> Sighting:
    """Return how one sheet looks as a list of this kind."""
    check_kind(kind)
    return sight(kind, file, (sheet.name, sheet.first_row, sheet.rows), header_row)


@dataclass(frozen=True, slots=True)
class Import:
    """Import a list in one entry; refused whole when a cell is wrong.

    `accept_valid` writes the good rows all the same. `choices` are for single rows, by
    number; `pairing` is remembered with the import. `watch` is told how many rows of how
    many are read and may raise to call the import off: nothing is written before the last.
    `left` says by code what became of those whom the list lacks; nobody is marked unasked.
    """

    backed_up: ClassVar[Why] = Why.IMPORT
    source: SchoolList
    on_duplicate: OnDuplicate = OnDuplicate.SKIP
    accept_valid: bool = False
    choices: Mapping[int, OnDuplicate] = field(default_factory=dict)
    pairing: Pairing | None = None
    watch: Watch | None = None
    left: Mapping[str, str] = field(default_factory=dict)

    def draft(self, desk: Desk) -> Draft[ImportReport]:
        """Draft every row the plan adds or updates."""
        plan = make_plan(
            desk, self.source, self.on_duplicate, self.choices, watch=self.watch, left=self.left
        )
        report = plan.report()
        if report.errors and not self.accept_valid:
            raise ImportRefused(report)
        remembered = self.pairing.images(desk) if self.pairing and plan.images else ()
        if plan.images:
            report = replace(report, batch=desk.head()[0] + 1)
            remembered = (*remembered, intake_of(desk, plan, report))
        return Draft(
            kind="import",
            day=desk.today.isoformat(),
            sentence=_said(self.source.file, report),
            change=frozenset(
                {Touched.DEVICES, Touched.PEOPLE, Touched.CLASSES, Touched.CATALOGUE,
                 Touched.PLANS, Touched.CALENDAR, Touched.PLACES, Touched.LISTS,
                 Touched.EXCHANGES}
            ),
            value=report,
            images=(*in_order(plan.images), *remembered),
            postings=tuple(plan.postings),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class PreviewImport:
    """What an import would do, by the very same plan."""

    source: SchoolList
    on_duplicate: OnDuplicate = OnDuplicate.SKIP
    choices: Mapping[int, OnDuplicate] = field(default_factory=dict)
    watch: Watch | None = None
    left: Mapping[str, str] = field(default_factory=dict)

    def answer(self, desk: Desk) -> ImportReport:
        """Return the report; nothing is written."""
        plan = make_plan(
            desk, self.source, self.on_duplicate, self.choices, watch=self.watch, left=self.left
        )
        return plan.report()


def _said(file: str, report: ImportReport) -> Sentence:
    values: dict[str, Value] = {
        "file": file, "added": report.added, "updated": report.updated,
        "skipped": report.skipped, "left": report.left,
    }  # fmt: skip
    if not (report.added or report.updated or report.left):
        return Sentence("{file} says nothing new: 0 added, 0 updated", {"file": file})
    if report.left:
        return Sentence(
            "Imported {file}: {added} added, {updated} updated, {skipped} skipped, {left} no "
            "longer there",
            values,
        )
    del values["left"]
    return Sentence("Imported {file}: {added} added, {updated} updated, {skipped} skipped", values)


def undo_import(batch: int, reason: str) -> Undo:
    """Return the action that reverses a whole import."""
    return Undo(reason=reason, entry=batch, kinds=frozenset({"import"}))


def make_plan(
    desk: Desk,
    source: SchoolList,
    on_duplicate: OnDuplicate,
    choices: Mapping[int, OnDuplicate],
    *,
    watch: Watch | None = None,
    left: Mapping[str, str] | None = None,
) -> ImportPlan:
    """Return what importing a list would write."""
    plan = ImportPlan(desk, source, on_duplicate, choices)
    read = READERS[source.kind](plan)
    for done, row in enumerate(source.rows):
        if watch is not None and done % _STEP == 0:
            watch(done, len(source.rows))
        plan.take(row, read)
    if watch is not None:
        watch(len(source.rows), len(source.rows))
    plan.end()
    mark_gone(plan, left or {})
    return plan
