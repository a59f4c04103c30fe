"""A school year at full speed in one process: nothing grows that should not, nothing is lost.

Every school day lends and takes back and is backed up; each week counts a place, each fortnight
uploads what changed, each month is approved. What should be where is kept count of outside.
"""

from __future__ import annotations

import csv
import gc
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random

from app.domain.backup import Why
from app.domain.device import Device, Kind, State
from app.domain.loan import Result
from app.domain.setting import School
from app.domain.stocktake import Scope
from app.services.backups import back_up
from app.services.classes import RegisterClass
from app.services.counting import Count, Seen
from app.services.demonstration import SteppingClock
from app.services.devices import RegisterDevice
from app.services.importing import Import, read_list
from app.services.invented_uploads import send
from app.services.lending import Item, Lend, ReturnItem, TakeBack
from app.services.month_acts import ApproveMonth, SubmitMonth
from app.services.people import DescribeSchool, RegisterPerson
from app.services.queries import OneDevice, Verify
from app.services.room import Room
from app.services.stocktakes import CancelStocktake, OpenStocktake
from app.services.undoing import Undo
from torture.campaign import Wish

DAYS = 360  # to the end of July: the classes of another year come after it
_START = date(2025, 8, 4)
_PIECES, _LOTS, _LOT = 80, 20, 35
_A_DAY = 6  # slips
_GROWTH = 1.15  # of memory, from the second month to the last
_BEND = 1.5  # of bytes an entry takes, from one half of the year to the other
_FRIDAY = 4
_CLASSES = ("3A", "3B", "3C")
_PLACE = "Kho thiết bị"


@dataclass(slots=True)
class _School:
    """The room, and the count of what should be where, kept outside the book."""

    room: Room
    clock: SteppingClock
    random: Random
    home: Path
    tally: dict[str, Counter[State]] = field(default_factory=dict)
    out: list[tuple[date, int, list[Item]]] = field(default_factory=list)
    imports: int = 0


@dataclass(frozen=True, slots=True)
class _Month:
    """What stood at the end of a month: resident memory in KiB, the file in bytes, entries."""

    name: str
    memory: int
    size: int
    entries: int


def soak(wish: Wish) -> int:
    """Live so many days; return how many things are not as they should."""
    school = _open(wish)
    months: list[_Month] = []
    for number in range(wish.times or DAYS):
        day = _START + timedelta(days=number)
        if day.month != (day - timedelta(days=1)).month and number:
            months.append(_end_month(school, day))
            wish.say(_told(months[-1]))
        school.clock.turn_to(day)
        if day.weekday() <= _FRIDAY:
            _live(school, day)
    faults = [*_lost(school), *_grown(months)]
    school.room.leave()
    for fault in faults:
        wish.say(f"  {fault}")
    return len(faults)


def _open(wish: Wish) -> _School:
    clock = SteppingClock(_START)
    room = Room.make(wish.folder / "book", clock, "torture")
    room.run(DescribeSchool(School("Trường Tiểu học Hoa Phượng", keeper="Trần Thị Kho")))
    teacher = room.run(RegisterPerson("Nguyễn Thị Ánh", "Tổ 3")).value
    for name in _CLASSES:
        room.run(RegisterClass(name, 3, _START.year, teacher))
    school = _School(room, clock, Random(wish.seed), wish.folder)
    for number in range(_PIECES + _LOTS):
        kind, quantity = (Kind.PIECE, 1) if number < _PIECES else (Kind.LOT, _LOT)
        device = Device("", f"Thiết bị {number}", kind)
        code = school.room.run(RegisterDevice(device, quantity, place=_PLACE)).value
        school.tally[code] = Counter({State.IN_STORE: quantity})
    return school


def _live(school: _School, day: date) -> None:
    """Live one school day."""
    for slip in [one for one in school.out if one[0] <= day]:
        _take_back(school, slip)
    for _ in range(_A_DAY):
        _lend(school, day)
    if day.day % 10 == 0:
        _import(school)
    if day.weekday() == _FRIDAY:
        _count(school)
    if day.toordinal() % 14 == 1:
        send(school.room, school.random, last=False)
    back_up(school.room, Why.DAILY)


def _lend(school: _School, day: date) -> None:
    items: list[Item] = []
    for code in school.random.sample(sorted(school.tally), 3):
        there = school.tally[code][State.IN_STORE]
        if there:
            items.append(Item(code, school.random.randint(1, there)))
    if not items:
        return
    loan = school.room.run(Lend(tuple(items), school.random.choice(_CLASSES))).value.loan
    if school.random.random() < 0.05:  # noqa: PLR2004 - a slip written by mistake, now and then
        school.room.run(Undo("Ghi nhầm"))
        return
    for item in items:
        _move(school, item.code, item.quantity, State.IN_STORE, State.ON_LOAN)
    school.out.append((day + timedelta(days=school.random.randint(0, 9)), loan, items))


def _move(school: _School, code: str, quantity: int, source: State, target: State) -> None:
    school.tally[code][source] -= quantity
    school.tally[code][target] += quantity


def _take_back(school: _School, slip: tuple[date, int, list[Item]]) -> None:
    school.out.remove(slip)
    _due, loan, items = slip
    back: list[ReturnItem] = []
    for item in items:
        broken = int(school.random.random() < 0.02)  # noqa: PLR2004 - one line in fifty
        if item.quantity > broken:
            back.append(ReturnItem(item.code, item.quantity - broken))
        if broken:
            back.append(ReturnItem(item.code, 1, Result.DAMAGED))
        _move(school, item.code, item.quantity - broken, State.ON_LOAN, State.IN_STORE)
        _move(school, item.code, broken, State.ON_LOAN, State.DAMAGED)
    school.room.run(TakeBack(tuple(back), loan))


def _import(school: _School) -> None:
    school.imports += 1
    path = school.home / "thiet-bi.csv"
    codes = [f"NK{school.imports:03d}{number}" for number in range(5)]
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(["Mã thiết bị", "Tên thiết bị", "Số lượng", "Đơn vị tính"])
        lines.writerows([code, f"Bộ tranh {code}", "10", "Bộ"] for code in codes)
    school.room.run(Import(read_list("devices", path)))
    for code in codes:
        school.tally[code] = Counter({State.IN_STORE: 10})


def _count(school: _School) -> None:
    """Count some of what is in one place, and call the stocktake off before anything is posted."""
    stocktake = school.room.run(OpenStocktake(Scope.PLACE, _PLACE)).value
    for code in school.random.sample(sorted(school.tally), 10):
        school.room.run(Count(stocktake, (Seen(code, 1),)))
    school.room.run(CancelStocktake(stocktake, "Kiểm đếm hằng tuần"))


def _end_month(school: _School, first: date) -> _Month:
    """Have the month before `first` approved, and look how large everything is."""
    school.clock.turn_to(first)
    name = f"{first - timedelta(days=1):%Y-%m}"
    school.room.run(SubmitMonth(name))
    school.room.run(ApproveMonth(name))
    verdict = school.room.ask(Verify())
    gc.collect()
    size = sum(path.stat().st_size for path in school.room.folder.glob("book.db*"))
    return _Month(name, _memory(), size, verdict.entries)


def _memory() -> int:
    """Return the resident memory in KiB."""
    with Path("/proc/self/status").open(encoding="ascii") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("VmRSS:"))


def _told(month: _Month) -> str:
    each = month.size // month.entries
    return (
        f"{month.name}: {month.entries} entries, {month.size >> 10} KiB, {each} bytes an entry, "
        f"{month.memory >> 10} MiB of memory"
    )


def _lost(school: _School) -> list[str]:
    """Return what the book says otherwise than the count kept outside."""
    found = [str(one.sentence) for one in school.room.ask(Verify()).problems]
    for code, counted in school.tally.items():
        kept = school.room.ask(OneDevice(code)).view.balances
        meant = {state: quantity for state, quantity in counted.items() if quantity}
        if {state: quantity for state, quantity in kept.items() if quantity} != meant:
            found.append(f"{code}: {kept}, counted {meant}")
    return found


def _grown(months: list[_Month]) -> list[str]:
    """Return what grew faster than the book's entries."""
    if len(months) < 4:  # noqa: PLR2004 - too short a time to tell
        return []
    second, middle, last = months[1], months[len(months) // 2], months[-1]
    found = []
    if last.memory > second.memory * _GROWTH:
        found.append(f"memory grew from {second.memory} to {last.memory} KiB")
    early = (middle.size - second.size) / (middle.entries - second.entries)
    late = (last.size - middle.size) / (last.entries - middle.entries)
    if late > early * _BEND:
        found.append(f"an entry takes {late:.0f} bytes, and took {early:.0f}")
    return found
