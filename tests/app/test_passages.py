"""Every way from any state to any state: taken by its action with its slip, or refused in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from typing import Any

import pytest

from app.domain.damage import DamageKind
from app.domain.device import Device, DeviceId, State
from app.domain.draft import Draft
from app.domain.fault import Refused
from app.domain.ledger import Entry, Posting
from app.domain.loan import Result
from app.domain.passage import PASSAGES, REASONS
from app.domain.sentence import Sentence
from app.services.damage_reports import ReportDamage, ReportLine
from app.services.devices import RegisterDevice
from app.services.disposals import DecideDisposal, ProposalLine, ProposeDisposal
from app.services.lending import Item, Lend, ReturnItem, TakeBack
from app.services.mending import Find, MendHere
from app.services.queries import History, OneDevice, Verify
from app.services.repairs import BackFromRepair, SendToRepair
from app.services.room import Action, Room
from app.services.slips import PrintLoanSlip, PrintReturnSlips
from app.services.transfer import TransferOut
from app.services.undoing import Undo
from app.store.desk import Desk
from tests.house.files import ROOT

Do = Callable[[Room, str], Action[Any]]
CODE = "TB00005"
COUNCIL = (("Nguyễn Thị Ánh", "Chủ tịch"),)
MINOR, LOST = DamageKind.MINOR, DamageKind.LOST


@dataclass(frozen=True)
class Leave:
    """Give a device away, whatever state it is in, as no action of ours would."""

    code: str
    source: State

    def draft(self, desk: Desk) -> Draft[None]:
        """Draft the posting alone."""
        device = DeviceId(desk.devices_by_code([self.code])[0].id)
        case = next((one.damage for one in desk.open_damages([device])), None)
        line = next((one.line for one in desk.open_lines([device])), None)
        posting = Posting(device, 1, self.source, State.OUTSIDE, line, damage=case)  # type: ignore[arg-type]  # an open line is a line
        said = Sentence("Gave {code} away", {"code": self.code})
        return Draft("transfer_out", desk.today.isoformat(), said, frozenset(), None, (posting,))


def _report(kind: DamageKind, source: State = State.IN_STORE) -> Do:
    return lambda _room, code: ReportDamage((ReportLine(code, 1, kind, source),))


def _propose(source: State) -> Do:
    return lambda _room, code: ProposeDisposal((ProposalLine(code, 1, source),), "Hỏng")


def _decide(room: Room, code: str, source: State) -> Action[Any]:
    disposal = room.run(ProposeDisposal((ProposalLine(code, 1, source),), "Hỏng")).value.disposal
    return DecideDisposal(disposal, COUNCIL, "12/QĐ", "Tiêu huỷ")


def _dispose(source: State) -> Do:
    return lambda room, code: _decide(room, code, source)


def _register(_room: Room, _code: str) -> Action[Any]:
    return RegisterDevice(Device("", "Quả địa cầu"))


def _register_damaged(_room: Room, _code: str) -> Action[Any]:
    return RegisterDevice(Device("", "Quả địa cầu"), damaged=1)


def _lend(_room: Room, code: str) -> Action[Any]:
    return Lend((Item(code),), "3A")


def _take_back(result: Result) -> Do:
    return lambda _room, code: TakeBack((ReturnItem(code, 1, result),))


def _mend(_room: Room, code: str) -> Action[Any]:
    return MendHere(code)


def _send(_room: Room, code: str) -> Action[Any]:
    return SendToRepair(code, "Cửa hàng Minh")


def _back(mended: int) -> Do:
    return lambda _room, _code: BackFromRepair(1, mended, 1 - mended, 50_000)


def _find(kind: DamageKind | None) -> Do:
    return lambda _room, code: Find(code, kind=kind)


def _give_away(_room: Room, code: str) -> Action[Any]:
    return TransferOut((Item(code),), "Trường Tiểu học Lê Lợi")


# How a device that stands in the store gets into each state.
INTO: dict[State, tuple[Do, ...]] = {
    State.IN_STORE: (),
    State.ON_LOAN: (_lend,),
    State.DAMAGED: (_report(MINOR),),
    State.IN_REPAIR: (_report(MINOR), _send),
    State.LOST: (_report(LOST),),
    State.DISPOSED: (_dispose(State.IN_STORE),),
    State.OUTSIDE: (lambda _room, _code: Undo("Nhầm"),),
}

# What a keeper does who wants a device in a state; by the state it is in where that matters.
TOWARDS: dict[State, tuple[Do, dict[State, Do]]] = {
    State.IN_STORE: (_mend, {
        State.OUTSIDE: _register, State.ON_LOAN: _take_back(Result.GOOD),
        State.IN_REPAIR: _back(1), State.LOST: _find(None), State.DISPOSED: _find(None),
    }),
    State.ON_LOAN: (_lend, {}),
    State.DAMAGED: (_report(MINOR), {
        State.OUTSIDE: _register_damaged, State.ON_LOAN: _take_back(Result.DAMAGED),
        State.IN_REPAIR: _back(0), State.LOST: _find(MINOR),
    }),
    State.IN_REPAIR: (_send, {}),
    State.LOST: (_report(LOST), {
        State.ON_LOAN: _take_back(Result.LOST), State.DAMAGED: _report(LOST, State.DAMAGED),
    }),
    State.DISPOSED: (_propose(State.DAMAGED), {
        **{state: _dispose(state) for state in (State.IN_STORE, State.DAMAGED, State.LOST)},
        **{state: _propose(state) for state in (State.ON_LOAN, State.IN_REPAIR, State.OUTSIDE)},
    }),
    State.OUTSIDE: (_give_away, {}),
}  # fmt: skip


@pytest.fixture
def globe(school: Room) -> Room:
    """Register the piece that goes every way."""
    assert school.run(RegisterDevice(Device("", "Quả địa cầu"))).value == CODE
    return school


def _last(room: Room) -> Entry:
    return room.ask(History())[-1][0]


@pytest.mark.parametrize(("source", "target"), list(product(State, State)))
def test_every_way_is_taken_or_refused_in_words(globe: Room, source: State, target: State) -> None:
    for step in INTO[source]:
        globe.run(step(globe, CODE))
    held = globe.ask(OneDevice(CODE)).view.balances
    assert held == ({source: 1} if source is not State.OUTSIDE else {})
    usual, special = TOWARDS[target]
    act = special.get(source, usual)
    if (source, target) in PASSAGES:
        globe.run(act(globe, CODE))
        _taken(globe, source, target)
    else:
        _refused(globe, act, source, target)
    assert globe.ask(Verify()).ok


def _taken(room: Room, source: State, target: State) -> None:
    entry = _last(room)
    assert entry.kind in PASSAGES[source, target]
    assert [(one.source, one.target) for one in entry.postings] == [(source, target)]
    assert CODE in str(Sentence(entry.text, entry.values)) or entry.values
    slips = [image for image in entry.images if image.table == "document"]
    if entry.kind == "lend":
        assert room.ask(PrintLoanSlip(1)).startswith(b"%PDF")
    elif entry.kind == "take_back":
        assert room.ask(PrintReturnSlips((1,))).startswith(b"%PDF")
    else:
        assert len(slips) == 1


def _refused(room: Room, act: Do, source: State, target: State) -> None:
    before = len(room.ask(History()))
    with pytest.raises(Refused) as caught:
        room.run(act(room, CODE))
    said = caught.value.sentence
    assert {"code": CODE, "name": "Quả địa cầu"}.items() <= said.values.items()
    if (source, target) != (State.ON_LOAN, State.ON_LOAN):  # lending names the class that has it
        assert said.text == REASONS[source, target].text
    assert len(room.ask(History())) == before


def test_the_table_holds_every_pair_once() -> None:
    pairs = set(product(State, State))
    assert PASSAGES.keys() | REASONS.keys() == pairs
    assert not PASSAGES.keys() & REASONS.keys()


def _drawn() -> str:
    """Return the table as ARCHITECTURE.md must show it."""
    reasons = list(dict.fromkeys(reason.text for reason in REASONS.values()))
    lines = ["| from \\ to | " + " | ".join(f"`{state}`" for state in State) + " |"]
    lines.append("|---" * (len(State) + 1) + "|")
    for source in State:
        cells = [
            ", ".join(PASSAGES[source, target])
            if (source, target) in PASSAGES
            else f"({reasons.index(REASONS[source, target].text) + 1})"
            for target in State
        ]
        lines.append(f"| `{source}` | " + " | ".join(cells) + " |")
    lines.append("")
    lines += [f"{number}. {reason.replace('{code} {name}', 'It')}"
              for number, reason in enumerate(reasons, start=1)]  # fmt: skip
    return "\n".join(lines)


def test_the_map_of_the_house_shows_the_same_table() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    kept = text.split("<!-- passages -->")[1].split("<!-- /passages -->")[0].strip()
    assert kept == _drawn()


def test_no_entry_takes_a_way_that_is_not_of_its_kind(globe: Room) -> None:
    globe.run(ReportDamage((ReportLine(CODE, 1, MINOR),)))
    with pytest.raises(Refused) as caught:
        globe.run(Leave(CODE, State.DAMAGED))
    assert caught.value.where == CODE
