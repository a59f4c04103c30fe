"""Kill: a process dies by SIGKILL at any moment of an act, and nothing it said is lost.

Each act is killed just before every single call that would change something on the disk, so
at every state the disk can be left in; the rest of the kills fall at moments of chance.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Iterator

from torture.acts import BOOK, Act, Ready, acts, ready, school, warming
from torture.calls import TRACE, read_calls
from torture.campaign import Wish
from torture.proof import State, look
from torture.trial import Anvil, Reply

_ACTS = ("lend", "take-back", "import", "backup", "copy", "restore", "submit", "approve", "upload")
_TIMES = 1_000
_ROWS = 2_000


def torture(wish: Wish) -> int:
    """Kill each act `times` in all at moments of chance, and once before each of its calls."""
    chance = random.Random(wish.seed)
    every = acts(start := school(wish.folder), _ROWS)
    made = list(ready(wish.folder, start, {name: every[name] for name in _ACTS}))
    each = -(-(_TIMES if wish.times is None else wish.times) // len(made))
    lines, sweep = warming(made)
    found = killed = 0
    with Anvil(lines) as anvil:
        sweep()
        for one in made:
            done = Killing(one, anvil, chance)
            for fault in done.all(each):
                wish.say(f"  {one.act.name}: {fault}")
                found += 1
            killed += done.kills
            wish.say(done.told())
    wish.say(f"{killed} kills")
    return found


class Killing:
    """The kills of one act."""

    def __init__(self, ready: Ready, anvil: Anvil, chance: random.Random) -> None:
        """See what the act changes when nobody hurts it, and how long it takes."""
        self._ready, self._anvil, self._chance = ready, anvil, chance
        self._before = look(ready.renew() / BOOK)
        folder = ready.renew()
        begun = time.monotonic()
        self._check_done(anvil.do(ready.line()))
        self._lasts = time.monotonic() - begun
        self._after = look(folder / BOOK)
        self._log = ready.start.with_name("log")
        folder = ready.renew()
        self._check_done(anvil.traced(ready.line(), self._log, TRACE))
        self._calls = read_calls(self._log, folder)
        self.kills, self._stood = 0, Counter[str]()

    @staticmethod
    def _check_done(reply: Reply) -> None:
        if reply.status != 0:
            raise ValueError(reply)

    @property
    def act(self) -> Act:
        """The act that is killed."""
        return self._ready.act

    def all(self, times: int) -> Iterator[str]:
        """Yield what is wrong after each kill: before every call, and `times` by chance."""
        yield from self.at_calls(len(self._calls))
        for _time in range(times):
            after = self._chance.uniform(0, 1.1 * self._lasts)
            self._ready.renew()
            reply = self._anvil.kill(self._ready.line(), after)
            yield from self._wrong(reply, f"killed after {after * 1000:.1f} ms")

    def at_calls(self, most: int) -> Iterator[str]:
        """Yield what is wrong after a kill just before a call, of `most` calls."""
        wanted = sorted(self._chance.sample(range(len(self._calls)), min(most, len(self._calls))))
        for at in wanted:
            call = self._calls[at]
            rules = (*TRACE, "-e", f"inject={call.name}:signal=KILL:when={call.number}")
            self._ready.renew()
            reply = self._anvil.traced(self._ready.line(), self._log, rules)
            yield from self._wrong(reply, f"killed before {call.name} {call.number}")

    def _wrong(self, reply: Reply, moment: str) -> Iterator[str]:
        """Yield what is not as it should be after a kill."""
        self.kills += reply.status is None
        state = look(self._ready.folder / BOOK)
        is_before = state.rows == self._before.rows
        is_after = state.entries == self._after.entries
        acknowledged = bool(reply.out)
        self._stood[
            f"{'said' if acknowledged else 'unsaid'}, {'before' if is_before else 'after'}"
        ] += 1
        if not (is_before or is_after):
            yield f"{moment}: a half stands: {_end(state)}"
        if acknowledged and not is_after:
            yield f"{moment}: it was acknowledged and is gone"
        yield from (f"{moment}: {fault}" for fault in state.faults)

    def told(self) -> str:
        """Return the figures of this act."""
        stood = ", ".join(f"{name}: {count}" for name, count in sorted(self._stood.items()))
        return f"{self.act.name}: {self.kills} kills, {len(self._calls)} calls; {stood}"


def _end(state: State) -> str:
    return ", ".join(kind for kind, _postings, _images in state.entries[-3:])
