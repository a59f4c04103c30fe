"""Forms for the school's lists: a person, a team, a class, a place, a subject, a fund."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.domain.fault import Refused
from app.domain.norm import GRADES
from app.domain.person import ACTIVE, PLACE_KINDS, UNUSED, Fund, Person, PersonStatus, Subject
from app.domain.sentence import Sentence, Words
from app.domain.staff import STATUS_SAID, TYPES
from app.domain.text import as_figure
from app.services.classes import CorrectClass, RegisterClass
from app.services.lists import ClassView, PersonView, PickLists, PlaceView, TeamView, WordView
from app.services.people import CorrectPerson, RegisterPerson
from app.services.places import CorrectPlace, RegisterPlace
from app.services.teams import CorrectTeam, RegisterTeam
from app.services.words import CorrectWord, RegisterWord
from ui.dialogs.form import Form
from ui.models.lists import in_use
from ui.runner import Runner

W = TypeVar("W", Subject, Fund)

_MOST_PUPILS = 10_000


class PersonForm(Form):
    """Registers somebody, or corrects the one who is shown."""

    def __init__(self, runner: Runner, parent: QWidget | None, view: PersonView | None) -> None:
        """Build the form, filled when it corrects."""
        words = runner.words
        title = words("Correct a person") if view else words("Add a person")
        super().__init__(words, title, words("Save"), parent)
        self._runner, self._view = runner, view
        person = view.person if view else Person("", "")
        offered = runner.ask(PickLists())
        self.name = self.add_text("name", words("Full name"), person.name)
        self.team = self.add_text(
            "team", words("Team"), view.team if view else "", offer=offered.teams
        )
        self.staff_type = self.add_text(
            "staff_type", words("Staff type"), person.staff_type,
            offer=[listed.name for listed in TYPES],
        )  # fmt: skip
        self.status = self.add_choice("status", words("Status"), _statuses(words))
        self.status.setCurrentIndex(self.status.findData(person.status))
        self.official_code = self.add_text(
            "official_code", words("Official code"), person.official_code
        )
        if view is None:
            self.code = self.add_text(
                "code", words("Local code"), hint=words("empty: the next one")
            )

    @override
    def submit(self) -> None:
        """Register or correct the person."""
        status = PersonStatus(self.status.currentData())
        name, team = self.name.text(), self.team.text()
        staff_type, official = self.staff_type.text(), self.official_code.text()
        if self._view is None:
            self._runner.attempt(
                RegisterPerson(name, team, self.code.text(), staff_type, official, status)
            )
        else:
            code = self._view.person.code
            self._runner.attempt(CorrectPerson(code, name, team, staff_type, official, status))


class StatusForm(Form):
    """Says what has become of somebody (Điều 6.5)."""

    def __init__(self, runner: Runner, parent: QWidget | None, view: PersonView) -> None:
        """Build the form on the status that stands."""
        words = runner.words
        super().__init__(words, view.person.name, words("Save"), parent)
        self._runner, self._code = runner, view.person.code
        self.status = self.add_choice("status", words("Status"), _statuses(words))
        self.status.setCurrentIndex(self.status.findData(view.person.status))

    @override
    def submit(self) -> None:
        """Write the status down."""
        status = PersonStatus(self.status.currentData())
        self._runner.attempt(CorrectPerson(self._code, status=status))


class TeamForm(Form):
    """Registers a team, or corrects the one that is shown."""

    def __init__(self, runner: Runner, parent: QWidget | None, view: TeamView | None) -> None:
        """Build the form, filled when it corrects."""
        words = runner.words
        title = words("Correct a team") if view else words("Add a team")
        super().__init__(words, title, words("Save"), parent)
        self._runner, self._view = runner, view
        self.name = self.add_text("name", words("Name of the team"), view.team.name if view else "")
        self.head = self.add_text(
            "head", words("Head of the team"), _person(view.head if view else None),
            offer=runner.ask(PickLists()).staff,
        )  # fmt: skip

    @override
    def submit(self) -> None:
        """Register or correct the team."""
        name, head = self.name.text(), self.head.text()
        if self._view is None:
            self._runner.attempt(RegisterTeam(name, head))
            return
        # A head who left is named as before until another is chosen.
        kept = head == _person(self._view.head)
        self._runner.attempt(CorrectTeam(self._view.team.name, name, None if kept else head))


class ClassForm(Form):
    """Registers a class of a school year, or corrects the one that is shown."""

    def __init__(
        self, runner: Runner, parent: QWidget | None, view: ClassView | None, year: int
    ) -> None:
        """Build the form, filled when it corrects."""
        words = runner.words
        title = words("Correct a class") if view else words("Add a class")
        super().__init__(words, f"{title} · {year}-{year + 1}", words("Save"), parent)
        self._runner, self._view, self._year = runner, view, year
        row = view.school_class if view else None
        self.name = self.add_text("name", words("Name of the class"), row.name if row else "")
        self.grade = self.add_number(
            "grade", words("Grade"), row.grade if row else GRADES[0], GRADES[0], GRADES[-1]
        )
        self.homeroom = self.add_text(
            "homeroom", words("Homeroom teacher"), _person(view.homeroom if view else None),
            offer=runner.ask(PickLists()).staff,
        )  # fmt: skip
        pupils = "" if row is None or row.pupils is None else str(row.pupils)
        self.pupils = self.add_text("pupils", words("Pupils"), pupils)
        self.official_code = self.add_text(
            "official_code", words("Official code"), row.official_code if row else ""
        )

    @override
    def submit(self) -> None:
        """Register or correct the class."""
        name, grade, pupils = self.name.text(), self.grade.value(), self._pupils()
        homeroom, official = self.homeroom.text(), self.official_code.text()
        if self._view is None:
            self._runner.attempt(RegisterClass(name, grade, self._year, homeroom, pupils, official))
            return
        kept = homeroom == _person(self._view.homeroom)
        self._runner.attempt(
            CorrectClass(
                self._view.school_class.code, pupils, name, grade, None if kept else homeroom,
                official,
            )
        )  # fmt: skip

    def _pupils(self) -> int | None:
        text = self.pupils.text().strip()
        if not text:
            return None
        pupils = as_figure(text)
        if pupils is None or pupils > _MOST_PUPILS:
            raise Refused(
                Sentence("“{value}” is not a whole number. Write digits only.", {"value": text}),
                where="pupils",
            )
        return pupils


class PlaceForm(Form):
    """Registers a place, or corrects the one that is shown."""

    def __init__(self, runner: Runner, parent: QWidget | None, view: PlaceView | None) -> None:
        """Build the form, filled when it corrects."""
        words = runner.words
        title = words("Correct a place") if view else words("Add a place")
        super().__init__(words, title, words("Save"), parent)
        self._runner, self._view = runner, view
        self.name = self.add_text(
            "name", words("Name of the place"), view.place.name if view else ""
        )
        self.kind = self.add_text(
            "kind", words("Kind of place"), view.place.kind if view else "", offer=PLACE_KINDS,
            hint=", ".join(PLACE_KINDS),
        )  # fmt: skip
        self.part_of = self.add_text(
            "part_of", words("Part of"), view.part_of if view else "",
            offer=runner.ask(PickLists()).places,
        )  # fmt: skip
        if view is None:
            self.code = self.add_text(
                "code", words("Local code"), hint=words("empty: the next one")
            )

    @override
    def submit(self) -> None:
        """Register or correct the place."""
        said = (self.name.text(), self.kind.text(), self.part_of.text())
        if self._view is None:
            self._runner.attempt(RegisterPlace(*said, self.code.text()))
        else:
            self._runner.attempt(CorrectPlace(self._view.place.code, *said))


class WordForm(Form):
    """Registers a subject or a fund, or corrects the one that is shown."""

    def __init__(
        self,
        runner: Runner,
        parent: QWidget | None,
        view: WordView | None,
        kind: type[Subject | Fund],
    ) -> None:
        """Build the form, filled when it corrects."""
        words = runner.words
        if kind is Subject:
            title = words("Correct a subject") if view else words("Add a subject")
        else:
            title = words("Correct a fund") if view else words("Add a fund")
        super().__init__(words, title, words("Save"), parent)
        self._runner, self._view, self._kind = runner, view, kind
        self.name = self.add_text("name", words("Its name"), view.name if view else "")
        self.used = self.add_choice(
            "status", words("Used or not"),
            ((ACTIVE, in_use(words, used=True)), (UNUSED, in_use(words, used=False))),
        )  # fmt: skip
        self.used.setCurrentIndex(self.used.findData(view.status if view else ACTIVE))
        self.rows.setRowVisible(self.used, view is not None)

    @override
    def submit(self) -> None:
        """Register or correct the word; devices that name it follow."""
        if self._kind is Subject:
            self._runner.attempt(self._act(Subject))
        else:
            self._runner.attempt(self._act(Fund))

    def _act(self, kind: type[W]) -> RegisterWord[W] | CorrectWord[W]:
        if self._view is None:
            return RegisterWord(kind, self.name.text())
        status = self.used.currentData()
        return CorrectWord(kind, self._view.name, self.name.text(), status)


def _statuses(words: Words) -> tuple[tuple[str, str], ...]:
    return tuple((status.value, words.render(said)) for status, said in STATUS_SAID.items())


def _person(person: Person | None) -> str:
    """Return somebody as the forms offer them."""
    return f"{person.name} · {person.code}" if person else ""
