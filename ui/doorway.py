"""The way into the book: who is there, and one's own PIN in the place of the first one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from app.domain.account import Signed
from app.domain.fault import Fault
from app.domain.secret import Secret
from app.services.accounts import DoorPlate
from ui.kept import Kept
from ui.runner import Runner
from ui.widgets.sign_in import FirstSecret, SignIn

Allowed = Callable[[str], bool]


def anybody(_code: str) -> bool:
    """Let anybody try."""
    return True


class Doorway(QStackedWidget):
    """The pages in front of the book.

    `entered` carries who stands in the room; `forgotten` the code of who lost the PIN.
    """

    entered = Signal(object)
    forgotten = Signal(str)

    def __init__(self, runner: Runner, kept: Kept, allowed: Allowed = anybody) -> None:
        """Let in whom the book knows; `allowed` may stop somebody before the PIN is tried."""
        super().__init__()
        self._runner, self._words, self._kept = runner, runner.words, kept
        self._allowed = allowed
        self._given = Secret("")
        self.sign_in = SignIn(runner.words)
        self.first = FirstSecret(runner.words)
        self.addWidget(self.sign_in)
        self.addWidget(self.first)
        self.sign_in.tried.connect(self._try)
        self.sign_in.forgotten.connect(self.forgotten)
        self.first.chosen.connect(self._change)
        self.first.left.connect(self._leave)

    def ask(self, who: str = "", title: str = "") -> None:
        """Begin anew; `who` is put in already."""
        door = self._runner.ask(DoorPlate())
        recent = self._kept.recent_people()
        people = sorted(
            ((one.code, one.name) for one in door.holders),
            key=lambda one: recent.index(one[0]) if one[0] in recent else len(recent),
        )
        self.setCurrentWidget(self.sign_in)
        self.sign_in.ask(title or self._words("Who is at the PC?"), door.school, people, who)

    def focus(self) -> None:
        """Put the cursor where something is missing."""
        if self.currentWidget() is self.first:
            self.first.new.setFocus()
        else:
            self.sign_in.focus()

    def take(self, code: str) -> None:
        """Take the scan of a staff card."""
        if self.currentWidget() is self.sign_in:
            self.sign_in.choose(code)
            self.sign_in.focus()

    def _try(self, code: str, secret: Secret) -> None:
        if not self._allowed(code):
            return
        try:
            signed = self._runner.room.sign_in(code, secret)
        except Fault as fault:
            wait = fault.sentence.values.get("seconds", 0)
            self.sign_in.tell(
                self._words.render(fault.sentence), wait if isinstance(wait, int) else 0
            )
            self.sign_in.focus()
        else:
            self._kept.keep_recent_person(signed.code)
            self.admit(signed, secret)

    def admit(self, signed: Signed, secret: Secret) -> None:
        """Open the book to who signed in, or ask for another PIN than the first one."""
        if not signed.must_change:
            self.entered.emit(signed)
            return
        self._given = secret
        self.first.ask(signed.name)
        self.setCurrentWidget(self.first)
        self.first.new.setFocus()

    def _change(self, new: Secret) -> None:
        try:
            self._runner.announce(self._runner.room.change_secret(self._given, new))
        except Fault as fault:
            self.first.tell(self._words.render(fault.sentence))
            return
        self._given = Secret("")
        signed = self._runner.room.signed
        if signed is not None:
            self.entered.emit(signed)

    def _leave(self) -> None:
        self._runner.room.sign_out()
        self.ask()
