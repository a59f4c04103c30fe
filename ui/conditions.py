"""The condition of a device in words."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.calendar import show_day
from app.domain.condition import Occasion, Standing
from app.domain.sentence import Words
from app.services.conditions import Assessed, Condition, Hurt
from app.services.damage_origins import Origin
from ui.damage_kinds import kind_names
from ui.qualities import quality_names


def standing_names(words: Words) -> dict[Standing, str]:
    """Return how a quantity can stand, in words."""
    return {
        Standing.USABLE: words("Usable"),
        Standing.MINOR: words("Minor damage"),
        Standing.INCOMPLETE: words("Incomplete"),
        Standing.MAJOR: words("Major damage"),
        Standing.IN_REPAIR: words("In repair"),
        Standing.TO_DISPOSE: words("Waits for disposal"),
        Standing.LOST: words("Lost"),
        Standing.DISPOSED: words("Disposed of"),
    }


def standings_told(words: Words, held: Mapping[Standing, int]) -> str:
    """Return how a device stands: one word, or each part with its quantity."""
    names = standing_names(words)
    if len(held) == 1:
        return names[next(iter(held))]
    return ", ".join(f"{names[one]}: {count}" for one, count in held.items())


def condition_lines(words: Words, condition: Condition) -> list[str]:
    """Return a line for how a device stands, each open case, and each assessment told."""
    told = standings_told(words, condition.standings)
    lines = [words("Condition: {told}", told=told)] if told else []
    lines += [_hurt(words, hurt) for hurt in condition.hurts]
    return lines + [_assessed(words, one) for one in condition.assessed]


def _hurt(words: Words, hurt: Hurt) -> str:
    said = [
        f"{kind_names(words)[hurt.case.kind]}: {hurt.case.quantity}",
        show_day(hurt.row.day),
        _loan(words, hurt.origin),
        hurt.row.responsible,
        hurt.row.note,
    ]
    return " · ".join(filter(None, said))


def _assessed(words: Words, one: Assessed) -> str:
    row, names = one.row, quality_names(words)
    occasions = {
        Occasion.RETURN: words("at the return"),
        Occasion.CHECK: words("at a check"),
        Occasion.STOCKTAKE: words("at the stocktake"),
    }
    parts = ", ".join(f"{names[quality]}: {count}" for quality, count in row.parts().items())
    said = [
        parts,
        f"{show_day(row.day)} {occasions[Occasion(row.occasion)]}",
        _loan(words, one.origin),
        row.found_by,
        row.note,
    ]
    return " · ".join(filter(None, said))


def _loan(words: Words, origin: Origin | None) -> str:
    if origin is None:
        return ""
    return words(
        "slip {loan}, {class_name}, {teacher}",
        loan=origin.loan, class_name=origin.class_name, teacher=origin.teacher,
    )  # fmt: skip
