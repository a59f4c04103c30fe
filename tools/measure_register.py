"""How long the Devices screen holds the window: `python tools/measure_register.py BOOK`.

Each act is done in the real window, offscreen, until the list shows what it asked for. Printed
in milliseconds: the longest the window was held at a stretch (median and longest of some
rounds), and the median until the list was shown. A book worth measuring is made by
`sothietbi --data BOOK new --name NAME --demo --devices 50000 --loans 1000000`.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.domain.filter import ORDERS
from app.services.clock import local_time
from app.services.room import Room
from app.services.wording import load_words
from ui.models.devices import COLUMNS
from ui.runner import Runner
from ui.screens.devices import Devices
from ui.theme import dress
from ui.window import Window

ROUNDS = 5
TYPED = ("bo", "may chieu", "tranh toan", "kho 1")
Acts = Iterator[tuple[str, Callable[[], object]]]


def acts(screen: Devices) -> Acts:
    """Yield each act with the name its times are gathered under."""
    for text in TYPED:
        yield "clear the search", partial(screen.search_for, "")
        for letter in text:
            yield "a key", partial(QTest.keyClicks, screen.search, letter)
            yield "the search after it", screen.search.returnPressed.emit
    yield "clear the search", partial(screen.search_for, "")
    for name, choice in screen.filters.choices.items():
        for row in range(1, min(choice.count(), 4)):
            choice.setCurrentIndex(row)
            yield f"filter by {name}", screen.filters.filter_wanted.emit
        choice.setCurrentIndex(0)
    yield "show everything", screen.filters.clear
    end = partial(QTest.keyClick, screen.list, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    home = partial(
        QTest.keyClick, screen.list, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier
    )
    for name in COLUMNS:
        if name in ORDERS:
            for order in (Qt.SortOrder.DescendingOrder, Qt.SortOrder.AscendingOrder):
                yield (
                    f"sort by {name}",
                    partial(screen.list.sortByColumn, COLUMNS.index(name), order),
                )
            yield "jump to the end, open it", end
            yield "jump to the start, open it", home
    yield "load again after a change", screen.reload


def main() -> int:
    """Measure, and print a line for each act, the longest last."""
    application = QApplication(sys.argv[:1])
    dress(application)
    room = Room.enter(Path(sys.argv[1]), local_time, "measure")
    window = Window(Runner(room, load_words()), print)
    window.resize(1366, 768)
    window.show()
    window.actions_["devices"].trigger()
    screen = window.devices
    screen.show_columns(COLUMNS)
    application.processEvents()
    held: dict[str, list[float]] = defaultdict(list)
    shown: dict[str, list[float]] = defaultdict(list)
    for _round in range(ROUNDS):
        for name, act in acts(screen):
            stretches = [_took(act), _took(application.processEvents)]
            while screen.model.is_reading():
                stretches.append(_took(application.processEvents))
            stretches.append(_took(application.processEvents))
            held[name].append(max(stretches))
            shown[name].append(sum(stretches))
    window.close()
    room.leave()
    for name, times in sorted(held.items(), key=lambda one: max(one[1])):
        until = statistics.median(shown[name])
        print(  # noqa: T201 - what the command says
            f"{name:28} held {statistics.median(times):6.1f}, at most {max(times):6.1f}; "
            f"shown after {until:6.1f}"
        )
    return 0


def _took(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return (time.perf_counter() - start) * 1000


if __name__ == "__main__":
    sys.exit(main())
