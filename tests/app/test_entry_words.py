"""The history has words for every kind of act, every table and every field the book keeps."""

from __future__ import annotations

import ast

from app.domain.document import SlipKind
from app.services.entry_words import KINDS, LINKS, STATES, TABLES, field_sentence
from app.services.undoing import UNDOABLE
from app.store import tables
from tests.house.files import modules, nodes


def _kinds_drafted() -> set[str]:
    """Return the kinds that stand in a `Draft(kind=…)` anywhere in the program."""
    found = set()
    for path in modules("app"):
        for node in nodes(path):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "Draft":
                kinds = [word.value for word in node.keywords if word.arg == "kind"]
                found |= {
                    ast.literal_eval(kind) for kind in kinds if isinstance(kind, ast.Constant)
                }
    return found


def test_every_kind_of_act_has_words() -> None:
    drafted = _kinds_drafted()
    assert {"lend", "undo", "archive", "month_approve"} <= drafted
    assert (drafted | UNDOABLE | set(SlipKind)) - set(KINDS) == set()


def test_every_table_and_every_field_of_it_has_words() -> None:
    assert set(TABLES) == set(tables.DESCRIBED)
    silent = [
        f"{name}.{column.name}"
        for name, table in tables.DESCRIBED.items()
        for column in table.c
        if column.name not in {"id", "sort_key"} and field_sentence(name, column.name) is None
    ]
    assert silent == []


def test_every_link_leads_to_a_table_that_is_there() -> None:
    assert set(LINKS.values()) <= set(tables.DESCRIBED)
    assert {"in_store", "lost"} <= set(STATES)


def test_a_field_nobody_named_would_be_found() -> None:
    assert field_sentence("device", "colour") is None
    name, own = field_sentence("school_class", "name"), field_sentence("subject", "name")
    assert name is not None
    assert name != own
