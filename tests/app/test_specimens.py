"""Books that older versions of the program wrote, kept as they left them."""

from __future__ import annotations

import json
import lzma
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from app.cli import main
from app.domain.backup import Why
from app.services.restoring import newest_beside
from app.store.book import REVISION

SPECIMENS = Path(__file__).parent / "specimens"
_OLD = "0001"


def _unpacked(name: str) -> bytes:
    return lzma.decompress((SPECIMENS / name).read_bytes())


@pytest.fixture
def old(folder: Path) -> Path:
    """Return the folder of a book of version 0001: devices, loans and a submitted month."""
    folder.mkdir()
    (folder / "book.db").write_bytes(_unpacked(f"book-{_OLD}.db.xz"))
    return folder


def _told(capsys: pytest.CaptureFixture[str], folder: Path, *arguments: str) -> Any:  # noqa: ANN401 - JSON
    assert main(["--data", str(folder), "--json", *arguments]) == 0
    return json.loads(capsys.readouterr().out)


def _revision(folder: Path) -> str:
    with closing(sqlite3.connect(folder / "book.db")) as raw:
        return str(raw.execute("SELECT version_num FROM alembic_version").fetchone()[0])


def test_a_book_of_0001_opens_with_every_entry_as_it_was(
    old: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _revision(old) == _OLD
    said = json.loads(_unpacked(f"history-{_OLD}.json.xz"))
    assert _told(capsys, old, "history") == said
    assert _revision(old) == REVISION
    verdict = _told(capsys, old, "verify")
    assert verdict["ok"]
    assert verdict["head"] == said["entries"][-1]["hash"]


def test_the_backup_before_the_upgrade_is_a_way_back(
    old: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = _told(capsys, old, "history")["entries"]
    made = newest_beside(old)
    assert made is not None
    assert made.manifest.why == Why.UPGRADE
    _told(capsys, old, "lend", "TB00001", "--class", "3A")
    restored = _told(capsys, old, "restore", str(made.path))
    assert restored["entries"] == len(said)
    after = _told(capsys, old, "history")["entries"]
    assert after[: len(said)] == said
    assert [one["kind"] for one in after[len(said) :]] == ["backup"]
    assert _told(capsys, old, "verify")["ok"]
    assert _revision(old) == REVISION
