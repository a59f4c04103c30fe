"""Signing in: the right secret, or a wrong one that makes the next try wait (Điều 2.2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.account import HEADS, RETIRED, Account, Attempts, Role, Signed
from app.domain.draft import Draft
from app.domain.fault import Refused
from app.domain.person import WORKING, Person
from app.domain.record import Record
from app.domain.secret import Secret
from app.domain.sentence import Sentence
from app.domain.text import clean
from app.store.desk import Desk
from app.vault.hashing import matches

# How long to wait after so many wrong tries in a row; after more, as after the last.
_WAITS = (0, 0, 0, 5, 30, 300, 300, 300, 1800)  # seconds
_TOLD = 5  # wrong tries in a row that the history tells of


@dataclass(frozen=True, slots=True)
class Holder:
    """An account with its number and whose it is."""

    id: int
    account: Account
    person: Person

    def signed(self) -> Signed:
        """Return its holder as one who is signed in."""
        return Signed(
            self.person.code,
            self.person.name,
            Role(self.account.role),
            must_change=not self.account.changed_on,
        )


@dataclass(frozen=True, slots=True)
class Tried:
    """What a try came to: `refusal` is None for the right secret."""

    attempts: Attempts
    refusal: Sentence | None = None
    draft: Draft[None] | None = None


def holders(desk: Desk) -> list[Holder]:
    """Return the accounts in use, in the order they were given."""
    return [
        Holder(one.id, one.row, desk.get(Person, one.row.person_id))
        for one in desk.every(Account)
        if one.row.status != RETIRED
    ]


def find_holder(desk: Desk, code: str) -> Holder:
    """Return the account in use of a person, by code or whole name, or refuse."""
    code = clean(code)
    present = holders(desk)
    found = [one for one in present if one.person.code == code.upper()]
    found = found or [one for one in present if one.person.name == code]
    if len(found) != 1:
        raise Refused(
            Sentence(
                "“{code}” has no account here. Type the code on your card, or ask who keeps the "
                "accounts.",
                {"code": code},
            ),
            where="code",
        )
    return found[0]


def try_secret(
    desk: Desk, holder: Holder, secret: Secret, attempts: Attempts, now: datetime
) -> Tried:
    """Try a secret; the wait holds even for the right one, so that guessing is slow.

    It ends at a moment by the clock: turned back, the clock only makes it longer.
    """
    if _is_gone(holder):
        gone = Sentence(
            "{name} no longer works here, so this account is shut. Ask who keeps the accounts.",
            {"name": holder.person.name},
        )
        return Tried(attempts, gone)
    moment = now.isoformat(timespec="seconds")
    if moment < attempts.wait_until:
        return Tried(attempts, _wait(attempts.wait_until, now))
    if matches(holder.account.secret, secret):
        return Tried(Attempts())
    wrong = attempts.wrong + 1
    wait = timedelta(seconds=_WAITS[min(wrong, len(_WAITS) - 1)])
    until = (now + wait).isoformat(timespec="seconds") if wait else ""
    refusal = Sentence(
        "That is not the PIN of {name}. Type it again.", {"name": holder.person.name}
    )
    if until:
        refusal = _wait(until, now)
    return Tried(Attempts(wrong, until), refusal, _told(desk, holder) if wrong == _TOLD else None)


def _is_gone(holder: Holder) -> bool:
    """Return whether a holder left (Điều 6.5); who gives accounts can still hand that on."""
    return holder.person.status not in WORKING and Role(holder.account.role) not in HEADS


def _wait(until: str, now: datetime) -> Sentence:
    left = (datetime.fromisoformat(until) - now).total_seconds()
    return Sentence(
        "Too many wrong tries. Wait {seconds} seconds, then type the PIN again.",
        {"seconds": max(int(left), 1)},
    )


def _told(desk: Desk, holder: Holder) -> Draft[None]:
    return Draft(
        kind="lockout",
        day=desk.open_day().isoformat(),
        sentence=Sentence(
            "{count} wrong tries in a row to sign in as {name}",
            {"count": _TOLD, "name": holder.person.name},
        ),
        change=frozenset(),
        value=None,
        images=(desk.changed(Record(holder.id, holder.account), holder.account),),
    )
