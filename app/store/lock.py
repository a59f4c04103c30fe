"""A lock of the operating system on a file: gone with whoever held it, however it ended."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def _seize(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _seize(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


class Lock:
    """One holder at a time, among all programs on this PC."""

    def __init__(self, path: Path) -> None:
        """Name the lock's file; `take` makes it."""
        self._path = path
        self._handle: int | None = None

    @property
    def held(self) -> bool:
        """Whether it is ours."""
        return self._handle is not None

    def take(self, patience: float = 0) -> bool:
        """Take the lock, waiting up to `patience` seconds; return whether it is ours now.

        Raise OSError when the folder cannot be written.
        """
        if self.held:
            return True
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
        until = time.monotonic() + patience
        while True:
            try:
                _seize(handle)
            except OSError:
                if time.monotonic() >= until:
                    os.close(handle)
                    return False
                time.sleep(0.05)
            else:
                self._handle = handle
                return True

    def release(self) -> None:
        """Let it go; the file stays, so that nobody locks one that is being taken away."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None
