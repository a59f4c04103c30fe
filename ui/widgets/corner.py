"""The corner that says who is at the PC, with what that person may do there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QToolButton, QWidget

from app.domain.sentence import Words
from ui.widgets.kit import label


class Corner(QWidget):
    """A name that opens a menu, and the role beside it; hidden while nobody signed in."""

    def __init__(self, words: Words, actions: Sequence[QAction]) -> None:
        """Build the corner; its menu holds `actions`."""
        super().__init__()
        self._words = words
        self.who = QToolButton()
        self.who.setObjectName("who")
        self.who.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.who.setIcon(actions[0].icon())
        self.who.setIconSize(QSize(18, 18))
        self.who.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.who.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.menu = QMenu(self.who)
        self.menu.setToolTipsVisible(True)
        self.menu.addActions(list(actions))
        self.who.setMenu(self.menu)
        self.role = label("", "badge")
        self.role.setWordWrap(False)
        self.role.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.who)
        row.addWidget(self.role)
        self.hide()

    def tell(self, name: str, role: str) -> None:
        """Say who is at the PC; nobody when the name is blank."""
        self.who.setText(f"{name} ▾")
        self.who.setAccessibleName(self._words("At the PC: {name}, {role}", name=name, role=role))
        self.who.setToolTip(self._words("Change user, change your PIN, lock the screen, sign out"))
        self.role.setText(role)
        self.setVisible(bool(name))
