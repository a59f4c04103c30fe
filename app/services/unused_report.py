"""The devices nobody used in a period: where they are, and since when (Điều 8.1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.domain.calendar import show_day
from app.domain.period import Period, name_of
from app.domain.person import Place
from app.domain.sentence import Sentence
from app.domain.text import clean, sort_key
from app.domain.usage import DeviceUse
from app.services.grouping import NAMES, SAID, Grouping, called_group, group_rank
from app.services.quality_report import share
from app.services.reports import (
    MOST_LISTED,
    Drawn,
    Kind,
    Report,
    ReportTable,
    Told,
    Tone,
    Trend,
    check_begun,
    school_years,
    too_many,
)
from app.store.desk import Desk

GROUPINGS: Mapping[str, Sentence] = {by: SAID[by] for by in (Grouping.PLACE, Grouping.SUBJECT)}
_NEVER = Sentence("never")
_BARS = 8  # groups that are drawn


@dataclass(frozen=True, slots=True)
class Unused:
    """A device nobody used: so much of it is held; the days are ISO, blank where there is none."""

    code: str
    name: str
    subject: str
    place: str
    quantity: int
    last: str
    since: str

    def group(self, by: Grouping) -> str:
        """Return what it is listed under."""
        return self.place if by is Grouping.PLACE else self.subject


@dataclass(frozen=True, slots=True)
class UnusedReport:
    """The devices held in a period of which no slip of the period stands."""

    period: Period
    by: Grouping = Grouping.PLACE

    def answer(self, desk: Desk) -> Report:
        """Return the report, or refuse a period that has not begun."""
        check_begun(desk, self.period)
        places = {record.id: record.row.name for record in desk.every(Place)}
        asked = desk.usage(self.period)
        held = [one for one in asked.devices() if one.is_held]
        idle = [one for one in held if one.uses <= 0]
        numbers = [one.device for one in idle]
        last, since = asked.last_days(numbers), desk.first_days(numbers)
        found = [
            Unused(
                one.code, one.name, clean(one.subject), places.get(one.place_id or 0, ""),
                one.closing or one.opening, last.get(one.device, ""), since.get(one.device, ""),
            )
            for one in idle
        ]  # fmt: skip
        found.sort(key=self._rank)
        groups = Counter(self._group(one, places) for one in held)
        return self._show(desk, found, groups)

    def _group(self, one: DeviceUse, places: Mapping[int, str]) -> str:
        if self.by is Grouping.PLACE:
            return places.get(one.place_id or 0, "")
        return clean(one.subject)

    def _rank(self, one: Unused) -> tuple[tuple[int, str], str, str]:
        return group_rank(one.group(self.by)), sort_key(one.name), one.code

    def _show(self, desk: Desk, found: Sequence[Unused], held: Counter[str]) -> Report:
        idle = Counter(one.group(self.by) for one in found)
        whole = held.total()
        many = len(found) > MOST_LISTED
        lists = () if many else (self._list(found),)
        return Report(
            Sentence("Devices nobody used"),
            self.period,
            name_of(self.period, school_years(desk)),
            Sentence(
                "{count} of {held} devices were not used in the period ({share}); {never} of "
                "them were never lent.",
                {"count": len(found), "held": whole, "share": share(len(found), whole),
                 "never": sum(not one.last for one in found)},
            ),
            Sentence(
                "A device is listed when some of it was in the book, neither lost nor disposed "
                "of, at the start or the end of the period, and no slip of the period that "
                "stands names it. Its last use is that of any slip up to the period's end."
            ),
            (*lists, self._groups(idle, held)),
            self._trend(idle, held),
            _told(found, whole),
            too_many(len(found)) if many else None,
        )  # fmt: skip

    def _list(self, found: Sequence[Unused]) -> ReportTable:
        return ReportTable(
            Sentence("What was not used, where it is, since when"),
            (Sentence("Code"), Sentence("Device name"), Sentence("Subject"), Sentence("Place"),
             Sentence("Held"), Sentence("Last used"), Sentence("In the book since")),
            tuple(
                (one.code, one.name, one.subject, one.place, one.quantity,
                 show_day(one.last) if one.last else _NEVER,
                 show_day(one.since) if one.since else "")
                for one in found
            ),
            kinds=(Kind.CODE, Kind.NAME, Kind.TEXT, Kind.TEXT, Kind.FIGURE, Kind.DAY, Kind.DAY),
            numbered=True,
        )  # fmt: skip

    def _groups(self, idle: Counter[str], held: Counter[str]) -> ReportTable:
        return ReportTable(
            Sentence("How many devices were used"),
            (NAMES[self.by], Sentence("Devices held"), Sentence("Devices used"),
             Sentence("Not used"), Sentence("Share not used")),
            tuple(
                (called_group(self.by, name), held[name], held[name] - idle[name], idle[name],
                 share(idle[name], held[name]))
                for name in sorted(held, key=group_rank)
            ),
            (Sentence("The whole school"), held.total(), held.total() - idle.total(),
             idle.total(), share(idle.total(), held.total())),
        )  # fmt: skip

    def _trend(self, idle: Counter[str], held: Counter[str]) -> Trend:
        points = tuple(
            (called_group(self.by, name), (held[name] - count, count), "")
            for name, count in idle.most_common(_BARS)
        )
        parts = (Sentence("Devices used"), Sentence("Not used"))
        return Trend(parts, points, None, (Tone.GOOD, Tone.WARN), Drawn.BARS)


def _told(found: Sequence[Unused], held: int) -> Told:
    rows = tuple(
        {"device": one.code, "name": one.name, "subject": one.subject, "place": one.place,
         "quantity": one.quantity, "last_used": one.last or None, "since": one.since or None}
        for one in found
    )  # fmt: skip
    return Told(rows, {"unused": len(found), "held": held})
