"""Slips, a stocktake and the archive told as the command line's JSON and lines."""

from __future__ import annotations

from typing import Any

from app.domain.archive import ArchivedView
from app.domain.sentence import Sentence, Words
from app.domain.stocktake import DifferenceView, Finding, Resolution
from app.domain.view import LoanView
from app.services.differences import Differences
from app.services.pack import BoundPack
from app.services.room import Room
from app.services.tallies import Counting, progress_of

FINDINGS = {
    Finding.MISSING: Sentence("Missing"),
    Finding.SURPLUS: Sentence("Surplus"),
    Finding.DAMAGED: Sentence("Damaged"),
    Finding.WRONG_PLACE: Sentence("Wrong place"),
    Finding.ON_LOAN: Sentence("Here though out"),
    Finding.UNKNOWN: Sentence("Unknown code"),
    Finding.RECOUNT: Sentence("Count again"),
}
RESOLUTIONS = {
    Resolution.LOST.value: Sentence("Written down as lost"),
    Resolution.ELSEWHERE.value: Sentence("Found elsewhere"),
    Resolution.FOUND_AGAIN.value: Sentence("Found again, back into the store"),
    Resolution.REGISTER.value: Sentence("Registered as an increase"),
    Resolution.REPORT_DAMAGE.value: Sentence("Reported as damaged"),
    Resolution.MOVE_HERE.value: Sentence("Kept here from now on"),
    Resolution.PUT_BACK.value: Sentence("Put back where it belongs"),
    Resolution.TAKE_BACK.value: Sentence("Taken back from loan"),
    Resolution.NOTED.value: Sentence("Noted, nothing changes"),
}
_UNEXPECTED = frozenset({Finding.SURPLUS, Finding.WRONG_PLACE, Finding.ON_LOAN, Finding.UNKNOWN})


def show_stocktake(room: Room, stocktake: int, words: Words) -> dict[str, Any]:
    """Return how far a stocktake is and how it differs; quantities in the devices' units."""
    devices, _unknown = room.ask(Counting(stocktake))
    progress = progress_of(devices)
    views = room.ask(Differences(stocktake))
    out = [{"device": one.code, "name": one.name, "quantity": one.on_loan}
           for one in devices if one.on_loan]  # fmt: skip
    return {
        "stocktake": stocktake,
        "expected": progress.expected,
        "found": progress.found,
        "devices": progress.devices,
        "devices_found": progress.devices_found,
        "missing": [_show(one, words) for one in views if one.finding is Finding.MISSING],
        "unexpected": [_show(one, words) for one in views if one.finding in _UNEXPECTED],
        "on_loan": out,
        "differences": [_show(one, words) for one in views],
    }


def _show(view: DifferenceView, words: Words) -> dict[str, Any]:
    explained = view.explained
    return {
        "device": view.code,
        "name": view.name,
        "kind": view.finding.value,
        "said": words.render(FINDINGS[view.finding]),
        "quantity": view.quantity,
        "explanation": explained.explanation if explained else "",
        "resolution": explained.resolution if explained else "",
    }


def stocktake_lines(room: Room, stocktake: int, words: Words) -> list[str]:
    """Return how far a stocktake is and its differences, a line for each."""
    progress = progress_of(room.ask(Counting(stocktake))[0])
    found = words("Found {found} of {expected}", found=progress.found, expected=progress.expected)
    return [
        found,
        *(
            f"{one.code}\t{one.name}\t{words.render(FINDINGS[one.finding])}\t{one.quantity}"
            for one in room.ask(Differences(stocktake))
        ),
    ]


def show_loan(view: LoanView) -> dict[str, Any]:
    """Return a slip with its lines."""
    return {
        "loan": view.loan,
        "class": view.class_name,
        "teacher": view.teacher,
        "day": view.day,
        "due": view.due,
        "status": view.status,
        "lines": [
            {"line": line.line, "device": line.device, "lent": line.lent,
             "outstanding": line.outstanding}
            for line in view.lines
        ],
    }  # fmt: skip


def show_archived(view: ArchivedView) -> dict[str, Any]:
    """Return what the archive's index says of a file."""
    row = view.row
    return {
        "id": view.id,
        "kind": row.kind,
        "number": row.number,
        "title": row.title,
        "from": row.first,
        "to": row.last,
        "school_year": f"{row.school_year}-{row.school_year + 1}",
        "file": row.file,
        "sha256": row.sha256,
        "size": row.size,
        "actor": view.actor,
        "recorded_at": view.recorded_at,
        "purpose": row.purpose,
        "recipient": row.recipient,
        "approved_by": row.approved_by,
        "submitted_on": row.submitted_on,
    }


def show_pack(bound: BoundPack) -> tuple[dict[str, Any], list[str]]:
    """Return what a pack holds, as the command line's JSON and as lines."""
    parts = [
        {"name": part.name, "team": part.team, "pages": part.pages, "first": part.first}
        for part in bound.parts
    ]
    lines = [f"{one['first']}\t{one['pages']}\t{one['team'] or ''}\t{one['name']}" for one in parts]
    return {"pages": bound.pages, "parts": parts}, lines
