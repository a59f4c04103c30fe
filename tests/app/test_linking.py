"""Links to the minimum list: by name, suggested when close, never made behind one's back."""

from __future__ import annotations

from difflib import SequenceMatcher
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import resources
from app.domain.catalogue import CatalogueItem
from app.domain.device import Device, Kind
from app.domain.fault import Refused
from app.domain.norm import is_replaced
from app.domain.record import Record
from app.domain.text import fold
from app.services.devices import RegisterDevice
from app.services.importing import Import, read_list
from app.services.linking import LinkChosen, LinkDevices, Names, SuggestLinks
from app.services.queries import ClassesOf, Verify
from app.services.room import Room
from app.services.shortage import ConfirmNorm, Shortage, ShortageRow
from app.services.undoing import Undo

OWNED = (  # code, what the school calls it, its subject
    ("TB00001", "Thanh phách", "Âm nhạc"),  # the very name: counted without a link
    ("TB00002", "Thanh phách", ""),  # the very name, no subject
    ("TB00003", "Bộ thiết bị dạy khối lượng", "Toán"),  # without what stands in brackets
    ("TB00004", "Bộ tranh về quê hương", "Đạo đức"),  # close
    ("TB00005", "Thẻ chữ số 0-9", "Toán"),  # a component's own name, but for a dash
    ("TB00006", "Xe đẩy hàng", "Dùng chung"),  # nothing like it
    ("TB00007", "Bộ tranh về quê hương em", "Toán"),  # close, but of another subject
)


@pytest.fixture
def owner(room: Room) -> Room:
    """Open a book with the shipped list and seven devices."""
    room.run(Import(read_list("catalogue", resources.path("lists", "minimum_equipment.csv"))))
    for _code, name, subject in OWNED:
        room.run(RegisterDevice(Device("", name, Kind.LOT, subject=subject), 12))
    return room


def _clappers(room: Room) -> int:
    """Return how many there are of an item that the list in force names without a number."""
    return next(row.have for row in room.ask(Shortage()).rows
                if row.name == "Thanh phách" and not is_replaced(row.circular))  # fmt: skip


def _have(room: Room, number: str, subject: str) -> int:
    return next(row.have for row in room.ask(Shortage()).rows
                if (row.number, row.subject) == (number, subject))  # fmt: skip


def test_each_device_no_item_counts_gets_the_closest(owner: Room) -> None:
    found = {one.device: (one.item_name.split(" (")[0].split(" [")[0], one.alike)
             for one in owner.ask(SuggestLinks())}  # fmt: skip
    assert found.pop("TB00004")[0] == "Bộ tranh về quê hương em"
    assert 72 <= found.pop("TB00005")[1] < 100
    assert found == {
        "TB00002": ("Thanh phách", 100),
        "TB00003": ("Bộ thiết bị dạy khối lượng", 100),
        "TB00007": ("Bộ tranh về quê hương em", 100),
    }
    alike = [one.alike for one in owner.ask(SuggestLinks())]
    assert alike == sorted(alike, reverse=True)


def test_the_list_in_force_is_suggested_first_and_a_confirmed_item_before_it(
    owner: Room,
) -> None:
    def suggested() -> ShortageRow:
        items = {row.item: row for row in owner.ask(Shortage()).rows}
        found = next(one for one in owner.ask(SuggestLinks()) if one.device == "TB00002")
        return items[found.item]

    assert not is_replaced(suggested().circular)
    (older,) = (row for row in owner.ask(Shortage()).rows
                if row.name == "Thanh phách" and is_replaced(row.circular))  # fmt: skip
    owner.run(ConfirmNorm(older.item, "35", "trường", "1"))
    assert suggested().item == older.item
    assert _have(owner, older.number, "Âm nhạc") == 12


def test_nothing_is_linked_until_it_is_chosen_and_one_undo_takes_all_back(owner: Room) -> None:
    assert _clappers(owner) == 12
    assert _have(owner, "B.I.2.2", "Toán") == 0
    chosen = [one for one in owner.ask(SuggestLinks()) if one.device in {"TB00002", "TB00003"}]
    made = owner.run(LinkChosen(tuple((one.device, one.item) for one in chosen)))
    assert made.value == 2
    assert _clappers(owner) == 24
    assert _have(owner, "B.I.2.2", "Toán") == 12
    left = {one.device for one in owner.ask(SuggestLinks())}
    assert left == {"TB00004", "TB00005", "TB00007"}
    owner.run(Undo("Nhầm"))
    assert _clappers(owner) == 12
    assert _have(owner, "B.I.2.2", "Toán") == 0
    assert owner.ask(Verify()).ok


def test_a_device_is_one_item_the_last_that_was_said(owner: Room) -> None:
    items = {row.number: row.item for row in owner.ask(Shortage()).rows if row.subject == "Toán"}
    owner.run(LinkDevices(("TB00003",), items["B.I.2.2"]))
    owner.run(LinkDevices(("TB00003", "TB00003"), items["B.I.2.3"]))
    assert _have(owner, "B.I.2.2", "Toán") == 0
    assert _have(owner, "B.I.2.3", "Toán") == 12
    assert owner.run(LinkDevices(("TB00003",), items["B.I.2.3"])).entry is None


def test_what_cannot_be_linked_is_refused(owner: Room) -> None:
    for action, said in (
        (LinkChosen(()), "Tick"),
        (LinkChosen((("TB00001", "TT999"),)), "no item"),
        (LinkChosen((("TB99999", "TT001"),)), "No device"),
    ):
        with pytest.raises(Refused, match=said):
            owner.run(action)


_NAME = st.lists(st.sampled_from(["Bộ", "thẻ", "số", "(4)"]), min_size=1, max_size=3).map(" ".join)


@given(
    st.lists(st.tuples(_NAME, st.sampled_from(["Toán", ""]),
                       st.sampled_from(["FOUND (1 source)", ""])), max_size=8),
    _NAME,
)  # fmt: skip
def test_a_name_is_an_item_only_when_it_can_be_no_other(
    listed: list[tuple[str, str, str]], name: str
) -> None:
    items = [
        Record(number, CatalogueItem(f"TT{number}", item, subject=subject, confidence=sure))
        for number, (item, subject, sure) in enumerate(listed, start=1)
    ]
    same = [one for one in items if fold(one.row.name) == fold(name) and one.row.subject == "Toán"]
    sure = [one for one in same if one.row.confidence]
    can_be = [one.id for one in (sure or same)]
    found = Names(items).item_of(Device("", name.upper(), subject="toán"))
    assert found == (can_be[0] if len(can_be) == 1 else None)


def test_no_close_name_is_lost_to_the_short_cuts(owner: Room) -> None:
    names = [row.name for row in owner.ask(Shortage()).rows if row.subject == "Toán"]
    name = "Bộ thiết bị hình học để thực hành phân số"
    slow = max(int(SequenceMatcher(None, fold(one), fold(name), autojunk=False).ratio() * 100)
               for one in names)  # fmt: skip
    owner.run(RegisterDevice(Device("", name, subject="toán")))
    found = next(one for one in owner.ask(SuggestLinks()) if one.name == name)
    assert found.alike >= slow
    assert found.item_name == "Bộ thiết bị hình học thực hành phân số"


def test_a_list_of_pupils_counts_them_by_class(room: Room, tmp_path: Path) -> None:
    path = tmp_path / "hoc-sinh.csv"
    rows = [("3A", "An"), ("3B", "Bé"), ("3A", "Cúc"), ("3A", "Dũng"), ("3B", "")]
    text = "\n".join(["Tên lớp,Họ và tên", *(",".join(row) for row in rows)])
    path.write_text(text, encoding="utf-8")
    room.run(Import(read_list("classes", path)))
    assert {one.name: one.pupils for one in room.ask(ClassesOf(2026))} == {"3A": 3, "3B": 1}


def test_a_class_said_to_be_empty_stays_so(room: Room, tmp_path: Path) -> None:
    path = tmp_path / "lop.csv"
    path.write_text("Tên lớp,Sĩ số\n3A,0\n3B,\n", encoding="utf-8")
    room.run(Import(read_list("classes", path)))
    assert {one.name: one.pupils for one in room.ask(ClassesOf(2026))} == {"3A": 0, "3B": None}
