"""Finding what a person names: a device, a person or a class, by the code or name typed."""

from __future__ import annotations

from datetime import date

from app.domain.calendar import school_year_of, show_day
from app.domain.device import Device
from app.domain.fault import Refused
from app.domain.person import WORKING, Person, SchoolClass
from app.domain.record import Record
from app.domain.sentence import Sentence
from app.domain.text import clean, fold
from app.store.desk import Desk


def find_device(desk: Desk, code: str) -> Record[Device]:
    """Return the device with this local or official code, or refuse."""
    code = clean(code)
    found = desk.find(Device, code=code.upper())
    if found is None and code:
        found = desk.find(Device, official_code=code)
    if found is None:
        raise Refused(
            Sentence(
                "No device has the code “{code}”. Check the label, or search by name.",
                {"code": code},
            ),
            where=code,
        )
    return found


def find_person(desk: Desk, code: str) -> Record[Person]:
    """Return the person with this code, whatever their status, or refuse."""
    code = clean(code)
    found = desk.find(Person, code=code.upper())
    if found is None and code:
        found = desk.find(Person, official_code=code)
    if found is None:
        raise Refused(
            Sentence(
                "Nobody has the code “{code}”. Check the card, or search by name.", {"code": code}
            ),
            where=code,
        )
    return found


def find_staff(desk: Desk, text: str, where: str) -> Record[Person]:
    """Return the one who works here with this code or name; “Name · code” says both.

    Refuse nobody, several of one name, and who no longer works here.
    """
    text = clean(text)
    code = text.rpartition(" · ")[2]
    found = [
        record for record in desk.every(Person)
        if record.row.status in WORKING
        and (
            record.row.code == code.upper()
            or (record.row.official_code and record.row.official_code == code)
            or fold(record.row.name) == fold(text)
        )
    ]  # fmt: skip
    if len(found) > 1:
        codes = ", ".join(record.row.code for record in found)
        raise Refused(
            Sentence(
                "Several people are called “{name}”: {codes}. Write the code.",
                {"name": text, "codes": codes},
            ),
            where=where,
        )
    if not found:
        raise Refused(
            Sentence(
                "Nobody who works here is called “{name}”. Choose from the list, or register "
                "the person first.",
                {"name": text},
            ),
            where=where,
        )
    return found[0]


def find_class(desk: Desk, name: str, day: date) -> Record[SchoolClass]:
    """Return the class of the school year of `day` with this name or code, or refuse."""
    year = school_year_of(day)
    name = clean(name)
    for record in desk.every(SchoolClass, school_year=year, status="active"):
        if fold(record.row.name) == fold(name) or record.row.code == name.upper():
            return record
    raise Refused(
        Sentence(
            "There is no class “{name}” in the school year {year}. Check the name, or add the "
            "classes of that year.",
            {"name": name, "year": f"{year}-{year + 1}"},
        ),
        where=name,
    )


def check_day(desk: Desk, day: date | None) -> date:
    """Return the day something happened, today unless given; refuse the future."""
    if day is None:
        return desk.today
    if day > desk.today:
        raise Refused(
            Sentence(
                "{day} has not come yet. Choose today or an earlier day.", {"day": show_day(day)}
            ),
            where="day",
        )
    return day
