"""Numbered slips: what comes, leaves and moves, printed as written and undone whole."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from pypdf import PdfReader

from app.domain.device import Device, Kind, State
from app.domain.document import SlipKind
from app.domain.fault import Refused
from app.domain.filter import DeviceFilter
from app.domain.loan import Result
from app.domain.setting import School
from app.domain.view import SlipView
from app.services.decrease import Decrease, DecreaseLine, Member, Why
from app.services.devices import ReceiveMore, RegisterDevice
from app.services.handover import Handover
from app.services.increase import Increase, IncreaseLine, Source
from app.services.lending import Item, Lend, ReturnItem, TakeBack
from app.services.numbered import LastCouncil, PrintSlip, Slips
from app.services.people import DescribeSchool
from app.services.queries import DeviceIds, Devices, History, OneDevice, TheSchool, Verify
from app.services.room import Action, Room
from app.services.transfer import Transfer, TransferOut
from app.services.undoing import Undo
from tests.conftest import TODAY, Clock

COUNCIL = (Member("Nguyễn Thị Ánh", "Chủ tịch"), Member("Trần Văn Bình"))
LAMP = IncreaseLine(Device("", "Đèn bàn", unit_price=250_000, country="Việt Nam"), 3, "Tủ 9")
CHALK = IncreaseLine(Device("", "Hộp phấn màu", Kind.LOT, "Hộp"), 40, "Tủ 9")
MORE = IncreaseLine(Device("TB00003", "", unit_price=90_000, note="bổ sung"), 5)
DELIVERY = Increase(
    (LAMP, CHALK, MORE), Source.BOUGHT, "0012/HĐ", date(2026, 11, 20), "Công ty Sách", "đợt 1"
)


def _words(room: Room, slip: int) -> str:
    pages = PdfReader(io.BytesIO(room.ask(PrintSlip(slip)))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def _balances(room: Room, code: str) -> dict[State, int]:
    return dict(room.ask(OneDevice(code)).view.balances)


def _of_kind(room: Room, kind: SlipKind) -> list[SlipView]:
    return [slip for slip in room.ask(Slips()) if slip.kind == kind]


def test_a_delivery_of_many_things_is_one_entry_on_one_slip(school: Room) -> None:
    made = school.run(DELIVERY).value
    assert made.codes == ("TB00005", "TB00006", "TB00007", "TB00008", "TB00003")
    lamp = school.ask(OneDevice("TB00006")).view
    assert (lamp.device.fund, lamp.device.document_number, lamp.device.document_date) == (
        "Mua sắm theo kế hoạch", "0012/HĐ", "2026-11-20",
    )  # fmt: skip
    assert lamp.place == school.ask(OneDevice("TB00008")).view.place == "Tủ 9"
    assert _balances(school, "TB00008") == {State.IN_STORE: 40}
    assert _balances(school, "TB00003") == {State.IN_STORE: 40}
    more = school.ask(OneDevice("TB00003")).view.device
    assert (more.unit_price, more.document_number) == (None, "0012/HĐ")
    text = _words(school, made.slip)
    for said in ("PHIẾU GHI TĂNG THIẾT BỊ", "Số: 05", "Nguồn: Mua sắm theo kế hoạch",
                 "Chứng từ: số 0012/HĐ, ngày 20/11/2026", "Công ty Sách", "đợt 1",
                 "TB00005 – TB00007", "250.000", "750.000", "90.000", "450.000", "1.200.000",
                 "bổ sung", "3 loại thiết bị, số lượng 48", "Chưa tính 1 dòng chưa có đơn giá",
                 "Trần Thị Kho", "Hiệu trưởng"):  # fmt: skip
        assert said in text
    school.run(Undo("Giao nhầm"))
    assert _balances(school, "TB00003") == {State.IN_STORE: 35}
    assert school.ask(Devices("đèn bàn")) == []
    assert school.ask(Verify()).ok
    with pytest.raises(Refused, match="was undone"):
        school.ask(PrintSlip(made.slip))


def test_every_increase_by_hand_has_its_slip(school: Room) -> None:
    school.run(
        RegisterDevice(Device("", "Quả địa cầu", fund="Tự làm", unit_price=120_000), damaged=1)
    )
    school.run(ReceiveMore("TB00003", 5, document_number="7/PXK"))
    received, registered = school.ask(Slips())[:2]
    assert (received.number, registered.number, received.paper.quantity) == (6, 5, 5)
    assert "Chứng từ: số 7/PXK" in _words(school, received.slip)
    text = _words(school, registered.slip)
    for said in ("Quả địa cầu", "Nguồn: Tự làm", "120.000", "trong đó hỏng 1"):
        assert said in text


def test_what_another_school_gives_names_it(school: Room) -> None:
    gift = Increase((LAMP,), Source.TRANSFERRED)
    with pytest.raises(Refused, match="which school gives"):
        school.run(gift)
    made = school.run(replace(gift, giver="Trường Tiểu học Sao Mai")).value
    assert "Người, đơn vị giao: Trường Tiểu học Sao Mai" in _words(school, made.slip)
    assert school.ask(OneDevice(made.codes[0])).view.device.fund == "Điều chuyển đến"
    made = school.run(Increase((CHALK,), Source.SELF_MADE)).value
    assert school.ask(OneDevice(made.codes[0])).view.device.self_made == "yes"


def test_what_is_broken_or_lost_leaves_by_a_councils_decision(school: Room) -> None:
    school.run(Lend((Item("TB00003", 5),), "3A"))
    school.run(TakeBack((ReturnItem("TB00003", 1, Result.LOST), ReturnItem("TB00003", 4))))
    lines = (DecreaseLine("TB00004", 2, Why.BROKEN), DecreaseLine("TB00003", 1, Why.LOST),
             DecreaseLine("TB00003", 4, Why.USABLE))  # fmt: skip
    action = Decrease(lines, COUNCIL, "Thanh lý, bán", "12/QĐ-HT", 150_000)
    slip = school.run(action).value
    assert _balances(school, "TB00004") == {State.IN_STORE: 18, State.DISPOSED: 2}
    assert _balances(school, "TB00003") == {State.IN_STORE: 30, State.DISPOSED: 5}
    text = _words(school, slip)
    for said in ("PHIẾU GHI GIẢM THIẾT BỊ", "Số: 01", "Nguyễn Thị Ánh Chủ tịch",
                 "Trần Văn Bình", "Thanh lý, bán", "12/QĐ-HT", "150.000 đồng", "Còn dùng được",
                 "số lượng 7", "Hiệu trưởng"):  # fmt: skip
        assert said in text
    assert school.ask(LastCouncil()) == (("Nguyễn Thị Ánh", "Chủ tịch"), ("Trần Văn Bình", ""))
    school.run(Undo("Chưa họp hội đồng"))
    assert _balances(school, "TB00004") == {State.IN_STORE: 18, State.DAMAGED: 2}
    assert _of_kind(school, SlipKind.DECREASE) == []
    assert school.ask(Slips(undone=True))[0].undone
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
    school.run(Undo("Nhầm phòng"))
    assert school.ask(OneDevice("TB00001")).view.place == "Kho"


def test_devices_leave_for_another_school(school: Room) -> None:
    action = TransferOut(
        (Item("TB00001"), Item("TB00003", 10)), "Trường Tiểu học Sao Mai", "45/QĐ-UBND",
        date(2026, 11, 2), "theo kế hoạch của xã",
    )  # fmt: skip
    slip = school.run(action).value
    assert _balances(school, "TB00001") == {}
    assert _balances(school, "TB00003") == {State.IN_STORE: 25}
    text = _words(school, slip)
    for said in ("ĐI ĐƠN VỊ KHÁC", "Đơn vị nhận: Trường Tiểu học Sao Mai",
                 "số 45/QĐ-UBND, ngày 02/11/2026", "theo kế hoạch của xã", "số lượng 11",
                 "Bên nhận"):  # fmt: skip
        assert said in text
    here = {view.device.code for view in school.ask(Devices())}
    assert here == {"TB00002", "TB00003", "TB00004"}
    gone = school.ask(DeviceIds(DeviceFilter(state=State.OUTSIDE)))
    assert gone == [school.ask(OneDevice("TB00001")).view.id]
    with pytest.raises(Refused, match="TB00001"):
        school.run(Lend((Item("TB00001"),), "3A"))
    assert school.ask(Verify()).ok
    school.run(Undo("Trường bạn chưa nhận"))
    assert _balances(school, "TB00001") == {State.IN_STORE: 1}
    assert len(school.ask(Devices())) == 4
    assert school.ask(Verify()).ok


def test_what_is_out_or_damaged_does_not_leave(school: Room) -> None:
    school.run(Lend((Item("TB00002"), Item("TB00004", 3)), "3A"))
    with pytest.raises(Refused, match="0 in store can go, 1 asked for; 1 on loan, 0 damaged"):
        school.run(TransferOut((Item("TB00002"),), "Sao Mai"))
    with pytest.raises(Refused, match="15 in store can go, 16 asked for; 3 on loan, 2 damaged"):
        school.run(TransferOut((Item("TB00004", 16),), "Sao Mai"))


def test_devices_are_handed_over_on_minutes_in_two_copies(school: Room) -> None:
    school.run(Lend((Item("TB00004", 3),), "3A"))
    before = school.ask(Verify()).entries
    slip = school.run(
        Handover("Trần Thị Kho", "Lê Thị Đào", ("TB00004", "TB00001"), basis="QĐ 7/QĐ-HT",
                 reason="đổi người phụ trách")
    ).value  # fmt: skip
    pages = PdfReader(io.BytesIO(school.ask(PrintSlip(slip)))).pages
    copies = [" ".join(page.extract_text().split()) for page in pages]
    assert len(copies) == 2
    assert copies[0] == copies[1]
    for said in ("BIÊN BẢN BÀN GIAO THIẾT BỊ", "Số: 01", "Căn cứ: QĐ 7/QĐ-HT",
                 "Lý do bàn giao: đổi người phụ trách", "Bên giao: Trần Thị Kho",
                 "Bên nhận: Lê Thị Đào", "02 bản", "15 còn dùng được", "3 đang cho mượn",
                 "2 hỏng", "số lượng 21", "Hiệu trưởng"):  # fmt: skip
        assert said in copies[0]
    (_entry, moved) = school.ask(History(before + 1))[0]
    assert moved == {}
    slip = school.run(Handover("Trần Thị Kho", "Lê Thị Đào", place="Kho")).value
    text = _words(school, slip)
    assert "Số: 02" in text
    assert "Nơi để thiết bị: Kho" in text
    assert "TB00001" in text
    assert "TB00004" not in text


def test_a_long_handover_numbers_each_copy_from_one(school: Room) -> None:
    name = "Bộ tranh tự nhiên và xã hội " * 7
    pieces = IncreaseLine(Device("", name), 60)
    codes = school.run(Increase((pieces,), Source.GRANTED)).value.codes
    slip = school.run(Handover("A", "B", codes)).value
    pages = PdfReader(io.BytesIO(school.ask(PrintSlip(slip)))).pages
    firsts = [page.extract_text().split()[0] for page in pages]
    half = len(pages) // 2
    assert half > 5
    assert firsts[:half] == firsts[half:]
    assert firsts[1:half] == [str(number) for number in range(2, half + 1)]
    for page in pages[:half]:
        assert "Tình trạng" in page.extract_text() or "Hai bên" in page.extract_text()
    whole = " ".join(" ".join(page.extract_text() for page in pages[:half]).split())
    assert whole.count("tự nhiên và xã") == 60 * 7


def test_a_reprint_says_what_was_said(school: Room) -> None:
    slip = school.run(DELIVERY).value.slip
    before = school.ask(PrintSlip(slip))
    renamed = replace(school.ask(TheSchool()), name="Trường Tiểu học Mới", keeper="Người Khác")
    school.run(DescribeSchool(renamed))
    school.run(Transfer(("TB00005",), "Kho mới"))
    assert school.ask(PrintSlip(slip)) == before
    assert school.ask(TheSchool()) == replace(School(), name=renamed.name, keeper=renamed.keeper)


def test_each_kind_and_school_year_has_its_own_numbers(school: Room, clock: Clock) -> None:
    school.run(Transfer(("TB00001",), "Tủ 1"))
    school.run(Transfer(("TB00002",), "Tủ 1"))
    school.run(TransferOut((Item("TB00003", 1),), "Sao Mai"))
    clock.turn_to(date(2027, 9, 6))
    school.run(Transfer(("TB00001",), "Tủ 2"))
    school.run(Transfer(("TB00002",), "Tủ 2", day=date(2027, 5, 5)))
    told = [(slip.kind, slip.school_year, slip.number) for slip in school.ask(Slips())[:5]]
    assert told == [
        ("transfer", 2026, 3), ("transfer", 2027, 1), ("transfer_out", 2026, 1),
        ("transfer", 2026, 2), ("transfer", 2026, 1),
    ]  # fmt: skip


def test_a_slip_knows_who_wrote_it_and_by_which_entry(school: Room) -> None:
    outcome = school.run(Transfer(("TB00001",), "Tủ 1"))
    (slip,) = _of_kind(school, SlipKind.TRANSFER)
    assert (slip.entry, slip.actor, slip.paper.codes) == (outcome.entry, "thu", ("TB00001",))
    (entry, _moved) = school.ask(History(slip.entry))[0]
    (kept,) = [image.after for image in entry.images if image.table == "document"]
    assert json.loads(str(kept["content"]))["entry"] == slip.entry
    school.run(Undo("Nhầm", slip.entry))
    assert [one.undone for one in school.ask(Slips(undone=True)) if one.kind == slip.kind] == [True]


BROKEN = DecreaseLine("TB00004", 2, Why.BROKEN)
REFUSED: list[tuple[Action[object], str]] = [
    (Increase((), Source.BOUGHT), "nothing on the slip"),
    (Increase((IncreaseLine(Device("", " ")),), Source.BOUGHT), "needs a name"),
    (Increase((IncreaseLine(Device("", "Bút"), 0),), Source.BOUGHT), "0 pieces"),
    (Increase((IncreaseLine(Device("", "Bút"), 501),), Source.BOUGHT), "501 pieces"),
    (Increase((IncreaseLine(Device("", "Bút", Kind.LOT), 0),), Source.BOUGHT), "0 cannot be"),
    (Increase((IncreaseLine(Device("TB00001", "")),), Source.BOUGHT), "its own label"),
    (Increase((MORE, MORE), Source.BOUGHT), "two lines"),
    (Increase((IncreaseLine(Device("TB09999", "")),), Source.BOUGHT), "TB09999"),
    (Increase((LAMP,), Source.BOUGHT, day=TODAY + timedelta(days=1)), "not come yet"),
    (Decrease((), COUNCIL, "Tiêu huỷ"), "nothing on the slip"),
    (Decrease((BROKEN,), (Member(" "),), "Tiêu huỷ"), "council"),
    (Decrease((BROKEN,), COUNCIL, " "), "what becomes"),
    (Decrease((replace(BROKEN, quantity=3),), COUNCIL, "Tiêu huỷ"), "2 can leave"),
    (Decrease((replace(BROKEN, quantity=0),), COUNCIL, "Tiêu huỷ"), "0 asked"),
    (Decrease((BROKEN, BROKEN), COUNCIL, "Tiêu huỷ"), "4 asked"),
    (Decrease((DecreaseLine("TB00002", 1, Why.USABLE),), COUNCIL, "Tiêu huỷ"), "Take back first"),
    (Decrease((DecreaseLine("TB09999", 1, Why.USABLE),), COUNCIL, "Tiêu huỷ"), "TB09999"),
    (Transfer((), "Kho"), "there already"),
    (Transfer(("TB00001",), "Kho"), "there already"),
    (Transfer(("TB00001",), " "), "where the devices go"),
    (Transfer(("TB09999",), "Kho"), "TB09999"),
    (TransferOut((), "Sao Mai"), "nothing on the slip"),
    (TransferOut((Item("TB00001"),), " "), "which school receives"),
    (TransferOut((Item("TB00001"), Item("TB00001")), "Sao Mai"), "two lines"),
    (TransferOut((Item("TB00003", 0),), "Sao Mai"), "0 asked"),
    (Handover(" ", "B", ("TB00001",)), "who hands"),
    (Handover("A", " ", ("TB00001",)), "who takes"),
    (Handover("A", "B"), "nothing to hand over"),
    (Handover("A", "B", place="Tủ trống"), "nothing to hand over"),
]


@pytest.mark.parametrize(("action", "said"), REFUSED)
def test_what_cannot_be_is_refused_in_words(
    school: Room, action: Action[object], said: str
) -> None:
    school.run(Lend((Item("TB00002"),), "3A"))
    before = school.ask(Verify())
    with pytest.raises(Refused, match=said):
        school.run(action)
    assert school.ask(Verify()) == before
