"""The stock on the book: what there was, what came and from where, what left and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from app.domain.device import HELD, State

# What the book answers for: what is lost stays on it until it is written off.
ON_BOOK: tuple[State, ...] = tuple(state for state in HELD if state is not State.DISPOSED)
AFTER = ""  # the month of what moved after the period


UNSAID = "unsaid"  # nobody wrote down where it came from
COUNTED = "counted"  # a stocktake found more than the book had


class Loss(StrEnum):
    """How a quantity leaves the book: written off broken, lost or usable, or given away."""

    BROKEN = "broken"
    LOST = "lost"
    USABLE = "usable"
    GIVEN = "given"


_WRITTEN_OFF = {State.LOST: Loss.LOST, State.IN_STORE: Loss.USABLE, State.ON_LOAN: Loss.USABLE}


@dataclass(frozen=True, slots=True)
class Shift:
    """So much of a device that went from one state to another in a month YYYY-MM, or `AFTER`.

    What an undo takes back is the shift it reverses, below zero, in the month of the undo.
    `counted` says that a stocktake wrote it.
    """

    device: int
    month: str
    source: State
    target: State
    counted: bool
    quantity: int

    def gain(self, origin: str) -> str | None:
        """Return where it came from: the device's origin or `COUNTED`, None when it is no gain."""
        if self.source in ON_BOOK or self.target not in ON_BOOK:
            return None
        return COUNTED if self.counted or self.source is State.DISPOSED else origin

    def loss(self) -> Loss | None:
        """Return how it left the book, None when it did not."""
        if self.source not in ON_BOOK or self.target in ON_BOOK:
            return None
        if self.target is State.OUTSIDE:
            return Loss.GIVEN
        return _WRITTEN_OFF.get(self.source, Loss.BROKEN)


@dataclass(slots=True)
class StockLine:
    """The figures of a group; what is on the book, by state, at the end."""

    closing: Counter[State] = field(default_factory=Counter)
    gains: Counter[str] = field(default_factory=Counter)
    losses: Counter[str] = field(default_factory=Counter)

    @property
    def at_end(self) -> int:
        """How much is on the book at the end."""
        return sum(self.closing[state] for state in ON_BOOK)

    @property
    def gained(self) -> int:
        """How much came."""
        return sum(self.gains.values())

    @property
    def lost(self) -> int:
        """How much left."""
        return sum(self.losses.values())

    @property
    def at_start(self) -> int:
        """How much was on the book at the start."""
        return self.at_end - self.gained + self.lost

    def is_empty(self) -> bool:
        """Return whether nothing was on the book, came or left."""
        standing = any(self.closing[state] for state in ON_BOOK)
        return not (standing or any(self.gains.values()) or any(self.losses.values()))

    def add(self, other: StockLine) -> None:
        """Take another line's figures in."""
        self.closing.update(other.closing)
        self.gains.update(other.gains)
        self.losses.update(other.losses)


@dataclass(frozen=True, slots=True)
class Crossing:
    """A shift onto the book or off it, on an ISO day."""

    day: str
    shift: Shift


Held = Mapping[int, Mapping[State, int]]


def count_back(
    held: Held, shifts: Iterable[Shift], origins: Mapping[int, str]
) -> dict[int, StockLine]:
    """Return the figures of each device from what is held now and what moved since the start."""
    lines = {device: StockLine(Counter(states)) for device, states in held.items()}
    for shift in shifts:
        line = lines.setdefault(shift.device, StockLine())
        if shift.month == AFTER:
            line.closing[shift.target] -= shift.quantity
            line.closing[shift.source] += shift.quantity
            continue
        gain, loss = shift.gain(origins.get(shift.device, UNSAID)), shift.loss()
        if gain is not None:
            line.gains[gain] += shift.quantity
        if loss is not None:
            line.losses[loss] += shift.quantity
    return lines


def by_month(
    total: StockLine, shifts: Iterable[Shift], origins: Mapping[int, str], months: Iterable[str]
) -> tuple[Counter[State], dict[str, StockLine]]:
    """Return what the whole school had at the start, and of each month its figures at the end.

    Lent and taken back are not told apart here: what is usable is counted as in store.
    """
    found = {month: StockLine() for month in months}
    moved: dict[str, Counter[State]] = {month: Counter() for month in found}
    for shift in shifts:
        if shift.month not in found:
            continue
        line = found[shift.month]
        gain, loss = shift.gain(origins.get(shift.device, UNSAID)), shift.loss()
        if gain is not None:
            line.gains[gain] += shift.quantity
        if loss is not None:
            line.losses[loss] += shift.quantity
        moved[shift.month][_usable(shift.target)] += shift.quantity
        moved[shift.month][_usable(shift.source)] -= shift.quantity
    standing: Counter[State] = Counter()
    for state in ON_BOOK:
        standing[_usable(state)] += total.closing[state]
    for month in reversed(found):
        found[month].closing.update(standing)
        standing.subtract(moved[month])
    return standing, found


def _usable(state: State) -> State:
    return State.IN_STORE if state is State.ON_LOAN else state
