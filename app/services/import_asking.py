"""What an import asks before it is previewed: columns remembered, and words no list knows."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.domain.batch import SchoolList
from app.domain.catalogue import CatalogueItem
from app.domain.device import Device
from app.domain.fault import Refused
from app.domain.ledger import Image
from app.domain.person import ACTIVE, PLACE_KINDS, Fund, Place, Subject, Team
from app.domain.sentence import Sentence
from app.domain.setting import Setting
from app.domain.sighting import Sighting
from app.domain.staff import STATUSES
from app.domain.unmatched import Unmatched, find_unmatched
from app.services.import_condition import condition_names
from app.spreadsheets.reading import Sheet, split_text
from app.store.desk import Desk

UNITS = ("Bộ", "Cái", "Chiếc", "Hộp", "Tờ", "Quả", "Quyển", "Cuốn", "Con", "Cây", "Tấm", "Thùng",
         "Gói", "Đôi", "Cặp", "Mét", "Kg", "Lọ", "Máy", "Thanh", "Túi", "Bảng", "Đĩa")  # fmt: skip
SUBJECTS = ("Toán", "Tiếng Việt", "Tiếng Anh", "Ngoại ngữ", "Đạo đức", "Tự nhiên và Xã hội",
            "TN&XH", "Khoa học", "Lịch sử và Địa lí", "Lịch sử và Địa lý", "Tin học", "Công nghệ",
            "Tin học và Công nghệ", "Giáo dục thể chất", "Thể dục", "Âm nhạc", "Mĩ thuật",
            "Mỹ thuật", "Hoạt động trải nghiệm", "Dùng chung")  # fmt: skip
FUNDS = ("Được cấp", "Ngân sách", "Tự mua", "Cho tặng", "Tự làm", "Xã hội hoá")


@dataclass(frozen=True, slots=True)
class RememberedPairing:
    """Which fields a person paired with these headings before, None if nobody did."""

    key: str

    def answer(self, desk: Desk) -> tuple[str, ...] | None:
        """Return a field or "" for each column."""
        found = desk.find(Setting, key=self.key)
        return tuple(json.loads(found.row.value)) if found and found.row.value else None


@dataclass(frozen=True, slots=True)
class Pairing:
    """A pairing of columns that a person confirmed; kept with the import that used it."""

    key: str
    guesses: tuple[str, ...]

    @classmethod
    def of(cls, sighting: Sighting, guesses: Sequence[str]) -> Pairing | None:
        """Return what is worth remembering: a pairing other than the headings say."""
        if tuple(guesses) == sighting.guesses or not any(sighting.header.texts):
            return None
        return cls(sighting.key, tuple(guesses))

    def images(self, desk: Desk) -> tuple[Image, ...]:
        """Return the setting that changes, if it does."""
        wanted = Setting(self.key, json.dumps(self.guesses))
        found = desk.find(Setting, key=self.key)
        if found is None:
            return (desk.new(wanted)[1],)
        return () if found.row == wanted else (desk.changed(found, wanted),)


@dataclass(frozen=True, slots=True)
class UnmatchedWords:
    """The words of a list that no list of the book knows."""

    source: SchoolList

    def answer(self, desk: Desk) -> tuple[Unmatched, ...]:
        """Return them with suggestions; nothing is decided."""
        has_damaged = "damaged" in self.source.headings
        known = known_words(desk, self.source.kind, has_damaged=has_damaged)
        return find_unmatched(self.source, known, closed={"status", "condition"})


def known_words(desk: Desk, kind: str, *, has_damaged: bool = True) -> Mapping[str, Sequence[str]]:
    """Return, for each field that draws from a list, the words of the book and the usual ones.

    A list that has no column of the damaged may say of a whole row that it is.
    """
    if kind == "people":
        return {
            "team": [one.row.name for one in desk.every(Team, status=ACTIVE)],
            "status": [listed.name for listed in STATUSES.values()],
        }
    if kind == "places":
        return {"kind": PLACE_KINDS, "part_of": _places(desk)}
    if kind != "devices":
        return {}
    devices = [one.row for one in desk.every(Device, status="active")]
    listed = [one.row for one in desk.every(CatalogueItem)]
    return {
        "unit": _once(*UNITS, *(one.unit for one in devices), *(one.unit for one in listed)),
        "subject": _once(
            *SUBJECTS, *(one.row.name for one in desk.every(Subject)),
            *(one.subject for one in devices), *(one.subject for one in listed),
        ),
        "place": _places(desk),
        "team": [one.row.name for one in desk.every(Team, status=ACTIVE)],
        "fund": _once(
            *FUNDS, *(one.row.name for one in desk.every(Fund)), *(one.fund for one in devices)
        ),
        "condition": condition_names(has_damaged=has_damaged),
    }  # fmt: skip


def _places(desk: Desk) -> list[str]:
    return [one.row.name for one in desk.every(Place, status=ACTIVE)]


def _once(*words: str) -> list[str]:
    return [word for word in dict.fromkeys(words) if word]


def pasted_sheet(text: str) -> Sheet:
    """Return text copied from a spreadsheet as a sheet."""
    rows = split_text(Path("pasted"), text)
    if not any(any(row) for row in rows):
        raise Refused(
            Sentence("Nothing was copied. Choose the cells in Excel, press Ctrl+C, and paste.")
        )
    return Sheet("", 1, rows)
