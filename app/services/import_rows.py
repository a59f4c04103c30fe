"""How each kind of list is read, row by row, into the plan of an import."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

from app.domain.batch import ListRow
from app.domain.calendar import school_year_of
from app.domain.catalogue import CatalogueItem
from app.domain.device import Device, DeviceId, Kind, check_code
from app.domain.fault import Refused
from app.domain.ledger import CANCELLED
from app.domain.person import Person, PersonStatus, Place, SchoolClass, Team
from app.domain.record import Record
from app.domain.sentence import Sentence
from app.domain.text import fold
from app.services.devices import PREFIX, arrivals
from app.services.import_log import read_plans
from app.services.import_plan import ImportPlan, Known, WrongCell, filled, grown, whole

_MOST = 1_000_000
_PRICES = 100_000_000_000
_FIRST_YEAR, _LAST_YEAR = 1945, 2100
_YEAR = re.compile(r"\d{4}")
_GRADE = re.compile(r"[1-5]")

_STATUSES = {
    "dang lam viec": PersonStatus.ACTIVE,
    "da chuyen di": PersonStatus.TRANSFERRED,
    "da dieu dong": PersonStatus.REASSIGNED,
    "cho nghi huu": PersonStatus.RETIRING,
    "da nghi huu": PersonStatus.RETIRED,
    "da biet phai": PersonStatus.SECONDED,
    "chuyen den": PersonStatus.ARRIVED,
    "thoi viec": PersonStatus.LEFT,
}
_KINDS = {"lo": Kind.LOT, "lot": Kind.LOT, "cai": Kind.PIECE, "chiec": Kind.PIECE,
          "ca biet": Kind.PIECE, "piece": Kind.PIECE}  # fmt: skip

Reader = Callable[[ListRow], None]


def read_devices(plan: ImportPlan) -> Reader:
    """Return the reader of a list of devices.

    A code fit for Telex is the device's own; any other is kept as its official code
    and a code of ours is given. Rows without a code are the same device when all
    that names it is, and counted: the second such row is the second such device.
    """
    known = Known(plan.desk.every(Device))
    codes = plan.desk.codes(Device, PREFIX)
    seen: Counter[str] = Counter()
    twins: Counter[str] = Counter()
    for record in plan.desk.every(Device, status="active"):
        key = _identity(record.row)
        twins[key] += 1
        known.remember(record, ("identity", f"{key}#{twins[key]}"))

    def read(row: ListRow) -> None:
        name = filled(row, "name")
        quantity, damaged = _quantities(plan, row)
        code, official = _codes(row)
        place = plan.named(Place, row["place"])
        base = Device(code, name, unit=row["unit"] or "Cái", official_code=official)
        device = grown(base, **_described(row), place_id=place)
        found = known.find(("code", code), ("official_code", official))
        identity = ""
        if not code and not official:
            key = _identity(device)
            seen[key] += 1
            identity = f"{key}#{seen[key]}"
            found = known.find(("identity", identity))
        kind = _KINDS.get(fold(row["kind"])) or (Kind.PIECE if quantity == 1 else Kind.LOT)
        if found is not None and found.row.status == CANCELLED and found.row.kind == kind:
            plan.revive(found, grown(device, code=found.row.code, kind=kind))
            plan.postings.extend(arrivals(DeviceId(found.id), quantity, damaged))
            return
        if found is not None:
            values = {**_described(row), "name": name, "unit": row["unit"], "place_id": place}
            plan.meet(found, grown(found.row, **values), "code" if code or official else "name")
            return
        if kind is Kind.PIECE and quantity != 1:
            raise WrongCell(
                field="quantity",
                sentence=Sentence("A piece is one device. Write 1, or make it a lot."),
            )
        if not code:
            code = next(free for free in codes if ("code", free) not in known.by_key)
        device = grown(device, code=code, kind=kind)
        number = plan.add(device)
        known.remember(Record(number, device), ("identity", identity))
        plan.postings.extend(arrivals(DeviceId(number), quantity, damaged))

    return read


def _quantities(plan: ImportPlan, row: ListRow) -> tuple[int, int]:
    quantity = 1
    if "quantity" in plan.source.headings:
        filled(row, "quantity")
        quantity = whole(row, "quantity", 1, _MOST) or 1
    damaged = whole(row, "damaged", 0, _MOST) or 0
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
        name for name, field in (("GV", "for_teacher"), ("HS", "for_pupil")) if row[field]
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
        "unit_price": whole(row, "unit_price", 0, _PRICES),
        "document_number": row["document_number"],
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
            code = next(free for free in codes if ("code", free) not in known.by_key)
        person = grown(person, code=code)
        number = plan.add(person)
        known.remember(Record(number, person), ("identity", _named(person)))

    return read


def _status(row: ListRow) -> PersonStatus | None:
    if not row["status"]:
        return None
    found = _STATUSES.get(fold(row["status"]).lstrip("0123456789. "))
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


def read_classes(plan: ImportPlan) -> Reader:
    """Return the reader of a list of classes; a list of pupils repeats its classes."""
    known = Known(plan.desk.every(SchoolClass))
    for record in plan.desk.every(SchoolClass):
        known.remember(record, ("identity", _class_key(record.row)))
    people = {fold(record.row.name): record.id for record in plan.desk.every(Person)}
    people |= {fold(record.row.code): record.id for record in plan.desk.every(Person)}
    codes = plan.desk.codes(SchoolClass, "LH")
    seen: set[str] = set()

    def read(row: ListRow) -> None:
        name = filled(row, "name")
        grade = _GRADE.search(row["grade"] or name)
        if grade is None:
            raise WrongCell(
                field="grade" if row["grade"] else "name",
                sentence=Sentence(
                    "No grade from 1 to 5 can be read here. Write the grade, for example 3."
                ),
            )
        year = _YEAR.search(row["school_year"])
        start = int(year.group()) if year else school_year_of(plan.desk.today)
        homeroom = people.get(fold(row["homeroom"])) if row["homeroom"] else None
        if row["homeroom"] and homeroom is None:
            raise WrongCell(
                field="homeroom",
                sentence=Sentence(
                    "No teacher in the book is called “{value}”. Import the people first, or "
                    "correct the name.",
                    {"value": row["homeroom"]},
                ),
            )
        base = SchoolClass("", name, int(grade.group()), start)
        key = _class_key(base)
        if key in seen:
            plan.skip()
            return
        values: dict[str, str | int | None] = {
            "official_code": row["official_code"], "homeroom_id": homeroom,
        }  # fmt: skip
        found = known.find(("identity", key))
        if found is not None:
            if not plan.revive(found, grown(base, code=found.row.code, **values)):
                plan.meet(found, grown(found.row, **values), "name")
        else:
            plan.add(grown(base, code=next(codes), **values))
        seen.add(key)

    return read


def _class_key(school_class: SchoolClass) -> str:
    return f"{school_class.school_year}|{fold(school_class.name)}"


def read_catalogue(plan: ImportPlan) -> Reader:
    """Return the reader of a minimum list; one listed item may have several grades."""
    known = Known(plan.desk.every(CatalogueItem))
    for record in plan.desk.every(CatalogueItem):
        known.remember(record, ("identity", _item_key(record.row)))
    codes = plan.desk.codes(CatalogueItem, "TT")

    def read(row: ListRow) -> None:
        user = row["user"] or _described(row)["user"]
        item = grown(
            CatalogueItem("", filled(row, "name")),
            **{
                name: row[name]
                for name in (
                    "circular", "subject", "grade", "unit", "quantity", "per", "source",
                    "confidence",
                )
            },
            user=user,
        )  # fmt: skip
        found = known.find(("identity", _item_key(item)))
        if found is not None:
            listed = grown(item, code=found.row.code)
            if not plan.revive(found, listed):
                plan.meet(found, listed, "name")
            return
        item = grown(item, code=next(codes))
        known.remember(Record(plan.add(item), item), ("identity", _item_key(item)))

    return read


def _item_key(item: CatalogueItem) -> str:
    said = (item.circular, item.subject, item.grade, item.name, item.unit, item.user)
    return "|".join(fold(text) for text in said)


READERS: dict[str, Callable[[ImportPlan], Reader]] = {
    "devices": read_devices,
    "people": read_people,
    "classes": read_classes,
    "catalogue": read_catalogue,
    "plans": read_plans,
}
