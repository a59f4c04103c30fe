"""Giving, changing and taking back personal accounts, and the way back in (Điều 2.1, 5.2)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from app.domain.account import HEADS, RETIRED, Account, Role, Signed
from app.domain.change import Touched
from app.domain.draft import Draft
from app.domain.fault import Refused
from app.domain.ledger import Image
from app.domain.record import Record
from app.domain.secret import Secret
from app.domain.sentence import Sentence, told
from app.domain.text import clean, fold
from app.services.finding import find_staff
from app.services.queries import TheSchool
from app.services.rights import ROLES
from app.services.signing import Holder, find_holder, holders
from app.store.desk import Desk
from app.vault.hashing import hash_secret, matches

_CHANGE = frozenset({Touched.ACCOUNTS})
_DIGITS, _LETTERS = 6, 8  # the least a PIN has, and a password
_LONGEST = 200
_ALPHABET = "ACDEFGHJKLMNPQRTUVWXY34679"  # none is taken for another on paper
_GROUPS = 5

Choose = Callable[[Sequence[str]], str]


def invent_pin(choose: Choose) -> Secret:
    """Return a PIN to hand out."""
    while True:
        pin = "".join(choose("0123456789") for _digit in range(_DIGITS))
        if not _is_trivial(pin):
            return Secret(pin)


def invent_recovery(choose: Choose) -> Secret:
    """Return a recovery code, to be shown once and kept on paper."""
    groups = ("".join(choose(_ALPHABET) for _letter in range(_GROUPS)) for _group in range(_GROUPS))
    return Secret("-".join(groups))


@dataclass(frozen=True, slots=True)
class AccountView:
    """An account in use, for whoever keeps them; nothing of its secret."""

    code: str
    name: str
    role: Role
    changed_on: str
    has_recovery: bool


@dataclass(frozen=True, slots=True)
class Accounts:
    """The accounts in use."""

    def answer(self, desk: Desk) -> list[AccountView]:
        """Return them in the order they were given."""
        return [
            AccountView(one.person.code, one.person.name, Role(one.account.role),
                        one.account.changed_on, bool(one.account.recovery))
            for one in holders(desk)
        ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class DoorPlateView:
    """What the sign-in page shows: the school, and whose accounts there are."""

    school: str
    holders: tuple[Signed, ...]


@dataclass(frozen=True, slots=True)
class DoorPlate:
    """Who may sign in, asked before anybody has."""

    def answer(self, desk: Desk) -> DoorPlateView:
        """Return the school's name and the holders."""
        school = TheSchool().answer(desk).name
        return DoorPlateView(school, tuple(one.signed() for one in holders(desk)))


@dataclass(frozen=True, slots=True)
class AddAccount:
    """Give a person an account with a first secret, which must be changed (Điều 5.2).

    `recovery` is for a principal or admin alone. With `settled` the secret is the holder's own
    choice already.
    """

    person: str
    role: Role
    secret: Secret
    recovery: Secret | None = None
    settled: bool = False

    def draft(self, desk: Desk) -> Draft[Signed]:
        """Draft the account, or refuse a second one, or a secret that is soon guessed."""
        person = find_staff(desk, self.person, "person")
        present = holders(desk)
        if any(one.account.person_id == person.id for one in present):
            raise Refused(
                Sentence(
                    "{name} has an account already. Change its role, or hand out another PIN.",
                    {"name": person.row.name},
                ),
                where="person",
            )
        if not present and self.role not in HEADS:
            raise Refused(
                Sentence(
                    "The first account must be the principal's, or the vice principal's or IT "
                    "teacher's: they give the others."
                ),
                where="role",
            )
        check_secret(self.secret, person.row.code)
        account = Account(
            person.id,
            self.role,
            hash_secret(self.secret),
            hash_secret(self.recovery) if self.recovery and self.role in HEADS else "",
            desk.today.isoformat() if self.settled else "",
        )
        number, image = desk.new(account)
        sentence = Sentence(
            "Gave {name} an account as {role}",
            {"name": person.row.name, "role": told(ROLES[self.role].text, {})},
        )
        return _draft(desk, sentence, image, Holder(number, account, person.row).signed())


@dataclass(frozen=True, slots=True)
class ChangeSecret:
    """Choose another secret; `Room.change_secret` lets nobody but the holder do it."""

    code: str
    secret: Secret

    def draft(self, desk: Desk) -> Draft[Signed]:
        """Draft the new secret; refuse the same again (Điều 5.2)."""
        holder = find_holder(desk, self.code)
        check_secret(self.secret, holder.person.code)
        if matches(holder.account.secret, self.secret):
            raise Refused(Sentence("The new PIN is the old one. Choose another."), where="secret")
        sentence = Sentence("{name} chose another PIN", {"name": holder.person.name})
        return _change(
            desk,
            holder,
            sentence,
            replace(
                holder.account, secret=hash_secret(self.secret), changed_on=desk.today.isoformat()
            ),
        )


@dataclass(frozen=True, slots=True)
class ResetSecret:
    """Hand out another first secret to who forgot theirs."""

    code: str
    secret: Secret

    def draft(self, desk: Desk) -> Draft[Signed]:
        """Draft it; its holder must change it."""
        holder = find_holder(desk, self.code)
        check_secret(self.secret, holder.person.code)
        sentence = Sentence("Handed out another PIN to {name}", {"name": holder.person.name})
        return _change(
            desk,
            holder,
            sentence,
            replace(holder.account, secret=hash_secret(self.secret), changed_on=""),
        )


@dataclass(frozen=True, slots=True)
class ChangeRole:
    """Give an account another role."""

    code: str
    role: Role

    def draft(self, desk: Desk) -> Draft[Signed]:
        """Draft the role; refuse to take it from the last who gives accounts."""
        holder = find_holder(desk, self.code)
        if self.role not in HEADS:
            _check_not_last(desk, holder)
        sentence = Sentence(
            "{name} is {role} from now on",
            {"name": holder.person.name, "role": told(ROLES[self.role].text, {})},
        )
        kept = holder.account.recovery if self.role in HEADS else ""
        return _change(
            desk, holder, sentence, replace(holder.account, role=self.role, recovery=kept)
        )


@dataclass(frozen=True, slots=True)
class RetireAccount:
    """Take an account back: its holder no longer signs in, what they wrote stays (Điều 6.5)."""

    code: str

    def draft(self, desk: Desk) -> Draft[Signed]:
        """Draft the status; refuse to retire the last who gives accounts."""
        holder = find_holder(desk, self.code)
        _check_not_last(desk, holder)
        sentence = Sentence("Took the account of {name} back", {"name": holder.person.name})
        return _change(desk, holder, sentence, replace(holder.account, status=RETIRED, recovery=""))


@dataclass(frozen=True, slots=True)
class RenewRecovery:
    """Give a principal's or admin's account another recovery code."""

    code: str
    recovery: Secret

    def draft(self, desk: Desk) -> Draft[Signed]:
        """Draft it; the one before is worth nothing from then on."""
        holder = find_holder(desk, self.code)
        if Role(holder.account.role) not in HEADS:
            raise Refused(
                Sentence(
                    "A recovery code is for who gives accounts. Hand out another PIN to {name}.",
                    {"name": holder.person.name},
                ),
                where="code",
            )
        sentence = Sentence("Made another recovery code for {name}", {"name": holder.person.name})
        return _change(
            desk, holder, sentence, replace(holder.account, recovery=hash_secret(self.recovery))
        )


@dataclass(frozen=True, slots=True)
class Recover:
    """The way back in for who lost their secret: by the recovery code, or without it.

    `Room.recover` runs it before anybody has signed in.

    Whoever owns the book's file could read it without this program: to open an account without
    the code is no weaker, and it leaves its mark in the history for everybody to see.
    """

    code: str
    secret: Secret
    recovery: Secret | None
    renewed: Secret | None = None

    def draft(self, desk: Desk) -> Draft[Signed]:
        """Draft the secret and the next recovery code; refuse a code that is not its own."""
        holder = find_holder(desk, self.code)
        values = {"name": holder.person.name}
        check_secret(self.secret, holder.person.code)
        account = holder.account
        if self.recovery is None:
            said = Sentence("Opened the account of {name} WITHOUT its recovery code", values)
            return _change(
                desk,
                holder,
                said,
                replace(holder.account, secret=hash_secret(self.secret), changed_on=""),
            )
        typed = Secret(clean(self.recovery.reveal()).upper())
        if not account.recovery or not matches(account.recovery, typed):
            raise Refused(
                Sentence("That is not the recovery code of {name}. Look at the paper.", values),
                where="recovery",
            )
        said = Sentence("{name} came back in with the recovery code and chose another PIN", values)
        renewed = hash_secret(self.renewed) if self.renewed else ""
        account = replace(account, secret=hash_secret(self.secret), recovery=renewed)
        return _change(desk, holder, said, replace(account, changed_on=desk.today.isoformat()))


def check_secret(secret: Secret, code: str) -> None:
    """Refuse a PIN or password that is too short or soon guessed."""
    text = secret.reveal()
    if len(text) < (_DIGITS if text.isdigit() else _LETTERS) or len(text) > _LONGEST:
        raise Refused(
            Sentence(
                "A PIN has at least {digits} digits, a password at least {letters} letters.",
                {"digits": _DIGITS, "letters": _LETTERS},
            ),
            where="secret",
        )
    if _is_trivial(text) or fold(code) in fold(text):
        raise Refused(
            Sentence("Anybody would try that first. Choose digits in no order, or several words."),
            where="secret",
        )


def _is_trivial(text: str) -> bool:
    """Return whether a secret is one letter, or a run of neighbours up or down."""
    steps = {ord(after) - ord(before) for before, after in pairwise(text)}
    return len(steps) == 1 and steps <= {-1, 0, 1}


def _check_not_last(desk: Desk, holder: Holder) -> None:
    heads = [one for one in holders(desk) if Role(one.account.role) in HEADS]
    if [one.id for one in heads] == [holder.id]:
        raise Refused(
            Sentence(
                "{name} is the last who can give accounts. Give that to somebody else first.",
                {"name": holder.person.name},
            ),
            where="code",
        )


def _change(desk: Desk, holder: Holder, sentence: Sentence, account: Account) -> Draft[Signed]:
    image = desk.changed(Record(holder.id, holder.account), account)
    return _draft(desk, sentence, image, replace(holder, account=account).signed())


def _draft(desk: Desk, sentence: Sentence, image: Image, signed: Signed) -> Draft[Signed]:
    return Draft(
        kind="account",
        day=desk.open_day().isoformat(),
        sentence=sentence,
        change=_CHANGE,
        value=signed,
        images=(image,),
    )
