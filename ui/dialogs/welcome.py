"""The first start: our school's book, or the demonstration school."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton
from typing_extensions import override

from app.domain.calendar import school_year_of
from app.domain.fault import Refused
from app.domain.sentence import Sentence, Words
from app.domain.setting import School
from app.domain.text import clean
from app.services.demonstration import Demonstration, make_demonstration
from app.services.people import DescribeSchool
from app.services.room import Clock, Room
from ui.dialogs.backups import choose_backup
from ui.dialogs.form import Form
from ui.dialogs.rescue import restore_here
from ui.guidance import show_guide
from ui.widgets.kit import Card, label
from ui.worker import work


class Welcome(Form):
    """Makes the first book; `room` is open once it is accepted."""

    def __init__(
        self, words: Words, folder: Path, clock: Clock, actor: str, backup: Path | None = None
    ) -> None:
        """Offer all ways for a folder that holds no book; a `backup` is looked into at once."""
        super().__init__(
            words, words("Welcome to Sổ Thiết Bị"), words("Start our school's book"), None
        )
        self._folder, self._clock, self._actor = folder, clock, actor
        self._make: Callable[[], Room] = self._start
        self.room: Room | None = None
        self.school = self.add_text("name", words("School"), "Trường Tiểu học ")
        self.superior = self.add_text("superior", words("Superior body"), School().superior)
        self.keeper = self.add_text("keeper", words("Keeper"))
        self.demo_button = QPushButton(words("Open the demonstration school"))
        self.demo_button.setAutoDefault(False)
        card = Card(words("Only having a look?"))
        card.column.addWidget(
            label(words("An invented school with a year of loans, to try everything on. It stays "
                        "apart from your own book."), "quiet")
        )  # fmt: skip
        card.column.addWidget(self.demo_button)
        self.column.addWidget(card)
        self.open_button = QPushButton(words("Open a backup…"))
        self.open_button.setAutoDefault(False)
        moved = Card(words("Coming from another PC?"))
        moved.column.addWidget(
            label(words("Open the file that was made there, or any backup of your book."), "quiet")
        )
        moved.column.addWidget(self.open_button)
        self.column.addWidget(moved)
        self.column.addWidget(label(words("F1 opens the guide, step by step."), "quiet"))
        QShortcut(QKeySequence("F1"), self).activated.connect(self._open_guide)
        self.open_button.clicked.connect(self._open_backup)
        self.demo_button.clicked.connect(self._demonstrate)
        if backup is not None:
            QTimer.singleShot(0, self, partial(self._open, backup))

    @override
    def submit(self) -> None:
        """Make the book."""
        self.room = self._make()

    def _start(self) -> Room:
        name = clean(self.school.text())
        if not name or name == "Trường Tiểu học":
            raise Refused(Sentence("Type the school's name first."), where="name")
        room = Room.make(self._folder, self._clock, self._actor)
        room.run(DescribeSchool(School(name, self.superior.text(), keeper=self.keeper.text())))
        return room

    def _open_guide(self) -> None:
        show_guide(self.words, self, "first_book", self._clock)

    def _open_backup(self) -> None:
        self._open(choose_backup(self.words, self))

    def _open(self, backup: Path | None) -> None:
        self._make = partial(self._restored, backup)
        self.accept()
        self._make = self._start

    def _restored(self, path: Path | None) -> Room:
        if path is None:
            raise Refused(Sentence("Choose a backup first."))
        room = restore_here(
            self.words, self, self._folder, path, clock=self._clock, actor=self._actor
        )
        if room is None:
            raise Refused(Sentence("Nothing was restored."))
        return room

    def _demonstrate(self) -> None:
        self._make = self._open_demonstration
        self.accept()
        self._make = self._start

    def _open_demonstration(self) -> Room:
        folder = demonstration_folder(self._folder)
        if not Room.stands_in(folder):
            start = date(school_year_of(self._clock().date()) - 1, 9, 5)
            text = self.words("Writing the demonstration school's year…")
            made = work(self, text, partial(make_demonstration, folder, Demonstration(), start))
            if made is not None:
                made.leave()
        return Room.enter(folder, self._clock, self._actor)


def demonstration_folder(folder: Path) -> Path:
    """Return where the demonstration school lives: beside the book, never in it."""
    return folder.with_name(f"{folder.name}-demo")
