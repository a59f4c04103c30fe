"""The words devices are described by: subjects and funds, kept as lists to pick from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from app.domain.change import Touched
from app.domain.device import Device
from app.domain.draft import Draft
from app.domain.fault import Refused
from app.domain.ledger import CANCELLED, Image
from app.domain.person import Fund, Subject
from app.domain.record import Record
from app.domain.sentence import Sentence
from app.domain.text import fold, sort_key
from app.services.naming import check_name, find_named, named, use_sentence
from app.store.desk import Desk

W = TypeVar("W", Subject, Fund)

FIELD_OF: Mapping[type, str] = {Subject: "subject", Fund: "fund"}
_CHANGE = frozenset({Touched.LISTS, Touched.DEVICES})


@dataclass(frozen=True, slots=True)
class RegisterWord(Generic[W]):
    """Put a subject or a fund into its list."""

    kind: type[W]
    name: str

    def draft(self, desk: Desk) -> Draft[str]:
        """Draft the row."""
        row = self.kind(check_name(desk, self.kind, self.name))
        return Draft(
            kind=FIELD_OF[self.kind],
            day=desk.today.isoformat(),
            sentence=Sentence("Registered {name}", {"name": row.name}),
            change=_CHANGE,
            value=row.name,
            images=(desk.new(row)[1],),
        )


@dataclass(frozen=True, slots=True)
class CorrectWord(Generic[W]):
    """Correct the subject or fund now called `name`; None keeps what stands.

    Devices name it in words, so another name is given to those devices in the same entry.
    """

    kind: type[W]
    name: str
    new_name: str | None = None
    status: str | None = None

    def draft(self, desk: Desk) -> Draft[int]:
        """Draft the row's image and the devices'; the value is how many devices change."""
        record: Record[W] = find_named(desk, self.kind, self.name)
        before: W = record.row
        name = (
            before.name if self.new_name is None
            else check_name(desk, self.kind, self.new_name, record.id)
        )  # fmt: skip
        row: W = self.kind(name, before.status if self.status is None else self.status)
        devices: list[Image] = _renamed(desk, FIELD_OF[self.kind], before.name, name)
        if row.status != before.status:
            still = desk.devices_by(FIELD_OF[self.kind]).get(before.name, 0)
            sentence = use_sentence(name, row.status, still)
        elif devices:
            sentence = Sentence(
                "{before} is called {name} now, for {count} devices too",
                {"before": before.name, "name": name, "count": len(devices)},
            )
        else:
            sentence = Sentence("Corrected {name}", {"name": name})
        return Draft(
            kind=FIELD_OF[self.kind],
            day=desk.today.isoformat(),
            sentence=sentence,
            change=_CHANGE,
            value=len(devices),
            images=(*((desk.changed(record, row),) if row != before else ()), *devices),
        )


@dataclass(frozen=True, slots=True)
class AdoptWords(Generic[W]):
    """Take the subjects or funds that devices name into the list, in one entry."""

    kind: type[W]

    def draft(self, desk: Desk) -> Draft[int]:
        """Draft a row for each word the list lacks; the value is how many they are."""
        images: dict[str, Image] = {}
        for word in sorted(desk.words_of(FIELD_OF[self.kind]), key=sort_key):
            known = named(desk, self.kind, word)
            if (known is None or known.row.status == CANCELLED) and fold(word) not in images:
                images[fold(word)] = desk.new(self.kind(word))[1]
        if not images:
            raise Refused(Sentence("The list has every word the devices name already."))
        return Draft(
            kind=FIELD_OF[self.kind],
            day=desk.today.isoformat(),
            sentence=Sentence(
                "Took {count} words from the devices into the list", {"count": len(images)}
            ),
            change=_CHANGE,
            value=len(images),
            images=tuple(images.values()),
        )


def _renamed(desk: Desk, field: str, before: str, after: str) -> list[Image]:
    """Return the images of the devices that name a word, however its case and marks."""
    images = []
    for word in desk.words_of(field):
        if fold(word) != fold(before) or after in {word, before}:
            continue
        for record in desk.every(Device, **{field: word}):
            row: Device = replace(record.row, **{field: after})  # type: ignore[arg-type]
            images.append(desk.changed(record, row))
    return images
