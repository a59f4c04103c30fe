"""The commands that give and change personal accounts; secrets are read from standard input."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from random import SystemRandom

from app.domain.account import HEADS, Role, Signed
from app.domain.change import Outcome
from app.domain.fault import Refused
from app.domain.secret import Secret
from app.domain.sentence import Sentence, Words
from app.entering import Answer, Reply, entered, read_secret
from app.services.accounts import (
    Accounts,
    AddAccount,
    ChangeRole,
    RenewRecovery,
    ResetSecret,
    RetireAccount,
    invent_pin,
    invent_recovery,
)
from app.services.rights import ROLES
from app.services.room import Room

_CHOOSE = SystemRandom().choice


def tell_account(options: Namespace, words: Words) -> Reply:
    """Do what `account` asks, and tell the secrets that were made up: once, and here alone."""
    with entered(options) as room:
        return _ACTS[options.act](room, options, words)


def _list(room: Room, options: Namespace, words: Words) -> Reply:
    del options
    views = room.ask(Accounts())
    told = [
        {"code": one.code, "name": one.name, "role": one.role.value, "changed_on": one.changed_on}
        for one in views
    ]
    lines = [f"{one.code}\t{one.name}\t{words.render(ROLES[one.role])}" for one in views]
    return {"accounts": told}, lines or [words("Nobody has an account yet.")]


def _add(room: Room, options: Namespace, words: Words) -> Reply:
    role, pin = _role(options), invent_pin(_CHOOSE)
    recovery = invent_recovery(_CHOOSE) if role in HEADS else None
    outcome = room.run(AddAccount(options.code, role, pin, recovery))
    return _told(outcome, words, pin=pin, recovery=recovery)


def _change_role(room: Room, options: Namespace, words: Words) -> Reply:
    return _told(room.run(ChangeRole(options.code, _role(options))), words)


def _role(options: Namespace) -> Role:
    if options.role is None:
        raise Refused(Sentence("Say with --role what the person is."), where="role")
    return Role(options.role)


def _reset(room: Room, options: Namespace, words: Words) -> Reply:
    pin = invent_pin(_CHOOSE)
    return _told(room.run(ResetSecret(options.code, pin)), words, pin=pin)


def _retire(room: Room, options: Namespace, words: Words) -> Reply:
    return _told(room.run(RetireAccount(options.code)), words)


def _change_secret(room: Room, options: Namespace, words: Words) -> Reply:
    present = read_secret()
    room.sign_in(options.code, present)
    return _told(room.change_secret(present, read_secret()), words)


def _recover(room: Room, options: Namespace, words: Words) -> Reply:
    if options.without_code:
        pin = invent_pin(_CHOOSE)
        return _told(room.recover(options.code, pin, None), words, pin=pin)
    recovery, renewed = read_secret(), invent_recovery(_CHOOSE)
    outcome = room.recover(options.code, read_secret(), recovery, renewed)
    return _told(outcome, words, recovery=renewed)


def _renew(room: Room, options: Namespace, words: Words) -> Reply:
    recovery = invent_recovery(_CHOOSE)
    return _told(room.run(RenewRecovery(options.code, recovery)), words, recovery=recovery)


def _told(
    outcome: Outcome[Signed],
    words: Words,
    *,
    pin: Secret | None = None,
    recovery: Secret | None = None,
) -> Reply:
    signed = outcome.value
    answer: Answer = {
        "entry": outcome.entry, "code": signed.code, "name": signed.name,
        "role": signed.role.value,
    }  # fmt: skip
    lines = [words.render(outcome.sentence)]
    if pin is not None:
        answer["pin"] = pin.reveal()
        lines.append(words("First PIN: {pin}. It must be changed.", pin=pin.reveal()))
    if recovery is not None:
        answer["recovery"] = recovery.reveal()
        lines.append(
            words("Recovery code, shown once, to be kept on paper: {code}", code=recovery.reveal())
        )
    return answer, lines


_ACTS: dict[str, Callable[[Room, Namespace, Words], Reply]] = {
    "add": _add,
    "list": _list,
    "role": _change_role,
    "reset": _reset,
    "retire": _retire,
    "change-secret": _change_secret,
    "recover": _recover,
    "renew-recovery": _renew,
}
