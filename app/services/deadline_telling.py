"""Deadlines and their reports told as the command line's JSON and lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from app.domain.deadline import Deadline
from app.domain.period import Period
from app.domain.sentence import Words
from app.services.deadline_report import (
    FIGURES,
    DeadlineReport,
    DeadlineView,
    late_where,
    show_deadlines,
)
from app.services.deadlines import STATUSES, Deadlines
from app.services.reports import PrintReport, Report, SaveReport, render
from app.services.room import Room
from app.services.showing import write_file
from app.services.team_report import FIGURES as TEAM_FIGURES
from app.services.team_report import TeamReport, TeamView, show_teams

Told = tuple[dict[str, Any], list[str]]


def tell_deadlines(room: Room, words: Words, on: date | None, code: str) -> Told:
    """Return every change with its time, of one device or all, as of a day."""
    changes = room.ask(Deadlines(on, code))
    lines = [
        f"{one.entry}\t{one.happened}\t{one.due}\t{one.left}\t"
        f"{words.render(STATUSES[one.status])}\t{one.code}\t{words.render(one.what)}"
        for one in changes
    ]
    return {"changes": [_show(one, words) for one in changes]}, lines


def tell_deadline_report(
    room: Room, words: Words, period: Period, files: tuple[Path | None, Path | None]
) -> Told:
    """Return the report on deadlines; `files` are a PDF and a workbook to write it to."""
    view = room.ask(DeadlineReport(period))
    shown = show_deadlines(view)
    _write(room, shown, files)
    answer = {
        "report": "deadlines", "by": view.by.value, **_days(period),
        "rows": [
            {"group": render(words, name), **_counted(one, FIGURES)} for name, one in view.rows
        ],
        "totals": _counted(view.total, FIGURES),
        "months": [{"month": month, **_counted(one, FIGURES)} for month, one in view.months],
        "late": _late(view, words),
    }  # fmt: skip
    return answer, _lines(words, shown)


def tell_team_report(
    room: Room, words: Words, period: Period, files: tuple[Path | None, Path | None]
) -> Told:
    """Return the report by team; `files` are a PDF and a workbook to write it to."""
    view: TeamView = room.ask(TeamReport(period))
    shown = show_teams(view)
    _write(room, shown, files)
    answer = {
        "report": "teams", **_days(period),
        "rows": [{"team": name, **_counted(one, TEAM_FIGURES)} for name, one in view.rows],
        "totals": _counted(view.total, TEAM_FIGURES),
    }  # fmt: skip
    return answer, _lines(words, shown)


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


def _late(view: DeadlineView, words: Words) -> list[dict[str, Any]]:
    return [
        {**_show(update.first, words), "changes": update.count,
         "where": words.render(late_where(update.first))}
        for update in view.late
    ]  # fmt: skip


def _counted(figures: Counter[str], names: Iterable[str]) -> dict[str, int]:
    return {str(name): figures[name] for name in names}


def _days(period: Period) -> dict[str, str]:
    return {"from": period.first.isoformat(), "to": period.last.isoformat()}


def _write(room: Room, report: Report, files: tuple[Path | None, Path | None]) -> None:
    pdf, workbook = files
    if pdf is not None:
        write_file(pdf, room.ask(PrintReport(report)))
    if workbook is not None:
        room.ask(SaveReport(report, workbook))


def _lines(words: Words, report: Report) -> list[str]:
    table = report.tables[0]
    return [
        "\t".join(str(render(words, cell)) for cell in row) for row in (*table.rows, table.totals)
    ]
