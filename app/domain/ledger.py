"""Entries and postings: the account book of devices, and the chain that seals it."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NewType

from app.domain.damage import DamageId
from app.domain.device import DeviceId, State
from app.domain.sentence import Value

EntryId = NewType("EntryId", int)
LineId = NewType("LineId", int)

Row = Mapping[str, str | int | None]

_JSON = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))

GENESIS = "0" * 64
_TOLD = ("id", "kind", "day", "recorded_at", "actor", "text")
# What the seal of an entry covers of each posting, in this order.
SEALED = ("device_id", "quantity", "source", "target", "line_id", "damage_id", "result", "note")
CANCELLED = "cancelled"  # the status of a row whose entry was undone


@dataclass(frozen=True, slots=True)
class Posting:
    """So many of a device moved from one state to another.

    `line` names the loan line when the quantity goes on loan or comes back, and
    `result` how it came back; `damage` names the case when it is damaged, in repair or
    lost, before or after; `note` says which part is missing.
    """

    device: DeviceId
    quantity: int
    source: State
    target: State
    line: LineId | None = None
    result: str = ""
    note: str = ""
    damage: DamageId | None = None

    def reversed(self) -> Posting:
        """Return the posting that takes this one back."""
        return replace(self, source=self.target, target=self.source)


@dataclass(frozen=True, slots=True)
class Image:
    """A row of descriptive data before and after an entry; no `before` when new."""

    table: str
    id: int
    before: Row | None
    after: Row

    def reversed(self) -> Image:
        """Return the image that puts the old row back.

        A row is never deleted, so a new one is kept and called off.
        """
        return Image(self.table, self.id, self.after, self.before or called_off(self.after))


# The tables whose rows belong to a device's history.
DESCRIBING = frozenset({"device", "assessment", "disposal_line", "damage"})


def described_device(image: Image) -> int | None:
    """Return which device's history an image belongs to, None when to no device's.

    A new damage case is told by its posting already.
    """
    if image.table == "device":
        return image.id
    if image.table in {"assessment", "disposal_line"} or (image.table == "damage" and image.before):
        return int(image.after["device_id"] or 0)
    return None


def called_off(row: Row) -> Row:
    """Return a row as it stands when the entry that made it is undone."""
    if "status" in row:
        return {**row, "status": CANCELLED}
    if "key" in row:  # a setting: blank is what nobody has said
        return {**row, "value": ""}
    return {**row, "confirmed": ""} if "confirmed" in row else row


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened, with the hash that binds it to the one before.

    `day` is when it happened, `recorded_at` when it was written down; both ISO.
    `text` and `values` are the sentence that tells it. `corrects` is the ISO day in a closed
    month that an adjustment is about, blank of any other entry.
    """

    id: EntryId
    kind: str
    day: str
    recorded_at: str
    actor: str
    text: str
    values: Mapping[str, Value]
    reason: str
    reverses: EntryId | None
    corrects: str
    postings: Sequence[Posting]
    images: Sequence[Image]
    previous_hash: str
    hash: str


def seal(row: Mapping[str, Any], postings: Iterable[Sequence[Any]]) -> str:
    """Return the SHA-256 that seals an entry: all it says, and the hash before it.

    `row` is the entry as it is stored, its values and images as canonical text; of each
    posting come `SEALED`, in that order.
    """
    said = ",".join(
        (
            canonical([row[name] for name in _TOLD])[1:-1],
            row["values"],
            canonical([row["reason"], row["reverses"], row["corrects"], list(postings)])[1:-1],
            row["images"],
            canonical(row["previous_hash"]),
        )
    )
    return hashlib.sha256(f"[{said}]".encode()).hexdigest()


def stored(entry: Entry) -> dict[str, Any]:
    """Return the row an entry is stored as, without its postings."""
    return {
        **{name: getattr(entry, name) for name in (*_TOLD, "reason", "reverses", "corrects")},
        "values": canonical(entry.values),
        "images": canonical([[one.table, one.id, one.before, one.after] for one in entry.images]),
        "previous_hash": entry.previous_hash,
        "hash": entry.hash,
    }


def sealed(posting: Posting) -> dict[str, Any]:
    """Return what the seal covers of a posting, by the names and in the order of `SEALED`."""
    said = (posting.device, posting.quantity, posting.source.value, posting.target.value,
            posting.line, posting.damage, posting.result, posting.note)  # fmt: skip
    return dict(zip(SEALED, said, strict=True))


def canonical(value: object) -> str:
    """Return the one JSON text of a value."""
    return _JSON.encode(value)


Movement = tuple[str, DeviceId, State, int]


def movements(day: str, postings: Iterable[Posting]) -> list[Movement]:
    """Return what postings of one day add to each device's states."""
    moved: list[Movement] = []
    for posting in postings:
        moved.append((day, posting.device, posting.source, -posting.quantity))
        moved.append((day, posting.device, posting.target, posting.quantity))
    return moved


def first_shortfall(moved: Iterable[Movement]) -> Movement | None:
    """Return the first day a device's state would close below zero, with its balance.

    Movements of one day count together: the order inside a day is not known for
    what is written down later.
    """
    by_day: dict[str, dict[tuple[DeviceId, State], int]] = defaultdict(lambda: defaultdict(int))
    for day, device, state, quantity in moved:
        if state is not State.OUTSIDE:
            by_day[day][device, state] += quantity
    balances: dict[tuple[DeviceId, State], int] = defaultdict(int)
    for day in sorted(by_day):
        for (device, state), quantity in by_day[day].items():
            balances[device, state] += quantity
            if balances[device, state] < 0:
                return day, device, state, balances[device, state]
    return None
