"""How each kind of list is read, row by row, into the plan of an import."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from app.domain.batch import ListRow
from app.domain.catalogue import CatalogueItem
from app.domain.device import Device, Kind, check_code
from app.domain.fault import Refused
from app.domain.ledger import CANCELLED
from app.domain.norm import is_by_hand, listed_grades
from app.domain.person import Fund, Place, Subject, Team
from app.domain.record import Record
from app.domain.sentence import Sentence
from app.domain.text import fold
from app.services.arriving import PREFIX
from app.services.damages import arrive
from app.services.import_assignments import AssignmentReader
from app.services.import_calendar import CalendarReader
from app.services.import_cells import WrongCell, day, filled, grades, marked, whole
from app.services.import_condition import count_damaged, quality
from app.services.import_lists import PlaceReader, TeamReader, WordReader
from app.services.import_log import LogReader
from app.services.import_people import ClassReader, PersonReader
from app.services.import_plan import ImportPlan, Known, grown, said
from app.services.import_quotas import QuotaReader
from app.services.import_timetable import TimetableReader

MOST = 1_000_000
_PRICES = 100_000_000_000
_DONG = ("đ", "₫", "đồng", "vnđ", "vnd")
_FIRST_YEAR, _LAST_YEAR = 1945, 2100
_MOST_YEARS = 100

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
        code, official = codes_of(row)
        place = self._plan.named(Place, row["place"])
        kind = _KINDS.get(fold(row["kind"])) or (Kind.PIECE if quantity == 1 else Kind.LOT)
        team = self._plan.named(Team, row["team"])
        device = Device(
            code, name, unit=row["unit"] or "Cái", official_code=official, place_id=place,
            team_id=team, kind=kind, **said(described(row)),
        )  # fmt: skip
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
            values = {**described(row), "name": name, "unit": row["unit"], "place_id": place,
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
        postings, images = arrive(self._plan.desk, device, quantity, damaged, today)
        self._plan.postings.extend(postings)
        self._plan.images.extend(images)


def _quantities(plan: ImportPlan, row: ListRow) -> tuple[int, int]:
    quantity = 1
    if "quantity" in plan.source.headings:
        filled(row, "quantity")
        quantity = whole(row, "quantity", 1, MOST, (row["unit"],)) or 1
    damaged = count_damaged(row, quantity, whole(row, "damaged", 0, MOST, (row["unit"],)))
    if damaged > quantity:
        raise WrongCell(
            field="damaged",
            sentence=Sentence(
                "{damaged} damaged of {quantity} cannot be. Write at most {quantity}.",
                {"damaged": damaged, "quantity": quantity},
            ),
        )
    return quantity, damaged


def codes_of(row: ListRow) -> tuple[str, str]:
    """Return a row's local and official code; one unfit for Telex is no code of ours."""
    code, official = row["code"].upper(), row["official_code"]
    try:
        return (check_code(code) if code else ""), official
    except Refused:
        return "", official or row["code"]


def described(row: ListRow) -> dict[str, str | int | None]:
    """Return what a row says of a device beside its name, codes, place and quantities."""
    user = ";".join(
        name for name, field in (("GV", "for_teacher"), ("HS", "for_pupil")) if marked(row, field)
    )
    note = "; ".join(text for text in (row["note"], row["topic"], row["purpose"]) if text)
    return {
        "subject": row["subject"],
        "grades": grades(row, "grades"),
        "condition": quality(row),
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
    listed = listed_grades(device.grades) or device.grades
    said = (device.name, device.unit, device.subject, listed, device.country,
            device.year_made, device.place_id, device.specification, device.maker)  # fmt: skip
    return fold("|".join(str(value or "") for value in said))


def read_catalogue(plan: ImportPlan) -> Reader:
    """Return the reader of a minimum list; one listed item may have several grades."""
    known, times = _known_items(plan)
    codes = plan.desk.codes(CatalogueItem, "TT")

    def read(row: ListRow) -> None:
        user = row["user"] or described(row)["user"]
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
            if is_by_hand(found.row.confidence):
                listed = replace(
                    listed, quantity=found.row.quantity, per=found.row.per,
                    grade=found.row.grade, confidence=found.row.confidence,
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
        if is_by_hand(record.row.confidence):
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
    "people": PersonReader,
    "classes": ClassReader,
    "teams": TeamReader,
    "places": PlaceReader,
    "subjects": partial(WordReader, Subject),
    "funds": partial(WordReader, Fund),
    "catalogue": read_catalogue,
    "plans": LogReader,
    "timetable": TimetableReader,
    "assignments": AssignmentReader,
    "calendar": CalendarReader,
    "quotas": QuotaReader,
}
