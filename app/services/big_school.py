"""A large invented school: five school years of loans, made up at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from heapq import heappop, heappush
from random import Random
from typing import Any

from app.domain.batch import ListRow, SchoolList
from app.domain.device import Device, DeviceId, Kind, State
from app.domain.draft import Draft
from app.domain.ledger import Image, LineId
from app.domain.loan import Loan, Result
from app.domain.person import Person, SchoolClass
from app.domain.record import Record
from app.services.damages import Part, come_back
from app.services.importing import Import
from app.services.lending import TakenLine, draft_loan, draft_return
from app.services.room import Room
from app.store.desk import Desk

YEARS = 5
_ROWS_AT_ONCE = 5_000
_WEEKS = 35
_DAYS = 5
_MOST_LINES = 5  # on a slip
_LOT = 0.3  # of the devices are lots
_HURT = 0.002  # of what comes back is damaged
_HEADINGS = {name: name for name in ("name", "unit", "quantity", "subject", "place", "kind",
                                     "country", "year_in_use", "unit_price")}  # fmt: skip
_PLACES = ("Kho thiết bị", "Tủ 1", "Tủ 2", "Tủ 3", "Phòng Tin học", "Phòng Âm nhạc")


def stock(room: Room, random: Random, names: list[tuple[str, str, str]], count: int) -> None:
    """Import `count` devices, some thousands at once; `names` are names, units and subjects."""
    for first in range(0, count, _ROWS_AT_ONCE):
        rows = [
            ListRow(number + 1, _device(random, *names[number % len(names)], number))
            for number in range(first, min(first + _ROWS_AT_ONCE, count))
        ]
        name = f"thiet-bi-{first // _ROWS_AT_ONCE + 1}.xlsx"
        room.run(Import(SchoolList("devices", name, "Thiết bị", _HEADINGS, tuple(rows))))


def _device(random: Random, name: str, unit: str, subject: str, number: int) -> dict[str, str]:
    lot = random.random() < _LOT
    return {
        "name": f"{name} số {number + 1}", "unit": unit or "Bộ", "subject": subject,
        "quantity": str(random.choice((20, 30, 35, 40)) if lot else 1),
        "kind": "lô" if lot else "cái", "place": random.choice(_PLACES), "country": "Việt Nam",
        "year_in_use": str(random.randint(2019, 2021)),
        "unit_price": str(random.randrange(20, 900) * 1000),
    }  # fmt: skip


def write_years(
    room: Room, random: Random, lines: int, first_year: int, open_year: Callable[[int], None]
) -> None:
    """Make up the loans of `YEARS` school years from `first_year` on: `lines` lines in all.

    `open_year` writes down the classes of a school year before its first loan.
    """
    shelf = _Shelf(random)
    for index in range(YEARS):
        year = first_year + index
        open_year(year)
        wanted = _share(lines, index, YEARS)
        start = date(year, 9, 5)
        for week in range(_WEEKS):
            monday = start + timedelta(days=7 * week - start.weekday())
            room.make_up(partial(shelf.week, monday, year, _share(wanted, week, _WEEKS)))
        room.make_up(partial(shelf.close, date(year + 1, 5, 31)))


def _share(whole: int, index: int, parts: int) -> int:
    """Return the share of one of `parts`; the shares of all make the whole."""
    return whole * (index + 1) // parts - whole * index // parts


@dataclass(order=True, slots=True)
class _Out:
    """A slip that is out until a day: its lines with their devices and quantities."""

    back: date
    number: int
    lines: list[tuple[int, Record[Device], int]] = field(compare=False)


@dataclass(slots=True)
class _Shelf:
    """What is in the store while the history goes by."""

    random: Random
    there: dict[int, int] = field(default_factory=dict)
    devices: list[Record[Device]] = field(default_factory=list)
    out: list[_Out] = field(default_factory=list)

    def week(
        self, monday: date, year: int, lines: int, desk: Desk
    ) -> Iterator[tuple[str, Draft[Any]]]:
        """Yield the drafts of a week with `lines` lines."""
        self._fill(desk)
        classes = desk.every(SchoolClass, school_year=year, status="active")
        teachers = {record.id: record.row.name for record in desk.every(Person)}
        for index in range(_DAYS):
            day = monday + timedelta(days=index)
            yield from self._returns(desk, day)
            yield from self._loans(desk, day, _share(lines, index, _DAYS), classes, teachers)

    def close(self, day: date, desk: Desk) -> Iterator[tuple[str, Draft[Any]]]:
        """Yield the return of all that is still out."""
        yield from self._returns(desk, day)

    def _fill(self, desk: Desk) -> None:
        if self.devices:
            return
        self.devices = desk.every(Device, status="active")
        numbers = [record.id for record in self.devices]
        for number, held in desk.balances(numbers).items():
            self.there[number] = held.get(State.IN_STORE, 0)

    def _loans(
        self, desk: Desk, day: date, lines: int, classes: Sequence[Record[SchoolClass]],
        teachers: Mapping[int, str],
    ) -> Iterator[tuple[str, Draft[Any]]]:  # fmt: skip
        moment = datetime.combine(day, time(8))
        while lines > 0:
            wanted = self._pick(min(lines, self.random.randint(1, _MOST_LINES)))
            if not wanted:
                return  # everything is out
            lines -= len(wanted)
            chosen = self.random.choice(classes)
            homeroom = chosen.row.homeroom_id or 0
            due = day + timedelta(days=7)
            hour = str(lines % 5 or "")  # one slip in five names none
            head = Loan(chosen.id, homeroom, day.isoformat(), due.isoformat(), hour)
            draft = draft_loan(desk, head, chosen.row.name, teachers[homeroom], wanted)
            back = day + timedelta(days=self.random.randint(1, 6))
            parts = [
                (line.line, record, quantity)
                for line, (record, quantity, _kit) in zip(draft.value.lines, wanted, strict=True)
            ]
            heappush(self.out, _Out(back, draft.value.loan, parts))
            moment += timedelta(seconds=20)
            yield moment.isoformat(timespec="seconds"), draft

    def _pick(self, count: int) -> list[tuple[Record[Device], int, int | None]]:
        found: dict[int, tuple[Record[Device], int, int | None]] = {}
        for _try in range(count * 3):
            record = self.random.choice(self.devices)
            there = self.there.get(record.id, 0)
            if not there or record.id in found:
                continue
            quantity = 1 if record.row.kind == Kind.PIECE else max(there // 3, 1)
            self.there[record.id] = there - quantity
            found[record.id] = (record, quantity, None)
            if len(found) == count:
                break
        return list(found.values())

    def _returns(self, desk: Desk, day: date) -> Iterator[tuple[str, Draft[Any]]]:
        moment = datetime.combine(day, time(7))
        while self.out and self.out[0].back <= day:
            postings, taken = [], []
            images: list[Image] = []
            for line, record, quantity in heappop(self.out).lines:
                hurt = self.random.random() < _HURT
                result = Result.DAMAGED if hurt else Result.GOOD
                part = Part(DeviceId(record.id), LineId(line), quantity, result)
                posting, opened = come_back(desk, part, day.isoformat())
                postings.append(posting)
                images.extend(opened)
                taken.append(TakenLine(line, record.row.code, quantity, result, 0))
                self.there[record.id] += 0 if hurt else quantity
            moment += timedelta(seconds=10)
            yield (
                moment.isoformat(timespec="seconds"),
                draft_return(day.isoformat(), postings, taken, tuple(images)),
            )
