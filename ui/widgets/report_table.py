"""A table of a report on the screen: headings in two lines, figures to the right."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics

from app.domain.sentence import Words
from app.services.reports import COUNTS, Kind, ReportTable, show_table
from ui.models.tables import RowsModel
from ui.widgets.kit import Table, table

_NAME = 220  # pixels: the column of names where there are many
_WIDTHS = {
    Kind.TEXT: 150, Kind.CODE: 92, Kind.DAY: 96, Kind.SHORT: 80, Kind.FIGURE: 102,
    Kind.MONEY: 110, Kind.SIGN: 80,
}  # fmt: skip
_BOLD, _AROUND = 1.12, 22  # how much wider bold is, and pixels around a heading
_LINE = 17  # pixels: the height of a line of text at 100%
_SHORT = 13  # letters: a longer heading takes two lines
_MANY = 11  # columns: from here on they scroll sideways, so that the groups' names stay whole


def show_rows(
    words: Words, one: ReportTable, title: str, metrics: QFontMetrics
) -> tuple[Table, RowsModel]:
    """Return a table of a report and its model, which the view does not keep."""
    shown = show_table(words, one, title)
    figures = [at for at, kind in enumerate(one.columns()) if kind in COUNTS]
    model = RowsModel([_in_lines(said) for said in shown.headings], figures)
    model.show(shown.rows)
    return table(model, title, _widths(one, model, metrics)), model


def _in_lines(heading: str) -> str:
    """Return a heading broken where it may be, so that its column can be narrow."""
    broken = heading.replace(": ", ":\n").replace(" (", "\n(")
    if "\n" in broken or len(broken) <= _SHORT or " " not in broken:
        return broken
    blanks = [at for at, letter in enumerate(broken) if letter == " "]
    middle = min(blanks, key=lambda at: abs(at - len(broken) // 2))
    return f"{broken[:middle]}\n{broken[middle + 1 :]}"


def _widths(one: ReportTable, model: RowsModel, metrics: QFontMetrics) -> tuple[int, ...]:
    """Return how wide a table's columns are, in pixels at 100%.

    A heading stands whole; the name stretches where there is room.
    """
    kinds = one.columns()
    widths = []
    for at, kind in enumerate(kinds):
        said = str(model.headerData(at, Qt.Orientation.Horizontal)).splitlines()
        heading = max(metrics.horizontalAdvance(line) for line in said)
        least = round((heading * _BOLD + _AROUND) * _LINE / metrics.height())
        name = 0 if len(kinds) < _MANY else _NAME
        widths.append(name if kind is Kind.NAME else max(_WIDTHS[kind], least))
    return tuple(widths)
