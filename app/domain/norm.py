"""The minimum list as rules: how many of an item a school needs (định mức).

A rule is so many for each pupil, teacher, class or school, or for each group of pupils.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.domain.text import as_figure, fold

GRADES = (1, 2, 3, 4, 5)
CONFIRMED = "confirmed"
PRESENT = "37/2021/TT-BGDĐT"  # the list in force for primary schools since 14/02/2022
_REPLACED = ("05/2019", "43/2020")  # the circulars whose lists it took the place of
# What the shipped list says of rows that were seen whole; any other row is a name to pick.
_SURE = ("FOUND (1 source)", "FOUND (2 sources agree)")
_GROUP = re.compile(r"(\d{1,6})\s*[-–]\s*(\d{1,6})\s*hs")
_NUMBER = re.compile(r"\d{1,18}")
_RANGE = re.compile(r"(\d{1,18})\s*[-–]\s*(\d{1,18})")
_GRADE = r"(?:(?:khoi lop|khoi|lop|k)\s*)?([1-5])(?:\s*(?:-|–|den)\s*(?:(?:khoi|lop)\s*)?([1-5]))?"
_LISTED = re.compile(rf"{_GRADE}(?:(?:\s*[;,./+&]\s*|\s+va\s+|\s+){_GRADE})*")


class Per(StrEnum):
    """What a quantity is for."""

    PUPIL = "pupils"
    TEACHER = "teachers"
    CLASS = "classes"
    SCHOOL = "school"
    GROUP = "groups"


_PER = {"hs": Per.PUPIL, "gv": Per.TEACHER, "lớp": Per.CLASS, "trường": Per.SCHOOL}


@dataclass(frozen=True, slots=True)
class Rule:
    """So many for each of something; `largest` is the size of the largest group."""

    quantity: int
    per: Per
    largest: int = 1


@dataclass(frozen=True, slots=True)
class Counts:
    """How many classes, pupils and teachers a grade has; None while nobody has said."""

    classes: int | None = None
    pupils: int | None = None
    teachers: int | None = None


@dataclass(frozen=True, slots=True)
class Need:
    """How many are needed, or which figure of which grades is missing to tell."""

    quantity: int | None
    lacks: str = ""
    grades: tuple[int, ...] = ()


def parse_rule(quantity: str, per: str) -> Rule | None:
    """Return the rule that a listed row writes as 01 and HS, or 1 and 4-6 HS; None if none."""
    number, text = as_figure(quantity.strip()), per.strip().lower()
    if not number:
        return None
    if text in _PER:
        return Rule(number, _PER[text])
    group = _GROUP.fullmatch(text)
    if group and 0 < int(group[1]) <= int(group[2]):
        return Rule(number, Per.GROUP, int(group[2]))
    return None


def is_replaced(circular: str) -> bool:
    """Return whether a row comes from a list that the one in force took the place of."""
    return circular.strip().startswith(_REPLACED)


def confirmed_for(circular: str) -> str:
    """Return the confidence of a row that a person has confirmed for the list in force."""
    return f"{CONFIRMED} for {PRESENT}" if is_replaced(circular) else CONFIRMED


def is_by_hand(confidence: str) -> bool:
    """Return whether a person confirmed a row; an import leaves it as that person said."""
    return confidence.startswith(CONFIRMED)


def is_confirmed(confidence: str, circular: str = "") -> bool:
    """Return whether a listed row may say enough or short.

    A row of a replaced circular may only once a person has confirmed it for the list in force.
    """
    if is_replaced(circular):
        return confidence == confirmed_for(circular)
    return confidence in _SURE or is_by_hand(confidence)


def grades_of(text: str) -> tuple[int, ...]:
    """Return the grades that a row such as 1;2;3 or 1-3 names; a blank one is for all.

    None at all come back of a text that names no grade, or one there is not: nobody can say
    then what is needed.
    """
    if not text.strip():
        return GRADES
    named = {int(number) for number in _NUMBER.findall(text)}
    for first, last in _RANGE.findall(text):
        named.update(range(int(first), min(int(last), GRADES[-1]) + 1))
    return tuple(sorted(named)) if named <= set(GRADES) else ()


def listed_grades(text: str) -> str | None:
    """Return grades as a device keeps them, 1;2;3, of 1-3, Khối 3 or lớp 1, 2; None if it is none.

    Nothing but grades may stand there: 123, 6 or 4A is refused rather than guessed.
    """
    said = fold(text)
    if not _LISTED.fullmatch(said):
        return None
    found: set[int] = set()
    for first, last in re.findall(_GRADE, said):
        if last and last < first:
            return None
        found.update(range(int(first), int(last or first) + 1))
    return ";".join(map(str, sorted(found)))


def need_of(rule: Rule, grades: Sequence[int], counts: Mapping[int, Counts]) -> Need:
    """Return how many a rule asks for in some grades.

    Of a group of 4 to 6 pupils the largest size counts: it is the least that satisfies the
    list. A figure nobody has said is never taken for 0.
    """
    if rule.per is Per.SCHOOL:
        return Need(rule.quantity)
    name = Per.PUPIL if rule.per is Per.GROUP else rule.per
    figures = {grade: getattr(counts.get(grade, Counts()), name) for grade in grades}
    lacking = tuple(grade for grade in grades if figures[grade] is None)
    if lacking:
        return Need(None, name, lacking)
    return Need(sum(rule.quantity * -(-figure // rule.largest) for figure in figures.values()))
