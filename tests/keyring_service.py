"""A real keyring for the tests: a Secret Service on a bus of its own, as a desktop has it."""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SECRET = "Mật-khẩu-7h3 thiết bị!"  # noqa: S105 - what the tests look for in every file
_START = 10  # seconds


@contextmanager
def secret_service(home: Path) -> Iterator[None]:
    """Run an unlocked keyring that keeps its files in `home`, for this process."""
    runtime = home / "runtime"
    runtime.mkdir(mode=0o700)
    bus = subprocess.Popen(
        [_tool("dbus-daemon"), "--session", "--nofork", "--print-address"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, encoding="utf-8",
    )  # fmt: skip
    assert bus.stdout is not None
    changed = {
        "DBUS_SESSION_BUS_ADDRESS": bus.stdout.readline().strip(),
        "HOME": str(home), "XDG_DATA_HOME": str(home / "data"),
        "XDG_RUNTIME_DIR": str(runtime),
    }  # fmt: skip
    daemon = subprocess.Popen(
        [_tool("gnome-keyring-daemon"), "--unlock", "--components=secrets", "--foreground"],
        env={**os.environ, **changed}, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    assert daemon.stdin is not None
    assert daemon.stdout is not None
    daemon.stdin.write(b"\n")
    daemon.stdin.close()
    daemon.stdout.readline()  # it tells where it listens, once it does
    before = {name: os.environ.get(name) for name in changed}
    os.environ.update(changed)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
        for process in (daemon, bus):
            process.terminate()
            process.wait(_START)
            if process.stdout is not None:
                process.stdout.close()


def traces(folder: Path, secret: str) -> list[str]:
    """Return the files below a folder that hold a secret, in any encoding it might have."""
    plain = [secret.encode(name) for name in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le")]
    # Inside a longer text it may begin at any of three places; the ends hang on what is beside.
    coded = [
        base64.b64encode(bytes(shift) + one)[4 * bool(shift) : -4]
        for one in plain
        for shift in range(3)
    ]
    hexed = [one.hex().encode() for one in plain]
    escaped = [secret.encode("unicode_escape"), repr(secret).encode()]
    wanted = [*plain, *coded, *hexed, *(one.upper() for one in hexed), *escaped]
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return [
        str(path) for path in files if any(one in data for data in _bytes(path) for one in wanted)
    ]


def _bytes(path: Path) -> Iterator[bytes]:
    """Yield what a file holds, and each file within a packed one."""
    yield path.read_bytes()
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            for name in packed.namelist():
                yield packed.read(name)


def _tool(name: str) -> str:
    path = shutil.which(name)
    assert path, f"{name} is not installed"
    return path
