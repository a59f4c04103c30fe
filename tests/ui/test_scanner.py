"""The scanner's torture list: whatever it does, each code is heard once and whole."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.domain.device import Device, Kind
from app.services.counter import codes_in
from app.services.devices import RegisterDevice
from app.services.room import Room
from ui.window import Window

_TELEX_TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}


def telex(text: str) -> str:
    """Return what a Telex driver makes of plain keys: marks by the letters after a vowel."""
    made = ""
    for letter in text:
        low = letter.lower()
        last = made[-1:].lower()
        if low in _TELEX_TONES and any(one in "aeiouy" for one in made.lower()):
            made += _TELEX_TONES[low]
        elif low == last and low in "aeo":
            made += "\u0302"
        elif low == "d" and last == "d":
            made = made[:-1] + "đ"
        elif low == "w" and last in tuple("aou"):
            made += "\u0306" if last == "a" else "\u031b"
        elif low == "w":
            made += "ư"
        elif low == "z":
            made = made.rstrip("\u0300\u0301\u0303\u0309\u0323")
        else:
            made += letter
    return made


def _scan(window: Window, code: str, end: Qt.Key | None = Qt.Key.Key_Return) -> None:
    QTest.keyClicks(window.focusWidget(), code)
    if end is not None:
        QTest.keyClick(window.focusWidget(), end)


def _codes(window: Window) -> list[str]:
    return [line.code for line in window.counter.slip.lines]


@pytest.mark.parametrize("end", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab])
def test_a_scanner_may_end_with_enter_or_tab(window: Window, end: Qt.Key) -> None:
    _scan(window, "TB00001", end)
    assert _codes(window) == ["TB00001"]
    assert window.counter.scan.text() == ""
    assert window.counter.scan.hasFocus()


def test_a_scanner_may_end_with_nothing(window: Window, qtbot: QtBot) -> None:
    _scan(window, "TB00001", None)
    qtbot.waitUntil(lambda: _codes(window) == ["TB00001"], timeout=2000)
    assert window.counter.scan.text() == ""


def test_codes_run_together_are_told_apart(window: Window, qtbot: QtBot) -> None:
    _scan(window, "TB00001TB00002", None)
    qtbot.waitUntil(lambda: len(_codes(window)) == 2, timeout=2000)
    assert _codes(window) == ["TB00001", "TB00002"]


def test_slow_fingers_are_not_a_scanner(window: Window, qtbot: QtBot) -> None:
    for letter in "TB00001":
        QTest.keyClicks(window.counter.scan, letter, Qt.KeyboardModifier.NoModifier, 80)
    qtbot.wait(300)
    assert window.counter.scan.text() == "TB00001"
    assert _codes(window) == []


@pytest.mark.parametrize("code", ["TB00001", "GV001", "LH001", "KT001", "PM00001"])
def test_our_codes_pass_through_telex_unchanged(code: str) -> None:
    assert telex(code) == code
    assert telex(code.lower()) == code.lower()


def vni(text: str) -> str:
    """Return what a VNI driver makes of plain keys: digits mark the vowel before them."""
    tones = dict(zip("12345", "\u0301\u0300\u0309\u0303\u0323", strict=True))
    made = ""
    for letter in text:
        vowel = any(one in "aeiouy" for one in made.lower())
        if letter in tones and vowel:
            made += tones[letter]
        elif letter == "9" and made[-1:].lower() == "d":
            made = made[:-1] + "đ"
        else:
            made += letter
    return made


@pytest.mark.parametrize("code", ["TB12345", "GV123", "LH123", "KT123", "PM12345"])
def test_our_codes_pass_through_vni_unchanged(code: str) -> None:
    assert vni(code) == code
    assert vni("KIT1") != "KIT1"


def test_telex_does_rewrite_what_is_not_made_for_it() -> None:
    assert telex("AS") != "AS"
    assert telex("dd") == "đ"


def test_caps_lock_changes_nothing(window: Window) -> None:
    _scan(window, "3a")
    _scan(window, "tb00001")
    assert window.counter.slip.class_name == "3A"
    assert _codes(window) == ["TB00001"]


def test_a_code_that_a_driver_marked_is_still_the_code(window: Window) -> None:
    window.counter.scan.insert("TB00001\u0301")
    QTest.keyClick(window.counter.scan, Qt.Key.Key_Return)
    assert _codes(window) == ["TB00001"]


def test_a_burst_of_two_hundred_codes_loses_and_splits_none(window: Window, school: Room) -> None:
    wanted = [
        school.run(RegisterDevice(Device("", f"Thẻ số {number}", Kind.PIECE))).value
        for number in range(200)
    ]
    for code in wanted:
        _scan(window, code)
    assert _codes(window) == wanted


def test_the_same_code_twice_is_taken_once_and_calmly(window: Window) -> None:
    _scan(window, "TB00001")
    _scan(window, "TB00001")
    assert _codes(window) == ["TB00001"]
    assert not window.toast.isVisible()
    assert "TB00001" in window.counter.hint.text()


def test_a_code_of_another_school_is_said_and_changes_nothing(window: Window) -> None:
    _scan(window, "MB99999")
    assert _codes(window) == []
    assert "MB99999" in window.toast.label.text()


def test_a_scan_is_caught_wherever_the_focus_is(window: Window) -> None:
    window.actions_["devices"].trigger()
    window.devices.search.setText("bang")
    window.devices.search.setFocus()
    _scan(window, "TB00002")
    assert window.navigation.current == "counter"
    assert _codes(window) == ["TB00002"]
    assert window.devices.search.text() == "bang"


def test_a_scan_without_an_end_is_caught_elsewhere_too(window: Window, qtbot: QtBot) -> None:
    window.actions_["today"].trigger()
    _scan(window, "TB00002", None)
    qtbot.waitUntil(lambda: _codes(window) == ["TB00002"], timeout=2000)


def test_codes_are_told_from_words() -> None:
    assert codes_in("TB00001") == ["TB00001"]
    assert codes_in("tb00001gv001") == ["TB00001", "GV001"]
    assert codes_in("3A") == codes_in("may chieu") == codes_in("20*TB00001") == []
