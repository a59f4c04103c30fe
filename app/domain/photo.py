"""What is kept with a device: photos, taken when something changed, and manuals."""

from __future__ import annotations

import struct
from dataclasses import dataclass

MOST_POINTS = 51_000_000  # what a good phone takes; drawn, it fills 200 MB for a moment
_PNG = b"\x89PNG\r\n\x1a\n"
_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})  # JPEG's marks that tell a size


@dataclass(frozen=True, slots=True)
class Photo:
    """A file kept in the book's folder; `file` is relative to it, `sha256` of its bytes.

    `kind` is "photo" or "manual".
    """

    device_id: int
    kind: str
    file: str
    sha256: str
    status: str = "active"


def points_of(data: bytes) -> int:
    """Return how many points a PNG or JPEG says it has, 0 when it tells none.

    A few KB can hold a picture that no memory holds, so this is asked before it is kept.
    """
    if data.startswith(_PNG):
        width, height = struct.unpack(">LL", data[16:24].ljust(8, b"\0"))
        return int(width * height)
    place = 2
    while data[place : place + 1] == b"\xff" and place + 9 <= len(data):
        if data[place + 1] in _FRAMES:
            height, width = struct.unpack_from(">HH", data, place + 5)
            return int(width * height)
        place += 2 + int.from_bytes(data[place + 2 : place + 4], "big")
    return 0
