"""The school's lists: registered, corrected, taken out of use, never deleted, undone whole."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.device import Device
from app.domain.fault import Refused
from app.domain.person import ACTIVE, UNUSED, Fund, PersonStatus, Subject
from app.domain.staff import STATUSES, read_staff_type, read_status
from app.services.classes import CorrectClass, RegisterClass
from app.services.counter import FoundPerson, Recognise
from app.services.devices import CorrectDevice, RegisterDevice
from app.services.lending import Item, Lend, ReturnItem, TakeBack
from app.services.lists import (
    ClassList,
    ClassView,
    ClassYears,
    PersonView,
    PickLists,
    PlaceList,
    PlaceView,
    StaffList,
    TeamList,
    TeamView,
    WordList,
)
from app.services.moving_up import PreviewMovingUp
from app.services.people import CorrectPerson, RegisterPerson
from app.services.places import CorrectPlace, RegisterPlace
from app.services.queries import Borrowers, FilterWords, Homeroom, Loans, OneDevice, Verify
from app.services.room import Action, Room
from app.services.teams import CorrectTeam, RegisterTeam
from app.services.undoing import Undo
from app.services.words import AdoptWords, CorrectWord, RegisterWord


def _person(room: Room, code: str) -> PersonView:
    return next(view for view in room.ask(StaffList()) if view.person.code == code)


def _team(room: Room, name: str) -> TeamView:
    return next(view for view in room.ask(TeamList()) if view.team.name == name)


def _class(room: Room, name: str, year: int = 2026) -> ClassView:
    return next(one for one in room.ask(ClassList(year)) if one.school_class.name == name)


def _place(room: Room, name: str) -> PlaceView:
    return next(view for view in room.ask(PlaceList()) if view.place.name == name)


def _refuses(room: Room, action: Action[object], where: str, words: str) -> None:
    """See an action refused in words at its field, the book as it was."""
    before = room.ask(Verify())
    with pytest.raises(Refused, match=words) as refused:
        room.run(action)
    assert refused.value.where == where
    assert room.ask(Verify()) == before


def test_somebody_is_corrected_in_one_entry_and_put_back_whole(school: Room) -> None:
    before = _person(school, "GV001")
    outcome = school.run(
        CorrectPerson("gv001", "Nguyễn Thị Ánh Nguyệt", "Tổ 1", "10", "0012345678")
    )
    after = _person(school, "GV001")
    assert (after.person.name, after.team) == ("Nguyễn Thị Ánh Nguyệt", "Tổ 1")
    assert after.person.official_code == "0012345678"
    assert after.person.staff_type == "Nhân viên thiết bị"
    school.run(Undo("Nhầm", outcome.entry))
    assert _person(school, "GV001") == before
    assert "Tổ 1" not in {view.team.name for view in school.ask(TeamList())}
    assert school.ask(Verify()).ok


@pytest.mark.parametrize("status", [one for one in STATUSES if one != PersonStatus.ACTIVE])
def test_every_status_of_the_sector_can_be_said_and_undone(
    school: Room, status: PersonStatus
) -> None:
    school.run(CorrectPerson("GV003", status=status))
    assert _person(school, "GV003").person.status == status
    borrowers = {one.code for one in school.ask(Borrowers())[1]}
    working = status in {PersonStatus.RETIRING, PersonStatus.ARRIVED}
    assert ("GV003" in borrowers) == working == _person(school, "GV003").used
    found = school.ask(Recognise("le thi dao"))
    assert any(isinstance(one, FoundPerson) for one in found) == working
    school.run(Undo("Nhầm"))
    assert _person(school, "GV003").person.status == PersonStatus.ACTIVE


def test_who_leaves_with_devices_is_told_and_the_return_is_taken(school: Room) -> None:
    loan = school.run(Lend((Item("TB00001"), Item("TB00003", 5)), "3A")).value.loan
    assert (_person(school, "GV001").held, _class(school, "3A").held) == (6, 6)
    outcome = school.run(CorrectPerson("GV001", status=PersonStatus.TRANSFERRED))
    assert str(outcome.sentence) == (
        "GV001 Nguyễn Thị Ánh: Moved to another school. Still has 6 devices, to be taken back"
    )
    assert school.ask(Homeroom(_class(school, "3A").school_class.code)) is None
    with pytest.raises(Refused, match="no longer works"):
        school.run(Lend((Item("TB00002"),), "3A"))
    school.run(TakeBack((ReturnItem("TB00001"), ReturnItem("TB00003"))))
    assert _person(school, "GV001").held == 0
    (slip,) = school.ask(Loans(loan=loan))
    assert (slip.teacher, slip.teacher_name) == ("GV001", "Nguyễn Thị Ánh")


def test_a_class_is_not_handed_on_to_who_left(school: Room) -> None:
    def next_keeper() -> str:
        (move,) = [one for one in school.ask(PreviewMovingUp(2026)).moves if one.was == "3B"]
        return f"{move.name} {move.homeroom}"

    school.run(RegisterClass("3B", 3, 2026))
    assert next_keeper() == "4B GV002"
    school.run(CorrectPerson("GV002", status=PersonStatus.RETIRED))
    assert next_keeper() == "4B "


def test_official_codes_are_text_of_their_own(school: Room) -> None:
    school.run(CorrectPerson("GV001", official_code=" 0000123456 "))
    assert _person(school, "GV001").person.official_code == "0000123456"
    taken = CorrectPerson("GV002", official_code="0000123456")
    _refuses(school, taken, "official_code", "that of GV001 Nguyễn Thị Ánh")
    _refuses(school, RegisterPerson("Ai đó", official_code="0000123456"), "official_code", "GV001")
    school.run(CorrectPerson("GV002", official_code="123456"))
    school.run(CorrectPerson("GV001", status=PersonStatus.LEFT))
    _refuses(school, taken, "official_code", "GV001")
    school.run(CorrectPerson("GV001", official_code=""))
    school.run(taken)
    assert _person(school, "GV002").person.official_code == "0000123456"


def test_a_class_has_its_official_code_once_a_year(school: Room) -> None:
    school.run(CorrectClass(_class(school, "3A").school_class.code, None, official_code="00731"))
    four_b = _class(school, "4B").school_class.code
    _refuses(school, CorrectClass(four_b, None, official_code="00731"), "official_code", "3A")
    school.run(RegisterClass("3A", 3, 2027, official_code="00731"))
    assert school.ask(ClassYears()) == [2027, 2026]


def test_a_class_is_corrected_and_one_of_a_past_year_is_not(school: Room) -> None:
    code = _class(school, "3A").school_class.code
    school.run(CorrectClass(code, 34, "3A1", 3, "Lê Thị Đào · GV003", "007"))
    view = _class(school, "3A1")
    assert (view.school_class.code, view.school_class.pupils) == (code, 34)
    assert view.homeroom is not None
    assert view.homeroom.code == "GV003"
    _refuses(school, CorrectClass(code, 34, "4b"), "name", "already")
    _refuses(school, CorrectClass(code, 34, homeroom="Ai đó"), "homeroom", "Nobody who works")
    _refuses(school, CorrectClass(code, 34, grade=6), "grade", "1 to 5")
    _refuses(school, CorrectClass(code, -1), "pupils", "0 or more")
    school.run(RegisterClass("3C", 3, 2025))
    past = _class(school, "3C", 2025).school_class.code
    _refuses(school, CorrectClass(past, 30, "3D"), "name", "2025-2026, which is over")


def test_a_class_out_of_use_leaves_the_pickers_and_keeps_its_loan(school: Room) -> None:
    school.run(Lend((Item("TB00001"),), "3A"))
    code = _class(school, "3A").school_class.code
    outcome = school.run(CorrectClass(code, None, status=UNUSED))
    assert "Still has 1 devices" in str(outcome.sentence)
    assert [one.name for one in school.ask(Borrowers())[0]] == ["4B"]
    school.run(TakeBack((ReturnItem("TB00001"),)))
    school.run(CorrectClass(code, None, status=ACTIVE))
    assert [one.name for one in school.ask(Borrowers())[0]] == ["3A", "4B"]


def test_two_of_one_name_are_told_apart_by_code(school: Room) -> None:
    school.run(RegisterPerson("Lê Thị Đào", "Tổ 5"))
    code = _class(school, "4B").school_class.code
    _refuses(school, CorrectClass(code, None, homeroom="le thi dao"), "homeroom", "GV003, GV004")
    school.run(CorrectClass(code, None, homeroom="Lê Thị Đào · GV004"))
    homeroom = _class(school, "4B").homeroom
    assert homeroom is not None
    assert homeroom.code == "GV004"


def test_a_team_has_a_head_and_leaves_the_pick_lists(school: Room) -> None:
    school.run(CorrectTeam("Tổ 3", "Tổ Ba", "GV002"))
    view = _team(school, "Tổ Ba")
    assert view.head is not None
    assert (view.head.code, view.members) == ("GV002", 3)
    assert _person(school, "GV001").team == "Tổ Ba"
    school.run(CorrectTeam("to ba", status=UNUSED))
    assert school.ask(PickLists()).teams == ()
    assert _person(school, "GV001").team == "Tổ Ba"
    _refuses(school, RegisterTeam("TỔ BA"), "name", "no longer used")
    school.run(CorrectPerson("GV001", "Nguyễn Ánh", "Tổ Ba"))
    assert not _team(school, "Tổ Ba").used
    school.run(RegisterPerson("Người Mới", "tổ ba"))
    assert _team(school, "Tổ Ba").used


def test_a_place_is_part_of_another_but_never_of_itself(school: Room) -> None:
    school.run(CorrectPlace(_place(school, "Kho").place.code, kind="Kho"))
    school.run(RegisterPlace("Tủ 1", "Tủ", "kho"))
    school.run(RegisterPlace("Kệ 1", "Kệ", "Tủ 1"))
    assert (_place(school, "Kệ 1").part_of, _place(school, "Kho").devices) == ("Tủ 1", 1)
    kho = _place(school, "Kho").place.code
    _refuses(school, CorrectPlace(kho, part_of="Kệ 1"), "part_of", "part of it")
    _refuses(school, CorrectPlace(kho, part_of="Kho"), "part_of", "part of it")
    _refuses(school, CorrectPlace(kho, part_of="Sân"), "part_of", "not in the list")
    _refuses(school, RegisterPlace("KE 1"), "name", "Kệ 1.* in the list already")


def test_a_place_out_of_use_keeps_its_devices_until_it_is_named_again(school: Room) -> None:
    kho = _place(school, "Kho").place.code
    outcome = school.run(CorrectPlace(kho, status=UNUSED))
    assert str(outcome.sentence) == "Kho is no longer used; 1 devices still name it"
    assert school.ask(FilterWords())["place"] == []
    school.run(CorrectDevice("TB00001", {"note": "mới"}, "Kho"))
    assert not _place(school, "Kho").used
    school.run(CorrectDevice("TB00002", {}, "kho"))
    assert (_place(school, "Kho").used, _place(school, "Kho").devices) == (True, 2)
    school.run(Undo("Nhầm"))
    assert (_place(school, "Kho").used, _place(school, "Kho").devices) == (False, 1)
    assert school.ask(Verify()).ok


def test_renaming_a_subject_renames_it_for_its_devices_with_one_undo(school: Room) -> None:
    school.run(RegisterDevice(Device("", "Thước", subject="TOÁN")))
    school.run(RegisterWord(Subject, "Toán"))
    before = [school.ask(OneDevice(code)).view.device for code in ("TB00003", "TB00005")]
    outcome = school.run(CorrectWord(Subject, "Toán", "Toán học"))
    assert str(outcome.sentence) == "Toán is called Toán học now, for 2 devices too"
    after = [school.ask(OneDevice(code)).view.device for code in ("TB00003", "TB00005")]
    assert after == [replace(device, subject="Toán học") for device in before]
    assert [view.name for view in school.ask(WordList(Subject))] == ["Toán học"]
    school.run(Undo("Nhầm"))
    assert [school.ask(OneDevice(one.code)).view.device for one in before] == before
    assert [(one.name, one.devices) for one in school.ask(WordList(Subject))] == [("Toán", 1)]
    assert school.ask(Verify()).ok


def test_words_of_the_devices_become_the_list_once(school: Room) -> None:
    school.run(CorrectDevice("TB00002", {"subject": "toan", "fund": "Được cấp"}))
    assert school.run(AdoptWords(Subject)).value == 2
    assert school.run(AdoptWords(Fund)).value == 1
    assert school.ask(PickLists()).funds == ("Được cấp",)
    with pytest.raises(Refused, match="already"):
        school.run(AdoptWords(Fund))
    school.run(CorrectWord(Fund, "Được cấp", status=UNUSED))
    assert school.ask(PickLists()).funds == ()
    assert school.ask(OneDevice("TB00002")).view.device.fund == "Được cấp"


@pytest.mark.parametrize(
    ("register", "again", "blank"),
    [
        (RegisterTeam("Tổ Hoạ"), RegisterTeam("to  hoa"), RegisterTeam(" ")),
        (RegisterPlace("Tủ Đồ"), RegisterPlace("TỦ ĐỒ"), RegisterPlace("")),
        (RegisterWord(Subject, "Mĩ thuật"), RegisterWord(Subject, "Mi\u0303 thua\u0323\u0302t"),
         RegisterWord(Subject, "")),
        (RegisterWord(Fund, "Cho tặng"), RegisterWord(Fund, "cho tang"), RegisterWord(Fund, "")),
    ],
    ids=("team", "place", "subject", "fund"),
)  # fmt: skip
def test_a_name_stands_once_and_a_blank_one_never(
    room: Room, register: Action[str], again: Action[str], blank: Action[str]
) -> None:
    room.run(register)
    _refuses(room, again, "name", "in the list already")
    _refuses(room, blank, "name", "needed")
    room.run(Undo("Nhầm"))
    room.run(again)


@pytest.mark.parametrize(
    ("text", "status"),
    [("01", "active"), ("1", "active"), ("01 Đang làm việc", "active"),
     ("da chuyen di", "transferred"), ("08. Thôi việc", "left"), ("Bận", None), ("99", None)],
)  # fmt: skip
def test_a_status_is_known_by_code_and_words(text: str, status: str | None) -> None:
    assert read_status(text) == status


@pytest.mark.parametrize(
    ("text", "said"),
    [("10", "Nhân viên thiết bị"), ("10 Nhân viên thiết bị", "Nhân viên thiết bị"),
     ("hieu truong", "Hiệu trưởng"), ("Tổng phụ trách", "Tổng phụ trách"), ("", ""), ("77", None)],
)  # fmt: skip
def test_a_staff_type_is_known_by_code_and_words(text: str, said: str | None) -> None:
    assert read_staff_type(text) == said


_CODES = st.sampled_from(["", "001", "01", "1", "0001"])
_NAMES = st.sampled_from(["Toán", "toan", "Kho", "Tủ", "3A", "3a", "GV001"])
_PEOPLE = st.sampled_from(["GV001", "GV002", "GV003"])
_EDITS = st.one_of(
    st.builds(RegisterPerson, _NAMES, code=st.sampled_from(["", "GV001"]), official_code=_CODES),
    st.builds(CorrectPerson, _PEOPLE, _NAMES, official_code=_CODES,
              status=st.sampled_from(PersonStatus).filter(lambda one: one != "cancelled")),
    st.builds(RegisterClass, _NAMES, st.integers(1, 5), st.just(2026), official_code=_CODES),
    st.builds(CorrectClass, st.sampled_from(["LH001", "LH002"]), st.none(), _NAMES,
              official_code=_CODES, status=st.sampled_from([ACTIVE, UNUSED])),
    st.builds(RegisterPlace, _NAMES, code=st.sampled_from(["", "VT001"])),
    st.builds(CorrectPlace, st.sampled_from(["VT001", "VT002"]), _NAMES, part_of=_NAMES),
    st.builds(RegisterWord, st.just(Subject), _NAMES),
    st.builds(CorrectWord, st.just(Subject), _NAMES, _NAMES,
              st.sampled_from([ACTIVE, UNUSED])),
    st.builds(Undo, st.just("Nhầm")),
)  # fmt: skip


def _standing(room: Room) -> dict[str, list[str]]:
    """Return the codes and names that stand, list by list."""
    people = [view.person for view in room.ask(StaffList())]
    classes = [view.school_class for view in room.ask(ClassList(2026))]
    places = [view.place for view in room.ask(PlaceList())]
    return {
        "people": [one.code for one in people],
        "official codes of people": [one.official_code for one in people if one.official_code],
        "classes": [one.code for one in classes],
        "official codes of classes": [one.official_code for one in classes if one.official_code],
        "names of classes": [one.name.lower() for one in classes],
        "places": [one.code for one in places],
        "names of places": [one.name.lower() for one in places],
    }


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(edits=st.lists(_EDITS, min_size=1, max_size=12))
def test_codes_are_unique_and_never_change_whatever_is_edited(
    school: Room, edits: list[Action[object]]
) -> None:
    """Điều 6.3, over every road that edits a list."""
    codes = ("people", "classes", "places")
    for edit in edits:
        before = _standing(school)
        try:
            school.run(edit)
        except Refused:
            assert _standing(school) == before
        after = _standing(school)
        for name, values in after.items():
            assert len(set(values)) == len(values), name
        if not isinstance(edit, Undo):
            assert all(set(before[name]) <= set(after[name]) for name in codes)
    assert school.ask(Verify()).ok


def test_a_place_in_use_is_found_before_one_called_off(room: Room) -> None:
    room.run(RegisterPlace("Kho"))
    room.run(Undo("Nhầm"))
    again = room.run(RegisterPlace("Kho")).value
    room.run(RegisterDevice(Device("", "Loa"), place="Kho"))
    assert [(one.place.code, one.devices) for one in room.ask(PlaceList())] == [(again, 1)]
