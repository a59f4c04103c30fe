"""The forms of the lists screen, opened where it wishes for them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QDialog, QWidget
from typing_extensions import override

from app.domain.calendar import class_on
from app.domain.person import ACTIVE, UNUSED, Fund, Subject
from app.services.classes import CorrectClass
from app.services.lists import ClassView, PersonView, PlaceView, TeamView, WordView
from app.services.places import CorrectPlace
from app.services.room import Action
from app.services.teams import CorrectTeam
from app.services.words import AdoptWords, CorrectWord
from ui.controller import Controller, Door
from ui.dialogs.lists import ClassForm, PersonForm, PlaceForm, StatusForm, TeamForm, WordForm
from ui.models.lists import View
from ui.runner import Runner
from ui.screens.lists import Lists


class ListKeeping(Controller):
    """What can be done with the rows of the school's lists."""

    def __init__(
        self,
        window: QWidget,
        screen: Lists,
        show: Callable[[QDialog], None],
        show_loans: Callable[[str], None],
        correct_device: Door,
    ) -> None:
        """Answer the wishes of the screen; `show_loans` shows what a name has out."""
        super().__init__(window)
        self._window, self._screen = window, screen
        self._runner: Runner = screen.runner
        self._show, self._show_loans = show, show_loans
        self._correct_device = correct_device
        screen.add_wanted.connect(self._add)
        screen.correct_wanted.connect(self._correct)
        screen.status_wanted.connect(self._change_status)
        screen.adopt_wanted.connect(self._adopt)
        screen.loans_wanted.connect(self._look_up)

    @override
    def doors(self) -> dict[str, Door]:
        """Return what the actions of the lists do; elsewhere Correct is a device's."""
        return {"correct": self._correct_here, "loans_of": self._screen.want_loans}

    @override
    def reasons(self, current: str) -> dict[str, str]:
        """Return why an action on a row is closed."""
        if current == "lists":
            return {"correct": "", "loans_of": ""}
        return {"loans_of": self._runner.words("Go to the lists screen first.")}

    def _correct_here(self) -> None:
        if self._screen.isVisible():
            self._screen.want_correct()
        else:
            self._correct_device()

    def _add(self, name: str) -> None:
        self._correct(name, None)

    def _correct(self, name: str, view: View | None) -> None:
        """Open the form of a list, for a row of it or for a new one."""
        forms: dict[str, Callable[[Runner, QWidget, Any], QDialog]] = {
            "people": PersonForm,
            "teams": TeamForm,
            "classes": partial(ClassForm, year=self._screen.chosen_year()),
            "places": PlaceForm,
            "subjects": partial(WordForm, kind=Subject),
            "funds": partial(WordForm, kind=Fund),
        }
        self._show(forms[name](self._runner, self._window, view))

    def _change_status(self, name: str, view: View) -> None:
        """Ask what has become of a person; take anything else out of use, or into it again."""
        if isinstance(view, PersonView):
            self._show(StatusForm(self._runner, self._window, view))
        else:
            self._runner.run(_turned(name, view))

    def _adopt(self, name: str) -> None:
        if name == "subjects":
            self._runner.run(AdoptWords(Subject))
        else:
            self._runner.run(AdoptWords(Fund))

    def _look_up(self, view: PersonView | ClassView) -> None:
        if isinstance(view, PersonView):
            self._show_loans(view.person.name)
            return
        row = view.school_class
        first_day = f"{row.school_year}-09-05"
        self._show_loans(class_on(row.name, first_day, self._runner.room.today()))


def _turned(name: str, view: TeamView | ClassView | PlaceView | WordView) -> Action[object]:
    """Return the action that takes a row out of use, or into use again."""
    status = UNUSED if view.used else ACTIVE
    if isinstance(view, TeamView):
        return CorrectTeam(view.team.name, status=status)
    if isinstance(view, ClassView):
        return CorrectClass(view.school_class.code, view.school_class.pupils, status=status)
    if isinstance(view, PlaceView):
        return CorrectPlace(view.place.code, status=status)
    if name == "subjects":
        return CorrectWord(Subject, view.name, status=status)
    return CorrectWord(Fund, view.name, status=status)
