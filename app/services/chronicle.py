"""The history for a person: found by day, writer, kind and what it is about, and opened whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.domain.calendar import class_on, show_day, show_moment
from app.domain.chronicle import (
    Concern,
    EntryStory,
    FieldChange,
    HistoryFilter,
    MovedLine,
    Page,
    Told,
)
from app.domain.device import Device, State
from app.domain.document import SlipKind
from app.domain.fault import Refused
from app.domain.ledger import Entry, Image
from app.domain.loan import LoanLine
from app.domain.person import Person, SchoolClass
from app.domain.sentence import Sentence, Words
from app.domain.text import clean, fold, sort_key
from app.services.entry_words import (
    HIDDEN,
    KINDS,
    LINKS,
    RESULTS,
    SECRETS,
    STATES,
    TABLES,
    field_sentence,
    value_sentence,
)
from app.services.showing import Shown
from app.services.undoing import UNDOABLE
from app.store.desk import Desk

PAGE = 100  # entries on a page
MOST_LISTED = 100_000  # entries in a list that is printed or saved
_MOST_LOOKED = 20_000  # entries looked at for one page that does not fill
_MOST_ROWS = 60  # described rows that are told unless all are asked for
_LONGEST = 300  # letters of a value
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """The entries older than `before` that fit, newest first.

    A page that does not fill ends after `patience` entries: `reached` says how far it looked.
    """

    wanted: HistoryFilter
    words: Words
    before: int | None = None
    patience: int = _MOST_LOOKED

    def answer(self, desk: Desk) -> Page:
        """Return at most `PAGE` entries, or refuse to look for something nobody knows."""
        before = desk.head()[0] + 1 if self.before is None else self.before
        found: list[Told] = []
        reached = before
        for told, reached in _parts(desk, self.wanted, self.words, before):
            if len(found) + len(told) > PAGE:
                kept = PAGE - len(found)
                return Page((*found, *told[:kept]), ([*found, *told[:kept]])[-1].id)
            found += told
            if before - reached >= self.patience:
                break
        else:
            reached = 1
        return Page(tuple(found), reached)


def _parts(
    desk: Desk, wanted: HistoryFilter, words: Words, before: int
) -> Iterator[tuple[list[Told], int]]:
    looked = fold(clean(wanted.query)).split()
    for told, reached in desk.chronicle.parts(wanted, _concern_of(desk, wanted.about), before):
        yield [one for one in told if _holds(one, looked, words)], reached


def _holds(told: Told, looked: list[str], words: Words) -> bool:
    if not looked:
        return True
    text = fold(f"{told.id} {told.actor} {told.reason} {words(told.text, **told.values)}")
    return all(word in text for word in looked)


def _concern_of(desk: Desk, about: str) -> Concern | None:
    """Return what is named: a device by its code, or people or classes by code or name."""
    about = clean(about)
    if not about:
        return None
    device = desk.find(Device, code=about.upper()) or desk.find(Device, official_code=about)
    if device is not None:
        return Concern(device=device.id)
    people = _named(about, [(one.id, one.row.code, one.row.name) for one in desk.every(Person)])
    if people:
        return Concern(column="teacher_id", table="person", rows=people)
    known = [(one.id, one.row.code, one.row.name) for one in desk.every(SchoolClass)]
    classes = _named(about, known)
    if classes:
        return Concern(column="class_id", table="school_class", rows=classes)
    raise Refused(
        Sentence(
            "No device, person or class is called “{name}”. Type a code, or a whole name.",
            {"name": about},
        ),
        where="about",
    )


def _named(about: str, known: list[tuple[int, str, str]]) -> tuple[int, ...]:
    return tuple(
        number for number, code, name in known
        if code == about.upper() or fold(name) == fold(about)
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class HistoryOffers:
    """The words that the filters of the history offer."""

    def answer(self, desk: Desk) -> tuple[list[str], list[str]]:
        """Return who wrote of late, and the names of people and classes, each in order."""
        names = {one.row.name for one in desk.every(Person)}
        names |= {one.row.name for one in desk.every(SchoolClass)}
        return sorted(desk.chronicle.writers(), key=sort_key), sorted(names, key=sort_key)


@dataclass(frozen=True, slots=True)
class HistoryList:
    """All entries that fit as a list to print or save."""

    wanted: HistoryFilter
    words: Words
    title: str
    most: int = MOST_LISTED

    def answer(self, desk: Desk) -> Shown:
        """Return the list, newest first, or refuse more than anybody would read."""
        words, rows = self.words, list[tuple[str | int, ...]]()
        for part, _reached in _parts(desk, self.wanted, words, desk.head()[0] + 1):
            rows += [tell_row(words, told) for told in part]
            if len(rows) > self.most:
                raise Refused(
                    Sentence(
                        "More than {most} entries are too many for one list. Choose a shorter "
                        "period, or a kind of act.",
                        {"most": self.most},
                    )
                )
        return Shown(self.title, history_headings(words), tuple(rows))


def history_headings(words: Words) -> tuple[str, ...]:
    """Return what stands over the columns of the history."""
    return (words("Entry"), words("Happened on"), words("Recorded"), words("Written by"),
            words("Kind of act"), words("What happened"))  # fmt: skip


def tell_row(words: Words, told: Told) -> tuple[str | int, ...]:
    """Return an entry as a row under those headings."""
    kind = KINDS.get(told.kind)
    said = words(told.text, **told.values)
    if told.reason:
        said = f"{said} ({told.reason})"
    if told.undone_by is not None:
        said = words("{what} · undone by entry {entry}", what=said, entry=told.undone_by)
    return (
        told.id, show_day(told.day), show_moment(told.recorded_at), told.actor,
        words.render(kind) if kind else told.kind, said,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class StoryOf:
    """One entry, opened: what it moved and described, in words.

    `whole` tells every field of every row it described, not what changed alone.
    """

    entry: int
    words: Words
    whole: bool = False

    def answer(self, desk: Desk) -> EntryStory:
        """Return the entry's story, or refuse a number the book does not have."""
        entry = next(desk.entries(self.entry, self.entry), None)
        if entry is None:
            raise Refused(
                Sentence("The book has no entry {entry}.", {"entry": self.entry}),
                where=str(self.entry),
            )
        undone_by = desk.reversal_of(entry.id)
        told = entry.images if self.whole else entry.images[:_MOST_ROWS]
        teller = _Teller(desk, self.words)
        return EntryStory(
            entry,
            undone_by,
            undone_by is None and entry.kind in UNDOABLE | {"undo"},
            _moved(desk, self.words, entry),
            tuple(one for image in told for one in teller.changes(image, whole=self.whole)),
            len(entry.images) - len(told),
            _loan_of(desk, entry),
            next((image.id for image in entry.images if _is_slip(image)), None),
        )


def _moved(desk: Desk, words: Words, entry: Entry) -> tuple[MovedLine, ...]:
    wanted = list(dict.fromkeys(posting.device for posting in entry.postings))
    devices = {view.id: view.device for view in desk.devices(wanted)}
    lines = []
    for posting in entry.postings:
        device = devices[posting.device]
        result = RESULTS.get(posting.result)
        target = words.render(STATES[posting.target])
        if posting.target is not State.OUTSIDE and result is not None:
            target = f"{target} ({words.render(result)})"
        lines.append(
            MovedLine(device.code, device.name, posting.quantity, device.unit,
                      words.render(STATES[posting.source]), target, posting.note)
        )  # fmt: skip
    return tuple(lines)


def _loan_of(desk: Desk, entry: Entry) -> int | None:
    """Return the slip an entry made or took something back from."""
    made = next((image.id for image in entry.images if image.table == "loan"), None)
    line = next((posting.line for posting in entry.postings if posting.line is not None), None)
    return desk.get(LoanLine, line).loan_id if made is None and line is not None else made


def _is_slip(image: Image) -> bool:
    return image.table == "document" and image.after["kind"] in set(SlipKind)


@dataclass(frozen=True, slots=True)
class _Teller:
    """Puts rows and what stands in them into words; names of other rows are read once."""

    desk: Desk
    words: Words
    names: dict[tuple[str, int], str] = field(default_factory=dict)

    def changes(self, image: Image, *, whole: bool) -> list[FieldChange]:
        row = self._title(image.table, image.id, image.after)
        before: Mapping[str, Any] = image.before or {}
        return [
            FieldChange(row, self._field(image.table, name),
                        *(HIDDEN if name in SECRETS and one else self._value(name, one)
                          for one in (before.get(name), after)))
            for name, after in image.after.items()
            if whole or (before.get(name) or "") != (after or "")
        ]  # fmt: skip

    def _field(self, table: str, name: str) -> str:
        sentence = field_sentence(table, name)
        return self.words.render(sentence) if sentence else name

    def _title(self, table: str, number: int, row: Mapping[str, Any]) -> str:
        said = TABLES.get(table)
        return f"{self.words.render(said) if said else table} {self._called(row, number)}"

    def _called(self, row: Mapping[str, Any], number: int) -> str:
        """Return what a row is known by: its code and name, its device's, or its number."""
        if row.get("device_id"):
            return self._link("device", row["device_id"])
        if "grade" in row and "school_year" in row and row.get("name"):
            return class_on(row["name"], f"{row['school_year']}-09-01", self.desk.today)
        said = [str(row[name]) for name in ("code", "name", "key", "username", "title", "month")
                if row.get(name)]  # fmt: skip
        return " ".join(said) or str(row.get("number") or number)

    def _link(self, table: str, number: int) -> str:
        if (table, number) not in self.names:
            row = self.desk.row(table, number)
            self.names[table, number] = self._called(row, number) if row else str(number)
        return self.names[table, number]

    def _value(self, name: str, value: str | int | None) -> str:
        if value is None or value == "":
            return ""
        if name in LINKS and isinstance(value, int):
            return self._link(LINKS[name], value)
        if isinstance(value, int):
            return str(value)
        sign = value_sentence(name, value)
        if sign is not None:
            return self.words.render(sign)
        if _DAY.fullmatch(value):
            return show_day(value)
        return value if len(value) <= _LONGEST else f"{value[:_LONGEST]}…"
