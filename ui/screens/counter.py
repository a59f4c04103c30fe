"""The counter: one line, no modes. Scan or type; Enter on the empty line confirms."""

from __future__ import annotations

from dataclasses import fields, replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QGridLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSizePolicy,
)
from typing_extensions import override

from app.domain.calendar import show_day
from app.domain.change import Touched
from app.domain.fault import Refused
from app.domain.plan import MORNING
from app.domain.sentence import Sentence
from app.domain.term import Term
from app.services.calendars import TermEnds
from app.services.counter import (
    Found,
    FoundClass,
    FoundPerson,
    FoundSeveral,
    Lesson,
    Recognise,
    Slip,
)
from app.services.kept_slip import keep_slip, kept_slip
from app.services.kits import MakeKit
from app.services.lending import Item
from app.services.timetable import LessonNow, LessonOffer
from ui.models.slip import RETURN_ONLY, SlipModel
from ui.runner import Runner
from ui.screens.screen import Screen
from ui.widgets.flow import Flow
from ui.widgets.kit import Card, label, table
from ui.widgets.scan import ScanLine


class Counter(Screen):
    """Lending and taking back.

    `lent` carries the number of a new slip, `returned` those that came back at once.
    """

    shows = frozenset({Touched.DEVICES, Touched.LOANS, Touched.PEOPLE, Touched.CLASSES})
    lent = Signal(int)
    returned = Signal(tuple)

    def __init__(self, runner: Runner) -> None:
        """Lay the slip that was left on the counter, or an empty one."""
        super().__init__(runner, runner.words("Counter"))
        words = self.words
        self.slip = Slip()
        self.standing = False
        self._choices: list[Found] = []
        self.scan = ScanLine(words("Scan or type a class, a teacher or a device"))
        self.choices = QListWidget()
        self.choices.setAccessibleName(words("Choose one"))
        self.choices.hide()
        self.borrower = label("", "figure")
        self.due = label("")
        self.due.setWordWrap(False)
        self.due.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.hint = label("", "quiet")
        self.model = SlipModel(words)
        self.lines = table(
            self.model, words("The slip"), (110, 90, 0, 100, 90, 62, 55, 122, 90, 105)
        )
        self.details = Card()
        self.lesson: dict[str, QLineEdit] = {}
        self.confirm_button = QPushButton(words("Confirm (Enter)"))
        self.clear_button = QPushButton(words("Start over (Esc)"))
        self.remove_button = QPushButton(words("Take the line off (Ctrl+Del)"))
        self.term_button = QPushButton(words("Change the term (F6)"))
        self.details_button = QPushButton(words("Lesson (F4)"))
        self.now_button = QPushButton(words("The lesson that is on"))
        self._now: LessonOffer | None = None
        self._asked_of = "", ""  # the class and the teacher whose lesson was looked up last
        self._arrange()
        self._connect()
        self._left: Slip | None = kept_slip(runner.room.folder)

    def _arrange(self) -> None:
        card = Card()
        self.borrower.setWordWrap(False)
        card.column.addWidget(self.borrower)
        card.column.addWidget(self.hint)
        card.column.addLayout(
            Flow(self.due, self.term_button, self.details_button, self.now_button)
        )
        buttons = Flow(self.confirm_button, self.remove_button, self.clear_button)
        self._arrange_details()
        self.column.addWidget(self.scan)
        self.column.addWidget(self.choices)
        self.column.addWidget(card)
        self.column.addWidget(self.details)
        self.column.addWidget(self.lines, 1)
        self.column.addLayout(buttons)

    def _arrange_details(self) -> None:
        words = self.words
        titles = {
            "period": words("Lesson hours"), "subject": words("Subject"),
            "lesson": words("Lesson"), "ppct": words("Curriculum hour"),
            "fetched_by": words("Fetched by"),
        }  # fmt: skip
        grid = QGridLayout()
        for place, (name, title) in enumerate(titles.items()):
            field = QLineEdit()
            field.setAccessibleName(title)
            field.textEdited.connect(self._read_lesson)
            self.lesson[name] = field
            grid.addWidget(QLabel(title), 2 * (place // 3), place % 3)
            grid.addWidget(field, 2 * (place // 3) + 1, place % 3)
        self.details.column.addLayout(grid)
        self.details.hide()

    def _connect(self) -> None:
        self.scan.entered.connect(self.enter)
        self.scan.textEdited.connect(self._hide_choices)
        self.choices.itemActivated.connect(self._choose)
        self.choices.itemClicked.connect(self._choose)
        self.model.edited.connect(self.lay)
        self.confirm_button.clicked.connect(self.confirm)
        self.clear_button.clicked.connect(self.clear)
        self.remove_button.clicked.connect(self.remove)
        self.term_button.clicked.connect(self.change_term)
        self.details_button.clicked.connect(self.show_details)
        self.now_button.clicked.connect(self.take_lesson)
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            enter = QShortcut(QKeySequence(key), self.now_button)
            enter.setContext(Qt.ShortcutContext.WidgetShortcut)
            enter.activated.connect(self.now_button.click)
        self.setTabOrder(self.scan, self.now_button)

    def enter(self, text: str) -> None:
        """Take what was typed or scanned; confirm when it is nothing."""
        if not text:
            self._ask_confirm()
            return
        adjusted = self.slip.adjust(text)
        if adjusted is not None:
            self.scan.clear()
            self.lay(adjusted)
            return
        found = self.runner.ask(Recognise(text))
        if not found:
            self.runner.refused.emit(
                self.words(
                    "Nothing here is called “{typed}”. Check the label or the name.", typed=text
                )
            )
            self.scan.selectAll()
        elif len(found) == 1:
            self.take(found[0])
        else:
            self._offer(found)

    def take(self, found: Found) -> None:
        """Put what was found on the slip."""
        slip, sentence = self.slip.take(found)
        self.scan.clear()
        self._hide_choices()
        self.lay(slip)
        self.hint.setText(self.words.render(sentence))
        self.focus()

    def lay(self, slip: Slip) -> None:
        """Show a slip, and keep it on disk until it is confirmed."""
        words = self.words
        self.slip = slip
        keep_slip(self.runner.room.folder, slip)
        who = " · ".join(part for part in (slip.class_name, slip.teacher_name) if part)
        self.borrower.setText(who or words("Nobody yet"))
        due = self.runner.ask(TermEnds(slip.term, self.runner.room.today()))
        self.due.setText(
            words("Due {day} ({term})", day=show_day(due), term=words(TERMS[slip.term]))
        )
        if not slip.lines and not who:
            self.hint.setText(
                words("Scan the class and its devices to lend; scan devices that are out to take "
                      "them back. Enter confirms.")
            )  # fmt: skip
        for name, field in self.lesson.items():
            if field.text() != getattr(slip.lesson, name):
                field.setText(getattr(slip.lesson, name))
        self._offer_lesson()
        self.model.lay(slip)
        returning = any(line.loan is not None for line in slip.lines)
        for column in RETURN_ONLY:
            self.lines.setColumnHidden(column, not returning)
        self._explain()

    def _offer_lesson(self) -> None:
        """Offer the lesson that is on, looked up once for each borrower; nobody need answer."""
        slip, words = self.slip, self.words
        if (slip.class_name, slip.teacher) != self._asked_of:
            self._asked_of = slip.class_name, slip.teacher
            moment = self.runner.room.now()
            wanted = LessonNow(slip.class_name, slip.teacher, moment)
            self._now = self.runner.ask(wanted) if any(self._asked_of) else None
        offer = self._now
        open_to = offer is not None and slip.lesson == Lesson() and not self.standing
        self.now_button.setVisible(open_to)
        if offer is not None:
            session = words("Morning") if offer.session == MORNING else words("Afternoon")
            parts = (offer.class_name, offer.subject, offer.lesson, f"{session} {offer.period}")
            said = " · ".join(part for part in parts if part)
            self.now_button.setText(words("Now: {lesson} (Tab, Enter)", lesson=said))

    def take_lesson(self) -> None:
        """Put the lesson that is on now on the slip, with whose it is."""
        offer, slip = self._now, self.slip
        if offer is None:
            return
        said = replace(
            slip.lesson, period=f"{offer.session} {offer.period}", subject=offer.subject,
            lesson=offer.lesson, ppct=offer.ppct,
        )  # fmt: skip
        teacher = offer.teacher or slip.teacher
        name = offer.teacher_name if offer.teacher else slip.teacher_name
        self._asked_of = offer.class_name, teacher
        self.lay(replace(slip, class_name=offer.class_name, teacher=teacher, teacher_name=name,
                         lesson=said))  # fmt: skip
        self.focus()

    def _explain(self) -> None:
        reason = "" if self.slip.lines else self.words("There is nothing on the slip yet.")
        for button in (self.confirm_button, self.remove_button):
            button.setEnabled(not reason)
            button.setToolTip(reason)

    def confirm(self) -> None:
        """Write what lies on the counter: first what comes back, then what goes out."""
        if not self.slip.lines:
            self.runner.say(Sentence("There is nothing on the slip yet."))
            return
        try:
            lending = self.slip.lending()
        except Refused as refused:
            self.runner.refuse(refused)
            return
        back: list[int | None] = []
        for action in self.slip.returning():
            if self.runner.run(action) is None:
                return
            self.lay(self.slip.without_loan(action.loan))
            back.append(action.loan)
        if back:
            self.returned.emit(tuple(back))
        if lending is not None:
            outcome = self.runner.run(lending)
            if outcome is None:
                return
            self.lent.emit(outcome.value.loan)
        self.clear()

    def clear(self) -> None:
        """Take everything off the counter; nothing was written."""
        self.scan.clear()
        self._hide_choices()
        self.lay(Slip())
        self.focus()

    def remove(self) -> None:
        """Take the chosen line, or the last one, off the slip."""
        if self.slip.lines:
            row = self.lines.currentIndex().row()
            self.lay(self.slip.without(row if row >= 0 else len(self.slip.lines) - 1))
        self.focus()

    def change_term(self) -> None:
        """Give the loan the next longer term."""
        self.lay(replace(self.slip, term=self.slip.term.next()))
        self.focus()

    def show_details(self) -> None:
        """Open or close what may be said of the lesson."""
        self.details.setVisible(self.details.isHidden())
        self.hint.setVisible(self.details.isHidden())  # room for both is rare at large text
        if self.details.isHidden():
            self.focus()
        else:
            self.lesson["period"].setFocus()

    def make_kit(self, name: str) -> MakeKit:
        """Return the action that keeps what lies on the counter as a kit."""
        return MakeKit(name, tuple(Item(line.code, line.quantity) for line in self.slip.lines))

    def stand(self, *, standing: bool) -> None:
        """Let teachers scan for themselves; only the keeper's button confirms then."""
        self.standing = standing
        words = self.words
        self.confirm_button.setText(
            words("The keeper confirms (F9)") if standing else words("Confirm (Enter)")
        )
        for part in (self.term_button, self.details_button):
            part.setVisible(not standing)
        self._offer_lesson()
        self.details.hide()
        self.hint.show()
        self.focus()

    @override
    def reload(self) -> None:
        """Lay the slip that was left; nothing else is cached, as every scan asks the book."""
        if self._left is not None:
            left, self._left = self._left, None
            self.lay(left)

    @override
    def focus(self) -> None:
        """Put the cursor on the line."""
        self.scan.setFocus()

    def _ask_confirm(self) -> None:
        if self.standing and self.slip.lines:
            self.hint.setText(self.words("Thank you. The keeper confirms now."))
        else:
            self.confirm()

    def _read_lesson(self) -> None:
        said = {field.name: self.lesson[field.name].text() for field in fields(Lesson)}
        self.lay(replace(self.slip, lesson=Lesson(**said)))

    def _offer(self, found: list[Found]) -> None:
        self._choices = found
        self.choices.clear()
        for one in found:
            QListWidgetItem(self._describe(one), self.choices)
        self.choices.setCurrentRow(0)
        self.choices.show()
        self.choices.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self, _item: QListWidgetItem) -> None:
        self.take(self._choices[self.choices.currentRow()])

    def _hide_choices(self) -> None:
        self.choices.hide()

    def _describe(self, one: Found) -> str:
        words = self.words
        if isinstance(one, FoundClass):
            return words("Class {name} · {teacher}", name=one.name, teacher=one.teacher_name)
        if isinstance(one, FoundPerson):
            return words("{name} · teacher {code}", name=one.name, code=one.code)
        if isinstance(one, FoundSeveral):
            return words("{code} · {name} · kit of {count}", code=one.code, name=one.name,
                         count=len(one.devices))  # fmt: skip
        said = {"code": one.code, "name": one.name, "unit": one.unit}
        if one.loan is None:
            return words("{code} · {name} · {count} {unit} in store", **said, count=one.in_store)
        return words(
            "{code} · {name} · {count} {unit} with {holder}",
            **said, count=one.outstanding, holder=one.holder,
        )  # fmt: skip


TERMS = {
    Term.SESSION: "the session",
    Term.DAY: "the day",
    Term.WEEK: "a week",
    Term.MONTH: "a month",
    Term.SEMESTER: "the semester",
    Term.YEAR: "the school year",
}
