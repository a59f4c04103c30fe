"""What closing a stocktake posts: each difference by its resolution, on running balances."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from app.domain.condition import Assessment, Occasion
from app.domain.damage import Damage, DamageId, DamageKind
from app.domain.device import Device, DeviceId, Kind, Quality, State
from app.domain.fault import Refused
from app.domain.ledger import Image, LineId, Posting
from app.domain.loan import Result
from app.domain.record import Record
from app.domain.sentence import Sentence
from app.domain.stocktake import CountedDevice, DifferenceView, Explanation, Resolution
from app.services.arriving import PREFIX
from app.services.damages import Part, arrive, come_back, new_damage
from app.services.devices import find_place
from app.services.tallies import Sheet
from app.store.desk import Desk

# What comes onto the shelf is posted before what leaves it.
_ORDER = (
    Resolution.TAKE_BACK, Resolution.FOUND_AGAIN, Resolution.REGISTER, Resolution.LOST,
    Resolution.REPORT_DAMAGE, Resolution.MOVE_HERE, Resolution.ELSEWHERE, Resolution.PUT_BACK,
    Resolution.NOTED,
)  # fmt: skip


class Adjustment:
    """The postings and images that bring the book to what was counted."""

    def __init__(self, desk: Desk, sheet: Sheet) -> None:
        """Begin with the book as it stands."""
        self._desk, self._sheet = desk, sheet
        self._day = desk.today.isoformat()
        self.postings: list[Posting] = []
        self.images: list[Image] = []
        self._held = {number: dict(view.balances) for number, view in sheet.views.items()}
        self._cases: dict[tuple[int, State], list[tuple[DamageId, int]]] = defaultdict(list)
        for case in desk.open_damages():
            self._cases[case.device, case.state].append((case.damage, case.quantity))
        self._rows: dict[int, Device] = {}
        self._places: dict[str, int | None] = {}
        self._codes = desk.codes(Device, PREFIX)

    def settle(self, views: list[tuple[DifferenceView, Explanation]]) -> None:
        """Post every difference as it was explained, and the quality that was said."""
        for view, explained in sorted(views, key=_rank):
            self._settle(view, explained)
        for device in self._sheet.views:
            counted = self._sheet.of(device)
            if counted.quality:
                self._assess(counted)
        for device, row in self._rows.items():
            record = Record(device, self._sheet.views[device].device)
            if row != record.row:
                self.images.append(self._desk.changed(record, row))

    def _assess(self, counted: CountedDevice) -> None:
        """Keep how good a device was found, and give it that quality."""
        good, fair, average, poor = (
            counted.tally.seen if quality == counted.quality else 0 for quality in Quality
        )
        found = Assessment(
            counted.device, self._day, good, fair, average, poor, counted.by, Occasion.STOCKTAKE
        )
        self.images.append(self._desk.new(found)[1])
        self._change(counted.device, replace(self._row(counted.device), condition=counted.quality))

    def _settle(self, view: DifferenceView, explained: Explanation) -> None:
        resolution = Resolution(explained.resolution)
        if view.device is None:
            if resolution is Resolution.REGISTER:
                self._register(view, explained)
            return
        device, quantity = DeviceId(view.device), view.quantity
        if resolution is Resolution.LOST:
            self._lose(device, quantity, explained.explanation)
        elif resolution is Resolution.FOUND_AGAIN:
            self._find_again(device, quantity)
        elif resolution is Resolution.REGISTER:
            self._post(Posting(device, quantity, State.OUTSIDE, State.IN_STORE))
        elif resolution is Resolution.REPORT_DAMAGE:
            self._break(device, quantity, explained.explanation)
        elif resolution is Resolution.TAKE_BACK:
            self._take_back(device, quantity, explained)
        elif resolution is Resolution.MOVE_HERE:
            seen = self._sheet.place_seen(device)
            self._change(device, replace(self._row(device), place_id=seen))
        elif resolution is Resolution.ELSEWHERE and explained.name:
            self._change(device, replace(self._row(device), place_id=self._place(explained.name)))

    def _place(self, name: str) -> int | None:
        if name not in self._places:
            images, self._places[name] = find_place(self._desk, name)
            self.images.extend(images)
        return self._places[name]

    def _row(self, device: int) -> Device:
        return self._rows.get(device, self._sheet.views[device].device)

    def _change(self, device: int, row: Device) -> None:
        self._rows[device] = row

    def _post(self, posting: Posting) -> None:
        held = self._held[posting.device]
        for state, quantity in ((posting.source, -posting.quantity),
                                (posting.target, posting.quantity)):  # fmt: skip
            if state is not State.OUTSIDE:
                held[state] = held.get(state, 0) + quantity
                if held[state] < 0:
                    raise self._moved_on(posting.device)
        self.postings.append(posting)

    def _moved_on(self, device: int) -> Refused:
        row = self._sheet.views[device].device
        return Refused(
            Sentence(
                "{codes}: moved since the count, so nobody can tell. Count again.",
                {"codes": row.code},
            ),
            where=row.code,
        )

    def _lose(self, device: DeviceId, quantity: int, why: str) -> None:
        """Post what is missing as lost: first the sound ones, then those that wait damaged."""
        sound = min(quantity, self._held[device].get(State.IN_STORE, 0))
        if sound:
            case, image = new_damage(
                self._desk, Damage(device, sound, DamageKind.LOST, self._day, cause=why)
            )
            self.images.append(image)
            self._post(Posting(device, sound, State.IN_STORE, State.LOST, damage=case))
        self._from_cases(device, State.DAMAGED, State.LOST, quantity - sound, whole=True)

    def _find_again(self, device: DeviceId, quantity: int) -> None:
        """Post what turned up: from the lost, from repair, from what left, then from outside."""
        left = quantity
        for state in (State.LOST, State.IN_REPAIR):
            left -= self._from_cases(device, state, State.IN_STORE, left)
        written_off = self._held[device].get(State.DISPOSED, 0)
        if left and written_off and self._sheet.views[device].device.kind == Kind.PIECE:
            self._post(Posting(device, left, State.DISPOSED, State.IN_STORE))
        elif left:
            self._post(Posting(device, left, State.OUTSIDE, State.IN_STORE))

    def _from_cases(
        self, device: DeviceId, source: State, target: State, quantity: int, *, whole: bool = False
    ) -> int:
        """Post a quantity out of its damage cases, the oldest first; return how many there were.

        Which of several alike turned up nobody can know.
        """
        left = quantity
        for case, there in self._cases[device, source]:
            part = min(left, there)
            if part:
                self._post(Posting(device, part, source, target, damage=case))
                left -= part
        if whole and left:
            raise self._moved_on(device)
        return quantity - left

    def _break(self, device: DeviceId, quantity: int, why: str) -> None:
        case, image = new_damage(
            self._desk, Damage(device, quantity, DamageKind.MINOR, self._day, cause=why)
        )
        self.images.append(image)
        self._post(Posting(device, quantity, State.IN_STORE, State.DAMAGED, damage=case))

    def _take_back(self, device: DeviceId, quantity: int, explained: Explanation) -> None:
        left = quantity
        for line in self._desk.open_lines([device], loan=explained.loan_id):
            part = min(left, line.outstanding)
            if part:
                back = Part(device, LineId(line.line), part, Result.GOOD)
                posting, images = come_back(self._desk, back, self._day)
                self._post(posting)
                self.images.extend(images)
                left -= part
        if left:
            raise Refused(
                Sentence(
                    "{code}: slip {loan} holds fewer than were found. Take back at the counter "
                    "what came from other slips, then count again.",
                    {"code": self._sheet.views[device].device.code,
                     "loan": explained.loan_id or 0},
                ),
                where="loan",
            )  # fmt: skip

    def _register(self, view: DifferenceView, explained: Explanation) -> None:
        kind = Kind.LOT if view.quantity > 1 else Kind.PIECE
        device = Device(
            next(self._codes), explained.name, kind, place_id=self._sheet.row.place_id,
            note=f"Kiểm kê: {view.code}",
        )  # fmt: skip
        number, image = self._desk.new(device)
        postings, cases = arrive(self._desk, number, view.quantity, 0, self._day)
        self.images += [image, *cases]
        self.postings += postings


def _rank(pair: tuple[DifferenceView, Explanation]) -> int:
    return _ORDER.index(Resolution(pair[1].resolution))
