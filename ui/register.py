"""The forms and files of the devices screen, opened where it wishes for them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QFileDialog, QWidget
from typing_extensions import override

from app.domain.device import Kind
from app.domain.sentence import Sentence
from app.domain.view import DeviceView
from app.services.device_papers import LOAN
from app.services.photos import AddManual, AddPhoto, PhotosOf
from ui.controller import Controller, Door
from ui.runner import Runner
from ui.screens.devices import Devices

if TYPE_CHECKING:
    from ui.papers import Papers


class Register(Controller):
    """What can be done with a device, beside lending it."""

    def __init__(
        self,
        window: QWidget,
        runner: Runner,
        screen: Devices,
        show: Callable[[QDialog], None],
        papers: Callable[[], Papers],
    ) -> None:
        """Answer the wishes of the screen; `show` runs a dialog of the window.

        `papers` is asked for what prints when something is printed: it is slow to import.
        """
        super().__init__(window)
        self._window, self._runner, self._screen = window, runner, screen
        self._words, self._show, self._papers = runner.words, show, papers
        screen.register_wanted.connect(self.register_device)
        screen.correct_wanted.connect(self.correct_device)
        screen.receive_wanted.connect(self.receive_more)
        screen.bulk_wanted.connect(self.correct_chosen)
        screen.columns_wanted.connect(self.choose_columns)
        screen.paper_wanted.connect(self.print_paper)
        screen.photo_wanted.connect(self.add_photo)
        screen.show_photo_wanted.connect(partial(self.show_kept, "photo"))
        screen.manual_wanted.connect(self.add_manual)
        screen.show_manual_wanted.connect(partial(self.show_kept, "manual"))

    @override
    def doors(self) -> dict[str, Door]:
        """Return what the actions of the register do, by their names."""
        return {
            "register": self.register_device, "correct": self.correct_device,
            "receive": self.receive_more, "bulk": self.correct_chosen,
            "columns": self.choose_columns, "filters": self._screen.filters_button.toggle,
            "labels": self._print_labels,
        }  # fmt: skip

    @override
    def reasons(self, current: str) -> dict[str, str]:
        """Return why an action on the devices is closed."""
        words, device = self._words, self._screen.device
        elsewhere = "" if current == "devices" else words("Go to the devices screen first.")
        unchosen = "" if device else words("Choose a device on the devices screen first.")
        a_piece = device is not None and device.kind == Kind.PIECE
        return {
            **dict.fromkeys(("bulk", "columns", "filters"), elsewhere),
            "correct": unchosen,
            "receive": words("A piece is one device.") if a_piece else unchosen,
        }

    def register_device(self) -> None:
        """Register a device."""
        from ui.dialogs.device import DeviceForm

        self._show(DeviceForm(self._runner, self._window))

    def correct_device(self) -> None:
        """Correct the device that is open."""
        if self._screen.device is not None:
            from ui.dialogs.device import DeviceForm

            self._show(DeviceForm(self._runner, self._window, self._screen.device.code))

    def correct_chosen(self) -> None:
        """Correct all devices chosen in the list at once."""
        chosen = self.chosen()
        if chosen:
            from ui.dialogs.bulk import BulkForm

            self._show(BulkForm(self._runner, self._window, chosen))

    def chosen(self) -> list[DeviceView]:
        """Return the devices chosen in the list; say how to choose when none are."""
        chosen = self._screen.chosen()
        if not chosen:
            self._runner.say(Sentence("Choose the devices in the list first, with Shift or Ctrl."))
        return chosen

    def chosen_if_shown(self) -> list[DeviceView]:
        """Return the devices chosen in the list while it is shown."""
        return self._screen.chosen() if self._screen.isVisible() else []

    def _print_labels(self) -> None:
        codes = tuple(view.device.code for view in self.chosen_if_shown())
        from ui.dialogs.labels import LabelsForm

        self._show(LabelsForm(self._runner, self._window, codes, self._papers()))

    def choose_columns(self) -> None:
        """Choose the columns of the devices."""
        from ui.dialogs.columns import ColumnsForm

        form = ColumnsForm(
            self._words, self._window, self._screen.columns(), self._screen.show_columns
        )
        self._show(form)

    def receive_more(self) -> None:
        """Receive more of the lot that is open."""
        if self._screen.device is not None:
            from ui.dialogs.device import ReceiveForm

            self._show(ReceiveForm(self._runner, self._window, self._screen.device.code))

    def add_photo(self) -> None:
        """Keep a photo with the device that is open."""
        device = self._screen.device
        chosen, _filter = QFileDialog.getOpenFileName(
            self._window,
            self._words("Choose the photo"),
            "",
            self._words("Photos (*.jpg *.jpeg *.png)"),
        )
        if chosen and device is not None:
            self._runner.run(AddPhoto(device.code, Path(chosen)))

    def add_manual(self) -> None:
        """Keep a manual with the device that is open."""
        device = self._screen.device
        chosen, _filter = QFileDialog.getOpenFileName(
            self._window, self._words("Choose the manual"), "", self._words("Manuals (*.pdf)")
        )
        if chosen and device is not None:
            self._runner.run(AddManual(device.code, Path(chosen)))

    def print_paper(self, kind: str, number: int) -> None:
        """Print a paper again that the open device stands on."""
        if kind == LOAN:
            self._papers().loan_slip(number)
        else:
            self._papers().slip(number)

    def show_kept(self, kind: str) -> None:
        """Show the newest photo or manual of the device that is open."""
        if self._screen.device is not None:
            for path in self._runner.ask(PhotosOf(self._screen.device.code, kind))[:1]:
                self._papers().open_file(path)
