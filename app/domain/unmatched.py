"""Words of a list that stand in no list of the book, and what a person says of each."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from app.domain.batch import ListRow, SchoolList
from app.domain.staff import status_key
from app.domain.text import fold

LEFT_OUT = ""  # the choice that leaves the rows of a word out of the import
_SPLIT = " - "
_LIKENESS = 0.6
_COMPARED = 200  # words of one field that are compared with a whole list
# The plan finds these without marks, a status by its code too.
_SAME: Mapping[str, Callable[[str], str]] = {
    "place": fold, "part_of": fold, "team": fold, "status": status_key,
    "condition": fold,
}  # fmt: skip

Choices = Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A word no list knows: where it stands, and known words like it, best first.

    A field that takes no new word offers `others` too: the rest of its list. A `name` is never
    wrong; it is here when a known place stands before a dash in it.
    """

    field: str
    value: str
    rows: tuple[int, ...]
    suggestions: tuple[str, ...]
    may_be_new: bool = True
    others: tuple[str, ...] = ()


def find_unmatched(
    source: SchoolList, known: Mapping[str, Sequence[str]], closed: Collection[str] = ()
) -> tuple[Unmatched, ...]:
    """Return the words of a list that `known` does not hold, field by field.

    A field whose list is empty is asked nothing: its first words start the list. The
    `closed` fields take no new word.
    """
    found: list[Unmatched] = []
    for field, words in known.items():
        same = _SAME.get(field, str.lower)
        there = {same(word) for word in words}
        by_fold = {fold(word): word for word in reversed(words)}
        where: dict[str, tuple[str, list[int]]] = {}
        for row in source.rows:
            if there and row[field] and same(row[field]) not in there:
                where.setdefault(row[field].lower(), (row[field], []))[1].append(row.number)
        for count, (value, rows) in enumerate(where.values()):
            many = count >= _COMPARED
            like = [] if many else get_close_matches(fold(value), by_fold, n=3, cutoff=_LIKENESS)
            suggestions = tuple(by_fold[one] for one in like)
            others = tuple(word for word in words if word not in suggestions)
            found.append(
                Unmatched(field, value, tuple(rows), suggestions, field not in closed,
                          others if field in closed else ())
            )  # fmt: skip
    return (*found, *_places_in_names(source, known.get("place", ())))


def _places_in_names(source: SchoolList, places: Collection[str]) -> list[Unmatched]:
    if source.kind != "devices":
        return []
    known = {fold(place) for place in places}
    return [
        Unmatched("name", row["name"], (row.number,), (tail,))
        for row in source.rows
        for head, dash, tail in (row["name"].partition(_SPLIT),)
        if dash and tail and not row["place"] and fold(head) in known
    ]


def with_choices(source: SchoolList, choices: Choices) -> SchoolList:
    """Return the list as a person settled it, by (field, word in lower case).

    A choice is the word to use instead, the word itself to take it as new, or `LEFT_OUT`.
    """
    if not choices:
        return source
    rows = [_settled(row, choices) for row in source.rows]
    return replace(source, rows=tuple(row for row in rows if row is not None))


def _settled(row: ListRow, choices: Choices) -> ListRow | None:
    values = dict(row.values)
    for field, value in row.values.items():
        chosen = choices.get((field, value.lower())) if value else None
        if chosen is None or chosen == value:
            continue
        if chosen == LEFT_OUT:
            return None
        values[field] = chosen
        head, dash, tail = value.partition(_SPLIT)
        if field == "name" and dash and tail == chosen:
            values["place"] = head
    return replace(row, values=values)
