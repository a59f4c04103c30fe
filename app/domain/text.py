"""Vietnamese text: one composition, one folding for search, one order for lists."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANKS = {letter: f"{rank:02d}" for rank, letter in enumerate(_LETTERS, start=10)}
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_LONGEST = 80  # letters of a file's name: with its folders it must stay within 260
_COMPARED = 16
_REMEMBERED = 10_000  # texts: the words of a list come again and again
_NUMBER = re.compile(r"\d+")
_HEAPED = re.compile("([\u0300-\u036f]{8})[\u0300-\u036f]+")
_SHORT = 200  # letters, which are put in order at once whatever they are
_FIGURE = re.compile(r"[0-9]{1,18}")


def clean(text: str) -> str:
    """Return `text` in NFC, trimmed, with runs of white space made one blank."""
    return " ".join(unicodedata.normalize("NFC", _sparing(text)).split())


def _sparing(text: str) -> str:
    """Return a long text with no more marks on a letter than any language writes.

    To put thousands of them in order takes minutes.
    """
    return _HEAPED.sub(r"\1", text) if len(text) > _SHORT else text


class _Unmarked(dict[int, int | None]):
    """What becomes of each code point when marks are taken off, found out as it is met."""

    def __missing__(self, code: int) -> int | None:
        self[code] = None if unicodedata.combining(chr(code)) else code
        return self[code]


_UNMARKED = _Unmarked()


@lru_cache(maxsize=_REMEMBERED)
def fold(text: str) -> str:
    """Return `text` in lower case without marks, đ as d: what search compares."""
    lower = _sparing(text.lower())
    if lower.isascii():
        return lower
    return unicodedata.normalize("NFD", lower.replace("đ", "d")).translate(_UNMARKED)


def as_figure(text: str) -> int | None:
    """Return a whole number written in plain digits, None for anything else or past all counting.

    Other digits, such as ², and more of them than SQLite holds are no figure of a school.
    """
    return int(text) if _FIGURE.fullmatch(text) else None


def slug(text: str) -> str:
    """Return `text` as a part of a file's name that any disk takes: folded words and dashes."""
    words = "".join(one if one.isascii() and one.isalnum() else " " for one in fold(text)).split()
    return "-".join(words)[:_LONGEST].rstrip("-")


def show_hash(whole: str) -> str:
    """Return the part of a hash that is shown: 16 characters, which people can compare."""
    return whole[:_COMPARED]


def sort_key(text: str) -> str:
    """Return a key whose plain order is the Vietnamese one; digits sort as numbers."""
    letters: list[str] = []
    tones: list[str] = []
    padded = _NUMBER.sub(lambda number: number.group().zfill(8), clean(text).lower())
    for letter in unicodedata.normalize("NFD", padded):
        if letter in _TONES:
            tones.append(_TONES[letter])
        elif unicodedata.combining(letter) and letters:
            letters[-1] = unicodedata.normalize("NFC", letters[-1] + letter)
        else:
            letters.append(letter)
            tones.append("0")
    ranks = "".join(_RANKS.get(letter, letter) for letter in letters)
    return f"{ranks} {''.join(tones)}"
