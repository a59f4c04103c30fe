"""What a person can type or paste and no book can hold: refused at the one door."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from app.domain.fault import Refused
from app.domain.sentence import Sentence

_HALF = "surrogates not allowed"
_BEYOND = "Python int too large to convert to SQLite INTEGER"


class InWords:
    """Says in words of an action or a question that SQLite could not take what it was given."""

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        """Turn half a character, or a figure past all counting, into a refusal."""
        if isinstance(error, UnicodeEncodeError) and error.reason == _HALF:
            raise Refused(
                Sentence(
                    "The text holds half of a character, which cannot be kept. Type it again "
                    "instead of pasting it."
                )
            ) from error
        if isinstance(error, OverflowError) and str(error) == _BEYOND:
            raise Refused(
                Sentence("The figure is too large to be kept. Write it with fewer digits.")
            ) from error
