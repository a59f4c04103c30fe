"""The demonstration school: real acts, the same for the same seed."""

from __future__ import annotations

import io
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from app.services.demonstration import Demonstration, make_demonstration
from app.services.queries import Borrowers, ClassesOf, DeviceIds, Devices, History, Loans, Verify
from app.services.room import Room
from app.services.slips import PrintReturnSlips
from tests.conftest import TODAY, Clock

START = date(2025, 9, 5)


def _make(folder: Path, seed: int) -> Room:
    make_demonstration(folder, Demonstration(seed=seed, devices=40, loans=60), START).leave()
    return Room.enter(folder, Clock(TODAY), "thu")


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Room:
    """Make a small school once."""
    return _make(tmp_path_factory.mktemp("demo") / "book", 7)


def test_it_is_whole_and_as_large_as_asked(demonstration: Room) -> None:
    assert demonstration.ask(Verify()).ok
    assert len(demonstration.ask(Devices())) == 40
    for year in (2025, 2026):
        grades = [one.grade for one in demonstration.ask(ClassesOf(year))]
        assert [grades.count(grade) for grade in range(1, 6)] == [4] * 5
    classes, people = demonstration.ask(Borrowers())
    assert len(classes) == 20
    assert all(one.homeroom_id for one in classes)
    assert len(people) > 20


def test_its_year_has_returns_in_parts_damage_and_undo(demonstration: Room) -> None:
    entries = [entry for entry, _codes in demonstration.ask(History())]
    kinds = [entry.kind for entry in entries]
    assert kinds.count("lend") > 40
    assert "undo" in kinds
    results = {posting.result for entry in entries for posting in entry.postings}
    assert {"good", "damaged", "incomplete"} <= results
    assert [entry.day for entry in entries] == sorted(entry.day for entry in entries)
    assert demonstration.ask(Loans(overdue=True))


def test_the_same_seed_is_the_same_school(demonstration: Room, tmp_path: Path) -> None:
    head = demonstration.ask(Verify()).head
    same = _make(tmp_path / "same", 7)
    other = _make(tmp_path / "other", 8)
    assert same.ask(Verify()).head == head
    assert other.ask(Verify()).head != head
    same.leave()
    other.leave()


def test_screen_slip_and_history_count_the_same(demonstration: Room) -> None:
    entries = [entry for entry, _codes in demonstration.ask(History())]
    out: Counter[int] = Counter()
    for posting in (posting for entry in entries for posting in entry.postings):
        if posting.line is not None:
            out[posting.line] += posting.quantity * (1 if posting.target == "on_loan" else -1)
    loans = demonstration.ask(Loans())
    lines = [line for loan in loans for line in loan.lines]
    assert {line.line: line.outstanding for line in lines} == {line.line: out[line.line]
                                                               for line in lines}  # fmt: skip
    assert {loan.loan for loan in demonstration.ask(Loans(open_only=True))} == {
        loan.loan for loan in loans if any(out[line.line] for line in loan.lines)
    }
    for loan in loans[::7]:
        if not any(posting.result for entry in entries for posting in entry.postings
                   if posting.line in {line.line for line in loan.lines}):  # fmt: skip
            continue
        pages = PdfReader(io.BytesIO(demonstration.ask(PrintReturnSlips((loan.loan,))))).pages
        text = " ".join(" ".join(page.extract_text() for page in pages).split())
        left = sum(line.outstanding for line in loan.lines)
        assert (f"Còn chưa trả: {left}." if left else "Đã trả đủ.") in text


def test_a_large_school_is_made_up_whole_and_as_large_as_asked(tmp_path: Path) -> None:
    wanted = Demonstration(devices=5_200, loans=3_000)
    make_demonstration(tmp_path / "book", wanted, START).leave()
    room = Room.enter(tmp_path / "book", Clock(TODAY), "thu")
    verdict = room.ask(Verify())
    assert (verdict.ok, verdict.problems) == (True, ())
    assert len(room.ask(DeviceIds())) == 5_200
    slips = room.ask(Loans())
    assert sum(len(slip.lines) for slip in slips) == 3_000
    assert not room.ask(Loans(open_only=True))
    years = {slip.day[:4] for slip in slips}
    assert years == {"2021", "2022", "2023", "2024", "2025", "2026"}
    assert len(room.ask(ClassesOf(2026))) == 20
    room.leave()
