"""The devices as a table: a snapshot of ids, with rows fetched in chunks as they are shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from typing_extensions import override

from app.domain.calendar import show_day
from app.domain.device import Kind, State
from app.domain.filter import EVERYTHING, ORDERS, DeviceFilter, missing
from app.domain.sentence import Words
from app.domain.view import DeviceView
from app.services.device_fields import DEVICE_SAID
from app.services.layouts import WantedFields
from app.services.queries import DeviceIds, DevicesById
from app.services.showing import Shown
from ui.conditions import standings_told
from ui.models.tables import ROLES, RowsModel, cell
from ui.worker import Job

Index = QModelIndex | QPersistentModelIndex
_CHUNK = 100
_LARGE = 20_000  # devices: their ids take longer to read than a window may be held
_NOWHERE = QModelIndex()
_HELD = (State.IN_STORE, State.ON_LOAN, State.DAMAGED, State.IN_REPAIR)

# The columns in their order; the first ones are shown until a person chooses others.
COLUMNS = (
    "code", "name", "subject", "unit", "in_store", "on_loan", "damaged", "place",
    "holders", "total", "official_code", "kind", "grades", "category", "specification", "maker",
    "country", "year_made", "year_in_use", "fund", "unit_price", "price", "document_number",
    "document_date", "book_page", "user", "use_by", "missing", "note", "condition",
    "team", "life_years",
)  # fmt: skip
USUAL = COLUMNS[:9]
_FIGURES = frozenset({"in_store", "on_loan", "damaged", "total", "unit_price", "price",
                      "year_made", "year_in_use", "life_years"})  # fmt: skip


def field_names(words: Words) -> dict[str, str]:
    """Return what each thing said of a device is called."""
    return {name: words.render(said) for name, said in DEVICE_SAID.items()}


class DevicesModel(RowsModel):
    """The devices that fit a filter; every column is there, the screen hides some."""

    def __init__(self, words: Words, ask: Callable[[Any], Any], large: int = _LARGE) -> None:
        """Take the words of the headings and the way to ask the book.

        From `large` devices on a snapshot is read beside the window.
        """
        self._large = large
        self._names = field_names(words)
        self._words = words
        figures = [at for at, name in enumerate(COLUMNS) if name in _FIGURES]
        super().__init__([self._names[name] for name in COLUMNS], figures)
        self._kinds = {Kind.PIECE: words("A piece"), Kind.LOT: words("A lot")}
        self._ask = ask
        self._ids: list[int] = []
        self._chunks: dict[int, list[DeviceView]] = {}
        self.wanted = EVERYTHING
        self._order = "name"
        self._descending = False
        self._asked: tuple[str, ...] = ()  # what the layout in use asks of a device
        self._most = 0  # devices in the largest snapshot so far
        self._jobs: list[Job[list[int]]] = []

    def filter(self, wanted: DeviceFilter) -> None:
        """Show the devices that fit a filter."""
        self.wanted = wanted
        self.reload()

    @override
    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if not (0 <= column < len(COLUMNS) and COLUMNS[column] in ORDERS):
            return
        wanted = COLUMNS[column], order == Qt.SortOrder.DescendingOrder
        # Qt asks for the same order twice when a heading is clicked.
        if wanted != (self._order, self._descending):
            self._order, self._descending = wanted
            self.reload()

    def reload(self) -> None:
        """Take a new snapshot, in the order chosen.

        Of a large register it is read beside the window, which shows the last one until then.
        """
        question = DeviceIds(self.wanted, self._order, self._descending)
        if self._most < self._large:
            self._take(self._ask(question))
            return
        job = Job(partial(self._ask, question))
        self._jobs.append(job)
        job.finished.connect(self._read_ids)
        job.start()

    def is_reading(self) -> bool:
        """Return whether a newer snapshot is on its way."""
        return bool(self._jobs)

    def settle(self) -> None:
        """Wait until nothing is being read, as the book is about to be closed."""
        for job in self._jobs:
            job.wait()

    def _read_ids(self) -> None:
        done = [job for job in self._jobs if job.isFinished()]
        if not done:
            return  # the job before said it for this one too
        newest = self._jobs[-1]
        self._jobs = [job for job in self._jobs if not job.isFinished()]
        for job in done:
            if job.error is not None:
                raise job.error
        if newest in done:
            self._take(newest.result[0])

    def _take(self, ids: list[int]) -> None:
        self._asked = self._ask(WantedFields())
        self.beginResetModel()
        self._ids = ids
        self._most = max(self._most, len(ids))
        self._chunks.clear()
        self.endResetModel()

    def device(self, row: int) -> DeviceView:
        """Return the device in a row."""
        chunk, place = divmod(row, _CHUNK)
        if chunk not in self._chunks:
            self._chunks[chunk] = self._read(chunk)
        return self._chunks[chunk][place]

    def list_as_shown(self, title: str, columns: Sequence[str]) -> Shown:
        """Return all rows of the snapshot in some columns; long, so fit for a worker."""
        chunks = range(-(-len(self._ids) // _CHUNK))
        views = [view for chunk in chunks for view in self._read(chunk)]
        return Shown(
            title,
            tuple(self._names[name] for name in columns),
            tuple(tuple(self._show(view, name) for name in columns) for view in views),
        )

    def _read(self, chunk: int) -> list[DeviceView]:
        ids = tuple(self._ids[chunk * _CHUNK : (chunk + 1) * _CHUNK])
        found: list[DeviceView] = self._ask(DevicesById(ids))
        return found

    @override
    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._ids)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in ROLES:  # a view asks for nine of each cell, and most are nothing
            return None
        return cell(self._show(self.device(index.row()), COLUMNS[index.column()]), role)

    def _show(self, view: DeviceView, name: str) -> str | int:
        derived = _DERIVED.get(name)
        if derived is not None:
            return derived(view)
        if name == "kind":
            return self._kinds[Kind(view.device.kind)]
        if name == "condition":
            return standings_told(self._words, view.standings())
        if name == "missing":
            return ", ".join(self._names[one] for one in missing(view.device, self._asked))
        value = getattr(view.device, name)
        if name in {"document_date", "use_by"}:
            return show_day(value) if value else ""
        return "" if value is None else value


def _held(view: DeviceView) -> int:
    return sum(view.balances.get(state, 0) for state in _HELD)


def _in_store(view: DeviceView) -> int:
    return view.balances.get(State.IN_STORE, 0)


def _on_loan(view: DeviceView) -> int:
    return view.balances.get(State.ON_LOAN, 0)


def _damaged(view: DeviceView) -> int:
    return view.balances.get(State.DAMAGED, 0) + view.balances.get(State.IN_REPAIR, 0)


def _price(view: DeviceView) -> str | int:
    return "" if view.device.unit_price is None else view.device.unit_price * _held(view)


def _place(view: DeviceView) -> str:
    return view.place


def _team(view: DeviceView) -> str:
    return view.team


def _holders(view: DeviceView) -> str:
    return ", ".join(view.holders)


_DERIVED: Mapping[str, Callable[[DeviceView], str | int]] = {
    "in_store": _in_store, "on_loan": _on_loan, "damaged": _damaged, "total": _held,
    "price": _price, "place": _place, "holders": _holders, "team": _team,
}  # fmt: skip
