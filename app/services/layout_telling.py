"""What the command line does with layouts, told as JSON and lines."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from app.domain.fault import Refused
from app.domain.layout import Layout
from app.domain.sentence import Sentence, Words
from app.domain.template import Chosen
from app.services.layout_files import BringLayout, SaveLayout
from app.services.layout_making import (
    CompareTemplate,
    GuessLayout,
    MatchLayout,
    open_template,
    tell_comparison,
    with_choices,
)
from app.services.layouts import (
    AddLayout,
    ChangeLayout,
    LayoutOf,
    LayoutProblems,
    Layouts,
    RetireLayout,
    UseLayout,
)
from app.services.room import Room

Told = tuple[dict[str, Any], list[str]]


@dataclass(frozen=True, slots=True)
class LayoutWish:
    """What was asked of a layout: the act, its name, and the options that were given."""

    act: str
    name: str = ""
    file: Path | None = None
    chosen: Chosen = field(default_factory=Chosen)
    pairs: tuple[tuple[str, str], ...] = ()
    constants: tuple[tuple[str, str], ...] = ()
    date_format: str = ""
    out: Path | None = None


def do_layout(room: Room, wish: LayoutWish, words: Words) -> Told:
    """Do what was asked; return the answer in JSON's terms and as lines."""
    if wish.act == "list":
        return _listed(room, words)
    if wish.act == "check":
        return _checked(room, wish, words)
    said: list[str] = []
    name = wish.name
    if wish.act in {"add", "change"}:
        name, said = _kept(room, wish, words)
    elif wish.act == "bring":
        outcome = room.run(BringLayout(_file(wish), wish.name))
        name, said = outcome.value, [words.render(outcome.sentence)]
    elif wish.act == "save":
        if wish.out is None:
            raise Refused(Sentence("Say with --out where the file is to go."), where="out")
        path = room.ask(SaveLayout(name, wish.out))
        said = [words("Saved {file}", file=str(path))]
    elif wish.act in {"use", "retire"}:
        outcome = room.run(UseLayout(name) if wish.act == "use" else RetireLayout(name))
        said = [words.render(outcome.sentence)]
        if wish.act == "retire":
            return {"layout": outcome.value}, said
    shown = show_layout(room.ask(LayoutOf(name)))
    return shown, said or _lines(shown)


def _file(wish: LayoutWish) -> Path:
    if wish.file is None:
        raise Refused(Sentence("Say with --file which workbook it is."), where="file")
    return wish.file


def _kept(room: Room, wish: LayoutWish, words: Words) -> tuple[str, list[str]]:
    """Add a layout, or change one whose workbook the city has changed."""
    path = _file(wish)
    template = open_template(path)
    changing = wish.act == "change"
    said = []
    if changing:
        compared = room.ask(CompareTemplate(wish.name, template))
        said = [words.render(one) for one in tell_comparison(compared)]
    guessed = room.ask(GuessLayout(template, wish.chosen, wish.name if changing else ""))
    layout = with_choices(guessed, dict(wish.pairs), dict(wish.constants))
    layout = room.ask(MatchLayout(replace(
        layout, name=wish.name or layout.name, date_format=wish.date_format or layout.date_format
    )))  # fmt: skip
    action = ChangeLayout(wish.name, layout, path) if changing else AddLayout(layout, path)
    outcome = room.run(action)
    return outcome.value, [*said, words.render(outcome.sentence)]


def _listed(room: Room, words: Words) -> Told:
    del words
    shown = [
        {"name": view.layout.name, "in_use": view.in_use, "built_in": view.is_built_in,
         "sheet": view.layout.sheet, "sha256": view.layout.sha256,
         "columns": len(view.layout.columns), "paired": len(view.layout.filled)}
        for view in room.ask(Layouts())
    ]  # fmt: skip
    lines = [
        f"{'*' if one['in_use'] else ' '}\t{one['name']}\t{one['sheet']}\t"
        f"{one['paired']}/{one['columns']}"
        for one in shown
    ]
    return {"layouts": shown}, lines


def _checked(room: Room, wish: LayoutWish, words: Words) -> Told:
    problems = room.ask(LayoutProblems(room.ask(LayoutOf(wish.name))))
    shown = [
        {"device": one.code, "name": one.name, "heading": one.heading, "blocks": one.blocks,
         "message": words.render(one.message)}
        for one in problems
    ]  # fmt: skip
    lines = [str(one["message"]) for one in shown]
    return {"problems": shown}, lines or [words("Nothing stands in the way of an upload.")]


def show_layout(layout: Layout) -> dict[str, Any]:
    """Return a layout in JSON's terms; columns are counted from 1, as a sheet shows them."""
    return {
        "name": layout.name, "sheet": layout.sheet, "header_row": layout.header_row,
        "first_row": layout.first_row, "date_format": layout.date_format,
        "file": layout.file, "sha256": layout.sha256,
        "columns": [
            {"column": one.at + 1, "heading": one.heading, "field": one.field,
             "constant": one.constant, "required": one.required, "longest": one.longest,
             "offered": [word for word, _name in one.offered], "words": dict(one.words)}
            for one in layout.columns
        ],
    }  # fmt: skip


def _lines(shown: dict[str, Any]) -> list[str]:
    head = f"{shown['name']}\t{shown['sheet']}\t{shown['header_row']}\t{shown['first_row']}"
    return [head, *(
        f"{one['column']}\t{one['heading']}\t{one['field'] or one['constant'] or '-'}"
        for one in shown["columns"]
    )]  # fmt: skip
