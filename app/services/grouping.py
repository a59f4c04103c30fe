"""What the rows of a report of devices are of: subjects, places, teams, grades, the school."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from app.domain.device import Device
from app.domain.norm import GRADES
from app.domain.person import Place, Team
from app.domain.sentence import Sentence
from app.domain.text import clean, sort_key
from app.store.desk import Desk

_SEVERAL = "*"


class Grouping(StrEnum):
    """What the rows are of."""

    SUBJECT = "subject"
    PLACE = "place"
    TEAM = "team"
    GRADE = "grade"
    SCHOOL = "school"


NAMES: Mapping[Grouping, Sentence] = {
    Grouping.SUBJECT: Sentence("Subject"),
    Grouping.PLACE: Sentence("Place"),
    Grouping.TEAM: Sentence("Team"),
    Grouping.GRADE: Sentence("Grade"),
    Grouping.SCHOOL: Sentence("The whole school"),
}
SAID: Mapping[Grouping, Sentence] = {
    Grouping.SUBJECT: Sentence("By subject"),
    Grouping.PLACE: Sentence("By place"),
    Grouping.TEAM: Sentence("By team"),
    Grouping.GRADE: Sentence("By grade"),
    Grouping.SCHOOL: Sentence("The whole school"),
}
_UNNAMED: Mapping[Grouping, Sentence] = {
    Grouping.SUBJECT: Sentence("No subject written"),
    Grouping.PLACE: Sentence("No place written"),
    Grouping.TEAM: Sentence("Shared by all"),
    Grouping.GRADE: Sentence("No grade written"),
    Grouping.SCHOOL: Sentence("The whole school"),
}


def groups_of(desk: Desk, devices: Mapping[int, Device], by: Grouping) -> dict[int, str]:
    """Return which group each device is in, as the book says now; "" for none."""
    places = {record.id: record.row.name for record in desk.every(Place)}
    teams = {record.id: record.row.name for record in desk.every(Team)}
    if by is Grouping.SUBJECT:
        return {number: clean(device.subject) for number, device in devices.items()}
    if by is Grouping.PLACE:
        return {number: places.get(device.place_id or 0, "") for number, device in devices.items()}
    if by is Grouping.TEAM:
        return {number: teams.get(device.team_id or 0, "") for number, device in devices.items()}
    if by is Grouping.GRADE:
        return {number: _grade(device.grades) for number, device in devices.items()}
    return dict.fromkeys(devices, "")


def _grade(grades: str) -> str:
    """Return the grade a device is for, `_SEVERAL`, or "" where none can be read."""
    found = [str(grade) for grade in GRADES if str(grade) in grades]
    return "" if not found else found[0] if len(found) == 1 else _SEVERAL


def group_rank(name: str) -> tuple[int, str]:
    """Return what a group sorts by: those without a name last."""
    return (not name) * 2 + (name == _SEVERAL), sort_key(name)


def called_group(by: Grouping, name: str) -> str | Sentence:
    """Return what a group is called."""
    if not name:
        return _UNNAMED[by]
    if by is Grouping.GRADE:
        if name == _SEVERAL:
            return Sentence("Several grades")
        return Sentence("Grade {grade}", {"grade": name})
    return name
