"""Files written whole: under their name with all their bytes on the disk, or not at all."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

PART = ".part"  # how names of what is being written end
_LOOSE = 0o644
_LINE = 256  # bytes of a note: as long as ever, so that it covers the one before
_BYTES = getattr(os, "O_BINARY", 0)  # Windows would write other ends of lines
_DRAWN = {".pdf", ".xlsx"}  # what is never empty


def write_whole(path: Path, data: bytes, *, synced: bool = True) -> None:
    """Put a file in the place of the one before; raise OSError and leave that as it was.

    What is not `synced` costs no wait for the disk, and may be the one before once the power
    was cut: that is for notes the book can do without.
    """
    part = path.with_name(f"{path.name}{PART}")
    try:
        with part.open("wb") as file:
            file.write(data)
            if synced:
                file.flush()
                os.fsync(file.fileno())
        part.replace(path)
        if synced:
            to_disk(path.parent)
    except OSError:
        discard(part)
        raise


def write_over(path: Path, text: str) -> None:
    """Write a note of one line over the one before, in one piece and without waiting for the disk.

    Once the power was cut it may be either, or half of one: for what is read as no note then.
    """
    line = text.encode().ljust(_LINE)
    try:
        handle = os.open(path, os.O_WRONLY | _BYTES)
    except FileNotFoundError:
        write_whole(path, line, synced=False)
        return
    try:
        os.write(handle, line)
    finally:
        os.close(handle)


def to_disk(folder: Path) -> None:
    """Have a folder's names on the disk; Windows needs no such thing."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def discard(path: Path) -> None:
    """Take a file of ours away; where the disk refuses even that, it is swept another day."""
    with suppress(OSError):
        if os.name == "nt":
            path.chmod(_LOOSE)  # it deletes no file that is kept from being written
        path.unlink(missing_ok=True)


def sweep_parts(folder: Path) -> None:
    """Take away what a crash left in a folder: half a file, or a name taken for one."""
    for path in folder.rglob("*"):
        named_alone = path.suffix in _DRAWN and not path.stat().st_size
        if path.suffix == PART or named_alone:
            discard(path)
