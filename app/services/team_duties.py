"""What each team has to be reminded of, and the reminders of their heads (Điều 7.5, 8.2)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from app.documents.team_reminder import Listed, TeamSheet, draw_team_reminders
from app.domain.archive import ArchiveKind, Filing
from app.domain.calendar import show_day
from app.domain.deadline import Deadline, DueStatus
from app.domain.fault import Refused
from app.domain.filter import ANY_MISSING, DeviceFilter
from app.domain.layout import wanted_fields
from app.domain.period import Period
from app.domain.person import WORKING, Person, Team, lacking
from app.domain.sentence import Sentence, Words
from app.domain.text import slug, sort_key
from app.services.deadlines import TOPICS, Deadlines
from app.services.device_fields import DEVICE_SAID
from app.services.layouts import layout_in_use, settled
from app.services.letterheads import read_issuer
from app.services.limits import read_limits
from app.services.wording import load_words
from app.store.desk import Desk

T = TypeVar("T")

SHARED = ""  # the team of what all answer for
_MOST = 300  # rows of a table on the paper of one team
LACKS: Mapping[str, Sentence] = {
    **DEVICE_SAID, "staff_type": Sentence("Staff type"), "team_id": Sentence("Team"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Unreturned:
    """So many of a device that a teacher has past the due day, ISO; `late` in days."""

    loan: int
    teacher: str
    class_name: str
    device: str
    quantity: int
    due: str
    late: int


@dataclass(frozen=True, slots=True)
class Incomplete:
    """A device or a person whose data lacks the fields named."""

    code: str
    name: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TeamDuties:
    """What one team has to be reminded of, `SHARED` for what all answer for.

    `updates` and `notices` are the changes past their time that nothing has been sent of;
    `devices` lack data. A device is of the team that answers for it, a loan of its teacher's.
    """

    team: str
    head: str
    updates: tuple[Deadline, ...]
    notices: tuple[Deadline, ...]
    returns: tuple[Unreturned, ...]
    devices: tuple[Incomplete, ...]
    people: tuple[Incomplete, ...]

    def is_empty(self) -> bool:
        """Return whether there is nothing to be reminded of."""
        return not (self.updates or self.notices or self.returns or self.devices or self.people)


@dataclass(frozen=True, slots=True)
class AllDuties:
    """What each team has to be reminded of, as of today."""

    def answer(self, desk: Desk) -> list[TeamDuties]:
        """Return every team in use and any other that owes something, what is shared last."""
        return _Reader(desk).read(Deadlines().answer(desk))


@dataclass(frozen=True, slots=True)
class ClockOfToday:
    """Every change with its time, and what each team has to be reminded of."""

    def answer(self, desk: Desk) -> tuple[list[Deadline], list[TeamDuties]]:
        """Return both, read once."""
        changes = Deadlines().answer(desk)
        return changes, _Reader(desk).read(changes)


@dataclass(frozen=True, slots=True)
class PrintTeamReminders:
    """The reminders of the teams' heads as one PDF; of one team, or of all that owe something."""

    team: str | None = None

    def answer(self, desk: Desk) -> bytes:
        """Return the PDF's bytes, or refuse when nothing is overdue and nothing is missing."""
        duties = [
            one for one in AllDuties().answer(desk)
            if not one.is_empty() and self.team in {None, one.team}
        ]  # fmt: skip
        if not duties:
            raise Refused(
                Sentence("Nothing is overdue and no data is missing, so there is nobody to remind.")
            )
        issuer, words = read_issuer(desk), load_words()
        sheets = [_sheet(one, words) for one in duties]
        return draw_team_reminders(issuer.letterhead, desk.today, issuer.keeper, sheets)

    def filing(self, desk: Desk) -> Filing:
        """Return how the archive files them."""
        whose = {None: "các tổ", SHARED: "dùng chung"}.get(self.team, self.team or "")
        return Filing(
            ArchiveKind.REMINDER,
            f"Phiếu nhắc tổ trưởng: {whose}",
            f"phieu-nhac-to-truong-{slug(whose)}-{desk.today.isoformat()}",
            Period(desk.today, desk.today),
        )


class _Reader:
    """Gathers what every team owes, each kind read once for all teams."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        teams = desk.every(Team)
        self._names = {record.id: record.row.name for record in teams}
        self._heads = {
            record.row.name: desk.get(Person, record.row.head_id).name
            for record in teams
            if record.row.head_id is not None
        }
        self._used = [record.row.name for record in teams if record.row.status == "active"]

    def read(self, changes: Iterable[Deadline]) -> list[TeamDuties]:
        late = [one for one in changes if one.status is DueStatus.LATE]
        updates = _by_team((one.team, one) for one in late if not one.is_notice)
        notices = _by_team((one.team, one) for one in late if one.is_notice)
        returns = _by_team(self._returns())
        devices, people = _by_team(self._devices()), _by_team(self._people())
        owing = {*self._used, *updates, *notices, *returns, *devices, *people} - {SHARED}

        def of(team: str) -> TeamDuties:
            return TeamDuties(
                team, self._heads.get(team, ""), tuple(updates.get(team, ())),
                tuple(notices.get(team, ())), tuple(returns.get(team, ())),
                tuple(devices.get(team, ())), tuple(people.get(team, ())),
            )  # fmt: skip

        return [of(team) for team in (*sorted(owing, key=sort_key), SHARED)]

    def _returns(self) -> Iterable[tuple[str, Unreturned]]:
        today = self._desk.today
        last = today - timedelta(days=read_limits(self._desk, today).overdue_days)
        for view in reversed(self._desk.loans(open_only=True, overdue_on=last.isoformat())):
            late = (today - date.fromisoformat(view.due)).days
            for line in view.lines:
                if line.outstanding:
                    yield view.team, Unreturned(
                        view.loan, view.teacher_name, view.class_name, line.name,
                        line.outstanding, view.due, late,
                    )  # fmt: skip

    def _devices(self) -> Iterable[tuple[str, Incomplete]]:
        asked = wanted_fields(layout_in_use(self._desk))
        wanted = settled(self._desk, DeviceFilter(missing=ANY_MISSING))
        for one in self._desk.times.lacking(self._desk.device_ids(wanted), asked):
            yield self._names.get(one.team or 0, SHARED), Incomplete(one.code, one.name, one.fields)

    def _people(self) -> Iterable[tuple[str, Incomplete]]:
        for record in self._desk.every(Person):
            person = record.row
            lacks = lacking(person)
            if lacks and person.status in WORKING:
                team = self._names.get(person.team_id or 0, SHARED)
                yield team, Incomplete(person.code, person.name, lacks)


def _by_team(pairs: Iterable[tuple[str, T]]) -> dict[str, list[T]]:
    found: dict[str, list[T]] = defaultdict(list)
    for team, one in pairs:
        found[team].append(one)
    return found


def _sheet(duties: TeamDuties, words: Words) -> TeamSheet:
    return TeamSheet(
        duties.team,
        duties.head,
        duties.team == SHARED,
        (
            ("Thay đổi thiết bị quá hạn cập nhật", len(duties.updates)),
            ("Thay đổi nhân sự, lớp, phân công, thời khóa biểu quá hạn nhập", len(duties.notices)),
            ("Thiết bị quá hạn trả (số lượng)", sum(one.quantity for one in duties.returns)),
            ("Hồ sơ thiết bị thiếu thông tin", len(duties.devices)),
            ("Hồ sơ nhân sự thiếu thông tin", len(duties.people)),
        ),
        _listed([
            (show_day(one.happened), one.code, one.name, words.render(TOPICS[one.topic]),
             show_day(one.due), str(-one.left))
            for one in duties.updates
        ]),
        _listed([
            (show_day(one.happened), words.render(one.what), show_day(one.due), str(-one.left))
            for one in duties.notices
        ]),
        _listed([
            (f"{one.loan:02d}", one.teacher, one.class_name, one.device, str(one.quantity),
             show_day(one.due), str(one.late))
            for one in duties.returns
        ]),
        _listed([
            (one.code, one.name,
             ", ".join(words.render(LACKS[field]).lower() for field in one.fields))
            for one in (*duties.people, *duties.devices)
        ]),
    )  # fmt: skip


def _listed(rows: Sequence[tuple[str, ...]]) -> Listed:
    return Listed(tuple(rows[:_MOST]), len(rows))
