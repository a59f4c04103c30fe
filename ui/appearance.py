"""How large the text is, and light or dark; kept beside the book for the next start."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtWidgets import QApplication

from ui.theme import dress, prefers_dark

_SCALES = (0.9, 1.0, 1.15, 1.3, 1.5, 1.75, 2.0)
_FILE = "window.ini"


class Appearance(QObject):
    """The look of the window. `changed` follows once the application wears it."""

    changed = Signal()

    def __init__(self, folder: Path) -> None:
        """Read what was kept in `folder`, else what the desktop prefers."""
        super().__init__()
        self._kept = QSettings(str(folder / _FILE), QSettings.Format.IniFormat)
        self.scale = min(max(_number(self._kept.value("scale", 1.0)), _SCALES[0]), _SCALES[-1])
        self.dark = self._kept.value("dark", str(prefers_dark()).lower()) in {True, "true"}

    def wear(self, times: float = 1) -> None:
        """Dress the application; `times` enlarges the text for a while."""
        application = cast("QApplication", QApplication.instance())
        dress(application, dark=self.dark, scale=self.scale * times)
        self.changed.emit()

    def enlarge(self) -> None:
        """Make the text a step larger."""
        self._keep("scale", next((one for one in _SCALES if one > self.scale), _SCALES[-1]))

    def shrink(self) -> None:
        """Make the text a step smaller."""
        smaller = [one for one in _SCALES if one < self.scale]
        self._keep("scale", smaller[-1] if smaller else _SCALES[0])

    def turn(self) -> None:
        """Turn from light to dark, or back."""
        self.dark = not self.dark
        self._kept.setValue("dark", str(self.dark).lower())
        self.wear()

    def _keep(self, name: str, value: float) -> None:
        self.scale = value
        self._kept.setValue(name, value)
        self.wear()


def _number(text: object) -> float:
    try:
        return float(str(text))
    except ValueError:
        return 1.0
