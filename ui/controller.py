"""What stands behind a screen: the doors of its actions, and why one is closed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

Door = Callable[[], object]


class Controller(QObject):
    """Opens the forms a screen wishes for, and does what its actions say."""

    def doors(self) -> dict[str, Door]:
        """Return what the actions do, by their names."""
        raise NotImplementedError

    def reasons(self, current: str) -> dict[str, str]:
        """Return why an action is closed while a screen is shown, blank when it is open."""
        del current
        return {}
