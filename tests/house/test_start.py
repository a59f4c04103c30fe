"""What the program leaves alone until it is asked for it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.house.files import ROOT

# Each would keep the counter waiting, or hold memory, for something nobody has asked for yet.
LATER = (
    "reportlab", "pypdfium2", "PIL", "openpyxl", "xlsxwriter", "python_calamine", "keyring",
    "alembic", "sqlalchemy.orm", "app.documents", "app.spreadsheets",
)  # fmt: skip
LISTED = "import sys, {}; print(*sys.modules, sep='\\n')"


def _imported(*names: str) -> set[str]:
    """Return what a new process holds once it has imported modules of ours."""
    process = subprocess.run(
        [sys.executable, "-c", LISTED.format(", ".join(names))],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    return set(process.stdout.split())


@pytest.mark.parametrize("named", ["ui.application", "app.cli"])
def test_the_start_imports_nothing_that_can_wait(named: str) -> None:
    imported = _imported(named)
    assert named in imported
    assert [one for one in LATER if one in imported] == []


def test_what_is_imported_too_early_would_be_found() -> None:
    assert "reportlab" in _imported("app.documents.page")
