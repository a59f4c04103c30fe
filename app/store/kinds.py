"""The kinds of rows a book keeps, and the table each stands in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from app.domain.account import Account
from app.domain.archive import Archived
from app.domain.backup import BackupNote
from app.domain.calendar import CalendarYear, Headcount, SchoolYear, SpecialDay
from app.domain.care import CareDone, CarePlan
from app.domain.catalogue import CatalogueItem
from app.domain.city_account import CityAccount
from app.domain.condition import Assessment
from app.domain.damage import Damage, Disposal, DisposalLine, Repair
from app.domain.device import Device
from app.domain.document import Document
from app.domain.governing import Governing
from app.domain.intake import Intake
from app.domain.kit import Kit, KitItem
from app.domain.layout import LayoutRow
from app.domain.limit import TimeLimit
from app.domain.loan import Loan, LoanLine
from app.domain.month import Lateness, Month, MonthConfirmation
from app.domain.notice import Notice
from app.domain.person import Fund, Person, Place, SchoolClass, Subject, Team
from app.domain.photo import Photo
from app.domain.plan import Plan, PlanItem
from app.domain.quota import Quota
from app.domain.reconciliation import Decision, ForeignRow, Reconciliation
from app.domain.setting import LetterheadVersion, Setting, Signers
from app.domain.stocktake import Explanation, Stocktake, StocktakeCount, StocktakeRow
from app.domain.timetable import Teaching, TimetableHour
from app.domain.upload import UploadBatch, UploadRow

R = TypeVar(
    "R",
    Device,
    Photo,
    Plan,
    PlanItem,
    Kit,
    KitItem,
    Person,
    SchoolClass,
    Team,
    Place,
    CatalogueItem,
    Loan,
    LoanLine,
    Damage,
    Repair,
    Disposal,
    DisposalLine,
    Assessment,
    Setting,
    LayoutRow,
    UploadBatch,
    UploadRow,
    Subject,
    Fund,
    SchoolYear,
    SpecialDay,
    CalendarYear,
    Headcount,
    Document,
    Month,
    Lateness,
    Notice,
    Quota,
    CarePlan,
    CareDone,
    Stocktake,
    StocktakeRow,
    StocktakeCount,
    Explanation,
    Governing,
    LetterheadVersion,
    Signers,
    TimeLimit,
    MonthConfirmation,
    CityAccount,
    Archived,
    TimetableHour,
    Teaching,
    Intake,
    Reconciliation,
    ForeignRow,
    Decision,
    BackupNote,
    Account,
)

TABLES: Mapping[type, str] = {
    Device: "device",
    Person: "person",
    SchoolClass: "school_class",
    Team: "team",
    Place: "place",
    CatalogueItem: "catalogue_item",
    Kit: "kit",
    KitItem: "kit_item",
    Loan: "loan",
    LoanLine: "loan_line",
    Damage: "damage",
    Repair: "repair",
    Disposal: "disposal",
    DisposalLine: "disposal_line",
    Assessment: "assessment",
    Photo: "photo",
    Plan: "plan",
    PlanItem: "plan_item",
    Setting: "setting",
    LayoutRow: "layout",
    UploadBatch: "upload_batch",
    UploadRow: "upload_row",
    Subject: "subject",
    Fund: "fund",
    SchoolYear: "school_year",
    SpecialDay: "special_day",
    CalendarYear: "calendar_year",
    Headcount: "headcount",
    Document: "document",
    Month: "month",
    Lateness: "lateness",
    Notice: "notice",
    Quota: "quota",
    CarePlan: "care_plan",
    CareDone: "care_done",
    Stocktake: "stocktake",
    StocktakeRow: "stocktake_row",
    StocktakeCount: "stocktake_count",
    Explanation: "stocktake_finding",
    Governing: "governing",
    LetterheadVersion: "letterhead",
    Signers: "signer",
    TimeLimit: "time_limit",
    MonthConfirmation: "month_confirmation",
    CityAccount: "city_account",
    Archived: "archive",
    TimetableHour: "timetable",
    Teaching: "teaching",
    Intake: "intake",
    Reconciliation: "reconciliation",
    ForeignRow: "reconciliation_row",
    Decision: "reconciliation_decision",
    BackupNote: "backup",
    Account: "account",
}

KINDS: Mapping[str, type] = {name: kind for kind, name in TABLES.items()}
