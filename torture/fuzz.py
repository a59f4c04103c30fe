"""Files and texts spoilt at random, given to every reader: each takes them or refuses them."""

from __future__ import annotations

import os
import random
import select
import signal
import time
import traceback
from pathlib import Path

from app.domain.fault import Fault
from app.services.clock import local_time
from app.services.room import Room
from torture.campaign import Wish
from torture.doors import small_school
from torture.readers import Reader, readers

_STINT = 5.0  # seconds that one process tries
_PATIENCE = 30.0  # seconds until a try hangs
_SLOW = 2.0  # seconds of the processor
_MINUTES = 60.0


def torture(wish: Wish) -> int:
    """Try every reader in turn for as long as wished, an hour otherwise."""
    book = small_school(wish.folder)
    every = readers(book)
    ends = time.monotonic() + 60 * (wish.minutes or _MINUTES)
    chance = random.Random(wish.seed)
    tries = dict.fromkeys(every, 0)
    found: dict[str, str] = {}
    while time.monotonic() < ends:
        for name, reader in every.items():
            count, crash, culprit = _stint(reader, book, wish.folder / "spoilt", chance.random())
            tries[name] += count
            place = crash.strip().splitlines()[-3:] if crash else []
            key = f"{name}: {' '.join(place)[:400]}"
            if crash and key not in found:
                kept = wish.folder / f"found-{len(found)}"
                kept.write_bytes(culprit)
                found[key] = crash
                wish.say(f"  {name}: {kept.name}\n{crash}")
    wish.say("\n".join(f"{name}: {count} tries" for name, count in tries.items()))
    wish.say(f"{sum(tries.values())} tries in all")
    return len(found)


def _stint(reader: Reader, book: Path, spoilt: Path, seed: float) -> tuple[int, str, bytes]:
    """Try a reader in a fork for a while; return how often, the first crash and its culprit."""
    out, into = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(out)
        _try(reader, book, spoilt, random.Random(seed), into)
        os._exit(0)
    os.close(into)
    count, crash = 0, ""
    while True:
        if not select.select([out], [], [], _PATIENCE)[0]:
            os.kill(process, signal.SIGKILL)
            crash = f"it hangs: no answer in {_PATIENCE} s"
            break
        said = os.read(out, 1 << 16)
        if not said:
            break
        count += said.count(b".")
        crash = crash or said.replace(b".", b"", said.count(b".") - 1).decode("utf-8", "replace")
        crash = crash if "Traceback" in crash else ""
        if crash:
            break
    os.close(out)
    status = os.waitpid(process, 0)[1]
    if status and not crash:
        crash = f"it died with status {status}"
    return count, crash, spoilt.read_bytes() if crash else b""


def _try(reader: Reader, book: Path, spoilt: Path, chance: random.Random, into: int) -> None:
    """Spoil and read until the stint is over; say a dot for each, and the first crash."""
    room = Room.enter(book, local_time, "torture")
    ends = time.monotonic() + _STINT
    while time.monotonic() < ends:
        began = time.process_time()
        seed = chance.choice(reader.seeds)
        spoilt.write_bytes(reader.spoil(seed, reader.seeds, chance))
        try:
            reader.read(room, spoilt)
        except Fault:
            pass
        except Exception:  # noqa: BLE001 - a crash is what is looked for
            os.write(into, traceback.format_exc().replace(".", "·").encode()[-8000:])
            return
        if time.process_time() - began > _SLOW:
            os.write(into, b"Traceback: it is slow")
            return
        os.write(into, b".")
    room.leave()
