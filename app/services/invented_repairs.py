"""What the demonstration school does about its damage: reports, repairs, a disposal, checks."""

from __future__ import annotations

from random import Random

from app.domain.condition import Occasion
from app.domain.damage import DamageKind
from app.domain.device import Kind, Quality, State
from app.services.assessments import Assess
from app.services.cases import Cases, CaseView, Proposals, Stage
from app.services.damage_reports import (
    Circumstances,
    DescribeDamage,
    ReportDamage,
    ReportLine,
)
from app.services.disposals import DecideDisposal, ProposalLine, ProposeDisposal
from app.services.mending import Find, MendHere
from app.services.queries import OneDevice
from app.services.repairs import BackFromRepair, SendToRepair
from app.services.room import Room

_CAUSES = ("Rơi vỡ khi sử dụng", "Hao mòn do sử dụng lâu ngày", "Học sinh làm gãy")
_REPAIRERS = ("Cửa hàng Minh Khoa", "Bảo vệ trường", "Công ty thiết bị Sao Mai")
_AWAY = 12  # days: how long a repair takes
_ENOUGH = 2  # damaged ones that nobody mends: what a disposal is worth the meeting for
_COUNCIL = (
    ("Nguyễn Thị Thanh Hà", "Chủ tịch Hội đồng"), ("Lê Minh Phúc", "Kế toán"),
    ("Trần Thị Kho", "Nhân viên thiết bị"), ("Phạm Ngọc Lan", "Tổ trưởng chuyên môn"),
    ("Võ Hữu Khánh", "Thanh tra nhân dân"),
)  # fmt: skip


def tend(room: Room, random: Random, lots: list[tuple[str, int]], *, last: bool) -> None:
    """Do what a keeper does once a month; the `last` time leaves some of it open."""
    for kind in (DamageKind.MAJOR, random.choice((DamageKind.LOST, DamageKind.MINOR))):
        _report(room, random, lots, kind)
    _check(room, random, lots)
    for case in room.ask(Cases()):
        if case.stage is Stage.IN_REPAIR and case.days >= _AWAY:
            _take_back(room, random, case)
        elif case.stage is Stage.WAITING and not last:
            _deal_with(room, random, case)
        elif case.stage is Stage.LOST and random.random() < 0.2:  # noqa: PLR2004 - one in five
            room.run(Find(case.device.code, 1, case.damage, note="Tủ cuối phòng học"))
    if last:
        _send_the_rest(room)
    _dispose(room)


def _report(
    room: Room, random: Random, lots: list[tuple[str, int]], kind: DamageKind
) -> None:  # fmt: skip
    if not lots:
        return
    code, _quantity = random.choice(lots)
    if room.ask(OneDevice(code)).view.balances.get(State.IN_STORE, 0) < 2:  # noqa: PLR2004
        return
    told = Circumstances(cause=random.choice(_CAUSES), handling="Theo dõi, xử lý cuối kì")
    room.run(ReportDamage((ReportLine(code, 1, kind),), told))


def _check(room: Room, random: Random, lots: list[tuple[str, int]]) -> None:
    for code, _quantity in random.sample(lots, min(2, len(lots))):
        held = room.ask(OneDevice(code)).view
        there = sum(held.balances.get(one, 0) for one in (State.IN_STORE, State.ON_LOAN))
        if held.device.kind == Kind.LOT and there:
            fair = there // 5
            parts = {Quality.GOOD: there - fair, Quality.FAIR: fair}
            room.run(Assess(code, parts, Occasion.CHECK, note="Kiểm tra định kì"))


def _take_back(room: Room, random: Random, case: CaseView) -> None:
    failed = case.quantity if random.random() < 0.4 else 0  # noqa: PLR2004 - two in five
    result = "Không sửa được, hết phụ tùng" if failed else "Hoạt động tốt"
    cost = None if failed else random.randrange(20, 200) * 1000
    repair = case.repair or 0
    room.run(BackFromRepair(repair, case.quantity - failed, failed, cost, result))


def _deal_with(room: Room, random: Random, case: CaseView) -> None:
    code, chance = case.device.code, random.random()
    if case.origin is not None and chance < 0.5 and case.slip is None:  # noqa: PLR2004 - half
        told = Circumstances(
            responsible=case.origin.teacher, cause=random.choice(_CAUSES), handling="Sửa chữa"
        )
        kind = case.kind or DamageKind.MINOR
        room.run(DescribeDamage(case.damage or 0, kind, told))
    elif case.kind is DamageKind.INCOMPLETE:
        room.run(MendHere(code, case.quantity, case.damage, "Bổ sung đủ chi tiết"))
    elif case.kind is not DamageKind.MAJOR and chance < 0.5:  # noqa: PLR2004 - half
        _send(room, case, random.choice(_REPAIRERS))


def _send(room: Room, case: CaseView, repairer: str) -> None:
    room.run(
        SendToRepair(
            case.device.code, repairer, case.quantity, case.damage, "Chi thường xuyên", 100_000
        )
    )


def _send_the_rest(room: Room) -> None:
    """Send two cases away at the end of the year, so that they are still out after it."""
    waiting = [case for case in room.ask(Cases()) if case.stage is Stage.WAITING]
    for case in waiting[:2]:
        _send(room, case, _REPAIRERS[0])


def _dispose(room: Room) -> None:
    """Decide what is proposed; propose what nobody could mend."""
    for number, _row, _count in room.ask(Proposals()):
        decision = f"{number:02d}/QĐ-TH"
        room.run(DecideDisposal(number, _COUNCIL, decision, "Bán thanh lý", 50_000))
    broken = [case for case in room.ask(Cases())
              if case.stage is Stage.WAITING and case.kind is DamageKind.MAJOR]  # fmt: skip
    if len(broken) >= _ENOUGH:
        lines = {
            case.device.code: ProposalLine(case.device.code, case.quantity, damage=case.damage)
            for case in broken
        }
        room.run(ProposeDisposal(tuple(lines.values()), "Hỏng nặng, không sửa được"))
