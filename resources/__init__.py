"""The files that travel with the program: fonts, lists, translations."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent


def path(*parts: str) -> Path:
    """Say where a resource lies, e.g. ``path("fonts", "OFL.txt")``."""
    return ROOT.joinpath(*parts)
