"""Which item of the minimum list a device is: by its name, or as a person says."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from app.domain.catalogue import CatalogueItem
from app.domain.change import Touched
from app.domain.device import Device
from app.domain.draft import Draft
from app.domain.fault import Refused
from app.domain.norm import is_confirmed, is_replaced
from app.domain.record import Record
from app.domain.sentence import Sentence
from app.domain.text import fold, sort_key
from app.domain.usage import DeviceUse
from app.services.finding import find_device
from app.store.desk import Desk

_CHANGE = frozenset({Touched.DEVICES, Touched.CATALOGUE})
_WHOLE = 100  # percent
_LEAST = 72  # percent alike: below it, names of other things come up more than misspelt ones
_PART = re.compile(
    r"^.+ [–-] (?:[a-zđ]\d*\)|\d+\.) "
)  # “Bộ … – c1) ”: a component's own name follows
_BRACKET = re.compile(r"\s*[(\[][^)\]]*[)\]]")


class Names:
    """The items of the list by name and subject.

    Where several items of a subject share a name, the one that is confirmed counts, else the
    one of the list in force; a name that several of them share names nothing by itself.
    """

    def __init__(self, items: Iterable[Record[CatalogueItem]]) -> None:
        """Know the items in use."""
        every: dict[tuple[str, str], list[int]] = defaultdict(list)
        sure: dict[tuple[str, str], list[int]] = defaultdict(list)
        present: dict[tuple[str, str], list[int]] = defaultdict(list)
        for record in items:
            key = fold(record.row.name), fold(record.row.subject)
            every[key].append(record.id)
            if is_confirmed(record.row.confidence, record.row.circular):
                sure[key].append(record.id)
            if not is_replaced(record.row.circular):
                present[key].append(record.id)
        self._ids = {number for found in every.values() for number in found}
        self._named = {key: sure[key] or present[key] or found for key, found in every.items()}

    def item_of(self, device: Device | DeviceUse) -> int | None:
        """Return the id of the item that counts a device: the linked one, or that of its name.

        A link to an item that was taken out of the list holds no more.
        """
        if device.catalogue_id in self._ids:
            return device.catalogue_id
        found = self._named.get((fold(device.name), fold(device.subject)), ())
        return found[0] if len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A device no item counts yet, and the item whose name is closest; `alike` in percent."""

    device: str
    name: str
    subject: str
    item: str
    item_name: str
    item_subject: str
    alike: int


@dataclass(frozen=True, slots=True)
class SuggestLinks:
    """Items that devices may be. They are never linked but by `LinkChosen`."""

    least: int = _LEAST

    def answer(self, desk: Desk) -> list[Suggestion]:
        """Return one suggestion for a device, the most alike first."""
        items = desk.every(CatalogueItem, status="active")
        names = Names(items)
        by_name: dict[tuple[str, str], list[Device]] = defaultdict(list)
        for record in desk.every(Device, status="active"):
            device = record.row
            if names.item_of(device) is None:
                by_name[fold(device.name), fold(device.subject)].append(device)
        scorer = _Scorer(items)
        found = []
        for (name, subject), devices in by_name.items():
            best = scorer.best(name, subject, self.least)
            if best is not None:
                alike, item = best
                found += [
                    Suggestion(one.code, one.name, one.subject, item.code, item.name,
                               item.subject, alike)
                    for one in devices
                ]  # fmt: skip
        return sorted(found, key=lambda one: (-one.alike, sort_key(one.name), one.device))


@dataclass(frozen=True, slots=True)
class LinkChosen:
    """Say of devices which items they are, in one entry; pairs are codes of both."""

    pairs: tuple[tuple[str, str], ...]

    def draft(self, desk: Desk) -> Draft[int]:
        """Draft the devices' rows; the value is how many change."""
        if not self.pairs:
            raise Refused(Sentence("No device is chosen. Tick the devices to link."))
        wanted = {}
        for device, code in self.pairs:
            record = find_device(desk, device)
            wanted[record.id] = record, find_item(desk, code).id
        images = tuple(
            desk.changed(record, replace(record.row, catalogue_id=item))
            for record, item in wanted.values()
            if record.row.catalogue_id != item
        )
        return Draft(
            kind="correct",
            day=desk.today.isoformat(),
            sentence=Sentence("Linked {count} devices to the minimum list", {"count": len(images)}),
            change=_CHANGE,
            value=len(images),
            images=images,
        )


@dataclass(frozen=True, slots=True)
class LinkDevices:
    """Say that devices are an item of the minimum list, whatever they are called."""

    codes: tuple[str, ...]
    item: str

    def draft(self, desk: Desk) -> Draft[int]:
        """Draft the devices' rows; the value is how many change."""
        item = find_item(desk, self.item)
        draft = LinkChosen(tuple((code, self.item) for code in self.codes)).draft(desk)
        said = Sentence(
            "Linked {count} devices to {name}", {"count": draft.value, "name": item.row.name}
        )
        return replace(draft, sentence=said)


def find_item(desk: Desk, code: str) -> Record[CatalogueItem]:
    """Return the item of the list with a code, or refuse."""
    found = desk.find(CatalogueItem, code=code, status="active")
    if found is None:
        raise Refused(
            Sentence("The minimum list has no item “{code}”.", {"code": code}), where="item"
        )
    return found


class _Scorer:
    """Compares names with those of the list; letters count, marks and case do not."""

    def __init__(self, items: Sequence[Record[CatalogueItem]]) -> None:
        """Know the names each item goes by."""
        self._items = [
            (record.row, fold(record.row.subject), [(name, set(name.split())) for name in
                                                    _called(record.row.name)])
            for record in items
        ]  # fmt: skip
        self._matcher = SequenceMatcher(autojunk=False)

    def best(self, name: str, subject: str, least: int) -> tuple[int, CatalogueItem] | None:
        """Return the item most alike and how much; None when none is alike enough.

        An item of another subject counts only under the very same name. Of items as much
        alike, one of the subject comes first, then a confirmed one, then one of the list in
        force.
        """
        self._matcher.set_seq2(name)
        words = set(name.split())
        found: list[tuple[int, bool, bool, bool, CatalogueItem]] = []
        for item, of, called in self._items:
            alike = max((self._alike(one, known, name, words, least) for one, known in called),
                        default=0)  # fmt: skip
            other = bool(subject) and bool(of) and subject != of
            if alike >= (_WHOLE if other else least):
                sure = is_confirmed(item.confidence, item.circular)
                present = not is_replaced(item.circular)
                found.append((alike, subject == of, sure, present, item))
        if not found:
            return None
        best = max(found, key=lambda one: one[:4])
        return best[0], best[4]

    def _alike(self, one: str, known: set[str], name: str, words: set[str], least: int) -> int:
        if one == name:
            return _WHOLE
        # Names without a common word are not compared letter by letter: that would take long.
        if not known & words:
            return 0
        self._matcher.set_seq1(one)
        if self._matcher.real_quick_ratio() * _WHOLE < least:
            return 0
        if self._matcher.quick_ratio() * _WHOLE < least:
            return 0
        return min(int(self._matcher.ratio() * _WHOLE), _WHOLE - 1)


def _called(name: str) -> list[str]:
    """Return what an item goes by: its name, a component's own, each without its brackets."""
    own = _PART.sub("", name)
    names = (name, _BRACKET.sub("", name), own, _BRACKET.sub("", own))
    return list(dict.fromkeys(fold(one).strip() for one in names if one.strip()))
