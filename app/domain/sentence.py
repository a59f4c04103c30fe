"""A sentence for a person: an English template and the values that fill it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Value = str | int


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence; `text` is the key of the catalogue, with `{name}` holes."""

    text: str
    values: Mapping[str, Value] = field(default_factory=dict)

    def __str__(self) -> str:  # type: ignore[explicit-override]  # typing.override is 3.12, the domain takes nothing else
        """Return the sentence in English."""
        return self.text.format_map(self.values)


class Words:
    """The words of one language: a catalogue from English templates to its own."""

    def __init__(self, catalogue: Mapping[str, str]) -> None:
        """Take the catalogue; an empty one speaks English."""
        self._catalogue = catalogue

    def __call__(self, text: str, /, **values: Value) -> str:
        """Return `text` in this language with its holes filled."""
        return self._catalogue.get(text, text).format_map(values)

    def render(self, sentence: Sentence) -> str:
        """Return a sentence in this language."""
        return self(sentence.text, **sentence.values)
