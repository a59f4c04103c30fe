"""Lists as schools make them: each is read whole, or refused with exact words by cell."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from app.domain.batch import ImportRefused, ImportReport
from app.domain.device import Device, State
from app.domain.fault import Cancelled
from app.services.importing import Import, PreviewImport, read_list, undo_import
from app.services.queries import Devices, OneDevice, Verify
from app.services.room import Room
from app.services.shortage import Shortage

Row = Sequence[object]


def _xlsx(path: Path, rows: Sequence[Row], *merged: str) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    for area in merged:
        sheet.merge_cells(area)
    book.save(path)
    return path


def _bring(room: Room, path: Path, kind: str = "devices") -> ImportReport:
    source = read_list(kind, path)
    preview = room.ask(PreviewImport(source))
    report = room.run(Import(source)).value
    assert preview.added == report.added
    assert room.ask(Verify()).ok
    return report


def _faults(room: Room, path: Path) -> list[tuple[int, str, str]]:
    before = room.ask(Verify())
    with pytest.raises(ImportRefused) as refused:
        room.run(Import(read_list("devices", path)))
    assert room.ask(Verify()) == before
    return [(one.row, one.column, str(one.message)) for one in refused.value.report.errors]


def _devices(room: Room) -> dict[str, Device]:
    return {view.device.name: view.device for view in room.ask(Devices())}


def test_two_header_rows_with_merged_groups(room: Room, tmp_path: Path) -> None:
    rows = (
        ("TRƯỜNG TIỂU HỌC HOA PHƯỢNG",),
        ("STT", "Tên thiết bị", "ĐVT", "Số lượng", "", "Đối tượng sử dụng", "", "Ghi chú"),
        ("", "", "", "Tổng số", "Hỏng", "GV", "HS", ""),
        ("(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)"),
        (1, "Bảng con", "Cái", 35, 2, "", "x", ""),
        (2, "Thước thẳng", "Cái", 5, "", "x", "x", "mới"),
        ("", "Cộng", "", 40, 2, "", "", ""),
    )
    merged = ("A1:H1", "A2:A3", "B2:B3", "C2:C3", "D2:E2", "F2:G2", "H2:H3")
    report = _bring(room, _xlsx(tmp_path / "hai-dong.xlsx", rows, *merged))
    assert (report.read, report.added) == (2, 2)
    found = _devices(room)
    assert (found["Bảng con"].user, found["Thước thẳng"].user) == ("HS", "GV;HS")
    view = room.ask(OneDevice(found["Bảng con"].code)).view
    assert view.balances == {State.IN_STORE: 33, State.DAMAGED: 2}


def test_merged_cells_in_the_rows_keep_what_they_say_once(room: Room, tmp_path: Path) -> None:
    rows = (
        ("Môn", "Tên thiết bị", "SL"), ("Toán", "Thước", 2), ("", "Ê ke", 3),
        ("Âm nhạc", "Song loan", 4),
    )  # fmt: skip
    _bring(room, _xlsx(tmp_path / "gop.xlsx", rows, "A2:A3"))
    subjects = {name: device.subject for name, device in _devices(room).items()}
    assert subjects == {"Thước": "Toán", "Ê ke": "", "Song loan": "Âm nhạc"}


def test_a_room_and_a_device_in_one_cell_stay_as_they_stand(room: Room, tmp_path: Path) -> None:
    rows = (("Tên TB", "Số lượng"), ("Phòng Tin học - Máy tính để bàn", 20))
    _bring(room, _xlsx(tmp_path / "phong.xlsx", rows))
    (device,) = _devices(room).values()
    assert (device.name, device.place_id) == ("Phòng Tin học - Máy tính để bàn", None)


def test_totals_banners_and_repeated_headings_are_no_devices(room: Room, tmp_path: Path) -> None:
    head = ("STT", "Tên đồ dùng", "Đơn vị tính", "Tổng số")
    rows = (
        ("UBND XÃ NHÀ BÈ",), ("SỔ THIẾT BỊ NĂM HỌC 2026-2027",), (), head,
        ("A", "B", "C", "1"), (1, "Loa", "Cái", 1), ("Cộng trang 1", "", "", 1), head,
        (2, "Cổng gôn", "Bộ", 2), ("", "Tổng cộng: 2 loại", "", 3),
    )  # fmt: skip
    report = _bring(room, _xlsx(tmp_path / "trang.xlsx", rows))
    assert (report.read, sorted(_devices(room))) == (2, ["Cổng gôn", "Loa"])


def test_dates_as_text_in_three_styles_and_as_dates(room: Room, tmp_path: Path) -> None:
    rows = (
        ("Tên thiết bị", "Số chứng từ", "Ngày chứng từ", "Hạn sử dụng"),
        ("Loa", "PN01", "05/09/2026", date(2027, 1, 31)),
        ("Đàn", "PN02", "5-9-2026", ""),
        ("Trống", "PN03", "2026-09-05", "31.12.2026"),
    )
    path = _xlsx(tmp_path / "ngay.xlsx", rows)
    _bring(room, path)
    found = _devices(room)
    assert {device.document_date for device in found.values()} == {"2026-09-05"}
    assert (found["Loa"].use_by, found["Trống"].use_by) == ("2027-01-31", "2026-12-31")
    wrong = (rows[0], ("Kèn", "PN04", "tháng 9/2026", ""), ("Sáo", "PN05", "31/02/2026", ""))
    assert [fault[:2] for fault in _faults(room, _xlsx(tmp_path / "sai.xlsx", wrong))] == [
        (2, "Ngày chứng từ"), (3, "Ngày chứng từ"),
    ]  # fmt: skip


def test_numbers_stored_as_text_with_units_and_money(room: Room, tmp_path: Path) -> None:
    rows = (
        ("Mã định danh", "Tên thiết bị", "ĐVT", "SL", "Đơn giá", "Năm SX"),
        ("0079", "Bộ que tính", "Bộ", "35 bộ", "1.200.000 đ", "2024"),
        ("0080", "Bảng phụ", "Cái", "1 200", "85,000", ""),
    )
    _bring(room, _xlsx(tmp_path / "chu.xlsx", rows))
    found = _devices(room)
    sticks, board = found["Bộ que tính"], found["Bảng phụ"]
    assert (sticks.official_code, sticks.unit_price, sticks.year_made) == ("0079", 1_200_000, 2024)
    assert board.unit_price == 85_000
    assert room.ask(OneDevice(board.code)).view.balances == {State.IN_STORE: 1200}
    wrong = (rows[0], ("", "Loa", "Cái", "3 thùng", "", ""), ("", "Đàn", "Cái", "1,5", "", ""))
    assert _faults(room, _xlsx(tmp_path / "sai.xlsx", wrong)) == [
        (2, "SL", "“3 thùng” is not a whole number from 1 to 1000000. Write digits only."),
        (3, "SL", "“1,5” is not a whole number from 1 to 1000000. Write digits only."),
    ]


_VNI = (
    "Teân thieát bò,ÑVT,SL\n"
    "Maùy chieáu,Caùi,1\n"
    "Boä thöïc haønh Toaùn,Boä,35\n"
    "Ñaøn phím ñieän töû,Caùi,2\n"
)
_NAMES = ["Bộ thực hành Toán", "Đàn phím điện tử", "Máy chiếu"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1258"])
def test_a_csv_in_each_encoding(room: Room, tmp_path: Path, encoding: str) -> None:
    text = "Tên thiết bị,ĐVT,SL\nMáy chiếu,Cái,1\nBộ thực hành Toán,Bộ,35\nĐàn phím điện tử,Cái,2\n"
    path = tmp_path / "list.csv"
    if encoding == "cp1258":  # a letter with its tone after it, as Windows writes it
        tones = ("\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
        spelled = "".join(
            letter if letter.isascii() or letter in "đĐ" else _apart(letter, tones)
            for letter in text
        )
        path.write_bytes(spelled.encode("cp1258"))
    else:
        path.write_text(text, encoding=encoding)
    assert _bring(room, path).added == 3
    assert list(_devices(room)) == _NAMES


def _apart(letter: str, tones: tuple[str, ...]) -> str:
    parts = unicodedata.normalize("NFD", letter)
    tone = next((part for part in parts if part in tones), "")
    return unicodedata.normalize("NFC", parts.replace(tone, "") if tone else parts) + tone


def test_a_csv_in_vni(room: Room, tmp_path: Path) -> None:
    path = tmp_path / "vni.csv"
    path.write_bytes(_VNI.encode("cp1252"))
    assert _bring(room, path).added == 3
    assert list(_devices(room)) == _NAMES


def test_the_lists_confidence_and_number_are_kept(room: Room, tmp_path: Path) -> None:
    path = tmp_path / "dm.csv"
    path.write_text(
        "code_if_any,Tên thiết bị,Môn học,Số lượng,Tính trên,confidence\n"
        "B.I.1.1.a,Thẻ chữ số,Toán,01,HS,FOUND (1 source)\n",
        encoding="utf-8",
    )
    _bring(room, path, "catalogue")
    (row,) = room.ask(Shortage()).rows
    assert (row.number, row.rule, "pupils" in str(row.why)) == ("B.I.1.1.a", "01/HS", True)


def test_a_formulas_stored_value_is_read(room: Room, tmp_path: Path) -> None:
    rows = (("Tên thiết bị", "SL"), ("Loa", "=1+1"))
    # openpyxl stores no value: as in a file no program has calculated yet.
    assert [fault[:2] for fault in _faults(room, _xlsx(tmp_path / "ct.xlsx", rows))] == [(2, "SL")]


def test_ten_thousand_rows_are_called_off_imported_and_undone_whole(
    room: Room, tmp_path: Path
) -> None:
    rows = [("Tên thiết bị", "ĐVT", "SL", "Nơi để")]
    rows += [(f"Thiết bị {number}", "Cái", "3", f"Tủ {number % 40}") for number in range(10_000)]
    source = read_list("devices", _xlsx(tmp_path / "muoi-nghin.xlsx", rows))
    before, told = room.ask(Verify()), []

    def call_off(done: int, whole: int) -> None:
        told.append((done, whole))
        if done >= 5_000:
            raise Cancelled

    with pytest.raises(Cancelled):
        room.run(Import(source, watch=call_off))
    assert (told[0], told[-1]) == ((0, 10_000), (5_000, 10_000))
    assert room.ask(Verify()) == before
    report = room.run(Import(source)).value
    assert report.added == 10_000
    room.run(undo_import(report.batch or 0, "Nhầm tệp"))
    assert room.ask(Devices()) == []
    assert room.ask(Verify()).ok
