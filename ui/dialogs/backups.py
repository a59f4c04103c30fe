"""The forms of the backups: the place for copies, a pass phrase, restoring, and moving."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QFileDialog, QLineEdit, QPushButton, QWidget
from typing_extensions import override

from app.domain.backup import SUFFIX, Made
from app.domain.fault import Refused
from app.domain.secret import Secret
from app.domain.sentence import Sentence, Words
from app.services.backups import (
    BackupsView,
    ChooseBackupPlace,
    forget_phrase,
    keep_phrase,
    kept_phrase,
)
from ui.dialogs.form import Form
from ui.models.backups import show_size
from ui.runner import Runner
from ui.widgets.kit import label


def _secret(form: Form, name: str, title: str) -> QLineEdit:
    field = form.add_text(name, title)
    field.setEchoMode(QLineEdit.EchoMode.Password)
    return field


class PlaceForm(Form):
    """Chooses where copies go, and the pass phrase they are sealed with; `phrase` is typed here."""

    def __init__(self, runner: Runner, parent: QWidget | None, view: BackupsView) -> None:
        """Build the form with what is chosen now."""
        words = runner.words
        super().__init__(words, words("Where copies go"), words("Save"), parent)
        self._runner = runner
        self.phrase: Secret | None = None
        self._chosen = view.place is not None
        self._known = kept_phrase() is not None
        self.column.insertWidget(
            1,
            label(words("A USB drive or a network folder: a copy on the same disk goes with the "
                        "book when the disk fails (Điều 12.1)."), "quiet"),
        )  # fmt: skip
        self.place = self.add_text("place", words("Folder"), str(view.place or ""))
        self.browse = QPushButton(words("Choose…"))
        self.browse.setAutoDefault(False)
        self.rows.addRow("", self.browse)
        self.sealed = QCheckBox(words("Seal the copies with a pass phrase"))
        self.sealed.setChecked(view.sealed)
        self.add_field("sealed", "", self.sealed)
        self.first = _secret(self, "phrase", words("Pass phrase"))
        self.again = _secret(self, "again", words("Once more"))
        self.keep = QCheckBox(words("Keep it in this PC's keyring"))
        self.keep.setChecked(self._known)
        self.add_field("keep", "", self.keep)
        self.said = label(
            words("Whoever loses the pass phrase loses the copies: nobody can open them without "
                  "it. Write it down and put it where the school keeps its seal."), "quiet"
        )  # fmt: skip
        self.rows.addRow(self.said)
        self.browse.clicked.connect(self._browse)
        self.sealed.toggled.connect(self._show_phrase)
        self._show_phrase(view.sealed)

    def _show_phrase(self, shown: bool) -> None:  # noqa: FBT001 - Qt's signal by position
        for field in (self.first, self.again, self.keep):
            self.rows.setRowVisible(field, shown)
        self.said.setVisible(shown)

    def _browse(self) -> None:
        chosen = QFileDialog.getExistingDirectory(
            self, self.words("Where copies go"), self.place.text()
        )
        if chosen:
            self.place.setText(chosen)

    @override
    def submit(self) -> None:
        """Keep the phrase where it is wanted, then write the place down."""
        sealed, phrase = self.sealed.isChecked(), Secret(self.first.text())
        text = self.place.text().strip()
        if not text and not self._chosen:
            raise Refused(Sentence("Choose the place for copies first."), where="place")
        if sealed and self.again.text() != self.first.text():
            raise Refused(
                Sentence("The two are not the same. Type the pass phrase once more."),
                where="again",
            )
        if sealed and not phrase and not self._known:
            raise Refused(Sentence("Type the pass phrase for the copies."), where="phrase")
        if sealed and phrase:
            if self.keep.isChecked():
                keep_phrase(phrase)
            else:
                forget_phrase()
            self.phrase = phrase
        elif not sealed or not self.keep.isChecked():
            forget_phrase()
        self._runner.attempt(ChooseBackupPlace(Path(text) if text else None, sealed=sealed))


class PhraseForm(Form):
    """Asks for the pass phrase of a copy; `phrase` holds it once accepted."""

    def __init__(self, words: Words, parent: QWidget | None) -> None:
        """Build the form."""
        super().__init__(words, words("Pass phrase of the copies"), words("Go on"), parent)
        self.phrase: Secret | None = None
        self.typed = _secret(self, "phrase", words("Pass phrase"))

    @override
    def submit(self) -> None:
        """Take what was typed."""
        if not self.typed.text():
            raise Refused(Sentence("Type the pass phrase for the copies."), where="phrase")
        self.phrase = Secret(self.typed.text())


class RestoreForm(Form):
    """Shows what a backup says of itself, and asks before it takes the book's place."""

    def __init__(self, words: Words, parent: QWidget | None, made: Made, present: str) -> None:
        """Look at a backup; `present` says what the book of now is, blank where there is none."""
        super().__init__(words, words("Restore a backup"), words("Restore it"), parent)
        manifest = made.manifest
        for title, text in (
            (words("School"), manifest.school or words("not named")),
            (words("Made at"), f"{manifest.made:%d/%m/%Y %H:%M}"),
            (words("Entries"), f"{manifest.entries:,}".replace(",", ".")),
            (words("Last entry's hash"), f"{manifest.head[:16]}…"),
            (words("Size"), show_size(made.size)),
            (words("File"), str(made.path)),
        ):
            self.rows.addRow(title, label(text))
        if present:
            self.rows.addRow(words("The book now"), label(present))
        self.phrase_field = _secret(self, "phrase", words("Pass phrase"))
        self.rows.setRowVisible(self.phrase_field, made.sealed)
        self.column.insertWidget(
            1,
            label(
                words("All of it is proven on a copy first. The book of now is kept as a backup; "
                      "whatever was written since the backup is then no longer in the book.")
                if present
                else words("All of it is proven before it becomes the book."), "quiet"
            ),
        )  # fmt: skip
        self._sealed = made.sealed
        self.phrase: Secret | None = None

    @override
    def submit(self) -> None:
        """Take the pass phrase; the restore itself follows."""
        if self._sealed and not self.phrase_field.text():
            raise Refused(Sentence("Type the pass phrase for the copies."), where="phrase")
        self.phrase = Secret(self.phrase_field.text()) if self._sealed else None


class MoveForm(Form):
    """Tells how the book moves to another PC, and where the file for it goes."""

    def __init__(self, runner: Runner, parent: QWidget | None) -> None:
        """Build the form."""
        words = runner.words
        super().__init__(words, words("Move to another PC"), words("Make the file"), parent)
        self._words = words
        self.target: Path | None = None
        self.phrase: Secret | None = None
        for number, step in enumerate(
            (
                words("Here: make the file on a USB drive. It holds the whole book, its photos "
                      "and its archive."),
                words("On the other PC: install this program, start it and choose “Open a "
                      "backup…”."),
                words("The passwords of the city's system stay in this PC's keyring: type them "
                      "once on the other PC."),
                words("Then go on there alone: what is written here afterwards does not follow."),
            ),
            start=1,
        ):  # fmt: skip
            self.rows.addRow(f"{number}.", label(step))
        self.file = self.add_text("file", words("File"))
        self.browse = QPushButton(words("Choose…"))
        self.browse.setAutoDefault(False)
        self.rows.addRow("", self.browse)
        self.secret = _secret(self, "phrase", words("Pass phrase"))
        self.secret.setPlaceholderText(words("blank: anybody with the file can open it"))
        self.browse.clicked.connect(self._browse)

    def _browse(self) -> None:
        chosen, _filter = QFileDialog.getSaveFileName(
            self, self._words("Make the file"), f"so-thiet-bi{SUFFIX}", f"*{SUFFIX}"
        )
        if chosen:
            self.file.setText(chosen)

    @override
    def submit(self) -> None:
        """Take where it goes; the copy itself follows."""
        text = self.file.text().strip()
        if not text:
            raise Refused(Sentence("Choose where the file goes first."), where="file")
        path = Path(text)
        self.target = path if path.is_dir() else path.with_suffix(SUFFIX)
        self.phrase = Secret(self.secret.text()) if self.secret.text() else None


def choose_backup(words: Words, parent: QWidget | None) -> Path | None:
    """Ask for the file of a backup; None when called off."""
    chosen, _filter = QFileDialog.getOpenFileName(
        parent, words("Choose a backup"), "", f"*{SUFFIX};;*"
    )
    return Path(chosen) if chosen else None
