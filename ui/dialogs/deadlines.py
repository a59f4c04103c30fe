"""Forms of deadlines: notices marked as entered, and a change noted by hand."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.domain.calendar import parse_day, read_day, show_day
from app.domain.deadline import Deadline
from app.domain.notice import NoticeTopic
from app.services.notices import WRITTEN, NoteChange, SettleNotice
from app.services.queries import TeamNames
from ui.dialogs.form import Form
from ui.runner import Runner
from ui.widgets.kit import label

_NAMED = 4  # notices told by their words, the rest by their number


class SettleForm(Form):
    """Writes down that the chosen notices were entered in the sector's database."""

    def __init__(self, runner: Runner, parent: QWidget | None, notices: Sequence[Deadline]) -> None:
        """Build the form over the notices chosen."""
        words = runner.words
        title = words("Entered in the sector's database")
        super().__init__(words, title, words("Save"), parent)
        self._runner, self._notices = runner, notices
        said = [f"{show_day(one.happened)}: {words.render(one.what)}" for one in notices[:_NAMED]]
        more = len(notices) - _NAMED
        self.rows.addRow(label("\n".join([*said, *([f"+{more}"] if more > 0 else [])])))
        self.day = self.add_text(
            "day", words("Entered in the system on"), show_day(runner.room.today())
        )

    @override
    def submit(self) -> None:
        """Settle the notices."""
        day = parse_day(read_day(self.day.text(), "day"))
        self._runner.attempt(SettleNotice(tuple(one.entry for one in self._notices), day))


class NoticeForm(Form):
    """Notes a change of pupils, staff, assignment or timetable for the sector's database."""

    def __init__(self, runner: Runner, parent: QWidget | None) -> None:
        """Build the empty form."""
        words = runner.words
        title = words("A change for the sector's database")
        super().__init__(words, title, words("Write it down"), parent)
        self._runner = runner
        self.rows.addRow(
            label(words("Changes of staff, classes and teams made in this program are listed by "
                        "themselves. Write down here what it does not keep.")),
        )  # fmt: skip
        self.topic = self.add_choice(
            "topic", words("What changed"),
            [(topic, words.render(said)) for topic, said in WRITTEN.items()],
        )  # fmt: skip
        self.said = self.add_text(
            "said", words("In a few words"),
            hint=words("for example: timetable of grade 3 from 16/11"),
        )  # fmt: skip
        self.day = self.add_text("day", words("Happened on"), show_day(runner.room.today()))
        self.team = self.add_choice(
            "name", words("Team"),
            [("", words("Shared by all")), *((name, name) for name in runner.ask(TeamNames()))],
        )  # fmt: skip

    @override
    def submit(self) -> None:
        """Write the notice."""
        action = NoteChange(
            NoticeTopic(self.topic.currentData()), self.said.text(),
            parse_day(read_day(self.day.text(), "day")), str(self.team.currentData()),
        )  # fmt: skip
        self._runner.attempt(self.adjusted(action))
