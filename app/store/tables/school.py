"""The tables of the school: its settings, people, classes, places and calendar."""

from __future__ import annotations

from sqlalchemy import Column, Integer, Text

from app.store.tables.columns import key, link, number, table, text

setting = table("setting", key(), Column("key", Text, nullable=False, unique=True), text("value"))

team = table(
    "team",
    key(),
    text("name"),
    Column("head_id", Integer),  # a person; a reference both ways could not be made in order
    text("status"),
    text("sort_key"),
)

place = table(
    "place",
    key(),
    Column("code", Text, nullable=False, unique=True),
    text("name"),
    text("kind"),
    link("part_of", "place", nullable=True),
    text("status"),
    text("sort_key"),
)

subject = table("subject", key(), text("name"), text("status"), text("sort_key"))

fund = table("fund", key(), text("name"), text("status"), text("sort_key"))

school_year = table(
    "school_year",
    key(),
    Column("year", Integer, nullable=False, unique=True),
    text("start"),
    text("second_term"),
    text("end"),
    text("status"),
)

special_day = table(
    "special_day",
    key(),
    Column("day", Text, nullable=False, unique=True),
    text("kind"),
    text("note"),
    text("source"),
    text("status"),
)

calendar_year = table(
    "calendar_year",
    key(),
    Column("year", Integer, nullable=False, unique=True),
    text("confirmed"),
)

headcount = table(
    "headcount",
    key(),
    number("school_year"),
    number("grade"),
    Column("classes", Integer),
    Column("pupils", Integer),
    Column("teachers", Integer),
    text("status"),
)

person = table(
    "person",
    key(),
    Column("code", Text, nullable=False, unique=True),
    text("name"),
    text("official_code"),
    text("staff_type"),
    link("team_id", "team", nullable=True),
    text("status"),
    text("sort_key"),
)

school_class = table(
    "school_class",
    key(),
    Column("code", Text, nullable=False, unique=True),
    text("name"),
    number("grade"),
    number("school_year"),
    text("official_code"),
    link("homeroom_id", "person", nullable=True),
    Column("pupils", Integer),
    text("status"),
    text("sort_key"),
)
