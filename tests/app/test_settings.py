"""Settings hold from a day on: old papers keep theirs, closed months stay, all is in the history.

The rows are those of the regulation: 1, 2, 24, 26, 34, 51 and 56.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from app.cli import main
from app.domain.fault import Refused
from app.domain.governing import Governing
from app.domain.limit import LimitName
from app.domain.month import MonthStatus
from app.domain.period import range_period
from app.domain.person import PersonStatus
from app.domain.setting import LetterheadVersion, School, Signers
from app.services.calendars import DueDay
from app.services.confirming import Confirmers, ConfirmMonth
from app.services.demonstration import Demonstration, make_demonstration
from app.services.devices import CorrectDevice, ReceiveMore
from app.services.grouping import Grouping
from app.services.lending import Item, Lend
from app.services.limits import LimitsOn, SetLimit
from app.services.month_acts import ApproveMonth, PrintMonth, ReturnMonth, SubmitMonth
from app.services.months import MonthOf
from app.services.people import CorrectPerson, DescribeSchool, RegisterPerson
from app.services.quality_report import QualityReport, show_quality
from app.services.queries import History, Loans, TheSchool, Verify
from app.services.report_files import PrintReport
from app.services.room import Room
from app.services.settings import (
    CorrectSchoolCode,
    SchoolStatus,
    SetGoverning,
    SetLetterhead,
    SetSchoolCode,
    SetSchoolStatus,
    SetSigners,
)
from app.services.settings_view import Section, TheSettings
from app.services.slips import PrintLoanSlip
from app.services.teams import CorrectTeam
from app.services.timetable import BellLines, SetBells
from app.services.undoing import Undo
from tests.conftest import Clock

OCTOBER = "2026-10"
OLD = Governing(2025, number="314/QĐ-BTK", day="2024-08-27", body="Trường BTK")
NEW = Governing(2026, number="88/QĐ-BTK", day="2026-09-01")
HEAD = LetterheadVersion(superior="UBND PHƯỜNG MỚI", name="Trường Tiểu học Mới", place="Mới")


@pytest.fixture
def clock() -> Clock:
    """Return a clock in October."""
    return Clock(date(2026, 10, 6))


@pytest.fixture
def october(school: Room, clock: Clock) -> Room:
    """Lend and receive in October, under a document; stand in November."""
    school.run(SetGoverning(OLD))
    school.run(Lend((Item("TB00003", 6),), "3A"))
    school.run(ReceiveMore("TB00003", 4, date(2026, 10, 6)))
    clock.turn_to(date(2026, 11, 3))
    return school


def _words(data: bytes) -> str:
    pages = PdfReader(io.BytesIO(data)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def _sheet(room: Room, month: str = OCTOBER) -> str:
    return _words(room.issue(PrintMonth(month)).value.path.read_bytes())


def _report(room: Room, first: date, last: date) -> str:
    view = room.ask(QualityReport(range_period(first, last), Grouping.SCHOOL))
    return _words(room.ask(PrintReport(show_quality(view))))


def _last(room: Room) -> tuple[str, str]:
    entry = room.ask(History())[-1][0]
    return entry.kind, entry.reason


def _refused(room: Room, action: object) -> str:
    before = room.ask(Verify()).head
    with pytest.raises(Refused) as refusal:
        room.run(action)  # type: ignore[arg-type]  # any action
    assert room.ask(Verify()).head == before
    return refusal.value.sentence.text


def test_old_reports_keep_the_old_document_and_new_ones_show_the_new(
    october: Room, clock: Clock
) -> None:
    october.run(SubmitMonth(OCTOBER))
    old = _sheet(october)
    assert "Căn cứ Quyết định số 314/QĐ-BTK ngày 27/08/2024 của Trường BTK" in old
    october.run(SetGoverning(NEW))
    clock.turn_to(date(2026, 12, 1))
    assert "314/QĐ-BTK" in _sheet(october)
    assert "88/QĐ-BTK" in _sheet(october, "2026-11")
    assert "314/QĐ-BTK" in _report(october, date(2025, 9, 5), date(2026, 5, 31))
    report = _report(october, date(2026, 9, 5), date(2026, 11, 30))
    assert "88/QĐ-BTK" in report
    assert "314/QĐ-BTK" not in report


def test_a_year_without_a_document_uses_the_last_one_and_says_so(
    school: Room, clock: Clock
) -> None:
    assert school.ask(TheSettings()).grounds is None
    assert "Căn cứ" not in _report(school, date(2026, 9, 5), date(2026, 10, 1))
    school.run(SetGoverning(NEW))
    grounds = school.ask(TheSettings()).grounds
    assert grounds is not None
    assert grounds.own
    clock.turn_to(date(2027, 9, 6))
    grounds = school.ask(TheSettings()).grounds
    assert grounds is not None
    assert (grounds.document.number, grounds.own) == ("88/QĐ-BTK", False)


def test_no_deadline_is_counted_before_the_first_document(school: Room, clock: Clock) -> None:
    school.run(ReceiveMore("TB00003", 1))
    clock.turn_to(date(2026, 10, 30))
    school.run(SetGoverning(Governing(2026, number="9/QĐ", day="2026-10-07")))
    school.run(ReceiveMore("TB00003", 2, date(2026, 10, 6)))
    school.run(ReceiveMore("TB00003", 3, date(2026, 10, 7)))
    dues = {row.quantity: (row.due, row.late) for row in school.ask(MonthOf(OCTOBER)).rows}
    assert dues[2] == ("", False)
    assert dues[3] == ("2026-10-21", True)


def test_a_document_that_would_recount_a_closed_month_is_refused(october: Room) -> None:
    october.run(SubmitMonth(OCTOBER))
    october.run(ApproveMonth(OCTOBER))
    rows = october.ask(MonthOf(OCTOBER)).rows
    entry = next(one.id for one, _codes in october.ask(History()) if one.kind == "governing")
    later = Governing(2025, number="314/QĐ-BTK", day="2026-10-20")
    assert "closed" in _refused(october, SetGoverning(later))
    october.run(SetGoverning(NEW))
    october.run(Undo("thử"))
    october.run(Undo("thử", entry))
    assert october.ask(MonthOf(OCTOBER)).rows == rows


@pytest.mark.parametrize(
    "document",
    [
        Governing(2026, number="", day="2026-09-01"),
        Governing(2026, number="9/QĐ", day="hôm qua"),
        Governing(26, number="9/QĐ", day="2026-09-01"),
        Governing(2026, kind=" ", number="9/QĐ", day="2026-09-01"),
    ],
)
def test_a_document_that_is_none_is_refused(school: Room, document: Governing) -> None:
    assert _refused(school, SetGoverning(document))


def test_an_old_sheet_is_reprinted_as_it_was_after_everything_changed(
    october: Room, clock: Clock
) -> None:
    october.run(SubmitMonth(OCTOBER))
    first = _sheet(october)
    october.run(ApproveMonth(OCTOBER))
    clock.turn_to(date(2026, 12, 20))
    october.run(SetLetterhead(HEAD, date(2026, 12, 1)))
    october.run(SetSigners(Signers(keeper="Người Khác", deputy="Phó Mới"), date(2026, 12, 1)))
    october.run(CorrectDevice("TB00003", {"name": "Tên mới"}))
    october.run(CorrectPerson("GV001", status=PersonStatus.LEFT))
    again = _sheet(october)
    assert again.replace("(Bản in lại lần 1) ", "") == first
    fresh = _sheet(october, "2026-11")
    assert "TRƯỜNG TIỂU HỌC MỚI" in fresh
    assert "Phó Mới" in fresh
    assert "KT. HIỆU TRƯỞNG" in fresh


def test_a_paper_takes_the_letterhead_of_its_own_day(october: Room, clock: Clock) -> None:
    october.run(SetLetterhead(HEAD, date(2026, 11, 1)))
    october.run(SetSigners(Signers(keeper="Người Mới"), date(2026, 11, 1)))
    assert october.ask(TheSchool()).name == HEAD.name
    clock.turn_to(date(2026, 11, 5))
    october.run(Lend((Item("TB00001"),), "4B"))
    old, new = (_words(october.ask(PrintLoanSlip(loan))) for loan in (1, 2))
    assert "HOA PHƯỢNG" in old
    assert "Trần Thị Kho" in old
    assert "TRƯỜNG TIỂU HỌC MỚI" in new
    assert "Người Mới" in new


def test_the_school_stands_in_a_number_once_it_has_an_abbreviation(october: Room) -> None:
    october.run(SubmitMonth(OCTOBER))
    assert "Số: 01/BC " in _sheet(october)
    head = LetterheadVersion(name="Trường", abbreviation="BTK")
    october.run(SetLetterhead(head, date(2026, 11, 1)))
    october.run(ReturnMonth(OCTOBER, "sửa"))
    october.run(SubmitMonth(OCTOBER))
    assert "Số: 02/BC-BTK" in _sheet(october)
    assert "/BC-BTK" in _report(october, date(2026, 9, 5), date(2026, 10, 31))


def test_a_version_is_corrected_undone_and_kept_in_the_history(school: Room) -> None:
    school.run(SetLetterhead(HEAD, date(2026, 10, 1)))
    school.run(SetLetterhead(LetterheadVersion(name="Trường Sửa"), date(2026, 10, 1)))
    assert school.ask(TheSchool()).name == "Trường Sửa"
    school.run(Undo("nhầm"))
    school.run(Undo("nhầm"))
    assert school.ask(TheSchool()).name == "Trường Tiểu học Hoa Phượng"
    history = school.ask(TheSettings()).history[Section.LETTERHEAD]
    assert [entry.kind for entry in history] == [
        "undo", "undo", "letterhead", "letterhead", "settings",
    ]  # fmt: skip
    school.run(SetLetterhead(HEAD, date(2026, 10, 1)))
    assert school.ask(TheSchool()).name == HEAD.name
    assert school.ask(Verify()).ok


def test_a_limit_affects_only_what_happens_from_its_day_on(school: Room, clock: Clock) -> None:
    school.run(SetLimit(LimitName.REPORT_DAYS, 7, date(2026, 10, 12)))
    assert school.ask(LimitsOn(date(2026, 10, 11))).report_days == 10
    assert school.ask(LimitsOn(date(2026, 10, 12))).report_days == 7
    assert school.ask(DueDay(date(2026, 10, 9))).day == date(2026, 10, 23)
    assert school.ask(DueDay(date(2026, 10, 12))).day == date(2026, 10, 21)
    clock.turn_to(date(2026, 10, 22))
    school.run(ReceiveMore("TB00003", 1, date(2026, 10, 9)))
    school.run(ReceiveMore("TB00003", 2, date(2026, 10, 12)))
    late = {row.quantity: row.late for row in school.ask(MonthOf(OCTOBER)).rows}
    assert (late[1], late[2]) == (False, True)
    clock.turn_to(date(2026, 11, 3))
    assert "Hạn (10, 7 ngày LV)" in _sheet(school)
    entry = school.ask(TheSettings()).history[Section.LIMITS][0]
    assert entry.values["value"] == 7
    assert entry.values["before"] == 10
    school.run(Undo("thôi", entry.id))
    assert school.ask(LimitsOn()).report_days == 10


def test_a_limit_never_reaches_into_a_closed_month(october: Room, clock: Clock) -> None:
    limit = october.run(SetLimit(LimitName.REPORT_DAYS, 7, date(2026, 10, 6))).entry
    october.run(SubmitMonth(OCTOBER))
    october.run(ApproveMonth(OCTOBER))
    rows = october.ask(MonthOf(OCTOBER)).rows
    said = _refused(october, SetLimit(LimitName.REPORT_DAYS, 3, date(2026, 10, 31)))
    assert "closed" in said
    assert "closed" in _refused(october, Undo("nhầm", limit))
    assert _refused(october, SetLimit(LimitName.MONTH_BY, 0, date(2026, 11, 3)))
    clock.turn_to(date(2026, 11, 4))
    october.run(SetLimit(LimitName.REPORT_DAYS, 3, date(2026, 11, 1)))
    assert october.ask(MonthOf(OCTOBER)).rows == rows


def test_the_other_limits_are_read_where_they_count(october: Room, clock: Clock) -> None:
    assert october.ask(MonthOf(OCTOBER)).by == "2026-11-06"
    october.run(SetLimit(LimitName.MONTH_BY, 3, date(2026, 10, 31)))
    assert october.ask(MonthOf(OCTOBER)).by == "2026-11-04"
    due = date.fromisoformat(october.ask(Loans())[0].due)
    clock.turn_to(date(2026, 11, 10))
    late = (clock.now.date() - due).days
    assert late > 0
    assert len(october.ask(Loans(overdue=True))) == 1
    october.run(SetLimit(LimitName.OVERDUE_DAYS, late, date(2026, 11, 10)))
    assert october.ask(Loans(overdue=True)) == []


def test_the_schools_code_is_written_once_and_corrected_under_a_reason(school: Room) -> None:
    assert _refused(school, CorrectSchoolCode("79001", "nhầm"))
    school.run(SetSchoolCode("79001"))
    assert "locked" in _refused(school, SetSchoolCode("79002"))
    assert _refused(school, CorrectSchoolCode("79002", " "))
    assert _refused(school, CorrectSchoolCode("79 002", "nhầm"))
    school.run(CorrectSchoolCode("79002", "gõ nhầm một số"))
    assert _last(school) == ("settings", "gõ nhầm một số")
    view = school.ask(TheSettings())
    assert view.code == "79002"
    assert view.history[Section.SCHOOL][0].values == {"code": "79002", "before": "79001"}
    school.run(DescribeSchool(School("Tên khác")))
    assert school.ask(TheSettings()).code == "79002"


def test_a_code_whose_writing_was_undone_may_be_written_again(school: Room) -> None:
    school.run(SetSchoolCode("79001"))
    school.run(Undo("gõ nhầm trường"))
    school.run(SetSchoolCode("79002"))
    assert school.ask(Verify()).ok


def test_hours_whose_writing_was_undone_are_the_usual_ones(school: Room) -> None:
    usual = school.ask(BellLines())
    school.run(SetBells("8:00 9:00", "14:00 15:00"))
    assert school.ask(BellLines()) == ("8:00 9:00", "14:00 15:00")
    school.run(Undo("thử"))
    assert school.ask(BellLines()) == usual


def test_a_school_that_stops_changes_its_status_alone(school: Room) -> None:
    school.run(SetSchoolStatus(SchoolStatus.DISSOLVED))
    assert school.ask(TheSettings()).status is SchoolStatus.DISSOLVED
    assert school.ask(TheSchool()).name == "Trường Tiểu học Hoa Phượng"


@pytest.fixture
def two_steps(october: Room) -> Room:
    """Ask for a confirmation; GV001 heads Tổ 3, GV004 is a deputy, October is submitted."""
    october.run(RegisterPerson("Phạm Thị Phó", staff_type="Phó hiệu trưởng"))
    october.run(CorrectTeam("Tổ 3", head="GV001"))
    school = october.ask(TheSchool())
    october.run(DescribeSchool(School(school.name, keeper=school.keeper, two_step="yes")))
    october.run(SubmitMonth(OCTOBER))
    return october


def test_a_month_is_approved_only_after_it_was_confirmed(two_steps: Room) -> None:
    people = [(one.code, role) for one, role in two_steps.ask(Confirmers())]
    assert people == [("GV001", "Tổ trưởng Tổ 3"), ("GV004", "Phó hiệu trưởng")]
    assert "confirmed by nobody" in _refused(two_steps, ApproveMonth(OCTOBER))
    assert "neither heads" in _refused(two_steps, ConfirmMonth(OCTOBER, "GV002"))
    two_steps.run(ConfirmMonth(OCTOBER, "GV001", "đủ"))
    assert "already" in _refused(two_steps, ConfirmMonth(OCTOBER, "Nguyễn Thị Ánh"))
    sheet = _sheet(two_steps)
    said = "Đã kiểm duyệt (Điều 14.3): Nguyễn Thị Ánh (Tổ trưởng Tổ 3), ngày 03/11/2026: đủ."
    assert said in sheet
    two_steps.run(ApproveMonth(OCTOBER))
    assert two_steps.ask(MonthOf(OCTOBER)).status is MonthStatus.APPROVED
    assert said in _sheet(two_steps)


def test_a_confirmation_is_undone_until_the_month_is_approved(two_steps: Room) -> None:
    entry = two_steps.run(ConfirmMonth(OCTOBER, "GV004")).entry
    two_steps.run(Undo("nhầm", entry))
    assert "confirmed by nobody" in _refused(two_steps, ApproveMonth(OCTOBER))
    again = two_steps.run(ConfirmMonth(OCTOBER, "GV004")).entry
    two_steps.run(ApproveMonth(OCTOBER))
    assert "approved" in _refused(two_steps, Undo("nhầm", again))
    assert two_steps.ask(Verify()).ok


def test_a_confirmation_is_of_the_sheet_it_was_made_on(two_steps: Room) -> None:
    two_steps.run(ConfirmMonth(OCTOBER, "GV001"))
    two_steps.run(ReceiveMore("TB00003", 1, date(2026, 10, 30)))
    assert "written after" in _refused(two_steps, ConfirmMonth(OCTOBER, "GV004"))
    two_steps.run(SubmitMonth(OCTOBER))
    assert two_steps.ask(MonthOf(OCTOBER)).unconfirmed
    assert "Đã kiểm duyệt" not in _sheet(two_steps)


def test_one_step_needs_no_confirmation(october: Room) -> None:
    october.run(SubmitMonth(OCTOBER))
    assert "one step" in _refused(october, ConfirmMonth(OCTOBER, "GV001"))
    october.run(ApproveMonth(OCTOBER))


def test_a_month_is_confirmed_from_the_command_line(
    two_steps: Room, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = str(two_steps.folder)
    command = ["--data", folder, "--json", "month", OCTOBER]
    assert main([*command, "approve"]) == 1
    assert main([*command, "confirm", "--by", "GV001"]) == 0
    lines = capsys.readouterr().out.splitlines()
    confirmed = json.loads(lines[-1])["confirmations"]
    assert [(one["by"], one["role"]) for one in confirmed] == [("Nguyễn Thị Ánh", "Tổ trưởng Tổ 3")]
    assert main([*command, "approve"]) == 0
    assert json.loads(capsys.readouterr().out)["status"] == "approved"


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """Open a small demonstration school of 2025-2026."""
    folder: Path = tmp_path_factory.mktemp("shown") / "book"
    wanted = Demonstration(devices=12, loans=10)
    made = make_demonstration(folder, wanted, date(2025, 9, 5))
    yield made
    made.leave()


def test_the_demonstration_school_went_from_the_district_to_the_commune(shown: Room) -> None:
    view = shown.ask(TheSettings())
    assert [(one.valid_from, one.superior) for one in view.letterheads] == [
        ("2025-07-01", "UBND XÃ NHÀ BÈ"), ("", "UBND HUYỆN NHÀ BÈ"),
    ]  # fmt: skip
    assert view.grounds is not None
    assert view.grounds.document.number == "57/QĐ-HP"
    assert shown.ask(Verify()).ok
