"""Books and backups damaged in seeded ways, opened, proved, restored from and salvaged.

A damaged book is refused with a sentence, told by `verify`, or answers as before. Nothing may
crash, and no figure may be wrong while `verify` finds the book whole.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial
from pathlib import Path
from random import Random

from app.domain.fault import Fault
from app.domain.secret import Secret
from app.services.anchors import CheckEnd
from app.services.backups import back_up, copy_out
from app.services.demonstration import Demonstration, make_demonstration
from app.services.lending import Item, Lend
from app.services.opening import open_for_window
from app.services.queries import Verify
from app.services.restoring import salvage_book
from app.services.room import Room
from app.store.backup import CHECKED
from torture.asking import answers, apart, ask
from torture.breaking import hurt_backup, hurt_book
from torture.campaign import Wish
from torture.filled import START, make_filled

TIMES = 200  # damaged books, and as many backups
_NOW = datetime.combine(date(2026, 8, 3), time(8))
_PHRASE = "mười hai con giáp"
_OWN = {"book.lock", ".lock", "book.db-wal", "book.db-shm"}  # come and go with whoever looks

Answers = dict[str, tuple[int, str]]


@dataclass(frozen=True, slots=True)
class _Whole:
    """The books before they are damaged, what they answer, and backups of them."""

    closed: Path
    unclosed: Path
    other: Path
    plain: Path
    sealed: Path
    foreign: Path
    said: dict[str, Answers]
    chain: dict[int, str]


def _clock() -> datetime:
    return _NOW


def damage(wish: Wish) -> int:
    """Damage a school's year so many times, and its backups."""
    return hurt(wish, _demonstrate)


def _demonstrate(folder: Path) -> Path:
    make_demonstration(folder, Demonstration(devices=30, loans=40), START).leave()
    return folder


def hurt(wish: Wish, make: Callable[[Path], Path]) -> int:
    """Damage the book that `make` makes; return how often the outcome was no honest one."""
    whole = _make_whole(wish.folder, make)
    found = 0
    for name, job in (("book", _try_book), ("backup", _try_backup)):
        count: Counter[str] = Counter()
        for number in range(wish.times or TIMES):
            trial = wish.folder / "trial"
            shutil.rmtree(trial, ignore_errors=True)
            trial.mkdir()
            said = apart(partial(job, whole, trial, Random(f"{wish.seed} {name} {number}")))
            outcome = said.partition(":")[0]
            count[outcome] += 1
            if outcome.isupper():
                wish.say(f"  {name} {number}: {said}")
                found += 1
        wish.say(f"{name}s: {dict(sorted(count.items()))}")
    return found


def _make_whole(home: Path, make: Callable[[Path], Path]) -> _Whole:
    closed, other = make(home / "closed"), make_filled(home / "other")
    room = Room.enter(closed, _clock, "torture")
    plain = shutil.copyfile(back_up(room).path, home / "plain.stb")
    sealed = copy_out(room, home / "sealed.stb", Secret(_PHRASE)).value.path
    room.leave()
    unclosed = _left_open(closed, home / "unclosed")
    _left_open(other, home / "other-unclosed")
    room = Room.enter(other, _clock, "torture")
    foreign = shutil.copyfile(back_up(room).path, home / "foreign.stb")
    room.leave()
    said = {
        "closed": answers(closed), "unclosed": answers(shutil.copytree(unclosed, home / "x")),
        "plain": _restored(plain, home / "y"), "sealed": _restored(sealed, home / "z"),
    }  # fmt: skip
    history = json.loads(said["unclosed"]["history"][1])["entries"]
    chain = {int(one["entry"]): str(one["hash"]) for one in history}
    return _Whole(closed, unclosed, home / "other-unclosed", plain, sealed, foreign, said, chain)


def _left_open(book: Path, copy: Path) -> Path:
    """Lend something and copy the book while it is open, as a stop of the power leaves it."""
    source = shutil.copytree(book, copy.with_name(f"{copy.name}-source"))
    room = Room.enter(source, _clock, "torture")
    for code in ("TB00001", "TB00002"):
        try:
            room.run(Lend((Item(code),), "3A"))
        except Fault:
            continue  # it is out already
    shutil.copytree(source, copy)
    room.leave()
    return copy


def _restored(backup: Path, folder: Path) -> Answers:
    status, said = _restore(folder, backup)
    if status:
        raise ValueError(said)
    return answers(folder)


def _restore(folder: Path, backup: Path) -> tuple[int, str]:
    command = ("restore", str(backup), "--phrase-stdin")
    return ask(folder, *command, said=f"{_PHRASE}\n")


def _try_book(whole: _Whole, trial: Path, random: Random) -> str:
    """Damage a book and do all that can be done with it; say what came of it."""
    name = random.choice(("closed", "unclosed", "unclosed"))
    source = whole.unclosed if name == "unclosed" else whole.closed
    book = shutil.copytree(source, trial / "book")
    if random.random() < 0.5:  # noqa: PLR2004 - looked through today or long ago
        (book / CHECKED).write_text(_NOW.date().isoformat(), encoding="ascii")
    how = hurt_book(book, whole.other, random)
    saved = shutil.copytree(book, trial / "saved")
    lost = shutil.copytree(book, trial / "lost")
    window = _open(shutil.copytree(book, trial / "window"))
    wrong = _salvage(whole, saved) if window.startswith("refused") else ""
    wrong = wrong or _come_back(whole, lost)
    if wrong:
        return f"WRONG: {how}: {wrong}"
    said = answers(book)
    proof, proved = ask(book, "verify")
    differs = [one for one, answer in said.items() if answer != whole.said[name][one]]
    if all(said[one][0] for one in differs) and differs and not window.startswith("told"):
        return f"refused: {how}"
    if differs and not proof:
        return f"SILENT: {how}: {differs} while {window}: {proved}"
    if differs and window == "whole":
        return f"UNTOLD: {how}: {differs}: {proved}"
    if proof or window != "whole":
        return f"told: {how}"
    return f"same: {how}"


def _open(book: Path) -> str:
    """Open a book as the window does, with the proof that follows in the background."""
    try:
        room = open_for_window(book, _clock, "torture")
    except Fault as fault:
        return f"refused: {fault.sentence}"
    try:
        told = [*room.ask(CheckEnd()), *room.ask(Verify()).problems]
    except Fault as fault:
        return f"told: {fault.sentence}"
    finally:
        room.leave()
    return "told" if told else "whole"


def _salvage(whole: _Whole, book: Path) -> str:
    """Save what the ledger proves; return what is wrong with what was saved."""
    shutil.rmtree(book / "backups", ignore_errors=True)
    try:
        saved = salvage_book(book, _clock)
    except Fault:
        return ""
    if whole.chain.get(saved.entries) != saved.head:
        return f"salvaged {saved.entries} entries of another history"
    status, said = ask(book, "verify")
    problems = json.loads(said).get("problems", [said])
    # What lay beside the book may be ahead of what was saved.
    return f"salvaged and not whole: {problems}" if status else ""


def _come_back(whole: _Whole, book: Path) -> str:
    """Restore the backup over a damaged book; return what is wrong with what came."""
    status, said = _restore(book, whole.plain)
    if status:
        return f"not restored: {said}"
    differs = _differences(whole, answers(book), "plain")
    return f"restored, and {differs} differ" if differs else ""


def _differences(whole: _Whole, said: Answers, name: str) -> list[str]:
    """Return which answers differ, but for the log of the restore that ends the history."""
    meant = dict(whole.said[name])
    for one in (said, meant):
        entries = json.loads(one["history"][1])["entries"][:-1]
        one["history"] = (one["history"][0], json.dumps(entries))
    return [one for one in said if said[one] != meant[one]]


def _try_backup(whole: _Whole, trial: Path, random: Random) -> str:
    """Damage a backup and restore it over a live book; say what came of it."""
    name = random.choice(("plain", "plain", "sealed"))
    source = whole.plain if name == "plain" else whole.sealed
    path = Path(shutil.copyfile(source, trial / "damaged.stb"))
    how = hurt_backup(path, whole.foreign, random)
    book = shutil.copytree(whole.closed, trial / "book")
    before = _fingerprint(book)
    ask(book, "restore", str(path), "--look")
    status, said = _restore(book, path)
    if not status:
        differs = _differences(whole, answers(book), name)
        return f"WRONG: {how}: taken, and {differs} differ" if differs else f"same: {how}"
    if _fingerprint(book) != before:
        return f"TOUCHED: {how}: {said}"
    return f"refused: {how}"


def _fingerprint(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in _OWN
    }
