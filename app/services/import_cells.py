"""One cell of a school's list: a whole number, a day, a mark; refused in words when it is none."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date

from app.domain.batch import ListRow
from app.domain.norm import listed_grades
from app.domain.sentence import Sentence
from app.domain.text import as_figure, fold

_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})( 00:00:00)?")
_WITH_UNIT = re.compile(r"([\d., ]*\d)\s*([^\W\d_]+|₫)\.?")
_MARKS = frozenset({"x", "v", "✓", "✔", "co", "yes", "gv", "hs"})
_NO_MARKS = frozenset({"", "0", "-", "khong", "no"})


class WrongCell(Exception):  # noqa: N818 - it carries a cell's fault to the plan, nowhere else
    """A cell that cannot be imported."""

    def __init__(self, field: str, sentence: Sentence) -> None:
        """Say which field and why."""
        super().__init__(str(sentence))
        self.field = field
        self.sentence = sentence


def whole(
    row: ListRow, field: str, lowest: int, highest: int, units: Collection[str] = ()
) -> int | None:
    """Return a cell as a whole number, None when blank; refuse anything else.

    One of `units` may stand behind the figure, as in "35 bộ" of a row counted in Bộ.
    """
    text = row[field]
    if not text:
        return None
    digits = text
    found = _WITH_UNIT.fullmatch(text)
    if found is not None and fold(found.group(2)) in {fold(unit) for unit in units if unit}:
        digits = found.group(1)
    digits = digits.replace(" ", "")
    for mark in (".", ","):
        parts = digits.split(mark)
        if len(parts) > 1 and all(len(part) == 3 for part in parts[1:]):  # noqa: PLR2004 - thousands
            digits = "".join(parts)
    figure = as_figure(digits)
    if figure is None or not lowest <= figure <= highest:
        raise WrongCell(
            field,
            Sentence(
                "“{value}” is not a whole number from {lowest} to {highest}. Write digits only.",
                {"value": text, "lowest": lowest, "highest": highest},
            ),
        )
    return figure


def day(row: ListRow, field: str) -> str:
    """Return a cell as an ISO day, "" when blank; day before month, the year in four digits."""
    text = row[field]
    if not text:
        return ""
    written, iso = _DAY.fullmatch(text), _ISO.fullmatch(text)
    try:
        if written is not None:
            return date(*(int(part) for part in reversed(written.groups()))).isoformat()
        if iso is not None:
            return date(*(int(part) for part in iso.groups()[:3])).isoformat()
    except ValueError:
        pass
    raise WrongCell(
        field,
        Sentence(
            "“{value}” is no day. Write day, month and year, for example 05/09/2026.",
            {"value": text},
        ),
    )


def grades(row: ListRow, field: str) -> str:
    """Return a cell that lists grades as 1;2;3, "" when blank; refuse anything else."""
    text = row[field]
    found = listed_grades(text) if text else ""
    if found is None:
        raise WrongCell(
            field,
            Sentence(
                "“{value}” names no grades from 1 to 5. Write for example 3, or 1;2;3, or 1-5.",
                {"value": text},
            ),
        )
    return found


def marked(row: ListRow, field: str) -> bool:
    """Return whether a cell is ticked; refuse what is neither a mark nor its absence."""
    text = fold(row[field]).strip("() ")
    if text in _MARKS or (text.isdecimal() and text.strip("0")):
        return True
    if text in _NO_MARKS:
        return False
    raise WrongCell(
        field,
        Sentence("“{value}” is no mark. Write x, or leave the cell blank.", {"value": row[field]}),
    )


def filled(row: ListRow, field: str) -> str:
    """Return a cell that must not be blank."""
    if not row[field]:
        raise WrongCell(
            field, Sentence("This cell is blank. Fill it in, or take the whole row out.")
        )
    return row[field]
