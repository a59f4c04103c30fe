"""A file that somebody named."""

from __future__ import annotations

from pathlib import Path

from app.domain.fault import Refused
from app.domain.sentence import Sentence


def not_opened(path: Path, where: str = "") -> Refused:
    """Return the refusal of a file that cannot be opened; `where` is its name unless a field is."""
    return Refused(
        Sentence(
            "The file {file} cannot be opened. Check its name, and that no other program holds it.",
            {"file": path.name},
        ),
        where=where or path.name,
    )
