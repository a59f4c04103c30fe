"""Forms of a damage case: reported, completed, sent to be repaired, mended, found."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QAbstractItemView, QComboBox, QLineEdit, QWidget
from typing_extensions import override

from app.domain.damage import Damage, DamageKind
from app.domain.device import State
from app.domain.fault import Refused
from app.domain.sentence import Sentence
from app.domain.text import as_figure
from app.domain.view import DeviceView
from app.services.cases import CaseView
from app.services.damage_reports import (
    Circumstances,
    DescribeDamage,
    ReportDamage,
    ReportLine,
)
from app.services.damages import free_in_store
from app.services.mending import Find, MendHere
from app.services.queries import Borrowers, FilterWords
from app.services.repairs import BackFromRepair, SendToRepair
from app.services.room import Action
from ui.damage_kinds import kind_names
from ui.dialogs.form import Form
from ui.models.quantities import QuantitiesModel
from ui.runner import Runner
from ui.widgets.kit import label, table

Done = Callable[[int], None]
_MOST = 1_000_000
_CAUSES = ("Hao mòn do sử dụng lâu ngày", "Rơi vỡ khi sử dụng", "Chập điện", "Bảo quản chưa tốt")
_HANDLINGS = ("Sửa chữa", "Bổ sung chi tiết", "Bồi thường", "Đề nghị thanh lý", "Nhắc nhở")


def read_amount(field: QLineEdit, where: str) -> int | None:
    """Return an amount in đồng as typed, None when blank, or refuse it."""
    text = field.text().strip()
    digits = text.replace(".", "").replace(" ", "")
    if not text:
        return None
    amount = as_figure(digits)
    if amount is None:
        raise Refused(
            Sentence(
                "“{value}” is no amount. Write digits only, for example 10000000.",
                {"value": text},
            ),
            where=where,
        )
    return amount


class DamageForm(Form):
    """A form that writes a slip of a damage and prints it."""

    def __init__(
        self, runner: Runner, parent: QWidget | None, title: str, done: Done
    ) -> None:  # fmt: skip
        """Build the form; `done` takes the slip that was written."""
        super().__init__(runner.words, title, runner.words("Write the slip"), parent)
        self._runner, self._done = runner, done

    def add_circumstances(self, known: Damage | None = None) -> None:
        """Add who found it, who answers for it, why, and what is done."""
        words = self.words
        staff = [one.name for one in self._runner.ask(Borrowers())[1]]
        self.found_by = self.add_text(
            "found_by", words("Found by"), known.found_by if known else "", offer=staff
        )
        self.responsible = self.add_text(
            "responsible", words("Who answers for it"), known.responsible if known else "",
            offer=staff,
        )  # fmt: skip
        self.cause = self.add_text(
            "cause", words("Cause"), known.cause if known else "", offer=_CAUSES
        )
        self.handling = self.add_text(
            "handling", words("Handling"), known.handling if known else "", offer=_HANDLINGS
        )
        paid = "" if known is None or known.compensation is None else str(known.compensation)
        self.compensation = self.add_text("compensation", words("Compensation (đồng)"), paid)
        self.note = self.add_text("note", words("Note"), known.note if known else "")

    def circumstances(self) -> Circumstances:
        """Return what the form says of it."""
        return Circumstances(
            self.found_by.text(), self.responsible.text(), self.cause.text(),
            self.handling.text(), read_amount(self.compensation, "compensation"),
            self.note.text(),
        )  # fmt: skip

    def add_kinds(self, kinds: Sequence[DamageKind]) -> QComboBox:
        """Add the choice of how bad it is."""
        names = kind_names(self.words)
        return self.add_choice("kind", self.words("How bad"), [(one, names[one]) for one in kinds])

    def write(self, action: Action[int]) -> None:
        """Run the action, print its slip, and then offer the undo."""
        outcome = self._runner.room.run(action)
        self._done(outcome.value)
        self._runner.announce(outcome)  # last, so that the toast offers its undo


class ReportForm(DamageForm):
    """Reports what is in store of some devices as broken, incomplete or lost."""

    def __init__(
        self, runner: Runner, parent: QWidget | None, views: Sequence[DeviceView], done: Done
    ) -> None:
        """Build the form over devices that have something in store."""
        super().__init__(runner, parent, runner.words("Report damage or loss"), done)
        words = self.words
        self.resize(860, 640)
        self.kind = self.add_kinds(tuple(DamageKind))
        self.add_circumstances()
        self._views = views
        rows = [(view.device.code, view.device.name, view.device.unit, there, min(there, 1))
                for view in views for there in (free_in_store(view),)]  # fmt: skip
        self.model = QuantitiesModel(
            (words("Code"), words("Name"), words("Unit"), words("In store"), words("To report")),
            rows, 0,
        )  # fmt: skip
        self.list = table(self.model, words("Devices"), (90, 0, 100, 100, 130))
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.AllEditTriggers)
        place = self.column.indexOf(self.refusal)
        self.column.insertWidget(
            place, label(words("Type in the last column how many are broken or lost."), "quiet")
        )
        self.column.insertWidget(place + 1, self.list, 10)

    @override
    def submit(self) -> None:
        """Write the report."""
        kind = DamageKind(self.kind.currentData())
        lines = tuple(
            ReportLine(view.device.code, count, kind)
            for view, count in zip(self._views, self.model.quantities(), strict=True)
            if count
        )
        outcome = self._runner.room.run(ReportDamage(lines, self.circumstances()))
        self._done(outcome.value.slip)
        self._runner.announce(outcome)


class CaseForm(DamageForm):
    """A form about the case that is open; what it asks stands under the device."""

    def __init__(
        self, runner: Runner, parent: QWidget | None, title: str, view: CaseView, done: Done
    ) -> None:
        """Build the form; how many are meant is asked only where there are several."""
        super().__init__(runner, parent, title, done)
        device = view.device
        self.view = view
        self.rows.addRow(label(f"<b>{device.code}</b>  {device.name}"))
        self.quantity = self.add_number(
            "quantity", self.words("Quantity"), view.quantity, 1, view.quantity
        )
        self.rows.setRowVisible(self.quantity, view.quantity > 1)


class DescribeForm(CaseForm):
    """Completes the report of a case."""

    def __init__(
        self, runner: Runner, parent: QWidget | None, view: CaseView, done: Done
    ) -> None:  # fmt: skip
        """Build the form, filled with what is known."""
        super().__init__(runner, parent, runner.words("Complete the report"), view, done)
        self.rows.setRowVisible(self.quantity, False)  # noqa: FBT003 - Qt's own signature
        lost = view.source is State.LOST
        kinds = [one for one in DamageKind if (one is DamageKind.LOST) == lost]
        if view.kind is not None and view.kind not in kinds:
            kinds.append(view.kind)
        self.kind = self.add_kinds(kinds)
        self.kind.setCurrentIndex(max(self.kind.findData(view.kind), 0))
        self.add_circumstances(view.row)

    @override
    def submit(self) -> None:
        """Write what is said of the case."""
        outcome = self._runner.room.run(
            DescribeDamage(
                self.view.damage or 0, DamageKind(self.kind.currentData()), self.circumstances()
            )
        )
        self._done(outcome.value.slip)
        self._runner.announce(outcome)


class LoseForm(CaseForm):
    """Reports what waits as damaged as lost."""

    def __init__(
        self, runner: Runner, parent: QWidget | None, view: CaseView, done: Done
    ) -> None:  # fmt: skip
        """Build the form, filled with what is known."""
        super().__init__(runner, parent, runner.words("Report what was damaged as lost"), view,
                         done)  # fmt: skip
        self.add_circumstances(view.row)

    @override
    def submit(self) -> None:
        """Write the report."""
        line = ReportLine(
            self.view.device.code, self.quantity.value(), DamageKind.LOST, State.DAMAGED,
            self.view.damage,
        )  # fmt: skip
        outcome = self._runner.room.run(ReportDamage((line,), self.circumstances()))
        self._done(outcome.value.slip)
        self._runner.announce(outcome)


class MendForm(CaseForm):
    """Puts back into the store what was mended or made whole here."""

    def __init__(
        self, runner: Runner, parent: QWidget | None, view: CaseView, done: Done
    ) -> None:  # fmt: skip
        """Build the form."""
        super().__init__(runner, parent, runner.words("Mended here"), view, done)
        self.how = self.add_text("how", self.words("What was done"))
        self.cost = self.add_text("cost", self.words("Cost (đồng)"))

    @override
    def submit(self) -> None:
        """Write the slip."""
        self.write(
            MendHere(self.view.device.code, self.quantity.value(), self.view.damage,
                     self.how.text(), read_amount(self.cost, "cost"))
        )  # fmt: skip


class RepairForm(CaseForm):
    """Sends what is damaged out to be repaired."""

    def __init__(
        self, runner: Runner, parent: QWidget | None, view: CaseView, done: Done
    ) -> None:  # fmt: skip
        """Build the form."""
        super().__init__(runner, parent, runner.words("Send to be repaired"), view, done)
        words = self.words
        self.repairer = self.add_text("repairer", words("Who repairs it"))
        self.fund = self.add_text(
            "fund", words("Paid from"), offer=runner.ask(FilterWords())["fund"]
        )
        self.expected = self.add_text("expected", words("Expected cost (đồng)"))
        self.note = self.add_text("note", words("Note"))

    @override
    def submit(self) -> None:
        """Write the slip."""
        outcome = self._runner.room.run(
            SendToRepair(
                self.view.device.code, self.repairer.text(), self.quantity.value(),
                self.view.damage, self.fund.text(), read_amount(self.expected, "expected"),
                self.note.text(),
            )
        )  # fmt: skip
        self._done(outcome.value.slip)
        self._runner.announce(outcome)


class BackForm(CaseForm):
    """Writes down what came back of a repair."""

    def __init__(
        self, runner: Runner, parent: QWidget | None, view: CaseView, done: Done
    ) -> None:  # fmt: skip
        """Build the form; all of it is mended unless said."""
        super().__init__(runner, parent, runner.words("Back from the repair"), view, done)
        words = self.words
        self.rows.setRowVisible(self.quantity, False)  # noqa: FBT003 - Qt's own signature
        self.mended = self.add_number("mended", words("Mended"), view.quantity, 0, view.quantity)
        self.unmended = self.add_number("unmended", words("Not mended"), 0, 0, view.quantity)
        self.cost = self.add_text("cost", words("Cost (đồng)"))
        self.told = self.add_text("result", words("Result"))

    @override
    def submit(self) -> None:
        """Write the slip."""
        self.write(
            BackFromRepair(
                self.view.repair or 0, self.mended.value(), self.unmended.value(),
                read_amount(self.cost, "cost"), self.told.text(),
            )
        )  # fmt: skip


class FindForm(CaseForm):
    """Writes down that what was lost is found again."""

    def __init__(
        self, runner: Runner, parent: QWidget | None, view: CaseView, done: Done
    ) -> None:  # fmt: skip
        """Build the form."""
        super().__init__(runner, parent, runner.words("Found again"), view, done)
        names = kind_names(self.words)
        kinds = (DamageKind.MINOR, DamageKind.MAJOR, DamageKind.INCOMPLETE)
        self.kind = self.add_choice(
            "kind", self.words("Found as"),
            [("", self.words("Usable")), *((one, names[one]) for one in kinds)],
        )  # fmt: skip
        self.note = self.add_text("note", self.words("Where and by whom"))

    @override
    def submit(self) -> None:
        """Write the slip."""
        kind = self.kind.currentData()
        self.write(
            Find(self.view.device.code, self.quantity.value(), self.view.damage,
                 DamageKind(kind) if kind else None, self.note.text())
        )  # fmt: skip
