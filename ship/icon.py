"""The program's icon in the sizes and the form a system asks for: `python ship/icon.py FOLDER`.

It leaves `N.png` for each size and `app.ico` with all of them.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

import resources

SIZES = (16, 24, 32, 48, 64, 128, 256)


def draw(folder: Path) -> None:
    """Draw the icon in every size."""
    folder.mkdir(parents=True, exist_ok=True)
    drawing = QSvgRenderer(str(resources.path("icons", "app.svg")))
    for size in SIZES:
        image = QImage(size, size, QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        drawing.render(painter)
        painter.end()
        image.save(str(folder / f"{size}.png"))
    pictures = [Image.open(folder / f"{size}.png") for size in SIZES]
    pictures[-1].save(
        folder / "app.ico", sizes=[one.size for one in pictures], append_images=pictures[:-1]
    )


if __name__ == "__main__":
    draw(Path(sys.argv[1]))
