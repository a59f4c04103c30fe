"""Measuring an act beside its floor, in turns, so that a busy machine slows both alike."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Side = Callable[[], float]
_WARMING = 1  # rounds that are run and not counted


@dataclass(frozen=True, slots=True)
class Measure:
    """One comparison: `ours` and `floor` each do the work once and return what it took.

    `goal` is the highest ratio that is good enough; `rounds` are how often both are done.
    """

    name: str
    goal: float
    ours: Side
    floor: Side
    rounds: int
    unit: str = "ms"


@dataclass(frozen=True, slots=True)
class Result:
    """What a measure came to; of each side the median and the 99th percentile."""

    measure: Measure
    ours: Sequence[float]
    floor: Sequence[float]

    @property
    def ratio(self) -> float:
        """Return how many times the floor ours takes."""
        return statistics.median(self.ours) / (statistics.median(self.floor) or 1e-9)

    def shown(self) -> dict[str, Any]:
        """Return the result as `bench.json` has it."""
        return {
            "ours": round(statistics.median(self.ours), 3),
            "floor": round(statistics.median(self.floor), 3),
            "ratio": round(self.ratio, 2),
            "unit": self.measure.unit,
            "n": len(self.ours),
            "ours_p99": round(worst(self.ours), 3),
            "floor_p99": round(worst(self.floor), 3),
            "goal": self.measure.goal,
        }


def timed(prepare: Callable[[], Callable[[], object]]) -> Side:
    """Return a side that takes its time in milliseconds; preparing is not counted."""

    def side() -> float:
        act = prepare()
        start = time.perf_counter()
        act()
        return (time.perf_counter() - start) * 1000

    return side


def worst(values: Sequence[float]) -> float:
    """Return the 99th percentile; of fewer than a hundred values the largest."""
    ordered = sorted(values)
    return ordered[max(-(-len(ordered) * 99 // 100) - 1, 0)]


def run(measure: Measure) -> Result:
    """Do a measure's rounds, each side in turn."""
    ours: list[float] = []
    floor: list[float] = []
    for number in range(measure.rounds + _WARMING):
        one, other = measure.ours(), measure.floor()
        if number >= _WARMING:
            ours.append(one)
            floor.append(other)
    return Result(measure, ours, floor)


def write(path: Path, results: Mapping[str, Mapping[str, Any]]) -> None:
    """Write results into `bench.json`; those of other measures stay as they are."""
    kept = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps({**kept, **results}, ensure_ascii=False, indent=1, sort_keys=True)
    path.write_text(f"{text}\n", encoding="utf-8")


HEADINGS = ("measure", "ours", "p99", "floor", "p99", "unit", "ratio", "goal", "")


def line(name: str, said: Mapping[str, Any]) -> Iterable[str]:
    """Return the cells of a result in the table."""
    met = "" if said["ratio"] <= said["goal"] else "missed"
    figures = (said["ours"], said["ours_p99"], said["floor"], said["floor_p99"])
    return (
        f"{name:17}",
        *(f"{figure:10.2f}" for figure in figures),
        f"{said['unit']:>4}",
        f"{said['ratio']:7.2f}",
        f"{said['goal']:6.1f}",
        met,
    )
