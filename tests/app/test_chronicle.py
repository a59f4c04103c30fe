"""The history for a person: every filter, page by page, an entry opened, and a list of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from app.domain.chronicle import HistoryFilter
from app.domain.device import Device
from app.domain.draft import Draft
from app.domain.fault import Refused
from app.domain.ledger import GENESIS
from app.domain.loan import Result
from app.domain.sentence import Sentence
from app.services.chronicle import PAGE, HistoryList, HistoryOffers, HistoryPage, StoryOf
from app.services.devices import CorrectDevice
from app.services.increase import Increase, IncreaseLine, Source
from app.services.lending import Item, Lend, ReturnItem, TakeBack
from app.services.people import CorrectPerson
from app.services.queries import LastAct
from app.services.room import Room
from app.services.undoing import Undo
from app.services.wording import load_words
from app.store.desk import Desk
from tests.conftest import Clock

EN, VI = load_words("en"), load_words("vi")


def _found(room: Room, **wanted: str) -> list[int]:
    """Return the numbers of the entries that fit, having turned every page."""
    wish, numbers, before = HistoryFilter(**wanted), [], None
    while before != 1:
        page = room.ask(HistoryPage(wish, VI, before))
        assert len(page.told) <= PAGE
        numbers += [told.id for told in page.told]
        before = page.reached
    return numbers


@pytest.fixture
def worked(school: Room, clock: Clock) -> Room:
    """Lend (11), take back (12), lend (13), undo (14), correct a device (15), a person (16)."""
    school.run(Lend((Item("TB00001"), Item("TB00003", 30)), "3A", "GV001"))
    school.run(
        TakeBack((ReturnItem("TB00003", 10), ReturnItem("TB00003", 1, Result.DAMAGED)), note="x")
    )
    school.run(Lend((Item("TB00002"),), "4B", "GV002"))
    school.run(Undo("Ghi nhầm lớp"))
    clock.turn_to(date(2026, 11, 26))
    school.run(CorrectDevice("TB00001", {"name": "Máy chiếu Epson", "unit_price": 9_000_000}))
    school.run(CorrectPerson("GV002", name="Trần Văn Bính"))
    return school


def test_the_newest_stands_first_and_all_is_there(worked: Room) -> None:
    assert _found(worked) == list(range(16, 0, -1))


def test_days_kind_and_writer_narrow_it(worked: Room) -> None:
    assert _found(worked, first="2026-11-26") == [16, 15]
    assert _found(worked, last="2026-11-25", kind="lend") == [13, 11]
    assert _found(worked, first="2027-01-01") == []
    assert _found(worked, actor="thu", kind="undo") == [14]
    assert _found(worked, actor="ai đó") == []


@pytest.mark.parametrize(
    ("about", "entries"),
    [
        ("TB00001", [15, 11, 7]),
        ("tb00003", [12, 11, 9]),
        ("GV001", [12, 11, 2]),
        ("nguyen thi anh", [12, 11, 2]),
        ("3A", [12, 11, 5]),
        ("GV002", [16, 14, 13, 3]),
        ("4B", [14, 13, 6]),
    ],
)
def test_it_is_found_by_what_it_is_about(worked: Room, about: str, entries: list[int]) -> None:
    assert _found(worked, about=about) == entries


def test_what_nobody_knows_is_refused(worked: Room) -> None:
    with pytest.raises(Refused, match="No device, person or class is called “9Z”") as caught:
        worked.ask(HistoryPage(HistoryFilter(about=" 9Z "), EN))
    assert caught.value.where == "about"


def test_words_are_looked_for_in_vietnamese_without_marks(worked: Room) -> None:
    assert _found(worked, query="da cho 3a") == [11]
    assert _found(worked, query="ghi nham lop") == [14]
    assert _found(worked, query="16")[0] == 16
    assert _found(worked, query="khong co gi") == []


def test_each_row_says_by_whom_it_was_undone(worked: Room) -> None:
    rows = worked.ask(HistoryList(HistoryFilter(kind="lend"), VI, "Lịch sử")).rows
    assert rows[0][:5] == (13, "24/11/2026", "24/11/2026 08:00", "thu", "Cho mượn")
    assert str(rows[0][5]).endswith("đã hoàn tác ở bút toán 14")
    assert "hoàn tác" not in str(rows[1][5])


def test_an_entry_opened_says_what_moved_in_words(worked: Room) -> None:
    story = worked.ask(StoryOf(12, VI))
    assert [(one.code, one.quantity, one.unit, one.source, one.target) for one in story.moved] == [
        ("TB00003", 10, "Bộ", "Đang mượn", "Trong kho"),
        ("TB00003", 1, "Bộ", "Đang mượn", "Hỏng (Hỏng)"),
    ]
    assert (story.loan, story.slip, story.undoable) == (1, None, True)


def test_before_and_after_tell_what_changed_alone_or_all(worked: Room) -> None:
    story = worked.ask(StoryOf(15, VI))
    assert [(one.field, one.before, one.after) for one in story.changes] == [
        ("Tên thiết bị", "Máy chiếu", "Máy chiếu Epson"),
        ("Đơn giá (đồng)", "", "9000000"),
    ]
    assert {one.row for one in story.changes} == {"Thiết bị TB00001 Máy chiếu Epson"}
    whole = {one.field: one for one in worked.ask(StoryOf(15, VI, whole=True)).changes}
    assert (whole["Nơi để"].before, whole["Nơi để"].after) == ("VT001 Kho", "VT001 Kho")
    assert whole["Quản lý theo"].after == "Cá biệt"
    assert whole["Trạng thái"].after == "Có hiệu lực"


def test_links_and_days_stand_in_words(worked: Room) -> None:
    told = {one.field: one.after for one in worked.ask(StoryOf(11, VI)).changes}
    assert told["Lớp"] == "3A"
    assert told["Giáo viên"] == "GV001 Nguyễn Thị Ánh"
    assert told["Ngày mượn"] == "24/11/2026"


def test_an_undone_entry_and_its_undo_name_each_other(worked: Room) -> None:
    undone, undo = worked.ask(StoryOf(13, VI)), worked.ask(StoryOf(14, VI))
    assert (undone.undone_by, undone.undoable) == (14, False)
    assert (undo.entry.reverses, undo.entry.reason, undo.undoable) == (13, "Ghi nhầm lớp", True)
    assert undo.entry.previous_hash == undone.entry.hash != GENESIS


def test_a_slip_is_found_from_its_entry(school: Room) -> None:
    slip = school.run(Increase((IncreaseLine(Device("", "Đàn"), 1),), Source.GRANTED)).value.slip
    entry = school.ask(LastAct())
    assert entry is not None
    assert school.ask(StoryOf(entry.id, VI)).slip == slip


def test_a_number_the_book_does_not_have_is_refused(school: Room) -> None:
    with pytest.raises(Refused, match="The book has no entry 999"):
        school.ask(StoryOf(999, EN))


def test_the_filters_offer_who_and_what_there_is(worked: Room) -> None:
    writers, names = worked.ask(HistoryOffers())
    assert writers == ["thu"]
    assert names == ["3A", "4B", "Lê Thị Đào", "Nguyễn Thị Ánh", "Trần Văn Bính"]


MANY = 4_500


def _settings(_desk: Desk) -> Iterator[tuple[str, Draft[object]]]:
    """Yield many entries, a day each; one alone has a reason worth looking for."""
    for number in range(MANY):
        day = (date(1970, 1, 1) + timedelta(number)).isoformat()
        yield f"{day}T08:00:00", Draft(
            kind="settings", day=day, sentence=Sentence("Corrected {name}", {"name": f"m{number}"}),
            change=frozenset(), value=None, reason="Kim trong đống rơm" if number == 3 else "",
        )  # fmt: skip


def test_however_long_it_is_a_page_looks_at_so_much_and_the_next_goes_on(room: Room) -> None:
    room.make_up(_settings)
    newest = room.ask(HistoryPage(HistoryFilter(), VI))
    assert [told.id for told in newest.told] == list(range(MANY, MANY - PAGE, -1))
    needle = HistoryFilter(query="dong rom")
    first = room.ask(HistoryPage(needle, VI, patience=4_000))
    assert first.told == ()
    assert 1 < first.reached < MANY - PAGE
    second = room.ask(HistoryPage(needle, VI, first.reached))
    assert [told.id for told in second.told] == [4]
    assert second.reached == 1
    days = HistoryFilter(first="1970-01-04", last="1970-01-05", query="dong rom")
    assert _found(room, first=days.first, last=days.last) == [5, 4]
    assert room.ask(HistoryPage(days, VI)).reached == 1


def test_a_list_nobody_would_read_is_refused(worked: Room) -> None:
    assert len(worked.ask(HistoryList(HistoryFilter(), EN, "History", most=16)).rows) == 16
    with pytest.raises(Refused, match="More than 15 entries are too many for one list"):
        worked.ask(HistoryList(HistoryFilter(), EN, "History", most=15))
