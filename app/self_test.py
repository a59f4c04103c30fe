"""Whether the program works on this PC: a school of its own, thrown away, and one day's work in it.

Each step is a command in a process of its own, as a person would give it: so what was installed
is tried whole, its child processes too.
"""

from __future__ import annotations

import subprocess
import tempfile
import time
from argparse import Namespace
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from secrets import token_urlsafe

import resources
from app.child import ROOT, command_of
from app.domain.fault import Unavailable
from app.domain.secret import Secret
from app.domain.sentence import Sentence, Words
from app.entering import Answer, Reply
from app.vault.vault import Vault

_PATIENCE = 600  # seconds a step may take on the slowest of PCs
_LISTS = (("people", "nhan-su.csv"), ("classes", "lop-hoc.csv"), ("devices", "thiet-bi.csv"))
_CODE, _CLASS = "TB00001", "3A"  # of the example lists
_NAME = "self-test"  # under which the keyring is tried


@dataclass(frozen=True, slots=True)
class Step:
    """What was tried, how many seconds it took, and what is wrong with it, blank when nothing is.

    `note` says what the PC lacks that the program can do without.
    """

    name: Sentence
    seconds: float
    wrong: str = ""
    note: str = ""


def answer_self_test(options: Namespace, words: Words) -> Reply:
    """Try the program; `--window DIR` opens its window too and leaves pictures of it there."""
    with tempfile.TemporaryDirectory(prefix="so-thiet-bi-") as folder:
        steps = [_try(name, act, words) for name, act in _day(Path(folder), options.window)]
    lines = [_line(step, words) for step in steps]
    ok = not any(step.wrong for step in steps)
    lines.append(
        words("The program works on this PC.")
        if ok
        else words("Not all works on this PC. Send these lines to whoever looks after it.")
    )
    return {"ok": ok, "steps": [_told(step, words) for step in steps]}, lines


def _day(folder: Path, pictures: Path | None) -> Iterator[tuple[Sentence, Callable[[], str]]]:
    """Yield the steps of the day: each does its work and returns what is wrong, if anything."""
    book, made = folder / "book", folder / "made"
    made.mkdir()

    def give(*arguments: str) -> Callable[[], str]:
        """Return one command, ready to be given."""
        return partial(_run, "app.cli", "--json", "--data", str(book), *arguments)

    yield Sentence("Make a book"), give("new", "--name", "Trường Tiểu học Thử Máy")
    for kind, name in _LISTS:
        listed = str(resources.path("examples", name))
        yield Sentence("Import a list: {file}", {"file": name}), give("import", kind, listed)
    yield Sentence("Lend"), give("lend", _CODE, "--class", _CLASS)
    yield Sentence("Take back"), give("take-back", _CODE)
    yield Sentence("Draw labels"), give("labels", _CODE, "--out", str(made / "labels.pdf"))
    yield (
        Sentence("Write a report as PDF and as a spreadsheet"),
        give("report", "stock", "--pdf", str(made / "stock.pdf"), "--xlsx",
             str(made / "stock.xlsx")),
    )  # fmt: skip
    upload = str(made / "upload.xlsx")
    yield Sentence("Fill the city's workbook"), give("upload", "make", "--all", "--out", upload)
    yield Sentence("Read a workbook"), give("import", "devices", upload, "--preview")
    yield Sentence("Back up"), give("backup")
    yield Sentence("Practise a restore"), partial(_practise, book)
    yield Sentence("Prove the whole book"), give("verify")
    yield Sentence("Keep a password in the PC's keyring and forget it"), _keep_and_forget
    if pictures is not None:
        yield Sentence("Open the window"), partial(_look, pictures)


def _try(name: Sentence, act: Callable[[], str], words: Words) -> Step:
    start = time.monotonic()
    wrong = note = ""
    try:
        wrong = act()
    except Unavailable as error:
        note = words.render(error.sentence)
    except (OSError, subprocess.SubprocessError) as error:
        wrong = str(error)
    return Step(name, round(time.monotonic() - start, 2), wrong, note)


def _run(module: str, *arguments: str) -> str:
    """Run a module of ours and return what it said, blank when it did its work."""
    done = subprocess.run(  # noqa: S603 - our own program
        command_of(module, *arguments),
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=_PATIENCE,
        check=False,
    )
    said = (done.stdout + done.stderr).strip()
    return f"{said} ({done.returncode})" if done.returncode else ""


def _practise(book: Path) -> str:
    """Restore the newest backup into a folder apart, as a fire drill."""
    home = book / "backups"
    newest = max(home.glob("*.stb"), default=home)  # without any, the command says what is wrong
    return _run("app.cli", "--data", str(book), "restore", str(newest), "--practise")


def _keep_and_forget() -> str:
    """Keep a secret nobody knows, which the vault reads back, and forget it."""
    vault = Vault()
    vault.keep(_NAME, Secret(token_urlsafe()))
    vault.forget(_NAME)
    return "" if vault.fetch(_NAME) is None else repr(vault)


def _look(pictures: Path) -> str:
    """Do a keeper's first day in the window; its pictures stay."""
    pictures.mkdir(parents=True, exist_ok=True)
    return _run("ui.tour", str(pictures.absolute()))


def _line(step: Step, words: Words) -> str:
    mark = "✗" if step.wrong else "✓"
    said = " · ".join(part for part in (step.wrong, step.note) if part)
    return f"{mark} {words.render(step.name)} ({step.seconds:.1f} s){f': {said}' if said else ''}"


def _told(step: Step, words: Words) -> Answer:
    return {
        "name": words.render(step.name),
        "seconds": step.seconds,
        "wrong": step.wrong,
        "note": step.note,
    }
