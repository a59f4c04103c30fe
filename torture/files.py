"""Texts, pictures, papers, layouts and backups that lie or swell, and how each is made."""

from __future__ import annotations

import io
import json
import struct
import zipfile
import zlib
from collections.abc import Callable
from itertools import repeat
from pathlib import Path

from torture.workbooks import HEADINGS, Make, cut, parts, write

_MB = 1 << 20
_LINE = ",".join(HEADINGS) + "\n"


def _text(said: Callable[[], str | bytes]) -> Make:
    def make(path: Path) -> None:
        data = said()
        path.write_bytes(data.encode() if isinstance(data, str) else data)

    return make


def _cut(share: float) -> Make:
    return lambda path: cut(path, share)


TEXTS: dict[str, Make] = {
    "one line of 100 MB": _text(lambda: b"a" * 100 * _MB),
    "one line of 40 MB": _text(lambda: b"a" * 40 * _MB),
    "15,000,000 cells in a line": _text(lambda: _LINE.encode() + b"," * 15 * _MB),
    "15,000,000 lines": _text(lambda: _LINE.encode() + b"\n" * 15 * _MB),
    "90,000 lines": _text(lambda: _LINE + "a,b\n" * 90_000),
    "a quote without end": _text(lambda: f'{_LINE}"'.encode() + b"a\n" * 5 * _MB),
    "quotes alone": _text(lambda: _LINE.encode() + b'"' * 15 * _MB),
    "marks of composition": _text(lambda: _LINE + "a" + "\u0323\u0302" * 3 * _MB),
    "nothing but nulls": _text(lambda: bytes(1000)),
    "nulls further down": _text(lambda: _LINE + "a\0b," * 40 + "\n"),
    "mixed encodings": _text(
        lambda: _LINE.encode() + "Đàn, trống\n".encode("utf-16-le") + "Máy,ả\n".encode("cp1258")
    ),
    "half a UTF-16": _text(lambda: _LINE.encode("utf-16")[:-1]),
    "surrogates": _text(lambda: b"\xff\xfe" + _LINE.encode("utf-16-le") + b"\x00\xd8\x41\x00" * 9),
    "UTF-32": _text(lambda: _LINE.encode("utf-32")),
    "surrogates in UTF-8": _text(lambda: _LINE.encode() + b"\xed\xa0\x80," * 20),
    "a mark of order alone": _text(lambda: b"\xef\xbb\xbf"),
    "controls and directions": _text(
        lambda: _LINE + "\u202ea\u200f\x07\x1b[31m\u2028\ufeff\U0001f4a5," * 20 + "\n"
    ),
    "numbers without end": _text(lambda: _LINE + ",".join(["9" * 5000] * 20) + "\n"),
    "a formula": _text(lambda: _LINE + ",".join(["=cmd|' /C calc'!A0"] * 20) + "\n"),
}  # fmt: skip

CUTS: dict[str, Make] = {f"cut at {at} %": _cut(at / 100) for at in range(5, 100, 5)}


def _png(width: int, height: int, *, lying: bool = False) -> bytes:
    """Return a picture of one colour: a few KB for any size, or its head alone."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        checksum = zlib.crc32(kind + data)
        return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", checksum)

    packer = zlib.compressobj(1)
    row = bytes(1 + (width + 7) // 8)
    packed = b"".join(packer.compress(row) for _row in range(0 if lying else height))
    head = struct.pack(">LLBBBBB", width, height, 1, 0, 0, 0, 0)
    body = chunk(b"IDAT", packed + packer.flush())
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + body + chunk(b"IEND", b"")


def _jpeg(width: int, height: int) -> bytes:
    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00"
    return b"\xff\xd8\xff\xc0" + struct.pack(">H", len(frame) + 2) + frame + b"\xff\xd9"


def _pdf(stream: bytes, width: int = 595) -> bytes:
    packed = zlib.compress(stream, 1)
    return (
        b"%%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R 2 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d 842]/Contents 4 0 R>>endobj\n"
        b"4 0 obj<</Filter/FlateDecode/Length %d>>stream\n"
        % (width, len(packed))
        + packed
        + b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    )


PICTURES: dict[str, Make] = {
    "a picture of 60,000 by 60,000": _text(lambda: _png(60_000, 60_000)),
    "a picture of 2,147,483,647 squared": _text(lambda: _png(2**31 - 1, 2**31 - 1, lying=True)),
    "a photo of 65,535 by 65,535": _text(lambda: _jpeg(65_535, 65_535)),
    "a photo without size": _text(lambda: b"\xff\xd8\xff"),
    "a picture cut short": _text(lambda: _png(100, 100)[:40]),
    "a picture of no size": _text(lambda: _png(0, 0, lying=True)),
    "a file of 25 MB": _text(lambda: b"\x89PNG" + bytes(25 * _MB)),
    "a paper that swells": _text(lambda: _pdf(b"q " * 100 * _MB)),
    "a paper a mile wide": _text(lambda: _pdf(b"q Q", 2_000_000_000)),
    "a paper cut short": _text(lambda: _pdf(b"q Q")[:60]),
    "a paper of its head": _text(lambda: b"%PDF"),
}


def _layout(said: bytes, workbook: bytes = b"") -> Make:
    return lambda path: write(path, {"layout.json": said, "template.xlsx": workbook})


def _swollen(path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"0" * (100 * _MB))
    write(path, {"layout.json": repeat(b" " * _MB, 512), "template.xlsx": inner.getvalue()})


LAYOUTS: dict[str, Make] = {
    "a layout that swells": _swollen,
    "a workbook that swells": lambda path: write(
        path, {"layout.json": b"{}", "template.xlsx": repeat(bytes(_MB), 512)}
    ),
    "brackets 1,000,000 deep": _layout(b"[" * 1_000_000),
    "a number of 1,000,000 digits": _layout(b'{"columns": [], "name": ' + b"9" * 1_000_000 + b"}"),
    "names said twice": _layout(b'{"name": "a", "name": 1, "columns": NaN}'),
    "no object": _layout(b"[]"),
    "half a surrogate": _layout(b'{"columns": [], "name": "\\ud800", "sheet": "\\udfff"}'),
    "no zip": _text(lambda: b"PK\x03\x04" + bytes(200)),
}

_MANIFEST = json.dumps({"format": 1, "parts": []}).encode()


def _backup(said: bytes, **more: bytes) -> Make:
    return lambda path: write(path, {"manifest.json": said, **more})


BACKUPS: dict[str, Make] = {
    "a book that swells": lambda path: write(
        path, {"manifest.json": _MANIFEST, "book.db": repeat(bytes(_MB), 512)}
    ),
    "a manifest that swells": lambda path: write(
        path, {"manifest.json": repeat(b" " * _MB, 63), "book.db": b"SQLite format 3\0"}
    ),
    "a manifest of empty parts": _backup(b'{"parts": [' + b"{}," * 5_000_000 + b"{}]}"),
    "a manifest 1,000,000 deep": _backup(b"[" * 1_000_000),
    "a manifest of huge figures": _backup(b'{"entries": ' + b"9" * 10_000 + b"}"),
    "a manifest of nothing": _backup(b"null"),
    "a manifest of marks": _backup(b'{"school": "\\ud800", "parts": NaN}'),
    "a path that climbs": lambda path: write(
        path, {"manifest.json": _MANIFEST, "../../climbed.txt": b"x", "book.db": b"x"}
    ),
    "a workbook": lambda path: write(path, parts({})),
    "a backup cut short": lambda path: cut(path, 0.5),
    "sealed by nobody": _backup(_MANIFEST, **{"key.age": bytes(1000), "book.age": bytes(1000)}),
    "a key that swells": lambda path: write(
        path,
        {"manifest.json": _MANIFEST, "key.age": repeat(bytes(_MB), 512), "book.age": b"x"},
    ),
}  # fmt: skip
