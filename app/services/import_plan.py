"""The plan of an import: rows in, images and postings out, faults by cell."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any, Generic, TypeVar

from app.domain.batch import Gone, ImportFault, ImportReport, ListRow, PlannedRow, SchoolList
from app.domain.calendar import SpecialDay
from app.domain.catalogue import CatalogueItem
from app.domain.device import Device
from app.domain.ledger import CANCELLED, Image, Posting
from app.domain.person import ACTIVE, PLACE_PREFIX, Fund, Person, Place, SchoolClass, Subject, Team
from app.domain.plan import Plan
from app.domain.quota import Quota
from app.domain.record import Record
from app.domain.sentence import Sentence
from app.domain.text import fold
from app.domain.timetable import Teaching, TimetableHour
from app.services.import_cells import WrongCell
from app.services.import_changes import row_changes
from app.store.desk import Desk

R = TypeVar(
    "R",
    Device,
    Person,
    SchoolClass,
    CatalogueItem,
    Plan,
    SpecialDay,
    Team,
    Place,
    Subject,
    Fund,
    Quota,
    TimetableHour,
    Teaching,
)
N = TypeVar("N", Team, Place)


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
        self.period = ""  # what the list is of, for the log of batches
        self.seen: set[int] = set()  # ids of the rows of the book that the list has
        self.gone: list[Gone] = []
        self.left = 0
        self.endings: list[Callable[[], None]] = []  # what a reader does after the last row
        self._index: dict[tuple[str, int], int] = {}
        self._indexed = 0
        self._names: dict[type, dict[str, int]] = {}
        self._asleep: dict[type, dict[int, Any]] = {}
        self._woken: list[tuple[type, Any]] = []
        self._new_names: list[tuple[type, str]] = []
        self._shown: dict[tuple[str, int], str] = {}
        self.place_codes = desk.codes(Place, PLACE_PREFIX)
        self._asked = {row["code"].upper() for row in source.rows}

    def take(self, row: ListRow, read: Callable[[ListRow], None]) -> None:
        """Read one row; a wrong cell becomes a fault and the row adds nothing."""
        before = len(self.images), len(self.postings)
        counts = self._added, self._updated, self._skipped
        self._number, self._met, self._differ = row.number, False, ()
        self._new_names.clear()
        self._woken.clear()
        try:
            read(row)
        except WrongCell as wrong:
            self._take_off(before)
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
        # However many rows of the book a row of the list is about, it is counted once.
        self._added, self._updated, self._skipped = (
            count + (fate == name)
            for count, name in zip(counts, ("added", "updated", "skipped"), strict=True)
        )
        if fate == "skipped":
            self._take_off(before)
        said = row["name"] or " ".join(value for value in row.values.values() if value)
        self._rows.append(PlannedRow(row.number, said, fate, self._met, self._differ))

    def _take_off(self, before: tuple[int, int]) -> None:
        """Forget what a row planned beside itself: it is not written, nor are its new names."""
        del self.images[before[0] :], self.postings[before[1] :]
        self._indexed = min(self._indexed, before[0])
        for kind, name in self._new_names:
            del self._names[kind][name]
        for kind, record in self._woken:
            self._asleep[kind][record.id] = record

    def add(self, row: R) -> int:
        """Plan a new row; return its id."""
        number, image = self.desk.new(row)
        self.images.append(image)
        self._added += 1
        return number

    def meet(
        self, record: Record[R], row: R, field: str, beside: Callable[[], bool] | None = None
    ) -> None:
        """Plan what becomes of a row the book has already.

        `beside` plans what changes with it in another row, and returns whether anything does.
        """
        self._meet(record, row)
        choice = self._choices.get(self._number, self._on_duplicate)
        if choice == "refuse":
            raise WrongCell(
                field,
                Sentence("This is in the book already. Take the row out, or choose to skip it."),
            )
        if choice != "update":
            self.skip()
            return
        changed = beside is not None and beside()
        if row != record.row:
            self._change(record, row)
            changed = True
        if changed:
            self._updated += 1
        else:
            self.skip()

    def supersede(self, record: Record[R], ended: R, row: R) -> None:
        """Plan a row in place of one that ends the day before."""
        self._meet(record, row)
        self.images += [self.desk.changed(record, ended), self.desk.new(row)[1]]
        self._updated += 1

    def correct(self, record: Record[R], row: R) -> None:
        """Plan what a list says of a row it always overrules."""
        self._meet(record, row)
        if row == record.row:
            self.skip()
        else:
            self._change(record, row)
            self._updated += 1

    def _meet(self, record: Record[R], row: R) -> None:
        self._met = True
        self.seen.add(record.id)
        self._differ = row_changes(asdict(record.row), asdict(row), self._name_of)

    def _change(self, record: Record[R], row: R) -> None:
        """Plan another image of a row; one planned in this import is planned anew instead."""
        image = self.desk.changed(record, row)
        if not self.amend(image.table, image.id, image.after):
            self.images.append(image)

    def amend(self, table: str, number: int, values: Mapping[str, Any]) -> bool:
        """Change a row this import has planned already; return whether it has.

        Undo asks each row to be as one image left it, so a row has one image in an entry.
        """
        at = self._at(table, number)
        if at is not None:
            image = self.images[at]
            self.images[at] = replace(image, after={**image.after, **values})
        return at is not None

    def _at(self, table: str, number: int) -> int | None:
        """Return where the image of a row stands in the plan, None when it has none."""
        for at in range(min(self._indexed, len(self.images)), len(self.images)):
            self._index[self.images[at].table, self.images[at].id] = at
        self._indexed = len(self.images)
        found = self._index.get((table, number), self._indexed)
        if found >= self._indexed or self.images[found].id != number:
            return None
        return found if self.images[found].table == table else None

    def _name_of(self, table: str, number: int | None) -> str:
        """Return what a row that others point to is called, a planned one too."""
        if number is None:
            return ""
        if (table, number) not in self._shown:
            at = self._at(table, number)
            row = self.desk.row(table, number) if at is None else self.images[at].after
            self._shown[table, number] = str(row["name"]) if row else ""
        return self._shown[table, number]

    def revive(self, record: Record[R], row: R) -> bool:
        """Plan a row again whose import was undone; return whether it was such a row."""
        if record.row.status != CANCELLED:
            return False
        self.seen.add(record.id)
        self._change(record, row)
        self._added += 1
        return True

    def free(self, codes: Iterator[str]) -> str:
        """Return the next code that no row of the list asks for."""
        return next(code for code in codes if code not in self._asked)

    def skip(self) -> None:
        """Count a row that says nothing new."""
        self._skipped += 1

    def names(self, kind: type[N]) -> dict[str, int]:
        """Return the ids of the teams or places by folded name, the planned ones among them."""
        if kind not in self._names:
            records = sorted(self.desk.every(kind), key=_in_use)
            self._names[kind] = {fold(record.row.name): record.id for record in records}
            self._asleep[kind] = {
                record.id: record for record in records if record.row.status == CANCELLED
            }
        return self._names[kind]

    def named(self, kind: type[N], name: str) -> int | None:
        """Return the id of a team or place by name, planned if it is new."""
        if not name:
            return None
        known = self.names(kind)
        if fold(name) not in known:
            if kind is Place:
                number, image = self.desk.new(Place(next(self.place_codes), name))
            else:
                number, image = self.desk.new(Team(name))
            self.images.append(image)
            known[fold(name)] = number
            self._new_names.append((kind, fold(name)))
        number = known[fold(name)]
        record: Record[N] | None = self._asleep[kind].pop(number, None)
        if record is not None:
            self._woken.append((kind, record))
            self.images.append(self.desk.changed(record, replace(record.row, status=ACTIVE)))
        return number

    def count_added(self) -> None:
        """Count a row whose name stood in another row before."""
        self._added += 1

    def lead(self, team: int, head: int) -> bool:
        """Plan who heads a team; return whether that is new."""
        at = self._at("team", team)
        if at is not None:
            new = self.images[at].after["head_id"] != head
            return new and self.amend("team", team, {"head_id": head})
        record = Record(team, self.desk.get(Team, team))
        if record.row.head_id == head:
            return False
        self.images.append(self.desk.changed(record, replace(record.row, head_id=head)))
        return True

    def report(self) -> ImportReport:
        """Return the figures so far."""
        return ImportReport(
            None, len(self.source.rows), self._added, self._updated, self._skipped,
            tuple(self._faults), tuple(self._rows), tuple(self.gone), self.left,
        )  # fmt: skip

    def end(self) -> None:
        """Do what the list as a whole asks; not of a list with faults, which names too few."""
        if not self._faults:
            for ending in self.endings:
                ending()


def _in_use(record: Record[N]) -> bool:
    return record.row.status == ACTIVE


def in_order(images: Sequence[Image]) -> list[Image]:
    """Return images as they can be written: new places first, each after what it is part of."""
    new = {
        image.id: image for image in images if image.table == "place" and image.before is None
    }  # fmt: skip

    def depth(image: Image) -> int:
        above = new.get(int(image.after["part_of"] or 0))
        return 0 if above is None else depth(above) + 1

    others = [image for image in images if image.table != "place" or image.before is not None]
    return [*sorted(new.values(), key=depth), *others]


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
    return replace(row, **said(values))


def said(values: Mapping[str, str | int | None]) -> dict[str, Any]:
    """Return the values of the cells that are not blank."""
    return {name: value for name, value in values.items() if value not in {"", None}}
