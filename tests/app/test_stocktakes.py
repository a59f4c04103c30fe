"""A stocktake counts a scope, finds how it differs, and posts that in one act with one undo."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from app.domain.device import Device, Kind, Quality, State
from app.domain.fault import Refused
from app.domain.loan import Result
from app.domain.stocktake import Finding, Resolution, Scope
from app.services.closing import CloseStocktake
from app.services.counting import Count, CountHere, Label, Seen
from app.services.decrease import Decrease, DecreaseLine, Member, Why
from app.services.devices import CorrectDevice, ReceiveMore, RegisterDevice
from app.services.differences import Differences, Explain
from app.services.kits import MakeKit
from app.services.lending import Item, Lend, ReturnItem, TakeBack
from app.services.queries import History, OneDevice, Verify
from app.services.room import Room
from app.services.stocktakes import CancelStocktake, OpenStocktake, ScopeCalled, Stocktakes
from app.services.tallies import Counting, progress_of
from app.services.transfer import Transfer
from app.services.undoing import Undo
from tests.conftest import TODAY, Clock

Found = dict[tuple[str, Finding], int]


def found(room: Room, stocktake: int) -> Found:
    """Return the differences by code and kind."""
    return {(one.code, one.finding): one.quantity for one in room.ask(Differences(stocktake))}


def balances(room: Room, code: str) -> Mapping[State, int]:
    """Return how a device stands in the book."""
    return room.ask(OneDevice(code)).view.balances


def count(room: Room, stocktake: int, *seen: Seen, place: str = "", by: str = "Ánh") -> str:
    """Count, and return what was said."""
    return str(room.run(Count(stocktake, seen, by, place)).sentence)


@pytest.fixture
def counted(school: Room) -> int:
    """Open a stocktake of everything, and count all but TB00001 as the book has it."""
    stocktake = school.run(OpenStocktake()).value
    count(school, stocktake, Seen("TB00002"), Seen("TB00003", 35), Seen("TB00004", 20, 2))
    return stocktake


def test_what_is_expected_is_frozen_and_counted_down(school: Room) -> None:
    stocktake = school.run(OpenStocktake(note="Cuối năm")).value
    devices, unknown = school.ask(Counting(stocktake))
    assert {one.code: one.tally.here for one in devices} == {
        "TB00001": 1, "TB00002": 1, "TB00003": 35, "TB00004": 20,
    }  # fmt: skip
    assert unknown == {}
    assert (progress_of(devices).expected, progress_of(devices).found) == (57, 0)
    count(school, stocktake, Seen("tb00001"))
    count(school, stocktake, Seen("TB00003", 30))
    progress = progress_of(school.ask(Counting(stocktake))[0])
    assert (progress.found, progress.devices, progress.devices_found) == (31, 4, 1)


def test_each_scan_is_told_calmly(school: Room) -> None:
    school.run(RegisterDevice(Device("", "Cân đĩa"), place="Tủ 1"))
    school.run(Lend((Item("TB00002"),), "3A"))
    stocktake = school.run(OpenStocktake()).value
    assert count(school, stocktake, Seen("TB00001")) == "TB00001 Máy chiếu is here"
    assert count(school, stocktake, Seen("TB00001")) == (
        "TB00001 Máy chiếu was counted already, by Ánh"
    )
    assert count(school, stocktake, Seen("TB00003")) == "TB00003 Bộ thực hành Toán: 1 of 35 Bộ"
    assert count(school, stocktake, Seen("TB00003")) == "TB00003 Bộ thực hành Toán: 2 of 35 Bộ"
    assert count(school, stocktake, Seen("TB00003", 34)) == (
        "TB00003 Bộ thực hành Toán: 34 of 35 Bộ"
    )
    assert count(school, stocktake, Seen("TB00002")) == (
        "TB00002 Loa cầm tay is here, though the book has it out with 3A"
    )
    assert count(school, stocktake, Seen("TB00005"), place="Kho") == (
        "TB00005 Cân đĩa belongs in Tủ 1"
    )
    assert count(school, stocktake, Seen("lạ 1")) == (
        "No device has the code “LẠ 1”: kept as an unexpected find"
    )
    assert count(school, stocktake, Seen("TB00001", 1, 1)) == "TB00001 Máy chiếu is here, damaged"
    assert count(school, stocktake, Seen("TB00001", 0)) == "TB00001 Máy chiếu is not here"


def test_a_piece_scanned_twice_leaves_no_second_entry(school: Room) -> None:
    stocktake = school.run(OpenStocktake()).value
    assert school.run(Count(stocktake, (Seen("TB00001"),))).entry is not None
    assert school.run(Count(stocktake, (Seen("TB00001"),))).entry is None


def test_every_difference_is_found_and_nothing_else(school: Room, counted: int) -> None:
    assert found(school, counted) == {("TB00001", Finding.MISSING): 1}
    count(school, counted, Seen("TB00001"))
    assert found(school, counted) == {}
    count(school, counted, Seen("TB00003", 33), Seen("TB00004", 21, 5), Seen("XYZ1"))
    assert found(school, counted) == {
        ("TB00003", Finding.MISSING): 2, ("TB00004", Finding.SURPLUS): 1,
        ("TB00004", Finding.DAMAGED): 3, ("XYZ1", Finding.UNKNOWN): 1,
    }  # fmt: skip


def test_a_scan_by_mistake_is_undone(school: Room, counted: int) -> None:
    before = found(school, counted)
    count(school, counted, Seen("TB00003"))
    assert found(school, counted) == {**before, ("TB00003", Finding.SURPLUS): 1}
    school.run(Undo("Quét nhầm"))
    assert found(school, counted) == before


def test_lending_goes_on_and_nothing_lent_is_missing(school: Room) -> None:
    stocktake = school.run(OpenStocktake()).value
    school.run(Lend((Item("TB00001"), Item("TB00003", 5)), "3A"))
    count(school, stocktake, Seen("TB00002"), Seen("TB00003", 30), Seen("TB00004", 20))
    assert found(school, stocktake) == {}
    school.run(Lend((Item("TB00002"), Item("TB00003", 10)), "4B"))
    assert found(school, stocktake) == {}
    school.run(TakeBack((ReturnItem("TB00003", 5),), 1))
    assert found(school, stocktake) == {}


def test_a_loss_stays_a_loss_however_much_is_lent_afterwards(school: Room, counted: int) -> None:
    count(school, counted, Seen("TB00001"), Seen("TB00003", 32))
    school.run(Lend((Item("TB00003", 20),), "3A"))
    assert found(school, counted) == {("TB00003", Finding.MISSING): 3}
    school.run(CloseStocktake(counted, "Mất khi chuyển kho"))
    assert balances(school, "TB00003") == {
        State.IN_STORE: 12, State.ON_LOAN: 20, State.LOST: 3,
    }  # fmt: skip


def test_what_moved_since_its_count_is_counted_again_rather_than_guessed(
    school: Room, counted: int
) -> None:
    count(school, counted, Seen("TB00001"), Seen("TB00003", 36))
    school.run(ReceiveMore("TB00003", 1))
    assert found(school, counted) == {("TB00003", Finding.RECOUNT): 36}
    with pytest.raises(Refused, match="TB00003: moved since the count"):
        school.run(CloseStocktake(counted, "Không rõ"))
    with pytest.raises(Refused, match="Count again"):
        school.run(Explain(counted, (("TB00003", Finding.RECOUNT),), "x", Resolution.REGISTER))
    count(school, counted, Seen("TB00003", 36))
    assert found(school, counted) == {}


def test_a_loan_written_down_later_for_an_earlier_day_came_before_the_count(
    school: Room, clock: Clock
) -> None:
    stocktake = school.run(OpenStocktake()).value
    clock.turn_to(TODAY.replace(day=26))
    count(school, stocktake, Seen("TB00001"), Seen("TB00002"), Seen("TB00003", 30),
          Seen("TB00004", 20))  # fmt: skip
    school.run(Lend((Item("TB00003", 5),), "3A", day=TODAY.replace(day=25)))
    assert found(school, stocktake) == {}


def test_a_loan_undone_after_the_count_never_was(school: Room) -> None:
    lent = school.run(Lend((Item("TB00002"),), "3A")).entry
    stocktake = school.run(OpenStocktake()).value
    count(school, stocktake, Seen("TB00001"), Seen("TB00002"), Seen("TB00003", 35),
          Seen("TB00004", 20))  # fmt: skip
    assert found(school, stocktake) == {("TB00002", Finding.ON_LOAN): 1}
    school.run(Undo("Ghi nhầm", lent))
    assert found(school, stocktake) == {}


def test_what_is_out_is_never_missing_and_what_is_found_though_out_comes_back(
    school: Room,
) -> None:
    school.run(Lend((Item("TB00001"), Item("TB00003", 10)), "3A"))
    stocktake = school.run(OpenStocktake()).value
    count(school, stocktake, Seen("TB00001"), Seen("TB00002"), Seen("TB00003", 27),
          Seen("TB00004", 20))  # fmt: skip
    assert found(school, stocktake) == {
        ("TB00001", Finding.ON_LOAN): 1, ("TB00003", Finding.ON_LOAN): 2,
    }  # fmt: skip
    school.run(
        Explain(
            stocktake, (("TB00001", Finding.ON_LOAN), ("TB00003", Finding.ON_LOAN)),
            "Lớp trả mà chưa ghi", Resolution.TAKE_BACK,
        )
    )  # fmt: skip
    school.run(CloseStocktake(stocktake))
    assert balances(school, "TB00001") == {State.IN_STORE: 1}
    assert balances(school, "TB00003") == {State.IN_STORE: 27, State.ON_LOAN: 8}
    school.run(Undo("Chốt nhầm"))
    assert balances(school, "TB00003") == {State.IN_STORE: 25, State.ON_LOAN: 10}
    assert school.ask(Verify()).ok


def test_a_piece_taken_back_at_the_counter_is_put_right(school: Room) -> None:
    school.run(Lend((Item("TB00001"),), "3A"))
    stocktake = school.run(OpenStocktake()).value
    count(school, stocktake, Seen("TB00001"))
    school.run(TakeBack((ReturnItem("TB00001"),)))
    assert ("TB00001", Finding.ON_LOAN) not in found(school, stocktake)


def test_which_slip_comes_back_is_never_guessed(school: Room) -> None:
    school.run(Lend((Item("TB00003", 10),), "3A"))
    school.run(Lend((Item("TB00003", 10),), "4B"))
    stocktake = school.run(OpenStocktake(Scope.SUBJECT, "toan")).value
    count(school, stocktake, Seen("TB00003", 17))
    item = (("TB00003", Finding.ON_LOAN),)
    with pytest.raises(Refused, match=r"3A \(1\), 4B \(2\)"):
        school.run(Explain(stocktake, item, "Trả rồi", Resolution.TAKE_BACK))
    school.run(Explain(stocktake, item, "Trả rồi", Resolution.TAKE_BACK, loan=2))
    school.run(CloseStocktake(stocktake))
    lines = {line.loan: line.outstanding for line in school.ask(OneDevice("TB00003")).holders}
    assert lines == {1: 10, 2: 8}


def test_nothing_is_missing_outside_the_scope(school: Room) -> None:
    school.run(CorrectDevice("TB00002", {}, place="Tủ 1"))
    stocktake = school.run(OpenStocktake(Scope.PLACE, "kho")).value
    assert found(school, stocktake) == {("TB00001", Finding.MISSING): 1}
    assert count(school, stocktake, Seen("TB00002")) == "TB00002 Loa cầm tay belongs in Tủ 1"
    assert count(school, stocktake, Seen("TB00003", 5)) == (
        "TB00003 Bộ thực hành Toán: the book does not say where it belongs"
    )
    count(school, stocktake, Seen("TB00001"))
    assert found(school, stocktake) == {
        ("TB00002", Finding.WRONG_PLACE): 1, ("TB00003", Finding.WRONG_PLACE): 5,
    }  # fmt: skip
    by_subject = OpenStocktake(Scope.SUBJECT, "Toán")
    second = school.run(by_subject).value
    assert count(school, second, Seen("TB00004", 3)) == (
        "TB00004 Bảng con is not part of this stocktake"
    )
    assert found(school, second) == {("TB00003", Finding.MISSING): 35}


def test_what_was_carried_away_since_is_expected_elsewhere(school: Room) -> None:
    school.run(CorrectDevice("TB00002", {}, place="Tủ 1"))
    stocktake = school.run(OpenStocktake(Scope.PLACE, "Kho")).value
    school.run(Transfer(("TB00001",), "Tủ 1"))
    assert found(school, stocktake) == {}


def test_what_is_in_the_wrong_place_moves_here_or_is_put_back(school: Room) -> None:
    school.run(CorrectDevice("TB00002", {}, place="Tủ 1"))
    school.run(CorrectDevice("TB00004", {}, place="Tủ 1"))
    stocktake = school.run(OpenStocktake(Scope.PLACE, "Kho")).value
    count(school, stocktake, Seen("TB00001"), Seen("TB00002"), Seen("TB00004", 5))
    lot = (("TB00004", Finding.WRONG_PLACE),)
    with pytest.raises(Refused, match="does not fit"):
        school.run(Explain(stocktake, lot, "Chuyển", Resolution.MOVE_HERE))
    school.run(Explain(stocktake, lot, "Cất nhầm tủ", Resolution.PUT_BACK))
    school.run(
        Explain(stocktake, (("TB00002", Finding.WRONG_PLACE),), "Dùng ở kho", Resolution.MOVE_HERE)
    )
    school.run(CloseStocktake(stocktake))
    assert school.ask(OneDevice("TB00002")).view.place == "Kho"
    assert school.ask(OneDevice("TB00004")).view.place == "Tủ 1"
    school.run(Undo("Chốt nhầm"))
    assert school.ask(OneDevice("TB00002")).view.place == "Tủ 1"


@pytest.fixture
def explained(school: Room, counted: int) -> int:
    """Find five things wrong and explain each."""
    count(school, counted, Seen("TB00003", 37), Seen("TB00004", 19, 4), Seen("XYZ1", 3))
    for code, finding, resolution in (
        ("TB00001", Finding.MISSING, Resolution.LOST),
        ("TB00003", Finding.SURPLUS, Resolution.REGISTER),
        ("TB00004", Finding.MISSING, Resolution.LOST),
        ("TB00004", Finding.DAMAGED, Resolution.REPORT_DAMAGE),
        ("XYZ1", Finding.UNKNOWN, Resolution.REGISTER),
    ):
        school.run(Explain(counted, ((code, finding),), "Lý do", resolution, name="Thước dây"))
    return counted


def test_closing_names_what_is_not_explained(school: Room, counted: int) -> None:
    count(school, counted, Seen("TB00003", 37), Seen("TB00004", 19, 4), Seen("XYZ1", 3))
    with pytest.raises(Refused, match=r"5 differences are not explained yet: TB00003, TB00004"):
        school.run(CloseStocktake(counted))
    item = (("XYZ1", Finding.UNKNOWN),)
    with pytest.raises(Refused, match="Say what “XYZ1” is registered as"):
        school.run(Explain(counted, item, "Lý do", Resolution.REGISTER))


def test_closing_posts_all_in_one_act_and_undo_takes_it_back(school: Room, explained: int) -> None:
    before = {code: dict(balances(school, code)) for code in ("TB00001", "TB00003", "TB00004")}
    entries = len(school.ask(History()))
    outcome = school.run(CloseStocktake(explained))
    assert len(school.ask(History())) == entries + 1
    assert outcome.undoable
    assert balances(school, "TB00001") == {State.LOST: 1}
    assert balances(school, "TB00003") == {State.IN_STORE: 37}
    assert balances(school, "TB00004") == {State.IN_STORE: 15, State.DAMAGED: 4, State.LOST: 1}
    made = school.ask(OneDevice("TB00005")).view
    assert (made.device.name, made.balances) == ("Thước dây", {State.IN_STORE: 3})
    assert school.ask(Verify()).ok
    with pytest.raises(Refused, match="no longer open"):
        count(school, explained, Seen("TB00001"))
    school.run(Undo("Chốt sớm quá"))
    assert {code: dict(balances(school, code)) for code in before} == before
    assert [view.row.status for view in school.ask(Stocktakes())] == ["open"]
    count(school, explained, Seen("TB00001"))
    assert ("TB00001", Finding.MISSING) not in found(school, explained)
    assert school.ask(Verify()).ok


def test_a_closed_one_is_shown_as_it_stood_whatever_moves_later(
    school: Room, explained: int
) -> None:
    school.run(CloseStocktake(explained))
    assert [view.row.status for view in school.ask(Stocktakes())] == ["closed"]
    school.run(Lend((Item("TB00003", 5),), "3A"))
    shown = {one.code: one for one in school.ask(Counting(explained))[0]}
    assert shown["TB00001"].findings == {Finding.MISSING: 1}
    assert (shown["TB00003"].tally.here, shown["TB00003"].tally.seen) == (35, 37)
    assert {one.code for one in school.ask(Differences(explained))} == {
        "TB00001", "TB00003", "TB00004", "XYZ1",
    }  # fmt: skip


def test_what_was_lost_or_left_the_book_is_found_again(school: Room) -> None:
    school.run(Lend((Item("TB00001"), Item("TB00003", 4)), "3A"))
    school.run(
        TakeBack((ReturnItem("TB00001", 1, Result.LOST), ReturnItem("TB00003", 4, Result.LOST)))
    )
    school.run(
        Decrease(
            (DecreaseLine("TB00002", 1, Why.USABLE),), (Member("Ánh"),), "Chuyển giao đơn vị khác"
        )
    )
    stocktake = school.run(OpenStocktake()).value
    count(school, stocktake, Seen("TB00001"), Seen("TB00002"), Seen("TB00003", 34),
          Seen("TB00004", 20))  # fmt: skip
    assert found(school, stocktake) == {
        ("TB00001", Finding.SURPLUS): 1, ("TB00002", Finding.SURPLUS): 1,
        ("TB00003", Finding.SURPLUS): 3,
    }  # fmt: skip
    school.run(CloseStocktake(stocktake, "Tìm thấy khi dọn kho"))
    assert balances(school, "TB00001") == {State.IN_STORE: 1}
    assert balances(school, "TB00002") == {State.IN_STORE: 1}
    assert balances(school, "TB00003") == {State.IN_STORE: 34, State.LOST: 1}
    assert school.ask(Verify()).ok


def test_found_elsewhere_is_not_lost(school: Room, counted: int) -> None:
    school.run(
        Explain(counted, (("TB00001", Finding.MISSING),), "Cô Ánh báo", Resolution.ELSEWHERE,
                name="Phòng Tin học")
    )  # fmt: skip
    school.run(CloseStocktake(counted))
    view = school.ask(OneDevice("TB00001")).view
    assert (view.balances, view.place) == ({State.IN_STORE: 1}, "Phòng Tin học")


def test_an_explanation_holds_only_while_the_difference_is_the_same(
    school: Room, counted: int
) -> None:
    count(school, counted, Seen("TB00001"), Seen("TB00003", 33))
    item = (("TB00003", Finding.MISSING),)
    school.run(Explain(counted, item, "Rơi vỡ", Resolution.LOST))
    count(school, counted, Seen("TB00003", 32))
    with pytest.raises(Refused, match="1 differences are not explained yet: TB00003"):
        school.run(CloseStocktake(counted))
    school.run(Explain(counted, item, "Rơi vỡ", Resolution.LOST))
    school.run(CloseStocktake(counted))
    assert balances(school, "TB00003")[State.LOST] == 3


def test_several_are_explained_alike_at_once(school: Room) -> None:
    stocktake = school.run(OpenStocktake()).value
    items = tuple((one.code, one.finding) for one in school.ask(Differences(stocktake)))
    outcome = school.run(Explain(stocktake, items, "Cháy kho", Resolution.LOST))
    assert outcome.value == 4
    school.run(CloseStocktake(stocktake))
    assert balances(school, "TB00004") == {State.LOST: 20}
    school.run(Undo("Nhầm"))
    assert balances(school, "TB00004") == {State.IN_STORE: 18, State.DAMAGED: 2}


def test_two_people_over_several_days(school: Room, clock: Clock) -> None:
    stocktake = school.run(OpenStocktake()).value
    count(school, stocktake, Seen("TB00001"), Seen("TB00003", 10), by="Ánh")
    clock.turn_to(TODAY.replace(day=27))
    count(school, stocktake, Seen("TB00002"), Seen("TB00004", 20), by="Bình")
    count(school, stocktake, *[Seen("TB00003")] * 25, by="Bình")
    devices = {one.code: one for one in school.ask(Counting(stocktake))[0]}
    assert devices["TB00003"].tally.seen == 35
    assert devices["TB00003"].by == "Ánh, Bình"
    assert devices["TB00001"].by == "Ánh"
    assert found(school, stocktake) == {}


def test_two_open_stocktakes_share_no_device(school: Room) -> None:
    first = school.run(OpenStocktake(Scope.SUBJECT, "Toán")).value
    with pytest.raises(Refused, match="The stocktake of Toán, opened on 24/11/2026"):
        school.run(OpenStocktake())
    school.run(OpenStocktake(Scope.PLACE, "Kho"))
    school.run(CancelStocktake(first, "Hoãn"))
    school.run(OpenStocktake(Scope.SUBJECT, "Toán"))
    with pytest.raises(Refused, match="counts some of these devices already"):
        school.run(Undo("Đếm tiếp", len(school.ask(History())) - 1))


def test_a_count_of_a_closed_stocktake_stays(school: Room, counted: int) -> None:
    entry = school.run(Count(counted, (Seen("TB00001"),))).entry
    school.run(CloseStocktake(counted))
    with pytest.raises(Refused, match="no longer open"):
        school.run(Undo("Quét nhầm", entry))


def test_called_off_keeps_its_counts(school: Room, counted: int) -> None:
    outcome = school.run(CancelStocktake(counted))
    assert "its counts are kept" in str(outcome.sentence)
    assert balances(school, "TB00001") == {State.IN_STORE: 1}
    school.run(Undo("Đếm tiếp"))
    assert found(school, counted) == {("TB00001", Finding.MISSING): 1}


def test_rows_of_the_list_are_counted_without_labels(school: Room) -> None:
    stocktake = school.run(OpenStocktake()).value
    devices, _unknown = school.ask(Counting(stocktake))
    chosen = tuple(one.device for one in devices)
    assert school.run(CountHere(stocktake, chosen, "Ánh")).value == chosen
    assert found(school, stocktake) == {}
    school.run(Undo("Chưa đếm thật"))
    assert len(found(school, stocktake)) == 4


def test_a_kit_counts_what_it_is_made_of(school: Room) -> None:
    code = school.run(MakeKit("Bộ Toán", (Item("TB00001"), Item("TB00003", 5)))).value
    stocktake = school.run(OpenStocktake()).value
    count(school, stocktake, Seen("TB00003", 2))
    count(school, stocktake, Seen(code))
    seen = {one.code: one.tally.seen for one in school.ask(Counting(stocktake))[0]}
    assert (seen["TB00001"], seen["TB00003"]) == (1, 7)


def test_quality_that_was_said_is_written_with_the_closing(school: Room, counted: int) -> None:
    school.run(Count(counted, (Seen("TB00001"),), quality=Quality.POOR))
    school.run(CloseStocktake(counted))
    assert school.ask(OneDevice("TB00001")).view.device.condition == Quality.POOR
    school.run(Undo("Nhầm"))
    assert school.ask(OneDevice("TB00001")).view.device.condition == Quality.GOOD


@pytest.mark.parametrize(
    ("action", "said"),
    [
        (Count(1, (Seen("TB00001", 2),)), "A piece is 0 or 1"),
        (Count(1, (Seen("TB00003", 3, 4),)), "4 damaged of 3 cannot be"),
        (Count(1, ()), "nothing to count yet"),
        (Count(1, (Seen(" "),)), "nothing to count yet"),
        (Count(1, (Seen("TB00001"),), place="Hầm"), "no place “Hầm”"),
        (Count(9, (Seen("TB00001"),)), "no stocktake 9"),
        (Count(1, (Seen("TB00001"),), quality="x"), "no quality"),
        (Explain(1, (("TB00001", Finding.SURPLUS),), "x", Resolution.LOST), "no such difference"),
        (Explain(1, (("TB00001", Finding.MISSING),), " ", Resolution.LOST), "in a few words"),
        (Explain(1, (("TB00001", Finding.MISSING),), "x", Resolution.NOTED), "does not fit"),
        (Explain(1, (), "x", Resolution.LOST), "Choose the differences"),
        (OpenStocktake(Scope.PLACE, "Hầm"), "no place “Hầm”"),
        (OpenStocktake(Scope.PLACE), "which place or subject"),
        (OpenStocktake(Scope.SUBJECT, "Võ"), "nothing to count"),
    ],
)
def test_what_cannot_be_is_refused_with_words(
    school: Room, action: Count | Explain | OpenStocktake, said: str
) -> None:
    school.run(OpenStocktake())
    with pytest.raises(Refused) as refused:
        school.run(action)
    assert said in str(refused.value.sentence)


def test_a_scope_is_called_by_its_name(school: Room) -> None:
    assert school.ask(ScopeCalled("all")) == (Scope.ALL, "")
    assert school.ask(ScopeCalled("toàn trường")) == (Scope.ALL, "")
    assert school.ask(ScopeCalled("place:Kho")) == (Scope.PLACE, "Kho")
    assert school.ask(ScopeCalled("KHO")) == (Scope.PLACE, "KHO")
    assert school.ask(ScopeCalled("toan")) == (Scope.SUBJECT, "toan")
    with pytest.raises(Refused, match="no place and no subject"):
        school.ask(ScopeCalled("Sân"))


def test_a_card_says_who_counts_and_a_place_label_where(school: Room) -> None:
    assert school.ask(Label("gv001")) == ("Nguyễn Thị Ánh", "")
    assert school.ask(Label("VT001")) == ("", "Kho")
    assert school.ask(Label("TB00001")) == ("", "")


def test_a_lot_registered_since_is_not_expected(school: Room) -> None:
    stocktake = school.run(OpenStocktake()).value
    school.run(RegisterDevice(Device("", "Kính lúp", Kind.LOT), 10))
    assert ("TB00005", Finding.MISSING) not in found(school, stocktake)
