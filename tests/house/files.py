"""The project's own files, as git and the parser see them."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MIGRATIONS = ROOT / "app" / "store" / "upgrade" / "versions"


def tracked() -> list[Path]:
    """Return every file under version control, and those about to be."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def modules(*folders: str) -> list[Path]:
    """Return the modules in some folders."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def name_of(path: Path) -> str:
    """Return a file's path inside the project."""
    return path.relative_to(ROOT).as_posix()


def nodes(path: Path) -> Iterator[ast.AST]:
    """Yield every node of a module."""
    yield from ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def text_of(path: Path) -> str | None:
    """Return a file's text, None when it is no text."""
    data = path.read_bytes()
    if b"\0" in data:
        return None
    return data.decode("utf-8")
