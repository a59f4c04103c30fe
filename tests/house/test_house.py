"""The house rules that no other tool keeps: sizes, places, frozen files, whole tests."""

from __future__ import annotations

import ast
import hashlib
import re
from pathlib import Path

import pytest

from tests.house.files import MIGRATIONS, ROOT, modules, name_of, nodes, text_of, tracked

MOST_LINES, MOST_IN_FUNCTION = 500, 40
FROZEN = {
    "r0002_accounts.py": "669048de5e3d653eb46acf8e1701b099d9e48441017be32dc96d1c8619f95abc",
    "r0001_first_book.py": "ffc4f28d03cfe55f065bfc97f1d4b0fdf749eda633c2307df24000febd96501b",
}
# Built in pieces, so that this file does not find itself.
HOSTS = ("pypi" + ".org", "python" + "hosted", "index" + "-url", "files." + "python")
PATHS = ("/wo" + "rk/", "/ro" + "ot/", "/ho" + "me/", "C:" + "\\Users", "/Us" + "ers/")
SKIPS = {"skip", "skipif", "xfail", "importorskip", "skipTest", "expectedFailure"}


def test_no_module_is_too_long_to_read() -> None:
    # A migration is frozen as it was written: it may be as long as the schema it makes.
    read = [path for path in modules("app", "ui", "tests") if path.parent != MIGRATIONS]
    assert len(read) > 80
    long = {
        name_of(path): lines
        for path in read
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > MOST_LINES
    }
    assert not long


def _functions(path: Path) -> list[tuple[str, int]]:
    return [
        (f"{name_of(path)}: {node.name}", (node.end_lineno or 0) - node.lineno + 1)
        for node in nodes(path)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    ]


def test_no_function_is_too_long_to_read() -> None:
    found = [one for path in modules("app", "ui", "tests") for one in _functions(path)]
    assert len(found) > 500
    long = {name: lines for name, lines in found if lines > MOST_IN_FUNCTION}
    assert long == {}


def _hits(needles: tuple[str, ...], paths: list[Path]) -> list[str]:
    wanted = re.compile("|".join(rf"(?<![\w.]){re.escape(needle)}" for needle in needles))
    found = []
    for path in paths:
        text = text_of(path)
        if text is None:
            continue
        for number, line in enumerate(text.splitlines(), start=1):
            if wanted.search(line):
                found.append(f"{name_of(path)}:{number}: {line.strip()[:80]}")
    return found


def test_no_file_names_a_place_that_packages_come_from() -> None:
    assert _hits(HOSTS, tracked()) == []
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "--hash=sha256:" in lock
    assert ":/" + "/" not in lock


def test_no_file_names_a_path_of_one_machine() -> None:
    assert _hits(PATHS, tracked()) == []


@pytest.mark.parametrize("needle", [*HOSTS, *PATHS])
def test_a_place_or_path_would_be_found(needle: str) -> None:
    line = f'see "{needle}x"'
    wanted = re.compile(rf"(?<![\w.]){re.escape(needle)}")
    assert wanted.search(line)


def test_every_text_file_is_read() -> None:
    kinds = {path.suffix for path in tracked() if text_of(path) is None}
    assert kinds <= {".ttf", ".png", ".xlsx", ".xz"}
    assert len(tracked()) > 100


def test_a_migration_that_went_out_is_never_changed() -> None:
    found = {
        path.name: hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()
        for path in MIGRATIONS.glob("r*.py")
    }
    assert found == FROZEN


def _skips(path: Path) -> list[str]:
    return [
        f"{name_of(path)}:{node.lineno}"
        for node in nodes(path)
        if isinstance(node, ast.Attribute) and node.attr in SKIPS
    ]


def test_no_test_is_skipped_or_expected_to_fail(tmp_path: Path) -> None:
    assert [line for path in modules("tests") for line in _skips(path)] == []
    assert tmp_path.is_dir()
    tree = ast.parse("@pytest.mark.xfail\ndef test(): pytest.skip('later')")
    seen = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert {"xfail", "skip"} <= seen & SKIPS


def test_every_test_module_says_what_it_proves() -> None:
    silent = [
        name_of(path)
        for path in modules("tests")
        if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert silent == []
