"""The form of required lesson hours: whose they are, and how many in which term."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget
from typing_extensions import override

from app.domain.calendar import school_year_of
from app.domain.fault import Refused
from app.domain.quota import QuotaTerm
from app.domain.sentence import Sentence
from app.domain.text import as_figure
from app.services.quotas import QuotasOf, QuotaView, SetQuota, Whose
from ui.dialogs.form import Form
from ui.runner import Runner
from ui.widgets.kit import label


class QuotaForm(Form):
    """Asks for the hours of all teachers, of a team, or of one teacher; blank requires nothing."""

    def __init__(self, runner: Runner, parent: QWidget | None) -> None:
        """Build the form for this school year and all teachers."""
        words = runner.words
        super().__init__(words, words("Required lesson hours"), words("Save"), parent)
        self._runner = runner
        self.column.insertWidget(
            1,
            label(
                words(
                    "What is required of a teacher goes before what is required of the team, and "
                    "that before what is required of all. Leave a figure empty to require nothing."
                ),
                "quiet",
            ),
        )
        now = school_year_of(runner.room.today())
        years = [(str(year), f"{year}-{year + 1}") for year in (now, now + 1, now - 1)]
        self.year = self.add_choice("year", words("School year"), years)
        self.whose = self.add_choice("whose", words("Required of"), ())
        self.figures: dict[QuotaTerm, QLineEdit] = {
            term: self.add_text(term, title)
            for term, title in (
                (QuotaTerm.YEAR, words("Hours in the school year")),
                (QuotaTerm.FIRST, words("Hours in the first semester")),
                (QuotaTerm.SECOND, words("Hours in the second semester")),
            )
        }
        self._view = self._read()
        self._offer(self.whose, self._view)
        self.year.activated.connect(self._change_year)
        self.whose.activated.connect(self._show)
        self._show()

    def _read(self) -> QuotaView:
        return self._runner.ask(QuotasOf(int(self.year.currentData())))

    def _offer(self, field: QComboBox, view: QuotaView) -> None:
        """Offer everybody hours can be required of; what is asked already is marked."""
        words = self.words
        field.addItem(words("All teachers"), Whose())
        for team in view.teams:
            field.addItem(words("The team {team}", team=team), Whose(team))
        for code, name in view.teachers:
            field.addItem(f"{code} {name}", Whose(teacher=code))

    def _change_year(self) -> None:
        self._view = self._read()
        self._show()

    def _show(self) -> None:
        """Show what is asked of whoever is chosen."""
        said = self._view.said.get(self._chosen(), {})
        for term, field in self.figures.items():
            hours = said.get(term)
            field.setText("" if hours is None else str(hours))

    def _chosen(self) -> Whose:
        chosen = self.whose.currentData()
        assert isinstance(chosen, Whose)  # noqa: S101 - the form offers nothing else
        return chosen

    @override
    def submit(self) -> None:
        """Write the figures that changed, in one entry."""
        wanted = {term: self._hours(term) for term in QuotaTerm}
        said = self._view.said.get(self._chosen(), {})
        if any(hours != said.get(term) for term, hours in wanted.items()):
            self._runner.attempt(SetQuota(self._view.school_year, self._chosen(), wanted))

    def _hours(self, term: QuotaTerm) -> int | None:
        text = self.figures[term].text().strip()
        if not text:
            return None
        hours = as_figure(text)
        if hours is None:
            raise Refused(
                Sentence("“{value}” is not a whole number. Write digits only.", {"value": text}),
                where=term,
            )
        return hours
