"""Secrets kept in Windows' Credential Manager, the macOS Keychain or the Secret Service."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from importlib import import_module
from typing import TYPE_CHECKING

from typing_extensions import override

from app.domain.fault import Unavailable
from app.domain.secret import Secret
from app.domain.sentence import Sentence

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

# What keeps secrets for the operating systems. Any other backend, such as one that writes a
# plain file or keeps nothing, is refused whatever the environment says.
_TRUSTED = (
    ("keyring.backends.Windows", "WinVaultKeyring"),
    ("keyring.backends.macOS", "Keyring"),
    ("keyring.backends.SecretService", "Keyring"),
    ("keyring.backends.kwallet", "DBusKeyring"),
)


class Service(StrEnum):
    """What a secret is for: the keyring files it under this name."""

    CITY = "Sổ Thiết Bị: thietbi.hcm.edu.vn"
    BACKUPS = "Sổ Thiết Bị: sao lưu"


_NONE = Sentence(
    "This PC has no keyring of its own, and a password is kept nowhere else. Type it by hand in "
    "the browser each time."
)
_SILENT = Sentence(
    "The keyring of this PC does not answer. Log in to the PC with your own account and unlock "
    "its keyring; a password is kept nowhere else."
)
_NOT_KEPT = Sentence(
    "The keyring of this PC did not keep the password. Type it by hand in the browser."
)


class Vault:
    """The keyring of whoever is logged in to this PC. Every method may raise `Unavailable`."""

    def __init__(self, service: Service = Service.CITY) -> None:
        """Look after the secrets of one service."""
        self._service = service

    @override
    def __repr__(self) -> str:
        """Return its name alone."""
        return "Vault()"

    def keep(self, name: str, secret: Secret) -> None:
        """Keep a secret under a name, in place of what was there, and see that it is there."""
        with _spoken() as keyring:
            keyring.set_password(self._service, name, secret.reveal())
            kept = keyring.get_password(self._service, name)
        if kept != secret.reveal():
            raise Unavailable(_NOT_KEPT, where="password")

    def fetch(self, name: str) -> Secret | None:
        """Return the secret of a name, None if this keyring has none."""
        with _spoken() as keyring:
            text = keyring.get_password(self._service, name)
        return None if text is None else Secret(text)

    def forget(self, name: str) -> None:
        """Take a secret out of the keyring, if it is there."""
        with _spoken() as keyring:
            if keyring.get_password(self._service, name) is not None:
                keyring.delete_password(self._service, name)


@contextmanager
def _spoken() -> Iterator[KeyringBackend]:
    """Lend the operating system's keyring, and say in plain words that it does not answer."""
    try:
        yield _find()
    except Unavailable:
        raise
    except Exception:  # noqa: BLE001 - each system fails in a way of its own
        # Its words might quote what it was given.
        raise Unavailable(_SILENT, where="password") from None


def _find() -> KeyringBackend:
    for module, name in _TRUSTED:
        # Imported when it is asked for: 100 ms that most starts spare.
        backend: type[KeyringBackend] = getattr(import_module(module), name)
        if backend.viable:
            return backend()
    raise Unavailable(_NONE, where="password")
