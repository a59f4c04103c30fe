"""The whole book is proven once a day without anybody waiting, and a fault stays on the screen."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from app.domain.fault import Unavailable
from app.domain.sentence import Sentence
from app.services.bug_report import FILE_NAME
from app.services.opening import is_proven
from app.services.queries import Verify
from app.services.room import Room
from app.services.wording import load_words
from tests.ui.hands import answering
from ui.application import BugReport
from ui.window import Window


def _is_over(window: Window) -> bool:
    return is_proven(window.runner.room.folder, window.runner.room.today())


def test_a_whole_book_is_proven_once_a_day(window: Window, qtbot: QtBot) -> None:
    window.proving.begin()
    qtbot.waitUntil(lambda: _is_over(window), timeout=30_000)
    assert not window.proving.banner.isVisible()


def test_a_wrong_figure_is_told_by_a_banner_that_stays(window: Window, qtbot: QtBot) -> None:
    with closing(sqlite3.connect(window.runner.room.folder / "book.db")) as raw:
        raw.execute("UPDATE balance SET quantity = 34 WHERE quantity = 35")
        raw.commit()
    window.proving.begin()
    qtbot.waitUntil(window.proving.banner.isVisible, timeout=30_000)
    assert "its figures may be wrong" in window.proving.banner.said.text()
    assert not _is_over(window)
    with answering(QMessageBox, QMessageBox.accept):
        window.proving.banner.button.click()


def test_a_proof_under_way_does_not_keep_the_window_open(window: Window) -> None:
    window.proving.begin()
    window.close()
    assert not window.isVisible()


@pytest.mark.usefixtures("qtbot")
def test_what_a_damaged_book_makes_fail_is_said_and_is_no_bug(school: Room) -> None:
    report = BugReport(load_words("en"), school.folder)
    report.is_whole = lambda: school.ask(Verify()).ok
    with closing(sqlite3.connect(school.folder / "book.db")) as raw:
        raw.execute("UPDATE balance SET quantity = 34 WHERE quantity = 35")
        raw.commit()
    said: list[str] = []

    def read(box: QMessageBox) -> None:
        said.append(box.text())
        box.accept()

    errors = (ValueError("day"), Unavailable(Sentence("The disk is full.")))
    for error in errors:
        with answering(QMessageBox, read):
            report(type(error), error, None)
    assert said[0].startswith("The book was damaged or changed from outside")
    assert said[1] == "The disk is full."
    assert not (school.folder / FILE_NAME).exists()
