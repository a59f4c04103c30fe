"""Backing the book up: beside it each day, and to a place of its own (Điều 12.1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from app.domain.account import Right
from app.domain.backup import (
    PROVEN_DAYS,
    SUFFIX,
    BackupNote,
    CopyState,
    Made,
    Proof,
    Why,
    copy_due,
    copy_state,
)
from app.domain.calendar import show_day
from app.domain.change import Change, Outcome, Touched
from app.domain.draft import Draft
from app.domain.fault import Fault, Refused, Unavailable
from app.domain.secret import Secret
from app.domain.sentence import Sentence
from app.domain.setting import Setting
from app.domain.workday import days_left
from app.services.calendars import special_days
from app.services.limits import read_limits
from app.services.room import Room
from app.services.settings import set_value
from app.store.backup import (
    FOLDER,
    list_backups,
    made_of,
    make_backup,
    newest_backup,
    place_copy,
    prune,
    working_place,
)
from app.store.container import (
    Step,
    check_parts,
    hash_of,
    manifest_of,
    opened,
    pack_sealed,
    sealed_key,
    sealed_stream,
)
from app.store.desk import Desk
from app.vault.sealing import check_phrase, seal, unseal
from app.vault.vault import Service, Vault

PLACE, SEALED = "backup_place", "backup_sealed"  # keys of settings
_CHANGE: Change = frozenset({Touched.BACKUPS})
_PHRASE = "pass phrase of the backups"  # its name in the keyring
_PACKAGE = "so-thiet-bi"


def quietly(_done: int, _whole: int) -> None:
    """Take steps that nobody watches."""


def back_up(room: Room, why: Why = Why.BY_HAND, step: Step = quietly) -> Made:
    """Back the book up beside itself, and take away the backups the rule does not keep.

    Raise `Unavailable` when the disk does not let it; `step` may raise to call it off.
    """
    made = make_backup(room.folder, room.now(), why, program_version(), step)
    prune(room.folder / FOLDER, made.manifest.school, made.path)
    return made


def back_up_first(room: Room, why: Why) -> None:
    """Back up before an act that changes much; a backup is never a reason to refuse work.

    Where it cannot be made, the screen of the backups and today's tell how old the last is.
    """
    try:
        back_up(room, why)
    except Unavailable:
        return


def program_version() -> str:
    """Return this program's version."""
    try:
        return version(_PACKAGE)
    except PackageNotFoundError:
        return ""


def copy_out(
    room: Room,
    target: Path,
    phrase: Secret | None = None,
    step: Step = quietly,
    *,
    why: Why = Why.BY_HAND,
) -> Outcome[Made]:
    """Back the book up and write the backup to a place of its own, read back and logged.

    `target` is a folder, or a file (.stb) for a book that moves. With a pass phrase the copy needs
    it to be opened. Raise `Unavailable` when the place is not there.
    """
    room.demand(Right.COPY)
    if phrase is not None:
        check_phrase(phrase)
    named = target.suffix == SUFFIX and not target.is_dir()
    folder = target.parent if named else target
    if not folder.is_dir():
        raise place_missing(folder)
    made = back_up(room, why, step)
    path = target if named else target / made.path.name
    if path.resolve().parent == made.path.resolve().parent:
        raise Refused(
            Sentence("That folder holds the backups already. Choose one on another drive."),
            where="place",
        )
    if phrase is None:
        digest = place_copy(made.path, path, step)
    else:
        digest = _place_sealed(room.folder, made, path, phrase, step)
    prune(folder, made.manifest.school, path)
    copied = made_of(path, made.manifest, digest, sealed=phrase is not None)
    return room.run(NoteBackup(Proof.COPY, copied))


def place_missing(folder: Path) -> Unavailable:
    """Return the sentence for a place that is not there."""
    return Unavailable(
        Sentence(
            "The place for copies, {folder}, is not there. Plug the drive in or choose another "
            "place. The backup beside the book is kept.",
            {"folder": str(folder)},
        ),
        where="place",
    )


def _place_sealed(folder: Path, made: Made, path: Path, phrase: Secret, step: Step) -> str:
    """Seal a backup, prove that the pass phrase opens it again, and place it."""
    with working_place(folder) as work:
        content, packed = work / "sealed", work / "packed"
        with made.path.open("rb") as source, content.open("xb") as into:
            key = seal(source, into, phrase)
        pack_sealed(packed, key, content, made.manifest)
        content.unlink()
        plain = unsealed(packed, work, phrase)
        if hash_of(plain) != made.sha256:
            raise ValueError(path.name)
        plain.unlink()
        return place_copy(packed, path, step)


def unsealed(packed: Path, work: Path, phrase: Secret) -> Path:
    """Open a sealed backup into a file of a working folder."""
    plain = work / "unsealed.stb"
    with opened(packed) as container, sealed_stream(container) as source:
        unseal(sealed_key(container), source, plain, phrase)
    return plain


@dataclass(frozen=True, slots=True)
class NoteBackup:
    """Log what was done with a backup that stands; the log itself is in the next one."""

    act: Proof
    made: Made

    def draft(self, desk: Desk) -> Draft[Made]:
        """Draft the log's row."""
        made, manifest = self.made, self.made.manifest
        note = BackupNote(
            self.act, made.path.name, str(made.path.parent), desk.today.isoformat(),
            manifest.entries, manifest.head, made.sha256, made.size,
            "yes" if made.sealed else "",
        )  # fmt: skip
        return Draft(
            kind="backup",
            day=desk.open_day().isoformat(),
            sentence=_said(self.act, note),
            change=_CHANGE,
            value=made,
            images=(desk.new(note)[1],),
        )


def _said(act: Proof, note: BackupNote) -> Sentence:
    values: Mapping[str, str | int] = {
        "file": note.file, "place": note.place, "entries": note.entries,
    }  # fmt: skip
    if act is Proof.COPY:
        return Sentence("Copied the book to {place}: {file}, {entries} entries, read back", values)
    if act is Proof.PRACTICE:
        return Sentence("Practised a restore of {file}: all {entries} entries add up", values)
    return Sentence("Restored the backup {file} with {entries} entries", values)


@dataclass(frozen=True, slots=True)
class ChooseBackupPlace:
    """Choose where copies go, a folder on another drive, and whether they are sealed."""

    place: Path | None
    sealed: bool = False

    def draft(self, desk: Desk) -> Draft[str]:
        """Draft both settings; refuse a folder that is not there or is the book's own."""
        place = self.place
        if place is not None and not place.is_dir():
            raise place_missing(place)
        if place is not None and place.resolve().is_relative_to(desk.folder.resolve()):
            raise Refused(
                Sentence(
                    "{folder} is the book's own folder: a copy there goes with the book when the "
                    "disk fails. Choose a USB drive or a network folder.",
                    {"folder": str(place)},
                ),
                where="place",
            )
        said = (
            Sentence("Copies of the book go to {place}", {"place": str(place)}) if place
            else Sentence("Copies of the book go nowhere")
        )  # fmt: skip
        first = set_value(desk, PLACE, str(place or ""), said)
        second = set_value(desk, SEALED, "yes" if self.sealed else "", said)
        return Draft(
            kind="settings", day=first.day, sentence=said, change=_CHANGE | first.change,
            value=first.value, images=(*first.images, *second.images),
        )  # fmt: skip


def _setting(desk: Desk, key: str) -> str:
    record = desk.find(Setting, key=key)
    return record.row.value if record else ""


@dataclass(frozen=True, slots=True)
class BackupView:
    """A backup as the list shows it; `proven_on` is the last day it was read back whole."""

    made: Made
    beside: bool
    proven_on: date
    stale: bool


@dataclass(frozen=True, slots=True)
class BackupsView:
    """All that is known of the backups, and where copies go."""

    backups: tuple[BackupView, ...]
    place: Path | None
    place_there: bool
    sealed: bool
    last_copy: date | None
    copy_by: date
    state: CopyState
    days: int


@dataclass(frozen=True, slots=True)
class Backups:
    """The backups beside the book and at the place for copies, the newest first."""

    def answer(self, desk: Desk) -> BackupsView:
        """Return what the files say of themselves and what the log says of them."""
        notes = [record.row for record in desk.every(BackupNote, status="active")]
        proven = {note.file: date.fromisoformat(note.day) for note in notes}
        place = Path(_setting(desk, PLACE)) if _setting(desk, PLACE) else None
        off, worked = special_days(desk)
        found: list[BackupView] = []
        for home, is_beside in ((desk.folder / FOLDER, True), (place, False)):
            for made in list_backups(home) if home is not None else ():
                day = max(made.manifest.made.date(), proven.get(made.path.name, date.min))
                stale = -days_left(day, desk.today, off, worked) > PROVEN_DAYS
                found.append(BackupView(made, is_beside, day, stale))
        found.sort(key=_made_at, reverse=True)
        since, last = _copied_since(desk, notes)
        limits = read_limits(desk, desk.today)
        return BackupsView(
            tuple(found), place, place is not None and place.is_dir(),
            _setting(desk, SEALED) == "yes", last, copy_due(since, limits.copy_months),
            copy_state(since, desk.today, months=limits.copy_months, warning=limits.copy_warning),
            (desk.today - since).days,
        )  # fmt: skip


def _made_at(view: BackupView) -> datetime:
    return view.made.manifest.made


def _copied_since(desk: Desk, notes: list[BackupNote]) -> tuple[date, date | None]:
    """Return from when the next copy is counted, and the day of the last one if any."""
    copies = [date.fromisoformat(note.day) for note in notes if note.act == Proof.COPY]
    if copies:
        return max(copies), max(copies)
    first = next(desk.entries(1, 1), None)
    return (datetime.fromisoformat(first.recorded_at).date() if first else desk.today), None


@dataclass(frozen=True, slots=True)
class BackupNews:
    """What today's screen says of the backups; `overdue` is for the banner (Điều 12.1)."""

    lines: tuple[Sentence, ...]
    overdue: Sentence | None = None


@dataclass(frozen=True, slots=True)
class BackupWatch:
    """Whether a copy is due and the newest backup is proven; no backup is opened but one."""

    def answer(self, desk: Desk) -> BackupNews:
        """Return what is to be said, nothing when all is well."""
        notes = [record.row for record in desk.every(BackupNote, status="active")]
        lines: list[Sentence] = []
        since, last = _copied_since(desk, notes)
        limits = read_limits(desk, desk.today)
        state = copy_state(
            since, desk.today, months=limits.copy_months, warning=limits.copy_warning
        )
        overdue = None
        if state is CopyState.OVERDUE:
            overdue = Sentence(
                "The book was not copied to a drive of its own for {days} days; Điều 12.1 asks "
                "for a copy every {months} months.",
                {"days": (desk.today - since).days, "months": limits.copy_months},
            )
        elif state is CopyState.WARNING:
            lines.append(
                Sentence(
                    "Copy the book to a drive of its own by {day} (Điều 12.1): the last copy is "
                    "{days} days old.",
                    {"day": show_day(copy_due(since, limits.copy_months).isoformat()),
                     "days": (desk.today - since).days},
                )
                if last
                else Sentence(
                    "Copy the book to a drive of its own by {day} (Điều 12.1): it was never "
                    "copied.",
                    {"day": show_day(copy_due(since, limits.copy_months).isoformat())},
                )
            )  # fmt: skip
        lines += [said for said in (_uncopied(desk, last), _unproven(desk, notes)) if said]
        return BackupNews(tuple(lines), overdue)


def _uncopied(desk: Desk, last: date | None) -> Sentence | None:
    """Return what is to be said when the drive was not there as the program was closed."""
    place, newest = _setting(desk, PLACE), newest_backup(desk.folder / FOLDER)
    if not place or newest is None or newest.manifest.why != Why.DAILY:
        return None
    day = newest.manifest.made.date()
    if last is not None and last >= day:
        return None
    return Sentence(
        "The backup of {day} was not copied to {place}. Plug the drive in and copy the book.",
        {"day": show_day(day.isoformat()), "place": place},
    )


def _unproven(desk: Desk, notes: list[BackupNote]) -> Sentence | None:
    """Return what is to be said when no backup was proven for some school days."""
    proven = [date.fromisoformat(note.day) for note in notes]
    beside = newest_backup(desk.folder / FOLDER)
    if beside is not None:
        proven.append(beside.manifest.made.date())
    off, worked = special_days(desk)
    first, _last = _copied_since(desk, [])
    newest = max([*proven, first])
    days = -days_left(newest, desk.today, off, worked)
    if days <= PROVEN_DAYS:
        return None
    return Sentence(
        "No backup was made or proven for {days} school days. Back the book up, or practise a "
        "restore.",
        {"days": days},
    )


@dataclass(frozen=True, slots=True)
class EntriesNow:
    """How many entries the book has."""

    def answer(self, desk: Desk) -> int:
        """Return the number of the last one."""
        return desk.head()[0]


@dataclass(frozen=True, slots=True)
class WrittenSinceBackup:
    """Whether anything was written since the newest backup beside the book."""

    def answer(self, desk: Desk) -> bool:
        """Return whether a backup has something new to keep; the log of copies is nothing new."""
        newest = newest_backup(desk.folder / FOLDER)
        if newest is None:
            return desk.head()[0] > 0
        number, head = newest.manifest.entries, newest.manifest.head
        known = next(desk.entries(number, number), None)
        if number and (known is None or known.hash != head):
            return True  # the backup is of another book, or of one since restored
        return any(entry.kind != "backup" for entry in desk.entries(number + 1))


@dataclass(frozen=True, slots=True)
class CheckedBackup:
    """A backup whose every byte was read: `verified` when all of it is as it was packed."""

    made: Made
    verified: bool


def check_backup(path: Path) -> CheckedBackup | None:
    """Read a backup whole; None when it does not even say what it is.

    A sealed one can be proven only as far as its seal: with the pass phrase, practise.
    """
    try:
        with opened(path) as packed:
            manifest = manifest_of(packed)
            sealed = not manifest.parts
            digest = hash_of(path)
            if not sealed:
                check_parts(packed, manifest, _unwatched)
            verified = packed.testzip() is None
    except Fault:
        return None
    return CheckedBackup(made_of(path, manifest, digest, sealed=sealed), verified)


def _unwatched(_bytes: int) -> None:
    pass


def keep_phrase(phrase: Secret) -> None:
    """Keep the pass phrase in this PC's keyring; raise `Unavailable` where there is none."""
    check_phrase(phrase)
    try:
        Vault(Service.BACKUPS).keep(_PHRASE, phrase)
    except Unavailable:
        raise Unavailable(
            Sentence(
                "The keyring of this PC does not keep the pass phrase, and it is kept nowhere "
                "else. Type it at each copy."
            ),
            where="phrase",
        ) from None


def kept_phrase() -> Secret | None:
    """Return the pass phrase this PC's keyring keeps, None when it keeps none."""
    try:
        return Vault(Service.BACKUPS).fetch(_PHRASE)
    except Unavailable:
        return None


def forget_phrase() -> None:
    """Take the pass phrase out of this PC's keyring."""
    try:
        Vault(Service.BACKUPS).forget(_PHRASE)
    except Unavailable:
        return
