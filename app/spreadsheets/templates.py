"""Reading a template from outside: hostile until read, so a child process looks at it."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path

from app.domain.fault import Refused
from app.domain.sentence import Sentence
from app.domain.template import Rule, Template, TemplateSheet
from app.domain.text import clean
from app.spreadsheets.apart import TookTooLong, run_apart
from app.spreadsheets.reading import read_sheets

_CHILD = "app.spreadsheets.shape"
_MACROS = "xl/vbaProject.bin"


def read_template(path: Path) -> Template:
    """Return a workbook to be filled in; raise `Refused` for anything else."""
    sheets = read_sheets(path)
    if not zipfile.is_zipfile(path):
        raise _no_template(path)
    with zipfile.ZipFile(path) as archive:
        if _MACROS in archive.namelist():
            raise Refused(
                Sentence(
                    "{file} holds macros. Open it in Excel, save it as .xlsx, and bring that.",
                    {"file": path.name},
                ),
                where=path.name,
            )
    try:
        answer = run_apart(_CHILD, path)
    except TookTooLong:
        raise _no_template(path) from None
    if answer.returncode != 0:
        raise _no_template(path)
    told = json.loads(answer.stdout)
    looks = {clean(name): look for name, look in told["sheets"].items()}
    shown = []
    for one in sheets:
        rules, dated = looks.get(clean(one.name), ([], []))
        shown.append(TemplateSheet(
            one.name, one.first_row, one.first_column, one.rows,
            tuple(Rule((top, bottom), (left, right), clean(source), longest)
                  for top, bottom, left, right, source, longest in rules),
            frozenset((row, column) for row, column in dated),
        ))  # fmt: skip
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return Template(path.name, digest, tuple(shown), told["names"])


def _no_template(path: Path) -> Refused:
    return Refused(
        Sentence(
            "{file} is no workbook that can be filled in. Open it in Excel, save it as .xlsx "
            "without a password, and bring that.",
            {"file": path.name},
        ),
        where=path.name,
    )
