"""What the random keeper does about damage, loss, repair and disposal."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from app.domain.change import Outcome
from app.domain.damage import DamageKind
from app.domain.device import Quality, State
from app.services.assessments import Assess
from app.services.damage_reports import (
    Circumstances,
    DescribeDamage,
    ReportDamage,
    Reported,
    ReportLine,
)
from app.services.disposals import (
    DecideDisposal,
    Proposal,
    ProposalLine,
    ProposeDisposal,
    WithdrawDisposal,
)
from app.services.mending import Find, MendHere
from app.services.repairs import BackFromRepair, SendToRepair, SentOut
from app.services.room import Action

_PICK = st.integers(0, 10_000)
_FEW = st.integers(1, 3)
_SOME = st.none() | _FEW
_KINDS = st.sampled_from(list(DamageKind))
_ENDS = st.sampled_from([True, True, False, None])
_SOURCES = st.sampled_from([State.IN_STORE, State.IN_STORE, State.DAMAGED, State.LOST,
                            State.ON_LOAN])  # fmt: skip


class DamageRules(RuleBasedStateMachine):
    """The acts of damage; whoever inherits them runs them on a book."""

    def __init__(self) -> None:
        """Know of no case, repair or proposal yet."""
        super().__init__()
        self.cases: list[int] = []
        self.repairs: list[int] = []
        self.proposals: list[int] = []

    def run_action(self, name: str, action: Action[object]) -> Outcome[object] | None:
        """Run an action, or return None when it is refused."""
        raise NotImplementedError

    def code(self, pick: int) -> str:
        """Return the code of some device."""
        raise NotImplementedError

    def rows(self, sql: str) -> list[tuple[int | str, ...]]:
        """Ask the file itself, past the program."""
        raise NotImplementedError

    @rule(pick=_PICK, quantity=_FEW, kind=_KINDS, source=_SOURCES)
    def report(self, pick: int, quantity: int, kind: DamageKind, source: State) -> None:
        """Report something of the store as broken or lost, or of the broken as lost."""
        line = ReportLine(self.code(pick), quantity, kind, source)
        outcome = self.run_action("report", ReportDamage((line,)))
        if outcome is not None and isinstance(outcome.value, Reported):
            self.cases.extend(outcome.value.damages)

    @precondition(lambda self: self.cases)
    @rule(pick=_PICK, kind=_KINDS, note=st.text(max_size=5))
    def describe(self, pick: int, kind: DamageKind, note: str) -> None:
        """Complete the report of some case."""
        told = Circumstances(note=note, compensation=pick)
        case = self.cases[pick % len(self.cases)]
        self.run_action("describe", DescribeDamage(case, kind, told))

    @precondition(lambda self: self.cases)
    @rule(pick=_PICK, quantity=_SOME, found=st.booleans(), kind=st.none() | _KINDS)
    def make_good(
        self, *, pick: int, quantity: int | None, found: bool, kind: DamageKind | None
    ) -> None:  # fmt: skip
        """Mend something here, or find it again."""
        if found:
            self.run_action("found", Find(self.code(pick), quantity, kind=kind))
        else:
            self.run_action("mend", MendHere(self.code(pick), quantity))

    @rule(pick=_PICK, quantity=_SOME)
    def send_to_repair(self, pick: int, quantity: int | None) -> None:
        """Send something to be repaired."""
        outcome = self.run_action("repair", SendToRepair(self.code(pick), "Minh", quantity))
        if outcome is not None and isinstance(outcome.value, SentOut):
            self.repairs.extend(outcome.value.repairs)

    @precondition(lambda self: self.repairs)
    @rule(pick=_PICK, mended=st.integers(0, 2), unmended=st.integers(0, 2))
    def come_back_from_repair(self, pick: int, mended: int, unmended: int) -> None:
        """Take some repair back, mended or not."""
        repair = self.repairs[pick % len(self.repairs)]
        self.run_action("repaired", BackFromRepair(repair, mended, unmended, pick))

    @rule(pick=_PICK, quantity=_FEW, source=_SOURCES, decided=_ENDS)
    def propose(
        self, *, pick: int, quantity: int, source: State, decided: bool | None
    ) -> None:  # fmt: skip
        """Propose to dispose of something; decide or withdraw it at once, or leave it open."""
        held = self.rows(
            "SELECT d.code, b.quantity FROM balance b JOIN device d ON d.id = b.device_id "
            f"WHERE b.state = '{source.value}' AND b.quantity > 0 ORDER BY d.id"
        )
        # Mostly what is there to be disposed of, now and then what is not.
        if held and pick % 4:
            code, there = held[pick % len(held)]
            line = ProposalLine(str(code), min(quantity, int(there)), source)
        else:
            line = ProposalLine(self.code(pick), quantity, source)
        outcome = self.run_action("propose", ProposeDisposal((line,), "Hỏng"))
        if outcome is not None and isinstance(outcome.value, Proposal):
            self.proposals.append(outcome.value.disposal)
            if decided is not None:
                self._settle(outcome.value.disposal, decided=decided)

    @precondition(lambda self: self.proposals)
    @rule(pick=_PICK, decided=st.booleans())
    def settle_proposal(self, *, pick: int, decided: bool) -> None:
        """Decide some proposal, or withdraw it."""
        self._settle(self.proposals[pick % len(self.proposals)], decided=decided)

    def _settle(self, number: int, *, decided: bool) -> None:
        if decided:
            council = (("Ánh", "Chủ tịch"),)
            self.run_action("dispose", DecideDisposal(number, council, "1/QĐ", "Huỷ"))
        else:
            self.run_action("withdraw", WithdrawDisposal(number))

    @rule(pick=_PICK, quantity=_FEW, quality=st.sampled_from(list(Quality)))
    def assess(self, pick: int, quantity: int, quality: Quality) -> None:
        """Write down how good something is."""
        self.run_action("assess", Assess(self.code(pick), {quality: quantity}))
