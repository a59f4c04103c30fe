"""Batches of changes: chosen, checked, written once, answered row by row; late ones explained."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from app.domain.device import Device, Kind
from app.domain.fault import Refused
from app.domain.upload import Choice, RowStatus
from app.services.deadlines import CountDue
from app.services.devices import CorrectDevice, RegisterDevice
from app.services.lending import Item, Lend
from app.services.queries import Verify
from app.services.room import Room
from app.services.undoing import Undo
from app.services.upload_answers import AnswerUpload, KeepReceipt, MarkUploaded, WithdrawUpload
from app.services.upload_results import ReadResults
from app.services.uploading import Made, MakeUpload, Selection, UploadPreview
from app.services.uploads import RowsOfUpload, Uploads
from tests.conftest import Clock

CHANGES, ALL = Selection(), Selection(Choice.ALL)


def _make(room: Room, selection: Selection = CHANGES, reason: str = "") -> Made:
    return room.run(MakeUpload(selection, reason=reason)).value


def _codes(room: Room, batch: int) -> list[str]:
    return [row.code for row in room.ask(RowsOfUpload(batch))]


def _due(room: Room) -> int:
    counted = room.ask(CountDue(notices=False))
    return counted.late + counted.soon + counted.rest


def test_a_batch_holds_what_changed_and_loans_are_no_change(school: Room) -> None:
    first = _make(school)
    assert (first.upload.rows, _due(school)) == (4, 0)
    school.run(Lend((Item("TB00001"),), "3A"))
    with pytest.raises(Refused, match=r"Nothing has changed since batch 1 of 24/11/2026"):
        _make(school)
    school.run(CorrectDevice("TB00002", {"note": "mới dán nhãn"}))
    assert _codes(school, _make(school).batch) == ["TB00002"]


def test_the_file_is_what_its_hash_says_and_verify_looks(school: Room) -> None:
    made = _make(school)
    data = made.path.read_bytes()
    assert hashlib.sha256(data).hexdigest() == made.upload.sha256
    names = {row[2] for row in load_workbook(made.path).worksheets[0].iter_rows(values_only=True)}
    assert names >= {"Máy chiếu", "Loa cầm tay", "Bộ thực hành Toán", "Bảng con"}
    assert school.ask(Verify()).ok
    made.path.write_bytes(data + b" ")
    assert "was changed" in str(school.ask(Verify()).problems[0].sentence)
    made.path.unlink()
    assert "is missing" in str(school.ask(Verify()).problems[0].sentence)


def test_a_file_left_by_a_killed_program_is_kept_apart(school: Room) -> None:
    stray = school.folder / "uploads" / "2026-11-24-0001.xlsx"
    stray.parent.mkdir()
    stray.write_bytes(b"half a file")
    made = _make(school)
    assert (made.path.name, stray.read_bytes()) == ("2026-11-24-0001-2.xlsx", b"half a file")
    verdict = school.ask(Verify())
    assert verdict.ok
    assert "belongs to no upload batch" in str(verdict.notes[0])


def test_nothing_is_sent_twice_silently(school: Room) -> None:
    _make(school)
    with pytest.raises(Refused, match=r"Batch 1 of 24/11/2026 holds these devices already"):
        _make(school, ALL)
    school.run(CorrectDevice("TB00001", {"note": "x"}))
    with pytest.raises(Refused, match=r"3 devices wait for an answer in batch 1"):
        _make(school, ALL)
    made = _make(school, ALL, "Hệ thống báo mất tệp")
    (view,) = school.ask(Uploads(made.batch))
    assert (view.row.rows, view.reason) == (4, "Hệ thống báo mất tệp")


def test_a_period_takes_what_changed_in_it(school: Room, clock: Clock) -> None:
    _make(school)
    clock.turn_to(date(2026, 12, 1))
    school.run(CorrectDevice("TB00003", {"note": "x"}))
    clock.turn_to(date(2026, 12, 5))
    school.run(CorrectDevice("TB00001", {"note": "x"}))
    day = date(2026, 12, 1)
    made = _make(school, Selection(Choice.PERIOD, day, day))
    assert _codes(school, made.batch) == ["TB00003"]
    assert (made.upload.first, made.upload.last) == ("2026-12-01", "2026-12-01")
    assert _due(school) == 1
    with pytest.raises(Refused, match="the first is not after the last"):
        _make(school, Selection(Choice.PERIOD, date(2026, 12, 2), day))


def test_what_was_rejected_comes_back_and_a_correction_of_the_answer_is_taken(school: Room) -> None:
    batch = _make(school).batch
    with pytest.raises(Refused, match="Say first on which day"):
        school.run(AnswerUpload(batch, rest=True))
    school.run(MarkUploaded(batch))
    with pytest.raises(Refused, match="Say why TB00001"):
        school.run(AnswerUpload(batch, {"TB00001": " "}))
    school.run(AnswerUpload(batch, {"TB00001": "Sai đơn vị", "TB00004": "Trùng"}, rest=True))
    (view,) = school.ask(Uploads(batch))
    assert (view.row.status, view.accepted, view.rejected) == ("rejected", 2, 2)
    school.run(AnswerUpload(batch, accepted=("TB00004",)))
    again = _make(school)
    assert _codes(school, again.batch) == ["TB00001"]
    with pytest.raises(Refused, match="went on in a later batch"):
        school.run(AnswerUpload(batch, accepted=("TB00001",)))
    school.run(MarkUploaded(again.batch))
    school.run(AnswerUpload(again.batch, rest=True))
    assert (_due(school), school.ask(Uploads(again.batch))[0].row.status) == (0, "accepted")
    assert school.ask(Verify()).ok


def test_a_batch_is_withdrawn_until_it_is_uploaded_and_never_undone(school: Room) -> None:
    made = school.run(MakeUpload())
    assert not made.undoable
    with pytest.raises(Refused, match="withdraw a batch that was never uploaded"):
        school.run(Undo("Nhầm", made.entry))
    school.run(WithdrawUpload(1, "Lập nhầm"))
    assert _due(school) == 4
    with pytest.raises(Refused, match="must not be uploaded"):
        school.run(MarkUploaded(1))
    _make(school)
    school.run(MarkUploaded(2))
    with pytest.raises(Refused, match="cannot be taken back"):
        school.run(WithdrawUpload(2))


def test_an_undo_is_a_change_once_it_was_sent_and_none_before(school: Room) -> None:
    _make(school)
    entry = school.run(CorrectDevice("TB00001", {"note": "x"})).entry
    school.run(Undo("Nhầm", entry))
    assert _due(school) == 0
    entry = school.run(CorrectDevice("TB00001", {"note": "y"})).entry
    _make(school)
    school.run(Undo("Nhầm", entry))
    assert _codes(school, _make(school).batch) == ["TB00001"]


def test_a_late_upload_wants_a_reason(school: Room, clock: Clock) -> None:
    batch = _make(school).batch
    clock.turn_to(date(2026, 12, 30))
    with pytest.raises(Refused, match="4 changes in batch 1 were due"):
        school.run(MarkUploaded(batch))
    school.run(MarkUploaded(batch, date(2026, 12, 1)))
    with pytest.raises(Refused, match="cannot be taken back"):
        school.run(MarkUploaded(batch))


def test_what_the_city_would_refuse_is_told_first_and_left_out(school: Room) -> None:
    for code in ("TB00001", "TB00002"):
        school.run(CorrectDevice(code, {"official_code": "HCM-1"}))
    preview = school.ask(UploadPreview())
    assert {one.code for one in preview.problems if one.blocks} == {"TB00001", "TB00002"}
    with pytest.raises(Refused, match="2 devices have problems"):
        _make(school)
    made = _make(school, Selection(leave_out=True))
    assert (_codes(school, made.batch), _due(school)) == (["TB00004", "TB00003"], 4)


def test_the_citys_workbook_is_read(school: Room, tmp_path: Path) -> None:
    batch = _make(school).batch
    school.run(MarkUploaded(batch))
    book = Workbook()
    for row in (("KẾT QUẢ",), ("STT", "Mã thiết bị", "Lý do"), (1, "TB00001", "Trùng mã"),
                (2, "TB00002", "Thành công"), (3, "LA1", "Sai")):  # fmt: skip
        book.worksheets[0].append(row)
    path = tmp_path / "ketqua.xlsx"
    book.save(path)
    said = school.ask(ReadResults(batch, path))
    assert (said.rejected, said.accepted, said.unknown) == (
        {"TB00001": "Trùng mã"}, ("TB00002",), ("LA1",),
    )  # fmt: skip
    school.run(AnswerUpload(batch, said.rejected, said.accepted))
    rows = {row.code: row.status for row in school.ask(RowsOfUpload(batch))}
    assert rows["TB00003"] is RowStatus.MADE


def test_a_receipt_is_kept_with_its_hash(school: Room, tmp_path: Path) -> None:
    batch = _make(school).batch
    school.run(MarkUploaded(batch))
    scan = tmp_path / "bien-nhan.png"
    scan.write_bytes(b"\x89PNG 1")
    kept = school.run(KeepReceipt(batch, scan)).value
    assert kept.read_bytes() == scan.read_bytes()
    assert school.ask(Verify()).ok
    kept.write_bytes(b"x")
    assert not school.ask(Verify()).ok


def test_a_device_that_was_sent_and_is_gone_is_told(school: Room) -> None:
    entry = school.run(RegisterDevice(Device("", "Trống", Kind.PIECE))).entry
    _make(school)
    school.run(Undo("Nhầm", entry))
    (problem, *_rest) = [one for one in school.ask(UploadPreview()).problems if not one.heading]
    assert "no longer in the book" in str(problem.message)
