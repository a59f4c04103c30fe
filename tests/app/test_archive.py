"""What is issued is kept as it was, by school year and period, and is never written over."""

from __future__ import annotations

import hashlib
import io
import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from app.cli import main
from app.domain.archive import ArchivedView, Provision, shelf_of, shelve
from app.domain.device import Device
from app.domain.fault import Refused, Unavailable
from app.domain.period import Period, month_period, school_year_period, semester_period
from app.domain.person import PersonStatus
from app.domain.setting import School
from app.services.archived import InArchive, NoteArchived, PrintAgain
from app.services.devices import CorrectDevice
from app.services.grouping import Grouping
from app.services.increase import Increase, IncreaseLine, Source
from app.services.month_acts import ApproveMonth, PrintMonth, SubmitMonth
from app.services.months import MonthOf, Months
from app.services.numbered import PrintSlip
from app.services.people import CorrectPerson, DescribeSchool
from app.services.quality_report import QualityReport, show_quality
from app.services.queries import LastAct, OneEntry, Verify
from app.services.report_files import PrintReport, SaveReport
from app.services.room import Room
from app.services.showing import PrintShown, SaveShown, Shown
from app.services.undoing import Undo
from app.services.uploading import MakeUpload
from tests.conftest import TODAY, Clock

SHOWN = Shown("Thiết bị: điện, đồ gỗ", ("Mã", "Tên"), (("TB00001", "Máy chiếu"),))
MONTH = "archive/2026-2027/HK1/Thang-2026-11"
NOVEMBER = "2026-11"


def _index(room: Room, query: str = "") -> list[ArchivedView]:
    return room.ask(InArchive(query))


def _words(data: bytes) -> str:
    pages = PdfReader(io.BytesIO(data)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def _files(room: Room) -> set[str]:
    """Return all that lies in the archive, whoever put it there."""
    root = room.folder / "archive"
    return {path.relative_to(room.folder).as_posix() for path in root.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("period", "folder"),
    [
        (school_year_period(2025), "archive/2025-2026"),
        (semester_period(2025, 1, {}), "archive/2025-2026/HK1"),
        (semester_period(2025, 2, {}), "archive/2025-2026/HK2"),
        (month_period(2025, 10), "archive/2025-2026/HK1/Thang-2025-10"),
        (month_period(2026, 1), "archive/2025-2026/HK1/Thang-2026-01"),
        (Period(date(2026, 1, 20), date(2026, 1, 20)), "archive/2025-2026/HK1/Thang-2026-01"),
        (month_period(2026, 7), "archive/2025-2026/Nghi-he/Thang-2026-07"),
        (month_period(2026, 8), "archive/2026-2027/HK1/Thang-2026-08"),
        (Period(date(2025, 9, 5), date(2025, 11, 3)), "archive/2025-2026/HK1"),
        (Period(date(2025, 9, 5), date(2026, 3, 1)), "archive/2025-2026"),
        (Period(date(2024, 9, 5), date(2026, 3, 1)), "archive/2025-2026"),
    ],
)
def test_each_period_has_its_folder_and_is_known_by_it(period: Period, folder: str) -> None:
    shelf = shelve(period, {})
    assert shelf.folder == folder
    assert shelf_of(f"{folder}/x.pdf") == shelf


def test_what_is_issued_lies_there_and_in_the_index(school: Room) -> None:
    report = show_quality(school.ask(QualityReport(month_period(2026, 11), Grouping.SCHOOL)))
    outcome = school.issue(PrintReport(report), provision=Provision("  Báo cáo   định kỳ "))
    assert not outcome.undoable
    assert (
        outcome.value.file
        == f"{MONTH}/bao-cao-chat-luong-thiet-bi-day-hoc-2026-11-01-2026-11-30.pdf"
    )
    kept = (school.folder / outcome.value.file).read_bytes()
    assert outcome.value.path.read_bytes() == kept
    assert outcome.value.path.parent == school.folder / "documents"
    view = _index(school)[0]
    assert (view.actor, view.recorded_at[:10]) == ("thu", "2026-11-24")
    row = view.row
    assert (row.kind, row.title) == ("report", "Báo cáo chất lượng thiết bị dạy học, Tháng 11/2026")
    assert (row.first, row.last, row.school_year) == ("2026-11-01", "2026-11-30", 2026)
    assert (row.sha256, row.size) == (hashlib.sha256(kept).hexdigest(), len(kept))
    assert row.purpose == "Báo cáo định kỳ"
    assert row.entry == outcome.entry
    assert school.issue(SaveReport(report)).value.file.endswith(".xlsx")
    assert school.ask(Verify()).ok


def test_the_path_somebody_chose_has_the_same_bytes(school: Room, tmp_path: Path) -> None:
    path = tmp_path / "ds.xlsx"
    issued = school.issue(SaveShown(SHOWN), path).value
    assert issued.path == path
    assert issued.file == f"{MONTH}/thiet-bi-dien-do-go-2026-11-24.xlsx"
    assert path.read_bytes() == (school.folder / issued.file).read_bytes()
    assert not (school.folder / "documents").exists()


def test_an_upload_file_is_kept_too(school: Room) -> None:
    made = school.run(MakeUpload()).value
    (view,) = _index(school)
    assert (view.row.kind, view.row.number, view.row.file) == ("upload", 1, made.kept)
    assert view.row.sha256 == made.upload.sha256
    assert "thietbi.hcm.edu.vn" in view.row.purpose
    assert school.ask(MonthOf(NOVEMBER)).uploads[0].batch == made.batch


def test_two_prints_of_one_second_are_two_files(school: Room, folder: Path) -> None:
    room = Room.enter(folder, lambda: datetime(2026, 11, 24, 9), "hai")  # noqa: DTZ001 - local
    files = [room.issue(PrintShown(SHOWN)).value.file for _print in range(3)]
    room.leave()
    stem = f"{MONTH}/thiet-bi-dien-do-go-2026-11-24"
    assert files == [f"{stem}.pdf", f"{stem}-ban-2.pdf", f"{stem}-ban-3.pdf"]
    assert _files(school) == set(files)
    # What lies there, known or not, is never written over.
    stray = school.folder / f"{stem}-ban-4.pdf"
    stray.write_bytes(b"cua ai do")
    assert school.issue(PrintShown(SHOWN)).value.file == f"{stem}-ban-5.pdf"
    assert stray.read_bytes() == b"cua ai do"


def test_a_kept_file_is_not_saved_over_by_mistake(school: Room) -> None:
    kept = school.folder / school.issue(PrintShown(SHOWN)).value.file
    assert kept.stat().st_mode & 0o222 == 0


@pytest.fixture
def october(school: Room, clock: Clock) -> Room:
    """Write a delivery in October, submit and sign the month in December."""
    clock.turn_to(date(2026, 10, 5))
    school.run(Increase((IncreaseLine(Device("", "Loa"), 2),), Source.GRANTED))
    clock.turn_to(date(2026, 12, 2))
    school.run(SubmitMonth(NOVEMBER))
    return school


def test_an_old_sheet_is_printed_again_as_it_was_and_says_so(october: Room) -> None:
    first = october.issue(PrintMonth(NOVEMBER)).value
    said = _words(first.path.read_bytes())
    assert "Bản in lại" not in said
    assert first.file == "archive/2026-2027/HK1/Thang-2026-11/to-trinh-2026-11-so-01.pdf"
    october.run(ApproveMonth(NOVEMBER, "Lê Thị Ánh"))
    october.run(DescribeSchool(School("Trường Khác", keeper="Người Khác")))
    october.run(CorrectDevice("TB00001", {"name": "Tên khác"}))
    october.run(CorrectPerson("GV001", status=PersonStatus.TRANSFERRED))
    view = _index(october)[0]
    for number in (1, 2):
        again = october.issue(PrintAgain(view.id)).value
        assert again.file == first.file.replace(".pdf", f"-ban-{number + 1}.pdf")
        text = _words(again.path.read_bytes())
        assert text.replace(f"(Bản in lại lần {number}) ", "") == said
        assert text != said
    assert october.ask(MonthOf(NOVEMBER)).printed == 3
    assert october.ask(Verify()).ok


def test_a_slip_printed_again_is_marked_and_one_undone_is_refused(october: Room) -> None:
    slip = october.run(Increase((IncreaseLine(Device("", "Đàn"), 1),), Source.GRANTED)).value.slip
    first = october.issue(PrintSlip(slip)).value.path.read_bytes()
    october.run(DescribeSchool(School("Trường Khác")))
    view = _index(october, "phieu ghi tang")[0]
    assert (view.row.number, view.row.document_id) == (6, slip)
    again = october.ask(PrintAgain(view.id))
    assert _words(again).replace("(Bản in lại lần 1) ", "") == _words(first)
    october.run(Undo("Nhầm", october.ask(LastAct()).id))  # type: ignore[union-attr]  # the school
    october.run(Undo("Nhầm"))
    with pytest.raises(Refused, match="valid no more"):
        october.ask(PrintAgain(view.id))


def test_what_is_kept_as_a_file_alone_says_to_print_that(school: Room) -> None:
    school.issue(PrintShown(SHOWN))
    with pytest.raises(Refused, match="Open the file"):
        school.ask(PrintAgain(_index(school)[0].id))
    with pytest.raises(Refused, match="no file 99"):
        school.ask(PrintAgain(99))


def test_a_closed_month_blocks_nothing_and_tells_of_no_change(october: Room) -> None:
    october.run(ApproveMonth(NOVEMBER))
    before = october.ask(MonthOf("2026-12"))
    entry = october.issue(PrintMonth(NOVEMBER)).entry
    assert entry is not None
    written = october.ask(OneEntry(entry))
    assert written is not None
    assert (written.kind, written.day) == ("archive", "2026-12-02")
    after = october.ask(MonthOf("2026-12"))
    assert (after.rows, after.totals) == (before.rows, before.totals)
    assert after.status == before.status


def test_a_month_in_which_things_were_only_printed_needs_no_signature(
    october: Room, clock: Clock
) -> None:
    october.run(ApproveMonth(NOVEMBER))
    clock.turn_to(date(2027, 1, 4))
    october.issue(PrintShown(SHOWN))
    clock.turn_to(date(2027, 2, 3))
    months = [one.month for one in october.ask(Months())]
    assert "2026-12" in months
    assert "2027-01" not in months


def test_a_submitted_month_does_not_grow_stale_by_its_print(october: Room) -> None:
    october.issue(PrintMonth(NOVEMBER))
    assert not october.ask(MonthOf(NOVEMBER)).stale
    october.run(ApproveMonth(NOVEMBER))


def test_what_was_issued_is_not_undone(school: Room) -> None:
    last = school.ask(LastAct())
    entry = school.issue(PrintShown(SHOWN)).entry
    assert school.ask(LastAct()) == last
    with pytest.raises(Refused, match="reached the world outside"):
        school.run(Undo("Nhầm", entry))


def test_the_day_it_was_entered_in_the_system_is_noted_and_taken_back(school: Room) -> None:
    school.issue(PrintShown(SHOWN))
    number = _index(school)[0].id
    with pytest.raises(Refused, match="has not come yet"):
        school.run(NoteArchived(number, date(2026, 11, 25)))
    school.run(NoteArchived(number, TODAY, Provision("Báo cáo định kỳ")))
    row = _index(school)[0].row
    assert (row.submitted_on, row.purpose) == ("2026-11-24", "Báo cáo định kỳ")
    assert school.run(NoteArchived(number, TODAY, Provision("Báo cáo định kỳ"))).entry is None
    school.run(Undo("Nhầm"))
    assert (_index(school)[0].row.submitted_on, _index(school)[0].row.purpose) == (
        "",
        "Dùng trong trường",
    )
    assert school.ask(Verify()).ok


def test_it_is_searched_without_marks_by_title_person_purpose_and_day(school: Room) -> None:
    school.issue(PrintShown(SHOWN), provision=Provision("Thanh tra huyện"))
    school.run(MakeUpload())
    for query, count in (
        ("", 2), ("do go", 1), ("ĐỒ GỖ thu", 1), ("thanh tra", 1), ("24/11/2026", 2),
        ("thang-2026-11", 2), ("tep dua len", 1), ("khong co", 0),
    ):  # fmt: skip
        assert len(_index(school, query)) == count, query


@pytest.mark.parametrize("place", ["archive", "archive/2026-2027"])
def test_an_archive_that_cannot_be_written_refuses_and_leaves_nothing(
    school: Room, place: str
) -> None:
    head = school.ask(Verify()).head
    (school.folder / place).parent.mkdir(exist_ok=True)
    (school.folder / place).write_text("vướng", encoding="utf-8")
    with pytest.raises(Unavailable, match="cannot be written"):
        school.issue(PrintShown(SHOWN))
    assert school.ask(Verify()).head == head
    assert not (school.folder / "documents").exists()


def test_nothing_is_kept_of_what_could_not_be_given(school: Room, tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="cannot be written"):
        school.issue(PrintShown(SHOWN), tmp_path / "khong-co" / "ds.pdf")
    assert _files(school) == set()
    assert _index(school) == []


def test_verify_names_what_is_missing_changed_or_strange(school: Room) -> None:
    files = [school.issue(SaveShown(SHOWN)).value.file for _copy in range(4)]
    paths = [school.folder / file for file in files]
    data = bytearray(paths[0].read_bytes())
    data[100] ^= 1
    for path in paths:
        path.chmod(0o644)
    paths[0].write_bytes(data)
    paths[1].write_bytes(paths[1].read_bytes()[:-1])
    paths[2].unlink()
    (paths[3].parent / "la.pdf").write_bytes(b"%PDF")
    verdict = school.ask(Verify())
    assert not verdict.ok
    said = [str(problem.sentence) for problem in verdict.problems]
    assert [files[at] in said[at] for at in range(3)] == [True] * 3
    assert ["is not what" in said[0], "is not what" in said[1], "missing" in said[2]] == [True] * 3
    assert len(said) == 3
    assert [str(note.sentence) for note in verdict.notes] == [
        f"{MONTH}/la.pdf lies in the archive but not in its index."
    ]


def test_a_file_nobody_indexed_is_no_damage(school: Room) -> None:
    stray = school.folder / MONTH / "mat-dien.pdf"
    stray.parent.mkdir(parents=True)
    stray.write_bytes(b"%PDF")
    verdict = school.ask(Verify())
    assert verdict.ok
    assert len(verdict.notes) == 1


@pytest.fixture
def cli(school: Room, capsys: pytest.CaptureFixture[str]) -> Any:  # noqa: ANN401 - JSON is any
    """Return a way to run a command on the school's book and read its JSON."""

    def run(*arguments: str) -> dict[str, Any]:
        capsys.readouterr()
        assert main(["--data", str(school.folder), "--json", *arguments]) == 0
        answer: dict[str, Any] = json.loads(capsys.readouterr().out)
        return answer

    return run


def test_every_command_that_writes_a_file_says_where_it_is_kept(
    cli: Any,  # noqa: ANN401 - JSON is any
    school: Room,
    tmp_path: Path,
) -> None:
    pdf, xlsx, out = tmp_path / "a.pdf", tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    said = [
        *cli("report", "shortage", "--pdf", str(pdf), "--xlsx", str(xlsx),
             "--purpose", "Thanh tra")["archive"],
        *cli("upload", "make", "--out", str(out))["archive"],
    ]  # fmt: skip
    for file, path in zip(said, (pdf, xlsx, out), strict=True):
        assert (school.folder / file).read_bytes() == path.read_bytes()
    assert "archive" not in cli("report", "shortage")
    listed = cli("archive")["archive"]
    assert [one["file"] for one in listed] == said[::-1]
    assert listed[1].items() >= {
        "kind": "report", "purpose": "Thanh tra", "school_year": "2026-2027", "submitted_on": "",
    }.items()  # fmt: skip
    assert [one["id"] for one in cli("archive", "tep", "dua len")["archive"]] == [3]
