"""The quality report: every figure counted again by a checker that reads `history --json` alone.

The checker shares nothing with the program: it replays the entries' images and postings.
"""

from __future__ import annotations

import io
import json
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from app.cli import main
from app.domain.device import Device, Kind, Quality, State
from app.domain.fault import Refused
from app.domain.loan import Result
from app.domain.period import (
    Period,
    month_period,
    name_of,
    period_before,
    range_period,
    school_year_period,
    semester_period,
)
from app.services.decrease import Decrease, DecreaseLine, Member, Why
from app.services.devices import CorrectDevices, ReceiveMore, RegisterDevice
from app.services.grouping import Grouping
from app.services.lending import Item, Lend, ReturnItem, TakeBack
from app.services.quality_report import QualityReport, show_quality
from app.services.queries import Devices, Verify
from app.services.report_files import PrintReport, SaveReport
from app.services.room import Room
from app.services.undoing import Undo
from tests.conftest import TODAY, Clock

YEAR = ("2025-09-01", "2026-08-31")
MONTHS = [
    (f"{year}-{month:02d}-01",
     (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).isoformat())
    for year, month in [(2025, one) for one in (9, 10, 11, 12)]
    + [(2026, one) for one in range(1, 10)]
]  # fmt: skip
SEMESTERS = [("2025-09-01", "2026-01-15"), ("2026-01-16", "2026-05-31")]
STANDINGS = ("usable", "damaged", "in_repair", "lost", "disposed")
HAPPENINGS = ("came", "minor", "major", "incomplete", "lost", "found", "mended", "disposed",
              "left")  # fmt: skip
QUALITIES = ("good", "fair", "average", "poor", "unknown")


@pytest.fixture(scope="module")
def told(
    tmp_path_factory: pytest.TempPathFactory, demonstration_book: Path
) -> tuple[Path, list[dict[str, Any]]]:
    """Make a demonstration school, let more happen to it, and read its history as JSON."""
    folder = tmp_path_factory.mktemp("quality") / "book"
    copytree(demonstration_book, folder)
    clock = Clock(date(2026, 8, 10))
    room = Room.enter(folder, clock, "thu")
    _let_more_happen(room, clock)
    assert room.ask(Verify()).ok
    room.leave()
    return folder, _json(folder, "history")["entries"]


def _let_more_happen(room: Room, clock: Clock) -> None:
    other = next(
        view.device.code for view in room.ask(Devices())
        if view.device.kind == Kind.LOT and view.balances.get(State.IN_STORE, 0) >= 10
    )  # fmt: skip
    fresh = Device("", "Loa cầm tay", Kind.LOT, subject="Âm nhạc", grades="1;2")
    lot = room.run(RegisterDevice(fresh, 12, day=date(2026, 8, 1))).value
    codes = tuple(view.device.code for view in room.ask(Devices()))
    lent = room.run(Lend((Item(lot, 8),), "3A", day=date(2026, 8, 3))).value
    room.run(TakeBack((ReturnItem(lot, 2, Result.LOST), ReturnItem(lot, 3, Result.DAMAGED),
                       ReturnItem(lot, 3)), lent.loan, date(2026, 8, 5)))  # fmt: skip
    room.run(CorrectDevices(codes[:20], {"condition": Quality.FAIR}, team="Tổ 3"))
    room.run(CorrectDevices(codes[10:15], {"condition": Quality.POOR, "subject": ""}))
    room.run(ReceiveMore(other, 7, date(2026, 8, 9)))
    room.run(RegisterDevice(Device("", "Đèn bàn", Kind.LOT, grades="2"), 9, 2, "Tủ 1"))
    clock.turn_to(date(2026, 8, 20))
    room.run(Decrease((DecreaseLine(lot, 1, Why.LOST), DecreaseLine(lot, 2, Why.BROKEN)),
                      (Member("Nguyễn A"),), "Tiêu huỷ"))  # fmt: skip
    room.run(CorrectDevices(codes[:5], {"condition": Quality.AVERAGE}))
    room.run(Undo("Nhầm"))
    lent = room.run(Lend((Item(other, 5),), "3A")).value
    room.run(TakeBack((ReturnItem(other, 5, Result.LOST),), lent.loan))
    clock.turn_to(date(2026, 9, 10))
    room.run(Undo("Tìm thấy ngay sau đó"))
    room.run(CorrectDevices(codes[2:4], {"condition": Quality.AVERAGE}))


def _json(folder: Path, *arguments: str) -> dict[str, Any]:
    out = io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdout", out)
        assert main(["--data", str(folder), "--json", *arguments]) == 0
    answer: dict[str, Any] = json.loads(out.getvalue())
    return answer


class Checker:
    """A slow count of a period from the entries' JSON."""

    def __init__(self, entries: list[dict[str, Any]]) -> None:
        """Replay every image once."""
        self.entries = entries
        self.rows: dict[tuple[str, int], dict[str, Any]] = {}
        self.quality: dict[str, list[tuple[str, str]]] = {}
        for entry in entries:
            for image in entry["images"]:
                self.rows[image["table"], image["id"]] = image["after"]
                if image["table"] == "device":
                    said = self.quality.setdefault(image["after"]["code"], [])
                    said.append((entry["day"], image["after"]["condition"]))
        self.devices = {
            row["code"]: row for (table, _id), row in self.rows.items() if table == "device"
        }

    def group(self, code: str, by: str) -> str:
        """Return what a device is counted under, as the command says it in English."""
        row = self.devices[code]
        if by == "subject":
            return row["subject"] or "No subject written"
        if by == "place":
            found = self.rows.get(("place", row["place_id"]))
            return found["name"] if found else "No place written"
        if by == "team":
            found = self.rows.get(("team", row["team_id"]))
            return found["name"] if found else "Shared by all"
        if by == "school":
            return "The whole school"
        grades = [one for one in "12345" if one in row["grades"]]
        if len(grades) == 1:
            return f"Grade {grades[0]}"
        return "Several grades" if grades else "No grade written"

    def count(self, first: str, last: str, by: str) -> dict[str, dict[str, Counter[str]]]:
        """Return every figure of every group that is not nought throughout."""
        found: dict[str, dict[str, Counter[str]]] = {}
        usable: dict[str, list[int]] = {}
        for entry in self.entries:
            for posting in entry["postings"]:
                code, quantity = posting["device"], posting["quantity"]
                one = found.setdefault(self.group(code, by), _nothing())
                source, target = _standing(posting["from"]), _standing(posting["to"])
                held = usable.setdefault(code, [0, 0])
                for at, name, cut in ((0, "opening", entry["day"] < first),
                                      (1, "closing", entry["day"] <= last)):  # fmt: skip
                    if cut:
                        one[name][source] -= quantity
                        one[name][target] += quantity
                        held[at] += quantity * ((target == "usable") - (source == "usable"))
                if first <= entry["day"] <= last:
                    self._happened(one, entry, posting, source, target)
        for code, held in usable.items():
            one = found[self.group(code, by)]
            yesterday = (date.fromisoformat(first) - timedelta(days=1)).isoformat()
            one["quality_opening"][self._quality(code, yesterday)] += held[0]
            one["quality_closing"][self._quality(code, last)] += held[1]
        return {
            name: one for name, one in found.items()
            if any(any(value for key, value in figures.items() if key) for figures in one.values())
        }  # fmt: skip

    def _quality(self, code: str, day: str) -> str:
        said = [quality for when, quality in self.quality[code] if when <= day]
        return said[-1] if said else self.quality[code][0][1]

    def _happened(
        self,
        one: dict[str, Counter[str]],
        entry: dict[str, Any],
        posting: dict[str, Any],
        source: str,
        target: str,
    ) -> None:
        sign = 1
        if entry["reverses"] is not None:
            source, target, sign = target, source, -1
        quantity = sign * posting["quantity"]
        if source != target:
            one["increase"][target] += quantity
            one["decrease"][source] += quantity
        kind = ""
        if posting["damage"] is not None:
            kind = self.rows["damage", posting["damage"]]["kind"]
        said = {
            ("", "usable"): "came", ("", "damaged"): "came", ("usable", ""): "left",
            ("usable", "lost"): "lost", ("usable", "damaged"): kind,
            ("damaged", "usable"): "mended", ("lost", "usable"): "found",
            ("damaged", "disposed"): "disposed", ("lost", "disposed"): "disposed",
            ("usable", "disposed"): "disposed", ("damaged", ""): "left", ("lost", ""): "left",
            ("in_repair", "usable"): "mended", ("damaged", "lost"): "lost",
            ("lost", "damaged"): "found",
            ("damaged", "in_repair"): "", ("in_repair", "damaged"): "",  # nothing new
        }  # fmt: skip
        if source != target and (name := said[source, target]):
            one["happened"][name] += quantity


def _standing(state: str) -> str:
    return {"in_store": "usable", "on_loan": "usable", "outside": ""}.get(state, state)


def _nothing() -> dict[str, Counter[str]]:
    names = ("opening", "closing", "increase", "decrease", "happened", "quality_opening",
             "quality_closing")  # fmt: skip
    return {name: Counter() for name in names}


def _figures(counted: dict[str, Counter[str]], *, graded: bool = True) -> dict[str, Any]:
    names = {**dict.fromkeys(("opening", "closing", "increase", "decrease"), STANDINGS),
             "happened": HAPPENINGS}  # fmt: skip
    if graded:
        names |= dict.fromkeys(("quality_opening", "quality_closing"), QUALITIES)
    return {name: {key: counted[name][key] for key in keys} for name, keys in names.items()}


@pytest.mark.parametrize("by", ["subject", "place", "team", "grade", "school"])
def test_every_figure_is_what_a_slow_count_of_the_history_finds(
    told: tuple[Path, list[dict[str, Any]]], by: str
) -> None:
    folder, entries = told
    checker = Checker(entries)
    seen: Counter[str] = Counter()
    for first, last in (*MONTHS, *SEMESTERS, YEAR, ("2025-10-07", "2026-03-19")):
        answer = _json(folder, "--language", "en", "report", "quality", "--from", first,
                       "--to", last, "--by", by)  # fmt: skip
        counted = checker.count(first, last, by)
        shown = {row.pop("group"): row for row in answer["rows"]}
        assert shown == {name: _figures(one) for name, one in counted.items()}, (first, last)
        whole = checker.count(first, last, "school").get("The whole school", _nothing())
        assert answer["totals"] == _figures(whole)
        for standing in STANDINGS:
            total = answer["totals"]
            assert (
                total["opening"][standing] + total["increase"][standing]
                - total["decrease"][standing] == total["closing"][standing]
            )  # fmt: skip
            assert total["closing"][standing] == sum(
                row["closing"][standing] for row in shown.values()
            )
        seen.update({key for key, value in answer["totals"]["happened"].items() if value})
    assert seen.keys() >= {"came", "minor", "incomplete", "lost", "disposed"}


def test_the_trend_is_the_months_and_the_period_before(
    told: tuple[Path, list[dict[str, Any]]],
) -> None:
    folder, entries = told
    checker = Checker(entries)

    def school(first: str, last: str) -> dict[str, Any]:
        found = checker.count(first, last, "school").get("The whole school", _nothing())
        return _figures(found, graded=False)

    answer = _json(folder, "report", "quality", "--from", YEAR[0], "--to", YEAR[1])
    assert {month.pop("month"): month for month in answer["months"]} == {
        first[:7]: school(first, last) for first, last in MONTHS[:-1]
    }
    assert answer["before"] == school("2024-09-01", "2025-08-31")
    august = _json(folder, "report", "quality", "--from", *MONTHS[-2][:1], "--to", MONTHS[-2][1])
    assert august["before"] == school(*MONTHS[-3])
    # The loss of August that was undone in September is taken off there, on the day of the undo.
    september = _json(folder, "report", "quality", "--from", MONTHS[-1][0], "--to", MONTHS[-1][1])
    assert september["totals"]["happened"]["lost"] == -5
    assert august["totals"]["happened"]["lost"] == 7


def test_it_is_printed_and_saved_as_it_is_counted(
    told: tuple[Path, list[dict[str, Any]]], tmp_path: Path
) -> None:
    folder, _entries = told
    pdf, xlsx = tmp_path / "bao-cao.pdf", tmp_path / "bao-cao.xlsx"
    answer = _json(folder, "report", "quality", "--from", YEAR[0], "--to", YEAR[1],
                   "--by", "place", "--pdf", str(pdf), "--xlsx", str(xlsx))  # fmt: skip
    reader = PdfReader(pdf)
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert reader.pages[0].mediabox.width > reader.pages[0].mediabox.height
    for said in ("BÁO CÁO CHẤT LƯỢNG THIẾT BỊ DẠY HỌC", "Kỳ báo cáo: Năm học 2025-2026",
                 "từ ngày 01/09/2025 đến ngày 31/08/2026", "Cách tính: cộng từ sổ", "Toàn trường",
                 "Kỳ trước: Năm học 2024-2025", "Hiệu trưởng", "Trần Thị Kho"):  # fmt: skip
        assert said in text, said
    usable = answer["totals"]["closing"]["usable"]
    assert f"{usable:,}".replace(",", ".") in text
    book = load_workbook(xlsx)
    assert book.sheetnames == [f"Bảng {number}" for number in range(1, 6)]
    rows = [[cell.value for cell in row] for row in book["Bảng 1"].iter_rows()]
    shown = {row[0]: row for row in rows}
    assert shown["Toàn trường"][6] == usable
    for row in answer["rows"]:
        assert shown[row["group"]][1] == row["opening"]["usable"]


def test_a_share_of_nothing_is_a_dash_and_an_empty_book_is_told(room: Room) -> None:
    report = show_quality(room.ask(QualityReport(month_period(2026, 11))))
    assert report.tables[0].rows == ()
    assert report.tables[0].totals[5:] == ("–", 0, 0, 0, 0, 0, "–")
    assert "–" in report.summary.values["share"]  # type: ignore[operator]
    assert room.ask(PrintReport(report)).startswith(b"%PDF")


def test_a_period_that_cannot_be_is_refused(school: Room) -> None:
    with pytest.raises(Refused, match="has not begun"):
        school.ask(QualityReport(month_period(2026, 12)))
    with pytest.raises(Refused, match="ends before it begins"):
        range_period(TODAY, TODAY - timedelta(days=1))
    report = show_quality(school.ask(QualityReport(month_period(2026, 11), Grouping.SCHOOL)))
    assert report.tables[0].totals == ()
    assert load_workbook(io.BytesIO(school.ask(SaveReport(report)))).sheetnames


def test_periods_follow_each_other_and_are_named() -> None:
    year = school_year_period(2025)
    assert year == Period(date(2025, 9, 1), date(2026, 8, 31))
    assert len(year.months()) == 12
    first, second = (semester_period(2025, number, {}) for number in (1, 2))
    assert (first.last + timedelta(days=1), second.last) == (second.first, date(2026, 5, 31))
    before = {
        year: school_year_period(2024), second: first, first: semester_period(2024, 2, {}),
        month_period(2026, 1): month_period(2025, 12),
        Period(date(2026, 3, 10), date(2026, 3, 19)): Period(date(2026, 2, 28), date(2026, 3, 9)),
    }  # fmt: skip
    assert {one: period_before(one, {}) for one in before} == before
    said = [str(name_of(one, {})) for one in before]
    assert said == ["School year 2025-2026", "Second semester of 2025-2026",
                    "First semester of 2025-2026", "Month 1/2026",
                    "10/03/2026 to 19/03/2026"]  # fmt: skip
