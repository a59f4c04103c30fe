"""Required lesson hours by the form of the menu, and the report they show in."""

from __future__ import annotations

from PySide6.QtCore import Qt

from app.domain.quota import QuotaTerm
from app.services.lending import Item, Lend
from app.services.quotas import QuotasOf, Whose
from tests.ui.hands import answering, press
from ui.dialogs.quota import QuotaForm
from ui.window import Window


def test_hours_are_required_by_the_form_and_refused_where_they_are_no_number(
    window: Window,
) -> None:
    def fill(form: QuotaForm) -> None:
        form.figures[QuotaTerm.FIRST].setText("nhiều")
        form.ready_button.click()
        assert form.isVisible()
        assert "not a whole number" in form.refusal.text()
        assert form.focusWidget() is form.figures[QuotaTerm.FIRST]
        form.figures[QuotaTerm.FIRST].setText("18")
        form.ready_button.click()

    with answering(QuotaForm, fill):
        window.actions_["quota"].trigger()
    room = window.runner.room
    assert room.ask(QuotasOf(2026)).said == {Whose(): {QuotaTerm.FIRST: 18}}

    def change(form: QuotaForm) -> None:
        assert form.figures[QuotaTerm.FIRST].text() == "18"
        form.whose.setCurrentText("The team Tổ 3")
        form.whose.activated.emit(form.whose.currentIndex())
        assert form.figures[QuotaTerm.FIRST].text() == ""
        form.figures[QuotaTerm.YEAR].setText("30")
        form.ready_button.click()

    with answering(QuotaForm, change):
        window.actions_["quota"].trigger()
    assert room.ask(QuotasOf(2026)).said[Whose("Tổ 3")] == {QuotaTerm.YEAR: 30}


def test_the_use_of_the_devices_is_drawn_and_listed(window: Window) -> None:
    window.runner.room.run(Lend((Item("TB00003", 5), Item("TB00001")), "3A", period="1"))
    press(Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier)
    screen = window.reports
    for kind, summary in (
        ("usage", "2 uses on 1 slips, 6 lent; 1 lesson hours"), ("unused", "2 of 4 devices"),
        ("quota", "0 of 0 teachers"),
    ):  # fmt: skip
        screen.kind.setCurrentIndex(screen.kind.findData(kind))
        screen.kind.activated.emit(screen.kind.currentIndex())
        assert summary in screen.summary.text()
        assert screen.tables.count() == screen.part.count() > 1
    assert "Nothing is required" in screen.lacks.text()
