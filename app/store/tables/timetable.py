"""The tables of the timetable, and of who teaches what where."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Index

from app.store.tables.columns import key, link, number, table, text

timetable = table(
    "timetable",
    key(),
    link("class_id", "school_class"),
    number("weekday"),
    text("session"),
    number("period"),
    text("subject"),
    link("teacher_id", "person", nullable=True),
    text("first_day"),
    text("last_day"),
    text("status"),
    CheckConstraint("weekday BETWEEN 0 AND 6", name="timetable_weekday"),
    CheckConstraint("period > 0", name="timetable_period"),
    Index("timetable_class", "class_id", "weekday"),
    Index("timetable_teacher", "teacher_id", "weekday"),
)

teaching = table(
    "teaching",
    key(),
    link("teacher_id", "person"),
    link("class_id", "school_class"),
    text("subject"),
    text("first_day"),
    text("last_day"),
    text("status"),
    Index("teaching_teacher", "teacher_id"),
    Index("teaching_class", "class_id"),
)
