"""What was counted of a stocktake, device by device, beside what the book expects."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from operator import add, sub
from typing import NamedTuple

from app.domain.person import Place
from app.domain.stocktake import (
    CountedDevice,
    LaterMove,
    Scope,
    Stocktake,
    StocktakeCount,
    StocktakeRow,
    before,
    count_up,
)
from app.domain.view import DeviceView
from app.services.stocktakes import parts_of
from app.store.desk import Desk

_FEW = 50  # devices that are sooner asked for one by one than among all


class Sheet:
    """A stocktake laid open: its frozen rows, its counts and what moved, of some devices or all.

    A closed one stands as it stood just before it was closed.
    """

    def __init__(self, desk: Desk, stocktake: int, devices: Sequence[int] | None = None) -> None:
        """Read what belongs to `devices`, or everything."""
        self.id, self.row = stocktake, desk.get(Stocktake, stocktake)
        self.next_entry = desk.head()[0] + 1
        self._places = {record.id: record.row.name for record in desk.every(Place)}
        self._within: dict[int, set[int]] = {}
        self._desk = desk
        rows: list[StocktakeRow] = []
        counts: list[StocktakeCount] = []
        # An undone opening takes its rows along, an undone count itself.
        few = devices is not None and len(devices) <= _FEW
        wanted_only: list[dict[str, int]] = (
            [{"device_id": device} for device in devices or ()] if few else [{}]
        )
        for some in wanted_only:
            known: dict[str, str | int | None] = {"stocktake_id": stocktake, "status": "active"}
            known |= some
            rows += [one.row for one in desk.every(StocktakeRow, **known)]
            counts += [one.row for one in desk.every(StocktakeCount, **known)]
        self.rows = {row.device_id: row for row in rows}
        self.unknown: Counter[str] = Counter()
        self.counts: dict[int, list[StocktakeCount]] = defaultdict(list)
        for count in counts:
            self.take(count)
        self.moves: dict[int, list[LaterMove]] = defaultdict(list)
        after: dict[int, list[LaterMove]] = defaultdict(list)
        for move in desk.moves_since(self.row.entry, devices):
            over = self.row.closed_entry and move.entry >= self.row.closed_entry
            (after if over else self.moves)[move.device].append(move)
        wanted = devices if devices is not None else sorted({*self.rows, *self.counts})
        self.views = {
            view.id: replace(view, balances=before(view.balances, after[view.id]))
            if view.id in after
            else view
            for view in desk.devices(wanted)
        }

    def take(self, count: StocktakeCount) -> None:
        """Take a count among those read."""
        if count.device_id is None:
            self.unknown[count.typed] += count.quantity
        else:
            self.counts[count.device_id].append(count)

    def counted(self) -> list[CountedDevice]:
        """Return every device, those counted and those not, in the order of the freeze."""
        return [self.of(device) for device in self.views]

    def of(self, device: int) -> CountedDevice:
        """Return one device as it was counted."""
        view, counts = self.views[device], self.counts.get(device, [])
        tally = count_up(
            view.device.kind, counts, view.balances, self.moves.get(device, ()),
            expected=self._expects(view, bool(counts)),
        )  # fmt: skip
        seen_in = next((one.place_id for one in reversed(counts) if one.place_id), None)
        return CountedDevice(
            device, view.device.code, view.device.name, view.device.unit, view.device.kind,
            view.device.subject, view.place, view.device.unit_price, tally,
            tally.findings(misplaced=self._misplaced(view, seen_in)),
            ", ".join(dict.fromkeys(one.counted_by for one in counts if one.counted_by)),
            self._places.get(seen_in or 0, ""),
            next((one.quality for one in reversed(counts) if one.quality), ""),
        )  # fmt: skip

    def place_seen(self, device: int) -> int | None:
        """Return where a device was seen last."""
        counts = self.counts.get(device, [])
        return next((one.place_id for one in reversed(counts) if one.place_id), None)

    def parts(self, place: int) -> set[int]:
        """Return a place and all that is part of it."""
        if place not in self._within:
            self._within[place] = parts_of(self._desk, place)
        return self._within[place]

    def _expects(self, view: DeviceView, counted: bool) -> bool:  # noqa: FBT001 - two facts of one device
        if view.id not in self.rows:
            return False
        scope = self.row.place_id
        if scope is None or counted:
            return True
        # What was carried to another place since the freeze is expected there.
        return view.device.place_id in self.parts(scope)

    def _misplaced(self, view: DeviceView, seen_in: int | None) -> bool:
        if seen_in is None:
            return False
        home = view.device.place_id
        if home is None:
            return self.row.scope == Scope.PLACE  # nobody has written where it belongs
        return home not in self.parts(seen_in)


class Progress(NamedTuple):
    """How far a stocktake is: quantities, then how many devices are so.

    `found` of `expected` are here; `devices_found` of `devices` wholly; `unseen` were not
    counted, `counted` were; `different` counts the differences of what was; `out` are on loan.
    """

    expected: int = 0
    found: int = 0
    devices: int = 0
    devices_found: int = 0
    unseen: int = 0
    counted: int = 0
    different: int = 0
    out: int = 0

    def plus(self, other: Progress) -> Progress:
        """Return both together."""
        return Progress(*map(add, self, other))

    def less(self, other: Progress) -> Progress:
        """Return what is left without the other."""
        return Progress(*map(sub, self, other))


def progress_of_one(device: CountedDevice) -> Progress:
    """Return what one device adds to the progress; what is on loan is not expected here."""
    tally = device.tally
    here = tally.here if tally.expected else 0
    return Progress(
        here, min(tally.seen, here), int(here > 0), int(here > 0 and tally.seen >= here),
        int(here > 0 and not tally.counted), int(tally.counted),
        len(device.findings) if tally.counted else 0, int(device.on_loan > 0),
    )  # fmt: skip


def progress_of(devices: Iterable[CountedDevice]) -> Progress:
    """Return how far a stocktake is."""
    figures = [progress_of_one(one) for one in devices]
    return Progress(*map(sum, zip(*figures, strict=True))) if figures else Progress()


@dataclass(frozen=True, slots=True)
class Counting:
    """A stocktake as it is counted: all its devices, or some, and the codes nobody knows."""

    stocktake: int
    devices: tuple[int, ...] | None = None

    def answer(self, desk: Desk) -> tuple[list[CountedDevice], dict[str, int]]:
        """Return the devices, and each unknown code with how often it was found."""
        sheet = Sheet(desk, self.stocktake, self.devices)
        return sheet.counted(), dict(sheet.unknown)
