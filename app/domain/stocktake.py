"""A stocktake (kiểm kê): what the book expects in a scope, what was counted, how they differ.

What is here of a device is what is in store and what waits damaged: both stand on the shelf.
A count says how many are here, so many of them damaged.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.domain.device import Kind, State


class Scope(StrEnum):
    """What is counted: everything, a place with all its parts, or a subject."""

    ALL = "all"
    PLACE = "place"
    SUBJECT = "subject"


class Status(StrEnum):
    """How far a stocktake is."""

    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Way(StrEnum):
    """Whether a count adds to those before, or says the whole figure."""

    ADD = "add"
    SET = "set"


class Finding(StrEnum):
    """How a device differs from the book.

    `RECOUNT`: it moved since it was counted, so that nobody can tell; it is counted again.
    """

    MISSING = "missing"
    SURPLUS = "surplus"
    DAMAGED = "damaged"
    WRONG_PLACE = "wrong_place"
    ON_LOAN = "on_loan_found"
    UNKNOWN = "unknown"
    RECOUNT = "recount"


class Resolution(StrEnum):
    """What becomes of a difference; `ELSEWHERE`, `PUT_BACK` and `NOTED` move no quantity."""

    LOST = "lost"
    ELSEWHERE = "elsewhere"
    FOUND_AGAIN = "found_again"
    REGISTER = "register"
    REPORT_DAMAGE = "report_damage"
    MOVE_HERE = "move_here"
    PUT_BACK = "put_back"
    TAKE_BACK = "take_back"
    NOTED = "noted"


@dataclass(frozen=True, slots=True)
class Stocktake:
    """One stocktake; `entry` is the last one of the book before it was opened.

    `committee` is JSON: role and name of each member. `day` and `closed_on` are ISO days;
    `closed_entry` is the entry that closed it, 0 until then.
    """

    scope: str
    place_id: int | None
    subject: str
    day: str
    entry: int
    committee: str = "[]"
    note: str = ""
    closed_on: str = ""
    closed_entry: int = 0
    status: str = Status.OPEN


@dataclass(frozen=True, slots=True)
class StocktakeRow:
    """What the book said of a device of the scope when the stocktake was opened."""

    stocktake_id: int
    device_id: int
    place_id: int | None
    in_store: int
    on_loan: int
    damaged: int
    in_repair: int
    status: str = "active"


@dataclass(frozen=True, slots=True)
class StocktakeCount:
    """So many of a device seen, `damaged` of them broken, by somebody, in a place.

    `device_id` is None for a code that nobody knows; `quality` is one of `Quality` when it
    was said; `entry` is the count's own, `day` its ISO day.
    """

    stocktake_id: int
    device_id: int | None
    typed: str
    way: str
    quantity: int
    damaged: int
    quality: str
    place_id: int | None
    counted_by: str
    day: str
    entry: int
    status: str = "active"


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a device differs by a quantity, and what becomes of it.

    `loan` is the slip it comes back from; `name` what an unknown device is registered as, or
    the place where a missing one was found.
    """

    stocktake_id: int
    device_id: int | None
    typed: str
    kind: str
    quantity: int
    explanation: str
    resolution: str
    loan_id: int | None = None
    name: str = ""
    status: str = "active"


@dataclass(frozen=True, slots=True)
class LaterMove:
    """So many of a device moved by an entry, after the stocktake was opened."""

    device: int
    entry: int
    day: str
    source: State
    target: State
    quantity: int

    def goes_out(self) -> bool:
        """Return whether it was lent from the shelf, which settles no difference."""
        return self.source is State.IN_STORE and self.target is State.ON_LOAN


@dataclass(frozen=True, slots=True)
class Tally:
    """What was counted of a device, beside the book as it stood at its last count.

    `book` is the book of now when nothing was counted; `moved` when it moved so that its
    count can no longer be compared.
    """

    expected: bool
    book: Mapping[State, int]
    counted: bool = False
    seen: int = 0
    damaged: int = 0
    moved: bool = False

    @property
    def here(self) -> int:
        """Return how many the book has on the shelf, the damaged ones among them."""
        return self.book.get(State.IN_STORE, 0) + self.book.get(State.DAMAGED, 0)

    def findings(self, *, misplaced: bool = False) -> dict[Finding, int]:
        """Return how it differs; nothing that was not expected is ever missing."""
        found: dict[Finding, int] = {}
        over = max(self.seen - self.here, 0)
        on_loan = min(over, self.book.get(State.ON_LOAN, 0))
        broken = self.damaged - self.book.get(State.DAMAGED, 0)
        if self.expected and self.seen < self.here:
            found[Finding.MISSING] = self.here - self.seen
        if on_loan:
            found[Finding.ON_LOAN] = on_loan
        if over > on_loan:
            found[Finding.SURPLUS] = over - on_loan
        if broken > 0:
            found[Finding.DAMAGED] = broken
        if found and self.moved:
            found = {Finding.RECOUNT: max(self.seen, self.here)}
        if misplaced and self.seen:
            found[Finding.WRONG_PLACE] = self.seen
        return found


def count_up(
    kind: str,
    counts: Sequence[StocktakeCount],
    now: Mapping[State, int],
    moves: Sequence[LaterMove],
    *,
    expected: bool,
) -> Tally:
    """Return the tally of a device from its counts and what moved since the freeze.

    What is expected is the frozen quantity and what moved until the last count: `now` less
    what moved later. A movement written down later for an earlier day came before the count.
    """
    if not counts:
        return Tally(expected, now)
    seen, damaged, first = _added(counts)
    last = counts[-1]
    later = [move for move in moves if move.entry > last.entry and move.day >= last.day]
    between = [
        move
        for move in moves
        if move not in later and move.entry > first.entry and move.day >= first.day
    ]
    tally = Tally(
        expected, before(now, later), counted=True, seen=seen, damaged=damaged,
        moved=bool(between) or not all(move.goes_out() for move in later),
    )  # fmt: skip
    as_now = Tally(expected, now, counted=True, seen=seen, damaged=damaged)
    # A piece is one thing: when the book says now what was seen, somebody has put it right.
    return as_now if kind == Kind.PIECE and as_now.here == seen else tally


def before(now: Mapping[State, int], moves: Iterable[LaterMove]) -> dict[State, int]:
    """Return what a device's states held before it moved."""
    book = Counter(now)
    for move in moves:
        book[move.target] -= move.quantity
        book[move.source] += move.quantity
    return {state: count for state, count in book.items()
            if count > 0 and state is not State.OUTSIDE}  # fmt: skip


def _added(counts: Sequence[StocktakeCount]) -> tuple[int, int, StocktakeCount]:
    """Return how many were seen, how many of them damaged, and the count that begins it."""
    seen = damaged = 0
    first = counts[0]
    for count in counts:
        if count.way == Way.SET:
            seen, damaged, first = count.quantity, count.damaged, count
        else:
            seen, damaged = seen + count.quantity, damaged + count.damaged
    return seen, damaged, first


USUAL: Mapping[Finding, tuple[Resolution, ...]] = {
    Finding.MISSING: (Resolution.LOST, Resolution.ELSEWHERE),
    Finding.SURPLUS: (Resolution.FOUND_AGAIN, Resolution.REGISTER),
    Finding.DAMAGED: (Resolution.REPORT_DAMAGE,),
    Finding.WRONG_PLACE: (Resolution.MOVE_HERE, Resolution.PUT_BACK),
    Finding.ON_LOAN: (Resolution.TAKE_BACK, Resolution.NOTED),
    Finding.UNKNOWN: (Resolution.NOTED, Resolution.REGISTER),
    Finding.RECOUNT: (),
}


def resolutions(kind: str, finding: Finding, book: Mapping[State, int]) -> tuple[Resolution, ...]:
    """Return what may become of a difference, the usual first."""
    if finding is not Finding.SURPLUS:
        return USUAL[finding]
    if kind == Kind.PIECE:
        return (Resolution.FOUND_AGAIN,)  # it is in the book already
    if book.get(State.LOST, 0) + book.get(State.IN_REPAIR, 0):
        return USUAL[finding]
    return (Resolution.REGISTER,)


@dataclass(frozen=True, slots=True)
class StocktakeView:
    """A stocktake as it is shown: its scope in words, how much is expected and found."""

    stocktake: int
    row: Stocktake
    scope: str
    committee: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class CountedDevice:
    """A device of a stocktake: what the book has, what was seen, where and by whom."""

    device: int
    code: str
    name: str
    unit: str
    kind: str
    subject: str
    place: str
    unit_price: int | None
    tally: Tally
    findings: Mapping[Finding, int]
    by: str = ""
    seen_in: str = ""
    quality: str = ""

    @property
    def on_loan(self) -> int:
        """Return how many are out by the book."""
        return self.tally.book.get(State.ON_LOAN, 0)

    @property
    def owned(self) -> int:
        """Return how many the book has of it, wherever they are."""
        return self.tally.here + self.on_loan + self.tally.book.get(State.IN_REPAIR, 0)


@dataclass(frozen=True, slots=True)
class DifferenceView:
    """One difference, with its explanation once somebody has given it.

    `code` is what was typed when nobody knows it; `slips` are the loans it may come back from.
    """

    device: int | None
    code: str
    name: str
    unit: str
    finding: Finding
    quantity: int
    choices: tuple[Resolution, ...]
    slips: tuple[tuple[int, str], ...] = ()
    explained: Explanation | None = None
