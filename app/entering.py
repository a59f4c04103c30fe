"""How a command enters the book: which folder, and who acts."""

from __future__ import annotations

import getpass
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from app.domain.fault import Refused
from app.domain.secret import Secret
from app.domain.sentence import Sentence
from app.services.backups import back_up_first
from app.services.clock import local_time
from app.services.folders import usual_folder
from app.services.room import Room

Answer = dict[str, Any]  # what a command answers in JSON
Reply = tuple[Answer, list[str]]  # the same with lines for a person


def folder_of(options: Namespace) -> Path:
    """Return the folder of the book a command is about."""
    folder: Path | None = options.data
    return folder or usual_folder()


def operator() -> str:
    """Return who the PC says is at it."""
    return getpass.getuser()


def read_secret() -> Secret:
    """Read a line of standard input, where no other program can look at it."""
    return Secret(sys.stdin.readline().rstrip("\r\n"))


@contextmanager
def entered(options: Namespace) -> Iterator[Room]:
    """Enter the book as whoever `--as` names, if anybody."""
    room = Room.enter(folder_of(options), local_time, operator())
    room.guard(back_up_first)
    try:
        sign_in(room, options)
        yield room
    finally:
        room.leave()


def sign_in(room: Room, options: Namespace) -> None:
    """Sign in who `--as` names, with the secret on standard input."""
    if not options.person:
        return
    if not options.pin_stdin:
        raise Refused(
            Sentence("Give the PIN of {code} on standard input, with --pin-stdin.",
                     {"code": options.person}),
            where="pin-stdin",
        )  # fmt: skip
    room.sign_in(options.person, read_secret())
