"""Whether a folder is a place where a book is safe."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from app.domain.fault import Unavailable
from app.domain.sentence import Sentence

if sys.platform == "win32":
    import ctypes

    _REMOTE = 4  # DRIVE_REMOTE

    def _is_remote(folder: Path) -> bool:
        drive = folder.resolve().drive
        kind = ctypes.windll.kernel32.GetDriveTypeW(f"{drive}\\")
        return drive.startswith("\\\\") or int(kind) == _REMOTE

else:
    _MOUNTS = Path("/proc/mounts")
    _OVER_THE_NETWORK = frozenset(
        {"nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "davfs", "fuse.sshfs",
         "fuse.davfs", "fuse.rclone"}
    )  # fmt: skip

    def _is_remote(folder: Path) -> bool:
        try:
            lines = _MOUNTS.read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            return False
        place, kind = Path(), ""
        whole = folder.resolve()
        for line in lines:
            _device, target, found, *_rest = line.split()
            mount = Path(target.replace("\\040", " "))
            if whole.is_relative_to(mount) and len(mount.parts) >= len(place.parts):
                place, kind = mount, found
        return kind in _OVER_THE_NETWORK


def check_place(folder: Path) -> None:
    """Refuse a folder that may not be written, or lies on another PC."""
    if not os.access(folder, os.W_OK):
        raise Unavailable(
            Sentence(
                "The folder {folder} may not be written to. Ask whoever looks after this PC for "
                "the right to write there, or choose another folder.",
                {"folder": str(folder)},
            ),
            where=str(folder),
        )
    if _is_remote(folder):
        raise Unavailable(
            Sentence(
                "The folder {folder} lies on another PC, where two programs may write at once and "
                "spoil the book. Keep the book on this PC, and let its backups go over the "
                "network.",
                {"folder": str(folder)},
            ),
            where=str(folder),
        )
