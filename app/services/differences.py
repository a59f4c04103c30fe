"""The differences of a stocktake, and why they are: explained one by one, or several alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from app.domain.change import Touched
from app.domain.device import Kind
from app.domain.draft import Draft
from app.domain.fault import Refused
from app.domain.ledger import Image
from app.domain.record import Record
from app.domain.sentence import Sentence, Value
from app.domain.stocktake import (
    USUAL,
    CountedDevice,
    DifferenceView,
    Explanation,
    Finding,
    Resolution,
    Status,
    resolutions,
)
from app.domain.text import clean
from app.services.stocktakes import find_open
from app.services.tallies import Sheet
from app.store.desk import Desk

Key = tuple[int | None, str, str]


@dataclass(frozen=True, slots=True)
class Differences:
    """How the count and the book differ; what was not seen yet comes last.

    Only devices of the scope are ever missing, and what is out on loan never is.
    """

    stocktake: int

    def answer(self, desk: Desk) -> list[DifferenceView]:
        """Return the differences, each with its explanation if that still fits."""
        sheet = Sheet(desk, self.stocktake)
        if sheet.row.status == Status.CLOSED:
            return [_settled(sheet, one.row) for one in _explanations(desk, sheet.id)]
        return differences_of(desk, sheet)


def differences_of(desk: Desk, sheet: Sheet) -> list[DifferenceView]:
    """Return the differences of a stocktake laid open."""
    explained = {_key(record): record.row for record in _explanations(desk, sheet.id)}
    devices = sorted(sheet.counted(), key=_unseen)
    found = [
        _device_view(desk, device, (Finding(finding), quantity),
                     explained.get((device.device, "", finding)))
        for device in devices
        for finding, quantity in device.findings.items()
    ]  # fmt: skip
    found += [
        DifferenceView(None, typed, "", "", Finding.UNKNOWN, quantity, USUAL[Finding.UNKNOWN],
                       explained=_still(explained.get((None, typed, Finding.UNKNOWN)), quantity))
        for typed, quantity in sheet.unknown.items()
        if quantity
    ]  # fmt: skip
    return found


def _settled(sheet: Sheet, explained: Explanation) -> DifferenceView:
    """Return a difference as it was settled when the stocktake was closed."""
    view = sheet.views.get(explained.device_id or 0)
    return DifferenceView(
        explained.device_id, view.device.code if view else explained.typed,
        view.device.name if view else "", view.device.unit if view else "",
        Finding(explained.kind), explained.quantity, (), explained=explained,
    )  # fmt: skip


def _unseen(device: CountedDevice) -> bool:
    return not device.tally.counted


def _explanations(desk: Desk, stocktake: int) -> list[Record[Explanation]]:
    return desk.every(Explanation, stocktake_id=stocktake, status="active")


def _key(record: Record[Explanation]) -> Key:
    return record.row.device_id, record.row.typed, record.row.kind


def _still(explained: Explanation | None, quantity: int) -> Explanation | None:
    """Return an explanation while it is about the very difference there is."""
    return explained if explained is not None and explained.quantity == quantity else None


def _device_view(
    desk: Desk, device: CountedDevice, difference: tuple[Finding, int],
    explained: Explanation | None,
) -> DifferenceView:  # fmt: skip
    finding, quantity = difference
    choices = resolutions(device.kind, finding, device.tally.book)
    in_part = device.kind == Kind.LOT and quantity < device.tally.here
    if finding is Finding.WRONG_PLACE and in_part:
        choices = (Resolution.PUT_BACK,)  # a lot is kept in one place
    slips: dict[int, str] = {}
    if finding is Finding.ON_LOAN:
        slips = {line.loan: line.class_name for line in desk.open_lines([device.device])}
    return DifferenceView(
        device.device, device.code, device.name, device.unit, finding, quantity, choices,
        tuple(slips.items()), _still(explained, quantity),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Explain:
    """Say why some differences are, and what becomes of them; nothing is posted yet.

    `items` are codes (or what was typed) with the finding meant; `loan` says which slip a
    device comes back from where several hold it; `name` what an unknown one is registered
    as, or the place where a missing one was found.
    """

    stocktake: int
    items: tuple[tuple[str, Finding], ...]
    explanation: str
    resolution: Resolution
    loan: int | None = None
    name: str = ""

    def draft(self, desk: Desk) -> Draft[int]:
        """Draft the explanations; the value is how many they are."""
        stocktake = find_open(desk, self.stocktake)
        known = {(one.code, one.finding): one
                 for one in differences_of(desk, Sheet(desk, stocktake.id))}  # fmt: skip
        meant = []
        for code, finding in self.items:
            found = known.get((clean(code).upper(), finding)) or known.get((clean(code), finding))
            if found is None:
                raise Refused(
                    Sentence("{code} has no such difference any more.", {"code": code}),
                    where=code,
                )
            meant.append(found)
        if not meant:
            raise Refused(Sentence("Choose the differences in the list first."))
        rows = [self._explained(one) for one in meant]
        said: dict[str, Value] = {
            "code": meant[0].code, "name": meant[0].name, "count": len(meant),
        }  # fmt: skip
        return Draft(
            kind="explain",
            day=desk.today.isoformat(),
            sentence=Sentence("Explained {count} differences", said)
            if len(meant) > 1
            else Sentence("Explained {code} {name}", said),
            change=frozenset({Touched.STOCKTAKES}),
            value=len(meant),
            images=tuple(write_explanations(desk, rows)),
        )

    def _explained(self, view: DifferenceView) -> Explanation:
        if not clean(self.explanation):
            raise Refused(Sentence("Say in a few words why."), where="explanation")
        if view.finding is Finding.RECOUNT:
            raise Refused(_count_again([view]), where=view.code)
        if self.resolution not in view.choices:
            raise Refused(
                Sentence("That does not fit the difference of {code} {name}. Choose another way.",
                         {"code": view.code, "name": view.name}),
                where="resolution",
            )  # fmt: skip
        named = clean(self.name)
        if self.resolution is Resolution.REGISTER and view.device is None and not named:
            raise Refused(
                Sentence("Say what “{code}” is registered as.", {"code": view.code}), where="name"
            )
        loan = self.loan
        if self.resolution is Resolution.TAKE_BACK:
            loan = _slip(view, loan)
        return Explanation(
            self.stocktake, view.device, "" if view.device else view.code, view.finding,
            view.quantity, clean(self.explanation), self.resolution, loan, named,
        )  # fmt: skip


def _slip(view: DifferenceView, loan: int | None) -> int:
    """Return the slip a device comes back from; never guess between several."""
    slips = dict(view.slips)
    if loan is None and len(slips) == 1:
        return next(iter(slips))
    if loan is None or loan not in slips:
        raise Refused(
            Sentence(
                "{code} {name} is out on several slips: {holders}. Say which slip comes back.",
                {"code": view.code, "name": view.name,
                 "holders": ", ".join(f"{name} ({number})" for number, name in slips.items())},
            ),
            where="loan",
        )  # fmt: skip
    return loan


def write_explanations(desk: Desk, rows: Iterable[Explanation]) -> list[Image]:
    """Return the images of explanations, each in place of the one before."""
    images = []
    for row in rows:
        before = desk.find(
            Explanation, stocktake_id=row.stocktake_id, device_id=row.device_id,
            typed=row.typed, kind=row.kind, status="active",
        )  # fmt: skip
        images.append(desk.new(row)[1] if before is None else desk.changed(before, row))
    return images


def usual_explanation(stocktake: int, view: DifferenceView, explanation: str) -> Explanation:
    """Return the usual way a difference is settled, under one reason for all."""
    resolution, loan = view.choices[0], None
    if resolution is Resolution.TAKE_BACK:
        if len(view.slips) == 1:
            loan = view.slips[0][0]
        else:
            resolution = Resolution.NOTED
    return Explanation(
        stocktake, view.device, "" if view.device else view.code, view.finding, view.quantity,
        clean(explanation), resolution, loan,
    )  # fmt: skip


def drop_stale(desk: Desk, stocktake: int, views: Sequence[DifferenceView]) -> list[Image]:
    """Return the images that put aside the explanations of what differs no more."""
    kept = {(one.device, "" if one.device else one.code, one.finding) for one in views}
    return [
        desk.changed(record, replace(record.row, status="stale"))
        for record in _explanations(desk, stocktake)
        if _key(record) not in kept
    ]


def check_explained(views: Sequence[DifferenceView]) -> None:
    """Refuse while a difference has no explanation, and say which."""
    again = [one for one in views if one.finding is Finding.RECOUNT]
    if again:
        raise Refused(_count_again(again), where=again[0].code)
    left = [one for one in views if one.explained is None]
    if left:
        raise Refused(
            Sentence(
                "{count} differences are not explained yet: {codes}. Explain each, then close.",
                {"count": len(left), "codes": _some(left)},
            ),
            where=left[0].code,
        )


def _count_again(views: Sequence[DifferenceView]) -> Sentence:
    return Sentence(
        "{codes}: moved since the count, so nobody can tell. Count again.", {"codes": _some(views)}
    )


_SHOWN = 8


def _some(views: Sequence[DifferenceView]) -> str:
    codes = list(dict.fromkeys(one.code for one in views))
    more = ", …" if len(codes) > _SHOWN else ""
    return ", ".join(codes[:_SHOWN]) + more
