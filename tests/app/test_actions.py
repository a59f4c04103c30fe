"""What the actions do, and the one sentence each bad input gets."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from app.domain.device import Device, Kind, State
from app.domain.draft import Draft
from app.domain.fault import Refused
from app.domain.ledger import Image, Posting
from app.domain.loan import Result
from app.domain.sentence import Sentence
from app.services.classes import RegisterClass
from app.services.devices import CorrectDevice, ReceiveMore, RegisterDevice
from app.services.lending import Item, Lend, ReturnItem, TakeBack
from app.services.month_acts import ApproveMonth, SubmitMonth
from app.services.people import RegisterPerson
from app.services.queries import History, Loans, OneDevice, Verify
from app.services.room import Action, Room
from app.services.undoing import Undo
from app.services.uploading import MakeUpload
from app.services.wording import load_words
from app.store.desk import Desk
from tests.conftest import TODAY, Clock

DAY = timedelta(days=1)


def held(room: Room, code: str) -> dict[str, int]:
    """Return where a device's quantity is."""
    balances = room.ask(OneDevice(code)).view.balances
    return {state.value: count for state, count in balances.items()}


def test_lending_moves_from_the_store_to_the_class(school: Room) -> None:
    outcome = school.run(Lend((Item("TB00001"), Item("TB00003", 20)), "3A"))
    assert str(outcome.sentence) == "Lent 21 devices to 3A, Nguyễn Thị Ánh, until 01/12/2026"
    assert load_words().render(outcome.sentence).startswith("Đã cho 3A mượn 21 thiết bị")
    assert held(school, "TB00001") == {"on_loan": 1}
    assert held(school, "TB00003") == {"in_store": 15, "on_loan": 20}
    (loan,) = school.ask(Loans(open_only=True))
    assert (loan.class_name, loan.teacher, loan.due) == ("3A", "GV001", "2026-12-01")


def test_a_return_in_parts_goes_by_its_own_line(school: Room) -> None:
    school.run(Lend((Item("TB00003", 20),), "3A"))
    taken = school.run(
        TakeBack(
            (
                ReturnItem("TB00003", 10),
                ReturnItem("TB00003", 1, Result.DAMAGED),
                ReturnItem("TB00003", 2, Result.LOST),
                ReturnItem("TB00003", 1, Result.INCOMPLETE, "thiếu que tính"),
            )
        )
    ).value
    assert [part.outstanding for part in taken] == [10, 9, 7, 6]
    assert held(school, "TB00003") == {"in_store": 25, "on_loan": 6, "damaged": 2, "lost": 2}


def test_two_devices_by_one_code_on_one_slip_are_added_up(school: Room) -> None:
    lent = school.run(Lend((Item("TB00003", 2), Item("TB00003", 3)), "3A")).value
    assert [(line.device, line.quantity) for line in lent.lines] == [("TB00003", 5)]


def test_an_undo_puts_back_and_can_itself_be_undone(school: Room) -> None:
    school.run(Lend((Item("TB00001"),), "3A"))
    undone = school.run(Undo("Ghi nhầm")).entry
    assert held(school, "TB00001") == {"in_store": 1}
    assert school.ask(Loans(open_only=True)) == []
    school.run(Undo("Không nhầm", undone))
    assert held(school, "TB00001") == {"on_loan": 1}
    assert school.ask(Verify()).ok


def test_a_correction_and_its_undo_leave_both_in_the_history(school: Room) -> None:
    school.run(CorrectDevice("TB00001", {"name": "Máy chiếu Epson"}, place="Tủ 3"))
    assert school.ask(OneDevice("TB00001")).view.place == "Tủ 3"
    school.run(Undo("Nhầm máy"))
    story = school.ask(OneDevice("TB00001"))
    assert (story.view.device.name, story.view.place) == ("Máy chiếu", "Kho")
    assert [entry.kind for entry in story.history] == ["register", "correct", "undo"]


def test_a_loan_of_yesterday_is_dated_yesterday(school: Room, clock: Clock) -> None:
    clock.turn_to(TODAY + 2 * DAY)
    entry = school.run(Lend((Item("TB00001"),), "3A", day=TODAY)).entry
    assert entry is not None
    ((told, _codes),) = school.ask(History(entry))
    assert told.day == "2026-11-24"
    assert told.recorded_at.startswith("2026-11-26")


REFUSED: list[tuple[Action[object], str]] = [
    (Lend((Item("TB99999"),), "3A"), "TB99999"),
    (Lend((Item("TB00003", 36),), "3A"), "35"),
    (Lend((Item("TB00004", 19),), "3A"), "18"),
    (Lend((Item("TB00003", 0),), "3A"), "0"),
    (Lend((), "3A"), "nothing"),
    (Lend((Item("TB00001"),), "9Z"), "9Z"),
    (Lend((Item("TB00001"),), "3A", "GV999"), "GV999"),
    (Lend((Item("TB00001"),), "3A", day=TODAY + DAY), "25/11/2026"),
    (Lend((Item("TB00001"),), "3A", day=TODAY - DAY), "23/11/2026"),
    (Lend((Item("TB00001"),), "3A", due=TODAY - DAY), "23/11/2026"),
    (Lend((Item("TB00002"),), "3A"), "4B"),  # out already, to 4B
    (TakeBack((ReturnItem("TB99999"),)), "TB99999"),
    (TakeBack((ReturnItem("TB00001"),)), "TB00001"),
    (TakeBack((ReturnItem("TB00002", 2),)), "2"),
    (TakeBack((ReturnItem("TB00002", 0),)), "0"),
    (TakeBack(()), "nothing"),
    (RegisterDevice(Device("", "  ")), "name"),
    (RegisterDevice(Device("", "Bảng", Kind.LOT), 0), "0"),
    (RegisterDevice(Device("", "Bảng"), 2), "2"),
    (RegisterDevice(Device("", "Bảng", Kind.LOT), 5, damaged=6), "6"),
    (RegisterDevice(Device("TB00001", "Bảng")), "TB00001"),
    (RegisterDevice(Device("SACH1", "Bảng")), "SACH1"),
    (CorrectDevice("TB00001", {"name": ""}), "name"),
    (CorrectDevice("TB00001", {"code": "TB7"}), "code"),
    (ReceiveMore("TB00001", 1), "TB00001"),
    (ReceiveMore("TB00003", -1), "-1"),
    (RegisterPerson(" "), "name"),
    (RegisterPerson("Lê Lan", code="GV001"), "GV001"),
    (RegisterClass("3A", 3, 2026), "3A"),
    (Undo(" "), "reason"),
    (Undo("Nhầm", 999), "nothing"),
]


@pytest.mark.parametrize(("action", "named"), REFUSED)
def test_a_bad_input_gets_one_sentence_and_changes_nothing(
    school: Room, action: Action[object], named: str
) -> None:
    school.run(Lend((Item("TB00002"),), "4B"))
    before = school.ask(Verify())
    with pytest.raises(Refused) as refused:
        school.run(action)
    said = str(refused.value.sentence)
    assert named in said
    assert "{" not in said + load_words().render(refused.value.sentence)
    assert load_words().render(refused.value.sentence) != said
    after = school.ask(Verify())
    assert (after.head, after.entries, after.ok) == (before.head, before.entries, True)


def test_a_lot_of_several_classes_asks_which_slip(school: Room) -> None:
    school.run(Lend((Item("TB00003", 5),), "3A"))
    loan = school.run(Lend((Item("TB00003", 6),), "4B")).value.loan
    with pytest.raises(Refused, match=r"several slips: 3A .*4B"):
        school.run(TakeBack((ReturnItem("TB00003"),)))
    assert school.run(TakeBack((ReturnItem("TB00003"),), loan)).value[0].quantity == 6


def test_what_was_moved_on_is_undone_only_after_it(school: Room) -> None:
    lent = school.run(Lend((Item("TB00001"),), "3A")).entry
    back = school.run(TakeBack((ReturnItem("TB00001"),))).entry
    with pytest.raises(Refused, match="moved on"):
        school.run(Undo("Nhầm", lent))
    school.run(Undo("Nhầm", back))
    school.run(Undo("Nhầm", lent))
    assert held(school, "TB00001") == {"in_store": 1}


def test_an_undo_names_what_it_undid_in_either_language(school: Room) -> None:
    school.run(Lend((Item("TB00001"),), "3A"))
    sentence = school.run(Undo("Nhầm")).sentence
    assert str(sentence).startswith("Undid: Lent 1 devices to 3A, Nguyễn Thị Ánh")
    assert str(sentence).endswith("(24/11/2026, 08:00)")
    assert load_words().render(sentence).startswith("Hoàn tác: Đã cho 3A mượn 1 thiết bị")
    ((entry, _codes),) = school.ask(History(12))
    assert load_words()(entry.text, **entry.values) == load_words().render(sentence)


def test_nothing_is_undone_twice(school: Room) -> None:
    lent = school.run(Lend((Item("TB00001"),), "3A")).entry
    school.run(Undo("Nhầm", lent))
    with pytest.raises(Refused, match="undone already"):
        school.run(Undo("Nhầm", lent))


def test_an_upload_that_left_the_book_is_not_undone(school: Room) -> None:
    made = school.run(MakeUpload())
    assert not made.undoable
    with pytest.raises(Refused, match="of an upload batch"):
        school.run(Undo("Nhầm", made.entry))


def test_backdating_never_takes_a_later_day_below_zero(school: Room, clock: Clock) -> None:
    clock.turn_to(TODAY + 5 * DAY)
    school.run(Lend((Item("TB00003", 30),), "3A"))
    clock.turn_to(TODAY + 6 * DAY)
    school.run(TakeBack((ReturnItem("TB00003"),)))
    with pytest.raises(Refused, match="Choose another day"):
        school.run(Lend((Item("TB00003", 6),), "4B", day=TODAY + DAY, due=TODAY + 20 * DAY))
    school.run(Lend((Item("TB00003", 5),), "4B", day=TODAY + DAY))


def _retire_device(room: Room) -> None:
    room.run(_Becomes("device", 1, status="retired"))


def _let_teacher_go(room: Room) -> None:
    room.run(_Becomes("person", 1, status="left"))


def _approve_month(room: Room) -> None:
    room.run(SubmitMonth("2026-11"))
    room.run(ApproveMonth("2026-11"))


class _Becomes:
    """What only a later screen will do: a row with other values."""

    def __init__(self, table: str, number: int, **values: str) -> None:
        """Take the row and its new values."""
        self._row = table, number
        self._values = values

    def draft(self, desk: Desk) -> Draft[None]:
        """Draft the row with its new values."""
        before = desk.row(*self._row)
        image = Image(*self._row, before, {**(before or {}), **self._values})
        return Draft(
            "correct", desk.today.isoformat(), Sentence("x"), frozenset(), None, images=(image,)
        )


@pytest.mark.parametrize("trouble", [_retire_device, _let_teacher_go, _approve_month])
def test_a_return_is_never_refused(
    school: Room, clock: Clock, trouble: Callable[[Room], None]
) -> None:
    school.run(Lend((Item("TB00001"),), "3A"))
    clock.turn_to(date(2026, 12, 2))
    trouble(school)
    school.run(TakeBack((ReturnItem("TB00001"),), day=TODAY))
    assert held(school, "TB00001") == {"in_store": 1}
    assert school.ask(Verify()).ok


def test_a_clock_set_back_does_not_stop_a_return(school: Room, clock: Clock) -> None:
    school.run(Lend((Item("TB00001"),), "3A"))
    clock.turn_to(TODAY - 30 * DAY)
    school.run(TakeBack((ReturnItem("TB00001"),)))
    assert held(school, "TB00001") == {"in_store": 1}
    assert school.ask(Verify()).ok


def test_nothing_else_is_written_into_an_approved_month(school: Room, clock: Clock) -> None:
    clock.turn_to(date(2026, 12, 2))
    _approve_month(school)
    with pytest.raises(Refused, match="approved"):
        school.run(Lend((Item("TB00001"),), "3A", day=TODAY))


def test_who_left_cannot_borrow(school: Room) -> None:
    _let_teacher_go(school)
    with pytest.raises(Refused, match="no longer works"):
        school.run(Lend((Item("TB00001"),), "3A"))
    school.run(Lend((Item("TB00001"),), "3A", "GV003"))


def test_a_device_no_longer_in_use_is_not_lent(school: Room) -> None:
    _retire_device(school)
    with pytest.raises(Refused, match="no longer in use"):
        school.run(Lend((Item("TB00001"),), "3A"))


def test_a_class_without_homeroom_teacher_needs_one_named(school: Room) -> None:
    school.run(RegisterClass("5C", 5, 2026))
    with pytest.raises(Refused, match="homeroom"):
        school.run(Lend((Item("TB00001"),), "5C"))


def test_a_class_of_last_year_cannot_borrow(school: Room) -> None:
    school.run(RegisterClass("1A", 1, 2025, "GV003"))
    with pytest.raises(Refused, match="2026-2027"):
        school.run(Lend((Item("TB00001"),), "1A"))


def test_a_reversed_posting_keeps_its_line() -> None:
    posting = Posting(1, 2, State.ON_LOAN, State.LOST, 7, "lost")  # type: ignore[arg-type]  # plain ids will do
    assert posting.reversed().reversed() == posting
    assert posting.reversed().line == 7
