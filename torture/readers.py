"""Everything that reads what comes from outside, with good files of each kind to spoil.

The readers of workbooks run here as their children run them, so that thousands can be tried a
minute; what those children may crash of is refused with words by who waits for them.
"""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from app.domain.heading import FIELDS
from app.domain.template import Template, TemplateSheet, guess_layout
from app.domain.text import clean
from app.services.backups import back_up
from app.services.clock import local_time
from app.services.counter import CounterLine, Recognise, Slip, codes_in
from app.services.import_papers import WriteTemplate
from app.services.importing import (
    PreviewImport,
    as_lists,
    read_list,
    read_pasted,
    sight_sheet,
)
from app.services.kept_slip import keep_slip, kept_slip
from app.services.layout_files import BringLayout, SaveLayout
from app.services.layout_making import GuessLayout, open_template
from app.services.layouts import AddLayout
from app.services.restoring import look
from app.services.room import Room
from app.services.showing import PrintShown, Shown
from app.spreadsheets.child import read as read_workbook
from app.spreadsheets.filler import Work, fill
from app.spreadsheets.reading import Sheet, read_sheets
from app.spreadsheets.shape import look_at
from tests.app.templates import grouped, named, titled
from torture.mutation import spoil, spoil_text, spoil_zip

Spoil = Callable[[bytes, Sequence[bytes], random.Random], bytes]


@dataclass(frozen=True, slots=True)
class Reader:
    """What is tried: good files, how they are spoilt, and the reading of one."""

    seeds: tuple[bytes, ...]
    spoil: Spoil
    read: Callable[[Room, Path], None]


def readers(book: Path) -> dict[str, Reader]:
    """Return every reader by name; the seeds are made from a book."""
    with tempfile.TemporaryDirectory() as folder:
        seeds = _Seeds(book, Path(folder))
        lists = {kind: seeds.list(kind) for kind in FIELDS}
        forms = seeds.forms()
        books = (*forms, *(data for data, _text in lists.values()))
        texts = tuple(text for _data, text in lists.values())
        layout, backup, slip = seeds.layout(), seeds.backup(), seeds.slip()
        seeds.leave()
    scans = tuple(text.encode() for text in _SCANS)
    return {
        "workbook": Reader(books, spoil_zip, _workbook),
        "shape": Reader(forms, spoil_zip, _shape),
        "filling": Reader(forms[:1], spoil_zip, _filled),
        **{f"list of {kind}": Reader((text, *texts), spoil, partial(_csv, kind))
           for kind, (_data, text) in lists.items()},
        **{f"words of {kind}": Reader((text,), _as_text, partial(_csv, kind))
           for kind, (_data, text) in lists.items()},
        "paste": Reader(texts, _as_text, _paste),
        "layout": Reader((layout,), spoil_zip, _layout),
        "backup": Reader((backup,), spoil_zip, _backup),
        "scan": Reader(scans, _as_text, _scan),
        "slip": Reader((slip,), spoil, _slip),
        "paper": Reader(scans, _as_text, _paper),
    }  # fmt: skip


_SCANS = ("TB00001", "20*TB00003", "PM00001", "TB00001TB00002", "3A", "GV001", "Nguyễn Thị Ánh",
          "bộ thực hành", "2 x TB3", "h1", "PM0")  # fmt: skip


class _Seeds:
    """Makes a good file of each kind."""

    def __init__(self, book: Path, folder: Path) -> None:
        self._folder = folder
        shutil.copytree(book, folder / "book")
        self._room = Room.enter(folder / "book", local_time, "torture")

    def leave(self) -> None:
        """Close the book."""
        self._room.leave()

    def list(self, kind: str) -> tuple[bytes, bytes]:
        """Return an example of a list as a workbook and as text."""
        path = self._folder / f"{kind}.xlsx"
        self._room.ask(WriteTemplate(kind, path))
        rows = [row for row in read_sheets(path)[0].rows if any(row)]
        text = "\n".join(";".join(row) for row in (*rows, *rows[-1:] * 3))
        return path.read_bytes(), text.encode()

    def forms(self) -> tuple[bytes, ...]:
        """Return blank forms as a city gives them out."""
        path = self._folder / "form.xlsx"
        return tuple(make(path).read_bytes() for make in (titled, named, grouped))

    def layout(self) -> bytes:
        """Return a layout that another school has saved."""
        path = titled(self._folder / "so.xlsx")
        layout = self._room.ask(GuessLayout(open_template(path)))
        self._room.run(AddLayout(layout, path))
        return self._room.ask(SaveLayout(layout.name, self._folder / "so.stb")).read_bytes()

    def backup(self) -> bytes:
        """Return a backup."""
        return back_up(self._room).path.read_bytes()

    def slip(self) -> bytes:
        """Return what the counter keeps of an unfinished slip."""
        line = CounterLine("TB00001", "Máy chiếu", "Cái", 1, 1, loan=1, holder="3A")
        keep_slip(self._folder, Slip("3A", "GV001", "Ánh", (line, replace(line, loan=None))))
        return (self._folder / "counter.json").read_bytes()


def _lists(sheets: Sequence[Sheet]) -> None:
    """Take sheets through headings, grids and guesses."""
    for kind in FIELDS:
        for sheet in as_lists(kind, tuple(sheets)):
            sight_sheet(kind, "list", sheet)
    template = Template(
        "list.xlsx", "0" * 64,
        tuple(TemplateSheet(one.name, one.first_row, one.first_column, one.rows) for one in sheets),
        {"A": "'x'!$A$1:$B$9"},
    )  # fmt: skip
    if template.sheets:
        guess_layout(template, {})


def _workbook(room: Room, path: Path) -> None:
    del room
    try:
        told = read_workbook(str(path))
    except Exception:  # noqa: BLE001 - the child would end with a status, and that is refused
        return
    _lists(
        [
            Sheet(name, first, tuple(tuple(clean(cell) for cell in row) for row in rows), left)
            for name, first, left, rows in told
        ],
    )


def _shape(room: Room, path: Path) -> None:
    del room
    try:
        look_at(str(path))
    except Exception:  # noqa: BLE001 - the same
        return


def _filled(room: Room, path: Path) -> None:
    del room
    work = Work("Danh sách", 5, [1, 2, 5], 0, 2, [["A", "Máy", 3], ["B", "Loa", 4]])
    try:
        fill(path.read_bytes(), work)
    except Exception:  # noqa: BLE001 - the same
        return


def _csv(kind: str, room: Room, path: Path) -> None:
    room.ask(PreviewImport(read_list(kind, path)))


def _layout(room: Room, path: Path) -> None:
    room.run(BringLayout(path, "Lạ"))


def _scan(room: Room, path: Path) -> None:
    text = path.read_bytes().decode("utf-8", "surrogatepass")
    codes_in(text)
    for found in room.ask(Recognise(text)):
        repr(found)


def _slip(room: Room, path: Path) -> None:
    folder = path.parent / "slip"
    folder.mkdir(exist_ok=True)
    (folder / "counter.json").write_bytes(path.read_bytes())
    slip = kept_slip(folder)
    for line in slip.lines:
        room.ask(Recognise(line.code))
        line.returned()


def _backup(room: Room, path: Path) -> None:
    del room
    look(path)


def _paste(room: Room, path: Path) -> None:
    text = path.read_bytes().decode("utf-8", "surrogatepass")
    room.ask(PreviewImport(read_pasted("devices", text)))


def _paper(room: Room, path: Path) -> None:
    text = path.read_bytes().decode("utf-8", "surrogatepass")
    room.ask(PrintShown(Shown(text, (text, "Số"), ((text, 1), (text * 3, 2)))))


def _as_text(data: bytes, others: Sequence[bytes], chance: random.Random) -> bytes:
    del others
    return spoil_text(data.decode(), chance).encode("utf-8", "surrogatepass")
