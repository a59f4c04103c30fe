"""People at the PC: signing in, locking, changing over, and what is grey to whom."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from shutil import copytree

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox
from pytestqt.qtbot import QtBot

from app.domain.account import Role
from app.domain.secret import Secret
from app.services.accounts import AddAccount
from app.services.queries import History
from app.services.room import Room
from app.services.wording import load_words
from tests.conftest import TODAY, Clock, Prepared
from tests.keyring_service import traces
from tests.ui.hands import (
    answering,
    back_to,
    cells,
    column,
    control,
    enter,
    focused,
    press,
    type_text,
)
from ui.curtain import Curtain
from ui.dialogs.accounts import AccountsSheet, AddForm, RoleForm
from ui.dialogs.device import DeviceForm
from ui.dialogs.handed import HandedSheet, hand_recovery
from ui.dialogs.own_secret import LockForm, OwnSecretForm, RecoverForm
from ui.dialogs.rights import RightsSheet
from ui.kept import Kept
from ui.runner import Runner
from ui.window import Window

HEAD, KEEPER, READER = "583920", "719264", "640812"
RECOVERY = "ACDEF-GHJKL-MNPQR-TUVWX-34679"
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture(scope="session")
def given_book(prepared: Prepared, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the school's book in which the principal, the keeper and a reader have accounts."""
    folder = tmp_path_factory.mktemp("accounts") / "book"
    copytree(prepared("school", TODAY)[0], folder)
    room = Room.enter(folder, Clock(), "thu")
    room.run(AddAccount("GV001", Role.PRINCIPAL, Secret(HEAD), Secret(RECOVERY), settled=True))
    room.sign_in("GV001", Secret(HEAD))
    room.run(AddAccount("GV002", Role.KEEPER, Secret(KEEPER), settled=True))
    room.run(AddAccount("GV003", Role.READER, Secret(READER)))
    room.leave()
    return folder


@pytest.fixture
def given(given_book: Path, folder: Path, clock: Clock) -> Iterator[Room]:
    """Open that book, nobody signed in."""
    copytree(given_book, folder)
    clock.now += timedelta(minutes=10)
    room = Room.enter(folder, clock, "thu")
    yield room
    room.leave()


@pytest.fixture
def door(qtbot: QtBot, given: Room, opened: list[Path]) -> Iterator[Window]:
    """Show the window over that book, in the source words."""
    made = Window(Runner(given, load_words("en")), opened.append)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    yield made
    made.close()


def _sign_in(code: str, pin: str) -> None:
    """Type both where the cursor is, as fingers do: the person, Enter, the PIN, Enter."""
    for text in (code, pin):
        type_text(text)
        press(Qt.Key.Key_Return)


def _refusal(window: Window) -> str:
    return window.entrance.doorway.sign_in.refusal.text()


def test_the_book_opens_on_the_page_and_the_counter_has_the_cursor_after(door: Window) -> None:
    page = door.entrance.doorway.sign_in
    assert page.school.text() == "Trường Tiểu học Hoa Phượng"
    assert not door.menuBar().isVisible()
    assert not door.counter.isVisible()
    assert not door.actions_["devices"].isEnabled()
    assert door.actions_["devices"].toolTip().startswith("Sign in first.")
    assert focused() is page.person.lineEdit() or focused() is page.person
    _sign_in("gv002", KEEPER)
    assert focused() is door.counter.scan
    assert door.entrance.corner.who.text().startswith("Trần Văn Bình")
    assert door.entrance.corner.role.text() == "Equipment keeper"
    enter("3A")
    enter("TB00001")
    enter()
    entry, _codes = door.runner.ask(History())[-1]
    assert (entry.kind, entry.actor) == ("lend", "GV002")


def test_a_name_does_as_well_as_a_code_and_who_was_here_last_comes_first(door: Window) -> None:
    _sign_in("tran van binh", KEEPER)
    assert door.runner.room.signed is not None
    door.actions_["sign_out"].trigger()
    page = door.entrance.doorway.sign_in
    assert page.person.itemText(0) == "GV002 · Trần Văn Bình"
    assert door.runner.room.needs_sign_in


def test_a_wrong_pin_is_said_calmly_and_the_third_waits_counting_down(
    qtbot: QtBot, door: Window, clock: Clock
) -> None:
    page = door.entrance.doorway.sign_in
    _sign_in("GV002", "111222")
    assert _refusal(door) == "That is not the PIN of Trần Văn Bình. Type it again."
    assert page.pin.text() == ""
    for _time in range(2):
        enter("111222")
    assert "Wait" in _refusal(door)
    assert not page.pin.isEnabled()
    assert page.ready.text() == "Try again in 0:05"
    assert page.ready.toolTip() == _refusal(door)
    qtbot.waitUntil(lambda: page.ready.text() == "Try again in 0:04")
    page.choose("GV001")  # somebody else need not wait
    assert page.pin.isEnabled()
    clock.now = clock.now.replace(hour=9)
    page.choose("GV002")
    page.focus()
    enter(KEEPER)
    assert focused() is door.counter.scan


def test_a_first_pin_is_changed_before_anything_is_reached(door: Window) -> None:
    _sign_in("GV003", READER)
    first = door.entrance.doorway.first
    assert first.isVisible()
    assert not door.counter.isVisible()
    assert not door.actions_["devices"].isEnabled()
    _sign_in("805173", "805174")
    assert first.refusal.text() == "The two are not the same. Type the new one twice."
    _sign_in(READER, READER)
    assert first.refusal.text() == "The new PIN is the old one. Choose another."
    _sign_in("805173", "805173")
    assert not first.isVisible()
    assert door.runner.room.signed is not None
    assert not door.runner.room.signed.must_change


def test_another_takes_over_at_the_counter_and_the_slip_is_still_there(door: Window) -> None:
    _sign_in("GV002", KEEPER)
    enter("3A")
    enter("TB00001")
    slip = door.counter.slip
    press(Qt.Key.Key_F12, SHIFT)
    assert not door.counter.isVisible()
    _sign_in("GV001", HEAD)
    assert door.counter.slip == slip
    assert door.runner.room.actor == "GV001"
    press(Qt.Key.Key_F12, SHIFT)
    _sign_in("GV002", KEEPER)
    enter()
    assert door.runner.ask(History())[-1][0].actor == "GV002"


def test_the_lock_covers_the_screens_and_the_same_person_finds_them_again(door: Window) -> None:
    _sign_in("GV002", KEEPER)
    control(Qt.Key.Key_2)
    type_text("may")
    press(Qt.Key.Key_F12)
    assert not door.devices.isVisible()
    page = door.entrance.doorway.sign_in
    assert focused() is page.pin
    assert page.chosen() == "GV002"
    enter(KEEPER)
    assert door.devices.isVisible()
    assert door.devices.search.text() == "may"


def test_an_untouched_pc_locks_after_its_time(qtbot: QtBot, door: Window) -> None:
    _sign_in("GV002", KEEPER)
    door.entrance.idle.wait(0.001)  # minutes
    qtbot.waitUntil(lambda: door.entrance.covered)
    assert not door.counter.isVisible()
    back_to(door)
    enter(KEEPER)
    assert focused() is door.counter.scan


def _opened_again(act: Callable[[Curtain], None]) -> Callable[[Curtain], None]:
    """Return an act after which the curtain is open, even when the act fails."""

    def done(curtain: Curtain) -> None:
        try:
            act(curtain)
        finally:
            if curtain.isVisible():
                curtain.accept()

    return done


def _choose(curtain: Curtain, code: str) -> None:
    curtain.doorway.sign_in.choose(code)
    curtain.doorway.sign_in.focus()


def test_a_form_behind_the_lock_shows_nothing_and_keeps_what_was_typed(door: Window) -> None:
    _sign_in("GV002", KEEPER)

    def check(form: DeviceForm) -> None:
        title = form.windowTitle()
        form.name.setText("Kính lúp")

        def unlock(curtain: Curtain) -> None:
            assert not form.name.isVisible()
            assert form.windowTitle() == "Sổ Thiết Bị"
            assert not door.counter.isVisible()
            curtain.reject()
            assert curtain.isVisible()
            back_to(curtain)
            enter(KEEPER)

        with answering(Curtain, _opened_again(unlock)):
            press(Qt.Key.Key_F12)
        assert form.name.isVisible()
        assert form.windowTitle() == title
        assert form.name.text() == "Kính lúp"

    with answering(DeviceForm, check):
        door.actions_["register"].trigger()
    back_to(door)


def test_another_person_is_asked_before_a_form_is_dropped(door: Window) -> None:
    _sign_in("GV002", KEEPER)

    def drop(box: QMessageBox) -> None:
        assert "Trần Văn Bình left a form open" in box.text()
        next(one for one in box.buttons() if one.text() == "Drop it").click()

    def unlock(curtain: Curtain) -> None:
        _choose(curtain, "GV001")
        back_to(curtain)
        with answering(QMessageBox, drop):
            enter(HEAD)

    def check(form: DeviceForm) -> None:
        with answering(Curtain, _opened_again(unlock)):
            press(Qt.Key.Key_F12)
        assert not form.isVisible()

    with answering(DeviceForm, check):
        door.actions_["register"].trigger()
    back_to(door)
    assert door.runner.room.actor == "GV001"


def test_what_a_reader_may_not_do_is_grey_and_says_who_may(door: Window) -> None:
    door.runner.room.sign_in("GV003", Secret(READER))
    door.runner.room.change_secret(Secret(READER), Secret("805173"))
    door.runner.room.sign_out()
    _sign_in("GV003", "805173")
    for name in ("register", "confirm", "import", "bring_list", "accounts", "restore"):
        assert not door.actions_[name].isEnabled(), name
    assert "Equipment keeper" in door.actions_["register"].toolTip()
    control(Qt.Key.Key_2)
    button = door.devices.register_button
    assert not button.isEnabled()
    assert "Equipment keeper" in button.toolTip()
    button.setEnabled(True)  # as a screen does when something is chosen
    button.setToolTip("")
    assert not button.isEnabled()
    assert "Equipment keeper" in button.toolTip()
    press(Qt.Key.Key_F12, SHIFT)
    _sign_in("GV002", KEEPER)
    assert button.isEnabled()
    assert door.actions_["register"].isEnabled()


@contextmanager
def _in_turn(*acts: Callable[[QDialog], None]) -> Iterator[None]:
    """Answer the dialogs that follow one another over the one that stands.

    One that stays open, or comes unasked for, is called off, so a failing test never hangs.
    """
    waiting, errors = list(acts), list[BaseException]()
    under = QApplication.activeModalWidget()

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QDialog) or dialog is under:
            return
        timer.stop()
        try:
            assert waiting, f"{dialog} came unasked for"
            waiting.pop(0)(dialog)
        except BaseException as error:  # noqa: BLE001 - raised again outside Qt's loop
            errors.append(error)
        if dialog.isVisible():
            dialog.reject()
        timer.start()

    timer = QTimer()
    timer.setInterval(10)
    timer.timeout.connect(look)
    timer.start()
    yield
    timer.stop()
    for error in errors:
        raise error
    assert not waiting


def _give(code: str, role: Role, form: QDialog) -> None:
    assert isinstance(form, AddForm)
    form.person.setCurrentIndex(form.person.findData(code))
    form.role.setCurrentIndex(form.role.findData(role.value))
    form.accept()


def _note(secrets: list[str], sheet: QDialog) -> None:
    assert isinstance(sheet, HandedSheet)
    secrets.append(sheet.secret.text())
    sheet.close_button.click()


def test_the_first_account_is_set_up_from_the_today_screen(window: Window) -> None:
    control(Qt.Key.Key_3)
    assert window.today.accounts_button.isVisible()
    secrets: list[str] = []

    def add(sheet: AccountsSheet) -> None:
        note = partial(_note, secrets)
        with _in_turn(partial(_give, "GV002", Role.PRINCIPAL), note, note):
            sheet.add.click()
        assert not sheet.isVisible()

    with answering(AccountsSheet, add):
        window.today.accounts_button.click()
    pin, recovery = secrets
    assert len(recovery.split("-")) == 5
    assert window.entrance.covered
    back_to(window)
    _sign_in("GV002", pin)
    _sign_in("805173", "805173")
    assert window.runner.room.actor == "GV002"
    control(Qt.Key.Key_3)
    assert not window.today.accounts_button.isVisible()
    assert not traces(window.runner.room.folder, pin)
    assert not traces(window.runner.room.folder, recovery)


def test_the_principal_keeps_the_accounts(door: Window) -> None:
    _sign_in("GV001", HEAD)
    secrets: list[str] = []

    def keep(sheet: AccountsSheet) -> None:
        assert [row[:3] for row in cells(sheet.model)] == [
            ["GV001", "Nguyễn Thị Ánh", "Principal"],
            ["GV002", "Trần Văn Bình", "Equipment keeper"],
            ["GV003", "Lê Thị Đào", "Reader"],
        ]
        assert cells(sheet.model)[2][3] == "First PIN, not changed yet"
        sheet.list.selectRow(2)
        assert not sheet.renew.isEnabled()
        assert sheet.renew.toolTip()
        with _in_turn(partial(_turn, Role.TEAM_HEAD)):
            sheet.role.click()
        assert cells(sheet.model)[2][2] == "Head of a team"
        sheet.list.selectRow(2)
        with _in_turn(_agree, partial(_note, secrets)):
            sheet.reset.click()
        sheet.list.selectRow(2)
        with _in_turn(_agree):
            sheet.retire.click()
        assert column(sheet.model, 0) == ["GV001", "GV002"]
        with answering(RightsSheet, _look_at_rights):
            sheet.rights.click()

    with answering(AccountsSheet, keep):
        door.actions_["accounts"].trigger()
    assert len(secrets[0]) == 6


def _turn(role: Role, form: QDialog) -> None:
    assert isinstance(form, RoleForm)
    form.role.setCurrentIndex(form.role.findData(role.value))
    form.accept()


def _agree(box: QDialog) -> None:
    assert isinstance(box, QMessageBox)
    box.buttons()[0].click()


def _look_at_rights(sheet: RightsSheet) -> None:
    assert ["Take stock", "✓", "", "", "", ""] in cells(sheet.model)
    assert ["Look at everything", "✓", "✓", "✓", "✓", "✓"] in cells(sheet.model)


def test_a_forgotten_pin_is_set_again_with_the_recovery_code(door: Window) -> None:
    page = door.entrance.doorway.sign_in
    page.choose("GV001")
    secrets: list[str] = []

    def recover(form: QDialog) -> None:
        assert isinstance(form, RecoverForm)
        assert form.code.text() == "GV001"
        form.recovery.setText("ACDEF-GHJKL-MNPQR-TUVWX-99999")
        form.new.setText("805173")
        form.again.setText("805173")
        form.accept()
        assert "not the recovery code" in form.refusal.text()
        form.recovery.setText(RECOVERY.lower())
        form.accept()

    with _in_turn(recover, partial(_note, secrets)):
        page.forgot.click()
    assert secrets[0] != RECOVERY
    back_to(door)
    page.choose("GV001")
    page.focus()
    enter("805173")
    assert door.runner.room.actor == "GV001"


def test_ones_own_pin_is_changed_and_a_wrong_present_one_changes_nothing(door: Window) -> None:
    _sign_in("GV002", KEEPER)

    def change(form: OwnSecretForm) -> None:
        form.old.setText("111222")
        form.new.setText("805173")
        form.again.setText("805173")
        form.accept()
        assert "not the PIN" in form.refusal.text()
        form.old.setText(KEEPER)
        form.accept()

    with answering(OwnSecretForm, change):
        door.actions_["change_pin"].trigger()
    assert door.runner.room.actor == "GV002"
    back_to(door)
    press(Qt.Key.Key_F12)
    enter("805173")
    assert door.counter.isVisible()


def test_a_slip_is_printed_from_memory(door: Window, tmp_path: Path) -> None:
    _sign_in("GV001", HEAD)
    printed = tmp_path / "slip.pdf"

    def print_slip(sheet: HandedSheet) -> None:
        printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
        printer.setOutputFileName(str(printed))
        sheet.print_on(printer)
        assert sheet.refusal.isHidden()

    given = door.runner.room.signed
    assert given is not None
    with answering(HandedSheet, print_slip):
        hand_recovery(door.runner, door, given, Secret(RECOVERY))
    assert printed.stat().st_size > 1_000
    assert not traces(door.runner.room.folder, RECOVERY)


def test_the_time_until_the_lock_is_kept_for_this_pc(door: Window) -> None:
    _sign_in("GV002", KEEPER)

    def set_time(form: LockForm) -> None:
        assert form.minutes.value() == 10
        form.minutes.setValue(3)
        form.accept()

    with answering(LockForm, set_time):
        door.actions_["lock_after"].trigger()
    assert Kept(door.runner.room.folder).lock_minutes() == 3
