"""What every screen is: a page that reloads when what it shows has changed.

A page scrolls where the window is too low for it, or the text too large: nothing is squeezed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from app.domain.change import Change
from ui.runner import Runner
from ui.widgets.kit import label

if TYPE_CHECKING:
    from app.services.showing import Shown


class Screen(QScrollArea):
    """A page with a title; `shows` are the kinds of thing it must follow."""

    shows: Change = frozenset()

    def __init__(self, runner: Runner, title: str) -> None:
        """Build the page's title over an empty column."""
        super().__init__()
        self.runner = runner
        self.words = runner.words
        self.stale = True
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        page = QWidget()
        self.setWidget(page)
        self.column = QVBoxLayout(page)
        self.column.setContentsMargins(24, 18, 24, 18)
        self.column.setSpacing(12)
        self.column.addWidget(label(title, "title"))

    def follow(self, change: Change) -> None:
        """Reload now if shown, later if not, when the change concerns this page."""
        if not (change & self.shows):
            return
        self.stale = True
        if self.isVisible():
            self.refresh()

    def refresh(self) -> None:
        """Reload what is stale."""
        if self.stale:
            self.reload()
            self.stale = False

    def redraw(self) -> None:
        """Draw what is painted in the colours that are worn now."""

    def listing(self) -> Callable[[], Shown] | None:
        """Return what reads the list of this page as it stands, fit for a worker's thread."""
        return None

    def reload(self) -> None:
        """Read everything again; each screen says how."""
        raise NotImplementedError

    def focus(self) -> None:
        """Put the cursor where the work begins."""
        self.setFocus()

    def settle(self) -> None:
        """Wait for what still reads the book beside the window; it is about to be closed."""
