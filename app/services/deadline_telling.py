"""Deadlines told as the command line's JSON and lines."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.domain.deadline import Deadline
from app.domain.sentence import Words
from app.services.deadlines import STATUSES, Deadlines
from app.services.room import Room


def tell_deadlines(
    room: Room, words: Words, on: date | None, code: str
) -> tuple[dict[str, Any], list[str]]:
    """Return every change with its time, of one device or all, as of a day."""
    changes = room.ask(Deadlines(on, code))
    lines = [
        f"{one.entry}\t{one.happened}\t{one.due}\t{one.left}\t"
        f"{words.render(STATUSES[one.status])}\t{one.code}\t{words.render(one.what)}"
        for one in changes
    ]
    return {"changes": [_show(one, words) for one in changes]}, lines


def _show(one: Deadline, words: Words) -> dict[str, Any]:
    return {
        "entry": one.entry,
        "device": one.code if one.device is not None else None,
        "name": one.name,
        "team": one.team,
        "topic": one.topic.value,
        "kind": one.kind,
        "text": words.render(one.what),
        "day": one.happened,
        "recorded": one.recorded,
        "due_day": one.due,
        "days_left": one.left,
        "status": one.status.value,
        "settled_day": one.settled or None,
        "batch": one.batch,
        "recorded_late": one.recorded_late,
        "sent_late": one.sent_late,
        "reason": one.reason,
    }
