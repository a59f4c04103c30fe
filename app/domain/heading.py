"""Finding the header row of a school's list, by the names its columns go by."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

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
    """Where the headings stand: the first row's index and the last's, and what they say.

    `columns` is each field's column index; `texts` the heading of every column.
    """

    row: int
    last: int
    texts: tuple[str, ...]
    columns: Mapping[str, int]


@lru_cache(maxsize=10_000)  # texts: the headings and words of a list come again and again
def fold_heading(text: str) -> str:
    """Return a heading without marks, case, asterisks and punctuation."""
    return " ".join(_NOT_WORDS.sub(" ", fold(clean(text))).split())


def heading_names(fields: Sequence[Field], chosen: Mapping[str, str]) -> dict[str, str]:
    """Return each known heading, folded, with its field's name.

    `chosen` pairs a field's name with the heading a person picked for it.
    """
    names = {
        fold_heading(text): field.name for field in reversed(fields) for text in field.headings
    }
    for name, text in chosen.items():
        names = {heading: field for heading, field in names.items() if field != name}
        names[fold_heading(text)] = name
    return names


def find_header(
    rows: Sequence[Sequence[str]], fields: Sequence[Field], chosen: Mapping[str, str]
) -> Header | None:
    """Return the header that names most fields, every required one among them."""
    names = heading_names(fields, chosen)
    required = {field.name for field in fields if field.required}
    best: Header | None = None
    for index in range(len(rows[:_SEARCHED_ROWS])):
        header = header_at(rows, index, names)
        if required <= header.columns.keys() and (best is None or _better(header, best)):
            best = header
    return best


def _better(header: Header, best: Header) -> bool:
    """Return whether a header names more; a title line over it is no group of its own."""
    if header.row == best.last > best.row:
        return len(header.columns) >= len(best.columns)
    return len(header.columns) > len(best.columns)


def header_at(rows: Sequence[Sequence[str]], index: int, names: Mapping[str, str]) -> Header:
    """Return the headings of a row, joined with the row below when that divides its groups."""
    single = _header(index, index, rows[index], names)
    if index + 1 < len(rows):
        joined = _joined(rows[index], rows[index + 1], names)
        if joined is not None:
            double = _header(index, index + 1, joined, names)
            if len(double.columns) > len(single.columns):
                return double
    return single


def _header(row: int, last: int, texts: Sequence[str], names: Mapping[str, str]) -> Header:
    columns: dict[str, int] = {}
    for column, text in enumerate(texts):
        found = names.get(fold_heading(text))
        if found is not None:
            columns.setdefault(found, column)
    return Header(row, last, tuple(texts), columns)


def _joined(
    above: Sequence[str], below: Sequence[str], names: Mapping[str, str]
) -> list[str] | None:
    """Return group headings joined with those under them, None when the row below is data.

    Merged cells keep their text in the first cell only, so a group reaches over the blanks
    to its right; every other heading must have nothing under it, or itself again.
    """
    width = max(len(above), len(below))
    top, under = _padded(above, width), _padded(below, width)
    joined: list[str] = []
    group, known = "", 0
    for column in range(width):
        group = top[column] or group
        grouped = not top[column] or (column + 1 < width and not top[column + 1])
        if not under[column]:
            joined.append(top[column])
            continue
        if not grouped and fold_heading(under[column]) != fold_heading(top[column]):
            return None
        both = f"{group} {under[column]}"
        said = next((text for text in (both, under[column]) if fold_heading(text) in names), "")
        known += bool(said)
        joined.append(said or both)
    return joined if known else None


def _padded(row: Sequence[str], width: int) -> list[str]:
    return [*row, *[""] * (width - len(row))]


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
    Field("document_date", ("Ngày chứng từ", "Ngày tháng chứng từ", "document_date")),
    Field("book_page", ("Trang sổ", "Số trang sổ", "book_page")),
    Field("self_made", ("Tự làm", "Thiết bị tự làm", "self_made")),
    Field("use_by", ("Hạn sử dụng", "Hạn dùng", "HSD", "use_by")),
    Field(
        "place",
        ("Nơi để", "Kho", "Kho/Phòng", "Phòng", "Vị trí", "Kho/Phòng bộ môn", "Nơi sử dụng"),
    ),
    Field("team", ("Tổ quản lý", "Tổ phụ trách", "team")),
    Field("life_years", ("Thời gian sử dụng (năm)", "Thời gian sử dụng", "Số năm sử dụng",
                         "life_years")),
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
    Field("head", ("Là tổ trưởng", "Tổ trưởng", "head")),
    Field("status", ("Trạng thái", "Mã trạng thái", "status")),
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

TEAM_FIELDS = (
    _NUMBER,
    Field("name", ("Tên tổ", "Tổ chuyên môn", "Tổ bộ môn", "Tổ", "name"), required=True),
    Field("head", ("Tổ trưởng", "Mã tổ trưởng", "Họ tên tổ trưởng", "head")),
    _NOTE,
)

PLACE_FIELDS = (
    _NUMBER,
    Field(
        "name",
        ("Tên nơi để", "Nơi để", "Tên kho", "Kho/Phòng", "Tên phòng", "Vị trí", "name"),
        required=True,
    ),
    Field("code", ("Mã nơi để", "Mã vị trí", "Mã", "code")),
    Field("kind", ("Loại nơi để", "Loại", "kind")),
    Field("part_of", ("Thuộc", "Thuộc nơi để", "Trực thuộc", "part_of")),
    _NOTE,
)

SUBJECT_FIELDS = (
    _NUMBER,
    Field("name", ("Tên môn học", "Môn học", "Tên môn", "Bộ môn", "Môn", "name"), required=True),
    _NOTE,
)

FUND_FIELDS = (
    _NUMBER,
    Field(
        "name",
        ("Tên nguồn", "Nguồn kinh phí", "Nguồn hình thành", "Nguồn cấp", "Nguồn", "name"),
        required=True,
    ),
    _NOTE,
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

TIMETABLE_FIELDS = (
    Field("weekday", ("Thứ", "Thứ/ngày", "Thứ ngày", "Ngày"), required=True),
    Field("session", ("Buổi học", "Buổi")),
    Field("period", ("Tiết", "Tiết học", "Tiết TKB", "Tiết học TKB"), required=True),
    Field("class_name", ("Lớp", "Lớp học", "Tên lớp", "Tên lớp học"), required=True),
    Field("subject", ("Môn", "Môn học", "Tên môn", "Tên môn học"), required=True),
    Field("teacher", ("Giáo viên", "GV", "Tên giáo viên", "Họ và tên giáo viên",
                      "Giáo viên dạy")),
    Field("cell", ("Ô",)),
)  # fmt: skip

ASSIGNMENT_FIELDS = (
    _NUMBER,
    Field("teacher", ("Giáo viên", "Họ và tên giáo viên", "Họ và tên", "Họ tên", "GV"),
          required=True),
    Field("subject", ("Môn", "Môn dạy", "Môn học", "Tên môn học"), required=True),
    Field("class_name", ("Lớp", "Lớp dạy", "Dạy lớp", "Các lớp", "Lớp học"), required=True),
    _NOTE,
)  # fmt: skip

CALENDAR_FIELDS = (
    _NUMBER,
    Field("day", ("Ngày", "Ngày nghỉ", "day"), required=True),
    Field("kind", ("Loại", "kind")),
    Field("note", ("Ghi chú", "Lý do", "Nội dung", "note")),
    Field("source", ("Nguồn", "Văn bản", "Căn cứ", "source")),
)

QUOTA_FIELDS = (
    _NUMBER,
    Field("name", ("Họ và tên", "Họ tên", "Giáo viên", "Họ và tên giáo viên", "name"),
          required=True),
    Field("code", ("Mã giáo viên", "Mã GV", "Mã nội bộ", "Mã định danh", "Mã", "code")),
    Field("team", ("Tổ chuyên môn", "Tổ bộ môn", "Tổ CM", "Tổ", "team")),
    Field("hours", ("Số tiết quy định", "Số tiết cả năm", "Cả năm", "Số tiết", "hours")),
    Field("first", ("Số tiết học kì I", "Học kì I", "Học kỳ I", "HK I", "HKI", "HK1")),
    Field("second", ("Số tiết học kì II", "Học kì II", "Học kỳ II", "HK II", "HKII", "HK2")),
    Field("school_year", ("Năm học", "school_year")),
    _NOTE,
)  # fmt: skip

FIELDS = {
    "devices": DEVICE_FIELDS,
    "people": PERSON_FIELDS,
    "classes": CLASS_FIELDS,
    "teams": TEAM_FIELDS,
    "places": PLACE_FIELDS,
    "subjects": SUBJECT_FIELDS,
    "funds": FUND_FIELDS,
    "catalogue": CATALOGUE_FIELDS,
    "plans": PLAN_FIELDS,
    "timetable": TIMETABLE_FIELDS,
    "assignments": ASSIGNMENT_FIELDS,
    "calendar": CALENDAR_FIELDS,
    "quotas": QUOTA_FIELDS,
}
