"""The demonstration school: invented people, real acts, one school year."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random

import resources
from app.domain.account import Role, Signed
from app.domain.device import Device, Kind, State
from app.domain.governing import Governing
from app.domain.loan import Result
from app.domain.person import Fund, Subject
from app.domain.setting import LetterheadVersion, School
from app.services import big_school
from app.services.accounts import AddAccount, invent_pin
from app.services.calendars import ConfirmYear, PrefillYear
from app.services.classes import RegisterClass
from app.services.devices import RegisterDevice
from app.services.importing import Import, read_list
from app.services.invented_repairs import tend
from app.services.invented_uploads import send
from app.services.lending import Item, Lend, ReturnItem, TakeBack
from app.services.lists import PlaceList, StaffList
from app.services.moving_up import MoveUp
from app.services.people import DescribeSchool, RegisterPerson
from app.services.places import CorrectPlace
from app.services.queries import FilterWords, OneDevice
from app.services.room import Room
from app.services.settings import SetGoverning, SetLetterhead
from app.services.teams import CorrectTeam
from app.services.undoing import Undo
from app.services.words import AdoptWords

DEVICES, LOANS = 300, 400
_LARGE = 5_000  # devices or loans: from here on a year of ordinary actions would take minutes
_GRADES, _CLASSES = 5, "ABCD"
_LONG_LOANS = 8
_COMMUNES = date(2025, 7, 1)
_MONTH, _FORTNIGHT = 20, 10  # school days
_LOT_SIZES = (20, 25, 30, 35, 40)
_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Phan", "Võ", "Đặng", "Bùi", "Đỗ")
_MIDDLE = ("Thị", "Ngọc", "Thanh", "Minh", "Kim", "Thu", "Hữu", "Văn")
_GIVEN = ("Ánh", "Bình", "Châu", "Dung", "Đào", "Giang", "Hạnh", "Hoa", "Khánh", "Lan", "Mai",
          "Nga", "Oanh", "Phúc", "Quỳnh", "Sương", "Thảo", "Uyên", "Vân", "Yến")  # fmt: skip
_PLACES = ("Kho thiết bị", "Tủ 1", "Tủ 2", "Phòng Tin học", "Phòng Âm nhạc")
_COUNTRIES = ("Việt Nam", "Việt Nam", "Việt Nam", "Trung Quốc", "Nhật Bản")


class SteppingClock:
    """A clock that the demonstration moves through its school year."""

    def __init__(self, start: date) -> None:
        """Start at seven in the morning of a day."""
        self._now = datetime.combine(start, time(7))

    def __call__(self) -> datetime:
        """Return the time, a minute later at each call."""
        self._now += timedelta(seconds=20)
        return self._now

    def turn_to(self, day: date) -> None:
        """Go on to a later day."""
        if day > self._now.date():
            self._now = datetime.combine(day, time(7))


@dataclass(frozen=True, slots=True)
class Demonstration:
    """How large the school is; the same seed makes the same school.

    `loans` counts slips, and loan lines in a school larger than any.
    """

    name: str = "Trường Tiểu học Hoa Phượng"
    seed: int = 2026
    devices: int = DEVICES
    loans: int = LOANS


def make_demonstration(folder: Path, wanted: Demonstration, start: date) -> Room:
    """Make a book with a school year of history, by running the ordinary actions.

    `start` is the first school day; the year runs for 35 weeks. On 1 August after it
    the classes of the next year are written down, and the first slips go out. A school
    larger than any is made up instead: its loans run over the five school years to then.
    """
    if wanted.devices > _LARGE or wanted.loans > _LARGE:
        return _make_large(folder, wanted, start)
    clock = SteppingClock(start - timedelta(days=14))
    room = Room.make(folder, clock, "demo")
    random = Random(wanted.seed)  # noqa: S311 - an invented school is no secret
    _describe(room, wanted, start.year)
    listed = resources.path("lists", "minimum_equipment.csv")
    room.run(Import(read_list("catalogue", listed)))
    for year in (start.year, start.year + 1):
        room.run(PrefillYear(year))
        room.run(ConfirmYear(year))
    classes = _people(room, random, start.year)
    pieces, lots = _devices(room, random, listed, wanted.devices)
    _lists(room)
    _year(room, clock, random, _Year(start, wanted.loans, classes, pieces, lots))
    clock.turn_to(date(start.year + 1, 8, 1))
    room.run(MoveUp(start.year))
    _lend_for_the_year(room, random, pieces)
    return room


def give_accounts(room: Room, seed: int) -> list[tuple[Signed, str]]:
    """Give the invented people of each role an account; return them with their PINs.

    The PINs follow from the seed: they are told to whoever made the school, and are nobody's.
    """
    random = Random(seed)  # noqa: S311 - an invented school is no secret
    keeper = room.run(RegisterPerson("Trần Thị Kho", "Tổ văn phòng", staff_type="Nhân viên"))
    staff = room.ask(StaffList())
    heads = {one.team: one.person.code for one in reversed(staff)}
    people = (
        (heads["Ban giám hiệu"], Role.PRINCIPAL),
        (str(keeper.value), Role.KEEPER),
        (next(one.person.code for one in staff if "Tin học" in one.person.staff_type), Role.ADMIN),
        (heads["Tổ 3"], Role.TEAM_HEAD),
    )
    given = []
    for code, role in people:
        pin = invent_pin(random.choice)
        given.append((room.run(AddAccount(code, role, pin, settled=True)).value, pin.reveal()))
        if room.needs_sign_in:  # the principal, who gives the others
            room.sign_in(code, pin)
    return given


def _make_large(folder: Path, wanted: Demonstration, start: date) -> Room:
    first = start.year - big_school.YEARS + 1
    clock = SteppingClock(date(first, 8, 1))
    room = Room.make(folder, clock, "demo")
    random = Random(wanted.seed)  # noqa: S311 - an invented school is no secret
    _describe(room, wanted, first)
    listed = resources.path("lists", "minimum_equipment.csv")
    room.run(Import(read_list("catalogue", listed)))
    _people(room, random, first)
    with listed.open(encoding="utf-8-sig", newline="") as file:
        items = [(row["name"], row["unit"], row["subject"]) for row in csv.DictReader(file)]
    big_school.stock(room, random, items, wanted.devices)

    def open_year(year: int) -> None:
        clock.turn_to(date(year, 8, 1))
        if year > first:
            room.run(MoveUp(year - 1))

    big_school.write_years(room, random, wanted.loans, first, open_year)
    open_year(start.year + 1)
    return room


def _describe(room: Room, wanted: Demonstration, year: int) -> None:
    """Name the school and its document; on 1 July 2025 communes took the districts' place."""
    school = School(wanted.name, "UBND HUYỆN NHÀ BÈ", keeper="Trần Thị Kho", abbreviation="HP")
    room.run(DescribeSchool(school))
    head = LetterheadVersion(
        superior="UBND XÃ NHÀ BÈ", name=school.name, place=school.place,
        abbreviation=school.abbreviation, recipients=school.recipients,
    )  # fmt: skip
    room.run(SetLetterhead(head, _COMMUNES))
    document = Governing(
        year, number="57/QĐ-HP", day=f"{year}-08-20", body=wanted.name,
        title="về việc ban hành Quy chế quản lý và sử dụng cơ sở dữ liệu thiết bị",
    )  # fmt: skip
    room.run(SetGoverning(document))


def _people(room: Room, random: Random, year: int) -> list[str]:
    names = [
        f"{family} {middle} {given}" for family in _FAMILY for middle in _MIDDLE for given in _GIVEN
    ]
    chosen = iter(random.sample(names, 30))
    room.run(RegisterPerson(next(chosen), "Ban giám hiệu", staff_type="Hiệu trưởng"))
    classes: list[str] = []
    for grade in range(1, _GRADES + 1):
        for letter in _CLASSES:
            teacher = room.run(RegisterPerson(next(chosen), f"Tổ {grade}")).value
            name = f"{grade}{letter}"
            room.run(RegisterClass(name, grade, year, teacher, 30 + len(classes) % 7))
            classes.append(name)
    for subject in ("Âm nhạc", "Mĩ thuật", "Thể dục", "Tin học", "Tiếng Anh"):
        room.run(RegisterPerson(next(chosen), "Tổ bộ môn", staff_type=f"Giáo viên {subject}"))
    return classes


def _lists(room: Room) -> None:
    """Say who heads each team and what each place is; keep the words the devices name."""
    heads: dict[str, str] = {}
    for one in room.ask(StaffList()):
        heads.setdefault(one.team, one.person.code)
    for team, head in sorted(heads.items()):
        room.run(CorrectTeam(team, head=head))
    for view in room.ask(PlaceList()):
        kind = view.place.name.partition(" ")[0]
        room.run(CorrectPlace(view.place.code, kind=kind))
    named = room.ask(FilterWords())
    if named["subject"]:
        room.run(AdoptWords(Subject))
    if named["fund"]:
        room.run(AdoptWords(Fund))


def _devices(
    room: Room, random: Random, listed: Path, count: int
) -> tuple[list[str], list[tuple[str, int]]]:
    with listed.open(encoding="utf-8-sig", newline="") as file:
        items = list(csv.DictReader(file))
    pieces: list[str] = []
    lots: list[tuple[str, int]] = []
    for number in range(count):
        item = items[number % len(items)]
        lot = random.random() < 0.4  # noqa: PLR2004 - two in five are sets for a class
        quantity = random.choice(_LOT_SIZES) if lot else 1
        device = Device(
            "", item["name"], Kind.LOT if lot else Kind.PIECE, item["unit"] or "Bộ",
            subject=item["subject"], grades=item["grade"], country=random.choice(_COUNTRIES),
            year_in_use=random.randint(2019, 2025), fund="Được cấp",
            unit_price=random.randrange(20, 900) * 1000, user=item["user"],
        )  # fmt: skip
        code = room.run(RegisterDevice(device, quantity, place=random.choice(_PLACES))).value
        if lot:
            lots.append((code, quantity))
        else:
            pieces.append(code)
    return pieces, lots


def _lend_for_the_year(room: Room, random: Random, pieces: list[str]) -> None:
    """Lend some pieces until the end of the year, and some for a week: those are late soon."""
    today = room.today()
    end = date(today.year + 1, 5, 31)
    for number, code in enumerate(random.sample(pieces, min(_LONG_LOANS, len(pieces)))):
        due = end if number % 2 else None
        grade, letter = number % _GRADES + 1, random.choice(_CLASSES)
        if room.ask(OneDevice(code)).view.balances.get(State.IN_STORE, 0):
            room.run(Lend((Item(code),), f"{grade}{letter}", due=due))


@dataclass(slots=True)
class _Year:
    """The school year as it goes by."""

    start: date
    loans: int
    classes: list[str]
    pieces: list[str]
    lots: list[tuple[str, int]]

    def days(self) -> Iterator[date]:
        """Yield the school days, Monday to Friday of 35 weeks."""
        for number in range(35 * 7):
            day = self.start + timedelta(days=number)
            if day.weekday() < 5:  # noqa: PLR2004 - Saturday
                yield day


def _year(room: Room, clock: SteppingClock, random: Random, year: _Year) -> None:
    days = list(year.days())
    # Of its own, so that what is lent stays the same whatever is mended.
    care = Random(len(days) + year.loans)  # noqa: S311 - an invented school is no secret
    sent = Random(year.loans)  # noqa: S311 - an invented school is no secret
    out: list[tuple[date, int, list[ReturnItem]]] = []
    busy: set[str] = set()
    made = 0
    for index, day in enumerate(days, start=1):
        clock.turn_to(day)
        due = [loan for loan in out if loan[0] <= day]
        out = [loan for loan in out if loan[0] > day]
        for _back, loan, back in due:
            _take_back(room, random, loan, back)
            busy -= {item.code for item in back if item.result is Result.GOOD}
        if index % _MONTH == 0:
            tend(room, care, year.lots, last=index + _MONTH > len(days))
        if index % _FORTNIGHT == 1:
            send(room, sent, last=index + _FORTNIGHT > len(days))
        while made < year.loans * index // len(days):
            made += 1
            items = _pick(random, year, busy)
            if items:
                out.append(
                    (day + timedelta(days=random.randint(0, 9)), *_lend(room, random, year, items))
                )
                busy |= {item.code for item in items}


def _pick(random: Random, year: _Year, busy: set[str]) -> list[Item]:
    items = [
        Item(code) for code in random.sample(year.pieces, min(3, len(year.pieces)))
        if code not in busy
    ]  # fmt: skip
    if year.lots and random.random() < 0.5:  # noqa: PLR2004 - every other loan
        code, quantity = random.choice(year.lots)
        if code not in busy:
            items.append(Item(code, random.randint(quantity // 3, quantity // 2)))
    return items


def _lend(
    room: Room, random: Random, year: _Year, items: list[Item]
) -> tuple[int, list[ReturnItem]]:
    hour = _lesson_hour(items[0].code)
    lent = room.run(Lend(tuple(items), random.choice(year.classes), period=hour)).value
    if random.random() < 0.03:  # noqa: PLR2004 - a slip written twice, now and then
        room.run(Undo("Ghi nhầm lớp"))
        lent = room.run(Lend(tuple(items), random.choice(year.classes), period=hour)).value
    back: list[ReturnItem] = []
    for item in items:
        chance = random.random()
        if item.quantity > 2 and chance < 0.3:  # noqa: PLR2004 - a set comes back short
            back.append(ReturnItem(item.code, item.quantity - 2))
            back.append(ReturnItem(item.code, 1, Result.INCOMPLETE))
            back.append(ReturnItem(item.code, 1, Result.DAMAGED))
        elif item.quantity == 1 and chance < 0.01:  # noqa: PLR2004 - one piece in a hundred
            back.append(ReturnItem(item.code, 1, Result.DAMAGED))
        else:
            back.append(ReturnItem(item.code, item.quantity))
    return lent.loan, back


def _lesson_hour(code: str) -> str:
    """Return a lesson hour as keepers write it, blank now and then; nothing is drawn for it."""
    hour = int(code[-3:]) % 7
    return "" if not hour else f"Sáng {hour}" if hour < 5 else f"Chiều {hour - 4}"  # noqa: PLR2004 - four hours before noon


def _take_back(room: Room, random: Random, loan: int, items: list[ReturnItem]) -> None:
    if len(items) > 1 and random.random() < 0.25:  # noqa: PLR2004 - in two parts
        room.run(TakeBack(tuple(items[:1]), loan))
        items = items[1:]
    room.run(TakeBack(tuple(items), loan))
