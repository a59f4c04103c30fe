"""The window: ways about it, its actions, its papers, and the recount of the book."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QComboBox,
    QDialog,
    QLineEdit,
    QListWidget,
    QMenu,
    QMessageBox,
    QTableView,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.domain.setting import LetterheadVersion, Signers
from app.services.kits import MakeKit
from app.services.lending import Item, Lend
from app.services.queries import LastAct, TheSchool
from app.services.room import Room
from app.services.settings import SchoolStatus
from app.services.settings_view import Section
from app.services.wording import load_words
from tests.conftest import TODAY, Clock
from tests.ui.hands import answering, book_is_free, cells, column, control, enter, focused, press
from ui.counting import ACTS
from ui.dialogs.care import CareDoneForm, CarePlanForm
from ui.dialogs.device import DeviceForm, ReceiveForm
from ui.dialogs.importing import ImportForm
from ui.dialogs.month import ApproveForm, ConfirmForm, LateForm, ReturnForm
from ui.dialogs.plan import PlanForm
from ui.dialogs.settings import (
    CodeForm,
    GoverningForm,
    LetterheadForm,
    LimitForm,
    SignersForm,
    StandingForm,
    WaysForm,
)
from ui.dialogs.small import KitForm, PinForm, ShortcutSheet, UndoForm
from ui.dialogs.welcome import Welcome
from ui.entrance import CORNER
from ui.reconciling import ACTS as COMPARING
from ui.runner import Runner
from ui.stage import SCREENS as ALL_SCREENS
from ui.window import Window

ALT = Qt.KeyboardModifier.AltModifier
SCREENS = ("counter", "devices", "today", "plans")
SLOW = 60  # milliseconds between keys: fingers, not a scanner
INPUTS = (QLineEdit, QTableView, QListWidget, QComboBox, QAbstractSpinBox, QAbstractButton)


def _shown(window: Window) -> str:
    screens = (window.counter, window.devices, window.today, window.plans)
    names = dict(zip(screens, SCREENS, strict=True))
    name = next(name for screen, name in names.items() if screen.isVisible())
    checked = [each for each in SCREENS if window.actions_[each].isChecked()]
    assert checked == [name]
    return name


def test_ctrl_and_a_figure_goes_to_a_screen(window: Window) -> None:
    assert _shown(window) == "counter"
    for key, name in (
        (Qt.Key.Key_2, "devices"), (Qt.Key.Key_3, "today"), (Qt.Key.Key_4, "plans"),
        (Qt.Key.Key_1, "counter"),
    ):  # fmt: skip
        control(key)
        assert _shown(window) == name
    assert focused() is window.counter.scan


def test_alt_and_an_arrow_goes_back_and_forward(window: Window) -> None:
    control(Qt.Key.Key_2)
    control(Qt.Key.Key_3)
    seen = []
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Right):
        press(key, ALT)
        seen.append(_shown(window))
    assert seen == ["devices", "counter", "devices", "today"]
    press(Qt.Key.Key_Left, ALT)
    control(Qt.Key.Key_1)
    assert not window.actions_["forward"].isEnabled()
    press(Qt.Key.Key_Left, ALT)
    assert _shown(window) == "devices"


def test_going_where_one_is_leaves_no_step(window: Window) -> None:
    control(Qt.Key.Key_1)
    assert not window.actions_["back"].isEnabled()


@pytest.mark.parametrize(
    ("typed", "screen", "found"),
    [
        ("TB00003", "devices", ["TB00003"]),
        ("loa cam", "devices", ["TB00002"]),
        ("4B", "today", ["4B"]),
        ("tran van", "today", ["4B"]),
        ("GV001", "today", ["3A"]),
    ],
)
def test_ctrl_k_finds_a_device_or_a_borrowers_slips(
    window: Window, typed: str, screen: str, found: list[str]
) -> None:
    for code, name in (("TB00001", "3A"), ("TB00003", "4B")):
        window.runner.run(Lend((Item(code),), name))
    control(Qt.Key.Key_K)
    assert focused() is window.search
    QTest.keyClicks(focused(), typed, delay=SLOW)
    enter()
    assert _shown(window) == screen
    listed = (
        column(window.devices.model, 0) if screen == "devices" else column(window.today.model, 1)
    )
    assert listed == found
    assert focused() is window.search


def test_blanks_are_no_search(window: Window) -> None:
    control(Qt.Key.Key_K)
    enter("   ")
    assert _shown(window) == "counter"


def test_every_action_stands_in_a_menu_with_a_text_and_a_tip(window: Window) -> None:
    menus = [action.menu() for action in window.menuBar().actions()]
    standing = [action for menu in menus if isinstance(menu, QMenu) for action in menu.actions()]
    named = [window.actions_[act.name] for act in window.actions_.acts]
    assert standing
    assert {id(one) for one in standing} == {id(one) for one in named}
    for action in standing:
        assert action.text(), action.objectName()
        assert action.toolTip(), action.objectName()
        assert action.toolTip() != action.text(), action.objectName()
        assert action.statusTip() == action.toolTip()


@pytest.mark.parametrize("language", ["en", "vi"])
def test_no_two_actions_share_a_shortcut_or_a_text(
    language: str, school: Room, qtbot: QtBot
) -> None:
    made = Window(Runner(school, load_words(language)), lambda _path: None)
    qtbot.addWidget(made)
    actions = [made.actions_[act.name] for act in made.actions_.acts]
    keys = [action.shortcut().toString() for action in actions if action.shortcut().toString()]
    assert len(keys) > 10
    assert len(keys) == len(set(keys))
    texts = [action.text() for action in actions]
    assert len(texts) == len(set(texts))


def _grey_ones_say_why(window: Window) -> set[str]:
    grey = {act for act in window.actions_.acts if not window.actions_[act.name].isEnabled()}
    for act in grey:
        tip = window.actions_[act.name].toolTip()
        assert tip, act.name
        assert act.tip not in tip, act.name
    # Those of a stocktake, a reconciliation, an upload and a month are grey on every other screen:
    # their own tests look at them. Those of who is at the PC are grey while nobody has an account.
    apart = {*ACTS, *COMPARING, *window.uploading.doors(), *window.monthly.doors(), *CORNER}
    return {act.name for act in grey} - apart


def test_every_grey_action_says_why(window: Window) -> None:
    counter = {"clear", "remove", "term", "details", "confirm", "kit"}
    cases = {"describe", "send_repair", "back_repair", "mend", "find", "lose", "withdraw"}
    listed = {"bulk", "columns", "filters", "transfer", "transfer_out", "decrease", "propose",
              "assess"}  # fmt: skip
    apart = counter | cases | {"serve", "loans_of"}
    assert _grey_ones_say_why(window) == cases | listed | {
        "correct", "receive", "serve", "loans_of", "extend", "back", "forward",
    }  # fmt: skip
    control(Qt.Key.Key_2)
    assert _grey_ones_say_why(window) == apart | {"correct", "receive", "extend", "forward"}
    window.devices.open("TB00001")
    assert _grey_ones_say_why(window) == apart | {"receive", "extend", "forward"}
    window.devices.open("TB00003")
    assert _grey_ones_say_why(window) == apart | {"extend", "forward"}
    control(Qt.Key.Key_3)
    assert _grey_ones_say_why(window) == apart | listed | {"forward"}
    control(Qt.Key.Key_4)
    assert _grey_ones_say_why(window) == (apart | listed | {"extend", "forward"}) - {"serve"}
    for _step in range(3):
        press(Qt.Key.Key_Left, ALT)
    assert _grey_ones_say_why(window) == cases | listed | {"serve", "loans_of", "extend", "back"}


def _unnamed(root: QWidget) -> list[str]:
    """Return the inputs of a window that a screen reader could not name."""
    found = []
    for widget in root.findChildren(QWidget):
        inside = isinstance(
            widget.parentWidget(), (QLineEdit, QComboBox, QAbstractSpinBox, QTableView)
        )
        if not isinstance(widget, INPUTS) or inside or widget.focusPolicy() == _NO_FOCUS:
            continue
        said = widget.accessibleName()
        if isinstance(widget, QAbstractButton):
            said = said or widget.text()
        if not said:
            found.append(f"{type(widget).__name__} {widget.objectName()} in {root}")
    return found


_NO_FOCUS = Qt.FocusPolicy.NoFocus


def test_a_screen_reader_can_name_every_input(
    window: Window, qtbot: QtBot, tmp_path: Path, clock: Clock
) -> None:
    runner, words = window.runner, window.words
    last = runner.ask(LastAct())
    assert last is not None
    dialogs: list[QDialog] = [
        DeviceForm(runner, window), DeviceForm(runner, window, "TB00001"),
        ReceiveForm(runner, window, "TB00003"), ImportForm(runner, window),
        ImportForm(runner, window, "catalogue"), UndoForm(runner, window, last),
        WaysForm(runner, window), GoverningForm(runner, window, None),
        LetterheadForm(runner, window, LetterheadVersion(), new=True),
        SignersForm(runner, window, Signers(), new=True), LimitForm(runner, window, None),
        CodeForm(runner, window, ""), StandingForm(runner, window, SchoolStatus.ACTIVE),
        ConfirmForm(runner, window, "2026-11"), ShortcutSheet(words, window.actions_, window),
        ApproveForm(runner, window, "2026-11"), ReturnForm(runner, window, "2026-11"),
        LateForm(runner, window, 1, "Mưa"),
        KitForm(runner, window, lambda name: MakeKit(name, ())),
        PinForm(words, window, "", lambda _pin: None), PlanForm(runner, window, TODAY),
        CarePlanForm(runner, window), CareDoneForm(runner, window, ()),
        Welcome(words, tmp_path / "none", clock, "thu"),
    ]  # fmt: skip
    for dialog in dialogs:
        qtbot.addWidget(dialog)
        assert dialog.windowTitle()
    assert [line for root in (window, *dialogs) for line in _unnamed(root)] == []
    assert len(window.findChildren(QToolButton)) >= 8


def test_an_input_without_a_name_would_be_noticed(window: Window) -> None:
    window.counter.scan.setAccessibleName("")
    window.counter.lines.setAccessibleName("")
    window.counter.confirm_button.setText("")
    assert len(_unnamed(window)) == 3


def test_the_months_list_is_written_and_opened(
    window: Window, folder: Path, opened: list[Path]
) -> None:
    window.runner.run(Lend((Item("TB00001"),), "3A"))
    control(Qt.Key.Key_M)
    path = folder / "documents" / "danh-sach-muon-2026-11.pdf"
    assert opened == [path]
    assert path.read_bytes().startswith(b"%PDF-")
    assert window.toast.label.text() == window.words("Saved {file}", file=str(path))


def test_a_whole_book_is_said_to_be_whole(window: Window) -> None:
    last = window.runner.ask(LastAct())
    assert last is not None
    window.actions_["verify"].trigger()
    assert window.toast.label.text() == window.words(
        "The book is whole: {entries} entries", entries=last.id
    )


def test_a_book_changed_from_outside_is_shown(window: Window, folder: Path) -> None:
    with closing(sqlite3.connect(folder / "book.db", isolation_level=None)) as outside:
        outside.execute("DROP TRIGGER posting_unchanged")
        outside.execute("UPDATE posting SET quantity = 36 WHERE quantity = 35")

    def look(box: QMessageBox) -> None:
        assert box.icon() == QMessageBox.Icon.Warning
        assert box.text() == window.words(
            "The book was changed from outside. Restore a backup and call for help."
        )
        assert box.detailedText()

    with answering(QMessageBox, look):
        window.actions_["verify"].trigger()
    assert book_is_free(folder)


def test_the_school_is_described_and_named_in_the_title(window: Window) -> None:
    def fill(form: LetterheadForm) -> None:
        form.name.setText("Trường Tiểu học Lê Lợi")
        QTest.keyClick(form.name, Qt.Key.Key_Return)
        assert not form.isVisible()

    window.actions_["settings"].trigger()
    window.settings.show_section(Section.LETTERHEAD)
    with answering(LetterheadForm, fill):
        window.settings.correct_button.click()
    assert window.runner.ask(TheSchool()).name == "Trường Tiểu học Lê Lợi"
    assert window.windowTitle() == "Trường Tiểu học Lê Lợi · Sổ Thiết Bị"


def test_shift_f1_lists_every_shortcut(window: Window) -> None:
    def look(sheet: ShortcutSheet) -> None:
        wanted = [[act.shortcut, act.text, act.tip] for act in window.actions_.acts if act.shortcut]
        assert cells(sheet.model) == wanted

    with answering(ShortcutSheet, look):
        press(Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)


def test_ctrl_z_on_a_new_book_says_there_is_nothing(room: Room, qtbot: QtBot) -> None:
    made = Window(Runner(room, load_words("en")), lambda _path: None)
    qtbot.addWidget(made)
    made.actions_["undo"].trigger()
    assert made.toast.label.text() == made.words("There is nothing to undo.")


def test_the_toast_goes_away_by_itself(window: Window, qtbot: QtBot) -> None:
    window.toast._timer.setInterval(50)  # noqa: SLF001 - twelve seconds are long in a test
    window.runner.run(Lend((Item("TB00001"),), "3A"))
    assert window.toast.isVisible()
    qtbot.waitUntil(lambda: not window.toast.isVisible())
    assert not window.toast.offers_undo()


def test_ctrl_q_closes_the_window_and_lets_go_of_the_book(window: Window, folder: Path) -> None:
    control(Qt.Key.Key_Q)
    assert not window.isVisible()
    assert not list(folder.glob("book.db-*"))


def test_a_screen_nobody_has_been_to_closes_its_actions_with_the_same_words(
    window: Window,
) -> None:
    def told() -> dict[str, tuple[bool, str]]:
        named = {act.name: window.actions_[act.name] for act in window.actions_.acts}
        return {name: (one.isEnabled(), one.toolTip()) for name, one in named.items()}

    assert set(window.made) == {"counter"}
    fresh = told()
    for name in ALL_SCREENS:
        window.screen_of(name)
    assert set(window.made) == set(ALL_SCREENS)
    window.explain()
    assert told() == fresh
