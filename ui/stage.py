"""The stage: every screen of the window, each made when somebody first goes there."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, TypeVar, cast

from PySide6.QtWidgets import QMainWindow, QStackedWidget

from app.domain.sentence import Sentence
from ui.runner import Runner
from ui.screens.counter import Counter
from ui.screens.screen import Screen

if TYPE_CHECKING:
    from ui.screens.archive import ArchiveScreen
    from ui.screens.backups import BackupsScreen
    from ui.screens.calendar import Calendar
    from ui.screens.care import Care
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
    from ui.screens.settings import Settings
    from ui.screens.shortage import Norms
    from ui.screens.slips import Slips
    from ui.screens.stocktake import StocktakeScreen
    from ui.screens.today import Today
    from ui.screens.uploads import UploadsScreen

S = TypeVar("S", bound=Screen)

# The screens in the order of the sidebar, under what they are for.
CHAPTERS: tuple[tuple[Sentence, tuple[str, ...]], ...] = (
    (Sentence("Every day"), ("counter", "today", "plans", "slips")),
    (Sentence("The store"), ("devices", "damages", "stocktake", "care", "norms")),
    (Sentence("Systems outside"), ("deadlines", "uploads", "reconciliation", "exchange")),
    (Sentence("Month and year"), ("month", "overview", "reports", "archive", "history")),
    (Sentence("School and program"), ("lists", "calendar", "backups", "settings")),
)
SCREENS = tuple(name for _title, names in CHAPTERS for name in names)


class Stage(QMainWindow):
    """The screens by their names, in the order of the sidebar (`SCREENS`).

    A screen is imported and built when it is first asked for: the counter stands there at once.
    """

    def __init__(self, runner: Runner) -> None:
        """Begin over an open book, with no screen made."""
        super().__init__()
        self.runner = runner
        self.words = runner.words
        self.stack = QStackedWidget()
        self.made: dict[str, Screen] = {}

    def screen_of(self, name: str) -> Screen:
        """Return the screen of a name, made if it is not there yet."""
        return cast("Screen", getattr(self, name))

    def greet(self, name: str) -> None:
        """Have somebody answer what a screen that was just made wishes for."""
        raise NotImplementedError

    def _raise(self, name: str, screen: S) -> S:
        # It stands under its name before it is greeted: whoever answers it asks for it.
        setattr(self, name, screen)
        self.made[name] = screen
        self.stack.addWidget(screen)
        self.greet(name)
        return screen

    @cached_property
    def counter(self) -> Counter:
        """Lending and taking back."""
        return self._raise("counter", Counter(self.runner))

    @cached_property
    def today(self) -> Today:
        """What is out and what is overdue."""
        from ui.screens.today import Today

        return self._raise("today", Today(self.runner))

    @cached_property
    def devices(self) -> Devices:
        """The register."""
        from ui.screens.devices import Devices

        return self._raise("devices", Devices(self.runner))

    @cached_property
    def plans(self) -> Plans:
        """The plans of a week."""
        from ui.screens.plans import Plans

        return self._raise("plans", Plans(self.runner))

    @cached_property
    def slips(self) -> Slips:
        """The numbered slips."""
        from ui.screens.slips import Slips

        return self._raise("slips", Slips(self.runner))

    @cached_property
    def damages(self) -> Damages:
        """What is broken, lost or being repaired."""
        from ui.screens.damages import Damages

        return self._raise("damages", Damages(self.runner))

    @cached_property
    def stocktake(self) -> StocktakeScreen:
        """Counting what is there."""
        from ui.screens.stocktake import StocktakeScreen

        return self._raise("stocktake", StocktakeScreen(self.runner))

    @cached_property
    def care(self) -> Care:
        """What is to be inspected or serviced."""
        from ui.screens.care import Care

        return self._raise("care", Care(self.runner))

    @cached_property
    def deadlines(self) -> DeadlinesScreen:
        """By when each change must be outside."""
        from ui.screens.deadlines import DeadlinesScreen

        return self._raise("deadlines", DeadlinesScreen(self.runner))

    @cached_property
    def uploads(self) -> UploadsScreen:
        """The batches for the city's system."""
        from ui.screens.uploads import UploadsScreen

        return self._raise("uploads", UploadsScreen(self.runner))

    @cached_property
    def reconciliation(self) -> ReconciliationScreen:
        """A list from outside beside the book."""
        from ui.screens.reconciliation import ReconciliationScreen

        return self._raise("reconciliation", ReconciliationScreen(self.runner))

    @cached_property
    def exchange(self) -> ExchangeScreen:
        """The log of batches in and out."""
        from ui.screens.exchange import ExchangeScreen

        return self._raise("exchange", ExchangeScreen(self.runner))

    @cached_property
    def month(self) -> MonthScreen:
        """A month and its signature."""
        from ui.screens.month import MonthScreen

        return self._raise("month", MonthScreen(self.runner))

    @cached_property
    def overview(self) -> OverviewScreen:
        """The school year at a glance."""
        from ui.screens.overview import OverviewScreen

        return self._raise("overview", OverviewScreen(self.runner))

    @cached_property
    def reports(self) -> Reports:
        """The reports."""
        from ui.screens.reports import Reports

        return self._raise("reports", Reports(self.runner))

    @cached_property
    def archive(self) -> ArchiveScreen:
        """What was printed and exported."""
        from ui.screens.archive import ArchiveScreen

        return self._raise("archive", ArchiveScreen(self.runner))

    @cached_property
    def history(self) -> History:
        """Who did what and when."""
        from ui.screens.history import History

        return self._raise("history", History(self.runner))

    @cached_property
    def norms(self) -> Norms:
        """The minimum list."""
        from ui.screens.shortage import Norms

        return self._raise("norms", Norms(self.runner))

    @cached_property
    def lists(self) -> Lists:
        """People, classes, places and words."""
        from ui.screens.lists import Lists

        return self._raise("lists", Lists(self.runner))

    @cached_property
    def calendar(self) -> Calendar:
        """The school's calendar."""
        from ui.screens.calendar import Calendar

        return self._raise("calendar", Calendar(self.runner))

    @cached_property
    def backups(self) -> BackupsScreen:
        """The backups there are."""
        from ui.screens.backups import BackupsScreen

        return self._raise("backups", BackupsScreen(self.runner))

    @cached_property
    def settings(self) -> Settings:
        """What a school sets."""
        from ui.screens.settings import Settings

        return self._raise("settings", Settings(self.runner))
