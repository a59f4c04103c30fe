"""The guide as text that Qt shows: its marks in the colours the program wears."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path

from app.domain.guide import (
    Block,
    Grid,
    Heading,
    Items,
    Label,
    Link,
    Paragraph,
    Picture,
    Section,
    Typed,
    runs,
)
from ui.theme import Colours

_PICTURE = 600  # pixels: how wide a picture is shown


def section_text(section: Section, colours: Colours, pictures: Path) -> str:
    """Return a section as HTML; its pictures are shown where `pictures` holds them."""
    parts = [f"<h2>{escape(section.title)}</h2>"]
    for block in section.blocks:
        parts += _block(block, colours, pictures)
    return "".join(parts)


def _block(block: Block, colours: Colours, pictures: Path) -> Iterator[str]:
    match block:
        case Heading(said):
            yield f"<h3>{escape(said)}</h3>"
        case Paragraph(said, note):
            line = _line(said, colours)
            yield _note(line, colours) if note else f"<p>{line}</p>"
        case Items(items, numbered):
            tag = "ol" if numbered else "ul"
            inside = "".join(f"<li>{_line(item, colours)}</li>" for item in items)
            yield f"<{tag}>{inside}</{tag}>"
        case Grid(rows):
            yield _grid(rows, colours)
        case Picture(caption, name):
            file = pictures / f"{name}.png"
            if file.exists():
                yield f'<p><img src="{file.as_uri()}" width="{_PICTURE}"><br>'
                yield f"<i>{escape(caption)}</i></p>"


def _line(said: str, colours: Colours) -> str:
    parts = []
    for run in runs(said):
        words = escape(run.said)
        match run:
            case Label():
                parts.append(f"<b>{words}</b>")
            case Typed():
                parts.append(
                    f'<span style="background-color:{colours.chosen}">&nbsp;{words}&nbsp;</span>'
                )
            case Link(anchor=anchor):
                parts.append(f'<a href="#{anchor}" style="color:{colours.accent}">{words}</a>')
            case _:
                parts.append(words)
    return "".join(parts)


def _note(line: str, colours: Colours) -> str:
    return (
        f'<table width="100%" cellpadding="8" bgcolor="{colours.chosen}"><tr><td>{line}</td></tr>'
        "</table>"
    )


def _grid(rows: tuple[tuple[str, ...], ...], colours: Colours) -> str:
    lines = []
    for at, row in enumerate(rows):
        tag = "td" if at else "th"
        cells = "".join(f'<{tag} align="left">{_line(cell, colours)}</{tag}>' for cell in row)
        lines.append(f"<tr>{cells}</tr>")
    inside = "".join(lines)
    return (
        f'<table width="100%" border="1" cellspacing="0" cellpadding="5" '
        f'style="border-collapse:collapse;border-color:{colours.line}">{inside}</table><br>'
    )
