"""The tour does the main job through the real window and leaves what it made."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from app.domain.guide import Picture
from app.services.guide import read_guide


@pytest.fixture(scope="module")
def tour(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Take the tour once; return what it left."""
    target = tmp_path_factory.mktemp("tour") / "left"
    done = subprocess.run(
        [sys.executable, "-m", "ui.tour", str(target)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert str(target) in done.stdout
    return target


def _text(path: Path) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(path).pages)


def test_every_step_leaves_a_picture_of_its_own(tour: Path) -> None:
    pictures = sorted(tour.glob("*.png"))
    assert len(pictures) == 33
    assert len({hashlib.sha256(one.read_bytes()).hexdigest() for one in pictures}) == 33


def test_the_guide_shows_pictures_of_the_tour(tour: Path) -> None:
    taken = {path.stem.partition("-")[2] for path in tour.glob("*.png")}
    blocks = [block for chapter in read_guide() for one in chapter.sections for block in one.blocks]
    shown = [block.name for block in blocks if isinstance(block, Picture)]
    assert len(shown) == len(set(shown)) > 15
    assert set(shown) <= taken


def test_the_slip_names_the_class_and_each_device(tour: Path) -> None:
    text = _text(next(tour.glob("phieu-muon-*.pdf")))
    for words in ("PHIẾU MƯỢN THIẾT BỊ DẠY HỌC", "Lê Thị Đào", "Bộ thực hành Toán", "TB00007"):
        assert words in text
    assert unicodedata.is_normalized("NFC", text)


def test_the_months_list_adds_up(tour: Path) -> None:
    text = _text(next(tour.glob("danh-sach-muon-*.pdf")))
    assert "2 phiếu mượn, số lượng cho mượn 34, chưa trả 33" in text


def test_the_upload_file_holds_every_device(tour: Path) -> None:
    sheet = load_workbook(next(tour.glob("*.xlsx")))["Thiết bị"]
    rows = list(sheet.iter_rows(values_only=True))
    head = next(index for index, row in enumerate(rows) if row[0] == "STT")
    assert "MẪU TẠM" in str(rows[1][0])
    assert [row[2] for row in rows[head + 1 :]].count("Máy chiếu") == 1
    assert len(rows) - head - 1 == 8
