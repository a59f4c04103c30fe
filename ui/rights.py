"""What the one who signed in may not do: grey in the window, with who may in the tip.

The door refuses all of it by itself; here it is only said before somebody tries.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from PySide6.QtWidgets import QPushButton

from app.domain.account import Right
from ui.runner import Runner
from ui.screens.screen import Screen
from ui.widgets.gate import Gate

# Which actions of the window, and which buttons of its screens, ask for which right. What only
# shows something, or undoes what any right could have done, asks for none here.
_ACTS: Mapping[Right, str] = {
    Right.COUNTER: "confirm term kit extend stand plan serve",
    Right.REGISTER: "register bulk increase transfer transfer_out handover decrease receive",
    Right.UPKEEP: "plan_care report describe send_repair back_repair mend find lose propose "
    "withdraw assess",
    Right.COUNT: "open_stocktake all_here explain close_stocktake cancel_stocktake",
    Right.DECIDE: "decide",
    Right.LISTS: "move_up quota bells",
    Right.IMPORT: "import",
    Right.PROVIDE: "print_list save_list month_list pack labels team_reminders print_care_plan "
    "print_care_book reminders",
    Right.UPLOAD: "upload city_accounts layouts upload_helper upload_sent upload_accept "
    "upload_reject upload_results upload_receipt upload_withdraw note_change bring_list "
    "decide_difference confirm_pairs keep_apart pair_row learn_codes finish_reconciliation "
    "cancel_reconciliation",
    Right.COPY: "backup_now copy_book",
    Right.RESTORE: "restore move_book",
    Right.ACCOUNTS: "accounts",
}
_BUTTONS: Mapping[str, Mapping[Right, str]] = {
    "counter": {Right.COUNTER: "confirm term"},
    "today": {Right.COUNTER: "extend", Right.PROVIDE: "reminders"},
    "devices": {
        Right.REGISTER: "register correct bulk receive photo manual", Right.UPKEEP: "report",
    },
    "plans": {Right.COUNTER: "register serve copy cancel"},
    "slips": {Right.REGISTER: "increase handover", Right.PROVIDE: "print labels"},
    "damages": {Right.UPKEEP: "report"},
    "stocktake": {Right.COUNT: "open close here explain undo"},
    "care": {
        Right.UPKEEP: "done plan correct end", Right.PROVIDE: "print_plan print_book",
    },
    "deadlines": {
        Right.UPLOAD: "note settle", Right.SUBMIT: "explain", Right.PROVIDE: "remind remind_all",
    },
    "month": {
        Right.SUBMIT: "submit scan reason", Right.CONFIRM: "confirm",
        Right.APPROVE: "approve return", Right.PROVIDE: "print pack",
    },
    "reports": {Right.PROVIDE: "print save"},
    "archive": {Right.PROVIDE: "again note log"},
    "norms": {Right.LISTS: "counts confirm", Right.REGISTER: "links link"},
    "exchange": {Right.IMPORT: "import", Right.PROVIDE: "print"},
    "lists": {Right.LISTS: "add correct status adopt"},
    "calendar": {Right.LISTS: "fill confirm day drop terms"},
    "backups": {
        Right.COPY: "backup copy place practise", Right.RESTORE: "restore other move",
    },
}  # fmt: skip
_RIGHTS: Mapping[str, Right] = {
    name: right for right, names in _ACTS.items() for name in names.split()
}


class Rights:
    """What is shut to the one who signed in, by the names of actions."""

    def __init__(self, runner: Runner) -> None:
        """Begin with nothing shut."""
        self._runner = runner
        self.reasons: dict[str, str] = {}
        self._gates: list[tuple[Gate, Right]] = []

    def watch(self, name: str, screen: Screen) -> None:
        """Stand at every button of a screen that was just made that somebody might not press."""
        for button, right in _buttons_of(name, screen):
            self._stand_at(button, right)

    def watch_copy(self, button: QPushButton) -> None:
        """Stand at the button of the banner that asks for a copy."""
        self._stand_at(button, Right.COPY)

    def _stand_at(self, button: QPushButton, right: Right) -> None:
        gate = Gate(button)
        gate.close(self._why(right))
        self._gates.append((gate, right))

    def read(self) -> None:
        """Shut what is not for who is in the room now, and open the rest."""
        why = {right: self._why(right) for right in Right}
        self.reasons = {name: why[right] for name, right in _RIGHTS.items() if why[right]}
        for gate, right in self._gates:
            gate.close(why[right])

    def _why(self, right: Right) -> str:
        refusal = self._runner.room.may(right)
        return self._runner.words.render(refusal) if refusal else ""


def _buttons_of(name: str, screen: Screen) -> Iterator[tuple[QPushButton, Right]]:
    for right, names in _BUTTONS.get(name, {}).items():
        for button in names.split():
            yield getattr(screen, f"{button}_button"), right
    for act, button in getattr(screen, "buttons", {}).items():
        if act in _RIGHTS:
            yield button, _RIGHTS[act]
