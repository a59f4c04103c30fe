"""What a list says of a device's condition: how good it is, or that the whole row is damaged."""

from __future__ import annotations

from app.domain.batch import ListRow
from app.domain.device import Quality
from app.domain.sentence import Sentence
from app.domain.text import fold
from app.services.import_cells import WrongCell

QUALITY_NAMES = {
    Quality.GOOD: "Tốt",
    Quality.FAIR: "Khá",
    Quality.AVERAGE: "Trung bình",
    Quality.POOR: "Kém",
}
ALL_DAMAGED = "Hỏng hết"  # the words that count a whole row as damaged
_QUALITIES = {fold(name): quality for quality, name in QUALITY_NAMES.items()}


def condition_names(*, has_damaged: bool) -> tuple[str, ...]:
    """Return the words of a condition; with a column of the damaged, that one counts them."""
    return tuple(QUALITY_NAMES.values()) + (() if has_damaged else (ALL_DAMAGED,))


def quality(row: ListRow) -> Quality | None:
    """Return how good a row's device is, None when blank or damaged; refuse other words."""
    said = fold(row["condition"])
    if not said or said == fold(ALL_DAMAGED):
        return None
    if said not in _QUALITIES:
        raise WrongCell(
            field="condition",
            sentence=Sentence(
                "“{value}” is no condition. Write {names}; how many are damaged stands in a column "
                "of its own, or “{all}” counts the whole row.",
                {"value": row["condition"], "names": ", ".join(QUALITY_NAMES.values()),
                 "all": ALL_DAMAGED},
            ),
        )  # fmt: skip
    return _QUALITIES[said]


def count_damaged(row: ListRow, quantity: int, said: int | None) -> int:
    """Return how many of a row are damaged: as its column says, else as its condition does."""
    if fold(row["condition"]) != fold(ALL_DAMAGED):
        return said or 0
    if said not in {None, quantity}:
        raise WrongCell(
            field="condition",
            sentence=Sentence(
                "“{all}” and {damaged} damaged of {quantity} cannot both be. Take one of them out.",
                {"all": ALL_DAMAGED, "damaged": said or 0, "quantity": quantity},
            ),
        )
    return quantity
