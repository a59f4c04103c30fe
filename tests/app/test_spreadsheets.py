"""Files from outside are hostile until read; what we write is read back as it was meant."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from app.domain.fault import Refused
from app.services.importing import read_list
from app.services.wording import load_words
from app.spreadsheets.reading import read_sheets
from app.spreadsheets.writing import make_table

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 2000


def _good(path: Path) -> bytes:
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(("Tên thiết bị", "Mã"))
    page.append(("Máy chiếu", "007"))
    book.save(path)
    return path.read_bytes()


def _nothing(path: Path) -> None:
    path.unlink(missing_ok=True)


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _blank(path: Path) -> None:
    path.write_bytes(b"\n  \n")


def _pdf(path: Path) -> None:
    path.write_bytes(b"%PDF-1.7\n\x00\x01\x02" + b"\xff" * 500)


def _old_excel(path: Path) -> None:
    path.write_bytes(_OLE)


def _plain_zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("thu.txt", "không phải bảng tính")


def _cut_short(path: Path) -> None:
    path.write_bytes(_good(path)[:2000])


def _broken_inside(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook")


def _bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for _part in range(210):
                sheet.write(b"0" * (1 << 20))


def _headless(path: Path) -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(("Cột một", "Cột hai"))
    page.append(("a", "b"))
    book.save(path)


BAD: list[Callable[[Path], None]] = [
    _nothing, _empty, _blank, _pdf, _old_excel, _plain_zip, _cut_short, _broken_inside, _bomb,
    _headless,
]  # fmt: skip


@pytest.mark.parametrize("make", BAD)
def test_a_bad_file_gets_one_sentence_that_names_it(
    tmp_path: Path, make: Callable[[Path], None]
) -> None:
    path = tmp_path / "thiết bị.xlsx"
    make(path)
    with pytest.raises(Refused) as refused:
        read_list("devices", path)
    said = load_words().render(refused.value.sentence)
    assert "thiết bị.xlsx" in said
    assert said.endswith(".")
    assert "Hãy" in said  # it says how to mend it
    assert refused.value.where == "thiết bị.xlsx"


@pytest.mark.parametrize(
    ("encoding", "separator"),
    [("utf-8", ","), ("utf-8-sig", ";"), ("utf-16", "\t"), ("utf-8", "\t")],
)
def test_text_lists_of_every_make_are_read(tmp_path: Path, encoding: str, separator: str) -> None:
    path = tmp_path / "list.csv"
    rows = (("Tên thiết bị", "Mã", "Ghi chú"), ("Đàn, trống", "007", "tốt"))
    text = "\r\n".join(separator.join(f'"{cell}"' for cell in row) for row in rows)
    path.write_text(text, encoding=encoding)
    (sheet,) = read_sheets(path)
    assert sheet.rows == rows


def test_zeros_dates_and_figures_keep_their_shape(tmp_path: Path) -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(("Mã", "Số lượng", "Ngày", "Giá"))
    page.append(("007", 35, datetime(2026, 9, 5), 12.5))  # noqa: DTZ001 - a sheet's days have no zone
    book.save(tmp_path / "list.xlsx")
    (sheet,) = read_sheets(tmp_path / "list.xlsx")
    assert sheet.rows[1] == ("007", "35", "2026-09-05", "12.5")


def test_a_sheet_that_claims_to_be_huge_is_read_for_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    _good(path)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    parts[name] = parts[name].replace(b'<dimension ref="A1:B2"', b'<dimension ref="A1:XFD1048576"')
    with zipfile.ZipFile(path, "w") as archive:
        for part, data in parts.items():
            archive.writestr(part, data)
    assert len(read_list("devices", path).rows) == 1


TABLE: list[list[str | int | None]] = [
    [1, "=1+1", "+84", "@SUM(A1)", "-5", "0012", "http://a.b", None]
]


def _write(path: Path) -> None:
    headings = tuple("ABCDEFGH")
    created = datetime(2026, 11, 24)  # noqa: DTZ001 - local, as the program's clock
    path.write_bytes(make_table(("Tiêu đề",), headings, TABLE, sheet="Thiết bị", created=created))


def test_no_text_of_ours_is_ever_a_formula(tmp_path: Path) -> None:
    _write(tmp_path / "out.xlsx")
    page = load_workbook(tmp_path / "out.xlsx")["Thiết bị"]
    cells = next(page.iter_rows(min_row=4, max_row=4))
    assert [cell.value for cell in cells] == TABLE[0]
    assert [cell.data_type for cell in cells] == ["n", *["s"] * 6, "n"]


def test_the_same_table_makes_the_same_bytes(tmp_path: Path) -> None:
    _write(tmp_path / "one.xlsx")
    _write(tmp_path / "two.xlsx")
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()
    assert not list(tmp_path.glob("*.part"))


def test_nothing_beside_a_list_is_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _good(tmp_path / "list.xlsx")
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "__init__.py").write_text("open('ran', 'w').close()", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert len(read_list("devices", Path("list.xlsx")).rows) == 1
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+CMD|'/c calc'!A0", "-2+3", "@SUM(A1)", "#N/A", "00123", "1e5", "\t=1+1", "TRUE"],
)
def test_a_list_that_is_saved_keeps_text_as_text(tmp_path: Path, text: str) -> None:
    path = tmp_path / "danh-sach.xlsx"
    created = datetime(2026, 1, 1)  # noqa: DTZ001 - a workbook's own
    path.write_bytes(make_table([text], [text], [[text]], sheet="Danh sách", created=created))
    page = load_workbook(path)["Danh sách"]
    cells = [cell for row in page.iter_rows() for cell in row if cell.value is not None]
    assert [(cell.value, cell.data_type) for cell in cells] == [(text, "s")] * 3
