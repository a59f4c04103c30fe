"""Undo, written once: the entry reversed, the rows put back, under a reason."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from app.domain.calendar import show_day
from app.domain.change import Touched
from app.domain.damage import CASE_STATES
from app.domain.device import State
from app.domain.draft import Draft
from app.domain.fault import Refused
from app.domain.ledger import Entry, EntryId
from app.domain.sentence import Sentence, told
from app.domain.text import clean
from app.services.reconciliations import check_reconciliations
from app.services.settings import check_undo_of_settings
from app.services.stocktakes import check_undo
from app.store.desk import Desk

UNDOABLE = frozenset(
    {
        "register",
        "correct",
        "receive",
        "lend",
        "take_back",
        "import",
        "person",
        "class",
        "team",
        "place",
        "subject",
        "fund",
        "settings",
        "kit",
        "extend",
        "plan",
        "photo",
        "calendar",
        "move_up",
        "norm",
        "quota",
        "increase",
        "decrease",
        "transfer",
        "lateness",
        "transfer_out",
        "handover",
        "report",
        "describe",
        "mend",
        "found",
        "repair",
        "repaired",
        "proposal",
        "withdraw",
        "disposal",
        "assess",
        "care_plan",
        "care_done",
        "stocktake",
        "stocktake_cancel",
        "stocktake_close",
        "count",
        "explain",
        "archive_note",
        "notice",
        "notice_settle",
        "limit",
        "governing",
        "letterhead",
        "signer",
        "month_confirm",
        "layout",
        "reconcile",
        "reconcile_pair",
        "reconcile_decide",
        "reconcile_finish",
        "reconcile_cancel",
        "learn_codes",
    }
)
_UPLOADS = frozenset({"upload", "upload_sent", "upload_answer", "upload_withdrawn"})
_OUTSIDE = Sentence(
    "Entry {entry} has reached the world outside the book and cannot be undone. "
    "Write what follows from it as a new entry."
)
_ABOUT_UPLOADS = Sentence(
    "Entry {entry} is of an upload batch and cannot be undone. On the uploads screen, withdraw a "
    "batch that was never uploaded, and mark the rows that are wrong in any other as rejected: "
    "their changes come back in the next batch."
)
_TOUCHED = frozenset(Touched)
_AT_ONCE = 500  # devices asked for in one question


@dataclass(frozen=True, slots=True)
class Undo:
    """Undo an entry, the last one that still stands unless named."""

    reason: str
    entry: int | None = None
    kinds: frozenset[str] = UNDOABLE | {"undo"}

    def draft(self, desk: Desk) -> Draft[int]:
        """Draft the reversal, dated today."""
        reason = clean(self.reason)
        if not reason:
            raise Refused(
                Sentence("An undo needs a reason. Say in a few words why."), where="reason"
            )
        undone = self._entry(desk)
        postings = tuple(posting.reversed() for posting in reversed(undone.postings))
        images = tuple(image.reversed() for image in reversed(undone.images))
        for image in images:
            if desk.row(image.table, image.id) != image.before:
                raise Refused(
                    Sentence(
                        "Entry {entry} cannot be undone: what it wrote was changed again later. "
                        "Undo the later change first.",
                        {"entry": undone.id},
                    ),
                    where=str(undone.id),
                )
        check_undo(desk, images)
        check_undo_of_settings(desk, images)
        check_reconciliations(desk, images)
        _check_there(desk, undone)
        kept = tuple(image for image in images if image.before != image.after)
        return Draft(
            kind="undo",
            day=max(desk.open_day().isoformat(), undone.day),
            sentence=_said(undone),
            change=_TOUCHED,
            value=undone.id,
            postings=postings,
            images=kept,
            reason=reason,
            reverses=EntryId(undone.id),
            corrects=undone.day if desk.is_closed(undone.day) else "",
        )

    def _entry(self, desk: Desk) -> Entry:
        number = self.entry
        if number is None:
            number = desk.last_undoable(UNDOABLE)
        found = next(desk.entries(number, number), None) if number is not None else None
        if found is None:
            raise Refused(Sentence("There is nothing to undo."), where=str(self.entry or ""))
        by = desk.reversal_of(found.id)
        if by is not None:
            raise Refused(
                Sentence(
                    "Entry {entry} was undone already, by entry {by}.",
                    {"entry": found.id, "by": by},
                ),
                where=str(found.id),
            )
        if found.kind not in self.kinds:
            said = _ABOUT_UPLOADS if found.kind in _UPLOADS else _OUTSIDE
            raise Refused(replace(said, values={"entry": found.id}), where=str(found.id))
        return found


def undone_kind(desk: Desk, number: int) -> str:
    """Return the kind of what an undo is about, through undoes of undoes."""
    entry = next(desk.entries(number, number))
    return entry.kind if entry.reverses is None else undone_kind(desk, entry.reverses)


def _said(undone: Entry) -> Sentence:
    return Sentence(
        "Undid: {what} ({day}, {time})",
        {
            "what": told(undone.text, undone.values),
            "day": show_day(undone.recorded_at[:10]),
            "time": undone.recorded_at[11:16],
        },
    )


def _check_there(desk: Desk, undone: Entry) -> None:
    """Refuse when what the entry moved has moved on since."""
    devices = sorted({posting.device for posting in undone.postings})
    balances = desk.balances(devices)
    lines: dict[int, int] = {}
    for start in range(0, len(devices), _AT_ONCE):
        open_lines = desk.open_lines(devices[start : start + _AT_ONCE])
        lines |= {line.line: line.outstanding for line in open_lines}
    needed: Counter[tuple[int, State]] = Counter()
    out: Counter[int] = Counter()
    cases: dict[tuple[int, State], int] = {}
    settled: Counter[tuple[int, State]] = Counter()
    for posting in undone.postings:
        if posting.target != State.OUTSIDE:
            needed[posting.device, posting.target] += posting.quantity
        if posting.line is not None and posting.target == State.ON_LOAN:
            out[posting.line] += posting.quantity
        if posting.damage is not None and posting.target in CASE_STATES:
            settled[posting.damage, posting.target] += posting.quantity
    for case in desk.open_damages(devices):
        cases[case.damage, case.state] = case.quantity
    short = any(
        balances.get(device, {}).get(state, 0) < quantity
        for (device, state), quantity in needed.items()
    )
    short = short or any(lines.get(line, 0) < quantity for line, quantity in out.items())
    short = short or any(cases.get(case, 0) < quantity for case, quantity in settled.items())
    if short:
        raise Refused(
            Sentence(
                "Entry {entry} cannot be undone: some of what it moved has moved on since. "
                "Undo the later entry first.",
                {"entry": undone.id},
            ),
            where=str(undone.id),
        )
