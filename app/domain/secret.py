"""A password on its way to the keyring or the clipboard."""

from __future__ import annotations

from typing import NoReturn

from typing_extensions import override


class Secret:
    """Text that shows itself to nobody: not in a log, not in a crash report, not in a file."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        """Take the text."""
        self._text = text

    def reveal(self) -> str:
        """Return the text."""
        return self._text

    def __bool__(self) -> bool:
        """Return whether there is any text."""
        return bool(self._text)

    @override
    def __eq__(self, other: object) -> bool:
        """Return whether both are the same text."""
        return isinstance(other, Secret) and self._text == other._text

    @override
    def __hash__(self) -> int:
        """Return the hash of the text."""
        return hash(self._text)

    @override
    def __repr__(self) -> str:
        """Return what may be read by anybody."""
        return "Secret()"

    @override
    def __reduce__(self) -> NoReturn:
        """Refuse to be written anywhere."""
        raise TypeError(type(self))
