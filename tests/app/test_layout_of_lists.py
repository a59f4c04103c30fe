"""Lists, reports and plans drawn from a book of long names, measured as the other papers are."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

import pytest

import app.services
from app.domain.care import CareKind
from app.domain.device import Device, Kind
from app.domain.period import Period
from app.domain.setting import School
from app.services.care import CareItem, MarkCareDone
from app.services.care_papers import PrintCareBook, PrintCarePlan
from app.services.care_plans import MakeCarePlan
from app.services.classes import RegisterClass
from app.services.devices import RegisterDevice
from app.services.lending import Item, Lend
from app.services.people import DescribeSchool, RegisterPerson
from app.services.report_files import PrintReport
from app.services.report_kinds import KINDS
from app.services.room import Question, Room
from app.services.showing import PrintShown, Shown
from app.services.slips import PrintMonthList
from tests.app.papers import TEACHER, WHOLE, WORDS
from tests.app.printed import Box, PrintedPage, read_pages
from tests.conftest import Clock

_MANY = 24  # devices: enough for a second page
_BY_NAME = {"subject", "place"}  # the other groups of a book whose names are long are short
_QUALITY: tuple[str, ...] = ()
_YEAR = Period(date(2026, 9, 1), date(2027, 5, 31))
# What each question draws is measured in test_layout, under the function that draws it.
_MEASURED_THERE = {
    "PrintLoanSlip", "PrintReturnSlips", "PrintReminders", "PrintSlip", "PrintMinutes",
    "PrintCountSheet", "PrintAssetSheet", "PrintLabels", "PrintTestPage", "PrintMonth",
    "PrintTeamReminders", "PrintReconciliation", "DrawAccountSlip",
    "PrintAgain", "BoundPack",  # any of the others
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Kind:
    """A question whose columns are its own, and its headings."""

    question: Callable[[Room], Question[bytes]]
    headings: tuple[str, ...]
    says: tuple[str, ...]


def _report(room: Room, *, name: str, by: str) -> Question[bytes]:
    return PrintReport(room.ask(KINDS[name].of(_YEAR, by)))


def _shown(_room: Room) -> Question[bytes]:
    names = (WHOLE, WORDS, *(f"Bộ số {at}" for at in range(60)))
    rows = tuple((f"TB{at:05d}", name, TEACHER, at) for at, name in enumerate(names))
    return PrintShown(Shown("Danh sách", ("Mã thiết bị", "Tên thiết bị", "Giáo viên", "SL"), rows))


_KINDS = {
    "PrintMonthList": _Kind(
        lambda _room: PrintMonthList("2026-11"),
        ("Phiếu", "Ngày mượn", "Lớp", "Giáo viên", "Tên thiết bị", "Chưa trả"),
        (WHOLE, WORDS, TEACHER),
    ),
    "PrintShown": _Kind(
        _shown, ("STT", "Mã thiết bị", "Giáo viên"), (WHOLE, WORDS, TEACHER, "Bộ số 59")
    ),
    "PrintCarePlan": _Kind(
        lambda _room: PrintCarePlan(_YEAR),
        ("STT", "Nơi để", "Nội dung", "Người làm", "Đến hạn", "Ngày làm", "Kết quả"),
        (WHOLE, WORDS),
    ),
    "PrintCareBook": _Kind(
        lambda _room: PrintCareBook(),
        ("STT", "Ngày", "Người làm", "Kết quả", "Chi phí (đồng)", "Ghi chú"),
        (WHOLE, WORDS),
    ),
    **{
        f"PrintReport {name} {by}": _Kind(
            partial(_report, name=name, by=by), _QUALITY, (WORDS if by in _BY_NAME else TEACHER,)
        )
        for name, kind in KINDS.items()
        for by in kind.groupings
    },
}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[PrintedPage]]:
    """Return every list, drawn once from a book of hard names."""
    room = Room.make(tmp_path_factory.mktemp("layout") / "book", Clock(), "thu")
    _fill(room)
    drawn = {name: read_pages(room.ask(kind.question(room))) for name, kind in _KINDS.items()}
    room.leave()
    return drawn


def _whole(first: Box, last: Box) -> bool:
    """Return whether a word ends on the line where it begins."""
    return abs(first.bottom - last.bottom) < first.size * 0.7


def _fill(room: Room) -> None:
    room.run(DescribeSchool(School("Trường Tiểu học Hoa Phượng", keeper=TEACHER)))
    teacher = room.run(RegisterPerson(TEACHER, WORDS)).value
    room.run(RegisterClass("3A", 3, 2026, teacher))
    names = (WHOLE, WORDS, *(f"Bộ số {at}" for at in range(_MANY)))
    codes = [
        room.run(RegisterDevice(Device("", name, Kind.PIECE, subject=WORDS), place=WORDS)).value
        for name in names
    ]
    room.run(Lend(tuple(Item(code) for code in codes), "3A"))
    plans = [room.run(MakeCarePlan(CareKind.CHECK, 3, device=code)).value for code in codes]
    items = tuple(CareItem(plan, code) for plan, code in zip(plans, codes, strict=True))
    room.run(MarkCareDone(items))


def test_every_question_that_draws_is_measured() -> None:
    names = [one.name for one in pkgutil.iter_modules(app.services.__path__)]
    modules = [importlib.import_module(f"app.services.{name}") for name in names]
    drawing = {
        name
        for module in modules
        for name, one in inspect.getmembers(module, inspect.isclass)
        if one.__module__ == module.__name__
        and not getattr(one, "_is_protocol", False)
        and not name.startswith("Save")  # a workbook
        and "answer" in vars(one)
        and vars(one)["answer"].__annotations__["return"] == "bytes"
    }
    assert drawing == _MEASURED_THERE | {name.split()[0] for name in _KINDS}


@pytest.mark.parametrize("kind", _KINDS)
def test_nothing_lies_outside_the_margins(kind: str, pages: dict[str, list[PrintedPage]]) -> None:
    for page in pages[kind]:
        left, top, right, bottom = page.edges()
        assert 29 <= left <= 36
        assert min(top, bottom) >= 19
        assert right >= 14


@pytest.mark.parametrize("kind", _KINDS)
def test_no_word_is_crossed_covered_or_lost(kind: str, pages: dict[str, list[PrintedPage]]) -> None:
    said = "".join(page.said for page in pages[kind])
    for page in pages[kind]:
        assert page.crossed() == []
        assert page.covered() == []
    assert [words for words in _KINDS[kind].says if "".join(words.split()) not in said] == []


@pytest.mark.parametrize("kind", _KINDS)
def test_no_heading_is_broken_in_the_middle_of_a_word(
    kind: str, pages: dict[str, list[PrintedPage]]
) -> None:
    words = [word for heading in _KINDS[kind].headings for word in heading.split()]
    said = "".join(page.said for page in pages[kind])
    assert [word for word in words if word not in said] == []
    for page in pages[kind][1:]:
        assert [one for one in words if one in page.said and not _whole(*page.spot(one))] == []
