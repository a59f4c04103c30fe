"""Every act and its undo, in random order, on a real file: the book stays true."""

from __future__ import annotations

import atexit
import csv
import shutil
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import ClassVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule
from typing_extensions import override

from app.domain.change import Outcome
from app.domain.damage import DamageKind
from app.domain.device import Device, Kind
from app.domain.fault import Refused
from app.domain.loan import Result
from app.domain.month import MonthTotals, last_day
from app.domain.stocktake import (
    CountedDevice,
    Explanation,
    Finding,
    Resolution,
    Scope,
)
from app.services.adjustment import Adjust
from app.services.classes import RegisterClass
from app.services.closing import CloseStocktake
from app.services.counting import Count, Seen
from app.services.damage_reports import ReportDamage, ReportLine
from app.services.devices import CorrectDevice, ReceiveMore, RegisterDevice
from app.services.differences import Differences, Explain
from app.services.extending import Extend
from app.services.importing import Import, read_list, undo_import
from app.services.increase import Increase, Increased, IncreaseLine, Source
from app.services.kits import ChangeKit, MakeKit
from app.services.lending import Item, Lend, ReturnItem, TakeBack
from app.services.month_acts import ApproveMonth, ReturnMonth, SubmitMonth
from app.services.months import MonthOf
from app.services.people import RegisterPerson
from app.services.plans import RegisterPlan, ServePlan
from app.services.queries import Loans, Verify
from app.services.room import Action, Room
from app.services.stocktakes import CancelStocktake, OpenStocktake, Stocktakes
from app.services.tallies import Counting
from app.services.transfer import TransferOut
from app.services.undoing import Undo
from tests.app.damage_rules import DamageRules
from tests.conftest import TODAY, Clock

State = dict[tuple[int, str], int]
_NUMBERS = st.integers(1, 12)
_PICK = st.integers(0, 10_000)
_BACK = st.integers(0, 20)
_RESULTS = st.sampled_from(list(Result))


@cache
def _empty_book() -> Path:
    """Make an empty book once, to be copied."""
    folder = Path(tempfile.mkdtemp()) / "book"
    Room.make(folder, Clock(TODAY), "thu").leave()
    atexit.register(shutil.rmtree, folder.parent)
    return folder


class BookMachine(DamageRules):
    """A keeper who does anything at all, refused or not."""

    steps: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        """Open an empty book in a folder of its own."""
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.clock = Clock(TODAY)
        self.path = Path(self.folder.name)
        shutil.copytree(_empty_book(), self.path / "book")
        self.room = Room.enter(self.path / "book", self.clock, "thu")
        self.hashes: list[str] = []
        self.codes: list[str] = []
        self.kits: list[str] = []
        self.batches: list[int] = []
        self.signed: dict[str, MonthTotals] = {}

    @override
    def teardown(self) -> None:
        """Recount the whole book and let go of it."""
        assert self.room.ask(Verify()).ok
        self.room.leave()
        self.folder.cleanup()

    @override
    def run_action(self, name: str, action: Action[object]) -> Outcome[object] | None:
        """Run an action; a refusal must leave the book as it was."""
        before = self.balances(), len(self.read_hashes())
        self.steps[name] += 1
        try:
            return self.room.run(action)
        except Refused:
            self.steps["refused"] += 1
        assert (self.balances(), len(self.read_hashes())) == before
        return None

    @override
    def rows(self, sql: str) -> list[tuple[int | str, ...]]:
        """Ask the file itself, past the program."""
        with closing(sqlite3.connect(self.path / "book" / "book.db")) as raw:
            return raw.execute(sql).fetchall()

    def balances(self) -> State:
        """Recount every state of every device from the postings."""
        counted: Counter[tuple[int, str]] = Counter()
        for device, quantity, source, target in self.rows(
            "SELECT device_id, quantity, source, target FROM posting"
        ):
            counted[int(device), str(target)] += int(quantity)
            counted[int(device), str(source)] -= int(quantity)
        return {key: value for key, value in counted.items() if value}

    def read_hashes(self) -> list[str]:
        """Return the chain as the file holds it."""
        return [str(row[0]) for row in self.rows("SELECT hash FROM entry ORDER BY id")]

    @override
    def code(self, pick: int) -> str:
        """Return one of the codes known, or one nobody knows."""
        return self.codes[pick % len(self.codes)] if self.codes else "TB99999"

    @initialize()
    def open_school(self) -> None:
        """Have people, classes and a few devices."""
        for name in ("Nguyễn Thị Ánh", "Trần Văn Bình"):
            self.room.run(RegisterPerson(name, "Tổ 3"))
        self.room.run(RegisterClass("3A", 3, 2026, "GV001"))
        self.room.run(RegisterClass("4B", 4, 2026, "GV002"))
        for quantity, damaged in ((1, 0), (1, 0), (12, 0), (9, 5)):
            self.register(quantity, damaged, 0)
        self.cases.append(1)
        for quantity in (1, 1, 12):
            self.register(quantity, 0, 0)
        self.room.run(OpenStocktake())

    @rule(quantity=_NUMBERS, damaged=st.integers(0, 3), back=_BACK)
    def register(self, quantity: int, damaged: int, back: int) -> None:
        """Register a piece or a lot, today or some days ago."""
        kind = Kind.PIECE if quantity == 1 else Kind.LOT
        action = RegisterDevice(
            Device("", f"Thiết bị {quantity}", kind), quantity, damaged, "Kho",
            self.clock.now.date() - timedelta(days=back),
        )  # fmt: skip
        outcome = self.run_action("register", action)
        if outcome is not None:
            self.codes.append(str(outcome.value))

    @rule(pick=_PICK, note=st.text(max_size=5))
    def correct(self, pick: int, note: str) -> None:
        """Correct what the book says of a device."""
        self.run_action("correct", CorrectDevice(self.code(pick), {"note": note}, place="Tủ 1"))

    @rule(pick=_PICK, quantity=st.integers(0, 5), back=_BACK)
    def receive(self, pick: int, quantity: int, back: int) -> None:
        """Receive more of a device."""
        day = self.clock.now.date() - timedelta(days=back)
        self.run_action("receive", ReceiveMore(self.code(pick), quantity, day))

    @rule(pick=_PICK, quantity=st.integers(0, 4), back=_BACK)
    def deliver(self, pick: int, quantity: int, back: int) -> None:
        """Write a delivery of pieces, a lot, and more of something that is there."""
        lines = (
            IncreaseLine(Device("", "Nam châm"), quantity),
            IncreaseLine(Device("", "Hộp phấn", Kind.LOT), quantity + 1),
            IncreaseLine(Device(self.code(pick), ""), quantity),
        )
        day = self.clock.now.date() - timedelta(days=back)
        action = Increase(lines[: 2 + pick % 2], Source.BOUGHT, day=day)
        outcome = self.run_action("deliver", action)
        if isinstance(outcome, Outcome) and isinstance(outcome.value, Increased):
            self.codes.extend(code for code in outcome.value.codes if code not in self.codes)

    @rule(picks=st.lists(st.tuples(_PICK, _NUMBERS), max_size=2), back=_BACK)
    def give_away(self, picks: list[tuple[int, int]], back: int) -> None:
        """Give some devices to another school, today or some days ago."""
        items = tuple(Item(self.code(pick), quantity) for pick, quantity in picks)
        day = self.clock.now.date() - timedelta(days=back)
        self.run_action("give away", TransferOut(items, "Sao Mai", day=day))

    @rule(picks=st.lists(st.tuples(_PICK, _NUMBERS), max_size=3), back=_BACK)
    def lend(self, picks: list[tuple[int, int]], back: int) -> None:
        """Lend some devices, today or some days ago."""
        items = tuple(Item(self.code(pick), quantity) for pick, quantity in picks)
        day = self.clock.now.date() - timedelta(days=back)
        self.run_action("lend", Lend(items, "3A" if back % 2 else "4B", day=day))

    @rule(pick=_PICK, parts=st.lists(st.tuples(_NUMBERS, _RESULTS), min_size=1, max_size=3))
    def take_back(self, pick: int, parts: list[tuple[int, Result]]) -> None:
        """Take parts of a line that is out back."""
        out = [(loan.loan, line) for loan in self.room.ask(Loans(open_only=True))
               for line in loan.lines if line.outstanding]  # fmt: skip
        loan, code = (out[pick % len(out)][0], out[pick % len(out)][1].device) if out else (
            None, self.code(pick))  # fmt: skip
        items = tuple(ReturnItem(code, quantity, result) for quantity, result in parts)
        self.run_action("take back", TakeBack(items, loan))

    @rule(pick=_PICK)
    def take_everything_back(self, pick: int) -> None:
        """Take all of one device back."""
        self.run_action("take back", TakeBack((ReturnItem(self.code(pick)),)))

    @rule(pick=_PICK)
    def extend(self, pick: int) -> None:
        """Extend some loan."""
        self.run_action("extend", Extend(pick % 8))

    @rule(picks=st.lists(st.tuples(_PICK, _NUMBERS), min_size=1, max_size=2))
    def keep_kit(self, picks: list[tuple[int, int]]) -> None:
        """Make a kit, or change the one there is."""
        items = tuple(Item(self.code(pick), quantity) for pick, quantity in picks)
        if self.kits:
            self.run_action("kit", ChangeKit(self.kits[0], items))
            return
        outcome = self.run_action("kit", MakeKit("Bộ", items))
        if outcome is not None:
            self.kits.append(str(outcome.value))

    @rule(pick=_PICK, quantity=_NUMBERS, period=st.integers(0, 5))
    def plan(self, pick: int, quantity: int, period: int) -> None:
        """Plan a lesson, and lend it at once when it can be."""
        day = self.clock.now.date()
        outcome = self.run_action(
            "plan",
            RegisterPlan("GV001", "3A", day, (Item(self.code(pick), quantity),), period=period),
        )
        if outcome is not None and isinstance(outcome.value, int):
            self.run_action("serve", ServePlan(outcome.value))

    @rule(quantity=_NUMBERS, name=st.sampled_from(["Bảng", "Kính lúp", "Thước"]))
    def bring_in(self, quantity: int, name: str) -> None:
        """Import a small list."""
        path = self.path / "list.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([("Tên thiết bị", "Số lượng"), (name, quantity)])
        outcome = self.run_action("import", Import(read_list("devices", path)))
        if outcome is not None and outcome.entry is not None:
            self.batches.append(outcome.entry)

    @precondition(lambda self: self.batches)
    @rule(pick=_PICK)
    def take_import_out(self, pick: int) -> None:
        """Undo a whole import."""
        batch = self.batches[pick % len(self.batches)]
        self.run_action("import undo", undo_import(batch, "Nhầm tệp"))

    def stocktake(self) -> int:
        """Return the stocktake that is open, or the last one there was."""
        views = self.room.ask(Stocktakes("open")) or self.room.ask(Stocktakes())
        return views[0].stocktake if views else 1

    @rule(place=st.booleans())
    def open_stocktake(self, place: bool) -> None:  # noqa: FBT001 - Hypothesis draws it
        """Begin to count the store, or everything."""
        action = OpenStocktake(Scope.PLACE, "Kho") if place else OpenStocktake()
        self.run_action("open stocktake", action)

    @rule(
        picks=st.lists(
            st.tuples(_PICK, st.none() | st.integers(0, 14), st.integers(0, 2)), max_size=6
        )
    )
    def count(self, picks: list[tuple[int, int | None, int]]) -> None:
        """Count some devices, scanned or typed: nothing of the book moves."""
        before = self.balances()
        for pick, quantity, damaged in picks:
            seen = Seen(self.code(pick), quantity, damaged)
            self.run_action("count", Count(self.stocktake(), (seen,), "Ánh"))
        assert self.balances() == before

    @precondition(lambda self: self.room.ask(Stocktakes("open")))
    @rule(pick=_PICK, way=_PICK)
    def explain(self, pick: int, way: int) -> None:
        """Explain one of the differences in one of its ways."""
        views = [one for one in self.room.ask(Differences(self.stocktake())) if one.choices]
        if views:
            view = views[pick % len(views)]
            resolution = view.choices[way % len(view.choices)]
            action = Explain(self.stocktake(), ((view.code, view.finding),), "Lý do", resolution)
            self.run_action("explain", action)

    @precondition(lambda self: self.room.ask(Stocktakes("open")))
    @rule(undone=st.booleans())
    def close_stocktake(self, undone: bool) -> None:  # noqa: FBT001 - Hypothesis draws it
        """Close it: what is found lost, surplus or damaged is in the book; undone, it is not."""
        number, before = self.stocktake(), self.balances()
        differences = self.room.ask(Differences(number))
        devices, _unknown = self.room.ask(Counting(number))
        if self.run_action("close stocktake", CloseStocktake(number, "Kiểm kê")) is None:
            return
        if not any(one.explained for one in differences):
            self.reconciles(devices, before)
        if undone:
            self.run_action("undo closing", Undo("Chưa chốt"))
            held = {key: value for key, value in self.balances().items() if key[1] != "outside"}
            assert held == {key: count for key, count in before.items() if key[1] != "outside"}
            assert self.room.ask(Differences(number)) == differences

    def noted(self) -> list[Explanation]:
        """Return what the last closing only took note of."""
        views = self.room.ask(Differences(self.room.ask(Stocktakes("closed"))[0].stocktake))
        return [one.explained for one in views if one.explained
                and one.explained.resolution == Resolution.NOTED]  # fmt: skip

    def reconciles(self, devices: list[CountedDevice], before: State) -> None:
        """See that the book says of each device what was counted, lent things left out."""
        self.steps["reconciled"] += 1
        after = self.balances()
        # What several slips hold is only noted: which of them comes back is never guessed.
        noted = {one.device_id for one in self.noted()}
        for one in devices:
            if not one.tally.counted or not one.tally.expected or one.tally.moved:
                continue
            was, now = (
                sum(held.get((one.device, state), 0) for state in ("in_store", "damaged"))
                for held in (before, after)
            )
            lent = one.tally.here - was  # after it was counted
            still_out = one.findings.get(Finding.ON_LOAN, 0) * (one.device in noted)
            assert now == one.tally.seen - lent - still_out

    @precondition(lambda self: self.room.ask(Stocktakes("open")) and len(self.hashes) % 5 == 0)
    @rule()
    def call_off(self) -> None:
        """Call a stocktake off: the book stays as it is."""
        before = self.balances()
        self.run_action("call off", CancelStocktake(self.stocktake()))
        assert self.balances() == before

    @rule(pick=_PICK)
    def undo(self, pick: int) -> None:
        """Undo some entry, an undo among them."""
        entries = len(self.read_hashes())
        self.run_action("undo", Undo("Ghi nhầm", pick % (entries + 1)))

    @rule(pick=_PICK, quantity=_NUMBERS)
    def act_and_undo(self, pick: int, quantity: int) -> None:
        """Undo at once whatever was done: the balances are those before."""
        actions: list[Callable[[], Action[object]]] = [
            lambda: RegisterDevice(Device("", "Thử", Kind.LOT), quantity),
            lambda: Lend((Item(self.code(pick), quantity),), "3A"),
            lambda: TakeBack((ReturnItem(self.code(pick)),)),
            lambda: ReceiveMore(self.code(pick), quantity),
            lambda: ReportDamage((ReportLine(self.code(pick), quantity, DamageKind.MAJOR),)),
        ]
        before = self.balances()
        if self.run_action("act", actions[pick % len(actions)]()) is not None:
            self.room.run(Undo("Ghi nhầm"))
            held = {key: value for key, value in self.balances().items() if key[1] != "outside"}
            assert held == {key: value for key, value in before.items() if key[1] != "outside"}
            self.steps["act and undo"] += 1

    @rule(returned=st.sampled_from((False, False, True)))
    def sign_month(self, *, returned: bool) -> None:
        """Wait for the month's end, submit it, and approve it: its figures stay from then on."""
        month = self.clock.now.date().isoformat()[:7]
        self.run_action("submit too early", SubmitMonth(month))
        self.clock.turn_to(last_day(month) + timedelta(days=2))
        if self.run_action("submit", SubmitMonth(month)) is None:
            # Differences nobody has explained hold a month up.
            self.run_action("call off", CancelStocktake(self.stocktake()))
            self.run_action("submit", SubmitMonth(month))
        if returned:
            self.run_action("return", ReturnMonth(month, "Sửa"))
        elif self.run_action("approve", ApproveMonth(month)) is not None:
            self.signed[month] = self.room.ask(MonthOf(month)).totals
            self.steps["approved"] += 1

    @rule(pick=_PICK, quantity=st.integers(1, 5), back=st.integers(0, 60))
    def adjust(self, pick: int, quantity: int, back: int) -> None:
        """Receive more on a day that may be closed, as an adjustment if it is."""
        day = self.clock.now.date() - timedelta(days=back)
        self.run_action("adjust", Adjust(ReceiveMore(self.code(pick), quantity, day)))

    @rule(days=st.integers(1, 3))
    def sleep(self, days: int) -> None:
        """Let days go by."""
        self.clock.turn_to(self.clock.now.date() + timedelta(days=days))

    @invariant()
    def holds(self) -> None:
        """Nothing is below zero, nothing appears or vanishes, nothing is rewritten."""
        balances = self.balances()
        devices = {device for device, _state in balances}
        for device in devices:
            held = {state: count for (one, state), count in balances.items() if one == device}
            assert all(count >= 0 for state, count in held.items() if state != "outside")
            assert sum(held.values()) == 0
        kept = {(int(row[0]), str(row[1])): int(row[2]) for row in self.rows(
            "SELECT device_id, state, quantity FROM balance WHERE quantity <> 0")}  # fmt: skip
        assert kept == {key: count for key, count in balances.items() if key[1] != "outside"}
        self.damages_hold(balances)
        hashes = self.read_hashes()
        assert hashes[: len(self.hashes)] == self.hashes
        self.hashes = hashes
        self.lines_hold()

    def damages_hold(self, balances: State) -> None:
        """Count what is damaged, in repair or lost: all of it is of a damage case."""
        cases: Counter[tuple[int, str]] = Counter()
        for device, state, quantity in self.rows(
            "SELECT device_id, state, quantity FROM damage_balance"
        ):
            cases[int(device), str(state)] += int(quantity)
        assert {key: count for key, count in cases.items() if count} == {
            key: count
            for key, count in balances.items()
            if key[1] in {"damaged", "in_repair", "lost"}
        }
        repaired = self.rows(
            "SELECT damage_id, sum(quantity - mended - unmended) FROM repair "
            "WHERE status = 'active' GROUP BY damage_id"
        )
        assert {int(case): int(out) for case, out in repaired if out} == {
            int(case): int(count)
            for case, count in self.rows(
                "SELECT damage_id, quantity FROM damage_balance "
                "WHERE state = 'in_repair' AND quantity > 0"
            )
        }

    def lines_hold(self) -> None:
        """Count what is out of each line: what was lent less what came back of that line."""
        counted: Counter[int] = Counter()
        for line, quantity, target in self.rows(
            "SELECT line_id, quantity, target FROM posting WHERE line_id IS NOT NULL"
        ):
            counted[int(line)] += int(quantity) if target == "on_loan" else -int(quantity)
        kept = {int(row[0]): int(row[1]) for row in self.rows(
            "SELECT line_id, outstanding FROM line_balance")}  # fmt: skip
        assert kept == counted
        assert all(count >= 0 for count in kept.values())
        assert not self.rows(
            "SELECT d.id FROM line_balance l JOIN device d ON d.id = l.device_id "
            "WHERE d.kind = 'piece' AND l.outstanding > 0 GROUP BY d.id HAVING count(*) > 1"
        )

    @precondition(lambda self: len(self.hashes) % 7 == 0)
    @invariant()
    def recounts(self) -> None:
        """See that the book's own recount agrees."""
        verdict = self.room.ask(Verify())
        assert verdict.ok, [str(problem.sentence) for problem in verdict.problems]
        for month, totals in self.signed.items():
            assert self.room.ask(MonthOf(month)).totals == totals, month


BookMachine.TestCase.settings = settings(
    max_examples=50,
    stateful_step_count=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)


class TestBook(BookMachine.TestCase):  # type: ignore[valid-type, misc]  # Hypothesis makes it
    """The machine as a test."""

    @classmethod
    def tearDownClass(cls) -> None:
        """Say how far it went; shown with -s."""
        print(f"\n{sum(BookMachine.steps.values())} steps: {dict(BookMachine.steps)}")  # noqa: T201 - the figure the suite is asked for
        rare = ("dispose", "deliver", "give away", "explain", "reconciled", "approved",
                "act and undo")  # fmt: skip
        often = ("lend", "report", "count")
        # Which of the rare ones come hangs on the drawing; each has tests of its own.
        assert sum(BookMachine.steps[name] > 0 for name in rare) >= len(rare) - 2
        assert all(BookMachine.steps[name] > 5 for name in often)
