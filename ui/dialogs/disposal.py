"""Forms of a disposal: proposed, and decided by a council."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QWidget
from typing_extensions import override

from app.domain.calendar import read_day, show_day
from app.domain.device import State
from app.services.cases import Proposals
from app.services.disposals import (
    Council,
    DecideDisposal,
    LastCouncil,
    ProposalLine,
    ProposeDisposal,
)
from app.services.queries import Borrowers, TheSchool
from ui.dialogs.damage import DamageForm, Done, read_amount
from ui.models.quantities import QuantitiesModel
from ui.runner import Runner
from ui.widgets.kit import label, table

_KEEPER = "Nhân viên thiết bị"
# As they are printed; the form lets them be written otherwise.
_ROLES = ("Chủ tịch Hội đồng", "Kế toán", _KEEPER, "Tổ trưởng chuyên môn", "Thanh tra nhân dân")
_REASONS = ("Hỏng, không sửa được", "Hết hạn sử dụng", "Mất, không tìm lại được",
            "Không còn phù hợp chương trình")  # fmt: skip
_METHODS = ("Bán thanh lý", "Huỷ", "Chuyển giao")


@dataclass(frozen=True, slots=True)
class Offered:
    """So many of a device that may be proposed, and where they are."""

    code: str
    name: str
    source: State
    damage: int | None
    there: int


class ProposeForm(DamageForm):
    """Proposes devices for disposal."""

    def __init__(
        self, runner: Runner, parent: QWidget | None, offered: Sequence[Offered], done: Done
    ) -> None:
        """Build the form over what may be proposed; all that is broken or lost is, unless said."""
        super().__init__(runner, parent, runner.words("Propose a disposal"), done)
        words = self.words
        self.resize(860, 560)
        self.reason = self.add_text("reason", words("Reason"), offer=_REASONS)
        self.condition = self.add_text("condition", words("Condition"))
        self.remaining = self.add_text("remaining", words("Remaining value of one (đồng)"))
        self._offered = offered
        said = {State.DAMAGED: words("Damaged"), State.LOST: words("Lost"),
                State.IN_STORE: words("In store")}  # fmt: skip
        self.model = QuantitiesModel(
            (words("Code"), words("Name"), words("State"), words("There"), words("To propose")),
            [(one.code, one.name, said[one.source], one.there,
              0 if one.source is State.IN_STORE and len(offered) > 1 else one.there)
             for one in offered],
            0,
        )  # fmt: skip
        self.list = table(self.model, words("Devices"), (90, 0, 110, 100, 110))
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.AllEditTriggers)
        place = self.column.indexOf(self.refusal)
        self.column.insertWidget(
            place, label(words("Type in the last column how many are proposed."), "quiet")
        )
        self.column.insertWidget(place + 1, self.list, 10)

    @override
    def submit(self) -> None:
        """Write the proposal."""
        remaining = read_amount(self.remaining, "remaining")
        lines = tuple(
            ProposalLine(one.code, count, one.source, one.damage, self.condition.text(), remaining)
            for one, count in zip(self._offered, self.model.quantities(), strict=True)
            if count
        )
        outcome = self._runner.room.run(ProposeDisposal(lines, self.reason.text()))
        self._done(outcome.value.slip)
        self._runner.announce(outcome)


class DecideForm(DamageForm):
    """Writes down what the council decided on a proposal."""

    def __init__(
        self, runner: Runner, parent: QWidget | None, disposal: int | None, done: Done
    ) -> None:
        """Build the form; `disposal` is the proposal chosen already, if any."""
        super().__init__(runner, parent, runner.words("Decide a disposal"), done)
        words = self.words
        self.setMinimumWidth(820)
        self.proposal = self.add_choice("disposal", words("Proposal"), ())
        for number, row, count in runner.ask(Proposals()):
            text = words("{day}: {reason} ({count})", day=show_day(row.day), reason=row.reason,
                         count=count)  # fmt: skip
            self.proposal.addItem(text, number)
        self.proposal.setCurrentIndex(max(self.proposal.findData(disposal), 0))
        self.decision = self.add_text("decision", words("Decision number"))
        self.decided_on = self.add_text(
            "day", words("Decided on"), show_day(runner.room.today()),
            hint=words("day/month/year"),
        )  # fmt: skip
        self.method = self.add_text("method", words("What becomes of them"), offer=_METHODS)
        self.value = self.add_text("value", words("Recovered (đồng)"))
        self.start_side()
        self.council = self._add_council()

    def _add_council(self) -> list[tuple[QLineEdit, QLineEdit]]:
        """Add a line for each member, filled as the last council was."""
        words, runner = self.words, self._runner
        known = list(runner.ask(LastCouncil()))
        if not known:
            keeper = runner.ask(TheSchool()).keeper
            known = [(keeper if role == _KEEPER else "", role) for role in _ROLES]
        known += [("", "")] * (len(_ROLES) - len(known))
        staff = [one.name for one in runner.ask(Borrowers())[1]]
        lines = []
        for number, (name, role) in enumerate(known, start=1):
            member = self.add_text(
                "council" if number == 1 else f"member_{number}",
                words("Council member {number}", number=number), name, offer=staff,
            )  # fmt: skip
            lines.append((member, self.add_text(f"role_{number}", words("as"), role)))
        return lines

    @override
    def submit(self) -> None:
        """Write the minutes."""
        council: Council = tuple((name.text(), role.text()) for name, role in self.council)
        day = read_day(self.decided_on.text(), "day")
        self.write(
            DecideDisposal(
                self.proposal.currentData() or 0, council, self.decision.text(),
                self.method.text(), read_amount(self.value, "value") or 0,
                None if not day else type(self._runner.room.today()).fromisoformat(day),
            )
        )  # fmt: skip
