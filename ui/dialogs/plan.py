"""The form for one plan: who, which class, which lesson hour, and what with."""

from __future__ import annotations

import re
from datetime import date

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QDateEdit, QWidget
from typing_extensions import override

from app.domain.fault import Refused
from app.domain.plan import AFTERNOON, MORNING
from app.domain.sentence import Sentence
from app.services.lending import Item
from app.services.plans import RegisterPlan
from app.services.queries import Borrowers, Devices
from app.services.timetable import LessonAt
from ui.dialogs.form import Form
from ui.runner import Runner

_ITEM = re.compile(r"(?:(\d+)\s*[*x]\s*)?(\S+)", re.IGNORECASE)


class PlanForm(Form):
    """Writes a plan down."""

    def __init__(self, runner: Runner, parent: QWidget | None, day: date) -> None:
        """Build the form for a day."""
        words = runner.words
        super().__init__(words, words("Plan a lesson"), words("Save"), parent)
        self._runner = runner
        classes, people = runner.ask(Borrowers())
        self.teacher = self.add_choice(
            "teacher", words("Teacher"), [(one.code, one.name) for one in people]
        )
        self.class_name = self.add_choice(
            "class", words("Class"), [(one.name, one.name) for one in classes]
        )
        self.day = QDateEdit(QDate(day.year, day.month, day.day))
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat("dd/MM/yyyy")
        self.add_field("day", words("Day"), self.day)
        self.session = self.add_choice(
            "session", words("Session"),
            ((MORNING, words("Morning")), (AFTERNOON, words("Afternoon"))),
        )  # fmt: skip
        self.period = self.add_number("period", words("Lesson hour"), 1, 1, 8)
        self.subject = self.add_text("subject", words("Subject"))
        self.lesson = self.add_text("lesson", words("Lesson"))
        self.ppct = self.add_text("ppct", words("Curriculum hour"))
        self.items = self.add_text(
            "items", words("Devices"), hint="TB00001, 20*TB00003",
            offer=[view.device.code for view in runner.ask(Devices())],
        )  # fmt: skip
        self._offered = ""
        for choice in (self.class_name, self.session):
            choice.currentIndexChanged.connect(self._offer_lesson)
        self.day.dateChanged.connect(self._offer_lesson)
        self.period.valueChanged.connect(self._offer_lesson)
        self._offer_lesson()

    def _offer_lesson(self) -> None:
        """Fill in the subject as the timetable has it; what was typed stays."""
        if self.subject.text() != self._offered:
            return
        lesson = self._runner.ask(
            LessonAt(
                self.class_name.currentData() or "", "", self._day(), self.session.currentData(),
                self.period.value(),
            )
        )  # fmt: skip
        self._offered = lesson.subject if lesson else ""
        self.subject.setText(self._offered)

    def _day(self) -> date:
        chosen = self.day.date()
        return date(chosen.year(), chosen.month(), chosen.day())

    @override
    def submit(self) -> None:
        """Write the plan down."""
        self._runner.attempt(
            RegisterPlan(
                self.teacher.currentData() or "",
                self.class_name.currentData() or "",
                self._day(),
                self._items(),
                self.session.currentData(),
                self.period.value(),
                self.subject.text(),
                self.lesson.text(),
                self.ppct.text(),
            )
        )

    def _items(self) -> tuple[Item, ...]:
        items = []
        for part in re.split(r"[,;]\s*|\s+(?=\S+$)", self.items.text().strip()):
            found = _ITEM.fullmatch(part.strip())
            if part.strip() and found is None:
                raise Refused(
                    Sentence(
                        "“{text}” is no device. Write codes with commas, for example "
                        "TB00001, 20*TB00003.",
                        {"text": part},
                    ),
                    where="items",
                )
            if found is not None:
                items.append(Item(found.group(2), int(found.group(1) or 1)))
        return tuple(items)
