"""The commands that prove the book, back it up, prove a backup and restore one."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from app.domain.backup import Made
from app.domain.change import Outcome
from app.domain.fault import Damaged, Refused
from app.domain.secret import Secret
from app.domain.sentence import Sentence, Words
from app.entering import Answer, Reply, entered, folder_of, operator, read_secret, sign_in
from app.services.anchors import CheckPaper
from app.services.backups import Backups, back_up, check_backup, copy_out
from app.services.clock import local_time
from app.services.queries import Verify
from app.services.restoring import look, practise, restore, restore_into
from app.services.room import Room


def _phrase(options: Namespace) -> Secret | None:
    """Read the pass phrase from standard input, where no other program can look at it."""
    if not options.phrase_stdin:
        return None
    return read_secret()


def _backup(options: Namespace, words: Words) -> Reply:
    phrase = _phrase(options)
    if phrase is not None and options.to is None:
        raise Refused(
            Sentence("Say with --to where the sealed copy goes; the one beside the book is open."),
            where="to",
        )
    with entered(options) as room:
        made = back_up(room) if options.to is None else copy_out(room, options.to, phrase).value
    said = words("Backed up {entries} entries to {file}",
                 entries=made.manifest.entries, file=str(made.path))  # fmt: skip
    return _told(made, verified=True), [said]


def _told(made: Made, *, verified: bool) -> Answer:
    manifest = made.manifest
    return {
        "file": str(made.path),
        "sha256": made.sha256,
        "verified": verified,
        "entries": manifest.entries,
        "head": manifest.head,
        "school": manifest.school,
        "made_at": manifest.made_at,
        "sealed": made.sealed,
        "size": made.size,
    }


def _restore(options: Namespace, words: Words) -> Reply:
    path, phrase = options.file, _phrase(options)
    if options.look:
        made = look(path)
        checked = check_backup(path)
        told = _told(checked.made if checked else made, verified=bool(checked and checked.verified))
        said = words("{school}, {when}, {entries} entries", school=made.manifest.school,
                     when=f"{made.manifest.made:%d/%m/%Y %H:%M}",
                     entries=made.manifest.entries)  # fmt: skip
        return told, [said]
    if options.practise:
        with entered(options) as room:
            outcome = practise(room, path, phrase)
    else:
        outcome = _put_back(options, path, phrase)
    return _told(outcome.value, verified=True), [words.render(outcome.sentence)]


def _put_back(options: Namespace, path: Path, phrase: Secret | None) -> Outcome[Made]:
    """Restore over the book in a folder, or where there is none that can be read."""
    folder = folder_of(options)
    try:
        room = Room.enter(folder, local_time, operator()) if Room.stands_in(folder) else None
    except Damaged:
        room = None
    if room is None:
        room, outcome = restore_into(folder, path, local_time, operator(), phrase=phrase)
        room.leave()
        return outcome
    try:
        sign_in(room, options)
        return restore(room, path, phrase, accept_faults=options.accept_faults)
    finally:
        room.leave()


def _backups(options: Namespace, words: Words) -> Reply:
    with entered(options) as room:
        views = room.ask(Backups()).backups
    told: list[Answer] = []
    for view in views:
        checked = check_backup(view.made.path)
        made = checked.made if checked else view.made
        told.append(_told(made, verified=bool(checked and checked.verified)))
    lines = [
        f"{one['made_at']}\t{one['entries']}\t{one['file']}\t"
        + (words("whole") if one["verified"] else words("damaged"))
        for one in told
    ]
    return {"backups": told}, lines or [words("There is no backup yet.")]


def _verify(options: Namespace, words: Words) -> Reply:
    with entered(options) as room:
        verdict = room.ask(Verify())
        papers = [problem for paper in options.paper for problem in room.ask(CheckPaper(*paper))]
    problems = [words.render(one.sentence) for one in (*verdict.problems, *papers)]
    notes = [words.render(note.sentence) for note in verdict.notes]
    answer = {"ok": not problems, "entries": verdict.entries, "head": verdict.head,
              "problems": problems, "notes": notes}  # fmt: skip
    good = words("The book is whole: {entries} entries", entries=verdict.entries)
    return answer, [*(problems or [good]), *notes]


SAFEKEEPING: dict[str, Callable[[Namespace, Words], Reply]] = {
    "backup": _backup,
    "restore": _restore,
    "backups": _backups,
    "verify": _verify,
}
