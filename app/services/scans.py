"""Scans of signed papers and receipts, kept beside the book."""

from __future__ import annotations

import hashlib
from pathlib import Path

from app.domain.fault import Refused
from app.domain.file import not_opened
from app.domain.sentence import Sentence
from app.services.files import keep_at
from app.services.photos import check_points
from app.store.desk import Desk

_SCANS = {b"%PDF": "pdf", b"\x89PNG": "png", b"\xff\xd8\xff": "jpg"}
_LARGEST = 20 << 20  # bytes


def keep_scan(desk: Desk, stem: str, scan: Path) -> tuple[str, str]:
    """Copy a scan beside the book under a stem and its own hash; return its name and hash."""
    try:
        data = scan.read_bytes() if scan.stat().st_size <= _LARGEST else b""
    except OSError:
        raise not_opened(scan, "scan") from None
    kind = next((name for head, name in _SCANS.items() if data.startswith(head)), None)
    if kind is None:
        raise Refused(
            Sentence(
                "{file} is no scan this program keeps. Choose a PDF, PNG or JPEG of at most 20 MB.",
                {"file": scan.name},
            ),
            where="scan",
        )
    check_points(scan, data)
    digest = hashlib.sha256(data).hexdigest()
    name = f"{stem}-{digest[:16]}.{kind}"
    keep_at(desk, desk.folder / name, data)
    return name, digest
