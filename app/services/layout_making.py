"""Making a layout of a workbook that was brought: guessed, remembered, and compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.domain.fault import Refused
from app.domain.heading import fold_heading
from app.domain.layout import LAYOUT_FIELDS, Layout, LayoutRow
from app.domain.layout_rows import value_of
from app.domain.sentence import Sentence
from app.domain.template import (
    Chosen,
    Differences,
    Template,
    choose_field,
    compare,
    field_called,
    guess_layout,
    known_columns,
    match_words,
)
from app.domain.text import sort_key
from app.services.layouts import devices_in_use, find_layout
from app.spreadsheets.templates import read_template
from app.store.desk import Desk


def open_template(path: Path) -> Template:
    """Return a workbook to be filled in, looked at apart; or refuse it."""
    return read_template(path)


@dataclass(frozen=True, slots=True)
class GuessLayout:
    """How a template is to be filled, as far as its headings and earlier pairings say.

    `like` names the layout whose pairing counts first: the one whose workbook has changed.
    """

    template: Template
    chosen: Chosen = field(default_factory=Chosen)
    like: str = ""

    def answer(self, desk: Desk) -> Layout:
        """Return the layout, the words of code lists matched with ours."""
        known = [record.row.read() for record in desk.every(LayoutRow, status="active")]
        if self.like:
            like = find_layout(desk, self.like)
            known.append(like)
        layout = guess_layout(self.template, known_columns(known), self.chosen)
        if self.like:
            layout = replace(layout, name=like.name, date_format=like.date_format)
        return match_layout(desk, layout)


@dataclass(frozen=True, slots=True)
class MatchLayout:
    """A layout with our words matched to those of its code lists, as far as they are alike."""

    layout: Layout

    def answer(self, desk: Desk) -> Layout:
        """Return the layout; what a person said of a word stays."""
        return match_layout(desk, self.layout)


def match_layout(desk: Desk, layout: Layout) -> Layout:
    """Return a layout whose code lists say our words as far as they are called alike."""
    ours = our_words(desk, [one.field for one in layout.filled if one.offered])
    columns = tuple(
        replace(column, words=match_words(column, ours[column.field]))
        if column.field in ours
        else column
        for column in layout.columns
    )
    return replace(layout, columns=columns)


def our_words(desk: Desk, names: Sequence[str]) -> dict[str, list[str]]:
    """Return the words that the devices in use have in some fields, in Vietnamese order."""
    wanted = {name for name in names if name and name != "number"}
    if not wanted:
        return {}
    views = devices_in_use(desk)
    return {
        name: sorted({str(value) for view in views
                      if (value := value_of(view, name)) not in {None, ""}}, key=sort_key)
        for name in wanted
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class OurWords:
    """The words that the devices in use have in one field of a layout."""

    field: str

    def answer(self, desk: Desk) -> list[str]:
        """Return them in Vietnamese order."""
        return our_words(desk, [self.field]).get(self.field, [])


@dataclass(frozen=True, slots=True)
class Comparison:
    """A workbook beside the one a layout is of: `is_same` to the byte, or how headings differ."""

    is_same: bool
    differences: Differences


@dataclass(frozen=True, slots=True)
class CompareTemplate:
    """Whether the city has changed its workbook since a layout was made of it (Điều 11)."""

    name: str
    template: Template

    def answer(self, desk: Desk) -> Comparison:
        """Return what is new, gone and moved."""
        before = find_layout(desk, self.name)
        guessed = guess_layout(self.template, known_columns([before]))
        return Comparison(self.template.sha256 == before.sha256, compare(before, guessed))


def tell_comparison(found: Comparison) -> list[Sentence]:
    """Return how a workbook differs from the one a layout is of, in sentences."""
    if found.is_same:
        return [Sentence("This is the very workbook the layout was made of.")]
    differences = found.differences
    if not differences.any:
        return [Sentence("The workbook is another file; its headings are the same.")]
    said = [Sentence("The city has changed its workbook. Look at every pair before you save.")]
    if differences.new:
        headings = ", ".join(differences.new)
        said.append(Sentence("New headings: {headings}.", {"headings": headings}))
    if differences.gone:
        headings = ", ".join(differences.gone)
        said.append(Sentence("Headings that are gone: {headings}.", {"headings": headings}))
    if differences.moved:
        headings = ", ".join(differences.moved)
        said.append(Sentence("Headings in another column: {headings}.", {"headings": headings}))
    return said


def with_choices(layout: Layout, pairs: Mapping[str, str], constants: Mapping[str, str]) -> Layout:
    """Return a layout with fields under other headings, and constants by their headings."""
    for name, heading in pairs.items():
        if field_called(name) is None:
            raise Refused(
                Sentence(
                    "“{field}” is no field of a layout. Choose one of: {fields}.",
                    {"field": name, "fields": ", ".join(one.name for one in LAYOUT_FIELDS)},
                ),
                where=name,
            )
        layout = choose_field(layout, name, heading)
    said = {fold_heading(heading): text for heading, text in constants.items()}
    columns = [
        replace(column, constant=said.get(fold_heading(column.heading), column.constant))
        for column in layout.columns
    ]
    return replace(layout, columns=tuple(columns))
