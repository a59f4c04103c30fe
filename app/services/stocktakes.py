"""Opening a stocktake over a scope, finding it again, calling it off."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from app.domain.calendar import show_day
from app.domain.change import Touched
from app.domain.device import State
from app.domain.draft import Draft
from app.domain.fault import Refused
from app.domain.filter import DeviceFilter
from app.domain.ledger import Image, canonical
from app.domain.person import Place
from app.domain.record import Record
from app.domain.sentence import Sentence
from app.domain.stocktake import Scope, Status, Stocktake, StocktakeRow, StocktakeView
from app.domain.text import clean, fold
from app.domain.view import DeviceView
from app.services.finding import check_day
from app.store.desk import Desk

WHOLE = "Toàn trường"
_CHANGE = frozenset({Touched.STOCKTAKES})
_SHELVED = (State.IN_STORE, State.ON_LOAN, State.DAMAGED, State.IN_REPAIR)


@dataclass(frozen=True, slots=True)
class OpenStocktake:
    """Open a stocktake and freeze what the book expects; `value` names the place or subject.

    `committee` holds (role, name) of each member. Two that are open may share no device.
    """

    scope: Scope = Scope.ALL
    value: str = ""
    committee: tuple[tuple[str, str], ...] = ()
    note: str = ""
    day: date | None = None

    def draft(self, desk: Desk) -> Draft[int]:
        """Draft the stocktake with a row for each device of its scope; the value is its id."""
        day = check_day(desk, self.day)
        place, subject, views = self._scope(desk)
        rows = [view for view in views if any(view.balances.get(one, 0) for one in _SHELVED)]
        if not rows:
            raise Refused(
                Sentence("The book has no device there, so there is nothing to count."),
                where="value",
            )
        check_apart(desk, {view.id for view in rows})
        committee = [[clean(role), clean(name)] for role, name in self.committee if clean(name)]
        row = Stocktake(
            self.scope, place, subject, day.isoformat(), desk.head()[0],
            canonical(committee), clean(self.note),
        )  # fmt: skip
        number, image = desk.new(row)
        images = [image, *(desk.new(_frozen(number, view))[1] for view in rows)]
        return Draft(
            kind="stocktake",
            day=day.isoformat(),
            sentence=Sentence(
                "Opened a stocktake of {scope}: {count} devices expected",
                {"scope": place_name(desk, place) or subject or WHOLE, "count": len(rows)},
            ),
            change=_CHANGE,
            value=number,
            images=tuple(images),
        )

    def _scope(self, desk: Desk) -> tuple[int | None, str, list[DeviceView]]:
        value = clean(self.value)
        if self.scope is Scope.ALL:
            return None, "", desk.devices(desk.device_ids())
        if not value:
            raise Refused(Sentence("Say which place or subject is counted."), where="value")
        if self.scope is Scope.SUBJECT:
            named = next((one for one in desk.words_of("subject") if fold(one) == fold(value)), "")
            found = DeviceFilter(subject=named)
            return None, named, desk.devices(desk.device_ids(found)) if named else []
        place = _find_place(desk, value)
        if place is None:
            raise Refused(
                Sentence("There is no place “{name}”. Check the name.", {"name": value}),
                where="value",
            )
        within = parts_of(desk, place.id)
        views = desk.devices(desk.device_ids())
        return place.id, "", [view for view in views if view.device.place_id in within]


def _frozen(stocktake: int, view: DeviceView) -> StocktakeRow:
    in_store, on_loan, damaged, in_repair = (view.balances.get(state, 0) for state in _SHELVED)
    place = view.device.place_id
    return StocktakeRow(stocktake, view.id, place, in_store, on_loan, damaged, in_repair)


def _find_place(desk: Desk, value: str) -> Record[Place] | None:
    for record in desk.every(Place, status="active"):
        if fold(record.row.name) == fold(value) or record.row.code == value.upper():
            return record
    return None


def check_apart(desk: Desk, devices: set[int], but: int = 0) -> None:
    """Refuse when another open stocktake counts some of these devices already."""
    for record in desk.every(Stocktake, status=Status.OPEN):
        if record.id == but:
            continue
        rows = desk.every(StocktakeRow, stocktake_id=record.id)
        if any(one.row.device_id in devices for one in rows):
            raise Refused(
                Sentence(
                    "The stocktake of {scope}, opened on {day}, counts some of these devices "
                    "already. Close it or call it off first.",
                    {"scope": scope_name(desk, record.row), "day": show_day(record.row.day)},
                ),
                where="value",
            )


def parts_of(desk: Desk, place: int) -> set[int]:
    """Return a place and all that is part of it."""
    inside: dict[int, list[int]] = {}
    for record in desk.every(Place):
        inside.setdefault(record.row.part_of or 0, []).append(record.id)
    found, waiting = {place}, [place]
    while waiting:
        waiting = [part for one in waiting for part in inside.get(one, ()) if part not in found]
        found.update(waiting)
    return found


def place_name(desk: Desk, place: int | None) -> str:
    """Return a place's name, blank for none."""
    return "" if place is None else desk.get(Place, place).name


def scope_name(desk: Desk, row: Stocktake) -> str:
    """Return what a stocktake counts, in the words that stand on its papers."""
    return place_name(desk, row.place_id) or row.subject or WHOLE


@dataclass(frozen=True, slots=True)
class CancelStocktake:
    """Call a stocktake off; what was counted is kept, and nothing is posted."""

    stocktake: int
    reason: str = ""

    def draft(self, desk: Desk) -> Draft[int]:
        """Draft the stocktake's row."""
        record = find_open(desk, self.stocktake)
        scope = scope_name(desk, record.row)
        return Draft(
            kind="stocktake_cancel",
            day=desk.today.isoformat(),
            sentence=Sentence(
                "Called off the stocktake of {scope}; its counts are kept, nothing was posted",
                {"scope": scope},
            ),
            change=_CHANGE,
            value=record.id,
            images=(desk.changed(record, replace(record.row, status=Status.CANCELLED)),),
            reason=clean(self.reason),
        )


def find_open(desk: Desk, number: int) -> Record[Stocktake]:
    """Return a stocktake that is open, or refuse."""
    found = desk.find(Stocktake, id=number)
    if found is None:
        raise Refused(
            Sentence("There is no stocktake {number}.", {"number": number}), where=str(number)
        )
    if found.row.status != Status.OPEN:
        raise Refused(
            Sentence(
                "The stocktake of {scope} is no longer open, so nothing more is counted in it. "
                "Undo its closing, or open another.",
                {"scope": scope_name(desk, found.row)},
            ),
            where=str(number),
        )
    return found


@dataclass(frozen=True, slots=True)
class Stocktakes:
    """The stocktakes, newest first; those whose opening was undone are among the cancelled."""

    status: str = ""

    def answer(self, desk: Desk) -> list[StocktakeView]:
        """Return them with their scope in words."""
        found = desk.every(Stocktake, status=self.status) if self.status else desk.every(Stocktake)
        return [view_of(desk, record) for record in reversed(found)]


def view_of(desk: Desk, record: Record[Stocktake]) -> StocktakeView:
    """Return a stocktake as it is shown."""
    members = tuple((role, name) for role, name in json.loads(record.row.committee))
    return StocktakeView(record.id, record.row, scope_name(desk, record.row), members)


@dataclass(frozen=True, slots=True)
class ScopeCalled:
    """The scope that a text names: "all", "place:NAME", "subject:NAME", or a bare name."""

    text: str

    def answer(self, desk: Desk) -> tuple[Scope, str]:
        """Return the scope and the name of its place or subject."""
        text = clean(self.text)
        kind, mark, name = text.partition(":")
        if mark and kind in {Scope.PLACE, Scope.SUBJECT}:
            return Scope(kind), name.strip()
        if not text or fold(text) in {Scope.ALL, fold(WHOLE)}:
            return Scope.ALL, ""
        if _find_place(desk, text) is not None:
            return Scope.PLACE, text
        if any(fold(one) == fold(text) for one in desk.words_of("subject")):
            return Scope.SUBJECT, text
        raise Refused(
            Sentence(
                "“{name}” is no place and no subject of the book. Write “all”, a place or a "
                "subject.",
                {"name": text},
            ),
            where="scope",
        )


@dataclass(frozen=True, slots=True)
class OpenOne:
    """The open stocktake of a scope, or the only one there is when the scope is blank."""

    scope: str = ""

    def answer(self, desk: Desk) -> int:
        """Return its id, or refuse when it cannot be told."""
        views = Stocktakes(Status.OPEN).answer(desk)
        if clean(self.scope):
            scope, value = ScopeCalled(self.scope).answer(desk)
            named = WHOLE if scope is Scope.ALL else value
            views = [view for view in views if fold(view.scope) == fold(named)]
        if not views:
            raise Refused(Sentence("No stocktake is open. Open one first."), where="scope")
        if len(views) > 1:
            names = ", ".join(view.scope for view in views)
            raise Refused(
                Sentence("Several stocktakes are open: {names}. Say which scope.",
                         {"names": names}),
                where="scope",
            )  # fmt: skip
        return views[0].stocktake


def check_undo(desk: Desk, images: tuple[Image, ...]) -> None:
    """Refuse an undo that would change a stocktake that is closed, or open one over another.

    `images` are the rows as the undo would leave them.
    """
    counted = {
        int(str(image.after["stocktake_id"]))
        for image in images
        if image.table in {"stocktake_count", "stocktake_finding"}
    }
    freed = {image.id: image.after for image in images if image.table == "stocktake"}
    for number in counted - freed.keys():
        find_open(desk, number)
    for number, after in freed.items():
        if _opens(after):
            rows = desk.every(StocktakeRow, stocktake_id=number)
            check_apart(desk, {one.row.device_id for one in rows}, number)


def _opens(after: Mapping[str, object]) -> bool:
    return after["status"] == Status.OPEN
