"""The tables of upkeep: damage, repair, disposal, quality and care."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, Integer

from app.store.tables.columns import key, link, number, table, text

damage = table(
    "damage",
    key(),
    link("device_id", "device"),
    number("quantity"),
    text("kind"),
    text("day"),
    link("line_id", "loan_line", nullable=True),
    text("found_by"),
    text("responsible"),
    text("cause"),
    text("handling"),
    Column("compensation", Integer),
    text("note"),
    link("slip_id", "document", nullable=True),
    text("status"),
    CheckConstraint("quantity > 0", name="damage_quantity"),
    Index("damage_device", "device_id"),
)

repair = table(
    "repair", key(), link("damage_id", "damage"), number("quantity"), text("day"),
    text("repairer"), text("fund"), Column("expected", Integer), number("mended"),
    number("unmended"), Column("cost", Integer), text("result"), text("back_day"),
    text("note"), text("status"),
    CheckConstraint("quantity > 0", name="repair_quantity"),
    CheckConstraint(
        "mended >= 0 AND unmended >= 0 AND mended + unmended <= quantity", name="repair_back"
    ),
    Index("repair_damage", "damage_id"),
)  # fmt: skip

disposal = table(
    "disposal", key(), text("day"), text("reason"), text("decision"), text("decided_on"),
    text("method"), Column("value", Integer), link("slip_id", "document", nullable=True),
    link("minutes_id", "document", nullable=True), text("status"),
    Index("disposal_status", "status"),
)  # fmt: skip

disposal_line = table(
    "disposal_line", key(), link("disposal_id", "disposal"), link("device_id", "device"),
    number("quantity"), text("state"), link("damage_id", "damage", nullable=True),
    text("condition"), Column("remaining", Integer), text("status"),
    CheckConstraint("quantity > 0", name="disposal_line_quantity"),
    Index("disposal_line_disposal", "disposal_id"),
    Index("disposal_line_device", "device_id"),
)  # fmt: skip

assessment = table(
    "assessment", key(), link("device_id", "device"), text("day"), number("good"),
    number("fair"), number("average"), number("poor"), text("found_by"), text("occasion"),
    link("line_id", "loan_line", nullable=True), text("note"),
    link("photo_id", "photo", nullable=True), text("status"),
    CheckConstraint(
        "min(good, fair, average, poor) >= 0 AND good + fair + average + poor > 0",
        name="assessment_quantity",
    ),
    Index("assessment_device", "device_id"),
)  # fmt: skip

care_plan = table(
    "care_plan",
    key(),
    link("catalogue_id", "catalogue_item", nullable=True),
    link("device_id", "device", nullable=True),
    text("category"),
    text("kind"),
    number("months"),
    text("who"),
    text("instruction"),
    text("status"),
    CheckConstraint(
        "(catalogue_id IS NOT NULL) + (device_id IS NOT NULL) + (category <> '') = 1",
        name="care_plan_of_one",
    ),
    CheckConstraint("months > 0", name="care_plan_months"),
)

care_done = table(
    "care_done",
    key(),
    link("plan_id", "care_plan"),
    link("device_id", "device"),
    text("day"),
    text("who"),
    text("result"),
    text("note"),
    Column("cost", Integer),
    text("status"),
    Index("care_done_device", "device_id"),
)
