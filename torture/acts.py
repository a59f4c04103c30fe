"""The acts that are hurt, each a command line over a book prepared for it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from app.services.demonstration import Demonstration, make_demonstration
from torture.trial import Anvil

_FIRST_DAY = date(2025, 9, 5)
_ENOUGH = 10  # of a lot, to lend some of
BOOK, PLACE = "book", "drive"  # folders of a trial: the book, and a place for what leaves it


@dataclass(frozen=True, slots=True)
class Act:
    """One act: what makes its book ready, and the command line itself.

    Of its arguments those that begin with `@` lie in the trial's folder.
    """

    name: str
    line: tuple[str, ...]
    before: tuple[tuple[str, ...], ...] = ()

    def arguments(self, folder: Path) -> list[str]:
        """Return the command line in a trial's folder."""
        return in_folder(self.line, folder)


def in_folder(line: tuple[str, ...], folder: Path) -> list[str]:
    """Return a command line over the book in a trial's folder."""
    told = [str(folder / word[1:]) if word.startswith("@") else word for word in line]
    return ["--data", str(folder / BOOK), *told]


def school(home: Path, devices: int = 60, loans: int = 60) -> Path:
    """Make the trial's folder that all acts begin from, with a school nobody signs in to."""
    folder = home / "school"
    (folder / PLACE).mkdir(parents=True)
    wanted = Demonstration(devices=devices, loans=loans)
    make_demonstration(folder / BOOK, wanted, _FIRST_DAY).leave()
    return folder


def acts(start: Path, rows: int) -> dict[str, Act]:
    """Return every act by its name; `rows` is how long the list is that is imported."""
    one, other = _lots(start)
    batch = str(_batches(start) + 1)
    _write_list(start / "list.csv", rows)
    loan = ("lend", f"{one}=5", f"{other}=2", "--class", "3A")
    listed, upload = ("import", "devices", "@list.csv"), ("upload", "make")
    submit = ("month", "2025-09", "submit")
    made = (
        Act("lend", loan),
        Act("take-back", ("take-back", f"{one}=2", f"{other}=1:damaged"), (loan,)),
        Act("import", listed),
        Act("backup", ("backup",)),
        Act("copy", ("backup", "--to", f"@{PLACE}")),
        Act("restore", ("restore", "@old.stb"), (("backup", "--to", "@old.stb"), loan)),
        Act("practise", ("restore", "@old.stb", "--practise"), (("backup", "--to", "@old.stb"),)),
        Act("submit", submit),
        Act("approve", ("month", "2025-09", "approve", "--signer", "Lê Thị Hiệu"), (submit,)),
        Act("upload", upload, (listed,)),
        Act("mark", ("upload", "mark", batch, "--uploaded", "2026-12-01"), (listed, upload)),
        Act("report", ("report", "quality", "--pdf", f"@{PLACE}/quality.pdf")),
        Act("workbook", ("report", "quality", "--xlsx", f"@{PLACE}/quality.xlsx")),
        Act("pack", ("pack", "2025-09", "--out", f"@{PLACE}/pack.pdf")),
        Act("labels", ("labels", one, "--out", f"@{PLACE}/labels.pdf")),
        Act("layout", ("layout", "add", "Sở", "--file", "@layout.xlsx")),
    )
    layout = Path(__file__).resolve().parents[1] / "resources" / "layouts" / "mau-tam.xlsx"
    shutil.copyfile(layout, start / "layout.xlsx")
    return {act.name: act for act in made}


def _lots(start: Path) -> tuple[str, str]:
    """Return the codes of two lots of which enough is in store."""
    devices = _told(start, "devices")["devices"]
    found = [one["code"] for one in devices if one["balances"]["in_store"] >= _ENOUGH]
    return found[0], found[1]


def _batches(start: Path) -> int:
    """Return how many upload batches the school has made."""
    return len(_told(start, "upload", "list")["uploads"])


def _told(start: Path, *line: str) -> dict[str, Any]:
    with Anvil([]) as anvil:
        said: dict[str, Any] = json.loads(_done(anvil, start, (*line, "--json")))
    return said


def _write_list(path: Path, rows: int) -> None:
    lines = ["STT,Tên thiết bị,Môn học,Đơn vị tính,Số lượng,Nơi để"]
    lines += [
        f"{row},Thiết bị thử số {row},Toán,Bộ,{row % 30 + 1},Kho {row % 7 + 1}"
        for row in range(1, rows + 1)
    ]
    path.write_text("\n".join(lines), encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Ready:
    """An act with the folder it begins from, and lends of it copies to be hurt."""

    act: Act
    start: Path

    @property
    def folder(self) -> Path:
        """The folder of a trial."""
        return self.start.with_name("trial")

    def renew(self) -> Path:
        """Make the trial's folder a fresh copy, and return it."""
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(self.start, self.folder)
        return self.folder

    def line(self) -> list[str]:
        """Return the act's command line over the trial's folder."""
        return self.act.arguments(self.folder)


def ready(home: Path, start: Path, wanted: dict[str, Act]) -> Iterator[Ready]:
    """Yield every act with its own folder, each made ready by unhurt acts."""
    with Anvil([]) as anvil:
        for act in wanted.values():
            folder = home / act.name / "start"
            shutil.copytree(start, folder)
            for line in act.before:
                _done(anvil, folder, line)
            yield Ready(act, folder)


def warming(made: list[Ready]) -> tuple[list[list[str]], Callable[[], None]]:
    """Return every act over a copy of its own, and what throws the copies away."""
    homes = [one.start.with_name("warm") for one in made]
    for one, home in zip(made, homes, strict=True):
        shutil.copytree(one.start, home)

    def sweep() -> None:
        for home in homes:
            shutil.rmtree(home)

    return [one.act.arguments(home) for one, home in zip(made, homes, strict=True)], sweep


def _done(anvil: Anvil, folder: Path, line: tuple[str, ...]) -> str:
    said = anvil.do(in_folder(line, folder))
    if said.status != 0:
        raise ValueError(said)
    return said.out
