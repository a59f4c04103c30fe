"""Damage, loss, repair and disposal: each act with its slip, in parts, undone, or refused."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from app.domain.condition import Occasion, Standing
from app.domain.damage import DamageKind
from app.domain.device import Quality, State
from app.domain.fault import Refused
from app.domain.loan import Result
from app.services.assessments import Assess, AssessmentsOf
from app.services.cases import CaseFigures, Cases, CaseView, OneCase, Proposals, Stage
from app.services.conditions import ConditionOf
from app.services.damage_reports import (
    Circumstances,
    DescribeDamage,
    ReportDamage,
    ReportLine,
)
from app.services.disposals import (
    DecideDisposal,
    LastCouncil,
    ProposalLine,
    ProposeDisposal,
    WithdrawDisposal,
)
from app.services.lending import Item, Lend, ReturnItem, TakeBack
from app.services.mending import Find, MendHere
from app.services.numbered import PrintSlip
from app.services.queries import OneDevice, Verify
from app.services.repairs import BackFromRepair, SendToRepair
from app.services.room import Action, Room
from app.services.undoing import Undo
from tests.conftest import TODAY, Clock

LOT, SETS = "TB00003", "TB00004"  # a lot of 35, and one of 20 of which 2 came damaged
MINOR, MAJOR, LOST = DamageKind.MINOR, DamageKind.MAJOR, DamageKind.LOST
COUNCIL = (("Nguyễn Thị Ánh", "Chủ tịch"), ("Trần Thị Kho", "Nhân viên thiết bị"))


def _held(room: Room, code: str) -> dict[State, int]:
    return dict(room.ask(OneDevice(code)).view.balances)


def _words(room: Room, slip: int | None) -> str:
    assert slip is not None
    pages = PdfReader(io.BytesIO(room.ask(PrintSlip(slip)))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def _case(room: Room, stage: Stage) -> CaseView:
    return next(case for case in room.ask(Cases()) if case.stage is stage)


def _report(room: Room, code: str, count: int, kind: DamageKind) -> int:
    return room.run(ReportDamage((ReportLine(code, count, kind),))).value.damages[0]


def test_a_report_tells_all_that_is_known_of_it(school: Room) -> None:
    told = Circumstances("Lê Thị Đào", "Trần Văn Bình", "Rơi vỡ", "Bồi thường", 50_000, "lớp 4B")
    lines = (ReportLine(LOT, 2, MAJOR), ReportLine("TB00001", 1, LOST))
    reported = school.run(ReportDamage(lines, told))
    assert str(reported.sentence).startswith("Damage report 1: 3 devices")
    assert _held(school, LOT) == {State.IN_STORE: 33, State.DAMAGED: 2}
    assert _held(school, "TB00001") == {State.LOST: 1}
    text = _words(school, reported.value.slip)
    for said in ("BIÊN BẢN HƯ HỎNG, MẤT MÁT THIẾT BỊ", "Số: 01", "Người phát hiện: Lê Thị Đào",
                 "Trần Văn Bình", "Rơi vỡ", "Bồi thường: 50.000 đồng", "lớp 4B", "Hư nặng", "Mất",
                 "số lượng 3", "Tổ trưởng", "Hiệu trưởng"):  # fmt: skip
        assert said in text
    school.run(Undo("Nhầm"))
    assert _held(school, LOT) == {State.IN_STORE: 35}
    with pytest.raises(Refused):
        school.ask(PrintSlip(reported.value.slip))
    assert school.run(ReportDamage(lines, told)).value.slip != reported.value.slip
    assert school.ask(Verify()).ok


def test_what_a_return_opened_is_completed_and_tells_the_loan(school: Room) -> None:
    loan = school.run(Lend((Item(LOT, 5),), "3A")).value.loan
    school.run(TakeBack((ReturnItem(LOT, 1, Result.INCOMPLETE, "thiếu que"), ReturnItem(LOT, 4))))
    case = next(one for one in school.ask(Cases()) if one.device.code == LOT)
    assert case.origin is not None
    assert (case.stage, case.origin.loan, case.origin.class_name) == (Stage.WAITING, loan, "3A")
    assert case.slip is None
    hurt = school.ask(ConditionOf(LOT)).hurts[0]
    assert hurt.origin is not None
    assert (hurt.origin.teacher, hurt.row.note) == ("Nguyễn Thị Ánh", "thiếu que")
    told = Circumstances(responsible="Nguyễn Thị Ánh", cause="Học sinh làm rơi")
    first = school.run(DescribeDamage(case.damage or 0, MAJOR, told)).value.slip
    text = _words(school, first)
    assert f"Trả về từ phiếu mượn {loan}" in text
    assert "Học sinh làm rơi" in text
    second = school.run(DescribeDamage(case.damage or 0, MINOR, told)).value.slip
    assert "Thay cho biên bản số 01" in _words(school, second)
    story = school.ask(OneCase(case.damage or 0))
    assert [step.entry.kind for step in story.steps] == ["take_back", "describe", "describe"]
    assert [step.slip for step in story.steps] == [None, first, second]
    with pytest.raises(Refused, match="Undo the later change first"):
        school.run(Undo("Nhầm", story.steps[0].entry.id))
    school.run(Undo("Ghi nhầm"))
    assert school.ask(OneCase(case.damage or 0)).row.kind == MAJOR
    with pytest.raises(Refused):
        school.run(DescribeDamage(case.damage or 0, LOST, told))


def test_a_repair_comes_back_in_parts_with_its_cost(school: Room, clock: Clock) -> None:
    sent = school.run(SendToRepair(SETS, "Cửa hàng Minh", fund="Chi thường xuyên",
                                   expected=200_000)).value  # fmt: skip
    assert _held(school, SETS) == {State.IN_STORE: 18, State.IN_REPAIR: 2}
    text = _words(school, sent.slip)
    for said in ("PHIẾU GỬI SỬA CHỮA", "Cửa hàng Minh", "Chi thường xuyên", "200.000 đồng"):
        assert said in text
    clock.turn_to(TODAY.replace(month=12, day=30))
    assert school.ask(CaseFigures()) == (1, 1)
    view = _case(school, Stage.IN_REPAIR)
    assert (view.quantity, view.days, view.repairer) == (2, 36, "Cửa hàng Minh")
    first = school.run(BackFromRepair(sent.repairs[0], 1, 0, 80_000, "Thay dây")).value
    text = _words(school, first)
    for said in ("BIÊN BẢN NGHIỆM THU", "Thay dây", "80.000 đồng", "Còn đang sửa: 1"):
        assert said in text
    school.run(BackFromRepair(sent.repairs[0], 0, 1, 20_000, "Hết phụ tùng"))
    assert _held(school, SETS) == {State.IN_STORE: 19, State.DAMAGED: 1}
    repair = school.ask(OneCase(1)).repairs[0].row
    assert (repair.out, repair.cost, repair.result) == (0, 100_000, "Thay dây; Hết phụ tùng")
    with pytest.raises(Refused, match="has come back already"):
        school.run(BackFromRepair(sent.repairs[0], 1))
    school.run(Undo("Nhầm"))
    assert _case(school, Stage.IN_REPAIR).quantity == 1
    school.run(BackFromRepair(sent.repairs[0], 1))
    assert _held(school, SETS) == {State.IN_STORE: 20}
    assert [case.stage for case in school.ask(Cases(settled=True))] == [Stage.SETTLED]


def test_of_several_cases_a_part_must_be_named(school: Room) -> None:
    other = _report(school, SETS, 3, MAJOR)
    with pytest.raises(Refused, match=r"several damage reports: 1 \(2\), 2 \(3\)") as caught:
        school.run(MendHere(SETS, 1))
    assert caught.value.where == SETS
    slip = school.run(MendHere(SETS, 1, other, "Dán lại", 15_000)).value
    text = _words(school, slip)
    for said in ("PHIẾU SỬA CHỮA TẠI CHỖ", "Dán lại", "15.000 đồng", "Hư nặng"):
        assert said in text
    school.run(MendHere(SETS))
    assert _held(school, SETS) == {State.IN_STORE: 20}


def test_what_was_lost_is_found_sound_or_broken(school: Room) -> None:
    damage = _report(school, LOT, 3, LOST)
    slip = school.run(Find(LOT, 1, damage, note="Tủ lớp 3A")).value
    assert "Tìm thấy: Tủ lớp 3A" in _words(school, slip)
    school.run(Find(LOT, kind=MAJOR))
    assert _held(school, LOT) == {State.IN_STORE: 33, State.DAMAGED: 2}
    assert school.ask(OneDevice(LOT)).view.standings() == {
        Standing.USABLE: 33, Standing.MAJOR: 2,
    }  # fmt: skip
    again = (ReportLine(LOT, 1, LOST, State.DAMAGED),)
    school.run(ReportDamage(again, Circumstances(note="lại mất")))
    assert _held(school, LOT) == {State.IN_STORE: 33, State.DAMAGED: 1, State.LOST: 1}
    school.run(Undo("Nhầm"))
    assert _held(school, LOT)[State.DAMAGED] == 2


def test_a_disposal_moves_nothing_before_it_is_decided(school: Room) -> None:
    lines = (ProposalLine(SETS, 2, remaining=1000), ProposalLine("TB00001", 1, State.IN_STORE))
    proposal = school.run(ProposeDisposal(lines, "Hỏng, không sửa được", COUNCIL)).value
    assert _held(school, SETS) == {State.IN_STORE: 18, State.DAMAGED: 2}
    assert school.ask(OneDevice("TB00001")).view.standings() == {Standing.TO_DISPOSE: 1}
    text = _words(school, proposal.slip)
    for said in ("ĐỀ NGHỊ THANH LÝ", "Hỏng, không sửa được", "2.000", "Nguyễn Thị Ánh"):
        assert said in text
    for action in (Lend((Item("TB00001"),), "3A"), MendHere(SETS), SendToRepair(SETS, "Minh"),
                   ReportDamage((ReportLine("TB00001", 1, MINOR),)),
                   ProposeDisposal(lines, "Lần nữa")):  # fmt: skip
        with pytest.raises(Refused):
            school.run(action)
    assert [number for number, _row, _count in school.ask(Proposals())] == [proposal.disposal]
    minutes = school.run(
        DecideDisposal(proposal.disposal, COUNCIL, "12/QĐ-TH", "Bán thanh lý", 150_000)
    ).value
    assert _held(school, SETS) == {State.IN_STORE: 18, State.DISPOSED: 2}
    assert _held(school, "TB00001") == {State.DISPOSED: 1}
    text = _words(school, minutes)
    for said in ("BIÊN BẢN THANH LÝ THIẾT BỊ", "12/QĐ-TH", "Bán thanh lý", "150.000 đồng",
                 "Chủ tịch hội đồng", "số lượng 3"):  # fmt: skip
        assert said in text
    assert school.ask(LastCouncil()) == COUNCIL
    with pytest.raises(Refused, match="does not wait"):
        school.run(WithdrawDisposal(proposal.disposal))
    school.run(Undo("Chưa có quyết định"))
    assert school.ask(OneDevice("TB00001")).view.standings() == {Standing.TO_DISPOSE: 1}
    school.run(WithdrawDisposal(proposal.disposal, "Sửa được"))
    school.run(Lend((Item("TB00001"),), "3A"))
    assert school.ask(Verify()).ok


def test_of_a_lot_what_is_not_proposed_can_be_lent(school: Room) -> None:
    school.run(ProposeDisposal((ProposalLine(LOT, 30, State.IN_STORE),), "Thừa"))
    with pytest.raises(Refused, match="30 of the 35 in store wait"):
        school.run(Lend((Item(LOT, 6),), "3A"))
    school.run(Lend((Item(LOT, 5),), "3A"))
    assert _held(school, LOT) == {State.IN_STORE: 30, State.ON_LOAN: 5}


def test_an_undone_find_leaves_a_decision_short(school: Room) -> None:
    _report(school, LOT, 2, LOST)
    report = school.ask(OneDevice(LOT)).history[-1].id
    proposal = school.run(ProposeDisposal((ProposalLine(LOT, 2, State.LOST),), "Mất")).value
    school.run(Undo("Tìm thấy ngay", report))
    with pytest.raises(Refused, match="has moved since it was proposed"):
        school.run(DecideDisposal(proposal.disposal, COUNCIL, "1/QĐ", "Ghi giảm"))


def test_quality_is_kept_as_history_and_the_greater_part_tells_it(school: Room) -> None:
    loan = school.run(Lend((Item(LOT, 10), Item("TB00001")), "3A")).value.loan
    school.run(
        TakeBack((ReturnItem(LOT, 8, quality=Quality.FAIR),
                  ReturnItem(LOT, 2, quality=Quality.POOR),
                  ReturnItem("TB00001", quality=Quality.AVERAGE)))
    )  # fmt: skip
    assert school.ask(OneDevice("TB00001")).view.device.condition == Quality.AVERAGE
    assert school.ask(OneDevice(LOT)).view.device.condition == Quality.GOOD  # ten of 35
    found = school.ask(ConditionOf(LOT)).assessed[0]
    assert found.row.parts() == {Quality.FAIR: 8, Quality.POOR: 2}
    assert found.row.occasion == Occasion.RETURN
    assert found.origin is not None
    assert (found.origin.loan, found.origin.class_name) == (loan, "3A")
    picture = school.folder / "ban.png"
    picture.write_bytes(b"\x89PNG")
    school.run(Assess(LOT, {Quality.GOOD: 15, Quality.FAIR: 20}, note="đầu năm", photo=picture))
    assert school.ask(OneDevice(LOT)).view.device.condition == Quality.FAIR
    rows = [one.row for one in school.ask(AssessmentsOf(LOT))]
    assert [row.found_by for row in rows] == ["Trần Thị Kho", "Trần Thị Kho"]
    assert rows[0].photo_id is not None
    school.run(Undo("Đếm nhầm"))
    assert school.ask(OneDevice(LOT)).view.device.condition == Quality.GOOD
    assert len(school.ask(AssessmentsOf(LOT))) == 1
    assert school.ask(Verify()).ok


@pytest.mark.parametrize(
    "action",
    [
        ReportDamage(()),
        ReportDamage((ReportLine(LOT, 0, MINOR),)),
        ReportDamage((ReportLine(LOT, 20, MINOR), ReportLine(LOT, 20, LOST))),
        ReportDamage((ReportLine(LOT, 1, MINOR),), Circumstances(compensation=-1)),
        ReportDamage((ReportLine(SETS, 1, MINOR, State.DAMAGED),)),
        ReportDamage((ReportLine("TB09999", 1, MINOR),)),
        ReportDamage((ReportLine("TB00002", 1, MINOR, State.ON_LOAN),)),
        ReportDamage((ReportLine(LOT, -1, LOST, State.DAMAGED),)),
        DescribeDamage(99, MINOR, Circumstances()),
        MendHere(SETS, 3),
        MendHere(SETS, cost=-5),
        SendToRepair(SETS, " "),
        SendToRepair(LOT, "Minh"),
        BackFromRepair(7, 1),
        Find(LOT),
        ProposeDisposal((), "Hỏng"),
        ProposeDisposal((ProposalLine(SETS, 2),), " "),
        ProposeDisposal((ProposalLine(SETS, 1), ProposalLine(SETS, 1)), "Hỏng"),
        ProposeDisposal((ProposalLine("TB00002", 1, State.ON_LOAN),), "Hỏng"),
        DecideDisposal(5, COUNCIL, "1", "Huỷ"),
        WithdrawDisposal(5),
        Assess(LOT, {}),
        Assess(LOT, {Quality.GOOD: 36}),
        Assess(LOT, {Quality.GOOD: -1, Quality.POOR: 3}),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    school: Room, action: Action[object]
) -> None:
    school.run(Lend((Item("TB00002"),), "3A"))
    before = school.ask(Verify())
    with pytest.raises(Refused):
        school.run(action)
    assert school.ask(Verify()) == before


def test_a_decision_needs_its_council_number_and_method(school: Room) -> None:
    number = school.run(ProposeDisposal((ProposalLine(SETS, 2),), "Hỏng")).value.disposal
    for action, where in (
        (DecideDisposal(number, ((" ", "Kế toán"),), "1", "Huỷ"), "council"),
        (DecideDisposal(number, COUNCIL, " ", "Huỷ"), "decision"),
        (DecideDisposal(number, COUNCIL, "1", " "), "method"),
        (DecideDisposal(number, COUNCIL, "1", "Huỷ", -1), "value"),
    ):
        with pytest.raises(Refused) as caught:
            school.run(action)
        assert caught.value.where == where
