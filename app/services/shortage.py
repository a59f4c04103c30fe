"""The minimum list held against the store: what is needed, what there is, what is short."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.domain.calendar import Headcount, school_year_of
from app.domain.catalogue import CatalogueItem
from app.domain.change import Touched
from app.domain.device import Device, State
from app.domain.draft import Draft
from app.domain.fault import Refused
from app.domain.ledger import Image
from app.domain.norm import (
    CONFIRMED,
    GRADES,
    Counts,
    Need,
    grades_of,
    is_confirmed,
    need_of,
    parse_rule,
)
from app.domain.person import SchoolClass
from app.domain.record import Record
from app.domain.sentence import Sentence
from app.domain.text import clean, fold, sort_key
from app.services.finding import find_device
from app.services.showing import Shown
from app.store.desk import Desk

ENOUGH, SHORT, UNKNOWN = "enough", "short", "unknown"
FLAGGED = ("Toán", "Tiếng Việt")
_USABLE = (State.IN_STORE, State.ON_LOAN)
_LACKS = {
    "pupils": Sentence("The number of pupils of a grade is missing."),
    "teachers": Sentence("The number of teachers of a grade is missing."),
    "classes": Sentence("The number of classes of a grade is missing."),
}
_SAID = {ENOUGH: "Đủ", SHORT: "Thiếu", UNKNOWN: "Chưa xác định"}
_HEADINGS = ("Số thứ tự trong danh mục", "Tên thiết bị", "Môn", "Khối", "ĐVT", "Định mức", "Cần",
             "Hiện có", "Thiếu", "Kết luận")  # fmt: skip


@dataclass(frozen=True, slots=True)
class ShortageRow:
    """An item of the list; `have` counts what can be used, `need` is None where unknown."""

    item: str
    number: str
    name: str
    subject: str
    grades: tuple[int, ...]
    unit: str
    rule: str
    need: int | None
    have: int
    short: int
    status: str
    why: Sentence | None


@dataclass(frozen=True, slots=True)
class ShortageView:
    """The whole list for a school year, with how many rows say what."""

    school_year: int
    counts: Mapping[int, Counts]
    rows: tuple[ShortageRow, ...]
    totals: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Shortage:
    """The minimum list against the store, for this school year unless another is named."""

    school_year: int | None = None

    def answer(self, desk: Desk) -> ShortageView:
        """Return every row of the list; an unconfirmed one never says enough or short."""
        year = self.school_year or school_year_of(desk.today)
        counts = read_counts(desk, year)
        items = desk.every(CatalogueItem, status="active")
        have = _usable(desk, items)
        rows = [_row(record, counts, have.get(record.id, 0)) for record in items]
        rows.sort(key=_order)
        said = Counter(row.status for row in rows)
        totals = {status: said[status] for status in (ENOUGH, SHORT, UNKNOWN)}
        return ShortageView(year, counts, tuple(rows), totals)


@dataclass(frozen=True, slots=True)
class ClassFlags:
    """Whether a class has enough equipment for Toán and for Tiếng Việt; None: cannot be said."""

    name: str
    enough: Mapping[str, bool | None]


@dataclass(frozen=True, slots=True)
class FlagsOfClasses:
    """The flags that the sector's start-of-year data asks of each class.

    Classes of a grade share what there is, so a class has enough of a subject when no
    confirmed row for its grade is short, and there is at least one that can be told.
    """

    school_year: int | None = None

    def answer(self, desk: Desk) -> list[ClassFlags]:
        """Return the flags of every class, in order."""
        view = Shortage(self.school_year).answer(desk)
        classes = desk.every(SchoolClass, school_year=view.school_year, status="active")
        found = []
        for one in sorted((record.row for record in classes), key=_class_order):
            flags: dict[str, bool | None] = {}
            for subject in FLAGGED:
                said = {
                    row.status
                    for row in view.rows
                    if row.subject == subject and one.grade in row.grades
                }
                flags[subject] = False if SHORT in said else True if ENOUGH in said else None
            found.append(ClassFlags(one.name, flags))
        return found


@dataclass(frozen=True, slots=True)
class SetHeadcount:
    """Say how many classes, pupils and teachers a grade has, where its classes do not."""

    school_year: int
    grade: int
    counts: Counts

    def draft(self, desk: Desk) -> Draft[int]:
        """Draft the grade's figures; None leaves one to the classes."""
        counts = self.counts
        for name in ("classes", "pupils", "teachers"):
            figure = getattr(counts, name)
            if figure is not None and not 0 <= figure <= _MOST:
                raise Refused(
                    Sentence("{figure} cannot be. Write a whole number from 0 to {most}.",
                             {"figure": figure, "most": _MOST}),
                    where=name,
                )  # fmt: skip
        if self.grade not in GRADES:
            raise Refused(Sentence("There is no grade {grade}.", {"grade": self.grade}))
        found = desk.find(Headcount, school_year=self.school_year, grade=self.grade)
        row = Headcount(
            self.school_year, self.grade, counts.classes, counts.pupils, counts.teachers
        )
        images: tuple[Image, ...] = ()
        if found is None:
            images = (desk.new(row)[1],)
        elif found.row != row:
            images = (desk.changed(found, row),)
        return Draft(
            kind="norm",
            day=desk.today.isoformat(),
            sentence=Sentence("Counted grade {grade}", {"grade": self.grade}),
            change=frozenset({Touched.CATALOGUE}),
            value=self.grade,
            images=images,
        )


@dataclass(frozen=True, slots=True)
class ConfirmNorm:
    """Confirm a row of the list from the circular itself: so many per what, for which grades."""

    item: str
    quantity: str
    per: str
    grade: str

    def draft(self, desk: Desk) -> Draft[str]:
        """Draft the row, refused when the rule cannot be read."""
        record = _find_item(desk, self.item)
        if parse_rule(self.quantity, self.per) is None:
            raise Refused(
                Sentence(
                    "“{quantity}/{per}” is no rule. Write a number, and HS, GV, lớp, trường or a "
                    "group such as 4-6 HS.",
                    {"quantity": self.quantity, "per": self.per},
                ),
                where="per",
            )
        row = replace(
            record.row, quantity=clean(self.quantity), per=clean(self.per),
            grade=clean(self.grade), confidence=CONFIRMED,
        )  # fmt: skip
        images = (desk.changed(record, row),) if row != record.row else ()
        return Draft(
            kind="norm",
            day=desk.today.isoformat(),
            sentence=Sentence("Confirmed {name}", {"name": row.name}),
            change=frozenset({Touched.CATALOGUE}),
            value=row.code,
            images=images,
        )


@dataclass(frozen=True, slots=True)
class LinkDevices:
    """Say that devices are an item of the minimum list, whatever they are called."""

    codes: tuple[str, ...]
    item: str

    def draft(self, desk: Desk) -> Draft[int]:
        """Draft the devices' rows; the value is how many change."""
        item = _find_item(desk, self.item)
        records = [find_device(desk, code) for code in self.codes]
        changes = tuple(
            desk.changed(record, replace(record.row, catalogue_id=item.id))
            for record in records
            if record.row.catalogue_id != item.id
        )
        return Draft(
            kind="correct",
            day=desk.today.isoformat(),
            sentence=Sentence(
                "Linked {count} devices to {name}", {"count": len(changes), "name": item.row.name}
            ),
            change=frozenset({Touched.DEVICES, Touched.CATALOGUE}),
            value=len(changes),
            images=changes,
        )


_MOST = 10_000


def read_counts(desk: Desk, year: int) -> dict[int, Counts]:
    """Return what each grade counts: as somebody said, else as its classes say."""
    by_grade: dict[int, list[SchoolClass]] = defaultdict(list)
    for record in desk.every(SchoolClass, school_year=year, status="active"):
        by_grade[record.row.grade].append(record.row)
    said = {one.row.grade: one.row
            for one in desk.every(Headcount, school_year=year, status="active")}  # fmt: skip
    found = {}
    for grade in GRADES:
        classes = by_grade[grade]
        pupils = [one.pupils for one in classes]
        known = [count for count in pupils if count is not None]
        teachers = {one.homeroom_id for one in classes if one.homeroom_id is not None}
        own = Counts(
            len(classes) if by_grade else None,
            sum(known) if classes and len(known) == len(pupils) else None,
            len(teachers) if teachers else None,
        )
        row = said.get(grade)
        found[grade] = own if row is None else Counts(
            own.classes if row.classes is None else row.classes,
            own.pupils if row.pupils is None else row.pupils,
            own.teachers if row.teachers is None else row.teachers,
        )  # fmt: skip
    return found


def show_shortage(view: ShortageView) -> Shown:
    """Return the list as it is printed and saved."""
    rows = tuple(
        (row.number, row.name, row.subject, ", ".join(map(str, row.grades)), row.unit, row.rule,
         "" if row.need is None else row.need, row.have,
         row.short if row.status == SHORT else "", _SAID[row.status])
        for row in view.rows
    )  # fmt: skip
    year = f"{view.school_year}-{view.school_year + 1}"
    return Shown(f"Đối chiếu thiết bị dạy học tối thiểu năm học {year}", _HEADINGS, rows)


def _row(record: Record[CatalogueItem], counts: Mapping[int, Counts], have: int) -> ShortageRow:
    item = record.row
    rule, grades = parse_rule(item.quantity, item.per), grades_of(item.grade)
    need, why = Need(None), None
    if not is_confirmed(item.confidence):
        why = Sentence("Nobody has confirmed this row from the circular.")
    elif rule is None:
        why = Sentence("The list gives no quantity for this row.")
    else:
        need = need_of(rule, grades, counts)
        why = _LACKS.get(need.lacks)
    short = max((need.quantity or 0) - have, 0)
    status = UNKNOWN if need.quantity is None else SHORT if short else ENOUGH
    written = f"{item.quantity}/{item.per}" if item.quantity else ""
    return ShortageRow(
        item.code, item.number, item.name, item.subject, grades, item.unit, written,
        need.quantity, have, short, status, why,
    )  # fmt: skip


def _usable(desk: Desk, items: list[Record[CatalogueItem]]) -> dict[int, int]:
    """Return how many there are of each item: of the devices linked to it, or called so.

    Where several items of a subject share a name, the one that is confirmed counts; a name
    that several confirmed ones share links nothing by itself.
    """
    named: dict[tuple[str, str], list[int]] = defaultdict(list)
    sure = {record.id for record in items if is_confirmed(record.row.confidence)}
    for record in sorted(items, key=_number, reverse=True):
        key = fold(record.row.name), record.row.subject
        if record.id in sure or not sure.intersection(named[key]):
            named[key] = [*(sure.intersection(named[key])), record.id]
    devices = desk.every(Device, status="active")
    balances = desk.balances([record.id for record in devices])
    found: Counter[int] = Counter()
    for device in devices:
        item = device.row.catalogue_id
        if item is None:
            same = named.get((fold(device.row.name), device.row.subject), [])
            item = same[0] if len(same) == 1 else None
        if item is not None:
            held = balances.get(device.id, {})
            found[item] += sum(held.get(state, 0) for state in _USABLE)
    return dict(found)


def _number(record: Record[CatalogueItem]) -> int:
    return record.id


def _find_item(desk: Desk, code: str) -> Record[CatalogueItem]:
    found = desk.find(CatalogueItem, code=code, status="active")
    if found is None:
        raise Refused(
            Sentence("The minimum list has no item “{code}”.", {"code": code}), where="item"
        )
    return found


def _order(row: ShortageRow) -> tuple[str, bool, str, str]:
    return sort_key(row.subject), not row.number, sort_key(row.number), sort_key(row.name)


def _class_order(one: SchoolClass) -> str:
    return sort_key(one.name)
