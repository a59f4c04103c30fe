"""Repairs: what was sent out to be mended, and how it came back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from app.documents.damage import Back, HurtLine, Sent, repair_paper, repaired_paper
from app.domain.calendar import show_day
from app.domain.damage import Damage, DamageId, Repair
from app.domain.device import Device, DeviceId, State
from app.domain.document import SlipKind
from app.domain.draft import Draft
from app.domain.fault import Refused
from app.domain.ledger import CANCELLED, Image, Posting
from app.domain.record import Record
from app.domain.sentence import Sentence
from app.domain.text import clean
from app.services.damages import Taken, check_amount, take
from app.services.finding import check_day
from app.services.letterheads import read_issuer
from app.services.mending import hurt_lines
from app.services.numbered import CHANGE, write_slip
from app.store.desk import Desk


@dataclass(frozen=True, slots=True)
class SentOut:
    """The slip that was written, and the repairs it began."""

    slip: int
    repairs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SendToRepair:
    """Send out what is damaged to be repaired.

    All that waits unless `quantity` says; `damage` says which case where there are several.
    `expected` is the expected cost in đồng.
    """

    code: str
    repairer: str
    quantity: int | None = None
    damage: int | None = None
    fund: str = ""
    expected: int | None = None
    note: str = ""
    day: date | None = None

    def draft(self, desk: Desk) -> Draft[SentOut]:
        """Draft a repair for each case, the way out, and the slip."""
        day = check_day(desk, self.day)
        check_amount(self.expected, "expected")
        way = (State.DAMAGED, State.IN_REPAIR)
        taken = take(desk, self.code, way, self.quantity, self.damage)
        if not clean(self.repairer):
            raise Refused(Sentence("Say who repairs it."), where="repairer")
        sent = Sent(clean(self.repairer), clean(self.fund), self.expected, clean(self.note))
        paper = repair_paper(read_issuer(desk, day), hurt_lines(desk, taken), sent)
        slip = write_slip(desk, SlipKind.REPAIR, day, paper)
        begun = _begin(desk, taken, sent, day.isoformat())
        device = taken.record.row
        return Draft(
            kind=SlipKind.REPAIR,
            day=day.isoformat(),
            sentence=Sentence(
                "Repair slip {number}: {quantity} {unit} of {code} {name} sent to {repairer}",
                {"number": slip.number, "quantity": taken.quantity, "unit": device.unit,
                 "code": device.code, "name": device.name, "repairer": sent.repairer},
            ),
            change=CHANGE,
            value=SentOut(slip.slip, tuple(number for number, _image in begun)),
            images=(slip.image, *(image for _number, image in begun)),
            postings=taken.postings(*way),
        )  # fmt: skip


def _begin(desk: Desk, taken: Taken, sent: Sent, day: str) -> list[tuple[int, Image]]:
    return [
        desk.new(Repair(case, count, day, sent.repairer, sent.fund, sent.expected, note=sent.note))
        for case, count in taken.parts
    ]


@dataclass(frozen=True, slots=True)
class BackFromRepair:
    """Write down what came back of a repair: mended into the store, or not mended.

    In parts if need be; `cost` in đồng adds to what earlier parts cost.
    """

    repair: int
    mended: int
    unmended: int = 0
    cost: int | None = None
    result: str = ""
    day: date | None = None

    def draft(self, desk: Desk) -> Draft[int]:
        """Draft the way back, the repair's row and the slip; the value is the slip's id."""
        day = check_day(desk, self.day)
        check_amount(self.cost, "cost")
        record = find_repair(desk, self.repair)
        damage = desk.get(Damage, record.row.damage_id)
        device = desk.get(Device, damage.device_id)
        self._check(record.row, device, day)
        row = self._row(record.row, day)
        back = Back(row.repairer, row.day, row.fund, self.cost, clean(self.result), row.out)
        counts = (str(self.mended), str(self.unmended))
        count = self.mended + self.unmended
        line = HurtLine(device.code, device.name, device.unit, count, counts)
        paper = repaired_paper(read_issuer(desk, day), [line], back)
        slip = write_slip(desk, SlipKind.REPAIRED, day, paper)
        return Draft(
            kind=SlipKind.REPAIRED,
            day=day.isoformat(),
            sentence=Sentence(
                "Back from repair, slip {number}: {code} {name}, {mended} mended, {unmended} not",
                {"number": slip.number, "code": device.code, "name": device.name,
                 "mended": self.mended, "unmended": self.unmended},
            ),
            change=CHANGE,
            value=slip.slip,
            images=(slip.image, desk.changed(record, row)),
            postings=self._postings(DeviceId(damage.device_id), DamageId(row.damage_id)),
        )  # fmt: skip

    def _check(self, repair: Repair, device: Device, day: date) -> None:
        said = {"code": device.code, "name": device.name}
        if min(self.mended, self.unmended) < 0 or not (
            1 <= self.mended + self.unmended <= repair.out
        ):
            raise Refused(
                Sentence(
                    "{code} {name}: {out} {unit} being repaired, {asked} cannot come back. Write "
                    "1 to {out} in all.",
                    {**said, "out": repair.out, "unit": device.unit,
                     "asked": self.mended + self.unmended},
                ),
                where="mended",
            )  # fmt: skip
        if day.isoformat() < repair.day:
            raise Refused(
                Sentence(
                    "{code} {name} was sent on {sent}, after {day}. Choose a later day.",
                    {**said, "sent": show_day(repair.day), "day": show_day(day)},
                ),
                where="day",
            )

    def _row(self, repair: Repair, day: date) -> Repair:
        cost = repair.cost
        if self.cost is not None:
            cost = (cost or 0) + self.cost
        return replace(
            repair,
            mended=repair.mended + self.mended,
            unmended=repair.unmended + self.unmended,
            cost=cost,
            result="; ".join(filter(None, (repair.result, clean(self.result)))),
            back_day=day.isoformat(),
        )

    def _postings(self, device: DeviceId, case: DamageId) -> tuple[Posting, ...]:
        parts = ((self.mended, State.IN_STORE), (self.unmended, State.DAMAGED))
        return tuple(
            Posting(device, count, State.IN_REPAIR, state, note=clean(self.result), damage=case)
            for count, state in parts
            if count
        )


def find_repair(desk: Desk, repair: int) -> Record[Repair]:
    """Return a repair that has not all come back, or refuse."""
    found = desk.find(Repair, id=repair)
    if found is None or found.row.status == CANCELLED:
        raise Refused(
            Sentence("There is no repair {repair}.", {"repair": repair}), where=str(repair)
        )
    if not found.row.out:
        raise Refused(
            Sentence("Repair {repair} has come back already.", {"repair": repair}),
            where=str(repair),
        )
    return found
