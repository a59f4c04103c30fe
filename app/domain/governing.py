"""The document the school keeps its equipment book by (văn bản căn cứ, Điều 1 and 17)."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.calendar import show_day


@dataclass(frozen=True, slots=True)
class Governing:
    """A document and the school year, by its first calendar year, from which on it governs.

    `kind` and `number` name it ("Quyết định", "314/QĐ-BTK"), `day` is the ISO day on which it
    was signed, `body` who issued it, `title` what it is about.
    """

    school_year: int
    kind: str = "Quyết định"
    number: str = ""
    day: str = ""
    body: str = ""
    title: str = ""
    status: str = "active"

    def grounds(self) -> str:
        """Return the line of a paper that names it."""
        by = f" của {self.body}" if self.body else ""
        about = f" {self.title}" if self.title else ""
        return f"Căn cứ {self.kind} số {self.number} ngày {show_day(self.day)}{by}{about}"
