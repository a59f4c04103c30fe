"""Stores, rooms, cupboards and shelves; one may be part of another, never of itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.change import Touched
from app.domain.device import check_code
from app.domain.draft import Draft
from app.domain.fault import Refused
from app.domain.person import PLACE_PREFIX, Place
from app.domain.record import Record
from app.domain.sentence import Sentence
from app.domain.text import clean
from app.services.naming import check_name, find_named, use_sentence
from app.store.desk import Desk

# Devices tell where they are kept, so they are shown again too.
_CHANGE = frozenset({Touched.PLACES, Touched.DEVICES})


@dataclass(frozen=True, slots=True)
class RegisterPlace:
    """Put a place into the book; without a code the next one is given.

    `part_of` is the name of the place it is part of, or blank.
    """

    name: str
    kind: str = ""
    part_of: str = ""
    code: str = ""

    def draft(self, desk: Desk) -> Draft[str]:
        """Draft the place's row."""
        code = self.code.upper() or next(desk.codes(Place, PLACE_PREFIX))
        if desk.find(Place, code=check_code(code)):
            raise Refused(
                Sentence(
                    "The code {code} is another place's already. Leave it empty for a new one.",
                    {"code": code},
                ),
                where="code",
            )
        place = Place(
            code, check_name(desk, Place, self.name), clean(self.kind), _whole(desk, self.part_of)
        )
        return Draft(
            kind="place",
            day=desk.today.isoformat(),
            sentence=Sentence("Registered {code} {name}", {"code": code, "name": place.name}),
            change=_CHANGE,
            value=code,
            images=(desk.new(place)[1],),
        )


@dataclass(frozen=True, slots=True)
class CorrectPlace:
    """Correct a place, by its code; None keeps what stands, a blank `part_of` is no place."""

    code: str
    name: str | None = None
    kind: str | None = None
    part_of: str | None = None
    status: str | None = None

    def draft(self, desk: Desk) -> Draft[str]:
        """Draft the row's image; the devices stay in it."""
        record = self._find(desk)
        row = record.row
        whole = row.part_of if self.part_of is None else _whole(desk, self.part_of)
        parents = {one.id: one.row.part_of for one in desk.every(Place)}
        if goes_round(parents | {record.id: whole}, record.id):
            raise Refused(inside_itself(row.name), where="part_of")
        place = Place(
            row.code,
            row.name if self.name is None else check_name(desk, Place, self.name, record.id),
            row.kind if self.kind is None else clean(self.kind),
            whole,
            row.status if self.status is None else self.status,
        )
        still = desk.devices_by("place_id").get(record.id, 0)
        return Draft(
            kind="place",
            day=desk.today.isoformat(),
            sentence=use_sentence(place.name, place.status, still)
            if place.status != row.status
            else Sentence("Corrected {code} {name}", {"code": place.code, "name": place.name}),
            change=_CHANGE,
            value=place.code,
            images=(desk.changed(record, place),) if place != row else (),
        )

    def _find(self, desk: Desk) -> Record[Place]:
        found = desk.find(Place, code=self.code.upper())
        if found is None:
            raise Refused(
                Sentence("No place has the code “{code}”.", {"code": self.code}), where="code"
            )
        return found


def goes_round(parents: Mapping[int, int | None], start: int) -> bool:
    """Return whether a place, by id, is part of itself, as each is part of its parent."""
    passed = {start}
    above = parents.get(start)
    while above is not None:
        if above in passed:
            return True
        passed.add(above)
        above = parents.get(above)
    return False


def inside_itself(name: str) -> Sentence:
    """Return why a place cannot be part of what is part of it."""
    return Sentence(
        "{name} cannot be part of a place that is part of it. Choose another place.",
        {"name": name},
    )


def _whole(desk: Desk, name: str) -> int | None:
    if not clean(name):
        return None
    try:
        return find_named(desk, Place, name).id
    except Refused as refused:
        raise Refused(refused.sentence, where="part_of") from None
