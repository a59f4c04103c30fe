"""A list laid beside the book from the command line: read, compared, told, kept if wished."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.domain.reconciliation import Comparison, Origin, Standing
from app.domain.sentence import Words
from app.services.importing import read_list
from app.services.layouts import LayoutOf
from app.services.reconcile_reading import read_by_layout
from app.services.reconcile_values import title_of
from app.services.reconciliations import BringList, CompareList, fingerprint
from app.services.room import Room


@dataclass(frozen=True, slots=True)
class ReconcileWish:
    """A file to compare: by a layout, or by its headings, `chosen` pairing a field with one.

    With `keep` it is kept as a reconciliation, to be decided in the window.
    """

    file: Path
    layout: str = ""
    sheet: str | None = None
    chosen: Mapping[str, str] | None = None
    origin: Origin = Origin.CITY
    keep: bool = False


def do_reconcile(room: Room, wish: ReconcileWish, words: Words) -> tuple[dict[str, Any], list[str]]:
    """Return how the list and the book differ, as JSON and as lines."""
    if wish.layout:
        source = read_by_layout(wish.file, room.ask(LayoutOf(wish.layout)))
    else:
        source = read_list("devices", wish.file, sheet=wish.sheet, chosen=wish.chosen)
    sha256 = fingerprint(wish.file)
    comparison = room.ask(CompareList(source))
    kept, said = None, []
    if wish.keep:
        outcome = room.run(BringList(source, sha256, wish.origin))
        kept, said = outcome.value, [words.render(outcome.sentence)]
    answer = {"reconciliation": kept, "file": source.file, "sheet": source.sheet,
              "sha256": sha256, "rows": len(source.rows)}  # fmt: skip
    return answer | show_comparison(comparison), [*said, *comparison_lines(comparison, words)]


def show_comparison(comparison: Comparison) -> dict[str, Any]:
    """Return a comparison as the command line's JSON: figures, and the lines behind them."""
    counts = comparison.counts()
    return {
        "matched": counts[Standing.MATCHED],
        "only_here": counts[Standing.ONLY_HERE],
        "only_there": counts[Standing.ONLY_THERE],
        "to_confirm": counts[Standing.TO_CONFIRM],
        "different": _different(comparison),
        "only_here_devices": [
            {"device": line.code, "name": line.name, "quantity": line.ours}
            for line in comparison.of(Standing.ONLY_HERE)
        ],
        "only_there_rows": [
            {"rows": list(line.numbers), "code": line.code, "name": line.name,
             "quantity": line.theirs}
            for line in comparison.of(Standing.ONLY_THERE)
        ],
        "to_confirm_rows": [
            {"rows": list(line.numbers), "name": line.name, "device": line.code}
            for line in comparison.of(Standing.TO_CONFIRM)
        ],
        "learnable": len(comparison.learnable),
    }  # fmt: skip


def _different(comparison: Comparison) -> list[dict[str, Any]]:
    found: dict[int, dict[str, Any]] = {}
    for line in comparison.of(Standing.DIFFERENT):
        device = found.setdefault(
            line.device or 0,
            {"device": line.code, "name": line.name, "rows": list(line.numbers), "fields": []},
        )
        device["fields"].append({"field": line.field, "ours": line.ours, "theirs": line.theirs})
    return list(found.values())


def comparison_lines(comparison: Comparison, words: Words) -> list[str]:
    """Return how many stand how, and each difference, a line for each."""
    counts = comparison.counts()
    return [
        words("{matched} matched, {different} different, {here} only here, {there} only there, "
              "{likely} to be confirmed", matched=counts[Standing.MATCHED],
              different=counts[Standing.DIFFERENT], here=counts[Standing.ONLY_HERE],
              there=counts[Standing.ONLY_THERE], likely=counts[Standing.TO_CONFIRM]),
        *(
            f"{line.code}\t{line.name}\t{title_of(line.field)}\t{line.ours}\t{line.theirs}"
            for line in comparison.of(Standing.DIFFERENT)
        ),
    ]  # fmt: skip
