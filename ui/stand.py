"""The teachers' view: large, full screen, entered and left with the keeper's PIN."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog
from typing_extensions import override

from ui.controller import Controller, Door
from ui.dialogs.small import PinForm
from ui.runner import Runner
from ui.screens.counter import Counter

if TYPE_CHECKING:
    from ui.window import Window

_TIMES = 1.5  # it is read from a step away
_KEPT = frozenset({"stand", "confirm", "clear", "remove"})


class Stand(Controller):
    """Turns the window into the teachers' view and back."""

    def __init__(
        self, window: Window, runner: Runner, counter: Counter, show: Callable[[QDialog], None]
    ) -> None:
        """Turn `window`, which stands at the `counter` then; `show` runs a dialog of it."""
        super().__init__(window)
        self._window, self._words, self._counter, self._show = window, runner.words, counter, show
        self._pin = ""

    @override
    def doors(self) -> dict[str, Door]:
        """Return what the actions of the teachers' view do, by their names."""
        return {"stand": self.turn}

    def turn(self) -> None:
        """Enter the teachers' view; leaving it needs the keeper's PIN."""
        if self._counter.standing:
            self._show(PinForm(self._words, self._window, self._pin, self._leave))
        else:
            self._show(PinForm(self._words, self._window, "", self._enter))

    def _enter(self, pin: str) -> None:
        self._pin = pin
        self._window.navigation.go("counter")
        self._wear(standing=True)

    def _leave(self, _pin: str) -> None:
        self._wear(standing=False)

    def _wear(self, *, standing: bool) -> None:
        window = self._window
        self._counter.stand(standing=standing)
        for part in (window.menuBar(), window.sidebar, window.top):
            part.setVisible(not standing)
        for act in window.actions_.acts:
            window.actions_[act.name].setVisible(not standing or act.name in _KEPT)
        window.appearance.wear(times=_TIMES if standing else 1)
        if standing:
            window.showFullScreen()
        else:
            window.showNormal()
        window.explain()
