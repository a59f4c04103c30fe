"""The screen of the slips: found, filtered, sorted, opened, printed again, saved and undone."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt

from app.domain.damage import DamageKind
from app.domain.device import State
from app.domain.document import SlipKind
from app.services.closing import CloseStocktake
from app.services.damage_reports import ReportDamage, ReportLine
from app.services.decrease import Decrease, DecreaseLine, Member, Why
from app.services.disposals import ProposalLine, ProposeDisposal
from app.services.numbered import PrintSlip, Slips
from app.services.queries import OneDevice
from app.services.room import Room
from app.services.stocktakes import OpenStocktake
from app.services.transfer import Transfer
from tests.conftest import Clock
from tests.ui.hands import answering, cells, column, control, type_text
from ui.dialogs.small import UndoForm
from ui.screens.slips import Slips as SlipsScreen
from ui.slip_names import slip_names
from ui.window import Window

NUMBER, DAY, KIND, SAYS, QUANTITY, WHO, STATE = range(7)


@pytest.fixture
def screen(window: Window, school: Room, clock: Clock) -> SlipsScreen:
    """Write a transfer, a decrease, and a transfer of the next school year; go to the slips."""
    school.run(Transfer(("TB00001",), "Phòng Tin học"))
    school.run(
        Decrease((DecreaseLine("TB00004", 2, Why.BROKEN),), (Member("Trần Văn Bình", "Chủ tịch"),),
                 "Tiêu huỷ")
    )  # fmt: skip
    clock.turn_to(date(2027, 9, 6))
    school.run(Transfer(("TB00002",), "Tủ 2"))
    control(Qt.Key.Key_6)
    return window.slips


def test_all_slips_stand_there_the_newest_first(screen: SlipsScreen) -> None:
    assert cells(screen.model)[:3] == [
        ["1", "06/09/2027", "Transfer slip", "Loa cầm tay · Chuyển đến: Tủ 2", "1", "thu", ""],
        ["1", "24/11/2026", "Decrease slip", "Bảng con · Hình thức xử lý: Tiêu huỷ", "2", "thu",
         ""],
        ["1", "24/11/2026", "Transfer slip", "Máy chiếu · Chuyển đến: Phòng Tin học", "1", "thu",
         ""],
    ]  # fmt: skip
    assert column(screen.model, KIND)[3:] == ["Increase slip"] * 4
    assert screen.name.text() == "Transfer slip 01 of 06/09/2027"


def test_a_slip_opens_with_its_lines(screen: SlipsScreen) -> None:
    screen.list.selectRow(1)
    assert screen.name.text() == "Decrease slip 01 of 24/11/2026"
    assert "Hình thức xử lý: Tiêu huỷ" in screen.facts.text()
    assert "Trần Văn Bình, Chủ tịch" in screen.facts.text()
    heads = [screen.lines_model.headerData(at, Qt.Orientation.Horizontal)
             for at in range(screen.lines_model.columnCount())]  # fmt: skip
    assert heads[:3] == ["STT", "Mã", "Tên thiết bị"]
    assert cells(screen.lines_model) == [
        ["1", "TB00004", "Bảng con", "", "Cái", "2", "", "Hỏng"]
    ]  # fmt: skip
    assert screen.labels_button.isHidden()
    screen.list.selectRow(3)
    assert not screen.labels_button.isHidden()


def test_slips_are_found_as_typed_and_by_kind_and_year(screen: SlipsScreen) -> None:
    screen.search.setFocus()
    type_text("may chieu tin")
    screen.search_for(screen.search.text())
    assert column(screen.model, KIND) == ["Transfer slip"]
    screen.search_for("binh")
    assert column(screen.model, KIND) == ["Decrease slip"]
    screen.search_for("khong co")
    assert screen.empty.isVisible()
    assert screen.detail.isHidden()
    screen.search_for("")
    screen.kind.setCurrentIndex(screen.kind.findData(SlipKind.TRANSFER))
    screen.kind.activated.emit(screen.kind.currentIndex())
    assert column(screen.model, DAY) == ["06/09/2027", "24/11/2026"]
    screen.year.setCurrentIndex(screen.year.findText("2026-2027"))
    screen.year.activated.emit(screen.year.currentIndex())
    assert column(screen.model, DAY) == ["24/11/2026"]


def test_the_list_is_sorted_and_keeps_the_right_slip(screen: SlipsScreen) -> None:
    screen.list.sortByColumn(QUANTITY, Qt.SortOrder.DescendingOrder)
    assert column(screen.model, QUANTITY)[:2] == ["35", "20"]
    screen.list.selectRow(0)
    assert cells(screen.lines_model)[0][2] == "Bộ thực hành Toán"


def test_the_list_is_printed_and_saved(
    window: Window, screen: SlipsScreen, opened: list[Path]
) -> None:
    control(Qt.Key.Key_E)
    assert opened[-1].suffix == ".xlsx"
    window.actions_["print_list"].trigger()
    text = "".join(page.extract_text() for page in PdfReader(opened[-1]).pages)
    assert "Phòng Tin học" in text.replace("\n", " ")
    assert screen.isVisible()


def test_a_slip_is_printed_again_as_it_was(
    window: Window, screen: SlipsScreen, opened: list[Path]
) -> None:
    screen.list.selectRow(2)
    slip = window.runner.ask(Slips())[2]
    before = window.runner.ask(PrintSlip(slip.slip))
    control(Qt.Key.Key_P)
    assert opened[-1].read_bytes() == before
    text = PdfReader(io.BytesIO(opened[-1].read_bytes())).pages[0].extract_text()
    assert "Phòng Tin học" in text
    screen.print_button.click()
    assert len(opened) == 2


def test_a_slip_is_undone_from_here_and_stays_in_its_place(
    window: Window, screen: SlipsScreen
) -> None:
    def fill(form: UndoForm) -> None:
        form.reason.setText("Nhầm phòng")
        form.ready_button.click()

    screen.list.selectRow(2)
    with answering(UndoForm, fill):
        screen.undo_button.click()
    assert window.runner.ask(OneDevice("TB00001")).view.place == "Kho"
    assert column(screen.model, STATE)[:3] == ["", "", "Undone"]
    assert screen.list.currentIndex().row() == 2
    assert not screen.print_button.isEnabled()
    assert screen.print_button.toolTip() == "This slip was undone."


def test_every_kind_of_slip_has_its_name_and_stands_in_the_list(
    window: Window, school: Room
) -> None:
    assert set(slip_names(window.words)) == set(SlipKind)
    school.run(ReportDamage((ReportLine("TB00001", 1, DamageKind.MAJOR),)))
    school.run(ProposeDisposal((ProposalLine("TB00001", 1, State.DAMAGED),), "Hỏng nặng"))
    stocktake = school.run(OpenStocktake()).value
    school.run(CloseStocktake(stocktake, "Không thấy"))
    control(Qt.Key.Key_6)
    kinds = column(window.slips.model, KIND)
    assert {"Damage and loss report", "Disposal proposal", "Increase slip"} <= set(kinds)
    assert len(kinds) == len(school.ask(Slips()))
