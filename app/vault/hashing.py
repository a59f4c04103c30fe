"""PINs and passwords as Argon2 hashes: what is kept tells nobody what was typed (Điều 2.2)."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from app.domain.secret import Secret

if TYPE_CHECKING:
    from argon2 import PasswordHasher


@cache
def _hasher() -> PasswordHasher:
    # Imported when somebody signs in; a book without accounts never does.
    from argon2 import PasswordHasher  # noqa: PLC0415

    # RFC 9106's choice for little memory: 64 MiB for a tenth of a second, which an old PC has.
    return PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=1)


def hash_secret(secret: Secret) -> str:
    """Return the hash of a secret, salted: the same secret never has the same hash."""
    return _hasher().hash(secret.reveal())


def matches(hashed: str, secret: Secret) -> bool:
    """Return whether a secret is the one that was hashed."""
    from argon2.exceptions import InvalidHashError, VerificationError  # noqa: PLC0415 - as above

    try:
        return _hasher().verify(hashed, secret.reveal())
    except (VerificationError, InvalidHashError):
        return False
