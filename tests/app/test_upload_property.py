"""Whatever is changed, sent, rejected, withdrawn and undone: no change is lost, none sent twice.

A model keeps beside the book which batch told of each change first: a row holds a device as it
is, so the first one made after the change that counts. The book must say the same, always.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.fault import Refused
from app.domain.upload import Choice, DeviceChange, Sent
from app.services.devices import CorrectDevice
from app.services.queries import Verify
from app.services.room import Room
from app.services.undoing import Undo
from app.services.upload_answers import AnswerUpload, MarkUploaded, WithdrawUpload
from app.services.uploading import MakeUpload, Selection
from app.services.uploads import RowsOfUpload
from app.store.desk import Desk
from tests.conftest import Clock

CODES = ("TB00001", "TB00002", "TB00003", "TB00004")
MADE, ACCEPTED, GONE = "made", "accepted", "gone"
_CODE, _PICK = st.sampled_from(CODES), st.integers(0, 99)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("change"), _CODE),
        st.tuples(st.just("undo"), _PICK),
        st.tuples(st.just("make"), st.sampled_from([Choice.CHANGES, Choice.ALL])),
        st.tuples(st.just("reject"), _PICK, _CODE),
        st.tuples(st.just("accept"), _PICK, _CODE),
        st.tuples(st.just("withdraw"), _PICK),
    ),
    min_size=6, max_size=18,
)  # fmt: skip


class AllChanges:
    """Every change of a device that stands."""

    def answer(self, desk: Desk) -> list[DeviceChange]:
        """Return them, oldest first."""
        return desk.times.changes()


class Keeper:
    """Does what a list of steps says, and keeps its own account of it."""

    def __init__(self, room: Room) -> None:
        """Begin with what the book says was never sent."""
        self.room = room
        self.chains: list[tuple[int, list[int]]] = []  # device, change, its undo, the undo of that
        self.rows: dict[int, tuple[int, dict[str, str]]] = {}  # by batch: its entry, rows by code
        self.devices = dict(zip(CODES, range(1, 5), strict=True))
        self.words = count(1)
        for one in room.ask(AllChanges()):
            self.chains.append((one.device, [one.entry]))

    def change(self, code: str) -> None:
        """Correct a device."""
        entry = self.room.run(CorrectDevice(code, {"note": f"lần {next(self.words)}"})).entry
        assert entry is not None
        self.chains.append((self.devices[code], [entry]))

    def undo(self, pick: int) -> None:
        """Undo a change, or an undo, if nothing was changed after it."""
        _device, chain = self.chains[pick % len(self.chains)]
        try:
            undone = self.room.run(Undo("nhầm", chain[-1])).entry
        except Refused:
            return
        assert undone is not None
        chain.append(undone)

    def make(self, choice: Choice) -> None:
        """Make a batch, unless there is nothing to send."""
        try:
            made = self.room.run(MakeUpload(Selection(choice), reason="gửi lại"))
        except Refused:
            return
        rows = self.room.ask(RowsOfUpload(made.value.batch))
        assert made.entry is not None
        self.rows[made.value.batch] = made.entry, {row.code: MADE for row in rows}

    def reject(self, pick: int, code: str) -> None:
        """Have a row rejected."""
        self._answer(pick, code, AnswerUpload(self._batch(pick), {code: "sai"}), GONE)

    def accept(self, pick: int, code: str) -> None:
        """Have a row accepted."""
        self._answer(pick, code, AnswerUpload(self._batch(pick), accepted=(code,)), ACCEPTED)

    def withdraw(self, pick: int) -> None:
        """Withdraw a batch, unless it was uploaded."""
        try:
            self.room.run(WithdrawUpload(self._batch(pick)))
        except Refused:
            return
        _entry, rows = self.rows[self._batch(pick)]
        rows.update(dict.fromkeys(rows, GONE))

    def _batch(self, pick: int) -> int:
        numbers = sorted(self.rows)
        return numbers[pick % len(numbers)] if numbers else 99

    def _answer(self, pick: int, code: str, action: AnswerUpload, status: str) -> None:
        batch = self._batch(pick)
        try:
            if batch in self.rows and MADE in self.rows[batch][1].values():
                self._upload(batch)
            self.room.run(action)
        except Refused:
            return
        self.rows[batch][1][code] = status

    def _upload(self, batch: int) -> None:
        try:
            self.room.run(MarkUploaded(batch))
        except Refused:
            return

    def expected(self) -> dict[tuple[int, int], tuple[Sent, int | None]]:
        """Return how each change stands: by the first row that counts, made after it."""
        found: dict[tuple[int, int], tuple[Sent, int | None]] = {}
        for device, chain in self.chains:
            groups: dict[int | None, list[int]] = {}
            for entry in chain:
                groups.setdefault(self._carrier(device, entry), []).append(entry)
            for batch, entries in groups.items():
                if len(entries) % 2:  # an undo takes away what nobody heard of before it
                    status = self.rows[batch][1][CODES[device - 1]] if batch else ""
                    sent = {"": Sent.DUE, MADE: Sent.SENT, ACCEPTED: Sent.SETTLED}[status]
                    found[device, entries[0]] = sent, batch
        return found

    def _carrier(self, device: int, entry: int) -> int | None:
        code = CODES[device - 1]
        after = [
            batch for batch, (made, rows) in sorted(self.rows.items())
            if made > entry and rows.get(code, GONE) != GONE
        ]  # fmt: skip
        return after[0] if after else None


@pytest.fixture
def ready(school: Room) -> Iterator[Path]:
    """Return the folder of a closed book with four devices, to be copied for each run."""
    school.leave()
    yield school.folder
    shutil.rmtree(school.folder)


@settings(
    max_examples=15, derandomize=True, deadline=None, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(steps=STEPS)
def test_every_change_is_in_one_accepted_batch_or_still_due(
    ready: Path, clock: Clock, tmp_path: Path, steps: list[tuple[str, ...]]
) -> None:
    folder = tmp_path / "run"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(ready, folder)
    room = Room.enter(folder, clock, "thu")
    try:
        keeper = Keeper(room)
        for name, *values in steps:
            getattr(keeper, name)(*values)
            said = room.ask(AllChanges())
            assert len(said) == len({(one.device, one.entry) for one in said})
            assert {(one.device, one.entry): (one.sent, one.batch) for one in said} == (
                keeper.expected()
            )
        verdict = room.ask(Verify())
        assert verdict.ok, verdict.problems
    finally:
        room.leave()
