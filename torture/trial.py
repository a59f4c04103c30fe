"""One act in a process of its own, and what is done to it meanwhile."""

from __future__ import annotations

import json
import os
import select
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

_PATIENCE = 60.0  # seconds for an act that hangs
ROOT = Path(__file__).resolve().parents[1]
_ENVIRONMENT = {"PYTHONDONTWRITEBYTECODE": "1"}  # a cache that is written is no part of an act


class NoTracing(Exception):  # noqa: N818 - says what is missing
    """The system does not let a process be traced, so no fault can be put into it."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What an act said until it ended; `status` is None when it was killed."""

    status: int | None
    out: str
    err: str


class Anvil:
    """The warm process, and the acts done in forks of it, one at a time."""

    def __init__(self, warm: Sequence[Sequence[str]]) -> None:
        """Start it; the command lines `warm` are done in it once, so that nothing loads later."""
        self._home = Path(tempfile.mkdtemp(prefix="anvil-"))
        self._line = socket.socket(socket.AF_UNIX)
        self._line.bind(str(self._home / "line"))
        self._line.listen()
        self._line.settimeout(_PATIENCE)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "torture.anvil", str(self._home / "line")],
            stdin=subprocess.PIPE, cwd=ROOT, env=os.environ | _ENVIRONMENT, text=True,
        )  # fmt: skip
        self._order(warm)

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_error: object) -> None:
        """End the process."""
        self._process.communicate()
        self._line.close()
        shutil.rmtree(self._home)

    def _order(self, order: Sequence[object]) -> None:
        pipe = self._process.stdin
        if pipe is None:
            raise OSError
        pipe.write(f"{json.dumps(order)}\n")
        pipe.flush()

    def do(self, arguments: Sequence[str]) -> Reply:
        """Do an act, unhurt."""
        return self._ready(arguments).go()

    def kill(self, arguments: Sequence[str], after: float) -> Reply:
        """Do an act, and kill it some seconds after it began."""
        act = self._ready(arguments)
        return act.go(after)

    def traced(self, arguments: Sequence[str], log: Path, rules: Sequence[str]) -> Reply:
        """Do an act under strace's `rules`; what it did is in the log."""
        act = self._ready(arguments)
        with subprocess.Popen(
            ["strace", "-y", "-s", "512", "-o", str(log), "-p", str(act.pid), *rules],  # noqa: S607 - where the system keeps it
            stderr=subprocess.PIPE, text=True,
        ) as tracer:  # fmt: skip
            said = tracer.stderr.readline() if tracer.stderr else ""
            if "attached" not in said:
                act.end()
                raise NoTracing(said.strip())
            return act.go()

    def _ready(self, arguments: Sequence[str]) -> _Act:
        self._order(arguments)
        line, _address = self._line.accept()
        return _Act(line)


class _Act:
    """A fork that waits for its word."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        self._heard = line.makefile(encoding="utf-8")
        self.pid = int(json.loads(self._heard.readline())[1])
        self._process = os.pidfd_open(self.pid)

    def go(self, after: float | None = None) -> Reply:
        """Let it act; return what it said when it is gone, by itself or killed in `after` s."""
        self._line.sendall(b"g")
        if not select.select([self._process], [], [], _PATIENCE if after is None else after)[0]:
            os.kill(self.pid, 9)
            select.select([self._process], [], [], _PATIENCE)
        said = self._hear()
        self.end()
        status = [int(value) for name, value in said if name == "status"]
        return Reply(
            status[0] if status else None,
            "".join(str(value) for name, value in said if name == "out"),
            "".join(str(value) for name, value in said if name == "err"),
        )

    def _hear(self) -> list[tuple[str, str | int]]:
        # A line cut by the kill was never said.
        lines = [line for line in self._heard if line.endswith("\n")]
        return [(name, value) for name, value in map(json.loads, lines)]

    def end(self) -> None:
        """Let go of it."""
        self._heard.close()
        self._line.close()
        os.close(self._process)
