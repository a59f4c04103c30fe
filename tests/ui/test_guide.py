"""The guide opens where the user is, is searched and turned by keys, saved and printed."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from app.services.guide import read_guide
from tests.ui.hands import answering, back_to, control, press, type_text
from ui.dialogs.accounts import AccountsSheet, AddForm
from ui.dialogs.guide import GuideWindow
from ui.dialogs.importing import ImportForm
from ui.stage import SCREENS
from ui.theme import DARK, LIGHT, dress
from ui.widgets.guide_text import section_text
from ui.window import Window


@pytest.fixture
def guide(window: Window, qtbot: QtBot) -> GuideWindow:
    """Open the guide from the counter."""
    press(Qt.Key.Key_F1)
    return _front(window, qtbot)


def _front(parent: QWidget, qtbot: QtBot) -> GuideWindow:
    found = parent.findChild(GuideWindow)
    assert found is not None, "the guide is not open"
    qtbot.waitUntil(found.text.hasFocus)
    return found


@pytest.mark.parametrize("name", SCREENS)
def test_f1_opens_the_guide_at_the_screen(window: Window, qtbot: QtBot, name: str) -> None:
    window.navigation.go(name)
    window.settle()
    back_to(window)
    press(Qt.Key.Key_F1)
    guide = _front(window, qtbot)
    assert guide.section.anchor == name
    assert guide.text.toPlainText().startswith(guide.section.title)
    press(Qt.Key.Key_Escape)
    assert not guide.isVisible()


def test_the_guide_follows_to_another_screen_and_is_one_window(
    window: Window, qtbot: QtBot, guide: GuideWindow
) -> None:
    assert guide.section.anchor == "counter"
    guide.close()
    back_to(window)
    window.navigation.go("damages")
    press(Qt.Key.Key_F1)
    assert _front(window, qtbot) is guide
    assert guide.section.anchor == "damages"
    guide.close()


def test_f1_in_a_form_opens_the_guide_over_it_and_leaves_the_form_open(
    window: Window, qtbot: QtBot
) -> None:
    def look(form: ImportForm) -> None:
        qtbot.waitUntil(form.isActiveWindow)
        press(Qt.Key.Key_F1)
        guide = _front(form, qtbot)
        assert guide.section.anchor == "importing"
        press(Qt.Key.Key_Escape)
        assert not guide.isVisible()
        assert form.isVisible()

    with answering(ImportForm, look):
        window.actions_["import"].trigger()


def test_f1_in_a_form_over_a_form_opens_the_guide_too(window: Window, qtbot: QtBot) -> None:
    def look(form: AddForm) -> None:
        qtbot.waitUntil(form.isActiveWindow)
        press(Qt.Key.Key_F1)
        assert _front(form, qtbot).section.anchor == "accounts"

    def open_form(sheet: AccountsSheet) -> None:
        with answering(AddForm, look):
            sheet.add.click()
        sheet.reject()

    with answering(AccountsSheet, open_form):
        window.actions_["accounts"].trigger()


def test_the_guide_closes_with_the_window(window: Window, guide: GuideWindow) -> None:
    window.close()
    assert not guide.isVisible()


def test_the_guide_is_searched_without_marks(guide: GuideWindow, qtbot: QtBot) -> None:
    control(Qt.Key.Key_F)
    type_text("khoi phuc thu")
    qtbot.waitUntil(lambda: guide.section.anchor == "backups")
    shown = [item.text(0) for item in guide.items.values() if not item.isHidden()]
    assert "Sao lưu và khôi phục" in shown
    assert "Kiểm kê" not in shown
    guide.search.clear()
    type_text("no such words")
    qtbot.waitUntil(guide.nothing.isVisible)
    guide.search_for("")
    assert not any(item.isHidden() for item in guide.items.values())
    guide.close()


def test_the_guide_is_turned_by_keys_to_both_ends(guide: GuideWindow) -> None:
    anchors = [one.anchor for chapter in read_guide() for one in chapter.sections]
    guide.show_section(anchors[0])
    assert not guide.back_button.isEnabled()
    press(Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert guide.section.anchor == anchors[1]
    press(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert guide.section.anchor == anchors[0]
    guide.step(-1)
    assert guide.section.anchor == anchors[0]
    guide.show_section(anchors[-1])
    assert not guide.next_button.isEnabled()
    guide.close()


def test_a_link_leads_to_its_section_and_a_chapter_to_its_first(guide: GuideWindow) -> None:
    guide.show_section("first_evening")
    guide.text.anchorClicked.emit(QUrl("#accounts"))
    assert guide.section.anchor == "accounts"
    head = guide.items["stocktake"].parent()
    assert head is not None
    guide.contents.setCurrentItem(head)
    assert guide.section.anchor == "devices"
    guide.close()


def test_the_guide_is_saved_as_a_pdf(
    guide: GuideWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = tmp_path / "guide.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(written), ""))
    control(Qt.Key.Key_S)
    assert written.read_bytes().startswith(b"%PDF")
    assert str(written) in guide.said.text()
    guide.close()


def test_a_guide_that_cannot_be_saved_says_why(
    window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    guide = GuideWindow(window.words, read_guide(), lambda: b"%PDF", None, window)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(tmp_path), ""))
    guide.save()
    assert "cannot be written" in guide.said.text()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: ("", ""))
    guide.save()
    assert list(tmp_path.glob("*.pdf")) == []


def test_the_card_is_printed_from_the_guide(
    guide: GuideWindow, window: Window, opened: list[Path]
) -> None:
    control(Qt.Key.Key_P)
    assert [path.parent for path in opened] == [window.papers.folder()]
    assert len(PdfReader(opened[0]).pages) == 1
    guide.close()


def test_the_guide_takes_the_colours_that_are_worn(
    qapp: QApplication, dressed: None, guide: GuideWindow, qtbot: QtBot
) -> None:
    del dressed
    assert LIGHT.chosen.lower() in guide.text.toHtml()
    dress(qapp, dark=True)
    qtbot.waitUntil(lambda: DARK.chosen.lower() in guide.text.toHtml())
    guide.close()


def test_a_picture_is_shown_where_there_is_one(tmp_path: Path) -> None:
    section = next(
        one for chapter in read_guide() for one in chapter.sections if one.anchor == "today"
    )
    assert "<img" not in section_text(section, DARK, tmp_path)
    (tmp_path / "today.png").write_bytes(b"")
    assert "<img" in section_text(section, DARK, tmp_path)


def test_what_the_guide_is_made_of_can_be_read_aloud(guide: GuideWindow) -> None:
    for part in (guide.search, guide.contents, guide.text):
        assert part.accessibleName()
    guide.close()
