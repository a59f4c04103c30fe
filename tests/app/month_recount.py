"""A second opinion on a month's figures: it reads the JSON of `history` and knows nothing else.

Nothing here comes from `app`, so a mistake there is not made twice.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

_SHELF = {"in_store", "on_loan"}
_STATES = ("in_store", "on_loan", "damaged", "in_repair", "lost", "disposed")
_WITHOUT_MOVES = {"correct", "transfer"}  # changes of a device's data that move nothing
# Days off as the government published them, weekends left out, and Saturdays worked instead.
_OFF = {
    "2025-09-01", "2025-09-02", "2026-01-01", "2026-01-02", "2026-02-16", "2026-02-17",
    "2026-02-18", "2026-02-19", "2026-02-20", "2026-04-27", "2026-04-30", "2026-05-01",
    "2026-08-31", "2026-09-01", "2026-09-02", "2026-11-24",
}  # fmt: skip
_WORKED = {"2026-01-10", "2026-08-22"}


def recount(entries: list[dict[str, Any]], month: str) -> dict[str, Any]:
    """Return the totals of a month, YYYY-MM, from the whole history."""
    by_number = {entry["entry"]: entry for entry in entries}
    opening: Counter[str] = Counter()
    more: Counter[str] = Counter()
    less: Counter[str] = Counter()
    figures: Counter[str] = Counter()
    for entry in entries:
        when = entry["day"][:7]
        if when > month:
            continue
        sign = _sign(entry, by_number)
        lends = False
        for posting in entry["postings"]:
            ends = posting["from"], posting["to"]
            source, target = ends if sign > 0 else ends[::-1]
            quantity = sign * posting["quantity"]
            if when < month:
                opening[target] += quantity
                opening[source] -= quantity
                continue
            more[target] += quantity
            less[source] += quantity
            figures["lent_quantity"] += quantity if target == "on_loan" else 0
            figures["returned_quantity"] += quantity if source == "on_loan" else 0
            lends = lends or target == "on_loan"
        figures["loans"] += sign if lends else 0
        figures["late_entries"] += when == month and is_late(entry)
    return {
        "opening": {state: opening[state] for state in _STATES},
        "increase": {state: more[state] for state in _STATES},
        "decrease": {state: less[state] for state in _STATES},
        "closing": {state: opening[state] + more[state] - less[state] for state in _STATES},
        "loans": figures["loans"],
        "lent_quantity": figures["lent_quantity"],
        "returned_quantity": figures["returned_quantity"],
        "damaged_quantity": more["damaged"],
        "lost_quantity": more["lost"],
        "late_entries": figures["late_entries"],
    }


def _sign(entry: dict[str, Any], by_number: dict[int, dict[str, Any]]) -> int:
    sign = 1
    while entry["reverses"] is not None:
        sign, entry = -sign, by_number[entry["reverses"]]
    return sign


def is_late(entry: dict[str, Any]) -> bool:
    """Return whether an entry is a change that was written down after its due day."""
    changes = entry["kind"] in _WITHOUT_MOVES or any(
        not {posting["from"], posting["to"]} <= _SHELF for posting in entry["postings"]
    )
    happened = entry["corrects"] or entry["day"]
    if not changes or entry["reverses"] is not None or happened < "2024-08-27":
        return False
    day, left = date.fromisoformat(happened), 10
    while left:
        day += timedelta(days=1)
        iso = day.isoformat()
        left -= iso in _WORKED or (day.weekday() < 5 and iso not in _OFF)
    return bool(entry["recorded_at"][:10] > day.isoformat())
