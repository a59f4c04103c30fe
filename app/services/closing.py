"""Closing a stocktake: every difference explained, then posted in one act, with its minutes."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.domain.calendar import school_year_of
from app.domain.change import Touched
from app.domain.document import MINUTES, Document
from app.domain.draft import Draft
from app.domain.ledger import canonical
from app.domain.sentence import Sentence
from app.domain.stocktake import DifferenceView, Explanation, Status
from app.domain.text import clean
from app.services.adjusting import Adjustment
from app.services.differences import (
    check_explained,
    differences_of,
    drop_stale,
    usual_explanation,
    write_explanations,
)
from app.services.minutes import kept, minutes_of
from app.services.stocktakes import find_open, scope_name
from app.services.tallies import Sheet
from app.store.desk import Desk

_CHANGE = frozenset(
    {Touched.STOCKTAKES, Touched.DEVICES, Touched.LOANS, Touched.DOCUMENTS, Touched.PLACES}
)


@dataclass(frozen=True, slots=True)
class CloseStocktake:
    """Close a stocktake and post its adjustments as one entry; Undo opens it again.

    With `explanation` what nobody has explained yet is settled in the usual way under that
    reason; without it, it is refused.
    """

    stocktake: int
    explanation: str = ""

    def draft(self, desk: Desk) -> Draft[int]:
        """Draft the adjustments and the minutes; the value is the minutes' id."""
        record = find_open(desk, self.stocktake)
        sheet = Sheet(desk, record.id)
        views = differences_of(desk, sheet)
        rows: list[Explanation] = []
        if clean(self.explanation):
            views, rows = self._explain(views)
        check_explained(views)
        adjustment = Adjustment(desk, sheet)
        adjustment.settle([(one, one.explained) for one in views if one.explained])
        minutes = canonical(kept(minutes_of(desk, sheet, views)))
        year = school_year_of(desk.today)
        number = desk.next_number(MINUTES, year)
        slip, document = desk.new(Document(MINUTES, year, number, desk.today.isoformat(), minutes))
        closed = replace(
            record.row, status=Status.CLOSED, closed_on=desk.today.isoformat(),
            closed_entry=sheet.next_entry,
        )  # fmt: skip
        return Draft(
            kind="stocktake_close",
            day=desk.today.isoformat(),
            sentence=Sentence(
                "Closed the stocktake of {scope}: {count} differences settled, minutes {number}",
                {"scope": scope_name(desk, record.row), "count": len(views), "number": number},
            ),
            change=_CHANGE,
            value=slip,
            images=(
                *drop_stale(desk, record.id, views), *write_explanations(desk, rows),
                *adjustment.images,
                desk.changed(record, closed), document,
            ),
            postings=tuple(adjustment.postings),
        )  # fmt: skip

    def _explain(
        self, views: list[DifferenceView]
    ) -> tuple[list[DifferenceView], list[Explanation]]:
        """Return the differences with the usual explanation where there was none."""
        rows: list[Explanation] = []
        explained: list[DifferenceView] = []
        for view in views:
            if view.explained is None and view.choices:
                row = usual_explanation(self.stocktake, view, self.explanation)
                rows.append(row)
                explained.append(replace(view, explained=row))
            else:
                explained.append(view)
        return explained, rows
