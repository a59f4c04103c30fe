"""A layout goes to another school whole; files and workbooks of outside are hostile until read."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.domain.fault import Refused
from app.domain.layout import Cell, Layout, LayoutColumn
from app.services.layout_files import BringLayout, SaveLayout
from app.services.layout_making import GuessLayout, open_template
from app.services.layouts import AddLayout, LayoutOf, Layouts
from app.services.room import Room
from app.services.undoing import Undo
from app.spreadsheets.filling import fill
from tests.app.templates import titled
from tests.conftest import Clock

Change = Callable[[dict[str, Any]], None]


@pytest.fixture(scope="module")
def handed(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return the file of a layout that another school has saved."""
    folder = tmp_path_factory.mktemp("school")
    room = Room.make(folder / "book", Clock(), "thu")
    path = titled(folder / "so.xlsx")
    layout = room.ask(GuessLayout(open_template(path)))
    room.run(AddLayout(replace(layout, name="Sở"), path))
    data = room.ask(SaveLayout("Sở", folder / "so.stblayout")).read_bytes()
    room.leave()
    return data


@pytest.fixture
def saved(handed: bytes, tmp_path: Path) -> Path:
    """Return where that file lies, for one test to spoil."""
    path = tmp_path / "so.stblayout"
    path.write_bytes(handed)
    return path


def test_another_school_takes_it_as_it_was(room: Room, saved: Path, tmp_path: Path) -> None:
    room.run(BringLayout(saved))
    first = room.ask(LayoutOf())
    assert (first.name, len(first.columns)) == ("Sở", 10)
    again = room.ask(SaveLayout("Sở", tmp_path / "lai.stblayout"))
    assert again.read_bytes() == saved.read_bytes()
    with pytest.raises(Refused, match="already"):
        room.run(BringLayout(saved))
    room.run(BringLayout(saved, "Của trường bạn"))
    assert room.ask(LayoutOf()) == replace(first, name="Của trường bạn")
    room.run(Undo("nhầm"))
    assert [view.layout.name for view in room.ask(Layouts())] == ["Mẫu tạm", "Sở"]


def _again(saved: Path, change: Change, workbook: bytes | None = None) -> None:
    """Write a saved layout anew with something in it changed."""
    with zipfile.ZipFile(saved) as archive:
        said = json.loads(archive.read("layout.json"))
        data = archive.read("template.xlsx")
    change(said)
    with zipfile.ZipFile(saved, "w") as archive:
        archive.writestr("layout.json", json.dumps(said))
        archive.writestr("template.xlsx", data if workbook is None else workbook)


def _no_columns(said: dict[str, Any]) -> None:
    said["columns"] = "không"


def _row_of_text(said: dict[str, Any]) -> None:
    said["first_row"] = "5"


def _far_row(said: dict[str, Any]) -> None:
    said["first_row"] = 10**12


def _other_hash(said: dict[str, Any]) -> None:
    said["sha256"] = "0" * 64


def _no_sheet(said: dict[str, Any]) -> None:
    said["sheet"] = "Không có"


def _strange_field(said: dict[str, Any]) -> None:
    said["columns"][0]["field"] = "__class__"


def _strange_format(said: dict[str, Any]) -> None:
    said["date_format"] = "{0.__class__}"


def _strange_pairs(said: dict[str, Any]) -> None:
    said["columns"][0]["words"] = [["một"]]


def _nothing_left(said: dict[str, Any]) -> None:
    said.clear()


@pytest.mark.parametrize(
    "change",
    [_no_columns, _row_of_text, _far_row, _other_hash, _no_sheet, _strange_field,
     _strange_format, _strange_pairs, _nothing_left],
)  # fmt: skip
def test_a_file_that_was_tampered_with_is_refused(room: Room, saved: Path, change: Change) -> None:
    _again(saved, change)
    with pytest.raises(Refused):
        room.run(BringLayout(saved, "Lạ"))
    assert [view.layout.name for view in room.ask(Layouts())] == ["Mẫu tạm"]


def test_a_file_that_is_no_layout_is_refused(room: Room, saved: Path) -> None:
    for data in (b"", b"PK\x03\x04hu hong", b"\x00" * 100, saved.read_bytes()[:300]):
        saved.write_bytes(data)
        with pytest.raises(Refused, match="no layout that this program has saved"):
            room.run(BringLayout(saved, "Lạ"))
    saved.unlink()
    with pytest.raises(Refused, match="cannot be opened"):
        room.run(BringLayout(saved, "Lạ"))


def test_a_file_that_swells_is_read_no_further_than_it_may(room: Room, saved: Path) -> None:
    with zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("layout.json", b" " * (5 << 20))
        archive.writestr("template.xlsx", b"")
    with pytest.raises(Refused, match="no layout that this program has saved"):
        room.run(BringLayout(saved, "Lạ"))


def _with_part(path: Path, name: str, change: Callable[[bytes], bytes]) -> Path:
    """Write a workbook anew with one part changed."""
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as source:
        parts = {one: source.read(one) for one in source.namelist()}
    parts[name] = change(parts.get(name, b""))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for one, data in parts.items():
            target.writestr(one, data)
    return path


_SHEET = "xl/worksheets/sheet1.xml"
_LAUGHS = (
    b'<!DOCTYPE x [<!ENTITY a "ha">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + at, b"&%c;" % (97 + at) * 10) for at in range(9)
    ) + b"]>"
)  # fmt: skip
_LAYOUT = Layout("x", "Danh sách", 4, 5, (LayoutColumn(2, "Tên", "name"),))
_ROWS: list[list[Cell]] = [["Máy"]]


def _laughing(data: bytes) -> bytes:
    at = data.index(b"<worksheet")
    return data[:at] + _LAUGHS + data[at:].replace(b"</worksheet>", b"&j;</worksheet>")


def _wide(data: bytes) -> bytes:
    text = data.decode().replace('encoding="utf-8"', 'encoding="utf-16"')
    return text.encode("utf-16")


def _broken(data: bytes) -> bytes:
    return data[: len(data) // 2]


@pytest.mark.parametrize("change", [_laughing, _wide, _broken])
def test_a_hostile_workbook_is_neither_brought_nor_filled(
    tmp_path: Path, change: Callable[[bytes], bytes]
) -> None:
    path = _with_part(titled(tmp_path / "so.xlsx"), _SHEET, change)
    with pytest.raises(Refused):
        open_template(path)
    with pytest.raises(Refused, match="cannot be filled in"):
        fill(path, _LAYOUT, _ROWS)


def test_what_is_no_workbook_of_data_alone_is_not_brought(tmp_path: Path) -> None:
    path = titled(tmp_path / "so.xlsx")
    _with_part(path, "xl/vbaProject.bin", bytes)
    with pytest.raises(Refused, match="holds macros"):
        open_template(path)
    text = tmp_path / "so.csv"
    text.write_text("Tên thiết bị,Mã\nMáy,1\n", encoding="utf-8")
    with pytest.raises(Refused, match="no workbook"):
        open_template(text)
