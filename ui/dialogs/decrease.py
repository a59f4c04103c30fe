"""The form of what leaves the book: how many of each, why, and who decides."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from app.domain.fault import Refused
from app.domain.sentence import Sentence
from app.domain.view import DeviceView
from app.services.decrease import LEAVES, Decrease, DecreaseLine, Member, Why
from app.services.numbered import LastCouncil
from app.services.queries import Borrowers, TheSchool
from ui.dialogs.movement import Done, SlipForm
from ui.models.quantities import QuantitiesModel
from ui.runner import Runner

_MEMBERS = 5
_MOST_VALUE = 2_000_000_000  # đồng
_KEEPER = "Phụ trách thiết bị"
# As they are printed; the form lets them be written otherwise.
_ROLES = ("Chủ tịch Hội đồng", "Kế toán", _KEEPER, "Tổ trưởng chuyên môn", "Thanh tra nhân dân")


class DecreaseForm(SlipForm):
    """Takes what is broken, lost or still usable of the chosen devices out of the book."""

    def __init__(
        self, runner: Runner, parent: QWidget | None, views: Sequence[DeviceView], done: Done
    ) -> None:
        """Build the form: all that is broken or lost leaves unless another figure is typed."""
        words = runner.words
        title = words("Decrease slip for {count} devices", count=len(views))
        super().__init__(runner, parent, title, views, done)
        self.resize(1000, 640)
        self.method = self.add_text(
            "method", words("What becomes of them"),
            offer=("Thanh lý, bán", "Tiêu huỷ", "Chuyển giao đơn vị khác", "Ghi giảm do mất"),
        )  # fmt: skip
        self.decision = self.add_text("decision", words("Decision number"))
        self.value = self.add_number("value", words("Recovered (đồng)"), 0, 0, _MOST_VALUE)
        self.start_side()
        self.council = self._add_council()
        self._lines = [
            (view, why, held)
            for why in Why
            for view in views
            if (held := view.balances.get(LEAVES[why], 0))
        ]
        said = {Why.BROKEN: words("Damaged"), Why.LOST: words("Lost"),
                Why.USABLE: words("Still usable")}  # fmt: skip
        self.model = QuantitiesModel(
            (words("Code"), words("Name"), words("Why"), words("There"), words("To write off")),
            [(view.device.code, view.device.name, said[why], held,
              0 if why is Why.USABLE else held) for view, why, held in self._lines],
            0,
        )  # fmt: skip
        self.add_quantities(words("What leaves"), self.model, (90, 0, 130, 90, 110))

    def _add_council(self) -> list[tuple[QLineEdit, QLineEdit]]:
        """Add a line for each member, filled as the last council was."""
        words, runner = self.words, self._runner
        known = list(runner.ask(LastCouncil()))
        if not known:
            keeper = runner.ask(TheSchool()).keeper
            known = [(keeper if role == _KEEPER else "", role) for role in _ROLES]
        known += [("", "")] * (_MEMBERS - len(known))
        staff = [one.name for one in runner.ask(Borrowers())[1]]
        names = [
            self.add_text("council" if number == 1 else f"member_{number}",
                          words("Council member {number}", number=number), name, offer=staff)
            for number, (name, _role) in enumerate(known, start=1)
        ]  # fmt: skip
        self.start_side()
        roles = [
            self.add_text(f"role_{number}", words("Role {number}", number=number), role)
            for number, (_name, role) in enumerate(known, start=1)
        ]
        return list(zip(names, roles, strict=True))

    @override
    def submit(self) -> None:
        """Write the slip."""
        lines = tuple(
            DecreaseLine(view.device.code, count, why)
            for (view, why, _held), count in zip(self._lines, self.model.quantities(), strict=True)
            if count
        )
        if not lines:
            raise Refused(
                Sentence("Nothing leaves yet. Type in the last column how many of each leave.")
            )
        council = tuple(Member(name.text(), role.text()) for name, role in self.council)
        self.write(
            Decrease(lines, council, self.method.text(), self.decision.text(), self.value.value())
        )
