"""The screen of the backups by buttons and keys: making, copying, proving, restoring, closing."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from app.domain.device import Device
from app.services.backups import Backups, ChooseBackupPlace, back_up, back_up_first
from app.services.clock import local_time
from app.services.devices import RegisterDevice
from app.services.opening import open_for_window
from app.services.queries import Devices, Verify
from app.services.room import Room
from app.services.wording import load_words
from tests.conftest import TODAY, Clock
from tests.ui.hands import answering, column, control
from ui.application import open_room
from ui.dialogs.backups import MoveForm, PhraseForm, PlaceForm, RestoreForm
from ui.dialogs.rescue import Rescue
from ui.dialogs.welcome import Welcome
from ui.models.backups import PROVEN
from ui.window import Window

PHRASE = "hoa phượng nở đỏ"


@pytest.fixture
def usb(tmp_path: Path) -> Path:
    """Return a folder that stands for a drive."""
    place = tmp_path / "usb"
    place.mkdir()
    return place


@pytest.fixture
def at_backups(qtbot: QtBot, window: Window) -> Iterator[Window]:
    """Go to the backups, with one that is proven."""
    back_up(window.runner.room)
    window.navigation.go("backups")
    qtbot.waitUntil(lambda: window.backups.model.rowCount() == 1)
    yield window
    window.backups.settle()


def test_ctrl_s_backs_up_and_the_list_shows_it(qtbot: QtBot, window: Window) -> None:
    window.navigation.go("backups")
    qtbot.waitUntil(window.backups.empty.isVisible)
    assert not window.backups.restore_button.isEnabled()
    assert window.backups.restore_button.toolTip()
    control(Qt.Key.Key_S)
    qtbot.waitUntil(lambda: window.backups.model.rowCount() == 1)
    assert "Backed up" in window.toast.label.text()
    assert column(window.backups.model, PROVEN) == ["on 24/11/2026"]
    assert window.backups.restore_button.isEnabled()


def test_the_place_is_chosen_once_and_the_copy_goes_there(
    qtbot: QtBot, at_backups: Window, usb: Path
) -> None:
    assert not at_backups.backups.copy_button.isEnabled()

    def choose(form: PlaceForm) -> None:
        form.accept()
        assert form.refusal.text() == form.words("Choose the place for copies first.")
        form.place.setText(str(usb / "không có"))
        form.accept()
        assert "is not there" in form.refusal.text()
        form.place.setText(str(usb))
        form.accept()

    with answering(PlaceForm, choose):
        at_backups.backups.place_button.click()
    qtbot.waitUntil(at_backups.backups.copy_button.isEnabled)
    at_backups.backups.copy_button.click()
    qtbot.waitUntil(lambda: "24/11/2026" in at_backups.backups.copied.text())
    assert len(list(usb.glob("*.stb"))) == 1
    assert str(usb) in at_backups.backups.place.text()


def test_a_sealed_place_asks_for_its_phrase_once(
    qtbot: QtBot, at_backups: Window, usb: Path
) -> None:
    at_backups.runner.run(ChooseBackupPlace(usb, sealed=True))

    def type_it(form: PhraseForm) -> None:
        assert form.typed.echoMode() == form.typed.EchoMode.Password
        form.accept()
        assert form.refusal.isVisible()
        form.typed.setText(PHRASE)
        form.accept()

    with answering(PhraseForm, type_it):
        at_backups.actions_["copy_book"].trigger()
    qtbot.waitUntil(lambda: len(list(usb.glob("*.stb"))) == 1)
    assert [view.made.sealed for view in at_backups.runner.ask(Backups()).backups].count(True) == 1


def test_a_practice_proves_and_a_restore_looks_first(at_backups: Window) -> None:
    at_backups.backups.practise_button.click()
    assert "Practised" in at_backups.toast.label.text()
    at_backups.runner.run(RegisterDevice(Device("", "Kính hiển vi")))

    def call_off(form: RestoreForm) -> None:
        form.reject()

    with answering(RestoreForm, call_off):
        at_backups.backups.restore_button.click()
    assert "Kính hiển vi" in [view.device.name for view in at_backups.runner.ask(Devices())]
    with answering(RestoreForm, QDialog.accept):
        at_backups.backups.restore_button.click()
    assert "Kính hiển vi" not in [view.device.name for view in at_backups.runner.ask(Devices())]
    assert at_backups.runner.ask(Verify()).ok
    assert "Restored" in at_backups.toast.label.text()
    at_backups.devices.refresh()
    assert at_backups.devices.model.rowCount() == 4


def _answer_file(monkeypatch: pytest.MonkeyPatch, name: str, path: Path) -> None:
    """Have the desktop's own file dialog answer, which no test can reach."""
    monkeypatch.setattr(QFileDialog, name, lambda *_arguments: (str(path), ""))


def test_a_file_that_is_no_backup_is_refused_before_anything_is_asked(
    at_backups: Window, usb: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (usb / "ảnh.stb").write_text("không phải", encoding="utf-8")
    _answer_file(monkeypatch, "getOpenFileName", usb / "ảnh.stb")
    at_backups.backups.other_button.click()
    assert "no whole backup" in at_backups.toast.label.text()


def test_the_book_moves_with_one_file_to_a_pc_that_has_none(
    at_backups: Window, tmp_path: Path, usb: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def make(form: MoveForm) -> None:
        form.accept()
        assert form.refusal.isVisible()
        form.file.setText(str(usb / "sổ của trường"))
        form.accept()

    with answering(MoveForm, make):
        at_backups.backups.move_button.click()
    file = usb / "sổ của trường.stb"
    assert file.is_file()
    other = tmp_path / "máy khác"
    welcome = Welcome(load_words("en"), other, local_time, "kho")
    _answer_file(monkeypatch, "getOpenFileName", file)
    with answering(RestoreForm, QDialog.accept):
        welcome.open_button.click()
    assert welcome.room is not None
    assert len(welcome.room.ask(Devices())) == 4
    welcome.room.leave()


def test_a_backup_opened_on_the_desktop_is_looked_into_at_once(
    qtbot: QtBot, at_backups: Window, tmp_path: Path
) -> None:
    at_backups.backups.backup_button.click()
    file = max((at_backups.runner.room.folder / "backups").glob("*.stb"))
    asked: list[str] = []

    def read(form: RestoreForm) -> None:
        asked.append(form.windowTitle())
        form.reject()

    with answering(RestoreForm, read):
        at_backups.entrance.when_in(partial(at_backups.safekeeping.restore_file, file))
        qtbot.waitUntil(lambda: bool(asked))
    welcome = Welcome(load_words("en"), tmp_path / "máy khác", local_time, "kho", file)
    with answering(RestoreForm, QDialog.accept):
        welcome.exec()
    assert welcome.room is not None
    assert len(welcome.room.ask(Devices())) == 4
    welcome.room.leave()


def test_today_and_the_banner_say_when_a_copy_is_due(
    qtbot: QtBot, at_backups: Window, clock: Clock, usb: Path
) -> None:
    clock.turn_to(TODAY + timedelta(days=76))
    at_backups.navigation.go("today")
    at_backups.today.reload()
    assert "Điều 12.1" in at_backups.today.backups.said.text()
    assert not at_backups.banner.isVisible()
    at_backups.today.backups.button.click()
    assert at_backups.navigation.current == "backups"
    clock.turn_to(date(2027, 3, 1))
    at_backups.banner.watch()
    assert at_backups.banner.isVisible()
    at_backups.runner.run(ChooseBackupPlace(usb))
    at_backups.banner.button.click()
    qtbot.waitUntil(lambda: not at_backups.banner.isVisible())


def test_closing_backs_up_what_is_new_and_copies_it_where_the_drive_is(
    school: Room, window: Window, usb: Path
) -> None:
    school.guard(back_up_first)
    window.runner.run(ChooseBackupPlace(usb))
    window.close()
    assert len(list((school.folder / "backups").glob("*.stb"))) == 1
    assert len(list(usb.glob("*.stb"))) == 1


def test_a_backup_that_fails_at_closing_asks_and_lets_go(school: Room, window: Window) -> None:
    school.guard(back_up_first)
    (school.folder / "backups").write_text("in the way", encoding="utf-8")

    def press(number: int, box: QMessageBox) -> None:
        assert "cannot be written" in box.text()
        box.buttons()[number].click()

    stay: Callable[[QMessageBox], None] = partial(press, 1)
    with answering(QMessageBox, stay):
        window.close()
    assert window.isVisible()
    with answering(QMessageBox, partial(press, 0)):
        window.close()
    assert not window.isVisible()


@pytest.mark.usefixtures("qapp")
def test_a_damaged_book_offers_its_newest_backup_and_what_can_be_saved(school: Room) -> None:
    folder = school.folder
    back_up(school)
    entries = school.ask(Verify()).entries
    school.leave()
    path = folder / "book.db"
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2] + b"\x07" * (len(whole) - len(whole) // 2))

    def choose(rescue: Rescue) -> None:
        assert str(entries) in rescue._told()  # noqa: SLF001 - what its card says
        with answering(RestoreForm, QDialog.accept):
            rescue.ready_button.click()

    with answering(Rescue, choose):
        room = open_room(load_words("en"), folder)
    assert room is not None
    assert room.ask(Verify()).ok
    assert room.guarded
    room.leave()


@pytest.mark.usefixtures("qapp")
def test_without_a_backup_the_ledger_saves_what_it_proves(
    school: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, entries = school.folder, school.ask(Verify()).entries
    school.leave()
    _break_entry(folder / "book.db", entries)
    told: list[str] = []
    monkeypatch.setattr(QMessageBox, "information", lambda *words: told.append(words[-1]))

    def save(rescue: Rescue) -> None:
        assert not rescue.ready_button.isEnabled()
        rescue.salvage_button.click()

    with answering(Rescue, save):
        room = open_room(load_words("en"), folder)
    assert room is not None
    assert room.ask(Verify()).entries == entries - 1
    assert str(entries - 1) in told[0]
    room.leave()


def _break_entry(path: Path, number: int) -> None:
    """Have the last entry and the page it lies on unreadable, as a failing disk does."""
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        sealed = str(raw.execute("SELECT hash FROM entry WHERE id = ?", (number,)).fetchone()[0])
        page = raw.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'device_search_data'"
        ).fetchone()[0]
    data = bytearray(path.read_bytes().replace(sealed.encode(), b"\x00" * 64))
    data[(page - 1) * 4096 : page * 4096] = b"\xff" * 4096
    path.write_bytes(data)
    (path.parent / "book.checked").unlink(missing_ok=True)


def test_the_window_holds_the_book_alone(school: Room, clock: Clock) -> None:
    school.leave()
    room = open_for_window(school.folder, clock, "thu")
    assert room.guarded
    room.leave()
