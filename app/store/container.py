"""The file of a backup: a zip with the book, what lies beside it, and a manifest."""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import IO

from app.domain.backup import Manifest, Part, read_manifest
from app.domain.fault import Refused, Unavailable
from app.domain.sentence import Sentence

BOOK = "book.db"
Step = Callable[[int, int], None]  # told how many bytes of how many are done

_MANIFEST = "manifest.json"
_KEY, _SEALED = "key.age", "book.age"
_PIECE = 1 << 20  # bytes
_MOST_NAMES = 200_000
_MANIFEST_PART, _MANIFEST_REST = 1 << 10, 64 << 10  # bytes: of each part, and beside them
_MOST_RATIO = 200  # a book packs 5 to 30 times; a bomb a thousand times
_WRITABLE, _KEPT = 0o200, 0o444
_PACKED = {".jpg", ".png", ".pdf", ".xlsx", ".zip"}  # packed already


def copy_bytes(source: IO[bytes], target: IO[bytes] | None, step: Callable[[int], None]) -> str:
    """Copy a stream piece by piece, or only read it; return its SHA-256."""
    digest = hashlib.sha256()
    while piece := source.read(_PIECE):
        digest.update(piece)
        if target is not None:
            target.write(piece)
        step(len(piece))
    return digest.hexdigest()


def hash_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return copy_bytes(file, None, _quietly)


def _quietly(_bytes: int) -> None:
    pass


class Progress:
    """Adds up bytes and tells how many of all are done."""

    def __init__(self, whole: int, step: Step) -> None:
        """Take how many bytes there are in all, and whom to tell."""
        self._done, self._whole, self._step = 0, max(whole, 1), step

    def __call__(self, count: int) -> None:
        """Count some bytes."""
        self._done += count
        self._step(min(self._done, self._whole - 1), self._whole)


def pack(
    target: Path, files: Sequence[tuple[str, Path]], manifest: Manifest, step: Step
) -> Manifest:
    """Write a backup of `files` (name, path) stream-wise; return its manifest with the parts.

    What is written is read back and compared before this returns.
    """
    progress = Progress(2 * sum(path.stat().st_size for _name, path in files), step)
    parts: list[Part] = []
    with zipfile.ZipFile(target, "x", compresslevel=1, strict_timestamps=False) as packed:
        for name, path in files:
            info = zipfile.ZipInfo.from_file(path, name, strict_timestamps=False)
            stored = path.suffix.lower() in _PACKED
            info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            with path.open("rb") as source, packed.open(info, "w", force_zip64=True) as into:
                digest = copy_bytes(source, into, progress)
                parts.append(Part(name, source.tell(), digest))
        whole = replace(manifest, parts=tuple(parts))
        packed.writestr(_MANIFEST, _json(whole), zipfile.ZIP_DEFLATED)
    with opened(target) as packed:
        check_parts(packed, whole, progress)
    _to_disk(target)
    return whole


def pack_sealed(target: Path, key: bytes, sealed: Path, manifest: Manifest) -> None:
    """Write a backup that is sealed: its key under the pass phrase, and a cover to read."""
    with zipfile.ZipFile(target, "x", strict_timestamps=False) as packed:
        packed.writestr(_KEY, key)
        packed.write(sealed, _SEALED)
        packed.writestr(_MANIFEST, _json(manifest.cover()))
    _to_disk(target)


def _json(manifest: Manifest) -> str:
    return json.dumps(manifest.as_values(), ensure_ascii=False, indent=1)


def _to_disk(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


@contextmanager
def opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """Open a backup that may come from anywhere; say in plain words what is wrong with it."""
    try:
        with zipfile.ZipFile(path) as packed:
            _check_shape(packed, path)
            yield packed
    except (
        zipfile.BadZipFile,
        ValueError,
        KeyError,
        EOFError,
        NotImplementedError,
        RuntimeError,
        zlib.error,
    ) as error:
        raise damaged(path) from error
    except OSError as error:
        raise Unavailable(
            Sentence(
                "The backup {file} cannot be read ({cause}). Check that the drive is plugged in, "
                "then try again.",
                {"file": path.name, "cause": error.strerror or str(error)},
            ),
            where=path.name,
        ) from error


def damaged(path: Path) -> Refused:
    """Return the refusal of a file that is no whole backup."""
    return Refused(
        Sentence(
            "{file} is no whole backup of this program: it is damaged, cut short or another "
            "program's. Nothing was changed. Choose another backup.",
            {"file": path.name},
        ),
        where=path.name,
    )


def _check_shape(packed: zipfile.ZipFile, path: Path) -> None:
    """Refuse names that lead elsewhere and sizes no book has, before anything is unpacked."""
    infos = packed.infolist()
    names = {info.filename for info in infos}
    whole = sum(info.file_size for info in infos)
    if (
        len(infos) > _MOST_NAMES
        or len(names) != len(infos)
        or _MANIFEST not in names
        or packed.getinfo(_MANIFEST).file_size > _MANIFEST_REST + len(infos) * _MANIFEST_PART
        or whole > _MOST_RATIO * path.stat().st_size
        or any(not _is_plain(info) for info in infos)
    ):
        raise damaged(path)


def _is_plain(info: zipfile.ZipInfo) -> bool:
    known = info.compress_type in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
    return known and not info.flag_bits & 1 and is_plain_name(info.filename)


def is_plain_name(name: str) -> bool:
    """Return whether a name stays inside the folder it is unpacked into, on every system."""
    pieces = PurePosixPath(name).parts
    return (
        bool(pieces)
        and name == "/".join(pieces)
        and not set(name) & set('\\:*?"<>|\0')
        and all(not piece.startswith(".") and piece == piece.rstrip(". ") for piece in pieces)
    )


def manifest_of(packed: zipfile.ZipFile) -> Manifest:
    """Return what a backup says of itself; raise ValueError when it says nothing readable."""
    return read_manifest(json.loads(packed.read(_MANIFEST)))


def is_sealed(packed: zipfile.ZipFile) -> bool:
    """Return whether a backup needs its pass phrase."""
    return _SEALED in packed.namelist()


def sealed_key(packed: zipfile.ZipFile) -> bytes:
    """Return the key of a sealed backup, itself under the pass phrase."""
    if packed.getinfo(_KEY).file_size > _PIECE:
        raise ValueError(_KEY)
    return packed.read(_KEY)


def sealed_stream(packed: zipfile.ZipFile) -> IO[bytes]:
    """Return the sealed content to be read."""
    return packed.open(_SEALED)


def check_parts(packed: zipfile.ZipFile, manifest: Manifest, step: Callable[[int], None]) -> None:
    """Compare every part with the manifest; raise ValueError at the first that differs."""
    _check_names(packed, manifest)
    for part in manifest.parts:
        with packed.open(part.name) as source:
            if copy_bytes(source, None, step) != part.sha256:
                raise ValueError(part.name)


def unpack(packed: zipfile.ZipFile, folder: Path, step: Step) -> Manifest:
    """Unpack every part into an empty folder and compare it with the manifest.

    Raise ValueError at the first that differs.
    """
    manifest = manifest_of(packed)
    _check_names(packed, manifest)
    progress = Progress(sum(part.size for part in manifest.parts), step)
    for part in manifest.parts:
        target = folder / part.name
        target.parent.mkdir(parents=True, exist_ok=True)
        with packed.open(part.name) as source, target.open("xb") as into:
            digest = copy_bytes(source, into, progress)
            into.flush()
            os.fsync(into.fileno())
        if digest != part.sha256:
            raise ValueError(part.name)
        if not packed.getinfo(part.name).external_attr >> 16 & _WRITABLE:
            target.chmod(_KEPT)  # a file of the archive, which nobody saves over
    return manifest


def _check_names(packed: zipfile.ZipFile, manifest: Manifest) -> None:
    said = {part.name: part.size for part in manifest.parts}
    held = {info.filename: info.file_size for info in packed.infolist()}
    del held[_MANIFEST]
    if said != held or BOOK not in said:
        raise ValueError(_MANIFEST)
