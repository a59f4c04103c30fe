"""The real window over a real book; a test leaves nothing open behind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.services.room import Room
from app.services.wording import load_words
from tests.ui.hands import book_is_free
from ui.runner import Runner
from ui.theme import dress
from ui.window import Window


@pytest.fixture(autouse=True)
def _nothing_left_open(folder: Path) -> Iterator[None]:
    """Fail a test that leaves a window on the screen or a transaction in the book."""
    yield
    application = QApplication.instance()
    if isinstance(application, QApplication):
        left = [widget for widget in application.topLevelWidgets() if widget.isVisible()]
        names = [f"{type(widget).__name__} “{widget.windowTitle()}”" for widget in left]
        for widget in left:
            widget.close()
        assert not names, f"left on the screen: {names}"
    assert book_is_free(folder), "a transaction was left open"


@pytest.fixture
def opened() -> list[Path]:
    """Return where the files that the window opens are noted."""
    return []


@pytest.fixture
def window(qtbot: QtBot, school: Room, opened: list[Path]) -> Iterator[Window]:
    """Show the window over the school's book, in the source words."""
    made = Window(Runner(school, load_words("en")), opened.append)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    yield made
    assert book_is_free(school.folder), "the window holds a transaction open"
    made.close()


@pytest.fixture
def dressed(qapp: QApplication) -> Iterator[None]:
    """Give the application its look, and take it off again."""
    font, style = qapp.font(), qapp.style().name()
    dress(qapp)
    yield
    qapp.setStyleSheet("")
    qapp.setPalette(QPalette())
    qapp.setFont(font)
    qapp.setStyle(style)
