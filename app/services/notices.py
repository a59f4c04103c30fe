"""Notices for the sector's database: written by hand, and marked as entered there (Điều 7.3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from app.domain.calendar import show_day
from app.domain.change import Touched
from app.domain.draft import Draft
from app.domain.fault import Refused
from app.domain.ledger import Image
from app.domain.notice import Notice, NoticeTopic
from app.domain.person import Team
from app.domain.sentence import Sentence
from app.domain.text import clean
from app.services.finding import check_day
from app.services.naming import find_named
from app.store.desk import Desk

_CHANGE = frozenset({Touched.DEADLINES})
WRITTEN: Mapping[NoticeTopic, Sentence] = {
    NoticeTopic.TIMETABLE: Sentence("Timetable"),
    NoticeTopic.ASSIGNMENT: Sentence("Teaching assignment"),
    NoticeTopic.STAFF: Sentence("Staff"),
    NoticeTopic.PUPILS: Sentence("Pupils"),
}


@dataclass(frozen=True, slots=True)
class NoteChange:
    """Write down a change that the sector's database must hear of and the book has no row for.

    `team` answers for it, all if blank; `day` is when it happened, today if None.
    """

    topic: NoticeTopic
    said: str
    day: date | None = None
    team: str = ""

    def draft(self, desk: Desk) -> Draft[int]:
        """Draft the notice; the value is the entry it is made by."""
        said = clean(self.said)
        if not said:
            raise Refused(Sentence("Say in a few words what changed."), where="said")
        team = find_named(desk, Team, self.team).id if clean(self.team) else None
        day = check_day(desk, self.day or desk.today)
        entry = desk.head()[0] + 1
        row = Notice(entry, self.topic, said, team)
        return Draft(
            kind="notice",
            day=day.isoformat(),
            sentence=Sentence("To be entered in the sector's database: {said}", {"said": said}),
            change=_CHANGE,
            value=entry,
            images=(desk.new(row)[1],),
        )


@dataclass(frozen=True, slots=True)
class SettleNotice:
    """Write down that some notices were entered in the sector's database on a day."""

    entries: tuple[int, ...]
    day: date

    def draft(self, desk: Desk) -> Draft[int]:
        """Draft a row for each notice; the value is how many they are."""
        if not self.entries:
            raise Refused(Sentence("Choose the notices that were entered first."))
        open_ones = {one.entry: one for one in desk.times.notices() if not one.entered_on}
        day = check_day(desk, self.day).isoformat()
        images = []
        for entry in dict.fromkeys(self.entries):
            told = open_ones.get(entry)
            if told is None:
                raise Refused(
                    Sentence(
                        "Entry {entry} is no notice that still has to be entered.",
                        {"entry": entry},
                    ),
                    where=str(entry),
                )
            if day < told.day:
                raise Refused(
                    Sentence(
                        "Entry {entry} happened on {day}, so it cannot have been entered before.",
                        {"entry": entry, "day": show_day(told.day)},
                    ),
                    where="day",
                )
            images.append(_settled(desk, entry, day))
        return Draft(
            kind="notice_settle",
            day=desk.open_day().isoformat(),
            sentence=Sentence(
                "Entered in the sector's database on {day}: {count} changes",
                {"day": show_day(day), "count": len(images)},
            ),
            change=_CHANGE,
            value=len(images),
            images=tuple(images),
        )


def _settled(desk: Desk, entry: int, day: str) -> Image:
    record = desk.find(Notice, entry_id=entry)
    if record is None:
        return desk.new(Notice(entry, entered_on=day))[1]
    return desk.changed(record, replace(record.row, entered_on=day, status="active"))
