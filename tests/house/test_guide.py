"""The guide says what the program says: each label, key and screen it names is there."""

from __future__ import annotations

import ast
import json
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from string import Formatter

import pytest

from app.domain.guide import (
    Items,
    Label,
    Link,
    Paragraph,
    Picture,
    Plain,
    Typed,
    read_chapter,
    runs,
)
from app.services.guide import read_guide
from app.services.wording import load_words
from tests.house.files import ROOT, modules, nodes
from ui.actions import acts
from ui.guidance import FORMS
from ui.stage import SCREENS

ALONE = {"Enter", "Esc", "Tab", "Del", "Shift", "Ctrl"}  # keys that no action need have
NAMES = {"Sổ Thiết Bị", "Bản in lại"}  # the program's own, and what papers alone say
LEAST = 5  # letters a template must have outside its holes to be recognised by them
_KEYS = re.compile(
    r"(?:(?:Ctrl|Shift|Alt)\+)*(?:F\d{1,2}|[A-Z0-9,+-]|Left|Right|Enter|Esc|Tab|Del)"
)
_DECORATION = re.compile(r"[…:]$")


@cache
def _catalogue() -> frozenset[str]:
    path = ROOT / "resources" / "translations" / "vi.json"
    return frozenset(json.loads(path.read_text(encoding="utf-8")).values())


@cache
def _templates() -> tuple[re.Pattern[str], ...]:
    """Return what the sentences with holes look like once they are filled."""
    found = []
    for said in sorted(_catalogue()):
        parts = [text for text, _hole, _form, _conversion in Formatter().parse(said)]
        if "{" in said and sum(map(len, parts)) >= LEAST:
            found.append(re.compile(".+".join(re.escape(part) for part in parts) + ".*"))
    return tuple(found)


def _is_said(label: str) -> bool:
    return label in _catalogue() | NAMES or any(one.fullmatch(label) for one in _templates())


@cache
def _shortcuts() -> dict[str, str]:
    """Return the texts of the actions by their keys."""
    return {act.shortcut: act.text for act in acts(load_words()) if act.shortcut}


@cache
def _keys_in_code() -> frozenset[str]:
    """Return the keys that windows of their own answer."""
    return frozenset(
        node.value
        for path in modules("ui") for node in nodes(path)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        and _KEYS.fullmatch(node.value) and "+" in node.value
    )  # fmt: skip


def _lines() -> Iterator[tuple[str, str]]:
    """Yield each piece of the guide's text with the anchor of its section."""
    for chapter in read_guide():
        for section in chapter.sections:
            for said in section.texts():
                yield section.anchor, said


def _anchors() -> list[str]:
    return [section.anchor for chapter in read_guide() for section in chapter.sections]


def test_every_label_of_the_guide_is_one_the_program_says() -> None:
    labels = [
        (at, run.said) for at, said in _lines() for run in runs(said) if isinstance(run, Label)
    ]
    assert len(labels) > 300
    assert [one for one in labels if not _is_said(one[1])] == []


def test_what_the_guide_quotes_is_a_label_too() -> None:
    quoted = [said for _at, line in _lines() for said in re.findall("“(.+?)”", line)]
    assert [one for one in quoted if not _is_said(one)] == []


def test_every_key_of_the_guide_does_something() -> None:
    typed = [
        (at, run.said) for at, said in _lines() for run in runs(said) if isinstance(run, Typed)
    ]
    keys = [one for one in typed if _KEYS.fullmatch(one[1])]
    assert len(keys) > 80
    known = _shortcuts().keys() | _keys_in_code() | ALONE
    assert [one for one in keys if one[1] not in known] == []


def _key_after(said: str) -> Iterator[tuple[str, str]]:
    """Yield each label that its key follows in brackets, with the key."""
    yield from re.findall(r"\*\*([^*]+)\*\* \(`([^`]+)`\)", said)


def test_a_key_in_brackets_is_that_of_its_label() -> None:
    """A button of a screen may be called a little otherwise than the action it stands for."""
    pairs = [(at, label, key) for at, said in _lines() for label, key in _key_after(said)]
    assert len(pairs) > 50
    wrong = [
        (at, label, key, _shortcuts().get(key))
        for at, label, key in pairs
        if _DECORATION.sub("", _shortcuts().get(key, "")) != _DECORATION.sub("", label)
    ]
    assert wrong == []


def test_every_screen_has_its_section_and_every_form_leads_to_one() -> None:
    anchors = _anchors()
    assert len(anchors) == len(set(anchors))
    assert set(SCREENS) <= set(anchors)
    assert set(FORMS.values()) <= set(anchors)
    forms = {path.stem for path in modules("ui/dialogs")}
    assert FORMS.keys() <= forms


def test_every_link_of_the_guide_leads_somewhere() -> None:
    links = [run.anchor for _at, said in _lines() for run in runs(said) if isinstance(run, Link)]
    assert len(links) > 5
    assert set(links) <= set(_anchors())


def test_no_mark_is_left_over_and_all_is_composed() -> None:
    plain = [
        run.said for _at, line in _lines() for run in runs(line) if isinstance(run, (Plain, Label))
    ]
    assert [said for said in plain if "**" in said or "`" in said or "](" in said] == []
    for path in sorted((ROOT / "resources" / "guide").glob("*.md")):
        assert unicodedata.is_normalized("NFC", path.read_text(encoding="utf-8"))


def test_every_table_has_as_many_cells_in_each_row() -> None:
    for chapter in read_guide():
        for section in chapter.sections:
            for block in section.blocks:
                if hasattr(block, "rows"):
                    assert len({len(row) for row in block.rows}) == 1, section.anchor


@pytest.mark.parametrize("label", ["Nút không có", "Nhập danh sách..", "Trả lại….."])
def test_a_label_that_went_away_would_be_found(label: str) -> None:
    assert not _is_said(label)


def test_a_chapter_is_read_into_its_parts() -> None:
    chapter = read_chapter(
        "# Một\n\n## Hai {#hai}\n\nMở **Sổ** (`F1`).\n\n1. Một\n2. Hai\n\n> Nhớ\n\n![Hình](hinh)\n"
    )
    section = chapter.sections[0]
    assert (chapter.title, section.title, section.anchor) == ("Một", "Hai", "hai")
    assert section.blocks == (
        Paragraph("Mở **Sổ** (`F1`)."),
        Items(("Một", "Hai"), numbered=True),
        Paragraph("Nhớ", note=True),
        Picture("Hình", "hinh"),
    )
    assert tuple(runs("Mở **Sổ** (`F1`).")) == (
        Plain("Mở "), Label("Sổ"), Plain(" ("), Typed("F1"), Plain(")."),
    )  # fmt: skip
    assert section.fits("mo nho")
    assert not section.fits("mo ba")
