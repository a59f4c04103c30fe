"""A personal account of the book: whose it is, and what its role may do (Điều 2.1, 9.2).

These are no accounts of the city's system, which are Phòng's and Sở's to give (Điều 5).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person is in the equipment room."""

    KEEPER = "keeper"
    PRINCIPAL = "principal"
    ADMIN = "admin"  # the vice principal or IT teacher: the technical focal point (Điều 14.2)
    TEAM_HEAD = "team_head"
    READER = "reader"


class Right(StrEnum):
    """A part of the work that a role may or may not do."""

    DOOR = "door"  # what is done before anybody has signed in, or by whoever has
    READ = "read"
    COUNTER = "counter"
    REGISTER = "register"
    UPKEEP = "upkeep"
    COUNT = "count"
    DECIDE = "decide"
    LISTS = "lists"
    IMPORT = "import"
    PROVIDE = "provide"
    UPLOAD = "upload"
    SUBMIT = "submit"
    CONFIRM = "confirm"
    APPROVE = "approve"
    LIMITS = "limits"
    SETTINGS = "settings"
    ACCOUNTS = "accounts"
    COPY = "copy"
    RESTORE = "restore"


_EVERYBODY = frozenset({Right.DOOR, Right.READ})
# The principal sees all and changes nothing but what is decided or approved (Điều 14.1, 17.2).
RIGHTS: Mapping[Role, frozenset[Right]] = {
    Role.KEEPER: _EVERYBODY | {
        Right.COUNTER, Right.REGISTER, Right.UPKEEP, Right.COUNT, Right.LISTS, Right.IMPORT,
        Right.PROVIDE, Right.UPLOAD, Right.SUBMIT, Right.COPY,
    },
    Role.PRINCIPAL: _EVERYBODY | {
        Right.DECIDE, Right.PROVIDE, Right.CONFIRM, Right.APPROVE, Right.LIMITS, Right.SETTINGS,
        Right.ACCOUNTS, Right.COPY, Right.RESTORE,
    },
    Role.ADMIN: _EVERYBODY | {
        Right.LISTS, Right.IMPORT, Right.PROVIDE, Right.UPLOAD, Right.CONFIRM, Right.SETTINGS,
        Right.ACCOUNTS, Right.COPY, Right.RESTORE,
    },
    Role.TEAM_HEAD: _EVERYBODY | {Right.CONFIRM, Right.PROVIDE},
    Role.READER: _EVERYBODY,
}  # fmt: skip

# One of these is always left: somebody must be able to give accounts.
HEADS = frozenset(role for role, rights in RIGHTS.items() if Right.ACCOUNTS in rights)
RETIRED = "retired"


def holders_of(right: Right) -> tuple[Role, ...]:
    """Return the roles that have a right."""
    return tuple(role for role, rights in RIGHTS.items() if right in rights)


@dataclass(frozen=True, slots=True)
class Account:
    """One account; `secret` and `recovery` are hashes, never what was typed.

    `changed_on` is the ISO day its holder last chose the secret; blank means that it is still
    the one that was handed out, which must be changed before anything else (Điều 5.2).
    """

    person_id: int
    role: str
    secret: str
    recovery: str
    changed_on: str
    status: str = "active"


@dataclass(frozen=True, slots=True)
class Attempts:
    """How often a wrong secret was typed in a row, and until which ISO moment to wait."""

    wrong: int = 0
    wait_until: str = ""


@dataclass(frozen=True, slots=True)
class Signed:
    """Who is signed in: the code and name of a person, and what that person is here."""

    code: str
    name: str
    role: Role
    must_change: bool = False

    def may(self, right: Right) -> bool:
        """Return whether the role has a right."""
        return right in RIGHTS[self.role]
