"""The pack of a month's end: its parts in order, their pages, one team's pages apart, Cancel."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from shutil import copytree

import pytest
from pypdf import PdfReader

from app.cli import main
from app.domain.fault import Cancelled, Refused
from app.domain.period import month_period
from app.services.archived import InArchive
from app.services.loans_report import LoansReport, LoansView
from app.services.month_acts import PrintMonth, SubmitMonth
from app.services.pack import BoundPack, Pack
from app.services.queries import History, Verify
from app.services.report_files import PrintReport
from app.services.report_kinds import find_report
from app.services.room import Room
from app.store.desk import Desk
from tests.conftest import Clock

MONTH, PERIOD = "2026-03", month_period(2026, 3)


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory, demonstration_book: Path) -> Iterator[Room]:
    """Have a school year of which March waits for its signature."""
    folder = tmp_path_factory.mktemp("pack") / "book"
    copytree(demonstration_book, folder)
    room = Room.enter(folder, Clock(date(2026, 6, 10)), "thu")
    room.run(SubmitMonth(MONTH))
    yield room
    room.leave()


@pytest.fixture(scope="module")
def steps() -> list[tuple[int, int]]:
    """Return where the steps of drawing the pack of March are noted."""
    return []


@pytest.fixture(scope="module")
def bound(year: Room, steps: list[tuple[int, int]]) -> BoundPack:
    """Return the pack of March."""
    return year.ask(Pack(MONTH, step=lambda done, whole: steps.append((done, whole))))


@pytest.fixture(scope="module")
def pages(bound: BoundPack, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Return what stands on each page, read back from the file."""
    path = tmp_path_factory.mktemp("read") / "pack.pdf"
    path.write_bytes(bound.data)
    return _pages(path)


@dataclass(frozen=True)
class _Loans:
    """The book of loans of March as figures."""

    def answer(self, desk: Desk) -> LoansView:
        """Return them."""
        return LoansReport(PERIOD).view(desk)


def _pages(path: Path) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(path).pages]


def _count(data: bytes, folder: Path) -> int:
    path = folder / "one.pdf"
    path.write_bytes(data)
    return len(PdfReader(path).pages)


def test_its_parts_follow_each_other_without_a_gap(bound: BoundPack, pages: list[str]) -> None:
    before = bound.parts[0].first - 1
    assert len(pages) == bound.pages == before + sum(part.pages for part in bound.parts)
    for one, following in zip(bound.parts, bound.parts[1:], strict=False):
        assert following.first == one.first + one.pages
    names = [part.name for part in bound.parts if part.team is None]
    assert names == [
        "Bảng tổng hợp cập nhật dữ liệu thiết bị tháng", "Tình hình sử dụng theo tổ",
        "Tình hình sử dụng theo giáo viên", "Danh sách quá hạn trả đến 31/03/2026",
        "Danh sách hư hỏng, mất, sửa chữa",
    ]  # fmt: skip


def test_its_cover_tells_the_parts_with_their_pages(bound: BoundPack, pages: list[str]) -> None:
    cover = " ".join(pages[: bound.parts[0].first - 1])
    assert "HỒ SƠ THIẾT BỊ CUỐI THÁNG 3 NĂM 2026" in cover
    assert "đang chờ duyệt, in ngày 10/06/2026" in cover
    for part in bound.parts:
        if part.name != "Bìa":
            assert f"{part.name} {part.pages} {part.first}" in cover
    whole = bound.pages - bound.parts[0].first + 1
    assert f"Cộng (không kể bìa) {whole}" in cover


def test_each_part_is_the_paper_itself(
    year: Room, bound: BoundPack, pages: list[str], tmp_path: Path
) -> None:
    alone = {
        "Bảng tổng hợp cập nhật dữ liệu thiết bị tháng": year.ask(PrintMonth(MONTH)),
        **{
            name: year.ask(PrintReport(year.ask(find_report(report, PERIOD, by))))
            for name, report, by in (
                ("Tình hình sử dụng theo tổ", "usage", "team"),
                ("Tình hình sử dụng theo giáo viên", "usage", "teacher"),
                ("Danh sách hư hỏng, mất, sửa chữa", "damage", ""),
            )
        },
    }
    for part in bound.parts:
        if part.team is None and part.name in alone:
            path = tmp_path / "alone.pdf"
            path.write_bytes(alone.pop(part.name))
            assert pages[part.first - 1 : part.first - 1 + part.pages] == _pages(path)
    assert alone == {}
    assert "Số: 01/BC" in pages[bound.parts[0].first - 1]


def test_each_team_finds_its_own_pages_behind_its_cover(
    year: Room, bound: BoundPack, pages: list[str]
) -> None:
    view = year.ask(_Loans())
    teams = list(dict.fromkeys(part.team for part in bound.parts if part.team is not None))
    assert [team for team in teams if team in view.teams()] == view.teams()
    for team in teams:
        own = [part for part in bound.parts if part.team == team]
        cover = pages[own[0].first - 1]
        assert own[0].name == "Bìa"
        assert (team or "Dùng chung, chưa xếp tổ").upper() in cover
        for part in own[1:]:
            assert f"{part.name} {part.pages}" in cover


def test_a_teams_book_has_its_own_teachers_alone(
    year: Room, bound: BoundPack, pages: list[str]
) -> None:
    view = year.ask(_Loans())
    lent = {one: figures for one, figures in view.by_holder().items() if figures["lines"]}
    assert len(view.teams()) > 1
    for part in bound.parts:
        if part.name == "Sổ mượn trả theo giáo viên":
            book = " ".join(pages[part.first - 1 : part.first - 1 + part.pages])
            there = {view.holders[one].name for one in lent
                     if f"Giáo viên: {view.holders[one].name} (" in book}  # fmt: skip
            own = {view.holders[one].name for one in lent if view.holders[one].team == part.team}
            assert there == own
            slips = sum(lent[one]["slips"] for one in lent if view.holders[one].team == part.team)
            assert re.search(rf"\b{slips} phiếu", book)


def test_calling_it_off_leaves_nothing(year: Room) -> None:
    before = (len(year.ask(History())), year.ask(InArchive()), sorted(year.folder.rglob("*")))
    told: list[tuple[int, int]] = []

    def stop(done: int, whole: int) -> None:
        told.append((done, whole))
        if done == 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        year.ask(Pack(MONTH, step=stop))
    assert [done for done, _whole in told] == [0, 1, 2, 3]
    after = (len(year.ask(History())), year.ask(InArchive()), sorted(year.folder.rglob("*")))
    assert after == before


def test_it_tells_every_step_and_the_end(bound: BoundPack, steps: list[tuple[int, int]]) -> None:
    papers = sum(part.name != "Bìa" for part in bound.parts)
    assert steps == [(done, papers) for done in range(papers + 1)]


def test_a_month_that_has_not_begun_is_refused(year: Room) -> None:
    with pytest.raises(Refused, match="not begun"):
        year.ask(Pack("2026-07"))
    with pytest.raises(Refused, match="not a month"):
        year.ask(Pack("03/2026"))


def test_the_command_writes_it_and_the_archive_keeps_it(
    year: Room, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "pack.pdf"
    asked = [
        "--data",
        str(year.folder),
        "--json",
        "pack",
        "2026-06",
        "--shortage",
        "--out",
        str(out),
    ]
    assert main(asked) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["pages"] == len(PdfReader(out).pages)
    assert "Thiết bị tối thiểu còn thiếu" in [part["name"] for part in answer["parts"]]
    kept = year.ask(InArchive("hồ sơ cuối tháng"))
    assert [(one.row.kind, one.row.file) for one in kept] == [("pack", *answer["archive"])]
    assert (year.folder / answer["archive"][0]).read_bytes() == out.read_bytes()
    assert (kept[0].row.first, kept[0].row.last) == ("2026-06-01", "2026-06-30")
    assert year.ask(Verify()).ok


def test_a_school_without_teams_or_loans_has_a_pack_too(school: Room, tmp_path: Path) -> None:
    bound = school.ask(Pack("2026-11"))
    assert _count(bound.data, tmp_path) == bound.pages
    assert [part.name for part in bound.parts][:2] == [
        "Bảng tổng hợp cập nhật dữ liệu thiết bị tháng", "Tình hình sử dụng theo tổ",
    ]  # fmt: skip
