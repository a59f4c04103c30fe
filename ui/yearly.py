"""What is done once a year: the calendar, the minimum list, moving up, required hours."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QDialog, QWidget
from typing_extensions import override

from app.services.shortage import ShortageRow
from ui.controller import Controller, Door
from ui.dialogs.calendar import SchoolYearForm, SpecialDayForm
from ui.dialogs.links import FlagsSheet, LinkForm, LinksForm
from ui.dialogs.moving_up import MoveUpForm
from ui.dialogs.norm import HeadcountForm, NormForm
from ui.dialogs.quota import QuotaForm
from ui.runner import Runner
from ui.screens.calendar import Calendar
from ui.screens.shortage import Norms


class Yearly(Controller):
    """Opens the forms that the calendar and the minimum list wish for."""

    def __init__(
        self,
        window: QWidget,
        runner: Runner,
        calendar: Calendar,
        norms: Norms,
        show: Callable[[QDialog], None],
    ) -> None:
        """Answer the wishes of both screens; `show` runs a dialog of the window."""
        super().__init__(window)
        self._window, self._runner, self._show = window, runner, show
        norms.counts_wanted.connect(partial(self._open, HeadcountForm))
        norms.confirm_wanted.connect(partial(self._open_for_row, NormForm))
        norms.links_wanted.connect(partial(self._open, LinksForm))
        norms.link_wanted.connect(partial(self._open_for_row, LinkForm))
        norms.flags_wanted.connect(partial(self._open, FlagsSheet))
        calendar.day_wanted.connect(self._set_special_day)
        calendar.school_year_wanted.connect(self._describe_school_year)

    @override
    def doors(self) -> dict[str, Door]:
        """Return what the actions of the year do, by their names."""
        return {
            "move_up": partial(self._open, MoveUpForm),
            "quota": partial(self._open, QuotaForm),
        }

    def _open(self, form: Callable[[Runner, QWidget], QDialog]) -> None:
        self._show(form(self._runner, self._window))

    def _open_for_row(self, form: type[NormForm | LinkForm], row: ShortageRow) -> None:
        self._show(form(self._runner, self._window, row))

    def _set_special_day(self, day: str) -> None:
        self._show(SpecialDayForm(self._runner, self._window, day))

    def _describe_school_year(self, year: int) -> None:
        self._show(SchoolYearForm(self._runner, self._window, year))
