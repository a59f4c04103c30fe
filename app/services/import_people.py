"""How lists of staff and of classes are read, row by row, into the plan of an import."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import replace
from functools import partial

from app.domain.batch import Gone, ListRow
from app.domain.calendar import school_year_of
from app.domain.device import check_code
from app.domain.fault import Refused
from app.domain.ledger import CANCELLED
from app.domain.person import ACTIVE, WORKING, Person, PersonStatus, SchoolClass, Team
from app.domain.record import Record
from app.domain.sentence import Sentence
from app.domain.short_name import nearest
from app.domain.staff import HEAD_OF_TEAM, read_staff_type, read_status
from app.domain.text import fold
from app.services.import_cells import WrongCell, filled, marked, whole
from app.services.import_plan import ImportPlan, Known, grown
from app.store.desk import Desk

_MOST = 1_000_000
_YEAR = re.compile(r"\d{4}")
_GRADE = re.compile(r"[1-5]")


class Staff:
    """The people of the book as a cell names them: by code, official code or name."""

    def __init__(self, desk: Desk) -> None:
        """Know everybody; who works here comes before who left."""
        self._found: dict[str, list[Record[Person]]] = defaultdict(list)
        self._working: list[Record[Person]] = []
        for record in desk.every(Person):
            if record.row.status == CANCELLED:
                continue
            if record.row.status in WORKING:
                self._working.append(record)
            said = (record.row.name, record.row.code, record.row.official_code)
            for key in {fold(text) for text in said if text}:
                self._found[key].append(record)

    def find(self, row: ListRow, field: str) -> int | None:
        """Return whom a cell names by id, None when it is blank; refuse nobody and several."""
        return self._one(row[field], field, self._called(row[field])) if row[field] else None

    def find_short(self, said: str, field: str) -> int:
        """Return whom a name or a short name (“Đ.Lý”) means; refuse nobody and several."""
        return self._one(said, field, self._called(said) or self._shortly(said))

    def may_mean(self, said: str) -> bool:
        """Return whether a name or a short name means anybody."""
        return bool(self._called(said) or self._shortly(said))

    def _called(self, said: str) -> list[Record[Person]]:
        found = self._found.get(fold(said), [])
        working = [record for record in found if record.row.status in WORKING]
        return working or found

    def _shortly(self, said: str) -> list[Record[Person]]:
        names = {record.row.name for record in self._working}
        meant = set(nearest(said, sorted(names)))
        return [record for record in self._working if record.row.name in meant]

    @staticmethod
    def _one(said: str, field: str, found: list[Record[Person]]) -> int:
        if not found:
            raise WrongCell(
                field,
                Sentence(
                    "No teacher in the book is called “{value}”. Import the people first, or "
                    "correct the name.",
                    {"value": said},
                ),
            )
        if len(found) > 1:
            raise WrongCell(
                field,
                Sentence(
                    "Several people are called “{name}”: {codes}. Write the code.",
                    {"name": said,
                     "codes": ", ".join(record.row.code for record in found)},
                ),
            )  # fmt: skip
        return found[0].id


class PersonReader:
    """Reads a list of staff; somebody whom the list lacks stays as they are."""

    def __init__(self, plan: ImportPlan) -> None:
        """Know the people of the book."""
        self._plan = plan
        people = plan.desk.every(Person)
        self._known = Known(people)
        self._names: dict[str, list[Record[Person]]] = defaultdict(list)
        for record in people:
            self._remember(record)
        self._codes = plan.desk.codes(Person, "GV")
        plan.endings.append(self._end)
        self._heads: dict[int, str] = {}
        self._times = Counter(fold(row["name"]) for row in plan.source.rows)

    def __call__(self, row: ListRow) -> None:
        """Read one row."""
        name = filled(row, "name")
        status, staff_type = _status(row), _staff_type(row)
        team = self._plan.named(Team, row["team"])
        code, official = _codes(row)
        values: dict[str, str | int | None] = {
            "official_code": official, "staff_type": staff_type, "team_id": team, "status": status,
        }  # fmt: skip
        found = self._find(row, grown(Person("", name), **values))
        leads = self._leads(row, team, staff_type)
        if found is not None:
            lead = partial(self._lead, leads, found.id)
            if self._plan.revive(found, grown(Person(found.row.code, name), **values)):
                lead()
            else:
                field = "code" if row["code"] else "name"
                self._plan.meet(found, grown(found.row, name=name, **values), field, lead)
            return
        person = grown(Person(code or self._plan.free(self._codes), name), **values)
        number = self._plan.add(person)
        self._remember(Record(number, person))
        self._lead(leads, number)

    def _end(self) -> None:
        """Name those who work here by the book and stand in the list no more."""
        held = self._plan.desk.held_by_people()
        for record in self._plan.desk.every(Person):
            if record.row.status in WORKING and record.id not in self._plan.seen:
                row = record.row
                self._plan.gone.append(Gone(row.code, row.name, held.get(record.id, 0)))

    def _remember(self, record: Record[Person]) -> None:
        self._known.remember(record, ("identity", _identity(record.row)))
        self._names[fold(record.row.name)].append(record)

    def _find(self, row: ListRow, person: Person) -> Record[Person] | None:
        """Return whom a row is about, None when the book does not know them."""
        code, official = row["code"].upper(), person.official_code
        found = self._known.find(("code", code), ("official_code", official))
        if found is None and not code and official:
            found = self._without_official(person)
        if found is None and not code and not official:
            found = self._known.find(("identity", _identity(person)))
            same = self._names[fold(person.name)]
            if found is None and person.team_id is None and len(same) == 1:
                found = same[0]
        owner = self._known.find(("official_code", official))
        taken = owner is not None and owner.row.status != CANCELLED
        if found is not None and owner is not None and taken and owner.id != found.id:
            raise WrongCell(
                field="official_code",
                sentence=Sentence(
                    "The official code {official} is that of {code} {name}. Correct the code, or "
                    "correct that row first.",
                    {"official": official, "code": owner.row.code, "name": owner.row.name},
                ),
            )
        return found

    def _without_official(self, person: Person) -> Record[Person] | None:
        """Return who is called so and has no official code yet, if that is one person alone.

        Where the list has several of a name, the team tells them apart.
        """
        found = [one for one in self._names[fold(person.name)] if not one.row.official_code]
        if self._times[fold(person.name)] > 1:
            found = [one for one in found if one.row.team_id == person.team_id]
        return found[0] if len(found) == 1 else None

    def _leads(self, row: ListRow, team: int | None, staff_type: str) -> int | None:
        """Return the team a row makes somebody the head of; refuse a second head in one list."""
        if team is None or not (marked(row, "head") or staff_type == HEAD_OF_TEAM):
            return None
        who = fold(row["name"])
        if self._heads.setdefault(team, who) != who:
            raise WrongCell(
                field="head" if row["head"] else "staff_type",
                sentence=Sentence(
                    "The list has another head of this team already. Leave one of them."
                ),
            )
        return team

    def _lead(self, team: int | None, number: int) -> bool:
        return team is not None and self._plan.lead(team, number)


def _codes(row: ListRow) -> tuple[str, str]:
    """Return the local and the official code; one that Telex would spoil is official."""
    code, official = row["code"].upper(), row["official_code"]
    try:
        return (check_code(code) if code else ""), official
    except Refused:
        return "", official or row["code"]


def _status(row: ListRow) -> PersonStatus | None:
    if not row["status"]:
        return None
    found = read_status(row["status"])
    if found is None:
        raise WrongCell(
            field="status",
            sentence=Sentence(
                "“{value}” is not a staff status. Use one of the sector's, for example "
                "“Đang làm việc” or “Đã chuyển đi”.",
                {"value": row["status"]},
            ),
        )
    return found


def _staff_type(row: ListRow) -> str:
    found = read_staff_type(row["staff_type"])
    if found is None:
        raise WrongCell(
            field="staff_type",
            sentence=Sentence(
                "“{value}” is no staff type the program knows. Write it in words, for example "
                "Nhân viên thiết bị.",
                {"value": row["staff_type"]},
            ),
        )
    return found


def _identity(person: Person) -> str:
    return f"{fold(person.name)}|{person.team_id or ''}"


class ClassReader:
    """Reads a list of classes; a list of pupils repeats its classes."""

    def __init__(self, plan: ImportPlan) -> None:
        """Know the classes and the people of the book."""
        self._plan = plan
        self._known = Known(plan.desk.every(SchoolClass))
        for record in plan.desk.every(SchoolClass):
            self._known.remember(record, ("identity", _class_key(record.row)))
        self._staff = Staff(plan.desk)
        self._owners = {
            (record.row.school_year, record.row.official_code): record
            for record in plan.desk.every(SchoolClass)
            if record.row.official_code and record.row.status != CANCELLED
        }
        self._claims: dict[tuple[int, str], str] = {}
        self._years: set[int] = set()
        self._codes = plan.desk.codes(SchoolClass, "LH")
        plan.endings.append(self._end)
        self._seen: set[str] = set()
        headings = plan.source.headings
        counted = "pupil" in headings and "pupils" not in headings
        self._pupils = Counter(
            (self._year(row), fold(row["name"]))
            for row in plan.source.rows
            if counted and row["pupil"]
        )

    def _year(self, row: ListRow) -> int:
        year = _YEAR.search(row["school_year"])
        return int(year.group()) if year else school_year_of(self._plan.desk.today)

    def __call__(self, row: ListRow) -> None:
        """Read one row."""
        name = filled(row, "name")
        start = self._year(row)
        base = SchoolClass("", name, _grade(row, name), start)
        key = _class_key(base)
        found = self._find(row, base)
        values: dict[str, str | int | None] = {
            "official_code": row["official_code"], "homeroom_id": self._staff.find(row, "homeroom"),
            "pupils": self._size(row, start),
        }  # fmt: skip
        if key in self._seen:
            self._plan.skip()
            return
        self._seen.add(key)
        self._years.add(start)
        if found is None:
            self._plan.add(grown(base, code=next(self._codes), **values))
        elif not self._plan.revive(found, grown(base, code=found.row.code, **values)):
            renamed = fold(found.row.name) != fold(name)
            row_now = replace(found.row, name=name, grade=base.grade) if renamed else found.row
            self._plan.meet(found, grown(row_now, **values), "name")

    def _end(self) -> None:
        """Name the classes of the list's school years that stand in it no more."""
        self._plan.period = ", ".join(f"{year}-{year + 1}" for year in sorted(self._years))
        held = self._plan.desk.held_by_classes()
        for record in self._plan.desk.every(SchoolClass, status=ACTIVE):
            row = record.row
            if row.school_year in self._years and record.id not in self._plan.seen:
                self._plan.gone.append(Gone(row.code, row.name, held.get(record.id, 0)))

    def _size(self, row: ListRow, year: int) -> int | None:
        """Return how many learn in a row's class: as it says, else as many as the list names."""
        said = whole(row, "pupils", 0, _MOST)
        return (self._pupils[year, fold(row["name"])] or None) if said is None else said

    def _find(self, row: ListRow, base: SchoolClass) -> Record[SchoolClass] | None:
        """Return the class a row is about: of that name, or another name's official code.

        The official code of another class of the same school year is refused.
        """
        key, owned = _class_key(base), (base.school_year, row["official_code"])
        named = self._known.find(("identity", key))
        owner = self._owners.get(owned)
        taken = named is not None and owner is not None and owner.id != named.id
        if taken or (row["official_code"] and self._claims.setdefault(owned, key) != key):
            raise WrongCell(
                field="official_code",
                sentence=Sentence(
                    "Another class of that school year has the official code {official}. Correct "
                    "one of them.",
                    {"official": row["official_code"]},
                ),
            )
        return named or owner


def _grade(row: ListRow, name: str) -> int:
    found = _GRADE.search(row["grade"] or name)
    if found is None:
        raise WrongCell(
            field="grade" if row["grade"] else "name",
            sentence=Sentence(
                "No grade from 1 to 5 can be read here. Write the grade, for example 3."
            ),
        )
    return int(found.group())


def _class_key(school_class: SchoolClass) -> str:
    return f"{school_class.school_year}|{fold(school_class.name)}"
