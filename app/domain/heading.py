"""Finding the header row of a school's list, by the names its columns go by."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.domain.text import clean, fold

_SEARCHED_ROWS = 30
_NOT_WORDS = re.compile(r"\(\*\)|\(x\)|[^\w]+")


@dataclass(frozen=True, slots=True)
class Field:
    """A column the program understands: its own heading first, then other names."""

    name: str
    headings: tuple[str, ...]
    required: bool = False


@dataclass(frozen=True, slots=True)
class Header:
    """Where the headings stand: the row's index, and each field's column index."""

    row: int
    columns: Mapping[str, int]


def fold_heading(text: str) -> str:
    """Return a heading without marks, case, asterisks and punctuation."""
    return " ".join(_NOT_WORDS.sub(" ", fold(clean(text))).split())


def find_header(
    rows: Sequence[Sequence[str]], fields: Sequence[Field], chosen: Mapping[str, str]
) -> Header | None:
    """Return the row that names most fields, every required one among them.

    `chosen` pairs a field's name with the heading a person picked for it.
    """
    names = {
        fold_heading(text): field.name for field in reversed(fields) for text in field.headings
    }
    for name, text in chosen.items():
        names = {heading: field for heading, field in names.items() if field != name}
        names[fold_heading(text)] = name
    required = {field.name for field in fields if field.required}
    best: Header | None = None
    for index, row in enumerate(rows[:_SEARCHED_ROWS]):
        columns: dict[str, int] = {}
        for column, text in enumerate(row):
            found = names.get(fold_heading(text))
            if found is not None:
                columns.setdefault(found, column)
        if required <= columns.keys() and (best is None or len(columns) > len(best.columns)):
            best = Header(index, columns)
    return best


_NUMBER = Field("number", ("STT", "Số TT", "TT", "Số thứ tự"))
_NOTE = Field("note", ("Ghi chú", "Chú thích", "note"))

DEVICE_FIELDS = (
    _NUMBER,
    Field(
        "name",
        ("Tên thiết bị", "Tên TB", "Tên thiết bị/Đồ dùng", "Tên đồ dùng", "Tên TBDH", "Tên tài sản",
         "Tên thiết bị dạy học", "name"),
        required=True,
    ),
    Field("code", ("Mã thiết bị", "Mã nội bộ", "Mã TB", "Số hiệu", "Mã cá biệt", "Mã", "code")),
    Field("official_code", ("Mã định danh", "Mã thiết bị trên hệ thống", "official_code")),
    Field("kind", ("Hình thức quản lý", "Loại quản lý", "kind")),
    Field("unit", ("Đơn vị tính", "Đơn vị", "ĐVT", "unit")),
    Field("quantity", ("Số lượng", "Tổng số", "SL", "quantity")),
    Field("damaged", ("Trong đó hỏng", "Hỏng", "Số lượng hỏng", "SL hỏng", "damaged")),
    Field("subject", ("Môn học", "Bộ môn", "Môn", "subject")),
    Field("grades", ("Khối lớp", "Khối", "Lớp", "grade", "grades")),
    Field("topic", ("Chủ đề dạy học", "Chủ đề")),
    Field("purpose", ("Mục đích sử dụng",)),
    Field(
        "specification",
        ("Mô tả chi tiết", "Quy cách", "Mô tả", "Mô tả chi tiết thiết bị dạy học"),
    ),
    Field("norm", ("Định mức", "Số lượng tối thiểu")),
    Field("for_teacher", ("GV", "Giáo viên")),
    Field("for_pupil", ("HS", "Học sinh")),
    Field("maker", ("Hãng sản xuất", "Nhà sản xuất", "Hãng")),
    Field("country", ("Nước sản xuất", "Nước SX", "Xuất xứ")),
    Field("year_made", ("Năm sản xuất", "Năm SX")),
    Field("year_in_use", ("Năm đưa vào sử dụng", "Năm sử dụng", "Năm theo dõi", "Năm đưa vào SD")),
    Field("fund", ("Nguồn hình thành", "Nguồn cấp", "Nguồn kinh phí", "Nguồn")),
    Field("unit_price", ("Đơn giá", "Giá", "Nguyên giá")),
    Field("document_number", ("Số chứng từ", "Chứng từ")),
    Field(
        "place",
        ("Nơi để", "Kho", "Kho/Phòng", "Phòng", "Vị trí", "Kho/Phòng bộ môn", "Nơi sử dụng"),
    ),
    Field("condition", ("Tình trạng",)),
    Field("category", ("Loại thiết bị", "Phân loại", "Loại")),
    _NOTE,
)  # fmt: skip

PERSON_FIELDS = (
    _NUMBER,
    Field(
        "name",
        ("Họ và tên", "Họ tên", "Họ và tên giáo viên", "Giáo viên", "Họ tên giáo viên", "name"),
        required=True,
    ),
    Field(
        "code", ("Mã giáo viên", "Mã nhân viên", "Mã nội bộ", "Mã cán bộ", "Mã GV", "Mã", "code")
    ),
    Field("official_code", ("Mã định danh Bộ GD&ĐT", "Mã định danh", "official_code")),
    Field("team", ("Tổ chuyên môn", "Tổ bộ môn", "Tổ", "Tổ CM", "team")),
    Field("staff_type", ("Chức vụ", "Loại cán bộ", "Vị trí việc làm", "staff_type")),
    Field("status", ("Trạng thái", "status")),
    _NOTE,
)  # fmt: skip

CLASS_FIELDS = (
    _NUMBER,
    Field("name", ("Tên lớp học", "Tên lớp", "Lớp", "Lớp học", "TenLopHoc", "name"), required=True),
    Field("grade", ("Khối học/Nhóm tuổi", "Khối học", "Khối", "Khối lớp", "KhoiHoc", "grade")),
    Field("school_year", ("Năm học", "NamHoc", "school_year")),
    Field("homeroom", ("Giáo viên chủ nhiệm", "GVCN", "MaGvcnDn", "homeroom")),
    Field("official_code", ("Mã lớp học", "Mã lớp", "MaLopHoc", "official_code")),
    Field("pupils", ("Sĩ số", "Số học sinh", "Số HS", "pupils")),
    Field("pupil", ("Họ và tên", "Mã học sinh", "Họ tên học sinh")),
)

CATALOGUE_FIELDS = (
    Field("name", ("Tên thiết bị", "name"), required=True),
    Field("number", ("TT", "Số TT", "STT", "code_if_any", "Mã", "code")),
    Field("circular", ("Thông tư", "circular")),
    Field("subject", ("Môn học", "Bộ môn", "subject")),
    Field("grade", ("Khối lớp", "Khối", "Lớp", "grade")),
    Field("topic", ("Chủ đề dạy học",)),
    Field("unit", ("Đơn vị", "Đơn vị tính", "ĐVT", "unit")),
    Field("quantity", ("Số lượng", "Định mức", "quantity")),
    Field("per", ("Tính trên", "per")),
    Field("user", ("Đối tượng sử dụng", "user")),
    Field("for_teacher", ("GV",)),
    Field("for_pupil", ("HS",)),
    Field("source", ("Nguồn", "source")),
    Field("confidence", ("Độ tin cậy", "confidence")),
    _NOTE,
)

PLAN_FIELDS = (
    Field("weekday", ("Thứ", "Thứ/ngày", "Thứ ngày"), required=True),
    Field("session", ("Buổi học", "Buổi")),
    Field("period", ("Tiết học TKB", "Tiết TKB", "Tiết theo TKB", "Tiết"), required=True),
    Field("subject", ("Môn học", "Môn")),
    Field("class_name", ("Lớp học", "Lớp"), required=True),
    Field("ppct", ("Tiết theo PPCT", "Tiết PPCT", "Tiết theo KHDH")),
    Field("lesson", ("Bài dạy", "Tên bài dạy", "Tên bài")),
    Field("devices", ("Đăng ký sử dụng đồ dùng/TBDH", "Thiết bị", "Đồ dùng dạy học", "ĐDDH")),
    _NOTE,
)

CALENDAR_FIELDS = (
    _NUMBER,
    Field("day", ("Ngày", "Ngày nghỉ", "day"), required=True),
    Field("kind", ("Loại", "kind")),
    Field("note", ("Ghi chú", "Lý do", "Nội dung", "note")),
    Field("source", ("Nguồn", "Văn bản", "Căn cứ", "source")),
)

FIELDS = {
    "devices": DEVICE_FIELDS,
    "people": PERSON_FIELDS,
    "classes": CLASS_FIELDS,
    "catalogue": CATALOGUE_FIELDS,
    "plans": PLAN_FIELDS,
    "calendar": CALENDAR_FIELDS,
}
