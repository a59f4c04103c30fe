"""What keeps the book safe: backups, copies, restores, and the recount of it all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QDialog, QMessageBox, QWidget
from typing_extensions import override

from app.domain.account import Right
from app.domain.backup import Made, Why
from app.domain.change import Outcome, Touched
from app.domain.fault import Fault, Refused
from app.domain.secret import Secret
from app.domain.sentence import Sentence
from app.domain.view import Problem, Verdict
from app.services.backups import (
    Backups,
    EntriesNow,
    WrittenSinceBackup,
    back_up,
    copy_out,
    kept_phrase,
)
from app.services.queries import Verify
from app.services.restoring import look, practise, restore
from ui.controller import Controller, Door
from ui.dialogs.backups import MoveForm, PhraseForm, PlaceForm, RestoreForm, choose_backup
from ui.runner import Runner
from ui.screens.backups import BackupsScreen
from ui.worker import work, work_in_steps

_Step = Callable[[int, int], None]
_T = TypeVar("_T")


class Safekeeping(Controller):
    """Answers the wishes of the backups' screen."""

    def __init__(
        self,
        window: QWidget,
        runner: Runner,
        screen: BackupsScreen,
        show: Callable[[QDialog], None],
    ) -> None:
        """Connect the screen; `show` runs a dialog of the window."""
        super().__init__(window)
        self._window, self._runner, self._screen, self._show = window, runner, screen, show
        self._words = runner.words
        self._phrase: Secret | None = None  # typed since the program started
        for wish, door in (
            (screen.backup_wanted, self.back_up), (screen.copy_wanted, self.copy),
            (screen.place_wanted, self.choose_place), (screen.move_wanted, self.move),
            (screen.practise_wanted, self.practise), (screen.restore_wanted, self.restore),
            (screen.other_wanted, self.restore_other),
        ):  # fmt: skip
            wish.connect(door)

    @override
    def doors(self) -> dict[str, Door]:
        """Return what the actions do, by their names."""
        return {
            "backup_now": self.back_up,
            "copy_book": self.copy,
            "restore": self.restore_other,
            "move_book": self.move,
            "verify": self.verify,
        }

    def back_up(self) -> None:
        """Back the book up beside itself."""
        made = self._long(
            self._words("Backing the book up…"),
            partial(back_up, self._runner.room, Why.BY_HAND),
        )
        if made is not None:
            self._screen.reload()
            self._runner.say(
                Sentence(
                    "Backed up {entries} entries to {file}",
                    {"entries": made.manifest.entries, "file": made.path.name},
                )
            )

    def copy(self) -> None:
        """Copy the book to its place; ask for the place when none is chosen."""
        view = self._runner.ask(Backups())
        if view.place is None:
            self.choose_place()
            view = self._runner.ask(Backups())
        if view.place is None:
            return
        phrase = self._phrase_for(sealed=view.sealed)
        if view.sealed and phrase is None:
            return
        self._copy_to(view.place, phrase)

    def _copy_to(self, target: Path, phrase: Secret | None) -> None:
        job = partial(copy_out, self._runner.room, target, phrase)
        outcome = self._long(self._words("Copying the book…"), job)
        if outcome is not None:
            self._runner.announce(outcome)

    def _phrase_for(self, *, sealed: bool) -> Secret | None:
        """Return the pass phrase that was typed or is kept, asked for when there is none."""
        if not sealed:
            return None
        self._phrase = self._phrase or kept_phrase()
        if self._phrase is None:
            form = PhraseForm(self._words, self._window)
            self._show(form)
            self._phrase = form.phrase
        return self._phrase

    def choose_place(self) -> None:
        """Choose where copies go."""
        form = PlaceForm(self._runner, self._window, self._runner.ask(Backups()))
        self._show(form)
        self._phrase = form.phrase or self._phrase

    def move(self) -> None:
        """Make the file the book moves with."""
        form = MoveForm(self._runner, self._window)
        self._show(form)
        if form.target is not None:
            self._copy_to(form.target, form.phrase)

    def practise(self, made: Made) -> None:
        """Prove a backup by restoring it apart."""
        phrase = self._phrase_for(sealed=made.sealed)
        if made.sealed and phrase is None:
            return
        job = partial(practise, self._runner.room, made.path, phrase)
        outcome = self._long(self._words("Restoring it apart…"), job)
        if outcome is not None:
            self._runner.announce(outcome)

    def restore_other(self) -> None:
        """Restore a backup from a file."""
        path = choose_backup(self._words, self._window)
        if path is not None:
            self.restore_file(path)

    def restore_file(self, path: Path) -> None:
        """Look into a file, and restore it if it is a backup and wanted."""
        try:
            made = look(path)
        except Fault as fault:
            self._runner.refuse(fault)
        else:
            self.restore(made)

    def restore(self, made: Made) -> None:
        """Look into a backup and, if it is wanted, put it in the place of the book."""
        entries = self._runner.ask(EntriesNow())
        present = self._words("{count} entries", count=entries)
        form = RestoreForm(self._words, self._window, made, present)
        self._show(form)
        if form.result() == QDialog.DialogCode.Accepted:
            self._restore(made, form.phrase)

    def _restore(self, made: Made, phrase: Secret | None, *, accept_faults: bool = False) -> None:
        self._screen.settle()

        def job(step: _Step) -> Outcome[Made]:
            return restore(self._runner.room, made.path, phrase, step, accept_faults=accept_faults)

        try:
            outcome = work_in_steps(
                self._window, self._words("Restoring the backup…"), job, self._words("Cancel")
            )
        except Refused as fault:
            if fault.where == "faults" and self._take_faults(fault):
                self._restore(made, phrase, accept_faults=True)
            else:
                self._runner.refuse(fault)
            return
        except Fault as fault:
            self._runner.refuse(fault)
            return
        if outcome is not None:
            self._runner.announce(outcome)
            self._runner.changed.emit(frozenset(Touched))

    def _take_faults(self, fault: Fault) -> bool:
        box = QMessageBox(
            QMessageBox.Icon.Warning, self._words("Restore a backup"),
            self._words.render(fault.sentence), parent=self._window,
        )  # fmt: skip
        take = box.addButton(self._words("Take it as it is"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(self._words("Cancel"), QMessageBox.ButtonRole.RejectRole)
        self._show(box)
        return box.clickedButton() is take

    def _long(self, text: str, job: Callable[[_Step], _T]) -> _T | None:
        """Do long work behind a bar; None when it was called off or could not be done."""
        try:
            return work_in_steps(self._window, text, job, self._words("Cancel"))
        except Fault as fault:
            self._runner.refuse(fault)
            return None

    def back_up_at_closing(self) -> bool:
        """Back up what was written since the last backup; return whether the window may close."""
        if not self._runner.ask(WrittenSinceBackup()):
            return True
        try:
            work_in_steps(
                self._window, self._words("Backing the book up…"), self._closing_job,
                self._words("Skip"),
            )  # fmt: skip
        except Fault as fault:
            return self._close_anyway(fault)
        return True

    def _closing_job(self, step: _Step) -> None:
        """Back up beside the book, and copy it where the place is there and may be sealed."""
        room = self._runner.room
        view = room.ask(Backups())
        phrase = (self._phrase or kept_phrase()) if view.sealed else None
        may = room.may(Right.COPY) is None
        if may and view.place is not None and view.place_there and (phrase or not view.sealed):
            copy_out(room, view.place, phrase, step, why=Why.DAILY)
        else:
            back_up(room, Why.DAILY, step)

    def _close_anyway(self, fault: Fault) -> bool:
        box = QMessageBox(
            QMessageBox.Icon.Warning, self._words("Backups"),
            self._words.render(fault.sentence), parent=self._window,
        )  # fmt: skip
        leave = box.addButton(self._words("Close all the same"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(self._words("Stay"), QMessageBox.ButtonRole.RejectRole)
        self._show(box)
        return box.clickedButton() is leave

    def verify(self) -> None:
        """Recount the whole book and say what was found."""
        verdict = work(self._window, self._words("Recounting the book…"), self._recount)
        if verdict is None:
            return
        whole = self._words("The book is whole: {entries} entries", entries=verdict.entries)
        if not verdict.ok:
            self._tell_problems(
                QMessageBox.Icon.Warning,
                self._words(
                    "The book was changed from outside. Restore a backup and call for help."
                ),
                (*verdict.problems, *verdict.notes),
            )
        elif verdict.notes:
            stray = self._words(
                "Files lie in the archive that are not in its index; nothing is damaged."
            )
            self._tell_problems(QMessageBox.Icon.Information, f"{whole}. {stray}", verdict.notes)
        else:
            self._runner.said.emit(whole, None)

    def _recount(self) -> Verdict:
        return self._runner.ask(Verify())

    def _tell_problems(
        self, icon: QMessageBox.Icon, said: str, problems: Sequence[Problem]
    ) -> None:
        box = QMessageBox(icon, self._words("Check the whole book"), said, parent=self._window)
        box.setDetailedText("\n".join(self._words.render(one.sentence) for one in problems))
        self._show(box)
