"""The workbooks an import gives back: a list with its faults beside them, a list to fill in."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path

from app.domain.batch import ImportReport, SchoolList
from app.domain.fault import Refused
from app.domain.heading import FIELDS, Field, fold_heading
from app.domain.sentence import Sentence
from app.domain.staff import TYPES
from app.services.import_asking import known_words
from app.services.import_rows import KIND_NAMES
from app.services.importing import check_kind
from app.services.wording import load_words
from app.spreadsheets.template import Column, Names, make_template
from app.spreadsheets.writing import make_table
from app.store.desk import Desk
from app.store.files import write_whole

FAULT_HEADING = "Lỗi"  # no field goes by this name, so a mended workbook comes in as it is
_AS_TEXT = frozenset({"code", "official_code", "document_number", "document_date", "use_by",
                      "class_name", "ppct"})  # fmt: skip
_EXAMPLES = {
    "devices": {
        "name": "Bộ que tính (ví dụ, xoá dòng này)", "unit": "Bộ", "quantity": "35",
        "damaged": "2", "subject": "Toán", "grades": "1", "country": "Việt Nam",
        "year_in_use": "2025", "fund": "Được cấp", "unit_price": "35000",
        "document_date": "05/09/2025", "for_pupil": "x",
        "condition": "Tốt",
    },
    "people": {"name": "Nguyễn Thị Ví Dụ (xoá dòng này)", "status": "Đang làm việc"},
    "classes": {"name": "1A", "grade": "1", "school_year": "2026-2027"},
    "teams": {"name": "Tổ 1 (ví dụ, xoá dòng này)"},
    "places": {"name": "Tủ số 1 (ví dụ, xoá dòng này)", "kind": "Tủ"},
    "subjects": {"name": "Toán (ví dụ, xoá dòng này)"},
    "funds": {"name": "Được cấp (ví dụ, xoá dòng này)"},
    "catalogue": {"name": "Bộ que tính (ví dụ, xoá dòng này)", "unit": "Bộ", "subject": "Toán"},
    "quotas": {"name": "Nguyễn Thị Ví Dụ (xoá dòng này)", "hours": "70"},
    "timetable": {"weekday": "Thứ 2", "session": "Sáng", "period": "1", "class_name": "1A",
                  "subject": "Toán", "teacher": "Cô Ví Dụ (xoá dòng này)"},
    "assignments": {"teacher": "Cô Ví Dụ (xoá dòng này)", "subject": "Âm nhạc",
                    "class_name": "1A, 1B"},
    "plans": {"weekday": "Thứ 2", "session": "Sáng", "period": "1", "subject": "Toán",
              "class_name": "1A"},
}  # fmt: skip
_UNUSED = frozenset({"number", "pupil", "cell"})


@dataclass(frozen=True, slots=True)
class WriteFaults:
    """Write the rows of a list as they were, with what is wrong and how to mend it beside."""

    source: SchoolList
    report: ImportReport
    path: Path

    def answer(self, desk: Desk) -> Path:
        """Return where the workbook was written."""
        words = load_words()
        wrong: dict[int, list[str]] = defaultdict(list)
        for fault in self.report.errors:
            wrong[fault.row].append(f"{fault.column}: {words.render(fault.message)}")
        heads = self.source.heads
        kept = [
            index for index, text in enumerate(heads)
            if fold_heading(text) != fold_heading(FAULT_HEADING)
        ]  # fmt: skip
        rows = [
            (*(row.cells[index] if index < len(row.cells) else "" for index in kept),
             "\n".join(wrong[row.number]))
            for row in self.source.rows
        ]  # fmt: skip
        title = [self.source.title] if self.source.title else []
        try:
            write_whole(
                self.path,
                make_table(
                    title, (*(heads[index] for index in kept), FAULT_HEADING), rows,
                    sheet="Danh sách", created=datetime.combine(desk.today, time()),
                ),
            )  # fmt: skip
        except OSError:
            raise _not_written(self.path) from None
        return self.path


@dataclass(frozen=True, slots=True)
class WriteTemplate:
    """Write a list to fill in; it can be imported as it is."""

    kind: str
    path: Path

    def answer(self, desk: Desk) -> Path:
        """Return where the workbook was written."""
        check_kind(self.kind)
        offered = dict(known_words(desk, self.kind))
        if self.kind == "devices":
            offered |= {"kind": KIND_NAMES}
        if self.kind == "people":
            offered |= {"staff_type": [listed.name for listed in TYPES]}
        examples = _EXAMPLES.get(self.kind, {})
        wanted = [one for one in FIELDS[self.kind] if one.name not in _UNUSED]
        columns = [
            Column(_heading(one), examples.get(one.name, ""), offered.get(one.name, ()),
                   one.name in _AS_TEXT)
            for one in wanted
        ]  # fmt: skip
        try:
            write_whole(
                self.path,
                make_template(
                    columns, _notes(wanted), Names("Danh sách", "Ghi chú", "Danh mục"),
                    datetime.combine(desk.today, time()),
                ),
            )  # fmt: skip
        except OSError:
            raise _not_written(self.path) from None
        return self.path


def _heading(one: Field) -> str:
    return f"{one.headings[0]} (*)" if one.required else one.headings[0]


def _notes(wanted: list[Field]) -> list[str]:
    needed = ", ".join(one.headings[0] for one in wanted if one.required)
    words = load_words()
    return [
        words("Columns marked (*) must be filled in: {columns}.", columns=needed),
        words("Delete the example row before you import, and every column you do not need."),
        words("Write days as 05/09/2026, numbers in digits only, and x for yes."),
        words("Cells with an arrow offer the words the book knows; another word is asked about."),
        words("Leave a code blank and the program gives one."),
    ]


def _not_written(path: Path) -> Refused:
    return Refused(
        Sentence(
            "{file} cannot be written. Close it in Excel if it is open there, or choose another "
            "folder.",
            {"file": path.name},
        ),
        where=path.name,
    )
