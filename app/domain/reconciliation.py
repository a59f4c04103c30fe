"""A reconciliation (đối chiếu): a list from elsewhere laid beside the book (Điều 3.8)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Origin(StrEnum):
    """Whose list it is."""

    CITY = "city"
    SECTOR = "sector"
    ACCOUNTANT = "accountant"
    OTHER = "other"


class Status(StrEnum):
    """How far a reconciliation is."""

    OPEN = "open"
    FINISHED = "finished"
    CANCELLED = "cancelled"


class Way(StrEnum):
    """How it is known which device a row is about; from `NAME` on a person has said so."""

    OFFICIAL = "official"
    LOCAL = "local"
    NAME = "name"
    REGISTERED = "registered"
    APART = "apart"  # a person said that it is none of those called alike


class Standing(StrEnum):
    """How a device or a row stands; `TO_CONFIRM` is called alike and waits for a person."""

    DIFFERENT = "different"
    TO_CONFIRM = "to_confirm"
    ONLY_HERE = "only_here"
    ONLY_THERE = "only_there"
    MATCHED = "matched"


class Choice(StrEnum):
    """Who is right; `EXPLAINED` leaves both as they are."""

    OURS = "ours"
    THEIRS = "theirs"
    EXPLAINED = "explained"


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """One list that was brought; `headings` is JSON, what each field of it is headed.

    `sha256` is of the file's bytes; `day` and `finished_on` are ISO days; `slip_id` is the
    sheet it was finished with.
    """

    origin: str
    file: str
    sheet: str
    sha256: str
    headings: str
    day: str
    note: str = ""
    finished_on: str = ""
    slip_id: int | None = None
    status: str = Status.OPEN


@dataclass(frozen=True, slots=True)
class ForeignRow:
    """A row of the list as it was read; `content` is JSON, the text of each field.

    `device_id` is the device a person said it is about, None while nobody has.
    """

    reconciliation_id: int
    number: int
    content: str
    device_id: int | None = None
    way: str = ""
    status: str = "active"


@dataclass(frozen=True, slots=True)
class Decision:
    """Who is right in one difference, why, and who says so; `day` is ISO.

    It is of a field of a device, or of a whole device or row when `field` is blank; `ours`
    and `theirs` are what stood there when it was decided.
    """

    reconciliation_id: int
    device_id: int | None
    row_id: int | None
    field: str
    ours: str
    theirs: str
    choice: str
    reason: str
    decided_by: str
    day: str
    status: str = "active"


@dataclass(frozen=True, slots=True)
class Theirs:
    """A row of the list as it is compared: its codes, and each field as the book would say it.

    `values` are plain texts: figures in digits, days in ISO, "" where nothing is said.
    `unread` are the fields whose cell could not be read as what it should be.
    """

    row: int
    number: int
    official_code: str
    code: str
    values: Mapping[str, str]
    device: int | None = None
    way: str = ""
    unread: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """What it is called."""
        return self.values.get("name", "")


@dataclass(frozen=True, slots=True)
class Ours:
    """A device as it is compared, its fields told as in `Theirs`.

    `here` says that some of it is still the school's: only then can it be missing there.
    """

    device: int
    code: str
    official_code: str
    values: Mapping[str, str]
    here: bool = True

    @property
    def name(self) -> str:
        """What it is called."""
        return self.values.get("name", "")


@dataclass(frozen=True, slots=True)
class Pair:
    """A device and the rows about it; without a device only there, without rows only here.

    `likely` is a device called alike, for a person to confirm.
    """

    ours: Ours | None
    rows: tuple[Theirs, ...]
    way: str = ""
    likely: Ours | None = None


Key = tuple[int, int, str]  # device and row, 0 for none, and the field


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to show: a difference of one field, or how a whole device or row stands.

    `device` is the one paired, or the likely one while it is to be confirmed; `rows` are ids,
    `numbers` where they stand in the file. `choices` are none where nothing is to be decided.
    """

    standing: Standing
    device: int | None
    code: str
    name: str
    field: str = ""
    ours: str = ""
    theirs: str = ""
    rows: tuple[int, ...] = ()
    numbers: tuple[int, ...] = ()
    way: str = ""
    choices: tuple[Choice, ...] = ()
    decision: Decision | None = None

    @property
    def key(self) -> Key:
        """Return what its decision is kept under."""
        alone = self.standing in {Standing.ONLY_THERE, Standing.TO_CONFIRM}
        device, row = (0, self.rows[0]) if alone else (self.device or 0, 0)
        return device, row, self.field

    @property
    def is_open(self) -> bool:
        """Return whether somebody must still say what becomes of it."""
        waits = self.standing is Standing.TO_CONFIRM or bool(self.choices)
        return waits and self.decision is None


@dataclass(frozen=True, slots=True)
class Comparison:
    """A list laid beside the book; `learnable` are devices with the code the list knows."""

    lines: tuple[Line, ...]
    learnable: tuple[tuple[int, str], ...] = ()

    def of(self, standing: Standing) -> tuple[Line, ...]:
        """Return the lines that stand so."""
        return tuple(line for line in self.lines if line.standing is standing)

    def counts(self) -> Mapping[Standing, int]:
        """Return how many devices or rows stand how; one that differs in two fields is one."""
        return count(self.lines)

    def left(self) -> int:
        """Return how many lines nobody has decided yet."""
        return sum(line.is_open for line in self.lines)


def count(lines: Iterable[Line]) -> Mapping[Standing, int]:
    """Return how many devices or rows stand how."""
    whole = {(line.standing, *line.key[:2]) for line in lines}
    counted = Counter(standing for standing, _device, _row in whole)
    return {standing: counted[standing] for standing in Standing}
