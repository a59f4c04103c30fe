"""What a person sees of a file before it is read: sheets, headings, and a guess for each column."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.domain.batch import SchoolList, listed
from app.domain.fault import Refused
from app.domain.heading import FIELDS, Header, find_header, fold_heading, header_at, heading_names
from app.domain.sentence import Sentence

_SAMPLES = 3
_LOOKED_AT = 50  # rows below the headings, for samples
Rows = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Sighting:
    """One sheet of a file as the wizard shows it.

    `header_row` is the sheet's own number of the row the headings begin in, 0 for a list
    without headings; `guesses` and `samples` go column by column, a guess "" being none.
    """

    kind: str
    file: str
    sheet: str
    header_row: int
    header: Header
    guesses: tuple[str, ...]
    samples: tuple[tuple[str, ...], ...]
    first: int
    rows: Rows

    @property
    def key(self) -> str:
        """The name under which the pairing of these headings is remembered."""
        said = "|".join([self.kind, *(fold_heading(text) for text in self.header.texts)])
        return f"pairing:{hashlib.sha256(said.encode()).hexdigest()[:24]}"


def sight(
    kind: str, file: str, sheet: tuple[str, int, Rows], header_row: int | None = None
) -> Sighting:
    """Return how one sheet looks, its headings in the row said or else found."""
    name, first, rows = sheet
    fields = FIELDS[kind]
    header = find_header(rows, fields, {}) if header_row is None else None
    if header is None:
        header = _header(rows, heading_names(fields, {}), first, header_row)
    width = max((len(row) for row in rows), default=0)
    texts = (*header.texts, *[""] * (width - len(header.texts)))
    header = Header(header.row, header.last, texts, header.columns)
    guesses = [""] * width
    for field, column in header.columns.items():
        guesses[column] = field
    below = rows[header.last + 1 : header.last + 1 + _LOOKED_AT]
    samples = tuple(
        tuple([row[column] for row in below if column < len(row) and row[column]][:_SAMPLES])
        for column in range(width)
    )
    number = first + header.row if header.row >= 0 else 0
    return Sighting(kind, file, name, number, header, tuple(guesses), samples, first, rows)


def _header(rows: Rows, names: Mapping[str, str], first: int, header_row: int | None) -> Header:
    """Return the headings of the row said; of the first filled row when nobody said one."""
    if header_row == 0:
        return Header(-1, -1, (), {})
    if header_row is not None and first <= header_row < first + len(rows):
        return header_at(rows, header_row - first, names)
    filled = next((index for index, row in enumerate(rows) if any(row)), 0)
    return header_at(rows, filled, names) if rows else Header(-1, -1, (), {})


def paired(sighting: Sighting, guesses: Sequence[str]) -> SchoolList:
    """Return the list under the pairing a person confirmed; refuse one that cannot be read."""
    columns: dict[str, int] = {}
    for column, field in enumerate(guesses):
        if not field:
            continue
        if field in columns:
            raise Refused(
                Sentence(
                    "Two columns are paired with “{field}”. Choose one of them, and leave the "
                    "other out.",
                    {"field": title(sighting.kind, field)},
                ),
                where="columns",
            )
        columns[field] = column
    for each in FIELDS[sighting.kind]:
        if each.required and each.name not in columns:
            raise Refused(
                Sentence(
                    "No column is paired with “{field}” yet. Choose which column of {file} it is.",
                    {"field": each.headings[0], "file": sighting.file},
                ),
                where="columns",
            )
    header = Header(sighting.header.row, sighting.header.last, sighting.header.texts, columns)
    return listed(
        sighting.kind, sighting.file, (sighting.sheet, sighting.first, sighting.rows), header
    )


def title(kind: str, field: str) -> str:
    """Return what a field is called on paper."""
    return next((each.headings[0] for each in FIELDS[kind] if each.name == field), field)
