"""Work on a file from outside, done apart: in a child process with limits on time and memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

MEMORY_LIMIT = 1 << 30  # bytes of address space, most of it never touched
_TIME_LIMIT = 30  # seconds
_ROOT = Path(__file__).resolve().parents[2]


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
            [sys.executable, "-m", module, str(path.absolute()), str(MEMORY_LIMIT)],
            cwd=_ROOT,  # -m looks for modules here first: never in the folder of the list
            input=given,
            stdin=subprocess.DEVNULL if given is None else None,
            capture_output=True,
            timeout=_TIME_LIMIT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise TookTooLong from None


def limit_memory(size: int) -> None:
    """Cap the address space in bytes, where the system can: what a child does first."""
    try:
        import resource  # noqa: PLC0415 - Windows has none
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
