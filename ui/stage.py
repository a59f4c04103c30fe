"""The stage: every screen of the window, and who stands behind each."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QMainWindow

from ui.archiving import Archiving
from ui.care import CareDesk
from ui.city import CityDesk
from ui.controller import Controller
from ui.counting import Counting
from ui.damages import Mending
from ui.deadlines import Timekeeping
from ui.exchanging import Exchanging
from ui.history import HistoryDesk
from ui.layouts import LayoutDesk
from ui.lists import ListKeeping
from ui.monthly import Monthly
from ui.movements import Movements
from ui.overview import Oversight
from ui.papers import OpenFile, Papers
from ui.proving import Proving
from ui.reconciling import Reconciling
from ui.register import Register
from ui.reporting import ReportDesk
from ui.runner import Runner
from ui.safekeeping import Safekeeping
from ui.screens.archive import ArchiveScreen
from ui.screens.backups import BackupsScreen
from ui.screens.calendar import Calendar
from ui.screens.care import Care
from ui.screens.counter import Counter
from ui.screens.damages import Damages
from ui.screens.deadlines import DeadlinesScreen
from ui.screens.devices import Devices
from ui.screens.exchange import ExchangeScreen
from ui.screens.history import History
from ui.screens.lists import Lists
from ui.screens.month import MonthScreen
from ui.screens.overview import OverviewScreen
from ui.screens.plans import Plans
from ui.screens.reconciliation import ReconciliationScreen
from ui.screens.reports import Reports
from ui.screens.screen import Screen
from ui.screens.settings import Settings
from ui.screens.shortage import Norms
from ui.screens.slips import Slips
from ui.screens.stocktake import StocktakeScreen
from ui.screens.today import Today
from ui.screens.uploads import UploadsScreen
from ui.settings import SettingsDesk
from ui.uploads import Uploading
from ui.viewer import Viewer
from ui.yearly import Yearly


class Stage(QMainWindow):
    """The screens in the order of the sidebar, each with a controller that answers its wishes."""

    def __init__(self, runner: Runner, open_file: OpenFile, viewer: Viewer | None) -> None:
        """Make all of them over an open book; `viewer` shows its papers."""
        super().__init__()
        self.runner = runner
        self.words = runner.words
        self.papers = Papers(runner, open_file, viewer)
        self._make_screens(runner)
        self._make_controllers(runner)

    def show_dialog(self, dialog: QDialog) -> None:
        """Run a dialog of the window."""
        raise NotImplementedError

    def show_loans(self, name: str) -> None:
        """Show the slips of a class or a person."""
        raise NotImplementedError

    def _make_screens(self, runner: Runner) -> None:
        self.counter = Counter(runner)
        self.today = Today(runner)
        self.devices = Devices(runner)
        self.plans = Plans(runner)
        self.slips = Slips(runner)
        self.damages = Damages(runner)
        self.stocktake = StocktakeScreen(runner)
        self.reconciliation = ReconciliationScreen(runner)
        self.care = Care(runner)
        self.month = MonthScreen(runner)
        self.overview = OverviewScreen(runner)
        self.deadlines = DeadlinesScreen(runner)
        self.uploads = UploadsScreen(runner)
        self.reports = Reports(runner)
        self.archive = ArchiveScreen(runner)
        self.history = History(runner)
        self.norms = Norms(runner)
        self.exchange = ExchangeScreen(runner)
        self.lists = Lists(runner)
        self.calendar = Calendar(runner)
        self.backups = BackupsScreen(runner)
        self.settings = Settings(runner)
        self.screens: dict[str, Screen] = {
            "counter": self.counter, "today": self.today, "devices": self.devices,
            "plans": self.plans, "slips": self.slips, "damages": self.damages,
            "stocktake": self.stocktake, "care": self.care, "deadlines": self.deadlines,
            "uploads": self.uploads, "reconciliation": self.reconciliation,
            "exchange": self.exchange, "month": self.month, "overview": self.overview,
            "reports": self.reports, "archive": self.archive, "history": self.history,
            "norms": self.norms, "lists": self.lists, "calendar": self.calendar,
            "backups": self.backups, "settings": self.settings,
        }  # fmt: skip

    def _make_controllers(self, runner: Runner) -> None:
        """Have somebody answer the wishes of each screen."""
        show, papers = self.show_dialog, self.papers
        self.register = Register(self, runner, self.devices, show, papers)
        self.movements = Movements(self, self.slips, self.register, show, papers)
        self.mending = Mending(self, self.damages, self.register, show, papers)
        self.counting = Counting(self, self.stocktake, show, papers)
        self.reconciling = Reconciling(self, self.reconciliation, show, papers)
        self.care_desk = CareDesk(self, runner, self.care, show, papers)
        self.monthly = Monthly(self, runner, self.month, show, papers)
        self.oversight = Oversight(self, self.overview, self.month, self.norms)
        self.timekeeping = Timekeeping(self, runner, self.deadlines, show, papers)
        self.uploading = Uploading(self, runner, self.uploads, show, papers)
        self.report_desk = ReportDesk(self, runner, self.reports, papers)
        self.archiving = Archiving(self, runner, self.archive, show, papers)
        self.exchanging = Exchanging(self, runner, self.exchange, show, papers)
        self.history_desk = HistoryDesk(self, runner, self.history, show, papers)
        self.yearly = Yearly(self, runner, self.calendar, self.norms, show)
        self.list_keeping = ListKeeping(
            self, self.lists, show, self.show_loans, self.register.correct_device
        )
        self.city_desk = CityDesk(self, runner, show)
        self.settings_desk = SettingsDesk(self, runner, self.settings, show)
        self.layout_desk = LayoutDesk(self, runner, show)
        self.safekeeping = Safekeeping(self, runner, self.backups, show)
        self.proving = Proving(self, runner)
        self.proving.banner.wanted.connect(self.safekeeping.verify)
        # A later one may answer for an action of an earlier one on its own screen.
        self.controllers: tuple[Controller, ...] = (
            self.register, self.movements, self.mending, self.counting, self.care_desk,
            self.timekeeping, self.uploading, self.report_desk, self.archiving, self.exchanging,
            self.yearly, self.list_keeping, self.city_desk, self.settings_desk, self.layout_desk,
            self.safekeeping, self.history_desk, self.monthly, self.oversight, self.reconciling,
        )  # fmt: skip
