"""Upload files for the city's system, in the built-in layout until the city's is known."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, time
from pathlib import Path

from app.domain.change import Touched
from app.domain.condition import Standing
from app.domain.device import HELD, Quality, State
from app.domain.draft import Draft
from app.domain.fault import Refused, Unavailable
from app.domain.ledger import Image
from app.domain.sentence import Sentence
from app.domain.upload import Choice, UploadBatch, UploadRow
from app.domain.view import DeviceView
from app.services.people import read_school
from app.spreadsheets.writing import Value, write_table
from app.store.desk import Desk

LAYOUT = "Mẫu tạm"
_PURPOSE = "Đưa lên hệ thống thiết bị của thành phố"
HEADINGS = (
    "STT", "Mã thiết bị", "Tên thiết bị", "Môn học", "Khối lớp", "Đơn vị tính", "Số lượng",
    "Trong đó hỏng", "Năm đưa vào sử dụng", "Nước sản xuất", "Nguồn hình thành", "Đơn giá",
    "Nơi để", "Tình trạng", "Ghi chú",
)  # fmt: skip
_BROKEN = (State.DAMAGED, State.IN_REPAIR)
_CONDITIONS = {
    Standing.USABLE: "Còn dùng được",
    Standing.MINOR: "Hỏng nhẹ",
    Standing.INCOMPLETE: "Thiếu chi tiết",
    Standing.MAJOR: "Hỏng nặng",
    Standing.IN_REPAIR: "Đang sửa",
    Standing.TO_DISPOSE: "Chờ thanh lý",
    Standing.LOST: "Mất",
    Standing.DISPOSED: "Đã thanh lý",
}
_QUALITIES: Mapping[str, str] = {
    Quality.GOOD: "tốt", Quality.FAIR: "khá", Quality.AVERAGE: "trung bình", Quality.POOR: "kém",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Made:
    """A batch with the path of its file, and of the one kept in the archive if it is new."""

    batch: int
    upload: UploadBatch
    path: Path
    kept: str = ""


@dataclass(frozen=True, slots=True)
class MakeUpload:
    """Write all devices in use to one upload file, kept with its SHA-256 (Điều 3.5)."""

    layout: str = LAYOUT
    out: Path | None = None
    purpose: str = _PURPOSE

    def draft(self, desk: Desk) -> Draft[Made]:
        """Write the file and draft the batch that records it."""
        if self.layout != LAYOUT:
            raise Refused(
                Sentence(
                    "There is no layout “{layout}”. Use “{known}”.",
                    {"layout": self.layout, "known": LAYOUT},
                ),
                where="layout",
            )
        views = [view for view in desk.devices(desk.device_ids()) if view.device.status == "active"]
        if not views:
            raise Refused(Sentence("There is no device to upload yet. Register devices first."))
        day = desk.today.isoformat()
        head, _hash = desk.head()
        blank = UploadBatch(LAYOUT, Choice.ALL, "", "", head, len(views), "", "", day)
        batch = desk.new(blank)[0]
        name = f"uploads/{day}-{batch:04d}.xlsx"
        path = desk.folder / name
        data = self._write(desk, batch, path, views)
        upload = replace(blank, file=name, sha256=hashlib.sha256(data).hexdigest())
        carried = desk.carried_to()
        rows = [
            desk.new(UploadRow(batch, view.id, number, carried.get(view.id, 0), head))[1]
            for number, view in enumerate(views, start=1)
        ]
        return Draft(
            kind="upload",
            day=day,
            sentence=Sentence(
                "Made upload file {file}: {rows} devices",
                {"file": path.name, "rows": len(views)},
            ),
            change=frozenset({Touched.UPLOADS}),
            value=Made(batch, upload, self.out or path),
            images=(Image("upload_batch", batch, None, asdict(upload)), *rows),
        )

    def _write(self, desk: Desk, batch: int, path: Path, views: Sequence[DeviceView]) -> bytes:
        """Write the file where the book keeps its batches; return its bytes."""
        title = (
            read_school(desk).name.upper(),
            f"DANH SÁCH THIẾT BỊ DẠY HỌC ({LAYOUT}), lô {batch}, ngày {desk.today:%d/%m/%Y}",
        )
        rows = [_row(number, view) for number, view in enumerate(views, start=1)]
        created = datetime.combine(desk.today, time())
        try:
            path.parent.mkdir(exist_ok=True)
            write_table(path, title, HEADINGS, rows, sheet="Thiết bị", created=created)
            data = path.read_bytes()
        except OSError as error:
            raise Unavailable(
                Sentence(
                    "The upload file cannot be written ({cause}). Check the folder and its free "
                    "space, and close the file if Excel holds it.",
                    {"cause": str(error)},
                )
            ) from error
        return data


def _row(number: int, view: DeviceView) -> list[Value]:
    device = view.device
    held = sum(view.balances.get(state, 0) for state in HELD if state is not State.DISPOSED)
    lost = view.balances.get(State.LOST, 0)
    return [
        number,
        device.official_code or device.code,
        device.name,
        device.subject,
        device.grades,
        device.unit,
        held - lost,
        sum(view.balances.get(state, 0) for state in _BROKEN),
        device.year_in_use,
        device.country,
        device.fund,
        device.unit_price,
        view.place,
        _condition(view),
        device.note,
    ]


def _condition(view: DeviceView) -> str:
    """Return how a device stands, part by part where parts differ, and how good it is."""
    held = view.standings()
    alone = len(held) == 1
    said = [_CONDITIONS[one] if alone else f"{_CONDITIONS[one]}: {count}"
            for one, count in held.items()]  # fmt: skip
    quality = _QUALITIES.get(view.device.condition) if Standing.USABLE in held else None
    return "; ".join(said) + (f" ({quality})" if quality else "")


@dataclass(frozen=True, slots=True)
class Uploads:
    """The batches made so far, or the one asked for."""

    batch: int | None = None

    def answer(self, desk: Desk) -> list[Made]:
        """Return the batches, oldest first."""
        made = [
            Made(record.id, record.row, desk.folder / record.row.file)
            for record in desk.every(UploadBatch)
            if self.batch in {None, record.id}
        ]
        if self.batch is not None and not made:
            raise Refused(
                Sentence("There is no upload batch {batch}.", {"batch": self.batch}),
                where=str(self.batch),
            )
        return made
