"""A month is submitted, returned, approved and closed; what comes later is an adjustment."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from app.domain.device import Device, Kind, State
from app.domain.fault import Refused
from app.domain.loan import Result
from app.domain.month import Month, MonthClosed, MonthStatus, last_day
from app.services.adjustment import Adjust
from app.services.calendars import PrefillYear
from app.services.decrease import Decrease, DecreaseLine, Member, Why
from app.services.devices import CorrectDevice, ReceiveMore, RegisterDevice
from app.services.lending import Item, Lend, ReturnItem, TakeBack
from app.services.month_acts import (
    ApproveMonth,
    ExplainLate,
    KeepScan,
    PrintMonth,
    ReturnMonth,
    SubmitMonth,
)
from app.services.months import MonthOf, Months, MonthToSign, MonthView
from app.services.queries import History, OneDevice, Verify
from app.services.room import Room
from app.services.stocktakes import CancelStocktake, OpenStocktake
from app.services.transfer import Transfer
from app.services.undoing import Undo
from app.services.uploading import MakeUpload
from app.services.wording import load_words
from tests.conftest import Clock

OCTOBER, NOVEMBER = "2026-10", "2026-11"
EARLY = date(2026, 10, 6)
WORDS = load_words("vi")


@pytest.fixture
def clock() -> Clock:
    """Return a clock in September, when the school's devices are registered."""
    return Clock(date(2026, 9, 28))


@pytest.fixture
def october(school: Room, clock: Clock) -> Room:
    """Have something happen in October, and stand in the first days of November."""
    clock.turn_to(EARLY)
    school.run(RegisterDevice(Device("", "Kính lúp", Kind.LOT), 10))
    clock.turn_to(date(2026, 11, 3))
    return school


def _told(view: MonthView) -> list[tuple[str, str, int]]:
    return [(row.code, WORDS.render(row.what), row.quantity) for row in view.rows]


def _approve(room: Room, month: str) -> None:
    room.run(SubmitMonth(month))
    room.run(ApproveMonth(month))


def test_a_month_goes_the_whole_way_and_back(october: Room) -> None:
    assert october.ask(MonthOf(OCTOBER)).status is MonthStatus.OPEN
    october.run(SubmitMonth(OCTOBER))
    october.run(ReturnMonth(OCTOBER, " thiếu  chứng từ "))
    view = october.ask(MonthOf(OCTOBER))
    assert (view.status, view.number) == (MonthStatus.RETURNED, 1)
    assert view.record is not None
    assert view.record.row.note == "thiếu chứng từ"
    october.run(SubmitMonth(OCTOBER))
    outcome = october.run(ApproveMonth(OCTOBER, " Lê Thị Hiệu Trưởng "))
    assert not outcome.undoable
    view = october.ask(MonthOf(OCTOBER))
    assert (view.status, view.number, view.closed) == (MonthStatus.APPROVED, 2, True)
    assert view.record is not None
    assert view.record.row.signer == "Lê Thị Hiệu Trưởng"
    assert view.record.row.approved_on == "2026-11-03"
    assert october.ask(Verify()).ok


@pytest.mark.parametrize(
    ("action", "why"),
    [
        (ApproveMonth(OCTOBER), "not submitted"),
        (ReturnMonth(OCTOBER, "x"), "not submitted"),
        (KeepScan(OCTOBER, Path("x.pdf")), "not approved yet"),
        (SubmitMonth(NOVEMBER), "not over"),
        (SubmitMonth("2027-01"), "not over"),
        (SubmitMonth("2019-01"), "begins after"),
        (SubmitMonth("10/2026"), "is not a month"),
        (ExplainLate(1, "ốm"), "no change that was written down or sent late"),
        (ExplainLate(999, "ốm"), "no change that was written down or sent late"),
        (ExplainLate(1, " "), "Say in a few words"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    october: Room, action: SubmitMonth | ApproveMonth | ReturnMonth | KeepScan | ExplainLate,
    why: str,
) -> None:  # fmt: skip
    before = october.ask(Verify())
    with pytest.raises(Refused, match=why):
        october.run(action)
    assert october.ask(Verify()) == before


def test_a_month_is_neither_submitted_twice_nor_approved_twice(october: Room) -> None:
    october.run(SubmitMonth(OCTOBER))
    with pytest.raises(Refused, match="submitted already"):
        october.run(SubmitMonth(OCTOBER))
    with pytest.raises(Refused, match="mended"):
        october.run(ReturnMonth(OCTOBER, " "))
    october.run(ApproveMonth(OCTOBER))
    for action in (SubmitMonth(OCTOBER), ApproveMonth(OCTOBER), ReturnMonth(OCTOBER, "x")):
        with pytest.raises(Refused, match="cannot be taken back"):
            october.run(action)
    entry = october.ask(History())[-1][0].id
    with pytest.raises(Refused, match="reached the world"):
        october.run(Undo("Nhầm", entry))


@pytest.mark.parametrize("day", [EARLY, date(2026, 9, 30)])
def test_what_was_written_after_submitting_must_be_submitted_again(
    october: Room, day: date
) -> None:
    october.run(RegisterDevice(Device("", "Thước", Kind.LOT), 3, day=day))
    october.run(SubmitMonth(OCTOBER))
    october.run(ReceiveMore("TB00006", 2, day))
    assert october.ask(MonthOf(OCTOBER)).stale
    with pytest.raises(Refused, match="Submit the month again"):
        october.run(ApproveMonth(OCTOBER))
    october.run(SubmitMonth(OCTOBER))
    october.run(ApproveMonth(OCTOBER))
    assert october.ask(MonthOf(OCTOBER)).number == 2


def test_a_month_is_not_signed_over_a_book_that_was_changed_from_outside(october: Room) -> None:
    with closing(sqlite3.connect(october.folder / "book.db", isolation_level=None)) as raw:
        raw.execute("UPDATE balance SET quantity = quantity + 1 WHERE device_id = 3")
    with pytest.raises(Refused, match="does not add up"):
        october.run(SubmitMonth(OCTOBER))


def test_a_month_is_not_signed_over_a_difference_nobody_explained(october: Room) -> None:
    stocktake = october.run(OpenStocktake()).value
    before = len(october.ask(History()))
    with pytest.raises(Refused, match="differences nobody has explained"):
        october.run(SubmitMonth(OCTOBER))
    assert len(october.ask(History())) == before
    october.run(CancelStocktake(stocktake))
    october.run(SubmitMonth(OCTOBER))


def test_approval_closes_the_month_and_every_day_before_it(october: Room) -> None:
    _approve(october, OCTOBER)
    for day in (date(2026, 10, 31), EARLY, date(2026, 8, 3)):
        with pytest.raises(MonthClosed, match="adjustment"):
            october.run(ReceiveMore("TB00003", 2, day))
    october.run(ReceiveMore("TB00003", 2, date(2026, 11, 1)))


def test_an_adjustment_is_dated_today_and_stands_on_the_open_months_sheet(
    october: Room,
) -> None:
    _approve(october, OCTOBER)
    before = october.ask(MonthOf(OCTOBER)).totals
    october.run(Adjust(ReceiveMore("TB00003", 2, EARLY)))
    october.run(Adjust(Lend((Item("TB00002"),), "3A", day=date(2026, 10, 20))))
    entry = october.ask(History())[-1][0]
    assert (entry.day, entry.corrects) == ("2026-11-03", "2026-10-20")
    assert october.ask(MonthOf(OCTOBER)).totals == before
    view = october.ask(MonthOf(NOVEMBER))
    assert ("TB00003", "Điều chỉnh cho tháng 10/2026: Tăng", 2) in _told(view)
    assert ("TB00002", "Điều chỉnh cho tháng 10/2026: Cho mượn", 1) in _told(view)
    assert {row.happened for row in view.rows if "Điều chỉnh" in WORDS.render(row.what)} == {
        "2026-10-06", "2026-10-20",
    }  # fmt: skip
    assert october.ask(Verify()).ok


def test_an_adjustment_of_an_open_month_is_an_ordinary_entry(october: Room) -> None:
    october.run(Adjust(ReceiveMore("TB00005", 2, EARLY)))
    entry = october.ask(History())[-1][0]
    assert (entry.day, entry.corrects) == ("2026-10-06", "")


def test_an_undo_in_a_closed_month_counts_in_the_open_one(october: Room, clock: Clock) -> None:
    clock.turn_to(date(2026, 10, 8))
    october.run(Lend((Item("TB00001"),), "3A"))
    lent = october.ask(History())[-1][0].id
    clock.turn_to(date(2026, 11, 3))
    _approve(october, OCTOBER)
    october.run(Undo("Nhầm lớp", lent))
    october_, november = october.ask(MonthOf(OCTOBER)), october.ask(MonthOf(NOVEMBER))
    assert (october_.totals.loans, october_.totals.lent) == (1, 1)
    assert (november.totals.loans, november.totals.lent) == (-1, -1)
    assert november.totals.returned == 0
    assert ("TB00001", "Điều chỉnh cho tháng 10/2026: Hoàn tác: Cho mượn", 1) in _told(november)
    held = november.totals.states[State.ON_LOAN]
    assert (held.opening, held.increase, held.decrease, held.closing) == (1, -1, 0, 0)
    october.run(Undo("Không nhầm", october.ask(History())[-1][0].id))
    totals = october.ask(MonthOf(NOVEMBER)).totals
    assert (totals.loans, totals.lent, totals.states[State.ON_LOAN].closing) == (0, 0, 1)


@pytest.mark.parametrize("today", [date(2026, 11, 3), date(2026, 10, 15)])
def test_a_return_is_never_blocked_by_a_closed_month(
    october: Room, clock: Clock, today: date
) -> None:
    clock.turn_to(date(2026, 10, 8))
    october.run(Lend((Item("TB00003", 5),), "3A"))
    clock.turn_to(date(2026, 11, 3))
    _approve(october, OCTOBER)
    clock.turn_to(today)  # even a clock set back into the closed month
    october.run(TakeBack((ReturnItem("TB00003", 2, Result.DAMAGED),), day=date(2026, 10, 9)))
    october.run(TakeBack((ReturnItem("TB00003"),)))
    first, second = (entry for entry, _codes in october.ask(History())[-2:])
    assert (first.day, first.corrects) == (max("2026-11-01", today.isoformat()), "2026-10-09")
    assert second.day >= "2026-11-01"
    view = october.ask(MonthOf(NOVEMBER))
    assert ("TB00003", "Điều chỉnh cho tháng 10/2026: Hỏng", 2) in _told(view)
    assert october.ask(Verify()).ok


def test_every_kind_of_change_is_called_by_its_name(october: Room) -> None:
    october.run(Lend((Item("TB00003", 6),), "3A"))
    back = (ReturnItem("TB00003", 1, Result.LOST), ReturnItem("TB00003", 2, Result.INCOMPLETE),
            ReturnItem("TB00003", 3))  # fmt: skip
    october.run(TakeBack(back))
    october.run(Transfer(("TB00001",), "Phòng Tin học"))
    october.run(CorrectDevice("TB00002", {"maker": "Thiên Long"}))
    october.run(Decrease((DecreaseLine("TB00003", 1, Why.LOST),), (Member("Ánh"),), "Ghi giảm"))
    october.run(MakeUpload())
    october.run(CorrectDevice("TB00002", {"condition": "fair"}))
    view = october.ask(MonthOf(NOVEMBER))
    assert _told(view) == [
        ("TB00003", "Mất", 1), ("TB00003", "Thiếu chi tiết khi trả", 2),
        ("TB00001", "Điều chuyển", 0), ("TB00002", "Sửa thông tin", 0),
        ("TB00003", "Giảm", 1), ("TB00002", "Đổi chất lượng", 0),
    ]  # fmt: skip
    assert [row.paper for row in view.rows] == [
        "", "", "Phiếu điều chuyển 01", "", "Phiếu ghi giảm 01", "",
    ]  # fmt: skip
    assert [row.batch for row in view.rows] == [1, 1, 1, 1, 1, None]
    totals = view.totals
    assert (totals.loans, totals.lent, totals.returned) == (1, 6, 6)
    assert (totals.damaged, totals.lost) == (2, 1)
    assert totals.results == {Result.LOST: 1, Result.INCOMPLETE: 2, Result.GOOD: 3}
    for tally in totals.states.values():
        assert tally.closing == tally.opening + tally.increase - tally.decrease
    assert totals.states[State.DISPOSED].closing == 1


def test_a_change_written_after_ten_working_days_is_late_and_explained(
    school: Room, clock: Clock
) -> None:
    clock.turn_to(date(2026, 12, 10))
    school.run(PrefillYear(2026))
    # 24 November 2026 is a day off, so ten working days after the 25th end on 9 December.
    school.run(ReceiveMore("TB00003", 1, date(2026, 11, 25)))
    school.run(ReceiveMore("TB00003", 1, date(2026, 11, 26)))
    school.run(Lend((Item("TB00001"),), "3A", day=date(2026, 11, 25)))  # no change of a device
    view = school.ask(MonthOf(NOVEMBER))
    (late,) = view.late
    assert (late.happened, late.due, late.recorded) == ("2026-11-25", "2026-12-09", "2026-12-10")
    assert view.totals.late == 1
    school.run(ExplainLate(late.entry, "Nghỉ ốm"))
    assert school.ask(MonthOf(NOVEMBER)).reasons == {late.entry: "Nghỉ ốm"}
    school.run(ExplainLate(late.entry, "Chờ hóa đơn"))
    assert school.ask(MonthOf(NOVEMBER)).reasons == {late.entry: "Chờ hóa đơn"}
    school.run(Undo("Nhầm"))
    school.run(Undo("Nhầm"))
    assert school.ask(MonthOf(NOVEMBER)).reasons == {}
    school.run(ExplainLate(late.entry, "Nghỉ ốm"))
    assert school.ask(Verify()).ok


def test_no_time_was_set_before_the_regulation(school: Room) -> None:
    school.run(RegisterDevice(Device("", "Thước", Kind.LOT), 3, day=date(2024, 8, 26)))
    school.run(ReceiveMore("TB00005", 3, date(2024, 8, 27)))
    assert [row.due for row in school.ask(MonthOf("2024-08")).rows] == ["", "2024-09-10"]
    assert school.ask(MonthOf("2024-08")).totals.late == 1


@pytest.mark.parametrize(
    ("data", "kind"), [(b"%PDF-1.7 x", "pdf"), (b"\x89PNG x", "png"), (b"\xff\xd8\xff x", "jpg")]
)
def test_the_signed_paper_is_kept_with_its_hash(
    october: Room, tmp_path: Path, data: bytes, kind: str
) -> None:
    scan = tmp_path / "quet"
    scan.write_bytes(data)
    october.run(SubmitMonth(OCTOBER))
    october.run(ApproveMonth(OCTOBER, scan=scan))
    row = _month(october)
    assert (october.folder / row.scan).read_bytes() == data
    assert row.scan.endswith(f".{kind}")
    assert row.scan_sha256 == hashlib.sha256(data).hexdigest()


def test_a_scan_may_come_later_and_must_be_one(october: Room, tmp_path: Path) -> None:
    scan = tmp_path / "quet.pdf"
    scan.write_bytes(b"GIF89a")
    october.run(SubmitMonth(OCTOBER))
    for path in (scan, tmp_path / "khong-co.pdf"):
        with pytest.raises(Refused):
            october.run(ApproveMonth(OCTOBER, scan=path))
    assert october.ask(MonthOf(OCTOBER)).status is MonthStatus.SUBMITTED
    october.run(ApproveMonth(OCTOBER))
    scan.write_bytes(b"%PDF-1.7")
    kept = october.run(KeepScan(OCTOBER, scan)).value
    assert kept.read_bytes() == b"%PDF-1.7"
    assert _month(october).status == MonthStatus.APPROVED
    assert october.ask(Verify()).ok


def _month(room: Room) -> Month:
    record = room.ask(MonthOf(OCTOBER)).record
    assert record is not None
    return record.row


def test_earlier_months_that_nobody_signed_are_named(october: Room) -> None:
    october.run(RegisterDevice(Device("", "Thước", Kind.LOT), 3, day=date(2026, 8, 3)))
    assert october.ask(MonthOf(OCTOBER)).unapproved == ("2026-08", "2026-09")
    _approve(october, OCTOBER)
    assert october.ask(MonthOf(NOVEMBER)).unapproved == ()
    heads = {one.month: (one.status, one.closed) for one in october.ask(Months())}
    assert heads["2026-08"] == (MonthStatus.OPEN, True)
    assert heads[NOVEMBER] == (MonthStatus.OPEN, False)


def test_today_says_which_month_waits(october: Room) -> None:
    said = []
    for step in (None, SubmitMonth(OCTOBER), ReturnMonth(OCTOBER, "x"), SubmitMonth(OCTOBER)):
        if step is not None:
            october.run(step)
        said.append(str(october.ask(MonthToSign())))
    assert ["not submitted" in said[0], "waits" in said[1], "returned" in said[2]] == [True] * 3
    october.run(ApproveMonth(OCTOBER))
    assert october.ask(MonthToSign()) is None


def test_printing_is_counted_once_the_month_is_submitted(october: Room) -> None:
    october.issue(PrintMonth(OCTOBER))
    assert october.ask(MonthOf(OCTOBER)).printed == 0
    october.run(SubmitMonth(OCTOBER))
    names = [october.issue(PrintMonth(OCTOBER)).value.path.name for _print in range(3)]
    assert len(set(names)) == 3
    assert october.ask(MonthOf(OCTOBER)).printed == 3


def test_the_piece_lent_and_adjusted_is_held_to_the_shelf(october: Room) -> None:
    _approve(october, OCTOBER)
    october.run(Lend((Item("TB00001"),), "3A"))
    with pytest.raises(Refused, match="out already"):
        october.run(Adjust(Lend((Item("TB00001"),), "4B", day=EARLY)))
    assert october.ask(OneDevice("TB00001")).view.balances == {State.ON_LOAN: 1}


@pytest.mark.parametrize(
    ("month", "last"), [("2024-02", 29), ("2026-02", 28), ("2026-12", 31), ("2026-11", 30)]
)
def test_the_last_day_of_a_month(month: str, last: int) -> None:
    assert last_day(month).day == last
