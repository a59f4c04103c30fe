"""Lists of devices: filters that combine, orders, bulk correction, and what is shown on paper."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from app.domain.device import Device, Kind, State
from app.domain.fault import Refused
from app.domain.filter import (
    FIXED_ASSET,
    ORDERS,
    TOOL,
    DeviceFilter,
    filter_from,
    missing,
)
from app.domain.text import sort_key
from app.services.devices import CorrectDevices, RegisterDevice
from app.services.labels import LabelsFor
from app.services.layouts import WantedFields
from app.services.lending import Item, Lend
from app.services.people import DescribeSchool
from app.services.queries import DeviceIds, DevicesById, FilterWords, OneDevice, TheSchool, Verify
from app.services.room import Room
from app.services.showing import MOST_ON_PAPER, PrintShown, SaveShown, Shown
from app.services.undoing import Undo
from tests.app.test_queries import counted


def _found(room: Room, wanted: DeviceFilter, order: str = "code") -> list[str]:
    ids = room.ask(DeviceIds(wanted, order))
    return [view.device.code for view in room.ask(DevicesById(tuple(ids)))]


@pytest.fixture
def stocked(school: Room) -> Room:
    """Add two devices that say more of themselves, and lend some of a lot to 3A."""
    school.run(
        RegisterDevice(
            Device("", "Tivi 55 inch", subject="Âm nhạc", grades="1;2", fund="Được cấp",
                   unit_price=12_500_000, official_code="0012", year_in_use=2024,
                   country="Nhật Bản", document_date="2024-08-01"),
            place="Tủ 1",
        )
    )  # fmt: skip
    school.run(
        RegisterDevice(Device("", "Đàn", Kind.LOT, subject="Âm nhạc", unit_price=900_000), 4)
    )
    school.run(Lend((Item("TB00003", 5),), "3A"))
    return school


@pytest.mark.parametrize(
    ("wanted", "codes"),
    [
        (DeviceFilter(subject="Âm nhạc"), ["TB00005", "TB00006"]),
        (DeviceFilter(subject="Âm nhạc", kind=Kind.LOT), ["TB00006"]),
        (DeviceFilter(grade="2"), ["TB00005"]),
        (DeviceFilter(place="Tủ 1"), ["TB00005"]),
        (DeviceFilter(fund="Được cấp"), ["TB00005"]),
        (DeviceFilter(state=State.DAMAGED), ["TB00004"]),
        (DeviceFilter(state=State.ON_LOAN), ["TB00003"]),
        (DeviceFilter(asset=FIXED_ASSET), ["TB00005"]),
        (DeviceFilter(asset=TOOL, subject="Âm nhạc"), ["TB00006"]),
        (DeviceFilter(missing="any", query="tivi"), []),
        (DeviceFilter(missing="place_id", subject="Âm nhạc"), ["TB00006"]),
        (DeviceFilter("tu 1"), ["TB00005"]),
        (DeviceFilter("3a"), ["TB00003"]),
        (DeviceFilter("anh toan"), ["TB00003"]),
        (DeviceFilter("kho may"), ["TB00001"]),
        (DeviceFilter("%"), []),
    ],
)
def test_filters_combine(stocked: Room, wanted: DeviceFilter, codes: list[str]) -> None:
    assert _found(stocked, wanted) == codes


@pytest.mark.parametrize("order", ORDERS)
def test_every_order_lists_every_device_and_turns_round(stocked: Room, order: str) -> None:
    up = stocked.ask(DeviceIds(order=order))
    assert sorted(up) == [1, 2, 3, 4, 5, 6]
    assert stocked.ask(DeviceIds(order=order, descending=True)) == up[::-1]


def test_words_sort_in_vietnamese_order_and_figures_as_figures(stocked: Room) -> None:
    views = stocked.ask(DevicesById(tuple(stocked.ask(DeviceIds(order="subject")))))
    subjects = [view.device.subject for view in views]
    assert subjects == sorted(subjects, key=sort_key)
    by_store = stocked.ask(DevicesById(tuple(stocked.ask(DeviceIds(order="in_store")))))
    counts = [view.balances.get(State.IN_STORE, 0) for view in by_store]
    assert counts == [1, 1, 1, 4, 18, 30]


def test_a_place_that_changes_its_holders_is_found_by_them(stocked: Room) -> None:
    view = stocked.ask(DevicesById((3,)))[0]
    assert view.holders == ("3A",)
    stocked.run(CorrectDevices(("TB00001", "TB00003"), {}, "Phòng Tin học"))
    assert _found(stocked, DeviceFilter("tin hoc")) == ["TB00001", "TB00003"]


def test_what_the_upload_misses_is_named(stocked: Room) -> None:
    tivi, loa = (stocked.ask(OneDevice(code)).view.device for code in ("TB00005", "TB00002"))
    asked = stocked.ask(WantedFields())
    assert missing(tivi, asked) == ()
    assert missing(loa, asked) == tuple(name for name in asked if name != "unit")


def test_the_limit_of_a_fixed_asset_is_a_setting(stocked: Room) -> None:
    school = stocked.ask(TheSchool())
    assert (school.asset_price, "23/2023" in school.asset_source) == ("10000000", True)
    stocked.run(DescribeSchool(type(school)(school.name, asset_price="900000")))
    assert _found(stocked, DeviceFilter(asset=FIXED_ASSET)) == ["TB00005", "TB00006"]


def test_many_devices_are_corrected_in_one_entry_and_one_undo(stocked: Room) -> None:
    codes = ("TB00001", "TB00002", "TB00005")
    outcome = stocked.run(CorrectDevices(codes, {"subject": " Mĩ  thuật "}, "Tủ 9"))
    assert outcome.value == 3
    assert _found(stocked, DeviceFilter(subject="Mĩ thuật", place="Tủ 9")) == list(codes)
    stocked.run(Undo("Nhầm"))
    assert not _found(stocked, DeviceFilter(subject="Mĩ thuật"))
    assert stocked.ask(OneDevice("TB00005")).view.place == "Tủ 1"
    again = stocked.run(CorrectDevices(("TB00006",), {"subject": "Âm nhạc"}))
    assert (again.entry, again.value) == (None, 0)
    for values in ({"code": "TB9"}, {"name": ""}, {"use_by": "31/31/2026"}):
        with pytest.raises(Refused):
            stocked.run(CorrectDevices(codes, values))
    assert stocked.ask(Verify()).ok


def test_a_filter_is_kept_as_text_and_read_again() -> None:
    wanted = DeviceFilter("máy", subject="Toán", missing="any")
    assert filter_from(wanted.kept()) == wanted
    for broken in ("", "[]", "nothing", '{"colour": "red"}'):
        assert filter_from(broken) == DeviceFilter()


def test_the_filters_offer_the_words_of_the_book(stocked: Room) -> None:
    assert stocked.ask(FilterWords()) == {
        "subject": ["Âm nhạc", "Dùng chung", "Toán"], "fund": ["Được cấp"],
        "place": ["Kho", "Tủ 1"], "team": ["Tổ 3"],
    }  # fmt: skip


@pytest.mark.parametrize("order", ["name", "subject", "place", "total", "unit_price"])
def test_twice_the_devices_ask_no_more(stocked: Room, order: str) -> None:
    wanted = DeviceFilter("dan", subject="Âm nhạc", state=State.IN_STORE)
    with counted(stocked) as before:
        stocked.ask(DeviceIds(wanted, order))
        stocked.ask(LabelsFor())
    for _number in range(10):
        stocked.run(RegisterDevice(Device("", "Đàn", subject="Âm nhạc")))
    with counted(stocked) as after:
        assert len(stocked.ask(DeviceIds(wanted, order))) == 11
        assert len(stocked.ask(LabelsFor())) == 16
    assert len(after) == len(before)


def test_what_is_shown_is_printed_and_saved_as_it_stands(school: Room) -> None:
    long = "Bộ tranh " + "rất dài " * 25 + "hết"
    shown = Shown("Thiết bị", ("Mã", "Tên thiết bị", "Số lượng"),
                  (("TB00001", "=1+1", 35), ("TB00002", long.strip(), 1)))  # fmt: skip
    pages = PdfReader(io.BytesIO(school.ask(PrintShown(shown)))).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    for said in ("THIẾT BỊ", "TB00001", "=1+1", "35", "rất dài hết", "Cộng: 2 dòng."):
        assert said in text
    sheet = load_workbook(io.BytesIO(school.ask(SaveShown(shown)))).active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
    assert rows == [list(shown.headings), *map(list, shown.rows)]
    assert sheet["B5"].data_type == "s"


def test_more_than_anybody_prints_is_refused(school: Room) -> None:
    shown = Shown("Thiết bị", ("Mã",), (("TB00001",),) * (MOST_ON_PAPER + 1))
    with pytest.raises(Refused, match="too many to print"):
        school.ask(PrintShown(shown))
