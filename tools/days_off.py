"""Write resources/lists/days_off.csv: the days off of Việt Nam, as far as they are known.

Run by hand when a new year's days are decided: `python tools/days_off.py`. The program
itself reads the list alone.
"""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import holidays

TARGET = Path(__file__).resolve().parent.parent / "resources" / "lists" / "days_off.csv"
YEARS = range(2024, 2036)
CONFIRMED = 2026  # the last year whose days are published
_SATURDAY = 5

# What the library does not know, or knows for other trades.
_CORRECTED = {
    date(2026, 1, 2): ("off", "Nghỉ bù Tết Dương lịch", "VB 12729/VPCP-KGVX"),
    date(2026, 1, 10): ("work", "Làm bù cho ngày 02/01", "VB 12729/VPCP-KGVX"),
}
_WORKED = {
    date(2024, 5, 4): "Làm bù cho ngày 29/4",
    date(2025, 4, 26): "Làm bù cho ngày 02/5",
    date(2026, 8, 22): "Làm bù cho ngày 31/8",
}


def rows() -> list[tuple[str, str, str, str]]:
    """Return each special day that is a weekday off or a Saturday worked, in order."""
    found: dict[date, tuple[str, str, str]] = {}
    known = holidays.country_holidays("VN", years=YEARS, language="vi")
    for day, name in known.items():
        if day.weekday() < _SATURDAY and day.year in YEARS:
            published = day.year <= CONFIRMED
            found[day] = ("off", name, "đã công bố" if published else "ước tính")
    for day, note in _WORKED.items():
        found[day] = ("work", note, "đã công bố")
    found |= _CORRECTED
    return [(day.isoformat(), *found[day]) for day in sorted(found)]


def text() -> str:
    """Return the list as CSV."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(("day", "kind", "note", "source"))
    writer.writerows(rows())
    return buffer.getvalue()


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
