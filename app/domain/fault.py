"""The two ways an action fails that are nobody's bug."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.domain.sentence import Sentence


class Fault(Exception):  # noqa: N818 - a fault is said to a person, it is not an Error
    """A failure with one sentence for the person and, if known, the place it is about."""

    kind = "fault"

    def __init__(self, sentence: Sentence, where: str = "") -> None:
        """Keep the sentence and the field, file or code it is about."""
        super().__init__(str(sentence))
        self.sentence = sentence
        self.where = where


class Refused(Fault):
    """A rule says no; nothing was changed."""

    kind = "refused"


class Unavailable(Fault):
    """The surroundings fail: disk, lock, a damaged or newer file."""

    kind = "unavailable"


class Damaged(Unavailable):
    """The book itself cannot be read any more, or never was one."""


class Cancelled(Exception):  # noqa: N818 - no error: a person's wish, and nothing was written
    """Long work was called off."""
