"""The licences of all that is packed, as one text: `python ship/licences.py FILE`.

It is run by the Python whose packages are packed, and fails where one has no licence to show.
"""

from __future__ import annotations

import re
import sys
from importlib.metadata import Distribution, distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_TEXTS = re.compile(r"(?i)(^|/)(licen[cs]e|copying|notice|copyright)[^/]*$")
# What packs, and is not packed itself.
_TOOLS = frozenset({
    "altgraph", "macholib", "packaging", "pefile", "pip", "pyinstaller",
    "pyinstaller-hooks-contrib", "setuptools", "uv", "wheel",
})  # fmt: skip
_RULE = "=" * 78
# What comes with Python or with Qt and is no package of its own.
_OTHERS = """SQLite: in the public domain.
OpenSSL: Apache License 2.0. zlib: the zlib licence. bzip2, libffi, expat, xz: BSD, MIT and the
public domain. All come with Python.
Qt, PySide6 and Shiboken: GNU Lesser General Public License, version 3. Their libraries lie beside
the program as files of their own and may be replaced by changed ones. Their source is published
by The Qt Company."""


class Unlicensed(Exception):  # noqa: N818 - it says what is wrong
    """A package that shows no licence; the message names it."""


def texts_of(package: Distribution) -> list[str]:
    """Return the licence texts a package brings, or else the name of its licence."""
    files = [
        Path(str(package.locate_file(file)))
        for file in package.files or ()
        if _TEXTS.search(str(file)) and not str(file).endswith((".py", ".pyc"))
    ]
    found = [file.read_text(encoding="utf-8", errors="replace") for file in sorted(files)]
    said = package.metadata.get("License-Expression") or package.metadata.get("License")
    marks = package.metadata.get_all("Classifier") or []
    named = [mark.rpartition(" :: ")[2] for mark in marks if mark.startswith("License ::")]
    found = found or [text for text in (said, *named) if text]
    if not found:
        raise Unlicensed(package.name)
    return found


def collect() -> str:
    """Return all licences, ours first."""
    parts = [
        ("Sổ Thiết Bị", [(ROOT / "LICENSE").read_text(encoding="utf-8")]),
        ("Tinos", [(ROOT / "resources" / "fonts" / "OFL.txt").read_text(encoding="utf-8")]),
        ("Python", [_python()]),
        ("SQLite, Qt and others", [_OTHERS]),
    ]
    packed = {
        one.name: one
        for one in distributions()
        if one.name.lower() not in _TOOLS and one.name != "so-thiet-bi"
    }
    parts += [
        (f"{name} {packed[name].version}", texts_of(packed[name]))
        for name in sorted(packed, key=str.lower)
    ]
    return "\n".join(
        f"{_RULE}\n{name}\n{_RULE}\n\n" + "\n\n".join(text.strip() for text in texts) + "\n"
        for name, texts in parts
    )


def _python() -> str:
    """Return Python's licence, as the interpreter brings it."""
    home = Path(sys.base_prefix)
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    shared = Path("/usr/share/doc")
    for file in (home / "LICENSE.txt", home / "lib" / version / "LICENSE.txt",
                 shared / version / "copyright"):  # fmt: skip
        if file.is_file():
            return file.read_text(encoding="utf-8", errors="replace")
    raise Unlicensed(version)


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(collect(), encoding="utf-8")
