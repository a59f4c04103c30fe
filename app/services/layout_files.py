"""Handing a layout to another school: its pairing and its workbook in one file."""

from __future__ import annotations

import hashlib
import io
import json
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from app.domain.draft import Draft
from app.domain.fault import Refused
from app.domain.file import not_opened
from app.domain.layout import Layout, LayoutColumn, LayoutRow, check_layout
from app.domain.sentence import Sentence
from app.domain.text import clean
from app.services.files import write_file
from app.services.layouts import AddLayout, find_layout, template_of
from app.spreadsheets.templates import read_template
from app.store.desk import Desk

SUFFIX = ".stblayout"
_SAID, _WORKBOOK = "layout.json", "template.xlsx"
_MOST_SAID, _MOST_WORKBOOK = 4 << 20, 50 << 20  # bytes
_MOST_COLUMNS = 16_384
_MADE = (2026, 1, 1, 0, 0, 0)  # the same layout gives the same file


@dataclass(frozen=True, slots=True)
class SaveLayout:
    """Write a layout and its workbook to one file for another school."""

    name: str
    path: Path

    def answer(self, desk: Desk) -> Path:
        """Write the file; return its path."""
        layout = find_layout(desk, self.name)
        template = template_of(desk, layout).read_bytes()
        said = {**_said(layout), "file": "", "status": "active"}
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            text = json.dumps(said, ensure_ascii=False, indent=1)
            archive.writestr(zipfile.ZipInfo(_SAID, _MADE), text)
            archive.writestr(zipfile.ZipInfo(_WORKBOOK, _MADE), template)
        write_file(self.path, out.getvalue())
        return self.path


def _said(layout: Layout) -> dict[str, Any]:
    row = layout.kept()
    said = {name: getattr(row, name) for name in LayoutRow.__dataclass_fields__}
    return {**said, "columns": json.loads(row.columns)}


@dataclass(frozen=True, slots=True)
class BringLayout:
    """Add a layout that another school has saved; `name` gives it another name."""

    path: Path
    name: str = ""

    def draft(self, desk: Desk) -> Draft[str]:
        """Read the file as one from outside, and draft what adding the layout drafts."""
        layout, workbook = _read(self.path)
        if clean(self.name):
            layout = replace(layout, name=clean(self.name))
        with tempfile.TemporaryDirectory() as folder:
            template = Path(folder) / f"{self.path.stem}.xlsx"
            template.write_bytes(workbook)
            # Its sheet must be there, and nothing in it be more than a workbook is.
            read_template(template).sheet(layout.sheet)
            return AddLayout(layout, template).draft(desk)


def _read(path: Path) -> tuple[Layout, bytes]:
    """Return the layout and the workbook of a file, each of the size and shape it must have."""
    try:
        with zipfile.ZipFile(path) as archive:
            said = _part(archive, _SAID, _MOST_SAID)
            workbook = _part(archive, _WORKBOOK, _MOST_WORKBOOK)
        layout = _layout(json.loads(said))
    except OSError:
        raise not_opened(path) from None
    except (zipfile.BadZipFile, KeyError, TypeError, ValueError, RecursionError, RuntimeError,
            NotImplementedError):  # fmt: skip
        raise _no_layout(path) from None
    if hashlib.sha256(workbook).hexdigest() != layout.sha256:
        raise _no_layout(path)
    return layout, workbook


def _part(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    """Return a part, read no further than it may be long, whatever the zip says of it."""
    with archive.open(name) as part:
        data = part.read(most + 1)
    if len(data) > most:
        raise ValueError(name)
    return data


def _layout(said: Mapping[str, Any]) -> Layout:
    """Return a layout from JSON of outside: every value of its kind, or `ValueError`."""
    columns = _kind(said["columns"], list)
    if len(columns) > _MOST_COLUMNS:
        raise ValueError(len(columns))
    layout = Layout(
        clean(_kind(said["name"], str)), _kind(said["sheet"], str), _number(said["header_row"]),
        _number(said["first_row"]), tuple(_column(one) for one in columns),
        _kind(said["date_format"], str), "", _kind(said["sha256"], str),
    )  # fmt: skip
    return check_layout(layout)


def _column(said: Mapping[str, Any]) -> LayoutColumn:
    return LayoutColumn(
        _number(said["at"]), clean(_kind(said["heading"], str)), _kind(said["field"], str),
        clean(_kind(said["constant"], str)), _kind(said["required"], bool),
        _pairs(said["offered"]), _pairs(said["words"]), _number(said["longest"]),
    )  # fmt: skip


def _pairs(said: object) -> tuple[tuple[str, str], ...]:
    return tuple(
        (_kind(one, str), _kind(other, str)) for one, other in _kind(said, list)
    )  # fmt: skip


def _number(said: object) -> int:
    """Return a whole number as a sheet counts its rows."""
    if isinstance(said, bool) or not isinstance(said, int) or not 0 <= said <= 1_048_576:  # noqa: PLR2004 - the last row of a sheet
        raise ValueError(said)
    return said


def _kind(said: Any, kind: type) -> Any:  # noqa: ANN401 - JSON of outside, seen to be of its kind
    if not isinstance(said, kind):
        raise TypeError(kind)
    return said


def _no_layout(path: Path) -> Refused:
    return Refused(
        Sentence(
            "{file} is no layout that this program has saved. Have the other school save it "
            "again, or bring the city's own workbook.",
            {"file": path.name},
        ),
        where=path.name,
    )
