"""Teams of teachers (tổ chuyên môn) and who heads each."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.change import Touched
from app.domain.draft import Draft
from app.domain.person import Team
from app.domain.sentence import Sentence
from app.services.finding import find_staff
from app.services.naming import check_name, find_named, use_sentence
from app.store.desk import Desk

_CHANGE = frozenset({Touched.LISTS, Touched.PEOPLE})


@dataclass(frozen=True, slots=True)
class RegisterTeam:
    """Put a team into the book; `head` is somebody's code or name, or blank."""

    name: str
    head: str = ""

    def draft(self, desk: Desk) -> Draft[str]:
        """Draft the team's row."""
        head = find_staff(desk, self.head, "head").id if self.head else None
        team = Team(check_name(desk, Team, self.name), head)
        return Draft(
            kind="team",
            day=desk.today.isoformat(),
            sentence=Sentence("Registered {name}", {"name": team.name}),
            change=_CHANGE,
            value=team.name,
            images=(desk.new(team)[1],),
        )


@dataclass(frozen=True, slots=True)
class CorrectTeam:
    """Correct the team now called `name`; None keeps what stands, a blank head is nobody."""

    name: str
    new_name: str | None = None
    head: str | None = None
    status: str | None = None

    def draft(self, desk: Desk) -> Draft[str]:
        """Draft the row's image; the members stay in it."""
        record = find_named(desk, Team, self.name)
        row = record.row
        team = Team(
            row.name if self.new_name is None else check_name(desk, Team, self.new_name, record.id),
            row.head_id if self.head is None else self._head(desk),
            row.status if self.status is None else self.status,
        )
        return Draft(
            kind="team",
            day=desk.today.isoformat(),
            sentence=use_sentence(team.name, team.status, 0)
            if team.status != row.status
            else Sentence("Corrected {name}", {"name": team.name}),
            change=_CHANGE,
            value=team.name,
            images=(desk.changed(record, team),) if team != row else (),
        )

    def _head(self, desk: Desk) -> int | None:
        return find_staff(desk, self.head, "head").id if self.head else None
