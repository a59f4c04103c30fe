"""What is kept with a device: photos of what was broken and how, and manuals."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from app.domain.change import Touched
from app.domain.draft import Draft
from app.domain.fault import Refused
from app.domain.ledger import Image
from app.domain.photo import MOST_POINTS, Photo, points_of
from app.domain.sentence import Sentence
from app.services.files import keep_at, read_file
from app.services.finding import find_device
from app.store.desk import Desk

_KINDS = {b"\xff\xd8\xff": "jpg", b"\x89PNG": "png"}
_MANUAL = b"%PDF"
_LARGEST = 20 << 20  # bytes


@dataclass(frozen=True, slots=True)
class AddPhoto:
    """Keep a copy of a photo with a device."""

    code: str
    path: Path

    def draft(self, desk: Desk) -> Draft[Path]:
        """Copy the picture beside the book and draft the row that names it."""
        record = find_device(desk, self.code)
        image, target = keep_photo(desk, record.id, self.path)
        return Draft(
            kind="photo",
            day=desk.today.isoformat(),
            sentence=Sentence(
                "Added a photo of {code} {name}",
                {"code": record.row.code, "name": record.row.name},
            ),
            change=frozenset({Touched.DEVICES}),
            value=target,
            images=(image,),
        )


def keep_photo(desk: Desk, device: int, path: Path) -> tuple[Image, Path]:
    """Copy a picture beside the book; return the image that names it and where it lies."""
    data = read_file(path, _LARGEST + 1)
    kind = next((name for head, name in _KINDS.items() if data.startswith(head)), None)
    if kind is None or len(data) > _LARGEST:
        raise Refused(
            Sentence(
                "{file} is no photo this program keeps. Choose a JPEG or PNG of at most 20 MB.",
                {"file": path.name},
            ),
            where=path.name,
        )
    check_points(path, data)
    return _keep(desk, device, "photo", kind, data)


def check_points(path: Path, data: bytes) -> None:
    """Refuse a picture that would fill the memory of whoever looks at it."""
    if points_of(data) > MOST_POINTS:
        raise Refused(
            Sentence(
                "{file} is a picture of more than {count} million points. Save it smaller and "
                "choose that.",
                {"file": path.name, "count": MOST_POINTS // 1_000_000},
            ),
            where=path.name,
        )


@dataclass(frozen=True, slots=True)
class AddManual:
    """Keep a copy of a manual, a PDF, with a device."""

    code: str
    path: Path

    def draft(self, desk: Desk) -> Draft[Path]:
        """Copy the manual beside the book and draft the row that names it."""
        record = find_device(desk, self.code)
        data = read_file(self.path, _LARGEST + 1)
        if not data.startswith(_MANUAL) or len(data) > _LARGEST:
            raise Refused(
                Sentence(
                    "{file} is no manual this program keeps. Choose a PDF of at most 20 MB.",
                    {"file": self.path.name},
                ),
                where=self.path.name,
            )
        image, target = _keep(desk, record.id, "manual", "pdf", data)
        return Draft(
            kind="photo",
            day=desk.today.isoformat(),
            sentence=Sentence(
                "Added a manual of {code} {name}",
                {"code": record.row.code, "name": record.row.name},
            ),
            change=frozenset({Touched.DEVICES}),
            value=target,
            images=(image,),
        )


def _keep(desk: Desk, device: int, kind: str, suffix: str, data: bytes) -> tuple[Image, Path]:
    """Write a file beside the book under its own hash; return its image and where it lies."""
    digest = hashlib.sha256(data).hexdigest()
    name = f"{kind}s/{digest[:16]}.{suffix}"
    target = desk.folder / name
    keep_at(desk, target, data)
    return desk.new(Photo(device, kind, name, digest))[1], target


@dataclass(frozen=True, slots=True)
class PhotosOf:
    """The files of one kind that are kept with a device."""

    code: str
    kind: str = "photo"

    def answer(self, desk: Desk) -> list[Path]:
        """Return where they lie, the newest first."""
        device = find_device(desk, self.code).id
        found = desk.every(Photo, device_id=device, kind=self.kind, status="active")
        return [desk.folder / record.row.file for record in reversed(found)]
