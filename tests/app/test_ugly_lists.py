"""Lists as schools really make them: each comes in as it stands, or is refused with exact words."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from app.domain.batch import ImportRefused, ImportReport
from app.domain.catalogue import CatalogueItem
from app.domain.fault import Refused
from app.domain.sighting import paired
from app.domain.unmatched import LEFT_OUT, with_choices
from app.domain.view import DeviceView
from app.services.import_asking import Pairing, RememberedPairing, UnmatchedWords
from app.services.import_papers import WriteFaults, WriteTemplate
from app.services.importing import (
    Import,
    OnDuplicate,
    PreviewImport,
    open_list,
    read_list,
    read_pasted,
    sight_sheet,
    undo_import,
)
from app.services.queries import Devices, LastAct, OneDevice, Verify
from app.services.room import Room
from app.services.wording import load_words
from app.spreadsheets.encoding import decode, read_vni
from app.store.desk import Desk
from tests.app.test_imports import bring, write_csv, xlsx

VI = load_words()


def only(room: Room, query: str = "") -> DeviceView:
    """Return the one device a search finds."""
    (view,) = room.ask(Devices(query))
    return view


def counts(view: DeviceView) -> dict[str, int]:
    """Return a device's balances by state."""
    return {state.value: count for state, count in view.balances.items()}


def said(report: ImportReport) -> list[tuple[int, str, str]]:
    """Return each fault's row, column and words in Vietnamese."""
    return [(one.row, one.column, VI.render(one.message)) for one in report.errors]


# 1. Two header rows, a group over its parts, and a row that numbers the columns.
def test_two_header_rows_with_merged_groups_are_joined(room: Room, tmp_path: Path) -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    for row in (
        ("PHÒNG GD&ĐT", "", "", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "", ""),
        ("SỔ THIẾT BỊ", "", "", "", "", ""),
        ("TT", "Tên thiết bị", "ĐVT", "Số lượng", "", "Đối tượng sử dụng", ""),
        ("", "", "", "Tổng số", "Hỏng", "GV", "HS"),
        ("(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"),
        (1, "Trống cơm", "Cái", 7, 1, "x", ""),
        ("TT", "Tên thiết bị", "ĐVT", "Số lượng", "", "Đối tượng sử dụng", ""),
        ("", "", "", "Tổng số", "Hỏng", "GV", "HS"),
        (2, "Đàn tranh", "Cái", 2, "", "", "X"),
    ):
        page.append(row)
    for cells in ("A1:C1", "D1:F1", "D3:E3", "F3:G3", "A3:A4", "B3:B4", "C3:C4"):
        page.merge_cells(cells)
    book.save(tmp_path / "hai-dong.xlsx")
    report = bring(room, "devices", tmp_path / "hai-dong.xlsx")
    assert (report.read, report.added, report.errors) == (2, 2, ())
    assert counts(only(room, "trong com")) == {"in_store": 6, "damaged": 1}
    assert only(room, "trong com").device.user == "GV"
    assert only(room, "dan tranh").device.user == "HS"


# 2. A merged place that stands once for several rows: only its first row has it.
def test_a_merged_cell_speaks_for_its_first_row_only(room: Room, tmp_path: Path) -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(("Tên thiết bị", "Nơi để"))
    page.append(("Loa", "Kho 1"))
    page.append(("Đài", ""))
    page.merge_cells("B2:B3")
    book.save(tmp_path / "gop.xlsx")
    assert bring(room, "devices", tmp_path / "gop.xlsx").added == 2
    assert [(v.device.name, v.place) for v in room.ask(Devices())] == [
        ("Đài", ""),
        ("Loa", "Kho 1"),
    ]


# 3. Marks.
def test_marks_are_x_or_nothing_and_any_other_word_is_refused(room: Room, tmp_path: Path) -> None:
    rows = [("Tên thiết bị", "GV", "HS", "Tự làm"), ("Bảng gài", "x", "0", "X"),
            ("Bàn tính", "✓", "", "không")]  # fmt: skip
    assert bring(room, "devices", xlsx(tmp_path / "x.xlsx", rows)).errors == ()
    assert (only(room, "bang").device.user, only(room, "bang").device.self_made) == ("GV", "yes")
    assert (only(room, "tinh").device.user, only(room, "tinh").device.self_made) == ("GV", "")
    wrong = xlsx(tmp_path / "la.xlsx", [rows[0], ("Bảng từ", "", "", "chưa rõ")])
    assert said(bring(room, "devices", wrong)) == [
        (2, "Tự làm", "“chưa rõ” không phải là dấu đánh. Hãy ghi x hoặc để trống ô.")
    ]


# 4. Room and device in one cell: taken as it stands, and a known place is offered.
def test_a_room_before_a_dash_is_offered_and_never_guessed(school: Room, tmp_path: Path) -> None:
    path = xlsx(tmp_path / "kho.xlsx", [("Tên thiết bị",), ("Kho - Máy cát-sét",), ("A - B",)])
    source = read_list("devices", path)
    (asked,) = school.ask(UnmatchedWords(source))
    assert (asked.field, asked.value, asked.suggestions) == (
        "name", "Kho - Máy cát-sét", ("Máy cát-sét",),
    )  # fmt: skip
    assert [row["name"] for row in source.rows] == ["Kho - Máy cát-sét", "A - B"]
    settled = with_choices(source, {("name", "kho - máy cát-sét"): "Máy cát-sét"})
    school.run(Import(settled))
    view = only(school, "cat-set")
    assert (view.device.name, view.place) == ("Máy cát-sét", "Kho")


# 5. A total row, and others that are no devices.
def test_a_total_row_is_no_device(room: Room, tmp_path: Path) -> None:
    rows = [("STT", "Tên thiết bị", "Số lượng"), (1, "Loa", 2), ("", "Cộng", 2),
            ("", "Cộng trang 1", 2), ("", "Mang sang", 2)]  # fmt: skip
    report = bring(room, "devices", xlsx(tmp_path / "cong.xlsx", rows))
    assert (report.read, report.added) == (1, 1)


# 6. Days as text in three styles, and one that is no day.
def test_days_as_text_are_read_in_three_styles_and_a_month_is_refused(
    room: Room, tmp_path: Path
) -> None:
    head = ("Tên thiết bị", "Ngày chứng từ", "Hạn sử dụng", "Trang sổ")
    rows = [head, ("Một", "05/09/2026", "2027-09-05", "12"), ("Hai", "5-9-2026", "", ""),
            ("Ba", "2026-09-05", "", "")]  # fmt: skip
    assert bring(room, "devices", xlsx(tmp_path / "ngay.xlsx", rows)).errors == ()
    days = {view.device.document_date for view in room.ask(Devices())}
    assert days == {"2026-09-05"}
    assert (only(room, "mot").device.use_by, only(room, "mot").device.book_page) == (
        "2027-09-05", "12",
    )  # fmt: skip
    wrong = [head, ("Bốn", "tháng 9/2026", "31/02/2026", "")]
    report = bring(room, "devices", xlsx(tmp_path / "thang.xlsx", wrong))
    assert said(report) == [
        (2, "Ngày chứng từ",
         "“tháng 9/2026” không phải là ngày. Hãy ghi ngày, tháng, năm, ví dụ 05/09/2026."),
    ]  # fmt: skip
    assert room.ask(Devices("bon")) == []


# 7. Numbers stored as text, with a unit or with đồng.
def test_numbers_as_text_are_read_or_refused_with_words(room: Room, tmp_path: Path) -> None:
    head = ("Tên thiết bị", "ĐVT", "Số lượng", "Đơn giá")
    rows = [head, ("Thước", "Bộ", "35 bộ", "1.200.000 đ"), ("Ê ke", "Cái", "1 200", "12,000 VNĐ")]
    assert bring(room, "devices", xlsx(tmp_path / "so.xlsx", rows)).errors == ()
    assert (counts(only(room, "thuoc")), only(room, "thuoc").device.unit_price) == (
        {"in_store": 35}, 1_200_000,
    )  # fmt: skip
    assert (counts(only(room, "e ke")), only(room, "e ke").device.unit_price) == (
        {"in_store": 1200}, 12_000,
    )  # fmt: skip
    wrong = xlsx(tmp_path / "sai.xlsx", [head, ("Kéo", "Cái", "35 hộp", "")])
    assert said(bring(room, "devices", wrong)) == [
        (2, "Số lượng",
         "“35 hộp” không phải số nguyên từ 1 đến 1000000. Hãy chỉ viết chữ số."),
    ]  # fmt: skip


TEXT = (
    "STT,Tên thiết bị,ĐVT,Nơi để\n1,Máy chiếu vật thể,Cái,Kho số 1\n"
    "2,Bộ đồ dùng học Toán lớp 3,Bộ,Tủ sắt\n"
)
VNI = (
    "STT,Teân thieát bò,ÑVT,Nôi ñeå\n1,Maùy chieáu vaät theå,Caùi,Kho soá 1\n"
    "2,Boä ñoà duøng hoïc Toaùn lôùp 3,Boä,Tuû saét\n"
)
TCVN3 = (
    "STT,Tªn thiÕt bÞ,§VT,N¬i ®Ó\n1,M¸y chiÕu vËt thÓ,C¸i,Kho sè 1\n"
    "2,Bé ®å dïng häc To¸n líp 3,Bé,Tñ s¾t\n"
)


def cp1258(text: str) -> bytes:
    """Return text in Windows-1258: vowels with their shape, then tones as letters of their own."""
    written = b""
    for letter in text:
        parts = unicodedata.normalize("NFD", letter)
        tones = [part for part in parts if part in "\u0300\u0301\u0303\u0309\u0323"]
        base = "".join(part for part in parts if part not in tones)
        written += (unicodedata.normalize("NFC", base) + "".join(tones)).encode("cp1258")
    return written


# 8. Text lists in the encodings of old programs.
@pytest.mark.parametrize(
    "data",
    [cp1258(TEXT), VNI.encode("cp1252"), TCVN3.encode("latin-1"), TEXT.encode()],
    ids=["windows-1258", "vni", "tcvn3", "utf-8"],
)
def test_a_csv_of_any_vietnamese_encoding_is_read(room: Room, tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "cu.csv"
    path.write_bytes(data)
    assert bring(room, "devices", path).added == 2
    assert [(view.device.name, view.device.unit, view.place) for view in room.ask(Devices())] == [
        ("Bộ đồ dùng học Toán lớp 3", "Bộ", "Tủ sắt"), ("Máy chiếu vật thể", "Cái", "Kho số 1"),
    ]  # fmt: skip


SYLLABLES = ("đường", "thước", "kẻ", "bảng", "nhóm", "quả", "địa", "cầu", "trống", "tiếng",
             "Việt", "mỹ", "thuật", "đàn", "ghế", "sách", "vở", "bút", "hộp", "cặp", "kính",
             "hiển", "vi", "toán", "lớp", "Kéo", "Tủ", "sắt", "loa", "ảnh")  # fmt: skip


@given(st.lists(st.sampled_from(SYLLABLES), min_size=3))
def test_windows_1258_is_told_from_the_others(words: list[str]) -> None:
    text = " ".join(words)
    found = decode(cp1258(text))
    assert found is not None
    assert unicodedata.normalize("NFC", found) == text


def test_vni_has_every_letter() -> None:
    assert read_vni("aù aø aû aõ aï aê aé aè aú aü aë aâ aá aà aå aã aä ñ Ñ") == (
        "á à ả ã ạ ă ắ ằ ẳ ẵ ặ â ấ ầ ẩ ẫ ậ đ Đ"
    )
    assert read_vni(
        "í ì æ ó ò yù yø yû yõ î ô ôù ôø ôû ôõ ôï ö öù öø öû öõ öï oâ oä eâ eå UÙ AÂ"
    ) == ("í ì ỉ ĩ ị ý ỳ ỷ ỹ ỵ ơ ớ ờ ở ỡ ợ ư ứ ừ ử ữ ự ô ộ ê ể Ú Â")


def test_an_export_under_banners_and_a_formulas_stored_value(room: Room, tmp_path: Path) -> None:
    rows = [("SỞ GIÁO DỤC VÀ ĐÀO TẠO",), ("Trường: Tiểu học Hoa Phượng - Năm học: 2026-2027",), (),
            ("STT", "Mã định danh Bộ GD&ĐT", "Họ và tên", "Chức vụ", "Trạng thái"),
            (1, "7900000001", "Nguyễn Thị Ánh", "Giáo viên", "Đang làm việc")]  # fmt: skip
    assert bring(room, "people", xlsx(tmp_path / "csdl.xlsx", rows)).added == 1
    # A workbook that Excel saved keeps each formula's last value; one never opened has none.
    xlsx(tmp_path / "ct.xlsx", [("Tên thiết bị", "Số lượng"), ("Loa", "=1+1")])
    report = bring(room, "devices", tmp_path / "ct.xlsx")
    assert [one.column for one in report.errors] == ["Số lượng"]
    import xlsxwriter  # noqa: PLC0415 - only this test writes a formula with its value

    with xlsxwriter.Workbook(str(tmp_path / "gt.xlsx")) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ("Tên thiết bị", "Số lượng"))
        page.write_string(1, 0, "Loa")
        page.write_formula(1, 1, "=3+4", None, 7)
    assert bring(room, "devices", tmp_path / "gt.xlsx").added == 1
    assert counts(only(room, "loa")) == {"in_store": 7}


class ListedItems:
    """Asks for the minimum list as it is kept."""

    def answer(self, desk: Desk) -> list[CatalogueItem]:
        """Return its items."""
        return [record.row for record in desk.every(CatalogueItem)]


def test_how_sure_a_listed_item_is_comes_along(room: Room, tmp_path: Path) -> None:
    rows = [("name", "confidence", "quantity"), ("Bộ que tính", "unconfirmed", "01")]
    assert bring(room, "catalogue", write_csv(tmp_path / "dm.csv", rows)).added == 1
    (item,) = room.ask(ListedItems())
    assert (item.confidence, item.quantity) == ("unconfirmed", "01")


def test_columns_are_paired_by_hand_and_remembered_for_the_same_headings(
    room: Room, tmp_path: Path
) -> None:
    path = xlsx(tmp_path / "la.xlsx", [("Đồ vật", "Bao nhiêu"), ("Trống", 2)])
    (sheet,) = open_list(path)
    seen = sight_sheet("devices", path.name, sheet)
    assert (seen.guesses, seen.samples) == (("", ""), (("Trống",), ("2",)))
    with pytest.raises(Refused, match="Tên thiết bị"):
        paired(seen, seen.guesses)
    with pytest.raises(Refused, match="Two columns"):
        paired(seen, ("name", "name"))
    chosen = ("name", "quantity")
    pairing = Pairing.of(seen, chosen)
    batch = room.run(Import(paired(seen, chosen), pairing=pairing)).entry
    other = xlsx(tmp_path / "khac.xlsx", [("ĐỒ VẬT", "Bao nhiêu?"), ("Kèn", 1)])
    again = sight_sheet("devices", other.name, open_list(other)[0])
    assert room.ask(RememberedPairing(again.key)) == chosen
    room.run(undo_import(batch or 0, "Nhầm"))
    assert room.ask(RememberedPairing(again.key)) is None
    assert room.ask(Devices()) == []
    assert room.ask(Verify()).ok


def test_a_person_says_where_the_headings_stand_or_that_there_are_none(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "la.xlsx", [("x", "y"), ("Tên gì", "SL"), ("Loa", 2)])
    (sheet,) = open_list(path)
    seen = sight_sheet("devices", path.name, sheet, 2)
    assert (seen.header_row, seen.guesses) == (2, ("", "quantity"))
    bare = sight_sheet("devices", path.name, sheet, 0)
    assert len(paired(bare, ("name", "")).rows) == 3


def test_cells_pasted_from_a_spreadsheet_are_a_list(room: Room) -> None:
    source = read_pasted("devices", "Tên thiết bị\tSố lượng\r\nLoa\t2\r\nĐài\t3\r\n")
    assert room.run(Import(source)).value.added == 2
    with pytest.raises(Refused):
        read_pasted("devices", "  \n")
    with pytest.raises(Refused, match="Tên thiết bị"):
        read_pasted("devices", "Loa\t2\n")


def test_words_no_list_knows_are_asked_about_and_settled(school: Room, tmp_path: Path) -> None:
    rows = [("Tên thiết bị", "ĐVT", "Môn học", "Nơi để"), ("Một", "Bô", "Tóan", "Kho"),
            ("Hai", "Cái", "Bơi", "Tủ 9"), ("Ba", "Cái", "Toán", "Phòng cũ")]  # fmt: skip
    source = read_list("devices", xlsx(tmp_path / "tu.xlsx", rows))
    asked = school.ask(UnmatchedWords(source))
    assert [(one.field, one.value, one.rows, one.suggestions[:1]) for one in asked] == [
        ("unit", "Bô", (2,), ("Bộ",)), ("subject", "Tóan", (2,), ("Toán",)),
        ("subject", "Bơi", (3,), ()), ("place", "Tủ 9", (3,), ()),
        ("place", "Phòng cũ", (4,), ()),
    ]  # fmt: skip
    settled = with_choices(
        source,
        {
            ("subject", "bơi"): "Bơi",
            ("place", "tủ 9"): "Kho",
            ("place", "phòng cũ"): LEFT_OUT,
            ("unit", "bô"): "Bộ",
            ("subject", "tóan"): "Toán",
        },
    )
    report = school.run(Import(settled)).value
    assert (report.read, report.added) == (2, 2)
    assert (only(school, "mot").device.unit, only(school, "mot").device.subject) == ("Bộ", "Toán")
    assert (only(school, "hai").place, only(school, "hai").device.subject) == ("Kho", "Bơi")


def test_a_staff_status_may_not_be_made_up(room: Room, tmp_path: Path) -> None:
    rows = [("Họ và tên", "Trạng thái"), ("Lê Thị Đào", "Đang làm viêcc")]
    (asked,) = room.ask(UnmatchedWords(read_list("people", xlsx(tmp_path / "ns.xlsx", rows))))
    assert (asked.field, asked.suggestions, asked.may_be_new) == (
        "status", ("Đang làm việc",), False,
    )  # fmt: skip


def test_each_row_the_book_has_is_shown_beside_it_and_chosen_by_itself(
    school: Room, tmp_path: Path
) -> None:
    rows = [("Mã", "Tên thiết bị", "Nơi để"), ("TB00001", "Máy chiếu A", "Tủ"),
            ("TB00002", "Loa B", ""), ("", "Mới", "")]  # fmt: skip
    source = read_list("devices", xlsx(tmp_path / "trung.xlsx", rows))
    choices = {2: OnDuplicate.UPDATE}
    preview = school.ask(PreviewImport(source, choices=choices))
    assert [(one.number, one.fate, one.met, one.changes) for one in preview.rows] == [
        (2, "updated", True, (("name", "Máy chiếu", "Máy chiếu A"), ("place", "Kho", "Tủ"))),
        (3, "skipped", True, (("name", "Loa cầm tay", "Loa B"),)),
        (4, "added", False, ()),
    ]
    done = school.run(Import(source, choices=choices)).value
    assert done.rows == preview.rows
    assert school.ask(OneDevice("TB00002")).view.device.name == "Loa cầm tay"


def test_a_place_that_only_a_wrong_row_names_is_not_made(room: Room, tmp_path: Path) -> None:
    rows = [("Tên thiết bị", "Số lượng", "Nơi để"), ("Loa", 3, "Tủ 1"), ("", 2, "Tủ 2"),
            ("Đài", 1, "Tủ 1"), ("Kèn", 1, "Tủ 3")]  # fmt: skip
    source = read_list("devices", xlsx(tmp_path / "cho.xlsx", rows))
    report = room.run(Import(source, accept_valid=True)).value
    assert (report.added, len(report.errors)) == (3, 1)
    assert [view.place for view in room.ask(Devices())] == ["Tủ 1", "Tủ 3", "Tủ 1"]


def test_the_faults_come_back_in_a_workbook_that_is_mended_and_brought_again(
    room: Room, tmp_path: Path
) -> None:
    rows = [("STT", "Tên thiết bị", "Cột lạ", "Số lượng"), (1, "Loa", "giữ", "mười"),
            (2, "Đài", "", 2)]  # fmt: skip
    source = read_list("devices", xlsx(tmp_path / "loi.xlsx", rows))
    with pytest.raises(ImportRefused) as refused:
        room.run(Import(source))
    path = room.ask(WriteFaults(source, refused.value.report, tmp_path / "sua.xlsx"))
    book = load_workbook(path)
    page = book.worksheets[0]
    written = [[cell.value for cell in row] for row in page.iter_rows()]
    assert written[0] == ["STT", "Tên thiết bị", "Cột lạ", "Số lượng", "Lỗi"]
    assert written[1][:4] == ["1", "Loa", "giữ", "mười"]
    assert str(written[1][4]).startswith("Số lượng: “mười” không phải số nguyên")
    assert written[2][4] is None
    page["D2"] = 10
    book.save(path)
    assert bring(room, "devices", path).added == 2


@pytest.mark.parametrize("kind", ["devices", "people", "classes", "catalogue"])
def test_a_template_can_be_imported_as_it_is(school: Room, tmp_path: Path, kind: str) -> None:
    path = school.ask(WriteTemplate(kind, tmp_path / "mau.xlsx"))
    report = bring(school, kind, path)
    assert (report.read, report.added, report.errors) == (1, 1, ())
    assert school.ask(UnmatchedWords(read_list(kind, path))) == ()
    book = load_workbook(path)
    assert book.sheetnames == ["Danh sách", "Ghi chú", "Danh mục"]
    if kind == "devices":
        page = book.worksheets[0]
        offers = {str(one.sqref): one.formula1 for one in page.data_validations.dataValidation}
        assert len(offers) == 7
        heads = [cell.value for cell in page[1]]
        assert heads[0] == "Tên thiết bị (*)"
        assert page.cell(2, heads.index("Ngày chứng từ") + 1).number_format == "@"


class CalledOff(Exception):  # noqa: N818 - what a window raises when its bar is called off
    """Whoever watched had enough."""


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workbook of 10,000 devices."""
    path = tmp_path_factory.mktemp("many") / "muoi-nghin.xlsx"
    rows = [
        (one, f"Thiết bị {one}", "Cái", one % 40 + 1, f"Kho {one % 20}") for one in range(10_000)
    ]
    return xlsx(path, [("STT", "Tên thiết bị", "ĐVT", "Số lượng", "Nơi để"), *rows])


def test_ten_thousand_rows_are_watched_called_off_imported_and_undone_whole(
    room: Room, many: Path
) -> None:
    source = read_list("devices", many)
    told: list[tuple[int, int]] = []

    def call_off(done: int, of: int) -> None:
        told.append((done, of))
        if done >= of // 2:
            raise CalledOff

    watch: Callable[[int, int], None] = call_off
    with pytest.raises(CalledOff):
        room.run(Import(source, watch=watch))
    assert told[0] == (0, 10_000)
    assert told[-1] == (5_000, 10_000)
    assert room.ask(LastAct()) is None
    assert room.ask(Devices()) == []
    assert room.ask(Verify()).ok
    seen: list[int] = []
    outcome = room.run(Import(source, watch=lambda done, _of: seen.append(done)))
    assert outcome.value.added == 10_000
    assert seen == sorted(seen)
    assert seen[-1] == 10_000
    room.run(undo_import(outcome.entry or 0, "Nhầm tệp"))
    assert room.ask(Devices()) == []
    assert room.ask(Verify()).ok
