"""The staff: who stands behind each screen, called when a screen or an action first needs them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar, cast

from PySide6.QtWidgets import QDialog
from typing_extensions import override

from ui.controller import Controller
from ui.runner import Runner
from ui.stage import Stage

if TYPE_CHECKING:
    from ui.archiving import Archiving
    from ui.care import CareDesk
    from ui.city import CityDesk
    from ui.counting import Counting
    from ui.damages import Mending
    from ui.deadlines import Timekeeping
    from ui.exchanging import Exchanging
    from ui.first_steps import Beginning
    from ui.history import HistoryDesk
    from ui.layouts import LayoutDesk
    from ui.lists import ListKeeping
    from ui.monthly import Monthly
    from ui.movements import Movements
    from ui.overview import Oversight
    from ui.papers import OpenFile, Papers
    from ui.reconciling import Reconciling
    from ui.register import Register
    from ui.reporting import ReportDesk
    from ui.safekeeping import Safekeeping
    from ui.settings import SettingsDesk
    from ui.uploads import Uploading
    from ui.viewer import Viewer
    from ui.window import Window
    from ui.yearly import Yearly

C = TypeVar("C", bound=Controller)

# The actions each answers. A later one may speak for an action of an earlier one on its own screen.
ANSWERED = {
    "register": ("register", "receive", "bulk", "columns", "filters", "labels"),
    "movements": ("increase", "handover", "transfer", "transfer_out", "decrease"),
    "mending": ("report", "propose", "decide", "withdraw", "assess", "describe", "mend",
                "send_repair", "back_repair", "find", "lose"),
    "counting": ("open_stocktake", "close_stocktake", "cancel_stocktake", "explain", "all_here",
                 "minutes", "count_sheet", "asset_sheet", "asset_table"),
    "care_desk": ("plan_care", "print_care_plan", "print_care_book"),
    "timekeeping": ("note_change", "team_reminders"),
    "uploading": ("upload", "upload_helper", "upload_sent", "upload_accept", "upload_reject",
                  "upload_results", "upload_receipt", "upload_open", "upload_folder",
                  "upload_withdraw"),
    "report_desk": (),
    "archiving": (),
    "exchanging": ("bells",),
    "yearly": ("move_up", "quota"),
    "list_keeping": ("correct", "loans_of"),
    "city_desk": ("city_accounts",),
    "settings_desk": (),
    "layout_desk": ("layouts",),
    "safekeeping": ("backup_now", "copy_book", "restore", "move_book", "verify"),
    "history_desk": (),
    "monthly": ("pack",),
    "oversight": (),
    "reconciling": ("bring_list", "decide_difference", "confirm_pairs", "keep_apart", "pair_row",
                    "learn_codes", "reconciliation_sheet", "finish_reconciliation",
                    "cancel_reconciliation"),
    "guidance": ("guide", "shortcuts", "counter_card"),
    "beginning": ("first_steps",),
}  # fmt: skip

BEHIND = {
    "devices": ("register",), "slips": ("movements",), "damages": ("mending",),
    "stocktake": ("counting",), "care": ("care_desk",), "deadlines": ("timekeeping",),
    "uploads": ("uploading",), "reports": ("report_desk",), "archive": ("archiving",),
    "exchange": ("exchanging",), "calendar": ("yearly",), "norms": ("yearly",),
    "lists": ("list_keeping",), "settings": ("settings_desk",), "backups": ("safekeeping",),
    "history": ("history_desk",), "month": ("monthly",), "overview": ("oversight",),
    "reconciliation": ("reconciling",),
}  # fmt: skip


class Staff(Stage):
    """The controllers by their names; what `make_viewer` makes shows the papers they draw."""

    def __init__(
        self, runner: Runner, open_file: OpenFile, make_viewer: Callable[[], Viewer] | None
    ) -> None:
        """Begin over an open book, with nobody called."""
        super().__init__(runner)
        self._open_file, self._make_viewer = open_file, make_viewer

    def show_dialog(self, dialog: QDialog) -> None:
        """Run a dialog of the window."""
        raise NotImplementedError

    def show_loans(self, name: str) -> None:
        """Show the slips of a class or a person."""
        raise NotImplementedError

    def meet(self, name: str) -> None:
        """Connect what a controller that was just called leads on to."""
        raise NotImplementedError

    @override
    def greet(self, name: str) -> None:
        for desk in BEHIND.get(name, ()):
            self._call(desk)

    def answer(self, action: str, *_from_qt: object) -> None:
        """Do what an action of a controller says."""
        desk = next(one for one, actions in ANSWERED.items() if action in actions)
        self._call(desk).doors()[action]()

    def reasons(self, current: str) -> dict[str, str]:
        """Return why the controllers' actions are closed while a screen is shown."""
        called = [desk for desk in ANSWERED if desk in self.__dict__]
        spoken_for = {name for desk in called for name in ANSWERED[desk]}
        away = self._reasons_away(current)
        said = {name: why for name, why in away.items() if name not in spoken_for}
        for desk in called:
            said |= self._call(desk).reasons(current)
        return said

    def _reasons_away(self, current: str) -> dict[str, str]:
        """Return why actions are closed whose screen nobody has been to yet."""
        words = self.words
        listed = "" if current == "devices" else words("Go to the devices screen first.")
        case = words("Choose a case on the damage screen first.")
        waiting = {
            "counting": words("Go to the stocktake screen first."),
            "uploading": words("Go to the uploads screen first."),
            "monthly": words("Go to the month first."),
            "reconciling": words("Go to the reconciliation screen first."),
        }
        return {
            **{name: why for desk, why in waiting.items() for name in ANSWERED[desk]},
            **dict.fromkeys(ANSWERED["mending"], case),
            **dict.fromkeys(
                ("bulk", "columns", "filters", "transfer", "transfer_out", "decrease", "assess"),
                listed,
            ),
            "propose": "" if current == "devices" else case,
            **dict.fromkeys(
                ("correct", "receive"), words("Choose a device on the devices screen first.")
            ),
            "loans_of": words("Go to the lists screen first."),
            **dict.fromkeys(("upload", "report", "decide"), ""),
        }

    def finish(self) -> None:
        """Return when nothing is being printed any more."""
        if "papers" in self.__dict__:
            self.papers.wait()

    def _call(self, desk: str) -> Controller:
        return cast("Controller", getattr(self, desk))

    def _met(self, name: str, make: Callable[[], C]) -> C:
        # A screen that is made calls for whoever stands behind it: nobody is called twice.
        for screen, desks in BEHIND.items():
            if name in desks:
                self.screen_of(screen)
        if name in self.__dict__:
            return cast("C", self.__dict__[name])
        desk = make()
        setattr(self, name, desk)
        self.meet(name)
        return desk

    def _correct_device(self) -> None:
        self.register.correct_device()

    def _choose_month(self, month: str) -> None:
        self.month.choose(month)

    def _search_norms(self, query: str) -> None:
        self.norms.search_for(query)

    @cached_property
    def papers(self) -> Papers:
        """What the window prints and saves."""
        from ui.papers import Papers

        viewer = self._make_viewer() if self._make_viewer is not None else None
        return Papers(self.runner, self._open_file, viewer)

    @cached_property
    def register(self) -> Register:
        """The forms of the register."""
        from ui.register import Register

        return self._met(
            "register",
            lambda: Register(
                self, self.runner, self.devices, self.show_dialog, lambda: self.papers
            ),
        )

    @cached_property
    def movements(self) -> Movements:
        """The numbered slips."""
        from ui.movements import Movements

        return self._met(
            "movements",
            lambda: Movements(self, self.slips, self.register, self.show_dialog, self.papers),
        )

    @cached_property
    def mending(self) -> Mending:
        """Damage, repair and disposal."""
        from ui.damages import Mending

        return self._met(
            "mending",
            lambda: Mending(self, self.damages, self.register, self.show_dialog, self.papers),
        )

    @cached_property
    def counting(self) -> Counting:
        """Stocktakes."""
        from ui.counting import Counting

        return self._met(
            "counting", lambda: Counting(self, self.stocktake, self.show_dialog, self.papers)
        )

    @cached_property
    def reconciling(self) -> Reconciling:
        """Reconciliations."""
        from ui.reconciling import Reconciling

        return self._met(
            "reconciling",
            lambda: Reconciling(self, self.reconciliation, self.show_dialog, self.papers),
        )

    @cached_property
    def care_desk(self) -> CareDesk:
        """The devices' care."""
        from ui.care import CareDesk

        return self._met(
            "care_desk",
            lambda: CareDesk(self, self.runner, self.care, self.show_dialog, self.papers),
        )

    @cached_property
    def monthly(self) -> Monthly:
        """The month and its sheet."""
        from ui.monthly import Monthly

        return self._met(
            "monthly", lambda: Monthly(self, self.runner, self.month, self.show_dialog, self.papers)
        )

    @cached_property
    def oversight(self) -> Oversight:
        """Where the overview leads."""
        from ui.overview import Oversight

        return self._met(
            "oversight",
            lambda: Oversight(self, self.overview, self._choose_month, self._search_norms),
        )

    @cached_property
    def beginning(self) -> Beginning:
        """The first steps of a book."""
        from ui.first_steps import Beginning

        return self._met("beginning", lambda: Beginning(cast("Window", self), self.show_dialog))

    @cached_property
    def timekeeping(self) -> Timekeeping:
        """Deadlines."""
        from ui.deadlines import Timekeeping

        return self._met(
            "timekeeping",
            lambda: Timekeeping(self, self.runner, self.deadlines, self.show_dialog, self.papers),
        )

    @cached_property
    def uploading(self) -> Uploading:
        """Upload batches."""
        from ui.uploads import Uploading

        return self._met(
            "uploading",
            lambda: Uploading(self, self.runner, self.uploads, self.show_dialog, self.papers),
        )

    @cached_property
    def report_desk(self) -> ReportDesk:
        """The files of reports."""
        from ui.reporting import ReportDesk

        return self._met(
            "report_desk", lambda: ReportDesk(self, self.runner, self.reports, self.papers)
        )

    @cached_property
    def archiving(self) -> Archiving:
        """The archive's files."""
        from ui.archiving import Archiving

        return self._met(
            "archiving",
            lambda: Archiving(self, self.runner, self.archive, self.show_dialog, self.papers),
        )

    @cached_property
    def exchanging(self) -> Exchanging:
        """The log of batches, and the bells."""
        from ui.exchanging import Exchanging

        return self._met(
            "exchanging",
            lambda: Exchanging(self, self.runner, self.exchange, self.show_dialog, self.papers),
        )

    @cached_property
    def history_desk(self) -> HistoryDesk:
        """Where the history leads."""
        from ui.history import HistoryDesk

        return self._met("history_desk", lambda: HistoryDesk(self, self.history, self.papers))

    @cached_property
    def yearly(self) -> Yearly:
        """What is done once a year."""
        from ui.yearly import Yearly

        return self._met(
            "yearly", lambda: Yearly(self, self.runner, self.calendar, self.norms, self.show_dialog)
        )

    @cached_property
    def list_keeping(self) -> ListKeeping:
        """The school's lists."""
        from ui.lists import ListKeeping

        return self._met(
            "list_keeping",
            lambda: ListKeeping(
                self, self.lists, self.show_dialog, self.show_loans, self._correct_device
            ),
        )

    @cached_property
    def city_desk(self) -> CityDesk:
        """The accounts of the city's system."""
        from ui.city import CityDesk

        return self._met("city_desk", lambda: CityDesk(self, self.runner, self.show_dialog))

    @cached_property
    def settings_desk(self) -> SettingsDesk:
        """The forms of settings."""
        from ui.settings import SettingsDesk

        return self._met(
            "settings_desk",
            lambda: SettingsDesk(self, self.runner, self.settings, self.show_dialog),
        )

    @cached_property
    def layout_desk(self) -> LayoutDesk:
        """The layouts of uploads."""
        from ui.layouts import LayoutDesk

        return self._met("layout_desk", lambda: LayoutDesk(self, self.runner, self.show_dialog))

    @cached_property
    def safekeeping(self) -> Safekeeping:
        """Backups, copies and restores."""
        from ui.safekeeping import Safekeeping

        return self._met(
            "safekeeping", lambda: Safekeeping(self, self.runner, self.backups, self.show_dialog)
        )
