"""The words of the program's languages."""

from __future__ import annotations

import json

import resources
from app.domain.sentence import Words


def load_words(language: str = "vi") -> Words:
    """Return the words of a language: `vi`, or `en` for the source words."""
    if language == "en":
        return Words({})
    text = resources.path("translations", f"{language}.json").read_text(encoding="utf-8")
    return Words(json.loads(text))
