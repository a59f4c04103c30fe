"""What the command line says of upload batches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.domain.calendar import parse_day
from app.domain.fault import Refused
from app.domain.sentence import Sentence, Words
from app.domain.upload import BatchView
from app.services.room import Room
from app.services.upload_answers import AnswerUpload, KeepReceipt, MarkUploaded, WithdrawUpload
from app.services.upload_results import ReadResults
from app.services.uploading import MakeUpload
from app.services.uploads import ROW_STATUSES, RowsOfUpload, Uploads

Reply = tuple[dict[str, Any], list[str]]


@dataclass(frozen=True, slots=True)
class Marks:
    """What is to be written down of a batch; `uploaded` is a day, `rejected` reasons by code."""

    uploaded: str = ""
    reason: str = ""
    receipt: Path | None = None
    rejected: Mapping[str, str] = field(default_factory=dict)
    results: Path | None = None
    accepted: bool = False
    withdrawn: bool = False


def tell_made(room: Room, words: Words, action: MakeUpload) -> Reply:
    """Make a batch, and say so."""
    outcome = room.run(action)
    made = outcome.value
    (view,) = room.ask(Uploads(made.batch))
    return {**_show(view), "file": str(made.path), "archive": [made.kept]}, [
        words.render(outcome.sentence)
    ]


def tell_uploads(room: Room, batch: int | None) -> Reply:
    """Say which batches there are, or which one."""
    views = room.ask(Uploads(batch))
    lines = [f"{one.batch}\t{one.row.day}\t{one.row.rows}\t{one.path}" for one in views]
    return {"uploads": [_show(one) for one in views]}, lines


def tell_upload(room: Room, words: Words, batch: int) -> Reply:
    """Say how a batch and each of its rows stands."""
    (view,) = room.ask(Uploads(batch))
    rows = room.ask(RowsOfUpload(batch))
    answer = {
        **_show(view),
        "devices": [
            {"code": one.code, "row": one.number, "status": one.status, "reason": one.reason}
            for one in rows
        ],
    }
    lines = [
        f"{one.number}\t{one.code}\t{one.name}\t{words.render(ROW_STATUSES[one.status])}"
        f"\t{one.reason}"
        for one in rows
    ]
    return answer, lines


def tell_marked(room: Room, words: Words, batch: int, marks: Marks) -> Reply:
    """Write down what became of a batch, in the order it happens, and say so."""
    said: list[str] = []
    if marks.uploaded:
        day = parse_day(marks.uploaded)
        outcome = room.run(MarkUploaded(batch, day, marks.reason, marks.receipt))
        said.append(words.render(outcome.sentence))
    elif marks.receipt is not None:
        said.append(words.render(room.run(KeepReceipt(batch, marks.receipt)).sentence))
    rejected = dict(marks.rejected)
    taken: tuple[str, ...] = ()
    if marks.results is not None:
        results = room.ask(ReadResults(batch, marks.results))
        rejected, taken = {**results.rejected, **rejected}, results.accepted
    if rejected or taken or marks.accepted:
        answered = room.run(AnswerUpload(batch, rejected, taken, rest=marks.accepted))
        said.append(words.render(answered.sentence))
    if marks.withdrawn:
        said.append(words.render(room.run(WithdrawUpload(batch, marks.reason)).sentence))
    if not said:
        raise Refused(
            Sentence(
                "Say what became of batch {batch}: uploaded, accepted, rejected or withdrawn.",
                {"batch": batch},
            ),
            where="mark",
        )
    (view,) = room.ask(Uploads(batch))
    return _show(view), said


def _show(view: BatchView) -> dict[str, Any]:
    row = view.row
    return {
        "batch": view.batch,
        "rows": row.rows,
        "file": str(view.path),
        "sha256": row.sha256,
        "status": row.status,
        "day": row.day,
        "layout": row.layout,
        "choice": row.choice,
        "first": row.first,
        "last": row.last,
        "uploaded_on": row.uploaded_on,
        "actor": view.actor,
        "recorded_at": view.recorded_at,
        "reason": view.reason,
        "accepted": view.accepted,
        "rejected": view.rejected,
        "waiting": view.waiting,
    }
