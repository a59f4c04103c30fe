"""The groups of settings as the settings screen shows them, each with its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from app.domain.calendar import show_day
from app.domain.limit import LimitName, Limits
from app.domain.sentence import Words
from app.services.limits import NAMES
from app.services.settings import STANDINGS
from app.services.settings_view import Section, SettingsView

Cells = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """One group: its title, what it does, its columns, and how its rows are read.

    A row comes with what it stands for, None for the program's own where nothing is written.
    """

    section: Section
    title: str
    says: str
    headings: tuple[str, ...]
    widths: tuple[int, ...]
    rows: Callable[[SettingsView], list[tuple[Any, Cells]]]
    add: str = ""


def shelves(words: Words) -> tuple[Shelf, ...]:
    """Return the groups in the order of the tabs."""
    return (_governing(words), _letterhead(words), _signers(words), _limits(words),
            _school(words), _ways(words))  # fmt: skip


def warning(words: Words, view: SettingsView, section: Section, year: int) -> str:
    """Return what a group lacks, blank when it lacks nothing; `year` is the school year."""
    if section is Section.SCHOOL and not view.code:
        return words("The school's code is not written down yet.")
    if section is not Section.GOVERNING:
        return ""
    shown = f"{year}-{year + 1}"
    if view.grounds is None:
        return words("No document is written down yet: ask which one the school goes by, and "
                     "papers will name it.")  # fmt: skip
    if not view.grounds.own:
        return words(
            "School year {year} has no document of its own, so {number} is used. Ask whether it "
            "still applies.",
            year=shown, number=view.grounds.document.number,
        )  # fmt: skip
    return ""


def _since(words: Words, day: str) -> str:
    return show_day(day) if day else words("the beginning")


def _mark(words: Words, *, on: bool) -> str:
    return words("● In force") if on else ""


def _governing(words: Words) -> Shelf:
    def rows(view: SettingsView) -> list[tuple[Any, Cells]]:
        now = view.grounds.document if view.grounds else None
        return [
            (one, (f"{one.school_year}-{one.school_year + 1}", f"{one.kind} {one.number}",
                   show_day(one.day), one.body, one.title, _mark(words, on=one == now)))
            for one in view.documents
        ]  # fmt: skip

    return Shelf(
        Section.GOVERNING, words("Governing document"),
        words("The document the book is kept by. Reports and the month's sheet name it; no "
              "deadline is counted before the earliest one was signed."),
        (words("From school year"), words("Document"), words("Signed on"), words("Issuing body"),
         words("About"), words("Now")),
        (110, 190, 96, 190, 0, 110), rows, words("New document…"),
    )  # fmt: skip


def _letterhead(words: Words) -> Shelf:
    def rows(view: SettingsView) -> list[tuple[Any, Cells]]:
        return [
            (one, (_since(words, one.valid_from), one.superior, one.name, one.place,
                   one.abbreviation, one.recipients, _mark(words, on=one == view.letterhead)))
            for one in view.letterheads
        ]  # fmt: skip

    return Shelf(
        Section.LETTERHEAD, words("Letterhead"),
        words("What stands at the head of every page. A paper takes the letterhead of its own "
              "day; what was issued keeps the one it has."),
        (words("Valid from"), words("Superior body"), words("School"), words("Place named"),
         words("Abbreviation"), words("Recipients"), words("Now")),
        (96, 190, 230, 84, 76, 0, 110), rows, words("New version…"),
    )  # fmt: skip


def _signers(words: Words) -> Shelf:
    def rows(view: SettingsView) -> list[tuple[Any, Cells]]:
        return [
            (one, (_since(words, one.valid_from), one.principal or words("the principal of the "
                   "staff"), one.deputy, one.keeper, one.accountant,
                   words("Sign") if one.heads else "", _mark(words, on=one == view.signing)))
            for one in view.signers
        ]  # fmt: skip

    return Shelf(
        Section.SIGNERS, words("Who signs"),
        words("Who signs slips, reports and the month's sheet, by the day of the paper. With a "
              "deputy it is signed for the principal (KT.)."),
        (words("Valid from"), words("Principal"), words("Deputy, for the principal"),
         words("Keeper"), words("Accountant"), words("Heads of teams"), words("Now")),
        (100, 0, 210, 150, 130, 90, 110), rows, words("New version…"),
    )  # fmt: skip


def _limits(words: Words) -> Shelf:
    def rows(view: SettingsView) -> list[tuple[Any, Cells]]:
        found: list[tuple[Any, Cells]] = []
        for name in LimitName:
            versions = [one for one in view.limits if one.name == name]
            now = next((one for one in versions if one.valid_from <= view.today), None)
            said = words.render(NAMES[name])
            found += [
                (one, (said, one.value, show_day(one.valid_from), words("the school"),
                       _mark(words, on=one is now)))
                for one in versions
            ]  # fmt: skip
            usual = getattr(Limits(), name)
            found.append((name, (said, usual, words("the beginning"), words("the regulation"),
                                 _mark(words, on=now is None))))  # fmt: skip
        return found

    return Shelf(
        Section.LIMITS, words("Time limits"),
        words("The times the regulation sets. An amended one is valid from a day on: what "
              "happened before it keeps the old one."),
        (words("Limit"), words("Value"), words("Valid from"), words("Set by"), words("Now")),
        (0, 70, 110, 110, 120), rows, words("Amend…"),
    )  # fmt: skip


def _school(words: Words) -> Shelf:
    def rows(view: SettingsView) -> list[tuple[Any, Cells]]:
        return [
            ("code", (words("School code"), view.code or "…",
                      words("Given once by the managing body; locked once it is written down, and "
                            "corrected only under a reason."))),
            ("status", (words("Status"), words.render(STANDINGS[view.status]),
                        words("A school that stops working changes its status; nothing of it is "
                              "deleted."))),
        ]  # fmt: skip

    return Shelf(
        Section.SCHOOL, words("School code and status"),
        words("By what the sector's database knows the school."),
        (words("Setting"), words("Value"), words("What it does")), (180, 220, 0), rows,
    )  # fmt: skip


def _ways(words: Words) -> Shelf:
    def rows(view: SettingsView) -> list[tuple[Any, Cells]]:
        school = view.school
        price = f"{int(school.asset_price or 0):,}".replace(",", ".")
        yes, no = words("Yes"), words("No")
        told: Iterable[Cells] = (
            (words("Approval in two steps"), yes if school.two_step else no,
             words("The head of a team or a deputy confirms a month before the principal approves "
                   "it.")),
            (words("Print each loan slip"), yes if school.print_slips else no,
             words("A slip is printed as it is lent, without being asked for.")),
            (words("Fixed asset from (đồng)"), price,
             words("From this unit price on a device is a fixed asset ({source}).",
                   source=school.asset_source)),
            (words("and serving from (years)"), school.asset_life,
             words("A device nobody has said the life of counts as serving long enough.")),
            (words("Tell use-by dates ahead (days)"), school.use_by_days,
             words("So long before its use-by date a device is told of.")),
            (words("Budget relation code"), school.budget_code or "…",
             words("Stands on the accountant's sheet of a stocktake.")),
            (words("Accountant's sheet: form"), school.asset_form, school.asset_form_source),
        )  # fmt: skip
        return [("ways", row) for row in told]

    return Shelf(
        Section.WAYS, words("Ways of working"),
        words("How this school does it. A change holds from now on."),
        (words("Setting"), words("Value"), words("What it does")), (230, 170, 0), rows,
    )  # fmt: skip
