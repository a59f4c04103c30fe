"""Passwords and pass phrases go through a whole day of the book and are found in no file of it."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from datetime import datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from app.domain.backup import Why
from app.domain.fault import Refused
from app.domain.secret import Secret
from app.services.backups import back_up, copy_out, forget_phrase, keep_phrase, kept_phrase
from app.services.bug_report import describe, keep
from app.services.city_accounts import AddCityAccount, ChangeCityPassword, CityPassword
from app.services.counter import Slip
from app.services.kept_slip import keep_slip
from app.services.lending import Item, Lend
from app.services.restoring import practise, restore
from app.services.room import Room
from app.services.showing import PrintShown, SaveShown, Shown
from app.services.upload_answers import AnswerUpload, MarkUploaded
from app.services.uploading import MakeUpload
from tests.keyring_service import SECRET, traces

NOON = datetime(2026, 11, 24, 12)  # noqa: DTZ001 - the clock of a school has no zone


@pytest.mark.usefixtures("vault")
def test_the_archive_the_uploads_and_a_backup_know_no_password(
    school: Room, tmp_path: Path
) -> None:
    school.run(AddCityAccount("phong.hp", Secret(SECRET)))
    school.run(ChangeCityPassword("phong.hp", Secret(f"{SECRET}2")))
    assert school.ask(CityPassword("phong.hp")).reveal() == f"{SECRET}2"
    batch = school.run(MakeUpload(out=tmp_path / "lô 1.xlsx")).value.batch
    school.run(MarkUploaded(batch))
    school.run(AnswerUpload(batch, rest=True))
    shown = Shown("Thiết bị", ("Mã",), (("TB00001",),))
    school.issue(PrintShown(shown))
    school.issue(SaveShown(shown), tmp_path / "danh sách.xlsx")
    made = back_up(school, Why.BY_HAND)
    assert made.path.is_file()
    assert not traces(tmp_path, SECRET)


def _refused(room: Room, path: Path, secret: str) -> None:
    """Have errors that hold a secret, a foreseen and an unforeseen one, and keep their reports."""
    wrong = Secret(f"{secret} sai")
    with pytest.raises(Refused):
        practise(room, path, wrong)
    with pytest.raises(Refused):
        room.run(ChangeCityPassword("ai.do", Secret(secret)))
    with pytest.raises(ValueError, match="sai") as bug:
        raise ValueError(secret, wrong, f"{secret} sai")
    assert keep(room.folder, describe(bug.value, {"act": "ChangeCityPassword"}, NOON))


@pytest.mark.usefixtures("vault")
def test_a_day_with_a_pass_phrase_leaves_it_nowhere(
    school: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    drive = tmp_path / "drive"
    for folder in (drive, tmp_path / "temporary"):
        folder.mkdir()
    phrase = Secret(SECRET)
    school.run(AddCityAccount("anh.nt", Secret(SECRET), holder="GV001", first=True))
    school.run(Lend((Item("TB00001"),), "3A"))
    keep_slip(school.folder, Slip("3A", "GV001", "Ánh"))
    kept_phrase_before = kept_phrase()
    keep_phrase(phrase)
    sealed = copy_out(school, drive, phrase).value.path
    practise(school, sealed, phrase)
    _refused(school, sealed, SECRET)
    restore(school, sealed, phrase)
    school.issue(PrintShown(Shown("Lịch sử", ("Việc",), (("Mượn",),))))
    assert kept_phrase_before is None
    assert kept_phrase() == phrase
    forget_phrase()
    assert {path.name for path in school.folder.iterdir()} >= {"errors.log", "backups"}
    assert not traces(tmp_path, SECRET)


def test_the_command_line_shows_a_pass_phrase_to_nobody(school: Room, tmp_path: Path) -> None:
    school.leave()
    drive = tmp_path / "drive"
    drive.mkdir()
    line = [sys.executable, "-m", "app.cli", "--data", str(school.folder), "backup",
            "--to", str(drive), "--phrase-stdin"]  # fmt: skip
    with subprocess.Popen(
        line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        encoding="utf-8", env={**os.environ, "TMPDIR": str(tmp_path)},
    ) as command:  # fmt: skip
        # It waits for the phrase, which it was not given in any way that others can look at.
        seen = [Path(f"/proc/{command.pid}/{name}").read_bytes() for name in ("cmdline", "environ")]
        said, _none = command.communicate(f"{SECRET}\n")
    assert command.returncode == 0, said
    assert SECRET not in said
    assert not any(SECRET.encode() in one for one in seen)
    assert not traces(tmp_path, SECRET)


def test_a_password_within_a_packed_file_would_be_found(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "bản sao.stb", "w", ZIP_DEFLATED) as packed:
        packed.writestr("sổ.db", bytes(100) + SECRET.encode() + bytes(100))
    assert len(traces(tmp_path, SECRET)) == 1
