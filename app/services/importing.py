"""Importing a school's lists: one plan, previewed or written; undone whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from app.domain.batch import ImportRefused, ImportReport, SchoolList, understand
from app.domain.change import Touched
from app.domain.draft import Draft
from app.domain.fault import Refused
from app.domain.heading import FIELDS
from app.domain.sentence import Sentence
from app.services.import_plan import ImportPlan
from app.services.import_rows import READERS
from app.services.undoing import Undo
from app.spreadsheets.reading import read_sheets
from app.store.desk import Desk

Watch = Callable[[int, int], None]
_STEP = 50  # rows between two looks at the clock


class OnDuplicate(StrEnum):
    """What becomes of a row that the book has already."""

    SKIP = "skip"
    UPDATE = "update"
    REFUSE = "refuse"


def read_list(
    kind: str, path: Path, *, sheet: str | None = None, chosen: Mapping[str, str] | None = None
) -> SchoolList:
    """Return the list in a file, found by its headings wherever they stand."""
    if kind not in FIELDS:
        raise Refused(
            Sentence(
                "“{kind}” cannot be imported. Choose one of: {kinds}.",
                {"kind": kind, "kinds": ", ".join(FIELDS)},
            )
        )
    known = {field.name for field in FIELDS[kind]}
    for name in chosen or {}:
        if name not in known:
            raise Refused(
                Sentence(
                    "“{field}” is no field of {kind}. Choose one of: {fields}.",
                    {"field": name, "kind": kind, "fields": ", ".join(sorted(known))},
                ),
                where=name,
            )
    sheets = [(one.name, one.first_row, one.rows) for one in read_sheets(path, sheet)]
    return understand(kind, path.name, sheets, chosen or {})


@dataclass(frozen=True, slots=True)
class Import:
    """Import a list in one entry; refused whole when a cell is wrong.

    `accept_valid` writes the good rows all the same. `watch` is told how many rows of how
    many are read; it may raise `Cancelled`, and then nothing is written.
    """

    source: SchoolList
    on_duplicate: OnDuplicate = OnDuplicate.SKIP
    accept_valid: bool = False
    watch: Watch | None = None

    def draft(self, desk: Desk) -> Draft[ImportReport]:
        """Draft every row the plan adds or updates."""
        plan = make_plan(desk, self.source, self.on_duplicate, self.watch)
        report = plan.report()
        if report.errors and not self.accept_valid:
            raise ImportRefused(report)
        if plan.images:
            report = replace(report, batch=desk.head()[0] + 1)
        return Draft(
            kind="import",
            day=desk.today.isoformat(),
            sentence=Sentence(
                "Imported {file}: {added} added, {updated} updated, {skipped} skipped",
                {"file": self.source.file, "added": report.added, "updated": report.updated,
                 "skipped": report.skipped},
            ),
            change=frozenset(
                {Touched.DEVICES, Touched.PEOPLE, Touched.CLASSES, Touched.CATALOGUE,
                 Touched.PLANS, Touched.CALENDAR}
            ),
            value=report,
            images=tuple(plan.images),
            postings=tuple(plan.postings),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class PreviewImport:
    """What an import would do, by the very same plan."""

    source: SchoolList
    on_duplicate: OnDuplicate = OnDuplicate.SKIP

    def answer(self, desk: Desk) -> ImportReport:
        """Return the report; nothing is written."""
        return make_plan(desk, self.source, self.on_duplicate).report()


def undo_import(batch: int, reason: str) -> Undo:
    """Return the action that reverses a whole import."""
    return Undo(reason=reason, entry=batch, kinds=frozenset({"import"}))


def make_plan(
    desk: Desk, source: SchoolList, on_duplicate: OnDuplicate, watch: Watch | None = None
) -> ImportPlan:
    """Return what importing a list would write."""
    plan = ImportPlan(desk, source, on_duplicate)
    read = READERS[source.kind](plan)
    for number, row in enumerate(source.rows):
        if watch is not None and number % _STEP == 0:
            watch(number, len(source.rows))
        plan.take(row, read)
    if watch is not None:
        watch(len(source.rows), len(source.rows))
    return plan
