"""The command line's contract: keys, exit status, one sentence for each refusal."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import resources
from app.cli import main
from app.services.queries import Verify
from app.services.room import Room
from tests.app.templates import named
from tests.conftest import Clock


@pytest.fixture
def cli(school: Room, capsys: pytest.CaptureFixture[str]) -> Any:  # noqa: ANN401 - JSON is any
    """Return a way to run a command on the school's book and read its JSON."""

    def run(*arguments: str, status: int = 0) -> dict[str, Any]:
        capsys.readouterr()
        assert main(["--data", str(school.folder), "--json", *arguments]) == status
        answer: dict[str, Any] = json.loads(capsys.readouterr().out)
        return answer

    return run


def test_a_loan_and_its_way_back(cli: Any, school: Room) -> None:  # noqa: ANN401 - JSON is any
    lent = cli("lend", "TB00001", "TB00003=20", "--class", "3A", "--teacher", "GV001",
               "--due", "2026-12-01")  # fmt: skip
    assert lent["lines"][1].items() >= {"device": "TB00003", "quantity": 20}.items()
    (loan,) = cli("loans", "--open")["loans"]
    assert (loan["loan"], loan["class"], loan["teacher"]) == (lent["loan"], "3A", "GV001")
    assert {"line", "device", "lent", "outstanding"} <= loan["lines"][0].keys()
    back = cli("take-back", "TB00003=5", "TB00003=2:damaged", "--note", "rơi")
    assert [line["outstanding"] for line in back["lines"]] == [15, 13]
    undone = cli("undo", "--reason", "Nhầm")
    assert undone["reverses"] == back["entry"]
    device = cli("device", "TB00003")
    assert device["balances"] == {
        "in_store": 15, "on_loan": 20, "damaged": 0, "in_repair": 0, "lost": 0, "disposed": 0,
    }  # fmt: skip
    assert [entry["kind"] for entry in device["history"]] == [
        "register", "lend", "take_back", "undo",
    ]  # fmt: skip
    assert school.ask(Verify()).ok


def test_what_comes_back_good_may_be_told_by_how_good_it_is(cli: Any) -> None:  # noqa: ANN401 - JSON is any
    cli("lend", "TB00003=4", "TB00001", "--class", "3A")
    back = cli("take-back", "TB00003=3:fair", "TB00003=1:damaged", "TB00001:poor")
    assert [line["result"] for line in back["lines"]] == ["good", "damaged", "good"]
    assert cli("device", "TB00001")["quality"] == "poor"


def test_history_and_verify_tell_one_story(cli: Any) -> None:  # noqa: ANN401 - JSON is any
    cli("lend", "TB00001", "--class", "3A")
    entries = cli("history")["entries"]
    assert [entry["entry"] for entry in entries] == list(range(1, len(entries) + 1))
    assert entries[-1]["postings"] == [
        {"device": "TB00001", "quantity": 1, "from": "in_store", "to": "on_loan", "line": 1,
         "damage": None, "result": ""}
    ]  # fmt: skip
    assert {"kind", "day", "recorded_at", "actor", "text", "reverses", "hash"} <= entries[0].keys()
    verdict = cli("verify")
    assert verdict == {
        "ok": True, "entries": len(entries), "head": entries[-1]["hash"], "problems": [],
        "notes": [],
    }  # fmt: skip
    assert cli("history", "--from", "10")["entries"][0]["entry"] == 10


def test_devices_are_found_and_limited(cli: Any) -> None:  # noqa: ANN401 - JSON is any
    (found,) = cli("devices", "may", "chieu")["devices"]
    assert {"code", "name", "kind", "unit", "balances", "condition"} <= found.keys()
    assert len(cli("devices", "--limit", "2")["devices"]) == 2


def test_an_import_is_previewed_written_and_undone(cli: Any) -> None:  # noqa: ANN401 - JSON is any
    path = str(resources.path("examples", "thiet-bi.csv"))
    preview = cli("import", "devices", path, "--preview")
    written = cli("import", "devices", path)
    assert {**preview, "batch": None} == {**written, "batch": None}
    assert preview["batch"] is None
    assert written["batch"]
    assert cli("import-undo", str(written["batch"]))["reverses"] == written["batch"]


def test_faults_of_an_import_are_listed(cli: Any, tmp_path: Path) -> None:  # noqa: ANN401 - JSON is any
    path = tmp_path / "list.csv"
    path.write_text("Tên thiết bị,Số lượng\nBảng,ba\n", encoding="utf-8")
    answer = cli("import", "devices", str(path), status=1)
    assert answer["error"]["kind"] == "refused"
    (fault,) = answer["errors"]
    assert fault.items() >= {"row": 2, "column": "Số lượng", "value": "ba"}.items()
    assert cli("import", "devices", str(path), "--accept-valid")["added"] == 0


def test_an_upload_is_made_listed_and_shown(cli: Any, tmp_path: Path) -> None:  # noqa: ANN401 - JSON is any
    made = cli("upload", "make", "--out", str(tmp_path / "mau.xlsx"))
    assert {"batch", "rows", "file", "sha256", "status"} <= made.keys()
    assert Path(made["file"]).is_file()
    assert [one["batch"] for one in cli("upload", "list")["uploads"]] == [made["batch"]]
    assert cli("upload", "show", str(made["batch"]))["sha256"] == made["sha256"]
    assert Path(made["file"]).read_bytes() == (tmp_path / "mau.xlsx").read_bytes()


def test_what_became_of_an_upload_is_marked(cli: Any) -> None:  # noqa: ANN401 - JSON is any
    made = cli("upload", "make")
    batch = str(made["batch"])
    cli("upload", "mark", batch, status=1)
    marked = cli("upload", "mark", batch, "--uploaded", made["day"], "--reason", "cuối kỳ",
                 "--reject", "TB00001=Trùng mã", "--accepted")  # fmt: skip
    assert (marked["status"], marked["accepted"], marked["rejected"]) == ("rejected", 3, 1)
    assert [one["reason"] for one in cli("upload", "show", batch)["devices"] if one["reason"]] == [
        "Trùng mã"
    ]
    again = cli("upload", "make", "--period", "2026-11-24", "2026-11-24", "--reason", "gửi lại")
    assert (again["rows"], again["first"]) == (4, "2026-11-24")
    assert cli("upload", "mark", str(again["batch"]), "--withdrawn")["status"] == "withdrawn"


def test_a_stocktake_from_opening_to_closing(cli: Any, school: Room) -> None:  # noqa: ANN401 - JSON is any
    keys = {"stocktake", "expected", "found", "missing", "unexpected", "differences"}
    opened = cli("stocktake", "open", "--scope", "all")
    assert keys <= opened.keys()
    assert (opened["expected"], opened["found"]) == (57, 0)
    assert [one["device"] for one in opened["missing"]] == [
        "TB00001", "TB00002", "TB00003", "TB00004",
    ]  # fmt: skip
    counted = cli("stocktake", "count", "TB00001", "TB00003=34", "TB00004=20", "LẠ1", "--by", "Kho")
    assert (counted["found"], counted["stocktake"]) == (55, opened["stocktake"])
    assert [(one["device"], one["quantity"]) for one in counted["missing"]] == [
        ("TB00003", 1), ("TB00002", 1),
    ]  # fmt: skip
    assert [one["device"] for one in counted["unexpected"]] == ["LẠ1"]
    before = school.ask(Verify())
    error = cli("stocktake", "close", status=1)["error"]
    assert "TB00003, TB00002, LẠ1" in error["message"]
    assert school.ask(Verify()) == before
    closed = cli("stocktake", "close", "--explain", "Kiểm kê cuối năm")
    assert {one["resolution"] for one in closed["differences"]} == {"lost", "noted"}
    assert cli("device", "TB00003")["balances"]["lost"] == 1
    cli("undo", "--reason", "Chưa duyệt")
    assert cli("stocktake", "list", "--scope", "all")["found"] == 55
    cli("undo", "--reason", "Đếm nhầm", str(before.entries))
    assert cli("stocktake", "list")["found"] == 0


def test_scopes_are_told_apart(cli: Any) -> None:  # noqa: ANN401 - JSON is any
    cli("stocktake", "open", "--scope", "Kho")
    maths = cli("stocktake", "open", "--scope", "subject:Toán")["stocktake"]
    assert "Kho" in cli("stocktake", "list", status=1)["error"]["message"]
    assert cli("stocktake", "list", "--scope", "toán")["stocktake"] == maths


@pytest.mark.parametrize(
    "arguments",
    [
        ("lend", "TB99999", "--class", "3A"),
        ("lend", "TB00003=99", "--class", "3A"),
        ("lend", "TB00003=mười", "--class", "3A"),
        ("lend", "TB00001", "--class", "9Z"),
        ("lend", "TB00001", "--class", "3A", "--day", "24/11/2026"),
        ("lend", "TB00001", "--class", "3A", "--day", "20261124"),
        ("lend", "TB00001", "--class", "3A", "--day", "2026-W48-2"),
        ("undo", str(2**63 - 1), "--reason", "Nhầm"),
        ("take-back", "TB00001"),
        ("take-back", "TB00001:gone"),
        ("undo", "99", "--reason", "Nhầm"),
        ("import-undo", "2"),
        ("device", "TB99999"),
        ("stocktake", "list"),
        ("stocktake", "count", "TB00001"),
        ("stocktake", "open", "--scope", "place:Hầm"),
        ("stocktake", "open", "--scope", "Sân"),
        ("upload", "show", "7"),
        ("upload", "make", "--layout", "Khác"),
        ("import", "devices", "khong-co.xlsx"),
        ("import", "devices", "khong-co.xlsx", "--map", "colour=Màu"),
    ],
)
def test_a_refusal_is_one_sentence_and_changes_nothing(
    cli: Any, school: Room, arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]  # noqa: ANN401 - JSON is any
) -> None:  # fmt: skip
    before = school.ask(Verify())
    error = cli(*arguments, status=1)["error"]
    assert error.keys() == {"kind", "message", "where"}
    assert error["message"].endswith(".")
    assert main(["--data", str(school.folder), "--language", "en", *arguments]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.strip().splitlines()[0] != error["message"]
    assert school.ask(Verify()) == before


@pytest.mark.parametrize(
    "arguments", [("lend",), ("nothing",), ("import", "colours", "x"), ("devices", "--limit", "x")]
)
def test_wrong_usage_is_status_two(arguments: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as left:
        main(list(arguments))
    assert left.value.code == 2


def test_a_book_is_made_and_options_stand_before_or_after(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = str(tmp_path / "moi")
    assert main(["new", "--name", "Trường A", "--json", "--data", folder]) == 0
    assert json.loads(capsys.readouterr().out) == {"book": folder}
    assert main(["--data", folder, "verify"]) == 0
    assert main(["new", "--name", "Trường A", "--data", folder, "--json"]) == 1
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["error"]["kind"] == "unavailable"


def test_the_program_runs_by_itself(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "app.cli", "new", "--name", "Trường A", "--data",
         str(tmp_path / "s")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert "Đã lập sổ" in done.stdout


def test_a_month_is_shown_submitted_returned_and_approved(
    cli: Any,  # noqa: ANN401 - JSON is any
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    clock.turn_to(date(2026, 12, 2))
    monkeypatch.setattr("app.entering.local_time", clock)
    paper, scan = tmp_path / "to.pdf", tmp_path / "quet.pdf"
    shown = cli("month", "2026-11", "show", "--pdf", str(paper))
    assert paper.read_bytes().startswith(b"%PDF")
    assert (shown["status"], shown["document"]) == ("open", None)
    assert shown["totals"].items() >= {
        "opening": {"in_store": 0, "on_loan": 0, "damaged": 0, "in_repair": 0, "lost": 0,
                    "disposed": 0},
        "closing": {"in_store": 55, "on_loan": 0, "damaged": 2, "in_repair": 0, "lost": 0,
                    "disposed": 0},
        "loans": 0, "lent_quantity": 0, "returned_quantity": 0, "damaged_quantity": 2,
        "lost_quantity": 0, "late_entries": 0,
    }.items()  # fmt: skip
    submitted = cli("month", "2026-11", "submit")
    assert (submitted["status"], submitted["document"]) == ("submitted", 1)
    assert submitted["head"] == shown["head"]
    assert cli("month", "2026-11", "return", "--note", "sửa")["status"] == "returned"
    assert cli("month", "2026-11", "submit")["document"] == 2
    scan.write_bytes(b"%PDF-1.7")
    approved = cli("month", "2026-11", "approve", "--scan", str(scan), "--signer", "Lê Thị Ánh")
    assert (approved["status"], approved["closed"]) == ("approved", True)
    day = ("--class", "3A", "--day", "2026-11-24", "--due", "2026-12-09")
    refused = cli("lend", "TB00001", *day, status=1)
    assert "điều chỉnh" in refused["error"]["message"]
    cli("lend", "TB00001", *day, "--adjust")
    cli("take-back", "TB00001", "--day", "2026-11-25", "--adjust")
    told = cli("history")["entries"][-2:]
    assert [(one["day"], one["corrects"]) for one in told] == [
        ("2026-12-02", "2026-11-24"), ("2026-12-02", "2026-11-25"),
    ]  # fmt: skip
    assert cli("month", "2026-12", "show")["totals"]["loans"] == 1
    assert "chưa trình" in cli("month", "2026-12", "approve", status=1)["error"]["message"]


def test_a_layout_is_added_changed_and_handed_on(cli: Any, tmp_path: Path) -> None:  # noqa: ANN401 - JSON is any
    path = named(tmp_path / "mau.xlsx")
    made = cli("layout", "add", "Sở", "--file", str(path), "--map", "maker=Trường lạ",
               "--constant", "Năm đưa vào sử dụng=2026")  # fmt: skip
    fields = {one["heading"]: one["field"] for one in made["columns"]}
    assert (made["name"], made["header_row"], made["first_row"]) == ("Sở", 1, 3)
    assert (fields["Trường lạ"], fields["Tên thiết bị (*)"]) == ("maker", "name")
    listed = cli("layout", "list")["layouts"]
    assert [(one["name"], one["in_use"]) for one in listed] == [("Mẫu tạm", False), ("Sở", True)]
    assert cli("layout", "show", "Sở") == made
    assert {one["heading"] for one in cli("layout", "check")["problems"]} == {"Mã định danh"}
    saved = tmp_path / "so.stblayout"
    cli("layout", "save", "Sở", "--out", str(saved))
    assert cli("layout", "bring", "Bạn", "--file", str(saved))["columns"] == made["columns"]
    cli("layout", "retire", "Bạn")
    cli("layout", "use", "Sở")
    changed = cli("layout", "change", "Sở", "--file", str(path), "--first-row", "4")
    assert changed["first_row"] == 4
    error = cli("layout", "add", "Sở", "--file", str(path), status=1)["error"]
    assert (error["kind"], error["where"]) == ("refused", "name")
    assert cli("layout", "add", "Khác", status=1)["error"]["where"] == "file"
    assert cli("layout", "save", "Sở", status=1)["error"]["where"] == "out"
