"""How the devices stand on a day and what became of them in a period (Điều 8.1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from app.domain.damage import DamageKind
from app.domain.device import State
from app.domain.period import Period
from app.domain.sentence import Sentence

UNKNOWN = "unknown"  # a quality nobody has written down


class Stock(StrEnum):
    """What a quantity is counted as: còn dùng được, hỏng, đang sửa, mất, đã thanh lý."""

    USABLE = "usable"
    DAMAGED = "damaged"
    IN_REPAIR = "in_repair"
    LOST = "lost"
    DISPOSED = "disposed"


# What is still answered for; percentages are of these.
KEPT = (Stock.USABLE, Stock.DAMAGED, Stock.IN_REPAIR, Stock.LOST)

_STOCKS = {
    State.IN_STORE: Stock.USABLE,
    State.ON_LOAN: Stock.USABLE,
    State.DAMAGED: Stock.DAMAGED,
    State.IN_REPAIR: Stock.IN_REPAIR,
    State.LOST: Stock.LOST,
    State.DISPOSED: Stock.DISPOSED,
}


class Happening(StrEnum):
    """What became of a quantity; each move is one of these, or none."""

    CAME = "came"
    MINOR = "minor"
    MAJOR = "major"
    INCOMPLETE = "incomplete"
    LOST = "lost"
    FOUND = "found"
    MENDED = "mended"
    DISPOSED = "disposed"
    LEFT = "left"


BROKEN = (Happening.MINOR, Happening.MAJOR, Happening.INCOMPLETE)


@dataclass(frozen=True, slots=True)
class Move:
    """So many of a device that changed their state on an ISO day; below zero: taken back.

    `kind` is that of the damage case, "" without one.
    """

    device: int
    day: str
    source: State
    target: State
    kind: str
    quantity: int

    def happening(self) -> Happening | None:
        """Return what it was; sending to repair and bringing back unmended are nothing new."""
        source, target = _STOCKS.get(self.source), _STOCKS.get(self.target)
        if source is None:
            return Happening.CAME
        if target in _GONE:
            return _GONE[target]
        if source is Stock.LOST:
            return Happening.FOUND
        if target is Stock.USABLE:
            return Happening.MENDED
        broken = _BROKEN_BY.get(self.kind, Happening.MINOR)
        return broken if source is Stock.USABLE else None


_GONE: Mapping[Stock | None, Happening] = {
    None: Happening.LEFT,
    Stock.DISPOSED: Happening.DISPOSED,
    Stock.LOST: Happening.LOST,
}
_BROKEN_BY: Mapping[str, Happening] = {
    DamageKind.MINOR: Happening.MINOR,
    DamageKind.MAJOR: Happening.MAJOR,
    DamageKind.INCOMPLETE: Happening.INCOMPLETE,
    DamageKind.LOST: Happening.MAJOR,  # found again, so badly that it waits
}


@dataclass(frozen=True, slots=True)
class ToldMove:
    """A move with the entry that wrote it: its number, what it tells, and who wrote it."""

    entry: int
    what: Sentence
    actor: str
    move: Move


@dataclass(frozen=True, slots=True)
class Regraded:
    """A device's quality before a change on an ISO day."""

    device: int
    day: str
    before: str


@dataclass(slots=True)
class Tally:
    """The figures of one group: at the start, what was added and taken off, at the end.

    `graded` counts the usable by quality, at the start and at the end.
    """

    opening: Counter[str] = field(default_factory=Counter)
    closing: Counter[str] = field(default_factory=Counter)
    added: Counter[str] = field(default_factory=Counter)
    taken: Counter[str] = field(default_factory=Counter)
    happened: Counter[str] = field(default_factory=Counter)
    graded: tuple[Counter[str], Counter[str]] = field(
        default_factory=lambda: (Counter(), Counter())
    )

    def is_empty(self) -> bool:
        """Return whether the group had nothing, then, since, or now."""
        counted = (self.opening, self.closing, self.added, self.taken, self.happened)
        return not any(any(one.values()) for one in counted)

    def broken(self) -> int:
        """Return how many were damaged, however badly."""
        return sum(self.happened[one] for one in BROKEN)

    def take(self, move: Move, period: Period) -> None:
        """Count one move, on its day or before the period."""
        before = move.day < period.first.isoformat()
        happening = move.happening()
        if not before and happening is not None:
            self.happened[happening] += move.quantity
        source, target = _STOCKS.get(move.source), _STOCKS.get(move.target)
        if source is target:
            return
        for standing, quantity, moved in ((target, move.quantity, self.added),
                                          (source, -move.quantity, self.taken)):  # fmt: skip
            if standing is not None:
                self.closing[standing] += quantity
                if before:
                    self.opening[standing] += quantity
                else:
                    moved[standing] += abs(quantity) if move.quantity > 0 else -abs(quantity)


def tally(
    moves: Iterable[Move],
    period: Period,
    groups: Mapping[int, str],
    qualities: tuple[Mapping[int, str], Mapping[int, str]] = ({}, {}),
) -> dict[str, Tally]:
    """Return the figures of each group of devices in a period.

    `groups` names the group of each device, `qualities` its quality at the start and the end.
    """
    found = {name: Tally() for name in dict.fromkeys(groups.values())}
    first, last = period.first.isoformat(), period.last.isoformat()
    usable: tuple[Counter[int], Counter[int]] = (Counter(), Counter())
    for move in moves:
        if move.day > last:
            continue
        found[groups[move.device]].take(move, period)
        change = move.quantity * (
            (_STOCKS.get(move.target) is Stock.USABLE) - (_STOCKS.get(move.source) is Stock.USABLE)
        )
        usable[1][move.device] += change
        if move.day < first:
            usable[0][move.device] += change
    for at, counted in enumerate(usable):
        for device, quantity in counted.items():
            quality = qualities[at].get(device, UNKNOWN)
            found[groups[device]].graded[at][quality] += quantity
    return found
