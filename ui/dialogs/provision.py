"""What a file is for that leaves the program, and who outside the school gets it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.domain.archive import AS_USUAL, Provision
from app.services.archive import Issuable
from app.services.purposes import LastProvision, check_provision
from ui.dialogs.form import Form
from ui.runner import Runner
from ui.widgets.kit import label


class ProvisionFields:
    """The lines of a form that say what something is for."""

    def __init__(self, form: Form, provision: Provision) -> None:
        """Add the lines to a form, filled as they were."""
        words = form.words
        self.purpose = form.add_text(
            "purpose", words("What it was issued for"), provision.purpose,
            offer=(words("Periodic report"), words("At the principal's request"),
                   words("For an inspection")),
        )  # fmt: skip
        self.recipient = form.add_text(
            "recipient", words("Given to"), provision.recipient,
            hint=words("Blank: it stays in the school"),
        )  # fmt: skip
        self.approved_by = form.add_text(
            "approved_by", words("Approved by"), provision.approved_by,
            hint=words("The principal, when it leaves the school"),
        )  # fmt: skip

    def said(self) -> Provision:
        """Return what stands in the lines."""
        return Provision(self.purpose.text(), self.recipient.text(), self.approved_by.text())


class ProvisionForm(Form):
    """Asks what a workbook is for, as it was the last time unless told otherwise (Điều 3.2)."""

    def __init__(self, runner: Runner, parent: QWidget | None, workbook: Issuable) -> None:
        """Build the form; Enter takes what is offered."""
        words = runner.words
        super().__init__(words, words("What is the file for?"), words("Save"), parent)
        self.provision = AS_USUAL
        self.fields = ProvisionFields(self, runner.ask(LastProvision(workbook)))
        self.rows.addRow(label(words("The log of data provision keeps it."), "quiet"))
        self.fields.purpose.selectAll()

    @override
    def submit(self) -> None:
        """Take what was said; nothing is written yet."""
        self.provision = self.fields.said()
        check_provision(self.provision)
