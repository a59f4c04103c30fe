"""How lists of teams, places, subjects and funds are read into the plan of an import."""

from __future__ import annotations

from typing import Generic, TypeVar

from app.domain.batch import ListRow
from app.domain.device import check_code
from app.domain.fault import Refused
from app.domain.person import PLACE_KINDS, Fund, Place, Subject, Team
from app.domain.record import Record
from app.domain.text import clean, fold
from app.services.import_cells import WrongCell, filled
from app.services.import_people import Staff
from app.services.import_plan import ImportPlan, Known, grown
from app.services.places import goes_round, inside_itself

W = TypeVar("W", Subject, Fund)
N = TypeVar("N", Team, Place, Subject, Fund)

_KIND_OF = {fold(kind): kind for kind in PLACE_KINDS}


def _known(plan: ImportPlan, kind: type[N]) -> Known[N]:
    """Return the rows of a list by code and by folded name."""
    records = plan.desk.every(kind)
    known = Known(records)
    for record in sorted(records, key=lambda one: one.row.status):  # those in use come first
        known.remember(record, ("identity", fold(record.row.name)))
    return known


class TeamReader:
    """Reads a list of teams; the head is named by code or name."""

    def __init__(self, plan: ImportPlan) -> None:
        """Know the teams and the people of the book."""
        self._plan = plan
        self._known = _known(plan, Team)
        self._staff = Staff(plan.desk)

    def __call__(self, row: ListRow) -> None:
        """Read one row."""
        name = filled(row, "name")
        head = self._staff.find(row, "head")
        found = self._known.find(("identity", fold(name)))
        if found is None:
            team = Team(name, head)
            record = Record(self._plan.add(team), team)
            self._known.remember(record, ("identity", fold(name)))
        elif not self._plan.revive(found, Team(name, head)):
            self._plan.meet(found, grown(found.row, name=name, head_id=head), "name")


class PlaceReader:
    """Reads a list of places; a place that a row is part of may stand further down."""

    def __init__(self, plan: ImportPlan) -> None:
        """Know the places of the book."""
        self._plan = plan
        self._known = _known(plan, Place)
        self._wholes = {record.id: record.row.part_of for record in plan.desk.every(Place)}

    def __call__(self, row: ListRow) -> None:
        """Read one row."""
        name, code = filled(row, "name"), _code(row)
        kind = _KIND_OF.get(fold(row["kind"]), row["kind"])
        whole = self._plan.named(Place, row["part_of"])
        found = self._known.find(("code", code), ("identity", fold(name)))
        planned = self._plan.names(Place).get(fold(name)) if found is None else None
        place = Place("", name, kind, whole)
        if found is not None:
            self._check(found.id, whole)
            if not self._plan.revive(found, grown(place, code=found.row.code)):
                changed = grown(found.row, name=name, kind=kind, part_of=whole)
                self._plan.meet(found, changed, "code" if code else "name")
            return
        if planned is not None:
            self._check(planned, whole)
            said = {"kind": kind, "part_of": whole}
            self._plan.amend("place", planned, {"name": name, **said})
            self._plan.count_added()
            number, place = planned, grown(place, **said)
        else:
            place = grown(place, code=code or self._plan.free(self._plan.place_codes))
            number = self._plan.add(place)
            self._plan.names(Place)[fold(name)] = number
            self._wholes[number] = whole
        self._known.remember(Record(number, place), ("identity", fold(name)))

    def _check(self, number: int, whole: int | None) -> None:
        """Refuse a place that would be part of itself; remember what it is part of."""
        if whole is None:
            return
        if goes_round(self._wholes | {number: whole}, number):
            raise WrongCell(field="part_of", sentence=inside_itself(self._name(number)))
        self._wholes[number] = whole

    def _name(self, number: int) -> str:
        names = self._plan.names(Place)
        return next((name for name, one in names.items() if one == number), "")


def _code(row: ListRow) -> str:
    try:
        return check_code(row["code"].upper()) if row["code"] else ""
    except Refused as refused:
        raise WrongCell(field="code", sentence=refused.sentence) from None


class WordReader(Generic[W]):
    """Reads a list of subjects or of funds."""

    def __init__(self, kind: type[W], plan: ImportPlan) -> None:
        """Know the words of the book."""
        self._kind: type[W] = kind
        self._plan = plan
        self._known: Known[W] = _known(plan, kind)

    def __call__(self, row: ListRow) -> None:
        """Read one row."""
        name = clean(filled(row, "name"))
        found = self._known.find(("identity", fold(name)))
        if found is None:
            word: W = self._kind(name)
            number = self._plan.add(word)
            self._known.remember(Record(number, word), ("identity", fold(name)))
        elif not self._plan.revive(found, self._kind(name)):
            self._plan.skip()
