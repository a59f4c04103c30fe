"""Who may do what: each role at the door, act by act (Điều 2.1, 7.4, 9.2, 14)."""

from __future__ import annotations

import importlib
import inspect
import io
import json
import pkgutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import app.services
from app.cli import main
from app.domain.account import Right, Role
from app.domain.fault import Refused
from app.domain.limit import LimitName
from app.domain.secret import Secret
from app.domain.setting import School
from app.services.accounts import AddAccount, RetireAccount
from app.services.adjustment import Adjust
from app.services.backups import ChooseBackupPlace
from app.services.confirming import ConfirmMonth
from app.services.counting import Count
from app.services.devices import CorrectDevice
from app.services.disposals import DecideDisposal, ProposeDisposal
from app.services.lending import Item, Lend
from app.services.limits import SetLimit
from app.services.month_acts import ReturnMonth, SubmitMonth
from app.services.people import DescribeSchool, RegisterPerson
from app.services.queries import Devices
from app.services.restoring import restore
from app.services.rights import right_to_ask, right_to_run
from app.services.room import Action, Room
from app.services.teams import RegisterTeam
from app.services.undoing import Undo
from app.services.upload_answers import MarkUploaded
from tests.conftest import Clock

PIN = "483920"
_PEOPLE = {
    Role.PRINCIPAL: "GV001", Role.KEEPER: "GV002", Role.ADMIN: "GV003",
    Role.TEAM_HEAD: "GV004", Role.READER: "GV005",
}  # fmt: skip
_LEND = Lend((Item("TB00001"),), "3A")
_DAY = date(2026, 12, 1)

# What each act is, and who may do it; written down here, and nowhere read from.
_ACTS: dict[str, tuple[Action[object], str]] = {
    "lend": (_LEND, "keeper"),
    "lend, late": (Adjust(_LEND), "keeper"),
    "correct a device": (CorrectDevice("TB00001", {"name": "Máy chiếu 2"}), "keeper"),
    "propose a disposal": (ProposeDisposal((), "hỏng"), "keeper"),
    "decide a disposal": (DecideDisposal(1, (), "", ""), "principal"),
    "count": (Count(1, ()), "keeper"),
    "register a team": (RegisterTeam("Tổ 9"), "keeper admin"),
    "mark an upload": (MarkUploaded(1), "keeper admin"),
    "submit a month": (SubmitMonth("2026-10"), "keeper"),
    "confirm a month": (ConfirmMonth("2026-10", "GV004"), "principal admin team_head"),
    "return a month": (ReturnMonth("2026-10", "sai"), "principal"),
    "amend a limit": (SetLimit(next(iter(LimitName)), 3, _DAY), "principal"),
    "describe the school": (DescribeSchool(School("Hoa Phượng")), "principal admin"),
    "take an account back": (RetireAccount("GV009"), "principal admin"),
    "choose where copies go": (ChooseBackupPlace(None), "principal admin keeper"),
}


def _give_accounts(room: Room) -> None:
    for name in ("Phạm Thu Hà", "Đỗ Văn Minh"):
        room.run(RegisterPerson(name, "Tổ 3"))
    room.run(AddAccount("GV001", Role.PRINCIPAL, Secret(PIN), settled=True))
    room.sign_in("GV001", Secret(PIN))
    for role, code in _PEOPLE.items():
        if role is not Role.PRINCIPAL:
            room.run(AddAccount(code, role, Secret(PIN), settled=True))
    room.sign_out()


@pytest.fixture
def peopled(school: Room) -> Room:
    """Open the school, with an account of each role."""
    _give_accounts(school)
    return school


def _classes(method: str) -> Iterator[type]:
    for found in pkgutil.iter_modules(app.services.__path__):
        module = importlib.import_module(f"app.services.{found.name}")
        for one in vars(module).values():
            if inspect.isclass(one) and one.__module__ == module.__name__ and hasattr(one, method):
                yield one


def test_every_act_and_question_asks_for_a_right() -> None:
    # One wraps another and asks for its right; two have a way in of their own; one is a form.
    apart = {"Action", "Adjust", "ChangeSecret", "Recover", "Tried"}
    for one in _classes("draft"):
        if one.__name__ not in apart:
            assert right_to_run(object.__new__(one))
    for one in _classes("answer"):
        assert right_to_ask(object.__new__(one))


def _refused(room: Room, action: Action[object]) -> bool:
    """Return whether the door itself refused; what an act finds wrong is another matter."""
    try:
        room.run(action)
    except Refused as refused:
        return refused.where == "rights"
    return False


def test_each_role_does_what_is_its_own_and_nothing_else(peopled: Room) -> None:
    for role, code in _PEOPLE.items():
        peopled.sign_in(code, Secret(PIN))
        for name, (action, allowed) in _ACTS.items():
            may = role.value in allowed.split()
            assert _refused(peopled, action) is not may, (role, name)
            assert (peopled.may(right_to_run(action)) is None) is may
        assert peopled.ask(Devices())


def test_undoing_asks_for_the_right_to_what_was_done(peopled: Room) -> None:
    undo = Undo("sai", 2)  # a person, registered
    for role in (Role.READER, Role.TEAM_HEAD, Role.PRINCIPAL):
        peopled.sign_in(_PEOPLE[role], Secret(PIN))
        assert _refused(peopled, undo), role
    peopled.sign_in(_PEOPLE[Role.ADMIN], Secret(PIN))
    assert not _refused(peopled, undo)


def test_only_who_may_restores(peopled: Room, tmp_path: Path) -> None:
    for role, code in _PEOPLE.items():
        peopled.sign_in(code, Secret(PIN))
        with pytest.raises(Refused) as refused:
            restore(peopled, tmp_path / "nowhere.stb")
        assert refused.value.where == ("file" if role in {Role.PRINCIPAL, Role.ADMIN} else "rights")


def test_nobody_signed_in_does_nothing(peopled: Room) -> None:
    for action, _allowed in _ACTS.values():
        with pytest.raises(Refused, match="Sign in"):
            peopled.run(action)
    with pytest.raises(Refused, match="Sign in"):
        peopled.ask(Devices())


def _line(monkeypatch: pytest.MonkeyPatch, folder: Path, lines: str, *arguments: str) -> int:
    monkeypatch.setattr("sys.stdin", io.StringIO(lines))
    return main(["--data", str(folder), "--json", *arguments])


def test_the_command_line_asks_too(
    peopled: Room,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    del clock
    folder = peopled.folder
    peopled.leave()
    assert _line(monkeypatch, folder, "", "devices") == 1
    assert json.loads(capsys.readouterr().out)["error"]["where"] == "as"
    asked = ("--pin-stdin", "lend", "TB00001", "--class", "3A")
    assert _line(monkeypatch, folder, f"{PIN}\n", "--as", "GV005", *asked) == 1
    assert json.loads(capsys.readouterr().out)["error"]["where"] == "rights"
    assert _line(monkeypatch, folder, f"{PIN}\n", "--as", "GV005", "--pin-stdin", "devices") == 0
    assert PIN not in capsys.readouterr().out


# What each command line does, and who may.
_LINES: tuple[tuple[str, str], ...] = (
    ("lend TB00001 --class 3A", "keeper"),
    ("take-back TB00001", "keeper"),
    ("stocktake open", "keeper"),
    ("import devices @list.csv", "keeper admin"),
    ("undo 2 --reason sai", "keeper admin"),
    ("upload make", "keeper admin"),
    ("notice settle 1 --day 2026-11-24", "keeper admin"),
    ("report stock --pdf @stock.pdf", "keeper principal admin team_head"),
    ("month 2026-10 submit", "keeper"),
    ("month 2026-10 confirm --by GV004", "principal admin team_head"),
    ("month 2026-10 return --note sai", "principal"),
    ("month 2026-10 approve", "principal"),
    ("backup --to @drive", "keeper principal admin"),
    ("restore @nowhere.stb", "principal admin"),
    ("account list", "principal admin"),
    ("account reset GV009", "principal admin"),
    ("history", "keeper principal admin team_head reader"),
)


@pytest.mark.parametrize("role", list(Role))
def test_each_command_is_for_whom_it_is(
    peopled: Room,
    tmp_path: Path,
    role: Role,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    peopled.leave()
    (tmp_path / "drive").mkdir()
    (tmp_path / "list.csv").write_text("Tên thiết bị,Số lượng\nBảng,1\n", encoding="utf-8")
    for line, allowed in _LINES:
        words = [str(tmp_path / word[1:]) if word[0] == "@" else word for word in line.split()]
        _line(monkeypatch, peopled.folder, f"{PIN}\n", "--as", _PEOPLE[role], "--pin-stdin", *words)
        answer = json.loads(capsys.readouterr().out)
        refused = answer.get("error", {}).get("where") == "rights"
        assert refused is (role.value not in allowed.split()), line


# Who has which right, as the school is told; read from nowhere.
_TABLE = {
    "door": "keeper principal admin team_head reader",
    "read": "keeper principal admin team_head reader",
    "counter": "keeper",
    "register": "keeper",
    "upkeep": "keeper",
    "count": "keeper",
    "decide": "principal",
    "lists": "keeper admin",
    "import": "keeper admin",
    "provide": "keeper principal admin team_head",
    "upload": "keeper admin",
    "submit": "keeper",
    "confirm": "principal admin team_head",
    "approve": "principal",
    "limits": "principal",
    "settings": "principal admin",
    "accounts": "principal admin",
    "copy": "keeper principal admin",
    "restore": "principal admin",
}


def test_the_table_of_rights_is_the_one_that_is_written_here(peopled: Room) -> None:
    assert set(_TABLE) == {right.value for right in Right}
    for role, code in _PEOPLE.items():
        peopled.sign_in(code, Secret(PIN))
        may = {right.value for right in Right if peopled.may(right) is None}
        assert may == {right for right, roles in _TABLE.items() if role.value in roles.split()}
