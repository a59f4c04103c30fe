"""Every action of the window, once: menus, buttons and the shortcut sheet come from here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence, QPalette
from PySide6.QtWidgets import QWidget

from app.domain.sentence import Words
from ui.icons import draw_icon


@dataclass(frozen=True, slots=True)
class Act:
    """An action as people see it; `menu` is where it stands."""

    name: str
    menu: str
    text: str
    tip: str
    shortcut: str = ""
    icon: str = ""
    checkable: bool = False


def acts(words: Words) -> tuple[Act, ...]:
    """Return all actions in the words of a language, in the order of the menus."""
    return (
        *_book_acts(words),
        *_edit_acts(words),
        *_loan_acts(words),
        *_damage_acts(words),
        *_stocktake_acts(words),
        *_reconciliation_acts(words),
        *_upload_acts(words),
        *_go_acts(words),
        *_archive_acts(words),
        *_safekeeping_acts(words),
        *_time_acts(words),
        *_way_acts(words),
        *_view_acts(words),
        *_account_acts(words),
        *_help_acts(words),
    )


def _book_acts(words: Words) -> tuple[Act, ...]:
    book = words("Book")
    return (
        Act("import", book, words("Import a list…"),
            words("Bring in devices, people, classes or the minimum list from a spreadsheet"),
            "Ctrl+I", "import"),
        Act("upload", book, words("Make an upload file…"),
            words("Write what changed to a spreadsheet for the city's system, checked first"),
            "Ctrl+U", "upload"),
        Act("city_accounts", book, words("Accounts of the city's system…"),
            words("Whose they are; their passwords are kept in this PC's keyring")),
        Act("layouts", book, words("Layouts of uploads…"),
            words("The city's workbook, and which field stands under which heading")),
        Act("labels", book, words("Print labels…"),
            words("Labels for devices, places and kits, and cards for the staff"), "Ctrl+B"),
        Act("print_care_plan", book, words("Print the plan of care…"),
            words("What falls due in a period, with room to tick and sign")),
        Act("print_care_book", book, words("Print the book of care"),
            words("What was done of the device chosen on the care screen, or of all")),
        Act("month_list", book, words("Print this month's list"),
            words("Print the slips of this month"), "Ctrl+M", "print"),
        Act("team_reminders", book, words("Print the teams' reminders"),
            words("For each head of a team: late updates, overdue loans and missing data")),
        Act("pack", book, words("Print the month's pack"),
            words("All papers of the month's end in one file, each team's part apart"),
            "Ctrl+Shift+G", "print"),
        Act("print_list", book, words("Print this list"),
            words("Print the list of this screen as it stands"), "Ctrl+Shift+L", "print"),
        Act("save_list", book, words("Save this list as a spreadsheet"),
            words("Write the list of this screen to an .xlsx file"), "Ctrl+E"),
        Act("verify", book, words("Check the whole book"),
            words("Recount every entry and look for anything changed from outside"),
            "", "verify"),
        Act("quit", book, words("Quit"), words("Close the program"), "Ctrl+Q"),
    )  # fmt: skip


def _edit_acts(words: Words) -> tuple[Act, ...]:
    edit = words("Edit")
    return (
        Act("undo", edit, words("Undo"), words("Undo the last entry"), "Ctrl+Z",
            "undo"),
        Act("register", edit, words("Register a device…"),
            words("Put a new device into the book"), "Ctrl+N", "register"),
        Act("correct", edit, words("Correct…"),
            words("Correct what the book says of what is chosen"), "F2"),
        Act("bulk", edit, words("Correct the chosen devices…"),
            words("Give one field of all chosen devices another value, with one undo"),
            "Ctrl+Shift+E"),
        Act("increase", edit, words("Increase slip…"),
            words("Write down a delivery of one or many things, on a numbered slip"),
            "Ctrl+Shift+N"),
        Act("transfer", edit, words("Transfer the chosen devices…"),
            words("Move the chosen devices to another place, on a numbered slip")),
        Act("transfer_out", edit, words("Transfer to another school…"),
            words("Give the chosen devices to another school, on a numbered slip")),
        Act("handover", edit, words("Hand over…"),
            words("Minutes of handing the chosen devices, or a place, to another person")),
        Act("decrease", edit, words("Decrease slip…"),
            words("Take what is broken, lost or handed on of the chosen devices out of the book")),
        Act("receive", edit, words("Receive more…"), words("Receive more of the lot"), "Ctrl+R"),
        Act("move_up", edit, words("Move up a school year…"),
            words("Write down the classes of the next school year, in June")),
        Act("quota", edit, words("Required lesson hours…"),
            words("Say how many lesson hours with devices are required of whom")),
        Act("plan_care", edit, words("Plan care…"),
            words("Plan what is inspected or serviced every so many months")),
        Act("bells", edit, words("Lesson hours of the day…"),
            words("When the hours begin, so that the counter knows which lesson is on")),
        Act("plan", edit, words("Plan a lesson…"),
            words("Write down what a teacher will use in a lesson hour"), "Ctrl+L"),
    )  # fmt: skip


def _loan_acts(words: Words) -> tuple[Act, ...]:
    loan = words("Loan")
    return (
        Act("clear", loan, words("Start over"), words("Take everything off the counter"), "Esc"),
        Act("remove", loan, words("Take the line off"),
            words("Take the chosen line off the slip"), "Ctrl+Del"),
        Act("term", loan, words("Change the term"),
            words("Day, week, month, semester, school year: the next longer one"), "F6"),
        Act("details", loan, words("Lesson"), words("Say what lesson the loan is for"), "F4"),
        Act("confirm", loan, words("Confirm"), words("Write what lies on the counter"), "F9"),
        Act("kit", loan, words("Keep as a kit…"),
            words("Keep what lies on the counter as a kit with its own code")),
        Act("extend", loan, words("Extend"),
            words("Give the chosen slip its term once more"), "F7"),
        Act("loans_of", loan, words("Loans of the chosen"),
            words("Show what the chosen person or class has out"), "F3"),
        Act("print_return", loan, words("Print the return slip"),
            words("Print what came back of the last or the chosen slip"), "Ctrl+Shift+P"),
        Act("reminders", loan, words("Print the reminders"),
            words("Print a reminder for each teacher with overdue devices, by team"), "F8"),
        Act("camera", loan, words("Scan with the camera"),
            words("Read codes with a webcam, where there is no scanner")),
        Act("stand", loan, words("Teachers' view"),
            words("Large, full screen: teachers scan, the keeper confirms"), "F11"),
        Act("print", loan, words("Print the slip"), words("Print the last or the chosen slip"),
            "Ctrl+P", "print"),
        Act("serve", loan, words("Lend the plan"), words("Lend what the chosen plan asks for"),
            "F5"),
    )  # fmt: skip


def _damage_acts(words: Words) -> tuple[Act, ...]:
    damage = words("Damage")
    return (
        Act("report", damage, words("Report damage or loss…"),
            words("Report what is in store of the chosen devices as broken or lost"), "Ctrl+H"),
        Act("describe", damage, words("Complete the report…"),
            words("Say who answers for it, the cause, the handling and the compensation"),
            "Ctrl+G"),
        Act("send_repair", damage, words("Send to be repaired…"),
            words("Send what is damaged out, with who repairs it and the expected cost"),
            "Ctrl+Shift+S"),
        Act("back_repair", damage, words("Back from the repair…"),
            words("Write down what came back mended or not, and what it cost"), "Ctrl+Shift+B"),
        Act("mend", damage, words("Mended here…"),
            words("Put back into the store what was mended or made whole here"), "Ctrl+Shift+M"),
        Act("find", damage, words("Found again…"),
            words("Write down that what was lost is found"), "Ctrl+Shift+F"),
        Act("lose", damage, words("It was lost…"),
            words("Report what waits as damaged as lost"), "Ctrl+Shift+H"),
        Act("propose", damage, words("Propose a disposal…"),
            words("Propose to dispose of the chosen devices; nothing moves before the council "
                  "decides"), "Ctrl+T"),
        Act("decide", damage, words("Decide a disposal…"),
            words("Write down what the council decided"), "Ctrl+Shift+T"),
        Act("withdraw", damage, words("Withdraw the proposal"),
            words("Take the chosen proposal back; what it named is free again")),
        Act("assess", damage, words("Assess quality…"),
            words("Write down how good the chosen device is"), "Ctrl+Shift+A"),
    )  # fmt: skip


def _upload_acts(words: Words) -> tuple[Act, ...]:
    sending = words("Upload")
    return (
        Act("upload_helper", sending, words("Upload by hand…"),
            words("Open the city's system, hand over the account and show the file")),
        Act("upload_sent", sending, words("It was uploaded…"),
            words("Write down on which day the chosen batch was uploaded")),
        Act("upload_accept", sending, words("All accepted"),
            words("All rows of the chosen batch that wait for an answer were accepted")),
        Act("upload_reject", sending, words("Rows rejected…"),
            words("Write down why the chosen rows were rejected; they are sent again")),
        Act("upload_results", sending, words("Read the city's answer…"),
            words("Read which rows were rejected from the city's result workbook")),
        Act("upload_receipt", sending, words("Keep the receipt…"),
            words("Keep a scan or picture of what the city's system showed")),
        Act("upload_open", sending, words("Open the file"),
            words("Open the file of the chosen batch")),
        Act("upload_folder", sending, words("Open the folder"),
            words("Open the folder in which the upload files lie")),
        Act("upload_withdraw", sending, words("Withdraw…"),
            words("Take the chosen batch back, whose file was never uploaded")),
    )  # fmt: skip


def _stocktake_acts(words: Words) -> tuple[Act, ...]:
    counting = words("Stocktake")
    return (
        Act("open_stocktake", counting, words("Open a stocktake…"),
            words("Freeze what the book expects of the school, a place or a subject")),
        Act("all_here", counting, words("All of these are here"),
            words("Count the chosen rows as the book has them"), "Ctrl+Shift+J"),
        Act("explain", counting, words("Explain…"),
            words("Say why the chosen devices differ, and what becomes of them"), "Ctrl+J"),
        Act("close_stocktake", counting, words("Close the stocktake…"),
            words("Post all differences in one act, with the minutes")),
        Act("cancel_stocktake", counting, words("Call the stocktake off…"),
            words("Stop without posting anything; the counts are kept")),
        Act("count_sheet", counting, words("Print count sheets"),
            words("Sheets to count on by hand, without a scanner"), "", "print"),
        Act("minutes", counting, words("Print the minutes"),
            words("Before, after and the difference, by subject or place"), "", "print"),
        Act("asset_sheet", counting, words("Print the accountant's sheet"),
            words("The stocktake in the shape of form C53-HD"), "", "print"),
        Act("asset_table", counting, words("Save the accountant's sheet"),
            words("The same sheet as a spreadsheet")),
    )  # fmt: skip


def _reconciliation_acts(words: Words) -> tuple[Act, ...]:
    comparing = words("Reconciliation")
    return (
        Act("bring_list", comparing, words("Bring a list to compare…"),
            words("From the city's system, the sector's database or the accountant")),
        Act("decide_difference", comparing, words("Decide what differs…"),
            words("Say of the chosen lines who is right, and why"), "Ctrl+Shift+V"),
        Act("confirm_pairs", comparing, words("Yes, it is this one"),
            words("The chosen rows are the devices called alike")),
        Act("keep_apart", comparing, words("No, it is another"),
            words("The chosen rows are none of the devices called alike")),
        Act("pair_row", comparing, words("Which device it is…"),
            words("Say which device the chosen rows are about")),
        Act("learn_codes", comparing, words("Learn official codes"),
            words("Take over the official codes that the list knows and the book lacks")),
        Act("reconciliation_sheet", comparing, words("Print the sheet to sign"),
            words("What differs, what was decided of each, who signs"), "", "print"),
        Act("finish_reconciliation", comparing, words("Finish the reconciliation…"),
            words("Give the sheet its number; it says the same ever after")),
        Act("cancel_reconciliation", comparing, words("Call the reconciliation off…"),
            words("Stop; what was decided and corrected stays")),
    )  # fmt: skip


def _go_acts(words: Words) -> tuple[Act, ...]:
    go = words("Go")
    return (
        Act("counter", go, words("Counter"), words("Lend and take back"), "Ctrl+1",
            "counter", checkable=True),
        Act("devices", go, words("Devices"), words("Find, register and correct devices"),
            "Ctrl+2", "devices", checkable=True),
        Act("slips", go, words("Slips"),
            words("What came, left, moved and was handed over, on numbered slips"), "Ctrl+6",
            "slips", checkable=True),
        Act("plans", go, words("Plans of the week"),
            words("What teachers will use, by day and lesson hour"), "Ctrl+4", "plans",
            checkable=True),
        Act("today", go, words("Today"), words("What is out and what is overdue"), "Ctrl+3",
            "today", checkable=True),
        Act("month", go, words("Month"),
            words("What changed in a month, its figures, and the principal's signature"),
            "Ctrl+Shift+D", "month", checkable=True),
        Act("norms", go, words("Minimum list"),
            words("What the ministry's list asks for, what there is, what is short"), "Ctrl+5",
            "norms", checkable=True),
        Act("damages", go, words("Damage, loss, repair"),
            words("What is broken, lost or being repaired, and what is done about it"), "Ctrl+7",
            "damages", checkable=True),
        Act("care", go, words("Care of devices"),
            words("What is to be inspected or serviced, and what expires"), "Ctrl+Shift+C",
            "care", checkable=True),
        Act("reports", go, words("Reports"),
            words("How the devices stand, by subject, place and team, in any period"),
            "Ctrl+Shift+R", "reports", checkable=True),
        Act("stocktake", go, words("Stocktake"),
            words("Count what is there, and see how it differs from the book"), "Ctrl+8",
            "stocktake", checkable=True),
        Act("calendar", go, words("School calendar"),
            words("Days off, Saturdays worked, and when the terms begin"), "Ctrl+9", "calendar",
            checkable=True),
        Act("lists", go, words("Lists"),
            words("People, teams, classes, places, subjects and funds"), "Ctrl+0", "lists",
            checkable=True),
    )  # fmt: skip


def _archive_acts(words: Words) -> tuple[Act, ...]:
    go = words("Go")
    return (
        Act("archive", go, words("Archive"),
            words("All that was printed and exported, by school year and period"),
            "Ctrl+Shift+K", "archive", checkable=True),
        Act("exchange", go, words("Imports and exports"),
            words("Each batch that came in or went out, and what it changed"), "Ctrl+Shift+X",
            "exchange", checkable=True),
        Act("history", go, words("History"),
            words("Who did what and when, and what each entry changed"), "Ctrl+Shift+Y",
            "history", checkable=True),
    )  # fmt: skip


def _safekeeping_acts(words: Words) -> tuple[Act, ...]:
    book, go = words("Book"), words("Go")
    return (
        Act("backups", go, words("Backups"),
            words("What backups there are, whether they are whole, and where copies go"),
            "Ctrl+Shift+W", "backups", checkable=True),
        Act("backup_now", book, words("Back up now"),
            words("Make a backup of the whole book beside it"), "Ctrl+S"),
        Act("copy_book", book, words("Copy the book to its drive"),
            words("Write a proven copy to the place for copies (Điều 12.1)")),
        Act("restore", book, words("Restore a backup…"),
            words("Look into a backup, and put it in the place of the book")),
        Act("move_book", book, words("Move to another PC…"),
            words("Make one file with the whole book, to be opened on another PC")),
    )  # fmt: skip


def _time_acts(words: Words) -> tuple[Act, ...]:
    edit, go = words("Edit"), words("Go")
    return (
        Act("overview", go, words("Overview"),
            words("The school year at a glance, and what stands behind each figure"),
            "Ctrl+Shift+O", "overview", checkable=True),
        Act("note_change", edit, words("Note a change…"),
            words("Note a change of timetable, assignment, pupils or staff for the sector's "
                  "database")),
        Act("reconciliation", go, words("Reconciliation"),
            words("Lay the city's list, or the accountant's, beside the book"), "Ctrl+Shift+Q",
            "reconciliation", checkable=True),
        Act("deadlines", go, words("Deadlines"),
            words("By when each change must be in the systems outside, and what is late"),
            "Ctrl+Shift+I", "deadlines", checkable=True),
        Act("uploads", go, words("Upload to the system"),
            words("What was sent to the city's system, and what became of it"),
            "Ctrl+Shift+U", "upload", checkable=True),
    )  # fmt: skip


def _way_acts(words: Words) -> tuple[Act, ...]:
    go = words("Go")
    return (
        Act("settings", go, words("Settings"),
            words("The document, letterhead, signers, time limits and ways of the school"),
            "Ctrl+,", "settings", checkable=True),
        Act("search", go, words("Search everything"), words("Find a device, a class or a teacher"),
            "Ctrl+K", "search"),
        Act("back", go, words("Back"), words("Back to the screen before"), "Alt+Left",
            "back"),
        Act("forward", go, words("Forward"), words("Forward again"), "Alt+Right",
            "forward"),
    )  # fmt: skip


def _view_acts(words: Words) -> tuple[Act, ...]:
    view = words("View")
    return (
        Act("enlarge", view, words("Larger text"), words("Make the text a step larger"), "Ctrl++"),
        Act("shrink", view, words("Smaller text"), words("Make the text a step smaller"),
            "Ctrl+-"),
        Act("filters", view, words("Filters"), words("Show or hide the filters of the devices"),
            "Ctrl+F"),
        Act("columns", view, words("Columns…"), words("Choose the columns of the devices")),
        Act("dark", view, words("Light or dark"), words("Turn from light to dark, or back"),
            "Ctrl+D"),
    )  # fmt: skip


def _account_acts(words: Words) -> tuple[Act, ...]:
    account = words("Account")
    return (
        Act("change_user", account, words("Change user…"),
            words("Let another person take over; what lies on the counter stays there"),
            "Shift+F12", "accounts"),
        Act("lock", account, words("Lock the screen"),
            words("Cover the book until you are back; what you typed is kept"), "F12", "lock"),
        Act("lock_after", account, words("Lock after…"),
            words("After how many minutes without a touch this PC locks")),
        Act("change_pin", account, words("Change your PIN…"),
            words("Choose another PIN or password for yourself")),
        Act("sign_out", account, words("Sign out"),
            words("Leave the book to whoever signs in next")),
        Act("accounts", account, words("Accounts…"),
            words("Who may sign in to this book, and what each may do")),
    )  # fmt: skip


def _help_acts(words: Words) -> tuple[Act, ...]:
    about = words("Help")
    return (
        Act("guide", about, words("Guide"), words("What to do on this screen, step by step"),
            "F1", "guide"),
        Act("first_steps", about, words("First steps…"),
            words("From a new book to the first loan, a step at a time")),
        Act("shortcuts", about, words("Keyboard shortcuts"), words("All shortcuts on one page"),
            "Shift+F1"),
        Act("counter_card", about, words("Print the card for the counter"),
            words("One page in large type, to hang on the wall"), "", "print"),
    )  # fmt: skip


class Actions(QObject):
    """The actions as Qt's, by name."""

    def __init__(self, words: Words, parent: QWidget) -> None:
        """Make every action and give its shortcut to the window."""
        super().__init__(parent)
        self.acts = acts(words)
        self._by_name: dict[str, QAction] = {}
        self.last = ""  # the name of the action that was triggered last
        for act in self.acts:
            action = QAction(act.text, parent)
            action.setShortcut(QKeySequence(act.shortcut))
            action.setCheckable(act.checkable)
            action.setObjectName(act.name)
            action.triggered.connect(partial(self._remember, act.name))
            self._by_name[act.name] = action
            parent.addAction(action)
        self.redraw(parent.palette())
        self.explain({})

    def __getitem__(self, name: str) -> QAction:
        """Return an action by its name."""
        return self._by_name[name]

    def _remember(self, name: str, *_from_qt: object) -> None:
        self.last = name

    def explain(self, reasons: Mapping[str, str]) -> None:
        """Make the actions with a reason grey, and say the reason in their tip."""
        for act in self.acts:
            action = self._by_name[act.name]
            reason = reasons.get(act.name, "")
            action.setEnabled(not reason)
            tip = f"{reason or act.tip} ({act.shortcut})" if act.shortcut else reason or act.tip
            action.setToolTip(tip)
            action.setStatusTip(tip)

    def redraw(self, palette: QPalette) -> None:
        """Draw the icons again in other colours."""
        for act in self.acts:
            if act.icon:
                self._by_name[act.name].setIcon(draw_icon(act.icon, palette))

    def menus(self) -> dict[str, list[QAction]]:
        """Return the actions of each menu."""
        found: dict[str, list[QAction]] = {}
        for act in self.acts:
            found.setdefault(act.menu, []).append(self._by_name[act.name])
        return found
