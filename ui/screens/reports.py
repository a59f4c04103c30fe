"""Reports of a period: chosen, counted, drawn, printed and saved."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics
from PySide6.QtWidgets import (
    QComboBox,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.domain.change import Touched
from app.domain.fault import Fault
from app.services.report_kinds import KINDS
from app.services.reports import (
    COUNTS,
    Drawn,
    Kind,
    PeriodsToChoose,
    Report,
    ReportTable,
    Tone,
    Trend,
    render,
    show_table,
)
from app.services.showing import Shown
from ui.models.tables import RowsModel
from ui.runner import Runner
from ui.screens.screen import Screen
from ui.theme import colours
from ui.widgets.bars import Bars
from ui.widgets.flow import Flow
from ui.widgets.kit import Card, label, table
from ui.widgets.period import PeriodChoice
from ui.widgets.trend import TrendChart
from ui.worker import work

_NAME = 220  # pixels: the column of names where there are many
_WIDTHS = {
    Kind.TEXT: 150, Kind.CODE: 92, Kind.DAY: 96, Kind.SHORT: 80, Kind.FIGURE: 102,
    Kind.MONEY: 110, Kind.SIGN: 80,
}  # fmt: skip
_BOLD, _AROUND = 1.12, 22  # how much wider bold is, and pixels around a heading
_LINE = 17  # pixels: the height of a line of text at 100%
_SHORT = 13  # letters: a longer heading takes two lines
_MANY = 11  # columns: from here on they scroll sideways, so that the groups' names stay whole
_LINES = 10  # lines of text: how low the table may get


class Reports(Screen):
    """One report at a time. The signals are wishes the window answers with a file."""

    shows = frozenset(Touched) - {Touched.ARCHIVE}  # nothing is counted again for being printed
    print_wanted = Signal(object)
    save_wanted = Signal(object)

    def __init__(self, runner: Runner) -> None:
        """Build the choices over an empty report."""
        super().__init__(runner, runner.words("Reports"))
        words = self.words
        self.kind = self._choice(words("Report"))
        for name, kind in KINDS.items():
            self.kind.addItem(words.render(kind.title), name)
        self.period = PeriodChoice(words, runner.room.today())
        self.by = self._choice(words("Grouped by"))
        self.print_button = QPushButton(words("Print the report"))
        self.save_button = QPushButton(words("Save as a workbook"))
        self.summary = label("")
        self.lacks = label("", "bad")
        self.chart = TrendChart()
        self.chart.setAccessibleName(words("The trend, month by month"))
        self.bars = Bars()
        self.bars.setAccessibleName(words("The parts of each name"))
        self.legend = label("", "quiet")
        self.legend.setTextFormat(Qt.TextFormat.RichText)
        self.card = Card()
        self.part = self._choice(words("Table"))
        self.tables = QStackedWidget()
        self.rule = label("", "quiet")
        self.report: Report | None = None
        self._models: list[RowsModel] = []
        self._offer_groupings()
        self._arrange()
        self._connect()

    @staticmethod
    def _choice(name: str) -> QComboBox:
        made = QComboBox()
        made.setAccessibleName(name)
        made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        return made

    def _arrange(self) -> None:
        self.card.column.addWidget(self.chart)
        self.card.column.addWidget(self.bars)
        self.card.column.addWidget(self.legend)
        self.column.addLayout(
            Flow(self.kind, self.period, self.by, self.print_button, self.save_button)
        )
        # Large text, or a low screen, scrolls what does not fit.
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.summary)
        column.addWidget(self.lacks)
        column.addWidget(self.card)
        column.addLayout(Flow(self.part))
        column.addWidget(self.tables, 1)
        column.addWidget(self.rule)
        self.area = QScrollArea()
        self.area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setWidget(inside)
        self.column.addWidget(self.area, 1)

    def _connect(self) -> None:
        self.kind.activated.connect(self._change_kind)
        self.period.chosen.connect(self.count)
        self.by.activated.connect(self.count)
        self.part.currentIndexChanged.connect(self.tables.setCurrentIndex)
        self.print_button.clicked.connect(self._want_print)
        self.save_button.clicked.connect(self._want_save)

    def count(self) -> None:
        """Count the report that is chosen; a period that cannot be is said, nothing changes."""
        kind = KINDS[str(self.kind.currentData())]
        try:
            question = kind.of(self.period.period(), str(self.by.currentData()))
            report = work(self.window(), self.words("Counting…"),
                          partial(self.runner.ask, question))  # fmt: skip
        except Fault as fault:
            self.runner.refuse(fault)
            return
        if report is not None:
            self._show(report)

    @override
    def listing(self) -> Callable[[], Shown] | None:
        """Return what reads the table that is shown as it stands."""
        if self.report is None:
            return None
        at = self.tables.currentIndex()
        title = self.words.render(self.report.tables[at].title)
        return partial(show_table, self.words, self.report.tables[at], title)

    @override
    def reload(self) -> None:
        """Offer the periods of the book, and count again."""
        self.period.offer(*self.runner.ask(PeriodsToChoose()))
        self.count()

    @override
    def redraw(self) -> None:
        """Draw the trend in the colours that are worn now."""
        if self.report is not None:
            self._draw(self.report)

    @override
    def focus(self) -> None:
        """Put the cursor on the choice of the period."""
        self.period.kind.setFocus()

    def _change_kind(self) -> None:
        self._offer_groupings()
        self.part.setCurrentIndex(0)
        self.count()

    def _offer_groupings(self) -> None:
        self.by.clear()
        for value, said in KINDS[str(self.kind.currentData())].groupings.items():
            self.by.addItem(self.words.render(said), str(value))

    def _show(self, report: Report) -> None:
        self.report = report
        words = self.words
        self.summary.setText(words.render(report.summary))
        self.rule.setText(words.render(report.rule))
        self.lacks.setText(words.render(report.lacks) if report.lacks else "")
        self.lacks.setVisible(report.lacks is not None)
        self._draw(report)
        at = max(self.part.currentIndex(), 0)
        self.part.blockSignals(True)  # noqa: FBT003 - Qt's own
        self.part.clear()
        while (old := self.tables.widget(0)) is not None:
            self.tables.removeWidget(old)
            old.deleteLater()
        self._models = []
        for one in report.tables:
            title = words.render(one.title)
            self.part.addItem(title)
            shown = show_table(words, one, title)
            figures = [at for at, kind in enumerate(one.columns()) if kind in COUNTS]
            model = RowsModel([_in_lines(said) for said in shown.headings], figures)
            model.show(shown.rows)
            self._models.append(model)  # a view does not keep its model
            widths = _widths(one, model, self.fontMetrics())
            self.tables.addWidget(table(model, title, widths))
        self.part.blockSignals(False)  # noqa: FBT003 - Qt's own
        self.part.setCurrentIndex(min(at, self.part.count() - 1))
        self.tables.setCurrentIndex(self.part.currentIndex())

    def _draw(self, report: Report) -> None:
        words, trend = self.words, report.trend
        parts = [words.render(part) for part in trend.parts]
        shades = _shades(trend)
        self.tables.setMinimumHeight(self.fontMetrics().height() * _LINES)
        points = [
            (str(render(words, name)), figures, under) for name, figures, under in trend.points
        ]
        barred = trend.drawn is Drawn.BARS
        self.card.setVisible(bool(points))
        self.chart.setVisible(not barred)
        self.bars.setVisible(barred)
        if barred:
            self.bars.show_bars([(name, figures) for name, figures, _under in points], shades)
        elif points:
            self.chart.show_points(parts, points, shades)
        said = [
            f'<span style="color:{shade.name()}">■</span> {part}'
            for part, shade in zip(parts, shades, strict=True)
        ]
        if trend.under is not None:
            said.append(words.render(trend.under))
        self.legend.setText("&nbsp;&nbsp; ".join(said))

    def _want_print(self) -> None:
        if self.report is not None:
            self.print_wanted.emit(self.report)

    def _want_save(self) -> None:
        if self.report is not None:
            self.save_wanted.emit(self.report)


def _in_lines(heading: str) -> str:
    """Return a heading broken where it may be, so that its column can be narrow."""
    broken = heading.replace(": ", ":\n").replace(" (", "\n(")
    if "\n" in broken or len(broken) <= _SHORT or " " not in broken:
        return broken
    blanks = [at for at, letter in enumerate(broken) if letter == " "]
    middle = min(blanks, key=lambda at: abs(at - len(broken) // 2))
    return f"{broken[:middle]}\n{broken[middle + 1 :]}"


def _shades(trend: Trend) -> list[QColor]:
    """Return the colours of a trend's parts, as they are worn now."""
    worn = colours()
    shades = {
        Tone.WARN: worn.warn, Tone.BAD: worn.bad, Tone.GOOD: worn.good, Tone.QUIET: worn.quiet,
        Tone.ACCENT: worn.accent,
    }  # fmt: skip
    return [QColor(shades[tone]) for tone in trend.tones[: len(trend.parts)]]


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
