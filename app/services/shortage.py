"""The minimum list held against the store: what is needed, what there is, what is short."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.domain.calendar import school_year_of
from app.domain.catalogue import CatalogueItem
from app.domain.change import Touched
from app.domain.device import Device, State
from app.domain.draft import Draft
from app.domain.fault import Refused
from app.domain.norm import (
    PRESENT,
    Counts,
    Need,
    Per,
    confirmed_for,
    grades_of,
    is_confirmed,
    is_replaced,
    need_of,
    parse_rule,
)
from app.domain.record import Record
from app.domain.sentence import Sentence
from app.domain.text import clean, sort_key
from app.services.headcounts import read_counts
from app.services.linking import Names, find_item
from app.services.showing import Shown
from app.store.desk import Desk

ENOUGH, SHORT, UNKNOWN = "enough", "short", "unknown"
_USABLE = (State.IN_STORE, State.ON_LOAN)
_SAID = {ENOUGH: "Đủ", SHORT: "Thiếu", UNKNOWN: "Chưa xác định"}
_HEADINGS = ("Số thứ tự trong danh mục", "Tên thiết bị", "Môn", "Khối", "ĐVT", "Định mức", "Cần",
             "Hiện có", "Thiếu", "Kết luận")  # fmt: skip


@dataclass(frozen=True, slots=True)
class ShortageRow:
    """An item of the list; `have` counts what can be used, `need` is None where unknown.

    `group` is the size of the pupils' groups that were counted, 0 where the rule has none.
    """

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
    confirmed: bool
    circular: str
    group: int


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
class ConfirmNorm:
    """Confirm a row of the list from the circular itself: so many per what, for which grades."""

    item: str
    quantity: str
    per: str
    grade: str

    def draft(self, desk: Desk) -> Draft[str]:
        """Draft the row, refused when the rule cannot be read."""
        record = find_item(desk, self.item)
        if parse_rule(self.quantity, self.per) is None:
            raise Refused(
                Sentence(
                    "“{quantity}/{per}” is no rule. Write a number, and HS, GV, lớp, trường or a "
                    "group such as 4-6 HS.",
                    {"quantity": self.quantity, "per": self.per},
                ),
                where="per",
            )
        if not grades_of(self.grade):
            raise Refused(
                Sentence(
                    "“{grade}” names no grade from 1 to 5. Write for example 1;2;3, or leave it "
                    "empty for all.",
                    {"grade": self.grade},
                ),
                where="grade",
            )
        row = replace(
            record.row, quantity=clean(self.quantity), per=clean(self.per),
            grade=clean(self.grade), confidence=confirmed_for(record.row.circular),
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


def show_shortage(view: ShortageView) -> Shown:
    """Return the list as it is printed and saved."""
    rows = tuple(
        (row.number, row.name, row.subject, ", ".join(map(str, row.grades)), row.unit, row.rule,
         "" if row.need is None else row.need, row.have,
         row.short if row.status == SHORT else "", _conclusion(row))
        for row in view.rows
    )  # fmt: skip
    year = f"{view.school_year}-{view.school_year + 1}"
    return Shown(f"Đối chiếu thiết bị dạy học tối thiểu năm học {year}", _HEADINGS, rows)


def _conclusion(row: ShortageRow) -> str:
    """Return what is said of a row; a figure by groups of pupils says how large they are."""
    counted = row.group and row.need is not None
    return f"{_SAID[row.status]} (tính nhóm {row.group} HS)" if counted else _SAID[row.status]


def _row(record: Record[CatalogueItem], counts: Mapping[int, Counts], have: int) -> ShortageRow:
    item = record.row
    rule, grades = parse_rule(item.quantity, item.per), grades_of(item.grade)
    need, why = Need(None), None
    written = f"{item.quantity}/{item.per}" if item.quantity else ""
    sure = is_confirmed(item.confidence, item.circular)
    if not sure and is_replaced(item.circular):
        why = Sentence(
            "Of the old circular {circular}: not confirmed for {present}.",
            {"circular": item.circular.split()[0], "present": PRESENT},
        )
    elif not sure:
        why = Sentence("Nobody has confirmed this row from the circular.")
    elif not written:
        why = Sentence("The list gives no quantity for this row.")
    elif rule is None:
        why = Sentence("“{rule}” is no rule that can be counted.", {"rule": written})
    elif not grades:
        why = Sentence("“{grade}” names no grade.", {"grade": item.grade})
    else:
        need = need_of(rule, grades, counts)
        why = _lacks(need)
    short = max((need.quantity or 0) - have, 0)
    status = UNKNOWN if need.quantity is None else SHORT if short else ENOUGH
    return ShortageRow(
        item.code, item.number, item.name, item.subject, grades, item.unit, written,
        need.quantity, have, short, status, why, sure, item.circular,
        rule.largest if rule is not None and rule.per is Per.GROUP else 0,
    )  # fmt: skip


def _lacks(need: Need) -> Sentence | None:
    """Return which figure of which grades nobody has said, None when nothing is missing."""
    grades = {"grade": ", ".join(map(str, need.grades))}
    if need.lacks == Per.PUPIL:
        return Sentence("The number of pupils of grade {grade} is missing.", grades)
    if need.lacks == Per.TEACHER:
        return Sentence("The number of teachers of grade {grade} is missing.", grades)
    if need.lacks == Per.CLASS:
        return Sentence("The number of classes of grade {grade} is missing.", grades)
    return None


def _usable(desk: Desk, items: list[Record[CatalogueItem]]) -> dict[int, int]:
    """Return how many there are of each item: of the devices linked to it, or called so."""
    names = Names(items)
    devices = desk.every(Device, status="active")
    balances = desk.balances([record.id for record in devices])
    found: Counter[int] = Counter()
    for device in devices:
        item = names.item_of(device.row)
        if item is not None:
            held = balances.get(device.id, {})
            found[item] += sum(held.get(state, 0) for state in _USABLE)
    return dict(found)


def _order(row: ShortageRow) -> tuple[str, bool, str, str]:
    return sort_key(row.subject), not row.number, sort_key(row.number), sort_key(row.name)
