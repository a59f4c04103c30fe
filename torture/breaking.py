"""Ways a book's file and a backup are damaged: by a worn disk, a torn write, a careless hand."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from random import Random

_PAGE = 4096  # bytes
_HEADER = 100  # bytes
_KINDS = {"tree": (2, 5), "rows": (13,), "index": (10,)}  # a page's first byte; all else overflows
_DIGITS = range(ord("0"), ord("9") + 1)

Break = Callable[[Path, Random], str]


def _write(path: Path, data: bytes | bytearray) -> None:
    path.write_bytes(bytes(data))


def _flip(data: bytearray, first: int, last: int, random: Random) -> None:
    for _ in range(random.choice((1, 1, 2, 8, 40))):
        data[random.randrange(first, last)] ^= 1 << random.randrange(8)


def flip(path: Path, random: Random) -> str:
    """Flip bits anywhere in a file."""
    data = bytearray(path.read_bytes())
    if data:
        _flip(data, 0, len(data), random)
    _write(path, data)
    return f"{path.name}: bits flipped"


def cut(path: Path, random: Random) -> str:
    """Cut a file at any length."""
    data = path.read_bytes()
    length = random.randrange(len(data) + 1)
    _write(path, data[:length])
    return f"{path.name}: cut at {length} of {len(data)}"


def fill_with_nothing(path: Path, random: Random) -> str:
    """Write noughts over a stretch, as a disk does that lost it."""
    data = bytearray(path.read_bytes())
    first = random.randrange(len(data) + 1)
    length = min(random.choice((16, 512, _PAGE)), len(data) - first)
    data[first : first + length] = bytes(length)
    _write(path, data)
    return f"{path.name}: {length} noughts at {first}"


def break_header(path: Path, random: Random) -> str:
    """Break the header of a book."""
    data = bytearray(path.read_bytes())
    _flip(data, 0, _HEADER, random)
    _write(path, data)
    return f"{path.name}: its header broken"


def break_schema(path: Path, random: Random) -> str:
    """Break the page that names the tables."""
    data = bytearray(path.read_bytes())
    _flip(data, _HEADER, _PAGE, random)
    _write(path, data)
    return f"{path.name}: its schema broken"


def break_page(path: Path, random: Random) -> str:
    """Break a page of a chosen kind: of a tree, of rows, of an index, or one that overflows."""
    data = bytearray(path.read_bytes())
    kind = random.choice((*_KINDS, "overflow"))
    known = [first for firsts in _KINDS.values() for first in firsts]
    pages = [
        start for start in range(_PAGE, len(data), _PAGE)
        if (data[start] in _KINDS[kind] if kind in _KINDS else data[start] not in known)
    ]  # fmt: skip
    start = random.choice(pages or [0])
    _flip(data, start, start + _PAGE, random)
    _write(path, data)
    return f"{path.name}: page {start // _PAGE + 1} of {kind} broken"


def change_digit(path: Path, random: Random) -> str:
    """Make one digit another, somewhere in the rows: the damage that is the least seen."""
    data = bytearray(path.read_bytes())
    places = [place for place in range(_PAGE, len(data)) if data[place] in _DIGITS]
    place = random.choice(places)
    data[place] = random.choice([one for one in _DIGITS if one != data[place]])
    _write(path, data)
    return f"{path.name}: a digit changed at {place}"


def change_number(path: Path, random: Random) -> str:
    """Change one byte in a page of rows, small as quantities are."""
    data = bytearray(path.read_bytes())
    starts = [start for start in range(_PAGE, len(data), _PAGE) if data[start] in _KINDS["rows"]]
    start = random.choice(starts)
    place = random.randrange(start + _PAGE // 2, start + _PAGE)
    data[place] = random.randrange(60)
    _write(path, data)
    return f"{path.name}: a byte changed at {place}"


def move_pages(path: Path, random: Random) -> str:
    """Swap two pages, or write one over another."""
    data = bytearray(path.read_bytes())
    first, second = (_PAGE * random.randrange(len(data) // _PAGE) for _ in range(2))
    one, other = data[first : first + _PAGE], data[second : second + _PAGE]
    data[second : second + _PAGE] = one
    if random.random() < 0.5:  # noqa: PLR2004 - as often as not
        data[first : first + _PAGE] = other
    _write(path, data)
    return f"{path.name}: pages {first // _PAGE + 1} and {second // _PAGE + 1}"


FILE: tuple[Break, ...] = (
    flip, cut, fill_with_nothing, break_header, break_schema, break_page, change_digit,
    change_number, move_pages,
)  # fmt: skip
JOURNAL: tuple[Break, ...] = (flip, cut, fill_with_nothing)


def hurt_book(book: Path, other: Path, random: Random) -> str:
    """Damage a book's file, or what lies beside it when it was not closed; say how."""
    file, journal, index = (book / f"book.db{end}" for end in ("", "-wal", "-shm"))
    chance = random.random()
    if not journal.is_file() or chance < 0.6:  # noqa: PLR2004 - more often than not
        said = random.choice(FILE)(file, random)
        return said + (" (with a journal)" if journal.is_file() else "")
    if chance < 0.75:  # noqa: PLR2004 - now and then
        return random.choice(JOURNAL)(journal, random)
    if chance < 0.85:  # noqa: PLR2004 - as often
        journal.unlink()
        return "journal gone"
    if chance < 0.95:  # noqa: PLR2004 - as often
        journal.write_bytes((other / "book.db-wal").read_bytes())
        return "journal of another book"
    index.write_bytes(random.randbytes(1 << 15))
    return "index of the journal is noise"


def hurt_backup(path: Path, other: Path, random: Random) -> str:
    """Damage a backup, as a file or packed anew with something wrong in it; say how."""
    if random.random() < 0.5:  # noqa: PLR2004 - as often as not
        return random.choice((flip, cut, fill_with_nothing))(path, random)
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    name = random.choice([*parts, "book.db", "book.age"])
    name = name if name in parts else random.choice(list(parts))
    data = bytearray(parts[name])
    way = random.choice(("flipped", "gone", "cut", "another's", "one more"))
    if way == "flipped" and data:
        _flip(data, 0, len(data), random)
        parts[name] = bytes(data)
    elif way == "gone":
        del parts[name]
    elif way == "cut":
        parts[name] = bytes(data[: random.randrange(len(data) + 1)])
    elif way == "another's":
        with zipfile.ZipFile(other) as packed:
            names = packed.namelist()
            parts[name] = packed.read(name if name in names else random.choice(names))
    else:
        parts[random.choice(("../book.db", "book.db-wal", "archive/x.pdf", "CON"))] = b"x"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for part, content in parts.items():
            packed.writestr(part, content)
    return f"{path.name}: {name} {way}"
