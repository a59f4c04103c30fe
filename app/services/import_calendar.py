"""How a list of days off is read into the plan of an import."""

from __future__ import annotations

from app.domain.batch import ListRow
from app.domain.calendar import SpecialDay, read_day
from app.domain.fault import Refused
from app.domain.ledger import CANCELLED
from app.domain.sentence import Sentence
from app.domain.text import fold
from app.services.calendars import OFF, WORKED, check_special
from app.services.import_cells import WrongCell, filled
from app.services.import_plan import ImportPlan

_KINDS = {"nghi": OFF, "ngay nghi": OFF, "off": OFF, "lam bu": WORKED, "work": WORKED}


class CalendarReader:
    """Reads a list of special days; a day the book has already is met, never doubled."""

    def __init__(self, plan: ImportPlan) -> None:
        """Know the days of the book."""
        self._plan = plan
        self._known = {record.row.day: record for record in plan.desk.every(SpecialDay)}
        self._seen: set[str] = set()

    def __call__(self, row: ListRow) -> None:
        """Read one row."""
        text = filled(row, "day")
        kind = _KINDS.get(fold(row["kind"] or "nghỉ"))
        if kind is None:
            raise WrongCell(
                field="kind",
                sentence=Sentence(
                    "Write “Nghỉ” for a day off, or “Làm bù” for one that is worked."
                ),
            )
        try:
            said = SpecialDay(read_day(text, "day"), kind, row["note"], row["source"])
            day = check_special(said)
        except Refused as refused:
            raise WrongCell(field="day", sentence=refused.sentence) from None
        found = self._known.get(day.day)
        if day.day in self._seen:
            self._plan.skip()
        elif found is None:
            self._plan.add(day)
        elif found.row.status == CANCELLED:
            self._plan.revive(found, day)
        else:
            self._plan.meet(found, day, "day")
        self._seen.add(day.day)
