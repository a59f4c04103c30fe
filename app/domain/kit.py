"""A kit lends several devices together."""

from __future__ import annotations

from dataclasses import dataclass

KIT_PREFIX = "KT"  # no vowel, so that VNI leaves the digits after it alone


@dataclass(frozen=True, slots=True)
class Kit:
    """A kit by its own label."""

    code: str
    name: str
    status: str = "active"


@dataclass(frozen=True, slots=True)
class KitItem:
    """So many of a device in a kit; an item taken out is cancelled, never deleted."""

    kit_id: int
    device_id: int
    quantity: int
    status: str = "active"
