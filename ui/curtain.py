"""The curtain: forms that are open while the screen is locked are kept, and show nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QApplication, QDialog, QProgressDialog, QVBoxLayout, QWidget
from typing_extensions import override

from ui.doorway import Doorway

_TITLE = "Sổ Thiết Bị"


@dataclass(frozen=True, slots=True)
class Hidden:
    """A form behind the curtain, and what it showed."""

    form: QDialog
    parts: tuple[QWidget, ...]
    title: str
    focus: QWidget | None

    def show(self) -> None:
        """Show everything again as it was."""
        self.form.setWindowTitle(self.title)
        for part in self.parts:
            part.show()
        if self.focus is not None:
            self.focus.setFocus()


def open_forms(window: QWidget) -> list[QDialog]:
    """Return the forms over a window, the lowest first; menus and lists that hang open close."""
    popup = QApplication.activePopupWidget()
    while popup is not None:
        popup.close()
        popup = QApplication.activePopupWidget()
    return [
        one for one in QApplication.topLevelWidgets()
        if one.isVisible() and one is not window and isinstance(one, QDialog)
    ]  # fmt: skip


def hide_form(form: QDialog) -> Hidden:
    """Hide what a form shows, its title too, and leave the form itself running.

    A dialog that is hidden has been answered, so its parts are hidden one by one.
    """
    parts = tuple(
        one for one in form.children()
        if isinstance(one, QWidget) and not one.isWindow() and not one.isHidden()
    )  # fmt: skip
    hidden = Hidden(form, parts, form.windowTitle(), form.focusWidget())
    for part in parts:
        part.hide()
    form.setWindowTitle(_TITLE)
    return hidden


def works_on(forms: Sequence[QDialog]) -> bool:
    """Return whether one of the forms is the bar of work that goes on."""
    return any(isinstance(one, QProgressDialog) for one in forms)


class Curtain(QDialog):
    """Stands over the window and its forms until somebody signed in."""

    def __init__(self, doorway: Doorway, window: QWidget) -> None:
        """Lay the pages of `doorway` over all of `window`."""
        super().__init__(window)
        self.doorway = doorway
        self.setWindowTitle(_TITLE)
        self.setModal(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(doorway)
        self.setGeometry(window.geometry())
        doorway.entered.connect(self.accept)

    @override
    def reject(self) -> None:
        """Stay: nobody gets past by Esc or by closing it."""
