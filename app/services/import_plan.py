"""The plan of an import: rows in, images and postings out, faults by cell."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, replace
from typing import Any, Generic, TypeVar

from app.domain.batch import ImportFault, ImportReport, ListRow, PlannedRow, SchoolList
from app.domain.calendar import SpecialDay
from app.domain.catalogue import CatalogueItem
from app.domain.device import Device
from app.domain.ledger import CANCELLED, Image, Posting
from app.domain.person import PLACE_PREFIX, Person, Place, SchoolClass, Team
from app.domain.plan import Plan
from app.domain.record import Record
from app.domain.sentence import Sentence
from app.domain.text import fold
from app.services.import_cells import WrongCell
from app.store.desk import Desk

R = TypeVar("R", Device, Person, SchoolClass, CatalogueItem, Plan, SpecialDay)
N = TypeVar("N", Team, Place)
_NAMED = frozenset({"place_id", "team_id"})


class ImportPlan:
    """What an import would write, gathered row by row.

    `choices` says for single rows, by number, what becomes of one the book has already.
    """

    def __init__(
        self,
        desk: Desk,
        source: SchoolList,
        on_duplicate: str,
        choices: Mapping[int, str] | None = None,
    ) -> None:
        """Start an empty plan."""
        self.desk = desk
        self.source = source
        self.images: list[Image] = []
        self.postings: list[Posting] = []
        self._on_duplicate = on_duplicate
        self._choices = choices or {}
        self._faults: list[ImportFault] = []
        self._rows: list[PlannedRow] = []
        self._number = 0
        self._met = False
        self._differ: tuple[tuple[str, str, str], ...] = ()
        self._added = self._updated = self._skipped = 0
        self._names: dict[type, dict[str, int]] = {}
        self._new_names: list[tuple[type, str]] = []
        self._shown: dict[str, dict[int, str]] = {}
        self._places = desk.codes(Place, PLACE_PREFIX)
        self._asked = {row["code"].upper() for row in source.rows}

    def take(self, row: ListRow, read: Callable[[ListRow], None]) -> None:
        """Read one row; a wrong cell becomes a fault and the row adds nothing."""
        before = len(self.images), len(self.postings)
        counts = self._added, self._updated
        self._number, self._met, self._differ = row.number, False, ()
        self._new_names.clear()
        try:
            read(row)
        except WrongCell as wrong:
            del self.images[before[0] :], self.postings[before[1] :]
            for kind, name in self._new_names:
                del self._names[kind][name]
            self._faults.append(
                ImportFault(
                    self.source.sheet,
                    row.number,
                    self.source.headings.get(wrong.field, wrong.field),
                    row[wrong.field],
                    wrong.sentence,
                )
            )
            fate = "fault"
        else:
            fate = "added" if self._added > counts[0] else "skipped"
            fate = "updated" if self._updated > counts[1] else fate
        said = row["name"] or " ".join(value for value in row.values.values() if value)
        self._rows.append(PlannedRow(row.number, said, fate, self._met, self._differ))

    def add(self, row: R) -> int:
        """Plan a new row; return its id."""
        number, image = self.desk.new(row)
        self.images.append(image)
        self._added += 1
        return number

    def meet(self, record: Record[R], row: R, field: str) -> None:
        """Plan what becomes of a row the book has already."""
        self._met = True
        self._differ = tuple(self._changes(record.row, row))
        choice = self._choices.get(self._number, self._on_duplicate)
        if choice == "refuse":
            raise WrongCell(
                field,
                Sentence("This is in the book already. Take the row out, or choose to skip it."),
            )
        if choice == "update" and row != record.row:
            self.images.append(self.desk.changed(record, row))
            self._updated += 1
        else:
            self.skip()

    def _changes(self, before: R, after: R) -> Iterator[tuple[str, str, str]]:
        for each in fields(before):
            old, new = getattr(before, each.name), getattr(after, each.name)
            if old != new:
                if each.name in _NAMED:
                    old, new = self._name(each.name, old), self._name(each.name, new)
                said = each.name.removesuffix("_id")
                yield said, str("" if old is None else old), str("" if new is None else new)

    def _name(self, field: str, number: int | None) -> str:
        """Return what the place or team of a link is called, in the book or in this plan."""
        if field not in self._shown:
            if field == "place_id":
                names = {record.id: record.row.name for record in self.desk.every(Place)}
            else:
                names = {record.id: record.row.name for record in self.desk.every(Team)}
            self._shown[field] = names
        planned = (str(image.after["name"]) for image in self.images
                   if f"{image.table}_id" == field and image.id == number)  # fmt: skip
        return self._shown[field].get(number or 0) or next(planned, "")

    def revive(self, record: Record[R], row: R) -> bool:
        """Plan a row again whose import was undone; return whether it was such a row."""
        if record.row.status != CANCELLED:
            return False
        self.images.append(self.desk.changed(record, row))
        self._added += 1
        return True

    def free(self, codes: Iterator[str]) -> str:
        """Return the next code that no row of the list asks for."""
        return next(code for code in codes if code not in self._asked)

    def skip(self) -> None:
        """Count a row that says nothing new."""
        self._skipped += 1

    def named(self, kind: type[N], name: str) -> int | None:
        """Return the id of a team or place by name, planned if it is new."""
        if not name:
            return None
        if kind not in self._names:
            self._names[kind] = {
                fold(record.row.name): record.id for record in self.desk.every(kind)
            }
        known = self._names[kind]
        if fold(name) not in known:
            if kind is Place:
                number, image = self.desk.new(Place(next(self._places), name))
            else:
                number, image = self.desk.new(Team(name))
            self.images.append(image)
            known[fold(name)] = number
            self._new_names.append((kind, fold(name)))
        return known[fold(name)]

    def report(self) -> ImportReport:
        """Return the figures so far."""
        return ImportReport(
            None, len(self.source.rows), self._added, self._updated, self._skipped,
            tuple(self._faults), tuple(self._rows),
        )  # fmt: skip


class Known(Generic[R]):
    """The rows an import may meet again, by each key that names them."""

    def __init__(self, records: list[Record[R]]) -> None:
        """Index the rows of the book by code and official code."""
        self.by_key: dict[tuple[str, str], Record[R]] = {}
        for record in records:
            self.remember(record)

    def remember(self, record: Record[R], *keys: tuple[str, str]) -> None:
        """Index a row by its codes and by other keys."""
        row = record.row
        codes: tuple[tuple[str, str], ...] = (
            ("code", getattr(row, "code", "")),
            ("official_code", getattr(row, "official_code", "")),
        )
        for name, value in (*codes, *keys):
            if value:
                self.by_key.setdefault((name, value), record)

    def find(self, *keys: tuple[str, str]) -> Record[R] | None:
        """Return the row that the first known of these keys names."""
        for name, value in keys:
            if value and (name, value) in self.by_key:
                return self.by_key[name, value]
        return None


def grown(row: R, **values: str | int | None) -> R:
    """Return a row with the values a list gives; a blank cell keeps what stands."""
    given: dict[str, Any] = {
        name: value for name, value in values.items() if value not in {"", None}
    }
    return replace(row, **given)
