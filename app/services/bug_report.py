"""A report of an error nobody foresaw: where it was, never what it was about.

It stays on this PC until a person sends it, so it may hold no name, code or secret: of a message
only its kind is told, of a file its place in the program, and of a fault its template.
"""

from __future__ import annotations

import platform
import sys
import traceback
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from app.domain.fault import Fault

FILE_NAME = "errors.log"
_BEFORE = "errors.before.log"
_LARGEST = 200_000  # bytes; then the file is put aside, over the one put aside before
_ROOT = Path(__file__).resolve().parents[2]
_PACKAGES = ("site-packages", "dist-packages")


def describe(error: BaseException, place: Mapping[str, str], moment: datetime) -> str:
    """Return the report of an error; `place` says by name where in the program it came."""
    lines = [
        f"Sổ Thiết Bị {_version()} · {moment:%Y-%m-%d %H:%M:%S}",
        f"Python {platform.python_version()} · {platform.platform(terse=True)}",
        *(f"{name}: {value}" for name, value in place.items() if value),
    ]
    for number, one in enumerate(_chain(error)):
        lines.append("" if number == 0 else "caused by")
        lines += _frames(one)
        lines.append(_kind(one))
    return "\n".join(lines)


def keep(folder: Path, report: str) -> Path | None:
    """Write a report into a folder that is there; None where it cannot be written."""
    path = folder / FILE_NAME
    try:
        if not folder.is_dir():
            return None
        if path.is_file() and path.stat().st_size > _LARGEST:
            path.replace(folder / _BEFORE)
        with path.open("a", encoding="utf-8") as file:
            file.write(f"{report}\n\n")
    except OSError:
        return None
    return path


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 - slow to import

    try:
        return version("so-thiet-bi")
    except PackageNotFoundError:  # a program that was packed carries no such note
        return ""


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield an error, then what caused it, each once."""
    seen: list[BaseException] = []
    one: BaseException | None = error
    while one is not None and one not in seen:
        seen.append(one)
        yield one
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)


def _frames(error: BaseException) -> list[str]:
    """Return where an error passed; neither values nor the lines themselves."""
    return [
        f"  {_shown(Path(frame.filename))}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]


def _shown(path: Path) -> str:
    """Return where a file lies in the program or a package; of any other its name alone."""
    if path.is_relative_to(_ROOT) and not set(_PACKAGES) & set(path.parts):
        return path.relative_to(_ROOT).as_posix()
    for folder in _PACKAGES:
        if folder in path.parts:
            return "/".join(path.parts[path.parts.index(folder) + 1 :])
    if path.is_relative_to(sys.base_prefix):
        return f"python/{path.name}"
    return path.name


def _kind(error: BaseException) -> str:
    """Return what kind of error it is: of its words only those that are ours."""
    said = type(error).__qualname__
    if isinstance(error, Fault):
        return f"{said}: {error.sentence.text}"
    if isinstance(error, OSError) and error.errno is not None:
        return f"{said}: errno {error.errno}"
    name = getattr(error, "sqlite_errorname", "")
    return f"{said}: {name}" if name else said
