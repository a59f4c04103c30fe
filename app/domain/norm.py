"""The minimum list as rules: how many of an item a school needs (định mức).

A rule is so many for each pupil, teacher, class or school, or for each group of pupils.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

GRADES = (1, 2, 3, 4, 5)
CONFIRMED = "confirmed"
# What the shipped list says of rows that were seen whole; any other row is a name to pick.
_SURE = ("FOUND (1 source)", "FOUND (2 sources agree)")
_GROUP = re.compile(r"(\d+)\s*[-–]\s*(\d+)\s*hs")
_DIGIT = re.compile(r"[1-5]")


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
    """How many are needed, or which figure of which grade is missing to tell."""

    quantity: int | None
    lacks: str = ""
    grade: int = 0


def parse_rule(quantity: str, per: str) -> Rule | None:
    """Return the rule that a listed row writes as 01 and HS, or 1 and 4-6 HS; None if none."""
    number, text = quantity.strip(), per.strip().lower()
    if not (number.isascii() and number.isdigit() and int(number)):
        return None
    if text in _PER:
        return Rule(int(number), _PER[text])
    group = _GROUP.fullmatch(text)
    if group and 0 < int(group[1]) <= int(group[2]):
        return Rule(int(number), Per.GROUP, int(group[2]))
    return None


def is_confirmed(confidence: str) -> bool:
    """Return whether a listed row may say enough or short."""
    return confidence in _SURE or confidence.startswith(CONFIRMED)


def grades_of(text: str) -> tuple[int, ...]:
    """Return the grades that a row such as 1;2;3 names, all of them when it names none."""
    named = tuple(int(digit) for digit in _DIGIT.findall(text))
    return tuple(grade for grade in GRADES if grade in named) or GRADES


def need_of(rule: Rule, grades: Sequence[int], counts: Mapping[int, Counts]) -> Need:
    """Return how many a rule asks for in some grades.

    Of a group of 4 to 6 pupils the largest size counts: it is the least that satisfies the
    list. A grade without classes needs nothing.
    """
    if rule.per is Per.SCHOOL:
        return Need(rule.quantity)
    name = Per.PUPIL if rule.per is Per.GROUP else rule.per
    whole = 0
    for grade in grades:
        figure = getattr(counts.get(grade, Counts()), name)
        if figure is None:
            return Need(None, name, grade)
        whole += rule.quantity * (-(-figure // rule.largest))
    return Need(whole)
