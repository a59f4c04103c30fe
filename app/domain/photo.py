"""A photo of a device, taken when something about it changed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture kept in the book's folder; `file` is relative to it, `sha256` of its bytes."""

    device_id: int
    file: str
    sha256: str
    status: str = "active"
