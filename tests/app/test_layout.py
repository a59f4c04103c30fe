"""Every kind of paper measured on its pages: margins, rules, type and words (Nghị định 30/2020)."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import unicodedata
from datetime import date
from functools import cache
from types import ModuleType

import pytest

import app.documents
from app.documents.page import place_and_day
from tests.app.papers import KINDS, draw
from tests.app.printed import MM, Box, PrintedPage, read_pages

_NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
_MOTTO = "Độc lập - Tự do - Hạnh phúc"
_OFF = 1  # mm
_PART = 30  # letters: a part of a long name on one row
# A label's place is its stock's, not the decree's; the guide and the card are the program's own.
_APART = {"draw_labels", "draw_test_page", "draw_guide", "draw_counter_card"}
_UNNUMBERED = {
    "draw_account_slip",
    "draw_listing",
    "draw_asset_sheet",
    "draw_team_reminders",
    "draw_pack_cover",
}
_NO_MOTTO = {"draw_reminders", "draw_asset_sheet"}  # a note to cut off; a form of the ministry


@cache
def _pages(kind: str) -> list[PrintedPage]:
    return read_pages(draw(kind).data)


def _modules() -> list[ModuleType]:
    names = [one.name for one in pkgutil.iter_modules(app.documents.__path__)]
    return [importlib.import_module(f"app.documents.{name}") for name in names]


def test_no_kind_of_paper_is_forgotten() -> None:
    made = {
        name
        for module in _modules()
        for name, one in inspect.getmembers(module, inspect.isfunction)
        if one.__module__ == module.__name__
        and one.__annotations__["return"] in {"bytes", "Paper"}
        and not name.startswith("_")
        and name not in {"build", "draw_numbered", "join_pages"}
    }
    assert made - _APART == {kind.split()[0] for kind in KINDS}


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_lies_outside_the_margins(kind: str) -> None:
    upright = 20 if draw(kind).decree else 10
    for page in _pages(kind):
        assert sorted([round(page.width), round(page.height)]) == [595, 842]
        left, top, right, bottom = page.edges()
        assert 30 - _OFF <= left <= 35 + _OFF
        assert right >= 15 - _OFF
        assert min(top, bottom) >= upright - _OFF
    assert min(page.edges()[2] for page in _pages(kind)) <= 20 + _OFF


@pytest.mark.parametrize("kind", KINDS)
def test_every_word_stands_on_the_pages_whole(kind: str) -> None:
    said = "".join(page.said for page in _pages(kind))
    assert unicodedata.is_normalized("NFC", said)
    assert [words for words in draw(kind).says if not _stands(words, said)] == []


def _stands(words: str, said: str) -> bool:
    """Return whether words stand on the pages, at most in long parts where a row goes on."""
    bare = "".join(unicodedata.normalize("NFC", words).split())
    at = 0
    while bare:
        fits = [end for end in range(len(bare), 0, -1) if bare[:end] in said[at:]][:1]
        if not fits or fits[0] < min(_PART, len(bare)):
            return False
        at = said.index(bare[: fits[0]], at) + fits[0]
        bare = bare[fits[0] :]
    return True


@pytest.mark.parametrize("kind", KINDS)
def test_no_word_is_crossed_by_a_rule_or_covered_by_another(kind: str) -> None:
    for page in _pages(kind):
        assert page.crossed() == []
        assert page.covered() == []


@pytest.mark.parametrize("kind", KINDS)
def test_the_headings_come_back_on_each_page_of_the_table(kind: str) -> None:
    headings = ["".join(one.split()) for one in draw(kind).headings]
    pages = _pages(kind)
    assert len(pages) > 1 or not headings
    for page in pages:
        if "Bộthựchành" in page.said:
            assert [one for one in headings if one not in page.said] == []


@pytest.mark.parametrize("kind", KINDS)
def test_no_heading_code_or_day_is_broken_in_the_middle_of_a_word(kind: str) -> None:
    words = [word for heading in draw(kind).headings for word in heading.split()]
    words += [code for code in ("TB00003", "05/02/2026", "1.250.000") if code in draw(kind).says]
    for page in _pages(kind)[1:]:
        assert [one for one in words if one in page.said and not _whole(*page.spot(one))] == []


def _whole(first: Box, last: Box) -> bool:
    """Return whether a word ends on the line where it begins."""
    return abs(first.bottom - last.bottom) < first.size * 0.7


@pytest.mark.parametrize("kind", KINDS)
def test_pages_are_numbered_in_the_top_margin_from_the_second_on(kind: str) -> None:
    for at, page in enumerate(_pages(kind), start=1):
        number = page.number()
        if at == 1 or "each" in kind:
            assert number == ()
            continue
        assert "".join(one.said for one in number) == str(at)
        assert {one.size for one in number} <= {13, 14}
        middle = (number[0].left + number[-1].right) / 2
        assert abs(middle - page.width / 2) < _OFF * MM


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in _NO_MOTTO])
def test_the_motto_stands_as_the_decree_has_it(kind: str) -> None:
    page = _pages(kind)[0]
    nation, motto = page.spot(_NATION), page.spot(_MOTTO)
    assert _look(nation) == {(12, "Tinos-Bold")}
    assert _look(motto) == {(13, "Tinos-Bold")}
    assert nation[0].bottom > motto[0].top - 2
    assert abs(_middle(*nation) - _middle(*motto)) < 1
    assert nation[0].left > page.width / 2 - 20 * MM
    rule = page.under(_MOTTO)
    assert abs((rule.right - rule.left) - (motto[1].right - motto[0].left)) < 3
    assert abs(_middle(rule, rule) - _middle(*motto)) < 1


def _look(ends: tuple[Box, Box]) -> set[tuple[float, str]]:
    return {(end.size, end.face) for end in ends}


def _middle(first: Box, last: Box) -> float:
    return (first.left + last.right) / 2


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in _NO_MOTTO])
def test_the_school_stands_under_its_superior_over_a_short_rule(kind: str) -> None:
    page = _pages(kind)[0]
    school = page.spot("HOA PHƯỢNG")
    assert _look(page.spot("ỦY BAN NHÂN DÂN XÃ NHÀ BÈ")) == {(12, "Tinos")}
    assert _look(school) == {(12, "Tinos-Bold")}
    rule = page.under("HOA PHƯỢNG")
    first = page.spot("TRƯỜNG TIỂU HỌC")
    on_one_line = abs(first[0].bottom - school[0].bottom) < 1
    whole = _long(first[0], school[1]) if on_one_line else _long(*first)
    assert 1 / 3 - 0.03 <= (rule.right - rule.left) / whole <= 1 / 2 + 0.03
    assert rule.top < school[1].bottom - 0.3


def _long(first: Box, last: Box) -> float:
    return last.right - first.left


@pytest.mark.parametrize("kind", KINDS)
def test_number_and_day_are_written_as_the_decree_has_them(kind: str) -> None:
    pages = _pages(kind)
    said, where = pages[0].said, pages[0].spot
    if kind == "draw_reminders":
        assert "Ngày05/02/2026." in "".join(page.said for page in pages)
        return
    if kind == "draw_count_sheet":
        assert "inngày05/02/2026" in said
        return
    if kind == "draw_team_cover":  # it lies within a pack that has its day
        assert "ngày05" not in said
        return
    whole = "Nhà Bè, ngày 05 tháng 02 năm 2026"
    page = next(page for page in pages if "".join(whole.split()) in page.said)
    assert _look(page.spot(whole)) == {(13, "Tinos-Italic")}
    if "BIÊNBẢN" in said and kind != "draw_asset_sheet":
        assert _look(where("Số: 05/BB")) == {(13, "Tinos")}
    elif kind == "draw_month":
        assert _look(where("Số: 05/BC")) == {(13, "Tinos")}
    elif kind == "draw_report":
        assert "Số:/BC" in said
    elif kind not in _UNNUMBERED:
        assert _look(where("Số: 05")) == {(13, "Tinos")}
        assert "Số:05/" not in said


def test_only_days_under_ten_and_the_first_two_months_get_a_nought() -> None:
    days = [place_and_day("Nhà Bè", date(2026, month, 9)) for month in (1, 2, 3, 9, 10)]
    assert [day.split("tháng ")[1] for day in days] == [
        "01 năm 2026", "02 năm 2026", "3 năm 2026", "9 năm 2026", "10 năm 2026",
    ]  # fmt: skip
    assert "ngày 10 tháng 12" in place_and_day("Nhà Bè", date(2026, 12, 10))


@pytest.mark.parametrize("kind", KINDS)
def test_all_type_is_ours_and_embedded(kind: str) -> None:
    faces = {letter.face for page in _pages(kind) for letter in page.letters}
    assert faces <= {"Tinos", "Tinos-Bold", "Tinos-Italic", "Tinos-BoldItalic"}
    parts = [part.split(b"endobj")[0] for part in draw(kind).data.split(b" 0 obj")]
    described = [part for part in parts if b"/FontDescriptor" in part and b"/Ascent" in part]
    assert len(described) == len(faces)
    assert all(b"/FontFile2" in part for part in described)
