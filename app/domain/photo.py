"""What is kept with a device: photos, taken when something changed, and manuals."""

from __future__ import annotations

from dataclasses import dataclass


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
