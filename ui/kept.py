"""What a person chose for lists and labels, kept beside the book for the next start."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSettings

from app.domain.filter import DeviceFilter, filter_from
from app.domain.label import STOCKS, Offsets

_FILE = "window.ini"
_REMEMBERED = 12  # people offered first on the sign-in page
_LOCK_MINUTES = 10  # until somebody says otherwise


class Kept:
    """Columns, named filters, the label stock in the printer, and who works at this PC."""

    def __init__(self, folder: Path) -> None:
        """Keep things in `folder`."""
        self._kept = QSettings(str(folder / _FILE), QSettings.Format.IniFormat)

    def columns(self, known: Sequence[str], usual: Sequence[str]) -> tuple[str, ...]:
        """Return the columns chosen among those known, the usual ones until some are."""
        said = str(self._kept.value("columns", "")).split(";")
        return tuple(name for name in known if name in said) or tuple(usual)

    def keep_columns(self, names: Sequence[str]) -> None:
        """Keep the columns chosen."""
        self._kept.setValue("columns", ";".join(names))

    def filters(self) -> dict[str, DeviceFilter]:
        """Return the filters by name."""
        try:
            said = json.loads(str(self._kept.value("filters", "{}")))
        except ValueError:
            return {}
        if not isinstance(said, dict):
            return {}
        return {name: filter_from(str(text)) for name, text in sorted(said.items())}

    def keep_filter(self, name: str, wanted: DeviceFilter) -> None:
        """Keep a filter under a name, or forget it when it fits everything."""
        said = {one: filter_.kept() for one, filter_ in self.filters().items() if one != name}
        if wanted != DeviceFilter():
            said[name] = wanted.kept()
        self._kept.setValue("filters", json.dumps(said))

    def label_stock(self) -> tuple[str, Offsets]:
        """Return the label stock that was last printed on, and how far the printer is off."""
        stock = str(self._kept.value("label_stock", STOCKS[0].name))
        known = stock if stock in {one.name for one in STOCKS} else STOCKS[0].name
        return known, Offsets(self._number("label_x"), self._number("label_y"))

    def keep_label_stock(self, stock: str, offsets: Offsets) -> None:
        """Keep the stock and the offsets in mm."""
        self._kept.setValue("label_stock", stock)
        self._kept.setValue("label_x", offsets.x)
        self._kept.setValue("label_y", offsets.y)

    def counting_person(self) -> str:
        """Return who counted last in a stocktake."""
        return str(self._kept.value("counting_person", ""))

    def keep_counting_person(self, name: str) -> None:
        """Keep who counts."""
        self._kept.setValue("counting_person", name)

    def recent_people(self) -> list[str]:
        """Return the codes of who signed in on this PC, the last one first."""
        return [code for code in str(self._kept.value("recent_people", "")).split(";") if code]

    def keep_recent_person(self, code: str) -> None:
        """Keep who signed in last; a dozen before that are remembered."""
        others = [one for one in self.recent_people() if one != code]
        self._kept.setValue("recent_people", ";".join([code, *others][:_REMEMBERED]))

    def lock_minutes(self) -> int:
        """Return after how many minutes without a touch the screen locks."""
        return round(self._number("lock_minutes")) or _LOCK_MINUTES

    def keep_lock_minutes(self, minutes: int) -> None:
        """Keep that time for this PC."""
        self._kept.setValue("lock_minutes", minutes)

    def _number(self, name: str) -> float:
        try:
            return float(str(self._kept.value(name, 0)))
        except ValueError:
            return 0.0
