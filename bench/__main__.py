"""The command: `python -m bench [--books S M L] [--only NAME ...] [--rounds N]`.

It makes or reuses the books, measures each act beside its floor, prints a table and writes
`build/bench.json`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

from bench import books, safekeeping, window
from bench.counter import Counter
from bench.figures import Figures
from bench.measuring import HEADINGS, Measure, Result, line, run, write
from bench.papers import Papers

BUILD = Path("build")
_MANY, _FEW, _PROOFS = 300, 7, 3  # rounds of what is short, of what is long, of a whole book


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--books", nargs="+", choices=sorted(books.SIZES), default=["S", "M", "L"])
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME")
    parser.add_argument("--rounds", type=int, default=_MANY)
    options = parser.parse_args(arguments)
    folder = BUILD / "bench"
    made = {name: books.make(folder, books.SIZES[name]) for name in options.books}
    with ExitStack() as stack:
        wanted = _measures(stack, made, folder, options.rounds)
        chosen = (one for one in wanted if not options.only or one.name in options.only)
        show(chosen, BUILD / "bench.json")
    return 0


def _measures(
    stack: ExitStack, made: dict[str, Path], folder: Path, rounds: int
) -> Iterator[Measure]:
    """Yield every measure; on the book M where it is there, or else on the largest."""
    usual = made.get("M", list(made.values())[-1])
    few, proofs = min(rounds, _FEW), min(rounds, _PROOFS)
    yield from measures_of(stack, usual, rounds, few, proofs)
    yield from Papers(made.get("S", usual), folder).measures(few)
    yield from window.measures(usual, few)
    if {"S", "L"} <= set(made):
        large, small = _counter(stack, made["L"]), _counter(stack, made["S"])
        yield Measure("growth_lend", 1.3, large.lend(), small.lend(), rounds)
        yield Measure("growth_search", 2.0, large.reads.search(), small.reads.search(), rounds)


def measures_of(
    stack: ExitStack, book: Path, rounds: int, few: int, proofs: int
) -> Iterator[Measure]:
    """Yield the measures of what is asked of a book and written into it."""
    counter = _counter(stack, book)
    yield from counter.measures(rounds)
    figures = Figures(counter.room)
    stack.callback(figures.close)
    yield from figures.measures(few, proofs)
    yield from safekeeping.measures(counter.room, few)


def _counter(stack: ExitStack, book: Path) -> Counter:
    ours = stack.enter_context(books.copied(book, "ours"))
    other = stack.enter_context(books.copied(book, "floor"))
    counter = Counter(ours, other)
    stack.callback(counter.close)
    return counter


def show(measures: Iterator[Measure], path: Path) -> list[Result]:
    """Run measures, print each as it is done, and keep all of them in a file."""
    sys.stdout.write(f"{'  '.join(HEADINGS)}\n")
    results = []
    for measure in measures:
        result = run(measure)
        results.append(result)
        sys.stdout.write(f"{' '.join(line(measure.name, result.shown()))}\n")
        sys.stdout.flush()
        write(path, {measure.name: result.shown()})
    return results


if __name__ == "__main__":
    sys.exit(main())
