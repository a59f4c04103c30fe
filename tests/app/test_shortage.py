"""The minimum list: rules by a slow count, and a school worked out by hand."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from pypdf import PdfReader

import resources
from app.domain.device import Device, Kind
from app.domain.fault import Refused
from app.domain.loan import Result
from app.domain.norm import Counts, Need, Per, Rule, grades_of, is_confirmed, need_of, parse_rule
from app.services.class_flags import FlagsOfClasses
from app.services.classes import RegisterClass
from app.services.devices import RegisterDevice
from app.services.headcounts import SetHeadcounts
from app.services.importing import Import, OnDuplicate, read_list
from app.services.lending import Item, Lend, ReturnItem, TakeBack
from app.services.linking import LinkDevices
from app.services.queries import History, Verify
from app.services.room import Room
from app.services.shortage import (
    ENOUGH,
    SHORT,
    UNKNOWN,
    ConfirmNorm,
    Shortage,
    show_shortage,
)
from app.services.showing import PrintShown, SaveShown
from app.services.undoing import Undo


@pytest.mark.parametrize(
    ("quantity", "per", "rule"),
    [
        ("01", "HS", Rule(1, Per.PUPIL)),
        ("01", "GV", Rule(1, Per.TEACHER)),
        ("04", "lớp", Rule(4, Per.CLASS)),
        ("35", "trường", Rule(35, Per.SCHOOL)),
        ("1", "4-6 HS", Rule(1, Per.GROUP, 6)),
        ("1", "4–6 HS", Rule(1, Per.GROUP, 6)),
        ("", "HS", None),
        ("00", "HS", None),
        ("01", "PHBM", None),
        ("một", "lớp", None),
        ("1", "6-4 HS", None),
    ],
)
def test_a_rule_is_read_as_it_is_written(quantity: str, per: str, rule: Rule | None) -> None:
    assert parse_rule(quantity, per) == rule


_FIGURE = st.integers(0, 400)


@given(
    st.sampled_from(list(Per)), st.integers(1, 9), st.integers(1, 8),
    st.dictionaries(st.integers(1, 5), st.tuples(_FIGURE, _FIGURE, _FIGURE)),
    st.sets(st.integers(1, 5)),
)  # fmt: skip
def test_a_need_is_what_handing_out_one_by_one_takes(
    per: Per, quantity: int, size: int, figures: dict[int, tuple[int, int, int]], grades: set[int]
) -> None:
    rule = Rule(quantity, per, size if per is Per.GROUP else 1)
    counts = {grade: Counts(*three) for grade, three in figures.items()}
    found = need_of(rule, sorted(grades), counts)
    if per is Per.SCHOOL:
        assert found == Need(quantity)
        return
    if not grades <= figures.keys():
        assert found.quantity is None
        assert set(found.grades) == grades - figures.keys()
        return
    place = {Per.CLASS: 0, Per.PUPIL: 1, Per.GROUP: 1, Per.TEACHER: 2}[per]
    handed = 0
    for grade in grades:
        waiting = figures[grade][place]
        while waiting > 0:
            waiting -= rule.largest
            handed += quantity
    assert found.quantity == handed


def test_only_rows_seen_whole_are_confirmed() -> None:
    sure = [
        "FOUND (1 source)", "FOUND (2 sources agree)", "confirmed",
        "FOUND (1 source, OCR: grade/user mark to re-check)", "FOUND name only",
        "FOUND (item in 2 sources; grade note cut off in both)", "", "BACKGROUND unverified",
    ]  # fmt: skip
    assert [is_confirmed(one) for one in sure] == [True] * 3 + [False] * 5
    assert grades_of("") == grades_of("1;2;3;4;5") == (1, 2, 3, 4, 5)
    assert grades_of("Lớp 4, 2") == (2, 4)
    assert grades_of("2-4") == (2, 3, 4)
    assert grades_of("mọi khối") == grades_of("6") == grades_of("10") == ()


# The school, worked out by hand: grade 3 has 3A with 33 pupils and 3B with 34, grade 4 has
# 4B with 31; GV001 and GV003 teach grade 3, GV002 grade 4.
LIST = """TT,Tên thiết bị,Môn học,Khối lớp,Đơn vị,Số lượng,Tính trên,Độ tin cậy
A.1,Bộ que tính,Toán,3,Bộ,01,HS,FOUND (1 source)
A.2,Bộ thẻ chữ số,Toán,3;4,Bộ,01,GV,FOUND (1 source)
A.3,Cân đĩa,Toán,3,Cái,04,lớp,FOUND (2 sources agree)
A.4,Bóng rổ,Giáo dục thể chất,,Quả,35,trường,FOUND (1 source)
A.5,Bảng nhóm,Tiếng Việt,4,Cái,1,4-6 HS,FOUND (1 source)
A.6,Máy chiếu,Dùng chung,,Cái,,,BACKGROUND unverified: name to check
A.7,Thước đo,Toán,4,Cái,01,HS,"FOUND (1 source, OCR: grade/user mark to re-check)"
A.8,Đồng hồ,Toán,1,Cái,01,HS,FOUND (1 source)
"""
BY_HAND = {  # item: need, have, short, what is said
    "Bộ que tính": (67, 60, 7, SHORT),
    "Bộ thẻ chữ số": (3, 3, 0, ENOUGH),
    "Cân đĩa": (8, 7, 1, SHORT),
    "Bóng rổ": (35, 0, 35, SHORT),
    "Bảng nhóm": (6, 6, 0, ENOUGH),
    "Máy chiếu": (None, 1, 0, UNKNOWN),
    "Thước đo": (None, 0, 0, UNKNOWN),
    "Đồng hồ": (None, 0, 0, UNKNOWN),
}


@pytest.fixture
def worked(school: Room, tmp_path: Path) -> Room:
    """Open the school that was worked out by hand."""
    school.run(RegisterClass("3B", 3, 2026, "GV003", 34))
    school.run(SetHeadcounts(2026, {3: Counts(pupils=67), 4: Counts(pupils=31)}))
    path = tmp_path / "toi-thieu.csv"
    path.write_text(LIST, encoding="utf-8")
    school.run(Import(read_list("catalogue", path)))
    for name, subject, count, damaged in (
        ("Bộ que tính", "Toán", 62, 2), ("Bộ thẻ chữ số", "Toán", 3, 0), ("Cân đĩa", "Toán", 8, 1),
        ("Bảng nhóm", "Tiếng Việt", 6, 0), ("Máy chiếu", "Dùng chung", 1, 0),
    ):  # fmt: skip
        school.run(RegisterDevice(Device("", name, Kind.LOT, subject=subject), count, damaged))
    return school


def _said(room: Room) -> dict[str, tuple[int | None, int, int, str]]:
    return {
        row.name: (row.need, row.have, row.short, row.status) for row in room.ask(Shortage()).rows
    }


def test_the_report_agrees_with_the_hand(worked: Room) -> None:
    said = _said(worked)
    # The school's own projector is of the same name and subject as the listed one.
    assert said == BY_HAND | {"Máy chiếu": (None, 2, 0, UNKNOWN)}
    assert worked.ask(Shortage()).totals == {ENOUGH: 2, SHORT: 3, UNKNOWN: 3}
    why = {row.name: str(row.why) for row in worked.ask(Shortage()).rows if row.why}
    assert "confirmed" in why["Máy chiếu"]
    assert "confirmed" in why["Thước đo"]
    assert why["Đồng hồ"] == "The number of pupils of grade 1 is missing."


def test_what_is_lent_counts_and_what_is_hurt_does_not(worked: Room) -> None:
    worked.run(Lend((Item("TB00006", 2),), "3A"))
    assert _said(worked)["Bộ thẻ chữ số"] == (3, 3, 0, ENOUGH)
    worked.run(TakeBack((ReturnItem("TB00006", 1, Result.DAMAGED),)))
    assert _said(worked)["Bộ thẻ chữ số"] == (3, 2, 1, SHORT)


def test_a_device_called_otherwise_is_linked_and_unlinked(worked: Room) -> None:
    assert worked.run(LinkDevices(("TB00004",), _item(worked, "Bóng rổ"))).value == 1
    assert _said(worked)["Bóng rổ"] == (35, 18, 17, SHORT)
    worked.run(Undo("Nhầm"))
    assert _said(worked)["Bóng rổ"] == (35, 0, 35, SHORT)
    with pytest.raises(Refused, match="no item"):
        worked.run(LinkDevices(("TB00004",), "TT999"))


def test_a_row_is_confirmed_from_the_circular(worked: Room) -> None:
    item = _item(worked, "Thước đo")
    with pytest.raises(Refused, match="no rule"):
        worked.run(ConfirmNorm(item, "nhiều", "HS", "4"))
    worked.run(ConfirmNorm(item, "01", "HS", "4"))
    assert _said(worked)["Thước đo"] == (31, 0, 31, SHORT)
    worked.run(Undo("Chưa xem lại"))
    assert _said(worked)["Thước đo"] == (None, 0, 0, UNKNOWN)
    assert worked.ask(Verify()).ok


def test_the_flags_of_the_classes_follow_their_grades(worked: Room) -> None:
    flags = {one.name: dict(one.enough) for one in worked.ask(FlagsOfClasses())}
    assert flags == {
        "3A": {"Toán": False, "Tiếng Việt": None},
        "3B": {"Toán": False, "Tiếng Việt": None},
        "4B": {"Toán": True, "Tiếng Việt": True},
    }


def test_a_flag_names_what_a_class_is_short_of_and_its_share(worked: Room) -> None:
    # 60 sets for 67 pupils: the 34 of 3B have 60 * 34 / 67 = 30 of them; 3A says no pupils, so
    # the mean of its grade counts, 34. Of 7 scales for 8, each class has 3 of its 4.
    flags = {one.name: one for one in worked.ask(FlagsOfClasses())}
    for name in ("3A", "3B"):
        assert [(row.name, row.need, row.share) for row in flags[name].short["Toán"]] == [
            ("Bộ que tính", 34, 30), ("Cân đĩa", 4, 3),
        ]  # fmt: skip
    assert flags["4B"].short["Toán"] == ()
    assert flags["4B"].unconfirmed["Toán"] == 1


def test_a_row_that_cannot_be_told_leaves_the_flag_open(worked: Room) -> None:
    worked.run(Undo("Chưa đếm", entry=_entry_of_counts(worked)))
    worked.run(SetHeadcounts(2026, {4: Counts(pupils=None, teachers=1)}))
    flags = {one.name: one for one in worked.ask(FlagsOfClasses())}
    assert flags["4B"].enough == {"Toán": True, "Tiếng Việt": None}
    assert flags["4B"].open_rows == {"Toán": 0, "Tiếng Việt": 1}


def _entry_of_counts(room: Room) -> int:
    return next(entry.id for entry, _codes in room.ask(History()) if entry.kind == "norm")


def test_figures_that_cannot_be_are_refused(worked: Room) -> None:
    for grade, counts in ((3, Counts(pupils=-1)), (3, Counts(classes=10**6)), (9, Counts())):
        with pytest.raises(Refused):
            worked.run(SetHeadcounts(2026, {grade: counts}))
    worked.run(SetHeadcounts(2026, {3: Counts(pupils=70)}))
    assert _said(worked)["Bộ que tính"] == (70, 60, 10, SHORT)
    worked.run(Undo("Nhầm"))
    assert _said(worked)["Bộ que tính"] == (67, 60, 7, SHORT)


@pytest.mark.parametrize(
    ("item", "lacks"),
    [
        ("Cân đĩa", "The number of classes of grade 3 is missing."),
        ("Bộ thẻ chữ số", "The number of teachers of grade 3, 4 is missing."),
    ],
)
def test_what_nobody_has_said_is_never_nought(
    room: Room, tmp_path: Path, item: str, lacks: str
) -> None:
    path = tmp_path / "toi-thieu.csv"
    path.write_text(LIST, encoding="utf-8")
    room.run(Import(read_list("catalogue", path)))
    row = next(row for row in room.ask(Shortage()).rows if row.name == item)
    assert (row.need, row.status, str(row.why)) == (None, UNKNOWN, lacks)
    room.run(SetHeadcounts(2026, {3: Counts(classes=0), 4: Counts(classes=0)}))
    assert _said(room)[item] == (0, 0, 0, ENOUGH)


def test_a_class_without_a_teacher_leaves_the_grade_open(worked: Room) -> None:
    worked.run(RegisterClass("3C", 3, 2026))
    row = next(row for row in worked.ask(Shortage()).rows if row.name == "Bộ thẻ chữ số")
    assert (row.need, str(row.why)) == (None, "The number of teachers of grade 3 is missing.")


def test_grades_that_are_none_are_refused(worked: Room) -> None:
    with pytest.raises(Refused, match="names no grade"):
        worked.run(ConfirmNorm(_item(worked, "Thước đo"), "01", "HS", "sáu"))


def test_a_confirmed_row_stays_confirmed_when_the_list_comes_again(
    worked: Room, tmp_path: Path
) -> None:
    path = tmp_path / "lai.csv"
    head, *rows = LIST.splitlines()
    path.write_text("\n".join([f"{head},Thông tư"] + [f"{row},37/2021" for row in rows]),
                    encoding="utf-8")  # fmt: skip
    source = read_list("catalogue", path)
    worked.run(Import(source))
    item = next(row.item for row in reversed(worked.ask(Shortage()).rows)
                if row.name == "Thước đo" and row.item > "TT008")  # fmt: skip
    worked.run(ConfirmNorm(item, "02", "HS", "4;5"))
    before = worked.ask(Shortage()).rows
    report = worked.run(Import(source, OnDuplicate.UPDATE)).value
    assert (report.added, report.updated) == (0, 0)
    assert worked.ask(Shortage()).rows == before
    row = next(row for row in before if row.item == item)
    assert (row.rule, row.grades, row.confirmed) == ("02/HS", (4, 5), True)


def test_the_report_is_printed_and_saved_as_it_reads(worked: Room) -> None:
    shown = show_shortage(worked.ask(Shortage()))
    pages = PdfReader(io.BytesIO(worked.ask(PrintShown(shown)))).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    for words in ("NĂM HỌC 2026-2027", "Bộ que tính", "Chưa xác định", "1/4-6 HS"):
        assert words in text
    sheet = load_workbook(io.BytesIO(worked.ask(SaveShown(shown)))).active
    assert sheet is not None
    rows = {row[1]: row[6:9] for row in sheet.iter_rows(min_row=5, values_only=True)}
    assert rows["Bộ que tính"] == (67, 60, 7)
    assert rows["Đồng hồ"][0] is None


def test_the_shipped_list_says_nothing_it_is_not_sure_of(school: Room) -> None:
    path = resources.path("lists", "minimum_equipment.csv")
    school.run(Import(read_list("catalogue", path)))
    rows = school.ask(Shortage()).rows
    assert len(rows) == 174
    unsure = [row for row in rows if row.why is not None and "confirmed" in str(row.why)]
    replaced = [row for row in rows if row.circular.startswith(("43/2020", "05/2019"))]
    assert len(replaced) == 18
    assert all("not confirmed for 37/2021" in str(row.why) for row in replaced)
    assert len(unsure) == 174 - 45 + len(replaced)
    assert {row.status for row in unsure} == {UNKNOWN}
    assert any(row.number == "B.I.1.1.a" for row in rows)


def test_a_row_of_a_replaced_circular_waits_for_a_person(worked: Room, tmp_path: Path) -> None:
    path = tmp_path / "cu.csv"
    path.write_text(
        "TT,Tên thiết bị,Thông tư,Môn học,Khối lớp,Số lượng,Tính trên,Độ tin cậy\n"
        "I.1,Song loan,05/2019/TT-BGDĐT (superseded by 37/2021),Âm nhạc,3,35,trường,"
        "FOUND (2 sources agree)\n"
        "A.1,Tranh quê hương,43/2020/TT-BGDĐT,Đạo đức,3,1,4-6 HS,confirmed\n",
        encoding="utf-8",
    )
    source = read_list("catalogue", path)
    worked.run(Import(source))
    for name in ("Song loan", "Tranh quê hương"):
        assert _said(worked)[name] == (None, 0, 0, UNKNOWN)
    worked.run(ConfirmNorm(_item(worked, "Tranh quê hương"), "1", "4-6 HS", "3"))
    assert _said(worked)["Tranh quê hương"] == (12, 0, 12, SHORT)
    report = worked.run(Import(source, OnDuplicate.UPDATE)).value
    assert (report.added, report.updated) == (0, 0)
    assert _said(worked)["Tranh quê hương"] == (12, 0, 12, SHORT)


def test_a_figure_by_groups_says_how_large_they_are(worked: Room) -> None:
    rows = {row.name: row for row in worked.ask(Shortage()).rows}
    assert (rows["Bảng nhóm"].group, rows["Bộ que tính"].group) == (6, 0)
    shown = {row[1]: row[-1] for row in show_shortage(worked.ask(Shortage())).rows}
    assert shown["Bảng nhóm"] == "Đủ (tính nhóm 6 HS)"
    assert shown["Bộ que tính"] == "Thiếu"


def _item(room: Room, name: str) -> str:
    return next(row.item for row in room.ask(Shortage()).rows if row.name == name)
