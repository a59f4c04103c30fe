"""A room on a real file, with a clock that stands still unless it is turned."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from shutil import copytree

import pytest

from app.domain.device import Device, Kind
from app.domain.setting import School
from app.services.classes import RegisterClass
from app.services.demonstration import Demonstration, make_demonstration
from app.services.devices import RegisterDevice
from app.services.people import DescribeSchool, RegisterPerson
from app.services.room import Room
from app.vault.vault import Vault
from tests.keyring_service import SECRET, secret_service, traces

TODAY = date(2026, 11, 24)


class Clock:
    """A clock that tells a later second at each look."""

    def __init__(self, day: date = TODAY) -> None:
        """Stand at eight in the morning of a day."""
        self.now = datetime.combine(day, time(8))

    def __call__(self) -> datetime:
        """Return the time."""
        self.now += timedelta(seconds=1)
        return self.now

    def turn_to(self, day: date) -> None:
        """Stand at eight in the morning of another day."""
        self.now = datetime.combine(day, time(8))


@pytest.fixture
def clock() -> Clock:
    """Return a clock on a Tuesday of the first semester."""
    return Clock()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return where the book will be."""
    return tmp_path / "book"


Prepared = Callable[[str, date], tuple[Path, datetime]]


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """Return what makes a book once, "empty" or of the "school", and tells when it was done."""

    @cache
    def prepare(kind: str, day: date) -> tuple[Path, datetime]:
        folder, clock = tmp_path_factory.mktemp("prepared") / "book", Clock(day)
        room = Room.make(folder, clock, "thu")
        if kind == "school":
            _describe(room)
        room.leave()
        return folder, clock.now

    return prepare


@pytest.fixture(scope="session")
def demonstration_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a demonstration school of 2025-2026; to be copied, never opened."""
    folder = tmp_path_factory.mktemp("demonstration") / "book"
    make_demonstration(folder, Demonstration(devices=60, loans=150), date(2025, 9, 5)).leave()
    return folder


@pytest.fixture
def room(
    request: pytest.FixtureRequest, prepared: Prepared, folder: Path, clock: Clock
) -> Iterator[Room]:
    """Open an empty book, or the school's where a test asks for that."""
    kind = "school" if "school" in request.fixturenames else "empty"
    book, clock.now = prepared(kind, clock.now.date())
    copytree(book, folder)
    made = Room.enter(folder, clock, "thu")
    yield made
    made.leave()


@pytest.fixture
def school(room: Room) -> Room:
    """Open a book with three teachers, classes 3A and 4B, and four devices.

    TB00001 and TB00002 are pieces, TB00003 a lot of 35, TB00004 a lot of 20 of which
    2 are damaged. GV001 is homeroom teacher of 3A, GV002 of 4B, GV003 of no class.
    """
    return room


def _describe(room: Room) -> None:
    room.run(DescribeSchool(School("Trường Tiểu học Hoa Phượng", keeper="Trần Thị Kho")))
    for name in ("Nguyễn Thị Ánh", "Trần Văn Bình", "Lê Thị Đào"):
        room.run(RegisterPerson(name, "Tổ 3"))
    room.run(RegisterClass("3A", 3, 2026, "GV001"))
    room.run(RegisterClass("4B", 4, 2026, "GV002"))
    room.run(RegisterDevice(Device("", "Máy chiếu", subject="Dùng chung"), place="Kho"))
    room.run(RegisterDevice(Device("", "Loa cầm tay")))
    room.run(RegisterDevice(Device("", "Bộ thực hành Toán", Kind.LOT, "Bộ", subject="Toán"), 35))
    room.run(RegisterDevice(Device("", "Bảng con", Kind.LOT), 20, damaged=2))


@pytest.fixture(scope="session")
def _secret_service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Run a keyring for all tests that need one."""
    with secret_service(tmp_path_factory.mktemp("keyring")):
        yield


@pytest.fixture
def vault(_secret_service: None, tmp_path: Path) -> Iterator[Vault]:
    """Return a keyring with nothing of ours; no file of the test may know the secret after."""
    made = Vault()
    yield made
    for name in ("phong.hp", "anh.nt"):
        made.forget(name)
    assert not traces(tmp_path, SECRET)
