"""Short names as a timetable writes them: “Đ.Lý” for Đỗ Thị Lý, “Cô Ánh” for Nguyễn Thị Ánh."""

from __future__ import annotations

import re

from app.domain.text import clean, fold

_TITLES = frozenset({"co", "thay", "gv"})
_PARTS = re.compile(r"[.\s]+")


def is_short_for(short: str, name: str) -> bool:
    """Return whether a short name may mean somebody: the given name, initials before it.

    Each initial begins a word of the name, in order; đ and d are one letter here.
    """
    parts = [part for part in _PARTS.split(fold(clean(short))) if part]
    if len(parts) > 1 and parts[0] in _TITLES:
        parts = parts[1:]
    *words, given = fold(clean(name)).split() or [""]
    if not parts or parts[-1] != given:
        return False
    left = iter(words)
    return all(any(word.startswith(part) for word in left) for part in parts[:-1])


def nearest(short: str, names: list[str]) -> list[str]:
    """Return the names a short one fits, those written with the very same marks if any are."""
    fitting = [name for name in names if is_short_for(short, name)]
    given = _PARTS.split(clean(short).lower())[-1]
    initial = clean(short).lower()[:1]
    same = [name for name in fitting if clean(name).lower().split()[-1] == given]
    exact = [name for name in same if clean(name).lower()[:1] == initial]
    return exact or same or fitting
