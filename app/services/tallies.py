"""What was counted of a stocktake, device by device, beside what the book expects."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from app.domain.device import State
from app.domain.person import Place
from app.domain.stocktake import (
    CountedDevice,
    Finding,
    Move,
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
        self.moves: dict[int, list[Move]] = defaultdict(list)
        after: dict[int, list[Move]] = defaultdict(list)
        for move in desk.moves_since(self.row.entry, devices):
            over = self.row.closed_entry and move.entry >= self.row.closed_entry
            (after if over else self.moves)[move.device].append(move)
        wanted = devices if devices is not None else sorted({*self.rows, *self.counts})
        self.views = {
            view.id: replace(view, balances=before(view.balances, after.get(view.id, ())))
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


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a stocktake is: quantities, and how many devices are wholly found."""

    expected: int
    found: int
    devices: int
    devices_found: int


def progress_of(devices: Iterable[CountedDevice]) -> Progress:
    """Return how far a stocktake is; what is out on loan is not expected here."""
    rows = [one for one in devices if one.tally.expected and one.tally.here]
    return Progress(
        sum(one.tally.here for one in rows),
        sum(min(one.tally.seen, one.tally.here) for one in rows),
        len(rows),
        sum(one.tally.seen >= one.tally.here for one in rows),
    )


@dataclass(frozen=True, slots=True)
class Counting:
    """A stocktake as it is counted: all its devices, or some, and the codes nobody knows."""

    stocktake: int
    devices: tuple[int, ...] | None = None

    def answer(self, desk: Desk) -> tuple[list[CountedDevice], dict[str, int]]:
        """Return the devices, and each unknown code with how often it was found."""
        sheet = Sheet(desk, self.stocktake, self.devices)
        return sheet.counted(), dict(sheet.unknown)


def is_out(device: CountedDevice) -> bool:
    """Return whether some of a device is out on loan, as the book and the count have it."""
    found = device.findings.get(Finding.ON_LOAN, 0)
    return device.tally.book.get(State.ON_LOAN, 0) > found
