"""Files that ship with the program: fonts, lists, words."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parent


def path(*parts: str) -> Path:
    """Return the path of a file that ships with the program."""
    return ROOT.joinpath(*parts)
