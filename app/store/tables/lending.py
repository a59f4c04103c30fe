"""The tables of the counter: slips, their lines, and plans of lessons."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Index

from app.store.tables.columns import key, link, number, table, text

loan = table(
    "loan",
    key(),
    link("class_id", "school_class"),
    link("teacher_id", "person"),
    text("day"),
    text("due"),
    text("period"),
    text("lesson"),
    text("note"),
    text("subject"),
    text("ppct"),
    text("fetched_by"),
    text("term"),
    text("status"),
    CheckConstraint("due >= day", name="loan_due"),
    # All that a report of a period asks of a slip.
    Index("loan_day", "day", "class_id", "teacher_id", "period"),
)

loan_line = table(
    "loan_line",
    key(),
    link("loan_id", "loan"),
    link("device_id", "device"),
    number("quantity"),
    link("kit_id", "kit", nullable=True),
    CheckConstraint("quantity > 0", name="loan_line_quantity"),
    # With what was lent, so that the uses of a year are added up without the lines themselves.
    Index("loan_line_loan", "loan_id", "device_id", "quantity"),
)

plan = table(
    "plan",
    key(),
    link("teacher_id", "person"),
    link("class_id", "school_class"),
    text("day"),
    text("session"),
    number("period"),
    text("subject"),
    text("lesson"),
    text("ppct"),
    text("note"),
    link("loan_id", "loan", nullable=True),
    text("status"),
    Index("plan_day", "day"),
)

plan_item = table(
    "plan_item",
    key(),
    link("plan_id", "plan"),
    link("device_id", "device"),
    number("quantity"),
    text("status"),
    CheckConstraint("quantity > 0", name="plan_item_quantity"),
    Index("plan_item_plan", "plan_id"),
)
