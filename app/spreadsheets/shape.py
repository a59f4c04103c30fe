"""The child process that looks at a template: `python -m app.spreadsheets.shape FILE BYTES`.

It tells what a sheet's text does not: what its cells allow, which of them show days, and the
named areas of the workbook.
"""

from __future__ import annotations

import json
import sys
import zipfile
from dataclasses import dataclass, field

from app.spreadsheets.bounds import limit
from app.spreadsheets.parts import STYLES, Styles, contents, place_of, scan, styles

_MOST_RULES = 5_000
_LOOKED_AT = 60  # rows, for days
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_383
Rule = tuple[int, int, int, int, str, int]


@dataclass
class _Open:
    """A rule while it is read."""

    kind: str
    operator: str
    areas: str
    first: str = ""
    second: str = ""


@dataclass
class Look:
    """What one sheet allows, and where it shows days."""

    rules: list[Rule] = field(default_factory=list)
    dated: list[tuple[int, int]] = field(default_factory=list)


class _Looker:
    """Reads one sheet."""

    def __init__(self, look: Styles) -> None:
        self.found = Look()
        self._styles = look
        self._open: _Open | None = None
        self._inside = ""

    def start(self, name: str, said: dict[str, str], place: int) -> None:
        del place
        if name == "dataValidation":
            self._open = _Open(said.get("type", ""), said.get("operator", "between"),
                               said.get("sqref", ""))  # fmt: skip
        elif name in {"formula1", "formula2", "sqref"} and self._open:
            self._inside = name
        elif name == "c" and "r" in said and self._shows_day(said.get("s", "")):
            row, column = place_of(said["r"])
            if row <= _LOOKED_AT:
                self.found.dated.append((row, column))
        elif name == "col" and self._shows_day(said.get("style", "")):
            self.found.dated += [
                (0, one)
                for one in range(int(said["min"]) - 1, min(int(said["max"]), _LAST_COLUMN + 1))
            ]

    def _shows_day(self, style: str) -> bool:
        return bool(style) and self._styles.is_date(int(style))

    def text(self, said: str) -> None:
        if self._open is None or not self._inside:
            return
        if self._inside == "formula1":
            self._open.first += said
        elif self._inside == "formula2":
            self._open.second += said
        else:
            self._open.areas += said

    def end(self, name: str, place: int, after: int) -> None:
        del place, after
        if name == self._inside:
            self._inside = ""
        elif name == "dataValidation" and self._open:
            self._keep(self._open)
            self._open = None

    def _keep(self, rule: _Open) -> None:
        longest = _longest(rule) if rule.kind == "textLength" else 0
        source = rule.first.strip() if rule.kind == "list" else ""
        if not (longest or source):
            return
        for area in rule.areas.split()[: _MOST_RULES - len(self.found.rules)]:
            rows, columns = _reach(area)
            self.found.rules.append((*rows, *columns, source, longest))


def _longest(rule: _Open) -> int:
    """Return how many letters a rule of length allows, 0 when it sets no such limit."""
    said = rule.second if rule.operator == "between" else rule.first
    if rule.operator not in {"between", "lessThan", "lessThanOrEqual", "equal"}:
        return 0
    if not said.strip().isdigit():
        return 0
    return int(said) - (rule.operator == "lessThan")


def _reach(area: str) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return the rows and columns of an area such as B5:B500, B:B or 5:5."""
    first, _mark, last = area.partition(":")
    first, last = first.replace("$", ""), (last or first).replace("$", "")
    if first.isalpha():
        first, last = f"{first}1", f"{last}{_LAST_ROW}"
    if first.isdigit():
        return (int(first), int(last)), (0, _LAST_COLUMN)
    (top, left), (bottom, right) = place_of(first), place_of(last)
    return (top, bottom), (left, right)


def look_at(path: str) -> dict[str, object]:
    """Return the workbook's named areas, and of each sheet what it allows and its days."""
    with zipfile.ZipFile(path) as archive:
        known = contents(archive)
        parts = set(archive.namelist())
        look = styles(archive.read(STYLES)) if STYLES in parts else Styles(b"")
        sheets = {}
        for name, part in known.sheets.items():
            if part in parts:
                looker = _Looker(look)
                scan(archive.read(part), looker.start, looker.end, looker.text)
                sheets[name] = [looker.found.rules, looker.found.dated]
    return {"names": known.names, "sheets": sheets}


def main() -> None:
    """Print as JSON what the workbook's sheets allow, and its named areas."""
    limit(int(sys.argv[2]))
    sys.stdout.write(json.dumps(look_at(sys.argv[1])))


if __name__ == "__main__":
    main()
