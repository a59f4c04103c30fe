"""Files in and out: an import, an upload file, a month's sheet, labels."""

from __future__ import annotations

import io
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import xlsxwriter
from python_calamine import CalamineWorkbook
from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

import resources
from app.documents.labels import draw_labels
from app.documents.month import MonthSheet, draw_month
from app.documents.page import Letterhead, register_fonts
from app.domain.label import STRAIGHT, Label, Symbol, find_stock, place_labels
from app.services.importing import Import, read_list
from app.services.layouts import BUILT_IN
from app.spreadsheets.filling import fill
from bench.books import copied, enter, unguarded
from bench.measuring import Measure, timed

LABELS, SHEET, LISTED = 100, 1_000, 10_000
_HEADINGS = ("Tên thiết bị", "Đơn vị", "Số lượng", "Môn", "Nơi để", "Nước sản xuất",
             "Năm sử dụng", "Đơn giá")  # fmt: skip
_LINE = 12  # points
_ACROSS = (10, 19, 17, 46, 37, 9, 24, 19, 19, 12, 18, 22)  # mm, as the sheet's columns are


class Papers:
    """What is drawn, written and read; `share` makes all of it smaller for a trial."""

    def __init__(self, book: Path, folder: Path, share: float = 1.0) -> None:
        """Import into copies of `book`; files go to `folder`."""
        self._book = book
        self._list = folder / "devices.xlsx"
        self._labels = [
            Label(f"TB{number:05d}", f"Bộ tranh dạy học số {number}", "Toán", "piece")
            for number in range(1, int(LABELS * share) + 1)
        ]
        self._sheet = _month_sheet(int(SHEET * share))
        self._rows = [_device(number) for number in range(int(LISTED * share))]
        self._upload = [
            [_cell(column.field, number) for column in BUILT_IN.filled]
            for number in range(1, int(LISTED * share) + 1)
        ]
        folder.mkdir(parents=True, exist_ok=True)
        _write_list(self._list, [_HEADINGS, *self._rows])
        register_fonts()

    def measures(self, rounds: int) -> list[Measure]:
        """Return the measures of files."""
        return [
            Measure("import_10k", 4.0, self._import, self._bare_import, rounds),
            Measure("upload_10k", 2.5, timed(self._fill), timed(self._bare_fill), rounds),
            Measure("sheet_1000", 2.0, timed(self._draw), timed(self._bare_sheet), rounds),
            Measure("labels_100", 2.0, timed(self._draw_labels), timed(self._bare_labels), rounds),
        ]

    def _import(self) -> float:
        with copied(self._book, "import") as folder:
            room = enter(folder)
            side = timed(lambda: lambda: room.run(Import(read_list("devices", self._list))))
            took = side()
            room.leave()
        return took

    def _bare_import(self) -> float:
        with copied(self._book, "bare-import") as folder, closing(unguarded(folder)) as raw:
            return timed(lambda: partial(_insert, raw, self._list))()

    def _fill(self) -> Callable[[], object]:
        return partial(fill, resources.path("layouts", "mau-tam.xlsx"), BUILT_IN, self._upload)

    def _bare_fill(self) -> Callable[[], object]:
        return partial(_write_list, io.BytesIO(), self._upload)

    def _draw(self) -> Callable[[], object]:
        return partial(draw_month, self._sheet)

    def _bare_sheet(self) -> Callable[[], object]:
        return partial(_draw_lines, self._sheet)

    def _draw_labels(self) -> Callable[[], object]:
        return partial(draw_labels, self._labels, find_stock("a4-65"), 1, symbol=Symbol.QR,
                       offsets=STRAIGHT, school="Trường Tiểu học Hoa Phượng")  # fmt: skip

    def _bare_labels(self) -> Callable[[], object]:
        return partial(_draw_matrices, self._labels)


def _device(number: int) -> tuple[object, ...]:
    return (f"Tranh dạy học số {number}", "Tờ", number % 3 * 10 + 1, "Toán", "Kho thiết bị",
            "Việt Nam", 2020, 45_000)  # fmt: skip


def _cell(field: str, number: int) -> str | int:
    figures = {"number": number, "quantity": 1, "usable": 1, "damaged": 0, "lost": 0}
    return figures.get(field, f"{field} {number}")


def _write_list(target: Path | io.BytesIO, rows: list[Any]) -> None:
    with xlsxwriter.Workbook(target if isinstance(target, io.BytesIO) else str(target)) as book:
        page = book.add_worksheet("Thiết bị")
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)


def _insert(raw: sqlite3.Connection, source: Path) -> None:
    """Read a list and write the rows that an import of it writes, with nothing asked of them."""
    listed = CalamineWorkbook.from_path(source).get_sheet_by_index(0).to_python()[1:]
    names = [row[1] for row in raw.execute("PRAGMA table_info(device)")]
    like = dict(zip(names, raw.execute("SELECT * FROM device LIMIT 1").fetchone(), strict=True))
    (first,) = raw.execute("SELECT max(id) + 1 FROM device").fetchone()
    (entry,) = raw.execute("SELECT max(id) + 1 FROM entry").fetchone()
    devices = [
        {**like, "id": first + number, "code": f"X{number}", "name": row[0], "sort_key": row[0]}
        for number, row in enumerate(listed)
    ]
    ids = [(device["id"],) for device in devices]
    raw.execute("BEGIN IMMEDIATE")
    raw.executemany(
        f"INSERT INTO device VALUES ({', '.join(f':{name}' for name in names)})", devices
    )
    raw.executemany("INSERT INTO device_search (rowid, folded) VALUES (:id, :name)", devices)
    raw.execute(
        'INSERT INTO entry (id, kind, day, recorded_at, actor, text, "values", reason, corrects, '
        "images, previous_hash, hash) VALUES (?, 'import', '', '', '', '', '', '', '', ?, '', ?)",
        (entry, json.dumps(devices), f"{entry:064x}"),
    )
    raw.executemany(
        "INSERT INTO posting (entry_id, device_id, quantity, source, target, result, note) "
        f"VALUES ({entry}, ?, 1, 'outside', 'in_store', '', '')",
        ids,
    )
    raw.executemany(
        "INSERT INTO balance (device_id, state, quantity) VALUES (?, 'in_store', 1)", ids
    )
    raw.executemany(f"INSERT INTO described (device_id, entry_id) VALUES (?, {entry})", ids)
    raw.execute("COMMIT")


def _month_sheet(count: int) -> MonthSheet:
    rows = tuple(
        (str(number), "05/11/2026", f"TB{number:05d}", f"Bộ tranh dạy học Toán lớp 3, số {number}",
         "Ghi tăng", "35", "Phiếu ghi tăng 02", "06/11/2026", "19/11/2026", "Đúng hạn", "12", "")
        for number in range(1, count + 1)
    )  # fmt: skip
    return MonthSheet(
        Letterhead("UBND phường", "Trường Tiểu học Hoa Phượng", "Hải Phòng"), 1, "2026-12-01",
        "2026-11", rows, states=(), loans=(), late=(), uploads=(), notes=(), keeper="Trần Thị Kho",
        heads=(), signer="Lê Văn Hiệu", deputy=False, recipients=(),
    )  # fmt: skip


def _draw_lines(sheet: MonthSheet) -> bytes:
    """Draw the rows of a sheet on a bare canvas, each text where its column begins."""
    buffer = io.BytesIO()
    width, height = landscape(A4)
    canvas = Canvas(buffer, pagesize=(width, height))
    y = 0.0
    for row in sheet.rows:
        if y < 20 * mm:
            canvas.showPage()
            canvas.setFont("Serif", 10)
            y = height - 20 * mm
        x = 15 * mm
        for text, across in zip(row, _ACROSS, strict=True):
            canvas.drawString(x, y, text)
            x += across * mm
        canvas.line(15 * mm, y - 3, width - 15 * mm, y - 3)
        y -= _LINE
    canvas.save()
    return buffer.getvalue()


def _draw_matrices(labels: list[Label]) -> bytes:
    """Draw the same QR codes on a bare canvas, a square for each dark module."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    stock = find_stock("a4-65")
    page = 0
    for label, spot in zip(labels, place_labels(stock, len(labels), 1, STRAIGHT), strict=True):
        if spot.page != page:
            canvas.showPage()
            page = spot.page
        matrix = QRCode(None, QRErrorCorrectLevel.M)
        matrix.addData(label.code)
        matrix.make()
        unit = 20 * mm / matrix.moduleCount
        left, bottom = spot.x * mm, stock.page_height * mm - spot.y * mm - 20 * mm
        for row, modules in enumerate(matrix.modules):
            for column, dark in enumerate(modules):
                if dark:
                    canvas.rect(left + column * unit, bottom - row * unit, unit, unit, 0, 1)
    canvas.save()
    return buffer.getvalue()
