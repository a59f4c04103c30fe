"""The clock of ten working days: due days as published, and how every change stands."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from app.cli import main
from app.domain.deadline import Deadline, DueStatus
from app.domain.device import Device, Kind
from app.domain.fault import Refused
from app.domain.loan import Result
from app.domain.notice import NoticeTopic
from app.domain.period import range_period
from app.domain.person import PersonStatus
from app.services.adjustment import Adjust
from app.services.calendars import PrefillYear
from app.services.deadline_report import CHANGES, DeadlineGrouping, DeadlineReport
from app.services.deadlines import CountDue, Deadlines, DueCount
from app.services.devices import CorrectDevice, CorrectDevices, ReceiveMore, RegisterDevice
from app.services.importing import Import, read_list
from app.services.lending import Item, Lend, ReturnItem, TakeBack
from app.services.month_acts import ApproveMonth, ExplainLate, SubmitMonth
from app.services.months import MonthOf
from app.services.notices import NoteChange, SettleNotice
from app.services.people import CorrectPerson
from app.services.queries import History, Verify
from app.services.report_kinds import KINDS
from app.services.room import Room
from app.services.team_duties import AllDuties, PrintTeamReminders, TeamDuties
from app.services.team_report import FIGURES, OVERDUE, TeamReport
from app.services.teams import CorrectTeam
from app.services.undoing import Undo
from app.services.uploading import MakeUpload
from tests.app.answering import Answer
from tests.conftest import Clock

# The day of a change and its due day, as the days off were published.
VECTORS = (
    ("2024-08-27", "2024-09-12"), ("2024-08-30", "2024-09-17"), ("2025-01-15", "2025-02-05"),
    ("2025-01-17", "2025-02-07"), ("2025-04-01", "2025-04-16"), ("2025-04-18", "2025-05-06"),
    ("2025-08-25", "2025-09-10"), ("2025-12-25", "2026-01-10"), ("2026-02-13", "2026-03-06"),
    ("2026-04-17", "2026-05-06"), ("2026-08-14", "2026-08-27"), ("2026-08-21", "2026-09-08"),
    ("2026-11-10", "2026-11-25"), ("2026-11-23", "2026-12-08"),
)  # fmt: skip


@pytest.fixture
def clock() -> Clock:
    """Return a clock on a Monday."""
    return Clock(date(2026, 11, 2))


@pytest.fixture
def november(school: Room) -> Room:
    """Know the days off of the year: 24 November is one."""
    school.run(PrefillYear(2026))
    return school


def _of(room: Room, code: str, on: date | None = None) -> list[tuple[str, int]]:
    return [(one.status.value, one.left) for one in room.ask(Deadlines(on, code))]


def _notices(room: Room) -> list[Deadline]:
    return [one for one in room.ask(Deadlines()) if one.is_notice]


def _entry(room: Room) -> int:
    return int(room.ask(History())[-1][0].id)


def test_the_due_days_are_those_that_were_published(school: Room, clock: Clock) -> None:
    for year in (2024, 2025, 2026):
        school.run(PrefillYear(year))
    clock.turn_to(date(2026, 12, 20))
    code = school.run(RegisterDevice(Device("", "Thước", Kind.LOT), 1, day=date(2024, 8, 26))).value
    for day, _due in VECTORS:
        school.run(ReceiveMore(code, 1, date.fromisoformat(day)))
    found = [(one.happened, one.due) for one in school.ask(Deadlines(code=code))]
    # What happened before the regulation took effect has no time.
    assert found == list(VECTORS)


def test_what_is_left_is_counted_in_working_days(november: Room) -> None:
    november.run(ReceiveMore("TB00003", 1, date(2026, 11, 2)))
    left = {
        day: _of(november, "TB00003", date(2026, 11, day))[-1]
        for day in (2, 13, 14, 16, 17, 18, 23)
    }
    # Due on Monday the 16th; the 14th is a Saturday, the 17th is a day late.
    assert left == {2: ("due", 10), 13: ("due", 1), 14: ("due", 1), 16: ("due", 0),
                    17: ("late", -1), 18: ("late", -2), 23: ("late", -5)}  # fmt: skip


def test_a_due_day_before_a_weekend_is_late_on_the_weekend(november: Room, clock: Clock) -> None:
    clock.turn_to(date(2026, 11, 6))
    november.run(CorrectDevice("TB00001", {"note": "x"}))
    assert november.ask(Deadlines(code="TB00001"))[-1].due == "2026-11-20"
    assert _of(november, "TB00001", date(2026, 11, 21))[-1] == ("late", -1)


def test_a_make_up_saturday_counts(november: Room, clock: Clock) -> None:
    clock.turn_to(date(2026, 12, 1))
    november.run(ReceiveMore("TB00003", 1, date(2026, 8, 14)))
    # Monday 31 August is off, and Saturday the 22nd is worked for it.
    assert november.ask(Deadlines(code="TB00003"))[0].due == "2026-08-27"
    assert _of(november, "TB00003", date(2026, 8, 21))[0] == ("due", 5)


def test_a_change_is_due_sent_and_settled_in_time_or_late(november: Room, clock: Clock) -> None:
    assert _of(november, "TB00001") == [("due", 10)]
    batch = november.run(MakeUpload()).value.batch
    assert _of(november, "TB00001") == [("sent", 10)]
    clock.turn_to(date(2026, 11, 20))
    november.run(Answer(batch, "2026-11-04"))
    (one,) = november.ask(Deadlines(code="TB00001"))
    assert (one.status, one.left, one.settled, one.batch) == (
        DueStatus.ON_TIME, 8, "2026-11-04", batch,
    )  # fmt: skip
    assert not one.is_late
    november.run(CorrectDevice("TB00001", {"note": "Đã dán nhãn"}))
    assert _of(november, "TB00001")[-1] == ("due", 10)
    clock.turn_to(date(2026, 12, 9))
    november.run(Answer(november.run(MakeUpload()).value.batch, "2026-12-08"))
    late = november.ask(Deadlines(code="TB00001"))[-1]
    assert (late.status, late.left, late.due) == (DueStatus.SETTLED_LATE, -1, "2026-12-07")
    assert (late.recorded_late, late.sent_late) == (False, True)


def test_a_rejected_row_settles_nothing(november: Room) -> None:
    batch = november.run(MakeUpload()).value.batch
    november.run(Answer(batch, "2026-11-03", "rejected"))
    assert _of(november, "TB00001") == [("due", 10)]
    assert november.ask(CountDue()) == DueCount(0, 0, 4 + 5)  # devices, and people and classes


def test_what_was_written_late_is_told_from_what_was_sent_late(
    november: Room, clock: Clock
) -> None:
    clock.turn_to(date(2026, 11, 20))
    november.run(ReceiveMore("TB00003", 2, date(2026, 11, 3)))
    sent_late, written_late = november.ask(Deadlines(code="TB00003"))
    assert (sent_late.recorded_late, sent_late.sent_late) == (False, True)
    assert (written_late.recorded_late, written_late.sent_late) == (True, True)
    november.run(ExplainLate(sent_late.entry, "Mất mạng"))
    november.run(ExplainLate(written_late.entry, "Chờ hóa đơn"))
    told = november.ask(Deadlines(code="TB00003"))
    assert [one.reason for one in told] == ["Mất mạng", "Chờ hóa đơn"]
    november.run(Undo("Nhầm"))
    assert [one.reason for one in november.ask(Deadlines(code="TB00003"))] == ["Mất mạng", ""]
    clock.turn_to(date(2026, 11, 21))
    november.run(ReceiveMore("TB00003", 2))
    with pytest.raises(Refused, match="written down or sent late"):
        november.run(ExplainLate(_entry(november), "Không trễ"))


def test_loans_are_no_changes_but_what_comes_back_broken_is(november: Room) -> None:
    november.run(Lend((Item("TB00003", 5),), "3A"))
    november.run(TakeBack((ReturnItem("TB00003", 4),)))
    assert len(_of(november, "TB00003")) == 1
    november.run(TakeBack((ReturnItem("TB00003", 1, Result.DAMAGED),)))
    assert len(_of(november, "TB00003")) == 2


def test_an_undo_before_the_upload_leaves_nothing_and_after_it_is_a_change(
    november: Room, clock: Clock
) -> None:
    november.run(CorrectDevice("TB00001", {"note": "x"}))
    november.run(Undo("Nhầm"))
    assert len(_of(november, "TB00001")) == 1
    november.run(Undo("Không nhầm", _entry(november)))
    assert len(_of(november, "TB00001")) == 2  # the change stands again
    november.run(Answer(november.run(MakeUpload()).value.batch, "2026-11-02"))
    clock.turn_to(date(2026, 11, 9))
    corrected = next(
        one.entry for one in november.ask(Deadlines(code="TB00001")) if one.kind == "correct"
    )
    assert _of(november, "TB00001") == [("on_time", 10)] * 2
    november.run(CorrectDevice("TB00002", {"note": "x"}))
    assert corrected < _entry(november)
    november.run(Undo("Nhầm"))
    november.run(ReceiveMore("TB00003", 1))
    november.run(Answer(november.run(MakeUpload()).value.batch, "2026-11-09"))
    received = november.ask(Deadlines(code="TB00003"))[-1].entry
    clock.turn_to(date(2026, 11, 10))
    november.run(Undo("Nhận nhầm", received))
    undo = november.ask(Deadlines(code="TB00003"))[-1]
    assert (undo.kind, undo.happened, undo.status) == ("undo", "2026-11-10", DueStatus.DUE)
    assert undo.due == "2026-11-25"  # the 24th is off


def test_an_adjustment_counts_from_the_day_it_corrects(november: Room, clock: Clock) -> None:
    clock.turn_to(date(2026, 12, 2))
    november.run(SubmitMonth("2026-11"))
    november.run(ApproveMonth("2026-11"))
    november.run(Adjust(ReceiveMore("TB00003", 1, date(2026, 11, 20))))
    one = november.ask(Deadlines(code="TB00003"))[-1]
    assert (one.happened, one.recorded, one.due) == ("2026-11-20", "2026-12-02", "2026-12-07")


def test_notices_are_settled_together_undone_and_refused(november: Room, clock: Clock) -> None:
    clock.turn_to(date(2026, 11, 5))
    november.run(CorrectPerson("GV003", status=PersonStatus.TRANSFERRED))
    noted = november.run(NoteChange(NoticeTopic.TIMETABLE, "TKB lớp 3A", team="Tổ 3")).value
    assert noted == _entry(november)
    told = _notices(november)
    assert [(one.code, one.name, one.team) for one in told[-2:]] == [
        ("GV003", "Lê Thị Đào", "Tổ 3"), ("", "", "Tổ 3"),
    ]  # fmt: skip
    assert all(one.status is DueStatus.DUE for one in told)
    numbers = tuple(one.entry for one in told)
    clock.turn_to(date(2026, 11, 18))
    november.run(SettleNotice(numbers[:-1], date(2026, 11, 18)))
    november.run(SettleNotice(numbers[-1:], date(2026, 11, 6)))
    late = {one.entry: one.status for one in _notices(november)}
    assert late[noted] is DueStatus.ON_TIME
    assert late[numbers[0]] is DueStatus.SETTLED_LATE  # of the 2nd, due on the 16th
    assert late[numbers[-2]] is DueStatus.ON_TIME
    for entries, day, why in (
        (numbers[:1], date(2026, 11, 18), "no notice that still"),
        ((), date(2026, 11, 18), "Choose the notices"),
        (numbers[:1], date(2026, 11, 19), "has not come yet"),
    ):
        with pytest.raises(Refused, match=why):
            november.run(SettleNotice(entries, day))
    november.run(Undo("Nhầm"))
    assert {one.status for one in _notices(november) if one.entry == noted} == {DueStatus.DUE}
    with pytest.raises(Refused, match="cannot have been entered before"):
        november.run(SettleNotice((noted,), date(2026, 11, 4)))
    november.run(SettleNotice((noted,), date(2026, 11, 6)))
    assert november.ask(Verify()).ok


def test_an_undone_notice_is_none_unless_it_was_entered(november: Room) -> None:
    before = len(_notices(november))
    november.run(CorrectPerson("GV001", name="Nguyễn Thị Ánh Hồng"))
    november.run(Undo("Nhầm"))
    assert len(_notices(november)) == before
    november.run(CorrectPerson("GV001", name="Nguyễn Thị Ánh Hồng"))
    entered = _entry(november)
    november.run(SettleNotice((entered,), date(2026, 11, 2)))
    november.run(Undo("Nhầm tên", entered))
    told = _notices(november)
    assert [(one.kind, one.status) for one in told[-2:]] == [
        ("person", DueStatus.ON_TIME), ("undo", DueStatus.DUE),
    ]  # fmt: skip
    november.run(NoteChange(NoticeTopic.PUPILS, "Lớp 3A thêm 1 học sinh"))
    november.run(Undo("Nhầm"))
    assert len(_notices(november)) == len(told)


def test_a_list_that_is_imported_is_no_notice(november: Room, tmp_path: Path) -> None:
    before = len(_notices(november))
    path = tmp_path / "people.csv"
    path.write_text("Họ và tên,Tổ\nPhạm Văn Mới,Tổ 4\n", encoding="utf-8")
    november.run(Import(read_list("people", path)))
    assert len(_notices(november)) == before


def test_the_month_says_what_the_clock_says(november: Room, clock: Clock) -> None:
    batch = november.run(MakeUpload()).value.batch
    november.run(Answer(batch, "2026-11-04"))
    clock.turn_to(date(2026, 11, 20))
    november.run(ReceiveMore("TB00003", 2, date(2026, 11, 3)))
    november.run(CorrectDevice("TB00001", {"note": "x"}))
    clock.turn_to(date(2026, 12, 9))
    view = november.ask(MonthOf("2026-11"))
    rows = {(row.entry, row.code): row for row in view.rows}
    told = [one for one in november.ask(Deadlines()) if one.device is not None]
    assert len(told) == len(rows)
    for one in told:
        row = rows[one.entry, one.code]
        assert (row.due, row.late, row.sent_late, row.settled, row.batch) == (
            one.due, one.recorded_late, one.sent_late, one.settled, one.batch,
        )  # fmt: skip
    assert [row.code for row in view.late] == ["TB00003"]
    assert [row.code for row in view.sent_late] == ["TB00001"]
    november.run(ExplainLate(view.sent_late[0].entry, "Hệ thống bảo trì"))
    assert "Hệ thống bảo trì" in november.ask(MonthOf("2026-11")).reasons.values()


def test_the_reports_add_up_to_what_the_clock_lists(november: Room, clock: Clock) -> None:
    _make_it_owe(november, clock)
    period = range_period(date(2026, 11, 1), date(2026, 11, 30))
    changes = november.ask(Deadlines())
    for by in DeadlineGrouping:
        view = november.ask(DeadlineReport(period, by))
        for name in view.total:
            assert sum(figures[name] for _group, figures in view.rows) == view.total[name]
            assert sum(figures[name] for _month, figures in view.months) == view.total[name]
        assert view.total[CHANGES] == len(changes)
        assert view.total[DueStatus.LATE] == sum(one.status is DueStatus.LATE for one in changes)
        assert {update.first.entry for update in view.late} == {
            one.entry for one in changes if one.is_late
        }
    teams = november.ask(TeamReport(period))
    for name in FIGURES:
        assert sum(figures[name] for _team, figures in teams.rows) == teams.total[name], name
    assert teams.total["devices"] == 4
    assert teams.total["people"] == 3
    assert dict(teams.rows)["Tổ 3"][OVERDUE] == teams.total[OVERDUE] == 6
    assert dict(teams.rows)[""]["devices"] == 2
    assert {"deadlines", "teams"} <= KINDS.keys()


def _make_it_owe(room: Room, clock: Clock) -> None:
    """Have one device lack nothing, one of a team changed, loans overdue, and stand later."""
    whole: dict[str, str | int | None] = {
        "official_code": "79-1", "subject": "Toán", "grades": "1;2", "year_in_use": 2020,
        "country": "Việt Nam", "fund": "Được cấp", "unit_price": 5000,
    }  # fmt: skip
    room.run(CorrectDevice("TB00001", whole))
    room.run(CorrectDevices(("TB00001", "TB00003"), {}, team="Tổ 3"))
    room.run(CorrectTeam("Tổ 3", head="GV001"))
    room.run(Lend((Item("TB00003", 6),), "3A", due=date(2026, 11, 9)))
    room.run(Lend((Item("TB00002"),), "4B", due=date(2026, 12, 30)))
    room.run(NoteChange(NoticeTopic.ASSIGNMENT, "Cô Đào dạy 3A", team="Tổ 3"))
    clock.turn_to(date(2026, 11, 18))
    room.run(CorrectDevice("TB00002", {"note": "mới"}))


def test_a_reminder_lists_exactly_what_its_team_owes(november: Room, clock: Clock) -> None:
    _make_it_owe(november, clock)
    duties = {one.team: one for one in november.ask(AllDuties())}
    assert list(duties) == ["Tổ 3", ""]
    mine, shared = duties["Tổ 3"], duties[""]
    assert mine.head == "Nguyễn Thị Ánh"
    assert _owed_updates(november) == {name: _updates(one) for name, one in duties.items()}
    assert [(one.loan, one.quantity, one.late) for one in mine.returns] == [(1, 6, 9)]
    assert shared.returns == ()
    assert [one.code for one in mine.devices] == ["TB00003"]
    assert {one.code for one in shared.devices} == {"TB00002", "TB00004"}
    assert mine.devices[0].fields[0] == "official_code"
    assert {one.code for one in mine.people} == {"GV001", "GV002", "GV003"}
    text = _text(november.ask(PrintTeamReminders("Tổ 3")))
    for said in (
        "PHIẾU NHẮC CẬP NHẬT DỮ LIỆU THIẾT BỊ", "Nguyễn Thị Ánh, tổ trưởng Tổ 3",
        f"Thay đổi thiết bị quá hạn cập nhật {len(mine.updates)}", "Bộ thực hành Toán",
        "Cô Đào dạy 3A", "Thiết bị quá hạn trả (số lượng) 6", "Trần Thị Kho", "TB00003",
        "GV002", "TRƯỜNG TIỂU HỌC HOA PHƯỢNG",
    ):  # fmt: skip
        assert said in text, said
    assert "TB00002" not in text
    assert "TB00004" not in text
    both = PdfReader(io.BytesIO(november.ask(PrintTeamReminders())))
    assert len(both.pages) >= 2
    assert "TB00004" in both.pages[-1].extract_text()
    with pytest.raises(Refused, match="nobody to remind"):
        november.ask(PrintTeamReminders("Tổ 9"))


def _updates(duties: TeamDuties) -> set[tuple[int, str]]:
    return {(one.entry, one.code if one.device is not None else "")
            for one in (*duties.updates, *duties.notices)}  # fmt: skip


def _owed_updates(room: Room) -> dict[str, set[tuple[int, str]]]:
    """Return the late changes of each team, recounted from the history alone.

    Nothing was uploaded or entered; all that happened on the 2nd is late on the 18th.
    """
    teams = {"TB00001": "Tổ 3", "TB00003": "Tổ 3"}
    found: dict[str, set[tuple[int, str]]] = {"Tổ 3": set(), "": set()}
    for entry, _codes in room.ask(History()):
        if entry.day != "2026-11-02" or entry.kind in {"lend", "settings", "calendar"}:
            continue
        devices = {
            str(image.after["code"]) for image in entry.images if image.table == "device"
        } | {f"TB{posting.device:05d}" for posting in entry.postings}
        for code in devices:
            found[teams.get(code, "")].add((entry.id, code))
        if not devices:
            found["Tổ 3"].add((entry.id, ""))  # all people and classes are of that team
    return found


def _text(data: bytes) -> str:
    pages = PdfReader(io.BytesIO(data)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_the_command_line_tells_and_settles(
    november: Room, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    _make_it_owe(november, clock)
    expected = november.ask(Deadlines(date(2026, 11, 20)))
    november.leave()

    def ask(*arguments: str, status: int = 0) -> Any:  # noqa: ANN401 - JSON is any
        capsys.readouterr()
        assert main(["--data", str(november.folder), "--json", *arguments]) == status
        return json.loads(capsys.readouterr().out)

    told = ask("deadlines", "--on", "2026-11-20")["changes"]
    assert [(one["entry"], one["day"], one["due_day"], one["days_left"], one["status"])
            for one in told] == [
        (one.entry, one.happened, one.due, one.left, one.status.value) for one in expected
    ]  # fmt: skip
    one_device = ask("deadlines", "--on", "2026-11-20", "--device", "TB00002")["changes"]
    assert {one["device"] for one in one_device} == {"TB00002"}
    notice = next(one for one in told if one["device"] is None)
    assert ask("notice", "settle", str(notice["entry"]), "--day", "2026-11-05")["settled"] == 1
    again = ask("notice", "settle", str(notice["entry"]), "--day", "2026-11-05", status=1)
    assert "error" in again
    days = ("--from", "2026-11-01", "--to", "2026-11-30")
    report = ask("report", "deadlines", *days)
    assert report["totals"]["changes"] == len(told)
    assert sum(row["changes"] for row in report["rows"]) == len(told)
    teams = ask("report", "teams", *days)
    assert teams["totals"]["devices"] == sum(row["devices"] for row in teams["rows"]) == 4
