"""A card with one chart of the overview: its title, bars or columns, and what the colours mean."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal

from app.domain.sentence import Words
from app.services.overview import Panel
from app.services.reports import Drawn, render
from ui.tones import legend_text, shade
from ui.widgets.bars import Bars
from ui.widgets.kit import Card, label
from ui.widgets.trend import TrendChart


class PanelCard(Card):
    """One chart. `picked` carries the figure that was picked, and the name of its point."""

    picked = Signal(object, str)

    def __init__(self, words: Words, drawn: Drawn) -> None:
        """Build an empty chart, to be drawn in one way."""
        super().__init__()
        self._words = words
        self.panel: Panel | None = None
        self.title = label("")
        self.chart: Bars | TrendChart = Bars() if drawn is Drawn.BARS else TrendChart()
        self.chart.pick_spots()
        self.chart.picked.connect(self._pick)
        self.legend = label("", "quiet")
        self.legend.setTextFormat(Qt.TextFormat.RichText)
        self.empty = label("", "quiet")
        for part in (self.title, self.chart, self.legend, self.empty):
            self.column.addWidget(part)
        self.column.addStretch(1)

    def show_panel(self, panel: Panel) -> None:
        """Show other figures."""
        self.panel = panel
        words = self._words
        title = words.render(panel.title)
        self.title.setText(f"<b>{title}</b>")
        self.chart.setAccessibleName(title)
        drawn = any(figure.value for point in panel.points for figure in point.figures)
        self.chart.setVisible(drawn)
        self.legend.setVisible(drawn)
        self.empty.setVisible(not drawn)
        self.empty.setText(words.render(panel.empty))
        self.redraw()

    def redraw(self) -> None:
        """Draw the figures in the colours that are worn now."""
        if self.panel is None:
            return
        words = self._words
        names = [words.render(name) for name, _tone in self.panel.parts]
        shades = [shade(tone) for _name, tone in self.panel.parts]
        points = [
            (str(render(words, point.name)), tuple(figure.value for figure in point.figures))
            for point in self.panel.points
        ]
        if isinstance(self.chart, Bars):
            self.chart.show_bars(points, shades, names)
        elif points:
            self.chart.show_points(names, [(name, said, "") for name, said in points], shades)
        self.legend.setText(legend_text(names, shades))

    def _pick(self, point: int, part: int) -> None:
        if self.panel is not None:
            picked = self.panel.points[point]
            self.picked.emit(picked.figures[part], str(render(self._words, picked.name)))
