"""Required lesson hours: set, imported, taken back, and held against what was taught."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from app.domain.fault import Refused
from app.domain.period import Period, month_period, school_year_period, semester_period
from app.domain.quota import QuotaTerm
from app.services.importing import Import, OnDuplicate, PreviewImport, read_pasted
from app.services.lending import Item, Lend
from app.services.queries import Verify
from app.services.quota_report import QuotaReport
from app.services.quotas import QuotasOf, SetQuota, Whose
from app.services.reports import Report
from app.services.room import Room
from app.services.undoing import Undo

FIRST, YEAR = semester_period(2026, 1, {}), school_year_period(2026)


def _rows(room: Room, period: Period = FIRST) -> dict[str, Mapping[str, Any]]:
    return {str(row["teacher"]): row for row in _report(room, period).told.rows}


def _report(room: Room, period: Period) -> Report:
    return room.ask(QuotaReport(period))


def test_a_teachers_figure_goes_before_the_teams_and_that_before_the_schools(
    school: Room,
) -> None:
    school.run(SetQuota(2026, Whose(), {QuotaTerm.FIRST: 4, QuotaTerm.SECOND: 5}))
    assert {row["required"] for row in _rows(school).values()} == {4}
    assert {row["required"] for row in _rows(school, YEAR).values()} == {9}
    school.run(SetQuota(2026, Whose("Tổ 3"), {QuotaTerm.FIRST: 2}))
    school.run(SetQuota(2026, Whose(teacher="GV002"), {QuotaTerm.FIRST: 0}))
    school.run(Lend((Item("TB00001"),), "3A", period="1-2"))
    school.run(Lend((Item("TB00003", 3),), "3A", period="Sáng 2"))  # the same hour again
    school.run(Lend((Item("TB00003", 3),), "3A"))
    rows = _rows(school)
    assert [rows[code]["required"] for code in ("GV001", "GV002", "GV003")] == [2, 0, 2]
    taught = rows["GV001"]
    assert (taught["periods"], taught["short"], taught["slips_without_period"]) == (2, 0, 1)
    totals = _report(school, FIRST).told.totals
    assert (totals["asked"], totals["reached"], totals["required"]) == (3, 2, 4)
    school.run(Undo("Nhầm"))
    assert school.ask(Verify()).ok


def test_what_is_required_can_be_taken_back_and_required_again(school: Room) -> None:
    asked = SetQuota(2026, Whose(), {QuotaTerm.YEAR: 70})
    school.run(asked)
    school.run(Undo("Nhầm năm"))
    assert _rows(school, YEAR) == {}
    school.run(asked)
    school.run(SetQuota(2026, Whose(), {QuotaTerm.YEAR: None}))
    assert school.ask(QuotasOf(2026)).said == {}
    school.run(asked)
    assert school.ask(QuotasOf(2026)).said == {Whose(): {QuotaTerm.YEAR: 70}}
    assert school.ask(Verify()).ok
    with pytest.raises(Refused, match="cannot be"):
        school.run(SetQuota(2026, Whose(), {QuotaTerm.YEAR: 10_001}))


def test_another_period_says_what_to_choose(school: Room) -> None:
    lacks = _report(school, month_period(2026, 11)).lacks
    assert lacks is not None
    assert "choose one of those" in str(lacks)
    assert "Nothing is required" in str(_report(school, FIRST).lacks)


LIST = (
    "Họ và tên\tTổ chuyên môn\tSố tiết quy định\tHọc kì I\tHọc kì II\n"
    "Nguyễn Thị Ánh\tTổ 3\t70\t36\t34\n"
    "\tTổ 3\t60\t\t\n"
    "Toàn trường\t\t50\t\t\n"
)


def test_a_list_is_imported_updated_and_undone_as_one(school: Room) -> None:
    source = read_pasted("quotas", LIST)
    report = school.run(Import(source)).value
    assert (report.read, report.added, report.skipped) == (3, 3, 0)
    assert school.ask(QuotasOf(2026)).said == {
        Whose(teacher="GV001"): {
            QuotaTerm.YEAR: 70, QuotaTerm.FIRST: 36, QuotaTerm.SECOND: 34,
        },
        Whose("Tổ 3"): {QuotaTerm.YEAR: 60},
        Whose(): {QuotaTerm.YEAR: 50},
    }  # fmt: skip
    again = school.run(Import(source)).value
    assert (again.added, again.skipped) == (0, 3)
    more = read_pasted("quotas", LIST.replace("\t36\t", "\t40\t"))
    changed = school.run(Import(more, OnDuplicate.UPDATE)).value
    assert (changed.updated, changed.skipped) == (1, 2)
    school.run(Undo("Nhầm danh sách"))
    assert _rows(school)["GV001"]["required"] == 36
    assert school.ask(Verify()).ok


def test_rows_that_name_nobody_or_the_same_twice_or_no_hours_are_faults(school: Room) -> None:
    wrong = LIST + "\t\t5\t\t\nTrần Văn Bình\t\t\t\t\nNguyễn Thị Ánh\t\t8\t\t\nAi Đó\t\t8\t\t\n"
    report = school.ask(PreviewImport(read_pasted("quotas", wrong)))
    said = [str(fault.message) for fault in report.errors]
    assert (report.added, len(said)) == (3, 4)
    for words, message in zip(("names nobody", "no hours", "already", "No teacher"), said,
                              strict=True):  # fmt: skip
        assert words in message
