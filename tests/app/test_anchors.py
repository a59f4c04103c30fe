"""The end of the book is held against what was noted at closing and what was signed."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date

import pytest

from app.cli import main
from app.services.anchors import CheckEnd, NoteEnd
from app.services.backups import back_up
from app.services.lending import Item, Lend
from app.services.month_acts import SubmitMonth
from app.services.queries import Verify
from app.services.restoring import restore
from app.services.room import Room
from tests.conftest import Clock
from torture.rebuilding import rewrite


@pytest.fixture
def noted(school: Room) -> Room:
    """Lend twice (11, 12), and note the end as closing the window does."""
    school.run(Lend((Item("TB00001"),), "3A"))
    school.run(Lend((Item("TB00002"),), "4B"))
    school.ask(NoteEnd("2026-11-24T17:00:00"))
    return school


def _change(room: Room, *statements: str) -> None:
    """Take the guards away and change the file behind the program's back."""
    with closing(sqlite3.connect(room.folder / "book.db", isolation_level=None)) as raw:
        triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        for (name,) in raw.execute(triggers).fetchall():
            raw.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            raw.execute(statement)


def _said(room: Room) -> list[str]:
    return [str(problem.sentence) for problem in room.ask(CheckEnd())]


def test_a_book_that_went_on_is_as_it_should_be(noted: Room) -> None:
    assert _said(noted) == []
    noted.run(Lend((Item("TB00003"),), "3A"))
    assert _said(noted) == []


def test_a_book_never_closed_and_an_empty_one_are_not_complained_of(room: Room) -> None:
    room.ask(NoteEnd("2026-11-24T17:00:00"))
    assert not (room.folder / "head.json").exists()
    assert _said(room) == []


def test_an_end_that_was_cut_off_is_told_with_its_day(noted: Room) -> None:
    _change(
        noted,
        "DELETE FROM posting WHERE entry_id = 12",
        "DELETE FROM described WHERE entry_id = 12",
        "DELETE FROM entry WHERE id = 12",
    )
    (said,) = _said(noted)
    assert said.startswith("The book reached entry 12 on 24/11/2026, but ends at entry 11 now.")
    assert "If a backup was restored" in said


def test_an_entry_changed_and_sealed_anew_is_another(noted: Room) -> None:
    _change(noted, "UPDATE entry SET hash = 'made up' WHERE id = 12")
    assert _said(noted) == [
        "Entry 12 was changed after it was written.",
        "Entry 12 is another than on 24/11/2026, when it was noted.",
    ]


@pytest.mark.parametrize("note", ["", '{"entry": 12, "ha', '{"entry": "x"}', "[]"])
def test_a_note_that_cannot_be_read_is_no_alarm(noted: Room, note: str) -> None:
    (noted.folder / "head.json").write_text(note, encoding="utf-8")
    assert _said(noted) == []


def test_what_a_sheet_was_made_over_must_stay(noted: Room, clock: Clock) -> None:
    clock.turn_to(date(2026, 12, 1))
    noted.run(SubmitMonth("2026-11"))
    assert _said(noted) == []
    _change(noted, "UPDATE month SET head = 'made up'")
    (said,) = _said(noted)
    assert said == "The sheet of month 11/2026 was made over entry 12, which is another now."
    assert said in [str(problem.sentence) for problem in noted.ask(Verify()).problems]


def test_a_book_that_falls_short_of_its_last_entry_is_told_though_it_was_never_closed(
    school: Room,
) -> None:
    before = (school.folder / "book.db").read_bytes()
    school.run(Lend((Item("TB00001"),), "3A"))
    school.leave()
    (school.folder / "book.db").write_bytes(before)  # as when the journal is lost
    (said,) = _said(school)
    assert said.startswith("The book reached entry 11 on 24/11/2026, but ends at entry 10 now.")


def test_a_chain_made_anew_differs_from_the_newest_backup(noted: Room) -> None:
    made = back_up(noted)
    assert _said(noted) == []
    (noted.folder / "head.json").unlink()
    noted.leave()
    with closing(sqlite3.connect(noted.folder / "book.db")) as raw:
        rewrite(raw, 11)
    (said,) = _said(noted)
    assert said == f"Entry 12 is another than in the backup {made.path.name}."
    assert [str(one.sentence) for one in noted.ask(Verify()).problems] == [said]


def test_a_chain_made_anew_differs_from_the_paper(
    noted: Room, capsys: pytest.CaptureFixture[str]
) -> None:
    printed = f"12={noted.ask(Verify()).head[:16].upper()}"
    command = ["--language", "en", "--data", str(noted.folder), "verify", "--paper", printed]
    assert main(command) == 0
    (noted.folder / "head.json").unlink()
    with closing(sqlite3.connect(noted.folder / "book.db")) as raw:
        rewrite(raw, 11)
    assert main(command) == 1
    assert "Entry 12 is not the one the paper was printed over" in capsys.readouterr().out


def test_what_a_restore_put_aside_is_no_alarm(noted: Room) -> None:
    made = back_up(noted)
    noted.run(Lend((Item("TB00003"),), "3A"))
    restore(noted, made.path)
    assert _said(noted) == []
