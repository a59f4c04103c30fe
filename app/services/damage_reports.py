"""Reports of what is broken, incomplete or lost (phiếu báo hỏng-mất), new and completed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date

from app.documents.damage import KINDS, HurtLine, Report, report_paper
from app.domain.damage import Damage, DamageKind
from app.domain.device import Device, DeviceId, State
from app.domain.document import Document, SlipKind
from app.domain.draft import Draft
from app.domain.fault import Refused
from app.domain.ledger import CANCELLED, Image, Posting
from app.domain.passage import what_first
from app.domain.record import Record
from app.domain.sentence import Sentence
from app.domain.text import clean
from app.services.damage_origins import origin_of
from app.services.damages import check_amount, check_way, in_store, new_damage, settle
from app.services.finding import check_day, find_device
from app.services.letterheads import read_issuer
from app.services.numbered import CHANGE, write_slip
from app.store.desk import Desk


@dataclass(frozen=True, slots=True)
class ReportLine:
    """So many of a device, and how bad it is.

    Of what waits as damaged already, only its loss can be reported: `source` is then
    `State.DAMAGED`, and `damage` says which case where there are several.
    """

    code: str
    quantity: int
    kind: DamageKind
    source: State = State.IN_STORE
    damage: int | None = None


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is said of a damage: who found it, who answers for it, why, and what is done.

    `compensation` is in đồng, None while nobody has said.
    """

    found_by: str = ""
    responsible: str = ""
    cause: str = ""
    handling: str = ""
    compensation: int | None = None
    note: str = ""

    def tidied(self, finder: str) -> Circumstances:
        """Return it with tidy words, found by `finder` where nobody is named; refuse a fault."""
        check_amount(self.compensation, "compensation")
        return Circumstances(
            clean(self.found_by) or finder, clean(self.responsible), clean(self.cause),
            clean(self.handling), self.compensation, clean(self.note),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reported:
    """The slip that was written, and the cases it opened or changed."""

    slip: int
    damages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ReportDamage:
    """Report devices of the store as broken, incomplete or lost, on a numbered slip."""

    lines: tuple[ReportLine, ...]
    told: Circumstances = Circumstances()
    day: date | None = None

    def draft(self, desk: Desk) -> Draft[Reported]:
        """Draft a case for each line, where its quantity goes, and the slip."""
        day = check_day(desk, self.day)
        issuer = read_issuer(desk, day)
        told = self.told.tidied(issuer.keeper)
        if not self.lines:
            raise Refused(Sentence("There is nothing on the slip yet. Choose devices first."))
        found = _Reporting(desk, day.isoformat(), told)
        for line in self.lines:
            found.take(line)
        said = Report(
            day.isoformat(), told.found_by, told.responsible, "", told.compensation,
            told.note, 0,
        )  # fmt: skip
        slip = write_slip(desk, SlipKind.REPORT, day, report_paper(issuer, found.said, said))
        images = found.images(slip.slip)
        return Draft(
            kind=SlipKind.REPORT,
            day=day.isoformat(),
            sentence=Sentence(
                "Damage report {number}: {count} devices, {names}",
                {"number": slip.number, "count": sum(line.quantity for line in self.lines),
                 "names": ", ".join(dict.fromkeys(line.name for line in found.said))},
            ),
            change=CHANGE,
            value=Reported(slip.slip, tuple(found.damages)),
            images=(slip.image, *images),
            postings=tuple(found.postings),
        )  # fmt: skip


class _Reporting:
    """The lines of a report as they are taken one after the other."""

    def __init__(self, desk: Desk, day: str, told: Circumstances) -> None:
        self._desk, self._day, self._told = desk, day, told
        self._asked: Counter[tuple[int, State, int | None]] = Counter()
        self._new: list[Image] = []
        self._known: dict[int, tuple[Record[Damage], Damage]] = {}
        self.postings: list[Posting] = []
        self.said: list[HurtLine] = []
        self.damages: list[int] = []

    def take(self, line: ReportLine) -> None:
        """Take one line, or refuse it."""
        record = find_device(self._desk, line.code)
        lost = line.kind is DamageKind.LOST
        if line.source not in {State.IN_STORE, State.DAMAGED}:
            raise Refused(what_first(record.row, line.source), where=record.row.code)
        if line.source is State.DAMAGED and not lost:
            raise Refused(
                Sentence(
                    "{code} {name} waits as damaged already. Complete its report instead.",
                    {"code": record.row.code, "name": record.row.name},
                ),
                where=record.row.code,
            )
        target = State.LOST if lost else State.DAMAGED
        check_way(self._desk, record, (line.source, target))
        if line.source is State.IN_STORE:
            self._open(record, line, target)
        else:
            self._lose(record, line)
        told = self._told
        cells = (KINDS[line.kind], told.cause, told.responsible, told.handling)
        device = record.row
        self.said.append(HurtLine(device.code, device.name, device.unit, line.quantity, cells))

    def images(self, slip: int) -> list[Image]:
        """Return the rows of the cases, each naming the slip."""
        new = [replace(image, after={**image.after, "slip_id": slip}) for image in self._new]
        changed = [
            self._desk.changed(record, replace(row, slip_id=slip))
            for record, row in self._known.values()
        ]
        return [*new, *changed]

    def _open(self, record: Record[Device], line: ReportLine, target: State) -> None:
        asked = self._asked[record.id, line.source, None] + line.quantity
        there = in_store(self._desk, record)
        if line.quantity < 1 or asked > there:
            raise Refused(
                Sentence(
                    "{code} {name}: {in_store} {unit} in store can be reported, {asked} asked "
                    "for. Write 1 to {in_store}.",
                    {"code": record.row.code, "name": record.row.name, "in_store": there,
                     "unit": record.row.unit, "asked": asked},
                ),
                where=record.row.code,
            )  # fmt: skip
        self._asked[record.id, line.source, None] = asked
        told = self._told
        row = Damage(
            record.id, line.quantity, line.kind, self._day, None, told.found_by,
            told.responsible, told.cause, told.handling, told.compensation,
            told.note,
        )  # fmt: skip
        case, image = new_damage(self._desk, row)
        self._new.append(image)
        self.damages.append(case)
        self.postings.append(
            Posting(DeviceId(record.id), line.quantity, line.source, target, damage=case)
        )

    def _lose(self, record: Record[Device], line: ReportLine) -> None:
        asked = self._asked[record.id, line.source, line.damage] + line.quantity
        self._asked[record.id, line.source, line.damage] = asked
        if asked != line.quantity:
            raise Refused(
                Sentence(
                    "{code} {name} stands on two lines. Put it on one line.",
                    {"code": record.row.code, "name": record.row.name},
                ),
                where=record.row.code,
            )
        for case, quantity in settle(
            self._desk, record, line.source, line.quantity, line.damage
        ):  # fmt: skip
            kept = self._desk.get(Damage, case)
            kind = DamageKind.LOST if quantity == kept.quantity else kept.kind
            self._known[case] = Record(case, kept), _retold(kept, self._told, kind)
            self.damages.append(case)
            self.postings.append(
                Posting(
                    DeviceId(record.id), quantity, line.source, State.LOST, damage=case
                )
            )  # fmt: skip


def _retold(kept: Damage, told: Circumstances, kind: str) -> Damage:
    """Return a case with what is said of it now; what is left blank stays as it was."""
    return replace(
        kept,
        kind=kind,
        found_by=kept.found_by or told.found_by,
        responsible=told.responsible or kept.responsible,
        cause=told.cause or kept.cause,
        handling=told.handling or kept.handling,
        compensation=kept.compensation if told.compensation is None else told.compensation,
        note=told.note or kept.note,
    )


@dataclass(frozen=True, slots=True)
class DescribeDamage:
    """Complete the report of a case: what is said replaces what was said, on a new slip.

    A case that a return opened gets its slip so.
    """

    damage: int
    kind: DamageKind
    told: Circumstances
    day: date | None = None

    def draft(self, desk: Desk) -> Draft[Reported]:
        """Draft the case's row and the slip that stands from now on."""
        day = check_day(desk, self.day)
        issuer = read_issuer(desk, day)
        record = find_damage(desk, self.damage)
        kept, device = record.row, desk.get(Device, record.row.device_id)
        told = self.told.tidied(kept.found_by or issuer.keeper)
        self._check_kind(desk, kept, device)
        replaced = desk.get(Document, kept.slip_id).number if kept.slip_id else 0
        origin = origin_of(desk, kept.line_id, desk.today)
        said = Report(
            kept.day, told.found_by, told.responsible, origin.told if origin else "",
            told.compensation, told.note, replaced, origin.head if origin else "",
        )  # fmt: skip
        cells = (KINDS[self.kind], told.cause, told.responsible, told.handling)
        line = HurtLine(device.code, device.name, device.unit, kept.quantity, cells)
        slip = write_slip(desk, SlipKind.REPORT, day, report_paper(issuer, [line], said))
        row = replace(
            kept, kind=self.kind, found_by=told.found_by, responsible=told.responsible,
            cause=told.cause, handling=told.handling, compensation=told.compensation,
            note=told.note, slip_id=slip.slip,
        )  # fmt: skip
        return Draft(
            kind="describe",
            day=day.isoformat(),
            sentence=Sentence(
                "Completed damage report {number} of {code} {name}",
                {"number": slip.number, "code": device.code, "name": device.name},
            ),
            change=CHANGE,
            value=Reported(slip.slip, (self.damage,)),
            images=(slip.image, desk.changed(record, row)),
        )

    def _check_kind(self, desk: Desk, kept: Damage, device: Device) -> None:
        lost = self.kind is DamageKind.LOST
        if lost == (kept.kind == DamageKind.LOST):
            return
        states = {case.state for case in desk.open_damages([kept.device_id])
                  if case.damage == self.damage}  # fmt: skip
        if states and (State.LOST in states) != lost:
            raise Refused(
                Sentence(
                    "{code} {name} cannot be described so: a loss is reported, and what is found "
                    "again is written down as found.",
                    {"code": device.code, "name": device.name},
                ),
                where="kind",
            )


def find_damage(desk: Desk, damage: int) -> Record[Damage]:
    """Return a case by its number, or refuse."""
    found = desk.find(Damage, id=damage)
    if found is None or found.row.status == CANCELLED:
        raise Refused(
            Sentence("There is no damage report {damage}.", {"damage": damage}), where=str(damage)
        )
    return found
