"""Putting a backup in the place of the book, or only trying whether it could be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from app.domain.account import Right
from app.domain.backup import Made, Manifest, Proof, Why
from app.domain.change import Outcome
from app.domain.fault import Refused, Unavailable
from app.domain.secret import Secret
from app.domain.sentence import Sentence
from app.domain.view import Verdict
from app.services.backups import NoteBackup, program_version, quietly, unsealed
from app.services.room import Clock, Room
from app.services.showing import not_written
from app.store.backup import FOLDER, made_of, make_backup, newest_backup, working_place
from app.store.book import Book
from app.store.container import Step, damaged, hash_of, is_sealed, manifest_of, opened
from app.store.restore import refuse_faults, unpack_book
from app.store.salvage import Salvaged, salvage
from app.store.swap import arriving, check_unused, keep_damaged, swap, take_over


def look(path: Path) -> Made:
    """Look at a backup from anywhere: the school, the day, how much, and whether it is sealed.

    Raise `Refused` for a file that is none. What is inside is proven only by a restore.
    """
    if not path.is_file():
        raise Refused(
            Sentence("There is no file {file}. Choose a backup.", {"file": str(path)}),
            where="file",
        )
    try:
        with opened(path) as packed:
            manifest, sealed = manifest_of(packed), is_sealed(packed)
    except ValueError:
        raise damaged(path) from None
    return made_of(path, manifest, "", sealed=sealed)


def newest_beside(folder: Path) -> Made | None:
    """Return the newest backup beside a book, however the book itself is."""
    return newest_backup(folder / FOLDER)


def practise(
    room: Room, path: Path, phrase: Secret | None = None, step: Step = quietly
) -> Outcome[Made]:
    """Restore a backup into an empty folder, recount it, take it away again, and log it.

    Raise `Refused` when it is not whole or does not add up.
    """
    room.demand(Right.COPY)
    seen = look(path)
    with working_place(room.folder) as work:
        place = work / "book"
        place.mkdir()
        manifest, verdict = _unpacked(path, work, place, phrase, step)
        digest = hash_of(path)
    refuse_faults(verdict, path.name)
    made = made_of(path, manifest, digest, sealed=seen.sealed)
    return room.run(NoteBackup(Proof.PRACTICE, made))


def restore(
    room: Room,
    path: Path,
    phrase: Secret | None = None,
    step: Step = quietly,
    *,
    accept_faults: bool = False,
) -> Outcome[Made]:
    """Put a backup in the place of the room's book, which is kept as a backup itself.

    All of it is proven on a copy first: what is refused leaves the book byte for byte. The
    log of the restore is the first entry written after it. Whoever goes on signs in again: the
    accounts are those of the backup.
    """
    room.demand(Right.RESTORE)
    with room.book.held():
        made = _replace(
            room.folder, path, phrase, step,
            now=room.now(), close=room.book.rest, accept=accept_faults,
        )  # fmt: skip
        outcome = room.run(NoteBackup(Proof.RESTORE, made))
    room.sign_out()
    return outcome


def restore_into(
    folder: Path,
    path: Path,
    clock: Clock,
    actor: str,
    *,
    phrase: Secret | None = None,
    step: Step = quietly,
) -> tuple[Room, Outcome[Made]]:
    """Restore a backup into a folder that has no book, or a damaged one, and enter it."""
    look(path)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise not_written(folder, error) from error
    with Book(folder).held():
        made = _replace(
            folder, path, phrase, step, now=clock(), close=_nothing_to_close, accept=True
        )
    room = Room.enter(folder, clock, actor)
    return room, room.run(NoteBackup(Proof.RESTORE, made))


def _nothing_to_close() -> None:
    pass


def _replace(
    folder: Path,
    path: Path,
    phrase: Secret | None,
    step: Step,
    *,
    now: datetime,
    close: Callable[[], None],
    accept: bool,
) -> Made:
    seen = look(path)
    with arriving(folder) as coming, _on_disk(folder):
        with working_place(folder) as work:
            manifest, verdict = _unpacked(path, work, coming, phrase, step)
        if not accept:
            refuse_faults(verdict, path.name)
        made = made_of(path, manifest, hash_of(path), sealed=seen.sealed)
        if Book.stands_in(folder):
            _keep_present(folder, now)
        close()
        check_unused(folder)
        swap(folder)
    return made


def _keep_present(folder: Path, now: datetime) -> None:
    try:
        make_backup(folder, now, Why.RESTORE, program_version(), quietly)
    except Unavailable:
        # Too damaged to be backed up: its bytes are kept as they are.
        keep_damaged(folder, f"{now:%Y-%m-%d-%H%M%S}")


@contextmanager
def _on_disk(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise not_written(folder, error) from error


def _unpacked(
    path: Path, work: Path, place: Path, phrase: Secret | None, step: Step
) -> tuple[Manifest, Verdict]:
    """Unpack a backup, opened with its pass phrase if it has one, and prove it."""
    made = look(path)
    if not made.sealed:
        return unpack_book(path, place, step)
    if not phrase:
        raise Refused(
            Sentence("The backup {file} is sealed. Type its pass phrase.", {"file": path.name}),
            where="phrase",
        )
    try:
        plain = unsealed(path, work, phrase)
    except ValueError:
        raise damaged(path) from None
    manifest, verdict = unpack_book(plain, place, step)
    if manifest.cover() != made.manifest:
        raise damaged(path)
    return manifest, verdict


def salvage_book(folder: Path, clock: Clock) -> Salvaged:
    """Save what the ledger of a damaged book proves into a book in its place.

    The damaged file is kept, byte for byte, among the backups. Raise `Refused` when not a
    single entry can be proven.
    """
    damaged_book = Book(folder)
    with damaged_book.held(), arriving(folder) as coming, _on_disk(folder):
        kept = keep_damaged(folder, f"{clock():%Y-%m-%d-%H%M%S}")
        fresh = Book.create(coming / "fresh")
        try:
            with damaged_book.reading() as connection:
                saved = salvage(connection, fresh)
        finally:
            fresh.close()
            damaged_book.rest()
        if not saved.entries:
            raise Refused(
                Sentence(
                    "No entry of the damaged book can be proven. Its file is kept in {folder}; "
                    "restore a backup.",
                    {"folder": str(kept)},
                )
            )
        take_over(folder, fresh.folder, coming)
        swap(folder)
    return saved
