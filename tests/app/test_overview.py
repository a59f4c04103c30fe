"""The overview: each figure is its report's, and the rows behind it add up to exactly it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from app.domain.fault import Refused
from app.domain.loan import Result
from app.domain.period import month_period, school_year_period
from app.services import behind
from app.services.behind import Behind, UsesBehind
from app.services.lending import Item, Lend, ReturnItem, TakeBack
from app.services.month_acts import SubmitMonth
from app.services.months import Months
from app.services.overview import Figure, Overview, OverviewView, Panel
from app.services.queries import Devices
from app.services.report_kinds import find_report
from app.services.room import Room
from app.services.stocktakes import OpenStocktake
from app.services.team_duties import AllDuties
from app.services.undoing import Undo
from tests.conftest import Clock

YEAR = school_year_period(2025)
TODAY = date(2026, 6, 10)


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory, demonstration_book: Path) -> Iterator[Room]:
    """Have a school year in which slips and returns of earlier months were undone."""
    folder = tmp_path_factory.mktemp("overview") / "book"
    copytree(demonstration_book, folder)
    clock = Clock(date(2026, 5, 25))
    room = Room.enter(folder, clock, "thu")
    code = next(one.device.code for one in room.ask(Devices()) if one.device.kind == "lot")
    lent = room.run(Lend((Item(code, 3),), "3A"))
    back = (ReturnItem(code, 1, Result.LOST), ReturnItem(code, 2, Result.DAMAGED))
    returned = room.run(TakeBack(back, lent.value.loan))
    clock.turn_to(date(2026, 6, 2))
    assert returned.entry is not None
    assert lent.entry is not None
    room.run(Undo("Nhầm", returned.entry))
    room.run(Undo("Nhầm", lent.entry))
    room.run(SubmitMonth("2026-05"))
    room.run(OpenStocktake())
    clock.turn_to(TODAY)
    yield room
    room.leave()


@pytest.fixture(scope="module")
def view(year: Room) -> OverviewView:
    """Return the school year at a glance."""
    return year.ask(Overview(2025))


def _all(view: OverviewView) -> list[Figure]:
    drawn = [one for panel in view.panels for point in panel.points for one in point.figures]
    return [*view.figures, *drawn]


def _figure(view: OverviewView, name: str) -> int:
    return next(one.value for one in view.figures if one.name.text == name)


def _panel(view: OverviewView, title: str) -> Panel:
    return next(one for one in view.panels if one.title.text.startswith(title))


def _told(year: Room, name: str, by: str = "") -> dict[str, Any]:
    told = year.ask(find_report(name, YEAR, by)).told
    return {"totals": told.totals, "rows": told.rows, **told.more}


def _columns(panel: Panel) -> dict[str, list[int]]:
    return {str(point.name): [one.value for one in point.figures] for point in panel.points}


def _sum(found: Behind) -> int:
    return sum(int(str(row[found.adds])) for row in found.table.rows)


def test_the_rows_behind_every_figure_add_up_to_it(year: Room, view: OverviewView) -> None:
    figures = _all(view)
    assert sum(one.value > 0 for one in figures) > 40
    for one in figures:
        found = year.ask(one.behind)
        assert found.figure == _sum(found) == one.value, one
        assert len(found.leads) == len(found.table.rows)
        assert len(found.table.kinds) == len(found.table.headings)


def test_each_row_leads_to_a_device_that_it_names(year: Room, view: OverviewView) -> None:
    codes = {one.device.code for one in year.ask(Devices())}
    seen = 0
    for one in _all(view):
        found = year.ask(one.behind)
        for row, lead in zip(found.table.rows, found.leads, strict=True):
            if lead.screen == "devices":
                assert lead.key in codes
                assert lead.key in row
                seen += 1
    assert seen > 500


def test_state_damage_and_quality_are_those_of_the_report_on_quality(
    year: Room, view: OverviewView
) -> None:
    told = _told(year, "quality", "school")
    total = told["totals"]
    kept = sum(total["closing"][one] for one in ("usable", "damaged", "in_repair", "lost"))
    assert _figure(view, "Quantity in the book") == kept > 0
    states = _columns(_panel(view, "Quantities by state"))
    assert states["At the start of the year"] == list(total["opening"].values())
    assert states["Now"] == list(total["closing"].values())
    graded = _columns(_panel(view, "Quality of what is usable"))
    assert graded["Now"] == list(total["quality_closing"].values())
    months = _columns(_panel(view, "Damage, loss and repair by month"))
    for one in told["months"]:
        said = one["happened"]
        damaged = said["minor"] + said["major"] + said["incomplete"]
        name = f"{one['month'][5:]}/{one['month'][:4]}"
        assert months[name] == [damaged, said["lost"], said["mended"], said["disposed"]]
    assert _figure(view, "Lost") == total["happened"]["lost"]


def test_use_is_that_of_the_report_on_use(year: Room, view: OverviewView) -> None:
    told = _told(year, "usage")
    assert _figure(view, "Uses") == told["totals"]["uses"] > 0
    assert _figure(view, "Quantity lent") == told["totals"]["quantity"]
    months = _columns(_panel(view, "Use by month"))
    for one in told["months"]:
        name = f"{one['month'][5:]}/{one['month'][:4]}"
        assert months[name] == [one["uses"], one["quantity"]]


def test_what_is_late_overdue_short_or_missing_is_what_its_report_says(
    year: Room, view: OverviewView
) -> None:
    late = _told(year, "deadlines")["totals"]
    assert late["changes"] > 0
    assert _figure(view, "Updates past their time") == late["late"]
    assert _figure(view, "Written down late") == late["recorded_late"]
    overdue = year.ask(find_report("overdue", YEAR)).told.totals["quantity"]
    assert _figure(view, "Overdue, not returned") == overdue
    lacking = sum(len(one.devices) for one in year.ask(AllDuties()))
    assert _figure(view, "Devices that lack data") == lacking > 0
    short = year.ask(find_report("shortage", YEAR))
    drawn = {str(name): list(figures) for name, figures, _under in short.trend.points}
    assert _columns(_panel(view, "Minimum list")) == drawn


def test_months_and_stocktakes_are_there(year: Room, view: OverviewView) -> None:
    known = [one for one in year.ask(Months()) if "2025-09" <= one.month <= "2026-08"]
    assert list(view.months) == known[::-1]
    assert view.months[0].month == "2025-09"
    assert next(one for one in view.months if one.month == "2026-05").status == "submitted"
    assert _figure(view, "Stocktakes") == 1


def test_what_was_undone_is_taken_off_in_the_month_of_the_undo(
    year: Room, view: OverviewView
) -> None:
    june = year.ask(UsesBehind(month_period(2026, 6)))
    assert june.figure == -1
    assert ["undone" in str(row[1]) for row in june.table.rows] == [True]
    damage = _columns(_panel(view, "Damage, loss and repair by month"))
    assert damage["06/2026"][:2] == [-2, -1]


def test_more_lines_than_anybody_reads_are_counted_and_not_listed(
    year: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = year.ask(UsesBehind(YEAR, behind.QUANTITY))
    monkeypatch.setattr(behind, "MOST_LISTED", 10)
    found = year.ask(UsesBehind(YEAR, behind.QUANTITY))
    assert (found.figure, found.table.rows) == (whole.figure, ())
    assert found.lacks is not None
    assert "too many to list" in str(found.lacks)


def test_a_year_that_has_not_begun_is_refused(year: Room) -> None:
    with pytest.raises(Refused, match="not begun"):
        year.ask(Overview(2026))


def test_an_empty_book_has_an_overview_of_nothing(room: Room) -> None:
    view = room.ask(Overview(2026))
    assert {one.value for one in _all(view)} == {0}
