"""Moving up in the window: looked at, a teacher chosen, written and undone."""

from __future__ import annotations

from app.services.queries import ClassesOf, Homeroom
from tests.ui.hands import answering
from ui.dialogs.moving_up import MoveUpForm
from ui.window import Window


def test_the_classes_move_up_as_they_were_looked_at(window: Window) -> None:
    def fill(form: MoveUpForm) -> None:
        assert set(form.homerooms) == {"4A", "5B"}
        choice = form.homerooms["4A"]
        choice.setCurrentIndex(choice.findData("GV003"))
        form.ready_button.click()

    with answering(MoveUpForm, fill):
        window.actions_["move_up"].trigger()
    ask = window.runner.ask
    assert [one.name for one in ask(ClassesOf(2027))] == ["4A", "5B"]
    homeroom = ask(Homeroom(ask(ClassesOf(2027))[0].code))
    assert homeroom is not None
    assert homeroom.code == "GV003"
    with answering(MoveUpForm, _nothing_left):
        window.actions_["move_up"].trigger()
    window.toast.undo.click()
    assert ask(ClassesOf(2027)) == []


def _nothing_left(form: MoveUpForm) -> None:
    assert not form.ready_button.isEnabled()
    assert form.ready_button.toolTip()
    form.reject()
