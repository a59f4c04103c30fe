"""Kits and terms: what lies together, how long it stays out, and what is refused."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.domain.fault import Refused
from app.domain.loan import Result
from app.domain.term import Term, due_day
from app.services.counter import FoundSeveral, Recognise
from app.services.extending import Extend
from app.services.kits import ChangeKit, Kits, MakeKit
from app.services.lending import Item, Lend, ReturnItem, TakeBack
from app.services.queries import Loans, Verify
from app.services.room import Action, Room
from app.services.undoing import Undo
from tests.conftest import TODAY, Clock


@pytest.mark.parametrize(
    ("term", "day", "due"),
    [
        (Term.SESSION, date(2026, 11, 24), date(2026, 11, 24)),
        (Term.DAY, date(2026, 11, 24), date(2026, 11, 24)),
        (Term.WEEK, date(2026, 12, 28), date(2027, 1, 4)),
        (Term.MONTH, date(2027, 1, 31), date(2027, 2, 28)),
        (Term.MONTH, date(2026, 12, 15), date(2027, 1, 15)),
        (Term.SEMESTER, date(2026, 9, 5), date(2027, 1, 15)),
        (Term.SEMESTER, date(2027, 1, 16), date(2027, 5, 31)),
        (Term.YEAR, date(2026, 9, 5), date(2027, 5, 31)),
        (Term.YEAR, date(2027, 7, 1), date(2027, 7, 1)),
    ],
)
def test_each_term_has_its_due_day(term: Term, day: date, due: date) -> None:
    assert due_day(term, day) == due


def test_terms_come_round() -> None:
    term = Term.SESSION
    seen = [term := term.next() for _one in Term]
    assert seen == [*list(Term)[1:], Term.SESSION]


def test_a_line_keeps_the_kit_it_went_out_under(school: Room) -> None:
    code = school.run(MakeKit("Góc Toán", (Item("TB00001"), Item("TB00003", 4)))).value
    school.run(Lend((Item("TB00001", 1, code), Item("TB00003", 4, code)), "3A"))
    school.run(ChangeKit(code, (Item("TB00002"), Item("TB00003", 2))))
    (kit,) = school.ask(Kits())
    assert [(item[0], item[2]) for item in kit.items] == [("TB00003", 2), ("TB00002", 1)]
    (loan,) = school.ask(Loans(open_only=True))
    assert [(line.device, line.kit) for line in loan.lines] == [
        ("TB00001", "Góc Toán"), ("TB00003", "Góc Toán"),
    ]  # fmt: skip
    (found,) = school.ask(Recognise(code))
    assert isinstance(found, FoundSeveral)
    assert [one.code for one in found.devices] == ["TB00001", "TB00003"]
    school.run(
        TakeBack(
            (
                ReturnItem("TB00001"),
                ReturnItem("TB00003", 3),
                ReturnItem("TB00003", 1, Result.INCOMPLETE, "thiếu que tính"),
            ),
            loan.loan,
        )
    )
    (found,) = school.ask(Recognise(code))
    assert isinstance(found, FoundSeveral)
    assert [one.code for one in found.devices] == ["TB00003", "TB00002"]
    assert school.ask(Verify()).ok


def test_a_device_taken_out_of_a_kit_can_come_back(school: Room) -> None:
    code = school.run(MakeKit("Góc", (Item("TB00001"), Item("TB00002")))).value
    school.run(ChangeKit(code, (Item("TB00001"),)))
    school.run(ChangeKit(code, (Item("TB00001"), Item("TB00002"))))
    (kit,) = school.ask(Kits())
    assert [item[0] for item in kit.items] == ["TB00001", "TB00002"]
    school.run(Undo("Nhầm"))
    (kit,) = school.ask(Kits())
    assert [item[0] for item in kit.items] == ["TB00001"]


def test_a_loan_is_extended_by_its_own_term_and_undone(school: Room, clock: Clock) -> None:
    school.run(Lend((Item("TB00001"),), "3A"))
    clock.turn_to(TODAY + timedelta(days=20))
    assert [loan.loan for loan in school.ask(Loans(overdue=True))] == [1]
    assert school.run(Extend(1)).value == date(2026, 12, 21)
    assert school.ask(Loans(overdue=True)) == []
    school.run(Undo("Nhầm"))
    assert [loan.loan for loan in school.ask(Loans(overdue=True))] == [1]
    assert school.run(Extend(1, term=Term.YEAR)).value == date(2027, 5, 31)


@pytest.mark.parametrize(
    ("action", "said"),
    [
        (Extend(9), "no loan 9"),
        (Extend(1, due=TODAY), "due on 01/12/2026 already"),
        (Extend(1, due=TODAY - timedelta(days=3)), "due on 01/12/2026 already"),
        (Extend(2), "came back whole"),
        (MakeKit(" ", (Item("TB00001"),)), "needs a name"),
        (MakeKit("Góc", ()), "at least one"),
        (MakeKit("Góc", (Item("TB00003", 0),)), "cannot be"),
        (MakeKit("Góc", (Item("TB99999"),)), "TB99999"),
        (ChangeKit("KT999", (Item("TB00001"),)), "KT999"),
    ],
)
def test_what_cannot_be_is_said(school: Room, action: Action[object], said: str) -> None:
    school.run(Lend((Item("TB00001"),), "3A"))
    school.run(Lend((Item("TB00002"),), "3A"))
    school.run(TakeBack((ReturnItem("TB00002"),)))
    before = school.ask(Verify())
    with pytest.raises(Refused, match=said):
        school.run(action)
    assert school.ask(Verify()) == before
