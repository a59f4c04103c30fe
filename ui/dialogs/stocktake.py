"""The forms of a stocktake: opening it, explaining what differs, closing it or calling it off."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.domain.sentence import Words
from app.domain.stocktake import DifferenceView, Finding, Resolution, Scope, StocktakeView
from app.services.closing import CloseStocktake
from app.services.differences import Explain
from app.services.queries import Borrowers, FilterWords, TheSchool
from app.services.stocktakes import CancelStocktake, OpenStocktake
from app.services.telling import FINDINGS, RESOLUTIONS
from ui.dialogs.form import Form
from ui.models.tables import RowsModel
from ui.runner import Runner
from ui.widgets.kit import label, table

CHAIR, SECRETARY, MEMBER = "Trưởng ban", "Thư ký", "Uỷ viên"


class OpenForm(Form):
    """Asks what is counted, and who sits on the committee."""

    def __init__(self, runner: Runner, parent: QWidget | None, done: Callable[[int], None]) -> None:
        """Build the form; `done` takes the stocktake that was opened."""
        words = runner.words
        super().__init__(words, words("Open a stocktake"), words("Start counting"), parent)
        self.setMinimumWidth(620)
        self._runner, self._done = runner, done
        self._offered = runner.ask(FilterWords())
        _classes, people = runner.ask(Borrowers())
        names = [person.name for person in people]
        self.scope = self.add_choice(
            "scope", words("What is counted"),
            ((Scope.ALL, words("The whole school")), (Scope.PLACE, words("A place")),
             (Scope.SUBJECT, words("A subject"))),
        )  # fmt: skip
        self.value = self.add_choice("value", words("Which one"), ())
        self.chair = self.add_text("chair", words("Head of the committee"), offer=names)
        self.secretary = self.add_text(
            "secretary", words("Secretary"), runner.ask(TheSchool()).keeper, offer=names
        )
        self.members = self.add_text("members", words("Members (names, with commas)"))
        self.note = self.add_text("note", words("Note"))
        self.scope.currentIndexChanged.connect(self._offer)
        self._offer()

    def _offer(self) -> None:
        scope = self.scope.currentData()
        self.value.clear()
        for name in self._offered.get(str(scope), ()):
            self.value.addItem(name, name)
        self.value.setEnabled(scope != Scope.ALL)
        self.value.setToolTip(
            "" if scope != Scope.ALL else self.words("The whole school has no other name.")
        )

    @override
    def submit(self) -> None:
        """Open it."""
        members = [(MEMBER, name) for name in self.members.text().split(",")]
        committee = ((CHAIR, self.chair.text()), (SECRETARY, self.secretary.text()), *members)
        outcome = self._runner.attempt(
            OpenStocktake(
                Scope(self.scope.currentData()), self.value.currentText(), committee,
                self.note.text(),
            )
        )  # fmt: skip
        self._done(outcome.value)


class ExplainForm(Form):
    """Asks why some differences are, and what becomes of them."""

    def __init__(
        self, runner: Runner, parent: QWidget | None, stocktake: int,
        views: Sequence[DifferenceView],
    ) -> None:  # fmt: skip
        """Build the form over the differences chosen."""
        words = runner.words
        super().__init__(words, words("Explain what differs"), words("Save"), parent)
        self.setMinimumWidth(680)
        self._runner, self._stocktake, self._views = runner, stocktake, views
        self.column.insertWidget(1, label("\n".join(_told(words, one) for one in views[:8])))
        before = next((one.explained for one in views if one.explained), None)
        self.explanation = self.add_text(
            "explanation", words("Why"), before.explanation if before else "",
            offer=("Mất, chưa rõ nguyên nhân", "Hư hỏng do sử dụng", "Cất nhầm chỗ",
                   "Nhận về mà chưa ghi sổ", "Trả mà chưa ghi"),
        )  # fmt: skip
        common = [one for one in views[0].choices if all(one in view.choices for view in views)]
        self.resolution = self.add_choice(
            "resolution", words("How it is settled"),
            [(one, words.render(RESOLUTIONS[one.value])) for one in common],
        )  # fmt: skip
        slips = views[0].slips if len(views) == 1 else ()
        self.loan = self.add_choice(
            "loan", words("From which slip"),
            [(str(loan), words("Slip {number}, {holder}", number=loan, holder=holder))
             for loan, holder in slips],
        )  # fmt: skip
        self.rows.setRowVisible(self.loan, len(slips) > 1)
        self.name = self.add_text("name", words("Registered as, or found in"))
        self.resolution.currentIndexChanged.connect(self._ask_name)
        self._ask_name()

    def _ask_name(self) -> None:
        chosen = self.resolution.currentData()
        unknown = any(one.device is None for one in self._views)
        asked = chosen == Resolution.ELSEWHERE or (chosen == Resolution.REGISTER and unknown)
        self.rows.setRowVisible(self.name, asked)

    @override
    def submit(self) -> None:
        """Write the explanations."""
        loan = self.loan.currentData()
        self._runner.attempt(
            Explain(
                self._stocktake, tuple((one.code, one.finding) for one in self._views),
                self.explanation.text(), Resolution(self.resolution.currentData() or "noted"),
                int(loan) if loan else None,
                self.name.text() if not self.name.isHidden() else "",
            )
        )  # fmt: skip


def _told(words: Words, one: DifferenceView) -> str:
    said = words.render(FINDINGS[one.finding])
    return f"{one.code} {one.name}: {said}, {one.quantity} {one.unit}".strip()


class CloseForm(Form):
    """Shows what closing will post, and asks one reason for what nobody has explained."""

    def __init__(
        self, runner: Runner, parent: QWidget | None, view: StocktakeView,
        differences: Sequence[DifferenceView],
    ) -> None:  # fmt: skip
        """Build the form over what differs."""
        words = runner.words
        title = words("Close the stocktake of {scope}", scope=view.scope)
        super().__init__(words, title, words("Close and post"), parent)
        self.resize(860, 560)
        self._runner, self._stocktake = runner, view.stocktake
        left = sum(one.explained is None for one in differences)
        said = label(
            words("{count} differences, {left} of them not explained yet. All are posted in one "
                  "act, which Undo takes back whole.", count=len(differences), left=left),
            "quiet",
        )  # fmt: skip
        self.model = RowsModel(
            (words("Code"), words("Name"), words("Difference"), words("Quantity"),
             words("How it is settled")), figures=(3,),
        )  # fmt: skip
        self.model.show([self._row(one) for one in differences])
        self.list = table(self.model, words("What will be posted"), (95, 0, 200, 95, 210))
        place = self.column.indexOf(self.refusal)
        self.column.insertWidget(place, said)
        self.column.insertWidget(place + 1, self.list, 10)
        self.reason = self.add_text(
            "explanation", words("One reason for all the rest"),
            hint=words("Leave empty to explain each one first"),
        )  # fmt: skip
        self.rows.setRowVisible(self.reason, left > 0)

    def _row(self, one: DifferenceView) -> tuple[str | int, ...]:
        render = self.words.render
        becomes = ""
        if one.explained:
            becomes = render(RESOLUTIONS[one.explained.resolution])
        elif one.finding is not Finding.RECOUNT:
            becomes = self.words("Not explained yet")
        return one.code, one.name, render(FINDINGS[one.finding]), one.quantity, becomes

    @override
    def submit(self) -> None:
        """Close it."""
        self._runner.attempt(CloseStocktake(self._stocktake, self.reason.text()))


class CancelForm(Form):
    """Asks why a stocktake is called off."""

    def __init__(self, runner: Runner, parent: QWidget | None, view: StocktakeView) -> None:
        """Build the form."""
        words = runner.words
        title = words("Call off the stocktake of {scope}", scope=view.scope)
        super().__init__(words, title, words("Call the stocktake off"), parent)
        self._runner, self._stocktake = runner, view.stocktake
        self.column.insertWidget(1, label(words("What was counted is kept; nothing is posted.")))
        self.reason = self.add_text("reason", words("Reason"))

    @override
    def submit(self) -> None:
        """Call it off."""
        self._runner.attempt(CancelStocktake(self._stocktake, self.reason.text()))
