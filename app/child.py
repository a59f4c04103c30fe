"""A module of ours as a process of its own, run from the source or from the packed program."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]  # -m looks for modules in the folder it is run in
MARK = "--child"
_CONSOLE = "sothietbi"  # the packed program that has a standard output


def command_of(module: str, *arguments: str) -> list[str]:
    """Return what starts a module of ours, to be run in `ROOT`.

    A packed program has no interpreter: it starts itself, and hands the module to `become`.
    """
    if getattr(sys, "frozen", False):
        packed = Path(sys.executable)
        return [str(packed.with_name(_CONSOLE + packed.suffix)), MARK, module, *arguments]
    return [sys.executable, "-m", module, *arguments]


def become(module: str, *arguments: str) -> None:
    """Run a module of ours as this process's program; its end is the end of the process."""
    from runpy import run_module  # noqa: PLC0415 - slow to import, and only a child needs it

    sys.argv = [module, *arguments]
    run_module(module, run_name="__main__", alter_sys=True)
