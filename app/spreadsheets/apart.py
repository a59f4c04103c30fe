"""Work on a file from outside, done apart: in a child process with limits on time and memory."""

from __future__ import annotations

import subprocess
from pathlib import Path

from app.child import ROOT, command_of

MEMORY_LIMIT = 240 << 20  # bytes; with the code itself it stays below 300 MB
TOO_LARGE = 4  # the exit status of a child whose file holds more than any list of a school
_TIME_LIMIT = 30  # seconds, however busy the PC is
_CRASHED = 0xC0000000  # from here on an exit status of Windows says how a process died
# A window that starts a console program would show an empty console beside it.
_UNSEEN = getattr(subprocess, "CREATE_NO_WINDOW", 0)


class TookTooLong(Exception):  # noqa: N818 - the caller says it in words of the file
    """The child was stopped: it needed more time than any list of a school."""


def run_apart(
    module: str, path: Path, given: bytes | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run a module of ours over a file; `given` goes to its standard input.

    Its arguments are the file and the memory it may use, in bytes.
    """
    try:
        return subprocess.run(  # noqa: S603 - our own interpreter, our own module
            command_of(module, str(path.absolute()), str(MEMORY_LIMIT)),
            cwd=ROOT,  # never the folder of the list
            input=given,
            stdin=subprocess.DEVNULL if given is None else None,
            capture_output=True,
            timeout=_TIME_LIMIT,
            check=False,
            creationflags=_UNSEEN,
        )
    except subprocess.TimeoutExpired:
        raise TookTooLong from None


def overwhelmed(status: int) -> bool:
    """Return whether a child found its file too large, or died of it: of memory, mostly."""
    return status == TOO_LARGE or status < 0 or status >= _CRASHED
