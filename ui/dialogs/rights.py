"""The table of what each role may do."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from app.domain.account import RIGHTS, Right, Role
from app.domain.sentence import Words
from app.services.rights import ROLES, WORK
from ui.models.tables import RowsModel
from ui.widgets.kit import label, table

_YES = "✓"


class RightsSheet(QDialog):
    """Every right with a tick under each role that has it."""

    def __init__(self, words: Words, parent: QWidget | None) -> None:
        """Fill the table: it is the one that the door asks."""
        super().__init__(parent)
        self.setWindowTitle(words("What each role may do"))
        self.resize(1240, 660)
        roles = tuple(Role)
        self.model = RowsModel((words("Right"), *(words.render(ROLES[one]) for one in roles)))
        self.model.show(
            [
                (words.render(WORK[right]),
                 *(_YES if right in RIGHTS[role] else "" for role in roles))
                for right in Right if right is not Right.DOOR
            ]
        )  # fmt: skip
        self.list = table(self.model, words("What each role may do"), (0, 140, 110, 250, 170, 110))
        self.list.selectRow(0)
        buttons = QDialogButtonBox()
        close = buttons.addButton(words("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        close.setDefault(True)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(label(words("What each role may do"), "title"))
        column.addWidget(
            label(words("The principal sees everything and changes nothing but what is decided "
                        "and approved; the keeper does the work of the room."), "quiet")
        )  # fmt: skip
        column.addWidget(self.list, 1)
        column.addWidget(buttons)
