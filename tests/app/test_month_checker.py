"""Every total of every month of the demonstration school, recounted by what shares no code."""

from __future__ import annotations

import ast
import copy
import json
from datetime import date, timedelta
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from app.cli import main
from app.domain.device import State
from app.domain.loan import Result
from app.services.adjustment import Adjust
from app.services.decrease import Decrease, DecreaseLine, Member, Why
from app.services.devices import CorrectDevice, ReceiveMore
from app.services.lending import Item, Lend, ReturnItem, TakeBack
from app.services.month_acts import ApproveMonth, SubmitMonth
from app.services.queries import Devices, History, Loans, Verify
from app.services.room import Room
from app.services.undoing import Undo
from tests.app import month_recount
from tests.app.month_recount import recount
from tests.conftest import Clock

_FIGURES = ("loans", "lent_quantity", "returned_quantity", "damaged_quantity", "lost_quantity",
            "late_entries")  # fmt: skip


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory, demonstration_book: Path) -> Path:
    """Have a school year, then everything that makes a month's figures hard."""
    folder = tmp_path_factory.mktemp("school") / "book"
    copytree(demonstration_book, folder)
    clock = Clock(date(2026, 8, 20))
    room = Room.enter(folder, clock, "thu")
    _make_it_hard(room, clock)
    assert room.ask(Verify()).ok
    room.leave()
    return folder


def _make_it_hard(room: Room, clock: Clock) -> None:
    """Write late, lose, break, undo across months, adjust, and close a month between."""
    lot, other = _lots(room)
    june = date(2026, 6, 10)
    room.run(ReceiveMore(lot, 7, june))
    received = room.ask(History())[-1][0].id
    room.run(ReceiveMore(lot, 3, date(2026, 8, 6)))  # in time by a day or two
    room.run(Lend((Item(lot, 6),), "3A", day=date(2026, 8, 3)))
    lent = room.ask(History())[-1][0].id
    room.run(SubmitMonth("2026-07"))
    room.run(ApproveMonth("2026-07"))
    clock.turn_to(date(2026, 9, 10))
    room.run(Undo("Nhận nhầm lô", received))
    room.run(Adjust(ReceiveMore(other, 4, date(2026, 7, 15))))
    room.run(Undo("Nhầm lớp", lent))
    room.run(Undo("Không nhầm", room.ask(History())[-1][0].id))
    room.run(TakeBack((ReturnItem(lot, 2, Result.LOST), ReturnItem(lot, 1, Result.DAMAGED))))
    room.run(Undo("Tìm thấy"))
    room.run(TakeBack((ReturnItem(lot, 1, Result.LOST), ReturnItem(lot, 4)), day=june))
    room.run(Decrease((DecreaseLine(lot, 1, Why.LOST),), (Member("Ánh"),), "Ghi giảm"))
    room.run(CorrectDevice(lot, {"maker": "Thiên Long"}))
    clock.turn_to(date(2026, 10, 1))
    room.run(Undo("Ghi giảm nhầm", room.ask(History())[-2][0].id))
    (loan,) = {one.loan for one in room.ask(Loans(open_only=True)) if one.day == "2026-08-03"}
    room.run(TakeBack((ReturnItem(lot),), loan))


def _lots(room: Room) -> tuple[str, str]:
    free = [
        view.device.code
        for view in room.ask(Devices())
        if view.device.kind == "lot" and State.ON_LOAN not in view.balances
    ]
    return free[0], free[1]


@pytest.fixture
def answers(book: Path, capsys: pytest.CaptureFixture[str]) -> Any:  # noqa: ANN401 - JSON is any
    """Return a way to ask the command line."""

    def ask(*arguments: str) -> Any:  # noqa: ANN401 - JSON is any
        capsys.readouterr()
        assert main(["--data", str(book), "--json", *arguments]) == 0
        return json.loads(capsys.readouterr().out)

    return ask


def test_every_total_of_every_month_is_what_the_history_adds_up_to(answers: Any) -> None:  # noqa: ANN401 - JSON is any
    entries = answers("history")["entries"]
    months = [f"{2025 + (month - 1) // 12}-{(month - 1) % 12 + 1:02d}" for month in range(8, 24)]
    seen: dict[str, int] = dict.fromkeys(_FIGURES, 0)
    for month in months:
        told = answers("month", month, "show")["totals"]
        assert told == recount(entries, month), month
        for name in _FIGURES:
            seen[name] += told[name] != 0
    assert all(seen.values()), seen  # no figure is nought everywhere
    assert answers("month", "2026-09", "show")["totals"]["late_entries"] == 2
    held = {one["code"]: one["balances"] for one in answers("devices")["devices"]}
    last = answers("month", months[-1], "show")["totals"]["closing"]
    assert {state: sum(balances[state] for balances in held.values()) for state in last} == last


def test_a_closed_months_figures_are_those_that_were_signed(answers: Any) -> None:  # noqa: ANN401 - JSON is any
    entries = answers("history")["entries"]
    (signed,) = [entry["entry"] for entry in entries if entry["kind"] == "month_submit"]
    for month in ("2026-06", "2026-07"):
        assert recount(entries[: signed - 1], month) == answers("month", month, "show")["totals"]


def test_the_recount_would_notice_one_posting_that_is_wrong(answers: Any) -> None:  # noqa: ANN401 - JSON is any
    entries = copy.deepcopy(answers("history")["entries"])
    wrong = next(one for one in reversed(entries) if one["day"] < "2025-11" and one["postings"])
    wrong["postings"][0]["quantity"] += 1
    month = wrong["day"][:7]
    assert recount(entries, month) != answers("month", month, "show")["totals"]


def test_the_recount_takes_nothing_from_the_program() -> None:
    tree = ast.parse(Path(month_recount.__file__).read_text(encoding="utf-8"))
    taken = {
        name
        for node in ast.walk(tree)
        for name in (
            [node.module or ""] if isinstance(node, ast.ImportFrom)
            else [one.name for one in node.names] if isinstance(node, ast.Import) else []
        )
    }  # fmt: skip
    assert taken == {"__future__", "collections", "datetime", "typing"}


def test_ten_working_days_are_counted_as_published() -> None:
    entry: dict[str, Any] = {
        "kind": "correct", "postings": [], "day": "2026-02-10", "corrects": None, "reverses": None,
    }  # fmt: skip
    due = date(2026, 3, 3)  # the five days of Tết between
    late = [
        month_recount.is_late({**entry, "recorded_at": (due + timedelta(days)).isoformat()})
        for days in (0, 1)
    ]
    assert late == [False, True]
