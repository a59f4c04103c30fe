"""The layers hold, and each contract is seen to break when it is broken."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.house.files import ROOT

CONTRACTS = tuple(
    contract["name"]
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
        "importlinter"
    ]["contracts"]
)
OFFENCES = (
    ("Imports flow one way inside app", "app/domain/text.py", "import app.services.finding"),
    ("Imports flow one way inside app", "app/store/search.py", "import app.documents.page"),
    ("Imports flow one way inside app", "app/stray.py", "STRAY = 1"),
    ("The window knows services and domain alone", "ui/navigation.py", "import app.store.book"),
    ("The window knows services and domain alone", "ui/screens/today.py", "import reportlab"),
    ("Only the store knows SQLAlchemy", "app/services/slips.py", "import sqlalchemy"),
    ("Only spreadsheets know the Excel libraries", "app/documents/page.py", "import openpyxl"),
    ("Only documents know reportlab", "app/spreadsheets/writing.py", "import reportlab"),
    ("Only the vault knows keyring", "app/services/city_accounts.py", "import keyring"),
    ("Only sealing knows pyrage", "app/services/backups.py", "import pyrage"),
    ("Only hashing knows argon2", "app/services/signing.py", "import argon2"),
    ("Only rendering knows pypdfium2", "app/documents/page.py", "import pypdfium2"),
    ("The book needs no Qt", "app/domain/text.py", "import PySide6.QtCore"),
    ("Screens do not know each other", "ui/screens/today.py", "import ui.screens.counter"),
)


def _lint(folder: Path) -> tuple[int, dict[str, str]]:
    """Return the exit status and what became of each contract."""
    done = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    found = re.findall(r"^(.+?) (KEPT|BROKEN)\b", done.stdout, re.MULTILINE)
    assert found, done.stdout + done.stderr
    return done.returncode, dict(found)


def test_every_contract_holds() -> None:
    status, found = _lint(ROOT)
    assert found == dict.fromkeys(CONTRACTS, "KEPT")
    assert status == 0


def test_every_contract_is_broken_on_purpose_below() -> None:
    assert {name for name, _path, _line in OFFENCES} == set(CONTRACTS)


@pytest.mark.parametrize(("name", "path", "line"), OFFENCES)
def test_a_broken_contract_is_seen(tmp_path: Path, name: str, path: str, line: str) -> None:
    for folder in ("app", "ui"):
        shutil.copytree(
            ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__")
        )
    shutil.copy(ROOT / "resources" / "__init__.py", _made(tmp_path / "resources"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    with (tmp_path / path).open("a", encoding="utf-8") as module:
        module.write(f"\n{line}\n")
    status, found = _lint(tmp_path)
    assert status != 0
    assert found[name] == "BROKEN"


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder
