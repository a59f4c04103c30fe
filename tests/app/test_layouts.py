"""The city's own workbook, brought blank, is filled as it stands: nothing else in it changes."""

from __future__ import annotations

import hashlib
import re
import time
import zipfile
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

import resources
from app.domain.device import Device, Kind
from app.domain.fault import Refused, Unavailable
from app.domain.layout import TEMPORARY, Cell, Layout, LayoutColumn
from app.domain.layout_rows import rows_for
from app.domain.template import Chosen, Template
from app.services.devices import CorrectDevice, RegisterDevice
from app.services.layout_making import (
    CompareTemplate,
    GuessLayout,
    open_template,
    with_choices,
)
from app.services.layouts import (
    BUILT_IN,
    AddLayout,
    ChangeLayout,
    LayoutOf,
    LayoutPreview,
    LayoutProblems,
    Layouts,
    RetireLayout,
    UseLayout,
    devices_in_use,
    fill_layout,
)
from app.services.queries import Verify
from app.services.room import Room
from app.services.undoing import Undo
from app.spreadsheets.filling import fill
from app.store.desk import Desk
from tests.app.templates import grouped, named, titled

UGLY = (
    "=1+1", "+CMD|'/c calc'!A0", "-2+3", "@SUM(A1)", "\tđầu dòng", "\rxuống dòng", "#N/A",
    '=HYPERLINK("x")', "00123", "<b>&\"'", "dòng\nhai", " hai đầu ", "1e5", "TRUE", "12/05/2026",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Form:
    """A blank workbook, and what was seen of it."""

    path: Path
    template: Template


Forms = dict[str, Form]


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> Forms:
    """Return the three forms, each made and looked at once; no test changes them."""
    folder = tmp_path_factory.mktemp("forms")
    found = {}
    for name, make in (("titled", titled), ("named", named), ("grouped", grouped)):
        path = make(folder / f"{name}.xlsx")
        found[name] = Form(path, open_template(path))
    return found


@dataclass(frozen=True, slots=True)
class _Written:
    """The devices in use, written in a layout."""

    layout: Layout

    def answer(self, desk: Desk) -> bytes:
        return fill_layout(desk, self.layout, rows_for(self.layout, devices_in_use(desk)))


def _layout(room: Room, form: Form, chosen: Chosen | None = None) -> Layout:
    return room.ask(GuessLayout(form.template, chosen or Chosen()))


def _fields(layout: Layout) -> dict[str, str]:
    return {column.heading: column.field for column in layout.columns}


def _column(layout: Layout, heading: str) -> LayoutColumn:
    return next(column for column in layout.columns if column.heading == heading)


def _filled(template: Path, layout: Layout, rows: list[list[Cell]], path: Path) -> Path:
    path.write_bytes(fill(template, layout, rows))
    return path


def _parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _around(sheet: bytes) -> tuple[bytes, bytes]:
    """Return what stands before and after the rows of a sheet, but for how far they reach."""
    head, rows, tail = re.split(rb"(<sheetData>.*</sheetData>)", sheet, flags=re.DOTALL)
    assert rows
    return re.sub(rb'<dimension ref="[^"]*" ?/>', b"", head), tail


@pytest.mark.parametrize(
    ("made", "found"),
    [("titled", ("Danh sách", 4, 5)), ("named", ("Import", 1, 3)), ("grouped", ("Biểu 01", 4, 6))],
)
def test_sheet_headings_and_first_row_are_found(
    school: Room, forms: Forms, made: str, found: tuple[str, int, int]
) -> None:
    layout = _layout(school, forms[made])
    assert (layout.sheet, layout.header_row, layout.first_row) == found


def test_headings_are_paired_and_required_ones_marked(school: Room, forms: Forms) -> None:
    layout = _layout(school, forms["titled"])
    assert _fields(layout) == {
        "STT": "number", "Mã thiết bị*": "any_code", "Tên thiết bị *": "name",
        "Môn học*": "subject", "Đơn vị tính*": "unit", "Số lượng *": "quantity",
        "Ngày chứng từ": "document_date", "Tình trạng*": "standing", "Mã trường*": "",
        "Ghi chú": "note",
    }  # fmt: skip
    assert [column.heading for column in layout.columns if not column.required] == [
        "STT", "Ngày chứng từ", "Ghi chú",
    ]  # fmt: skip
    assert layout.date_format == "date"
    assert _column(layout, "Tên thiết bị *").longest == 30
    subject = _column(layout, "Môn học*")
    assert subject.offered == (("01", "Toán"), ("02", "Tiếng Việt"), ("03", "Dùng chung"))
    assert dict(subject.words) == {"Toán": "01", "Dùng chung": "03"}
    assert [word for word, _name in _column(layout, "Tình trạng*").offered] == [
        "Tốt", "Hỏng nhẹ", "Còn dùng được",
    ]  # fmt: skip


def test_a_form_of_groups_that_begins_in_another_column(school: Room, forms: Forms) -> None:
    layout = _layout(school, forms["grouped"])
    assert [(column.at, column.field) for column in layout.columns] == [
        (1, "number"), (2, "name"), (3, "subject"), (4, "quantity"), (5, "damaged"), (6, "lost"),
        (7, "note"),
    ]  # fmt: skip
    assert _column(layout, "Tên thiết bị (bắt buộc)").required


def test_what_is_not_known_is_left_and_offered_from_a_sheet_of_codes(
    school: Room, forms: Forms
) -> None:
    layout = _layout(school, forms["named"])
    assert _fields(layout)["Trường lạ"] == ""
    assert layout.date_format == "dd/mm/yyyy"
    assert [word for word, _n in _column(layout, "ĐVT (*)").offered] == ["Cái", "Bộ", "Chiếc"]


@pytest.mark.parametrize("made", ["titled", "named", "grouped"])
def test_every_other_part_stays_as_it_is(
    school: Room, forms: Forms, tmp_path: Path, made: str
) -> None:
    form = forms[made]
    template = form.path
    layout = replace(_layout(school, form), date_format="dd/mm/yyyy")
    rows: list[list[Cell]] = [["x"] * len(layout.filled) for _row in range(40)]
    before = _parts(template)
    after = _parts(_filled(template, layout, rows, tmp_path / "xong.xlsx"))
    assert list(before) == list(after)
    assert [name for name in before if before[name] != after[name]] == ["xl/worksheets/sheet1.xml"]
    if made != "grouped":
        sheet = "xl/worksheets/sheet1.xml"
        assert _around(before[sheet]) == _around(after[sheet])


def test_values_come_out_as_they_were_meant(school: Room, forms: Forms, tmp_path: Path) -> None:
    form = forms["titled"]
    template = form.path
    layout = _layout(school, form)
    day = date(2026, 3, 4)
    rows: list[list[Cell]] = [
        [number, "007", text, "01", "Cái", 12, day, "Tốt", None]
        for number, text in enumerate(UGLY, start=1)
    ]
    path = _filled(template, layout, rows, tmp_path / "xong.xlsx")
    page = load_workbook(path)["Danh sách"]
    midnight = datetime.combine(day, datetime.min.time())
    read = [[cell.value for cell in row] for row in page.iter_rows(min_row=5)]
    assert read == [
        [number, "007", text, "01", "Cái", 12, midnight, "Tốt", None, None]
        for number, text in enumerate(UGLY, start=1)
    ]
    assert {cell.data_type for row in page.iter_rows(min_row=5, min_col=3, max_col=3)
            for cell in row} == {"s"}  # fmt: skip
    assert {page.cell(row, 7).number_format for row in range(5, 20)} == {"dd/mm/yyyy"}
    assert {page.cell(row, 2).number_format for row in range(5, 20)} == {"@"}
    assert not page["C12"].protection.locked
    assert page.protection.sheet
    assert str(page.merged_cells) == "A2:J2"
    told = CalamineWorkbook.from_path(str(path)).get_sheet_by_name("Danh sách").to_python()
    assert [row[2] for row in told[-len(UGLY) :]] == list(UGLY)
    assert [row[6] for row in told[-len(UGLY) :]] == [day] * len(UGLY)


def test_days_are_days_in_cells_that_show_none(school: Room, forms: Forms, tmp_path: Path) -> None:
    form = forms["named"]
    template = form.path
    layout = replace(_layout(school, form), date_format="date")
    row: list[Cell] = ["Máy", "", "Cái", 1, 2024, date(2026, 12, 31)]
    path = _filled(template, layout, [row], tmp_path / "xong.xlsx")
    page = load_workbook(path)["Import"]
    assert str(page["F3"].value) == "2026-12-31 00:00:00"
    assert page["F3"].is_date
    assert page["F3"].border.left.style == "thin"
    assert not page["E3"].is_date
    text = replace(layout, date_format="dd-mm-yyyy")
    told = fill(template, text, [[*row[:5], "31-12-2026"]])
    path.write_bytes(told)
    assert load_workbook(path)["Import"]["F3"].value == "31-12-2026"


def test_what_stands_below_the_rows_moves_down_with_its_merged_cells(
    school: Room, forms: Forms, tmp_path: Path
) -> None:
    form = forms["grouped"]
    template = form.path
    layout = _layout(school, form)
    rows: list[list[Cell]] = [[n, f"Máy {n}", "Toán", 1, 0, 0, ""] for n in range(1, 21)]
    page = load_workbook(_filled(template, layout, rows, tmp_path / "dai.xlsx"))["Biểu 01"]
    assert page["C25"].value == "Máy 20"
    assert (page["B27"].value, page["F27"].value) == ("Người lập biểu", "Hiệu trưởng")
    assert {"B27:D27", "F27:H27"} <= {str(area) for area in page.merged_cells.ranges}
    short = load_workbook(_filled(template, layout, rows[:2], tmp_path / "ngan.xlsx"))["Biểu 01"]
    assert short["B10"].value == "Người lập biểu"
    assert short["B8"].value is None
    assert short["B8"].border.left.style == "thin"


def test_formulas_below_that_would_have_to_move_are_refused(
    school: Room, forms: Forms, tmp_path: Path
) -> None:
    form = forms["grouped"]
    book = load_workbook(form.path)
    book["Biểu 01"]["E12"] = "=SUM(E6:E8)"
    template = tmp_path / "co-cong-thuc.xlsx"
    book.save(template)
    layout = _layout(school, form)
    rows: list[list[Cell]] = [[n, "Máy", "", 1, 0, 0, ""] for n in range(1, 21)]
    with pytest.raises(Refused, match=r"Row 12 .* formulas"):
        fill(template, layout, rows)
    assert fill(template, layout, rows[:3])


def test_devices_are_previewed_as_they_will_be_written(school: Room, forms: Forms) -> None:
    form = forms["titled"]
    path = form.path
    layout = with_choices(_layout(school, form), {}, {"Mã trường*": "79786401"})
    school.run(AddLayout(replace(layout, name="Sở 2026"), path))
    used = school.ask(LayoutOf())
    assert used.name == "Sở 2026"
    first = school.ask(LayoutPreview(used, 2))
    assert [row.cells for row in first] == [
        (1, "TB00004", "Bảng con", "", "Cái", 20, "", "Còn dùng được", "79786401", ""),
        (2, "TB00003", "Bộ thực hành Toán", "01", "Bộ", 35, "", "Còn dùng được", "79786401", ""),
    ]
    assert (school.folder / used.file).read_bytes() == path.read_bytes()
    assert school.ask(Verify()).ok


def _blocking(room: Room, layout: Layout) -> list[tuple[str, str, str]]:
    return [(one.code, one.heading, str(one.message))
            for one in room.ask(LayoutProblems(layout)) if one.blocks]  # fmt: skip


def test_what_the_city_would_refuse_is_said_device_by_device(school: Room, forms: Forms) -> None:
    layout = _layout(school, forms["titled"])
    layout = with_choices(layout, {}, {"Mã trường*": "79786401"})
    school.run(CorrectDevice("TB00001", {"name": "Máy chiếu " * 5, "official_code": "HCM1"}))
    school.run(CorrectDevice("TB00002", {"subject": "Nấu ăn"}))
    school.run(CorrectDevice("TB00003", {"official_code": "HCM1"}))
    found = _blocking(school, layout)
    assert {(code, heading) for code, heading, _message in found} == {
        ("TB00004", "Môn học*"), ("TB00002", "Môn học*"), ("TB00001", "Tên thiết bị *"),
        ("TB00001", "Mã thiết bị*"), ("TB00003", "Mã thiết bị*"),
    }  # fmt: skip
    said = {code + heading: message for code, heading, message in found}
    assert "“Nấu ăn” is not in the code list" in said["TB00002Môn học*"]
    assert "required and blank" in said["TB00004Môn học*"]
    assert "takes 30 letters and has 49" in said["TB00001Tên thiết bị *"]
    assert "stands in 2 rows" in said["TB00003Mã thiết bị*"]
    wants = [one for one in school.ask(LayoutProblems(layout)) if not one.blocks]
    assert {one.code for one in wants} == {"TB00002", "TB00004"}


def test_a_word_is_said_as_the_city_says_it_and_remembered(school: Room, forms: Forms) -> None:
    form = forms["titled"]
    path = form.path
    school.run(RegisterDevice(Device("", "Bếp", Kind.LOT, subject="Nấu ăn"), 2))
    layout = replace(_layout(school, form), name="Sở")
    columns = [
        replace(one, words=(*one.words, ("Nấu ăn", "02"))) if one.field == "subject" else one
        for one in layout.columns
    ]
    school.run(AddLayout(replace(layout, columns=tuple(columns)), path))
    again = _layout(school, form)
    assert dict(_column(again, "Môn học*").words)["Nấu ăn"] == "02"
    row = next(one for one in school.ask(LayoutPreview(again, 9)) if one.name == "Bếp")
    assert row.cells[3] == "02"


def test_a_pairing_by_hand_is_remembered_for_the_next_workbook(school: Room, forms: Forms) -> None:
    form = forms["named"]
    path = form.path
    layout = with_choices(_layout(school, form), {"maker": "Trường lạ"}, {})
    school.run(AddLayout(replace(layout, name="Một"), path))
    assert _fields(_layout(school, form))["Trường lạ"] == "maker"
    with pytest.raises(Refused, match="no heading “Không có”"):
        with_choices(layout, {"maker": "Không có"}, {})
    with pytest.raises(Refused, match="no field of a layout"):
        with_choices(layout, {"gì đó": "Trường lạ"}, {})


def test_a_changed_workbook_is_told_by_its_headings(
    school: Room, forms: Forms, tmp_path: Path
) -> None:
    form = forms["titled"]
    path = form.path
    school.run(AddLayout(replace(_layout(school, form), name="Sở"), path))
    first = school.ask(LayoutOf("Sở"))
    assert school.ask(CompareTemplate("Sở", form.template)).is_same
    book = load_workbook(path)
    page = book["Danh sách"]
    page["I4"], page["J4"] = "Ghi chú", "Nguồn cấp*"
    changed = tmp_path / "so-moi.xlsx"
    book.save(changed)
    template = open_template(changed)
    found = school.ask(CompareTemplate("Sở", template))
    assert not found.is_same
    differences = found.differences
    assert (differences.new, differences.gone, differences.moved) == (
        ("Nguồn cấp*",), ("Mã trường*",), ("Ghi chú",),
    )  # fmt: skip
    layout = school.ask(GuessLayout(template, like="Sở"))
    school.run(ChangeLayout("Sở", layout, changed))
    now = school.ask(LayoutOf("Sở"))
    assert now.sha256 != first.sha256
    assert _column(now, "Ghi chú").at == 8
    assert (school.folder / first.file).is_file()
    school.run(Undo("nhầm"))
    assert school.ask(LayoutOf("Sở")) == first


def test_layouts_are_used_retired_and_brought_back_by_undo(school: Room, forms: Forms) -> None:
    form = forms["titled"]
    path = form.path
    layout = replace(_layout(school, form), name="Sở")
    school.run(AddLayout(layout, path))
    with pytest.raises(Refused, match="already"):
        school.run(AddLayout(layout, path))
    with pytest.raises(Refused, match="already"):
        school.run(AddLayout(replace(layout, name="mẫu tạm"), path))
    school.run(UseLayout(TEMPORARY))
    assert school.ask(LayoutOf()) == BUILT_IN
    school.run(UseLayout("sở"))
    school.run(RetireLayout("Sở"))
    assert [view.layout.name for view in school.ask(Layouts()) if view.in_use] == [TEMPORARY]
    with pytest.raises(Refused, match="no layout “Sở”"):
        school.ask(LayoutOf("Sở"))
    school.run(Undo("nhầm"))
    assert school.ask(LayoutOf()).name == "Sở"
    for _act in range(3):
        school.run(Undo("nhầm"))
    assert school.ask(LayoutOf()) == BUILT_IN
    with pytest.raises(Refused, match="stays as it is"):
        school.run(RetireLayout(TEMPORARY))


def test_a_template_that_was_changed_beside_the_book_is_not_used(
    school: Room, forms: Forms
) -> None:
    form = forms["titled"]
    path = form.path
    school.run(AddLayout(replace(_layout(school, form), name="Sở"), path))
    layout = school.ask(LayoutOf())
    assert school.ask(_Written(layout))
    kept = school.folder / layout.file
    kept.write_bytes(kept.read_bytes() + b" ")
    with pytest.raises(Unavailable, match="gone or was changed"):
        school.ask(_Written(layout))
    kept.unlink()
    with pytest.raises(Unavailable, match="gone or was changed"):
        school.ask(_Written(layout))


def test_the_built_in_layout_is_a_layout_like_any_other(school: Room, tmp_path: Path) -> None:
    data = resources.path("layouts", "mau-tam.xlsx").read_bytes()
    assert hashlib.sha256(data).hexdigest() == BUILT_IN.sha256
    shipped = open_template(resources.path("layouts", "mau-tam.xlsx"))
    guessed = school.ask(GuessLayout(shipped))
    assert [one.field for one in guessed.columns] == [one.field for one in BUILT_IN.columns]
    assert (guessed.header_row, guessed.first_row) == (BUILT_IN.header_row, BUILT_IN.first_row)
    path = tmp_path / "tam.xlsx"
    path.write_bytes(school.ask(_Written(BUILT_IN)))
    page = load_workbook(path)[BUILT_IN.sheet]
    said = [[cell.value for cell in row[:8]] for row in page.iter_rows(min_row=4)]
    assert said[0] == [column.heading for column in BUILT_IN.columns[:8]]
    assert said[1] == [1, "TB00004", "Bảng con", None, None, "Cái", 20, 2]
    assert len(said) == 5


def test_many_rows_take_little_longer_than_writing_them_plainly(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        [number, f"TB{number:05d}", "Thiết bị dạy học số", "Toán", "1;2;3", "Cái", 12, 0, 2024,
         "Việt Nam", "Ngân sách", 150_000, "Kho", "Còn dùng được (tốt)", ""]
        for number in range(1, 4_001)
    ]  # fmt: skip
    began = time.perf_counter()
    with xlsxwriter.Workbook(str(tmp_path / "tay.xlsx")) as book:
        page = book.add_worksheet()
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                page.write(at, column, cell)
    plain = time.perf_counter() - began
    began = time.perf_counter()
    data = fill(resources.path("layouts", "mau-tam.xlsx"), BUILT_IN, rows)
    ours = time.perf_counter() - began
    (tmp_path / "ta.xlsx").write_bytes(data)
    told = CalamineWorkbook.from_path(str(tmp_path / "ta.xlsx")).get_sheet_by_index(0).to_python()
    assert told[-1][1] == "TB04000"
    assert ours < 2.5 * plain
