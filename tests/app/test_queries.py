"""Questions: search without marks, Vietnamese order, past days, and no query per row."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event

from app.domain.device import Device, Kind
from app.domain.text import fold, sort_key
from app.services.counter import Recognise
from app.services.devices import RegisterDevice
from app.services.importing import Import, read_list
from app.services.lending import Item, Lend, ReturnItem, TakeBack
from app.services.queries import Devices, Loans, OneDevice
from app.services.room import Question, Room
from tests.conftest import TODAY, Clock


@contextmanager
def counted(room: Room) -> Iterator[list[str]]:
    """Gather the statements that reach the file."""
    engine = room._book._engine  # noqa: SLF001 - nothing public counts statements
    said: list[str] = []

    def note(*happened: object) -> None:
        said.append(str(happened[2]))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(engine, "before_cursor_execute", note)


def _fill(room: Room, first: int) -> None:
    for number in range(first, first + 10):
        code = room.run(RegisterDevice(Device("", f"Máy tính số {number}", Kind.LOT), 5)).value
        room.run(Lend((Item(code, 2), Item(code, 1)), "3A"))


@pytest.mark.parametrize(
    "question",
    [Devices(), Devices("may tinh"), Loans(), Loans(open_only=True), OneDevice("TB00001"),
     Recognise("TB00001"), Recognise("3A")],
)  # fmt: skip
def test_twice_the_data_asks_no_more(school: Room, question: Question[object]) -> None:
    _fill(school, 0)
    with counted(school) as before:
        school.ask(question)
    _fill(school, 10)
    with counted(school) as after:
        school.ask(question)
    assert len(after) <= len(before)


@pytest.mark.parametrize(
    ("query", "codes"),
    [("may chieu", ["TB00001"]), ("MÁY CHIẾU", ["TB00001"]), ("chieu may", ["TB00001"]),
     ("tb00003", ["TB00003"]), ("toan", ["TB00003"]), ("thuc hanh to", ["TB00003"]),
     ("khong co", []), ("%", []), ('"', []), ("may*", ["TB00001"])],
)  # fmt: skip
def test_search_ignores_case_and_marks(school: Room, query: str, codes: list[str]) -> None:
    assert [view.device.code for view in school.ask(Devices(query))] == codes


def test_d_with_a_stroke_is_found_by_d(school: Room) -> None:
    school.run(RegisterDevice(Device("", "Đàn phím điện tử")))
    (found,) = school.ask(Devices("dan phim dien"))
    assert found.device.name == "Đàn phím điện tử"


def test_names_sort_in_vietnamese_order(room: Room) -> None:
    names = ["Ân", "An", "Ăn", "Ánh", "Đào", "Dung", "Bình 10", "Bình 2", "Êm", "En", "Ơn", "Ôn"]
    for name in names:
        room.run(RegisterDevice(Device("", name)))
    assert [view.device.name for view in room.ask(Devices())] == [
        "An", "Ánh", "Ăn", "Ân", "Bình 2", "Bình 10", "Dung", "Đào", "En", "Êm", "Ôn", "Ơn",
    ]  # fmt: skip


def test_nfd_and_nfc_are_one_text() -> None:
    assert fold("Đa\u0300n") == fold("Đàn") == "dan"
    assert sort_key("Đa\u0300n") == sort_key("Đàn")


def test_what_was_out_on_a_past_day_is_told(school: Room, clock: Clock) -> None:
    school.run(Lend((Item("TB00003", 20),), "3A"))
    clock.turn_to(TODAY + timedelta(days=3))
    school.run(TakeBack((ReturnItem("TB00003", 15),)))
    clock.turn_to(TODAY + timedelta(days=5))
    school.run(TakeBack((ReturnItem("TB00003"),)))

    def out(day: date) -> list[int]:
        return [line.outstanding for loan in school.ask(Loans(on=day)) for line in loan.lines]

    assert [out(TODAY + timedelta(days=number)) for number in (-1, 0, 3, 5)] == [
        [], [20], [5], [0],
    ]  # fmt: skip
    assert school.ask(Loans(open_only=True)) == []


def test_overdue_begins_the_day_after(school: Room, clock: Clock) -> None:
    school.run(Lend((Item("TB00001"),), "3A", due=TODAY))
    assert school.ask(Loans(overdue=True)) == []
    clock.turn_to(TODAY + timedelta(days=1))
    assert [loan.loan for loan in school.ask(Loans(overdue=True))] == [1]


def test_the_story_of_a_device_holds_nothing_of_the_others_of_its_import(
    school: Room, tmp_path: Path
) -> None:
    path = tmp_path / "ba.csv"
    path.write_text("Tên thiết bị,Số lượng\nBảng nhóm,3\nCân,4\nKéo,5\n", encoding="utf-8")
    school.run(Import(read_list("devices", path)))
    story = school.ask(OneDevice("TB00006"))
    assert [(entry.kind, [one.quantity for one in entry.postings]) for entry in story.history] == [
        ("import", [4])
    ]
    assert {posting.device for entry in story.history for posting in entry.postings} == {
        story.view.id
    }
