"""The command: `python -m torture CAMPAIGN [--times N] [--minutes N] [--seed N] [--folder DIR]`.

What was tried and found is printed as it goes; the status is 1 when anything was found.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from torture import faults, full_disk, fuzz, kill, sheets
from torture.campaign import Campaign, Wish
from torture.damage import damage
from torture.soak import soak
from torture.tampering import tamper

CAMPAIGNS: dict[str, Campaign] = {
    "damage": damage,
    "faults": faults.torture,
    "full-disk": full_disk.torture,
    "fuzz": fuzz.torture,
    "kill": kill.torture,
    "sheets": sheets.torture,
    "soak": soak,
    "tampering": tamper,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one campaign."""
    parser = argparse.ArgumentParser(prog="torture", description=__doc__)
    parser.add_argument("campaign", choices=sorted(CAMPAIGNS))
    parser.add_argument("--times", type=int, default=None)
    parser.add_argument("--minutes", type=float, default=None)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--folder", type=Path, default=Path("build/torture"))
    options = parser.parse_args(arguments)
    folder: Path = options.folder / options.campaign
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    wish = Wish(folder.resolve(), options.times, options.seed, _say, options.minutes)
    found = CAMPAIGNS[options.campaign](wish)
    _say(f"{options.campaign}: seed {options.seed}, {found} findings")
    return 1 if found else 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
