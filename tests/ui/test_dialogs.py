"""Importing, the first start, long work, and what becomes of an error nobody foresaw."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QProgressDialog
from pytestqt.qtbot import QtBot

import resources
from app.domain.fault import Refused, Unavailable
from app.domain.sentence import Sentence
from app.services.queries import Devices, LastAct, TheSchool, Verify
from app.services.room import Room
from app.services.wording import load_words
from tests.conftest import Clock
from tests.ui.hands import answering, book_is_free, cells, column, control, press
from ui.application import BugReport, open_room
from ui.dialogs.guide import GuideWindow
from ui.dialogs.importing import ImportForm
from ui.dialogs.welcome import Welcome, demonstration_folder
from ui.window import Window
from ui.worker import work

WORDS = load_words("en")
GOOD = "STT,Tên thiết bị,ĐVT,Số lượng\n1,Đàn phím,Cái,1\n2,Quả bóng,Quả,12\n3,Tranh ảnh,Tờ,20\n"
BAD = "STT,Tên thiết bị,ĐVT,Số lượng\n1,Đàn phím,Cái,mười\n2,,Quả,12\n3,Trống,Cái,2\n"


@pytest.fixture
def lists(tmp_path: Path) -> Callable[[str, str], Path]:
    """Return a way to write a list to a file."""

    def write(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def _names(window: Window) -> set[str]:
    return {view.device.name for view in window.runner.ask(Devices())}


def test_a_list_is_previewed_and_then_imported_and_undone_from_the_toast(
    window: Window, lists: Callable[[str, str], Path]
) -> None:
    before = window.runner.ask(LastAct())

    def fill(form: ImportForm) -> None:
        assert not form.ready_button.isEnabled()
        assert form.ready_button.toolTip()
        form.choose(lists("thiet-bi.csv", GOOD))
        assert form.preview.summary.text() == window.words(
            "{read} rows: {added} to add, {updated} to update, {skipped} to skip, "
            "{errors} faults.",
            read=3, added=3, updated=0, skipped=0, errors=0,
        )  # fmt: skip
        assert form.pages.currentWidget() is form.preview
        assert column(form.preview.model, 1) == [window.words("To add")] * 3
        assert window.runner.ask(LastAct()) == before
        assert form.ready_button.isEnabled()
        QTest.mouseClick(form.ready_button, Qt.MouseButton.LeftButton)
        assert not form.isVisible()

    with answering(ImportForm, fill):
        control(Qt.Key.Key_I)
    assert {"Đàn phím", "Quả bóng"} <= _names(window)
    assert window.toast.label.text() == window.words(
        "Imported {file}: {added} added, {updated} updated, {skipped} skipped",
        file="thiet-bi.csv", added=3, updated=0, skipped=0,
    )  # fmt: skip
    window.navigation.go("devices")
    assert "Đàn phím" in column(window.devices.model, 1)
    assert window.toast.offers_undo()
    QTest.mouseClick(window.toast.undo, Qt.MouseButton.LeftButton)
    held = [view.balances for view in window.runner.ask(Devices("dan phim"))]
    assert not any(held)


def _wrong(window: Window, heading: str, value: str) -> str:
    said = (
        Sentence(
            "“{value}” is not a whole number from {lowest} to {highest}. Write digits only.",
            {"value": value, "lowest": 1, "highest": 1_000_000},
        )
        if value
        else Sentence("This cell is blank. Fill it in, or take the whole row out.")
    )
    return f"{heading}: {window.words.render(said)}"


def test_faults_stand_in_a_table_and_nothing_can_be_imported(
    window: Window, lists: Callable[[str, str], Path]
) -> None:
    def fill(form: ImportForm) -> None:
        form.choose(lists("sai.csv", BAD))
        assert cells(form.preview.model) == [
            ["2", window.words("Fault"), "Đàn phím", _wrong(window, "Số lượng", "mười")],
            ["3", window.words("Fault"), "2 Quả 12", _wrong(window, "Tên thiết bị", "")],
        ]  # fmt: skip
        assert not form.ready_button.isEnabled()
        assert form.ready_button.toolTip()
        assert form.preview.save_button.isVisible()
        form.choose(lists("dung.csv", GOOD))
        assert not form.preview.save_button.isVisible()
        assert form.ready_button.isEnabled()

    with answering(ImportForm, fill):
        window.actions_["import"].trigger()
    assert "Trống" not in _names(window)


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n"])
def test_a_file_without_headings_is_refused_in_the_form(
    window: Window, lists: Callable[[str, str], Path], text: str
) -> None:
    def fill(form: ImportForm) -> None:
        form.choose(lists("la.csv", text))
        assert form.refusal.isVisible()
        assert "la.csv" in form.refusal.text()
        assert form.file.path.text().endswith("la.csv")
        assert not form.ready_button.isEnabled()

    with answering(ImportForm, fill):
        window.actions_["import"].trigger()


def test_what_the_book_has_already_is_skipped_updated_or_refused(
    window: Window, lists: Callable[[str, str], Path]
) -> None:
    path = lists("co-roi.csv", "Mã,Tên thiết bị,ĐVT\nTB00001,Máy chiếu đa năng,Cái\n")
    ready, faults = [], []

    def fill(form: ImportForm) -> None:
        form.choose(path)
        for index in range(form.preview.on_duplicate.count()):
            form.preview.on_duplicate.setCurrentIndex(index)
            ready.append(form.ready_button.isEnabled())
            faults.append(column(form.preview.model, 1).count(window.words("Fault")))

    with answering(ImportForm, fill):
        window.actions_["import"].trigger()
    assert ready == [False, True, False]
    assert faults == [0, 0, 1]


def test_the_list_that_came_with_the_program_is_one_click(window: Window) -> None:
    def fill(form: ImportForm) -> None:
        assert not form.file.shipped_button.isVisible()
        form.file.kind.setCurrentIndex(form.file.kind.findData("catalogue"))
        assert form.file.shipped_button.isVisible()
        form.file.shipped_button.click()
        assert form.file.path.text() == str(resources.path("lists", "minimum_equipment.csv"))
        assert form.ready_button.isEnabled()

    with answering(ImportForm, fill):
        window.actions_["import"].trigger()


def test_another_kind_reads_the_chosen_file_again(
    window: Window, lists: Callable[[str, str], Path]
) -> None:
    def fill(form: ImportForm) -> None:
        form.choose(lists("nhan-su.csv", "Họ và tên,Tổ chuyên môn\nPhạm Thị Mai,Tổ 3\n"))
        assert form.refusal.isVisible()
        form.file.kind.setCurrentIndex(form.file.kind.findData("people"))
        assert not form.refusal.isVisible()
        assert form.ready_button.isEnabled()

    with answering(ImportForm, fill):
        window.actions_["import"].trigger()


@pytest.fixture
def welcome(qtbot: QtBot, folder: Path, clock: Clock) -> Welcome:
    """Show the first start over a folder without a book."""
    made = Welcome(WORDS, folder, clock, "thu")
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.mark.parametrize("name", ["", "   ", "Trường Tiểu học "])
def test_a_book_needs_its_schools_name(welcome: Welcome, folder: Path, name: str) -> None:
    welcome.keeper.setText("Trần Thị Kho")
    welcome.school.setText(name)
    welcome.ready_button.click()
    assert welcome.isVisible()
    assert welcome.refusal.text() == WORDS("Type the school's name first.")
    assert welcome.focusWidget() is welcome.school
    assert welcome.keeper.text() == "Trần Thị Kho"
    assert welcome.room is None
    assert not folder.exists()
    welcome.reject()


def test_a_form_begins_in_its_first_field_and_tab_comes_to_its_buttons_last(
    qtbot: QtBot, welcome: Welcome
) -> None:
    welcome.activateWindow()
    qtbot.waitUntil(welcome.school.hasFocus)
    for after in (
        welcome.superior, welcome.keeper, welcome.demo_button, welcome.open_button,
        welcome.ready_button, welcome.cancel_button, welcome.school,
    ):  # fmt: skip
        press(Qt.Key.Key_Tab)
        assert welcome.focusWidget() is after
    welcome.reject()


def test_f1_opens_the_guide_before_there_is_a_book(qtbot: QtBot, welcome: Welcome) -> None:
    welcome.activateWindow()
    qtbot.waitUntil(welcome.school.hasFocus)
    press(Qt.Key.Key_F1)
    guide = welcome.findChild(GuideWindow)
    assert guide is not None
    assert guide.section.anchor == "first_book"
    guide.close()
    welcome.reject()


def test_enter_starts_our_schools_book(welcome: Welcome, folder: Path) -> None:
    welcome.school.setText("Trường Tiểu học Lê Lợi")
    welcome.keeper.setText("Trần Thị Kho")
    QTest.keyClick(welcome.keeper, Qt.Key.Key_Return)
    assert not welcome.isVisible()
    room = welcome.room
    assert room is not None
    assert room.folder == folder
    school = room.ask(TheSchool())
    assert (school.name, school.keeper) == ("Trường Tiểu học Lê Lợi", "Trần Thị Kho")
    room.leave()


def test_a_folder_that_cannot_be_made_is_said_in_the_form(welcome: Welcome, folder: Path) -> None:
    folder.write_text("a file in the way", encoding="utf-8")
    welcome.school.setText("Trường Tiểu học Lê Lợi")
    welcome.ready_button.click()
    assert welcome.isVisible()
    assert welcome.refusal.text()
    assert welcome.room is None
    welcome.reject()


def test_the_demonstration_school_opens_beside_the_book(welcome: Welcome, folder: Path) -> None:
    welcome.demo_button.click()
    assert not welcome.isVisible()
    room = welcome.room
    assert room is not None
    assert room.folder == demonstration_folder(folder)
    assert not folder.exists()
    assert len(room.ask(Devices())) == 300
    room.leave()
    assert book_is_free(room.folder)


def test_the_first_start_called_off_leaves_nothing(folder: Path) -> None:
    entered: list[Room | None] = []

    def start() -> None:
        entered.append(open_room(WORDS, folder))

    with answering(Welcome):
        start()
    assert entered == [None]
    assert not folder.exists()


@pytest.mark.usefixtures("qapp")
def test_the_second_start_asks_nothing(school: Room, folder: Path) -> None:
    school.leave()
    room = open_room(WORDS, folder)
    assert room is not None
    assert room.ask(TheSchool()).keeper == "Trần Thị Kho"
    room.leave()


def _raise(error: Exception) -> None:
    raise error


def _report(report: BugReport, error: BaseException) -> None:
    """Hand an error to the report as the interpreter would."""
    try:
        raise error
    except type(error) as caught:
        report(type(caught), caught, caught.__traceback__)


def test_an_unforeseen_error_is_written_down_and_shown(window: Window, folder: Path) -> None:
    report = BugReport(window.words, folder)

    def look(box: QMessageBox) -> None:
        assert box.icon() == QMessageBox.Icon.Critical
        assert box.detailedText().endswith("ValueError")
        assert box.text()

    for _time in range(2):
        with answering(QMessageBox, look):
            _report(report, ValueError("boom"))
    log = (folder / "errors.log").read_text(encoding="utf-8")
    assert log.count("\nValueError\n") == 2
    assert "boom" not in log
    assert "test_dialogs.py" in log
    assert window.isVisible()


@pytest.mark.usefixtures("qapp")
def test_an_error_before_there_is_a_folder_is_shown_all_the_same(folder: Path) -> None:
    with answering(QMessageBox):
        _report(BugReport(WORDS, folder), RuntimeError("early"))
    assert not folder.exists()


def test_ctrl_c_in_the_terminal_is_no_bug(
    folder: Path, school: Room, capsys: pytest.CaptureFixture[str]
) -> None:
    _report(BugReport(WORDS, folder), KeyboardInterrupt())
    assert "KeyboardInterrupt" in capsys.readouterr().err
    assert not (school.folder / "errors.log").exists()


def test_work_returns_what_its_job_returns_and_runs_off_the_windows_thread(
    window: Window,
) -> None:
    beats: list[float] = []
    timer = QTimer()
    timer.timeout.connect(lambda: beats.append(time.monotonic()))
    timer.start(10)
    assert work(window, "Counting…", _slow) == 42
    timer.stop()
    assert len(beats) > 3


@pytest.mark.parametrize("error", [Refused(Sentence("No.")), Unavailable(Sentence("Gone."))])
def test_work_raises_what_its_job_raises(window: Window, error: Exception) -> None:
    with pytest.raises(type(error), match=str(error)):
        work(window, "Counting…", lambda: _raise(error))


def _slow() -> int:
    time.sleep(0.2)
    return 42


def _call_off() -> None:
    dialog = QApplication.activeModalWidget()
    if isinstance(dialog, QProgressDialog):
        dialog.close()
    else:
        QTimer.singleShot(10, _call_off)


def test_work_that_may_be_called_off_answers_nothing(window: Window) -> None:
    QTimer.singleShot(10, _call_off)
    assert work(window, "Reading…", _slow, "Cancel") is None


def test_work_that_writes_tells_what_it_did_even_if_its_bar_is_closed(window: Window) -> None:
    QTimer.singleShot(10, _call_off)
    assert work(window, "Importing…", _slow) == 42


def test_the_hook_is_not_installed_by_building_a_window(window: Window) -> None:
    assert window.isVisible()
    assert not isinstance(sys.excepthook, BugReport)


def test_a_long_import_shows_its_steps_and_is_called_off(window: Window, tmp_path: Path) -> None:
    rows = "\n".join(f"Thiết bị {number},Cái,3" for number in range(8_000))
    path = tmp_path / "dai.csv"
    path.write_text(f"Tên thiết bị,ĐVT,SL\n{rows}\n", encoding="utf-8")
    before = window.runner.ask(Verify())
    form = ImportForm(window.runner, window)
    form.choose(path)
    seen: list[int] = []

    def press_cancel() -> None:
        progress = QApplication.activeModalWidget()
        if isinstance(progress, QProgressDialog) and progress.maximum() == 8_000:
            seen.append(progress.value())
            progress.canceled.emit()
        elif not seen:
            QTimer.singleShot(1, press_cancel)

    QTimer.singleShot(1, press_cancel)
    form.accept()
    seen.append(-1)
    assert seen[0] >= 0
    assert form.refusal.text() == "The import was called off. Nothing was written."
    assert window.runner.ask(Verify()) == before
    form.accept()
    assert window.runner.ask(LastAct()) is not None
    assert window.runner.ask(Verify()).entries == before.entries + 1
    form.deleteLater()
