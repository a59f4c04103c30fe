"""Blank workbooks in the shapes that ministry forms come in, for the tests of layouts."""

from __future__ import annotations

from pathlib import Path

import xlsxwriter
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill, Protection
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

TITLED_HEADINGS = (
    "STT", "Mã thiết bị*", "Tên thiết bị *", "Môn học*", "Đơn vị tính*", "Số lượng *",
    "Ngày chứng từ", "Tình trạng*", "Mã trường*", "Ghi chú",
)  # fmt: skip


def titled(path: Path) -> Path:
    """Write a form with its title in row 2, headings in row 4, an example in row 5, and a list.

    The sheet is protected; one column takes 30 letters; the subjects are a list by code.
    """
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = "Danh sách"
    page["A2"] = "DANH SÁCH THIẾT BỊ DẠY HỌC"
    page.merge_cells("A2:J2")
    for column, heading in enumerate(TITLED_HEADINGS, start=1):
        cell = page.cell(4, column, heading)
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="FFE3ECF7")
    for column, value in enumerate((1, "VD01", "Ví dụ", "01", "Cái", 1), start=1):
        page.cell(5, column, value).protection = Protection(locked=False)
    page["B5"].number_format = "@"
    page["G5"].number_format = "dd/mm/yyyy"
    page.column_dimensions["C"].width = 44
    codes = book.create_sheet("DM môn học")
    for row in (("Mã", "Tên môn"), ("01", "Toán"), ("02", "Tiếng Việt"), ("03", "Dùng chung")):
        codes.append(row)
    codes.sheet_state = "hidden"
    book.defined_names["MonHoc"] = DefinedName("MonHoc", attr_text="'DM môn học'!$A$2:$A$4")
    for area, rule in (
        ("D5:D1000", DataValidation("list", formula1="=MonHoc")),
        ("H5:H1000", DataValidation("list", formula1='"Tốt,Hỏng nhẹ,Còn dùng được"')),
        ("C5:C1000", DataValidation("textLength", "lessThanOrEqual", "30")),
    ):
        rule.add(area)
        page.add_data_validation(rule)
    page.conditional_formatting.add(
        "F5:F1000",
        CellIsRule(operator="greaterThan", formula=["100"], fill=PatternFill(bgColor="FFFF0000")),
    )
    page["C4"].comment = Comment("Tên theo hồ sơ", "Sở")
    page.protection.sheet = True
    page.protection.password = "so"  # noqa: S105 - a form's, to see it kept
    book.save(path)
    return path


def named(path: Path) -> Path:
    """Write a form with headings in row 1, names of fields in row 2, and data from row 3 on."""
    with xlsxwriter.Workbook(str(path)) as book:
        page, notes = book.add_worksheet("Import"), book.add_worksheet("Ghi chú")
        units = book.add_worksheet("Đơn vị tính")
        head = book.add_format({"bold": True, "bg_color": "#FFF2CC", "border": 1})
        body = book.add_format({"border": 1, "num_format": "@"})
        pairs = (
            ("Tên thiết bị (*)", "TEN_THIET_BI"), ("Mã định danh", "MA_DINH_DANH"),
            ("ĐVT (*)", "DON_VI_TINH"), ("Số lượng (*)", "SO_LUONG"),
            ("Năm đưa vào sử dụng", "NAM_SD"), ("Hạn sử dụng", "HAN_SD"),
            ("Trường lạ", "TRUONG_LA"),
        )  # fmt: skip
        for column, (heading, name) in enumerate(pairs):
            page.write_string(0, column, heading, head)
            page.write_string(1, column, name, head)
            page.write_blank(2, column, None, body)
        page.set_column(0, 0, 40)
        page.freeze_panes(2, 0)
        notes.write_column(0, 0, ("Ghi chú", "Cột có dấu (*) là bắt buộc", "Dùng đúng mẫu này"))
        units.write_column(0, 0, ("ĐVT", "Cái", "Bộ", "Chiếc"))
        page.data_validation("C3:C500", {"validate": "list", "source": "='Đơn vị tính'!$A$2:$A$4"})
        page.write_comment("A1", "Không quá 255 ký tự")
    return path


def grouped(path: Path) -> Path:
    """Write a form that begins in column B, with groups of headings, notes, and a signature."""
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet("Biểu 01")
        head = book.add_format({"bold": True, "border": 1, "align": "center"})
        title = book.add_format({"bold": True, "font_size": 14})
        page.merge_range("B1:H1", "BIỂU TỔNG HỢP THIẾT BỊ", title)
        for at, heading in ((1, "TT"), (2, "Tên thiết bị (bắt buộc)"), (3, "Bộ môn")):
            page.merge_range(2, at, 3, at, heading, head)
        page.merge_range(2, 4, 2, 6, "Số lượng", head)
        for at, heading in ((4, "Tổng số"), (5, "Hỏng"), (6, "Mất")):
            page.write_string(3, at, heading, head)
        page.merge_range(2, 7, 3, 7, "Ghi chú", head)
        for at, number in enumerate(("(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"), start=1):
            page.write_string(4, at, number, head)
        cell = book.add_format({"border": 1})
        for row in range(5, 8):
            page.write_number(row, 1, row - 4, cell)
            for at in range(2, 8):
                page.write_blank(row, at, None, cell)
        page.merge_range("B10:D10", "Người lập biểu", title)
        page.merge_range("F10:H10", "Hiệu trưởng", title)
    return path
