"""Files under a pass phrase, in the open age format: any age program can open them."""

from __future__ import annotations

from pathlib import Path
from typing import IO

from pyrage import DecryptError, IdentityError, decrypt_io, encrypt_io, passphrase, x25519

from app.domain.fault import Refused
from app.domain.secret import Secret
from app.domain.sentence import Sentence

LEAST = 8  # letters of a pass phrase


def check_phrase(secret: Secret) -> None:
    """Refuse a pass phrase that is soon guessed."""
    if len(secret.reveal().strip()) < LEAST:
        raise Refused(
            Sentence(
                "A pass phrase of fewer than {count} letters is soon guessed. Take several words.",
                {"count": LEAST},
            ),
            where="phrase",
        )


def seal(source: IO[bytes], target: IO[bytes], secret: Secret) -> bytes:
    """Encrypt a stream to a key made for it alone; return that key under the pass phrase.

    A pass phrase alone would need the whole file in memory at once.
    """
    key = x25519.Identity.generate()
    encrypt_io(source, target, [key.to_public()])
    return bytes(passphrase.encrypt(str(key).encode(), secret.reveal()))


def unseal(key: bytes, source: IO[bytes], target: Path, secret: Secret) -> None:
    """Decrypt a stream into a new file.

    Raise `Refused` for another pass phrase, ValueError when the key or stream is damaged.
    """
    try:
        found = x25519.Identity.from_str(passphrase.decrypt(key, secret.reveal()).decode())
    except DecryptError:
        raise Refused(
            Sentence("This is not the pass phrase of that backup. Type it again."), where="phrase"
        ) from None
    except (IdentityError, UnicodeDecodeError):
        raise ValueError(target.name) from None
    with target.open("xb") as into:
        try:
            decrypt_io(source, into, [found])
        except (DecryptError, OSError) as error:
            if isinstance(error, OSError) and error.errno:
                raise  # the disk, not the file
            raise ValueError(target.name) from error
