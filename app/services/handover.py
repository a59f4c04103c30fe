"""Minutes of handing devices on (biên bản bàn giao): who gives, who takes, in what condition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.documents.movement import Handing, MovedLine, handover_paper
from app.domain.device import State
from app.domain.document import SlipKind
from app.domain.draft import Draft
from app.domain.fault import Refused
from app.domain.filter import DeviceFilter
from app.domain.sentence import Sentence
from app.domain.text import clean
from app.domain.view import DeviceView
from app.services.finding import check_day, find_device
from app.services.letterheads import read_issuer
from app.services.numbered import CHANGE, write_slip
from app.store.desk import Desk

_CONDITIONS = {
    State.IN_STORE: "còn dùng được",
    State.ON_LOAN: "đang cho mượn",
    State.DAMAGED: "hỏng",
    State.IN_REPAIR: "đang sửa",
}


@dataclass(frozen=True, slots=True)
class Handover:
    """Hand devices from one person to another, on numbered minutes; nothing moves in the book.

    Either the devices with `codes`, or all that is kept in `place`.
    """

    giver: str
    receiver: str
    codes: tuple[str, ...] = ()
    place: str = ""
    basis: str = ""
    reason: str = ""
    day: date | None = None

    def draft(self, desk: Desk) -> Draft[int]:
        """Draft the minutes; the value is the slip's id."""
        day = check_day(desk, self.day)
        giver, receiver, place = clean(self.giver), clean(self.receiver), clean(self.place)
        if not giver:
            raise Refused(Sentence("Say who hands the devices over."), where="giver")
        if not receiver:
            raise Refused(Sentence("Say who takes the devices over."), where="receiver")
        said = [line for view in self._devices(desk, place) if (line := _said(view)) is not None]
        if not said:
            raise Refused(
                Sentence("There is nothing to hand over. Choose devices, or a place that holds "
                         "some."),
                where="place",
            )  # fmt: skip
        handing = Handing(giver, receiver, clean(self.basis), clean(self.reason), place)
        paper = handover_paper(read_issuer(desk, day), said, handing)
        slip = write_slip(desk, SlipKind.HANDOVER, day, paper)
        return Draft(
            kind=SlipKind.HANDOVER,
            day=day.isoformat(),
            sentence=Sentence(
                "Handover minutes {number}: {count} devices from {giver} to {receiver}",
                {"number": slip.number, "count": paper.quantity, "giver": giver,
                 "receiver": receiver},
            ),
            change=CHANGE,
            value=slip.slip,
            images=(slip.image,),
        )  # fmt: skip

    def _devices(self, desk: Desk, place: str) -> list[DeviceView]:
        if place:
            return desk.devices(desk.device_ids(DeviceFilter(place=place)))
        numbers = dict.fromkeys(find_device(desk, code).id for code in self.codes)
        return desk.devices(list(numbers))


def _said(view: DeviceView) -> MovedLine | None:
    """Return the line of a device, None when nothing of it is here."""
    device = view.device
    parts = {state: count for state in _CONDITIONS if (count := view.balances.get(state, 0))}
    if not parts:
        return None
    return MovedLine(
        (device.code,), device.name, device.unit, sum(parts.values()),
        specification=_condition(parts), note=device.note,
    )  # fmt: skip


def _condition(parts: Mapping[State, int]) -> str:
    if len(parts) == 1:
        return _CONDITIONS[next(iter(parts))].capitalize()
    return ", ".join(f"{count} {_CONDITIONS[state]}" for state, count in parts.items())
