"""Small questions: why an entry is undone, who the school is, which keys do what."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from app.domain.calendar import show_day
from app.domain.fault import Refused
from app.domain.ledger import Entry
from app.domain.sentence import Sentence, Words
from app.domain.setting import School
from app.services.kits import MakeKit
from app.services.people import DescribeSchool
from app.services.queries import TheSchool
from app.services.undoing import Undo
from ui.actions import Actions
from ui.dialogs.form import Form
from ui.models.tables import RowsModel
from ui.runner import Runner
from ui.widgets.kit import label, table


class UndoForm(Form):
    """Asks why an entry is undone, and undoes it."""

    def __init__(self, runner: Runner, parent: QWidget | None, entry: Entry) -> None:
        """Build the form for an entry."""
        words = runner.words
        super().__init__(words, words("Undo an entry"), words("Undo"), parent)
        self._runner, self._entry = runner, entry
        self.rows.addRow(label(f"{show_day(entry.day)}: {words(entry.text, **entry.values)}"))
        self.reason = self.add_text(
            "reason", words("Reason"),
            offer=(words("Written by mistake"), words("Wrong class"), words("Wrong device")),
        )  # fmt: skip

    @override
    def submit(self) -> None:
        """Undo the entry."""
        self._runner.attempt(Undo(self.reason.text(), self._entry.id))


class SchoolForm(Form):
    """The names that stand on printed pages."""

    def __init__(self, runner: Runner, parent: QWidget | None) -> None:
        """Build the form, filled with what the book says."""
        words = runner.words
        super().__init__(words, words("The school"), words("Save"), parent)
        self.setMinimumWidth(640)
        self._runner = runner
        school = runner.ask(TheSchool())
        self.name = self.add_text("name", words("School"), school.name)
        self.superior = self.add_text("superior", words("Superior body"), school.superior)
        self.place = self.add_text("place", words("Place on letters"), school.place)
        self.keeper = self.add_text("keeper", words("Keeper"), school.keeper)
        self._add_signer(school)
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
        self.asset_life.setToolTip(
            words("A device nobody has said the life of counts as serving long enough.")
        )
        self.asset_source = self.add_text("asset_source", words("By"), school.asset_source)
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
        self.print_slips.setCurrentIndex(self.print_slips.findData(school.print_slips))

    def _add_signer(self, school: School) -> None:
        words = self.words
        self.signer = self.add_text(
            "signer", words("Who signs"), school.signer, hint=words("the principal of the staff")
        )
        self.signs_as = self.add_choice(
            "signs_as", words("Signs as"),
            (("", words("Principal")), ("deputy", words("Deputy, for the principal"))),
        )  # fmt: skip
        self.signs_as.setCurrentIndex(self.signs_as.findData(school.signs_as))
        self.recipients = self.add_text(
            "recipients", words("Recipients"), school.recipients,
            hint=words("separated by semicolons"),
        )  # fmt: skip

    @override
    def submit(self) -> None:
        """Describe the school."""
        self._runner.attempt(
            DescribeSchool(
                School(
                    name=self.name.text(),
                    superior=self.superior.text(),
                    place=self.place.text(),
                    keeper=self.keeper.text(),
                    signer=self.signer.text(),
                    signs_as=self.signs_as.currentData(),
                    recipients=self.recipients.text(),
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
        if not (digits.isascii() and digits.isdigit()):
            raise Refused(
                Sentence("“{value}” is no amount. Write digits only, for example 10000000.",
                         {"value": text}),
                where="asset_price",
            )  # fmt: skip
        return digits


class KitForm(Form):
    """Asks the name of a kit, and makes it."""

    def __init__(
        self, runner: Runner, parent: QWidget | None, make: Callable[[str], MakeKit]
    ) -> None:
        """Build the form; `make` returns the action for a name."""
        words = runner.words
        super().__init__(words, words("Keep as a kit"), words("Save"), parent)
        self._runner, self._make = runner, make
        self.name = self.add_text("name", words("Name of the kit"))

    @override
    def submit(self) -> None:
        """Make the kit."""
        self._runner.attempt(self._make(self.name.text()))


class PinForm(Form):
    """Asks for the PIN that ends the teachers' view: a new one, or the one that was set."""

    def __init__(
        self, words: Words, parent: QWidget | None, pin: str, done: Callable[[str], None]
    ) -> None:
        """Build the form; `pin` is the one to match, empty to set one."""
        super().__init__(words, words("Teachers' view"), words("OK"), parent)
        self._wanted, self._done = pin, done
        if not pin:
            self.rows.addRow(label(words("Choose a PIN: the view is left with it alone.")))
        self.pin = self.add_text("pin", words("PIN"))
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)

    @override
    def submit(self) -> None:
        """Hand the PIN over when it fits."""
        typed = self.pin.text().strip()
        if not typed:
            raise Refused(Sentence("Type at least one digit."), where="pin")
        if self._wanted and typed != self._wanted:
            raise Refused(Sentence("That is not the PIN. Ask the keeper."), where="pin")
        self._done(typed)


class ShortcutSheet(QDialog):
    """Every action with its keys."""

    def __init__(self, words: Words, actions: Actions, parent: QWidget | None) -> None:
        """List the actions."""
        super().__init__(parent)
        self.setWindowTitle(words("Keyboard shortcuts"))
        self.resize(640, 600)
        self.model = RowsModel((words("Keys"), words("Action"), words("What it does")))
        self.model.show([(act.shortcut, act.text, act.tip) for act in actions.acts if act.shortcut])
        column = QVBoxLayout(self)
        column.addWidget(label(words("Keyboard shortcuts"), "title"))
        column.addWidget(table(self.model, words("Keyboard shortcuts"), (100, 190, 0)))
