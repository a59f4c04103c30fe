"""All settings at one look, with the versions of each and their history."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.domain.governing import Governing
from app.domain.ledger import Entry, Image
from app.domain.limit import LimitName, TimeLimit
from app.domain.setting import LetterheadVersion, School, Setting, Signers
from app.services.people import read_school
from app.services.settings import CODE, STANDING, SchoolStatus
from app.services.versions import Grounds, governing_documents, grounds_on, in_force, versions
from app.store.desk import Desk

_KINDS = frozenset({"governing", "letterhead", "signer", "limit", "settings"})


class Section(StrEnum):
    """The groups of settings."""

    GOVERNING = "governing"
    LETTERHEAD = "letterhead"
    SIGNERS = "signers"
    LIMITS = "limits"
    SCHOOL = "school"
    WAYS = "ways"


_SECTIONS = {
    "governing": Section.GOVERNING, "letterhead": Section.LETTERHEAD,
    "signer": Section.SIGNERS, "time_limit": Section.LIMITS,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SettingsView:
    """The settings as they stand today; versions are the newest first.

    `grounds` is the document in force, None where the school has written none; `history` has
    the entries that touched each section, the newest first.
    """

    school: School
    code: str
    status: SchoolStatus
    documents: tuple[Governing, ...]
    grounds: Grounds | None
    letterheads: tuple[LetterheadVersion, ...]
    letterhead: LetterheadVersion
    signers: tuple[Signers, ...]
    signing: Signers
    limits: tuple[TimeLimit, ...]

    today: str
    history: dict[Section, tuple[Entry, ...]]


@dataclass(frozen=True, slots=True)
class TheSettings:
    """The settings of the book."""

    def answer(self, desk: Desk) -> SettingsView:
        """Return them all."""
        said = {record.row.key: record.row.value for record in desk.every(Setting)}
        limits = [record.row for record in desk.every(TimeLimit, status="active")]
        return SettingsView(
            school=read_school(desk),
            code=said.get(CODE, ""),
            status=SchoolStatus(said.get(STANDING, SchoolStatus.ACTIVE)),
            documents=tuple(record.row for record in governing_documents(desk)),
            grounds=grounds_on(desk, desk.today),
            letterheads=tuple(record.row for record in versions(desk, LetterheadVersion)),
            letterhead=in_force(desk, LetterheadVersion, desk.today),
            signers=tuple(record.row for record in versions(desk, Signers)),
            signing=in_force(desk, Signers, desk.today),
            limits=tuple(sorted(limits, key=_order, reverse=True)),
            today=desk.today.isoformat(),
            history=_history(desk),
        )


def _order(limit: TimeLimit) -> tuple[int, str]:
    return -list(LimitName).index(LimitName(limit.name)), limit.valid_from


def _history(desk: Desk) -> dict[Section, tuple[Entry, ...]]:
    """Return the entries that touched each section."""
    entries = desk.entries_of_kinds(_KINDS)[::-1]
    return {
        section: tuple(
            entry for entry in entries
            if any(_section(image) is section for image in entry.images)
        )
        for section in Section
    }  # fmt: skip


def _section(image: Image) -> Section:
    if image.table == "setting":
        return Section.SCHOOL if image.after["key"] in {CODE, STANDING} else Section.WAYS
    return _SECTIONS[image.table]
