"""The benchmark in its short form: every measure runs on a small book and is written down."""

from __future__ import annotations

import json
from contextlib import ExitStack
from pathlib import Path

import pytest

from bench import __main__ as bench
from bench import window
from bench.books import Size, make
from bench.measuring import Measure, run, worst
from bench.papers import Papers

TINY = Size("tiny", 120, 5_001)  # as few as make a large school


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("bench"), TINY)


def test_every_measure_of_a_book_is_taken_beside_its_floor(book: Path, tmp_path: Path) -> None:
    kept = tmp_path / "bench.json"
    with ExitStack() as stack:
        done = bench.show(bench.measures_of(stack, book, 2, 1, 1), kept)
        done += bench.show(iter(Papers(book, tmp_path, 0.01).measures(1)), kept)
    said = json.loads(kept.read_text(encoding="utf-8"))
    assert set(said) == {
        "lend_5", "take_back_5", "search_type", "list_jump", "open_loans", "month_totals",
        "usage_year", "verify", "backup", "import_10k", "upload_10k", "sheet_1000", "labels_100",
    }  # fmt: skip
    assert set(said) == {one.measure.name for one in done}
    for one in said.values():
        assert {"ours", "floor", "ratio", "unit", "n"} <= set(one)
        assert one["ours"] > 0
        assert one["floor"] > 0
    assert said["lend_5"]["n"] == 2
    assert not list(book.parent.glob("*-ours")), "the copies are thrown away"


def test_the_window_is_started_beside_an_empty_one(book: Path) -> None:
    measures = {one.name: one for one in window.measures(book, 1)}
    assert set(measures) == {"cold_start", "memory_idle", "list_first_paint"}
    assert measures["list_first_paint"].ours() > 0
    assert measures["memory_idle"].floor() > 0


def test_a_book_that_stands_is_used_again(book: Path) -> None:
    before = (book / "book.db").stat().st_mtime_ns
    assert make(book.parent, TINY) == book
    assert (book / "book.db").stat().st_mtime_ns == before


def test_a_ratio_is_of_medians_and_one_slow_round_shows_in_the_worst() -> None:
    values = iter([9.0, 2.0, 4.0, 50.0])
    floors = iter([1.0, 1.0, 2.0, 3.0])
    measure = Measure("any", 2.0, lambda: next(values), lambda: next(floors), 3)
    said = run(measure).shown()
    assert (said["ours"], said["floor"], said["ratio"], said["n"]) == (4.0, 2.0, 2.0, 3)
    assert said["ours_p99"] == 50.0
    assert worst([float(one) for one in range(1, 201)]) == 198.0
