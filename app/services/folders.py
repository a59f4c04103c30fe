"""Where a book lives when nobody says otherwise."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def usual_folder() -> Path:
    """Return the platform's folder for a user's data, with our name in it."""
    if sys.platform == "win32":
        base = Path(os.environ.get("APPDATA", Path.home() / "AppData" / "Roaming"))
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_DATA_HOME", Path.home() / ".local" / "share"))
    return base / "SoThietBi"
