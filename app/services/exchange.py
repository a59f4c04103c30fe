"""The log of what came in and went out in batches, and what each import changed (Điều 10.2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from app.domain.archive import ArchiveKind
from app.domain.calendar import show_day
from app.domain.fault import Refused
from app.domain.intake import Intake
from app.domain.ledger import CANCELLED, Entry, Image, Row
from app.domain.person import UNUSED, WORKING, Person, SchoolClass
from app.domain.sentence import Sentence
from app.domain.sighting import title
from app.domain.timetable import TimetableHour
from app.domain.upload import BatchStatus, UploadBatch, UploadRow
from app.services.import_changes import Changes, row_changes
from app.services.import_timetable import say_hour
from app.store.desk import Desk


class Way(StrEnum):
    """Which way a batch went."""

    IN = "in"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class ExchangeView:
    """A batch; `entry` is its number, `period` as it is shown, `errors` rows that stayed out.

    `rows` is None of a spreadsheet that was saved: nobody counts its rows.
    """

    entry: int
    day: str
    way: Way
    kind: str
    file: str
    period: str
    rows: int | None
    added: int
    updated: int
    errors: int
    actor: str
    gone: int = 0
    undone: bool = False


@dataclass(frozen=True, slots=True)
class Exchanges:
    """All batches."""

    def answer(self, desk: Desk) -> list[ExchangeView]:
        """Return the batches, the newest first."""
        views = [*_intakes(desk), *_uploads(desk), *_saved(desk)]
        actors = desk.actors([view.entry for view in views])
        views = [replace(view, actor=actors.get(view.entry, "")) for view in views]
        return sorted(views, key=_entry, reverse=True)


def _entry(view: ExchangeView) -> int:
    return view.entry


def _intakes(desk: Desk) -> Iterator[ExchangeView]:
    for record in desk.every(Intake):
        row = record.row
        yield ExchangeView(
            row.entry, row.day, Way.IN, row.kind, row.file, row.period, row.read, row.added,
            row.updated, row.errors, "", len(row.gone_codes), row.status == CANCELLED,
        )  # fmt: skip


def _uploads(desk: Desk) -> Iterator[ExchangeView]:
    rejected = Counter(one.row.batch_id for one in desk.every(UploadRow, status="rejected"))
    for record in desk.every(UploadBatch):
        row = record.row
        yield ExchangeView(
            row.entry, row.day, Way.OUT, "upload", Path(row.file).name, _span(row.first, row.last),
            row.rows, 0, 0, rejected[record.id], "", 0, row.status == BatchStatus.WITHDRAWN,
        )  # fmt: skip


def _saved(desk: Desk) -> Iterator[ExchangeView]:
    """Yield the spreadsheets that were saved; an upload's file is told with its batch."""
    for view in desk.archived():
        row = view.row
        if row.file.endswith(".xlsx") and row.kind != ArchiveKind.UPLOAD:
            yield ExchangeView(
                row.entry, view.recorded_at[:10], Way.OUT, "saved", Path(row.file).name,
                _span(row.first, row.last), None, 0, 0, 0, view.actor,
            )  # fmt: skip


def _span(first: str, last: str) -> str:
    if not first or first == last:
        return show_day(first) if first else ""
    return f"{show_day(first)} – {show_day(last)}"


class Fate(StrEnum):
    """What an import did to a row of the book, or left as it was."""

    ADDED = "added"
    CHANGED = "changed"
    LEFT = "left"
    LACKING = "lacking"


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row of the book and what became of it, field by field where it changed."""

    fate: Fate
    code: str
    name: str
    changes: Changes = ()


@dataclass(frozen=True, slots=True)
class WhatChanged:
    """What an import changed, and whom its list lacked, as it was then."""

    entry: int

    def answer(self, desk: Desk) -> list[RowChange]:
        """Return the rows it added, changed and ended, then those it lacked."""
        intake = desk.find(Intake, entry=self.entry)
        if intake is None:
            raise Refused(
                Sentence("Entry {entry} is no import.", {"entry": self.entry}),
                where=str(self.entry),
            )
        entry = next(desk.entries(self.entry, self.entry))
        found = list(_rows(desk, entry, intake.row.kind))
        marked = {row.code for row in found if row.fate is Fate.LEFT}
        lacking = [code for code in intake.row.gone_codes if code not in marked]
        return found + [
            RowChange(Fate.LACKING, code, _called(desk, intake.row.kind, code)) for code in lacking
        ]


def _rows(desk: Desk, entry: Entry, kind: str) -> Iterator[RowChange]:
    names = _Names(desk, entry.images)
    for image in entry.images:
        if image.table in {"intake", "setting"}:
            continue
        code, name = str(image.after.get("code") or ""), _say(names, image)
        if image.before is None:
            yield RowChange(Fate.ADDED, code, name)
            continue
        changes = row_changes(image.before, image.after, names.of)
        said = tuple((title(kind, field), old, new) for field, old, new in changes)
        yield RowChange(Fate.LEFT if _left(image) else Fate.CHANGED, code, name, said)


def _left(image: Image) -> bool:
    """Return whether a row works or stands no more since an image."""
    before, after = image.before or {}, image.after
    if image.table == "person":
        return before["status"] in WORKING and after["status"] not in WORKING
    if image.table in {"timetable", "teaching"}:
        return bool(after["last_day"]) or after["status"] == CANCELLED
    return after.get("status") == UNUSED != before.get("status")


class _Names:
    """What rows are called: by the images of one entry, else by the book."""

    def __init__(self, desk: Desk, images: Sequence[Image]) -> None:
        self._desk = desk
        self._rows: dict[tuple[str, int], Row | None] = {
            (image.table, image.id): image.after for image in images
        }

    def of(self, table: str, number: int | None) -> str:
        """Return a row's name, blank where no row is named."""
        if number is None:
            return ""
        key = table, number
        if key not in self._rows:
            self._rows[key] = self._desk.row(table, number)
        row = self._rows[key]
        return str(row.get("name") or "") if row else ""


def _say(names: _Names, image: Image) -> str:
    after = image.after
    if image.table == "timetable":
        values = dict(after)
        hour = TimetableHour(**values)  # type: ignore[arg-type]
        return say_hour(names.of("school_class", hour.class_id), hour)
    if image.table == "teaching":
        who = names.of("person", int(after["teacher_id"] or 0))
        where = names.of("school_class", int(after["class_id"] or 0))
        return f"{who}: {after['subject']}, {where}"
    return str(after.get("name") or after.get("day") or "")


def _called(desk: Desk, kind: str, code: str) -> str:
    if kind == "people":
        person = desk.find(Person, code=code)
        return person.row.name if person else ""
    school_class = desk.find(SchoolClass, code=code)
    return school_class.row.name if school_class else ""
