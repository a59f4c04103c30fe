"""Layouts: the city's own workbooks, which field stands where, and the one in use."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import resources
from app.domain.change import Touched
from app.domain.draft import Draft
from app.domain.fault import Refused, Unavailable
from app.domain.filter import ANY_MISSING, DeviceFilter
from app.domain.layout import (
    ANY_CODE,
    TEMPORARY,
    Layout,
    LayoutColumn,
    LayoutRow,
    check_layout,
    title_of,
    wanted_fields,
)
from app.domain.layout_rows import FilledRow, RowProblem, check_rows, rows_for
from app.domain.ledger import Image
from app.domain.record import Record
from app.domain.sentence import Sentence
from app.domain.setting import Setting
from app.domain.text import clean, fold
from app.domain.view import DeviceView
from app.services.files import keep_at, read_file
from app.spreadsheets.filling import fill
from app.store.desk import Desk

IN_USE = "layout"  # the setting that names the layout in use, by its id
RETIRED = "retired"
_LOOKED_AT = 100  # devices, for a few that are in use
_CHANGE = frozenset({Touched.UPLOADS, Touched.DEVICES})
_COLUMNS = (
    "number", ANY_CODE, "name", "subject", "grades", "unit", "quantity", "damaged", "year_in_use",
    "country", "fund", "unit_price", "place", "condition", "note",
)  # fmt: skip
BUILT_IN = Layout(
    TEMPORARY,
    "Thiết bị",
    4,
    5,
    tuple(
        LayoutColumn(at, title_of(name), name, required=name == "name")
        for at, name in enumerate(_COLUMNS)
    ),
    sha256="3a63db5f759266dfc4a6f4ace4c7bdcc049423de3bf6f0f725bc71fdfdf75c1d",
)


@dataclass(frozen=True, slots=True)
class LayoutView:
    """A layout as it is listed; the built-in one belongs to no book and is never retired."""

    layout: Layout
    in_use: bool
    is_built_in: bool


def layout_in_use(desk: Desk) -> Layout:
    """Return the layout the school writes its uploads in, the built-in one until it says so."""
    found = desk.find(Setting, key=IN_USE)
    if found is not None and found.row.value:
        record = desk.find(LayoutRow, id=int(found.row.value), status="active")
        if record is not None:
            return record.row.read()
    return BUILT_IN


def find_layout(desk: Desk, name: str = "") -> Layout:
    """Return the layout with this name, the one in use for a blank; or refuse."""
    if not clean(name):
        return layout_in_use(desk)
    if fold(clean(name)) == fold(TEMPORARY):
        return BUILT_IN
    return _find(desk, name).row.read()


def _find(desk: Desk, name: str) -> Record[LayoutRow]:
    """Return the row of a layout of the school's own, or refuse."""
    known = desk.every(LayoutRow, status="active")
    for record in known:
        if fold(record.row.name) == fold(clean(name)):
            return record
    if fold(clean(name)) == fold(TEMPORARY):
        raise Refused(
            Sentence(
                "“{layout}” came with the program and stays as it is. Bring the city's own "
                "workbook instead.",
                {"layout": TEMPORARY},
            ),
            where="name",
        )
    raise Refused(
        Sentence(
            "There is no layout “{layout}”. Use one of: {known}.",
            {"layout": clean(name),
             "known": ", ".join([TEMPORARY, *(record.row.name for record in known)])},
        ),
        where="layout",
    )  # fmt: skip


def template_of(desk: Desk, layout: Layout) -> Path:
    """Return where a layout's template lies, seen to be the one that was brought."""
    if not layout.file:
        return resources.path("layouts", "mau-tam.xlsx")
    path = desk.folder / layout.file
    try:
        data = path.read_bytes()
    except OSError:
        data = b""
    if hashlib.sha256(data).hexdigest() != layout.sha256:
        raise Unavailable(
            Sentence(
                "The workbook of the layout “{layout}” is gone or was changed ({file}). Bring "
                "the city's workbook again.",
                {"layout": layout.name, "file": layout.file},
            ),
            where=layout.file,
        )
    return path


def fill_layout(desk: Desk, layout: Layout, rows: Sequence[FilledRow]) -> bytes:
    """Return the workbook with these rows: the template's copy, its other sheets as they are."""
    return fill(template_of(desk, layout), layout, [row.cells for row in rows])


def keep_template(desk: Desk, path: Path) -> tuple[str, str]:
    """Copy a template beside the book under its hash; return where it lies and the hash."""
    data = read_file(path)
    digest = hashlib.sha256(data).hexdigest()
    name = f"layouts/{digest[:16]}.xlsx"
    keep_at(desk, desk.folder / name, data)
    return name, digest


@dataclass(frozen=True, slots=True)
class AddLayout:
    """Keep a layout with the workbook it is of, and use it from now on."""

    layout: Layout
    template: Path

    def draft(self, desk: Desk) -> Draft[str]:
        """Copy the template beside the book and draft the rows."""
        layout = check_layout(replace(self.layout, name=clean(self.layout.name)))
        names = [TEMPORARY, *(one.row.name for one in desk.every(LayoutRow, status="active"))]
        if fold(layout.name) in {fold(name) for name in names}:
            raise Refused(
                Sentence(
                    "There is a layout “{layout}” already. Give this one another name, or change "
                    "that one.",
                    {"layout": layout.name},
                ),
                where="name",
            )
        file, digest = keep_template(desk, self.template)
        number, image = desk.new(replace(layout, file=file, sha256=digest).kept())
        return Draft(
            kind="layout",
            day=desk.today.isoformat(),
            sentence=Sentence(
                "Added the layout “{layout}”; uploads are written in it", {"layout": layout.name}
            ),
            change=_CHANGE,
            value=layout.name,
            images=(image, *_using(desk, str(number))),
        )


@dataclass(frozen=True, slots=True)
class ChangeLayout:
    """Pair a layout anew; `template` when the city has changed its workbook. Its name stays."""

    name: str
    layout: Layout
    template: Path | None = None

    def draft(self, desk: Desk) -> Draft[str]:
        """Draft the row that changes; the template before stays where it lies."""
        record = _find(desk, self.name)
        row = record.row
        file, digest = row.file, row.sha256
        layout = check_layout(replace(self.layout, name=row.name))
        if self.template is not None:
            file, digest = keep_template(desk, self.template)
        changed = replace(layout, file=file, sha256=digest, status=row.status).kept()
        return Draft(
            kind="layout",
            day=desk.today.isoformat(),
            sentence=Sentence("Changed the layout “{layout}”", {"layout": row.name}),
            change=_CHANGE,
            value=row.name,
            images=(desk.changed(record, changed),) if changed != row else (),
        )


@dataclass(frozen=True, slots=True)
class UseLayout:
    """Write the uploads in this layout from now on."""

    name: str

    def draft(self, desk: Desk) -> Draft[str]:
        """Draft the setting that changes."""
        layout = find_layout(desk, self.name)
        number = "" if layout is BUILT_IN else str(_find(desk, self.name).id)
        return Draft(
            kind="layout",
            day=desk.today.isoformat(),
            sentence=Sentence(
                "Uploads are written in the layout “{layout}”", {"layout": layout.name}
            ),
            change=_CHANGE,
            value=layout.name,
            images=_using(desk, number),
        )


@dataclass(frozen=True, slots=True)
class RetireLayout:
    """Take a layout out of use; what was written in it stays."""

    name: str

    def draft(self, desk: Desk) -> Draft[str]:
        """Draft the status that changes."""
        record = _find(desk, self.name)
        return Draft(
            kind="layout",
            day=desk.today.isoformat(),
            sentence=Sentence(
                "The layout “{layout}” is no longer used", {"layout": record.row.name}
            ),
            change=_CHANGE,
            value=record.row.name,
            images=(desk.changed(record, replace(record.row, status=RETIRED)),),
        )


def _using(desk: Desk, number: str) -> tuple[Image, ...]:
    """Return the setting that names the layout in use, if it changes."""
    wanted = Setting(IN_USE, number)
    found = desk.find(Setting, key=IN_USE)
    if found is None:
        return (desk.new(wanted)[1],) if number else ()
    return () if found.row == wanted else (desk.changed(found, wanted),)


@dataclass(frozen=True, slots=True)
class Layouts:
    """The layouts there are, the built-in one first."""

    def answer(self, desk: Desk) -> list[LayoutView]:
        """Return them with the one in use."""
        used = layout_in_use(desk)
        own = [record.row.read() for record in desk.every(LayoutRow, status="active")]
        return [LayoutView(one, one == used, one is BUILT_IN) for one in (BUILT_IN, *own)]


@dataclass(frozen=True, slots=True)
class LayoutOf:
    """One layout by its name; the one in use for a blank."""

    name: str = ""

    def answer(self, desk: Desk) -> Layout:
        """Return the layout, or refuse an unknown name."""
        return find_layout(desk, self.name)


@dataclass(frozen=True, slots=True)
class TemplateOf:
    """Where the workbook of a layout lies."""

    name: str = ""

    def answer(self, desk: Desk) -> Path:
        """Return its path, or say that it is gone."""
        return template_of(desk, find_layout(desk, self.name))


@dataclass(frozen=True, slots=True)
class WantedFields:
    """The columns of a device that the layout in use asks for (Điều 3.7)."""

    def answer(self, desk: Desk) -> tuple[str, ...]:
        """Return their names."""
        return wanted_fields(layout_in_use(desk))


def settled(desk: Desk, wanted: DeviceFilter) -> DeviceFilter:
    """Return a filter that says by name what the layout in use asks of each device."""
    if wanted.missing != ANY_MISSING:
        return wanted
    # Every device has a code: a layout that asks for nothing finds nothing missing.
    asked = wanted_fields(layout_in_use(desk)) or ("code",)
    return replace(wanted, missing=",".join(asked))


@dataclass(frozen=True, slots=True)
class LayoutPreview:
    """The first devices in use as a layout would write them."""

    layout: Layout
    count: int = 5

    def answer(self, desk: Desk) -> tuple[FilledRow, ...]:
        """Return their rows."""
        first = desk.devices(desk.device_ids()[:_LOOKED_AT])
        shown = [view for view in first if view.device.status == "active"]
        return rows_for(self.layout, shown[: self.count])


@dataclass(frozen=True, slots=True)
class LayoutProblems:
    """What the city would not take, or would want, of the devices in use."""

    layout: Layout

    def answer(self, desk: Desk) -> tuple[RowProblem, ...]:
        """Return the problems, device by device."""
        return check_rows(self.layout, rows_for(self.layout, devices_in_use(desk)))


def devices_in_use(desk: Desk) -> list[DeviceView]:
    """Return the devices that go to the city, in Vietnamese order of name."""
    return [view for view in desk.devices(desk.device_ids()) if view.device.status == "active"]
