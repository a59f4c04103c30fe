"""The page in front of the book: who is there, and the PIN."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QWidget,
)
from typing_extensions import override

from app.domain.secret import Secret
from app.domain.sentence import Words
from app.domain.text import fold
from ui.widgets.kit import Card, label

_WIDE = 34  # letters M: how wide the card is
_SECOND = 1_000  # milliseconds


def secret_field(name: str) -> QLineEdit:
    """Return a line that shows dots for what is typed."""
    field = QLineEdit()
    field.setAccessibleName(name)
    field.setEchoMode(QLineEdit.EchoMode.Password)
    field.setInputMethodHints(
        Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
    )
    return field


class Page(QWidget):
    """A card in the middle of an empty page, as wide as its text size asks."""

    def __init__(self, name: str) -> None:
        """Build an empty card, `card`; `name` is read by who cannot see it."""
        super().__init__()
        self.card = Card()
        self.card.column.setContentsMargins(28, 24, 28, 24)
        self.card.column.setSpacing(10)
        middle = QWidget()
        grid = QGridLayout(middle)
        grid.addWidget(self.card, 1, 1)
        for side in (0, 2):
            grid.setRowStretch(side, 1)
            grid.setColumnStretch(side, 1)
        whole = QGridLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._scrolled(name, middle))
        self.fit()

    @staticmethod
    def _scrolled(name: str, middle: QWidget) -> QScrollArea:
        """Return the page in an area that scrolls at the largest text."""
        area = QScrollArea()
        area.setObjectName("bare")
        area.setAccessibleName(name)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidgetResizable(True)
        middle.setObjectName("bare")
        area.setWidget(middle)
        return area

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self.fit()

    def fit(self) -> None:
        """Be as wide as the size of the text asks."""
        self.card.setFixedWidth(_WIDE * self.fontMetrics().horizontalAdvance("M"))


class SignIn(Page):
    """Asks who is there and for the PIN.

    `tried` carries the code and the PIN, `forgotten` the code, blank when nobody is chosen.
    """

    tried = Signal(str, object)
    forgotten = Signal(str)

    def __init__(self, words: Words) -> None:
        """Build the page with nobody to choose."""
        super().__init__(words("Sign in"))
        self._words = words
        self._people: tuple[tuple[str, str], ...] = ()
        self.school = label("", "quiet")
        self.title = label("", "title")
        self.person = QComboBox()
        self.person.setEditable(True)
        self.person.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.person.setAccessibleName(words("Your code or name"))
        self.pin = secret_field(words("PIN or password"))
        self.refusal = label("", "bad")
        self.refusal.hide()
        self.ready = QPushButton(words("Sign in (Enter)"))
        self.forgot = QPushButton(words("PIN forgotten…"))
        self._left = 0  # seconds until the next try
        self._tick = QTimer(self)
        self._tick.setInterval(_SECOND)
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        words, column = self._words, self.card.column
        column.addWidget(self.school)
        column.addWidget(self.title)
        column.addWidget(label(words("Your code or name"), "quiet"))
        column.addWidget(self.person)
        column.addWidget(label(words("PIN or password"), "quiet"))
        column.addWidget(self.pin)
        column.addWidget(self.refusal)
        row = QHBoxLayout()
        row.addWidget(self.ready, 1)
        row.addWidget(self.forgot)
        column.addLayout(row)
        column.addWidget(
            label(
                words("This is your account of this book, not of thietbi.hcm.edu.vn (Điều 5.1)."),
                "quiet",
            )
        )
        for button in (self.ready, self.forgot):
            button.setAutoDefault(False)
        self.ready.setDefault(True)

    def _connect(self) -> None:
        line = self.person.lineEdit()
        if line is not None:
            line.returnPressed.connect(self.pin.setFocus)
        self.person.activated.connect(self.pin.setFocus)
        self.person.editTextChanged.connect(self._forget_wait)
        self.pin.returnPressed.connect(self.try_it)
        self.ready.clicked.connect(self.try_it)
        self.forgot.clicked.connect(self._forget_pin)
        self._tick.timeout.connect(self._count_down)

    def ask(self, title: str, school: str, people: Sequence[tuple[str, str]], who: str) -> None:
        """Begin anew over (code, name) pairs, the likeliest first; `who` is put in already."""
        self._people = tuple(people)
        self.title.setText(title)
        self.school.setText(school)
        self.person.clear()
        said = [_said(one) for one in self._people]
        self.person.addItems(said)
        completer = QCompleter(said, self.person)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.person.setCompleter(completer)
        self.choose(who)
        self.tell("")
        self.focus()

    def choose(self, code: str) -> None:
        """Put somebody in, as a scan of the staff card does; nobody when it is blank."""
        at = next((at for at, one in enumerate(self._people) if one[0] == code.upper()), -1)
        self.person.setCurrentIndex(at)
        self.person.setEditText(_said(self._people[at]) if at >= 0 else code)
        self.pin.clear()

    def focus(self) -> None:
        """Put the cursor where something is missing."""
        (self.pin if self.person.currentText() else self.person).setFocus()

    def chosen(self) -> str:
        """Return the code of who was typed: a code, or a name that only one person has."""
        typed = fold(self.person.currentText()).strip()
        fitting = [
            code for code, name in self._people
            if typed in {fold(code), fold(name), fold(_said((code, name)))}
        ]  # fmt: skip
        return fitting[0] if len(fitting) == 1 else self.person.currentText().strip()

    def try_it(self) -> None:
        """Hand over what was typed; the PIN does not stay on the page."""
        if self._left or not self.chosen() or not self.pin.text():
            self.focus()
            return
        secret = Secret(self.pin.text())
        self.pin.clear()
        self.tried.emit(self.chosen(), secret)

    def tell(self, text: str, seconds: int = 0) -> None:
        """Say why somebody was not let in, and count down `seconds` until the next try."""
        self.refusal.setText(text)
        self.refusal.setVisible(bool(text))
        self._left = seconds
        self._show_wait()
        if seconds:
            self._tick.start()
        else:
            self._tick.stop()

    def _show_wait(self) -> None:
        waiting, words = self._left > 0, self._words
        minutes, seconds = divmod(self._left, 60)
        self.pin.setEnabled(not waiting)
        self.ready.setEnabled(not waiting)
        self.ready.setText(
            words("Try again in {time}", time=f"{minutes}:{seconds:02}") if waiting
            else words("Sign in (Enter)")
        )  # fmt: skip
        self.ready.setToolTip(self.refusal.text() if waiting else "")

    def _count_down(self) -> None:
        self._left -= 1
        if self._left <= 0:
            self.tell("")
            self.focus()
        else:
            self._show_wait()

    def _forget_wait(self) -> None:
        if self._left:  # somebody else need not wait: the door judges each by himself
            self.tell("")

    def _forget_pin(self) -> None:
        self.forgotten.emit(self.chosen())


class FirstSecret(Page):
    """Asks for one's own PIN in the place of the first one. `chosen` carries it."""

    chosen = Signal(object)
    left = Signal()

    def __init__(self, words: Words) -> None:
        """Build the page."""
        super().__init__(words("Choose your own PIN"))
        self._words = words
        self.said = label("")
        self.new = secret_field(words("New PIN or password"))
        self.again = secret_field(words("Once more"))
        self.refusal = label("", "bad")
        self.ready = QPushButton(words("Keep it (Enter)"))
        self.leave = QPushButton(words("Sign out"))
        column = self.card.column
        column.addWidget(label(words("Choose your own PIN"), "title"))
        column.addWidget(self.said)
        for field in (self.new, self.again):
            column.addWidget(label(field.accessibleName(), "quiet"))
            column.addWidget(field)
        column.addWidget(self.refusal)
        row = QHBoxLayout()
        row.addWidget(self.ready, 1)
        row.addWidget(self.leave)
        column.addLayout(row)
        column.addWidget(
            label(words("At least 6 digits for a PIN, or 8 characters for a password."), "quiet")
        )
        for button in (self.ready, self.leave):
            button.setAutoDefault(False)
        self.ready.setDefault(True)
        self.new.returnPressed.connect(self.again.setFocus)
        self.again.returnPressed.connect(self.keep)
        self.ready.clicked.connect(self.keep)
        self.leave.clicked.connect(self.left)

    def ask(self, name: str) -> None:
        """Begin anew for somebody."""
        self.said.setText(
            self._words(
                "{name}, the PIN you were given is known to who gave it. Choose one that only "
                "you know; then the book opens (Điều 5.2).",
                name=name,
            )
        )
        self.tell("")

    def keep(self) -> None:
        """Hand over the new PIN when both lines are the same."""
        if not self.new.text():
            self.new.setFocus()
            return
        if self.new.text() != self.again.text():
            self.tell(self._words("The two are not the same. Type the new one twice."))
            return
        self.chosen.emit(Secret(self.new.text()))

    def tell(self, text: str) -> None:
        """Say why it was not taken, and begin again."""
        self.refusal.setText(text)
        self.refusal.setVisible(bool(text))
        self.new.clear()
        self.again.clear()
        self.new.setFocus()


def _said(person: tuple[str, str]) -> str:
    return f"{person[0]} · {person[1]}"
