"""Help where you are: the guide at the screen or form in front, the shortcuts, the card."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QDialog, QWidget
from typing_extensions import override

from app.domain.sentence import Words
from app.services.guide import print_counter_card, print_guide, read_guide
from app.services.room import Clock
from ui.controller import Controller, Door
from ui.dialogs.guide import GuideWindow
from ui.dialogs.small import ShortcutSheet

if TYPE_CHECKING:
    from ui.window import Window

# The modules of forms that are told of elsewhere than at the screen they were opened from.
FORMS: Mapping[str, str] = {
    "accounts": "accounts",
    "backups": "backups",
    "bells": "calendar",
    "bulk": "devices",
    "care": "care",
    "city": "city",
    "columns": "devices",
    "damage": "damages",
    "deadlines": "deadlines",
    "decrease": "slips",
    "device": "devices",
    "disposal": "disposal",
    "first_steps": "first_book",
    "handed": "accounts",
    "helper": "uploads",
    "importing": "importing",
    "increase": "slips",
    "labels": "labels",
    "layout": "layouts",
    "layouts": "layouts",
    "lists": "lists",
    "movement": "slips",
    "moving_up": "new_year",
    "own_secret": "accounts",
    "plan": "plans",
    "provision": "archive",
    "quota": "norms",
    "rights": "accounts",
    "uploads": "uploads",
}


def show_guide(
    words: Words,
    front: QWidget,
    anchor: str,
    clock: Clock,
    print_card: Callable[[], object] | None = None,
) -> GuideWindow:
    """Show the one guide over what is in front, at the section with an anchor."""
    guide = front.findChild(GuideWindow)
    if guide is None:
        guide = GuideWindow(words, read_guide(), partial(print_guide, clock()), print_card, front)
    guide.show_section(anchor)
    guide.show()
    guide.raise_()
    guide.activateWindow()
    return guide


class Guidance(Controller):
    """Opens the guide at what is in front of the user."""

    def __init__(self, window: Window, show: Callable[[QDialog], None]) -> None:
        """Help with `window`; `show` runs a dialog of it."""
        super().__init__(window)
        self._window, self._show, self._words = window, show, window.words

    @override
    def doors(self) -> dict[str, Door]:
        """Return what the actions do, by their names."""
        return {
            "guide": self.open,
            "shortcuts": self.show_shortcuts,
            "counter_card": self.print_card,
        }

    def open(self) -> GuideWindow:
        """Show the guide over what is in front, at the section about it."""
        front = QApplication.activeModalWidget() or self._window
        now = self._window.runner.room.now
        return show_guide(self._words, front, self._anchor(front), now, self.print_card)

    def close(self) -> None:
        """Close the guide with the window."""
        for guide in self._window.findChildren(GuideWindow):
            guide.close()

    def show_shortcuts(self) -> None:
        """Show all shortcuts."""
        self._show(ShortcutSheet(self._words, self._window.actions_, self._window))

    def print_card(self) -> None:
        """Draw the card for the wall, and show it to be printed."""
        now = self._window.runner.room.now()
        self._window.papers.keep(self._words("counter-card.pdf"), print_counter_card(now))

    def _anchor(self, front: QWidget) -> str:
        if self._window.entrance.covered:
            return "locking"
        return FORMS.get(type(front).__module__.rpartition(".")[2], self._window.navigation.current)
