"""Care: what falls due when and for what, what is written down of it, what expires, on paper."""

from __future__ import annotations

import io
from datetime import date, timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader

from app.domain.care import USE_BY, CareKind, CareResult, first_counted, months_after
from app.domain.device import Device
from app.domain.fault import Refused
from app.domain.loan import Result
from app.domain.period import Period
from app.domain.setting import School
from app.services.care import CareCount, CareDue, CareItem, CareRow, MarkCareDone
from app.services.care_papers import PrintCareBook, PrintCarePlan
from app.services.care_plans import (
    CarePlans,
    CareTargets,
    CorrectCarePlan,
    EndCarePlan,
    MakeCarePlan,
)
from app.services.counter import FoundDevice, FoundSeveral, Recognise, Slip
from app.services.devices import CorrectDevice, RegisterDevice
from app.services.importing import Import, read_list
from app.services.kits import MakeKit
from app.services.lending import Item, Lend, ReturnItem, TakeBack
from app.services.people import DescribeSchool
from app.services.queries import History, Verify
from app.services.room import Room
from app.services.undoing import Undo
from tests.conftest import TODAY, Clock


def _text(pdf: bytes) -> str:
    pages = PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def _due(room: Room) -> list[tuple[str, str, int]]:
    return [(row.code, row.due, row.days) for row in room.ask(CareDue())]


def _only(room: Room) -> CareRow:
    (row,) = room.ask(CareDue())
    return row


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2027, 12, 15), 2, date(2028, 2, 15)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 6, 30), 18, date(2027, 12, 30)),
    ],
)
def test_months_are_counted_to_the_same_day(day: date, months: int, then: date) -> None:
    assert months_after(day, months) == then


def test_an_earlier_year_of_use_counts_from_its_last_day() -> None:
    assert first_counted(TODAY, None) == TODAY
    assert first_counted(TODAY, 2026) == TODAY
    assert first_counted(TODAY, 2024) == date(2024, 12, 31)


def test_a_plan_is_due_from_when_the_device_came_and_then_from_when_it_was_done(
    school: Room, clock: Clock
) -> None:
    plan = school.run(MakeCarePlan(CareKind.CHECK, 3, device="TB00001", who="Kho")).value
    assert _due(school) == [("TB00001", "2027-02-24", 92)]
    clock.turn_to(date(2027, 3, 1))
    row = _only(school)
    assert (row.days, row.last, row.who, row.in_store) == (-5, "", "Kho", 1)
    assert school.ask(CareCount()) == 1
    done = school.run(
        MarkCareDone((CareItem(plan, "TB00001"),), date(2027, 2, 27), note="Lau ống kính", cost=0)
    )
    assert done.undoable
    assert _due(school) == [("TB00001", "2027-05-27", 87)]
    assert _only(school).last == "2027-02-27"
    school.run(Undo("Nhầm"))
    assert _due(school) == [("TB00001", "2027-02-24", -5)]
    assert school.ask(Verify()).ok


def test_a_device_in_use_for_years_is_overdue_at_once(school: Room) -> None:
    school.run(CorrectDevice("TB00001", {"year_in_use": 2024}))
    school.run(MakeCarePlan(CareKind.SERVICE, 12, device="TB00001"))
    assert _due(school) == [("TB00001", "2025-12-31", -328)]


def test_plans_are_for_an_item_a_device_or_a_category(school: Room, tmp_path: Path) -> None:
    path = tmp_path / "danh-muc.csv"
    path.write_text("Tên thiết bị,Môn học\nMáy chiếu,Dùng chung\nĐàn,Âm nhạc\n", encoding="utf-8")
    school.run(Import(read_list("catalogue", path)))
    school.run(RegisterDevice(Device("", "Máy chiếu", subject="Dùng chung")))
    school.run(CorrectDevice("TB00002", {"category": "Thiết bị điện"}))
    school.run(CorrectDevice("TB00003", {"category": "THIẾT BỊ ĐIỆN"}))
    items, words = school.ask(CareTargets())
    assert [name for _code, name in items] == ["Máy chiếu (Dùng chung)"]
    assert len(words) == 1  # one word, however it is written
    school.run(MakeCarePlan(CareKind.CHECK, 6, item=items[0][0]))
    school.run(MakeCarePlan(CareKind.CALIBRATE, 6, category="Thiết bị điện"))
    found = {(row.kind, row.code) for row in school.ask(CareDue())}
    assert found == {("check", "TB00001"), ("check", "TB00005"), ("calibrate", "TB00002"),
                     ("calibrate", "TB00003")}  # fmt: skip
    views = [(view.target, view.devices) for view in school.ask(CarePlans())]
    assert views == [("Máy chiếu", 2), ("Thiết bị điện", 2)]


def test_only_what_is_in_the_school_is_due_and_it_says_where(school: Room) -> None:
    for code in ("TB00003", "TB00004", "TB00001"):
        school.run(MakeCarePlan(CareKind.CHECK, 1, device=code))
    loan = school.run(Lend((Item("TB00003", 10), Item("TB00001")), "3A")).value.loan
    rows = {row.code: (row.in_store, row.on_loan, row.damaged) for row in school.ask(CareDue())}
    assert rows == {"TB00003": (25, 10, 0), "TB00004": (18, 0, 2), "TB00001": (0, 1, 0)}
    school.run(TakeBack((ReturnItem("TB00001", 1, Result.LOST),), loan))
    assert {row.code for row in school.ask(CareDue())} == {"TB00003", "TB00004"}


def test_a_plan_is_corrected_ended_and_taken_back(school: Room) -> None:
    plan = school.run(MakeCarePlan(CareKind.CHECK, 6, device="TB00001")).value
    school.run(CorrectCarePlan(plan, 12, " Cô  Kho ", "Xem dây điện"))
    row = _only(school)
    assert (row.due, row.who, row.instruction) == ("2027-11-24", "Cô Kho", "Xem dây điện")
    assert school.run(CorrectCarePlan(plan, 12, "Cô Kho", "Xem dây điện")).entry is None
    school.run(EndCarePlan(plan))
    assert (school.ask(CareDue()), school.ask(CarePlans())) == ([], [])
    for action in (EndCarePlan(plan), CorrectCarePlan(plan, 1, "", ""),
                   MarkCareDone((CareItem(plan, "TB00001"),))):  # fmt: skip
        with pytest.raises(Refused, match="has ended"):
            school.run(action)
    school.run(Undo("Chưa kết thúc"))
    assert _only(school).plan == plan


def test_what_cannot_be_is_refused_and_nothing_is_written(school: Room) -> None:
    plan = school.run(MakeCarePlan(CareKind.CHECK, 6, device="TB00001")).value
    before = len(school.ask(History()))
    item = CareItem(plan, "TB00001")
    for action, said in (
        (MakeCarePlan(CareKind.CHECK, 6), "Say what the plan is for"),
        (MakeCarePlan(CareKind.CHECK, 6, device="TB00001", category="Loa"), "Say what"),
        (MakeCarePlan(CareKind.CHECK, 0, device="TB00002"), "Every 0 months"),
        (MakeCarePlan(CareKind.CHECK, 12, device="TB00001"), "already"),
        (MakeCarePlan(CareKind.CHECK, 6, device="TB99999"), "No device has the code"),
        (MakeCarePlan(CareKind.CHECK, 6, item="TT999"), "no item"),
        (MarkCareDone(()), "Choose what was done"),
        (MarkCareDone((item,), TODAY + timedelta(days=1)), "has not come yet"),
        (MarkCareDone((item,), cost=-1), "cannot be"),
        (MarkCareDone((CareItem(plan, "TB00002"),)), "is not for TB00002"),
    ):
        with pytest.raises(Refused, match=said):
            school.run(action)
    assert len(school.ask(History())) == before
    school.run(MakeCarePlan(CareKind.SERVICE, 6, device="TB00001"))


def test_what_did_not_pass_leads_to_the_damage_report(school: Room) -> None:
    plans = [school.run(MakeCarePlan(CareKind.CHECK, 6, device=code)).value
             for code in ("TB00001", "TB00002")]  # fmt: skip
    items = tuple(map(CareItem, plans, ("TB00001", "TB00002")))
    one = school.run(MarkCareDone(items[:1], result=CareResult.FAILED))
    assert "did not pass. Write its damage report next" in str(one.sentence)
    both = school.run(MarkCareDone(items, result=CareResult.FAILED))
    assert both.value == 2
    assert str(both.sentence).startswith("Inspection of 2 devices")


def test_use_by_dates_are_told_ahead_as_long_as_the_setting_says(school: Room) -> None:
    for code, day in (("TB00001", "2026-11-23"), ("TB00002", "2026-12-24"),
                      ("TB00003", "2026-12-25")):  # fmt: skip
        school.run(CorrectDevice(code, {"use_by": day}))
    assert _due(school) == [("TB00001", "2026-11-23", -1), ("TB00002", "2026-12-24", 30)]
    assert {row.kind for row in school.ask(CareDue())} == {USE_BY}
    assert school.ask(CareCount()) == 1
    school.run(DescribeSchool(School("Trường", use_by_days="31")))
    assert len(_due(school)) == 3
    school.run(DescribeSchool(School("Trường", use_by_days="0")))
    assert _due(school) == [("TB00001", "2026-11-23", -1)]


def test_an_expired_device_is_lent_with_a_warning(school: Room) -> None:
    school.run(CorrectDevice("TB00001", {"use_by": "2026-11-23"}))
    school.run(CorrectDevice("TB00002", {"use_by": "2026-11-24"}))
    (found,) = school.ask(Recognise("TB00001"))
    assert isinstance(found, FoundDevice)
    slip, said = Slip(class_name="3A", teacher="GV001").take(found)
    assert "use-by date 23/11/2026 has passed" in str(said)
    (fresh,) = school.ask(Recognise("TB00002"))
    assert str(slip.take(fresh)[1]) == "TB00002 Loa cầm tay goes out"
    lending = slip.lending()
    assert lending is not None
    school.run(lending)
    (back,) = school.ask(Recognise("TB00001"))
    assert "use-by" not in str(Slip().take(back)[1])


def test_a_kit_names_what_of_it_has_expired(school: Room) -> None:
    school.run(CorrectDevice("TB00001", {"use_by": "2020-01-01"}))
    code = school.run(MakeKit("Bộ chiếu", (Item("TB00001"), Item("TB00002")))).value
    (kit,) = school.ask(Recognise(str(code)))
    assert isinstance(kit, FoundSeveral)
    _slip, said = Slip(class_name="3A").take(kit)
    assert "Past their use-by date: TB00001." in str(said)


def test_the_plan_of_a_period_is_printed_to_tick_and_sign(school: Room, clock: Clock) -> None:
    school.run(
        MakeCarePlan(CareKind.SERVICE, 2, device="TB00001", who="Cô Kho", instruction="Lau kính")
    )
    text = _text(school.ask(PrintCarePlan(Period(date(2027, 1, 1), date(2027, 5, 31)))))
    for said in ("KẾ HOẠCH BẢO DƯỠNG", "Từ ngày 01/01/2027 đến ngày 31/05/2027", "TB00001",
                 "Bảo dưỡng: Lau kính", "Cô Kho", "24/01/2027", "24/03/2027", "24/05/2027",
                 "Cộng: 3 lượt.", "Ngày làm", "Hiệu trưởng", "Trần Thị Kho"):  # fmt: skip
        assert said in text, said
    with pytest.raises(Refused, match="Nothing falls due"):
        school.ask(PrintCarePlan(Period(TODAY, TODAY)))
    clock.turn_to(date(2027, 2, 10))
    late = _text(school.ask(PrintCarePlan(Period(date(2027, 2, 1), date(2027, 2, 28)))))
    assert "24/01/2027" in late
    assert "Cộng: 1 lượt." in late


def test_the_book_of_care_holds_what_was_done(school: Room) -> None:
    with pytest.raises(Refused, match="No care was written down"):
        school.ask(PrintCareBook())
    one, two = (school.run(MakeCarePlan(CareKind.CHECK, 6, device=code)).value
                for code in ("TB00001", "TB00002"))  # fmt: skip
    school.run(MarkCareDone((CareItem(two, "TB00002"),), date(2026, 11, 20), "Thợ điện",
                            CareResult.FAILED, "Rè tiếng", 1_250_000))  # fmt: skip
    school.run(MarkCareDone((CareItem(one, "TB00001"),), date(2026, 11, 3), "Cô Kho"))
    text = _text(school.ask(PrintCareBook()))
    for said in ("SỔ THEO DÕI BẢO DƯỠNG", "20/11/2026", "Thợ điện", "Không đạt", "1.250.000",
                 "Rè tiếng", "Cộng: 2 lượt, chi phí 1.250.000 đồng."):  # fmt: skip
        assert said in text, said
    assert text.index("03/11/2026") < text.index("20/11/2026")
    own = _text(school.ask(PrintCareBook("TB00001")))
    assert "Thiết bị: TB00001 Máy chiếu" in own
    assert "Thợ điện" not in own
    school.run(EndCarePlan(one))
    assert "Cô Kho" in _text(school.ask(PrintCareBook("TB00001")))
