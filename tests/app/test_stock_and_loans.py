"""The stock report and the book of loans: every total recounted by what shares no code with them.

Only `history --json` is read for the second opinion (`report_recount`).
"""

from __future__ import annotations

import ast
import copy
import io
import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from app.cli import main
from app.domain.device import Device, Kind, State
from app.domain.loan import Result
from app.domain.period import Period, month_period
from app.domain.stocktake import Scope
from app.services.clock import local_time
from app.services.closing import CloseStocktake
from app.services.counting import Count, Seen
from app.services.decrease import Decrease, DecreaseLine, Member, Why
from app.services.devices import CorrectDevices, ReceiveMore
from app.services.increase import Increase, IncreaseLine, Source
from app.services.lending import Item, Lend, ReturnItem, TakeBack
from app.services.queries import Devices, History, Loans, Verify
from app.services.report_kinds import find_report
from app.services.reports import Report, tell
from app.services.room import Room
from app.services.stocktakes import OpenStocktake
from app.services.transfer import TransferOut
from app.services.undoing import Undo
from app.services.wording import load_words
from tests.app import report_recount
from tests.app.report_recount import RESULTS, Recount
from tests.conftest import Clock

YEAR = Period(date(2025, 9, 1), date(2026, 8, 31))
PERIODS = (
    *(month_period(2025 + (month - 1) // 12, (month - 1) % 12 + 1) for month in range(8, 24)),
    Period(date(2025, 9, 1), date(2026, 1, 15)),
    Period(date(2026, 1, 16), date(2026, 5, 31)),
    YEAR,
    Period(date(2025, 10, 7), date(2026, 3, 19)),
)
COUNCIL = (Member("Ánh"),)
WORDS = load_words("en")


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory, demonstration_book: Path) -> Path:
    """Have a school year, then everything that makes the figures hard."""
    folder = tmp_path_factory.mktemp("stock") / "book"
    copytree(demonstration_book, folder)
    clock = Clock(date(2026, 8, 20))
    room = Room.enter(folder, clock, "thu")
    _make_it_hard(room, clock)
    assert room.ask(Verify()).ok
    room.leave()
    return folder


def _make_it_hard(room: Room, clock: Clock) -> None:
    """Let devices come and leave in every way, and undo across months, twice over."""
    lot, other, third = _lots(room)
    lamps = IncreaseLine(Device("", "Đèn bàn", subject="Mĩ thuật"), 3, "Tủ 9")
    chalk = IncreaseLine(Device("", "Phấn", Kind.LOT, subject="Mĩ thuật"), 40)
    for source, day in ((Source.BOUGHT, 3), (Source.DONATED, 4), (Source.SELF_MADE, 5)):
        room.run(Increase((lamps, chalk), source, day=date(2026, 8, day)))
    room.run(Increase((lamps,), Source.TRANSFERRED, giver="Trường Tân Phú"))
    wrong = room.ask(History())[-1][0].id
    room.run(ReceiveMore(lot, 7, date(2026, 6, 10)))
    received = room.ask(History())[-1][0].id
    room.run(CorrectDevices((other,), {"fund": ""}))
    room.run(ReceiveMore(other, 4, date(2026, 7, 15)))
    room.run(Lend((Item(lot, 6),), "3A", day=date(2026, 8, 3)))
    lent = room.ask(History())[-1][0].id
    room.run(Lend((Item(third, 5),), "4B", day=date(2026, 8, 10)))
    clock.turn_to(date(2026, 9, 10))
    for number, reason in ((received, "Nhầm lô"), (wrong, "Nhầm nguồn"), (lent, "Nhầm lớp")):
        room.run(Undo(reason, number))
    room.run(Undo("Không nhầm", room.ask(History())[-1][0].id))
    room.run(TakeBack((ReturnItem(lot, 2, Result.LOST), ReturnItem(lot, 1, Result.DAMAGED))))
    room.run(Undo("Tìm thấy"))
    room.run(TakeBack((ReturnItem(lot, 1, Result.LOST), ReturnItem(lot, 3))))
    room.run(TakeBack((ReturnItem(third, 1, Result.INCOMPLETE),)))
    room.run(Decrease((DecreaseLine(lot, 1, Why.LOST), DecreaseLine(other, 1, Why.USABLE)),
                      COUNCIL, "Ghi giảm"))  # fmt: skip
    room.run(TransferOut((Item(other, 2),), "Trường Tân Phú"))
    clock.turn_to(date(2026, 10, 1))
    room.run(Undo("Chuyển nhầm"))
    room.run(TransferOut((Item(third, 3),), "Trường Tân Phú"))
    taken = room.run(OpenStocktake(Scope.SUBJECT, "Mĩ thuật")).value
    seen = tuple(
        Seen(one.device.code, one.balances.get(State.IN_STORE, 0) + 2 * (one.device.kind == "lot"))
        for one in room.ask(Devices())
        if one.device.subject == "Mĩ thuật"
    )
    room.run(Count(taken, seen))
    room.run(CloseStocktake(taken, "Kiểm kê thừa"))


def _lots(room: Room) -> list[str]:
    free = [
        view.device.code
        for view in room.ask(Devices())
        if view.device.kind == "lot" and State.ON_LOAN not in view.balances
    ]
    return free[:3]


@pytest.fixture(scope="module")
def entries(book: Path) -> list[dict[str, Any]]:
    """Return the whole history as the command line tells it."""
    told: list[dict[str, Any]] = _json(book, "history")["entries"]
    return told


@pytest.fixture(scope="module")
def opened(book: Path) -> Iterator[Room]:
    """Enter the book to ask."""
    room = Room.enter(book, local_time, "thu")
    yield room
    room.leave()


def _json(folder: Path, *arguments: str) -> dict[str, Any]:
    out = io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdout", out)
        assert main(["--data", str(folder), "--json", "--language", "en", *arguments]) == 0
    answer: dict[str, Any] = json.loads(out.getvalue())
    return answer


def _ask(room: Room, name: str, period: Period, by: str) -> Report:
    report: Report = room.ask(find_report(name, period, by))
    return report


def _days(period: Period) -> tuple[str, str]:
    return period.first.isoformat(), period.last.isoformat()


@pytest.mark.parametrize("by", ["device", "subject", "place", "team", "school"])
def test_every_figure_of_the_stock_is_what_the_history_adds_up_to(
    opened: Room, entries: list[dict[str, Any]], by: str
) -> None:
    recount = Recount(entries)
    seen: Counter[str] = Counter()
    for period in PERIODS:
        told = tell(WORDS, _ask(opened, "stock", period, by).told)
        counted = recount.stock(*_days(period), by)
        assert told["totals"] == counted.pop("", told["totals"]), period
        shown = {row["code"] if by == "device" else row["group"]: row for row in told["rows"]}
        for row in shown.values():
            for key in ("code", "name", "unit", "group"):
                row.pop(key, None)
        assert shown == counted, period
        for one in (told["totals"], *shown.values()):
            assert one["opening"] + one["increase"] - one["decrease"] == one["closing"]
            assert sum(one["by_state"].values()) == one["closing"]
        seen.update(key for key, value in told["totals"]["by_source"].items() if value)
        seen.update(key for key, value in told["totals"]["by_reason"].items() if value)
    assert seen.keys() >= {"granted", "bought", "donated", "self_made", "unsaid", "counted",
                           "broken", "lost", "usable", "given"}  # fmt: skip


def test_an_undo_counts_against_what_it_undoes_in_its_own_month(opened: Room) -> None:
    def totals(month: int) -> dict[str, Any]:
        told: dict[str, Any] = tell(
            WORDS, _ask(opened, "stock", month_period(2026, month), "school").told
        )["totals"]
        return told

    assert totals(6)["by_source"]["granted"] == 7
    assert totals(9)["by_source"]["granted"] == -7
    assert totals(9)["by_source"]["transferred"] == -3
    assert (totals(9)["by_reason"]["given"], totals(10)["by_reason"]["given"]) == (2, 1)


def test_the_states_and_the_months_reconcile(opened: Room) -> None:
    for period in PERIODS:
        told = tell(WORDS, _ask(opened, "stock", period, "school").told)
        for one in told["states"].values():
            assert one["opening"] + one["increase"] - one["decrease"] == one["closing"]
        on_book = set(told["totals"]["by_state"])
        for side in ("opening", "closing"):
            whole = sum(one[side] for state, one in told["states"].items() if state in on_book)
            assert whole == told["totals"][side]
        months = told["months"]
        assert months[0]["opening"] == told["totals"]["opening"]
        assert months[-1]["closing"] == told["totals"]["closing"]
        for before, after in pairwise(months):
            assert before["closing"] == after["opening"]
        for name in ("increase", "decrease"):
            assert sum(month[name] for month in months) == told["totals"][name]


@pytest.mark.parametrize("by", ["teacher", "class"])
def test_every_figure_of_the_loans_is_what_the_history_adds_up_to(
    opened: Room, entries: list[dict[str, Any]], by: str
) -> None:
    recount = Recount(entries)
    today = date.today().isoformat()  # noqa: DTZ011 - the command line's own clock
    names = {"teacher": ("person", "code"), "class": ("school_class", "name")}[by]
    for period in PERIODS:
        told = tell(WORDS, _ask(opened, "loans", period, by).told)
        counted = recount.loans(*_days(period), by, today)
        whole = counted.pop(None)
        assert told["totals"] == {key: whole[key] for key in told["totals"]}, period
        if by == "teacher":
            shown = {row["teacher"]: row for row in told["rows"]}
            wanted = {recount.rows[names[0]][one][names[1]]: had for one, had in counted.items()}
            assert shown.keys() == wanted.keys()
            for code, had in wanted.items():
                assert all(shown[code][key] == had[key] for key in told["totals"]), (period, code)
        else:
            summed: Counter[str] = Counter()
            for row in told["rows"]:
                summed.update({key: row[key] for key in told["totals"]})
            assert told["totals"] == {key: summed[key] for key in told["totals"]}
        _check_lines(told)


def _check_lines(told: dict[str, Any]) -> None:
    lines, totals = told["lines"], told["totals"]
    assert len(lines) == totals["lines"]
    assert len({line["loan"] for line in lines}) == totals["slips"]
    assert sum(line["quantity"] for line in lines) == totals["lent"]
    assert sum(line["outstanding"] for line in lines) == totals["outstanding"]
    for result in RESULTS:
        assert sum(line["returned"][result] for line in lines) == totals[result]
    for line in lines:
        assert line["quantity"] == line["outstanding"] + sum(line["returned"].values())
    months = told["months"]
    for key in totals:
        assert sum(month[key] for month in months) == totals[key]


def test_what_is_out_on_a_day_is_what_the_slips_say(opened: Room) -> None:
    for day in (date(2025, 10, 20), date(2026, 4, 29), date(2026, 8, 21), date(2026, 9, 30)):
        period = Period(day, day)
        for name, overdue in (("holders", False), ("overdue", True)):
            told = tell(WORDS, _ask(opened, name, period, "teacher").told)
            slips = opened.ask(Loans(open_only=True, overdue=overdue, on=day))
            wanted = {
                (line.line, line.outstanding)
                for slip in slips for line in slip.lines if line.outstanding
            }  # fmt: skip
            assert {(row["line"], row["quantity"]) for row in told["rows"]} == wanted
            assert told["totals"]["quantity"] == sum(quantity for _line, quantity in wanted)
            for row in told["rows"]:
                late = (day - date.fromisoformat(row["due"])).days
                assert row["days_overdue"] == max(late, 0)
                assert not overdue or late > 0


def test_the_equipment_book_remains_what_the_stock_ends_with(opened: Room) -> None:
    for period in PERIODS[::3]:
        stock = tell(WORDS, _ask(opened, "stock", period, "device").told)
        book = tell(WORDS, _ask(opened, "book", period, "subject").told)
        ends = {row["code"]: row["closing"] for row in stock["rows"] if row["closing"]}
        assert {row["code"]: row["remains"] for row in book["rows"] if row["remains"]} == ends
        assert book["totals"]["remains"] == stock["totals"]["closing"]
        for row in book["rows"]:
            left = sum(one["quantity"] for one in row["left"])
            assert sum(row["came"].values()) == row["quantity"] == row["remains"] + left


def test_the_recount_would_notice_one_posting_that_is_wrong(
    opened: Room, entries: list[dict[str, Any]]
) -> None:
    wrong = copy.deepcopy(entries)
    lent = next(one for one in reversed(wrong) if one["kind"] == "lend")
    lent["postings"][0]["quantity"] += 1
    recount = Recount(wrong)
    told = tell(WORDS, _ask(opened, "stock", PERIODS[-3], "school").told)
    assert recount.stock(*_days(YEAR), "school")[""] != told["totals"]


def test_the_recount_takes_nothing_from_the_program() -> None:
    tree = ast.parse(Path(report_recount.__file__).read_text(encoding="utf-8"))
    taken = {
        name
        for node in ast.walk(tree)
        for name in (
            [node.module or ""] if isinstance(node, ast.ImportFrom)
            else [one.name for one in node.names] if isinstance(node, ast.Import) else []
        )
    }  # fmt: skip
    assert taken == {"__future__", "collections", "typing"}
