"""A list from elsewhere beside the book: matched, different, decided, learnt from, signed."""

from __future__ import annotations

import io
import json
import time
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook
from pypdf import PdfReader

from app.cli import main
from app.domain.batch import ListRow, SchoolList
from app.domain.device import Device, Kind, State
from app.domain.fault import Refused
from app.domain.reconciliation import Choice, Comparison, Key, Line, Standing
from app.services.devices import CorrectDevice, ReceiveMore, RegisterDevice
from app.services.importing import Import, read_list
from app.services.layouts import LayoutOf
from app.services.queries import OneDevice, Verify
from app.services.reconcile_deciding import Decide, FinishReconciliation, LearnCodes
from app.services.reconcile_papers import PrintReconciliation
from app.services.reconcile_reading import read_by_layout
from app.services.reconciliations import (
    BringList,
    CancelReconciliation,
    ComparisonOf,
    PairRows,
    Reconciliations,
    fingerprint,
)
from app.services.room import Room
from app.services.undoing import Undo
from tests.app.test_queries import counted

HEADINGS = ("Mã thiết bị", "Mã định danh", "Tên thiết bị", "ĐVT", "Số lượng", "Kho", "Năm sử dụng")
EXACT = (
    ("TB00001", "", "Máy chiếu", "Cái", 1, "Kho", ""),
    ("TB00002", "", "Loa cầm tay", "Cái", 1, "", ""),
    ("TB00003", "", "Bộ thực hành Toán", "Bộ", 35, "", ""),
    ("TB00004", "", "Bảng con", "Cái", 20, "", ""),
)
Cells = Sequence[str | int]


def _write(path: Path, rows: Sequence[Cells], headings: Sequence[str] = HEADINGS) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("DANH SÁCH THIẾT BỊ",), (), headings, *rows):
        sheet.append(row)
    book.save(path)
    return path


def _bring(room: Room, tmp_path: Path, *rows: Cells, headings: Sequence[str] = HEADINGS) -> int:
    path = _write(tmp_path / "he-thong.xlsx", rows, headings)
    source = read_list("devices", path)
    return room.run(BringList(source, fingerprint(path))).value


def _of(room: Room, number: int) -> Comparison:
    return room.ask(ComparisonOf(number))


def _said(comparison: Comparison, standing: Standing) -> list[tuple[str, str, str, str, str]]:
    return [
        (line.code, line.name, line.field, line.ours, line.theirs)
        for line in comparison.of(standing)
    ]


def _key(comparison: Comparison, standing: Standing, field: str = "") -> Key:
    return next(line.key for line in comparison.of(standing) if line.field == field)


def _line(comparison: Comparison, standing: Standing, field: str = "") -> Line:
    return next(line for line in comparison.of(standing) if line.field == field)


def test_a_list_that_says_the_same_matches_whole(school: Room, tmp_path: Path) -> None:
    found = _of(school, _bring(school, tmp_path, *EXACT))
    assert found.counts() == {
        Standing.MATCHED: 4, Standing.DIFFERENT: 0, Standing.ONLY_HERE: 0,
        Standing.ONLY_THERE: 0, Standing.TO_CONFIRM: 0,
    }  # fmt: skip
    assert found.left() == 0
    assert school.ask(Verify()).ok


def test_codes_match_in_either_column_and_the_official_one_first(
    school: Room, tmp_path: Path
) -> None:
    school.run(CorrectDevice("TB00001", {"official_code": "HCM-0001"}))
    number = _bring(
        school, tmp_path,
        ("HCM-0001", "", "Máy chiếu", "Cái", 1, "", ""),
        ("tb00002", "", "Loa cầm tay", "Cái", 1, "", ""),
        ("TB00004", "HCM-0001", "Máy chiếu", "Cái", "", "", ""),
    )  # fmt: skip
    found = _of(school, number)
    projector = _line(found, Standing.DIFFERENT, "code")
    assert (projector.code, projector.theirs, projector.way) == ("TB00001", "TB00004", "official")
    assert projector.numbers == (4, 6)
    assert [line.code for line in found.of(Standing.MATCHED)] == ["TB00002"]
    assert {line.code for line in found.of(Standing.ONLY_HERE)} == {"TB00003", "TB00004"}
    assert projector.choices == (Choice.OURS, Choice.EXPLAINED)
    with pytest.raises(Refused, match="TB00001 never changes"):
        school.run(Decide(number, (projector.key,), Choice.THEIRS, "Theo hệ thống"))


def test_what_is_called_alike_waits_for_a_person(school: Room, tmp_path: Path) -> None:
    wrong_marks = unicodedata.normalize("NFD", "Bộ Thực hành  toán")
    number = _bring(
        school, tmp_path,
        *EXACT[:2],
        ("", "HCM-77", wrong_marks, "Bộ", 20, "", ""),
        ("", "", "Bang con", "Cái", 20, "", ""),
        ("", "", "Kính lúp", "Cái", 5, "", ""),
    )  # fmt: skip
    found = _of(school, number)
    likely = found.of(Standing.TO_CONFIRM)
    assert [(line.code, line.numbers) for line in likely] == [("TB00003", (6,)), ("TB00004", (7,))]
    assert found.of(Standing.ONLY_HERE) == ()
    assert [line.name for line in found.of(Standing.ONLY_THERE)] == ["Kính lúp"]
    with pytest.raises(Refused, match="2 rows are called like a device"):
        school.run(FinishReconciliation(number, "Như trên"))
    outcome = school.run(
        PairRows(number, ((likely[0].rows, "TB00003"), (likely[1].rows, "")))
    )  # fmt: skip
    found = _of(school, number)
    assert _said(found, Standing.DIFFERENT) == [
        ("TB00003", "Bộ thực hành Toán", "quantity", "35", "20")
    ]
    assert [line.code for line in found.of(Standing.ONLY_HERE)] == ["TB00004"]
    assert [line.name for line in found.of(Standing.ONLY_THERE)] == ["Bang con", "Kính lúp"]
    school.run(Undo("Nhầm", outcome.entry))
    assert len(_of(school, number).of(Standing.TO_CONFIRM)) == 2
    assert school.ask(Verify()).ok


def test_of_several_alike_each_is_offered_once_by_what_else_is_said(
    school: Room, tmp_path: Path
) -> None:
    for place in ("Phòng 1", "Phòng 2"):
        school.run(RegisterDevice(Device("", "Ti vi"), place=place))
    number = _bring(
        school, tmp_path,
        *EXACT,
        ("", "", "Ti vi", "Cái", 1, "Phòng 2", ""),
        ("", "", "Ti vi", "Cái", 1, "phong 1", ""),
        ("", "", "Ti vi", "Cái", 1, "Phòng 9", ""),
    )  # fmt: skip
    found = _of(school, number)
    offered = {line.numbers: line.code for line in found.of(Standing.TO_CONFIRM)}
    assert offered == {(8,): "TB00006", (9,): "TB00005"}
    assert [line.numbers for line in found.of(Standing.ONLY_THERE)] == [(10,)]


def test_several_rows_of_one_device_are_summed(school: Room, tmp_path: Path) -> None:
    number = _bring(
        school, tmp_path,
        *EXACT[:2],
        ("TB00003", "", "Bộ thực hành Toán", "Bộ", 15, "Kho", ""),
        ("TB00003", "", "Bộ thực hành Toán", "Bộ", 20, "Phòng 2", ""),
        ("", "", "Bảng con", "Cái", 12, "", ""),
        ("", "", "Bảng con", "Cái", 8, "", ""),
        ("HCM-9", "", "Cân", "Cái", 2, "", ""),
        ("HCM-9", "", "Cân", "Cái", 3, "", ""),
    )  # fmt: skip
    found = _of(school, number)
    assert _said(found, Standing.DIFFERENT) == [
        ("TB00003", "Bộ thực hành Toán", "place", "", "Kho; Phòng 2")
    ]
    both = found.of(Standing.TO_CONFIRM)
    assert [line.code for line in both] == ["TB00004", "TB00004"]
    assert _said(found, Standing.ONLY_THERE) == [("HCM-9", "Cân", "", "", "5")]
    school.run(PairRows(number, tuple((line.rows, line.code) for line in both)))
    boards = next(line for line in _of(school, number).lines if line.code == "TB00004")
    assert (boards.standing, boards.ours, boards.theirs) == (Standing.MATCHED, "20", "20")
    key = _key(found, Standing.DIFFERENT, "place")
    with pytest.raises(Refused, match="is not one thing the book can take"):
        school.run(Decide(number, (key,), Choice.THEIRS, "Theo hệ thống"))


def test_every_column_of_the_list_is_compared_and_no_other(school: Room, tmp_path: Path) -> None:
    described: dict[str, str | int | None] = {
        "unit_price": 9_500_000, "year_in_use": 2024, "grades": "1;2", "subject": "Toán",
        "document_date": "2024-09-05", "country": "Việt Nam", "specification": "Có dây",
    }  # fmt: skip
    school.run(CorrectDevice("TB00001", described, place="Kho"))
    headings = ("Mã", "Tên thiết bị", "Đơn giá", "Năm sử dụng", "Khối lớp", "Môn", "Ngày chứng từ",
                "Nước sản xuất", "Tình trạng", "Hỏng", "SL")  # fmt: skip
    number = _bring(
        school, tmp_path,
        ("TB00001", "Máy Chiếu", "9.500.000", 2025, "lớp 1, 2", "toan", "05/09/2024", "", "Kém",
         0, 1),
        ("TB00004", "Bảng con", "giá cũ", "", "", "", "", "", "Còn dùng được", 3, 20),
        headings=headings,
    )  # fmt: skip
    assert _said(_of(school, number), Standing.DIFFERENT) == [
        ("TB00001", "Máy chiếu", "year_in_use", "2024", "2025"),
        ("TB00001", "Máy chiếu", "condition", "good", "poor"),
        ("TB00004", "Bảng con", "damaged", "2", "3"),
        ("TB00004", "Bảng con", "unit_price", "", "giá cũ"),
    ]


def test_who_is_right_is_said_with_a_reason_and_a_name(school: Room, tmp_path: Path) -> None:
    number = _bring(
        school, tmp_path,
        ("TB00001", "", "Máy chiếu Epson", "Bộ", 1, "Phòng 7", 2025),
        *EXACT[1:3],
        ("TB00004", "", "Bảng con", "Cái", 18, "", ""),
    )  # fmt: skip
    found = _of(school, number)
    changed = [line.key for line in found.of(Standing.DIFFERENT) if line.field != "quantity"]
    quantity = _key(found, Standing.DIFFERENT, "quantity")
    with pytest.raises(Refused, match="Say in a few words why"):
        school.run(Decide(number, tuple(changed), Choice.THEIRS, " "))
    with pytest.raises(Refused, match="changes only by what is written down"):
        school.run(Decide(number, (quantity,), Choice.THEIRS, "Theo hệ thống"))
    outcome = school.run(Decide(number, tuple(changed), Choice.THEIRS, "Hệ thống ghi đúng"))
    view = school.ask(OneDevice("TB00001")).view
    assert (view.device.name, view.device.unit, view.place, view.device.year_in_use) == (
        "Máy chiếu Epson", "Bộ", "Phòng 7", 2025,
    )  # fmt: skip
    school.run(Decide(number, (quantity,), Choice.OURS, "Đã đếm lại", "Lê Thị Đào"))
    found = _of(school, number)
    assert found.left() == 0
    decided = _line(found, Standing.DIFFERENT, "name").decision
    assert decided is not None
    assert (decided.ours, decided.theirs, decided.choice) == (
        "Máy chiếu", "Máy chiếu Epson", "theirs",
    )  # fmt: skip
    assert (decided.reason, decided.decided_by, decided.day) == (
        "Hệ thống ghi đúng", "Trần Thị Kho", "2026-11-24",
    )  # fmt: skip
    school.run(Undo("Nhầm", outcome.entry))
    assert school.ask(OneDevice("TB00001")).view.device.name == "Máy chiếu"
    assert _of(school, number).left() == 4
    assert school.ask(Verify()).ok


def test_a_decision_holds_only_for_the_difference_it_was_about(
    school: Room, tmp_path: Path
) -> None:
    number = _bring(
        school, tmp_path, *EXACT[:3], ("TB00004", "", "Bảng con", "Cái", 25, "", "")
    )  # fmt: skip
    key = _key(_of(school, number), Standing.DIFFERENT, "quantity")
    school.run(Decide(number, (key,), Choice.EXPLAINED, "Chờ nhận thêm 5 cái"))
    assert _of(school, number).left() == 0
    school.run(ReceiveMore("TB00004", 2))
    line = _line(_of(school, number), Standing.DIFFERENT, "quantity")
    assert (line.ours, line.decision) == ("22", None)
    school.run(ReceiveMore("TB00004", 3))
    assert _of(school, number).counts()[Standing.DIFFERENT] == 0


def test_what_only_they_have_is_registered_on_an_increase_slip(
    school: Room, tmp_path: Path
) -> None:
    number = _bring(
        school, tmp_path,
        *EXACT,
        ("HCM-9", "", "Cân đồng hồ", "Cái", 2, "Phòng 7", 2025),
        ("HCM-9", "", "Cân đồng hồ", "Cái", 3, "Phòng 7", 2025),
        ("", "", "Kính lúp", "Cái", 1, "Phòng 7", ""),
    )  # fmt: skip
    keys = tuple(line.key for line in _of(school, number).of(Standing.ONLY_THERE))
    outcome = school.run(Decide(number, keys, Choice.THEIRS, "Đã nhận, quên ghi sổ"))
    scale = school.ask(OneDevice("HCM-9")).view
    assert (scale.device.code, scale.device.kind, scale.place) == ("TB00005", Kind.LOT, "Phòng 7")
    assert scale.balances == {State.IN_STORE: 5}
    assert school.ask(OneDevice("TB00006")).view.device.kind == Kind.PIECE
    found = _of(school, number)
    assert found.left() == 0
    assert found.counts()[Standing.MATCHED] == 4
    assert found.counts()[Standing.ONLY_THERE] == 2
    school.run(Undo("Nhầm", outcome.entry))
    assert len(_of(school, number).of(Standing.ONLY_THERE)) == 2
    assert school.ask(Verify()).ok


def test_official_codes_are_learnt_and_never_written_over(school: Room, tmp_path: Path) -> None:
    school.run(CorrectDevice("TB00002", {"official_code": "HCM-0002"}))
    number = _bring(
        school, tmp_path,
        ("TB00001", "HCM-0001", "Máy chiếu", "Cái", 1, "", ""),
        ("TB00002", "HCM-2222", "Loa cầm tay", "Cái", 1, "", ""),
        ("TB00003", "HCM-0002", "Bộ thực hành Toán", "Bộ", 35, "", ""),
        ("", "HCM-0004", "Bảng con", "Cái", 20, "", ""),
    )  # fmt: skip
    found = _of(school, number)
    assert [code for _device, code in found.learnable] == ["HCM-0001"]
    wrong = _line(found, Standing.DIFFERENT, "code")
    assert (wrong.code, wrong.theirs) == ("TB00002", "TB00003")
    boards = _line(found, Standing.TO_CONFIRM)
    school.run(PairRows(number, ((boards.rows, "TB00004"),)))
    outcome = school.run(LearnCodes(number))
    assert outcome.value == 2
    assert school.ask(OneDevice("HCM-0004")).view.device.code == "TB00004"
    assert school.ask(OneDevice("HCM-0002")).view.device.code == "TB00002"
    assert school.run(LearnCodes(number)).entry is None
    school.run(Undo("Nhầm", outcome.entry))
    assert school.ask(OneDevice("TB00001")).view.device.official_code == ""


def test_another_official_code_is_taken_over_only_when_somebody_says_so(
    school: Room, tmp_path: Path
) -> None:
    school.run(CorrectDevice("TB00002", {"official_code": "HCM-0002"}))
    school.run(CorrectDevice("TB00003", {"official_code": "HCM-0003"}))
    number = _bring(
        school, tmp_path,
        ("TB00002", "HCM-2222", "Loa cầm tay", "Cái", 1, "", ""),
    )  # fmt: skip
    found = _of(school, number)
    assert found.learnable == ()
    line = _line(found, Standing.DIFFERENT, "official_code")
    assert (line.ours, line.theirs) == ("HCM-0002", "HCM-2222")
    school.run(Decide(number, (line.key,), Choice.THEIRS, "Sở cấp lại mã"))
    assert school.ask(OneDevice("HCM-2222")).view.device.code == "TB00002"


def test_a_finished_one_is_a_sheet_that_says_the_same_ever_after(
    school: Room, tmp_path: Path
) -> None:
    number = _bring(
        school, tmp_path,
        ("TB00001", "", "Máy chiếu", "Cái", 1, "Phòng 7", ""),
        *EXACT[1:3],
        ("HCM-9", "", "Cân đồng hồ", "Cái", 5, "", ""),
    )  # fmt: skip
    draft = _text(school.ask(PrintReconciliation(number)))
    assert "Bản nháp: còn 3 dòng chưa quyết định." in draft
    found = _of(school, number)
    place = _key(found, Standing.DIFFERENT, "place")
    school.run(Decide(number, (place,), Choice.THEIRS, "Đã chuyển phòng"))
    with pytest.raises(Refused, match="2 differences are not decided yet"):
        school.run(FinishReconciliation(number))
    outcome = school.run(FinishReconciliation(number, "Chuyển bộ phận kế toán xem lại"))
    data = school.ask(PrintReconciliation(number))
    text = _text(data)
    for words in (
        "BIÊN BẢN ĐỐI CHIẾU SỐ LIỆU THIẾT BỊ", "Số: 01/BB", "he-thong.xlsx", "Phòng 7",
        "Danh sách đúng, đã sửa sổ", "Đã chuyển phòng", "Chỉ có ở trường", "Cân đồng hồ",
        "Khớp: 2; khác nhau: 1; chỉ có ở trường: 1; chỉ có trong danh sách: 1.",
        "Đã quyết định: 3 dòng", "Trần Thị Kho, 24/11/2026", "Kế toán", "(Ký, ghi rõ họ tên)",
    ):  # fmt: skip
        assert words in text, words
    width, height = PdfReader(io.BytesIO(data)).pages[0].mediabox[2:]
    assert width > height
    school.run(CorrectDevice("TB00002", {"name": "Loa kéo"}))
    assert school.ask(PrintReconciliation(number)) == data
    found = _of(school, number)
    assert found.left() == 0
    assert found.counts()[Standing.DIFFERENT] == 1
    assert found.counts()[Standing.MATCHED] == 2
    with pytest.raises(Refused, match="no longer open"):
        school.run(Decide(number, (place,), Choice.OURS, "Khác"))
    school.run(Undo("Nhầm", outcome.entry))
    assert _of(school, number).left() == 3
    assert school.ask(Verify()).ok


def _text(data: bytes) -> str:
    pages = PdfReader(io.BytesIO(data)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


def test_what_was_decided_is_undone_only_while_it_is_open(school: Room, tmp_path: Path) -> None:
    number = _bring(school, tmp_path, *EXACT[:3])
    brought = school.ask(Reconciliations())[0]
    assert (brought.id, brought.row.file, len(brought.row.sha256)) == (number, "he-thong.xlsx", 64)
    key = _key(_of(school, number), Standing.ONLY_HERE)
    decided = school.run(Decide(number, (key,), Choice.OURS, "Nộp lô sau"))
    with pytest.raises(Refused, match="was decided already"):
        school.run(Undo("Nhầm", (decided.entry or 0) - 1))
    finished = school.run(FinishReconciliation(number))
    with pytest.raises(Refused, match="no longer open"):
        school.run(Undo("Nhầm", decided.entry))
    school.run(Undo("Nhầm", finished.entry))
    called_off = school.run(CancelReconciliation(number, "Tệp cũ"))
    assert school.ask(Reconciliations())[0].row.status == "cancelled"
    school.run(Undo("Nhầm", called_off.entry))
    school.run(Undo("Nhầm", decided.entry))
    school.run(Undo("Nhầm", (decided.entry or 0) - 1))
    assert school.ask(Reconciliations()) == []
    assert school.ask(Verify()).ok


def _run(school: Room, capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, object]:
    capsys.readouterr()
    assert main(["--data", str(school.folder), "--json", *arguments]) == 0
    answer: dict[str, object] = json.loads(capsys.readouterr().out)
    return answer


def test_the_command_line_compares_and_keeps_only_when_told(
    school: Room, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = _write(
        tmp_path / "ke-toan.xlsx",
        (*EXACT[:2], ("TB00003", "", "Bộ thực hành Toán", "Bộ", 30, "Kho", ""),
         ("", "", "Kính lúp", "Cái", 5, "", "")),
    )  # fmt: skip
    answer = _run(school, capsys, "reconcile", str(path), "--origin", "accountant")
    figures = ("matched", "only_here", "only_there", "to_confirm")
    assert [answer[name] for name in figures] == [2, 1, 1, 0]
    assert answer["different"] == [
        {"device": "TB00003", "name": "Bộ thực hành Toán", "rows": [6],
         "fields": [{"field": "quantity", "ours": "35", "theirs": "30"},
                    {"field": "place", "ours": "", "theirs": "Kho"}]},
    ]  # fmt: skip
    assert answer["reconciliation"] is None
    assert school.ask(Reconciliations()) == []
    assert _run(school, capsys, "reconcile", str(path), "--keep")["reconciliation"] == 1
    assert len(school.ask(Reconciliations())) == 1


def test_what_was_uploaded_in_a_layout_comes_back_the_same(
    school: Room, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    school.run(
        CorrectDevice("TB00001", {"official_code": "0101-22", "unit_price": 9_500_000,
                                  "grades": "1;2", "year_in_use": 2024})
    )  # fmt: skip
    made = _run(school, capsys, "upload", "make")
    answer = _run(school, capsys, "reconcile", str(made["file"]), "--layout", "Mẫu tạm")
    assert (answer["matched"], answer["different"]) == (4, [])
    other = _write(tmp_path / "khac.xlsx", EXACT, ("Mã", "Số", "Thiết bị", "A", "B", "C", "D"))
    with pytest.raises(Refused, match="does not have the headings of the layout"):
        read_by_layout(other, school.ask(LayoutOf("Mẫu tạm")))


def _long_list(count: int, place: str = "Kho") -> SchoolList:
    headings = {name: name for name in ("code", "official_code", "name", "quantity", "place")}
    rows = tuple(
        ListRow(
            at,
            {"code": f"TB{at:05d}", "official_code": f"HCM-{at}" if place else "",
             "name": f"Thiết bị {at // 9}", "quantity": "2", "place": place},
        )
        for at in range(1, count + 1)
    )  # fmt: skip
    return SchoolList("devices", "dai.csv", "dai", headings, rows)


def test_thousands_of_rows_are_compared_at_once(school: Room) -> None:
    number = school.run(BringList(_long_list(5_000), "0" * 64)).value
    began = time.perf_counter()
    found = _of(school, number)
    assert time.perf_counter() - began < 3
    assert found.counts()[Standing.ONLY_THERE] == 4_996
    assert len(found.learnable) == 4


def test_three_times_the_rows_ask_no_more_of_the_book(room: Room) -> None:
    asked, decided = [], []
    for count in (40, 120):
        room.run(Import(_long_list(count, place="")))
        number = room.run(BringList(_long_list(count), "0" * 64)).value
        with counted(room) as said:
            keys = tuple(line.key for line in _of(room, number).lines if line.field == "place")
            decided.append(room.run(Decide(number, keys, Choice.THEIRS, "Như trên", "Đào")).value)
            room.run(LearnCodes(number))
        asked.append(sum(statement.startswith("SELECT") for statement in said))
    assert decided == [40, 80]
    assert asked[1] <= asked[0]
