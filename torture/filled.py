"""A small book in which every table has rows, and files of every kind lie beside it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Integer

from app.domain.account import RETIRED
from app.domain.device import Device, Kind
from app.domain.draft import Draft
from app.domain.ledger import Image
from app.domain.loan import Result
from app.domain.quota import QuotaTerm
from app.domain.sentence import Sentence
from app.domain.setting import School
from app.services.classes import RegisterClass
from app.services.demonstration import SteppingClock
from app.services.devices import RegisterDevice
from app.services.lending import Item, Lend, ReturnItem, TakeBack
from app.services.month_acts import ApproveMonth, PrintMonth, SubmitMonth
from app.services.people import DescribeSchool, RegisterPerson
from app.services.photos import AddManual, AddPhoto
from app.services.room import Room
from app.services.uploading import MakeUpload
from app.store import tables
from app.store.desk import Desk
from app.store.kinds import TABLES

START = date(2025, 9, 5)
MONTH = "2025-09"
_ROWS = 3  # of each kind that has none
# What the file's own checks ask of such rows.
_ASKED: dict[tuple[str, str], str | int] = {
    ("quota", "term"): QuotaTerm.YEAR,
    ("repair", "unmended"): 0,
    ("layout", "file"): "",
    ("account", "status"): RETIRED,  # nobody is to sign in
}


@dataclass(frozen=True, slots=True)
class _Fill:
    """Write some rows of each kind that has none, each linked to the first rows of others."""

    day: date

    def draft(self, desk: Desk) -> Draft[None]:
        """Draft them, so that a row comes after those it is linked to."""
        kinds = {name: kind for kind, name in TABLES.items()}
        images: list[Image] = []
        for table in tables.metadata.sorted_tables:
            kind: Any = kinds.get(table.name)
            if kind is None or desk.find(kind, id=1) is not None:
                continue
            for number in range(1, _ROWS + 1):
                said = {item.name: _said(table.c[item.name], number) for item in fields(kind)}
                images.append(desk.new(kind(**said))[1])
        return Draft(
            kind="import",
            day=self.day.isoformat(),
            sentence=Sentence("Filled every table"),
            change=frozenset(),
            value=None,
            images=tuple(images),
        )


def _said(column: Any, number: int) -> str | int | None:  # noqa: ANN401 - of whatever type
    asked: str | int | None = _ASKED.get((column.table.name, column.name))
    if asked is not None:
        return asked
    if column.foreign_keys and not column.unique:
        return None if column.nullable else 1
    return number if isinstance(column.type, Integer) else f"{column.name} {number}"


def make_filled(folder: Path) -> Path:
    """Make the book, close it and return its folder; papers it keeps lie beside `folder`."""
    clock = SteppingClock(START)
    room = Room.make(folder, clock, "torture")
    room.run(DescribeSchool(School("Trường Tiểu học Hoa Phượng", keeper="Trần Thị Kho")))
    for teacher in ("Nguyễn Thị Ánh", "Trần Văn Bình"):
        room.run(RegisterPerson(teacher, "Tổ 3"))
    for name, teacher in (("3A", "GV001"), ("3B", "GV002")):
        room.run(RegisterClass(name, 3, START.year, teacher))
    room.run(RegisterDevice(Device("", "Máy chiếu"), place="Kho"))
    room.run(RegisterDevice(Device("", "Bảng con", Kind.LOT), 20, place="Tủ 1"))
    for code, name in (("TB00001", "3A"), ("TB00002", "3B")):
        room.run(Lend((Item(code),), name))
    room.run(TakeBack((ReturnItem("TB00002", 1, Result.DAMAGED),)))
    _keep_files(room, folder)
    clock.turn_to(date(START.year, START.month + 1, 2))
    room.run(SubmitMonth(MONTH))
    room.run(ApproveMonth(MONTH, scan=folder.with_name("a.pdf")))
    room.issue(PrintMonth(MONTH))
    room.run(_Fill(room.today()))
    room.leave()
    return folder


def _keep_files(room: Room, folder: Path) -> None:
    for name, head, add in (("a.jpg", b"\xff\xd8\xff", AddPhoto), ("a.pdf", b"%PDF", AddManual)):
        path = folder.with_name(name)
        path.write_bytes(head + bytes(range(256)))
        room.run(add("TB00001", path))
    room.run(MakeUpload())
