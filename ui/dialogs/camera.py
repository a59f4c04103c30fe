"""Scanning with a webcam, for a school without a scanner. Never needed to run.

What it takes, zxing-cpp and Qt's multimedia part, is installed only where it is wanted.
"""

from __future__ import annotations

from importlib import import_module
from time import monotonic
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QImage, QPixmap
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from app.domain.fault import Unavailable
from app.domain.sentence import Sentence, Words
from ui.widgets.kit import label

_AGAIN = 2.0  # seconds before the same code in view counts as a second scan
_PREVIEW = 480  # pixels


def decode(image: QImage) -> list[str]:
    """Return what the QR and Code 128 codes in a picture say; raise `Unavailable`."""
    zxing = _load("zxingcpp")
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    stride, width, height = grey.bytesPerLine(), grey.width(), grey.height()
    bits = bytes(grey.constBits())
    rows = b"".join(bits[row * stride : row * stride + width] for row in range(height))
    picture = memoryview(rows).cast("B", (height, width))
    formats = [zxing.BarcodeFormat.QRCode, zxing.BarcodeFormat.Code128]
    return [found.text for found in zxing.read_barcodes(picture, formats=formats)]


class Camera(QDialog):
    """Shows what the camera sees. `caught` carries each code, once."""

    caught = Signal(str)

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        """Build the dialog with the camera off."""
        super().__init__(parent)
        self.setWindowTitle(words("Scan with the camera"))
        self.preview = QLabel()
        self.preview.setAccessibleName(words("What the camera sees"))
        self.preview.setMinimumSize(_PREVIEW, _PREVIEW * 3 // 4)
        column = QVBoxLayout(self)
        column.addWidget(label(words("Hold the code in front of the camera. Esc ends it.")))
        column.addWidget(self.preview)
        self._seen: dict[str, float] = {}
        self._camera: Any = None
        self._kept: list[Any] = []

    def start(self) -> None:
        """Turn the camera on, or raise `Unavailable` with what to do."""
        _load("zxingcpp")
        multimedia = _load("PySide6.QtMultimedia")
        device = multimedia.QMediaDevices.defaultVideoInput()
        if device.isNull():
            raise Unavailable(
                Sentence("No camera is connected. Plug one in, or use the scanner or the keys.")
            )
        self._camera = multimedia.QCamera(device)
        session, sink = multimedia.QMediaCaptureSession(), multimedia.QVideoSink()
        session.setCamera(self._camera)
        session.setVideoSink(sink)
        sink.videoFrameChanged.connect(self._show_frame)
        self._kept = [session, sink]
        self._camera.start()

    def see(self, image: QImage) -> None:
        """Look at one picture: show it, and tell the codes in it."""
        shown = image.scaled(
            self.preview.size(), Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.FastTransformation,
        )  # fmt: skip
        self.preview.setPixmap(QPixmap.fromImage(shown))
        now = monotonic()
        for code in decode(image):
            fresh = now - self._seen.get(code, -_AGAIN) >= _AGAIN
            self._seen[code] = now
            if fresh:
                self.caught.emit(code)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self._stop()
        super().closeEvent(event)

    @override
    def done(self, arg__1: int) -> None:
        """Turn the camera off with the dialog."""
        self._stop()
        super().done(arg__1)

    def _show_frame(self, frame: Any) -> None:  # noqa: ANN401 - a type of the part that may be missing
        self.see(frame.toImage())

    def _stop(self) -> None:
        if self._camera is not None:
            self._camera.stop()
            self._camera = None


def _load(name: str) -> Any:  # noqa: ANN401 - a module that may be missing
    try:
        return import_module(name)
    except ImportError as error:
        raise Unavailable(
            Sentence(
                "Scanning with the camera is not installed ({part}). Ask the IT teacher to add "
                "the “camera” part, or use the scanner or the keys.",
                {"part": name},
            )
        ) from error
