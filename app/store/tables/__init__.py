"""The tables of a book; what guards them stands in `guards`."""

from __future__ import annotations

from app.store.tables.accounts import account, attempt
from app.store.tables.archive import archive
from app.store.tables.backup import backup
from app.store.tables.city import city_account
from app.store.tables.columns import metadata
from app.store.tables.counting import stocktake, stocktake_count, stocktake_finding, stocktake_row
from app.store.tables.intake import intake
from app.store.tables.ledger import balance, damage_balance, described, entry, line_balance, posting
from app.store.tables.lending import loan, loan_line, plan, plan_item
from app.store.tables.notices import notice
from app.store.tables.quota import quota
from app.store.tables.reconciling import (
    reconciliation,
    reconciliation_decision,
    reconciliation_row,
)
from app.store.tables.register import (
    catalogue_item,
    device,
    document,
    kit,
    kit_item,
    lateness,
    month,
    photo,
)
from app.store.tables.school import (
    calendar_year,
    fund,
    headcount,
    person,
    place,
    school_class,
    school_year,
    setting,
    special_day,
    subject,
    team,
)
from app.store.tables.settings import (
    governing,
    letterhead,
    month_confirmation,
    signer,
    time_limit,
)
from app.store.tables.timetable import teaching, timetable
from app.store.tables.upkeep import (
    assessment,
    care_done,
    care_plan,
    damage,
    disposal,
    disposal_line,
    repair,
)
from app.store.tables.uploading import layout, upload_batch, upload_row

# Every table whose rows an entry's images may write.
DESCRIBED = {
    table.name: table
    for table in (
        setting,
        team,
        place,
        subject,
        fund,
        person,
        school_class,
        catalogue_item,
        school_year,
        special_day,
        calendar_year,
        headcount,
        device,
        kit,
        kit_item,
        loan,
        loan_line,
        damage,
        repair,
        disposal,
        disposal_line,
        plan,
        plan_item,
        care_plan,
        care_done,
        document,
        month,
        lateness,
        photo,
        assessment,
        stocktake,
        stocktake_row,
        stocktake_count,
        stocktake_finding,
        city_account,
        archive,
        governing,
        letterhead,
        signer,
        time_limit,
        month_confirmation,
        quota,
        layout,
        notice,
        upload_batch,
        upload_row,
        timetable,
        teaching,
        intake,
        reconciliation,
        reconciliation_row,
        reconciliation_decision,
        backup,
        account,
    )
}

__all__ = [
    "DESCRIBED",
    "account",
    "archive",
    "assessment",
    "attempt",
    "backup",
    "balance",
    "calendar_year",
    "care_done",
    "care_plan",
    "catalogue_item",
    "city_account",
    "damage",
    "damage_balance",
    "described",
    "device",
    "disposal",
    "disposal_line",
    "document",
    "entry",
    "fund",
    "governing",
    "headcount",
    "intake",
    "kit",
    "kit_item",
    "lateness",
    "layout",
    "letterhead",
    "line_balance",
    "loan",
    "loan_line",
    "metadata",
    "month",
    "month_confirmation",
    "notice",
    "person",
    "photo",
    "place",
    "plan",
    "plan_item",
    "posting",
    "quota",
    "reconciliation",
    "reconciliation_decision",
    "reconciliation_row",
    "repair",
    "school_class",
    "school_year",
    "setting",
    "signer",
    "special_day",
    "stocktake",
    "stocktake_count",
    "stocktake_finding",
    "stocktake_row",
    "subject",
    "teaching",
    "team",
    "time_limit",
    "timetable",
    "upload_batch",
    "upload_row",
]
