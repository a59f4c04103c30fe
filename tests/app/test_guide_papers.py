"""The guide and the card as papers: whole, numbered, and true of the program."""

from __future__ import annotations

import re
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from app.documents.counter_card import CODES, KEYS
from app.documents.guide import draw_guide
from app.services.counter import CounterLine, Slip, split_times
from app.services.guide import print_counter_card, read_guide
from app.services.wording import load_words
from ui.actions import acts

NOW = datetime(2026, 12, 1, 9, 0)  # noqa: DTZ001 - local time, as the program's own


@pytest.fixture(scope="module")
def booklet() -> PdfReader:
    """Draw the guide without pictures."""
    return PdfReader(BytesIO(draw_guide(read_guide(), Path("nowhere"), created=NOW)))


def _said(reader: PdfReader) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def test_the_contents_name_every_section_with_its_page(booklet: PdfReader) -> None:
    pages = _said(booklet)
    # The page number, which stands at the right, is read before its line.
    contents = " ".join(pages[1:3])
    for number, chapter in enumerate(read_guide(), start=1):
        for at, section in enumerate(chapter.sections, start=1):
            title = f"{number}.{at}. {section.title}"
            found = re.search(rf"(\d+) {re.escape(title)}", contents)
            assert found, title
            assert title in pages[int(found.group(1)) - 1]


def test_the_guide_can_be_turned_to_by_its_outline(booklet: PdfReader) -> None:
    outline = booklet.outline
    heads = [one for one in outline if not isinstance(one, list)]
    assert len(heads) == len(read_guide())


def test_a_picture_is_drawn_where_there_is_one(tmp_path: Path) -> None:
    Image.new("RGB", (40, 30)).save(tmp_path / "welcome.png")
    for pictures, count in ((tmp_path, 1), (tmp_path / "none", 0)):
        pages = PdfReader(BytesIO(draw_guide(read_guide(), pictures, created=NOW))).pages
        assert sum(len(page.images) for page in pages) == count


def test_the_same_guide_gives_the_same_bytes() -> None:
    one, other = (draw_guide(read_guide(), Path("nowhere"), created=NOW) for _time in range(2))
    assert one == other


def test_the_card_is_one_page_and_says_what_the_counter_takes() -> None:
    reader = PdfReader(BytesIO(print_counter_card(NOW)))
    assert len(reader.pages) == 1
    said = _said(reader)[0]
    for words in ("CHO MƯỢN", "NHẬN TRẢ", "20*", "F12", "TB00001"):
        assert words in said


def test_each_key_of_the_card_is_an_actions() -> None:
    known = {act.shortcut for act in acts(load_words())}
    assert {keys for keys, _does in KEYS} <= known


def test_each_code_of_the_card_is_one_the_counter_takes() -> None:
    back = Slip(lines=(CounterLine("TB00003", "Bộ thực hành", "Bộ", 5, 5, loan=1),))
    times, *codes = " ".join(code for code, _does in CODES).split()
    assert split_times(f"{times}TB00003") == (20, "TB00003")
    assert len(codes) == 7
    assert len({back.adjust(code) for code in codes} - {None, back}) == 7
