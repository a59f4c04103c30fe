"""One look: type, spacing and colours with meaning, light and dark."""

from __future__ import annotations

from dataclasses import dataclass
from string import Template

from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

import resources


@dataclass(frozen=True, slots=True)
class Colours:
    """The colours by their meaning."""

    page: str
    card: str
    line: str
    ink: str
    quiet: str
    accent: str
    on_accent: str
    chosen: str
    good: str
    warn: str
    bad: str


LIGHT = Colours(
    page="#F4F6F9", card="#FFFFFF", line="#D5DCE6", ink="#16202E", quiet="#55627A",
    accent="#1D5FA8", on_accent="#FFFFFF", chosen="#DCE9F8", good="#1B6B3A", warn="#8A5200",
    bad="#B3261E",
)  # fmt: skip
DARK = Colours(
    page="#141A22", card="#1D2530", line="#3A4657", ink="#E8EDF4", quiet="#A9B6C8",
    accent="#8DBDF2", on_accent="#0E1B2A", chosen="#29405C", good="#86D6A2", warn="#F0BE6A",
    bad="#FF9C92",
)  # fmt: skip

_STYLE = Template("""
QWidget { color: $ink; background: transparent; }
QAbstractItemView, QMenu, QMenuBar, QMessageBox, QToolTip { font: $text "$family"; }
QMainWindow, QDialog, #guide { background: $page; }
#sidebar { background: $card; border: 0; border-right: 1px solid $line; }
QToolButton { border: 0; border-radius: 6px; padding: 6px; }
QToolButton:hover { background: $chosen; }
#who::menu-indicator { image: none; }
#sidebar QToolButton { border: 0; border-radius: 6px; padding: 2px 12px; text-align: left; }
#chapter { color: $quiet; font-size: $small; padding: 6px 12px 1px 12px; }
#sidebar QToolButton:hover { background: $chosen; }
#sidebar QScrollBar:vertical { background: $card; width: 8px; }
#sidebar QToolButton:checked { background: $accent; color: $on_accent; font-weight: bold; }
#brand { font-size: $brand; font-weight: bold; color: $accent; padding: 0 12px 2px 12px; }
#title { font-size: $title; font-weight: bold; }
#quiet { color: $quiet; }
#figure { font-size: $figure; font-weight: bold; color: $accent; }
#figure[bad="true"] { color: $bad; }
#bad { color: $bad; font-weight: bold; }
#badge {
  border: 1px solid $quiet; border-radius: 9px; padding: 4px 12px; color: $quiet;
  font-weight: bold;
}
#badge[state="submitted"], #badge[state="warning"] { color: $warn; border-color: $warn; }
#badge[state="returned"], #badge[state="overdue"] { color: $bad; border-color: $bad; }
#badge[state="approved"], #badge[state="fresh"] { color: $good; border-color: $good; }
QPushButton#badge { background: $card; }
QPushButton#badge:hover, QPushButton#badge:focus { border-width: 2px; padding: 3px 11px; }
#tile { background: $card; border: 1px solid $line; border-radius: 8px; padding: 0; }
#tile:hover, #tile:focus { border: 2px solid $accent; padding: 0; }
#figure[tone="good"] { color: $good; }
#figure[tone="warn"] { color: $warn; }
#figure[tone="bad"] { color: $bad; }
#banner { background: $card; border: 0; border-bottom: 2px solid $bad; }
#card { background: $card; border: 1px solid $line; border-radius: 8px; }
QLineEdit, QAbstractSpinBox, QComboBox, QPlainTextEdit {
  background: $card; border: 1px solid $quiet; border-radius: 6px; padding: 6px 8px;
  selection-background-color: $accent; selection-color: $on_accent;
}
QLineEdit:focus, QAbstractSpinBox:focus, QComboBox:focus {
  border: 2px solid $accent; padding: 5px 7px;
}
QAbstractSpinBox QLineEdit, QAbstractSpinBox QLineEdit:focus { border: 0; padding: 0 6px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: 0; width: 20px; }
QAbstractSpinBox::up-arrow { image: url($up); width: 12px; height: 12px; }
QAbstractSpinBox::down-arrow { image: url($down); width: 12px; height: 12px; }
QComboBox::drop-down { border: 0; width: 26px; }
QComboBox::down-arrow { image: url($down); width: 16px; height: 16px; }
#scan { font-size: $title; padding: 10px 12px; }
QPushButton {
  background: $card; border: 1px solid $quiet; border-radius: 6px; padding: 7px 16px;
}
QPushButton:hover, QPushButton:focus { border: 2px solid $accent; padding: 6px 15px; }
QPushButton:default { background: $accent; color: $on_accent; border-color: $accent; }
QPushButton:disabled, QPushButton:default:disabled {
  background: $card; color: $quiet; border-color: $line;
}
QCheckBox { spacing: 8px; }
QCheckBox::indicator {
  background: $card; border: 1px solid $quiet; border-radius: 4px; width: 16px; height: 16px;
}
QCheckBox::indicator:focus, QCheckBox::indicator:hover { border: 2px solid $accent; }
QCheckBox::indicator:checked { border-color: $accent; image: url($check); }
QTableView, QListWidget, QTreeWidget, QTextBrowser {
  background: $card; border: 1px solid $line; border-radius: 6px; gridline-color: $line;
  selection-background-color: $chosen; selection-color: $ink; alternate-background-color: $page;
}
QTableView::item { padding: 0 6px; }
QListWidget::item, QTreeWidget::item { padding: 4px 6px; }
QTextBrowser { padding: 6px 12px; }
QSplitter::handle { background: transparent; }
QTabBar::tab {
  color: $quiet; border: 0; border-bottom: 3px solid transparent; padding: 8px 16px;
}
QTabBar::tab:selected { color: $accent; border-bottom-color: $accent; font-weight: bold; }
QTabBar::tab:hover, QTabBar::tab:focus { color: $ink; background: $chosen; }
QHeaderView::section {
  background: $page; color: $quiet; border: 0; border-bottom: 1px solid $line;
  padding: 7px 8px; font-weight: bold;
}
#bare { background: transparent; border: 0; }
QTabWidget::pane { border: 0; }
QTabBar { qproperty-drawBase: 0; }
#progress { background: $page; border: 1px solid $line; border-radius: 4px; }
#progress::chunk { background: $accent; border-radius: 4px; }
#toast { background: $ink; border-radius: 8px; }
#toast[bad="true"] { background: $bad; }
#toast QLabel { color: $page; }
#toast QPushButton { background: transparent; color: $page; border: 1px solid $page; }
QScrollBar { background: $page; border: 0; }
QScrollBar:vertical { width: 12px; }
QScrollBar:horizontal { height: 12px; }
QScrollBar::handle { background: $quiet; border-radius: 5px; margin: 1px; }
QScrollBar::handle:hover { background: $accent; }
QScrollBar::handle:vertical { min-height: 30px; }
QScrollBar::handle:horizontal { min-width: 30px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QToolTip { background: $card; color: $ink; border: 1px solid $line; }
QMenuBar, QMenu { background: $card; }
QMenu::item:selected, QMenuBar::item:selected { background: $chosen; }
""")

_FAMILY = "Arimo"
_TEXT_SIZE = 11  # points at 100%
# Windows has a font of its own for lists, menus and messages, smaller than the rest.
_SIZES = {"text": _TEXT_SIZE, "small": 9, "brand": 15, "title": 17, "figure": 22}  # points at 100%


def dress(application: QApplication, *, dark: bool = False, scale: float = 1.0) -> None:
    """Give the application its font, its colours and its style sheet."""
    for face in ("Regular", "Bold"):
        QFontDatabase.addApplicationFont(str(resources.path("fonts", f"{_FAMILY}-{face}.ttf")))
    application.setStyle("Fusion")
    application.setFont(QFont(_FAMILY, round(_TEXT_SIZE * scale)))
    colours = DARK if dark else LIGHT
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Window, colours.page)
    palette.setColor(QPalette.ColorRole.Base, colours.card)
    palette.setColor(QPalette.ColorRole.Text, colours.ink)
    palette.setColor(QPalette.ColorRole.WindowText, colours.ink)
    palette.setColor(QPalette.ColorRole.PlaceholderText, colours.quiet)
    palette.setColor(QPalette.ColorRole.Highlight, colours.accent)
    palette.setColor(QPalette.ColorRole.HighlightedText, colours.on_accent)
    application.setPalette(palette)
    named = {name: getattr(colours, name) for name in Colours.__slots__}
    down = resources.path("icons", "down.svg").as_posix()
    up = resources.path("icons", "up.svg").as_posix()
    check = resources.path("icons", "check.svg").as_posix()
    sizes = {name: f"{round(points * scale)}pt" for name, points in _SIZES.items()}
    application.setStyleSheet(
        _STYLE.substitute(named, family=_FAMILY, down=down, up=up, check=check, **sizes)
    )


def colours() -> Colours:
    """Return the colours the application wears."""
    page = QGuiApplication.palette().color(QPalette.ColorRole.Window).name().upper()
    return DARK if page == DARK.page else LIGHT


def prefers_dark() -> bool:
    """Return whether the desktop asks for dark colours."""
    return QGuiApplication.styleHints().colorScheme().name == "Dark"
