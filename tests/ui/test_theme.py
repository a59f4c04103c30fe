"""The look: enough contrast for every text, at every size, in light and dark."""

from __future__ import annotations

import re
import subprocess
import sys
from functools import partial
from itertools import combinations
from pathlib import Path

import pytest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

import ui.theme
from app.services.room import Room
from app.services.wording import load_words
from ui.runner import Runner
from ui.stage import SCREENS
from ui.theme import DARK, LIGHT, Colours, dress
from ui.widgets.kit import Card, Table
from ui.window import Window

ENOUGH = 4.5  # WCAG 2 AA, body text
PAIRS = {
    "ink": ("page", "card", "chosen"),
    "quiet": ("page", "card"),
    "accent": ("page", "card"),
    "on_accent": ("accent",),
    "good": ("page", "card"),
    "warn": ("page", "card"),
    "bad": ("page", "card"),
    "page": ("ink", "bad"),
}


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_computed_as_wcag_does() -> None:
    assert _contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert _contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("text", "ground"), [(text, ground) for text, grounds in PAIRS.items() for ground in grounds]
)
def test_every_text_stands_out_from_its_ground(colours: Colours, text: str, ground: str) -> None:
    assert _contrast(getattr(colours, text), getattr(colours, ground)) >= ENOUGH


def test_every_text_colour_of_the_style_is_among_the_pairs() -> None:
    source = Path(ui.theme.__file__).read_text(encoding="utf-8")
    style = source.partition('Template("""')[2].partition('""")')[0]
    style = re.sub(r"QScrollBar.*", "", style)  # a handle carries no text
    used = set(re.findall(r"(?<![\w-])(?:color|selection-color): \$(\w+)", style))
    grounds = set(re.findall(r"(?<![\w-])(?:selection-|alternate-)?background(?:-color)?: \$(\w+)",
                             style))  # fmt: skip
    assert len(used) >= 5
    assert used <= set(PAIRS)
    assert grounds <= {ground for pair in PAIRS.values() for ground in pair}


@pytest.mark.usefixtures("dressed")
@pytest.mark.parametrize(
    ("language", "dark"), [("vi", False), ("en", True)], ids=["light-vi", "dark-en"]
)
def test_twice_as_large_still_fits(
    qapp: QApplication, qtbot: QtBot, school: Room, language: str, *, dark: bool
) -> None:
    dress(qapp, dark=dark, scale=2)
    made = Window(Runner(school, load_words(language)), lambda _path: None)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    with qtbot.waitExposed(made):
        made.show()
    assert made.font().pointSize() == 22
    for name in SCREENS:
        made.navigation.go(name)
        screen = made.screen_of(name)
        QApplication.processEvents()
        picture = made.grab().toImage()
        ground = (DARK if dark else LIGHT).page.lower()
        assert picture.pixelColor(made.width() - 4, made.height() - 4).name() == ground
        cut = [
            button.text()
            for kind in (QPushButton, QToolButton)
            for button in made.findChildren(kind)
            if button.isVisible()
            and button.text()  # the arrows of a row of tabs have none
            and button.width() < button.sizeHint().width()
        ]
        assert not cut, name
        qtbot.waitUntil(partial(_see_it_fits, screen))
    made.close()


def _see_it_fits(screen: QWidget) -> None:
    """See that every text has its room and nothing lies over anything else."""
    assert not _squeezed(screen)
    assert not _overlapping(screen)


def _squeezed(screen: QWidget) -> list[str]:
    """Return the texts that have less room than their lines take."""
    return [
        one.text()
        for one in screen.findChildren(QLabel)
        if one.isVisible()
        and one.text()
        and one.height() < (one.heightForWidth(one.width()) if one.wordWrap() else 1)
    ]


def _overlapping(screen: QWidget) -> list[tuple[str, str]]:
    """Return the pairs that lie one over the other, of those that stand side by side."""
    found = []
    for parent in (screen, *screen.findChildren(QWidget)):
        beside = [
            one
            for one in parent.children()
            if isinstance(one, (QLabel, QPushButton, QComboBox, QLineEdit, Table, Card))
            and one.isVisible()
        ]
        found += [
            (repr(one), repr(other))
            for one, other in combinations(beside, 2)
            if one.geometry().intersects(other.geometry())
        ]
    return found


# What the program's own start makes of the fonts, told instead of waiting for the user.
_START = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from ui.application import run

def tell(*_application):
    print(sorted({widget.font().family() for widget in QApplication.allWidgets()}))
    return 0

QApplication.exec = tell
run(Path(sys.argv[1]))
"""


def test_the_whole_window_wears_the_programs_font_from_the_start(school: Room) -> None:
    school.leave()
    told = subprocess.run(
        [sys.executable, "-c", _START, str(school.folder)],
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert told.stdout.split("\n")[0] == "['Arimo']"


# A process of its own: a font of the application's goes through every widget that is there.
_SYSTEM_FONTS = """
import sys
from PySide6.QtGui import QFont
from PySide6.QtWidgets import *
from ui.theme import dress
application = QApplication(sys.argv)
dress(application)
for name in ("QAbstractItemView", "QMenu", "QMenuBar", "QMessageBox"):
    QApplication.setFont(QFont("Tinos", 6), name)  # as Windows has it
for one in (QListWidget(), QMenu(), QMenuBar(), QMessageBox(), QTableView()):
    one.ensurePolished()
    print(one.font().family(), one.font().pointSize())
"""


def test_a_font_the_system_has_for_a_kind_of_widget_gives_way() -> None:
    told = subprocess.run(
        [sys.executable, "-c", _SYSTEM_FONTS],
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert told.stdout.splitlines() == ["Arimo 11"] * 5
