"""What the window rests on: calls of Qt that leave Python as it was."""

from __future__ import annotations

import sys

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot


def test_a_call_that_returns_nothing_takes_nothing(qtbot: QtBot) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    before = sys.getrefcount(None)
    for _time in range(1_000):
        label.setText("x")
    assert sys.getrefcount(None) > before - 100
