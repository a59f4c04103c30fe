"""The process acts are hurt in: `python -m torture.anvil SOCKET`.

It holds the whole program, loaded and warm. For each command line that comes on its standard
input it forks; the fork waits on the socket for a word, does the one act by the real command
line and tells each sentence as it is printed. So an act costs no start of Python, and nothing
but the act itself can be hurt. What it tells goes by `sendto`, which no fault is put into.
"""

from __future__ import annotations

import io
import json
import os
import signal
import socket
import sys
from contextlib import redirect_stderr, redirect_stdout
from typing import TextIO

from typing_extensions import override

from app.cli import main as command


class _Teller(io.TextIOBase):
    """A standard stream whose words are told at once."""

    def __init__(self, line: socket.socket, name: str) -> None:
        """Take the line to whoever listens, and the stream's name."""
        self._line, self._name = line, name

    @override
    def write(self, text: str, /) -> int:
        """Tell some text."""
        tell(self._line, self._name, text)
        return len(text)


def tell(line: socket.socket, name: str, value: str | int) -> None:
    """Tell one thing by its name."""
    line.sendall(f"{json.dumps([name, value])}\n".encode())


def main(orders: TextIO, address: str) -> None:
    """Fork for each order, a command line as JSON, until there are no more."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for those who die
    for order in orders:
        if os.fork() == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            _act(json.loads(order), address)
            os._exit(0)


def _act(arguments: list[str], address: str) -> None:
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(address)
        tell(line, "pid", os.getpid())
        line.recv(1)
        with redirect_stdout(_Teller(line, "out")), redirect_stderr(_Teller(line, "err")):
            try:
                status = command(arguments)
            except SystemExit as end:
                status = int(end.code or 0)
        tell(line, "status", status)


def warm(acts: list[list[str]]) -> None:
    """Do acts here, so that each fork has what they load."""
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        for arguments in acts:
            command(arguments)


if __name__ == "__main__":
    warm(json.loads(sys.stdin.readline()))
    main(sys.stdin, sys.argv[1])
