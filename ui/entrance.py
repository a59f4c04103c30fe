"""Who is at the PC: signing in and out, locking, and the accounts of the book."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QDialog, QMessageBox, QWidget
from typing_extensions import override

from app.domain.account import Signed
from app.services.rights import ROLES
from ui.controller import Controller, Door
from ui.curtain import Curtain, hide_form, open_forms, works_on
from ui.dialogs.own_secret import LockForm, OwnSecretForm, RecoverForm
from ui.doorway import Doorway, anybody
from ui.idle import Idle
from ui.kept import Kept
from ui.runner import Runner
from ui.widgets.corner import Corner

if TYPE_CHECKING:
    from ui.window import Window

LOCK_KEY = Qt.Key.Key_F12
CORNER = ("change_user", "change_pin", "lock", "lock_after", "sign_out")


class Entrance(Controller):
    """Opens and closes the book to people. `entered` carries who may begin."""

    entered = Signal(object)

    def __init__(
        self, window: Window, runner: Runner, show: Callable[[QDialog], None], corner: Corner
    ) -> None:
        """Stand in front of `window`; `show` runs a dialog of it, `corner` says who is in."""
        super().__init__(window)
        self._window, self._runner, self._show = window, runner, show
        self._words = runner.words
        self._kept = Kept(runner.room.folder)
        self._last: Signed | None = None  # who was in before the page came
        self.covered = False
        self._curtain: Curtain | None = None
        self.doorway = self._make_doorway()
        self.doorway.entered.connect(self._enter)
        self.corner = corner
        self.idle = Idle(self, LOCK_KEY)
        self.idle.idled.connect(self.lock)
        self.idle.lock_pressed.connect(self.lock)

    @override
    def doors(self) -> dict[str, Door]:
        """Return what the actions do, by their names."""
        return {
            "change_user": self.change_user,
            "change_pin": partial(self._open, OwnSecretForm),
            "lock": self.lock,
            "lock_after": self.set_lock,
            "sign_out": self.sign_out,
            "accounts": self.open_accounts,
        }

    @override
    def reasons(self, current: str) -> dict[str, str]:
        """Return why an action is closed: most are while nobody has an account."""
        del current
        why = "" if self._runner.room.signed else self._words("No account is set up in this book.")
        return dict.fromkeys(CORNER, why)

    def begin(self) -> bool:
        """Show the page when the book asks who is there; return whether it did."""
        if self._runner.room.needs_sign_in:
            self._cover()
        else:
            self._tell()
        return self.covered

    def when_in(self, act: Callable[[], None]) -> None:
        """Do something once somebody is in: now, or after the page was passed."""
        if self.covered:
            self.entered.connect(lambda _signed: act(), Qt.ConnectionType.SingleShotConnection)
        else:
            QTimer.singleShot(0, self, act)

    def change_user(self) -> None:
        """Let another person take over; what lies on the counter stays there."""
        self._cover(self._words("Who takes over?"))

    def lock(self) -> None:
        """Cover everything until somebody signs in; what is being done goes on behind it."""
        signed = self._runner.room.signed
        if self.covered or signed is None or self._window.counter.standing:
            return
        forms = open_forms(self._window)
        if forms:
            self._draw_curtain(forms, signed)
        else:
            self._cover(self._words("The screen is locked"), signed.code)

    def sign_out(self) -> None:
        """Leave the book to whoever signs in next."""
        self._window.settle()
        self._runner.room.sign_out()
        self._cover()

    def set_lock(self) -> None:
        """Ask after how many minutes the screen locks, and keep it for this PC."""
        self._show(LockForm(self._words, self._window, self._kept))
        self._watch()

    def open_accounts(self) -> None:
        """Show who may sign in; after the first account is made, the book asks who is there."""
        from ui.dialogs.accounts import AccountsSheet

        self._show(AccountsSheet(self._runner, self._window))
        self._tell()
        self.begin()

    def recover(self, code: str) -> None:
        """Let in who lost the PIN and has the recovery code."""
        form = RecoverForm(self._runner, self._curtain or self._window, code)
        form.exec()
        form.deleteLater()
        if form.holder is not None:
            over = self._curtain or self._window
            # Papers are slow to import, and who only signs in is handed none.
            from ui.dialogs.handed import hand_recovery

            hand_recovery(self._runner, over, form.holder, form.renewed)

    def scanned(self, code: str) -> None:
        """Take a staff card scanned in front of the page."""
        self.doorway.take(code)

    def _make_doorway(self, allowed: Callable[[str], bool] = anybody) -> Doorway:
        made = Doorway(self._runner, self._kept, allowed)
        made.forgotten.connect(self.recover)
        return made

    def _open(self, kind: Callable[[Runner, QWidget], QDialog]) -> None:
        self._show(kind(self._runner, self._window))

    def _cover(self, title: str = "", who: str = "") -> None:
        self._last = self._runner.room.signed or self._last
        self.covered = True
        self.idle.rest()
        self._window.cover(self.doorway)
        self.doorway.ask(who, title)

    def _enter(self, signed: Signed) -> None:
        """Open the window to somebody: as it was left to the same person, else at the start."""
        same = self._last is not None and self._last.code == signed.code
        self._last = signed
        self.covered = False
        self._tell()
        self._window.uncover(anew=not same)
        self.entered.emit(signed)

    def _tell(self) -> None:
        """Show who is at the PC, and watch for an idle one."""
        signed = self._runner.room.signed
        role = self._words.render(ROLES[signed.role]) if signed else ""
        self.corner.tell(signed.name if signed else "", role)
        self._watch()
        self._window.rights.read()
        self._window.explain()

    def _watch(self) -> None:
        if self._runner.room.signed is None:
            self.idle.rest()
        else:
            self.idle.wait(self._kept.lock_minutes())

    def _draw_curtain(self, forms: list[QDialog], signed: Signed) -> None:
        """Lock over open forms: they are kept for the same person, and dropped for another."""
        doorway = self._make_doorway(partial(self._may_drop, forms, signed))
        curtain = self._curtain = Curtain(doorway, self._window)
        self.covered = True
        self.idle.rest()
        self._window.cover(None)
        hidden = [hide_form(form) for form in forms]
        doorway.ask(signed.code, self._words("The screen is locked"))
        curtain.exec()
        curtain.deleteLater()
        self._curtain = None
        now = self._runner.room.signed
        self._last = signed
        if now is None or now.code != signed.code:
            for form in reversed(forms):
                form.done(QDialog.DialogCode.Rejected)
        else:
            for one in hidden:
                one.show()
        if now is not None:
            self._enter(now)

    def _may_drop(self, forms: list[QDialog], signed: Signed, code: str) -> bool:
        """Ask before another person drops a form; work that goes on is waited for."""
        if code == signed.code:
            return True
        words = self._words
        if works_on(forms):
            said = words("Something is still being written for {name}. Wait until it is done, or "
                         "sign in as {name}.", name=signed.name)  # fmt: skip
            QMessageBox.information(self._curtain, words("The screen is locked"), said)
            return False
        box = QMessageBox(
            QMessageBox.Icon.Question, words("The screen is locked"),
            words("{name} left a form open. Signing in as somebody else drops what was typed "
                  "there.", name=signed.name), parent=self._curtain,
        )  # fmt: skip
        drop = box.addButton(words("Drop it"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(words("Keep it"), QMessageBox.ButtonRole.RejectRole)
        box.exec()
        return box.clickedButton() is drop
