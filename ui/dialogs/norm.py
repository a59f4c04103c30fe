"""Forms of the minimum list: what a grade counts, and a row confirmed from the circular."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QWidget
from typing_extensions import override

from app.domain.fault import Refused
from app.domain.norm import GRADES, PRESENT, Counts, is_replaced
from app.domain.sentence import Sentence
from app.domain.text import as_figure
from app.services.headcounts import CountsOfGrades, SetHeadcounts
from app.services.shortage import ConfirmNorm, ShortageRow
from ui.dialogs.form import Form
from ui.runner import Runner
from ui.widgets.kit import label

_NAMES = ("classes", "pupils", "teachers")


class HeadcountForm(Form):
    """Asks how many classes, pupils and teachers each grade has; blank is as the classes say."""

    def __init__(self, runner: Runner, parent: QWidget | None) -> None:
        """Build the form: what was said before, and as a hint what the classes say."""
        words = runner.words
        super().__init__(words, words("Classes, pupils and teachers"), words("Save"), parent)
        self.setMinimumWidth(760)
        self._runner = runner
        view = runner.ask(CountsOfGrades())
        self._year, self._said = view.school_year, view.said
        self.column.insertWidget(
            1, label(words("Leave a figure empty to take it from the classes."), "quiet")
        )
        titles = {"classes": words("classes"), "pupils": words("pupils"),
                  "teachers": words("teachers")}  # fmt: skip
        self.figures: dict[tuple[int, str], QLineEdit] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        for column, name in enumerate(_NAMES, start=1):
            grid.addWidget(_heading(f"<b>{titles[name]}</b>"), 0, column)
        for grade in GRADES:
            grid.addWidget(_heading(words("Grade {grade}", grade=grade)), grade, 0)
            for column, name in enumerate(_NAMES, start=1):
                field = QLineEdit()
                field.setAccessibleName(
                    words("Grade {grade}, {what}", grade=grade, what=titles[name])
                )
                self._show(field, getattr(view.said[grade], name), getattr(view.own[grade], name))
                self._fields[f"{name}{grade}"] = self.figures[grade, name] = field
                field.ensurePolished()
                field.setMinimumHeight(field.sizeHint().height())
                grid.addWidget(field, grade, column)
        self.column.insertLayout(2, grid)

    def _show(self, field: QLineEdit, said: int | None, own: int | None) -> None:
        """Show what a person said, and as a hint what the classes say."""
        field.setText("" if said is None else str(said))
        field.setPlaceholderText(self.words("missing") if own is None else str(own))

    @override
    def submit(self) -> None:
        """Write the grades that changed, in one entry."""
        wanted = {
            grade: Counts(*(self._figure(grade, name) for name in _NAMES)) for grade in GRADES
        }
        changed = {grade: counts for grade, counts in wanted.items() if counts != self._said[grade]}
        if changed:
            self._runner.attempt(SetHeadcounts(self._year, changed))

    def _figure(self, grade: int, name: str) -> int | None:
        text = self.figures[grade, name].text().strip()
        if not text:
            return None
        figure = as_figure(text)
        if figure is None:
            raise Refused(
                Sentence("“{value}” is not a whole number. Write digits only.", {"value": text}),
                where=f"{name}{grade}",
            )
        return figure


def _heading(text: str) -> QLabel:
    made = label(text)
    made.setWordWrap(False)
    return made


class NormForm(Form):
    """Confirms a row of the minimum list from the circular."""

    def __init__(self, runner: Runner, parent: QWidget | None, row: ShortageRow) -> None:
        """Build the form, filled with what the list says."""
        words = runner.words
        super().__init__(words, row.name, words("Confirm"), parent)
        self._runner, self._row = runner, row
        if row.circular:
            said = words("From the list of {circular}", circular=row.circular.split()[0])
            self.column.insertWidget(1, label(said, "quiet"))
        if is_replaced(row.circular):
            warning = words("That circular was replaced. Look the row up in {present}, and write "
                            "what stands there.", present=PRESENT)  # fmt: skip
            self.column.insertWidget(2, label(warning, "bad"))
        quantity, _mark, per = row.rule.partition("/")
        self.quantity = self.add_text("quantity", words("Quantity"), quantity)
        self.per = self.add_text("per", words("For each"), per,
                                 offer=("HS", "GV", "lớp", "trường", "4-6 HS"))  # fmt: skip
        self.grade = self.add_text("grade", words("Grades"), ";".join(map(str, row.grades)))

    @override
    def submit(self) -> None:
        """Confirm the row."""
        self._runner.attempt(
            ConfirmNorm(self._row.item, self.quantity.text(), self.per.text(), self.grade.text())
        )
