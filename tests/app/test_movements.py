"""Numbered slips: what leaves the book and what moves, printed as written and undone whole."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from app.domain.device import State
from app.domain.fault import Refused
from app.domain.loan import Result
from app.services.lending import Item, Lend, ReturnItem, TakeBack
from app.services.movements import Decrease, DecreaseLine, PrintSlip, Slips, Transfer, Why
from app.services.queries import OneDevice, Verify
from app.services.room import Room
from app.services.undoing import Undo

COUNCIL = ("Nguyễn Thị Ánh", "Trần Văn Bình")


def _words(room: Room, slip: int) -> str:
    pages = PdfReader(io.BytesIO(room.ask(PrintSlip(slip)))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_what_is_broken_or_lost_leaves_by_a_councils_decision(school: Room) -> None:
    school.run(Lend((Item("TB00003", 5),), "3A"))
    school.run(TakeBack((ReturnItem("TB00003", 1, Result.LOST), ReturnItem("TB00003", 4))))
    lines = (DecreaseLine("TB00004", 2, Why.BROKEN), DecreaseLine("TB00003", 1, Why.LOST),
             DecreaseLine("TB00003", 4, Why.USABLE))  # fmt: skip
    action = Decrease(lines, COUNCIL, "Thanh lý, bán", "12/QĐ-HT", 150_000)
    slip = school.run(action).value
    assert school.ask(OneDevice("TB00004")).view.balances == {
        State.IN_STORE: 18, State.DISPOSED: 2,
    }  # fmt: skip
    assert school.ask(OneDevice("TB00003")).view.balances == {
        State.IN_STORE: 30, State.DISPOSED: 5,
    }  # fmt: skip
    text = _words(school, slip)
    for said in ("PHIẾU GHI GIẢM THIẾT BỊ", "Số: 01", *COUNCIL, "Thanh lý, bán", "12/QĐ-HT",
                 "150.000 đồng", "Còn dùng được", "số lượng 7", "Hiệu trưởng"):  # fmt: skip
        assert said in text
    school.run(Undo("Chưa họp hội đồng"))
    assert school.ask(OneDevice("TB00004")).view.balances == {
        State.IN_STORE: 18, State.DAMAGED: 2,
    }  # fmt: skip
    assert school.ask(Slips()) == []
    again = school.run(action).value
    assert "Số: 02" in _words(school, again)
    assert school.ask(Verify()).ok


def test_devices_move_to_another_place_on_a_slip(school: Room) -> None:
    slip = school.run(Transfer(("TB00001", "TB00003"), " Phòng  Tin học ", "theo đề nghị")).value
    assert {school.ask(OneDevice(code)).view.place for code in ("TB00001", "TB00003")} == {
        "Phòng Tin học"
    }
    text = _words(school, slip)
    for said in ("PHIẾU ĐIỀU CHUYỂN THIẾT BỊ", "Chuyển đến: Phòng Tin học", "Kho", "số lượng 36",
                 "theo đề nghị", "Người nhận"):  # fmt: skip
        assert said in text
    assert [one.row.kind for one in school.ask(Slips())] == ["transfer"]
    school.run(Undo("Nhầm phòng"))
    assert school.ask(OneDevice("TB00001")).view.place == "Kho"


@pytest.mark.parametrize(
    "action",
    [
        Decrease((), COUNCIL, "Tiêu huỷ"),
        Decrease((DecreaseLine("TB00004", 2, Why.BROKEN),), (" ",), "Tiêu huỷ"),
        Decrease((DecreaseLine("TB00004", 2, Why.BROKEN),), COUNCIL, " "),
        Decrease((DecreaseLine("TB00004", 3, Why.BROKEN),), COUNCIL, "Tiêu huỷ"),
        Decrease((DecreaseLine("TB00004", 0, Why.BROKEN),), COUNCIL, "Tiêu huỷ"),
        Decrease((DecreaseLine("TB00004", 2, Why.BROKEN),) * 2, COUNCIL, "Tiêu huỷ"),
        Decrease((DecreaseLine("TB00002", 1, Why.USABLE),), COUNCIL, "Tiêu huỷ"),
        Decrease((DecreaseLine("TB09999", 1, Why.USABLE),), COUNCIL, "Tiêu huỷ"),
        Transfer((), "Kho"),
        Transfer(("TB00001",), "Kho"),
        Transfer(("TB00001",), " "),
        Transfer(("TB09999",), "Kho"),
    ],
)
def test_what_cannot_leave_or_move_is_refused(school: Room, action: Decrease | Transfer) -> None:
    school.run(Lend((Item("TB00002"),), "3A"))
    before = school.ask(Verify())
    with pytest.raises(Refused):
        school.run(action)
    assert school.ask(Verify()) == before
