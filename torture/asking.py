"""Asking the command line in a process of its own, where a crash takes nobody along."""

from __future__ import annotations

import io
import multiprocessing
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from multiprocessing.connection import Connection
from pathlib import Path

from app.cli import main
from app.services.bug_report import FILE_NAME

_PATIENCE = 120  # seconds, after which it counts as hung
_COMMANDS = ("history", "devices", "loans")


def ask(folder: Path, *command: str, said: str = "") -> tuple[int, str]:
    """Run a command over the book in a folder; return its status and what it answered.

    Raise `RuntimeError` for an error that nobody foresaw. `said` is typed.
    """
    out, kept = io.StringIO(), sys.stdin
    sys.stdin = io.StringIO(said)
    try:
        with redirect_stdout(out), redirect_stderr(io.StringIO()):
            status = main(["--json", "--data", str(folder), *command])
    finally:
        sys.stdin = kept
    report = folder / FILE_NAME
    if report.is_file():
        raise RuntimeError(command[0], report.read_text(encoding="utf-8"))
    return status, out.getvalue()


def answers(folder: Path) -> dict[str, tuple[int, str]]:
    """Return what the book says: its whole history, its devices with balances, its slips."""
    return {command: ask(folder, command) for command in _COMMANDS}


def apart(job: Callable[[], str]) -> str:
    """Do a job in a child; return what it said, or how it ended."""
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe(duplex=False)
    child = context.Process(target=_tell, args=(there, job))
    child.start()
    there.close()
    told = here.poll(_PATIENCE)
    if not told:
        child.kill()
    try:
        said = str(here.recv()) if told else "CRASH: hung"
    except EOFError:
        said = ""
    child.join()
    return said or f"CRASH: ended with {child.exitcode}"


def _tell(pipe: Connection, job: Callable[[], str]) -> None:
    try:
        said = job()
    except Exception as error:  # noqa: BLE001 - whatever nobody foresaw
        said = f"CRASH: {type(error).__name__}: {error}"
    pipe.send(said)
    pipe.close()
