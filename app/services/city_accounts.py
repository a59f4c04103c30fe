"""The school's accounts at the city's system; their passwords are in the keyring (Điều 5)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from app.domain.change import Touched
from app.domain.city_account import CityAccount, Owner
from app.domain.draft import Draft
from app.domain.fault import Refused
from app.domain.ledger import Image
from app.domain.person import Person
from app.domain.record import Record
from app.domain.secret import Secret
from app.domain.sentence import Sentence
from app.domain.text import clean
from app.services.finding import find_staff
from app.store.desk import Desk
from app.vault.vault import Vault

_LONGEST = 200  # letters of a password; Windows keeps no more than 1,280
_RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class CityAccountView:
    """An account with its holder's name, blank when it is the school's."""

    account: CityAccount
    holder: str


@dataclass(frozen=True, slots=True)
class CityAccounts:
    """The accounts in use, by user name."""

    def answer(self, desk: Desk) -> list[CityAccountView]:
        """Return the accounts; the keyring is not asked."""
        return [
            CityAccountView(row, desk.get(Person, row.person_id).name if row.person_id else "")
            for row in _in_use(desk)
        ]


@dataclass(frozen=True, slots=True)
class PasswordsHere:
    """Which accounts' passwords the keyring of this PC has."""

    vault: Vault = field(default_factory=Vault)

    def answer(self, desk: Desk) -> frozenset[str]:
        """Return the user names."""
        return frozenset(
            row.username for row in _in_use(desk) if self.vault.fetch(row.username) is not None
        )


@dataclass(frozen=True, slots=True)
class PasswordsToChange:
    """Which accounts should have another password: the first one, or an old one (Điều 5.2)."""

    def answer(self, desk: Desk) -> list[CityAccount]:
        """Return the accounts, by user name; the keyring is not asked."""
        return [
            row for row in _in_use(desk) if (due := row.rotate_on()) is None or due <= desk.today
        ]


@dataclass(frozen=True, slots=True)
class AddCityAccount:
    """Write down an account, and put its password into the keyring.

    `first` says that it is the password the account was handed out with, which must be
    changed before it may be used (Điều 5.2). `holder` is a person's code or name, blank for
    the account of the school.
    """

    username: str
    password: Secret
    holder: str = ""
    first: bool = True
    vault: Vault = field(default_factory=Vault)

    def draft(self, desk: Desk) -> Draft[CityAccount]:
        """Keep the password and draft the row; one that was forgotten comes back."""
        username = clean(self.username)
        if not username or " " in username:
            raise Refused(
                Sentence("A user name has no spaces. Type it as the city's system knows it."),
                where="username",
            )
        record = desk.find(CityAccount, username=username)
        if record is not None and record.row.status != _RETIRED:
            raise Refused(
                Sentence("The account “{username}” is here already.", {"username": username}),
                where="username",
            )
        _check(self.password)
        person = find_staff(desk, self.holder, "holder").id if clean(self.holder) else None
        account = CityAccount(
            username,
            Owner.UNIT if person is None else Owner.PERSON,
            person,
            "" if self.first else desk.today.isoformat(),
        )
        self.vault.keep(username, self.password)
        image = desk.changed(record, account) if record else desk.new(account)[1]
        said = Sentence("Added account {username} of the city's system", {"username": username})
        return _draft(desk, said, account, image)


@dataclass(frozen=True, slots=True)
class ChangeCityPassword:
    """Keep the password that was just changed in the city's system (Điều 5.2)."""

    username: str
    password: Secret
    vault: Vault = field(default_factory=Vault)

    def draft(self, desk: Desk) -> Draft[CityAccount]:
        """Keep the new password; the one it had is refused."""
        record = _find(desk, self.username)
        _check(self.password)
        if self.vault.fetch(record.row.username) == self.password:
            raise Refused(
                Sentence(
                    "This is the password it has already. Change it in the city's system first, "
                    "then type the new one here."
                ),
                where="password",
            )
        account = replace(record.row, changed_on=desk.today.isoformat())
        self.vault.keep(account.username, self.password)
        image = desk.changed(record, account)
        said = Sentence(
            "Changed the password of account {username}", {"username": account.username}
        )
        return _draft(desk, said, account, image)


@dataclass(frozen=True, slots=True)
class RestoreCityPassword:
    """Put a password that stands unchanged into the keyring of this PC, after a move to it."""

    username: str
    password: Secret
    vault: Vault = field(default_factory=Vault)

    def answer(self, desk: Desk) -> CityAccount:
        """Keep the password and return the account; nothing about it changed."""
        record = _find(desk, self.username)
        _check(self.password)
        self.vault.keep(record.row.username, self.password)
        return record.row


@dataclass(frozen=True, slots=True)
class ForgetCityAccount:
    """Use an account no more, and take its password out of the keyring."""

    username: str
    vault: Vault = field(default_factory=Vault)

    def draft(self, desk: Desk) -> Draft[CityAccount]:
        """Forget the password and draft the status; the row stays in the history."""
        record = _find(desk, self.username)
        account = replace(record.row, status=_RETIRED)
        self.vault.forget(account.username)
        image = desk.changed(record, account)
        said = Sentence(
            "Forgot account {username} and its password", {"username": account.username}
        )
        return _draft(desk, said, account, image)


@dataclass(frozen=True, slots=True)
class CityPassword:
    """The password of an account, to be handed to the clipboard."""

    username: str
    vault: Vault = field(default_factory=Vault)

    def answer(self, desk: Desk) -> Secret:
        """Return it; refuse while it is the first one (Điều 5.2) or not on this PC."""
        account = _find(desk, self.username).row
        if not account.changed_on:
            raise Refused(
                Sentence(
                    "Account {username} still has the password it was handed out with. Change it "
                    "in the city's system first, then write the new one down here (Điều 5.2).",
                    {"username": account.username},
                ),
                where=account.username,
            )
        secret = self.vault.fetch(account.username)
        if secret is None:
            raise Refused(
                Sentence(
                    "The keyring of this PC has no password of account {username}. Type it in once "
                    "for this PC.",
                    {"username": account.username},
                ),
                where=account.username,
            )
        return secret


def _in_use(desk: Desk) -> list[CityAccount]:
    rows = (record.row for record in desk.every(CityAccount) if record.row.status != _RETIRED)
    return sorted(rows, key=lambda row: row.username)


def _find(desk: Desk, username: str) -> Record[CityAccount]:
    record = desk.find(CityAccount, username=clean(username))
    if record is None or record.row.status == _RETIRED:
        raise Refused(
            Sentence("There is no account “{username}”. Add it first.", {"username": username}),
            where="username",
        )
    return record


def _check(password: Secret) -> None:
    if not 0 < len(password.reveal()) <= _LONGEST:
        raise Refused(
            Sentence("Type the password, {most} letters at most.", {"most": _LONGEST}),
            where="password",
        )


def _draft(
    desk: Desk, sentence: Sentence, account: CityAccount, image: Image
) -> Draft[CityAccount]:
    return Draft(
        kind="city_account",
        day=desk.open_day().isoformat(),
        sentence=sentence,
        change=frozenset({Touched.UPLOADS}),
        value=account,
        images=(image,),
    )
