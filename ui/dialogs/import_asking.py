"""What an import asks: which column is which, and what becomes of words no list knows."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QComboBox, QFormLayout, QScrollArea, QWidget
from typing_extensions import override

from app.domain.fault import Refused
from app.domain.heading import FIELDS
from app.domain.sentence import Sentence, Words
from app.domain.sighting import Sighting, title
from app.domain.unmatched import LEFT_OUT, Unmatched
from ui.dialogs.form import Form
from ui.widgets.kit import label

_ASK = "\0"  # nothing chosen yet: no word of a list


class PairForm(Form):
    """Pairs the columns of a file with what the program knows."""

    def __init__(
        self, words: Words, parent: QWidget | None, seen: Sighting, guesses: Sequence[str],
        done: Callable[[tuple[str, ...]], None],
    ) -> None:  # fmt: skip
        """Build a row for each column: its heading, some of its cells, and the field."""
        super().__init__(words, words("Pair the columns"), words("OK"), parent)
        self.resize(760, 440)
        self._done = done
        self.choices: list[QComboBox] = []
        rows = _scrolled(self)
        heads = (*seen.header.texts, *[""] * len(seen.guesses))
        for column, guess in enumerate(guesses):
            choice = QComboBox()
            choice.addItem(words("Leave this column out"), "")
            for field in FIELDS[seen.kind]:
                mark = " (*)" if field.required else ""
                choice.addItem(field.headings[0] + mark, field.name)
            choice.setCurrentIndex(max(choice.findData(guess), 0))
            cells = ", ".join(seen.samples[column])
            said = heads[column] or words("Column {number}", number=column + 1)
            choice.setAccessibleName(said)
            rows.addRow(label(f"{said}: {cells}" if cells else said), choice)
            self.choices.append(choice)

    @override
    def submit(self) -> None:
        """Hand over the field of each column."""
        self._done(tuple(str(choice.currentData()) for choice in self.choices))


class WordsForm(Form):
    """Asks of each word that no list knows: another, a new one, or out with its rows."""

    def __init__(
        self, words: Words, parent: QWidget | None, kind: str, asked: Sequence[Unmatched]
    ) -> None:
        """Build a row for each word; nothing is chosen beforehand."""
        super().__init__(words, words("Words no list knows"), words("OK"), parent)
        self.resize(760, 440)
        self._asked = asked
        self.choices: list[QComboBox] = []
        self.settled: dict[tuple[str, str], str] = {}
        rows = _scrolled(self)
        for one in asked:
            choice = QComboBox()
            choice.addItem(words("Choose…"), _ASK)
            for suggestion in one.suggestions:
                choice.addItem(words("Use “{word}”", word=suggestion), suggestion)
            if one.may_be_new:
                choice.addItem(words("Take it as new"), one.value)
            choice.addItem(words("Leave its rows out"), LEFT_OUT)
            where = ", ".join(map(str, one.rows[:5])) + ("…" if len(one.rows) > 5 else "")  # noqa: PLR2004 - as many as fit
            said = words("{field}: “{word}” (row {rows})", field=title(kind, one.field),
                         word=one.value, rows=where)  # fmt: skip
            choice.setAccessibleName(said)
            rows.addRow(label(said), choice)
            self.choices.append(choice)

    @override
    def submit(self) -> None:
        """Keep what was chosen; every word needs a choice."""
        for one, choice in zip(self._asked, self.choices, strict=True):
            if choice.currentData() == _ASK:
                raise Refused(Sentence("Say of “{word}” what becomes of it.", {"word": one.value}))
            self.settled[one.field, one.value.lower()] = str(choice.currentData())


def _scrolled(form: Form) -> QFormLayout:
    inside = QWidget()
    rows = QFormLayout(inside)
    area = QScrollArea()
    area.setWidget(inside)
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    form.column.insertWidget(form.column.indexOf(form.refusal), area, 10)
    return rows
