"""A secret on the clipboard: there for half a minute, and gone when somebody leaves."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from app.domain.secret import Secret

SECONDS = 30
# What asks clipboard managers not to remember: Windows' history and cloud, KDE's Klipper.
_FORGET = {
    'application/x-qt-windows-mime;value="ExcludeClipboardContentFromMonitorProcessing"': b"\x01",
    'application/x-qt-windows-mime;value="CanIncludeInClipboardHistory"': bytes(4),
    'application/x-qt-windows-mime;value="CanUploadToCloudClipboard"': bytes(4),
    "x-kde-passwordManagerHint": b"secret",
}


class SecretClipboard(QObject):
    """Hands out one secret at a time; `left` tells each second how many seconds it stays."""

    left = Signal(int)

    def __init__(self, parent: QObject) -> None:
        """Start with nothing handed out; the end of the program takes it back too."""
        super().__init__(parent)
        self._handed: Secret | None = None
        self._seconds = 0
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self._count)
        application = QApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self.take_back)

    def pace(self, milliseconds: int) -> None:
        """Say how long a second is."""
        self._timer.setInterval(milliseconds)

    def hand(self, secret: Secret) -> None:
        """Put a secret on the clipboard for `SECONDS`."""
        data = QMimeData()
        data.setText(secret.reveal())
        for name, value in _FORGET.items():
            data.setData(name, value)
        QApplication.clipboard().setMimeData(data)
        self._handed, self._seconds = secret, SECONDS
        self._timer.start()
        self.left.emit(self._seconds)

    def take_back(self) -> None:
        """Clear the clipboard if the secret is still on it; what was copied since stays."""
        self._timer.stop()
        if self._handed is not None:
            clipboard = QApplication.clipboard()
            if clipboard.text() == self._handed.reveal():
                clipboard.clear()
            self._handed = None
            self.left.emit(0)

    def _count(self) -> None:
        self._seconds -= 1
        if self._seconds <= 0:
            self.take_back()
        else:
            self.left.emit(self._seconds)
