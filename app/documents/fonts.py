"""The embedded typeface: Tinos, which has the widths of Times New Roman."""

from threading import Lock
from typing import Final

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

import resources

REGULAR: Final = "Tinos"
BOLD: Final = "Tinos-Bold"
ITALIC: Final = "Tinos-Italic"
BOLD_ITALIC: Final = "Tinos-BoldItalic"

_FILES: Final = {
    REGULAR: "Tinos-Regular.ttf",
    BOLD: "Tinos-Bold.ttf",
    ITALIC: "Tinos-Italic.ttf",
    BOLD_ITALIC: "Tinos-BoldItalic.ttf",
}
_registering = Lock()


def register_fonts() -> None:
    """Make the four faces known to reportlab; calling it again does nothing."""
    with _registering:
        known = set(pdfmetrics.getRegisteredFontNames())
        missing = [name for name in _FILES if name not in known]
        for name in missing:
            file = resources.path("fonts", _FILES[name])
            pdfmetrics.registerFont(TTFont(name, str(file)))
        if missing:
            pdfmetrics.registerFontFamily(
                REGULAR,
                normal=REGULAR,
                bold=BOLD,
                italic=ITALIC,
                boldItalic=BOLD_ITALIC,
            )
