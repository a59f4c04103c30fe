"""What can be done for a book that cannot be read any more."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QDialog, QPushButton, QWidget
from typing_extensions import override

from app.domain.backup import Made
from app.domain.calendar import show_day
from app.domain.fault import Damaged, Fault, Refused
from app.domain.secret import Secret
from app.domain.sentence import Sentence, Words
from app.services.opening import open_for_window
from app.services.restoring import look, newest_beside, restore_into, salvage_book
from app.services.room import Clock, Room
from ui.dialogs.backups import RestoreForm, choose_backup
from ui.dialogs.form import Form
from ui.widgets.kit import Card, label
from ui.worker import work


def restore_here(
    words: Words, parent: QWidget, folder: Path, path: Path, *, clock: Clock, actor: str
) -> Room | None:
    """Look into a backup and restore it into a folder without a readable book.

    None when it was called off; raise `Fault` when it cannot be.
    """
    form = RestoreForm(words, parent, look(path), "")
    form.exec()
    phrase: Secret | None = form.phrase
    accepted = form.result() == QDialog.DialogCode.Accepted
    form.deleteLater()
    if not accepted:
        return None
    job = partial(restore_into, folder, path, clock, actor, phrase=phrase)
    made = work(parent, words("Restoring the backup…"), job)
    if made is None:
        return None
    made[0].leave()
    return open_for_window(folder, clock, actor)


class Rescue(Form):
    """Offers the newest whole backup, and what the ledger still proves; `room` is open after."""

    def __init__(
        self, words: Words, folder: Path, damaged: Damaged, *, clock: Clock, actor: str
    ) -> None:
        """Say what is wrong with the book in a folder."""
        super().__init__(words, words("The book is damaged"), words("Restore the backup"), None)
        self._folder, self._clock, self._actor = folder, clock, actor
        self.room: Room | None = None
        self.said = ""  # what is to be told once the window is open
        self._backup: Made | None = newest_beside(folder)
        self._path: Path | None = self._backup.path if self._backup else None
        self.column.insertWidget(1, label(words.render(damaged.sentence)))
        self.column.insertWidget(
            2, label(words("Nothing of the damaged file is thrown away."), "quiet")
        )
        newest = Card(words("The newest backup"))
        newest.column.addWidget(label(self._told()))
        self.other_button = QPushButton(words("Another backup…"))
        newest.column.addWidget(self.other_button)
        saved = Card(words("Without a backup"))
        saved.column.addWidget(
            label(words("Save what the ledger still proves: every entry up to the first that "
                        "cannot be read or does not follow."), "quiet")
        )  # fmt: skip
        self.salvage_button = QPushButton(words("Save what can be proven"))
        saved.column.addWidget(self.salvage_button)
        for card in (newest, saved):
            self.column.insertWidget(self.column.count() - 2, card)
        for button in (self.other_button, self.salvage_button):
            button.setAutoDefault(False)
        self.ready_button.setEnabled(self._backup is not None)
        self.other_button.clicked.connect(self._choose)
        self.salvage_button.clicked.connect(self._salvage)

    def _told(self) -> str:
        if self._backup is None:
            return self.words("There is none beside the book. Choose one on a USB drive.")
        manifest = self._backup.manifest
        return self.words(
            "{school}, {when}, {entries} entries", school=manifest.school,
            when=f"{manifest.made:%d/%m/%Y %H:%M}", entries=manifest.entries,
        )  # fmt: skip

    @override
    def submit(self) -> None:
        """Restore the backup that is shown or was chosen."""
        if self._path is None:
            raise Refused(Sentence("Choose a backup first."))
        self.room = restore_here(
            self.words, self, self._folder, self._path, clock=self._clock, actor=self._actor
        )
        if self.room is None:
            raise Refused(Sentence("Nothing was restored. The damaged book is as it was."))

    def _choose(self) -> None:
        path = choose_backup(self.words, self)
        if path is not None:
            self._path = path
            self.accept()

    def _salvage(self) -> None:
        try:
            saved = work(self, self.words("Reading the ledger…"),
                         partial(salvage_book, self._folder, self._clock))  # fmt: skip
            if saved is None:
                return
            self.room = open_for_window(self._folder, self._clock, self._actor)
        except Fault as fault:
            self.show_fault(fault)
            return
        self.said = self.words(
            "Saved {entries} entries, up to {day}. Check what was written after that, and count "
            "what you can.",
            entries=saved.entries, day=show_day(saved.day),
        )  # fmt: skip
        QDialog.accept(self)
