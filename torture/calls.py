"""What an act asks of the disk, call by call, as strace tells it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

NAMES = (
    "write", "pwrite64", "writev", "pwritev", "sendfile", "copy_file_range", "fallocate",
    "ftruncate", "fsync", "fdatasync", "rename", "renameat", "renameat2", "link", "linkat",
    "unlink", "unlinkat", "rmdir", "mkdir", "mkdirat", "chmod", "fchmod", "fchmodat", "openat",
)  # fmt: skip
TRACE = ("-e", f"trace={','.join(NAMES)}")
_CALL = re.compile(r"(?P<name>\w+)\((?P<told>.*)")
_READING = ("O_RDONLY", "O_DIRECTORY")


@dataclass(frozen=True, slots=True)
class Call:
    """The `number`-th call of its name since the act began."""

    name: str
    number: int
    last: bool  # no later call of its name is foreign to the act's folder


def read_calls(log: Path, folder: Path) -> list[Call]:
    """Return the calls of a log that would change something in a folder, in order.

    A call elsewhere, as to the pipe of a child process, is counted but not returned.
    """
    found: list[tuple[str, int, bool]] = []
    counts: Counter[str] = Counter()
    for name, told in _calls(log):
        counts[name] += 1
        found.append((name, counts[name], str(folder) in told and _changes(name, told)))
    foreign = {name: number for name, number, ours in found if not ours and name != "openat"}
    return [
        Call(name, number, name != "openat" and number > foreign.get(name, 0))
        for name, number, ours in found
        if ours
    ]


def _calls(log: Path) -> Iterator[tuple[str, str]]:
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        call = _CALL.match(line)
        if call is not None:
            yield call["name"], call["told"]


def _changes(name: str, told: str) -> bool:
    return name != "openat" or not any(flag in told for flag in _READING)


def was_hit(log: Path) -> bool:
    """Return whether the fault of a traced act was put in: it may have taken another way."""
    return "(INJECTED)" in log.read_text(encoding="utf-8", errors="replace")
