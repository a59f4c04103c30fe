"""What is typed or pasted into the texts of an action is refused or kept: nothing else happens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.domain.device import Device
from app.domain.fault import Refused
from app.domain.notice import NoticeTopic
from app.domain.person import Subject
from app.domain.setting import School
from app.services.classes import RegisterClass
from app.services.counter import CounterLine, Recognise, Slip
from app.services.devices import CorrectDevice, ReceiveMore, RegisterDevice
from app.services.kept_slip import keep_slip, kept_slip
from app.services.kits import MakeKit
from app.services.lending import Item, Lend, ReturnItem, TakeBack
from app.services.mending import MendHere
from app.services.month_acts import ReturnMonth
from app.services.notices import NoteChange
from app.services.people import CorrectPerson, DescribeSchool, RegisterPerson
from app.services.places import RegisterPlace
from app.services.plans import RegisterPlan
from app.services.queries import History, Verify
from app.services.room import Room
from app.services.settings import CorrectSchoolCode, SetSchoolCode
from app.services.showing import PrintShown, SaveShown, Shown
from app.services.stocktakes import OpenStocktake
from app.services.teams import RegisterTeam
from app.services.timetable import SetBells
from app.services.transfer import TransferOut
from app.services.undoing import Undo
from app.services.words import RegisterWord
from tests.conftest import TODAY

HOSTILE = {
    "a page of letters": "a" * 60_000,
    "marks": "ả" + "\u0323\u0302" * 5_000,
    "controls": "a\x00\x01\x1b[31m\x7f\r\n\tb",
    "directions": "\u202eabc\u202c \u200f\u2066x",
    "half a character": "\ud800 nửa",
    "pictures": "\U0001f4a5\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "code": "<b>&amp;</b>]]>%s{0}{file}'\";--",
    "digits": "9" * 5_000,
    "other digits": "²٣½",
    "no characters": "\ufffe\uffff",
    "blank": " \u00a0\u3000",
}
ACTS: tuple[Callable[[str], Any], ...] = (
    lambda said: RegisterDevice(
        Device("", said, specification=said, country=said, unit=said, note=said, grades=said),
        place=said, team=said,
    ),
    lambda said: RegisterDevice(Device(said, "Máy")),
    lambda said: CorrectDevice("TB00001", {"name": said, "note": said, "official_code": said}),
    lambda said: CorrectDevice(said, {}),
    lambda said: ReceiveMore("TB00003", 1, document_number=said),
    lambda said: RegisterPerson(said, said, staff_type=said, official_code=said),
    lambda said: RegisterPerson("Tên", code=said),
    lambda said: CorrectPerson("GV001", name=said, team=said),
    lambda said: RegisterClass(said, 3, 2026, official_code=said),
    RegisterTeam,
    lambda said: RegisterPlace(said, said, said),
    lambda said: RegisterWord(Subject, said),
    lambda said: DescribeSchool(School(said, keeper=said)),
    SetSchoolCode,
    lambda said: CorrectSchoolCode("79000701", said),
    lambda said: SetBells(said, said),
    lambda said: MakeKit(said, (Item("TB00001"),)),
    lambda said: Lend((Item("TB00003", 1),), "3A", lesson=said, period=said, subject=said,
                      ppct=said, fetched_by=said),
    lambda said: Lend((Item(said),), said, said),
    lambda said: TakeBack((ReturnItem("TB00004", 1, note=said),), note=said),
    lambda said: RegisterPlan("GV001", "3A", TODAY, (Item("TB00003", 1),), lesson=said, ppct=said,
                              session=said, subject=said),
    lambda said: MendHere("TB00004", 1, how=said),
    lambda said: OpenStocktake(note=said, committee=((said, said),)),
    lambda said: TransferOut((Item("TB00002"),), said, decision=said, note=said),
    lambda said: NoteChange(next(iter(NoticeTopic)), said),
    lambda said: ReturnMonth(said, said),
    Undo,
)  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_every_text_is_refused_or_kept(school: Room, name: str) -> None:
    said, kept = HOSTILE[name], 0
    for make in ACTS:
        try:
            school.run(make(said))
        except Refused as refused:
            refusal = refused.sentence.text
        else:
            kept, refusal = kept + 1, "."
        assert refusal.endswith((".", "”"))
    assert kept == 0 if name == "half a character" else kept > 0
    assert school.ask(Verify()).ok
    assert len(list(school.ask(History()))) >= kept


@pytest.mark.parametrize("name", [one for one in HOSTILE if one != "half a character"])
def test_every_text_can_be_searched_printed_and_saved(
    school: Room, tmp_path: Path, name: str
) -> None:
    said = HOSTILE[name][:40_000]
    school.ask(Recognise(said))
    shown = Shown(said[:200], (said[:200], "Số"), ((said, 1), (said, 2)))
    school.issue(SaveShown(shown), tmp_path / "danh sách.xlsx")
    school.issue(PrintShown(shown), tmp_path / "danh sách.pdf")
    assert school.ask(Verify()).ok


def test_half_a_character_is_refused_wherever_it_is_asked(school: Room) -> None:
    with pytest.raises(Refused, match="half of a character"):
        school.ask(Recognise("\ud800"))
    assert school.ask(Recognise("20" * 3_000 + "*TB00001")) == []
    assert school.ask(Recognise("PM" + "9" * 30)) == []


def test_a_kept_slip_with_a_quality_nobody_knows_is_no_slip(tmp_path: Path) -> None:
    line = CounterLine("TB00001", "Máy chiếu", "Bộ", 1, 1, loan=1, quality="good")
    for quality, kept in (("good", (line,)), ("&", ())):
        keep_slip(tmp_path, Slip(lines=(replace(line, quality=quality),)))
        assert kept_slip(tmp_path).lines == kept
