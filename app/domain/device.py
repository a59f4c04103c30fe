"""A device: a piece with its own label, or a lot with a quantity."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from app.domain.fault import Refused
from app.domain.sentence import Sentence

DeviceId = NewType("DeviceId", int)

_KEPT_BY_TELEX = frozenset("0123456789BCGHIKLMNPQTUVY-")


class State(StrEnum):
    """Where a quantity of a device is; `OUTSIDE` is where it comes from."""

    OUTSIDE = "outside"
    IN_STORE = "in_store"
    ON_LOAN = "on_loan"
    DAMAGED = "damaged"
    IN_REPAIR = "in_repair"
    LOST = "lost"
    DISPOSED = "disposed"


HELD = tuple(state for state in State if state is not State.OUTSIDE)
SHELF = (State.IN_STORE, State.ON_LOAN)  # what goes from one to the other is a loan


class Kind(StrEnum):
    """How a device is counted."""

    PIECE = "piece"
    LOT = "lot"


class Quality(StrEnum):
    """How good a device is, as the field names it: tốt, khá, trung bình, kém."""

    GOOD = "good"
    FAIR = "fair"
    AVERAGE = "average"
    POOR = "poor"


@dataclass(frozen=True, slots=True)
class Device:
    """What the book says of a device; quantities live in the ledger alone.

    `unit_price` is in đồng; `grades` is a list such as "1;2;3"; `book_page` is where the
    paper book has it, `self_made` is "yes" or blank; `document_date` and `use_by` are ISO
    days or blank. `condition` is the quality last written down, one of `Quality`. `team_id` is
    the team that answers for it, None when all share it (Điều 7.5); `life_years` is how long it
    is meant to serve, 0 for less than a year.
    """

    code: str
    name: str
    kind: str = Kind.PIECE
    unit: str = "Cái"
    official_code: str = ""
    subject: str = ""
    grades: str = ""
    specification: str = ""
    maker: str = ""
    country: str = ""
    year_made: int | None = None
    year_in_use: int | None = None
    fund: str = ""
    unit_price: int | None = None
    document_number: str = ""
    document_date: str = ""
    book_page: str = ""
    user: str = ""
    self_made: str = ""
    use_by: str = ""
    category: str = ""
    note: str = ""
    condition: str = Quality.GOOD
    place_id: int | None = None
    catalogue_id: int | None = None
    team_id: int | None = None
    life_years: int | None = None
    status: str = "active"


def check_code(code: str) -> str:
    """Return a local code fit to be typed with Telex on, or refuse it.

    Telex rewrites A D E O W S F R X J Z, so a code made of digits and the other
    letters survives any keyboard driver.
    """
    if not code or not set(code) <= _KEPT_BY_TELEX:
        raise Refused(
            Sentence(
                "The code “{code}” cannot be used: write digits, hyphens and the letters "
                "B C G H I K L M N P Q T U V Y only, for example TB00001.",
                {"code": code},
            ),
            where="code",
        )
    return code
