"""A second opinion on what was used: it reads the JSON of `history` and knows nothing else.

Nothing here comes from `app`, so a mistake there is not made twice.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import Any

_REPLACED = ("05/2019", "43/2020")  # circulars that are no longer in force
_GONE = {"outside", "lost", "disposed"}


class Recount:
    """A slow count, from every entry, of what was lent."""

    def __init__(self, entries: list[dict[str, Any]]) -> None:
        """Replay the images, and gather every act of lending with its sign."""
        self._entries = entries
        self._by_number = {entry["entry"]: entry for entry in entries}
        self._rows: dict[tuple[str, int], dict[str, Any]] = {}
        for entry in entries:
            for image in entry["images"]:
                self._rows[image["table"], image["id"]] = image["after"]
        self._devices = {
            row["code"]: row for (table, _id), row in self._rows.items() if table == "device"
        }
        self._period = "", ""
        self._acts: list[tuple[str, int, int, str, int]] = []
        for entry in entries:
            sign = self._sign(entry)
            for posting in entry["postings"]:
                target = posting["to"] if sign > 0 else posting["from"]
                if target == "on_loan":
                    loan = self._rows["loan_line", posting["line"]]["loan_id"]
                    act = (entry["day"], loan, sign, posting["device"], posting["quantity"])
                    self._acts.append(act)

    def _sign(self, entry: dict[str, Any]) -> int:
        sign = 1
        while entry["reverses"] is not None:
            sign, entry = -sign, self._by_number[entry["reverses"]]
        return sign

    def group(self, loan: int, device: str, by: str) -> str:
        """Return what an act is counted under, as the command says it in English."""
        head, row = self._rows["loan", loan], self._devices[device]
        if by == "device":
            return f"{device} {row['name']}"
        if by == "subject":
            return row["subject"] or "No subject written"
        if by == "item":
            found = self._rows.get(("catalogue_item", row["catalogue_id"]))
            return found["name"] if found else self._named(row)
        if by in {"class", "grade"}:
            one = self._rows["school_class", head["class_id"]]
            return self._class(one) if by == "class" else f"Grade {one['grade']}"
        person = self._rows["person", head["teacher_id"]]
        if by == "teacher":
            return f"{person['code']} {person['name']}"
        team = self._rows.get(("team", person["team_id"]))
        return team["name"] if team else "In no team"

    def _class(self, one: dict[str, Any]) -> str:
        """Return a class by its name, with its year where the period is not of that year."""
        year = one["school_year"]
        if self._period[0] >= f"{year}-08" and self._period[1] < f"{year + 1}-09":
            return str(one["name"])
        return f"{one['name']} ({year}-{year + 1})"

    def _named(self, row: dict[str, Any]) -> str:
        """Return the one item that is called as a device is."""
        alike = [
            item for (table, _id), item in self._rows.items()
            if table == "catalogue_item" and item["name"].lower() == row["name"].lower()
            and item["subject"].lower() == row["subject"].lower()
        ]  # fmt: skip
        in_force = [item for item in alike if not item["circular"].startswith(_REPLACED)] or alike
        return in_force[0]["name"] if len(in_force) == 1 else "Of no row of the minimum list"

    def count(self, first: str, last: str, by: str) -> dict[str, Counter[str]]:
        """Return the figures of each group in which anything was lent or taken off."""
        self._period = first, last
        found: dict[str, Counter[str]] = defaultdict(Counter)
        seen: set[tuple[str, str, int, int]] = set()
        stands: Counter[tuple[str, int, str, int]] = Counter()
        stood: Counter[tuple[str, int, str, int]] = Counter()
        for day, loan, sign, device, quantity in self._acts:
            group = self.group(loan, device, by) if by != "school" else "school"
            head = self._rows["loan", loan]
            for hour in _hours(head["period"]):
                lesson = group, head["class_id"], head["day"], hour
                stands[lesson] += sign * (day <= last)
                stood[lesson] += sign * (day < first)
            if first <= day <= last:
                found[group].update(uses=sign, quantity=sign * quantity)
                if (group, day, loan, sign) not in seen:
                    seen.add((group, day, loan, sign))
                    found[group].update(slips=sign)
                    if not _hours(head["period"]):
                        found[group].update(slips_without_period=sign)
        for lesson in stands:
            change = (stands[lesson] > 0) - (stood[lesson] > 0)
            if change:
                found[lesson[0]]["periods"] += change
        return found

    def devices(self, first: str, last: str) -> tuple[set[str], set[str]]:
        """Return the codes of the devices that were held in a period, and of those used."""
        opening: Counter[str] = Counter()
        closing: Counter[str] = Counter()
        for entry in self._entries:
            for posting in entry["postings"]:
                moved = (posting["to"] not in _GONE) - (posting["from"] not in _GONE)
                opening[posting["device"]] += moved * posting["quantity"] * (entry["day"] < first)
                closing[posting["device"]] += moved * posting["quantity"] * (entry["day"] <= last)
        uses: Counter[str] = Counter()
        for day, _loan, sign, device, _quantity in self._acts:
            uses[device] += sign * (first <= day <= last)
        used = {device for device, count in uses.items() if count > 0}
        return used | {one for one in closing if opening[one] > 0 or closing[one] > 0}, used

    def last_lent(self, device: str, last: str) -> str | None:
        """Return the day of the last slip that still stands and lent a device."""
        days = [
            self._rows["loan", loan]["day"] for _day, loan, _sign, code, _quantity in self._acts
            if code == device and self._rows["loan", loan]["status"] == "active"
        ]  # fmt: skip
        return max((day for day in days if day <= last), default=None)


def _hours(text: str) -> set[int]:
    """Return the lesson hours of a slip, those of the afternoon from 100 on."""
    base = 100 if text.startswith("Chiều") else 0
    found = [int(one) for one in re.findall(r"\d+", text)]
    if "-" in text:
        found = list(range(found[0], found[1] + 1))
    return {base + one for one in found}
