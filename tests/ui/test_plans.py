"""The week's plans: written down, copied, short, late, and lent with one key."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt

from app.domain.fault import Refused
from app.services.lending import Item, Lend
from app.services.plans import CancelPlan, CopyWeek, PlanWeek, RegisterPlan, ServePlan
from app.services.queries import Loans, Verify
from app.services.room import Room
from app.services.undoing import Undo
from tests.conftest import TODAY, Clock
from tests.ui.hands import answering, column, control, press
from ui.dialogs.plan import PlanForm
from ui.window import Window

MONDAY = date(2026, 11, 23)
STATE, LESSON = 7, 5


def _plan(room: Room, teacher: str, name: str, *items: Item, period: int = 1) -> int:
    return room.run(RegisterPlan(teacher, name, TODAY, items, period=period)).value


def test_a_plan_is_written_down_in_its_form(window: Window, school: Room) -> None:
    def fill(form: PlanForm) -> None:
        form.lesson.insert("Bảng nhân 7")
        form.items.insert("TB00001, 20*TB00003")
        form.ready_button.click()

    control(Qt.Key.Key_4)
    with answering(PlanForm, fill):
        window.actions_["plan"].trigger()
    (plan,) = school.ask(PlanWeek(MONDAY))
    assert plan.devices == ("Máy chiếu (1)", "Bộ thực hành Toán (20)")
    assert column(window.plans.model, LESSON) == ["Bảng nhân 7"]


def test_a_plan_becomes_a_loan_with_one_key(window: Window, school: Room) -> None:
    _plan(school, "GV001", "3A", Item("TB00001"), Item("TB00003", 20))
    control(Qt.Key.Key_4)
    press(Qt.Key.Key_F5)
    (loan,) = school.ask(Loans(open_only=True))
    assert (loan.class_name, loan.period, loan.due) == ("3A", "Sáng 1", "2026-11-24")
    assert column(window.plans.model, STATE) == ["Lent, slip 1"]
    control(Qt.Key.Key_Z)
    assert school.ask(Loans(open_only=True)) == []
    assert column(window.plans.model, STATE) == ["Waiting"]


def test_what_is_short_or_was_not_collected_is_seen(
    window: Window, school: Room, clock: Clock
) -> None:
    _plan(school, "GV001", "3A", Item("TB00001"))
    _plan(school, "GV002", "4B", Item("TB00002"), period=2)
    school.run(Lend((Item("TB00002"),), "3A"))
    control(Qt.Key.Key_4)
    assert column(window.plans.model, STATE) == ["Waiting", "Short: Loa cầm tay"]
    clock.turn_to(TODAY + timedelta(days=1))
    window.plans.reload()
    assert column(window.plans.model, STATE) == ["Not collected"] * 2


def test_a_clash_is_said_before_anything_is_written(school: Room) -> None:
    _plan(school, "GV001", "3A", Item("TB00001"), Item("TB00003", 30))
    before = school.ask(Verify())
    with pytest.raises(Refused, match=r"0 left in that hour, 1 asked for .3A: 1"):
        _plan(school, "GV002", "4B", Item("TB00001"))
    with pytest.raises(Refused, match="5 left"):
        _plan(school, "GV002", "4B", Item("TB00003", 6))
    with pytest.raises(Refused, match="has a plan"):
        _plan(school, "GV001", "3A", Item("TB00002"))
    assert school.ask(Verify()) == before
    _plan(school, "GV002", "4B", Item("TB00001"), period=2)
    _plan(school, "GV002", "4B", Item("TB00003", 5))


def test_ones_own_plan_is_replaced_only_when_said(school: Room) -> None:
    _plan(school, "GV001", "3A", Item("TB00001"))
    school.run(RegisterPlan("GV001", "3A", TODAY, (Item("TB00002"),), replace_own=True))
    (plan,) = school.ask(PlanWeek(MONDAY))
    assert plan.devices == ("Loa cầm tay (1)",)


def test_a_week_is_copied_and_undone(window: Window, school: Room) -> None:
    _plan(school, "GV001", "3A", Item("TB00001"))
    _plan(school, "GV002", "4B", Item("TB00002"))
    control(Qt.Key.Key_4)
    window.plans.after_button.click()
    window.plans.copy_button.click()
    assert len(school.ask(PlanWeek(MONDAY + timedelta(days=7)))) == 2
    with pytest.raises(Refused, match="nothing to copy"):
        school.run(CopyWeek(MONDAY + timedelta(days=7)))
    control(Qt.Key.Key_Z)
    assert school.ask(PlanWeek(MONDAY + timedelta(days=7))) == []
    assert school.ask(Verify()).ok


def test_a_plan_that_was_called_off_waits_no_more(school: Room) -> None:
    plan = _plan(school, "GV001", "3A", Item("TB00001"))
    school.run(CancelPlan(plan))
    for action in (CancelPlan(plan), ServePlan(plan)):
        with pytest.raises(Refused, match="not waiting"):
            school.run(action)
    school.run(Undo("Vẫn dạy"))
    school.run(ServePlan(plan))


@pytest.mark.parametrize(("session", "period"), [("Tối", 1), ("Sáng", 0), ("Sáng", 9)])
def test_an_hour_that_is_none_is_refused(school: Room, session: str, period: int) -> None:
    with pytest.raises(Refused, match="no lesson hour"):
        school.run(RegisterPlan("GV001", "3A", TODAY, (), session=session, period=period))
