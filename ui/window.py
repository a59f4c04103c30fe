"""The window: a sidebar, the screens, one search box, and the toast."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.domain.change import Change, Touched
from app.domain.fault import Fault
from app.domain.sentence import Sentence
from app.services.counter import FoundClass, FoundPerson, Recognise
from app.services.extending import Extend
from app.services.queries import LastAct, OneEntry, TheSchool
from app.services.undoing import Undo
from ui.actions import Actions
from ui.anchor import Anchor
from ui.appearance import Appearance
from ui.dialogs.small import KitForm, UndoForm
from ui.entrance import CORNER, Entrance
from ui.help_key import HelpKey
from ui.navigation import Navigation
from ui.notices import Toast
from ui.overdue import Overdue
from ui.proving import Proving
from ui.resting import Resting
from ui.rights import Rights
from ui.runner import Runner
from ui.staff import ANSWERED, Staff
from ui.stage import CHAPTERS, SCREENS
from ui.stand import Stand
from ui.widgets.corner import Corner
from ui.widgets.kit import SearchBox
from ui.widgets.scan import ScanCatcher
from ui.widgets.sidebar import Sidebar

if TYPE_CHECKING:
    from ui.guidance import Guidance
    from ui.papers import OpenFile
    from ui.viewer import Viewer

_ALWAYS = frozenset({"quit", "enlarge", "shrink", "dark", "guide"})  # need nobody signed in


class Window(Staff):
    """Everything the keeper sees; `open_file` shows a file in the desktop's own way."""

    def __init__(
        self,
        runner: Runner,
        open_file: OpenFile,
        make_viewer: Callable[[], Viewer] | None = None,
    ) -> None:
        """Build the window over an open book; what `make_viewer` makes shows its papers."""
        super().__init__(runner, open_file, make_viewer)
        self.appearance = Appearance(runner.room.folder)
        self.actions_ = Actions(self.words, self)
        self.help_key = HelpKey(self, self.actions_["guide"])
        self.navigation = Navigation("counter")
        self.search = SearchBox(self.words("Search everything (Ctrl+K)"))
        self.toast = Toast(self.words)
        self.banner = Overdue(runner)
        self.anchor = Anchor(self, runner, self.show_dialog)
        self.proving = Proving(self, runner)
        self.resting = Resting(self, runner)
        self.last_slip: int | None = None
        self.last_back: tuple[int, ...] = ()
        self._catcher = ScanCatcher(self)
        self.rights = Rights(runner)
        self.rights.watch_copy(self.banner.button)
        corner = Corner(self.words, [self.actions_[name] for name in CORNER])
        self.entrance = Entrance(self, runner, self.show_dialog, corner)
        self.stand = Stand(self, runner, self.counter, self.show_dialog)
        self._arrange()
        self._connect()
        self._name_window()
        self.resize(QSize(1280, 800).boundedTo(self.screen().availableSize()))
        if not self.entrance.begin():
            self.navigation.go("counter")

    def _arrange(self) -> None:
        for title, actions in self.actions_.menus().items():
            menu = self.menuBar().addMenu(title)
            menu.setToolTipsVisible(True)
            menu.addActions(actions)
        self.top = QWidget()
        top = QHBoxLayout(self.top)
        top.setContentsMargins(24, 10, 24, 0)
        for name in ("back", "forward"):
            top.addWidget(self._button(name, icon_only=True))
        top.addWidget(self.search, 1)
        top.addWidget(self.entrance.corner)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.banner)
        right.addWidget(self.proving.banner)
        right.addWidget(self.top)
        right.addWidget(self.stack, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(24, 0, 24, 14)
        foot.addWidget(self.toast)
        right.addLayout(foot)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        papers = [self._button(name) for name in ("import", "month_list")]
        chapters = [
            (self.words.render(title), [self._button(name) for name in names])
            for title, names in CHAPTERS
        ]
        self.sidebar = Sidebar(self.words("Go"), chapters, papers)
        row.addWidget(self.sidebar)
        row.addLayout(right, 1)
        self._whole = QWidget()
        self._whole.setLayout(row)
        self._front = QStackedWidget()
        self._blank = QWidget()
        for page in (self._whole, self.entrance.doorway, self._blank):
            self._front.addWidget(page)
        self.setCentralWidget(self._front)

    def _button(self, name: str, *, icon_only: bool = False) -> QToolButton:
        button = QToolButton()
        button.setDefaultAction(self.actions_[name])
        button.setIconSize(QSize(18, 18))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        if not icon_only:
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setSizePolicy(
                self.sizePolicy().Policy.Expanding, button.sizePolicy().Policy.Fixed
            )
        return button

    def _doors(self) -> dict[str, Callable[[], object]]:
        """Return what each action does, by its name."""
        return {
            "import": self.import_list,
            "month_list": self._print_month_list,
            "print_list": self.print_list, "save_list": self.save_list,
            "quit": self.close, "undo": self.undo,
            "clear": self.counter.clear,
            "remove": self.counter.remove, "print": self.print_slip,
            "term": self.counter.change_term, "details": self.counter.show_details,
            "confirm": self.counter.confirm, "enlarge": self.appearance.enlarge,
            "shrink": self.appearance.shrink, "dark": self.appearance.turn, "kit": self.make_kit,
            "camera": self.use_camera, "extend": self.extend,
            "print_return": self.print_return_slip, "reminders": self._print_reminders,
            "plan": self.plan_lesson, "serve": self._serve_plan, **self.stand.doors(),
            **self.entrance.doors(),
            **{name: partial(self.answer, name) for named in ANSWERED.values() for name in named},
            **dict.fromkeys(SCREENS, self._go),
            "search": self.search.setFocus, "back": self.navigation.back,
            "forward": self.navigation.forward,
        }  # fmt: skip

    def _connect(self) -> None:
        for name, door in self._doors().items():
            self.actions_[name].triggered.connect(door)
        self.navigation.shown.connect(self._show)
        self.appearance.changed.connect(self._redraw)
        self.search.search_wanted.connect(self.search_for)
        self.runner.said.connect(self.toast.tell)
        self.runner.refused.connect(self.toast.warn)
        self.runner.changed.connect(self._follow)
        self.toast.undo_wanted.connect(self._undo_at_once)
        self.banner.wanted.connect(partial(self.answer, "copy_book"))
        self.proving.banner.wanted.connect(partial(self.answer, "verify"))
        cast("QApplication", QApplication.instance()).installEventFilter(self._catcher)
        self._catcher.caught.connect(self._scanned)

    @override
    def greet(self, name: str) -> None:
        super().greet(name)
        greetings = {"counter": self._greet_counter, "today": self._greet_today,
                     "devices": self._greet_devices, "plans": self._greet_plans}  # fmt: skip
        if name in greetings:
            greetings[name]()
        elif name == "damages":
            self.damages.opened.connect(self.explain)
        elif name == "reconciliation":
            self.reconciliation.opened.connect(self.explain)
        self.rights.watch(name, self.made[name])
        self._fit_buttons(self.made[name])

    def _greet_counter(self) -> None:
        self.counter.lent.connect(self._finish_slip)
        self.counter.returned.connect(self._remember_back)

    def _greet_devices(self) -> None:
        self.devices.undo_wanted.connect(self._ask_undo)
        self.devices.opened.connect(self.explain)
        self.devices.report_wanted.connect(partial(self.answer, "report"))

    def _greet_plans(self) -> None:
        self.plans.register_wanted.connect(self.plan_lesson)
        self.plans.lent.connect(self._finish_slip)

    def _greet_today(self) -> None:
        self.today.month_wanted.connect(partial(self.navigation.go, "month"))
        self.today.print_wanted.connect(self.papers.loan_slip)
        self.today.extend_wanted.connect(self.extend)
        self.today.deadlines_wanted.connect(self.actions_["deadlines"].trigger)
        self.today.care_wanted.connect(self.actions_["care"].trigger)
        self.today.backups_wanted.connect(self.actions_["backups"].trigger)
        self.today.accounts_wanted.connect(self.actions_["accounts"].trigger)
        self.today.steps_wanted.connect(self.actions_["first_steps"].trigger)
        self.today.reminders_wanted.connect(self.papers.reminders)

    @override
    def meet(self, name: str) -> None:
        if name == "history_desk":
            self.history_desk.device_wanted.connect(self._show_device)
            self.history_desk.undo_wanted.connect(self._ask_undo)
        elif name == "timekeeping":
            self.timekeeping.device_wanted.connect(self._show_device)
            self.timekeeping.row_wanted.connect(self._show_listed)
        elif name == "oversight":
            self.oversight.device_wanted.connect(self._show_device)
            self.oversight.screen_wanted.connect(self.navigation.go)
        elif name == "uploading":
            self.uploading.device_wanted.connect(self._show_device)
            self.uploading.explain_wanted.connect(self.explain)
            self.uploading.made.connect(partial(self.navigation.go, "uploads"))

    def cover(self, page: QWidget | None) -> None:
        """Show a page, or nothing, in the place of all screens and menus."""
        self.toast.hide()
        self.menuBar().hide()
        self._front.setCurrentWidget(page or self._blank)
        self.explain()

    def uncover(self, *, anew: bool) -> None:
        """Show the screens again; `anew`: to another person, from where the work begins."""
        self._front.setCurrentWidget(self._whole)
        self.menuBar().show()
        if anew:
            self.navigation.go("counter")
        else:
            self._show(self.navigation.current)
        self.runner.changed.emit(frozenset(Touched))

    def settle(self) -> None:
        """Wait for what is being read beside the window."""
        for screen in self.made.values():
            screen.settle()

    def _go(self) -> None:
        self.navigation.go(self.sender().objectName())

    def _show(self, name: str) -> None:
        screen = self.screen_of(name)
        self.stack.setCurrentWidget(screen)
        screen.refresh()
        screen.focus()
        for each in SCREENS:
            self.actions_[each].setChecked(each == name)
        self.explain()

    def _follow(self, change: Change) -> None:
        # The first account was given, or a book with accounts restored: nothing is shown to nobody.
        if self.runner.room.needs_sign_in:
            self.entrance.begin()
            return
        for screen in self.made.values():
            screen.follow(change)
        self._name_window()
        self.explain()

    def _scanned(self, code: str) -> None:
        if self.entrance.covered:
            self.entrance.scanned(code)
            return
        if self.navigation.current == "stocktake" and self.stocktake.counting():
            self.stocktake.enter(code)
            return
        if self.navigation.current != "counter":
            self.navigation.go("counter")
        self.counter.enter(code)

    def _redraw(self) -> None:
        for screen in self.made.values():
            screen.redraw()
        self.actions_.redraw(self.palette())
        self._fit_buttons(self)
        self.sidebar.fit()

    def _fit_buttons(self, whole: QWidget) -> None:
        side = self.fontMetrics().height() + 2
        for button in whole.findChildren(QToolButton):
            button.setIconSize(QSize(side, side))

    def _name_window(self) -> None:
        name = self.runner.ask(TheSchool()).name
        self.setWindowTitle(f"{name} · Sổ Thiết Bị" if name else "Sổ Thiết Bị")

    def explain(self) -> None:
        """Say why each grey action is grey."""
        words = self.words
        if self.entrance.covered:
            closed = words("Sign in first.")
            self.actions_.explain(
                {act.name: closed for act in self.actions_.acts if act.name not in _ALWAYS}
            )
            return
        current = self.navigation.current
        at_counter = "" if current == "counter" else words("Go to the counter first.")
        back, forward = self.navigation.can_go()
        plan = "" if current == "plans" else words("Choose a plan on the plans screen first.")
        slip = "" if current == "today" else words("Choose a slip on the today screen first.")
        self.actions_.explain(
            {
                **self.reasons(current),
                **self.entrance.reasons(current),
                **dict.fromkeys(
                    ("clear", "remove", "term", "details", "confirm", "kit"), at_counter
                ),
                "serve": plan,
                "extend": slip,
                "back": "" if back else words("This is the first screen."),
                "forward": "" if forward else words("This is the last screen."),
                **self.rights.reasons,
            }
        )  # fmt: skip

    def search_for(self, text: str) -> None:
        """Go where what was typed is: a borrower's slips, or the devices that fit."""
        if not text.strip():
            return
        found = self.runner.ask(Recognise(text))
        if found and isinstance(found[0], (FoundClass, FoundPerson)):
            self.show_loans(found[0].name)
        else:
            self.devices.search_for(text)
            self.navigation.go("devices")
        self.search.setFocus()

    @override
    def show_loans(self, name: str) -> None:
        """Show the slips of a class or a person on the today screen."""
        self.today.search_for(name)
        self.navigation.go("today")

    def _show_device(self, code: str) -> None:
        self.devices.search_for(code)
        self.navigation.go("devices")
        self.devices.open(code)

    def _show_listed(self, name: str, query: str) -> None:
        self.lists.search_for(name, query)
        self.navigation.go("lists")

    def undo(self) -> None:
        """Undo what the toast tells at once; an older entry only with a reason."""
        if self.toast.offers_undo():
            self.toast.want_undo()
            return
        entry = self.runner.ask(LastAct())
        if entry is None:
            self.runner.say(Sentence("There is nothing to undo."))
        else:
            self.show_dialog(UndoForm(self.runner, self, entry))

    def _undo_at_once(self, entry: int) -> None:
        self.runner.run(Undo(self.words("Written by mistake"), entry))

    def _ask_undo(self, number: int) -> None:
        entry = self.runner.ask(OneEntry(number))
        if entry is not None:
            self.show_dialog(UndoForm(self.runner, self, entry))

    def print_list(self) -> None:
        """Print the list of the screen that is shown."""
        self.papers.list_shown(self.screen_of(self.navigation.current))

    def save_list(self) -> None:
        """Save the list of the screen that is shown as a spreadsheet."""
        self.papers.list_saved(self.screen_of(self.navigation.current))

    def plan_lesson(self) -> None:
        """Write down what a teacher will use."""
        from ui.dialogs.plan import PlanForm

        self.show_dialog(PlanForm(self.runner, self, self.plans.week))

    def use_camera(self) -> None:
        """Scan with the webcam until the dialog is closed."""
        from ui.dialogs.camera import Camera

        camera = Camera(self.words, self)
        camera.caught.connect(self._scanned)
        try:
            camera.start()
        except Fault as fault:
            self.runner.refuse(fault)
            camera.deleteLater()
        else:
            self.show_dialog(camera)

    @cached_property
    def guidance(self) -> Guidance:
        """The guide, the shortcuts and the card for the wall."""
        from ui.guidance import Guidance

        return Guidance(self, self.show_dialog)

    def print_slip(self) -> None:
        """Print the slip chosen on its screen, or else the last one lent."""
        if self.navigation.current == "slips":
            self.slips.print_chosen()
            return
        if self.navigation.current == "damages":
            self.damages.print_slip()
            return
        at_today = self.navigation.current == "today"
        chosen = self.today.chosen() if at_today else self.last_slip
        if chosen is None:
            self.runner.say(Sentence("There is no slip to print yet."))
        else:
            self.papers.loan_slip(chosen)

    def print_return_slip(self) -> None:
        """Print what came back of the slip chosen on the today screen, or all of the last time."""
        chosen = self.today.chosen() if self.navigation.current == "today" else None
        loans = self.last_back if chosen is None else (chosen,)
        if not loans:
            self.runner.say(Sentence("There is no slip to print yet."))
        else:
            self.papers.return_slips(loans)

    def extend(self) -> None:
        """Give the slip chosen on the today screen a week more."""
        chosen = self.today.chosen()
        if chosen is not None:
            self.runner.run(Extend(chosen))

    def make_kit(self) -> None:
        """Keep what lies on the counter as a kit."""
        self.show_dialog(KitForm(self.runner, self, self.counter.make_kit))

    def _remember_back(self, loans: tuple[int, ...]) -> None:
        self.last_back = loans

    def _finish_slip(self, loan: int) -> None:
        self.last_slip = loan
        if self.runner.ask(TheSchool()).print_slips:
            self.papers.hand_out(loan)

    def import_list(self) -> None:
        """Bring a list in."""
        from ui.dialogs.importing import ImportForm

        self.show_dialog(ImportForm(self.runner, self))

    def _print_month_list(self) -> None:
        self.papers.month_list()

    def _print_reminders(self) -> None:
        self.papers.reminders()

    def _serve_plan(self) -> None:
        self.plans.serve()

    @override
    def show_dialog(self, dialog: QDialog) -> None:
        """Run a dialog, and give the cursor back to the screen."""
        dialog.exec()
        dialog.deleteLater()
        self.screen_of(self.navigation.current).focus()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        """Close the book with the window; in the teachers' view only the keeper may."""
        if self.counter.standing:
            event.ignore()
            self.stand.turn()
            return
        if self.runner.room.guarded and not self.safekeeping.back_up_at_closing():
            event.ignore()
            return
        self.settle()
        self.proving.settle()
        self.resting.settle()
        self.anchor.note_end()
        if "guidance" in self.__dict__:
            self.guidance.close()
        self.runner.room.leave()
        event.accept()
