"""Disposal (thanh lý): proposed, then decided by a council; nothing moves before that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.documents.damage import (
    KINDS,
    Decided,
    HurtLine,
    disposal_paper,
    proposal_paper,
)
from app.domain.damage import DECIDED, WITHDRAWN, Damage, DamageId, Disposal, DisposalLine
from app.domain.damage import DamageKind as Kind
from app.domain.device import Device, DeviceId, State
from app.domain.document import Document, SlipKind
from app.domain.draft import Draft
from app.domain.fault import Refused
from app.domain.ledger import Posting
from app.domain.passage import what_first
from app.domain.record import Record
from app.domain.sentence import Sentence
from app.domain.text import clean
from app.services.damages import check_amount, check_way, in_store, settle
from app.services.finding import check_day, find_device
from app.services.letterheads import read_issuer
from app.services.numbered import CHANGE, write_slip
from app.store.desk import Desk

Council = tuple[tuple[str, str], ...]  # names and roles, the chair first
SOURCES = (State.DAMAGED, State.LOST, State.IN_STORE)
_SAID = {State.LOST: "Mất", State.IN_STORE: "Còn dùng được"}


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """So many of a device, and where they are; `remaining` is what one is worth in đồng."""

    code: str
    quantity: int
    source: State = State.DAMAGED
    damage: int | None = None
    condition: str = ""
    remaining: int | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """The slip that was written, and the proposal it tells."""

    slip: int
    disposal: int


@dataclass(frozen=True, slots=True)
class ProposeDisposal:
    """Propose to dispose of devices. Nothing moves, but what is proposed is not lent.

    `council` are those who met over it, if they did.
    """

    lines: tuple[ProposalLine, ...]
    reason: str
    council: Council = ()
    day: date | None = None

    def draft(self, desk: Desk) -> Draft[Proposal]:
        """Draft the proposal with its lines, and the minutes."""
        day = check_day(desk, self.day)
        reason = clean(self.reason)
        if not self.lines:
            raise Refused(Sentence("There is nothing on the slip yet. Choose devices first."))
        if not reason:
            raise Refused(Sentence("Say why they are to be disposed of."), where="reason")
        disposal, head = desk.new(Disposal(day.isoformat(), reason))
        rows = self._rows(desk, disposal)
        issuer, council = read_issuer(desk, day), tidied(self.council)
        paper = proposal_paper(issuer, [said_line(desk, row) for row in rows], reason, council)
        slip = write_slip(desk, SlipKind.PROPOSAL, day, paper)
        return Draft(
            kind=SlipKind.PROPOSAL,
            day=day.isoformat(),
            sentence=Sentence(
                "Disposal proposal {number}: {count} devices wait for the council",
                {"number": slip.number, "count": paper.quantity},
            ),
            change=CHANGE,
            value=Proposal(slip.slip, disposal),
            images=(
                slip.image,
                replace(head, after={**head.after, "slip_id": slip.slip}),
                *(desk.new(row)[1] for row in rows),
            ),
        )

    def _rows(self, desk: Desk, disposal: int) -> list[DisposalLine]:
        rows: list[DisposalLine] = []
        asked: Counter[tuple[int, State]] = Counter()
        for line in self.lines:
            record = find_device(desk, line.code)
            check_amount(line.remaining, "remaining")
            if line.source not in SOURCES:
                raise Refused(what_first(record.row, line.source), where=record.row.code)
            check_way(desk, record, (line.source, State.DISPOSED))
            if asked[record.id, line.source]:
                raise Refused(
                    Sentence(
                        "{code} {name} stands on two lines. Put it on one line.",
                        {"code": record.row.code, "name": record.row.name},
                    ),
                    where=record.row.code,
                )
            asked[record.id, line.source] += line.quantity
            rows.extend(_parts(desk, disposal, record, line))
        return rows


def _parts(
    desk: Desk, disposal: int, record: Record[Device], line: ProposalLine
) -> list[DisposalLine]:
    condition = clean(line.condition)
    if line.source is State.IN_STORE:
        there = in_store(desk, record)
        if not 1 <= line.quantity <= there:
            raise Refused(
                Sentence(
                    "{code} {name}: {there} there, {asked} asked for. Write 1 to {there}.",
                    {"code": record.row.code, "name": record.row.name, "there": there,
                     "asked": line.quantity},
                ),
                where=record.row.code,
            )  # fmt: skip
        parts: list[tuple[DamageId | None, int]] = [(None, line.quantity)]
    else:
        parts = [*settle(desk, record, line.source, line.quantity, line.damage)]
    return [
        DisposalLine(
            disposal, record.id, count, line.source, case,
            condition or _condition(desk, line.source, case), line.remaining,
        )
        for case, count in parts
    ]  # fmt: skip


def _condition(desk: Desk, source: State, case: int | None) -> str:
    if case is None or source is State.LOST:
        return _SAID[source]
    return KINDS[Kind(desk.get(Damage, case).kind)]


def said_line(desk: Desk, row: DisposalLine, method: str = "") -> HurtLine:
    """Return a line as the papers of a disposal say it."""
    device = desk.get(Device, row.device_id)
    price = "" if device.unit_price is None else _amount(device.unit_price * row.quantity)
    remaining = "" if row.remaining is None else _amount(row.remaining * row.quantity)
    year = "" if device.year_in_use is None else str(device.year_in_use)
    cells = (year, price, remaining, row.condition, method)
    return HurtLine(device.code, device.name, device.unit, row.quantity, cells)


def _amount(value: int) -> str:
    return f"{value:,}".replace(",", ".")


@dataclass(frozen=True, slots=True)
class DecideDisposal:
    """Write down what the council decided: all that was proposed is disposed of.

    The council's first member is its chair; `value` is what was recovered, in đồng, and
    `decided_on` the day of the decision, the day of the disposal unless said.
    """

    disposal: int
    council: Council
    decision: str
    method: str
    value: int = 0
    decided_on: date | None = None
    day: date | None = None

    def draft(self, desk: Desk) -> Draft[int]:
        """Draft the way out of all lines, and the minutes; the value is the minutes' id."""
        day = check_day(desk, self.day)
        record = find_proposal(desk, self.disposal)
        decided = self._decided(desk, record.row, day)
        lines = [one.row for one in desk.every(DisposalLine, disposal_id=self.disposal)]
        postings = [_leave(desk, line) for line in lines]
        said = [said_line(desk, line, decided.method) for line in lines]
        paper = disposal_paper(read_issuer(desk, day), said, decided)
        slip = write_slip(desk, SlipKind.DISPOSAL, day, paper)
        row = replace(
            record.row, decision=decided.decision, decided_on=decided.day,
            method=decided.method, value=decided.value, minutes_id=slip.slip, status=DECIDED,
        )  # fmt: skip
        return Draft(
            kind=SlipKind.DISPOSAL,
            day=day.isoformat(),
            sentence=Sentence(
                "Disposal minutes {number}: {count} devices disposed of, decision {decision}",
                {"number": slip.number, "count": paper.quantity, "decision": decided.decision},
            ),
            change=CHANGE,
            value=slip.slip,
            images=(slip.image, desk.changed(record, row)),
            postings=tuple(postings),
        )

    def _decided(self, desk: Desk, proposed: Disposal, day: date) -> Decided:
        council = tidied(self.council)
        if not council:
            raise Refused(
                Sentence("A disposal needs its council. Name at least its chair."),
                where="council",
            )
        if not clean(self.decision):
            raise Refused(Sentence("Write the number of the decision."), where="decision")
        if not clean(self.method):
            raise Refused(Sentence("Say what becomes of the devices."), where="method")
        check_amount(self.value, "value")
        decided_on = check_day(desk, self.decided_on or day).isoformat()
        return Decided(
            proposed.reason, clean(self.decision), decided_on, clean(self.method), self.value,
            council,
        )  # fmt: skip


def _leave(desk: Desk, line: DisposalLine) -> Posting:
    """Return the posting of a line, or refuse when what it names has moved since."""
    state, damage = State(line.state), line.damage_id
    held = desk.balances([line.device_id]).get(line.device_id, {}).get(state, 0)
    if damage is not None:
        held = sum(case.quantity for case in desk.open_damages([line.device_id])
                   if case.damage == damage and case.state is state)  # fmt: skip
    if held < line.quantity:
        device = desk.get(Device, line.device_id)
        raise Refused(
            Sentence(
                "{code} {name} has moved since it was proposed: {there} there, {asked} to be "
                "disposed of. Withdraw the proposal and write a new one.",
                {"code": device.code, "name": device.name, "there": held, "asked": line.quantity},
            ),
            where=device.code,
        )
    return Posting(
        DeviceId(line.device_id), line.quantity, state, State.DISPOSED, note=line.condition,
        damage=None if damage is None else DamageId(damage),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class WithdrawDisposal:
    """Withdraw a proposal that was not decided; what it named is free again."""

    disposal: int
    reason: str = ""

    def draft(self, desk: Desk) -> Draft[int]:
        """Draft the proposal's row; the value is the proposal."""
        record = find_proposal(desk, self.disposal)
        number = desk.get(Document, record.row.slip_id).number if record.row.slip_id else 0
        return Draft(
            kind="withdraw",
            day=desk.today.isoformat(),
            sentence=Sentence("Withdrew disposal proposal {number}", {"number": number}),
            change=CHANGE,
            value=self.disposal,
            images=(desk.changed(record, replace(record.row, status=WITHDRAWN)),),
            reason=clean(self.reason),
        )


def find_proposal(desk: Desk, disposal: int) -> Record[Disposal]:
    """Return a proposal that is not decided, or refuse."""
    found = desk.find(Disposal, id=disposal)
    if found is None or found.row.status != "active":
        raise Refused(
            Sentence(
                "Disposal proposal {disposal} does not wait for a decision.",
                {"disposal": disposal},
            ),
            where=str(disposal),
        )
    return found


def tidied(council: Sequence[tuple[str, str]]) -> Council:
    """Return the members that have a name, with tidy words."""
    return tuple((clean(name), clean(role)) for name, role in council if clean(name))
