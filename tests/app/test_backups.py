"""Backups: which are kept, what is in one, where copies go, and what is said when they are old."""

from __future__ import annotations

import hashlib
import json
import zipfile
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cli import main
from app.domain.backup import (
    BEFORE_ACTS,
    DAILY,
    MONTHLY,
    WEEKLY,
    CopyState,
    Made,
    Why,
    copy_due,
    copy_state,
    kept_of,
)
from app.domain.fault import Refused, Unavailable
from app.domain.limit import LimitName
from app.domain.secret import Secret
from app.services.backups import (
    Backups,
    BackupWatch,
    ChooseBackupPlace,
    WrittenSinceBackup,
    back_up,
    back_up_first,
    check_backup,
    copy_out,
    keep_phrase,
    kept_phrase,
)
from app.services.importing import Import, read_list
from app.services.limits import SetLimit
from app.services.people import RegisterPerson
from app.services.queries import History, Verify
from app.services.restoring import look, practise
from app.services.room import Room
from app.store.backup import prune
from app.vault.vault import Service, Vault
from tests.conftest import TODAY, Clock
from tests.keyring_service import traces

PHRASE = Secret("hoa phượng nở đỏ")
_FROM = datetime.fromisoformat("2025-01-01")
_MOMENTS = st.lists(
    st.tuples(st.datetimes(_FROM, _FROM + timedelta(days=700)), st.sampled_from(list(Why))),
    unique=True,
    max_size=80,
)
Kept = tuple[datetime, Why]


def _kept(backups: list[Kept]) -> set[Kept]:
    return kept_of(backups, lambda one: one[0], lambda one: one[1])


@given(_MOMENTS)
def test_the_newest_of_each_of_the_last_days_weeks_and_months_stays(backups: list[Kept]) -> None:
    kept = _kept(backups)
    assert kept <= set(backups)
    assert len(kept) <= DAILY + WEEKLY + MONTHLY + BEFORE_ACTS
    assert _kept(list(kept)) == kept
    for most, period in (
        (DAILY, lambda moment: moment.date()),
        (WEEKLY, lambda moment: moment.isocalendar()[:2]),
        (MONTHLY, lambda moment: (moment.year, moment.month)),
    ):
        newest = sorted({period(moment) for moment, _why in backups})[-most:]
        assert {period(moment) for moment, _why in kept} >= set(newest)
    before = sorted((one for one in backups if one[1] != Why.DAILY), reverse=True)
    assert {moment for moment, _why in before[:BEFORE_ACTS]} <= {one for one, _why in kept}


def test_closing_each_day_of_a_year_keeps_nine_months_back() -> None:
    held: set[Kept] = set()
    for day in range(400):
        held.add((_FROM + timedelta(days=day, hours=17), Why.DAILY))
        held = _kept(list(held))
    months = {(moment.year, moment.month) for moment, _why in held}
    assert len(months) == MONTHLY
    assert len(held) <= DAILY + WEEKLY + MONTHLY


@pytest.mark.parametrize(
    ("last", "due"),
    [((2026, 11, 30), (2027, 2, 28)), ((2026, 8, 31), (2026, 11, 30)),
     ((2026, 12, 1), (2027, 3, 1))],
)  # fmt: skip
def test_a_copy_is_due_three_calendar_months_later(
    last: tuple[int, int, int], due: tuple[int, int, int]
) -> None:
    assert copy_due(date(*last), 3) == date(*due)
    assert copy_state(date(*last), date(*due), months=3, warning=75) is CopyState.WARNING
    late = date(*due) + timedelta(days=1)
    assert copy_state(date(*last), late, months=3, warning=75) is CopyState.OVERDUE


@pytest.fixture
def usb(tmp_path: Path) -> Path:
    """Return a folder that stands for a drive."""
    place = tmp_path / "usb"
    place.mkdir()
    return place


def test_a_backup_holds_the_book_and_all_that_lies_beside_it(school: Room) -> None:
    photos = school.folder / "photos"
    photos.mkdir()
    (photos / "ảnh máy chiếu.jpg").write_bytes(b"\xff\xd8\xff" + b"x" * 3_000_000)
    (school.folder / "documents").mkdir()
    (school.folder / "documents" / "in thử.pdf").write_bytes(b"%PDF")
    made = back_up(school)
    with zipfile.ZipFile(made.path) as packed:
        manifest = json.loads(packed.read("manifest.json"))
        assert set(packed.namelist()) == {"book.db", "photos/ảnh máy chiếu.jpg", "manifest.json"}
        for part in manifest["parts"]:
            data = packed.read(part["name"])
            assert (len(data), hashlib.sha256(data).hexdigest()) == (part["size"], part["sha256"])
    verdict = school.ask(Verify())
    assert (manifest["entries"], manifest["head"]) == (verdict.entries, verdict.head)
    assert manifest["school"] == "Trường Tiểu học Hoa Phượng"
    assert manifest["made_at"].startswith(TODAY.isoformat())
    assert hashlib.sha256(made.path.read_bytes()).hexdigest() == made.sha256
    checked = check_backup(made.path)
    assert checked is not None
    assert checked.verified


def test_a_backup_is_of_one_moment_though_somebody_goes_on_writing(school: Room) -> None:
    other = Room.enter(school.folder, Clock(), "kho")

    def write(_done: int, _whole: int) -> None:
        if other.ask(Verify()).entries < 20:
            other.run(RegisterPerson("Người Mới"))

    made = back_up(school, step=write)
    other.leave()
    assert made.manifest.entries < school.ask(Verify()).entries
    assert practise(school, made.path).value.manifest.entries == made.manifest.entries


def test_nothing_new_asks_for_no_backup_and_the_log_of_copies_is_nothing_new(
    school: Room, usb: Path
) -> None:
    assert school.ask(WrittenSinceBackup())
    back_up(school)
    assert not school.ask(WrittenSinceBackup())
    copy_out(school, usb)
    assert not school.ask(WrittenSinceBackup())
    school.run(RegisterPerson("Người Mới"))
    assert school.ask(WrittenSinceBackup())


def test_old_backups_go_and_strange_files_stay(school: Room, clock: Clock) -> None:
    first = back_up(school, Why.DAILY)
    strange = school.folder / "backups" / "ghi chú.txt"
    strange.write_text("của nhà trường", encoding="utf-8")
    for day in range(1, 40):
        clock.turn_to(TODAY + timedelta(days=day))
        last = school.folder / "backups" / f"so-thiet-bi-{clock.now:%Y-%m-%d-%H%M%S}.stb"
        # The same book on another day: making it anew forty times would prove no more.
        with zipfile.ZipFile(first.path) as packed, zipfile.ZipFile(last, "x") as copy:
            for name in packed.namelist():
                data = packed.read(name)
                if name == "manifest.json":
                    said = json.loads(data) | {"made_at": clock.now.isoformat()}
                    data = json.dumps(said).encode()
                copy.writestr(name, data, zipfile.ZIP_DEFLATED)
    prune(school.folder / "backups", first.manifest.school)
    left = [view.made.manifest.made.date() for view in school.ask(Backups()).backups]
    assert left[:DAILY] == [TODAY + timedelta(days=39 - back) for back in range(DAILY)]
    assert len(left) < 25
    assert strange.is_file()


def test_the_place_for_copies_is_pruned_of_ours_alone(
    school: Room, usb: Path, clock: Clock
) -> None:
    others = usb / "so-thiet-bi-2020-01-01-080000.stb"
    made = back_up(school)
    with zipfile.ZipFile(made.path) as packed, zipfile.ZipFile(others, "x") as copy:
        for name in packed.namelist():
            data = packed.read(name)
            if name == "manifest.json":
                data = json.dumps(json.loads(data) | {"school": "Trường khác"}).encode()
            copy.writestr(name, data)
    for _time in range(3):
        copy_out(school, usb, why=Why.DAILY)
    clock.turn_to(TODAY + timedelta(days=1))
    copy_out(school, usb, why=Why.DAILY)
    assert others.is_file()
    assert len(list(usb.glob("*.stb"))) == 3  # one of each day, and the other school's


def test_a_clock_set_back_never_costs_the_backup_that_was_just_made(
    school: Room, clock: Clock
) -> None:
    back_up(school, Why.DAILY)
    clock.turn_to(TODAY)
    made = back_up(school, Why.DAILY)
    clock.turn_to(TODAY)
    again = back_up(school, Why.DAILY)
    assert again.path.is_file()
    assert again.path != made.path or made.path.is_file()


def test_what_was_not_copied_at_closing_is_said(school: Room, usb: Path, clock: Clock) -> None:
    school.run(ChooseBackupPlace(usb))
    copy_out(school, usb)
    clock.turn_to(TODAY + timedelta(days=1))
    back_up(school, Why.DAILY)
    assert "25/11/2026 was not copied" in str(school.ask(BackupWatch()).lines[0])
    copy_out(school, usb)
    assert not school.ask(BackupWatch()).lines


def test_a_copy_is_read_back_logged_and_counted_for_the_rule(
    school: Room, usb: Path, clock: Clock
) -> None:
    school.run(ChooseBackupPlace(usb))
    assert school.ask(Backups()).state is CopyState.FRESH
    clock.turn_to(TODAY + timedelta(days=75))
    view = school.ask(Backups())
    assert (view.state, view.last_copy, view.days) == (CopyState.WARNING, None, 75)
    assert "never copied" in str(school.ask(BackupWatch()).lines[0])
    clock.turn_to(date(2027, 2, 25))
    overdue = school.ask(BackupWatch()).overdue
    assert overdue is not None
    assert "Điều 12.1" in str(overdue)
    outcome = copy_out(school, usb)
    assert outcome.value.path.parent == usb
    assert outcome.entry == school.ask(Verify()).entries
    assert hashlib.sha256(outcome.value.path.read_bytes()).hexdigest() == outcome.value.sha256
    assert school.ask(BackupWatch()).overdue is None
    assert school.ask(Backups()).last_copy == clock.now.date()
    assert not [path for path in usb.iterdir() if path.name.startswith(".")]
    assert school.ask(Verify()).ok


def test_the_rule_follows_the_limits_of_the_school(school: Room, clock: Clock) -> None:
    school.run(SetLimit(LimitName.COPY_MONTHS, 1, TODAY))
    clock.turn_to(date(2026, 12, 25))
    assert school.ask(Backups()).state is CopyState.OVERDUE


def test_a_backup_nobody_proved_for_seven_school_days_is_said(school: Room, clock: Clock) -> None:
    made = back_up(school)
    clock.turn_to(date(2026, 12, 3))  # the seventh working day after
    assert not school.ask(BackupWatch()).lines
    assert not school.ask(Backups()).backups[0].stale
    clock.turn_to(date(2026, 12, 4))
    assert "8 school days" in str(school.ask(BackupWatch()).lines[0])
    assert school.ask(Backups()).backups[0].stale
    practise(school, made.path)
    assert not school.ask(BackupWatch()).lines
    assert school.ask(Backups()).backups[0].proven_on == date(2026, 12, 4)


def test_a_place_that_is_gone_is_said_and_the_backup_beside_the_book_is_kept(
    school: Room, usb: Path
) -> None:
    school.run(ChooseBackupPlace(usb))
    usb.rmdir()
    with pytest.raises(Unavailable, match="is not there"):
        copy_out(school, usb)
    view = school.ask(Backups())
    assert not view.place_there
    with pytest.raises(Refused, match="own folder"):
        school.run(ChooseBackupPlace(school.folder))


def test_a_sealed_copy_tells_its_cover_alone_and_opens_with_its_phrase(
    school: Room, usb: Path, tmp_path: Path
) -> None:
    made = copy_out(school, usb, PHRASE).value
    data = made.path.read_bytes()
    for word in ("Máy chiếu", "CREATE TABLE", "SQLite format"):
        assert word.encode() not in data
    seen = look(made.path)
    assert seen.sealed
    assert seen.manifest.school == "Trường Tiểu học Hoa Phượng"
    assert practise(school, made.path, PHRASE).value.manifest.head == made.manifest.head
    for wrong, said in ((Secret("không phải vậy"), "not the pass phrase"), (None, "sealed")):
        with pytest.raises(Refused, match=said) as refused:
            practise(school, made.path, wrong)
        assert refused.value.where == "phrase"
    with pytest.raises(Refused, match="soon guessed"):
        copy_out(school, usb, Secret("ngắn"))
    assert not traces(tmp_path, PHRASE.reveal())


def test_the_phrase_is_kept_in_the_keyring_alone(
    school: Room, vault: Vault, tmp_path: Path
) -> None:
    assert kept_phrase() is None
    keep_phrase(PHRASE)
    try:
        assert kept_phrase() == PHRASE
        assert vault.fetch("pass phrase of the backups") is None
        back_up(school)
        assert not traces(tmp_path, PHRASE.reveal())
    finally:
        Vault(Service.BACKUPS).forget("pass phrase of the backups")


def test_an_import_backs_up_first_and_goes_on_where_it_cannot(school: Room, tmp_path: Path) -> None:
    school.guard(back_up_first)
    source = tmp_path / "nhân sự.csv"
    source.write_text("Họ và tên\nĐỗ Văn Mới\n", encoding="utf-8")
    before = school.ask(Verify()).entries
    school.run(Import(read_list("people", source)))
    found = school.ask(Backups()).backups
    assert [(one.made.manifest.why, one.made.manifest.entries) for one in found] == [
        (Why.IMPORT, before)
    ]
    for one in (school.folder / "backups").iterdir():
        one.unlink()
    (school.folder / "backups").rmdir()
    (school.folder / "backups").write_text("in the way", encoding="utf-8")
    source.write_text("Họ và tên\nĐỗ Thị Mới\n", encoding="utf-8")
    assert school.run(Import(read_list("people", source))).value.added == 1


def test_the_command_line_backs_up_lists_and_finds_what_is_damaged(
    school: Room, usb: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(*arguments: str) -> dict[str, object]:
        main(["--data", str(school.folder), "--json", *arguments])
        answer: dict[str, object] = json.loads(capsys.readouterr().out)
        return answer

    verdict = school.ask(Verify())
    made = run("backup")
    assert (made["entries"], made["head"], made["verified"]) == (
        verdict.entries,
        verdict.head,
        True,
    )
    copied = run("backup", "--to", str(usb))
    assert Path(str(copied["file"])).parent == usb
    told = run("restore", str(copied["file"]), "--look")
    assert (told["sha256"], told["school"]) == (copied["sha256"], "Trường Tiểu học Hoa Phượng")
    listed = run("backups")["backups"]
    assert isinstance(listed, list)
    assert {one["file"]: one["verified"] for one in listed}[made["file"]]
    path = Path(str(made["file"]))
    data = bytearray(path.read_bytes())
    data[len(data) // 3] ^= 1
    path.write_bytes(data)
    listed = run("backups")["backups"]
    assert isinstance(listed, list)
    assert not {one["file"]: one["verified"] for one in listed}[made["file"]]
    assert len(list(school.ask(History()))) == verdict.entries + 1


def test_a_backup_tells_what_it_was_made_for(school: Room) -> None:
    made: Made = back_up(school, Why.DAILY)
    assert made.manifest.why == Why.DAILY
    assert made.manifest.version
