"""The forms of the settings screen, opened where it wishes for them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QWidget
from typing_extensions import override

from app.domain.governing import Governing
from app.domain.limit import LimitName, TimeLimit
from app.domain.setting import LetterheadVersion, Signers
from app.services.settings_view import Section, TheSettings
from ui.controller import Controller, Door
from ui.dialogs.settings import (
    GoverningForm,
    LetterheadForm,
    LimitForm,
    SignersForm,
    WaysForm,
    school_form,
)
from ui.runner import Runner
from ui.screens.settings import Settings


class SettingsDesk(Controller):
    """What can be set."""

    def __init__(
        self, window: QWidget, runner: Runner, screen: Settings, show: Callable[[QDialog], None]
    ) -> None:
        """Answer the wishes of the screen; `show` runs a dialog of the window."""
        super().__init__(window)
        self._window, self._runner, self._show = window, runner, show
        screen.add_wanted.connect(self.add)
        screen.correct_wanted.connect(self.correct)

    @override
    def doors(self) -> dict[str, Door]:
        """Return no doors: the screen's own action goes there like any screen's."""
        return {}

    def add(self, section: str, row: object) -> None:
        """Open the form of a new version, started from the one that is in force."""
        view = self._runner.ask(TheSettings())
        if section == Section.GOVERNING:
            self._show(GoverningForm(self._runner, self._window, None))
        elif section == Section.LETTERHEAD:
            self._show(LetterheadForm(self._runner, self._window, view.letterhead, new=True))
        elif section == Section.SIGNERS:
            self._show(SignersForm(self._runner, self._window, view.signing, new=True))
        elif isinstance(row, (TimeLimit, LimitName)) or row is None:
            self._show(LimitForm(self._runner, self._window, row))

    def correct(self, section: str, row: object) -> None:
        """Open the form of a row that stands; a limit is amended and never corrected."""
        if isinstance(row, Governing):
            self._show(GoverningForm(self._runner, self._window, row))
        elif isinstance(row, LetterheadVersion):
            self._show(LetterheadForm(self._runner, self._window, row, new=False))
        elif isinstance(row, Signers):
            self._show(SignersForm(self._runner, self._window, row, new=False))
        elif isinstance(row, (TimeLimit, LimitName)):
            self._show(LimitForm(self._runner, self._window, row))
        elif section == Section.WAYS:
            self._show(WaysForm(self._runner, self._window))
        else:
            view = self._runner.ask(TheSettings())
            self._show(school_form(self._runner, self._window, row, view))
