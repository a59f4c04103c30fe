"""The plan of an import: rows in, images and postings out, faults by cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, Generic, TypeVar

from app.domain.batch import ImportFault, ImportReport, ListRow, SchoolList
from app.domain.calendar import SpecialDay
from app.domain.catalogue import CatalogueItem
from app.domain.device import Device
from app.domain.ledger import CANCELLED, Image, Posting
from app.domain.person import PLACE_PREFIX, Person, Place, SchoolClass, Team
from app.domain.plan import Plan
from app.domain.record import Record
from app.domain.sentence import Sentence
from app.domain.text import fold
from app.store.desk import Desk

_MONEY = re.compile(r"\s*(đồng|đ|vnđ|vnd|₫)\.?$", re.IGNORECASE)

R = TypeVar("R", Device, Person, SchoolClass, CatalogueItem, Plan, SpecialDay)
N = TypeVar("N", Team, Place)


class WrongCell(Exception):  # noqa: N818 - it carries a cell's fault to the plan, nowhere else
    """A cell that cannot be imported."""

    def __init__(self, field: str, sentence: Sentence) -> None:
        """Say which field and why."""
        super().__init__(str(sentence))
        self.field = field
        self.sentence = sentence


class ImportPlan:
    """What an import would write, gathered row by row."""

    def __init__(self, desk: Desk, source: SchoolList, on_duplicate: str) -> None:
        """Start an empty plan."""
        self.desk = desk
        self.source = source
        self.images: list[Image] = []
        self.postings: list[Posting] = []
        self._on_duplicate = on_duplicate
        self._faults: list[ImportFault] = []
        self._added = self._updated = self._skipped = 0
        self._names: dict[type, dict[str, int]] = {}
        self._places = desk.codes(Place, PLACE_PREFIX)
        self._asked = {row["code"].upper() for row in source.rows}

    def take(self, row: ListRow, read: Callable[[ListRow], None]) -> None:
        """Read one row; a wrong cell becomes a fault and the row adds nothing."""
        before = len(self.images), len(self.postings)
        try:
            read(row)
        except WrongCell as wrong:
            del self.images[before[0] :], self.postings[before[1] :]
            self._names.clear()
            self._faults.append(
                ImportFault(
                    self.source.sheet,
                    row.number,
                    self.source.headings.get(wrong.field, wrong.field),
                    row[wrong.field],
                    wrong.sentence,
                )
            )

    def add(self, row: R) -> int:
        """Plan a new row; return its id."""
        number, image = self.desk.new(row)
        self.images.append(image)
        self._added += 1
        return number

    def meet(self, record: Record[R], row: R, field: str) -> None:
        """Plan what becomes of a row the book has already."""
        if self._on_duplicate == "refuse":
            raise WrongCell(
                field,
                Sentence("This is in the book already. Take the row out, or choose to skip it."),
            )
        if self._on_duplicate == "update" and row != record.row:
            self.images.append(self.desk.changed(record, row))
            self._updated += 1
        else:
            self.skip()

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
            } | {
                fold(str(image.after["name"])): image.id
                for image in self.images
                if image.table == kind.__name__.lower() and image.before is None
            }
        known = self._names[kind]
        if fold(name) not in known:
            if kind is Place:
                number, image = self.desk.new(Place(next(self._places), name))
            else:
                number, image = self.desk.new(Team(name))
            self.images.append(image)
            known[fold(name)] = number
        return known[fold(name)]

    def report(self) -> ImportReport:
        """Return the figures so far."""
        return ImportReport(
            None, len(self.source.rows), self._added, self._updated, self._skipped,
            tuple(self._faults),
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


def whole(row: ListRow, field: str, lowest: int, highest: int) -> int | None:
    """Return a cell as a whole number, None when blank; refuse anything else."""
    text = row[field]
    if not text:
        return None
    digits = _MONEY.sub("", text).replace(" ", "")
    unit = row["unit"].lower()
    if unit and digits.lower().endswith(unit.replace(" ", "")):
        digits = digits[: -len(unit.replace(" ", ""))]  # “35 bộ” where the unit is Bộ
    for mark in (".", ","):
        parts = digits.split(mark)
        if len(parts) > 1 and all(len(part) == 3 for part in parts[1:]):  # noqa: PLR2004 - thousands
            digits = "".join(parts)
    if not (digits.isascii() and digits.isdigit() and lowest <= int(digits) <= highest):
        raise WrongCell(
            field,
            Sentence(
                "“{value}” is not a whole number from {lowest} to {highest}. Write digits only.",
                {"value": text, "lowest": lowest, "highest": highest},
            ),
        )
    return int(digits)


def filled(row: ListRow, field: str) -> str:
    """Return a cell that must not be blank."""
    if not row[field]:
        raise WrongCell(
            field, Sentence("This cell is blank. Fill it in, or take the whole row out.")
        )
    return row[field]


def grown(row: R, **values: str | int | None) -> R:
    """Return a row with the values a list gives; a blank cell keeps what stands."""
    given: dict[str, Any] = {
        name: value for name, value in values.items() if value not in {"", None}
    }
    return replace(row, **given)
