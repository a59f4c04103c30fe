"""Is the book the one that was closed? Its end is held against what was noted and signed.

A chain of hashes shows a change in its midst, not that its end was cut off, or that another
whole book lies in its place. So the head is noted beside the book, and stands on each sheet the
principal signs (Điều 3.11).
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from app.domain.backup import BackupNote, Proof, Why
from app.domain.calendar import show_day
from app.domain.fault import Damaged
from app.domain.month import Month, MonthStatus, show_month
from app.domain.sentence import Sentence
from app.domain.view import Problem
from app.store.backup import FOLDER, NOTED, newest_backup
from app.store.desk import Desk
from app.store.files import write_over

_LAST = 300  # entries whose seals are checked whenever the book is opened
_SIGNED = frozenset({MonthStatus.SUBMITTED, MonthStatus.APPROVED})


@dataclass(frozen=True, slots=True)
class CheckEnd:
    """Check the last entries, and that those noted or signed are still what they were.

    Quick however long the book is: `Verify` recounts all of it.
    """

    def answer(self, desk: Desk) -> tuple[Problem, ...]:
        """Return what is wrong; nothing when the book goes on from where it was."""
        anchored = (*check_signed(desk), *check_noted(desk), *check_backed_up(desk))
        return (*desk.chronicle.check_tail(_LAST), *anchored)


def check_signed(desk: Desk) -> tuple[Problem, ...]:
    """Return which sheets stand over an entry that is gone, or is another now."""
    signed = [one.row for one in desk.every(Month) if one.row.status in _SIGNED and one.row.entry]
    borne = desk.chronicle.hashes([row.entry for row in signed])
    return tuple(
        Problem(
            row.entry,
            Sentence(
                "The sheet of month {month} was made over entry {entry}, which is another now.",
                {"month": show_month(row.month), "entry": row.entry},
            ),
        )
        for row in signed
        if borne.get(row.entry) != row.head
    )


def check_noted(desk: Desk) -> tuple[Problem, ...]:
    """Return whether the book reaches as far as when it was closed last."""
    noted = _read_note(desk.folder / NOTED)
    if noted is None:
        return ()
    number = noted.entry
    found = desk.chronicle.hashes([number])
    if found.get(number) == noted.hash:
        return ()
    said: dict[str, str | int] = {
        "entry": number, "day": show_day(noted.noted_at[:10]), "last": desk.head()[0],
    }  # fmt: skip
    sentence = Sentence("Entry {entry} is another than on {day}, when it was noted.", said)
    if number not in found:
        sentence = Sentence(
            "The book reached entry {entry} on {day}, but ends at entry {last} now. If a backup "
            "was restored since, what came later is not in it.",
            said,
        )
    return (Problem(number, sentence),)


def check_backed_up(desk: Desk) -> tuple[Problem, ...]:
    """Return whether the book still holds what its newest backup says it held.

    A backup older than the last restore, or made for one, is of what was put aside then.
    """
    made = newest_backup(desk.folder / FOLDER)
    if made is None or made.manifest.why == Why.RESTORE:
        return ()
    number = made.manifest.entries
    found = desk.chronicle.hashes([number])
    if not number or found.get(number) == made.manifest.head:
        return ()
    if made.manifest.made_at <= _restored_at(desk):
        return ()
    said: dict[str, str | int] = {
        "entry": number, "file": made.path.name, "last": desk.head()[0],
    }  # fmt: skip
    sentence = Sentence("Entry {entry} is another than in the backup {file}.", said)
    if number not in found:
        sentence = Sentence(
            "The backup {file} reaches entry {entry}, but the book ends at entry {last}.", said
        )
    return (Problem(number, sentence),)


def _restored_at(desk: Desk) -> str:
    """Return the ISO moment of the last restore, blank when there was none."""
    restores = desk.every(BackupNote, act=Proof.RESTORE)
    if not restores:
        return ""
    # Its log is the first entry written after what came back.
    written = next(desk.entries(restores[-1].row.entries + 1), None)
    return written.recorded_at if written else ""


@dataclass(frozen=True, slots=True)
class CheckPaper:
    """Hold the book against the seal printed on a month's sheet: an entry, and its hash's start.

    The paper is out of reach of whoever rewrites the book and all its hashes (Điều 3.11).
    """

    entry: int
    printed: str

    def answer(self, desk: Desk) -> tuple[Problem, ...]:
        """Return what is wrong; nothing when the paper was printed of this very book."""
        found = desk.chronicle.hashes([self.entry]).get(self.entry, "")
        if self.printed and found.startswith(self.printed.lower()):
            return ()
        said: dict[str, str | int] = {"entry": self.entry, "printed": self.printed}
        return (
            Problem(
                self.entry,
                Sentence(
                    "Entry {entry} is not the one the paper was printed over: {printed}.", said
                ),
            ),
        )


@dataclass(frozen=True, slots=True)
class End:
    """The last entry, its hash, and the ISO moment it was noted."""

    entry: int
    hash: str
    noted_at: str


def _read_note(path: Path) -> End | None:
    """Return what was noted, None where nothing can be read."""
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        return End(int(said["entry"]), str(said["hash"]), str(said["noted_at"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def note_end(folder: Path, end: End) -> None:
    """Note beside the book how far it reaches, for the next time it is opened.

    The book is on disk by then, so it never falls short of the note by itself; a book whose
    note cannot be written is checked without it.
    """
    with suppress(OSError):
        write_over(folder / NOTED, json.dumps(asdict(end)))


@dataclass(frozen=True, slots=True)
class NoteEnd:
    """Note beside the book that it was closed where it ends now."""

    noted_at: str

    def answer(self, desk: Desk) -> None:
        """Write the note."""
        number, borne = desk.head()
        if number:
            note_end(desk.folder, End(number, borne, self.noted_at))


def astray() -> Damaged:
    """Return what is said when a book that does not add up cannot answer."""
    return Damaged(
        Sentence(
            "The book was damaged or changed from outside, so this cannot be done. Check the "
            "whole book, restore a backup and call for help."
        )
    )
