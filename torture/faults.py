"""Faults: each call that would change something on the disk fails, once and from then on.

However it ends, the book stands as before or as after, one sentence says which, and nothing
unfinished is left after the next start.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence

from torture.acts import BOOK, PLACE, Ready, acts, ready, school, warming
from torture.calls import TRACE, Call, read_calls, was_hit
from torture.campaign import Wish
from torture.proof import leavings, look
from torture.trial import Anvil, Reply

_ROWS = 20
_ERRORS = ("EIO", "ENOSPC")


def torture(wish: Wish) -> int:
    """Fail every call of every act, or of each act `times` calls by chance."""
    chance = random.Random(wish.seed)
    made = list(ready(wish.folder, start := school(wish.folder), acts(start, _ROWS)))
    lines, sweep = warming(made)
    found = tried = 0
    with Anvil(lines) as anvil:
        sweep()
        for one in made:
            failing = Failing(one, anvil)
            chosen = failing.chosen(wish.times, chance)
            for fault in failing.all(chosen):
                wish.say(f"  {one.act.name}: {fault}")
                found += 1
            tried += failing.tried
            wish.say(failing.told())
    wish.say(f"{tried} faults")
    return found


Fault = tuple[Call, str, str]  # the call, its error, "" for once or "+" from then on


class Failing:
    """The faults of one act."""

    def __init__(self, ready: Ready, anvil: Anvil) -> None:
        """See what the act changes when nothing fails."""
        self._ready, self._anvil = ready, anvil
        self._log = ready.start.with_name("log")
        self._before = look(ready.renew() / BOOK)
        folder = ready.renew()
        reply = anvil.traced(ready.line(), self._log, TRACE)
        if reply.status != 0:
            raise ValueError(reply)
        self._calls = read_calls(self._log, folder)
        self._after = look(folder / BOOK)
        self.tried, self._ended = 0, Counter[str]()

    def chosen(self, times: int | None, chance: random.Random) -> list[Fault]:
        """Return every fault there is, or so many of them by chance."""
        every = [
            (call, error, more)
            for call in self._calls
            for error in _ERRORS
            for more in (("", "+") if call.last else ("",))
        ]
        return every if times is None else chance.sample(every, min(times, len(every)))

    def all(self, chosen: Sequence[Fault]) -> Iterator[str]:
        """Yield what is wrong after each fault."""
        for call, error, more in chosen:
            self._ready.renew()
            fault = f"inject={call.name}:error={error}:when={call.number}{more}"
            reply = self._anvil.traced(self._ready.line(), self._log, (*TRACE, "-e", fault))
            if was_hit(self._log):
                self.tried += 1
                yield from (f"{fault[7:]}: {wrong}" for wrong in self._wrong(reply))

    def _wrong(self, reply: Reply) -> Iterator[str]:
        """Yield what is not as it should be after a fault."""
        state = look(self._ready.folder / BOOK)
        self._ended[{0: "done", 1: "refused"}.get(reply.status or 0, "died")] += 1
        if reply.status == 0:
            if state.entries != self._after.entries:
                yield "it said it was done, and is not"
        elif state.rows != self._before.rows:
            yield f"it was refused, and the book is another: {reply.err.strip()}"
        yield from _ill_said(reply)
        yield from state.faults
        yield from (f"{name} is unknown to the book" for name in state.strays)
        yield from (f"{name} was left" for name in leavings(self._ready.folder / PLACE))

    def told(self) -> str:
        """Return the figures of this act."""
        ended = ", ".join(f"{name}: {count}" for name, count in sorted(self._ended.items()))
        return f"{self._ready.act.name}: {self.tried} faults at {len(self._calls)} calls; {ended}"


def _ill_said(reply: Reply) -> Iterator[str]:
    """Yield what is wrong with the words of an act that failed, or did not."""
    said = reply.err.strip()
    if reply.status not in (0, 1):
        yield f"it ended with {reply.status}"
    elif reply.status == 0 and said:
        yield f"it was done, and complains: {said}"
    elif reply.status == 1 and ("\n" in said or not said or reply.out):
        yield f"not one sentence: {reply.out} {said}"
    elif reply.status == 1 and ("errors.log" in said or said.isascii()):
        yield f"not in a person's words: {said}"
