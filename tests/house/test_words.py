"""Every sentence the program can say, it can say in Vietnamese."""

from __future__ import annotations

import ast
import json
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from string import Formatter

import pytest

from tests.house.files import ROOT, modules, name_of, nodes

CATALOGUE = ROOT / "resources" / "translations" / "vi.json"
SPEAKERS = {"Sentence", "words", "_words"}
# Templates that are no literal where they are said: each is one where it is made.
TABLES = {"_STATES", "TERMS"}
ELSEWHERE = {"entry.text", "told.text", "sentence.text", "_STATES[state.value]", "TERMS[slip.term]"}


def _speaker(call: ast.Call) -> bool:
    func = call.func
    name = func.id if isinstance(func, ast.Name) else getattr(func, "attr", "")
    return name in SPEAKERS


def _literals(node: ast.expr) -> list[str] | None:
    """Return the texts an expression may be, None when it is no literal."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.IfExp):
        one, other = _literals(node.body), _literals(node.orelse)
        return None if one is None or other is None else one + other
    return None


def _table(node: ast.AST) -> list[ast.expr]:
    """Return the values of a table of templates, none when the node is no such table."""
    if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Dict):
        return []
    return node.value.values if ast.unparse(node.targets[0]) in TABLES else []


def _said(path: Path) -> tuple[set[str], set[str]]:
    """Return the templates a module says, and what it says that is no literal."""
    texts: set[str] = set()
    odd: set[str] = set()
    for node in nodes(path):
        if isinstance(node, ast.Call) and _speaker(node) and node.args:
            found = _literals(node.args[0])
            if found is None:
                odd.add(ast.unparse(node.args[0]))
            else:
                texts.update(found)
        for value in _table(node):
            texts.update(_literals(value) or [])
    return texts, odd


def _templates() -> dict[str, str]:
    """Return every template of the program with the module that says it."""
    return {text: name_of(path) for path in modules("app", "ui") for text in sorted(_said(path)[0])}


def _holes(text: str) -> set[str]:
    return {name for _text, name, _form, _conversion in Formatter().parse(text) if name is not None}


def _faults(templates: Mapping[str, str], catalogue: Mapping[str, str]) -> list[str]:
    """Return what is missing, superfluous or has other holes."""
    faults = [
        f"{where}: no words for “{text}”"
        for text, where in templates.items()
        if not catalogue.get(text)
    ]
    faults += [f"nobody says “{text}”" for text in catalogue if text not in templates]
    faults += [
        f"other holes: “{text}” and “{translated}”"
        for text, translated in catalogue.items()
        if translated and _holes(text) != _holes(translated)
    ]
    return faults


def test_every_sentence_is_in_the_catalogue_with_its_holes_and_no_other() -> None:
    templates = _templates()
    assert len(templates) > 250
    assert _faults(templates, json.loads(CATALOGUE.read_text(encoding="utf-8"))) == []


def test_the_catalogue_is_in_order_and_composed() -> None:
    text = CATALOGUE.read_text(encoding="utf-8")
    pairs = json.loads(text, object_pairs_hook=list)
    keys = [key for key, _value in pairs]
    assert len(keys) == len(set(keys))
    assert keys == sorted(keys)
    assert unicodedata.is_normalized("NFC", text)


def test_every_template_is_a_literal_where_it_is_made() -> None:
    odd = {text for path in modules("app", "ui") for text in _said(path)[1]}
    assert odd <= ELSEWHERE


def test_what_stands_in_a_table_is_among_the_templates() -> None:
    assert {"In store", "Disposed", "the semester"} <= set(_templates())


@pytest.mark.parametrize(
    ("catalogue", "count"),
    [
        ({"Lent {count}": "Đã mượn {count}"}, 0),
        ({}, 1),
        ({"Lent {count}": ""}, 1),
        ({"Lent {count}": "Đã mượn"}, 1),
        ({"Lent {count}": "Đã mượn {count} {name}"}, 1),
        ({"Lent {count}": "Đã mượn {count}", "Gone": "Mất"}, 1),
    ],
)
def test_a_hole_in_the_catalogue_would_be_found(catalogue: dict[str, str], count: int) -> None:
    assert len(_faults({"Lent {count}": "app/x.py"}, catalogue)) == count


@pytest.mark.parametrize(
    ("code", "texts", "odd"),
    [
        ("Sentence('a')", {"a"}, set()),
        ("self.words('a ' 'b', x=1)", {"a b"}, set()),
        ("words('a' if c else 'b')", {"a", "b"}, set()),
        ("words(f'a {b}')", set(), {"f'a {b}'"}),
        ("words(text)", set(), {"text"}),
        ("_STATES = {'lost': 'Lost'}", {"Lost"}, set()),
    ],
)
def test_a_sentence_is_found_however_it_is_said(
    tmp_path: Path, code: str, texts: set[str], odd: set[str]
) -> None:
    path = tmp_path / "said.py"
    path.write_text(code, encoding="utf-8")
    assert _said(path) == (texts, odd)
