"""Codes read from pictures, and calm words where there is no camera; photos of devices."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot
from reportlab.graphics.barcode.code128 import Code128
from reportlab.graphics.barcode.qr import QrCodeWidget

from app.domain.fault import Refused
from app.services.photos import AddManual, AddPhoto, PhotosOf
from app.services.queries import Verify
from app.services.room import Room
from app.services.undoing import Undo
from app.services.wording import load_words
from ui.dialogs.camera import Camera, decode
from ui.window import Window

_DOT = 8


def _qr(text: str) -> QImage:
    """Draw a QR code as a camera might see it."""
    widget = QrCodeWidget(text)
    widget.draw()
    modules = widget.qr.modules
    side = (len(modules) + 8) * _DOT
    image = QImage(side + 3, side, QImage.Format.Format_RGB32)  # a width that pads its lines
    image.fill(QColor("white"))
    painter = QPainter(image)
    for row, line in enumerate(modules):
        for column, dark in enumerate(line):
            if dark:
                painter.fillRect(
                    QRect((column + 4) * _DOT, (row + 4) * _DOT, _DOT, _DOT), QColor("black")
                )
    painter.end()
    return image


def _code128(text: str) -> QImage:
    """Draw a Code 128 label."""
    code = Code128(text)
    code.validate()
    code.encode()
    code.decompose()
    bars = code.decomposed
    image = QImage(1200, 200, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    left = 60
    for bar in bars:
        dark = bar.isupper()
        width = 4 * (ord(bar.lower()) - ord("a") + 1)
        if dark:
            painter.fillRect(QRect(left, 20, width, 160), QColor("black"))
        left += width
    painter.end()
    return image


def test_a_qr_code_is_read() -> None:
    assert decode(_qr("TB00001")) == ["TB00001"]


def test_a_code_128_label_is_read() -> None:
    assert decode(_code128("TB00001")) == ["TB00001"]


def test_a_picture_without_codes_says_nothing() -> None:
    image = QImage(300, 200, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    assert decode(image) == []


def test_a_code_held_before_the_camera_counts_once(qtbot: QtBot) -> None:
    camera = Camera(load_words("en"))
    qtbot.addWidget(camera)
    caught: list[str] = []
    camera.caught.connect(caught.append)
    for _frame in range(5):
        camera.see(_qr("TB00002"))
    camera.see(_qr("TB00001"))
    assert caught == ["TB00002", "TB00001"]


def test_without_a_camera_it_is_said_and_work_goes_on(window: Window) -> None:
    window.actions_["camera"].trigger()
    assert "camera" in window.toast.label.text()
    assert window.counter.scan.hasFocus()


def test_a_photo_is_kept_with_its_device(school: Room, tmp_path: Path) -> None:
    path = tmp_path / "vo.png"
    _qr("x").save(str(path))
    kept = school.run(AddPhoto("TB00001", path)).value
    assert kept.read_bytes() == path.read_bytes()
    assert school.ask(PhotosOf("TB00001")) == [kept]
    assert school.ask(PhotosOf("TB00002")) == []
    school.run(Undo("Nhầm máy"))
    assert school.ask(PhotosOf("TB00001")) == []
    assert school.ask(Verify()).ok


@pytest.mark.parametrize("data", [None, b"", b"%PDF-1.7", b"BM0000"])
def test_what_is_no_photo_is_refused(school: Room, tmp_path: Path, data: bytes | None) -> None:
    path = tmp_path / "vo.jpg"
    if data is not None:
        path.write_bytes(data)
    before = school.ask(Verify())
    with pytest.raises(Refused, match=r"vo\.jpg"):
        school.run(AddPhoto("TB00001", path))
    assert school.ask(Verify()) == before


def test_the_newest_photo_is_shown(
    window: Window, school: Room, tmp_path: Path, opened: list[Path]
) -> None:
    path = tmp_path / "vo.png"
    _qr("x").save(str(path))
    kept = school.run(AddPhoto("TB00001", path)).value
    window.devices.open("TB00001")
    window.devices.show_photo_button.click()
    assert opened == [kept]


def test_a_manual_is_kept_beside_the_photos_and_shown(
    window: Window, school: Room, tmp_path: Path, opened: list[Path]
) -> None:
    path = tmp_path / "huong-dan.pdf"
    path.write_bytes(b"%PDF-1.7 how to use it")
    window.devices.open("TB00001")
    assert window.devices.show_manual_button.isHidden()
    kept = window.runner.attempt(AddManual("TB00001", path)).value
    window.devices.show_manual_button.click()
    assert (opened, kept.read_bytes()) == ([kept], path.read_bytes())
    assert school.ask(PhotosOf("TB00001")) == []
    window.toast.undo.click()
    assert window.devices.show_manual_button.isHidden()


def test_what_is_no_manual_is_refused(school: Room, tmp_path: Path) -> None:
    path = tmp_path / "huong-dan.pdf"
    path.write_text("Đây không phải là PDF", encoding="utf-8")
    with pytest.raises(Refused, match="no manual"):
        school.run(AddManual("TB00001", path))
    with pytest.raises(Refused, match="cannot be opened"):
        school.run(AddManual("TB00001", tmp_path / "nowhere.pdf"))
