"""A sentence for a person: an English template and the values that fill it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

# A value may itself be a sentence, as `told` makes it: an undo names what it undoes.
Value = str | int | Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence; `text` is the key of the catalogue, with `{name}` holes."""

    text: str
    values: Mapping[str, Value] = field(default_factory=dict)

    def __str__(self) -> str:  # type: ignore[explicit-override]  # typing.override is 3.12, the domain takes nothing else
        """Return the sentence in English."""
        return Words({}).render(self)


def told(text: str, values: Mapping[str, Value]) -> Mapping[str, Any]:
    """Return a sentence as a value of another sentence, fit for JSON."""
    return {"text": text, "values": dict(values)}


class Words:
    """The words of one language: a catalogue from English templates to its own."""

    def __init__(self, catalogue: Mapping[str, str]) -> None:
        """Take the catalogue; an empty one speaks English."""
        self._catalogue = catalogue

    def __call__(self, text: str, /, **values: Value) -> str:
        """Return `text` in this language with its holes filled."""
        filled = {
            name: self(value["text"], **value["values"]) if isinstance(value, Mapping) else value
            for name, value in values.items()
        }
        return self._catalogue.get(text, text).format_map(filled)

    def render(self, sentence: Sentence) -> str:
        """Return a sentence in this language."""
        return self(sentence.text, **sentence.values)
