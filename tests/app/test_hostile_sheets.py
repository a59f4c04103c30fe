"""Files from outside that lie or swell are read or refused, and nothing of a refused one is kept.

Every file at every door is tried by `python -m torture sheets`; here each kind of harm once.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.fault import Refused
from app.services.importing import Import, read_list, read_pasted
from app.services.photos import AddPhoto
from app.services.queries import Verify
from app.services.room import Room
from app.services.upload_answers import MarkUploaded
from app.services.uploading import MakeUpload
from torture.doors import BACKUP, Door, attempt
from torture.files import BACKUPS, PICTURES, TEXTS
from torture.workbooks import CANARY, WORKBOOKS

_MEMORY = 230 << 20  # beside the 70 MB of the program itself
_SECONDS = 10
_TOO_LARGE = "too large to be a school's list"
_UNREADABLE = "not a spreadsheet this program can read"
_REFUSED = {
    "bomb below the limit": _TOO_LARGE,
    "a cell of 200 MB": _TOO_LARGE,
    "a cell of 40,000 letters": _TOO_LARGE,
    "headings and the last cell": _TOO_LARGE,
    "a cell in XFD1000": _TOO_LARGE,
    "a cell in A1048576": _TOO_LARGE,
    "400,000 rows of two cells": _TOO_LARGE,
    "laughs": _UNREADABLE,
    "an entity from outside": _UNREADABLE,
    "200,000 tags deep": _UNREADABLE,
    "members twice": _UNREADABLE,
    "paths that climb": _UNREADABLE,
    "an encrypted workbook or an .xls": _UNREADABLE,
}
_READ = ("a dimension too small", "numbers that are none", "a cell twice")


def _sheets(room: Room, path: Path) -> None:
    room.run(Import(read_list("devices", path)))


def _brought(door: Door, room: Room, path: Path, spare: Path) -> str:
    """Bring a file to a door in a process of its own, within its limits; return what it says."""
    room.leave()
    told = attempt(door, room.folder, path, spare)
    assert not told.crash
    assert told.seconds < _SECONDS
    assert told.memory < _MEMORY
    return told.said


@pytest.mark.parametrize("name", _REFUSED)
def test_a_hostile_workbook_is_refused_within_its_limits(
    school: Room, tmp_path: Path, name: str
) -> None:
    path = tmp_path / "list.xlsx"
    WORKBOOKS[name](path)
    before = (school.folder / "book.db").read_bytes()
    assert _REFUSED[name] in _brought(_sheets, school, path, tmp_path)
    assert (school.folder / "book.db").read_bytes() == before


@pytest.mark.parametrize("name", _READ)
def test_a_strange_workbook_is_read_for_what_it_is(tmp_path: Path, name: str) -> None:
    path = tmp_path / "list.xlsx"
    WORKBOOKS[name](path)
    assert read_list("devices", path).rows


@pytest.mark.parametrize("name", ["15,000,000 cells in a line", "15,000,000 lines"])
def test_a_text_without_measure_is_refused(school: Room, tmp_path: Path, name: str) -> None:
    path = tmp_path / "list.csv"
    TEXTS[name](path)
    assert _TOO_LARGE in _brought(_sheets, school, path, tmp_path)
    with pytest.raises(Refused, match=_TOO_LARGE):
        read_pasted("devices", "a," * 2_000_000)


@pytest.mark.parametrize("said", ["²", "x²", "9" * 5000, "٣"])
def test_other_digits_and_endless_ones_are_a_cells_fault(room: Room, said: str) -> None:
    heads = "Tên thiết bị\tSố lượng\tGV\tNăm đưa vào sử dụng\n"
    listed = read_pasted("devices", f"{heads}Máy chiếu\t{said}\t{said}\t{said}\n")
    with pytest.raises(Refused, match="cannot be imported"):
        room.run(Import(listed))


@pytest.mark.parametrize(
    "name", ["a picture of 2,147,483,647 squared", "a photo of 65,535 by 65,535"]
)
def test_a_picture_that_no_memory_holds_is_refused(school: Room, tmp_path: Path, name: str) -> None:
    path = tmp_path / "picture.png"
    PICTURES[name](path)
    batch = school.run(MakeUpload(out=tmp_path / "batch.xlsx")).value.batch
    for act in (AddPhoto("TB00001", path), MarkUploaded(batch, receipt=path)):
        with pytest.raises(Refused, match="million points"):
            school.run(act)
    assert not (school.folder / "photos").exists()
    assert school.ask(Verify()).ok


@pytest.mark.parametrize("name", ["a photo without size", "a picture cut short"])
def test_a_picture_that_shows_nothing_is_kept(school: Room, tmp_path: Path, name: str) -> None:
    path = tmp_path / "picture.png"
    PICTURES[name](path)
    assert school.run(AddPhoto("TB00001", path)).value.read_bytes() == path.read_bytes()


@pytest.mark.parametrize(
    "name",
    [
        "a manifest that swells",
        "a manifest of empty parts",
        "a manifest 1,000,000 deep",
        "a manifest of huge figures",
        "a manifest of nothing",
        "a path that climbs",
    ],
)
def test_a_hostile_backup_is_refused_when_looked_at(
    school: Room, tmp_path: Path, name: str
) -> None:
    path = tmp_path / "backup.stb"
    BACKUPS[name](path)
    said = _brought(BACKUP["look"], school, path, tmp_path)
    assert "no whole backup" in said


def test_what_stands_in_another_file_comes_nowhere(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    WORKBOOKS["an entity from outside"](path)
    assert CANARY in path.with_suffix(".secret").read_text(encoding="utf-8")
    with pytest.raises(Refused, match=_UNREADABLE):
        read_list("devices", path)
