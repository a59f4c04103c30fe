"""What is done about damage and loss, opened from its screen and from the devices."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QDialog, QWidget
from typing_extensions import override

from app.domain.device import State
from app.domain.sentence import Sentence
from app.domain.view import DeviceView
from app.services.cases import CaseView
from app.services.damages import free_in_store, free_shown
from app.services.disposals import WithdrawDisposal
from ui.controller import Controller, Door
from ui.dialogs.assessment import AssessForm
from ui.dialogs.damage import (
    BackForm,
    DescribeForm,
    Done,
    FindForm,
    LoseForm,
    MendForm,
    RepairForm,
    ReportForm,
)
from ui.dialogs.disposal import DecideForm, Offered, ProposeForm
from ui.papers import Papers
from ui.register import Register
from ui.runner import Runner
from ui.screens.damages import ACTS, Damages

_FORMS: dict[str, Callable[[Runner, QWidget, CaseView, Done], QDialog]] = {
    "describe": DescribeForm, "mend": MendForm, "send_repair": RepairForm,
    "back_repair": BackForm, "find": FindForm, "lose": LoseForm,
}  # fmt: skip


class Mending(Controller):
    """Opens the forms of damage, repair and disposal."""

    def __init__(
        self,
        window: QWidget,
        screen: Damages,
        register: Register,
        show: Callable[[QDialog], None],
        papers: Papers,
    ) -> None:
        """Answer the wishes of the screen; `show` runs a dialog of the window."""
        super().__init__(window)
        self._window, self._screen, self._register = window, screen, register
        self._runner: Runner = screen.runner
        self._show, self._papers = show, papers
        self._doors = self.doors()
        screen.act_wanted.connect(self._do)
        screen.print_wanted.connect(papers.slip)

    @override
    def doors(self) -> dict[str, Door]:
        """Return what the actions do, by their names."""
        return {
            "report": self.report, "propose": self.propose, "decide": self.decide,
            "withdraw": self.withdraw, "assess": self.assess,
            **{name: partial(self._open, name) for name in _FORMS},
        }  # fmt: skip

    @override
    def reasons(self, current: str) -> dict[str, str]:
        """Return why each action is grey on a screen, blank when it is not."""
        words = self._runner.words
        case = self._screen.chosen() if current == "damages" else None
        able = ACTS[case.stage] if case is not None else ()
        choose = words("Choose a case on the damage screen first.")
        unfit = words("The chosen case is not at that stage.")
        missing = choose if case is None else unfit
        on_devices = "" if current == "devices" else words("Go to the devices screen first.")
        return {
            **{name: "" if name in able else missing for name in (*_FORMS, "withdraw")},
            "report": "", "assess": on_devices,
            "propose": "" if current == "devices" or "propose" in able else missing,
            "decide": "",
        }  # fmt: skip

    def report(self) -> None:
        """Report what is in store of the devices chosen in the list."""
        chosen = self._chosen()
        views = [view for view in chosen if free_in_store(view)]
        if views:
            self._show(ReportForm(self._runner, self._window, views, self._papers.slip))
        elif chosen:
            self._runner.say(Sentence("None of the chosen devices is in store."))

    def propose(self) -> None:
        """Propose to dispose of the chosen case, or of the devices chosen in the list."""
        case = self._screen.chosen() if self._screen.isVisible() else None
        offered = [_of_case(case)] if case is not None else _of_devices(self._chosen())
        if offered:
            self._show(ProposeForm(self._runner, self._window, offered, self._papers.slip))

    def decide(self) -> None:
        """Decide a proposal, the chosen one unless another is taken in the form."""
        case = self._screen.chosen() if self._screen.isVisible() else None
        disposal = case.disposal if case is not None else None
        form = DecideForm(self._runner, self._window, disposal, self._papers.slip)
        if form.proposal.count():
            self._show(form)
        else:
            form.deleteLater()
            self._runner.say(Sentence("No disposal is proposed. Propose one first."))

    def withdraw(self) -> None:
        """Withdraw the proposal of the chosen case."""
        case = self._screen.chosen()
        if case is not None and case.disposal is not None:
            self._runner.run(WithdrawDisposal(case.disposal))

    def assess(self) -> None:
        """Write down how good the chosen device is."""
        chosen = self._chosen()
        if chosen:
            self._show(AssessForm(self._runner, self._window, chosen[0]))

    def _do(self, name: str) -> None:
        self._doors[name]()

    def _open(self, name: str) -> None:
        case = self._screen.chosen()
        if case is not None and name in ACTS[case.stage]:
            self._show(_FORMS[name](self._runner, self._window, case, self._papers.slip))

    def _chosen(self) -> list[DeviceView]:
        return self._register.chosen()


def _of_case(case: CaseView) -> Offered:
    source = case.source or State.DAMAGED
    return Offered(case.device.code, case.device.name, source, case.damage, case.quantity)


def _of_devices(views: list[DeviceView]) -> list[Offered]:
    """Return what of the devices may be proposed: what is broken or lost first."""
    return [
        Offered(view.device.code, view.device.name, source, damage, count)
        for view in views
        for source, damage, count in free_shown(view)
    ]
