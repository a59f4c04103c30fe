"""Who may do what: the right each act and question at the door asks for (Điều 2.1, 7.4, 9.2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.domain.account import Right, Role, Signed, holders_of
from app.domain.fault import Refused
from app.domain.sentence import Sentence, told

ROLES: Mapping[Role, Sentence] = {
    Role.KEEPER: Sentence("Equipment keeper"),
    Role.PRINCIPAL: Sentence("Principal"),
    Role.ADMIN: Sentence("Vice principal or IT teacher"),
    Role.TEAM_HEAD: Sentence("Head of a team"),
    Role.READER: Sentence("Reader"),
}

WORK: Mapping[Right, Sentence] = {
    Right.READ: Sentence("Look at everything"),
    Right.COUNTER: Sentence("Lend and take back, plan lessons, keep kits"),
    Right.REGISTER: Sentence("Register, correct, move and write off devices"),
    Right.UPKEEP: Sentence("Report damage, mend, repair, assess, care, propose disposals"),
    Right.COUNT: Sentence("Take stock"),
    Right.DECIDE: Sentence("Decide disposals"),
    Right.LISTS: Sentence("Keep people, classes, places, words, the calendar and the minimum list"),
    Right.IMPORT: Sentence("Import lists"),
    Right.PROVIDE: Sentence("Print and export papers and lists"),
    Right.UPLOAD: Sentence("Upload, reconcile, settle notices, look after the city's accounts"),
    Right.SUBMIT: Sentence("Submit the month, say why something was late"),
    Right.CONFIRM: Sentence("Confirm the month before the principal"),
    Right.APPROVE: Sentence("Approve the month or return it"),
    Right.LIMITS: Sentence("Amend the limits of the regulation"),
    Right.SETTINGS: Sentence("Set the school, its documents, letterheads and signers"),
    Right.ACCOUNTS: Sentence("Give, change and retire accounts"),
    Right.COPY: Sentence("Copy the book to another place, practise a restore"),
    Right.RESTORE: Sentence("Restore a backup, move the book"),
}

_ACTS: Mapping[Right, str] = {
    Right.DOOR: "NoteBackup",
    # What is undone asks for the right to what was done.
    Right.READ: "Undo",
    Right.COUNTER: "Lend TakeBack Extend RegisterPlan CopyWeek CancelPlan ServePlan MakeKit "
    "ChangeKit",
    Right.REGISTER: "RegisterDevice CorrectDevice CorrectDevices ReceiveMore Increase Decrease "
    "Handover Transfer TransferOut AddPhoto AddManual LinkChosen LinkDevices AdoptWords",
    Right.UPKEEP: "Assess MarkCareDone MakeCarePlan CorrectCarePlan EndCarePlan ReportDamage "
    "DescribeDamage ProposeDisposal WithdrawDisposal MendHere Find SendToRepair BackFromRepair",
    Right.COUNT: "OpenStocktake CancelStocktake Count CountHere Explain CloseStocktake",
    Right.DECIDE: "DecideDisposal",
    Right.LISTS: "RegisterPerson CorrectPerson RegisterClass CorrectClass RegisterTeam "
    "CorrectTeam RegisterPlace CorrectPlace RegisterWord CorrectWord PrefillYear SetSpecialDay "
    "DropSpecialDay ConfirmYear DescribeSchoolYear SetHeadcounts MoveUp SetQuota SetBells "
    "ConfirmNorm",
    Right.IMPORT: "Import",
    Right.PROVIDE: "Archive NoteArchived",
    Right.UPLOAD: "MakeUpload MarkUploaded AnswerUpload WithdrawUpload KeepReceipt AddLayout "
    "ChangeLayout UseLayout RetireLayout BringLayout AddCityAccount ChangeCityPassword "
    "ForgetCityAccount NoteChange SettleNotice BringList PairRows Decide LearnCodes "
    "FinishReconciliation CancelReconciliation",
    Right.SUBMIT: "SubmitMonth ExplainLate KeepScan",
    Right.CONFIRM: "ConfirmMonth",
    Right.APPROVE: "ApproveMonth ReturnMonth",
    Right.LIMITS: "SetLimit",
    Right.SETTINGS: "DescribeSchool SetGoverning SetLetterhead SetSigners SetSchoolCode "
    "CorrectSchoolCode SetSchoolStatus SkipStep",
    Right.ACCOUNTS: "AddAccount ChangeRole ResetSecret RetireAccount RenewRecovery",
    Right.COPY: "ChooseBackupPlace",
}

# What is asked as the book is opened and closed, and what is a secret; all else is read.
_QUESTIONS: Mapping[Right, str] = {
    Right.DOOR: "DoorPlate CheckEnd NoteEnd EntriesNow WrittenSinceBackup TheSchool _Recount "
    "Verify CheckPaper Backups BackupWatch DrawAccountSlip",
    Right.ACCOUNTS: "Accounts",
    Right.UPLOAD: "CityPassword RestoreCityPassword PasswordsHere",
}

# What may be undone, by its kind of entry.
_UNDONE: Mapping[Right, str] = {
    Right.COUNTER: "lend take_back extend kit plan",
    Right.REGISTER: "register correct receive increase decrease transfer transfer_out handover "
    "photo",
    Right.UPKEEP: "report describe mend found repair repaired proposal withdraw assess care_plan "
    "care_done",
    Right.COUNT: "stocktake stocktake_cancel stocktake_close count explain",
    Right.DECIDE: "disposal",
    Right.LISTS: "person class team place subject fund calendar move_up norm quota",
    Right.IMPORT: "import",
    Right.PROVIDE: "archive_note",
    Right.UPLOAD: "layout notice notice_settle reconcile reconcile_pair reconcile_decide "
    "reconcile_finish reconcile_cancel learn_codes",
    Right.SUBMIT: "lateness",
    Right.CONFIRM: "month_confirm",
    Right.LIMITS: "limit",
    Right.SETTINGS: "settings governing letterhead signer",
}


def _by_name(table: Mapping[Right, str]) -> dict[str, Right]:
    return {name: right for right, names in table.items() for name in names.split()}


_TO_RUN, _TO_ASK, _TO_UNDO = _by_name(_ACTS), _by_name(_QUESTIONS), _by_name(_UNDONE)


def right_to_run(action: object) -> Right:
    """Return the right an act asks for; an adjustment asks for that of the act it wraps."""
    inner = getattr(action, "action", None)
    return right_to_run(inner) if inner is not None else _TO_RUN[type(action).__name__]


def right_to_ask(question: object) -> Right:
    """Return the right a question asks for."""
    return _TO_ASK.get(type(question).__name__, Right.READ)


def right_to_undo(kind: str) -> Right:
    """Return the right that undoing an entry of a kind asks for."""
    return _TO_UNDO[kind]


def check_right(signed: Signed, right: Right) -> None:
    """Refuse what the role of whoever is signed in may not do, and say who may."""
    if signed.must_change and right is not Right.DOOR:
        raise Refused(
            Sentence(
                "This PIN was handed out and others may know it. Choose one of your own first "
                "(Điều 5.2)."
            ),
            where="secret",
        )
    if not signed.may(right):
        raise Refused(
            Sentence(
                "This is for {roles}, and you are signed in as {role}. Ask one of them, or sign "
                "in again.",
                {
                    "roles": _either(holders_of(right)),
                    "role": told(ROLES[signed.role].text, {}),
                },
            ),
            where="rights",
        )


def _either(roles: tuple[Role, ...]) -> Mapping[str, Any]:
    """Return the roles as a list in words."""
    first, *rest = roles
    said = told(ROLES[first].text, {})
    if not rest:
        return said
    return told("{one} or {other}", {"one": said, "other": _either(tuple(rest))})
