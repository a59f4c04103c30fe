"""The window's way to the one door: run, ask, and say what came of it."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from app.domain.change import Outcome
from app.domain.fault import Fault
from app.domain.sentence import Sentence, Words
from app.services.room import Action, Question, Room

T = TypeVar("T")


class Runner(QObject):
    """Runs actions in the room. `changed` carries the kinds of thing touched."""

    changed = Signal(frozenset)
    said = Signal(str, object)  # the sentence, and the entry that Undo would reverse or None
    refused = Signal(str)

    def __init__(self, room: Room, words: Words) -> None:
        """Take the open room and the words to speak in."""
        super().__init__()
        self.room = room
        self.words = words

    def run(self, action: Action[T]) -> Outcome[T] | None:
        """Run an action and say it; None when it was refused."""
        try:
            return self.attempt(action)
        except Fault as fault:
            self.refuse(fault)
            return None

    def attempt(self, action: Action[T]) -> Outcome[T]:
        """Run an action and say it; a form catches the fault to show it at its field."""
        outcome = self.room.run(action)
        self.announce(outcome)
        return outcome

    def announce(self, outcome: Outcome[T]) -> None:
        """Say what an action did, and tell every screen what it touched."""
        entry = outcome.entry if outcome.undoable else None
        self.said.emit(self.words.render(outcome.sentence), entry)
        if outcome.entry is not None:
            self.changed.emit(outcome.change)

    def ask(self, question: Question[T]) -> T:
        """Answer a question."""
        return self.room.ask(question)

    def say(self, sentence: Sentence) -> None:
        """Say a sentence that changed nothing."""
        self.said.emit(self.words.render(sentence), None)

    def refuse(self, fault: Fault) -> None:
        """Say why something was not done."""
        self.refused.emit(self.words.render(fault.sentence))
