"""The guide as values, read from the few marks of Markdown that its chapters are written in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from app.domain.text import fold

_HEADING = re.compile(r"(#{1,3}) (.+?)(?: \{#([a-z0-9_]+)\})?")
_PICTURE = re.compile(r"!\[(.+)\]\(([a-z0-9-]+)\)")
_MARKS = re.compile(r"\*\*(.+?)\*\*|`(.+?)`|\[([^\]]+)\]\(#([a-z0-9_]+)\)")
_STEP = re.compile(r"\d+\. ")
_RULE = re.compile(r"\|[-| ]+\|")


@dataclass(frozen=True, slots=True)
class Plain:
    """Words that are only read."""

    said: str


@dataclass(frozen=True, slots=True)
class Label:
    """What stands on a button, a screen or a field, word for word."""

    said: str


@dataclass(frozen=True, slots=True)
class Typed:
    """Keys to press, or characters to type."""

    said: str


@dataclass(frozen=True, slots=True)
class Link:
    """The way to the section with an anchor."""

    said: str
    anchor: str


Run = Plain | Label | Typed | Link


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a section."""

    said: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; a `note` is set apart."""

    said: str
    note: bool = False


@dataclass(frozen=True, slots=True)
class Items:
    """A list; the items of steps are `numbered`."""

    items: tuple[str, ...]
    numbered: bool


@dataclass(frozen=True, slots=True)
class Grid:
    """A table, its headings first."""

    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the window, by the name the tour gives it."""

    caption: str
    name: str


Block = Heading | Paragraph | Items | Grid | Picture


@dataclass(frozen=True, slots=True)
class Section:
    """A section; `anchor` is what leads to it, that of a screen its name in the window."""

    title: str
    anchor: str
    blocks: tuple[Block, ...]

    def fits(self, query: str) -> bool:
        """Return whether every word of a query stands in the section, marks and case aside."""
        said = fold(" ".join((self.title, *self.texts())))
        return all(word in said for word in fold(query).split())

    def texts(self) -> Iterator[str]:
        """Yield everything the section says, piece by piece."""
        for block in self.blocks:
            match block:
                case Items(items):
                    yield from items
                case Grid(rows):
                    yield from (cell for row in rows for cell in row)
                case Picture(caption):
                    yield caption
                case Heading(said) | Paragraph(said):
                    yield said


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter and its sections."""

    title: str
    sections: tuple[Section, ...]


def read_chapter(text: str) -> Chapter:
    """Return the chapter that a text is: one `#`, and a `## … {#anchor}` for each section."""
    title, sections = "", []
    for head, lines in _under_headings(text):
        if head.group(1) == "#":
            title = head.group(2)
        else:
            sections.append(Section(head.group(2), head.group(3), tuple(_blocks(lines))))
    return Chapter(title, tuple(sections))


def runs(text: str) -> Iterator[Run]:
    """Yield the parts of a line of text, by what their marks make of them."""
    end = 0
    for mark in _MARKS.finditer(text):
        if mark.start() > end:
            yield Plain(text[end : mark.start()])
        label, typed, said, anchor = mark.groups()
        if label:
            yield Label(label)
        elif typed:
            yield Typed(typed)
        else:
            yield Link(said, anchor)
        end = mark.end()
    if end < len(text):
        yield Plain(text[end:])


def _under_headings(text: str) -> Iterator[tuple[re.Match[str], list[str]]]:
    """Yield the heading of the chapter and of each section, with the lines under it."""
    head: re.Match[str] | None = None
    lines: list[str] = []
    for line in text.splitlines():
        found = _HEADING.fullmatch(line)
        if found is None or found.group(1) == "###":
            lines.append(line)
            continue
        if head is not None:
            yield head, lines
        head, lines = found, []
    if head is not None:
        yield head, lines


def _blocks(lines: Iterable[str]) -> Iterator[Block]:
    for kind, group in groupby(lines, _kind):
        if kind:
            yield from _made(kind, list(group))


def _kind(line: str) -> str:
    """Return what begins a line, nothing when it is blank."""
    if line.startswith(("### ", "- ", "> ", "|", "!")):
        return line[0]
    return "1" if _STEP.match(line) else "text" if line.strip() else ""


def _made(kind: str, lines: list[str]) -> Iterator[Block]:
    match kind:
        case "#":
            yield from (Heading(line.removeprefix("### ")) for line in lines)
        case "-":
            yield Items(tuple(line.removeprefix("- ") for line in lines), numbered=False)
        case "1":
            yield Items(tuple(_STEP.sub("", line, count=1) for line in lines), numbered=True)
        case ">":
            yield Paragraph(" ".join(line.removeprefix("> ") for line in lines), note=True)
        case "|":
            rows = (line for line in lines if not _RULE.fullmatch(line))
            yield Grid(tuple(tuple(map(str.strip, row.strip("|").split("|"))) for row in rows))
        case "!":
            found = (_PICTURE.fullmatch(line) for line in lines)
            yield from (Picture(one.group(1), one.group(2)) for one in found if one)
        case _:
            yield Paragraph(" ".join(lines))
