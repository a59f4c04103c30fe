"""A workbook the city gave out blank: its sheets, its code lists, and a guess how to fill it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from app.domain.fault import Refused
from app.domain.heading import Field, Header, find_header, fold_heading, header_at, heading_names
from app.domain.layout import AS_DATE, DAYS, LAYOUT_FIELDS, Layout, LayoutColumn
from app.domain.sentence import Sentence
from app.domain.text import fold

_SEARCHED_ROWS = 30
_MOST_NOTES = 6  # rows between the headings and the data
_MOST_WORDS = 2_000  # of one code list
_LONG_NOTE = 30  # letters, from which a cell alone in its row is a note
_LOOSE = tuple(replace(one, required=False) for one in LAYOUT_FIELDS)
_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_REQUIRED = re.compile(r"\*|bat buoc")
_FIELD_NAME = re.compile(r"[A-Za-z]\w*(?:_\w+|[a-z][A-Z])\w*|[A-Z]{2,}\w*")
_NOTE = re.compile(
    r"bat buoc|toi da|ky tu|dinh dang|\bnhap\b|\bchon\b|\bkieu\b|dd/mm|khong bat buoc|"
    r"\bvan ban\b|so nguyen|theo danh muc"
)
_COUNTED = re.compile(r"\(?\s*(\d{1,3}|[A-Za-z])\s*\)?")
_AREA = re.compile(
    r"(?:(?:'((?:[^']|'')+)'|([^'!]+))!)?\$?([A-Z]{1,3})\$?(\d{1,7})?(?::\$?([A-Z]{1,3})\$?(\d{1,7})?)?"
)
Rows = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Rule:
    """What a template allows in an area: the words of a list, or so many letters.

    Rows count from 1, columns from 0, the last of both belong to it. `source` is the list as
    the workbook writes it: words between quotes, an area, or the name of one.
    """

    rows: tuple[int, int]
    columns: tuple[int, int]
    source: str = ""
    longest: int = 0

    def holds(self, row: int, column: int) -> bool:
        """Return whether a cell lies in the area."""
        return self.rows[0] <= row <= self.rows[1] and self.columns[0] <= column <= self.columns[1]


@dataclass(frozen=True, slots=True)
class TemplateSheet:
    """A sheet as text; `rows[i][j]` stands in row `first_row + i`, column `first_column + j`.

    `dated` are the (row, column) whose format shows a day; row 0 is a whole column.
    """

    name: str
    first_row: int
    first_column: int
    rows: Rows
    rules: tuple[Rule, ...] = ()
    dated: frozenset[tuple[int, int]] = frozenset()

    def text(self, row: int, column: int) -> str:
        """Return what a cell says, "" beyond the sheet."""
        across, down = column - self.first_column, row - self.first_row
        if not 0 <= down < len(self.rows) or not 0 <= across < len(self.rows[down]):
            return ""
        return self.rows[down][across]

    @property
    def last_row(self) -> int:
        """The last row that holds anything."""
        return self.first_row + len(self.rows) - 1


@dataclass(frozen=True, slots=True)
class Template:
    """A workbook to fill in; `names` are its named areas."""

    file: str
    sha256: str
    sheets: tuple[TemplateSheet, ...]
    names: Mapping[str, str] = field(default_factory=dict)

    def sheet(self, name: str) -> TemplateSheet:
        """Return the sheet with a name, or refuse."""
        for one in self.sheets:
            if one.name == name:
                return one
        raise Refused(
            Sentence(
                "{file} has no sheet named “{sheet}”. Choose one of its own.",
                {"file": self.file, "sheet": name},
            ),
            where=self.file,
        )


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a person said of a template; a blank or 0 is guessed."""

    sheet: str = ""
    header_row: int = 0
    first_row: int = 0


def guess_layout(
    template: Template, known: Mapping[str, LayoutColumn], chosen: Chosen | None = None
) -> Layout:
    """Return how a template is to be filled: sheet, rows, and a field for each heading.

    `known` are columns paired before, by their heading folded.
    """
    chosen = chosen or Chosen()
    if chosen.sheet:
        sheet = template.sheet(chosen.sheet)
    else:
        sheet = max(template.sheets, key=_known_columns)
    header = _header(sheet, chosen.header_row)
    first = chosen.first_row or _first_data(sheet, header)
    columns = tuple(_columns(template, sheet, header, first, known))
    days = {column.at for column in columns if column.field in DAYS}
    dated = any((row, at) in sheet.dated for row in (0, first) for at in days)
    return Layout(
        template.file.rpartition(".")[0], sheet.name, sheet.first_row + header.last, first,
        columns, AS_DATE if dated else "dd/mm/yyyy", "", template.sha256,
    )  # fmt: skip


def _known_columns(sheet: TemplateSheet) -> int:
    return len(_header(sheet, 0).columns)


def _header(sheet: TemplateSheet, row: int) -> Header:
    """Return the headings of a row, or those that name most; else the fullest row is taken."""
    names = heading_names(_LOOSE, {})
    rows = [[_plain(text, names) for text in cells] for cells in sheet.rows[:_SEARCHED_ROWS]]
    if not rows:
        return Header(0, 0, (), {})
    if row:
        index = min(max(row - sheet.first_row, 0), len(rows) - 1)
        found = header_at(rows, index, names)
    else:
        found = find_header(rows, _LOOSE, {}) or header_at(rows, 0, names)
        if not found.columns:
            fullest = max(range(len(rows)), key=lambda at: sum(map(bool, rows[at])))
            found = header_at(rows, fullest, names)
    width = max(len(cells) for cells in sheet.rows)
    said = tuple(
        _said(sheet.rows[found.row : found.last + 1], found.texts, column)
        for column in range(width)
    )
    return Header(found.row, found.last, said, found.columns)


def _plain(text: str, names: Mapping[str, str]) -> str:
    """Return a heading without its asides, unless it is known with them."""
    return text if fold_heading(text) in names else _ASIDE.sub(" ", text).strip() or text


def _said(rows: Rows, texts: Sequence[str], column: int) -> str:
    """Return a heading as the template writes it; of a group and its parts as they are joined."""
    own = [cells[column] for cells in rows if column < len(cells) and cells[column]]
    joined = texts[column] if column < len(texts) else ""
    alone = len(own) == 1 and fold_heading(_ASIDE.sub(" ", own[0])) == fold_heading(joined)
    if alone or (own and len(rows) == 1):
        return own[0]
    return joined or " ".join(own)


def _first_data(sheet: TemplateSheet, header: Header) -> int:
    """Return the first row below the headings that is no note about them."""
    index = header.last + 1
    for cells in sheet.rows[index : index + _MOST_NOTES]:
        if not _is_note([text for text in cells if text]):
            break
        index += 1
    return sheet.first_row + index


def _is_note(texts: Sequence[str]) -> bool:
    """Return whether a row speaks of the headings: names of fields, numbers, how to fill in."""
    if not texts:
        return False
    if len(texts) == 1:
        return len(texts[0]) > _LONG_NOTE or bool(_NOTE.search(fold(texts[0])))
    noted = sum(bool(_NOTE.search(fold(text))) for text in texts)
    named = sum(bool(_FIELD_NAME.fullmatch(text)) for text in texts)
    if noted * 2 >= len(texts) or named * 2 > len(texts):
        return True
    counted = [match.group(1) for text in texts if (match := _COUNTED.fullmatch(text))]
    in_order = [_rank(one) for one in counted]
    return len(counted) == len(texts) and in_order == list(
        range(in_order[0], in_order[0] + len(in_order))
    )


def _rank(said: str) -> int:
    return int(said) if said.isdigit() else ord(said.upper()) - ord("A") + 1


def _columns(
    template: Template, sheet: TemplateSheet, header: Header, first: int,
    known: Mapping[str, LayoutColumn],
) -> Iterator[LayoutColumn]:  # fmt: skip
    fields = {column: name for name, column in header.columns.items()}
    taken: set[str] = set()
    notes = sheet.rows[header.last + 1 : max(first - sheet.first_row, header.last + 1)]
    for index, heading in enumerate(header.texts):
        if not heading:
            continue
        at = sheet.first_column + index
        offered = offered_words(template, sheet, at, first, heading)
        before = known.get(fold_heading(heading))
        name = before.field if before is not None else fields.get(index, "")
        if name == "condition" and offered and before is None:
            name = "standing"
        name = "" if name in taken else name
        taken |= {name} - {""}
        noted = any(index < len(row) and fold(row[index]).startswith("bat buoc") for row in notes)
        yield LayoutColumn(
            at, heading, name,
            constant=before.constant if before else "",
            required=noted or bool(_REQUIRED.search(fold(heading))),
            offered=offered,
            words=_still_offered(before.words if before else (), offered),
            longest=min((rule.longest for rule in sheet.rules
                         if rule.longest and rule.holds(first, at)), default=0),
        )  # fmt: skip


def _still_offered(
    words: tuple[tuple[str, str], ...], offered: tuple[tuple[str, str], ...]
) -> tuple[tuple[str, str], ...]:
    theirs = dict(offered)
    return tuple(pair for pair in words if not offered or pair[1] in theirs)


def offered_words(
    template: Template, sheet: TemplateSheet, at: int, first: int, heading: str
) -> tuple[tuple[str, str], ...]:
    """Return the words a column may hold, each with what it stands for, () when any will do.

    They are those of its own list, or of a column with the same heading in another sheet.
    """
    for rule in sheet.rules:
        if rule.source and rule.holds(first, at):
            return tuple(_listed(template, sheet, rule.source))[:_MOST_WORDS]
    wanted = fold_heading(_ASIDE.sub(" ", heading))
    for other in template.sheets:
        if other.name != sheet.name:
            found = _under(other, wanted)
            if found:
                return found[:_MOST_WORDS]
    return ()


def _listed(template: Template, sheet: TemplateSheet, source: str) -> Iterable[tuple[str, str]]:
    """Return the words of a list as a workbook writes it."""
    source = source.strip().removeprefix("=")
    if source.startswith('"'):
        words = (word.strip() for word in source.strip('"').split(","))
        return [(word, "") for word in words if word]
    match = _AREA.fullmatch(template.names.get(source, source).strip())
    if match is None:
        return []
    quoted, plain, left, top, right, bottom = match.groups()
    name = (quoted or plain or sheet.name).replace("''", "'")
    page = next((one for one in template.sheets if one.name == name), None)
    if page is None or (right or left) != left:
        return []
    return _down(page, _index(left), int(top or 1), min(int(bottom or top or page.last_row),
                                                        page.last_row))  # fmt: skip


def _down(page: TemplateSheet, column: int, top: int, bottom: int) -> list[tuple[str, str]]:
    """Return the words down a column, with those that stand beside them."""
    rows = [row for row in range(top, bottom + 1) if page.text(row, column)]
    beside = [[page.text(row, side) for row in rows] for side in (column + 1, column - 1)]
    names = next((one for one in beside if len(set(one)) > 1 and all(one)), [""] * len(rows))
    said = {page.text(row, column): name for row, name in zip(rows, names, strict=True)}
    return list(said.items())


def _under(page: TemplateSheet, wanted: str) -> tuple[tuple[str, str], ...]:
    """Return the words below a heading of a sheet of code lists."""
    for row in range(page.first_row, min(page.last_row, page.first_row + _SEARCHED_ROWS) + 1):
        cells = page.rows[row - page.first_row]
        for index, text in enumerate(cells):
            if text and fold_heading(text) == wanted:
                column = page.first_column + index
                return tuple(_down(page, column, row + 1, page.last_row))
    return ()


def _index(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def match_words(column: LayoutColumn, values: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Return the (ours, theirs) of a column: those said before, and those that are called alike."""
    alike: dict[str, str] = {}
    for word, name in column.offered:
        for said in (word, name, word.partition(" - ")[2], word.partition(" - ")[0]):
            if said:
                alike.setdefault(fold_heading(said), word)
    words, allowed = dict(column.words), dict(column.offered)
    for value in values:
        found = alike.get(fold_heading(value))
        if found is not None and value not in allowed:
            words.setdefault(value, found)
    return tuple(sorted(words.items()))


@dataclass(frozen=True, slots=True)
class Differences:
    """How the headings of a changed template differ from those a layout knew."""

    new: tuple[str, ...]
    gone: tuple[str, ...]
    moved: tuple[str, ...]

    @property
    def any(self) -> bool:
        """Whether there are any."""
        return bool(self.new or self.gone or self.moved)


def compare(before: Layout, after: Layout) -> Differences:
    """Return what is new, gone and moved among the headings."""
    old = {fold_heading(column.heading): column for column in before.columns}
    new = {fold_heading(column.heading): column for column in after.columns}
    return Differences(
        tuple(column.heading for key, column in new.items() if key not in old),
        tuple(column.heading for key, column in old.items() if key not in new),
        tuple(column.heading for key, column in new.items()
              if key in old and old[key].at != column.at),
    )  # fmt: skip


def known_columns(layouts: Iterable[Layout]) -> dict[str, LayoutColumn]:
    """Return the columns that were paired before, by their heading; a later layout counts."""
    return {
        fold_heading(column.heading): column
        for layout in layouts
        for column in layout.columns
        if column.is_filled
    }


def choose_field(layout: Layout, name: str, heading: str) -> Layout:
    """Return a layout in which a field stands under a heading, and nowhere else."""
    wanted = fold_heading(heading)
    if not any(fold_heading(column.heading) == wanted for column in layout.columns):
        raise Refused(
            Sentence(
                "Sheet {sheet} has no heading “{heading}”. Use one of: {known}.",
                {"sheet": layout.sheet, "heading": heading,
                 "known": ", ".join(column.heading for column in layout.columns)},
            ),
            where=name,
        )  # fmt: skip
    columns = [
        replace(column, field=name)
        if fold_heading(column.heading) == wanted
        else replace(column, field="" if column.field == name else column.field)
        for column in layout.columns
    ]
    return replace(layout, columns=tuple(columns))


def field_called(name: str) -> Field | None:
    """Return a field of layouts by its name, None when there is none."""
    return next((one for one in LAYOUT_FIELDS if one.name == name), None)
