"""The equipment book (sổ thiết bị giáo dục): each device with what came, what left, what is there.

Its columns are those of the printed book that schools buy.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.domain.calendar import show_day
from app.domain.device import Device
from app.domain.period import Period, name_of
from app.domain.person import Place
from app.domain.sentence import Sentence, told
from app.domain.stock import Crossing, Loss
from app.services.grouping import NAMES, Grouping, called_group, group_rank, groups_of
from app.services.people import read_school
from app.services.reports import (
    MOST_LISTED,
    Cell,
    Chapter,
    Kind,
    Report,
    ReportTable,
    Told,
    check_begun,
    school_years,
    too_many,
)
from app.store.desk import Desk

_WHY: Mapping[Loss, str] = {
    Loss.BROKEN: "hỏng", Loss.LOST: "mất", Loss.USABLE: "thanh lý khi còn dùng được",
    Loss.GIVEN: "chuyển đi",
}  # fmt: skip


@dataclass(slots=True)
class BookEntry:
    """A device as the book has it: so much came by ISO day, so much left by day and reason."""

    device: Device
    group: str
    place: str
    came: Counter[str] = field(default_factory=Counter)
    left: Counter[tuple[str, Loss]] = field(default_factory=Counter)

    @property
    def quantity(self) -> int:
        """How much came in all."""
        return sum(self.came.values())

    @property
    def remains(self) -> int:
        """How much is still on the book."""
        return self.quantity - sum(self.left.values())

    def price(self) -> int | None:
        """Return what came is worth in đồng, None where no unit price is written."""
        price = self.device.unit_price
        return None if price is None else price * self.quantity

    def on_book(self, first: str) -> bool:
        """Return whether anything was on the book on an ISO day or since."""
        days = [day for (day, _loss), quantity in self.left.items() if quantity]
        return bool(self.remains) or any(day >= first for day in days)


@dataclass(frozen=True, slots=True)
class EquipmentBook:
    """Every device that was on the book in a period, as it stood on the period's last day."""

    period: Period
    by: Grouping = Grouping.SUBJECT

    def answer(self, desk: Desk) -> Report:
        """Return the book as a report, or refuse a period that has not begun."""
        check_begun(desk, self.period)
        entries = self.entries(desk)
        called = name_of(self.period, school_years(desk))
        return show_book(entries, self.by, self.period, called, read_school(desk).keeper)

    def entries(self, desk: Desk) -> list[BookEntry]:
        """Return the devices in the book's order: by group, then by the first day they came."""
        devices = {record.id: record.row for record in desk.every(Device)}
        groups = groups_of(desk, devices, self.by)
        places = {record.id: record.row.name for record in desk.every(Place)}
        found: dict[int, BookEntry] = {}
        for crossing in desk.stock_book.crossings(self.period.last.isoformat()):
            number = crossing.shift.device
            if number not in found:
                device = devices[number]
                found[number] = BookEntry(
                    device, groups[number], places.get(device.place_id or 0, "")
                )
            _take(found[number], crossing)
        first = self.period.first.isoformat()
        ranks = {name: group_rank(name) for name in set(groups.values())}
        order = desk.stock_book.order()
        kept = [
            found[number]
            for number in sorted(found, key=order.__getitem__)
            if found[number].quantity and found[number].on_book(first)
        ]
        kept.sort(key=lambda entry: min(entry.came))
        kept.sort(key=lambda entry: ranks[entry.group])
        return kept


def _take(entry: BookEntry, crossing: Crossing) -> None:
    loss = crossing.shift.loss()
    if loss is not None:
        entry.left[crossing.day, loss] += crossing.shift.quantity
    elif crossing.shift.gain("") is not None:
        entry.came[crossing.day] += crossing.shift.quantity


def show_book(
    entries: Sequence[BookEntry], by: Grouping, period: Period, called: Sentence, keeper: str
) -> Report:
    """Return the book as a report."""
    remains, worth = sum(one.remains for one in entries), sum(one.price() or 0 for one in entries)
    many = len(entries) > MOST_LISTED
    tables = (_group_table(entries, by), *(() if many else (_table(entries, by),)))
    return Report(
        Sentence("Book of educational equipment"),
        period,
        called,
        Sentence(
            "{devices} devices are in the book; {remains} remain on the last day.",
            {"devices": len(entries), "remains": remains},
        ),
        Sentence(
            "Every device that was on the book in the period, as it stood on the last day: what "
            "came up to then, what left and why, what remains. Damaged and lost devices remain "
            "until they are written off. Descriptions are those of today."
        ),
        tables,
        told=_told(entries, remains, worth),
        lacks=too_many(len(entries)) if many else None,
        book=True,
        signers=(("Cán bộ phụ trách thiết bị", keeper), ("Kế toán", ""), ("Hiệu trưởng", "")),
    )


def _group_table(entries: Sequence[BookEntry], by: Grouping) -> ReportTable:
    groups: dict[str, list[BookEntry]] = defaultdict(list)
    for entry in entries:
        groups[entry.group].append(entry)

    def cells(own: Sequence[BookEntry]) -> tuple[int, ...]:
        return (
            len(own), sum(one.quantity for one in own), sum(one.price() or 0 for one in own),
            sum(sum(one.left.values()) for one in own), sum(one.remains for one in own),
        )  # fmt: skip

    return ReportTable(
        Sentence("Totals of the book"),
        (NAMES[by], Sentence("Devices"), Sentence("Came in all"), Sentence("Worth (đ)"),
         Sentence("Left"), Sentence("Remains")),
        tuple((called_group(by, name), *cells(own)) for name, own in groups.items()),
        () if by is Grouping.SCHOOL else (Sentence("The whole school"), *cells(entries)),
        (Kind.NAME, Kind.FIGURE, Kind.FIGURE, Kind.MONEY, Kind.FIGURE, Kind.FIGURE),
    )  # fmt: skip


_HEADINGS = (
    Sentence("Day it came"), Sentence("Voucher number"), Sentence("Code"), Sentence("Device name"),
    Sentence("Specification, country"), Sentence("Unit"), Sentence("Quantity"),
    Sentence("Unit price"), Sentence("Amount"), Sentence("Source"), Sentence("Subject, grade"),
    Sentence("Kept in"), Sentence("Left: day, quantity, reason"), Sentence("Remains"),
    Sentence("Note"),
)  # fmt: skip
_KINDS = (
    Kind.DAY, Kind.SHORT, Kind.CODE, Kind.NAME, Kind.TEXT, Kind.SHORT, Kind.SHORT, Kind.MONEY,
    Kind.MONEY, Kind.TEXT, Kind.TEXT, Kind.TEXT, Kind.TEXT, Kind.SHORT, Kind.TEXT,
)  # fmt: skip


def _table(entries: Sequence[BookEntry], by: Grouping) -> ReportTable:
    groups: dict[str, list[BookEntry]] = defaultdict(list)
    for entry in entries:
        groups[entry.group].append(entry)
    grouped = by is not Grouping.SCHOOL
    chapters = tuple(Chapter(len(own), (_head(by, name),)) for name, own in groups.items())
    return ReportTable(
        Sentence("The devices"),
        ((NAMES[by],) if grouped else ()) + _HEADINGS,
        tuple(((called_group(by, one.group),) if grouped else ()) + _cells(one) for one in entries),
        kinds=((Kind.TEXT,) if grouped else ()) + _KINDS,
        chapters=chapters if grouped else (),
        tell=int(grouped),
        numbered=True,
    )


def _head(by: Grouping, name: str) -> Sentence:
    called = called_group(by, name)
    if isinstance(called, Sentence):
        return called
    group = told(NAMES[by].text, {})
    return Sentence("{group}: {name}", {"group": group, "name": called})


def _cells(one: BookEntry) -> tuple[Cell, ...]:
    device, price = one.device, one.price()
    document = "; ".join(filter(None, (device.document_number, device.book_page)))
    return (
        _came(one), document, device.code, device.name,
        ", ".join(filter(None, (device.specification, device.country))), device.unit, one.quantity,
        "" if device.unit_price is None else device.unit_price, "" if price is None else price,
        device.fund, _subject(device), one.place,
        "; ".join(f"{show_day(day)}: {quantity}, {_WHY[loss]}"
                  for (day, loss), quantity in one.left.items() if quantity),
        one.remains, device.note,
    )  # fmt: skip


def _came(one: BookEntry) -> str:
    days = [(day, quantity) for day, quantity in one.came.items() if quantity]
    if len(days) == 1:
        return show_day(days[0][0])
    return "; ".join(f"{show_day(day)}: {quantity}" for day, quantity in days)


def _subject(device: Device) -> str:
    grades = device.grades.replace(";", ", ")
    return ", ".join(filter(None, (device.subject, f"khối {grades}" if grades else "")))


def _told(entries: Sequence[BookEntry], remains: int, worth: int) -> Told:
    rows = tuple(
        {"code": one.device.code, "name": one.device.name, "unit": one.device.unit,
         "came": dict(one.came), "quantity": one.quantity, "unit_price": one.device.unit_price,
         "amount": one.price(), "fund": one.device.fund, "subject": one.device.subject,
         "place": one.place,
         "left": [{"day": day, "reason": loss.value, "quantity": quantity}
                  for (day, loss), quantity in one.left.items()],
         "remains": one.remains}
        for one in entries
    )  # fmt: skip
    quantity = sum(one.quantity for one in entries)
    totals = {"devices": len(entries), "quantity": quantity, "amount": worth,
              "left": quantity - remains, "remains": remains}  # fmt: skip
    return Told(rows, totals)
