"""Labels: what stands on one, the stock it is printed on, and where each one goes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from app.domain.fault import Refused
from app.domain.sentence import Sentence


class Symbol(StrEnum):
    """What a scanner reads on a label."""

    QR = "qr"
    CODE128 = "code128"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Label:
    """One label; `kind` is a device's kind, or place, kit or person."""

    code: str
    name: str
    detail: str
    kind: str


@dataclass(frozen=True, slots=True)
class Stock:
    """A sheet of labels, or a roll whose page is one label; all measures in mm."""

    name: str
    title: str
    page_width: float
    page_height: float
    columns: int
    rows: int
    width: float
    height: float
    left: float = 0
    top: float = 0
    gap_x: float = 0
    gap_y: float = 0

    @property
    def on_page(self) -> int:
        """Return how many labels a page holds."""
        return self.columns * self.rows


STOCKS = (
    Stock("a4-65", "A4 5×13, 38,1×21,2 mm", 210, 297, 5, 13, 38.1, 21.2, 4.75, 10.7, 2.5),
    Stock("a4-24", "A4 3×8, 63,5×33,9 mm", 210, 297, 3, 8, 63.5, 33.9, 7.25, 12.9, 2.5),
    Stock("a4-24-wide", "A4 3×8, 70×37 mm", 210, 297, 3, 8, 70, 37, 0, 0.5),
    Stock("a4-8", "A4 2×4, 99,1×67,7 mm", 210, 297, 2, 4, 99.1, 67.7, 4.65, 13.1, 2.5),
    Stock("cards", "A4 2×5, 85,6×54 mm", 210, 297, 2, 5, 85.6, 54, 15.4, 13.5, 8),
    Stock("roll-40x30", "40×30 mm", 40, 30, 1, 1, 40, 30),
    Stock("roll-50x30", "50×30 mm", 50, 30, 1, 1, 50, 30),
    Stock("roll-70x50", "70×50 mm", 70, 50, 1, 1, 70, 50),
)


@dataclass(frozen=True, slots=True)
class Offsets:
    """How far a printer is off, in mm: `x` moves all to the right, `y` down."""

    x: float = 0
    y: float = 0


STRAIGHT = Offsets()


@dataclass(frozen=True, slots=True)
class Spot:
    """Where one label goes: its page from 0, and its corner in mm from the top left."""

    page: int
    x: float
    y: float


def find_stock(name: str) -> Stock:
    """Return the stock with this name, or refuse."""
    for stock in STOCKS:
        if stock.name == name:
            return stock
    raise Refused(
        Sentence(
            "There is no label stock “{name}”. Use one of: {names}.",
            {"name": name, "names": ", ".join(stock.name for stock in STOCKS)},
        ),
        where="stock",
    )


def check_start(stock: Stock, start: int) -> None:
    """Refuse a start position, counted from 1, that the sheet does not have."""
    if not 1 <= start <= stock.on_page:
        raise Refused(
            Sentence(
                "The sheet has no position {start}. Choose one from 1 to {last}.",
                {"start": start, "last": stock.on_page},
            ),
            where="start",
        )


def place_labels(
    stock: Stock, count: int, start: int = 1, offsets: Offsets = STRAIGHT
) -> Iterator[Spot]:
    """Yield the spot of each label, row by row, from position `start` of the first page."""
    check_start(stock, start)
    for at in range(start - 1, start - 1 + count):
        page, on_page = divmod(at, stock.on_page)
        row, column = divmod(on_page, stock.columns)
        yield Spot(
            page,
            stock.left + column * (stock.width + stock.gap_x) + offsets.x,
            stock.top + row * (stock.height + stock.gap_y) + offsets.y,
        )


def count_pages(stock: Stock, count: int, start: int = 1) -> int:
    """Return how many pages so many labels fill."""
    return -(-(start - 1 + count) // stock.on_page)
