"""A second opinion on the reports of stock and loans: it reads the JSON of `history` alone.

Nothing here comes from `app`, so a mistake there is not made twice.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

ON_BOOK = ("in_store", "on_loan", "damaged", "in_repair", "lost")
SOURCES = {
    "Được cấp": "granted", "Mua sắm theo kế hoạch": "bought", "Viện trợ, cho tặng": "donated",
    "Tự làm": "self_made", "Điều chuyển đến": "transferred", "Khác": "other", "": "unsaid",
}  # fmt: skip
GAINS = ("granted", "bought", "donated", "self_made", "transferred", "other", "unsaid", "counted")
LOSSES = ("broken", "lost", "usable", "given")
RESULTS = ("good", "damaged", "lost", "incomplete")


class Recount:
    """The whole history, replayed once: rows as they stand now, and every posting."""

    def __init__(self, entries: list[dict[str, Any]]) -> None:
        """Take the entries, oldest first."""
        self.rows: dict[str, dict[int, dict[str, Any]]] = defaultdict(dict)
        by_number = {entry["entry"]: entry for entry in entries}
        # Each posting with its day, whether it counts for or against, and the act it is of.
        self.moves: list[tuple[str, int, str, dict[str, Any]]] = []
        for entry in entries:
            for image in entry["images"]:
                self.rows[image["table"]][image["id"]] = image["after"]
            sign, act = 1, entry
            while act["reverses"] is not None:
                sign, act = -sign, by_number[act["reverses"]]
            for posting in entry["postings"]:
                self.moves.append((entry["day"], sign, act["kind"], posting))
        self.devices = {row["code"]: row for row in self.rows["device"].values()}

    def stock(self, first: str, last: str, by: str) -> dict[str, dict[str, Any]]:
        """Return the figures of each group that has any, the whole school under ""."""
        found: dict[str, dict[str, Any]] = {}
        for day, sign, kind, posting in self.moves:
            if day > last:
                continue
            for name in {self._group(posting["device"], by), ""}:
                one = found.setdefault(name, _nothing())
                self._take(one, (day, first, sign, kind), posting)
        for one in found.values():
            one["increase"] = sum(one["by_source"].values())
            one["decrease"] = sum(one["by_reason"].values())
            one["closing"] = sum(one["by_state"].values())
        return {name: one for name, one in found.items() if _any(one)}

    def _take(
        self, one: dict[str, Any], when: tuple[str, str, int, str], posting: dict[str, Any]
    ) -> None:
        day, first, sign, kind = when
        source, target, quantity = posting["from"], posting["to"], posting["quantity"]
        for state, change in ((source, -quantity), (target, quantity)):
            if state in ON_BOOK:
                one["by_state"][state] += change
                one["opening"] += change if day < first else 0
        if day < first:
            return
        if sign < 0:
            source, target = target, source
        quantity *= sign
        if source not in ON_BOOK and target in ON_BOOK:
            found = kind == "stocktake_close" or source == "disposed"
            fund = self.devices[posting["device"]]["fund"]
            one["by_source"]["counted" if found else SOURCES.get(fund, "other")] += quantity
        elif source in ON_BOOK and target not in ON_BOOK:
            why = {"lost": "lost", "in_store": "usable"}.get(source, "broken")
            one["by_reason"]["given" if target == "outside" else why] += quantity

    def _group(self, code: str, by: str) -> str:
        row = self.devices[code]
        if by == "device":
            return code
        if by == "subject":
            return row["subject"] or "No subject written"
        if by == "place":
            place = self.rows["place"].get(row["place_id"])
            return place["name"] if place else "No place written"
        if by == "team":
            team = self.rows["team"].get(row["team_id"])
            return team["name"] if team else "Shared by all"
        return "The whole school"

    def loans(self, first: str, last: str, by: str, today: str) -> dict[Any, Counter[str]]:
        """Return the figures of each teacher or class by id, of all under None."""
        found: dict[Any, Counter[str]] = {None: Counter()}
        standing = {
            number: loan for number, loan in self.rows["loan"].items()
            if loan["status"] != "cancelled" and first <= loan["day"] <= last
        }  # fmt: skip
        whose = {"teacher": "teacher_id", "class": "class_id"}[by]
        for loan in standing.values():
            for one in (None, loan[whose]):
                found.setdefault(one, Counter())["slips"] += 1
        lines = {
            number: standing[line["loan_id"]] for number, line in self.rows["loan_line"].items()
            if line["loan_id"] in standing
        }  # fmt: skip
        for number, loan in lines.items():
            for one in (None, loan[whose]):
                found[one]["lines"] += 1
                found[one]["lent"] += self.rows["loan_line"][number]["quantity"]
        for _day, sign, _kind, posting in self.moves:
            if posting["line"] not in lines:
                continue
            loan = lines[posting["line"]]
            for one in (None, loan[whose]):
                self._bring(found[one], sign, posting, late=loan["due"] < today)
        return found

    def _bring(self, one: Counter[str], sign: int, posting: dict[str, Any], *, late: bool) -> None:
        quantity = posting["quantity"]
        out = quantity if posting["to"] == "on_loan" else -quantity
        one["outstanding"] += out
        one["overdue"] += out if late else 0
        source, target = posting["from"], posting["to"]
        if sign < 0:
            source, target = target, source
        if source == "on_loan":
            result = posting["result"] or "good"
            one[result] += sign * quantity


def _nothing() -> dict[str, Any]:
    return {
        "opening": 0, "by_source": dict.fromkeys(GAINS, 0), "by_reason": dict.fromkeys(LOSSES, 0),
        "by_state": dict.fromkeys(ON_BOOK, 0),
    }  # fmt: skip


def _any(one: dict[str, Any]) -> bool:
    return any(any(figures.values()) for figures in one.values() if isinstance(figures, dict))
