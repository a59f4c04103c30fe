"""The program tries itself on the PC it was put on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.child import MARK, ROOT, command_of
from app.cli import main

_BECOME = "import sys; from app.child import become; become(*sys.argv[1:])"


def test_a_day_is_done_whole_and_each_step_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--json", "self-test"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["ok"]
    assert [step["name"] for step in told["steps"] if step["wrong"]] == []
    assert [step["name"] for step in told["steps"]][-3:-1] == [
        "Khôi phục thử",
        "Kiểm tra toàn bộ sổ",
    ]


def test_what_does_not_work_is_said_and_the_rest_is_tried(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    assert main(["--language", "en", "self-test"]) == 1
    said = capsys.readouterr().out
    assert "✗ Lend" in said
    assert "✗ Prove the whole book" in said
    assert said.endswith("Send these lines to whoever looks after it.\n")


def test_a_packed_program_starts_its_console_half(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", "/opt/so/SoThietBi.exe")
    assert command_of("app.cli", "verify") == ["/opt/so/sothietbi.exe", MARK, "app.cli", "verify"]


def test_a_process_becomes_a_module_of_ours(tmp_path: Path) -> None:
    answer = subprocess.run(
        [sys.executable, "-c", _BECOME, "app.cli", "--data", str(tmp_path / "none"), "verify"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert answer.returncode == 1
    assert str(tmp_path / "none") in answer.stderr


def test_a_pipe_of_another_code_page_gets_whole_letters(tmp_path: Path) -> None:
    answer = subprocess.run(
        command_of("app.cli", "--data", str(tmp_path), "verify"),
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "cp1252"},
        capture_output=True,
        check=False,
    )
    assert "sổ" in answer.stderr.decode()
