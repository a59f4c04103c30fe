"""Spoiling what is good: bytes, texts and the parts of a zip, a few places at a time."""

from __future__ import annotations

import io
import random
import warnings
import zipfile
from collections.abc import Sequence

_MOST = 8  # changes at once
_TOKENS = (
    b"-1", b"0", b"1048577", b"16385", b"4294967296", b"1e999", b"NaN", b"9" * 40, b"&#xD800;",
    b"&amp;", b"<", b"</c>", b'r="A1048576"', b'r="XFD1"', b't="s"', b't="e"', b't="d"', b's="9"',
    b"<v>", b"null", b"{}", b"[]", b"[" * 300, b'"', b",", b";", b"\t", b"\r", b"\n\n", b"\0",
    b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"99999999999999999999", b"29/02/2027", b"*",
)  # fmt: skip
_LETTERS = (
    "\u0323", "\u202e", "\u200b", "\U0001f4a5", "\ud800", "\x00", "\x1b", "\u2028", "İ", "ß", "ﬁ",
    "٣", "²", "½", "Ⅷ", "=", "'", "{", "}", "%s", "-1", "1e9", "9" * 30, "20*", "0*", " · ", "Đ",
    "\\",
)  # fmt: skip


def spoil(data: bytes, others: Sequence[bytes], chance: random.Random) -> bytes:
    """Return bytes with some places changed, a piece of another seed among them at times."""
    made = bytearray(data)
    for _change in range(chance.randint(1, _MOST)):
        at = chance.randrange(len(made) + 1)
        to = min(at + chance.choice((1, 2, 4, 16, 256)), len(made))
        kind = chance.randrange(6)
        if kind == 0 and at < len(made):
            made[at] ^= 1 << chance.randrange(8)
        elif kind == 1:
            made[at:to] = b""
        elif kind == 2:  # noqa: PLR2004 - the ways are told apart by their number alone
            made[at:to] = chance.choice(_TOKENS)
        elif kind == 3:  # noqa: PLR2004 - the same
            made[at:at] = chance.choice(_TOKENS)
        elif kind == 4:  # noqa: PLR2004 - the same
            made[at:at] = made[at:to] * chance.choice((1, 2, 50))
        else:
            other = chance.choice(others)
            start = chance.randrange(len(other) + 1)
            made[at:to] = other[start : start + chance.choice((4, 64, 1024))]
    return bytes(made)


def spoil_zip(data: bytes, others: Sequence[bytes], chance: random.Random) -> bytes:
    """Return a zip of which one part is spoilt and packed again; at times the zip itself is."""
    if chance.random() < 0.2:  # noqa: PLR2004 - one of five
        return spoil(data, others, chance)
    parts = _parts(data)
    name = chance.choice([name for name in parts if not name.endswith((".png", ".jpg"))])
    among = [part for other in others for part in _parts(other).values() if part]
    parts[name] = spoil(parts[name], among, chance)
    if chance.random() < 0.05:  # noqa: PLR2004 - one of twenty
        del parts[chance.choice(list(parts))]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed, warnings.catch_warnings():
        for one, part in parts.items():
            packed.writestr(one, part)
    return out.getvalue()


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def spoil_text(text: str, chance: random.Random) -> str:
    """Return a text with letters changed, put in or taken out."""
    made = list(text)
    for _change in range(chance.randint(1, _MOST)):
        at = chance.randrange(len(made) + 1)
        made[at : at + chance.randrange(3)] = chance.choice(_LETTERS)
    return "".join(made)
