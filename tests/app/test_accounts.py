"""Personal accounts: giving them, signing in, wrong tries, and the way back (Điều 2, 5.2)."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest

from app.cli import main
from app.domain.account import Role, Signed
from app.domain.fault import Refused
from app.domain.person import PersonStatus
from app.domain.secret import Secret
from app.services.accounts import AddAccount, ChangeRole, RetireAccount
from app.services.lending import Item, Lend
from app.services.people import CorrectPerson
from app.services.queries import History, Verify
from app.services.room import Room
from tests.conftest import Clock
from tests.keyring_service import traces

FIRST, OWN = Secret("483920"), Secret("con mèo ngủ trưa")
RECOVERY = Secret("ACDEF-GHJKL-MNPQR-TUVWX-34679")


@pytest.fixture
def begun(school: Room) -> Room:
    """Open the school, the principal's account given and nobody signed in."""
    school.run(AddAccount("GV001", Role.PRINCIPAL, FIRST, RECOVERY))
    return school


def _kinds(room: Room) -> list[str]:
    return [entry.kind for entry, _codes in room.ask(History())]


def test_a_first_pin_is_changed_before_anything_else(begun: Room) -> None:
    assert begun.needs_sign_in
    signed = begun.sign_in("gv001", FIRST)
    assert signed == Signed("GV001", "Nguyễn Thị Ánh", Role.PRINCIPAL, must_change=True)
    with pytest.raises(Refused, match="handed out"):
        begun.ask(History())
    with pytest.raises(Refused, match="the old one"):
        begun.change_secret(FIRST, FIRST)
    begun.change_secret(FIRST, OWN)
    assert begun.ask(Verify()).ok
    assert begun.sign_in("GV001", OWN).must_change is False
    assert [entry.actor for entry, _codes in begun.ask(History())][-1] == "GV001"


@pytest.mark.parametrize("secret", ["123456", "000000", "654321", "12345", "ngắn", "GV001GV001"])
def test_what_is_soon_guessed_is_refused(school: Room, secret: str) -> None:
    with pytest.raises(Refused) as refused:
        school.run(AddAccount("GV001", Role.PRINCIPAL, Secret(secret)))
    assert refused.value.where == "secret"
    assert not school.needs_sign_in


def test_wrong_tries_wait_longer_whatever_the_clock_says(begun: Room, clock: Clock) -> None:
    for _try in range(2):
        with pytest.raises(Refused, match="not the PIN"):
            begun.sign_in("GV001", OWN)
    with pytest.raises(Refused, match="Wait"):
        begun.sign_in("GV001", OWN)
    with pytest.raises(Refused, match="Wait"):
        begun.sign_in("GV001", FIRST)
    clock.now -= timedelta(days=1)
    with pytest.raises(Refused, match="Wait"):
        begun.sign_in("GV001", FIRST)
    clock.now += timedelta(days=1, minutes=1)
    again = Room.enter(begun.folder, clock, "thu")
    with pytest.raises(Refused, match="Wait"):
        again.sign_in("GV001", OWN)
    clock.now += timedelta(minutes=1)
    with pytest.raises(Refused, match="Wait"):
        again.sign_in("GV001", OWN)
    clock.now += timedelta(hours=1)
    again.sign_in("GV001", FIRST)
    again.change_secret(FIRST, OWN)
    assert _kinds(again).count("lockout") == 1
    assert again.ask(Verify()).ok
    again.leave()


def test_the_first_and_the_last_account_is_a_heads(school: Room) -> None:
    with pytest.raises(Refused, match="first account"):
        school.run(AddAccount("GV002", Role.KEEPER, FIRST))
    school.run(AddAccount("GV001", Role.PRINCIPAL, FIRST, settled=True))
    school.sign_in("GV001", FIRST)
    for action in (RetireAccount("GV001"), ChangeRole("GV001", Role.READER)):
        with pytest.raises(Refused, match="last who can give"):
            school.run(action)
    school.run(AddAccount("GV002", Role.ADMIN, FIRST))
    school.run(RetireAccount("GV001"))
    school.sign_out()
    with pytest.raises(Refused, match="no account"):
        school.sign_in("GV001", FIRST)


def test_a_recovery_code_opens_once(begun: Room) -> None:
    with pytest.raises(Refused, match="not the recovery code"):
        begun.recover("GV001", OWN, Secret("AAAAA-AAAAA-AAAAA-AAAAA-AAAAA"))
    begun.recover("GV001", OWN, Secret(RECOVERY.reveal().lower()))
    with pytest.raises(Refused, match="not the recovery code"):
        begun.recover("GV001", FIRST, RECOVERY)
    assert begun.sign_in("GV001", OWN).must_change is False


def test_without_the_code_the_history_says_so(begun: Room) -> None:
    said = begun.recover("GV001", Secret("729156"), None).sentence.text
    assert "WITHOUT" in said
    assert begun.sign_in("GV001", Secret("729156")).must_change


def test_who_left_no_longer_signs_in(begun: Room) -> None:
    begun.sign_in("GV001", FIRST)
    begun.change_secret(FIRST, OWN)
    begun.run(AddAccount("GV002", Role.ADMIN, FIRST, settled=True))
    begun.run(AddAccount("GV003", Role.KEEPER, FIRST, settled=True))
    begun.sign_in("GV002", FIRST)
    for code in ("GV003", "GV002"):
        begun.run(CorrectPerson(code, status=PersonStatus.TRANSFERRED))
    with pytest.raises(Refused, match="no longer works here"):
        begun.sign_in("GV003", FIRST)
    # Who gives accounts can still hand that on.
    assert begun.sign_in("GV002", FIRST).role is Role.ADMIN


def test_no_secret_is_in_any_file_or_answer(
    begun: Room, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    begun.sign_in("GV001", FIRST)
    begun.change_secret(FIRST, OWN)
    begun.run(AddAccount("GV002", Role.KEEPER, FIRST, settled=True))
    begun.sign_in("GV002", FIRST)
    begun.run(Lend((Item("TB00001"),), "3A"))
    folder = begun.folder
    begun.leave()
    for secret in (FIRST, OWN, RECOVERY):
        assert not traces(folder, secret.reveal())
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{OWN.reveal()}\n"))
    asked = ["--data", str(folder), "--json", "--as", "GV001", "--pin-stdin", "history"]
    assert main(asked) == 0
    assert "argon2" not in capsys.readouterr().out
