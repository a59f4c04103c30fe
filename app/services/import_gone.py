"""Those whom a list lacks: marked where a person said so, and kept with the batch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from app.domain.batch import ImportReport
from app.domain.fault import Refused
from app.domain.intake import Intake
from app.domain.ledger import Image
from app.domain.person import UNUSED, WORKING, Person, PersonStatus, SchoolClass
from app.domain.sentence import Sentence
from app.services.import_plan import ImportPlan
from app.store.desk import Desk

# What may have become of whom a list lacks; nobody is deleted (Điều 6.5).
WAYS: Mapping[str, tuple[str, ...]] = {
    "people": tuple(one for one in PersonStatus if one not in {*WORKING, PersonStatus.CANCELLED}),
    "classes": (UNUSED,),
}


def mark_gone(plan: ImportPlan, left: Mapping[str, str]) -> None:
    """Plan the statuses a person chose, by code; refuse one of somebody who is in the list."""
    kind = plan.source.kind
    lacking = {one.code for one in plan.gone if one.code}
    for code, status in left.items():
        if code not in lacking or status not in WAYS.get(kind, ()):
            raise Refused(
                Sentence(
                    "{code} stands in the list, or cannot be marked so. Look at the preview again.",
                    {"code": code},
                ),
                where=code,
            )
        plan.images.append(_marked(plan.desk, kind, code, status))
        plan.left += 1


def _marked(desk: Desk, kind: str, code: str, status: str) -> Image:
    if kind == "people":
        person = desk.every(Person, code=code)[0]
        return desk.changed(person, replace(person.row, status=status))
    school_class = desk.every(SchoolClass, code=code)[0]
    return desk.changed(school_class, replace(school_class.row, status=status))


def intake_of(desk: Desk, plan: ImportPlan, report: ImportReport) -> Image:
    """Return the row that keeps what the batch was."""
    source = plan.source
    row = Intake(
        desk.head()[0] + 1, desk.today.isoformat(), source.kind, source.file, source.sheet,
        plan.period, report.read, report.added, report.updated, report.skipped,
        len(report.errors), ";".join(one.code for one in report.gone if one.code),
    )  # fmt: skip
    return desk.new(row)[1]
