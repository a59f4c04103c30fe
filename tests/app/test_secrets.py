"""A password goes through a whole day of the book and is found in no file of it."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from app.domain.backup import Why
from app.domain.secret import Secret
from app.services.backups import back_up
from app.services.city_accounts import AddCityAccount, ChangeCityPassword, CityPassword
from app.services.room import Room
from app.services.showing import PrintShown, SaveShown, Shown
from app.services.upload_answers import AnswerUpload, MarkUploaded
from app.services.uploading import MakeUpload
from tests.keyring_service import SECRET, traces


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


def test_a_password_within_a_packed_file_would_be_found(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "bản sao.stb", "w", ZIP_DEFLATED) as packed:
        packed.writestr("sổ.db", bytes(100) + SECRET.encode() + bytes(100))
    assert len(traces(tmp_path, SECRET)) == 1
