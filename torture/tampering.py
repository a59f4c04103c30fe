# ruff: noqa: S608 - it breaks the file with SQL of its own, made of the schema's names
"""Random edits, deletions, swaps and insertions, as with another program: `verify` finds all.

One book is copied into memory and stands without its guards. Each change is made in a transaction,
the whole book is proved, and the transaction is rolled back. What counts as found is a problem the
untouched copy has not.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing, contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import StaticPool

from app.domain.fault import Fault
from app.services.queries import Verify
from app.store import tables
from app.store.backup import beside
from app.store.desk import Desk
from torture.campaign import Wish
from torture.filled import make_filled
from torture.rebuilding import rebuilt_is_told

TIMES = 1000  # changes of each table
_TODAY = date(2026, 8, 3)
_TRIES = 200  # until a change is one that the file's own types and keys allow
_LETTERS = "aăđ0189 -:/.,{}[]\"'"
# Written by no entry and read by every answer: the version, the search index, the schema itself.
_BESIDE = ("alembic_version", "device_search", "device_search_content")
_SCHEMA = "sqlite_master"
_FORGOTTEN = {"attempt"}  # wrong tries to sign in: no part of what the book says
TABLES = (*(name for name in tables.metadata.tables if name not in _FORGOTTEN), *_BESIDE, _SCHEMA)

Change = Callable[[sqlite3.Connection, str, Random], str]


def tamper(wish: Wish) -> int:
    """Change each table so many times, and each file beside the book; return what was not found."""
    book = make_filled(wish.folder / "book")
    missed = 0
    hurt = partial(_hurt_table, book, wish.seed, wish.times or TIMES)
    with ProcessPoolExecutor() as pool:
        for name, count, escaped in pool.map(hurt, TABLES):
            wish.say(f"{name}: {dict(sorted(count.items()))} not found: {len(escaped)}")
            for line in escaped[:5]:
                wish.say(f"  {line}")
            missed += len(escaped)
    return missed + hurt_files(wish, book) + _rebuild(wish, book)


def _hurt_table(
    book: Path, seed: int, times: int, name: str
) -> tuple[str, Counter[str], list[str]]:
    with copied(book, guarded=name == _SCHEMA) as copy:
        return name, *copy.hurt(name, Random(f"{seed} {name}"), times)


def _name_of(way: Change) -> str:
    return str(getattr(way, "__name__", way))


class Copy:
    """A copy in memory, and what is wrong with it before anybody touched it."""

    def __init__(self, connection: Connection, folder: Path) -> None:
        """Prove the copy on `connection`; the files it names lie in `folder`."""
        self._connection, self._folder = connection, folder
        raw: Any = connection.connection.driver_connection
        self._raw: sqlite3.Connection = raw
        self._usual = self._problems()
        self._raw.rollback()  # what reading began

    def hurt(self, name: str, random: Random, times: int) -> tuple[Counter[str], list[str]]:
        """Change a table so many times; return how often in which way, and what was not found."""
        count: Counter[str] = Counter()
        escaped: list[str] = []
        ways: list[Change] = [change_schema] if name == _SCHEMA else [edit, delete, swap, insert]
        while count.total() < times:
            way = random.choice(ways)
            said = self._try(way, name, random)
            if said is None:
                ways.remove(way)  # a table of one row has nothing to swap
                continue
            count[_name_of(way)] += 1
            if said:
                escaped.append(said)
        return count, escaped

    def _try(self, way: Change, name: str, random: Random) -> str | None:
        """Return what was not found, blank when it was, None when it cannot be done."""
        for _ in range(_TRIES):
            self._raw.execute("BEGIN")
            try:
                said = way(self._raw, name, random)
                if said and not self._problems() - self._usual:
                    return said
                if said:
                    return ""
            except (sqlite3.IntegrityError, sqlite3.OperationalError):
                continue  # the file's own types or keys refuse it
            finally:
                self._connection.rollback()
                self._raw.rollback()
        return None

    def is_as_it_was(self) -> bool:
        """Return whether nothing is told beyond what was wrong at first."""
        return self._problems() == self._usual

    def is_found(self, wish: Wish, said: str) -> bool:
        """Return whether a change beside the book is found; say what was not."""
        found = bool(self._problems() - self._usual)
        if not found:
            wish.say(f"  {said}")
        return found

    def _problems(self) -> set[str]:
        try:
            verdict = Verify().answer(Desk(self._connection, _TODAY, self._folder))
        except Fault as fault:
            return {str(fault.sentence)}
        return {str(problem.sentence) for problem in verdict.problems}


@contextmanager
def copied(book: Path, *, guarded: bool = False) -> Iterator[Copy]:
    """Copy a book into memory, where neither guards nor checks hold unless it is `guarded`."""
    raw = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
    with closing(sqlite3.connect(book / "book.db")) as file:
        file.backup(raw)
    raw.execute("PRAGMA ignore_check_constraints = ON")
    raw.execute("PRAGMA writable_schema = ON")
    if not guarded:
        names = raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in names:
            raw.execute(f"DROP TRIGGER {name}")
    engine = create_engine("sqlite://", creator=lambda: raw, poolclass=StaticPool)
    try:
        with engine.connect() as connection:
            yield Copy(connection, book)
    finally:
        engine.dispose()
        raw.close()


def _columns(raw: sqlite3.Connection, name: str) -> list[str]:
    return [row[1] for row in raw.execute(f"PRAGMA table_info({name})")]


def _keys(raw: sqlite3.Connection, name: str) -> list[str]:
    keyed = [row[1] for row in raw.execute(f"PRAGMA table_info({name})") if row[5]]
    return keyed or ["rowid"]


def _row(raw: sqlite3.Connection, name: str, random: Random) -> dict[str, Any] | None:
    count = raw.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
    if not count:
        return None
    names = list(dict.fromkeys([*_keys(raw, name), *_columns(raw, name)]))
    said = ", ".join(f'"{one}"' for one in names)
    row = raw.execute(f"SELECT {said} FROM {name} LIMIT 1 OFFSET ?", (random.randrange(count),))
    return dict(zip(names, row.fetchone(), strict=True))


def _where(raw: sqlite3.Connection, name: str, row: dict[str, Any]) -> tuple[str, list[Any]]:
    keys = _keys(raw, name)
    return " AND ".join(f'"{key}" IS ?' for key in keys), [row[key] for key in keys]


def _set(
    raw: sqlite3.Connection, name: str, row: dict[str, Any], column: str, value: object
) -> None:
    where, found = _where(raw, name, row)
    raw.execute(f'UPDATE {name} SET "{column}" = ? WHERE {where}', (value, *found))


def edit(raw: sqlite3.Connection, name: str, random: Random) -> str:
    """Write another value into one cell."""
    row, other = _row(raw, name, random), _row(raw, name, random)
    if row is None or other is None:
        return ""
    column = random.choice(_columns(raw, name))
    value = other[column] if random.random() < 0.3 else _other(row[column], random)  # noqa: PLR2004 - now and then another row's
    if value == row[column]:
        return ""
    _set(raw, name, row, column, value)
    return f"{name}.{column} of {row} became {value!r}"


def _other(value: object, random: Random) -> object:
    if value is None:
        return random.randrange(1, 9)
    if isinstance(value, int):
        return random.choice([value + 1, value - 1, -value, 0, random.getrandbits(31), None])
    letters = str(value)
    place = random.randrange(len(letters) + 1)
    changed = letters[:place] + random.choice(_LETTERS) + letters[place + 1 :]
    return random.choice([changed, letters[:place] + letters[place + 1 :], "", letters + "0"])


def delete(raw: sqlite3.Connection, name: str, random: Random) -> str:
    """Take a row away."""
    row = _row(raw, name, random)
    if row is None:
        return ""
    where, found = _where(raw, name, row)
    raw.execute(f"DELETE FROM {name} WHERE {where}", found)
    return f"{name}: {row} is gone"


def swap(raw: sqlite3.Connection, name: str, random: Random) -> str:
    """Have two rows change places in one column, or in all but their keys."""
    row, other = _row(raw, name, random), _row(raw, name, random)
    keys = _keys(raw, name)
    if row is None or other is None:
        return ""
    free = [one for one in _columns(raw, name) if one not in keys] or _columns(raw, name)
    chosen = free if random.random() < 0.3 else [random.choice(free)]  # noqa: PLR2004 - now and then whole rows
    if all(row[one] == other[one] for one in chosen):
        return ""
    unique = [one for one in chosen if isinstance(row[one], str) and row[one] != other[one]]
    for one in unique:  # out of the way first: a key may be in one row at a time
        _set(raw, name, row, one, f"{row[one]} for a moment")
    for one in chosen:
        _set(raw, name, other, one, row[one])
        _set(raw, name, row, one, other[one])
    return f"{name}: {row} and {other} changed {chosen}"


def insert(raw: sqlite3.Connection, name: str, random: Random) -> str:
    """Put in a row like another."""
    row = _row(raw, name, random)
    if row is None:
        return ""
    if "id" in row:
        row["id"] = raw.execute(f"SELECT max(id) FROM {name}").fetchone()[0] + random.randint(1, 3)
    row.pop("rowid", None)
    for one in row:
        if one != "id" and random.random() < 0.2:  # noqa: PLR2004 - so that it is like, not the same
            row[one] = _other(row[one], random)
    said, holes = ", ".join(f'"{one}"' for one in row), ", ".join("?" for _ in row)
    raw.execute(f"INSERT INTO {name} ({said}) VALUES ({holes})", list(row.values()))
    return f"{name}: {row} is new"


def change_schema(raw: sqlite3.Connection, _: str, random: Random) -> str:
    """Take away or weaken a table, an index or a guard."""
    rows = raw.execute("SELECT rowid, name, sql FROM sqlite_master WHERE sql NOTNULL").fetchall()
    number, name, sql = random.choice(rows)
    if random.random() < 0.5:  # noqa: PLR2004 - as often as not
        raw.execute("DELETE FROM sqlite_master WHERE rowid = ?", (number,))
        return f"{name} is gone"
    words = sql.split()
    place = random.randrange(len(words))
    weaker = " ".join([*words[:place], "0", *words[place + 1 :]])
    raw.execute("UPDATE sqlite_master SET sql = ? WHERE rowid = ?", (weaker, number))
    return f"{name} became {weaker}" if weaker != " ".join(words) else ""


def hurt_files(wish: Wish, book: Path) -> int:
    """Change, cut, swap and take away the files that the book names; return what was not found."""
    random, missed = Random(f"{wish.seed} files"), 0
    files = [path for _name, path in beside(book)]
    kept = wish.folder / "kept"
    with copied(book) as copy:
        for number in range(wish.times or TIMES):
            path = random.choice(files)
            shutil.copyfile(path, kept)
            path.chmod(0o644)
            said = _hurt_file(path, random.choice(files), random)
            missed += bool(said) and not copy.is_found(wish, f"{number}: {said}")
            shutil.copyfile(kept, path)
    wish.say(f"files: {wish.times or TIMES}, not found: {missed}")
    return missed


def _hurt_file(path: Path, other: Path, random: Random) -> str:
    data = bytearray(path.read_bytes())
    way = random.choice(("flipped", "cut", "swapped", "gone", "longer"))
    if way == "gone":
        path.unlink()
        return f"{path.name} is gone"
    if way == "flipped":
        data[random.randrange(len(data))] ^= 1 << random.randrange(8)
    elif way == "cut":
        del data[random.randrange(len(data)) :]
    elif way == "longer":
        data += b"\0"
    elif other.read_bytes() != data:
        data = bytearray(other.read_bytes())
    else:
        return ""
    path.write_bytes(data)
    return f"{path.name} {way}"


def _rebuild(wish: Wish, book: Path) -> int:
    """Rewrite the book and all its hashes: it proves well, and the paper and the backup tell."""
    missed, random = 0, Random(f"{wish.seed} rebuilt")
    copy = wish.folder / "rebuilt"
    times = max((wish.times or TIMES) // 20, 1)
    for _ in range(times):
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(book, copy)
        told = rebuilt_is_told(copy, random)
        if told:
            wish.say(f"  {told}")
        missed += bool(told)
    wish.say(f"rebuilt chains: {times}, not found: {missed}")
    return missed
