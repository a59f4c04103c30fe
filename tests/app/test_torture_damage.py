# ruff: noqa: S311 - its chances are seeded
"""The campaigns that damage, tamper with and wear out a book, in their short forms."""

from __future__ import annotations

import shutil
from pathlib import Path
from random import Random

import pytest

from torture.campaign import Wish
from torture.damage import hurt
from torture.filled import make_filled
from torture.rebuilding import rebuilt_is_told
from torture.soak import soak
from torture.tampering import TABLES, copied, hurt_files


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a small book with rows in every table; to be copied, never opened."""
    return make_filled(tmp_path_factory.mktemp("filled") / "book")


@pytest.fixture
def said() -> list[str]:
    """Return where a campaign's lines are kept."""
    return []


def test_a_change_of_any_table_is_found(filled: Path) -> None:
    with copied(filled) as copy:
        assert copy.is_as_it_was(), "nothing is told of a book nobody touched"
        for name in TABLES[:-1]:
            count, escaped = copy.hurt(name, Random(name), 2)
            assert escaped == []
            assert count.total() == 2


def test_a_change_of_the_schema_is_found(filled: Path) -> None:
    with copied(filled, guarded=True) as copy:
        _count, escaped = copy.hurt(TABLES[-1], Random(2026), 20)
    assert escaped == []


def test_a_change_of_a_file_beside_the_book_is_found(
    filled: Path, tmp_path: Path, said: list[str]
) -> None:
    book = shutil.copytree(filled, tmp_path / "book")
    assert hurt_files(Wish(tmp_path, 60, 2026, said.append), book) == 0, said


def test_a_chain_made_anew_is_found_by_paper_and_backup(filled: Path, tmp_path: Path) -> None:
    book = shutil.copytree(filled, tmp_path / "book")
    assert rebuilt_is_told(book, Random(2026)) == ""


def test_a_damaged_book_or_backup_is_never_a_crash_or_a_wrong_figure(
    tmp_path: Path, said: list[str]
) -> None:
    assert hurt(Wish(tmp_path, 3, 2026, said.append), make_filled) == 0, said


def test_days_of_a_school_lose_nothing(tmp_path: Path, said: list[str]) -> None:
    assert soak(Wish(tmp_path, 2, 2026, said.append)) == 0, said
