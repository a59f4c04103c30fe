"""The child process that fills a template: `python -m app.spreadsheets.filler FILE BYTES`.

Only the rows of data of one sheet are written anew, in the bytes of the sheet itself; every
other part of the workbook is copied as it lies. The work comes as JSON on standard input.
"""

from __future__ import annotations

import io
import json
import re
import sys
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from app.spreadsheets.bounds import limit
from app.spreadsheets.parts import (
    STYLES,
    attributes,
    cell_text,
    column_name,
    contents,
    escape,
    place_of,
    scan,
    styles,
)
from app.spreadsheets.parts import Styles as StyleList

MOVED_FORMULA = 3  # the exit status when formulas stand below the rows of data, in their way
_1904 = 1462  # days between the two ways to count them
_COUNT = re.compile(rb'\bcount="\d+"')
_NUMBER_FORMAT = re.compile(rb'\bnumFmtId="\d+"|\bapplyNumberFormat="[^"]*"')
_SHORT_DATE = 14  # Excel's own short date, written as the computer's language writes days
Cell = str | int | Sequence[int] | None  # a day comes as a list of one number


class InTheWay(Exception):  # noqa: N818 - told by the exit status
    """Formulas below the rows of data would have to move."""

    def __init__(self, row: int) -> None:
        """Keep the row they stand in."""
        super().__init__(row)
        self.row = row


@dataclass
class Stood:
    """A cell of the template: its format, whether it holds anything, where it lies."""

    style: str
    start: int
    end: int = 0
    holds: bool = False
    formula: bool = False


@dataclass
class Row:
    """A row of the template, and where it lies in the bytes."""

    number: int
    said: dict[str, str]
    start: int
    end: int = 0
    cells: dict[int, Stood] = field(default_factory=dict)

    def holding(self) -> set[int]:
        """Return the columns in which anything stands."""
        return {column for column, cell in self.cells.items() if cell.holds}


class Page:
    """The sheet of a template: its rows from the first of data on, and where things lie."""

    def __init__(self, data: bytes, first: int) -> None:
        """Look through the sheet; rows above `first` are only passed over."""
        self.data = data
        self.first = first
        self.rows: list[Row] = []
        self.columns: list[tuple[int, int, str]] = []
        self.body = (0, 0)
        self.empty = False  # <sheetData/>, with no room inside
        self.dimension: tuple[int, int, str] | None = None
        self.merged: list[tuple[int, int, str]] = []
        self._row = self._column = 0
        self._open: list[str] = []
        scan(data, self._start, self._end)
        name = re.search(rb"<((?:[\w.-]+:)?)sheetData\b", data)
        self.prefix = name.group(1).decode() if name else ""

    def _start(self, name: str, said: dict[str, str], place: int) -> None:
        if name == "row":
            self._row, self._column = int(said.get("r", self._row + 1)), -1
            if self._row >= self.first:
                self.rows.append(Row(self._row, said, place))
        elif name == "c" and self._row >= self.first:
            at = place_of(said["r"])[1] if "r" in said else self._column + 1
            self._column = at
            self.rows[-1].cells[at] = Stood(said.get("s", ""), place)
        elif name in {"v", "is", "f"} and self.rows and "c" in self._open[-1:]:
            cell = self.rows[-1].cells[self._column]
            cell.holds = True
            cell.formula = cell.formula or name == "f"
        elif name == "sheetData":
            self.body = (place, 0)
        elif name == "col":
            self.columns.append((int(said["min"]), int(said["max"]), said.get("style", "")))
        elif name == "dimension":
            self.dimension = (place, 0, said.get("ref", ""))
        elif name == "mergeCell":
            self.merged.append((place, 0, said.get("ref", "")))
        self._open.append(name)

    def _end(self, name: str, place: int, after: int) -> None:
        self._open.pop()
        if name == "row" and self._row >= self.first:
            self.rows[-1].end = after
        elif name == "c" and self._row >= self.first:
            self.rows[-1].cells[self._column].end = after
        elif name == "sheetData":
            self.empty = place == after
            inside = place if self.empty else self.data.index(b">", self.body[0]) + 1
            self.body = (inside, place)
        elif name == "dimension" and self.dimension:
            self.dimension = (self.dimension[0], after, self.dimension[2])
        elif name == "mergeCell":
            begun, _end, said = self.merged[-1]
            self.merged[-1] = (begun, after, said)

    def style_of(self, column: int) -> str:
        """Return the format that a column gives to its cells, "" for none."""
        return next((style for least, most, style in self.columns
                     if least <= column + 1 <= most), "")  # fmt: skip


@dataclass(frozen=True)
class Work:
    """What is to be written: the cells of each row stand in `columns`, in their order."""

    sheet: str
    first_row: int
    columns: Sequence[int]
    number_at: int  # the column of running numbers, -1 for none
    name_at: int
    rows: Sequence[Sequence[Cell]]


def fill(data: bytes, work: Work) -> bytes:
    """Return the workbook with the rows written into one sheet."""
    source = zipfile.ZipFile(io.BytesIO(data))
    known = contents(source)
    part = known.sheets[work.sheet]
    names = set(source.namelist())
    look = styles(source.read(STYLES)) if STYLES in names else StyleList(b"")
    writer = _Writer(Page(source.read(part), work.first_row), work, look,
                     shift=_1904 if known.from_1904 else 0)  # fmt: skip
    changed = {part: writer.write()}
    if writer.dated:
        changed[STYLES] = writer.with_dates()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            target.writestr(info, changed.get(info.filename) or source.read(info))
    return out.getvalue()


class _Writer:
    """Writes the rows of one sheet, each in the look of the first row of data."""

    def __init__(self, page: Page, work: Work, look: StyleList, *, shift: int) -> None:
        self._page, self._work, self._look, self._shift = page, work, look, shift
        self.dated: dict[str, int] = {}  # a format, and the one added that shows days
        self._tail = self._find_tail()
        first = work.first_row
        self._body = {row.number: row for row in page.rows if row.number < self._tail}
        self._model = self._body.get(first, Row(first, {}, 0))
        self._spots = {column: spot for spot, column in enumerate(work.columns)}
        self._styles: dict[int, str] = {}

    def _find_tail(self) -> int:
        """Return the first row below the data that holds something of the template's own.

        Rows of examples follow the headings without a gap and have a name; a row of which
        only the running number is filled in is waiting for data.
        """
        work, examples, last = self._work, True, self._work.first_row - 1
        for row in self._page.rows:
            held = row.holding() - {at for at, cell in row.cells.items() if cell.formula}
            examples = examples and row.number == last + 1 and bool(held)
            last = row.number
            waiting = held <= {work.number_at}
            example = examples and work.name_at in held and len(held & set(work.columns)) > 1
            if not (waiting or example or row.number == work.first_row):
                return row.number
        return sys.maxsize

    def write(self) -> bytes:
        """Return the sheet's bytes."""
        page, work = self._page, self._work
        last = work.first_row + len(work.rows) - 1
        kept = [row for row in page.rows if row.number >= self._tail]
        moved = max(last + 1 - self._tail, 0) if kept else 0
        if moved:
            moved += int(self._tail - 1 not in {row.number for row in self._body.values()
                                                 if row.holding()})  # fmt: skip
        begin = page.rows[0].start if page.rows else page.body[1]
        rows = "".join(self._rows(last)).encode()
        tail = b"".join(self._moved(row, moved) for row in kept)
        body = rows + (tail if moved else self._raw(kept))
        head, rest = page.data[:begin], page.data[page.body[1] :]
        if page.empty:
            tag = f"{page.prefix}sheetData"
            head = page.data[: page.data.rindex(b"<", 0, begin)] + f"<{tag}>".encode()
            rest = f"</{tag}>".encode() + rest
        head = self._measured(head, max([last, *(row.number + moved for row in page.rows)]))
        return head + body + (self._merged(rest, page.body[1], moved) if moved else rest)

    def _raw(self, rows: Sequence[Row]) -> bytes:
        return self._page.data[rows[0].start : rows[-1].end] if rows else b""

    def _rows(self, last: int) -> Iterator[str]:
        """Yield the rows of data, then the template's empty ones between them and its tail."""
        work = self._work
        for number, cells in enumerate(work.rows, start=work.first_row):
            own = self._body.get(number, self._model)
            yield from self._row(number, own, cells, found=number in self._body)
        for row in self._body.values():
            if row.number > last and row.holding():
                yield from self._row(row.number, row, [None] * len(work.columns), found=True)
            elif row.number > last:
                yield self._raw([row]).decode()

    def _row(self, number: int, own: Row, cells: Sequence[Cell], *, found: bool) -> Iterator[str]:
        page, spots, prefix = self._page, self._spots, self._page.prefix
        said = {name: value for name, value in own.said.items() if name not in {"r", "spans"}}
        yield f'<{prefix}row r="{number}"{attributes(said)}>'
        for column in sorted(own.cells.keys() | spots.keys()):
            stood = own.cells.get(column)
            if stood is not None and stood.formula and found:
                yield page.data[stood.start : stood.end].decode()
                continue
            cell = cells[spots[column]] if column in spots else None
            style = stood.style if stood is not None else self._style(column)
            yield self._cell(f"{column_name(column)}{number}", cell, style)
        yield f"</{prefix}row>"

    def _style(self, column: int) -> str:
        if column not in self._styles:
            stood = self._model.cells.get(column)
            self._styles[column] = stood.style if stood else self._page.style_of(column)
        return self._styles[column]

    def _cell(self, place: str, cell: Cell, style: str) -> str:
        prefix = self._page.prefix
        if isinstance(cell, list):
            style, cell = self._dated(style), cell[0] - self._shift
        head = f'<{prefix}c r="{place}"' + (f' s="{style}"' if style else "")
        if cell is None or cell == "":
            return f"{head}/>" if style else ""
        if isinstance(cell, str):
            space = ' xml:space="preserve"' if cell != cell.strip() or "\n" in cell else ""
            return (f'{head} t="inlineStr"><{prefix}is><{prefix}t{space}>{cell_text(cell)}'
                    f"</{prefix}t></{prefix}is></{prefix}c>")  # fmt: skip
        return f"{head}><{prefix}v>{cell}</{prefix}v></{prefix}c>"

    def _dated(self, style: str) -> str:
        """Return a format that shows a day: the cell's own, or a copy of it that does."""
        own = int(style or 0)
        if self._look.is_date(own) or own >= len(self._look.formats):
            return style
        added = self.dated.setdefault(style, len(self._look.formats) + len(self.dated))
        return str(added)

    def with_dates(self) -> bytes:
        """Return the styles with the formats that were added."""
        look = self._look
        made = []
        for style in self.dated:
            start, end = look.formats[int(style or 0)]
            own = _NUMBER_FORMAT.sub(b"", look.data[start:end])
            said = f' numFmtId="{_SHORT_DATE}" applyNumberFormat="1"'.encode()
            made.append(re.sub(rb"^<[\w:.-]+", rb"\g<0>" + said, own))
        begun, ended = look.table
        count = f'count="{len(look.formats) + len(made)}"'.encode()
        head = look.data[:begun] + _COUNT.sub(count, look.data[begun:ended], count=1)
        return head + b"".join(made) + look.data[ended:]

    def _moved(self, row: Row, by: int) -> bytes:
        """Return a row of the tail further down."""
        if by and any(cell.formula for cell in row.cells.values()):
            raise InTheWay(row.number)
        data, said = self._page.data, {**row.said, "r": str(row.number + by)}
        parts = [f"<{self._page.prefix}row{attributes(said)}>".encode()]
        for column, cell in row.cells.items():
            old = data[cell.start : cell.end]
            place = f'r="{column_name(column)}{row.number + by}"'.encode()
            parts.append(re.sub(rb'\br="[A-Za-z]+\d+"', place, old, count=1))
        return b"".join([*parts, f"</{self._page.prefix}row>".encode()])

    def _measured(self, head: bytes, last: int) -> bytes:
        """Return what stands over the rows, with how far they reach now."""
        page = self._page
        if page.dimension is None:
            return head
        start, end, said = page.dimension
        corners = [place_of(one) for one in said.split(":")]
        widest = max(self._work.columns, default=0)
        rows = [row for row, _column in corners] + [self._work.first_row, last]
        columns = [column for _row, column in corners] + [min(self._work.columns), widest]
        reach = ":".join(f"{column_name(which(columns))}{which(rows)}" for which in (min, max))
        tag = re.sub(rb'\bref="[^"]*"', f'ref="{reach}"'.encode(), head[start:end])
        return head[:start] + tag + head[end:]

    def _merged(self, rest: bytes, begin: int, by: int) -> bytes:
        """Return what follows the rows, the merged cells of the tail moved along with it."""
        for start, end, said in reversed(self._page.merged):
            corners = [place_of(one) for one in said.split(":")]
            if corners[0][0] < self._tail:
                continue
            reach = ":".join(f"{column_name(column)}{row + by}" for row, column in corners)
            tag = re.sub(rb'\bref="[^"]*"', f'ref="{reach}"'.encode(),
                         rest[start - begin : end - begin])  # fmt: skip
            rest = rest[: start - begin] + tag + rest[end - begin :]
        return rest


def _read(said: Mapping[str, object]) -> Work:
    return Work(**said)  # type: ignore[arg-type]  # our own JSON, from `filling`


def main() -> None:
    """Fill the template and put the workbook on standard output."""
    limit(int(sys.argv[2]))
    with open(sys.argv[1], "rb") as file:  # noqa: PTH123 - one module less to load
        data = file.read()
    try:
        made = fill(data, _read(json.load(sys.stdin.buffer)))
    except InTheWay as found:
        sys.stdout.write(escape(str(found.row)))
        sys.exit(MOVED_FORMULA)
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    main()
