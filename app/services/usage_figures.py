"""What was used in a period: by device, item, subject, grade, class, teacher, team (Điều 8.1)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from heapq import nlargest

from app.domain.catalogue import CatalogueItem
from app.domain.period import Period, name_of, school_year_period
from app.domain.person import Person, SchoolClass, Team
from app.domain.sentence import Sentence
from app.domain.text import clean, sort_key
from app.domain.usage import OF_DEVICES, BorrowerUse, DeviceUse, UsedBy, Uses
from app.services.linking import Names
from app.services.reports import check_begun, school_years
from app.store.desk import Desk

MANY = frozenset({UsedBy.DEVICE, UsedBy.ITEM, UsedBy.TEACHER})  # groupings of long lists
MOST = 10  # how many are named as the most used
_NOBODY = 0  # the number of the group without a name
_UNNAMED: Mapping[UsedBy, Sentence] = {
    UsedBy.SUBJECT: Sentence("No subject written"),
    UsedBy.ITEM: Sentence("Of no row of the minimum list"),
    UsedBy.TEAM: Sentence("In no team"),
}


@dataclass(frozen=True, slots=True)
class UsageRow:
    """What was used of a group, or by one; of the devices `held` so many were `used`."""

    name: str | Sentence
    said: Uses
    held: int = 0
    used: int = 0


@dataclass(frozen=True, slots=True)
class UsageView:
    """The figures: by group, of the school, month by month, and who and what used most."""

    by: UsedBy
    period: Period
    called: Sentence
    rows: tuple[UsageRow, ...]
    total: UsageRow
    months: tuple[tuple[Period, Uses], ...]
    devices: tuple[UsageRow, ...]
    teachers: tuple[UsageRow, ...]


@dataclass(frozen=True, slots=True)
class UsageFigures:
    """How often the devices were used in a period.

    Devices, classes and teachers are grouped as the book describes them now.
    """

    period: Period
    by: UsedBy = UsedBy.SUBJECT

    def answer(self, desk: Desk) -> UsageView:
        """Return the figures, or refuse a period that has not begun."""
        check_begun(desk, self.period)
        asked = desk.usage(self.period)
        devices, borrowed = asked.devices(), asked.borrowed()
        groups = _Groups(desk, self, devices)
        hours = asked.hours(self.by, groups.of_devices)
        rows = [
            replace(row, said=replace(row.said, hours=hours.get(number, 0)))
            for number, row in groups.count(devices, borrowed).items()
        ]
        months = by_month(self.period, borrowed, asked.month_hours())
        held = [one for one in devices if one.is_held]
        whole = UsageRow(
            Sentence("The whole school"),
            sum((said for _month, said in months), Uses()),
            len(held),
            sum(one.uses > 0 for one in held),
        )
        return UsageView(
            self.by,
            self.period,
            name_of(self.period, school_years(desk)),
            tuple(sorted((row for row in rows if row.held or row.said != Uses()), key=self._rank)),
            whole,
            months,
            _most_used(devices),
            _most_using(desk, self.period, borrowed),
        )

    def _rank(self, row: UsageRow) -> tuple[int, bool, str]:
        """Return what a row sorts by: the most used first where there are many, else by name."""
        many = self.by in MANY
        named = isinstance(row.name, str) or self.by is UsedBy.GRADE
        return -row.said.uses if many else 0, not named, sort_key(str(row.name))


class _Groups:
    """The groups of a grouping: their names by number, and how uses are added up in them."""

    def __init__(self, desk: Desk, asked: UsageFigures, devices: Sequence[DeviceUse]) -> None:
        self._by, self._period = asked.by, asked.period
        self._names: dict[int, str | Sentence] = {}
        if asked.by in _UNNAMED:
            self._names[_NOBODY] = _UNNAMED[asked.by]
        self.of_devices: dict[int, int] = {}
        self._of_borrower: dict[int, int] = {}
        if asked.by in OF_DEVICES:
            self._group_devices(desk, devices)
        else:
            self._group_borrowers(desk)

    def _group_devices(self, desk: Desk, devices: Sequence[DeviceUse]) -> None:
        if self._by is UsedBy.DEVICE:
            self.of_devices = {one.device: one.device for one in devices}
            self._names |= {one.device: f"{one.code} {one.name}" for one in devices}
        elif self._by is UsedBy.SUBJECT:
            cleaned = {subject: clean(subject) for subject in {one.subject for one in devices}}
            subjects = sorted({*cleaned.values()} - {""})
            numbers = {subject: number for number, subject in enumerate(subjects, start=1)}
            self.of_devices = {one.device: numbers.get(cleaned[one.subject], 0) for one in devices}
            self._names |= {number: subject for subject, number in numbers.items()}
        else:
            items = desk.every(CatalogueItem, status="active")
            names = Names(items)
            self.of_devices = {one.device: names.item_of(one) or _NOBODY for one in devices}
            self._names |= {record.id: record.row.name for record in items}

    def _group_borrowers(self, desk: Desk) -> None:
        if self._by in {UsedBy.CLASS, UsedBy.GRADE}:
            classes = {record.id: record.row for record in desk.every(SchoolClass)}
            if self._by is UsedBy.CLASS:
                self._names |= {
                    number: _class(one, self._period) for number, one in classes.items()
                }
                self._of_borrower = {number: number for number in classes}
                return
            self._of_borrower = {number: one.grade for number, one in classes.items()}
            self._names |= {
                one.grade: Sentence("Grade {grade}", {"grade": str(one.grade)})
                for one in classes.values()
            }
            return
        people = {record.id: record.row for record in desk.every(Person)}
        if self._by is UsedBy.TEACHER:
            self._names |= {number: _person(one) for number, one in people.items()}
            self._of_borrower = {number: number for number in people}
        else:
            self._names |= {record.id: record.row.name for record in desk.every(Team)}
            self._of_borrower = {number: one.team_id or 0 for number, one in people.items()}

    def count(
        self, devices: Sequence[DeviceUse], borrowed: Sequence[BorrowerUse]
    ) -> dict[int, UsageRow]:
        """Return the row of each group that has any, the lesson hours still to be said."""
        said: dict[int, Uses] = defaultdict(Uses)
        held: Counter[int] = Counter()
        used: Counter[int] = Counter()
        if self._by in OF_DEVICES:
            uses: Counter[int] = Counter()
            quantity: Counter[int] = Counter()
            for one in devices:
                group = self.of_devices[one.device]
                uses[group] += one.uses
                quantity[group] += one.quantity
                held[group] += one.is_held
                used[group] += one.uses > 0
            said |= {group: Uses(many, 0, quantity[group]) for group, many in uses.items()}
        else:
            whole_class = self._by in {UsedBy.CLASS, UsedBy.GRADE}
            for one_use in borrowed:
                number = one_use.class_id if whole_class else one_use.teacher_id
                said[self._of_borrower[number]] += one_use.said
        return {
            group: UsageRow(self._names[group], one, held[group], used[group])
            for group, one in said.items()
        }


def _class(school_class: SchoolClass, period: Period) -> str:
    """Return the name of a class, with its school year where the period is not of one alone."""
    year = school_class.school_year
    if date(year, 8, 1) <= period.first and period.last <= school_year_period(year).last:
        return school_class.name
    return f"{school_class.name} ({year}-{year + 1})"


def _person(person: Person) -> str:
    return f"{person.code} {person.name}"


def by_month(
    period: Period, borrowed: Sequence[BorrowerUse], hours: Mapping[str, int]
) -> tuple[tuple[Period, Uses], ...]:
    """Return the uses of each month of a period; `hours` are its lesson hours by YYYY-MM."""
    said: dict[str, Uses] = defaultdict(Uses)
    for one in borrowed:
        said[one.month] += one.said
    parts = [(part, f"{part.first:%Y-%m}") for part in period.months()]
    return tuple((part, replace(said[name], hours=hours.get(name, 0))) for part, name in parts)


def _most_used(devices: Sequence[DeviceUse]) -> tuple[UsageRow, ...]:
    return _most(
        UsageRow(f"{one.code} {one.name}", Uses(one.uses, 0, one.quantity))
        for one in devices
        if one.uses > 0
    )


def _most_using(
    desk: Desk, period: Period, borrowed: Sequence[BorrowerUse]
) -> tuple[UsageRow, ...]:
    groups = _Groups(desk, UsageFigures(period, UsedBy.TEACHER), ())
    return _most(groups.count((), borrowed).values())


def _most(rows: Iterable[UsageRow]) -> tuple[UsageRow, ...]:
    """Return the rows with the most uses; names decide only among those that may be of them."""
    found = [row for row in rows if row.said.uses > 0]
    least = min(nlargest(MOST, map(_much, found)), default=(0, 0))
    found = sorted((row for row in found if _much(row) >= least), key=_by_name)
    return tuple(sorted(found, key=_much, reverse=True)[:MOST])


def _much(row: UsageRow) -> tuple[int, int]:
    return row.said.uses, row.said.quantity


def _by_name(row: UsageRow) -> str:
    return sort_key(str(row.name))
