"""Restoring: a whole backup or nothing, whatever the file is and whenever the power fails."""

from __future__ import annotations

import hashlib
import json
import os
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from app.cli import main
from app.domain.device import Device
from app.domain.fault import Damaged, Refused, Unavailable
from app.services.backups import Backups, back_up, check_backup, copy_out
from app.services.devices import RegisterDevice
from app.services.opening import open_for_window
from app.services.people import RegisterPerson
from app.services.queries import Devices, History, Verify
from app.services.restoring import look, practise, restore, restore_into, salvage_book
from app.services.room import Room
from tests.conftest import Clock, Prepared

# Everything is imported first: nobody may not look into the folder of the program.
_AS_NOBODY = """
import os, pathlib, sys
from app.domain.fault import Unavailable
from app.services.clock import local_time
from app.services.opening import open_for_window
if os.getuid() == 0:
    os.setuid(65534)
try:
    open_for_window(pathlib.Path(sys.argv[1]), local_time, "thu")
except Unavailable as fault:
    print(fault.sentence)
"""


def _image(folder: Path) -> dict[str, str]:
    """Return the hash of every file of the book, its backups and locks left out."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "backups" not in path.parts and path.suffix != ".lock"
    }


@pytest.fixture
def backup(school: Room) -> Path:
    """Return a backup of the school with one photo; the book has gone on since."""
    photos = school.folder / "photos"
    photos.mkdir()
    (photos / "a.jpg").write_bytes(b"\xff\xd8\xff" + b"cu" * 1000)
    made = back_up(school)
    school.run(RegisterDevice(Device("", "Kính hiển vi")))
    (photos / "a.jpg").unlink()
    (photos / "b.jpg").write_bytes(b"\xff\xd8\xff" + b"moi" * 1000)
    return made.path


def test_a_restore_brings_the_book_and_its_files_back_and_keeps_the_present(
    school: Room, backup: Path
) -> None:
    seen = look(backup)
    present = school.ask(Verify())
    outcome = restore(school, backup)
    verdict = school.ask(Verify())
    assert verdict.ok
    assert verdict.entries == seen.manifest.entries + 1  # the log of the restore
    assert outcome.entry == verdict.entries
    assert [path.name for path in (school.folder / "photos").iterdir()] == ["a.jpg"]
    names = [view.device.name for view in school.ask(Devices())]
    assert "Kính hiển vi" not in names
    kept = school.ask(Backups()).backups[0].made
    assert (kept.manifest.why, kept.manifest.head) == ("restore", present.head)
    restore(school, kept.path)  # and the way back
    assert "Kính hiển vi" in [view.device.name for view in school.ask(Devices())]
    assert [path.name for path in (school.folder / "photos").iterdir()] == ["b.jpg"]


def test_a_book_moves_to_another_pc_with_one_file(
    school: Room, tmp_path: Path, clock: Clock
) -> None:
    made = copy_out(school, tmp_path / "chuyển máy.stb").value
    other = tmp_path / "máy khác" / "sổ"
    room, outcome = restore_into(other, made.path, clock, "kho")
    try:
        assert room.ask(Verify()).ok
        assert [entry for entry, _codes in room.ask(History())][:-1] == [
            entry for entry, _codes in school.ask(History())
        ][:-1]
        assert outcome.entry == room.ask(Verify()).entries
        room.run(RegisterPerson("Người Mới"))
    finally:
        room.leave()


def _flip(place: float) -> Callable[[Path], None]:
    def damage(path: Path) -> None:
        _flip_at(path, int(path.stat().st_size * place))

    return damage


def _flip_at(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 0x40
    path.write_bytes(data)


def _lose_the_list(path: Path) -> None:
    """Flip where the list of the packed files begins."""
    _flip_at(path, -6)


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1000])


def _foreign(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("word/document.xml", "<xml/>")


def _text(path: Path) -> None:
    path.write_text("Đây không phải bản sao lưu.", encoding="utf-8")


def _again(path: Path, change: Callable[[str, bytes], bytes], **more: bytes) -> None:
    """Pack a backup again with other content under a manifest that fits it."""
    with zipfile.ZipFile(path) as packed:
        parts = {name: change(name, packed.read(name)) for name in packed.namelist()}
    parts |= {name.replace("__", "/"): data for name, data in more.items()}
    said = json.loads(parts.pop("manifest.json"))
    said["parts"] = [
        {"name": name, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        for name, data in parts.items()
    ]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in parts.items():
            packed.writestr(name, data)
        packed.writestr("manifest.json", json.dumps(said))


def _bomb(path: Path) -> None:
    _again(path, lambda _name, data: data, photos__b=bytes(200_000_000))


def _way_out(path: Path) -> None:
    _again(path, lambda _name, data: data, **{"..__..__evil": b"x"})


def _rewritten(statement: str) -> Callable[[Path], None]:
    def damage(path: Path) -> None:
        def change(name: str, data: bytes) -> bytes:
            if name != "book.db":
                return data
            inside = path.with_suffix(".inside")
            inside.write_bytes(data)
            with closing(sqlite3.connect(inside, isolation_level=None)) as raw:
                raw.execute(statement)
            changed = inside.read_bytes()
            inside.unlink()
            return changed

        _again(path, change)

    return damage


@pytest.mark.parametrize(
    "damage",
    [
        _flip(0.01), _flip(0.5), _lose_the_list, _cut, _foreign, _text, _bomb, _way_out,
        _rewritten("DROP TRIGGER entry_kept"),
        _rewritten("CREATE TRIGGER evil AFTER INSERT ON entry BEGIN SELECT 1; END"),
        _rewritten("PRAGMA application_id = 1"),
        _rewritten("UPDATE alembic_version SET version_num = '9999'"),
    ],
    ids=["head", "middle", "end", "cut", "zip", "text", "bomb", "path", "guard", "trigger",
         "other", "newer"],
)  # fmt: skip
def test_what_is_no_whole_backup_is_refused_and_the_book_stays_byte_for_byte(
    school: Room, backup: Path, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    file = tmp_path / "lạ.stb"
    shutil.copyfile(backup, file)
    damage(file)
    school.ask(Verify())
    before = _image(school.folder)
    with pytest.raises((Refused, Unavailable)) as refused:
        restore(school, file)
    assert "lạ.stb" in str(refused.value.sentence) or "newer version" in str(refused.value.sentence)
    assert _image(school.folder) == before
    assert not [path for path in school.folder.iterdir() if path.name.startswith(".")]
    assert not list((school.folder / "backups").glob(".part-*"))
    assert not (tmp_path.parent / "evil").exists()


def test_a_ledger_that_does_not_add_up_is_taken_only_when_somebody_says_so(
    school: Room, backup: Path, tmp_path: Path
) -> None:
    file = tmp_path / "sửa.stb"
    shutil.copyfile(backup, file)
    _rewritten("UPDATE balance SET quantity = quantity + 1 WHERE device_id = 3")(file)
    before = school.ask(Verify()).head
    with pytest.raises(Refused, match="does not add up") as refused:
        restore(school, file)
    assert refused.value.where == "faults"
    assert school.ask(Verify()).head == before
    restore(school, file, accept_faults=True)
    assert not school.ask(Verify()).ok


def test_a_practice_leaves_nothing_but_its_line_in_the_log(school: Room, backup: Path) -> None:
    before = _image(school.folder)
    names = {path.name for path in (school.folder / "backups").iterdir()}
    outcome = practise(school, backup)
    assert outcome.entry == school.ask(Verify()).entries
    assert _image(school.folder).keys() - before.keys() <= {"book.db-wal", "book.db-shm"}
    assert {path.name for path in (school.folder / "backups").iterdir()} == names


def _started(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "app.cli", "--data", str(folder), *arguments]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def test_a_kill_at_any_moment_of_a_restore_leaves_the_old_book_or_the_new(
    school: Room, backup: Path, clock: Clock
) -> None:
    folder = school.folder
    old, new = school.ask(Verify()).head, look(backup).manifest.head
    school.leave()
    rng = random.Random(12)  # noqa: S311 - moments, no secrets
    for _try in range(2):
        process = _started(folder, "restore", str(backup))
        until = time.monotonic() + 20
        # The moments that matter: something of the new book lies in the folder.
        while process.poll() is None and time.monotonic() < until:
            if any(folder.glob(".re*")) or any(folder.glob(".arriving")):
                break
            time.sleep(0.005)
        time.sleep(rng.random() * 0.4)
        process.send_signal(signal.SIGKILL)
        process.wait()
        room = Room.enter(folder, clock, "thu")
        verdict = room.ask(Verify())
        heads = {entry.hash for entry, _codes in room.ask(History())}
        photos = [path.name for path in (folder / "photos").iterdir()]
        room.leave()
        assert verdict.ok
        assert heads & {old, new}
        assert photos == (["b.jpg"] if old in heads else ["a.jpg"])
        assert not [path for path in folder.iterdir() if path.name.startswith(".")]


@pytest.mark.parametrize("stage", [0, 1, 3, 5])
def test_a_swap_cut_short_at_each_rename_is_finished_by_the_next_start(
    school: Room, backup: Path, clock: Clock, stage: int
) -> None:
    folder, old, new = school.folder, school.ask(Verify()).head, look(backup).manifest.head
    school.leave()
    code = (
        "import pathlib, sys\n"
        "from app.services.clock import local_time\n"
        "from app.services.restoring import restore\n"
        "from app.services.room import Room\n"
        "from app.services import restoring\n"
        "room = Room.enter(pathlib.Path(sys.argv[1]), local_time, 'thu')\n"
        "left = [int(sys.argv[3])]\n"
        "def audit(event, arguments):\n"
        "    if event == 'os.rename' and '.part' not in str(arguments[0]):\n"
        "        if left[0] == 0:\n"
        "            import os, signal\n"
        "            os.kill(os.getpid(), signal.SIGKILL)\n"
        "        left[0] -= 1\n"
        "sys.addaudithook(audit)\n"
        "restore(room, pathlib.Path(sys.argv[2]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(folder), str(backup), str(stage)],
        capture_output=True, check=False, timeout=60,
    )  # fmt: skip
    room = Room.enter(folder, clock, "thu")
    verdict = room.ask(Verify())
    heads = {entry.hash for entry, _codes in room.ask(History())}
    room.leave()
    assert done.returncode == -signal.SIGKILL
    assert verdict.ok
    # The first rename is the moment from which the new book stands.
    assert (old if stage == 0 else new) in heads
    photos = [path.name for path in (folder / "photos").iterdir()]
    assert photos == (["b.jpg"] if stage == 0 else ["a.jpg"])


def test_a_kill_during_a_backup_leaves_no_half_file_and_the_next_sweeps(
    school: Room, clock: Clock
) -> None:
    folder = school.folder
    (folder / "photos").mkdir()
    (folder / "photos" / "a.jpg").write_bytes(os.urandom(30_000_000))
    school.leave()
    process = _started(folder, "backup")
    until = time.monotonic() + 20
    while time.monotonic() < until and not any((folder / "backups").glob(".part-*/packed")):
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert not list((folder / "backups").glob("*.stb"))
    room = open_for_window(folder, clock, "thu")
    try:
        assert not list((folder / "backups").glob(".part-*"))
        made = back_up(room)
        checked = check_backup(made.path)
        assert checked is not None
        assert checked.verified
    finally:
        room.leave()


def test_a_full_disk_is_said_and_leaves_nothing(school: Room) -> None:
    (school.folder / "photos").mkdir()
    (school.folder / "photos" / "a.jpg").write_bytes(os.urandom(3_000_000))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, hard))
    try:
        with pytest.raises(Unavailable, match="cannot be written"):
            back_up(school)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert [path.name for path in (school.folder / "backups").iterdir()] == [".lock"]
    assert school.ask(Verify()).ok


def test_a_second_window_is_refused_and_a_command_is_not(
    school: Room, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = school.folder
    school.leave()
    window = open_for_window(folder, clock, "thu")
    try:
        with pytest.raises(Unavailable, match="another window"):
            open_for_window(folder, clock, "thu")
        assert main(["--data", str(folder), "backup"]) == 0
        path = window.ask(Backups()).backups[0].made.path
        assert main(["--data", str(folder), "restore", str(path)]) == 1
        assert "cửa sổ khác" in capsys.readouterr().err
    finally:
        window.leave()
    open_for_window(folder, clock, "thu").leave()


def _spoil(path: Path, first: int) -> None:
    """Write noise over the pages of a book from one on."""
    data = bytearray(path.read_bytes())
    data[first * 4096 : -4096] = random.Random(5).randbytes(len(data) - (first + 1) * 4096)  # noqa: S311
    path.write_bytes(data)


def _spoil_entry(path: Path, number: int) -> None:
    """Change one entry as a failing disk does: behind SQLite's back."""
    with closing(sqlite3.connect(path)) as raw:
        recorded = raw.execute("SELECT hash FROM entry WHERE id = ?", (number,)).fetchone()[0]
    data = path.read_bytes()
    assert recorded.encode() in data
    path.write_bytes(data.replace(recorded.encode(), b"\x00" * 64))


def test_a_folder_that_may_not_be_written_is_said_and_left_alone(school: Room) -> None:
    school.leave()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "sổ"
        shutil.copytree(school.folder, folder)
        before = _image(folder)
        for path in (Path(place), folder):
            path.chmod(0o555)
        done = subprocess.run(
            [sys.executable, "-c", _AS_NOBODY, str(folder)],
            capture_output=True, check=False, text=True, timeout=60,
        )  # fmt: skip
        for path in (Path(place), folder):
            path.chmod(0o755)
        assert "may not be written to" in done.stdout, done.stderr
        assert _image(folder) == before


def test_a_damaged_book_is_told_at_the_start_and_its_newest_backup_restored(
    school: Room, backup: Path, clock: Clock
) -> None:
    folder = school.folder
    school.leave()
    _spoil(folder / "book.db", 8)
    spoilt = (folder / "book.db").read_bytes()
    with pytest.raises(Damaged):
        open_for_window(folder, clock, "thu")
    room, _outcome = restore_into(folder, backup, clock, "thu")
    verdict = room.ask(Verify())
    room.leave()
    assert verdict.ok
    kept = list((folder / "backups").glob("damaged-*/book.db"))
    assert [path.read_bytes() for path in kept] == [spoilt]


def test_the_ledger_saves_what_it_proves_and_says_how_far(
    school: Room, clock: Clock, prepared: Prepared
) -> None:
    del prepared
    folder = school.folder
    (folder / "photos").mkdir()
    (folder / "photos" / "a.jpg").write_bytes(b"\xff\xd8\xff")
    told = [entry for entry, _codes in school.ask(History())]
    school.leave()
    broken = len(told) - 3
    _spoil_entry(folder / "book.db", broken)
    saved = salvage_book(folder, clock)
    assert (saved.entries, saved.head) == (broken - 1, told[broken - 2].hash)
    room = Room.enter(folder, clock, "thu")
    try:
        verdict = room.ask(Verify())
        assert verdict.ok
        assert (verdict.entries, verdict.head) == (saved.entries, saved.head)
        assert [entry for entry, _codes in room.ask(History())] == told[: broken - 1]
        assert (folder / "photos" / "a.jpg").is_file()
        assert list((folder / "backups").glob("damaged-*/book.db"))
    finally:
        room.leave()


def test_a_book_with_nothing_to_prove_is_left_as_it_is(school: Room, clock: Clock) -> None:
    folder = school.folder
    school.leave()
    _spoil(folder / "book.db", 1)
    before = (folder / "book.db").read_bytes()
    with pytest.raises((Refused, Damaged)):
        salvage_book(folder, clock)
    assert (folder / "book.db").read_bytes() == before


def test_an_upgrade_that_fails_leaves_the_book_and_a_backup_of_it(
    school: Room, clock: Clock
) -> None:
    folder = school.folder
    school.leave()
    with closing(sqlite3.connect(folder / "book.db", isolation_level=None)) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '0000'")
    with pytest.raises(Unavailable, match="cannot be brought up") as said:
        Room.enter(folder, clock, "thu")
    made = list((folder / "backups").glob("*.stb"))
    assert [path.name in str(said.value.sentence) for path in made] == [True]
    with closing(sqlite3.connect(folder / "book.db")) as raw:
        assert raw.execute("SELECT version_num FROM alembic_version").fetchone() == ("0000",)
    with zipfile.ZipFile(made[0]) as packed:
        assert json.loads(packed.read("manifest.json"))["why"] == "upgrade"
