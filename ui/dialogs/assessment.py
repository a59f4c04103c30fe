"""The form that writes down how good a device is."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget
from typing_extensions import override

from app.domain.device import Kind, Quality
from app.domain.view import DeviceView
from app.services.assessments import Assess
from app.services.queries import Borrowers
from ui.dialogs.form import Form
from ui.qualities import quality_names
from ui.runner import Runner
from ui.widgets.kit import label


class AssessForm(Form):
    """Asks how good a piece is, or how many of a lot are of each quality."""

    def __init__(self, runner: Runner, parent: QWidget | None, view: DeviceView) -> None:
        """Build the form for a device."""
        words = runner.words
        super().__init__(words, words("Assess quality"), words("Save"), parent)
        self._runner, self._view = runner, view
        device = view.device
        self.rows.addRow(label(f"<b>{device.code}</b>  {device.name}"))
        names = quality_names(words)
        piece = device.kind == Kind.PIECE
        self.quality = self.add_choice("quality", words("Quality"), list(names.items()))
        self.quality.setCurrentIndex(max(self.quality.findData(device.condition), 0))
        self.rows.setRowVisible(self.quality, piece)
        self.counts = {
            quality: self.add_number(quality, names[quality], 0, 0, 1_000_000)
            for quality in Quality
        }
        for field in self.counts.values():
            self.rows.setRowVisible(field, not piece)
        staff = [one.name for one in runner.ask(Borrowers())[1]]
        self.found_by = self.add_text("found_by", words("Found by"), offer=staff)
        self.note = self.add_text("note", words("Note"))
        self.photo: Path | None = None
        self.photo_button = QPushButton(words("Choose a photo…"))
        self.photo_button.setAutoDefault(False)
        self.photo_button.clicked.connect(self._choose_photo)
        self.add_field("photo", words("Photo"), self.photo_button)

    @override
    def submit(self) -> None:
        """Write the assessment."""
        if self._view.device.kind == Kind.PIECE:
            parts = {Quality(self.quality.currentData()): 1}
        else:
            parts = {quality: field.value() for quality, field in self.counts.items()}
        self._runner.attempt(
            Assess(self._view.device.code, parts, found_by=self.found_by.text(),
                   note=self.note.text(), photo=self.photo)
        )  # fmt: skip

    def _choose_photo(self) -> None:
        chosen, _filter = QFileDialog.getOpenFileName(
            self, self.words("Choose the photo"), "", self.words("Photos (*.jpg *.jpeg *.png)")
        )
        if chosen:
            self.photo = Path(chosen)
            self.photo_button.setText(self.photo.name)
