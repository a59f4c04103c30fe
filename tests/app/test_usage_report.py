"""The use of the devices: every total counted again by what shares no code with the program."""

from __future__ import annotations

import ast
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
from app.domain.device import Device, State
from app.domain.fault import Refused
from app.domain.period import month_period
from app.domain.usage import UsedBy, lesson_hours
from app.services.adjustment import Adjust
from app.services.devices import RegisterDevice
from app.services.lending import Item, Lend
from app.services.month_acts import ApproveMonth, SubmitMonth
from app.services.queries import Devices, History, Verify
from app.services.report_files import PrintReport
from app.services.room import Room
from app.services.undoing import Undo
from app.services.usage_report import UsageReport
from tests.app import usage_recount
from tests.app.usage_recount import Recount
from tests.conftest import TODAY, Clock

MONTHS = [
    (f"{year}-{month:02d}-01",
     (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).isoformat())
    for year, month in [(2025, one) for one in (9, 10, 11, 12)]
    + [(2026, one) for one in range(1, 11)]
]  # fmt: skip
YEAR = ("2025-09-01", "2026-08-31")
PERIODS = [*MONTHS, ("2025-09-01", "2026-01-15"), ("2026-01-16", "2026-05-31"), YEAR,
           ("2025-10-07", "2026-09-20")]  # fmt: skip
FIGURES = ("uses", "periods", "quantity", "slips", "slips_without_period")
OF_DEVICES = {"device", "item", "subject"}


@pytest.fixture(scope="module")
def told(
    tmp_path_factory: pytest.TempPathFactory, demonstration_book: Path
) -> tuple[Path, Recount]:
    """Have a school year, then everything that makes uses hard to count."""
    folder = tmp_path_factory.mktemp("usage") / "book"
    copytree(demonstration_book, folder)
    clock = Clock(date(2026, 8, 3))
    room = Room.enter(folder, clock, "thu")
    _make_it_hard(room, clock)
    assert room.ask(Verify()).ok
    room.leave()
    return folder, Recount(_json(folder, "history")["entries"])


def _make_it_hard(room: Room, clock: Clock) -> None:
    """Name one lesson twice, undo across months, undo the undo, and adjust a closed month."""
    lots = [view.device.code for view in room.ask(Devices())
            if view.device.kind == "lot" and State.ON_LOAN not in view.balances]  # fmt: skip
    lot, other = lots[:2]
    room.run(RegisterDevice(Device("", "Loa cầm tay"), day=date(2026, 8, 2)))
    room.run(Lend((Item(lot, 2),), "3A", period="Sáng 2"))
    room.run(Lend((Item(other, 1), Item(lot, 1)), "3A", period="2-3"))  # the same hour, and one
    room.run(Lend((Item(other, 2),), "3A", "GV002", period="Chiều 1"))
    first = room.ask(History())[-3][0].id
    clock.turn_to(date(2026, 9, 7))
    room.run(Undo("Nhầm", first + 2))  # the only slip of its hour, a month later
    room.run(Undo("Nhầm", first))  # one of two slips of an hour
    clock.turn_to(date(2026, 9, 8))
    room.run(Undo("Không nhầm"))
    room.run(Undo("Vẫn nhầm", room.ask(History())[-1][0].id))
    room.run(SubmitMonth("2026-07"))
    room.run(ApproveMonth("2026-07"))
    room.run(Adjust(Lend((Item(other, 1),), "3A", day=date(2026, 7, 15), period="Sáng 4")))
    clock.turn_to(date(2026, 10, 5))
    room.run(Undo("Ghi nhầm"))


def _json(folder: Path, *arguments: str) -> dict[str, Any]:
    out = io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdout", out)
        assert main(["--data", str(folder), "--json", "--language", "en", *arguments]) == 0
    answer: dict[str, Any] = json.loads(out.getvalue())
    return answer


def _report(folder: Path, name: str, period: tuple[str, str], *more: str) -> dict[str, Any]:
    return _json(folder, "report", name, "--from", period[0], "--to", period[1], *more)


@pytest.mark.parametrize("by", [one.value for one in UsedBy])
def test_every_total_is_what_a_slow_count_of_the_history_finds(
    told: tuple[Path, Recount], by: str
) -> None:
    folder, recount = told
    names = FIGURES[:3] if by in OF_DEVICES else FIGURES
    seen: Counter[str] = Counter()
    for period in PERIODS:
        answer = _report(folder, "usage", period, "--by", by)
        counted = recount.count(*period, by)
        shown = {row["group"]: {name: row[name] for name in names} for row in answer["rows"]}
        wanted = {group: {name: one[name] for name in names} for group, one in counted.items()}
        nothing = dict.fromkeys(names, 0)
        assert _something(shown, nothing) == _something(wanted, nothing), period
        whole = recount.count(*period, "school")["school"]
        assert {name: answer["totals"][name] for name in FIGURES} == {
            name: whole[name] for name in FIGURES
        }, period
        held, used = recount.devices(*period)
        assert (answer["totals"]["held"], answer["totals"]["used"]) == (len(held), len(used))
        seen.update({name for name in FIGURES if answer["totals"][name] > 0})
    assert set(seen) == set(FIGURES)


def _something(
    rows: dict[str, dict[str, int]], nothing: dict[str, int]
) -> dict[str, dict[str, int]]:
    return {group: row for group, row in rows.items() if row != nothing}


def test_the_months_make_the_year_and_undone_slips_are_taken_off_on_their_day(
    told: tuple[Path, Recount],
) -> None:
    folder, recount = told
    answer = _report(folder, "usage", YEAR)
    for month, (first, last) in zip(answer["months"], MONTHS[:12], strict=True):
        whole = recount.count(first, last, "school")["school"]
        assert month == {"month": first[:7], **{name: whole[name] for name in FIGURES}}
    for name in FIGURES:
        assert sum(month[name] for month in answer["months"]) == answer["totals"][name]
    september = _report(folder, "usage", MONTHS[12])["totals"]
    # Two slips were undone, one adjustment came; of the hours only one had no other slip.
    assert {name: september[name] for name in FIGURES[:2]} == {"uses": -1, "periods": 0}


def test_what_nobody_used_is_listed_with_its_place_and_since_when(
    told: tuple[Path, Recount],
) -> None:
    folder, recount = told
    for period in (MONTHS[3], MONTHS[11], YEAR):
        answer = _report(folder, "unused", period, "--by", "subject")
        held, used = recount.devices(*period)
        shown = {row["device"]: row["last_used"] for row in answer["rows"]}
        assert shown == {one: recount.last_lent(one, period[1]) for one in held - used}
        assert answer["totals"] == {"unused": len(held - used), "held": len(held)}
        assert all(row["since"] for row in answer["rows"])
    assert any(row["name"] == "Loa cầm tay" and row["last_used"] is None for row in answer["rows"])


def test_the_recount_would_notice_one_line_more(told: tuple[Path, Recount]) -> None:
    folder, _recount = told
    entries = _json(folder, "history")["entries"]
    wrong = next(one for one in entries if one["kind"] == "lend" and one["day"] >= "2025-10-01")
    wrong["postings"].append(wrong["postings"][0])
    counted = Recount(entries).count(*YEAR, "school")["school"]
    assert counted["uses"] == _report(folder, "usage", YEAR)["totals"]["uses"] + 1


def test_the_recount_takes_nothing_from_the_program() -> None:
    tree = ast.parse(Path(usage_recount.__file__).read_text(encoding="utf-8"))
    taken = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    taken |= {one.name for node in ast.walk(tree) if isinstance(node, ast.Import)
              for one in node.names}  # fmt: skip
    assert taken == {"__future__", "collections", "re", "typing"}


def test_it_is_printed_and_saved_as_it_is_counted(
    told: tuple[Path, Recount], tmp_path: Path
) -> None:
    folder, _recount = told
    pdf, xlsx = tmp_path / "su-dung.pdf", tmp_path / "su-dung.xlsx"
    answer = _report(folder, "usage", YEAR, "--by", "team", "--pdf", str(pdf), "--xlsx", str(xlsx))
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(pdf).pages).split())
    for said in ("BÁO CÁO TÌNH HÌNH SỬ DỤNG THIẾT BỊ DẠY HỌC", "Kỳ báo cáo: Năm học 2025-2026",
                 "một lượt sử dụng là một dòng của phiếu mượn", "Số lượt", "Số tiết",
                 "phiếu không ghi tiết", "Giáo viên mượn nhiều nhất"):  # fmt: skip
        assert said in text, said
    book = load_workbook(xlsx)
    rows = {row[0]: row for row in book["Bảng 1"].iter_rows(values_only=True)}
    totals = answer["totals"]
    assert rows["Toàn trường"][1:6] == (
        totals["slips"], totals["uses"], totals["periods"], totals["slips_without_period"],
        totals["quantity"],
    )  # fmt: skip


def test_names_of_two_hundred_characters_are_printed_whole(school: Room) -> None:
    long = ("Bộ thiết bị dạy học " * 10)[:200].strip()
    code = school.run(RegisterDevice(Device("", long))).value
    school.run(Lend((Item(code),), "3A", period="1"))
    for by in (UsedBy.DEVICE, UsedBy.TEACHER):
        report = school.ask(UsageReport(month_period(2026, 11), by))
        pdf = PdfReader(io.BytesIO(school.ask(PrintReport(report))))
        text = "".join("".join(page.extract_text() for page in pdf.pages).split())
        assert "".join(long.split()) in text


def test_a_period_that_has_not_begun_is_refused(school: Room) -> None:
    with pytest.raises(Refused, match="has not begun"):
        school.ask(UsageReport(month_period(TODAY.year + 1, 1)))


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("", set()), ("2", {2}), ("Tiết 2", {2}), ("1-3", {1, 2, 3}), ("1, 2 và 4", {1, 2, 4}),
        ("Sáng 2", {2}), ("Chiều 2", {102}), ("tiết 2 chiều", {102}), ("Sáng 1, Chiều 2", {1, 102}),
        ("S1; C2", {1, 102}), ("từ sáng", set()), ("7h30", set()), ("13", set()), ("3-1", set()),
        ("Tiết 1 đến 2", {1, 2}), ("thứ 2 tiết 3", set()),
    ],
)  # fmt: skip
def test_lesson_hours_are_read_as_keepers_write_them(text: str, hours: set[int]) -> None:
    assert lesson_hours(text) == hours
