"""Is the book the one that was closed? Its end is held against what was noted and signed.

A chain of hashes shows a change in its midst, not that its end was cut off, or that another
whole book lies in its place. So the head is noted beside the book, and stands on each sheet the
principal signs (Điều 3.11).
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from app.domain.calendar import show_day
from app.domain.month import Month, MonthStatus, show_month
from app.domain.sentence import Sentence
from app.domain.view import Problem
from app.store.desk import Desk
from app.store.files import write_whole

NOTED = "head.json"  # beside the book
_LAST = 300  # entries whose seals are checked whenever the book is opened
_SIGNED = frozenset({MonthStatus.SUBMITTED, MonthStatus.APPROVED})


@dataclass(frozen=True, slots=True)
class CheckEnd:
    """Check the last entries, and that those noted or signed are still what they were.

    Quick however long the book is: `Verify` recounts all of it.
    """

    def answer(self, desk: Desk) -> tuple[Problem, ...]:
        """Return what is wrong; nothing when the book goes on from where it was."""
        return (*desk.chronicle.check_tail(_LAST), *check_signed(desk), *check_noted(desk))


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
    number, borne, moment = noted
    found = desk.chronicle.hashes([number])
    if found.get(number) == borne:
        return ()
    said: dict[str, str | int] = {
        "entry": number, "day": show_day(moment[:10]), "last": desk.head()[0],
    }  # fmt: skip
    sentence = Sentence("Entry {entry} is another than on {day}, when the book was closed.", said)
    if number not in found:
        sentence = Sentence(
            "The book reached entry {entry} on {day}, but ends at entry {last} now. If a backup "
            "was restored since, what came later is not in it.",
            said,
        )
    return (Problem(number, sentence),)


def _read_note(path: Path) -> tuple[int, str, str] | None:
    """Return the entry, the hash and the moment that were noted, None where none can be read."""
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        return int(said["entry"]), str(said["hash"]), str(said["noted_at"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


@dataclass(frozen=True, slots=True)
class NoteEnd:
    """Note beside the book how far it reached, for the next time it is opened."""

    noted_at: str

    def answer(self, desk: Desk) -> None:
        """Write the note; a book whose note cannot be written is checked without it."""
        number, borne = desk.head()
        if not number:
            return
        said = {"entry": number, "hash": borne, "noted_at": self.noted_at}
        with suppress(OSError):
            write_whole(desk.folder / NOTED, json.dumps(said).encode())
