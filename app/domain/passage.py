"""Every way from one state to another: who may take it, or why nobody may."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from app.domain.device import Device, State
from app.domain.sentence import Sentence

Passage = tuple[State, State]

_OUTSIDE, _IN_STORE, _ON_LOAN = State.OUTSIDE, State.IN_STORE, State.ON_LOAN
_DAMAGED, _IN_REPAIR, _LOST, _DISPOSED = (
    State.DAMAGED, State.IN_REPAIR, State.LOST, State.DISPOSED,
)  # fmt: skip
_BY_COUNCIL = ("decrease", "disposal")

# The kinds of entry that may move a quantity from one state to another.
PASSAGES: Mapping[Passage, tuple[str, ...]] = {
    (_OUTSIDE, _IN_STORE): ("register", "receive", "import", "increase", "stocktake_close"),
    (_OUTSIDE, _DAMAGED): ("register", "import"),
    (_IN_STORE, _OUTSIDE): ("transfer_out",),
    (_IN_STORE, _ON_LOAN): ("lend",),
    (_IN_STORE, _DAMAGED): ("report", "stocktake_close"),
    (_IN_STORE, _LOST): ("report", "stocktake_close"),
    (_IN_STORE, _DISPOSED): _BY_COUNCIL,
    (_ON_LOAN, _IN_STORE): ("take_back", "stocktake_close"),
    (_ON_LOAN, _DAMAGED): ("take_back",),
    (_ON_LOAN, _LOST): ("take_back",),
    (_DAMAGED, _IN_STORE): ("mend",),
    (_DAMAGED, _IN_REPAIR): ("repair",),
    (_DAMAGED, _LOST): ("report", "stocktake_close"),
    (_DAMAGED, _DISPOSED): _BY_COUNCIL,
    (_IN_REPAIR, _IN_STORE): ("repaired", "stocktake_close"),
    (_IN_REPAIR, _DAMAGED): ("repaired",),
    (_LOST, _IN_STORE): ("found", "stocktake_close"),
    (_LOST, _DAMAGED): ("found",),
    (_LOST, _DISPOSED): _BY_COUNCIL,
}

_NOT_HERE = Sentence("{code} {name} is not in the book. Register it first.")
_STAYS = Sentence("{code} {name} is in that state already. There is nothing to write.")
_TAKE_BACK = Sentence("{code} {name} is on loan. Take it back at the counter first.")
_REPORT = Sentence("{code} {name} is in store. Report the damage first.")
_MEND = Sentence(
    "{code} {name} is damaged. Mend it or have it repaired first, or propose its disposal."
)
_COME_BACK = Sentence(
    "{code} {name} is being repaired. Write down that it came back from the repair first."
)
_FIND = Sentence("{code} {name} is lost. Write down that it was found first.")
_UNDO = Sentence("{code} {name} is disposed of. If that was a mistake, undo the disposal.")

# Why no kind of entry may take the others, and what to do first.
REASONS: Mapping[Passage, Sentence] = {
    **{(state, state): _STAYS for state in State},
    **dict.fromkeys(((_OUTSIDE, state) for state in (_ON_LOAN, _IN_REPAIR, _LOST, _DISPOSED)),
                    _NOT_HERE),
    (_IN_STORE, _IN_REPAIR): _REPORT,
    **dict.fromkeys(((_ON_LOAN, state) for state in (_OUTSIDE, _IN_REPAIR, _DISPOSED)),
                    _TAKE_BACK),
    **dict.fromkeys(((_DAMAGED, state) for state in (_OUTSIDE, _ON_LOAN)), _MEND),
    **dict.fromkeys(((_IN_REPAIR, state) for state in (_OUTSIDE, _ON_LOAN, _LOST, _DISPOSED)),
                    _COME_BACK),
    **dict.fromkeys(((_LOST, state) for state in (_OUTSIDE, _ON_LOAN, _IN_REPAIR)), _FIND),
    **{(_DISPOSED, state): _UNDO for state in State if state is not _DISPOSED},
}  # fmt: skip


_FIRST: Mapping[State, Sentence] = {
    _OUTSIDE: _NOT_HERE, _IN_STORE: _REPORT, _ON_LOAN: _TAKE_BACK, _DAMAGED: _MEND,
    _IN_REPAIR: _COME_BACK, _LOST: _FIND, _DISPOSED: _UNDO,
}  # fmt: skip


def what_first(device: Device, state: State) -> Sentence:
    """Return what must be done first with a device in a state before anything else can."""
    return replace(_FIRST[state], values={"code": device.code, "name": device.name})


def may_pass(kind: str, source: State, target: State) -> bool:
    """Return whether entries of a kind may move a quantity so."""
    return kind in PASSAGES.get((source, target), ())


def reason_for(device: Device, source: State, target: State) -> Sentence | None:
    """Return why a device cannot go from one state to another, None when an action takes it."""
    sentence = REASONS.get((source, target))
    if sentence is None:
        return None
    return replace(sentence, values={"code": device.code, "name": device.name})
