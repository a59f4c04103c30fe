"""Accounts of the city's system: passwords in a real keyring, and nowhere else."""

from __future__ import annotations

import base64
import pickle
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.city_account import ROTATE_AFTER
from app.domain.fault import Refused, Unavailable
from app.domain.secret import Secret
from app.services.city_accounts import (
    AddCityAccount,
    ChangeCityPassword,
    CityAccounts,
    CityPassword,
    ForgetCityAccount,
    PasswordsHere,
    PasswordsToChange,
    RestoreCityPassword,
)
from app.services.queries import History, Verify
from app.services.room import Room
from app.vault.vault import Vault
from tests.conftest import Clock
from tests.keyring_service import SECRET, traces

NAME = "phong.hp"


def test_a_password_lies_in_the_keyring_and_in_no_file(school: Room, vault: Vault) -> None:
    school.run(AddCityAccount(NAME, Secret(SECRET), first=False))
    assert vault.fetch(NAME) == Secret(SECRET)
    assert school.ask(CityPassword(NAME)).reveal() == SECRET
    assert school.ask(PasswordsHere()) == {NAME}
    entry, _codes = list(school.ask(History()))[-1]
    assert SECRET not in repr(entry)
    assert not traces(school.folder, SECRET)
    assert school.ask(Verify()).ok


def test_the_first_password_is_changed_before_it_is_used(
    school: Room, vault: Vault, clock: Clock
) -> None:
    school.run(AddCityAccount(NAME, Secret(SECRET)))
    with pytest.raises(Refused, match="handed out"):
        school.ask(CityPassword(NAME))
    assert [one.username for one in school.ask(PasswordsToChange())] == [NAME]
    with pytest.raises(Refused, match="has already"):
        school.run(ChangeCityPassword(NAME, Secret(SECRET)))
    school.run(ChangeCityPassword(NAME, Secret(SECRET + "2")))
    assert vault.fetch(NAME) == Secret(SECRET + "2")
    assert school.ask(CityPassword(NAME)).reveal() == SECRET + "2"
    assert not school.ask(PasswordsToChange())
    clock.turn_to(clock.now.date() + ROTATE_AFTER - timedelta(days=1))
    assert not school.ask(PasswordsToChange())
    clock.turn_to(clock.now.date() + timedelta(days=1))
    assert [one.username for one in school.ask(PasswordsToChange())] == [NAME]


def test_several_accounts_each_with_its_holder(school: Room, vault: Vault) -> None:
    school.run(AddCityAccount(NAME, Secret(SECRET)))
    school.run(AddCityAccount("anh.nt", Secret(SECRET + "a"), "GV001"))
    assert [(one.account.username, one.account.owner, one.holder)
            for one in school.ask(CityAccounts())] == [
        ("anh.nt", "person", "Nguyễn Thị Ánh"),
        (NAME, "unit", ""),
    ]  # fmt: skip
    assert vault.fetch("anh.nt") != vault.fetch(NAME)
    with pytest.raises(Refused, match="here already"):
        school.run(AddCityAccount(NAME, Secret("x")))


def test_a_forgotten_account_leaves_no_password_and_can_come_again(
    school: Room, vault: Vault
) -> None:
    school.run(AddCityAccount(NAME, Secret(SECRET), first=False))
    school.run(ForgetCityAccount(NAME))
    assert vault.fetch(NAME) is None
    assert not school.ask(CityAccounts())
    with pytest.raises(Refused, match="no account"):
        school.ask(CityPassword(NAME))
    school.run(AddCityAccount(NAME, Secret(SECRET), "GV002", first=False))
    assert [one.holder for one in school.ask(CityAccounts())] == ["Trần Văn Bình"]
    assert school.ask(Verify()).ok


def test_a_book_moved_to_another_pc_asks_for_the_password_once(school: Room, vault: Vault) -> None:
    school.run(AddCityAccount(NAME, Secret(SECRET), first=False))
    entries = len(list(school.ask(History())))
    vault.forget(NAME)  # the other PC's keyring never had it
    assert not school.ask(PasswordsHere())
    with pytest.raises(Refused, match="once for this PC"):
        school.ask(CityPassword(NAME))
    school.ask(RestoreCityPassword(NAME, Secret(SECRET)))
    assert school.ask(CityPassword(NAME)).reveal() == SECRET
    assert len(list(school.ask(History()))) == entries


@pytest.mark.parametrize(
    ("username", "password", "where"),
    [("", SECRET, "username"), ("hai chữ", SECRET, "username"), (NAME, "", "password"),
     (NAME, "x" * 201, "password")],
)  # fmt: skip
def test_what_cannot_be_an_account_is_refused_and_kept_nowhere(
    school: Room, vault: Vault, username: str, password: str, where: str
) -> None:
    with pytest.raises(Refused) as refused:
        school.run(AddCityAccount(username, Secret(password)))
    assert refused.value.where == where
    assert not school.ask(CityAccounts())
    assert username == "" or vault.fetch(username) is None


@pytest.mark.usefixtures("vault")
def test_without_a_keyring_nothing_is_written_and_it_is_said(
    school: Room, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/nobody")
    before = len(list(school.ask(History())))
    with pytest.raises(Unavailable) as unavailable:
        school.run(AddCityAccount(NAME, Secret(SECRET)))
    assert SECRET not in str(unavailable.value)
    assert unavailable.value.__cause__ is None
    assert len(list(school.ask(History()))) == before
    assert not school.ask(CityAccounts())


@pytest.mark.parametrize(
    "backend", ["keyring.backends.null.Keyring", "keyring.backends.fail.Keyring"]
)
def test_a_keyring_that_keeps_nothing_is_not_taken_though_it_is_asked_for(
    school: Room, vault: Vault, monkeypatch: pytest.MonkeyPatch, backend: str
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", backend)
    school.run(AddCityAccount(NAME, Secret(SECRET), first=False))
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND")
    assert vault.fetch(NAME) == Secret(SECRET)


def test_a_secret_shows_itself_to_nobody() -> None:
    secret = Secret(SECRET)
    assert SECRET not in f"{secret!r} {secret} {AddCityAccount(NAME, secret)!r}"
    with pytest.raises(TypeError):
        pickle.dumps(secret)
    assert secret != Secret("x")
    assert hash(secret) == hash(Secret(SECRET))


def test_the_search_for_traces_finds_each_encoding(tmp_path: Path) -> None:
    coded = (
        SECRET.encode(), SECRET.encode("utf-16"), b"\x00x" + SECRET.encode("utf-16-be"),
        SECRET.encode().hex().encode(), SECRET.encode("unicode_escape"),
        *(base64.b64encode(b"a" * more + SECRET.encode() + b"bc") for more in range(4)),
    )  # fmt: skip
    for number, data in enumerate(coded):
        (tmp_path / f"{number}.bin").write_bytes(b"before" + data + b"after")
    assert len(traces(tmp_path, SECRET)) == len(coded)
