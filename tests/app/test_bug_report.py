"""A report of a bug tells where it was, and neither a name nor a secret that was in play."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.cli import main
from app.domain.draft import Draft
from app.domain.fault import Refused
from app.domain.person import Subject
from app.domain.sentence import Sentence
from app.services.bug_report import describe, keep
from app.services.room import Room
from app.store.desk import Desk
from tests.conftest import Clock
from tests.keyring_service import SECRET, traces

NAME = "Nguyễn Thị Ánh"
MOMENT = Clock().now


def _fail(name: str, secret: str) -> None:
    """Fail as code does that was given both: in messages, arguments, notes and causes."""
    held = {"name": name, "secret": secret}
    try:
        held[f"{name} {secret}"]
    except KeyError as error:
        error.add_note(f"looking for {name} with {secret}")
        try:
            Path(f"/nha/{name}/{secret}.txt").read_bytes()
        except OSError as cause:
            raise ValueError(held) from cause


def _reported() -> str:
    try:
        _fail(NAME, SECRET)
    except ValueError as error:
        return describe(error, {"screen": "today", "action": "", "dialog": "CityForm"}, MOMENT)
    raise AssertionError


def test_it_tells_where_and_what_kind_and_no_value(tmp_path: Path) -> None:
    report = _reported()
    keep(tmp_path, report)
    assert traces(tmp_path, NAME) == []
    assert traces(tmp_path, SECRET) == []
    assert "Ánh" not in report
    lines = report.splitlines()
    assert lines[0].startswith("Sổ Thiết Bị ")
    assert lines[0].endswith("2026-11-24 08:00:00")
    assert lines[1].startswith("Python 3.")
    assert "screen: today" in lines
    assert "dialog: CityForm" in lines
    assert not any(line.startswith("action") for line in lines)
    kinds = [line for line in lines if "Error" in line]
    assert kinds == ["ValueError", "FileNotFoundError: errno 2", "KeyError"]
    assert lines.count("caused by") == 2
    assert any(line.startswith("  tests/app/test_bug_report.py:") for line in lines)


def test_a_fault_tells_its_template_alone() -> None:
    fault = Refused(Sentence("Nobody has the code “{code}”.", {"code": NAME}), where=NAME)
    report = describe(fault, {}, MOMENT)
    assert report.endswith("Refused: Nobody has the code “{code}”.")
    assert NAME not in report


def test_a_file_that_grew_large_is_put_aside_once(tmp_path: Path) -> None:
    for number in range(3):
        path = keep(tmp_path, f"{number}" + "x" * 150_000)
        assert path == tmp_path / "errors.log"
    keep(tmp_path, "3")
    assert (tmp_path / "errors.log").read_text(encoding="utf-8")[0] == "2"
    assert (tmp_path / "errors.before.log").read_text(encoding="utf-8")[0] == "0"
    assert sum(one.stat().st_size for one in tmp_path.iterdir()) < 600_000


def test_where_nothing_can_be_written_nothing_is(tmp_path: Path) -> None:
    assert keep(tmp_path / "nowhere", "x") is None
    (tmp_path / "errors.log").mkdir()
    assert keep(tmp_path, "x") is None


@dataclass(frozen=True, slots=True)
class _Unfilled:
    """What a careless change of the program would write: a sentence whose hole nobody fills."""

    def draft(self, desk: Desk) -> Draft[None]:
        """Draft a row with such a sentence."""
        return Draft(
            kind="lists", day=desk.today.isoformat(), sentence=Sentence(f"{{{NAME}}}"),
            change=frozenset(), value=None, images=(desk.new(Subject("Toán"))[1],),
        )  # fmt: skip


def _damage(room: Room) -> None:
    """Write a person's name where a state must stand, behind the program's back."""
    with closing(sqlite3.connect(room.folder / "book.db", isolation_level=None)) as raw:
        triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        for (name,) in raw.execute(triggers).fetchall():
            raw.execute(f"DROP TRIGGER {name}")
        raw.execute("PRAGMA ignore_check_constraints = ON")
        raw.execute("UPDATE posting SET target = ?", (NAME,))


def test_what_a_damaged_book_makes_fail_is_told_as_damage(
    school: Room, capsys: pytest.CaptureFixture[str]
) -> None:
    _damage(school)
    assert main(["--data", str(school.folder), "--language", "en", "history"]) == 1
    assert capsys.readouterr().err.startswith("The book was damaged or changed from outside")
    assert not (school.folder / "errors.log").exists()


@pytest.mark.parametrize("as_json", [True, False])
def test_a_command_that_meets_a_bug_says_where_its_report_is(
    school: Room, capsys: pytest.CaptureFixture[str], *, as_json: bool
) -> None:
    school.run(_Unfilled())
    told = ["--json"] if as_json else []
    assert main(["--data", str(school.folder), "--language", "en", *told, "history"]) == 1
    said = capsys.readouterr()
    message = json.loads(said.out)["error"]["message"] if as_json else said.err
    assert message.startswith("Something went wrong that should not. Nothing was written.")
    assert str(school.folder / "errors.log") in message
    assert NAME not in said.out + said.err
    report = (school.folder / "errors.log").read_text(encoding="utf-8")
    assert "command: history" in report
    assert "KeyError" in report
    assert "app/domain/sentence.py:" in report
    assert NAME not in report
    assert "book.db" not in report
