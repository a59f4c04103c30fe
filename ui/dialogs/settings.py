"""Forms of the settings: one for each group, for a new version or the chosen one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.domain.calendar import read_day, school_year_of, show_day
from app.domain.fault import Refused
from app.domain.governing import Governing
from app.domain.limit import LimitName, Limits, TimeLimit
from app.domain.sentence import Sentence
from app.domain.setting import LetterheadVersion, School, Signers
from app.domain.text import as_figure
from app.services.limits import NAMES, LimitsOn, SetLimit
from app.services.people import DescribeSchool
from app.services.queries import Borrowers, TheSchool
from app.services.settings import (
    STANDINGS,
    CorrectSchoolCode,
    SchoolStatus,
    SetGoverning,
    SetLetterhead,
    SetSchoolCode,
    SetSchoolStatus,
    SetSigners,
)
from app.services.settings_view import SettingsView
from ui.dialogs.form import Form
from ui.runner import Runner
from ui.widgets.kit import label


class GoverningForm(Form):
    """Says by which document the book is kept from a school year on."""

    def __init__(self, runner: Runner, parent: QWidget | None, row: Governing | None) -> None:
        """Build the form for a row to correct, or for this school year's document."""
        words = runner.words
        super().__init__(words, words("Governing document"), words("Save"), parent)
        self.setMinimumWidth(640)
        self._runner = runner
        said = row or Governing(school_year_of(runner.room.today()))
        self.year = self.add_number(
            "school_year", words("From school year"), said.school_year, 2000, 2100
        )
        self.year.setGroupSeparatorShown(False)
        self.year.setEnabled(row is None)
        self.kind = self.add_text("kind", words("Kind of document"), said.kind)
        self.number = self.add_text(
            "number", words("Number and symbol"), said.number, hint=words("for example 12/QĐ-TH")
        )
        day = show_day(said.day) if said.day else ""
        self.day = self.add_text("day", words("Signed on"), day, hint=words("day/month/year"))
        self.body = self.add_text("body", words("Issuing body"), said.body)
        self.about = self.add_text(
            "title", words("About"), said.title, hint=words("about issuing the rules of …")
        )

    @override
    def submit(self) -> None:
        """Write the document down."""
        self._runner.attempt(
            SetGoverning(
                Governing(
                    self.year.value(), self.kind.text(), self.number.text(),
                    read_day(self.day.text(), "day"), self.body.text(), self.about.text(),
                )
            )
        )  # fmt: skip


class VersionForm(Form):
    """A form of something that holds from a day on; a row to correct keeps its day."""

    def __init__(self, runner: Runner, parent: QWidget | None, title: str) -> None:
        """Build the form without its day."""
        super().__init__(runner.words, title, runner.words("Save"), parent)
        self.setMinimumWidth(640)
        self._runner = runner

    def _add_day(self, valid_from: str | None) -> None:
        """Ask from when on it is valid, today unless changed; say it of a row to correct."""
        words = self.words
        said = self._runner.room.today().isoformat() if valid_from is None else valid_from
        shown = show_day(said) if said else words("the beginning")
        self.day = self.add_text("valid_from", words("Valid from"), shown,
                                 hint=words("day/month/year"))  # fmt: skip
        self.day.setEnabled(valid_from is None)
        self._valid_from = valid_from

    def _from(self) -> date | None:
        """Return the day it is valid from, None for the beginning."""
        if self._valid_from is None:
            return date.fromisoformat(read_day(self.day.text(), "valid_from"))
        return date.fromisoformat(self._valid_from) if self._valid_from else None


class LetterheadForm(VersionForm):
    """Says how pages are headed from a day on."""

    def __init__(
        self, runner: Runner, parent: QWidget | None, row: LetterheadVersion, *, new: bool
    ) -> None:
        """Build the form from a version, to correct it or to start a new one from it."""
        words = runner.words
        super().__init__(runner, parent, words("Letterhead"))
        self._add_day(None if new else row.valid_from)
        self.superior = self.add_text("superior", words("Superior body"), row.superior)
        self.name = self.add_text("name", words("School"), row.name)
        self.place = self.add_text("place", words("Place on letters"), row.place)
        self.abbreviation = self.add_text(
            "abbreviation", words("Abbreviation"), row.abbreviation,
            hint=words("as in 05/BC-BTK; blank leaves it off"),
        )  # fmt: skip
        self.recipients = self.add_text(
            "recipients", words("Recipients"), row.recipients,
            hint=words("separated by semicolons"),
        )  # fmt: skip

    @override
    def submit(self) -> None:
        """Write the version down."""
        head = LetterheadVersion(
            "", self.superior.text(), self.name.text(), self.place.text(),
            self.abbreviation.text(), self.recipients.text(),
        )  # fmt: skip
        self._runner.attempt(SetLetterhead(head, self._from()))


class SignersForm(VersionForm):
    """Says who signs from a day on."""

    def __init__(self, runner: Runner, parent: QWidget | None, row: Signers, *, new: bool) -> None:
        """Build the form from a version, to correct it or to start a new one from it."""
        words = runner.words
        super().__init__(runner, parent, words("Who signs"))
        staff = [person.name for person in runner.ask(Borrowers())[1]]
        self._add_day(None if new else row.valid_from)
        self.principal = self.add_text(
            "principal", words("Principal"), row.principal, offer=staff,
            hint=words("the principal of the staff"),
        )  # fmt: skip
        self.deputy = self.add_text(
            "deputy", words("Deputy, for the principal"), row.deputy, offer=staff,
            hint=words("blank: the principal signs"),
        )  # fmt: skip
        self.keeper = self.add_text("keeper", words("Keeper"), row.keeper, offer=staff)
        self.accountant = self.add_text(
            "accountant", words("Accountant"), row.accountant, offer=staff
        )
        self.heads = self.add_choice(
            "heads", words("Heads of teams"),
            (("yes", words("Sign the month's sheet")), ("", words("Do not sign"))),
        )  # fmt: skip
        self.heads.setCurrentIndex(self.heads.findData(row.heads))

    @override
    def submit(self) -> None:
        """Write the version down."""
        signers = Signers(
            "", self.principal.text(), self.deputy.text(), self.keeper.text(),
            self.accountant.text(), self.heads.currentData(),
        )  # fmt: skip
        self._runner.attempt(SetSigners(signers, self._from()))


class LimitForm(VersionForm):
    """Amends a limit from a day on."""

    def __init__(
        self, runner: Runner, parent: QWidget | None, row: TimeLimit | LimitName | None
    ) -> None:
        """Build the form with the limit that was chosen."""
        words = runner.words
        super().__init__(runner, parent, words("Amend a time limit"))
        self.rows.addRow(
            label(words("What happened before that day keeps the limit it had."), "quiet")
        )
        self.name = self.add_choice(
            "name", words("Limit"),
            [(name.value, words.render(said)) for name, said in NAMES.items()],
        )  # fmt: skip
        chosen = row.name if isinstance(row, TimeLimit) else row
        self.name.setCurrentIndex(max(self.name.findData(chosen), 0))
        self.value = self.add_number("value", words("Value"), 0, 0, 1000)
        self._add_day(None)
        self.name.currentIndexChanged.connect(self._show_value)
        self._show_value()

    def _show_value(self) -> None:
        limits: Limits = self._runner.ask(LimitsOn())
        self.value.setValue(getattr(limits, self.name.currentData()))

    @override
    def submit(self) -> None:
        """Amend the limit."""
        day = date.fromisoformat(read_day(self.day.text(), "valid_from"))
        self._runner.attempt(SetLimit(LimitName(self.name.currentData()), self.value.value(), day))


class CodeForm(Form):
    """Writes the school's code down once; later it corrects what was typed wrongly."""

    def __init__(self, runner: Runner, parent: QWidget | None, code: str) -> None:
        """Build the form; `code` is the one that is locked, blank while there is none."""
        words = runner.words
        title = words("Correct a code typed wrongly") if code else words("School code")
        super().__init__(words, title, words("Save"), parent)
        self._runner, self._locked = runner, code
        self.rows.addRow(
            label(
                words("The history keeps the old code and the reason.") if code
                else words("Once it is saved it is locked."), "quiet",
            )
        )  # fmt: skip
        self.code = self.add_text("code", words("School code"), code)
        self.reason = self.add_text("reason", words("Reason"))
        self.rows.setRowVisible(self.reason, bool(code))

    @override
    def submit(self) -> None:
        """Write the code down, or correct it."""
        code = self.code.text()
        self._runner.attempt(
            CorrectSchoolCode(code, self.reason.text()) if self._locked else SetSchoolCode(code)
        )


class StandingForm(Form):
    """Says what has become of the school."""

    def __init__(self, runner: Runner, parent: QWidget | None, status: SchoolStatus) -> None:
        """Build the form with the status as it is."""
        words = runner.words
        super().__init__(words, words("Status of the school"), words("Save"), parent)
        self._runner = runner
        self.status = self.add_choice(
            "status", words("Status"),
            [(one.value, words.render(said)) for one, said in STANDINGS.items()],
        )  # fmt: skip
        self.status.setCurrentIndex(self.status.findData(status.value))

    @override
    def submit(self) -> None:
        """Write the status down."""
        self._runner.attempt(SetSchoolStatus(SchoolStatus(self.status.currentData())))


class WaysForm(Form):
    """How this school does it: approval, printing, fixed assets, the accountant's sheet."""

    def __init__(self, runner: Runner, parent: QWidget | None) -> None:
        """Build the form, filled with what the book says."""
        words = runner.words
        super().__init__(words, words("Ways of working"), words("Save"), parent)
        self.setMinimumWidth(640)
        self._runner = runner
        school = self._school = runner.ask(TheSchool())
        self.two_step = self.add_choice(
            "two_step", words("Approval of a month"),
            (("", words("The principal alone")),
             ("yes", words("A head of a team or deputy first, then the principal"))),
        )  # fmt: skip
        self.print_slips = self.add_choice(
            "print_slips", words("Loan slips"),
            (("", words("Print only when asked")), ("yes", words("Print after each loan"))),
        )  # fmt: skip
        self.asset_price = self.add_text(
            "asset_price", words("Fixed asset from (đồng)"), school.asset_price
        )
        self.asset_life = self.add_number(
            "asset_life", words("and serving from (years)"), int(school.asset_life or 1), 0, 100
        )
        self.asset_source = self.add_text("asset_source", words("By"), school.asset_source)
        self._add_figures(school)
        self.two_step.setCurrentIndex(self.two_step.findData(school.two_step))
        self.print_slips.setCurrentIndex(self.print_slips.findData(school.print_slips))

    def _add_figures(self, school: School) -> None:
        words = self.words
        self.asset_life.setToolTip(
            words("A device nobody has said the life of counts as serving long enough.")
        )
        self.use_by_days = self.add_number(
            "use_by_days", words("Tell use-by dates ahead (days)"), int(school.use_by_days or 30),
            0, 365,
        )  # fmt: skip
        self.budget_code = self.add_text(
            "budget_code", words("Budget relation code"), school.budget_code
        )
        self.asset_form = self.add_text(
            "asset_form", words("Accountant's sheet: form"), school.asset_form
        )
        self.asset_form_source = self.add_text(
            "asset_form_source", words("Accountant's sheet: issued by"), school.asset_form_source
        )

    @override
    def submit(self) -> None:
        """Write down what changed."""
        self._runner.attempt(
            DescribeSchool(
                replace(
                    self._school,
                    two_step=self.two_step.currentData(),
                    print_slips=self.print_slips.currentData(),
                    asset_price=self._price(),
                    asset_source=self.asset_source.text(),
                    asset_life=str(self.asset_life.value()),
                    use_by_days=str(self.use_by_days.value()),
                    budget_code=self.budget_code.text(),
                    asset_form=self.asset_form.text(),
                    asset_form_source=self.asset_form_source.text(),
                )
            )
        )

    def _price(self) -> str:
        text = self.asset_price.text()
        digits = text.replace(".", "").replace(" ", "")
        if as_figure(digits) is None:
            raise Refused(
                Sentence("“{value}” is no amount. Write digits only, for example 10000000.",
                         {"value": text}),
                where="asset_price",
            )  # fmt: skip
        return digits


def school_form(runner: Runner, parent: QWidget, row: object, view: SettingsView) -> Form:
    """Return the form of a row of the school's own data."""
    if row == "status":
        return StandingForm(runner, parent, view.status)
    return CodeForm(runner, parent, view.code)
