"""The parts of a workbook as they lie in its zip, looked at by their XML, places in bytes kept."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

_MOST_TAGS = 1_500_000  # of a part
_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
STYLES = "xl/styles.xml"
_DATES = frozenset({*range(14, 18), 22, *range(27, 32), 36, *range(50, 55), 57, 58})
_SHOWN_DATE = re.compile(r"[dy]", re.IGNORECASE)
_NO_DATE = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|General', re.IGNORECASE)
_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d+)")

Start = Callable[[str, dict[str, str], int], None]
End = Callable[[str, int, int], None]
Text = Callable[[str], None]


def _ignore(name: str, place: int, after: int) -> None:
    del name, place, after


def scan(data: bytes, start: Start, end: End = _ignore, text: Text | None = None) -> None:
    """Tell every tag of a part, without its prefix, and where in the bytes it begins.

    Of a last tag it is told where that begins and what comes after it; both are the same for
    an empty tag. Raise `ValueError` for a part with a document type or in another encoding than
    UTF-8: no program that makes workbooks writes either. The same for more tags than a blank
    form has: they would take longer than anybody waits.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    fresh, tags = False, 0

    def begin(name: str, said: dict[str, str]) -> None:
        nonlocal fresh, tags
        fresh, tags = True, tags + 1
        if tags > _MOST_TAGS:
            _refuse(tags)
        start(name.rpartition(":")[2], said, parser.CurrentByteIndex)

    def finish(name: str) -> None:
        nonlocal fresh
        place = parser.CurrentByteIndex
        empty = fresh and data[place - 2 : place] == b"/>"
        fresh = False
        end(name.rpartition(":")[2], place, place if empty else data.index(b">", place) + 1)

    parser.StartElementHandler = begin
    parser.EndElementHandler = finish
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refuse
    parser.XmlDeclHandler = _check_encoding
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        _refuse("utf-16")
    try:
        parser.Parse(data, True)  # noqa: FBT003 - expat takes no names
    except expat.ExpatError as error:
        raise ValueError(str(error)) from error


def _refuse(*said: object) -> None:
    raise ValueError(said[0])


def _check_encoding(version: str, encoding: str | None, standalone: int) -> None:
    del version, standalone
    if (encoding or "utf-8").lower() not in {"utf-8", "us-ascii", "ascii"}:
        raise ValueError(encoding)


@dataclass
class Contents:
    """What a workbook holds: the part of each sheet, its named ranges, how it counts days."""

    sheets: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    from_1904: bool = False


def _targets(relations: bytes) -> dict[str, str]:
    """Return the parts a workbook names, by the ids it names them with."""
    targets: dict[str, str] = {}

    def relation(name: str, said: dict[str, str], place: int) -> None:
        del place
        if name == "Relationship" and said.get("TargetMode") != "External":
            targets[said["Id"]] = posixpath.normpath(posixpath.join("xl", said["Target"]))

    scan(relations, relation)
    return targets


def contents(archive: zipfile.ZipFile) -> Contents:
    """Return what the workbook's own part says."""
    targets = _targets(archive.read(_RELATIONS))
    found = Contents()
    naming: list[str] = []

    def start(name: str, said: dict[str, str], place: int) -> None:
        del place
        if name == "sheet":
            link = next((said[key] for key in said if key.endswith(":id")), "")
            found.sheets[said["name"]] = targets.get(link, "").lstrip("/")
        elif name == "workbookPr":
            found.from_1904 = said.get("date1904") in {"1", "true"}
        elif name == "definedName" and "localSheetId" not in said:
            naming.append(said["name"])
            found.names[said["name"]] = ""

    def end(name: str, place: int, after: int) -> None:
        del place, after
        if name == "definedName" and naming:
            naming.pop()

    def text(said: str) -> None:
        if naming:
            found.names[naming[-1]] += said

    scan(archive.read(_WORKBOOK), start, end, text)
    return found


@dataclass
class Styles:
    """The cell formats of a workbook: which of them show a date."""

    data: bytes
    formats: list[tuple[int, int]] = field(default_factory=list)  # where each lies
    numbers: list[int] = field(default_factory=list)
    codes: dict[int, str] = field(default_factory=dict)
    table: tuple[int, int] = (0, 0)  # where the list of them begins, and its last tag

    def is_date(self, style: int) -> bool:
        """Return whether cells of a format show a day."""
        if style >= len(self.numbers):
            return False
        number = self.numbers[style]
        code = _NO_DATE.sub("", self.codes.get(number, ""))
        return number in _DATES or bool(_SHOWN_DATE.search(code))


def styles(data: bytes) -> Styles:
    """Return the cell formats that a styles part lists."""
    found = Styles(data)
    inside: list[int] = []
    begun: list[int] = []

    def start(name: str, said: dict[str, str], place: int) -> None:
        if name == "numFmt":
            found.codes[int(said["numFmtId"])] = said.get("formatCode", "")
        elif name == "cellXfs":
            inside.append(place)
        elif name == "xf" and inside:
            begun.append(place)
            found.numbers.append(int(said.get("numFmtId", 0)))

    def end(name: str, place: int, after: int) -> None:
        if name == "xf" and inside:
            found.formats.append((begun[-1], after))
        elif name == "cellXfs":
            found.table = (inside.pop(), place)

    scan(data, start, end)
    return found


def place_of(reference: str) -> tuple[int, int]:
    """Return the row, from 1, and the column, from 0, of a cell such as B5."""
    match = _CELL.fullmatch(reference)
    if match is None:
        raise ValueError(reference)
    column = 0
    for letter in match.group(1).upper():
        column = column * 26 + ord(letter) - 64
    return int(match.group(2)), column - 1


def column_name(column: int) -> str:
    """Return the letters of a column counted from 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def attributes(said: Mapping[str, str]) -> str:
    """Return attributes as they stand in a tag."""
    return "".join(f' {name}="{escape(value, quoted=True)}"' for name, value in said.items())


_KEPT_OUT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def escape(text: str, *, quoted: bool = False) -> str:
    """Return text fit to stand in XML; what XML cannot hold is left out."""
    text = _KEPT_OUT.sub("", text)
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if quoted:
        text = text.replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")
    return text.replace("\r", "&#13;")


def cell_text(text: str) -> str:
    """Return the text of a cell as XML; Excel would read _x0041_ as a letter, so it is marked."""
    return escape(_ESCAPE.sub("_x005F_", text))
