"""Which row of a list is about which device, and how the two differ."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain

from app.domain.reconciliation import (
    Choice,
    Comparison,
    Decision,
    Key,
    Line,
    Ours,
    Pair,
    Standing,
    Theirs,
    Way,
)
from app.domain.text import as_figure, clean, fold

# What is compared where the list has such a column, in the order it is shown.
COMPARED = (
    "code", "official_code", "name", "unit", "quantity", "damaged", "subject", "grades", "place",
    "team", "year_in_use", "year_made", "country", "maker", "specification", "fund", "unit_price",
    "document_number", "document_date", "book_page", "self_made", "use_by", "life_years",
    "condition", "category",
)  # fmt: skip
SUMMED = frozenset({"quantity", "damaged"})
# A slip, a stocktake or an assessment changes these, and nothing a code (Điều 6.3).
_NOT_CORRECTED = SUMMED | {"code", "condition"}
# Marks tell these apart; the words of a list are the same without.
_EXACT = frozenset({"code", "official_code", "name", "specification", "maker", "document_number"})
_HINTS = ("place", "subject", "unit", "quantity", "year_in_use", "grades", "specification")
_WEIGHED = 40_000  # pairs called alike, beyond which the order decides instead of the hints
SEVERAL = "; "  # between what several rows say
Decisions = Mapping[Key, Decision]


def compare(
    ours: Sequence[Ours], theirs: Sequence[Theirs], fields: Collection[str], decisions: Decisions
) -> Comparison:
    """Return how a list and the book differ, decided or not.

    `fields` are those the list has a column of: what it does not tell is no difference, nor
    is a blank cell of it.
    """
    pairs = pair_up(ours, theirs)
    likely = {pair.likely.device for pair in pairs if pair.likely}
    lines = chain.from_iterable(_lines(pair, fields, decisions, likely) for pair in pairs)
    return Comparison(tuple(lines), tuple(_learnable(pairs)))


def pair_up(ours: Sequence[Ours], theirs: Sequence[Theirs]) -> list[Pair]:
    """Return the pairs in the order of the list, then the devices it does not have.

    By official code, then by local code; what is only called alike is for a person to
    confirm. A code that two devices bear names neither.
    """
    known = {one.device: one for one in ours}
    by_code = _Codes(ours)
    groups: dict[tuple[int, str], list[Theirs]] = defaultdict(list)
    ways: dict[tuple[int, str], str] = {}
    for row in theirs:
        device, way = row.device if row.device in known else None, row.way
        if device is None and row.way != Way.APART:
            device, way = by_code.find(row)
        group = (device, "") if device is not None else (0, _own_name(row))
        groups[group].append(row)
        ways.setdefault(group, way)
    taken = {device for device, _name in groups if device}
    unpaired = [rows for (device, _name), rows in groups.items() if not device]
    free = [one for one in ours if one.device not in taken and one.here]
    likely = _called_alike(free, [rows[0] for rows in unpaired])
    pairs = [
        Pair(known.get(group[0]), tuple(rows), ways[group], likely.get(rows[0].row))
        for group, rows in groups.items()
    ]
    return [*pairs, *(Pair(one, ()) for one in free)]


def _own_name(row: Theirs) -> str:
    """Return what rows of one thing that the book lacks share: their code, else nothing."""
    return row.official_code or row.code or f"#{row.row}"


class _Codes:
    """The devices by their codes, as either side may write one in the column of the other."""

    def __init__(self, ours: Iterable[Ours]) -> None:
        self._official: dict[str, list[int]] = defaultdict(list)
        self._local: dict[str, int] = {}
        for one in ours:
            if one.official_code:
                self._official[one.official_code.upper()].append(one.device)
            self._local[one.code.upper()] = one.device

    def find(self, row: Theirs) -> tuple[int | None, str]:
        said = [code.upper() for code in (row.official_code, row.code) if code]
        for code in said:
            if len(self._official.get(code, ())) == 1:
                return self._official[code][0], Way.OFFICIAL
        for code in reversed(said):
            if code in self._local:
                return self._local[code], Way.LOCAL
        return None, ""


def _called_alike(free: Sequence[Ours], rows: Sequence[Theirs]) -> dict[int, Ours]:
    """Return for rows, by id, the device of the same name whose hints fit best.

    Each device is offered once; where it alone is called so, to all rows that are.
    """
    named: dict[str, list[Ours]] = defaultdict(list)
    for one in free:
        named[_name_key(one.name)].append(one)
    wanted: dict[str, list[Theirs]] = defaultdict(list)
    for row in rows:
        if row.way != Way.APART and _name_key(row.name) in named:
            wanted[_name_key(row.name)].append(row)
    found: dict[int, Ours] = {}
    for name, alike in wanted.items():
        found |= _best(named[name], alike)
    return found


def _best(devices: Sequence[Ours], rows: Sequence[Theirs]) -> dict[int, Ours]:
    if len(devices) == 1:
        return {row.row: devices[0] for row in rows}
    if len(devices) * len(rows) > _WEIGHED:
        return {row.row: one for row, one in zip(rows, devices, strict=False)}
    fits = sorted(
        (-_fit(one, row), at, place)
        for at, row in enumerate(rows)
        for place, one in enumerate(devices)
    )
    found: dict[int, Ours] = {}
    used: set[int] = set()
    for _fitness, at, place in fits:
        if rows[at].row not in found and place not in used:
            found[rows[at].row] = devices[place]
            used.add(place)
    return found


def _fit(one: Ours, row: Theirs) -> int:
    """Return how many hints say that a row is about a device."""
    return sum(
        bool(row.values.get(name)) and same(name, one.values.get(name, ""), row.values[name])
        for name in _HINTS
    )


def _name_key(name: str) -> str:
    return "".join(letter for letter in fold(clean(name)) if letter.isalnum())


def same(field: str, ours: str, theirs: str) -> bool:
    """Return whether both sides say the same of a field."""
    if field in _EXACT:
        return clean(ours).casefold() == clean(theirs).casefold()
    return fold(clean(ours)) == fold(clean(theirs))


def _lines(
    pair: Pair, fields: Collection[str], decisions: Decisions, likely: Collection[int]
) -> Iterator[Line]:
    rows = tuple(row.row for row in pair.rows)
    numbers = tuple(row.number for row in pair.rows)
    if pair.ours is None:
        yield _only_there(pair, rows, numbers, decisions)
        return
    one = pair.ours
    if not rows:
        if one.device not in likely:
            held = decisions.get((one.device, 0, ""))
            yield Line(Standing.ONLY_HERE, one.device, one.code, one.name,
                       ours=one.values.get("quantity", ""), way=pair.way,
                       choices=(Choice.OURS, Choice.EXPLAINED),
                       decision=_still(held, one.values.get("quantity", ""), ""))  # fmt: skip
        return
    by_row = (decisions.get((0, row, "")) for row in rows)
    registered = next((held for held in by_row if held and held.choice == Choice.THEIRS), None)
    if registered is not None:
        yield Line(Standing.ONLY_THERE, one.device, one.code, one.name, theirs=registered.theirs,
                   rows=rows, numbers=numbers, way=pair.way, decision=registered)  # fmt: skip
        return
    differences = list(_differences(pair, fields, decisions, rows, numbers))
    if differences:
        yield from differences
    else:
        yield Line(Standing.MATCHED, one.device, one.code, one.name,
                   ours=one.values.get("quantity", ""), theirs=told(pair.rows, "quantity"),
                   rows=rows, numbers=numbers, way=pair.way)  # fmt: skip


def _only_there(
    pair: Pair, rows: tuple[int, ...], numbers: tuple[int, ...], decisions: Decisions
) -> Line:
    first, quantity = pair.rows[0], told(pair.rows, "quantity")
    held = _still(decisions.get((0, rows[0], "")), "", quantity)
    if pair.likely is not None and held is None:
        one = pair.likely
        said = (one.values.get("quantity", ""), one.values.get("place", ""))
        theirs = (first.official_code or first.code, quantity, told(pair.rows, "place"))
        return Line(Standing.TO_CONFIRM, one.device, one.code, first.name,
                    ours=_listed(said), theirs=_listed(theirs), rows=rows,
                    numbers=numbers)  # fmt: skip
    code = first.official_code or first.code
    return Line(Standing.ONLY_THERE, None, code, first.name, theirs=quantity, rows=rows,
                numbers=numbers, way=first.way, choices=tuple(Choice), decision=held)  # fmt: skip


def _listed(said: Iterable[str]) -> str:
    return " · ".join(filter(None, said))


def _differences(
    pair: Pair, fields: Collection[str], decisions: Decisions,
    rows: tuple[int, ...], numbers: tuple[int, ...],
) -> Iterator[Line]:  # fmt: skip
    one = pair.ours
    if one is None:
        return
    for field in COMPARED:
        held = decisions.get((one.device, 0, field))
        if field not in fields and held is None:
            continue
        ours, theirs = _sides(pair, one, field)
        asked = field in fields and theirs and not same(field, ours, theirs)
        if not asked and (held is None or held.choice != Choice.THEIRS):
            continue
        if not asked and held is not None:  # the book was corrected, and says now what they say
            ours, theirs = held.ours, held.theirs
        yield Line(Standing.DIFFERENT, one.device, one.code, one.name, field, ours, theirs,
                   rows, numbers, pair.way, _choices(pair.rows, field, theirs),
                   _still(held, ours, theirs))  # fmt: skip


def _sides(pair: Pair, one: Ours, field: str) -> tuple[str, str]:
    """Return what both sides say of a field; a code that is not ours yet is to be learnt."""
    if field == "official_code":
        said = [row.official_code for row in pair.rows if row.official_code]
        others = [code for code in said if code.upper() != one.code.upper()]
        return one.official_code, SEVERAL.join(dict.fromkeys(others)) if one.official_code else ""
    if field == "code":
        known = {one.code.upper(), one.official_code.upper()}
        others = [row.code for row in pair.rows if row.code and row.code.upper() not in known]
        return one.code, SEVERAL.join(dict.fromkeys(others))
    return one.values.get(field, ""), told(pair.rows, field)


def told(rows: Sequence[Theirs], field: str) -> str:
    """Return what some rows together say of a field: the sum of a quantity, else each word once."""
    said = [row.official_code if field == "official_code" else row.values.get(field, "")
            for row in rows]  # fmt: skip
    filled = [text for text in said if text]
    if field in SUMMED and filled and None not in map(as_figure, filled):
        return str(sum(map(int, filled)))
    words: dict[str, str] = {}
    for text in filled:
        words.setdefault(text.casefold() if field in _EXACT else fold(text), text)
    return SEVERAL.join(words.values())


def _choices(rows: Sequence[Theirs], field: str, theirs: str) -> tuple[Choice, ...]:
    """Return what may become of a difference: what they say must be one thing the book can say."""
    one_word = any(
        same(field, theirs, row.official_code if field == "official_code"
             else row.values.get(field, ""))
        for row in rows if field not in row.unread
    )  # fmt: skip
    if field in _NOT_CORRECTED or not one_word:
        return Choice.OURS, Choice.EXPLAINED
    return tuple(Choice)


def _still(held: Decision | None, ours: str, theirs: str) -> Decision | None:
    """Return a decision while it is about the very difference there is."""
    return held if held is not None and (held.ours, held.theirs) == (ours, theirs) else None


def _learnable(pairs: Sequence[Pair]) -> Iterator[tuple[int, str]]:
    """Yield the devices without an official code with the one their rows know (Điều 6.3)."""
    ours = [pair.ours for pair in pairs if pair.ours]
    borne = {code.upper() for one in ours for code in (one.code, one.official_code)}
    found: dict[str, list[int]] = defaultdict(list)
    for pair in pairs:
        said = {row.official_code for row in pair.rows if row.official_code}
        if pair.ours is not None and not pair.ours.official_code and len(said) == 1:
            found[said.pop()].append(pair.ours.device)
    for code, devices in found.items():
        if len(devices) == 1 and code.upper() not in borne:
            yield devices[0], code


def settled(comparison: Comparison, decisions: Decisions) -> Comparison:
    """Return how a list differed when its reconciliation was finished: what was decided, kept.

    What has changed in the book since belongs to the next one.
    """
    by_pair: dict[tuple[int, int], list[Decision]] = defaultdict(list)
    for (device, row, _field), decision in decisions.items():
        by_pair[device, row].append(decision)
    lines: list[Line] = []
    seen: set[tuple[int, int]] = set()
    for line in comparison.lines:
        named = [(line.device, 0)] if line.device else []
        named += [(0, row) for row in line.rows]
        if not seen.isdisjoint(named):
            continue  # all that was decided of a pair stands with its first line
        seen.update(named)
        kept = [decision for pair in named for decision in by_pair[pair]]
        if kept:
            lines += [_kept(line, decision) for decision in kept]
        elif line.rows:
            lines.append(_as_matched(line))
    return Comparison(tuple(lines))


def _kept(line: Line, decision: Decision) -> Line:
    standing = Standing.DIFFERENT if decision.field else Standing.ONLY_HERE
    if decision.row_id is not None:
        standing = Standing.ONLY_THERE
    return Line(standing, line.device, line.code, line.name, decision.field, decision.ours,
                decision.theirs, line.rows, line.numbers, line.way, (), decision)  # fmt: skip


def _as_matched(line: Line) -> Line:
    return Line(Standing.MATCHED, line.device, line.code, line.name, rows=line.rows,
                numbers=line.numbers, way=line.way)  # fmt: skip
