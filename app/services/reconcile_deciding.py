"""Deciding the differences of a reconciliation: who is right, why, and what follows from it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from app.documents.movement import Delivery
from app.domain.batch import ListRow
from app.domain.change import Change, Touched
from app.domain.device import Device, Kind
from app.domain.document import SlipKind
from app.domain.draft import Draft
from app.domain.fault import Refused
from app.domain.ledger import Image, Posting
from app.domain.reconciliation import (
    Choice,
    Comparison,
    Decision,
    ForeignRow,
    Key,
    Line,
    Reconciliation,
    Standing,
    Status,
    Way,
)
from app.domain.record import Record
from app.domain.sentence import Sentence, Value
from app.domain.text import as_figure, clean, fold
from app.services.arriving import PREFIX, Arrival, bring_new, write_increase
from app.services.devices import corrected, find_place
from app.services.import_plan import grown
from app.services.import_rows import MOST, described
from app.services.numbered import write_slip
from app.services.people import find_team, read_school
from app.services.reconcile_papers import sheet_of
from app.services.reconcile_values import read_row, title_of, typed
from app.services.reconciliations import CHANGE, comparison_of, decisions_of, find_open
from app.store.desk import Desk

_CORRECTED: Change = CHANGE | {Touched.DEVICES, Touched.PLACES, Touched.LISTS, Touched.DOCUMENTS}


@dataclass(frozen=True, slots=True)
class Decide:
    """Decide some differences alike: who is right, why, and who says so.

    Where they are right the book is corrected with it, and a device it lacks comes in on an
    increase slip. `by` is the keeper unless said.
    """

    reconciliation: int
    items: tuple[Key, ...]
    choice: Choice
    reason: str
    by: str = ""

    def draft(self, desk: Desk) -> Draft[int]:
        """Draft the decisions and what follows from them; the value is how many they are."""
        record = find_open(desk, self.reconciliation)
        known = {line.key: line for line in comparison_of(desk, record).lines}
        lines = [known[key] for key in self.items if key in known and known[key].choices]
        if not lines or len(lines) < len(set(self.items)):
            raise Refused(Sentence("Choose the differences in the list first."))
        for line in lines:
            _check_choice(line, self.choice)
        reason, by = _signed(desk, self.reason, self.by)
        images = _keep(desk, record.id, _made(desk, record.id, lines, self.choice, (reason, by)))
        book = _Book(desk, record.row)
        if self.choice is Choice.THEIRS:
            book.take_theirs(lines)
            images = [*book.images, *images]
        return Draft(
            kind=book.kind,
            day=desk.today.isoformat(),
            sentence=_said(lines, self.choice),
            change=_CORRECTED if self.choice is Choice.THEIRS else CHANGE,
            value=len(lines),
            images=tuple(images),
            postings=tuple(book.postings),
            reason=reason,
        )


def _signed(desk: Desk, reason: str, by: str) -> tuple[str, str]:
    """Return why and who says so as they are kept, or refuse what is missing."""
    reason = clean(reason)
    by = clean(by) or read_school(desk).keeper
    if not reason:
        raise Refused(Sentence("Say in a few words why."), where="reason")
    if not by:
        raise Refused(Sentence("Say who decides. Type a name."), where="by")
    return reason, by


def _check_choice(line: Line, choice: Choice) -> None:
    """Refuse a choice that does not fit, and say how the difference is settled instead."""
    if choice in line.choices:
        return
    said: dict[str, Value] = {
        "code": line.code, "name": line.name, "field": title_of(line.field),
    }  # fmt: skip
    if line.standing is Standing.ONLY_HERE:
        sentence = Sentence(
            "{code} {name} is not in the list. Should the school not have it any more, write a "
            "decrease slip; otherwise the book is right.", said,
        )  # fmt: skip
    elif line.field == "code":
        sentence = Sentence("The code {code} never changes. Leave it, and say why.", said)
    elif line.field in {"quantity", "damaged", "condition"}:
        sentence = Sentence(
            "“{field}” of {code} {name} changes only by what is written down: an increase or "
            "decrease slip, a damage report, an assessment. Write that, and the difference is "
            "gone.", said,
        )  # fmt: skip
    else:
        sentence = Sentence(
            "What the list says as “{field}” of {code} {name} is not one thing the book can "
            "take. Correct the device by hand, or leave it and say why.", said,
        )  # fmt: skip
    raise Refused(sentence, where="choice")


def _made(
    desk: Desk, reconciliation: int, lines: Sequence[Line], choice: Choice, signed: tuple[str, str]
) -> dict[Key, Decision]:
    """Return lines decided alike; `signed` is why, and who says so."""
    made = {}
    for line in lines:
        device, row, field = line.key
        made[line.key] = Decision(
            reconciliation, device or None, row or None, field, line.ours, line.theirs, choice,
            *signed, desk.today.isoformat(),
        )  # fmt: skip
    return made


def _keep(desk: Desk, reconciliation: int, made: Mapping[Key, Decision]) -> list[Image]:
    """Return the images of decisions, each in place of one before."""
    before = decisions_of(desk, reconciliation)
    return [
        desk.changed(before[key], decision) if key in before else desk.new(decision)[1]
        for key, decision in made.items()
    ]


def _said(lines: Sequence[Line], choice: Choice) -> Sentence:
    first = lines[0]
    said: dict[str, Value] = {"code": first.code, "name": first.name, "count": len(lines)}
    if len(lines) > 1:
        if choice is Choice.THEIRS:
            return Sentence("Took over {count} things from the list", said)
        return Sentence("Decided {count} differences", said)
    if choice is not Choice.THEIRS:
        return Sentence("Decided how {code} {name} differs", said)
    if first.standing is Standing.ONLY_THERE:
        return Sentence("Registered {name} from the list", said)
    return Sentence("Corrected {code} {name} as the list has it", said)


class _Book:
    """What the book takes over from a list, in one entry of the kind that does so usually."""

    def __init__(self, desk: Desk, row: Reconciliation) -> None:
        self._desk, self._row = desk, row
        self._places: dict[str, int | None] = {}
        self._teams: dict[str, int | None] = {}
        self.images: list[Image] = []
        self.postings: list[Posting] = []
        self.kind = "reconcile_decide"

    def take_theirs(self, lines: Sequence[Line]) -> None:
        """Correct the fields that differ, and register what only they have."""
        new = [line for line in lines if line.standing is Standing.ONLY_THERE]
        self.kind = "increase" if new else "correct"
        by_device: dict[int, list[Line]] = defaultdict(list)
        for line in lines:
            if line.device is not None and line.field:
                by_device[line.device].append(line)
        for view in self._desk.devices(list(by_device)):
            self._correct(Record(view.id, view.device), by_device[view.id])
        if new:
            self._register(new)

    def _correct(self, record: Record[Device], lines: Sequence[Line]) -> None:
        values = {line.field: typed(line.field, line.theirs) for line in lines}
        place, team = values.pop("place", None), values.pop("team", None)
        changed = corrected(record.row, values)
        if place is not None:
            changed = replace(changed, place_id=self._place(str(place), record.row.place_id))
        if team is not None:
            changed = replace(changed, team_id=self._team(str(team), record.row.team_id))
        if changed.official_code != record.row.official_code:
            _check_free(self._desk, changed.official_code)
        if changed != record.row:
            self.images.append(self._desk.changed(record, changed))

    def _place(self, name: str, own: int | None = None) -> int | None:
        if fold(name) not in self._places:
            images, self._places[fold(name)] = find_place(self._desk, name, own)
            self.images.extend(images)
        return self._places[fold(name)]

    def _team(self, name: str, own: int | None = None) -> int | None:
        if fold(name) not in self._teams:
            images, self._teams[fold(name)] = find_team(self._desk, name, own)
            self.images.extend(images)
        return self._teams[fold(name)]

    def _register(self, lines: Sequence[Line]) -> None:
        """Let devices come in on one increase slip, and say which rows they are of."""
        desk = self._desk
        rows = {number: desk.get(ForeignRow, number) for line in lines for number in line.rows}
        codes = desk.codes(Device, PREFIX)
        arrivals: list[Arrival] = []
        for line in lines:
            arrival = self._arrive(line, rows[line.rows[0]], codes)
            device = arrival.images[0].id
            arrivals.append(arrival)
            self.images.extend(arrival.images)
            self.postings.extend(arrival.postings)
            for number in line.rows:
                row = replace(rows[number], device_id=device, way=Way.REGISTERED)
                self.images.append(desk.changed(Record(number, rows[number]), row))
        delivery = Delivery("", "", "", "", f"Đối chiếu với {self._row.file}")
        slip = write_increase(desk, desk.today, [(one,) for one in arrivals], delivery)
        self.images.append(slip.image)

    def _arrive(self, line: Line, row: ForeignRow, codes: Iterator[str]) -> Arrival:
        listed = ListRow(row.number, json.loads(row.content))
        theirs = read_row(0, listed)
        quantity = as_figure(line.theirs)
        if theirs.unread or quantity is None or not 1 <= quantity <= MOST:
            raise Refused(
                Sentence(
                    "Row {row}, {name}: its quantity or another cell cannot be read. Register "
                    "the device by hand, or leave the row and say why.",
                    {"row": row.number, "name": theirs.name},
                ),
                where="choice",
            )
        if theirs.official_code:
            _check_free(self._desk, theirs.official_code)
        taken = theirs.code and self._desk.find(Device, code=theirs.code)
        device = grown(
            Device(next(codes) if taken or not theirs.code else theirs.code, theirs.name),
            **described(listed), unit=listed["unit"], official_code=theirs.official_code,
            place_id=self._place(listed["place"]), team_id=self._team(listed["team"]),
            kind=Kind.PIECE if quantity == 1 else Kind.LOT,
        )  # fmt: skip
        return bring_new(self._desk, device, quantity, 0, self._desk.today)


def _check_free(desk: Desk, code: str) -> None:
    """Refuse an official code that another device bears (Điều 6.3)."""
    other = desk.find(Device, official_code=code)
    if other is not None:
        raise Refused(
            Sentence(
                "The official code {official} is that of {code} {name}. Correct the code, or "
                "correct that row first.",
                {"official": code, "code": other.row.code, "name": other.row.name},
            ),
            where="choice",
        )


@dataclass(frozen=True, slots=True)
class LearnCodes:
    """Take over the official codes that the list knows and the book lacks (Điều 6.3).

    A device that has one keeps it: where the list has another, somebody must decide.
    """

    reconciliation: int

    def draft(self, desk: Desk) -> Draft[int]:
        """Draft the devices with their codes; the value is how many they are."""
        record = find_open(desk, self.reconciliation)
        # A device that left the school keeps its code too, though no list compares it.
        borne = {code.upper() for code in desk.words_of("official_code")}
        known = {number: code for number, code in comparison_of(desk, record).learnable
                 if code.upper() not in borne}  # fmt: skip
        images = [
            desk.changed(Record(view.id, view.device),
                         replace(view.device, official_code=known[view.id]))
            for view in desk.devices(list(known))
        ]  # fmt: skip
        return Draft(
            kind="learn_codes",
            day=desk.today.isoformat(),
            sentence=Sentence(
                "Learnt {count} official codes from {file}",
                {"count": len(images), "file": record.row.file},
            ),
            change=CHANGE | {Touched.DEVICES},
            value=len(images),
            images=tuple(images),
        )


@dataclass(frozen=True, slots=True)
class FinishReconciliation:
    """Finish a reconciliation with the sheet to sign; it says the same ever after.

    `reason` explains what nobody has decided yet; without it every line must be decided.
    """

    reconciliation: int
    reason: str = ""
    by: str = ""

    def draft(self, desk: Desk) -> Draft[int]:
        """Draft the sheet and the rest of the decisions; the value is the slip's id."""
        record = find_open(desk, self.reconciliation)
        comparison = comparison_of(desk, record)
        _check_confirmed(comparison)
        left = [line for line in comparison.lines if line.is_open]
        images: list[Image] = []
        if left and not clean(self.reason):
            raise Refused(
                Sentence(
                    "{count} differences are not decided yet, {name} among them. Decide each, or "
                    "give one reason for all the rest.",
                    {"count": len(left), "name": left[0].name},
                ),
                where="reason",
            )
        if left:
            signed = _signed(desk, self.reason, self.by)
            made = _made(desk, record.id, left, Choice.EXPLAINED, signed)
            images = _keep(desk, record.id, made)
            comparison = _decided(comparison, made)
        paper = sheet_of(desk, record, comparison)
        slip = write_slip(desk, SlipKind.RECONCILIATION, desk.today, paper)
        today = desk.today.isoformat()
        row = replace(record.row, status=Status.FINISHED, finished_on=today, slip_id=slip.slip)
        return Draft(
            kind="reconcile_finish",
            day=today,
            sentence=Sentence(
                "Finished the reconciliation with {file}, minutes no. {number}",
                {"file": record.row.file, "number": slip.number},
            ),
            change=CHANGE | {Touched.DOCUMENTS},
            value=slip.slip,
            images=(slip.image, *images, desk.changed(record, row)),
        )


def _check_confirmed(comparison: Comparison) -> None:
    waiting = comparison.of(Standing.TO_CONFIRM)
    if waiting:
        raise Refused(
            Sentence(
                "{count} rows are called like a device and nobody has said yet whether they are "
                "it, {name} among them. Confirm each, or say that it is another.",
                {"count": len(waiting), "name": waiting[0].name},
            )
        )


def _decided(comparison: Comparison, made: Mapping[Key, Decision]) -> Comparison:
    """Return a comparison with the decisions that are about to be written."""
    lines = tuple(
        replace(line, decision=made.get(line.key, line.decision)) for line in comparison.lines
    )
    return replace(comparison, lines=lines)
