"""Photos of devices: what was broken, and how."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from app.domain.change import Touched
from app.domain.draft import Draft
from app.domain.fault import Refused, Unavailable
from app.domain.photo import Photo
from app.domain.sentence import Sentence
from app.services.finding import find_device
from app.store.desk import Desk

_KINDS = {b"\xff\xd8\xff": "jpg", b"\x89PNG": "png"}
_LARGEST = 20 << 20  # bytes


@dataclass(frozen=True, slots=True)
class AddPhoto:
    """Keep a copy of a photo with a device."""

    code: str
    path: Path

    def draft(self, desk: Desk) -> Draft[Path]:
        """Copy the picture beside the book and draft the row that names it."""
        record = find_device(desk, self.code)
        data = self._read()
        kind = next((name for head, name in _KINDS.items() if data.startswith(head)), None)
        if kind is None or len(data) > _LARGEST:
            raise Refused(
                Sentence(
                    "{file} is no photo this program keeps. Choose a JPEG or PNG of at most 20 MB.",
                    {"file": self.path.name},
                ),
                where=self.path.name,
            )
        digest = hashlib.sha256(data).hexdigest()
        name = f"photos/{digest[:16]}.{kind}"
        target = desk.folder / name
        try:
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(data)
        except OSError as error:
            raise Unavailable(
                Sentence(
                    "{file} cannot be written ({cause}). Close it if it is open, and check the "
                    "disk.",
                    {"file": str(target), "cause": str(error)},
                )
            ) from error
        return Draft(
            kind="photo",
            day=desk.today.isoformat(),
            sentence=Sentence(
                "Added a photo of {code} {name}",
                {"code": record.row.code, "name": record.row.name},
            ),
            change=frozenset({Touched.DEVICES}),
            value=target,
            images=(desk.new(Photo(record.id, "photo", name, digest))[1],),
        )

    def _read(self) -> bytes:
        try:
            return self.path.read_bytes()
        except OSError:
            raise Refused(
                Sentence(
                    "The file {file} cannot be opened. Check its name, and that no other program "
                    "holds it.",
                    {"file": self.path.name},
                ),
                where=self.path.name,
            ) from None


@dataclass(frozen=True, slots=True)
class PhotosOf:
    """The photos of a device."""

    code: str

    def answer(self, desk: Desk) -> list[Path]:
        """Return where they lie, the newest first."""
        device = find_device(desk, self.code).id
        found = desk.every(Photo, device_id=device, kind="photo", status="active")
        return [desk.folder / record.row.file for record in reversed(found)]
