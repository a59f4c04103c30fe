"""The tables of a book; what guards them stands in `guards`."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
)

from app.domain.damage import CASE_STATES
from app.domain.device import State

metadata = MetaData()

_STATES = ", ".join(f"'{state}'" for state in State)
_CASES = ", ".join(f"'{state}'" for state in CASE_STATES)
_HELD = ", ".join(f"'{state}'" for state in State if state is not State.OUTSIDE)


def _key() -> Column[int]:
    return Column("id", Integer, primary_key=True)


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def _texts(*names: str) -> list[Column[str]]:
    return [_text(name) for name in names]


def _number(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False)


def _link(name: str, target: str, *, nullable: bool = False) -> Column[int]:
    return Column(name, Integer, ForeignKey(f"{target}.id"), nullable=nullable)


def _table(name: str, *items: Column[int] | Column[str] | CheckConstraint | Index) -> Table:
    return Table(name, metadata, *items, sqlite_strict=True)


setting = _table(
    "setting", _key(), Column("key", Text, nullable=False, unique=True), _text("value")
)

team = _table(
    "team",
    _key(),
    _text("name"),
    Column("head_id", Integer),  # a person; a reference both ways could not be made in order
    _text("status"),
    _text("sort_key"),
)

place = _table(
    "place",
    _key(),
    Column("code", Text, nullable=False, unique=True),
    _text("name"),
    _text("kind"),
    _link("part_of", "place", nullable=True),
    _text("status"),
    _text("sort_key"),
)

subject = _table("subject", _key(), _text("name"), _text("status"), _text("sort_key"))

fund = _table("fund", _key(), _text("name"), _text("status"), _text("sort_key"))

school_year = _table(
    "school_year",
    _key(),
    Column("year", Integer, nullable=False, unique=True),
    _text("start"),
    _text("second_term"),
    _text("end"),
    _text("status"),
)

special_day = _table(
    "special_day",
    _key(),
    Column("day", Text, nullable=False, unique=True),
    _text("kind"),
    _text("note"),
    _text("source"),
    _text("status"),
)

calendar_year = _table(
    "calendar_year",
    _key(),
    Column("year", Integer, nullable=False, unique=True),
    _text("confirmed"),
)

headcount = _table(
    "headcount",
    _key(),
    _number("school_year"),
    _number("grade"),
    Column("classes", Integer),
    Column("pupils", Integer),
    Column("teachers", Integer),
    _text("status"),
)

person = _table(
    "person",
    _key(),
    Column("code", Text, nullable=False, unique=True),
    _text("name"),
    _text("official_code"),
    _text("staff_type"),
    _link("team_id", "team", nullable=True),
    _text("status"),
    _text("sort_key"),
)

school_class = _table(
    "school_class",
    _key(),
    Column("code", Text, nullable=False, unique=True),
    _text("name"),
    _number("grade"),
    _number("school_year"),
    _text("official_code"),
    _link("homeroom_id", "person", nullable=True),
    Column("pupils", Integer),
    _text("status"),
    _text("sort_key"),
)

catalogue_item = _table(
    "catalogue_item",
    _key(),
    Column("code", Text, nullable=False, unique=True),
    _text("name"),
    _text("number"),
    _text("circular"),
    _text("subject"),
    _text("grade"),
    _text("unit"),
    _text("quantity"),
    _text("per"),
    _text("user"),
    _text("source"),
    _text("confidence"),
    _text("status"),
    _text("sort_key"),
)

device = _table(
    "device",
    _key(),
    Column("code", Text, nullable=False, unique=True),
    _text("name"),
    _text("kind"),
    _text("unit"),
    _text("official_code"),
    _text("subject"),
    _text("grades"),
    _text("specification"),
    _text("maker"),
    _text("country"),
    Column("year_made", Integer),
    Column("year_in_use", Integer),
    _text("fund"),
    Column("unit_price", Integer),
    _text("document_number"),
    _text("document_date"),
    _text("book_page"),
    _text("user"),
    _text("self_made"),
    _text("use_by"),
    _text("category"),
    _text("note"),
    _text("condition"),
    _link("place_id", "place", nullable=True),
    _link("catalogue_id", "catalogue_item", nullable=True),
    _link("team_id", "team", nullable=True),
    Column("life_years", Integer),
    _text("status"),
    _text("sort_key"),
    CheckConstraint("kind IN ('piece', 'lot')", name="device_kind"),
    Index("device_order", "sort_key", "id", "status"),
    Index("device_subject_order", "subject", "sort_key", "id", "status"),
    Index("device_official_code", "official_code"),
)

kit = _table(
    "kit",
    _key(),
    Column("code", Text, nullable=False, unique=True),
    _text("name"),
    _text("status"),
    _text("sort_key"),
)

kit_item = _table(
    "kit_item",
    _key(),
    _link("kit_id", "kit"),
    _link("device_id", "device"),
    _number("quantity"),
    _text("status"),
    CheckConstraint("quantity > 0", name="kit_item_quantity"),
    Index("kit_item_kit", "kit_id"),
)

loan = _table(
    "loan",
    _key(),
    _link("class_id", "school_class"),
    _link("teacher_id", "person"),
    _text("day"),
    _text("due"),
    _text("period"),
    _text("lesson"),
    _text("note"),
    _text("subject"),
    _text("ppct"),
    _text("fetched_by"),
    _text("term"),
    _text("status"),
    CheckConstraint("due >= day", name="loan_due"),
)

loan_line = _table(
    "loan_line",
    _key(),
    _link("loan_id", "loan"),
    _link("device_id", "device"),
    _number("quantity"),
    _link("kit_id", "kit", nullable=True),
    CheckConstraint("quantity > 0", name="loan_line_quantity"),
    Index("loan_line_loan", "loan_id"),
)

damage = _table(
    "damage",
    _key(),
    _link("device_id", "device"),
    _number("quantity"),
    _text("kind"),
    _text("day"),
    _link("line_id", "loan_line", nullable=True),
    _text("found_by"),
    _text("responsible"),
    _text("cause"),
    _text("handling"),
    Column("compensation", Integer),
    _text("note"),
    _link("slip_id", "document", nullable=True),
    _text("status"),
    CheckConstraint("quantity > 0", name="damage_quantity"),
    Index("damage_device", "device_id"),
)

repair = _table(
    "repair", _key(), _link("damage_id", "damage"), _number("quantity"), _text("day"),
    _text("repairer"), _text("fund"), Column("expected", Integer), _number("mended"),
    _number("unmended"), Column("cost", Integer), _text("result"), _text("back_day"),
    _text("note"), _text("status"),
    CheckConstraint("quantity > 0", name="repair_quantity"),
    CheckConstraint(
        "mended >= 0 AND unmended >= 0 AND mended + unmended <= quantity", name="repair_back"
    ),
    Index("repair_damage", "damage_id"),
)  # fmt: skip

disposal = _table(
    "disposal", _key(), _text("day"), _text("reason"), _text("decision"), _text("decided_on"),
    _text("method"), Column("value", Integer), _link("slip_id", "document", nullable=True),
    _link("minutes_id", "document", nullable=True), _text("status"),
    Index("disposal_status", "status"),
)  # fmt: skip

disposal_line = _table(
    "disposal_line", _key(), _link("disposal_id", "disposal"), _link("device_id", "device"),
    _number("quantity"), _text("state"), _link("damage_id", "damage", nullable=True),
    _text("condition"), Column("remaining", Integer), _text("status"),
    CheckConstraint("quantity > 0", name="disposal_line_quantity"),
    Index("disposal_line_disposal", "disposal_id"),
    Index("disposal_line_device", "device_id"),
)  # fmt: skip
care_plan = _table(
    "care_plan",
    _key(),
    _link("catalogue_id", "catalogue_item", nullable=True),
    _link("device_id", "device", nullable=True),
    _text("category"),
    _text("kind"),
    _number("months"),
    _text("who"),
    _text("instruction"),
    _text("status"),
    CheckConstraint(
        "(catalogue_id IS NOT NULL) + (device_id IS NOT NULL) + (category <> '') = 1",
        name="care_plan_of_one",
    ),
    CheckConstraint("months > 0", name="care_plan_months"),
)

care_done = _table(
    "care_done",
    _key(),
    _link("plan_id", "care_plan"),
    _link("device_id", "device"),
    _text("day"),
    _text("who"),
    _text("result"),
    _text("note"),
    Column("cost", Integer),
    _text("status"),
    Index("care_done_device", "device_id"),
)

plan = _table(
    "plan",
    _key(),
    _link("teacher_id", "person"),
    _link("class_id", "school_class"),
    _text("day"),
    _text("session"),
    _number("period"),
    _text("subject"),
    _text("lesson"),
    _text("ppct"),
    _text("note"),
    _link("loan_id", "loan", nullable=True),
    _text("status"),
    Index("plan_day", "day"),
)

plan_item = _table(
    "plan_item",
    _key(),
    _link("plan_id", "plan"),
    _link("device_id", "device"),
    _number("quantity"),
    _text("status"),
    CheckConstraint("quantity > 0", name="plan_item_quantity"),
    Index("plan_item_plan", "plan_id"),
)

month = _table(
    "month", _key(), Column("month", Text, nullable=False, unique=True), _text("status"),
    _number("entry"), _text("head"), _link("document_id", "document"), _number("prints"),
    *_texts("signer", "approved_on", "note", "scan", "scan_sha256"),
)  # fmt: skip

lateness = _table(
    "lateness",
    _key(),
    Column("entry_id", Integer, ForeignKey("entry.id"), nullable=False, unique=True),
    _text("reason"),
    _text("status"),
)

photo = _table(
    "photo",
    _key(),
    _link("device_id", "device"),
    _text("kind"),
    _text("file"),
    _text("sha256"),
    _text("status"),
    Index("photo_device", "device_id"),
)

assessment = _table(
    "assessment", _key(), _link("device_id", "device"), _text("day"), _number("good"),
    _number("fair"), _number("average"), _number("poor"), _text("found_by"), _text("occasion"),
    _link("line_id", "loan_line", nullable=True), _text("note"),
    _link("photo_id", "photo", nullable=True), _text("status"),
    CheckConstraint(
        "min(good, fair, average, poor) >= 0 AND good + fair + average + poor > 0",
        name="assessment_quantity",
    ),
    Index("assessment_device", "device_id"),
)  # fmt: skip

upload = _table(
    "upload", _key(), _text("layout"), _number("rows"), *_texts("file", "sha256", "day", "status")
)

document = _table(
    "document", _key(), _text("kind"), _number("school_year"), _number("number"),
    *_texts("day", "content", "status"),
    Index("document_number", "kind", "school_year", "number", unique=True),
)  # fmt: skip

entry = _table(
    "entry",
    _key(),
    *_texts("kind", "day", "recorded_at", "actor", "text", "values", "reason"),
    Column("reverses", Integer, ForeignKey("entry.id"), unique=True),
    _text("corrects"),
    _text("images"),
    _text("previous_hash"),
    Column("hash", Text, nullable=False, unique=True),
    Index("entry_day", "day"),
)

posting = _table(
    "posting",
    _key(),
    _link("entry_id", "entry"),
    _link("device_id", "device"),
    _number("quantity"),
    _text("source"),
    _text("target"),
    _link("line_id", "loan_line", nullable=True),
    _link("damage_id", "damage", nullable=True),
    _text("result"),
    _text("note"),
    CheckConstraint("quantity > 0", name="posting_quantity"),
    CheckConstraint("source <> target", name="posting_moves"),
    CheckConstraint(f"source IN ({_STATES}) AND target IN ({_STATES})", name="posting_states"),
    CheckConstraint(
        "(source = 'on_loan' OR target = 'on_loan') = (line_id IS NOT NULL)", name="posting_line"
    ),
    CheckConstraint(
        f"(source IN ({_CASES}) OR target IN ({_CASES})) = (damage_id IS NOT NULL)",
        name="posting_damage",
    ),
    Index("posting_entry", "entry_id"),
    Index("posting_device", "device_id"),
)

balance = Table(
    "balance",
    metadata,
    Column("device_id", Integer, ForeignKey("device.id"), primary_key=True),
    Column("state", Text, primary_key=True),
    _number("quantity"),
    CheckConstraint("quantity >= 0", name="balance_quantity"),
    CheckConstraint(f"state IN ({_HELD})", name="balance_state"),
    sqlite_strict=True,
)

# Which entries describe a device, so that its history is found without reading all images.
described = Table(
    "described",
    metadata,
    Column("device_id", Integer, ForeignKey("device.id"), primary_key=True),
    Column("entry_id", Integer, ForeignKey("entry.id"), primary_key=True),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

line_balance = Table(
    "line_balance",
    metadata,
    Column("line_id", Integer, ForeignKey("loan_line.id"), primary_key=True),
    _link("loan_id", "loan"),
    _link("device_id", "device"),
    _number("outstanding"),
    CheckConstraint("outstanding >= 0", name="line_outstanding"),
    sqlite_strict=True,
)
Index("line_open", line_balance.c.device_id, sqlite_where=line_balance.c.outstanding > 0)
Index("line_open_loan", line_balance.c.loan_id, sqlite_where=line_balance.c.outstanding > 0)

# How much of a damage case waits, is being repaired, or is lost.
damage_balance = Table(
    "damage_balance",
    metadata,
    Column("damage_id", Integer, ForeignKey("damage.id"), primary_key=True),
    Column("state", Text, primary_key=True),
    _link("device_id", "device"),
    _number("quantity"),
    CheckConstraint("quantity >= 0", name="damage_balance_quantity"),
    CheckConstraint(f"state IN ({_CASES})", name="damage_balance_state"),
    sqlite_strict=True,
)
Index("damage_open", damage_balance.c.device_id, sqlite_where=damage_balance.c.quantity > 0)

# Every table whose rows an entry's images may write.
DESCRIBED = {
    table.name: table
    for table in (
        setting, team, place, subject, fund, person, school_class, catalogue_item,
        school_year, special_day, calendar_year, headcount,
        device, kit, kit_item, loan, loan_line, damage, repair, disposal, disposal_line, plan,
        plan_item, care_plan, care_done, document, month, lateness, photo, assessment, upload,
    )
}  # fmt: skip
