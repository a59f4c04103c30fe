"""Setting what holds from a day on, and the school's own code and standing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from app.domain.calendar import parse_day, show_day
from app.domain.change import Touched
from app.domain.draft import Draft
from app.domain.fault import Refused
from app.domain.governing import Governing
from app.domain.ledger import Image
from app.domain.month import month_of, show_month
from app.domain.sentence import Sentence, told
from app.domain.setting import LetterheadVersion, Setting, Signers
from app.domain.text import clean
from app.services.limits import check_open
from app.services.versions import effective_day, first_effective, governing_documents, write_version
from app.store.desk import Desk

CODE, STANDING = "school_code", "school_status"
_CHANGE = frozenset({Touched.SETTINGS, Touched.MONTHS})
_YEARS = range(2000, 2101)
_AHEAD = 5  # years


class SchoolStatus(StrEnum):
    """What has become of the school; its record is never deleted (Điều 6.4)."""

    ACTIVE = "active"
    PAUSED = "paused"
    MERGED = "merged"
    DISSOLVED = "dissolved"


STANDINGS = {
    SchoolStatus.ACTIVE: Sentence("In operation"),
    SchoolStatus.PAUSED: Sentence("Paused"),
    SchoolStatus.MERGED: Sentence("Merged into another school"),
    SchoolStatus.DISSOLVED: Sentence("Dissolved"),
}


@dataclass(frozen=True, slots=True)
class SetGoverning:
    """Say by which document the book is kept from a school year on (Điều 1)."""

    document: Governing

    def draft(self, desk: Desk) -> Draft[str]:
        """Draft the document's row; the value is the line that papers print."""
        row = _checked(self.document)
        record = desk.find(Governing, school_year=row.school_year)
        others = [
            one.row for one in governing_documents(desk) if one.row.school_year != row.school_year
        ]
        _check_effective(desk, [*others, row])
        image = desk.new(row)[1] if record is None else desk.changed(record, row)
        return Draft(
            kind="governing",
            day=desk.open_day().isoformat(),
            sentence=Sentence(
                "From school year {year} on the book is kept by {kind} {number} of {day}",
                {"year": f"{row.school_year}-{row.school_year + 1}", "kind": row.kind,
                 "number": row.number, "day": show_day(row.day)},
            ),
            change=_CHANGE,
            value=row.grounds(),
            images=() if record is not None and record.row == row else (image,),
        )  # fmt: skip


def _checked(document: Governing) -> Governing:
    row = replace(
        document, kind=clean(document.kind), number=clean(document.number),
        body=clean(document.body), title=clean(document.title), status="active",
    )  # fmt: skip
    if row.school_year not in _YEARS:
        raise Refused(
            Sentence("“{year}” is no school year. Write its first year, for example 2026.",
                     {"year": row.school_year}),
            where="school_year",
        )  # fmt: skip
    for name, said in (
        ("kind", Sentence("Say what kind of document it is, for example Quyết định.")),
        ("number", Sentence("Write the number of the document as it stands on it.")),
    ):
        if not getattr(row, name):
            raise Refused(said, where=name)
    parse_day(row.day)
    return row


def _check_effective(desk: Desk, documents: list[Governing]) -> None:
    """Refuse what would count a closed month from another day on."""
    days = sorted((effective_day(desk).isoformat(), first_effective(documents).isoformat()))
    closed = desk.closed_to()
    between = [
        month for month in desk.months_with_entries()
        if month_of(days[0]) <= month <= min(closed, month_of(days[1]))
    ]  # fmt: skip
    if days[0] != days[1] and between:
        raise Refused(
            Sentence(
                "The months up to {month} are approved and closed, and their times were counted "
                "from {day} on. Write down the document of that time first.",
                {"month": show_month(closed), "day": show_day(effective_day(desk).isoformat())},
            ),
            where="day",
        )


def check_version(desk: Desk, valid_from: date | None) -> str:
    """Return the ISO day a version holds from, "" for the beginning; refuse a far future."""
    if valid_from is None:
        return ""
    if valid_from.year > desk.today.year + _AHEAD:
        raise Refused(
            Sentence("{day} is too far ahead. Check the year.",
                     {"day": show_day(valid_from.isoformat())}),
            where="valid_from",
        )  # fmt: skip
    return valid_from.isoformat()


@dataclass(frozen=True, slots=True)
class SetLetterhead:
    """Say how pages are headed from a day on, from the beginning if None.

    Papers that were issued keep the head they have; a paper takes that of its own day.
    """

    head: LetterheadVersion
    valid_from: date | None = None

    def draft(self, desk: Desk) -> Draft[str]:
        """Draft the version; the value is the school's name."""
        head = self.head
        row = LetterheadVersion(
            check_version(desk, self.valid_from), clean(head.superior), clean(head.name),
            clean(head.place), clean(head.abbreviation), clean(head.recipients),
        )  # fmt: skip
        if not row.name:
            raise Refused(Sentence("Type the school's name first."), where="name")
        return _drafted(
            desk,
            "letterhead",
            Sentence("Letterhead: {superior}, {name}",
                     {"superior": row.superior, "name": row.name}),
            row.valid_from,
            write_version(desk, row),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class SetSigners:
    """Say who signs the school's papers from a day on, from the beginning if None."""

    signers: Signers
    valid_from: date | None = None

    def draft(self, desk: Desk) -> Draft[str]:
        """Draft the version; the value is who signs."""
        said = self.signers
        row = Signers(
            check_version(desk, self.valid_from), clean(said.principal), clean(said.deputy),
            clean(said.keeper), clean(said.accountant), said.heads,
        )  # fmt: skip
        return _drafted(
            desk,
            "signer",
            Sentence("Who signs: {keeper} keeps the book, {signer} signs",
                     {"keeper": row.keeper or "…", "signer": row.deputy or row.principal or "…"}),
            row.valid_from,
            write_version(desk, row),
        )  # fmt: skip


def _drafted(
    desk: Desk, kind: str, said: Sentence, valid_from: str, images: tuple[Image, ...]
) -> Draft[str]:
    if valid_from:
        said = Sentence(
            "{what}, from {day} on",
            {"what": told(said.text, said.values), "day": show_day(valid_from)},
        )
    return Draft(
        kind=kind, day=desk.open_day().isoformat(), sentence=said, change=_CHANGE,
        value=valid_from, images=images,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class SetSchoolCode:
    """Write down the code that the managing body gave the school, once (Điều 6.2)."""

    code: str

    def draft(self, desk: Desk) -> Draft[str]:
        """Draft the code, or refuse when there is one already."""
        code = _code(self.code)
        record = desk.find(Setting, key=CODE)
        if record is not None and record.row.value:
            raise Refused(
                Sentence(
                    "The school has the code {code}, which is locked. If it was typed wrongly, "
                    "correct it under a reason.",
                    {"code": record.row.value},
                ),
                where="code",
            )
        return set_value(desk, CODE, code, Sentence("The school's code is {code}", {"code": code}))


@dataclass(frozen=True, slots=True)
class CorrectSchoolCode:
    """Correct the school's code that was typed wrongly; the history keeps the old one."""

    code: str
    reason: str

    def draft(self, desk: Desk) -> Draft[str]:
        """Draft the code under its reason."""
        code, reason = _code(self.code), clean(self.reason)
        record = desk.find(Setting, key=CODE)
        if record is None or not record.row.value:
            raise Refused(Sentence("The school has no code yet. Write it down first."))
        if not reason:
            raise Refused(Sentence("Say in a few words why it is corrected."), where="reason")
        said = Sentence(
            "Corrected the school's code, typed wrongly: {code} instead of {before}",
            {"code": code, "before": record.row.value},
        )
        return replace(set_value(desk, CODE, code, said), reason=reason)


def _code(text: str) -> str:
    code = clean(text)
    if not code or " " in code:
        raise Refused(
            Sentence("Type the code as the managing body gave it, without blanks."), where="code"
        )
    return code


@dataclass(frozen=True, slots=True)
class SetSchoolStatus:
    """Say what has become of the school; nothing of it is deleted (Điều 6.4)."""

    status: SchoolStatus

    def draft(self, desk: Desk) -> Draft[str]:
        """Draft the status."""
        said = STANDINGS[self.status]
        return set_value(
            desk, STANDING, self.status,
            Sentence("The school: {status}", {"status": told(said.text, said.values)}),
        )  # fmt: skip


def set_value(desk: Desk, key: str, value: str, said: Sentence) -> Draft[str]:
    """Draft a value of the settings; nothing is written where it is that already."""
    record, wanted = desk.find(Setting, key=key), Setting(key, value)
    if record is None:
        images: tuple[Image, ...] = (desk.new(wanted)[1],)
    else:
        images = (desk.changed(record, wanted),) if record.row != wanted else ()
    return Draft(
        kind="settings", day=desk.open_day().isoformat(), sentence=said, change=_CHANGE,
        value=value, images=images,
    )  # fmt: skip


def check_undo_of_settings(desk: Desk, images: tuple[Image, ...]) -> None:
    """Refuse an undo that would count a closed month otherwise, or unsay a confirmation of it.

    `images` are the rows as the undo would leave them.
    """
    for image in images:
        if image.table == "time_limit":
            check_open(desk, date.fromisoformat(str(image.after["valid_from"])))
        if image.table == "month_confirmation":
            _check_waiting(desk, str(image.after["month"]))
    documents = {record.id: record.row for record in governing_documents(desk)}
    undone = {one.id: Governing(**one.after) for one in images if one.table == "governing"}  # type: ignore[arg-type]  # a row of its table
    if undone:
        left = {**documents, **undone}
        _check_effective(desk, [one for one in left.values() if one.status == "active"])


def _check_waiting(desk: Desk, month: str) -> None:
    if desk.is_closed(f"{month}-01"):
        raise Refused(
            Sentence(
                "Month {month} is approved, which cannot be taken back. Write what is wrong as an "
                "adjustment: it shows on the open month's sheet.",
                {"month": show_month(month)},
            ),
            where=month,
        )
