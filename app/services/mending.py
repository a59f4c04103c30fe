"""What comes right again without leaving the school: mended here, made whole, found."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from app.documents.damage import KINDS, HurtLine, found_paper, mend_paper
from app.domain.calendar import show_day
from app.domain.damage import Damage, DamageKind
from app.domain.device import State
from app.domain.document import SlipKind
from app.domain.draft import Draft
from app.domain.ledger import Image
from app.domain.record import Record
from app.domain.sentence import Sentence
from app.domain.text import clean
from app.services.damages import Taken, check_amount, take
from app.services.finding import check_day
from app.services.letterheads import read_issuer
from app.services.numbered import CHANGE, write_slip
from app.store.desk import Desk

_SOUND = "Còn dùng được"


@dataclass(frozen=True, slots=True)
class MendHere:
    """Put back into the store what was mended or made whole in the school.

    All that waits unless `quantity` says; `damage` says which case where there are several.
    `cost` is in đồng.
    """

    code: str
    quantity: int | None = None
    damage: int | None = None
    how: str = ""
    cost: int | None = None
    day: date | None = None

    def draft(self, desk: Desk) -> Draft[int]:
        """Draft the way back into the store and the slip; the value is the slip's id."""
        day = check_day(desk, self.day)
        check_amount(self.cost, "cost")
        way = (State.DAMAGED, State.IN_STORE)
        taken = take(desk, self.code, way, self.quantity, self.damage)
        lines = hurt_lines(desk, taken)
        paper = mend_paper(read_issuer(desk, day), lines, clean(self.how), self.cost)
        slip = write_slip(desk, SlipKind.MEND, day, paper)
        device = taken.record.row
        return Draft(
            kind=SlipKind.MEND,
            day=day.isoformat(),
            sentence=Sentence(
                "Mended here, slip {number}: {quantity} {unit} of {code} {name}",
                {"number": slip.number, "quantity": taken.quantity, "unit": device.unit,
                 "code": device.code, "name": device.name},
            ),
            change=CHANGE,
            value=slip.slip,
            images=(slip.image,),
            postings=taken.postings(*way, clean(self.how)),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Find:
    """Write down that what was lost is found again: sound, or broken as `kind` says.

    All that is lost unless `quantity` says; `damage` says which case where there are several.
    """

    code: str
    quantity: int | None = None
    damage: int | None = None
    kind: DamageKind | None = None
    note: str = ""
    day: date | None = None

    def draft(self, desk: Desk) -> Draft[int]:
        """Draft the way back and the slip; the value is the slip's id."""
        day = check_day(desk, self.day)
        kind = None if self.kind is DamageKind.LOST else self.kind
        way = (State.LOST, State.IN_STORE if kind is None else State.DAMAGED)
        taken = take(desk, self.code, way, self.quantity, self.damage)
        found = _SOUND if kind is None else KINDS[kind]
        device = taken.record.row
        lines = [
            HurtLine(device.code, device.name, device.unit, count,
                     (show_day(desk.get(Damage, case).day), found))
            for case, count in taken.parts
        ]  # fmt: skip
        paper = found_paper(read_issuer(desk, day), lines, clean(self.note))
        slip = write_slip(desk, SlipKind.FOUND, day, paper)
        return Draft(
            kind=SlipKind.FOUND,
            day=day.isoformat(),
            sentence=Sentence(
                "Found again, slip {number}: {quantity} {unit} of {code} {name}",
                {"number": slip.number, "quantity": taken.quantity, "unit": device.unit,
                 "code": device.code, "name": device.name},
            ),
            change=CHANGE,
            value=slip.slip,
            images=(slip.image, *_worse(desk, taken, kind)),
            postings=taken.postings(*way, clean(self.note)),
        )  # fmt: skip


def _worse(desk: Desk, taken: Taken, kind: DamageKind | None) -> list[Image]:
    """Return the cases that are no loss any more: all of each was found broken."""
    if kind is None:
        return []
    cases = [Record(case, desk.get(Damage, case)) for case, count in taken.parts
             if count == desk.get(Damage, case).quantity]  # fmt: skip
    return [desk.changed(case, replace(case.row, kind=kind)) for case in cases]


def hurt_lines(desk: Desk, taken: Taken) -> list[HurtLine]:
    """Return a line for each case a quantity is taken from, with what is wrong with it."""
    device = taken.record.row
    return [
        HurtLine(device.code, device.name, device.unit, count, (_wrong(desk.get(Damage, case)),))
        for case, count in taken.parts
    ]


def _wrong(damage: Damage) -> str:
    return ", ".join(filter(None, (KINDS[DamageKind(damage.kind)], damage.cause, damage.note)))
