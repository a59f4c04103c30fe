"""Backups of a book: what one says of itself, which are kept, and when the next is due."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

SUFFIX = ".stb"
DAILY, WEEKLY, MONTHLY = 12, 10, 9  # so many of each are kept
BEFORE_ACTS = 6  # and so many of those made by hand or before an act that changes much
PROVEN_DAYS = 7  # school days after which a backup is to be proven again


class Why(StrEnum):
    """What a backup was made for."""

    DAILY = "daily"
    BY_HAND = "by_hand"
    IMPORT = "import"
    MONTH = "month"
    RESTORE = "restore"
    UPGRADE = "upgrade"


@dataclass(frozen=True, slots=True)
class Part:
    """A file in a backup: its name relative to the book's folder, its size in bytes."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself; `made_at` is local time, `head` the ledger's last hash."""

    school: str
    made_at: str
    why: str
    entries: int
    head: str
    revision: str
    version: str
    parts: tuple[Part, ...] = ()

    @property
    def made(self) -> datetime:
        """The moment it was made."""
        return datetime.fromisoformat(self.made_at)

    def cover(self) -> Manifest:
        """Return what may be read without the pass phrase: no file's name."""
        return Manifest(self.school, self.made_at, self.why, self.entries, self.head,
                        self.revision, self.version)  # fmt: skip

    def as_values(self) -> dict[str, Any]:
        """Return it as values that JSON knows."""
        return asdict(self)


def read_manifest(said: Any) -> Manifest:  # noqa: ANN401 - it comes from JSON
    """Return the manifest that JSON values tell; raise ValueError for anything else."""
    try:
        parts = tuple(Part(str(one["name"]), int(one["size"]), str(one["sha256"]))
                      for one in said["parts"])  # fmt: skip
        made = Manifest(
            str(said["school"]), str(said["made_at"]), str(said["why"]), int(said["entries"]),
            str(said["head"]), str(said["revision"]), str(said["version"]), parts,
        )  # fmt: skip
        datetime.fromisoformat(made.made_at)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(str(error)) from error
    return made


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that stands; `sha256` is blank where the file was not read, `size` in bytes."""

    path: Path
    manifest: Manifest
    sha256: str
    size: int
    sealed: bool = False


class Proof(StrEnum):
    """What was done with a backup that the log tells."""

    COPY = "copy"  # written to the second place and read back
    PRACTICE = "practice"  # restored into an empty folder and recounted
    RESTORE = "restore"  # became the book


@dataclass(frozen=True, slots=True)
class BackupNote:
    """A line of the log of copies (Điều 12.1): `place` is the folder, `day` ISO."""

    act: str
    file: str
    place: str
    day: str
    entries: int
    head: str
    sha256: str
    size: int
    sealed: str = ""  # "yes" when it needs the pass phrase
    status: str = "active"


T = TypeVar("T")


def kept_of(backups: Iterable[T], made: Callable[[T], datetime], why: Callable[[T], str]) -> set[T]:
    """Return which backups stay: the newest of each of the last days, weeks and months.

    Those made by hand, or before an import, a restore, an upgrade or an approval, are a way
    back that somebody counts on: the newest few of them stay whatever came later that day.
    """

    def rank(one: T) -> tuple[datetime, bool, str]:
        # Of one moment the one somebody counts on comes first, and always the same.
        return made(one), why(one) != Why.DAILY, why(one)

    ordered = sorted(backups, key=rank, reverse=True)
    kept: set[T] = set()
    for most, period in ((DAILY, _day), (WEEKLY, _week), (MONTHLY, _month)):
        seen: set[tuple[int, ...]] = set()
        for one in ordered:
            name = period(made(one).date())
            if name not in seen and len(seen) < most:
                seen.add(name)
                kept.add(one)
    before = [one for one in ordered if why(one) != Why.DAILY]
    return kept | set(before[:BEFORE_ACTS])


def _day(day: date) -> tuple[int, ...]:
    return (day.toordinal(),)


def _week(day: date) -> tuple[int, ...]:
    return day.isocalendar()[:2]


def _month(day: date) -> tuple[int, ...]:
    return day.year, day.month


def copy_due(last: date, months: int) -> date:
    """Return the day by which the next copy is due: so many calendar months later."""
    month = last.month - 1 + months
    year, month = last.year + month // 12, month % 12 + 1
    return date(year, month, min(last.day, monthrange(year, month)[1]))


class CopyState(StrEnum):
    """How the copy to dedicated storage stands (Điều 12.1)."""

    FRESH = "fresh"
    WARNING = "warning"
    OVERDUE = "overdue"


def copy_state(last: date, today: date, *, months: int, warning: int) -> CopyState:
    """Return how the last copy stands today; the warning comes after `warning` days."""
    if today > copy_due(last, months):
        return CopyState.OVERDUE
    return CopyState.WARNING if (today - last).days >= warning else CopyState.FRESH
