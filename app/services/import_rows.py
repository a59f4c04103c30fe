"""How each kind of list is read, row by row, into the plan of an import."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from app.domain.batch import ListRow
from app.domain.calendar import school_year_of
from app.domain.catalogue import CatalogueItem
from app.domain.device import Device, Kind, check_code
from app.domain.fault import Refused
from app.domain.ledger import CANCELLED
from app.domain.norm import CONFIRMED
from app.domain.person import Person, PersonStatus, Place, SchoolClass, Team
from app.domain.record import Record
from app.domain.sentence import Sentence
from app.domain.text import fold
from app.services.damages import arrive
from app.services.devices import PREFIX
from app.services.import_calendar import CalendarReader
from app.services.import_cells import WrongCell, day, filled, marked, whole
from app.services.import_log import LogReader
from app.services.import_plan import ImportPlan, Known, grown

_MOST = 1_000_000
_PRICES = 100_000_000_000
_DONG = ("đ", "₫", "đồng", "vnđ", "vnd")
_FIRST_YEAR, _LAST_YEAR = 1945, 2100
_MOST_YEARS = 100
_YEAR = re.compile(r"\d{4}")
_GRADE = re.compile(r"[1-5]")

_STATUSES = {
    "Đang làm việc": PersonStatus.ACTIVE,
    "Đã chuyển đi": PersonStatus.TRANSFERRED,
    "Đã điều động": PersonStatus.REASSIGNED,
    "Chờ nghỉ hưu": PersonStatus.RETIRING,
    "Đã nghỉ hưu": PersonStatus.RETIRED,
    "Đã biệt phái": PersonStatus.SECONDED,
    "Chuyển đến": PersonStatus.ARRIVED,
    "Thôi việc": PersonStatus.LEFT,
}
STATUS_NAMES = tuple(_STATUSES)
_STATUS_OF = {fold(name): status for name, status in _STATUSES.items()}
_KINDS = {"lo": Kind.LOT, "lot": Kind.LOT, "cai": Kind.PIECE, "chiec": Kind.PIECE,
          "ca biet": Kind.PIECE, "piece": Kind.PIECE}  # fmt: skip
KIND_NAMES = ("Lô", "Cái")

Reader = Callable[[ListRow], None]


class DeviceReader:
    """Reads a list of devices.

    A code fit for Telex is the device's own; any other is kept as its official code
    and a code of ours is given. Rows without a code are the same device when all
    that names it is, and counted: the second such row is the second such device.
    """

    def __init__(self, plan: ImportPlan) -> None:
        """Know the devices of the book."""
        self._plan = plan
        self._known = Known(plan.desk.every(Device))
        self._codes = plan.desk.codes(Device, PREFIX)
        self._seen: Counter[str] = Counter()
        twins: Counter[str] = Counter()
        for record in plan.desk.every(Device, status="active"):
            key = _identity(record.row)
            twins[key] += 1
            self._known.remember(record, ("identity", f"{key}#{twins[key]}"))

    def __call__(self, row: ListRow) -> None:
        """Read one row."""
        name = filled(row, "name")
        quantity, damaged = _quantities(self._plan, row)
        code, official = _codes(row)
        place = self._plan.named(Place, row["place"])
        base = Device(code, name, unit=row["unit"] or "Cái", official_code=official)
        kind = _KINDS.get(fold(row["kind"])) or (Kind.PIECE if quantity == 1 else Kind.LOT)
        team = self._plan.named(Team, row["team"])
        device = grown(base, **_described(row), place_id=place, team_id=team, kind=kind)
        identity = "" if code or official else self._identity(device)
        found = self._known.find(
            ("code", code), ("official_code", official), ("identity", identity)
        )
        if found is None:
            self._add(device, identity, quantity, damaged)
        elif found.row.status == CANCELLED and found.row.kind == kind:
            self._plan.revive(found, grown(device, code=found.row.code))
            self._arrive(found.id, quantity, damaged)
        else:
            values = {**_described(row), "name": name, "unit": row["unit"], "place_id": place,
                      "team_id": team}  # fmt: skip
            field = "code" if code or official else "name"
            self._plan.meet(found, grown(found.row, **values), field)

    def _identity(self, device: Device) -> str:
        key = _identity(device)
        self._seen[key] += 1
        return f"{key}#{self._seen[key]}"

    def _add(self, device: Device, identity: str, quantity: int, damaged: int) -> None:
        if device.kind == Kind.PIECE and quantity != 1:
            raise WrongCell(
                field="quantity",
                sentence=Sentence("A piece is one device. Write 1, or make it a lot."),
            )
        code = device.code or self._plan.free(self._codes)
        device = grown(device, code=code)
        number = self._plan.add(device)
        self._known.remember(Record(number, device), ("identity", identity))
        self._arrive(number, quantity, damaged)

    def _arrive(self, device: int, quantity: int, damaged: int) -> None:
        today = self._plan.desk.today.isoformat()
        arrival = arrive(self._plan.desk, device, quantity, damaged, today)
        self._plan.postings.extend(arrival.postings)
        self._plan.images.extend(arrival.images)


def _quantities(plan: ImportPlan, row: ListRow) -> tuple[int, int]:
    quantity = 1
    if "quantity" in plan.source.headings:
        filled(row, "quantity")
        quantity = whole(row, "quantity", 1, _MOST, (row["unit"],)) or 1
    damaged = whole(row, "damaged", 0, _MOST, (row["unit"],)) or 0
    if damaged > quantity:
        raise WrongCell(
            field="damaged",
            sentence=Sentence(
                "{damaged} damaged of {quantity} cannot be. Write at most {quantity}.",
                {"damaged": damaged, "quantity": quantity},
            ),
        )
    return quantity, damaged


def _codes(row: ListRow) -> tuple[str, str]:
    code, official = row["code"].upper(), row["official_code"]
    try:
        return (check_code(code) if code else ""), official
    except Refused:
        return "", official or row["code"]


def _described(row: ListRow) -> dict[str, str | int | None]:
    user = ";".join(
        name for name, field in (("GV", "for_teacher"), ("HS", "for_pupil")) if marked(row, field)
    )
    note = "; ".join(text for text in (row["note"], row["topic"], row["purpose"]) if text)
    return {
        "subject": row["subject"],
        "grades": row["grades"],
        "specification": row["specification"],
        "maker": row["maker"],
        "country": row["country"],
        "year_made": whole(row, "year_made", _FIRST_YEAR, _LAST_YEAR),
        "year_in_use": whole(row, "year_in_use", _FIRST_YEAR, _LAST_YEAR),
        "fund": row["fund"],
        "unit_price": whole(row, "unit_price", 0, _PRICES, _DONG),
        "document_number": row["document_number"],
        "document_date": day(row, "document_date"),
        "book_page": row["book_page"],
        "self_made": "yes" if marked(row, "self_made") else "",
        "use_by": day(row, "use_by"),
        "life_years": whole(row, "life_years", 0, _MOST_YEARS, ("năm",)),
        "category": row["category"],
        "user": user,
        "note": note,
    }


def _identity(device: Device) -> str:
    said = (device.name, device.unit, device.subject, device.grades, device.country,
            device.year_made, device.place_id, device.specification, device.maker)  # fmt: skip
    return "|".join(fold(str(value or "")) for value in said)


def read_people(plan: ImportPlan) -> Reader:
    """Return the reader of a list of staff."""
    known = Known(plan.desk.every(Person))
    for record in plan.desk.every(Person):
        known.remember(record, ("identity", _named(record.row)))
    codes = plan.desk.codes(Person, "GV")

    def read(row: ListRow) -> None:
        name = filled(row, "name")
        status = _status(row)
        team = plan.named(Team, row["team"])
        code, official = row["code"].upper(), row["official_code"]
        values: dict[str, str | int | None] = {
            "official_code": official, "staff_type": row["staff_type"], "team_id": team,
            "status": status,
        }  # fmt: skip
        person = grown(Person(code, name), **values)
        found = known.find(("code", code), ("official_code", official))
        if found is None and not code and not official:
            found = known.find(("identity", _named(person)))
        if found is not None:
            if not plan.revive(found, grown(person, code=found.row.code)):
                field = "code" if code else "name"
                plan.meet(found, grown(found.row, name=name, **values), field)
            return
        if not code:
            code = plan.free(codes)
        person = grown(person, code=code)
        number = plan.add(person)
        known.remember(Record(number, person), ("identity", _named(person)))

    return read


def _status(row: ListRow) -> PersonStatus | None:
    if not row["status"]:
        return None
    found = _STATUS_OF.get(fold(row["status"]).lstrip("0123456789. "))
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


def _named(person: Person) -> str:
    return f"{fold(person.name)}|{person.team_id or ''}"


class ClassReader:
    """Reads a list of classes; a list of pupils repeats its classes."""

    def __init__(self, plan: ImportPlan) -> None:
        """Know the classes and the people of the book."""
        self._plan = plan
        self._known = Known(plan.desk.every(SchoolClass))
        for record in plan.desk.every(SchoolClass):
            self._known.remember(record, ("identity", _class_key(record.row)))
        people = plan.desk.every(Person)
        self._people = {fold(record.row.name): record.id for record in people}
        self._people |= {fold(record.row.code): record.id for record in people}
        self._codes = plan.desk.codes(SchoolClass, "LH")
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
        values: dict[str, str | int | None] = {
            "official_code": row["official_code"], "homeroom_id": self._homeroom(row),
            "pupils": self._size(row, start),
        }  # fmt: skip
        if key in self._seen:
            self._plan.skip()
            return
        self._seen.add(key)
        found = self._known.find(("identity", key))
        if found is None:
            self._plan.add(grown(base, code=next(self._codes), **values))
        elif not self._plan.revive(found, grown(base, code=found.row.code, **values)):
            self._plan.meet(found, grown(found.row, **values), "name")

    def _size(self, row: ListRow, year: int) -> int | None:
        """Return how many learn in a row's class: as it says, else as many as the list names."""
        said = whole(row, "pupils", 0, _MOST)
        return (self._pupils[year, fold(row["name"])] or None) if said is None else said

    def _homeroom(self, row: ListRow) -> int | None:
        if not row["homeroom"]:
            return None
        found = self._people.get(fold(row["homeroom"]))
        if found is None:
            raise WrongCell(
                field="homeroom",
                sentence=Sentence(
                    "No teacher in the book is called “{value}”. Import the people first, or "
                    "correct the name.",
                    {"value": row["homeroom"]},
                ),
            )
        return found


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


def read_catalogue(plan: ImportPlan) -> Reader:
    """Return the reader of a minimum list; one listed item may have several grades."""
    known, times = _known_items(plan)
    codes = plan.desk.codes(CatalogueItem, "TT")

    def read(row: ListRow) -> None:
        user = row["user"] or _described(row)["user"]
        item = grown(
            CatalogueItem("", filled(row, "name")),
            **{
                name: row[name]
                for name in (
                    "number", "circular", "subject", "grade", "unit", "quantity", "per", "source",
                    "confidence",
                )
            },
            user=user,
        )  # fmt: skip
        number = _number_key(row["circular"], row["subject"], row["number"])
        found = known.find(
            ("identity", _item_key(item)), ("number", number if times[number] == 1 else "")
        )
        if found is not None:
            listed = grown(item, code=found.row.code)
            if found.row.confidence == CONFIRMED:
                listed = replace(
                    listed, quantity=found.row.quantity, per=found.row.per,
                    grade=found.row.grade, confidence=CONFIRMED,
                )  # fmt: skip
            if not plan.revive(found, listed):
                plan.meet(found, listed, "name")
            return
        item = grown(item, code=next(codes))
        known.remember(Record(plan.add(item), item), ("identity", _item_key(item)))

    return read


def _known_items(plan: ImportPlan) -> tuple[Known[CatalogueItem], Counter[str]]:
    """Return the items of the book, and how often the list has each number of a circular."""
    known = Known(plan.desk.every(CatalogueItem))
    times = Counter(
        _number_key(row["circular"], row["subject"], row["number"]) for row in plan.source.rows
    )
    for record in plan.desk.every(CatalogueItem):
        known.remember(record, ("identity", _item_key(record.row)))
        if record.row.confidence == CONFIRMED:
            # Its grade may be another now than the list's: the circular's number names it.
            row = record.row
            known.remember(record, ("number", _number_key(row.circular, row.subject, row.number)))
    return known, times


def _number_key(circular: str, subject: str, number: str) -> str:
    """Return what names an item by its number in its circular, blank when it has none."""
    return fold(f"{circular}|{subject}|{number}") if circular and number else ""


def _item_key(item: CatalogueItem) -> str:
    said = (item.circular, item.subject, item.grade, item.name, item.unit, item.user)
    return "|".join(fold(text) for text in said)


READERS: dict[str, Callable[[ImportPlan], Reader]] = {
    "devices": DeviceReader,
    "people": read_people,
    "classes": ClassReader,
    "catalogue": read_catalogue,
    "plans": LogReader,
    "calendar": CalendarReader,
}
