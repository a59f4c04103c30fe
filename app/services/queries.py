"""Questions about the book; their answers are values to be shown."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from app.domain.calendar import school_year_of
from app.domain.catalogue import CatalogueItem
from app.domain.device import Device
from app.domain.filter import EVERYTHING, DeviceFilter
from app.domain.ledger import Entry
from app.domain.person import WORKING, Person, Place, SchoolClass, Team
from app.domain.sentence import Sentence
from app.domain.setting import AssetRule, School
from app.domain.text import sort_key
from app.domain.view import DeviceView, LoanView, OpenLine, Problem, Verdict
from app.services.anchors import check_backed_up, check_noted, check_signed
from app.services.finding import find_device
from app.services.kept_files import spoilt_files
from app.services.limits import overdue_from
from app.services.people import asset_rule, read_school
from app.services.undoing import UNDOABLE
from app.services.upload_files import unknown_files, wrong_files
from app.store.desk import Desk


@dataclass(frozen=True, slots=True)
class Devices:
    """The devices that hold every word of `query`, in Vietnamese order."""

    query: str = ""
    limit: int | None = None

    def answer(self, desk: Desk) -> list[DeviceView]:
        """Return the devices with their balances."""
        return desk.devices(desk.device_ids(self.query, limit=self.limit))


@dataclass(frozen=True, slots=True)
class DeviceIds:
    """The ids of the devices that fit a filter, in one of `ORDERS`."""

    wanted: DeviceFilter = EVERYTHING
    order: str = "name"
    descending: bool = False

    def answer(self, desk: Desk) -> list[int]:
        """Return the ids: the snapshot a list scrolls over."""
        # The workbooks of the city are slow to import, and the counter needs none.
        from app.services.layouts import settled  # noqa: PLC0415

        rule, wanted = asset_rule(desk), settled(desk, self.wanted)
        return desk.device_ids(wanted, self.order, descending=self.descending, rule=rule)


@dataclass(frozen=True, slots=True)
class DevicesById:
    """Some devices, in the order asked, with who holds them."""

    ids: tuple[int, ...]

    def answer(self, desk: Desk) -> list[DeviceView]:
        """Return the devices with their balances."""
        holders: dict[int, list[str]] = {}
        for line in desk.open_lines(self.ids):
            holders.setdefault(line.device, []).append(line.class_name)
        return [
            replace(view, holders=tuple(dict.fromkeys(holders[view.id])))
            if view.id in holders
            else view
            for view in desk.devices(self.ids)
        ]


@dataclass(frozen=True, slots=True)
class FilterWords:
    """The words that the filters of a list of devices offer."""

    def answer(self, desk: Desk) -> dict[str, list[str]]:
        """Return the subjects, places, teams and funds of devices, in Vietnamese order."""
        found = {name: desk.words_of(name) for name in ("subject", "fund")}
        found["place"] = [record.row.name for record in desk.every(Place, status="active")]
        found["team"] = [record.row.name for record in desk.every(Team, status="active")]
        return {name: sorted(words, key=sort_key) for name, words in found.items()}


@dataclass(frozen=True, slots=True)
class DeviceStory:
    """All the book knows of one device."""

    view: DeviceView
    holders: tuple[OpenLine, ...]
    history: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class OneDevice:
    """One device, by code, with who holds it and its history."""

    code: str

    def answer(self, desk: Desk) -> DeviceStory:
        """Return the device's story, or refuse an unknown code."""
        record = find_device(desk, self.code)
        view = desk.devices([record.id])[0]
        return DeviceStory(
            view,
            tuple(desk.open_lines([record.id])),
            tuple(desk.entries_of_device(record.id)),
        )


@dataclass(frozen=True, slots=True)
class Loans:
    """Slips, newest first; `overdue` means still out after the due day."""

    open_only: bool = False
    overdue: bool = False
    on: date | None = None
    loan: int | None = None

    def answer(self, desk: Desk) -> list[LoanView]:
        """Return the slips with their lines."""
        on = self.on.isoformat() if self.on else None
        late = overdue_from(desk, self.on or desk.today).isoformat() if self.overdue else None
        return desk.loans(
            loan=self.loan,
            open_only=self.open_only or self.overdue,
            overdue_on=late,
            on=on,
        )


@dataclass(frozen=True, slots=True)
class Borrowers:
    """Who can borrow today."""

    def answer(self, desk: Desk) -> tuple[list[SchoolClass], list[Person]]:
        """Return this school year's classes and the people who work here, in order."""
        year = school_year_of(desk.today)
        classes = [row.row for row in desk.every(SchoolClass, school_year=year, status="active")]
        people = [row.row for row in desk.every(Person) if row.row.status in WORKING]
        return (
            sorted(classes, key=lambda one: sort_key(one.name)),
            sorted(people, key=lambda one: sort_key(one.name)),
        )


@dataclass(frozen=True, slots=True)
class ClassesOf:
    """The classes of a school year, by its first calendar year."""

    school_year: int

    def answer(self, desk: Desk) -> list[SchoolClass]:
        """Return the classes, in order."""
        found = desk.every(SchoolClass, school_year=self.school_year, status="active")
        return sorted((one.row for one in found), key=lambda one: sort_key(one.name))


@dataclass(frozen=True, slots=True)
class Homeroom:
    """Who is the homeroom teacher of a class, by its code."""

    code: str

    def answer(self, desk: Desk) -> Person | None:
        """Return the teacher, None when the class has none who works here."""
        found = desk.find(SchoolClass, code=self.code)
        if found is None or found.row.homeroom_id is None:
            return None
        teacher = desk.get(Person, found.row.homeroom_id)
        return teacher if teacher.status in WORKING else None


@dataclass(frozen=True, slots=True)
class History:
    """The ledger from an entry on, oldest first."""

    first: int = 1

    def answer(self, desk: Desk) -> list[tuple[Entry, dict[int, str]]]:
        """Return each entry with the codes of the devices it moved."""
        codes = {record.id: record.row.code for record in desk.every(Device)}
        return [
            (entry, {posting.device: codes[posting.device] for posting in entry.postings})
            for entry in desk.entries(self.first)
        ]


@dataclass(frozen=True, slots=True)
class LastAct:
    """The last entry that Undo would reverse."""

    def answer(self, desk: Desk) -> Entry | None:
        """Return the entry, None when there is nothing to undo."""
        number = desk.last_undoable(UNDOABLE)
        return None if number is None else next(desk.entries(number, number))


@dataclass(frozen=True, slots=True)
class OneEntry:
    """One entry by its number."""

    entry: int

    def answer(self, desk: Desk) -> Entry | None:
        """Return the entry, None when there is none."""
        return next(desk.entries(self.entry, self.entry), None)


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Names that a form can offer while a person types."""

    def answer(self, desk: Desk) -> tuple[list[str], list[str]]:
        """Return the names of the minimum list and of the places, in Vietnamese order."""
        items = {record.row.name for record in desk.every(CatalogueItem, status="active")}
        places = {record.row.name for record in desk.every(Place, status="active")}
        return sorted(items, key=sort_key), sorted(places, key=sort_key)


@dataclass(frozen=True, slots=True)
class Verify:
    """Recount the whole book, and look at every file of its archive."""

    def answer(self, desk: Desk) -> Verdict:
        """Return what the recount found, of the book and of the files kept beside it."""
        counted = desk.verify()
        try:
            problems, notes = _beside(desk)
        except (ValueError, TypeError) as error:  # no path, no day, no number any more
            said = Sentence("The book cannot be compared: {cause}.", {"cause": str(error)})
            problems, notes = (Problem(0, said),), ()
        return replace(counted, problems=(*counted.problems, *problems), notes=notes)


def _beside(desk: Desk) -> tuple[tuple[Problem, ...], tuple[Problem, ...]]:
    """Return what is wrong with the files beside the book and with its end, and what is not."""
    # What draws papers is slow to import, and the counter draws none.
    from app.services.archived import check_archive  # noqa: PLC0415

    kept = check_archive(desk)
    wrong = (Problem(0, sentence) for sentence in (*wrong_files(desk), *spoilt_files(desk)))
    unknown = (Problem(0, sentence) for sentence in unknown_files(desk))
    anchored = (*check_signed(desk), *check_noted(desk), *check_backed_up(desk))
    return (*kept.problems, *anchored, *wrong), (*kept.notes, *unknown)


@dataclass(frozen=True, slots=True)
class TheSchool:
    """The school as the letterhead names it."""

    def answer(self, desk: Desk) -> School:
        """Return the school."""
        return read_school(desk)


@dataclass(frozen=True, slots=True)
class Assets:
    """What makes a device a fixed asset in this school."""

    def answer(self, desk: Desk) -> AssetRule:
        """Return the rule."""
        return asset_rule(desk)


@dataclass(frozen=True, slots=True)
class TeamNames:
    """The teams of the school (tổ)."""

    def answer(self, desk: Desk) -> list[str]:
        """Return their names, in Vietnamese order."""
        return sorted((one.row.name for one in desk.every(Team, status="active")), key=sort_key)
