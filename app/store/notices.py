"""Reading what changed of people and classes, and whether the sector's database knows it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

from app.domain.notice import NOTICE_KINDS

# In the words of the index `entry_notice`.
_KINDS = ", ".join(f"'{kind}'" for kind in NOTICE_KINDS)

# An undo of a notice is a notice of its own, and so is an undo of that.
_NOTICES = text(
    f"""WITH RECURSIVE told (id) AS (SELECT id FROM entry WHERE kind IN ({_KINDS})
UNION ALL SELECT e.id FROM told t JOIN entry e ON e.reverses = t.id)
SELECT e.id AS entry, e.kind, e.day, e.corrects, e.recorded_at, e.reverses, e.text,
e."values" AS filled, e.images, coalesce(n.topic, '') AS topic, n.team_id,
CASE n.status WHEN 'active' THEN n.entered_on ELSE '' END AS entered_on
FROM told t JOIN entry e ON e.id = t.id LEFT JOIN notice n ON n.entry_id = e.id
ORDER BY e.id"""  # noqa: S608 - the kinds are the domain's own
)


@dataclass(frozen=True, slots=True)
class Told:
    """An entry that is a notice; days are ISO, `entered_on` blank while it is not entered.

    `rows` are the tables, ids and after images of what it changed.
    """

    entry: int
    kind: str
    day: str
    recorded_at: str
    reverses: int | None
    text: str
    values: dict[str, Any]
    rows: tuple[tuple[str, int, dict[str, Any]], ...]
    topic: str
    team: int | None
    entered_on: str


def read_notices(connection: Connection) -> list[Told]:
    """Return the notices that stand, oldest first.

    What was undone before anybody entered it is none, and neither is its undo.
    """
    found = {row["entry"]: dict(row) for row in connection.execute(_NOTICES).mappings()}
    undone = {row["reverses"]: number for number, row in found.items() if row["reverses"]}

    def is_undone(entry: int) -> bool:
        return entry in undone and not is_undone(undone[entry])

    def stands(row: dict[str, Any]) -> bool:
        before = found.get(row["reverses"])
        if before is not None and not before["entered_on"]:
            return False
        return bool(row["entered_on"]) or not is_undone(row["entry"])

    return [_told(row) for row in found.values() if stands(row)]


def _told(row: dict[str, Any]) -> Told:
    rows = tuple((name, number, after) for name, number, _before, after
                 in json.loads(row["images"]))  # fmt: skip
    return Told(
        row["entry"], row["kind"], row["corrects"] or row["day"] if row["reverses"] is None
        else row["day"], row["recorded_at"], row["reverses"], row["text"],
        json.loads(row["filled"]), rows, row["topic"], row["team_id"], row["entered_on"] or "",
    )  # fmt: skip
