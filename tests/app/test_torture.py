"""The campaigns in their short form: acts are killed, the disk fails, and the book is whole."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from torture.acts import Ready, acts, ready, school, warming
from torture.faults import Failing
from torture.full_disk import small_drive, try_full
from torture.kill import Killing
from torture.trial import Anvil

_ACTS = ("lend", "restore", "upload", "report", "layout")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Ready]:
    home = tmp_path_factory.mktemp("torture")
    every = acts(start := school(home, devices=12, loans=6), rows=5)
    return {one.act.name: one for one in ready(home, start, {name: every[name] for name in _ACTS})}


@pytest.fixture(scope="module")
def anvil(made: dict[str, Ready]) -> Iterator[Anvil]:
    lines, sweep = warming(list(made.values()))
    with Anvil(lines) as anvil:
        sweep()
        yield anvil


@pytest.mark.parametrize("name", ["lend", "restore", "upload"])
def test_a_kill_at_any_moment_leaves_all_or_nothing(
    made: dict[str, Ready], anvil: Anvil, name: str
) -> None:
    killing = Killing(made[name], anvil, random.Random(2026))  # noqa: S311
    assert [*killing.by_chance(2), *killing.at_calls(3)] == []
    assert killing.kills >= 3


@pytest.mark.parametrize("name", _ACTS)
def test_a_disk_that_fails_is_told_in_one_sentence(
    made: dict[str, Ready], anvil: Anvil, name: str
) -> None:
    failing = Failing(made[name], anvil)
    assert [*failing.all(failing.chosen(6, random.Random(2026)))] == []  # noqa: S311
    assert failing.tried >= 5


@pytest.mark.parametrize("name", ["lend", "report"])
def test_a_full_disk_is_told_and_everything_works_when_there_is_room(
    made: dict[str, Ready], anvil: Anvil, tmp_path: Path, name: str
) -> None:
    with small_drive(tmp_path / "drive") as drive:
        assert [*try_full(made[name], anvil, drive, (0, 64 << 10))] == []
