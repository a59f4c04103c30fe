"""What can be done about deadlines, behind their screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QWidget
from typing_extensions import override

from app.domain.deadline import Deadline, Topic
from app.domain.sentence import Sentence
from app.services.team_duties import PrintTeamReminders
from ui.controller import Controller, Door
from ui.dialogs.deadlines import NoticeForm, SettleForm
from ui.dialogs.month import LateForm
from ui.papers import Papers
from ui.runner import Runner
from ui.screens.deadlines import DeadlinesScreen

_LISTS = {Topic.PEOPLE: "people", Topic.CLASSES: "classes", Topic.TEAMS: "teams"}


class Timekeeping(Controller):
    """Opens the forms of the deadlines' screen and prints the reminders of the teams.

    `device_wanted` carries a code, `row_wanted` a list's name and what to search in it.
    """

    device_wanted = Signal(str)
    row_wanted = Signal(str, str)

    def __init__(
        self,
        window: QWidget,
        runner: Runner,
        screen: DeadlinesScreen,
        show: Callable[[QDialog], None],
        papers: Papers,
    ) -> None:
        """Answer the wishes of the screen; `show` runs a dialog of the window."""
        super().__init__(window)
        self._window, self._runner, self._screen = window, runner, screen
        self._show, self._papers = show, papers
        screen.settle_wanted.connect(self.settle)
        screen.explain_wanted.connect(self.explain)
        screen.note_wanted.connect(self.note)
        screen.open_wanted.connect(self.open)
        screen.remind_wanted.connect(self.remind)

    @override
    def doors(self) -> dict[str, Door]:
        """Return what the actions of deadlines do, by their names."""
        return {"note_change": self.note, "team_reminders": self.remind_all}

    def settle(self, chosen: Sequence[Deadline]) -> None:
        """Write down that chosen notices were entered in the sector's database."""
        notices = [one for one in chosen if one.is_notice and not one.settled]
        if notices:
            self._show(SettleForm(self._runner, self._window, notices))
        else:
            self._runner.say(
                Sentence(
                    "Choose changes of staff, classes or lessons that are not entered yet. A "
                    "device's change is settled by an upload."
                )
            )

    def explain(self, one: Deadline) -> None:
        """Say why a change was late."""
        if one.is_late:
            self._show(LateForm(self._runner, self._window, one.entry, one.reason))
        else:
            self._runner.say(Sentence("This change is not late, so there is nothing to explain."))

    def note(self) -> None:
        """Note a change for the sector's database by hand."""
        self._show(NoticeForm(self._runner, self._window))

    def open(self, one: Deadline) -> None:
        """Go to the device, or to the person or class in the lists."""
        if one.device is not None:
            self.device_wanted.emit(one.code)
        elif one.topic in _LISTS:
            self.row_wanted.emit(_LISTS[one.topic], one.code or one.name)
        else:
            self._runner.say(Sentence("This change is kept here alone: there is no row to go to."))

    def remind(self, team: str | None) -> None:
        """Print the reminder of one team's head, or those of all."""
        self._papers.drawn(self._screen, PrintTeamReminders(team))

    def remind_all(self) -> None:
        """Print the reminders of all heads."""
        self.remind(None)
