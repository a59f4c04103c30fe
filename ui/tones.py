"""The colours of a chart by their meaning, and the line that tells them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QColor

from app.services.reports import Tone
from ui.theme import colours


def shade(tone: Tone) -> QColor:
    """Return the colour of a meaning, as it is worn now."""
    return QColor(getattr(colours(), tone.value))


def legend_text(names: Sequence[str], shades: Sequence[QColor], under: str = "") -> str:
    """Return what the colours of a chart mean, as rich text, with a line of words behind."""
    said = [
        f'<span style="color:{shade.name()}">■</span> {name}'
        for name, shade in zip(names, shades, strict=True)
    ]
    return "&nbsp;&nbsp; ".join([*said, under] if under else said)
