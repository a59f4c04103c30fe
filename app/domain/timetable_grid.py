"""Timetables drawn as a grid, unrolled into a list: a row for each filled hour of each class.

Two shapes are known: one grid with a column for each class, and a grid for each class with a
column for each day. A day, a session or a class is written once for all that follows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from app.domain.text import fold
from app.domain.timetable import read_session, read_weekday

HEADINGS = ("Ô", "Thứ", "Buổi", "Tiết", "Lớp", "Môn", "Giáo viên")
_CLASS = re.compile(r"(?:lop\W*)?([1-5](?:[a-z]\d{0,2}|[/.]\d{1,2}))(?!\w)")
_OF_CLASS = re.compile(r".*\blop\W*([1-5](?:[a-z]\d{0,2}|[/.]\d{1,2}))(?!\w)")
_HOURS = re.compile(r"tiet( hoc| thu| tkb)?")
_HOUR = re.compile(r"(?:tiet\s*)?(\d{1,2})")
_DAY_HEADINGS = frozenset({"thu", "ngay", "thu/ngay", "thu, ngay"})
_EMPTY = frozenset({"", "-", "x", "nghi", "0"})
_DAYS_IN_A_HEADER = 3
_TITLE_ROWS = 30

Rows = Sequence[Sequence[str]]
NamedRows = tuple[str, int, Rows]  # a sheet's name, the number of its first row, its rows


@dataclass
class _Grid:
    """The columns of a grid: where day, session and hour stand, and what the others are of."""

    day: int | None = None
    session: int | None = None
    hour: int | None = None
    classes: dict[int, str] = field(default_factory=dict)
    days: dict[int, str] = field(default_factory=dict)
    teachers: dict[int, int] = field(default_factory=dict)


def unrolled(sheets: Sequence[NamedRows]) -> list[NamedRows]:
    """Return the sheets with all grids made one list; as they are when none is a grid.

    What stands over the first grid of a sheet stays over the list, for the day it is valid from.
    """
    titles: list[tuple[str, ...]] = []
    found: list[tuple[str, ...]] = []
    names = []
    for name, first, rows in sheets:
        hours = list(_hours(name, first, rows))
        if hours:
            names.append(name)
            titles += [tuple(text for text in row if text) for row in _above(rows)]
            found += hours
    if not found:
        return list(sheets)
    return [(", ".join(names), 1, [*titles, HEADINGS, *found])]


def _above(rows: Rows) -> Iterator[Sequence[str]]:
    for row in rows[:_TITLE_ROWS]:
        if _grid(row) is not None:
            return
        if any(row):
            yield row


def _hours(name: str, first: int, rows: Rows) -> Iterator[tuple[str, ...]]:
    grid: _Grid | None = None
    called = _CLASS.fullmatch(fold(name).strip())
    class_name, day, session = (called.group(1).upper() if called else ""), "", ""
    for number, row in enumerate(rows, start=first):
        header = _grid(row)
        if header is not None:
            grid, day, session = header, "", ""
        said = _said(row, grid)
        class_name = said.get("class", class_name)
        session = said.get("session", session)
        day = said.get("day", day)
        if grid is None or header is not None or "hour" not in said:
            continue
        for column, of in (grid.classes or grid.days).items():
            text = row[column] if column < len(row) else ""
            if fold(text) in _EMPTY:
                continue
            teacher = _at(row, grid.teachers.get(column))
            days, classes = (day, of) if grid.classes else (of, class_name)
            cell = f"{name}!{_letters(column)}{number}"
            yield cell, days, session, said["hour"], classes, text, teacher


def _said(row: Sequence[str], grid: _Grid | None) -> Mapping[str, str]:
    """Return what a row says of the day, the session, the hour and the class."""
    said: dict[str, str] = {}
    hour = _HOUR.fullmatch(fold(_at(row, grid.hour if grid else None)))
    if hour is not None:
        said["hour"] = hour.group(1)
    else:
        for text in filter(None, row):
            named = _OF_CLASS.match(fold(text))
            if named is not None:
                said["class"] = named.group(1).upper()
            if read_session(text):
                said["session"] = read_session(text)
    if grid is not None:
        if read_weekday(_at(row, grid.day)) is not None:
            said["day"] = _at(row, grid.day)
        if read_session(_at(row, grid.session)):
            said["session"] = read_session(_at(row, grid.session))
    return said


def _grid(row: Sequence[str]) -> _Grid | None:
    """Return the grid whose headings a row holds, None when it holds none."""
    grid = _Grid()
    for column, text in enumerate(row):
        _place(grid, column, text)
    if grid.hour is None:
        return None
    if grid.classes and grid.day is not None and not grid.days:
        for column in grid.classes:
            if column + 1 < len(row) and not row[column + 1]:
                grid.teachers[column] = column + 1
        return grid
    return grid if len(grid.days) >= _DAYS_IN_A_HEADER and not grid.classes else None


def _place(grid: _Grid, column: int, text: str) -> None:
    """Note what one heading says its column is."""
    folded = fold(text).strip()
    named = _CLASS.match(folded)
    if _HOURS.fullmatch(folded):
        grid.hour = column
    elif folded.startswith("buoi"):
        grid.session = column
    elif folded in _DAY_HEADINGS:
        grid.day = column
    elif read_weekday(text) is not None:
        grid.days[column] = text
    elif named is not None:
        grid.classes[column] = named.group(1).upper()


def _at(row: Sequence[str], column: int | None) -> str:
    return "" if column is None or column >= len(row) else row[column]


def _letters(column: int) -> str:
    """Return a column as a spreadsheet names it."""
    first, last = divmod(column, 26)
    return (_letters(first - 1) if first else "") + "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[last]
